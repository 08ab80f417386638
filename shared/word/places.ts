import { ANCHORS } from "../documents/index.ts";
import { attribute, findChild, type XmlElement, type XmlNode } from "../opc/index.ts";
import type { PlaceCheck } from "./model.ts";
import { mapParagraphs, paragraphsOf, paragraphText, withChildren } from "./tree.ts";

/** What a bookmark is called to somebody who never heard of bookmarks. */
const LABELS: Record<string, string> = {
  [ANCHORS.number]: "chỗ ghi số văn bản",
  [ANCHORS.day]: "chỗ ghi ngày",
  [ANCHORS.month]: "chỗ ghi tháng",
  [ANCHORS.year]: "chỗ ghi năm",
  [ANCHORS.leaderSignature]: "chỗ ký của lãnh đạo",
  [ANCHORS.signatoryName]: "họ tên người ký",
};

/** What stands where something will be filled in. */
const BLANK = /^[\s\u00a0.…_]*$/;
const GAP = "[\\s\\u00a0.…_]";

/** What is known of the document, to find its places again. */
export interface PlaceFacts {
  /** Bookmarks of the file that the edited one was made from. */
  needed: readonly string[];
  notation: string;
  signatory: string;
  /** Of these, those that stood right: see {@link placedRight}. The others are not looked at for where they stand. */
  placed: readonly string[];
  /** The number, the date are printed already: their places hold text. */
  numbered: boolean;
  dated: boolean;
}

/**
 * Looks whether the places for number, date and signature are still there, and puts those back whose place is certain: the blank between
 * "Số:" and the notation, the blanks of "ngày … tháng … năm …", the empty line over the signatory's name. One that was moved or doubled
 * counts as lost: number and signature would go somewhere else on the page.
 */
export function checkPlaces(root: XmlElement, facts: PlaceFacts): { root: XmlElement; places: PlaceCheck[] } {
  let tree = root;
  const places: PlaceCheck[] = [];
  const strayed = facts.needed.filter(
    (name) => startsOf(root, name) > 1 || (facts.placed.includes(name) && placedRight(root, name) === false),
  );
  for (const name of strayed) tree = withoutBookmark(tree, name);
  for (const bookmark of facts.needed) {
    const label = LABELS[bookmark];
    if (label === undefined) continue;
    const inside = bookmarkText(tree, bookmark);
    if (inside === undefined) {
      const restored = restore(tree, bookmark, facts);
      if (restored !== undefined) tree = restored;
      places.push(
        restored === undefined
          ? { bookmark, label, state: "missing", hint: missingHint(bookmark, facts) }
          : { bookmark, label, state: "restored" },
      );
    } else if (mustBeBlank(bookmark, facts) && !BLANK.test(inside))
      places.push({ bookmark, label, state: "filled", hint: filledHint(bookmark, inside) });
    else places.push({ bookmark, label, state: "there" });
  }
  return { root: tree, places };
}

function mustBeBlank(bookmark: string, facts: PlaceFacts): boolean {
  if (bookmark === ANCHORS.number) return !facts.numbered;
  return ([ANCHORS.day, ANCHORS.month, ANCHORS.year] as string[]).includes(bookmark) && !facts.dated;
}

function missingHint(bookmark: string, facts: PlaceFacts): string {
  if (bookmark === ANCHORS.number)
    return `Trong Word, để một khoảng trống giữa chữ “Số:” và “${facts.notation}” trên một dòng riêng, rồi tải lên lại.`;
  if (bookmark === ANCHORS.leaderSignature)
    return "Trong Word, để một dòng trống giữa chức vụ và họ tên người ký, rồi tải lên lại.";
  if (bookmark === ANCHORS.signatoryName)
    return `Trong Word, ghi họ tên người ký (${facts.signatory}) trên một dòng riêng dưới chức vụ, rồi tải lên lại.`;
  return "Trong Word, viết dòng địa danh và ngày dạng “…, ngày      tháng      năm      ” với khoảng trống để văn thư ghi, rồi tải lên lại.";
}

