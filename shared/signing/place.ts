import type { PdfPage } from "../pdf/index.ts";
import type { Anchor } from "../typeset/index.ts";
import type { Box } from "./appearance/form-xobject.ts";
import type { Revision } from "./revision.ts";

/** Where a visible signature stands. The rectangle is in the page's own coordinates, in points. */
export interface Place {
  page: PdfPage;
  rect: Box;
}

/** Points in a millimetre. */
export const MM = 72 / 25.4;

/** Bookmarks of the signature block (shared/documents, ANCHORS). */
const ROOM = "ChuKyLanhDao";
const NAME = "HoTenNguoiKy";

/** A seal without a picture is drawn with the diameter of a ministry's or a province's; "kích thước thực tế" (NĐ30 Phụ lục I.II.8.a) is the picture's business. */
export const SEAL_DIAMETER = 36 * MM;
/** Diameters that a picture of a seal may have. */
export const SEAL_SIZES = { least: 20 * MM, most: 45 * MM };
/** A handwritten signature is not drawn wider than this. */
export const SIGNATURE_WIDTH = 55 * MM;
const LEAST_HEIGHT = 42;

/**
 * The room between title and name where the leader signs. The bookmark may be a box, several lines, or an empty paragraph with hardly any
 * extent: then the name below it says where the middle is and how far down one may write.
 */
export function signatureRoom(revision: Revision, anchors: Anchor[]): Place | undefined {
  const first = anchors.find((anchor) => anchor.name === ROOM);
  const page = first === undefined ? undefined : revision.page(first.page);
  if (first === undefined || page === undefined) return undefined;
  const own = anchors.filter((anchor) => anchor.name === ROOM && anchor.page === first.page);
  let [x0, y0, x1, y1] = own.reduce<Box>(
    ([a, b, c, d], { rect }) => [
      Math.min(a, rect[0]),
      Math.min(b, rect[1]),
      Math.max(c, rect[2]),
      Math.max(d, rect[3]),
    ],
    [...first.rect],
  );
  const name = anchors.find((anchor) => anchor.name === NAME && anchor.page === first.page);
  const gap = name === undefined ? 0 : y0 - name.rect[3];
  if (name !== undefined && gap > 0 && gap < 120) y0 = name.rect[3];
  const middle = name === undefined ? (x0 + x1) / 2 : (name.rect[0] + name.rect[2]) / 2;
  const half = Math.max(SIGNATURE_WIDTH, x1 - x0) / 2;
  if (name !== undefined || x1 - x0 < 80) [x0, x1] = [middle - half, middle + half];
  if (y1 - y0 < LEAST_HEIGHT) {
    const centre = (y0 + y1) / 2;
    [y0, y1] = [centre - LEAST_HEIGHT / 2, centre + LEAST_HEIGHT / 2];
  }
  return { page, rect: [x0, y0, x1, y1] };
}
