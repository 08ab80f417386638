import { VanthuError } from "../../errors/index.ts";
import type { Box } from "./form-xobject.ts";

/**
 * Where a visible signature is asked to stand, in a file that has no anchors of ours.
 * `rect`: on a page (0 is the first), points from the lower left corner of the page as shown; the signature fills what it may of it, a seal
 * stands in its middle in true size. `signatory`: above the line that is nothing but this name, on the last page that has one.
 */
export type PlaceRequest = { page: number; rect: [number, number, number, number] } | { signatory: string };

/** One thing the solver had to do to find a place. */
export interface PlacementStep {
  /**
   * moved: beside the place of the decree (points, to the right and up); coverage: the seal covers more or less of the signature than a
   * third; touches: letters of title or name lie under the seal, as was allowed; smaller: drawn smaller than it might be; wrapped: the line was broken; scanned: the page is a picture, whose writing cannot be read;
   * seal-tight: no place was found where a seal of the usual size could later stand.
   */
  kind: "moved" | "coverage" | "touches" | "smaller" | "wrapped" | "scanned" | "seal-tight";
  /** Vietnamese, for the person who signs. */
  message: string;
}

/** Where a visible signature stands and what had to be done for it. */
export interface Placement {
  /** 0 is the first page. */
  page: number;
  /** Of the picture or text, points from the lower left corner of the page as shown. */
  shown: Box;
  /** The same in the page's own coordinates, as PDF counts. */
  rect: Box;
  /** Share of the width of the person's signature that the seal covers; only of a seal beside a signature. */
  coverage?: number;
  /** Empty when it stands just where the decree puts it. */
  steps: PlacementStep[];
}

const DECIMAL = new Intl.NumberFormat("vi-VN");

/** In Vietnamese: "3,5 mm". */
export function millimetres(points: number): string {
  return `${DECIMAL.format(Math.round((points / 72) * 254) / 10)} mm`;
}

/** @param what "con dấu", "chữ ký", "dòng thông tin ký số" */
export function noPlace(what: string, page: number, why: string, hint: string): VanthuError {
  return new VanthuError("SIGN_NO_PLACE", {
    message: `Không có chỗ đặt ${what} ở trang ${page + 1} mà không che chữ: ${why}. Văn bản chưa được ký.`,
    where: `trang ${page + 1}`,
    hint,
  });
}