function filledHint(bookmark: string, inside: string): string {
  const what = bookmark === ANCHORS.number ? "Số" : "Ngày ban hành";
  return `${what} do văn thư ghi khi phát hành. Xóa “${inside.trim().slice(0, 20)}” ở chỗ đó trong Word rồi tải lên lại.`;
}

/** What stands right before a place in its paragraph. */
const LEADS: Record<string, RegExp> = {
  [ANCHORS.number]: /số\s*:?[\s\u00a0]*$/iu,
  [ANCHORS.day]: /ngày[\s\u00a0]*$/iu,
  [ANCHORS.month]: /tháng[\s\u00a0]*$/iu,
  [ANCHORS.year]: /năm[\s\u00a0]*$/iu,
};

/**
 * Does a place stand where a reader looks for it: number and date after their words, the signature right over the signatory's name?
 * Undefined when the place is not there, or nothing is known of where it stands.
 */
export function placedRight(root: XmlElement, bookmark: string): boolean | undefined {
  const lead = LEADS[bookmark];
  if (bookmark === ANCHORS.leaderSignature) {
    const between = textBetween(root, bookmark, ANCHORS.signatoryName);
    return bookmarkText(root, bookmark) === undefined || between === undefined ? undefined : BLANK.test(between);
  }
  if (lead === undefined) return undefined;
  let right: boolean | undefined;
  for (const paragraph of paragraphsOf(root)) {
    let before = "";
    const visit = (element: XmlElement): void => {
      for (const node of element.children) {
        if (right !== undefined || typeof node === "string") continue;
        if (node.name === "w:bookmarkStart" && attribute(node, "w:name") === bookmark) right = lead.test(before);
        else if (node.name === "w:r") before += ownText(node);
        else if (node.name !== "w:p") visit(node);
      }
    };
    visit(paragraph);
    if (right !== undefined) return right;
  }
  // Between paragraphs: it begins with the next one.
  return startsOf(root, bookmark) === 0 ? undefined : false;
}

/** Words from the beginning of one bookmark to that of another; undefined when they do not follow each other. */
function textBetween(root: XmlElement, first: string, second: string): string | undefined {
  let text: string | undefined;
  let done = false;
  const visit = (element: XmlElement): void => {
    if (done) return;
    if (element.name === "w:bookmarkStart") {
      const name = attribute(element, "w:name");
      if (name === first) text = "";
      else if (name === second) done = true;
      return;
    }
    if (element.name === "w:t") text = text === undefined ? undefined : text + paragraphText(element);
    else for (const node of element.children) if (typeof node !== "string") visit(node);
  };
  visit(root);
  if (!done) return undefined;
  // The name comes first: whatever stands between, the signature is not over it.
  return text ?? "?";
}

/** How often a bookmark of that name begins. */
export function startsOf(root: XmlElement, name: string): number {
  const own = root.name === "w:bookmarkStart" && attribute(root, "w:name") === name ? 1 : 0;
  return root.children.reduce((sum, node) => sum + (typeof node === "string" ? 0 : startsOf(node, name)), own);
}

/** The tree without a bookmark; ends that nothing begins are left, as nobody reads them. */
function withoutBookmark(root: XmlElement, name: string): XmlElement {
  let changed = false;
  const children = root.children.flatMap((node): XmlNode[] => {
    if (typeof node === "string") return [node];
    const gone = node.name === "w:bookmarkStart" && attribute(node, "w:name") === name;
    const kept = gone ? [] : [withoutBookmark(node, name)];
    if (kept[0] !== node) changed = true;
    return kept;
  });
  return changed ? withChildren(root, children) : root;
}

/** Text between the two ends of a bookmark, or undefined when there is none of that name. */
export function bookmarkText(root: XmlElement, name: string): string | undefined {
  const state = { id: undefined as string | undefined, done: false, text: "" };
  const visit = (element: XmlElement): void => {
    if (state.done) return;
    if (element.name === "w:bookmarkStart" && state.id === undefined && attribute(element, "w:name") === name) {
      state.id = attribute(element, "w:id") ?? "";
      return;
    }
    if (state.id === undefined) {
      for (const node of element.children) if (typeof node !== "string") visit(node);
      return;
    }
    if (element.name === "w:bookmarkEnd" && attribute(element, "w:id") === state.id) {
      state.done = true;
      return;
    }
    if (element.name === "w:t") state.text += paragraphText(element);
    else for (const node of element.children) if (typeof node !== "string") visit(node);
  };
  visit(root);
  return state.done ? state.text : undefined;
}

