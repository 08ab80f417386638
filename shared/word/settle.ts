import { attribute, childElements, findChild, type XmlElement, type XmlNode } from "../opc/index.ts";
import type { WordNotice } from "./model.ts";
import { withChildren } from "./tree.ts";

/** What reviewing leaves behind in a file, and what says how something looked before (ISO/IEC 29500-1, 17.13.4, 17.13.5). */
const GONE = new Set([
  "w:del",
  "w:moveFrom",
  "w:moveFromRangeStart",
  "w:moveFromRangeEnd",
  "w:moveToRangeStart",
  "w:moveToRangeEnd",
  "w:customXmlInsRangeStart",
  "w:customXmlInsRangeEnd",
  "w:customXmlDelRangeStart",
  "w:customXmlDelRangeEnd",
  "w:commentRangeStart",
  "w:commentRangeEnd",
  "w:commentReference",
  "w:annotationRef",
  "w:rPrChange",
  "w:pPrChange",
  "w:sectPrChange",
  "w:tblPrChange",
  "w:tblPrExChange",
  "w:trPrChange",
  "w:tcPrChange",
  "w:tblGridChange",
  "w:numberingChange",
]);
const UNWRAPPED = new Set(["w:ins", "w:moveTo"]);

/** How much of each was found. */
export interface Settled {
  insertions: number;
  deletions: number;
  formats: number;
  comments: number;
}

/** Nothing found yet. */
export function nothingSettled(): Settled {
  return { insertions: 0, deletions: 0, formats: 0, comments: 0 };
}

/**
 * A part with its tracked changes accepted and its comments gone: what Word shows as "No Markup". The same tree when there were none.
 * @param found is counted up
 */
export function settle(root: XmlElement, found: Settled): XmlElement {
  const [settled] = settleNode(root, found);
  return settled as XmlElement;
}

function settleNode(node: XmlNode, found: Settled): XmlNode[] {
  if (typeof node === "string") return [node];
  if (GONE.has(node.name)) {
    count(node, found);
    return [];
  }
  if (node.name === "w:tr" && findChild(findChild(node, "w:trPr"), "w:del") !== undefined) {
    found.deletions += 1;
    return [];
  }
  let changed = false;
  const children: XmlNode[] = [];
  for (const child of node.children) {
    const settled = settleNode(child, found);
    if (settled.length !== 1 || settled[0] !== child) changed = true;
    children.push(...settled);
  }
  if (UNWRAPPED.has(node.name)) {
    found.insertions += 1;
    return children;
  }
  const joined = joinParagraphs(node, children);
  if (!changed && joined === children) return [node];
  // A run that only held a comment's mark.
  if (node.name === "w:r" && joined.every((child) => typeof child !== "string" && child.name === "w:rPr")) return [];
  return [withChildren(node, joined)];
}

function count(node: XmlElement, found: Settled): void {
  if (node.name === "w:del" || node.name === "w:moveFrom") found.deletions += 1;
  else if (node.name === "w:commentReference") found.comments += 1;
  else if (node.name.endsWith("Change")) found.formats += 1;
}

/** A paragraph whose end was deleted goes on with the next one (17.13.5.15). `parent` still has the marks, `children` no more. */
function joinParagraphs(parent: XmlElement, children: XmlNode[]): XmlNode[] {
  const ended = childElements(parent, "w:p").filter(endDeleted).length;
  if (ended === 0) return children;
  const marks = childElements(parent, "w:p").map(endDeleted);
  const out: XmlNode[] = [];
  let open: XmlElement | undefined;
  let at = 0;
  for (const child of children) {
    if (typeof child === "string" || child.name !== "w:p") {
      if (open !== undefined && !(typeof child === "string")) {
        out.push(open);
        open = undefined;
      }
      out.push(child);
      continue;
    }
    const own = open === undefined ? child : joined(open, child);
    open = marks[at] === true ? own : undefined;
    if (open === undefined) out.push(own);
    at += 1;
  }
  if (open !== undefined) out.push(open);
  return out;
}

function endDeleted(paragraph: XmlElement): boolean {
  const mark = findChild(findChild(paragraph, "w:pPr"), "w:rPr");
  return findChild(mark, "w:del") !== undefined || findChild(mark, "w:moveFrom") !== undefined;
}

/** Both texts in one paragraph, which looks like the second: its end is the one that stays. */
function joined(first: XmlElement, second: XmlElement): XmlElement {
  const content = (paragraph: XmlElement): XmlNode[] =>
    paragraph.children.filter((node) => typeof node === "string" || node.name !== "w:pPr");
  const properties = findChild(second, "w:pPr");
  return withChildren(second, [
    ...(properties === undefined ? [] : [properties]),
    ...content(first),
    ...content(second),
  ]);
}

/** What the person is told of it. */
export function settledNotices(found: Settled): WordNotice[] {
  const notices: WordNotice[] = [];
  const changes = found.insertions + found.deletions + found.formats;
  if (changes > 0)
    notices.push({
      message: `Tệp còn ${changes} chỗ theo dõi sửa đổi (Track Changes). Đã tính như chấp nhận tất cả: bản so sánh và bản PDF ở đây là bản sau khi chấp nhận.`,
    });
  if (found.comments > 0)
    notices.push({
      message: `Tệp có ${found.comments} nhận xét (Comments). Nhận xét không vào văn bản và đã được bỏ.`,
    });
  return notices;
}

/** Relationships and content types without the parts of comments. */
export function withoutComments(root: XmlElement): XmlElement {
  const kept = root.children.filter(
    (node) =>
      typeof node === "string" ||
      !/(^|\/)(comments|commentsExtended|commentsIds|commentsExtensible|people)\.xml$/.test(
        attribute(node, "Target") ?? attribute(node, "PartName") ?? "",
      ),
  );
  return kept.length === root.children.length ? root : withChildren(root, kept);
}

/** Parts that hold comments and who wrote them. */
export function isCommentPart(name: string): boolean {
  return /^word\/(comments|commentsExtended|commentsIds|commentsExtensible|people)\.xml$/.test(name);
}
