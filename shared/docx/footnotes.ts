import { VanthuError } from "../errors/index.ts";
import type { BuildContext } from "./build-context.ts";
import { runXml } from "./runs.ts";
import { STYLES } from "./styles.ts";

const PART = "word/footnotes.xml";
const CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml";
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes";
const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/** Parts of a package as text, to be read and replaced. */
export interface TextParts {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

/** Id above every footnote that a template already has. 0 and below are the separators'. */
export function firstFreeFootnoteId(parts: TextParts): number {
  let highest = 0;
  for (const match of (parts.read(PART) ?? "").matchAll(/<w:footnote [^<>]*w:id="(-?\d+)"/g))
    highest = Math.max(highest, Number(match[1]));
  return highest + 1;
}

/** Puts the footnotes into the package; makes the part, its relation and its content type where the template has none. */
export function writeFootnotes(parts: TextParts, footnotes: BuildContext["footnotes"]): void {
  if (footnotes.length === 0) return;
  if (parts.read(PART) === undefined) addPart(parts);
  const xml = footnotes
    .map(({ id, runs }) => {
      const mark = `<w:r><w:rPr><w:rStyle w:val="${STYLES.footnoteReference}"/></w:rPr><w:footnoteRef/></w:r>`;
      const text = `<w:r><w:t xml:space="preserve"> </w:t></w:r>${runs.map(runXml).join("")}`;
      return `<w:footnote w:id="${id}"><w:p><w:pPr><w:pStyle w:val="${STYLES.footnoteText}"/></w:pPr>${mark}${text}</w:p></w:footnote>`;
    })
    .join("");
  insertBefore(parts, PART, "</w:footnotes>", xml);
}

/** The footnotes part of a new package: only the separators that Word wants. */
export function emptyFootnotesXml(): string {
  const separator = (type: string, id: number, mark: string) =>
    `<w:footnote w:type="${type}" w:id="${id}"><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:${mark}/></w:r></w:p></w:footnote>`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes xmlns:w="${MAIN}">${separator("separator", -1, "separator")}${separator("continuationSeparator", 0, "continuationSeparator")}</w:footnotes>`;
}

function addPart(parts: TextParts): void {
  parts.write(PART, emptyFootnotesXml());
  insertBefore(
    parts,
    "[Content_Types].xml",
    "</Types>",
    `<Override PartName="/${PART}" ContentType="${CONTENT_TYPE}"/>`,
  );
  insertBefore(
    parts,
    "word/_rels/document.xml.rels",
    "</Relationships>",
    `<Relationship Id="rIdVanthuFootnotes" Type="${RELATION}" Target="footnotes.xml"/>`,
  );
  const settings = parts.read("word/settings.xml");
  if (settings !== undefined && !settings.includes("<w:footnotePr>")) {
    const separators = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>';
    // CT_Settings: footnotePr stands before endnotePr and compat.
    const at =
      /<w:(?:endnotePr|compat|docVars|rsids|mathPr|attachedSchema|themeFontLang)\b|<m:mathPr|<\/w:settings>/.exec(
        settings,
      );
    if (at !== null)
      parts.write("word/settings.xml", settings.slice(0, at.index) + separators + settings.slice(at.index));
  }
}

/**
 * Puts XML into a part of the package, before the last occurrence of `mark`.
 * @throws PACKAGE_BROKEN
 */
export function insertBefore(parts: TextParts, name: string, mark: string, xml: string): void {
  const text = parts.read(name);
  const at = text?.lastIndexOf(mark) ?? -1;
  if (text === undefined || at < 0) {
    throw new VanthuError("PACKAGE_BROKEN", {
      message: "Mẫu Word thiếu phần cần để đặt chú thích cuối trang hoặc hình.",
      where: name,
      hint: "Mở mẫu bằng Word rồi lưu lại.",
    });
  }
  parts.write(name, text.slice(0, at) + xml + text.slice(at));
}