function restore(root: XmlElement, bookmark: string, facts: PlaceFacts): XmlElement | undefined {
  if (bookmark === ANCHORS.number && !facts.numbered)
    return putBack(root, new RegExp(`^( *Số *:? ?)(${GAP}*)([/-]?${escaped(facts.notation)}\\s*)$`, "u"), bookmark);
  if (facts.dated) return undefined;
  const date = (pattern: string): RegExp => new RegExp(pattern, "u");
  if (bookmark === ANCHORS.day) return putBack(root, date(`^(.{1,80},\\s*ngày ?)(${GAP}*?)( ?tháng.*)$`), bookmark);
  if (bookmark === ANCHORS.month)
    return putBack(root, date(`^(.{1,80},\\s*ngày${GAP}*tháng ?)(${GAP}*?)( ?năm.*)$`), bookmark);
  if (bookmark === ANCHORS.year)
    return putBack(root, date(`^(.{1,80},\\s*ngày${GAP}*tháng${GAP}*năm ?)(${GAP}*)()$`), bookmark);
  if (bookmark === ANCHORS.signatoryName && facts.signatory !== "") {
    const name = new RegExp(`^(\\s*)(${escaped(facts.signatory)})(\\s*)$`, "u");
    // The name may stand in the text as well: the last one is the signature's.
    return putBack(root, name, bookmark, "last");
  }
  if (bookmark === ANCHORS.leaderSignature) return restoreSignature(root, facts);
  return undefined;
}

/** Blanks as wide as the template's, where the edited file kept none. */
const BLANKS = "\u00a0".repeat(6);

/** Wraps the second group of a paragraph's text. Only where one paragraph alone is of that form. */
function putBack(
  root: XmlElement,
  form: RegExp,
  bookmark: string,
  which: "only" | "last" = "only",
): XmlElement | undefined {
  const texts = paragraphsOf(root).map((paragraph) => ownText(paragraph));
  const matching = texts.filter((text) => form.test(text)).length;
  if (matching === 0 || (which === "only" && matching > 1)) return undefined;
  const id = freeId(root);
  let met = 0;
  return mapParagraphs(root, (paragraph) => {
    const found = form.exec(ownText(paragraph));
    if (found === null) return undefined;
    met += 1;
    if (which === "last" && met < matching) return undefined;
    return wrapped(paragraph, found[1]!.length, found[1]!.length + found[2]!.length, bookmark, id);
  });
}

/** Letters of a paragraph that stand in runs of its own; tabs and breaks count one each. */
function ownText(paragraph: XmlElement): string {
  return paragraphText(paragraph).normalize("NFC");
}

/** The paragraph with a bookmark from letter `from` to `to`; runs are cut where it begins and ends. */
function wrapped(paragraph: XmlElement, from: number, to: number, name: string, id: string): XmlElement | undefined {
  const start: XmlElement = { name: "w:bookmarkStart", attributes: { "w:id": id, "w:name": name }, children: [] };
  const end: XmlElement = { name: "w:bookmarkEnd", attributes: { "w:id": id }, children: [] };
  const out: XmlNode[] = [];
  let at = 0;
  let opened = false;
  let closed = false;
  for (const node of paragraph.children) {
    const length = typeof node === "string" ? 0 : node.name === "w:pPr" ? 0 : ownText(node).length;
    if (typeof node === "string" || length === 0 || (opened && closed)) {
      out.push(node);
      at += length;
      continue;
    }
    const cuts = [from, to].filter((cut) => cut > at && cut < at + length).map((cut) => cut - at);
    // Only plain runs are cut; where the edge lies inside anything else, the place is not certain.
    const pieces = cuts.length === 0 ? [node] : cutRun(node, cuts);
    if (pieces === undefined) return undefined;
    for (const piece of pieces) {
      if (!opened && at >= from) {
        out.push(start);
        opened = true;
        if (from === to) {
          out.push(blankRun(piece), end);
          closed = true;
        }
      }
      if (opened && !closed && at >= to) {
        out.push(end);
        closed = true;
      }
      out.push(piece);
      at += ownText(piece).length;
    }
  }
  if (!opened) {
    const last = out.findLast((node): node is XmlElement => typeof node !== "string" && node.name === "w:r");
    out.push(start, blankRun(last));
  }
  if (!closed) out.push(end);
  return withChildren(paragraph, out);
}

