import { VanthuError } from "../../errors/index.ts";
import { dict, type PdfPage, type PdfRef } from "../../pdf/index.ts";
import { MM, type Place, SEAL_DIAMETER, SIGNATURE_WIDTH, shownSize, unturned } from "../place.ts";
import type { Revision } from "../revision.ts";
import { drawName, drawSeal } from "./drawn.ts";
import { embedFont, encodeText } from "./fonts.ts";
import { appearanceStream, type Box, imageXObject, paintImage } from "./form-xobject.ts";
import { num } from "./outline.ts";
import { decodePng, type Picture } from "./png.ts";

/** A visible signature: where its widget stands and what it shows. */
export interface Visible {
  place: Place;
  appearance: PdfRef;
}

/**
 * A person's signature in the room for it: the picture as large as it fits, or the name drawn. The widget is as large as what is drawn, so
 * that the seal can be put over its left third.
 *
 * @param fixed the widget stands already: draw within it, do not shrink it
 */
export function leaderAppearance(
  revision: Revision,
  room: Place,
  person: string,
  image: Uint8Array | undefined,
  fixed: boolean,
): Visible {
  const [x0, y0, x1, y1] = room.rect;
  const [width, height] = turnedSize(room);
  if (image === undefined) {
    const { content, box } = drawName(person, width, height);
    if (fixed)
      return { place: room, appearance: appearanceStream(revision, content, width, height, {}, room.page.rotate) };
    return finish(revision, room, box, content);
  }
  const picture = decodePng(image);
  const scale = Math.min(
    Math.min(width, SIGNATURE_WIDTH) / picture.width,
    height / picture.height,
    // Never larger than it is on paper, where the file says how large that is.
    picture.size === undefined ? Number.POSITIVE_INFINITY : picture.size.width / picture.width,
  );
  const box = centred(width, height, picture.width * scale, picture.height * scale);
  const resources = { XObject: dict({ Im: imageXObject(revision, picture) }) };
  if (fixed) {
    const appearance = appearanceStream(revision, paintImage(box), x1 - x0, y1 - y0, resources, room.page.rotate);
    return { place: room, appearance };
  }
  return finish(revision, room, box, paintImage(box), resources);
}

function turnedSize({ page, rect: [x0, y0, x1, y1] }: Place): [number, number] {
  return page.rotate % 180 === 0 ? [x1 - x0, y1 - y0] : [y1 - y0, x1 - x0];
}

function centred(width: number, height: number, w: number, h: number): Box {
  return [(width - w) / 2, (height - h) / 2, (width + w) / 2, (height + h) / 2];
}

/** Shrinks the place to what was drawn within it. */
function finish(
  revision: Revision,
  room: Place,
  box: Box,
  content: string,
  resources: Parameters<typeof appearanceStream>[4] = {},
): Visible {
  const [x0, y0, x1, y1] = box;
  const moved = `q 1 0 0 1 ${num(-x0)} ${num(-y0)} cm\n${content}Q\n`;
  const { page, rect } = room;
  const upright = page.rotate === 0;
  const tight: Box = upright ? [rect[0] + x0, rect[1] + y0, rect[0] + x1, rect[1] + y1] : rect;
  return {
    place: { page, rect: tight },
    appearance: appearanceStream(
      revision,
      upright ? moved : content,
      ...sizeOf(upright, box, room),
      resources,
      page.rotate,
    ),
  };
}

function sizeOf(upright: boolean, [x0, y0, x1, y1]: Box, room: Place): [number, number] {
  return upright ? [x1 - x0, y1 - y0] : turnedSize(room);
}

/** The organisation's seal at the right edge of its field: the picture in its actual size, or a drawn one. */
export function sealAppearance(revision: Revision, place: Place, organisation: string, image?: Uint8Array): Visible {
  const [width, height] = turnedSize(place);
  if (image === undefined) {
    const size = Math.min(SEAL_DIAMETER, width, height);
    const content = `q 1 0 0 1 ${num(width - size)} ${num((height - size) / 2)} cm\n${drawSeal(organisation, size)}Q\n`;
    return { place, appearance: appearanceStream(revision, content, width, height, {}, place.page.rotate) };
  }
  const picture = decodePng(image);
  const [w, h] = actualSize(picture, width, height);
  const content = paintImage([width - w, (height - h) / 2, width, (height + h) / 2]);
  const resources = { XObject: dict({ Im: imageXObject(revision, picture) }) };
  return { place, appearance: appearanceStream(revision, content, width, height, resources, place.page.rotate) };
}

/** As the file says it (pHYs) when that is a seal's size, else 36 mm wide; in any case within the field. */
function actualSize(picture: Picture, width: number, height: number): [number, number] {
  const stated = picture.size?.width ?? 0;
  const wide = stated >= 20 * MM && stated <= 42 * MM ? stated : SEAL_DIAMETER;
  const scale = Math.min(wide / picture.width, width / picture.width, height / picture.height);
  return [picture.width * scale, picture.height * scale];
}

/** Times New Roman 10, upright, black, at the top right of the first page (NĐ30 Phụ lục I.III.1.d, Phần II.I.3). */
const TEXT_SIZE = 10;
const LEADING = 12;
/** First baseline 12 mm below the upper edge: inside the top margin of 20 to 25 mm. */
const TEXT_TOP = 12 * MM;
const RIGHT_MARGIN = 15 * MM;
const LEFT_MARGIN = 30 * MM;

/**
 * The line of text that an appendix or copy shows instead of a picture.
 *
 * @param row 0 for the first such signature in the file; each further one stands a line lower
 * @throws VanthuError INVALID when the text is missing or too long
 */
export function textAppearance(revision: Revision, page: PdfPage, text: string | undefined, row: number): Visible {
  const line = text?.normalize("NFC").replace(/\s+/g, " ").trim() ?? "";
  if (line === "" || line.length > 300) {
    throw new VanthuError("INVALID", {
      message: "Thiếu dòng thông tin chữ ký số (số, ký hiệu hoặc hình thức sao; thời gian ký), hoặc dòng này quá dài.",
      where: "text",
    });
  }
  const font = embedFont(revision, "regular", line);
  const { width: shown, height: tall } = shownSize(page);
  const lines = wrap(line, (part) => encodeText(font, part).width * TEXT_SIZE, shown - RIGHT_MARGIN - LEFT_MARGIN);
  const widths = lines.map((part) => encodeText(font, part).width * TEXT_SIZE);
  const width = Math.max(...widths) + 1;
  const height = LEADING * lines.length + 2;
  let content = "q 0 g BT /F 10 Tf\n";
  lines.forEach((part, i) => {
    const baseline = height - LEADING * (i + 1) + 2;
    content += `1 0 0 1 ${num(width - 0.5 - (widths[i] ?? 0))} ${num(baseline)} Tm ${encodeText(font, part).operand} Tj\n`;
  });
  const top = tall - TEXT_TOP + LEADING - 2 - row * (LEADING + 1);
  const right = shown - RIGHT_MARGIN;
  return {
    place: { page, rect: unturned(page, [right - width, top - height, right, top]) },
    appearance: appearanceStream(
      revision,
      `${content}ET Q\n`,
      width,
      height,
      { Font: dict({ F: font.ref }) },
      page.rotate,
    ),
  };
}

/** Breaks at spaces, so that each line fits. */
function wrap(text: string, widthOf: (part: string) => number, room: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (current !== "" && widthOf(longer) > room) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return [...lines, current];
}
