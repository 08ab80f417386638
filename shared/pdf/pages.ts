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

/** A page with what it inherited, resolved: good for another view of the file only if it inherits the same there. */
export interface KnownPage {
  page: PdfPage;
  box: PdfObject;
  rotate: PdfObject;
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
    const known = file.source.pages.get(ref.num);
    const page =
      known?.page.dict === node &&
      known.box === ownBox &&
      known.rotate === ownRotate &&
      isAt(known.page, ref, pages.length)
        ? known.page
        : { ref, dict: node, index: pages.length, mediaBox: rectangle(file, ownBox), rotate: quarter(ownRotate) };
    // A box of references may say something else in another view.
    const direct = Array.isArray(ownBox) && ownBox.every((side) => typeof side === "number");
    if (direct && page !== known?.page) file.source.pages.set(ref.num, { page, box: ownBox, rotate: ownRotate });
    pages.push(page);
  };
  walk(file.catalog.get("Pages"), null, null, 0);
  return pages;
}

function isAt({ ref, index }: PdfPage, at: PdfRef, place: number): boolean {
  return ref.num === at.num && ref.gen === at.gen && index === place;
}

/**
 * The page of an index by the counts of the page tree (7.7.3.2): only the nodes on the way are read. Undefined when the counts do not lead
 * there; then the tree has to be walked.
 */
export function findPage(file: PdfFile, index: number): PdfPage | undefined {
  let [ref, left]: [PdfObject | undefined, number] = [file.catalog.get("Pages"), index];
  let [box, rotate]: [PdfObject, PdfObject] = [null, null];
  for (let depth = 0; depth <= file.limits.nesting; depth++) {
    const node = file.resolve(ref);
    if (!(ref instanceof PdfRef) || !(node instanceof PdfDict)) return undefined;
    box = file.resolve(node.get("MediaBox")) ?? box;
    rotate = file.resolve(node.get("Rotate")) ?? rotate;
    if (!node.has("Kids")) {
      if (left !== 0) return undefined;
      return { ref, dict: node, index, mediaBox: rectangle(file, box), rotate: quarter(rotate) };
    }
    const kids = file.array(node.get("Kids"));
    const count = countOf(file, node);
    if (count === undefined || left < 0 || left >= count) return undefined;
    if (count === kids.length) [ref, left] = [kids[left], 0];
    else {
      ref = kids.find((kid) => {
        const below = countOf(file, file.resolve(kid)) ?? Number.NaN;
        if (left < below) return true;
        left -= below;
        return false;
      });
    }
  }
  return undefined;
}

/** The page that a reference names, found from below (/Parent); undefined when that does not lead to the root of the tree. */
export function pageAt(file: PdfFile, ref: PdfRef): PdfPage | undefined {
  const page = file.resolve(ref);
  const root = file.catalog.get("Pages");
  if (!(page instanceof PdfDict) || page.has("Kids") || !(root instanceof PdfRef)) return undefined;
  let [box, rotate] = [file.resolve(page.get("MediaBox")), file.resolve(page.get("Rotate"))];
  let [child, node, index]: [PdfRef, PdfDict, number] = [ref, page, 0];
  for (let depth = 0; depth <= file.limits.nesting; depth++) {
    const parent = node.get("Parent");
    const above = file.resolve(parent);
    if (!(parent instanceof PdfRef) || !(above instanceof PdfDict)) return undefined;
    box ??= file.resolve(above.get("MediaBox"));
    rotate ??= file.resolve(above.get("Rotate"));
    const kids = file.array(above.get("Kids"));
    const at = kids.findIndex((kid) => kid instanceof PdfRef && kid.num === child.num);
    if (at < 0) return undefined;
    if (countOf(file, above) === kids.length) index += at;
    else for (const kid of kids.slice(0, at)) index += countOf(file, file.resolve(kid)) ?? Number.NaN;
    if (parent.num === root.num) {
      if (Number.isNaN(index)) return undefined;
      return { ref, dict: page, index, mediaBox: rectangle(file, box), rotate: quarter(rotate) };
    }
    [child, node] = [parent, above];
  }
  return undefined;
}

/** Pages below a node of the tree: one for a page, /Count for others. */
function countOf(file: PdfFile, node: PdfObject): number | undefined {
  if (!(node instanceof PdfDict)) return undefined;
  if (!node.has("Kids")) return 1;
  const count = file.resolve(node.get("Count"));
  return typeof count === "number" && Number.isInteger(count) && count >= 0 ? count : undefined;
}

function rectangle(file: PdfFile, object: PdfObject): [number, number, number, number] {
  const sides = file.array(object);
  const numbers = sides.some((side) => side instanceof PdfRef) ? sides.map((side) => file.resolve(side)) : sides;
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