/** A run of blanks that looks like its neighbour. */
function blankRun(like: XmlElement | undefined): XmlElement {
  const properties = findChild(like, "w:rPr");
  const text: XmlElement = { name: "w:t", attributes: { "xml:space": "preserve" }, children: [BLANKS] };
  return { name: "w:r", attributes: {}, children: [...(properties === undefined ? [] : [properties]), text] };
}

function cutRun(run: XmlElement, cuts: readonly number[]): XmlElement[] | undefined {
  const content = run.children.filter((node): node is XmlElement => typeof node !== "string" && node.name !== "w:rPr");
  if (run.name !== "w:r" || content.length !== 1 || content[0]!.name !== "w:t") return undefined;
  const properties = findChild(run, "w:rPr");
  const letters = paragraphText(content[0]!).normalize("NFC");
  const edges = [0, ...cuts, letters.length];
  return edges.slice(1).map((end, index) => {
    const text: XmlElement = {
      name: "w:t",
      attributes: { "xml:space": "preserve" },
      children: [letters.slice(edges[index]!, end)],
    };
    return withChildren(run, [...(properties === undefined ? [] : [properties]), text]);
  });
}

/** The blank paragraph right over the signatory's name in the same cell. */
function restoreSignature(root: XmlElement, facts: PlaceFacts): XmlElement | undefined {
  const id = freeId(root);
  let count = 0;
  const visit = (element: XmlElement): XmlElement => {
    let changed = false;
    const children = element.children.map((node) => {
      if (typeof node === "string") return node;
      const mapped = visit(node);
      if (mapped !== node) changed = true;
      return mapped;
    });
    const own = changed ? withChildren(element, children) : element;
    if (own.name !== "w:tc") return own;
    const at = own.children.findLastIndex(
      (node) => typeof node !== "string" && node.name === "w:p" && ownText(node).trim() === facts.signatory,
    );
    const over = own.children
      .slice(0, Math.max(0, at))
      .findLastIndex((node) => typeof node !== "string" && node.name === "w:p");
    const blank = own.children[over];
    if (at < 0 || over < 0 || typeof blank === "string" || blank === undefined || !BLANK.test(ownText(blank)))
      return own;
    count += 1;
    const start: XmlElement = {
      name: "w:bookmarkStart",
      attributes: { "w:id": id, "w:name": ANCHORS.leaderSignature },
      children: [],
    };
    const end: XmlElement = { name: "w:bookmarkEnd", attributes: { "w:id": id }, children: [] };
    const properties = findChild(blank, "w:pPr");
    const rest = blank.children.filter((node) => node !== properties);
    const content = ownText(blank) === "" ? [blankRun(undefined)] : rest;
    const marked = withChildren(blank, [...(properties === undefined ? [] : [properties]), start, ...content, end]);
    return withChildren(own, [...own.children.slice(0, over), marked, ...own.children.slice(over + 1)]);
  };
  const restored = visit(root);
  return count === 1 ? restored : undefined;
}

/** An id above every bookmark's. */
function freeId(root: XmlElement): string {
  let highest = 0;
  const visit = (element: XmlElement): void => {
    if (element.name === "w:bookmarkStart") highest = Math.max(highest, Number(attribute(element, "w:id")) || 0);
    for (const node of element.children) if (typeof node !== "string") visit(node);
  };
  visit(root);
  return String(highest + 1);
}

function escaped(text: string): string {
  return text.normalize("NFC").replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
