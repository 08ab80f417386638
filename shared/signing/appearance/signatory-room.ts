import { VanthuError } from "../../errors/index.ts";
import type { Revision } from "../revision.ts";
import type { Box } from "./form-xobject.ts";
import { type PageFrame, pageFrame } from "./page-frame.ts";
import { type Obstacle, readPage } from "./page-obstacles.ts";
import { noPlace } from "./placement.ts";
import { textPieces } from "./text-pieces.ts";

const MM = 72 / 25.4;
/** A signature block has no more room than this between title and name, and no less. */
const MOST_ROOM = 50 * MM;
const LEAST_ROOM = 8 * MM;
/** What stands within this distance of the middle of the name, above it, is its title. */
const TITLE_REACH = 30 * MM;
/** A rank or degree before the name, in letters (NĐ30 Phụ lục I.II.7.c). */
const PREFIX = 24;

/**
 * The room above a signatory's name on the last page where that name is a line of its own.
 *
 * @param width of the room, in points
 * @throws VanthuError SIGN_PLACE_UNKNOWN, SIGN_NO_PLACE
 */
export function roomAbove(revision: Revision, signatory: string, width: number): { frame: PageFrame; room: Box } {
  const wanted = letters(signatory);
  const pages = revision.file.pages();
  for (let index = pages.length - 1; index >= 0 && wanted !== ""; index--) {
    const page = pages[index];
    if (page === undefined) continue;
    const frame = pageFrame(revision, page);
    const { obstacles } = readPage(revision, frame);
    const name = textPieces(obstacles)
      .map(({ words, box }) => ({ text: words.map(({ text }) => letters(text)).join(""), box }))
      .filter(({ text }) => text === wanted || (text.endsWith(wanted) && text.length - wanted.length <= PREFIX))
      .sort((a, b) => a.box[1] - b.box[1])[0];
    if (name === undefined) continue;
    return { frame, room: above(name.box, obstacles, frame, width) };
  }
  throw new VanthuError("SIGN_PLACE_UNKNOWN", {
    message: `Không tìm thấy dòng họ tên “${signatory}” trong tệp PDF nên không biết đặt chữ ký ở đâu. Văn bản chưa được ký.`,
    where: "place.signatory",
    hint: "Kiểm tra họ tên người ký, hoặc chỉ rõ trang và ô đặt chữ ký; tệp quét không có chữ để tìm.",
  });
}

/**
 * The room that anchors give, stretched to the title above and the name below as they really stand: the decree wants the middle between the
 * two (NĐ30 Phụ lục I.II.7.d), and a bookmark may be just one line of it. As it was where text stands on one side only, or far away.
 */
export function betweenTitleAndName(room: Box, obstacles: readonly Obstacle[]): Box {
  const [middle, half] = [(room[0] + room[2]) / 2, (room[1] + room[3]) / 2];
  const column = obstacles.filter(
    ({ kind, box }) => kind === "text" && box[0] < middle + TITLE_REACH && box[2] > middle - TITLE_REACH,
  );
  const top = lowest(column.filter(({ box }) => box[1] >= half));
  const bottom = column.reduce((most, { box }) => (box[3] <= half && box[3] > most ? box[3] : most), -1e9);
  const height = top - bottom;
  return height >= LEAST_ROOM && height <= MOST_ROOM ? [room[0], bottom, room[2], top] : room;
}

function above(name: Box, obstacles: readonly Obstacle[], frame: PageFrame, width: number): Box {
  const middle = (name[0] + name[2]) / 2;
  const over = obstacles.filter(
    ({ box }) => box[1] >= name[3] - 1 && box[0] < middle + TITLE_REACH && box[2] > middle - TITLE_REACH,
  );
  const top = Math.min(name[3] + MOST_ROOM, frame.height, lowest(over));
  if (top - name[3] < LEAST_ROOM) {
    throw noPlace(
      "chữ ký",
      frame.page.index,
      "khoảng trống giữa chức vụ và họ tên quá thấp",
      "Chừa khoảng trống giữa chức vụ và họ tên trong tệp Word (nên cao từ 36 mm để đủ chỗ cho con dấu) rồi xuất lại PDF, hoặc chỉ rõ ô đặt chữ ký.",
    );
  }
  return [middle - width / 2, name[3], middle + width / 2, top];
}

/** The lowest edge of some boxes. */
function lowest(obstacles: readonly Obstacle[]): number {
  return obstacles.reduce((least, { box }) => Math.min(least, box[1]), Number.POSITIVE_INFINITY);
}

function letters(text: string): string {
  return text
    .normalize("NFC")
    .toLocaleLowerCase("vi")
    .replace(/[^\p{L}]/gu, "");
}
