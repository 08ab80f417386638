import { boxOf, inherited, type Matrix, type PdfPage } from "../../pdf/index.ts";
import type { Revision } from "../revision.ts";
import type { Box } from "./form-xobject.ts";

/**
 * A page as people see it: the part of it that is shown (/CropBox), upright (/Rotate), in real points (/UserUnit). Places are worked out in
 * these shown coordinates, from the lower left corner of what is shown, and turned back into the page's own only when they are written.
 */
export interface PageFrame {
  page: PdfPage;
  /** Size of what is shown, in real points. */
  width: number;
  height: number;
  /** From the page's own coordinates to the shown ones. */
  matrix: Matrix;
  /** Real points in one unit of the page (ISO 32000-1, table 30, UserUnit). */
  unit: number;
}

/** The frame of a page. A /CropBox beyond the paper is cut at the paper (14.11.2.1). */
export function pageFrame(revision: Revision, page: PdfPage): PageFrame {
  const [left, bottom, right, top] = visibleBox(revision, page);
  const stated = revision.resolve(page.dict.get("UserUnit"));
  const unit = typeof stated === "number" && stated > 0 && Number.isFinite(stated) ? stated : 1;
  const turned = page.rotate % 180 !== 0;
  const [w, h] = [(right - left) * unit, (top - bottom) * unit];
  const turns: Record<number, Matrix> = {
    0: [unit, 0, 0, unit, -left * unit, -bottom * unit],
    90: [0, -unit, unit, 0, -bottom * unit, right * unit],
    180: [-unit, 0, 0, -unit, right * unit, top * unit],
    270: [0, unit, -unit, 0, top * unit, -left * unit],
  };
  return {
    page,
    width: turned ? h : w,
    height: turned ? w : h,
    matrix: turns[page.rotate] as Matrix,
    unit,
  };
}

function visibleBox(revision: Revision, page: PdfPage): Box {
  const [left, bottom, right, top] = page.mediaBox;
  const crop = boxOf(revision, inherited(revision, page.dict, "CropBox"));
  if (crop === undefined) return [left, bottom, right, top];
  const shown: Box = [
    Math.max(left, crop[0]),
    Math.max(bottom, crop[1]),
    Math.min(right, crop[2]),
    Math.min(top, crop[3]),
  ];
  return shown[0] < shown[2] && shown[1] < shown[3] ? shown : [left, bottom, right, top];
}

/** The box around a box that is moved by a matrix. */
export function transformed([x0, y0, x1, y1]: Box, [a, b, c, d, e, f]: Matrix): Box {
  const xs = [a * x0 + c * y0, a * x1 + c * y0, a * x0 + c * y1, a * x1 + c * y1];
  const ys = [b * x0 + d * y0, b * x1 + d * y0, b * x0 + d * y1, b * x1 + d * y1];
  return [Math.min(...xs) + e, Math.min(...ys) + f, Math.max(...xs) + e, Math.max(...ys) + f];
}

/** A box of the page's own coordinates as it is shown. */
export function toShown(frame: PageFrame, box: Box): Box {
  return transformed(box, frame.matrix);
}

/** A shown box in the page's own coordinates. */
export function toPage({ matrix: [a, b, c, d, e, f] }: PageFrame, box: Box): Box {
  const determinant = a * d - b * c;
  const back: Matrix = [
    d / determinant,
    -b / determinant,
    -c / determinant,
    a / determinant,
    (c * f - d * e) / determinant,
    (b * e - a * f) / determinant,
  ];
  return transformed(box, back);
}
