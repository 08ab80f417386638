import { VanthuError } from "../../errors/index.ts";
import { dict, type PdfRef } from "../../pdf/index.ts";
import type { PrepareRequest } from "../model.ts";
import type { Place } from "../place.ts";
import type { Admission } from "../policy.ts";
import type { Revision } from "../revision.ts";
import { paint } from "./artwork.ts";
import { embedFont, encodeText } from "./fonts.ts";
import { appearanceStream } from "./form-xobject.ts";
import { num } from "./outline.ts";
import { pageFrame, toPage } from "./page-frame.ts";
import { readPage } from "./page-obstacles.ts";
import { noPlace, type Placement } from "./placement.ts";
import { type Plan, planSeal, planSignature } from "./plan.ts";
import { LEADING, sizeOfLines, solveText, TEXT_SIZE } from "./text-solver.ts";

/** A visible signature: where its widget stands and what it shows. */
export interface Visible {
  /** The widget, in the page's own coordinates. */
  place: Place;
  appearance: PdfRef;
  placement: Placement;
  /** Beside a person's signature: where the field of the seal is laid. */
  sealField?: Place;
}

/**
 * Places and draws a signature by its role; undefined when it is to be invisible, or nothing says where it should stand.
 *
 * @param whose name of the person or organisation
 * @throws VanthuError SIGN_NO_PLACE, SIGN_PLACE_UNKNOWN, SIGN_IMAGE_UNREADABLE, INVALID (`text`)
 */
export function visibleSignature(
  revision: Revision,
  request: Pick<
    PrepareRequest,
    "role" | "anchors" | "image" | "text" | "appearance" | "place" | "sealSize" | "sealMayTouch" | "sealWish"
  >,
  admission: Admission,
  whose: string,
): Visible | undefined {
  if (request.appearance === "none") return undefined;
  const { role } = request;
  if (role === "leader") return written(revision, planSignature(revision, request, whose, admission.waiting));
  if (role === "seal") return written(revision, planSeal(revision, request, whose, admission));
  return textSignature(revision, request.text);
}

function written(revision: Revision, plan: Plan | undefined): Visible | undefined {
  if (plan === undefined) return undefined;
  const { frame, art, box, widget, placement, sealField, seeThrough } = plan;
  const { page } = frame;
  const inWidget = [box[0] - widget[0], box[1] - widget[1], box[2] - widget[0], box[3] - widget[1]] as Plan["box"];
  const { content, resources } = paint(revision, art, inWidget, seeThrough);
  const [width, height] = [widget[2] - widget[0], widget[3] - widget[1]];
  return {
    place: { page, rect: toPage(frame, widget) },
    appearance: appearanceStream(revision, content, width, height, resources, page.rotate),
    placement,
    ...(sealField === undefined ? {} : { sealField: { page, rect: toPage(frame, sealField) } }),
  };
}

/**
 * The line of text that an appendix or copy shows instead of a picture, in the upper right corner of the first page.
 *
 * @throws VanthuError INVALID when the text is missing or too long, SIGN_NO_PLACE
 */
function textSignature(revision: Revision, text: string | undefined): Visible | undefined {
  const line = text?.normalize("NFC").replace(/\s+/g, " ").trim() ?? "";
  if (line === "" || line.length > 300) {
    throw new VanthuError("INVALID", {
      message: "Thiếu dòng thông tin chữ ký số (số, ký hiệu hoặc hình thức sao; thời gian ký), hoặc dòng này quá dài.",
      where: "text",
    });
  }
  const page = revision.page(0);
  if (page === undefined) return undefined;
  const frame = pageFrame(revision, page);
  const content = readPage(revision, frame);
  const font = embedFont(revision, "regular", line);
  const widthOf = (part: string) => encodeText(font, part).width * TEXT_SIZE;
  const answer = solveText(line, widthOf, frame, content.obstacles);
  if (answer === undefined) {
    throw noPlace(
      "dòng thông tin ký số",
      0,
      "góc trên bên phải của trang đầu đã có chữ hoặc hình",
      "Chừa lề trên 20–25 mm ở trang đầu của tệp (Nghị định 30/2020/NĐ-CP, Phụ lục I) rồi xuất lại PDF, hoặc ký không hiển thị.",
    );
  }
  const { box, lines, steps } = answer;
  const [width, height] = sizeOfLines(lines, widthOf);
  let shown = `q 0 g BT /F ${TEXT_SIZE} Tf\n`;
  lines.forEach((part, i) => {
    const baseline = height - LEADING * (i + 1) + 2;
    shown += `1 0 0 1 ${num(width - 0.5 - widthOf(part))} ${num(baseline)} Tm ${encodeText(font, part).operand} Tj\n`;
  });
  const scanned = content.scanned
    ? [
        {
          kind: "scanned" as const,
          message: "Trang là ảnh quét nên không đọc được chữ trong ảnh; hãy xem lại góc trên bên phải.",
        },
      ]
    : [];
  const rect = toPage(frame, box);
  return {
    place: { page, rect },
    appearance: appearanceStream(
      revision,
      `${shown}ET Q\n`,
      width,
      height,
      { Font: dict({ F: font.ref }) },
      page.rotate,
    ),
    placement: { page: 0, shown: box, rect, steps: [...steps, ...scanned] },
  };
}
