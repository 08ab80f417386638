import { formatSymbol, KINDS, RULE_SETS, type RuleSet } from "../format/index.ts";
import { capitals, cleanText } from "./clean-text.ts";
import { composeAppendices } from "./compose-appendices.ts";
import { withEndMark } from "./end-mark.ts";
import { type FootnoteSource, parseRuns } from "./inline.ts";
import { type PictureSource, parseBlocks } from "./markup.ts";
import type { Block, DocumentContent, DocumentDescription, TextRun } from "./model.ts";
import { numberHeadings } from "./number-headings.ts";
import { numberPictures } from "./number-pictures.ts";

/**
 * Resolves a description for its rule set: text read into blocks, headings numbered, names in capitals where the rules want them,
 * recipients and addressees punctuated, end mark set, appendices labelled. What the author wrote is kept; only what the rule set
 * fixes is added.
 *
 * @param description as {@link parseDescription} gives it
 */
export function composeContent(description: DocumentDescription): DocumentContent {
  const ruleSet = RULE_SETS[description.ruleSet];
  const footnotes = footnoteSource(description.footnotes);
  const pictures = pictureSource(description.pictures);
  const blocks = numberHeadings(parseBlocks(cleanText(description.body), footnotes, pictures), ruleSet.headings.value);
  const content: DocumentContent = {
    ruleSet: description.ruleSet,
    kind: description.kind,
    kindName: KINDS[description.kind].title,
    organisation: {
      superior: capitals(cleanText(description.organisation.superior ?? "")),
      name: capitals(cleanText(description.organisation.name)),
    },
    ...(description.number === undefined ? {} : { number: description.number }),
    notation: cleanText(description.notation),
    place: cleanText(description.place),
    ...(description.date === undefined ? {} : { date: description.date }),
    ...(description.year === undefined ? {} : { year: description.year }),
    subjectLines: subjectLines(description, ruleSet),
    addressees: punctuate((description.addressees ?? []).map(cleanText), ruleSet.addresseesHead.value),
    blocks:
      description.kind === "PL"
        ? []
        : withEndMark(description.kind === "BC" ? rowsWhole(blocks) : blocks, ruleSet.endMark.value),
    appendices: composeAppendices(description, ruleSet, footnotes, pictures, blocks),
    recipients: punctuate(description.recipients.map(cleanText), ruleSet.recipients.value, true),
    signature: {
      authority: description.signature.authority.map((line) => capitals(cleanText(line))),
      position: capitals(cleanText(description.signature.position)),
      name: cleanText(description.signature.name),
    },
    ...(description.urgency === undefined ? {} : { urgency: description.urgency }),
  };
  return numberPictures(content);
}

/**
 * The line of `body` (from 0) on which each block of {@link composeContent} begins, in the order of its `blocks`.
 */
export function bodyLines({ body, footnotes, pictures }: DocumentDescription): number[] {
  const starts: number[] = [];
  parseBlocks(cleanText(body), footnoteSource(footnotes), pictureSource(pictures), starts);
  return starts;
}

/** The rows of a report's tables are read as one: none goes on on the next page. */
function rowsWhole(blocks: readonly Block[]): Block[] {
  return blocks.map((block) =>
    block.type === "table" ? { ...block, table: { ...block.table, keepRowsWhole: true } } : block,
  );
}

/** Pictures by name; only own properties, so that no text can reach what every object inherits. */
function pictureSource(pictures: DocumentDescription["pictures"] = {}): PictureSource {
  return (name) => (Object.hasOwn(pictures, name) ? pictures[name] : undefined);
}

function footnoteSource(footnotes: Record<string, string> | undefined): FootnoteSource {
  const read = new Map<string, TextRun[]>();
  for (const [label, text] of Object.entries(footnotes ?? {})) read.set(label, parseRuns(cleanText(text)));
  return (label) => read.get(label);
}

/** A letter's subject begins with "V/v" or "về việc" (NĐ30 PL I.II.5.c; HD05 II.5) unless it is already written so. */
function subjectLines(description: DocumentDescription, ruleSet: RuleSet): string[] {
  const lines = cleanText(description.subject)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const begun = /^(V\/v|về việc)(?!\p{L})/iu.test(lines[0] ?? "");
  if (description.kind === "CV" && !begun && lines.length > 0) lines[0] = ruleSet.letterSubjectPrefix.value + lines[0];
  return lines;
}

/** Items of a list get the rule set's signs: ";" or "," between, "." after the last. A single addressee stands bare. */
function punctuate(items: readonly string[], signs: { between: string; last: string }, alsoSingle = false): string[] {
  const bare = items.map((item) =>
    item
      .trim()
      .replace(/^[-–]\s+/, "")
      .replace(/\s*[;,.]$/, ""),
  );
  if (bare.length === 1 && !alsoSingle) return bare;
  return bare.map((item, index) => item + (index === bare.length - 1 ? signs.last : signs.between));
}

/** Number and symbol of a resolved document without the word "Số": "05/KH-UBND"; only the symbol while no number is given. */
export function symbolOf(content: Pick<DocumentContent, "ruleSet" | "number" | "notation">): string {
  return content.number === undefined
    ? content.notation
    : formatSymbol(RULE_SETS[content.ruleSet], content.number, content.notation);
}
