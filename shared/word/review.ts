import { ANCHORS, composeContent, type DocumentDescription } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { lint } from "../lint/index.ts";
import {
  attribute,
  childElements,
  openPackage,
  type Package,
  parseXml,
  writeZip,
  type XmlElement,
} from "../opc/index.ts";
import { type Attachment, resolveDocx, typeset } from "../typeset/index.ts";
import { refuseActiveContent } from "./active-content.ts";
import { compareWord } from "./compare.ts";
import { fieldChanges, fieldsOfContent, readFields, refuseOther, textKey } from "./fields.ts";
import type { PlaceCheck, WordReview } from "./model.ts";
import { bookmarkText, checkPlaces, type PlaceFacts, placedRight } from "./places.ts";
import { readResolved } from "./read.ts";
import { readBody } from "./read-back.ts";
import { isCommentPart, nothingSettled, settle, settledNotices, withoutComments } from "./settle.ts";
import { partXml } from "./tree.ts";
import { hiddenRuns, refuseUnseen } from "./unseen.ts";

/** What is known of the document whose Word file comes back. */
export interface WordFacts {
  description: DocumentDescription;
  /** Files that its PDF carries. */
  attachments?: Attachment[];
}

const TYPES = "[Content_Types].xml";
/** Parts whose text is printed. */
const TEXT_PARTS = /^word\/(?:footnotes|endnotes|header\d*|footer\d*)\.xml$/;

/**
 * Looks at a Word file that somebody edited: cleans it of what reviewing left, puts back the places that were lost, and tells what differs
 * from the file it was made from. Nothing is decided here.
 *
 * @param base the file that was handed out
 * @throws WORD_ACTIVE_CONTENT, WORD_UNSEEN_TEXT; INVALID for another kind or urgency; what `typeset` throws for what is no Word file
 */
export function reviewWord(base: Uint8Array, edited: Uint8Array, facts: WordFacts): WordReview {
  refuseActiveContent(edited);
  const { description } = facts;
  const content = composeContent(description);
  const handedOut = mainRoot(openPackage(base)).tree;
  const needed = Object.values(ANCHORS).filter((name) => bookmarkText(handedOut, name) !== undefined);
  const places: PlaceFacts = {
    needed,
    placed: needed.filter((name) => placedRight(handedOut, name) === true),
    notation: content.notation,
    signatory: content.signature.name,
    numbered: content.number !== undefined,
    dated: content.date !== undefined,
  };
  const cleaned = clean(edited, places);
  const [was, is] = [resolveDocx(base), resolveDocx(cleaned.docx)];
  refuseUnseen(is, was);
  const [before, after] = [readResolved(was), readResolved(is)];
  refuseOther(content, before, after);
  const comparison = compareWord(before, after);
  const typesetting = { ...(facts.attachments === undefined ? {} : { attachments: facts.attachments }) };
  const { pdf, pages, anchors, warnings } = typeset(cleaned.docx, typesetting);
  const laid = new Set(anchors.map(({ name }) => name));
  const fields =
    description.kind === "PL"
      ? []
      : fieldChanges(
          fieldsOfContent(content),
          readFields(base, description.ruleSet, description.kind),
          readFields(cleaned.docx, description.ruleSet, description.kind),
          { before, after },
        );
  const body = readBody(description, before, after, { comparison, fields });
  return {
    docx: cleaned.docx,
    ...(body === undefined ? {} : { body }),
    ...(fields.every(({ certain }) => certain) ? {} : { text: textKey(after) }),
    pdf,
    pages,
    anchors,
    warnings,
    findings: lint(cleaned.docx, { ruleSet: description.ruleSet }).findings,
    comparison,
    fields,
    places: cleaned.places.map((place) =>
      laid.has(place.bookmark) || place.state === "missing" ? place : unprinted(place),
    ),
    notices: cleaned.notices,
  };
}

/** A bookmark that is in the file and on no page: in hidden text, in a header. */
function unprinted(place: PlaceCheck): PlaceCheck {
  return {
    ...place,
    state: "missing",
    hint: `${place.label} nằm trong chữ ẩn, đầu trang hoặc chân trang. Đưa về phần thân của văn bản rồi tải lên lại.`,
  };
}

function mainRoot(opened: Package): { name: string; tree: XmlElement } {
  const rels = opened.text("_rels/.rels");
  const relation =
    rels === undefined
      ? undefined
      : childElements(parseXml(rels, "_rels/.rels"), "Relationship").find((one) =>
          attribute(one, "Type")?.endsWith("/officeDocument"),
        );
  const name = (attribute(relation, "Target") ?? "word/document.xml").replace(/^\//, "");
  const text = opened.text(name);
  const tree = text === undefined ? undefined : parseXml(text, name);
  if (tree === undefined || tree.name !== "w:document") {
    throw new VanthuError("FILE_WRONG_KIND", {
      message: "Tệp tải lên không phải là văn bản Word (.docx).",
      where: name,
      hint: "Mở tệp bằng Word rồi lưu lại dạng .docx.",
    });
  }
  return { name, tree };
}

function clean(edited: Uint8Array, facts: PlaceFacts): Pick<WordReview, "docx" | "places" | "notices"> {
  const opened = openPackage(edited);
  const main = mainRoot(opened);
  const found = nothingSettled();
  const changed = new Map<string, string>();
  const settled = settle(main.tree, found);
  const { root, places } = checkPlaces(settled, facts);
  if (root !== main.tree) changed.set(main.name, partXml(root));
  for (const name of opened.names) {
    if (!TEXT_PARTS.test(name)) continue;
    const tree = parseXml(opened.text(name)!, name);
    const own = settle(tree, found);
    if (own !== tree) changed.set(name, partXml(own));
  }
  const comments = opened.names.filter(isCommentPart);
  if (comments.length > 0)
    for (const name of opened.names) {
      if (name !== TYPES && !/^word\/_rels\/[^/]+\.rels$/.test(name)) continue;
      const tree = parseXml(opened.text(name)!, name);
      const own = withoutComments(tree);
      if (own !== tree) changed.set(name, partXml(own));
    }
  const notices = settledNotices(found);
  const hidden = hiddenRuns(root);
  if (hidden > 0)
    notices.push({
      message: `Tệp có ${hidden} chỗ chữ ẩn (Hidden). Chữ ẩn không in ra, không vào bản PDF; không cần thì xóa trong Word.`,
    });
  if (changed.size === 0 && comments.length === 0) return { docx: edited, places, notices };
  // The content types come first in a package, as Word writes them.
  const names = opened.names.filter((name) => !isCommentPart(name));
  names.sort((a, b) => Number(b === TYPES) - Number(a === TYPES));
  const docx = writeZip(
    names.map((name) => {
      const text = changed.get(name);
      return [name, text === undefined ? opened.bytes(name)! : new TextEncoder().encode(text)];
    }),
  );
  return { docx, places, notices };
}
