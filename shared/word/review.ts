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
import { type Attachment, typeset } from "../typeset/index.ts";
import { refuseActiveContent } from "./active-content.ts";
import { compareWord } from "./compare.ts";
import { fieldChanges, fieldsOfContent, readFields } from "./fields.ts";
import type { PlaceCheck, WordReview } from "./model.ts";
import { bookmarkText, checkPlaces, type PlaceFacts } from "./places.ts";
import { readWord } from "./read.ts";
import { readBody } from "./read-back.ts";
import { isCommentPart, nothingSettled, settle, settledNotices, withoutComments } from "./settle.ts";
import { partXml } from "./tree.ts";

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
 * @throws WORD_ACTIVE_CONTENT; what `typeset` throws for what is no Word file
 */
export function reviewWord(base: Uint8Array, edited: Uint8Array, facts: WordFacts): WordReview {
  refuseActiveContent(edited);
  const { description } = facts;
  const content = composeContent(description);
  const places: PlaceFacts = {
    needed: bookmarksOf(base),
    notation: content.notation,
    signatory: content.signature.name,
    numbered: content.number !== undefined,
    dated: content.date !== undefined,
  };
  const cleaned = clean(edited, places);
  const before = readWord(base);
  const after = readWord(cleaned.docx);
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
        );
  const body = readBody(description, before, after, { comparison, fields });
  return {
    docx: cleaned.docx,
    ...(body === undefined ? {} : { body }),
    pdf,
    pages,
    anchors,
    warnings,
    findings: lint(cleaned.docx, { ruleSet: description.ruleSet }).findings,
    comparison,
    fields,
    places: cleaned.places.map((place) =>
      laid.has(place.bookmark) || place.state === "missing" ? place : hidden(place),
    ),
    notices: cleaned.notices,
  };
}

/** A bookmark that is in the file and on no page: in hidden text, in a header. */
function hidden(place: PlaceCheck): PlaceCheck {
  return {
    ...place,
    state: "missing",
    hint: `${place.label} nằm trong chữ ẩn, đầu trang hoặc chân trang. Đưa về phần thân của văn bản rồi tải lên lại.`,
  };
}

/** Names of the places that a file has. */
function bookmarksOf(docx: Uint8Array): string[] {
  const opened = openPackage(docx);
  const root = mainRoot(opened);
  return Object.values(ANCHORS).filter((name) => bookmarkText(root.tree, name) !== undefined);
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
