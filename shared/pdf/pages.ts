import { limitFault, syntaxFault } from "./faults.ts";
import type { PdfFile } from "./file.ts";
import { PdfDict, type PdfObject, PdfRef } from "./objects.ts";

/** One page. Lengths in points (1/72 inch), origin at the lower left. */
export interface PdfPage {
  ref: PdfRef;
  dict: PdfDict;
  /** 0 is the first page. */
  index: number;
  /** [left, bottom, right, top]; normalised. */
  mediaBox: [number, number, number, number];
  /** Degrees clockwise when shown: 0, 90, 180 or 270. */
  rotate: number;
}

/** Walks the page tree (ISO 32000-1, 7.7.3); a node met twice, or a tree too deep or too large, is refused. */
export function readPages(file: PdfFile): PdfPage[] {
  const pages: PdfPage[] = [];
  const seen = new Set<number>();
  const walk = (ref: PdfObject | undefined, box: PdfObject, rotate: PdfObject, depth: number): void => {
    if (depth > file.limits.nesting) throw limitFault("cây trang quá sâu");
    if (!(ref instanceof PdfRef)) throw syntaxFault(0, "cây trang sai");
    if (seen.has(ref.num)) throw syntaxFault(0, "cây trang quay vòng");
    seen.add(ref.num);
    const node = file.resolve(ref);
    if (!(node instanceof PdfDict)) throw syntaxFault(0, `trang ${ref.num} không đọc được`);
    const ownBox = file.resolve(node.get("MediaBox")) ?? box;
    const ownRotate = file.resolve(node.get("Rotate")) ?? rotate;
    if (node.has("Kids")) {
      for (const kid of file.array(node.get("Kids"))) walk(kid, ownBox, ownRotate, depth + 1);
      return;
    }
    if (pages.length >= file.limits.pages) throw limitFault("quá nhiều trang");
    pages.push({ ref, dict: node, index: pages.length, mediaBox: rectangle(file, ownBox), rotate: quarter(ownRotate) });
  };
  walk(file.catalog.get("Pages"), null, null, 0);
  return pages;
}

function rectangle(file: PdfFile, object: PdfObject): [number, number, number, number] {
  const numbers = file.array(object).map((n) => file.resolve(n));
  const [a, b, c, d] = numbers;
  if (
    numbers.length !== 4 ||
    typeof a !== "number" ||
    typeof b !== "number" ||
    typeof c !== "number" ||
    typeof d !== "number"
  ) {
    throw syntaxFault(0, "trang không có khổ giấy (/MediaBox)");
  }
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}

function quarter(object: PdfObject): number {
  if (typeof object !== "number" || object % 90 !== 0) return 0;
  return ((object % 360) + 360) % 360;
}
