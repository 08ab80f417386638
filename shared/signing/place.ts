import type { PdfPage } from "../pdf/index.ts";
import type { Anchor } from "../typeset/index.ts";
import type { Box } from "./appearance/form-xobject.ts";
import { widgetRect } from "./form.ts";
import { type Admission, pageOfWidget } from "./policy.ts";
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

/** A seal is shown in its actual size (NĐ30 Phụ lục I.II.8); seals of agencies are 36 mm wide and less, and the field leaves room for 42 mm. */
export const SEAL_DIAMETER = 36 * MM;
const SEAL_FIELD = 42 * MM;
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

/** The place of the widget of a field, undefined when it is invisible. */
export function placeOfField(revision: Revision, signature: Admission["leader"]): Place | undefined {
  const [widget] = signature?.source.widgets ?? [];
  const rect = widget === undefined ? undefined : widgetRect(revision, widget.dict);
  const index = widget === undefined || rect === undefined ? undefined : pageOfWidget(revision, widget);
  const page = index === undefined ? undefined : revision.page(index);
  return page === undefined || rect === undefined ? undefined : { page, rect };
}

/** The field of the seal beside a leader's signature: its right edge a third into the signature, from the left (NĐ30 Điều 33.1.b, Phụ lục I.II.8). */
export function sealPlace({ page, rect }: Place): Place {
  const [x0, y0, x1, y1] = rect;
  const [left, bottom, right, top] = page.mediaBox;
  const edge = Math.min(Math.max(x0 + (x1 - x0) / 3, left + SEAL_FIELD), right);
  const middle = Math.min(Math.max((y0 + y1) / 2, bottom + SEAL_FIELD / 2), top - SEAL_FIELD / 2);
  return { page, rect: [edge - SEAL_FIELD, middle - SEAL_FIELD / 2, edge, middle + SEAL_FIELD / 2] };
}

/** Size of the page as it is shown. */
export function shownSize(page: PdfPage): { width: number; height: number } {
  const [x0, y0, x1, y1] = page.mediaBox;
  const turned = page.rotate % 180 !== 0;
  return turned ? { width: y1 - y0, height: x1 - x0 } : { width: x1 - x0, height: y1 - y0 };
}

/** A box counted from the lower left corner of the page as it is shown, in the page's own coordinates (ISO 32000-1, table 30, Rotate). */
export function unturned(page: PdfPage, [x0, y0, x1, y1]: Box): Box {
  const [left, bottom, right, top] = page.mediaBox;
  if (page.rotate === 90) return [right - y1, bottom + x0, right - y0, bottom + x1];
  if (page.rotate === 180) return [right - x1, top - y1, right - x0, top - y0];
  if (page.rotate === 270) return [left + y0, top - x1, left + y1, top - x0];
  return [left + x0, bottom + y0, left + x1, bottom + y1];
}
