import type { DocumentContent } from "../documents/index.ts";
import { RULE_SETS } from "../format/index.ts";
import { paragraphXml } from "./blocks.ts";
import { textXml } from "./runs.ts";
import { STYLES } from "./styles.ts";

/** Widths of the frames in millimetres; all are 8 mm high (NĐ30 PL I.III.2.b). */
const FRAMES: Record<string, number> = { KHẨN: 20, "THƯỢNG KHẨN": 40, "HỎA TỐC": 30 };

/** Bright red, as the ink of the stamp must be. */
const RED = "FF0000";

/**
 * The mark of urgency: under the State rules in a red frame of the size that the decree gives, under the Party's in plain capitals.
 *
 * @param room width of the cell in points
 */
export function urgencyXml(content: DocumentContent, room: number): string {
  const { urgency } = content;
  if (urgency === undefined || urgency === "") return "";
  const framed = RULE_SETS[content.ruleSet].system === "state";
  const colour = framed ? `<w:rPr><w:color w:val="${RED}"/></w:rPr>` : "";
  const runs = `<w:r>${colour}${textXml(urgency)}</w:r>`;
  if (!framed) return paragraphXml(STYLES.urgency, runs);
  const width = ((FRAMES[urgency] ?? 40) * 72) / 25.4;
  const side = Math.max(0, Math.round(((room - width) / 2) * 20));
  const border = ["top", "left", "bottom", "right"]
    .map((edge) => `<w:${edge} w:val="single" w:sz="8" w:space="0" w:color="${RED}"/>`)
    .join("");
  // 8 mm of frame: 22 pt of line and the borders.
  return paragraphXml(
    STYLES.urgency,
    runs,
    `<w:pBdr>${border}</w:pBdr><w:spacing w:line="440" w:lineRule="exact"/><w:ind w:left="${side}" w:right="${side}"/>`,
  );
}
