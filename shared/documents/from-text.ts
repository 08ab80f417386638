import { VanthuError } from "../errors/index.ts";
import { ruleSetFor } from "../format/index.ts";
import { beginsAppendix, readAppendixHead } from "./from-text/appendix-head.ts";
import { bodyText } from "./from-text/body.ts";
import { beginsHead, type Head, isStamp, readHead } from "./from-text/head.ts";
import { isOcrMarkdown, readOcrMarkdown } from "./from-text/ocr-markdown.ts";
import { readPdfLines } from "./from-text/pdf-lines.ts";
import type { Piece, TextParts, TextWarning } from "./from-text/pieces.ts";
import { tableOf } from "./from-text/table.ts";
import { beginsTail, readTail, type Tail } from "./from-text/tail.ts";
import { isWordDump, readWordDump } from "./from-text/word-dump.ts";
import type { AppendixDescription, DocumentDescription, RuleSetId } from "./model.ts";

export type { TextWarning } from "./from-text/pieces.ts";

/** A text read as a document. */
export interface DescribedText {
  description: DocumentDescription;
  /** Documents that the text holds after the first one (a letter passed on with its own), each complete in itself. */
  enclosed: DocumentDescription[];
  warnings: TextWarning[];
}

const LONGEST = 4_000_000;

/**
 * Reads the text of an existing document into a description: from Word (a paragraph a line), from a PDF (wrapped lines, page breaks)
 * or from text recognition (Markdown). What the text lost, such as the organisation's name, comes from `defaults`; what the text says
 * goes before them, except for `ruleSet`, `kind` and `organisation`, where a default decides. A text with several documents gives the
 * first, with the others after it as appendices, and each of the others also by itself in `enclosed`.
 *
 * @throws INVALID when the text is empty or too long
 */
export function describeText(text: string, defaults: Partial<DocumentDescription> = {}): DescribedText {
  if (text.trim() === "" || text.length > LONGEST) {
    throw new VanthuError("INVALID", {
      message: text.trim() === "" ? "Văn bản rỗng." : "Văn bản quá dài.",
      where: "text",
      hint: "Dán phần chữ của văn bản cần đọc.",
    });
  }
  const table = tableOf(text);
  const source =
    table === undefined
      ? text
      : text
          .split("\n")
          .slice(0, table.firstLine - 1)
          .join("\n");
  const parts = readParts(source);
  const documents = splitDocuments(parts);
  const [first, ...others] = documents.map((document) => describe(document, parts.footnotes));
  const description = first!;
  if (table !== undefined) {
    addTable(description, table.table);
    for (const { row, message } of table.refused) parts.warnings.push({ line: row, message });
  }
  if (others.length > 0) {
    description.appendices = [
      ...(description.appendices ?? []),
      ...others.flatMap((other, index) => asAppendices(other, documents[index + 1]!)),
    ];
    description.footnotes = {
      ...description.footnotes,
      ...Object.assign({}, ...others.map((other) => other.footnotes ?? {})),
    };
  }
  const complete = withDefaults(description, defaults);
  return { description: complete, enclosed: others, warnings: [...parts.warnings, ...missingParts(complete)] };
}

function readParts(text: string): TextParts {
  if (isOcrMarkdown(text)) return readOcrMarkdown(text);
  return isWordDump(text) ? readWordDump(text) : readPdfLines(text);
}

/** One document of the text, taken apart. */
interface DocumentParts {
  head: Head;
  headPieces: Piece[];
  body: Piece[];
  tail?: Tail;
  tailPieces: Piece[];
  appendices: { head: ReturnType<typeof readAppendixHead>["head"]; body: Piece[] }[];
}

function splitDocuments({ pieces, warnings }: TextParts): DocumentParts[] {
  const documents: DocumentParts[] = [];
  let at = 0;
  while (at < pieces.length) {
    const start = at;
    const alone = beginsAppendix(pieces[at]);
    const { head, next } = alone ? { head: emptyHead(), next: at } : readHead(pieces, at, warnings);
    const document: DocumentParts = {
      head,
      headPieces: pieces.slice(start, next),
      body: [],
      tailPieces: [],
      appendices: [],
    };
    at = next;
    let open = document.body;
    while (at < pieces.length) {
      const piece = pieces[at]!;
      if (document.tail !== undefined && beginsHead(pieces, at)) break;
      if (beginsAppendix(piece)) {
        const appendix = readAppendixHead(pieces, at);
        open = [];
        document.appendices.push({ head: appendix.head, body: open });
        at = appendix.next;
      } else if (document.tail === undefined && beginsTail(piece)) {
        const { tail, next: after } = readTail(pieces, at);
        document.tail = tail;
        document.tailPieces = pieces.slice(at, after);
        at = after;
      } else {
        open.push(piece);
        at += 1;
      }
    }
    documents.push(document);
  }
  return documents;
}

function emptyHead(): Head {
  return { organisation: {}, subject: [], addressees: [], kind: undefined };
}

function describe(parts: DocumentParts, footnotes: Record<string, string>): DocumentDescription {
  const { head, tail } = parts;
  const onlyAppendix =
    head.kind === undefined && head.subject.length === 0 && parts.body.length === 0 && parts.appendices.length > 0;
  const system = head.system ?? (head.separator === "-" ? "party" : "state");
  const carrier = onlyAppendix ? carrierOf(parts.appendices.map((appendix) => appendix.head.attachedTo)) : {};
  // A cover that repeats the heading of the appendix under it says nothing new.
  const appendices = parts.appendices
    .filter(
      (appendix, index) => appendix.body.length > 0 || parts.appendices[index + 1]?.head.title !== appendix.head.title,
    )
    .map(
      ({ head: { label, title, attachedTo }, body }): AppendixDescription => ({
        label,
        title,
        attachedTo,
        body: bodyText(body),
      }),
    );
  const description: DocumentDescription = {
    ruleSet: ruleSetOf(system, head.date),
    kind: onlyAppendix ? "PL" : (head.kind ?? "CV"),
    organisation: {
      name: head.organisation.name ?? carrier.organisation ?? "",
      ...(head.organisation.superior === undefined ? {} : { superior: head.organisation.superior }),
    },
    ...((head.number ?? carrier.number) === undefined ? {} : { number: head.number ?? carrier.number }),
    notation: head.notation ?? carrier.notation ?? "",
    place: head.place ?? "",
    ...(head.date === undefined ? {} : { date: head.date }),
    subject: head.subject.length > 0 ? head.subject.join("\n") : (appendices[0]?.title ?? ""),
    ...(head.addressees.length > 0 ? { addressees: head.addressees } : {}),
    body: bodyText(parts.body),
    ...(appendices.length > 0 ? { appendices } : {}),
    recipients: tail?.recipients ?? [],
    signature: { authority: [], position: "", name: "", ...tail?.signature },
  };
  const texts = [description.body, ...appendices.map((appendix) => appendix.body ?? "")].join("\n");
  const cited = Object.entries(footnotes).filter(([label]) => texts.includes(`[^${label}]`));
  return cited.length > 0 ? { ...description, footnotes: Object.fromEntries(cited) } : description;
}

/** Of an appendix alone: the document that carries it, from "(Ban hành kèm theo Công văn số 12/CV-BCĐ ngày … của Ban Chỉ đạo)". */
function carrierOf(lines: string[]): { number?: string; notation?: string; organisation?: string } {
  for (const line of lines) {
    const match = /số\s*(\d{1,6})?\s*[-/]\s*(\p{L}[^\s,]*),?\s+ngày.*?\scủa\s+(.+?)\)$/u.exec(line);
    if (match !== null)
      return { ...(match[1] === undefined ? {} : { number: match[1] }), notation: match[2]!, organisation: match[3]! };
  }
  return {};
}

function ruleSetOf(system: "state" | "party", date: string | undefined): RuleSetId {
  return ruleSetFor(system, date ?? "9999-12-31");
}

/** A document passed on inside another: first its own pages as they read, then its appendices. */
function asAppendices(enclosed: DocumentDescription, parts: DocumentParts): AppendixDescription[] {
  const centred = (pieces: Piece[]) =>
    pieces.length === 0 ? "" : `::: center\n${pieces.map((piece) => piece.markup).join("\n")}\n:::`;
  const recipients = 1 + countRecipients(parts.tailPieces.slice(1));
  const pages: AppendixDescription = {
    label: "",
    title: "",
    attachedTo: "",
    body: [
      centred(parts.headPieces.filter((_, at) => !isStamp(parts.headPieces, at))),
      enclosed.body,
      // A forced line break in a justified paragraph would stretch the line before it.
      bodyText(parts.tailPieces.slice(0, recipients).reduce(joinedLines, [])),
      centred(parts.tailPieces.slice(recipients)),
    ]
      .filter((block) => block !== "")
      .join("\n\n"),
  };
  return [pages, ...(enclosed.appendices ?? [])];
}

/** Lines of one paragraph as one piece. */
function joinedLines(pieces: Piece[], piece: Piece): Piece[] {
  const before = pieces.at(-1);
  if (piece.sameParagraph !== true || before === undefined) return [...pieces, piece];
  const joined = { ...before, text: `${before.text} ${piece.text}`, markup: `${before.markup} ${piece.markup}` };
  return [...pieces.slice(0, -1), joined];
}

/** Recipient lines up to the signature, which begins in capitals. */
function countRecipients(pieces: Piece[]): number {
  const end = pieces.findIndex((piece) => piece.text === piece.text.toLocaleUpperCase("vi"));
  return end < 0 ? pieces.length : end;
}

function addTable(description: DocumentDescription, table: NonNullable<AppendixDescription["table"]>): void {
  const appendices = description.appendices ?? [];
  const last = appendices.at(-1) ?? { title: description.subject };
  description.appendices = [...appendices.slice(0, -1), { ...last, orientation: "landscape", table }];
}

/** What neither the text nor the defaults say, though no document can do without it. */
function missingParts(description: DocumentDescription): TextWarning[] {
  const needed: [string, string][] = [
    [description.organisation.name, "tên cơ quan ban hành (organisation.name)"],
    [description.notation, "ký hiệu văn bản (notation)"],
    [description.place, "địa danh (place)"],
    [description.subject, "trích yếu (subject)"],
  ];
  return needed
    .filter(([value]) => value === "")
    .map(([, name]) => ({ line: 1, message: `Văn bản không cho biết ${name}; cần bổ sung.` }));
}

/** What the text did not say, from the defaults. */
function withDefaults(description: DocumentDescription, defaults: Partial<DocumentDescription>): DocumentDescription {
  const { signature, ...given } = defaults;
  const merged: DocumentDescription = { ...given, ...description };
  for (const key of ["notation", "place", "subject", "body"] as const)
    if (description[key] === "") merged[key] = given[key] ?? "";
  if (description.recipients.length === 0) merged.recipients = given.recipients ?? [];
  merged.ruleSet = given.ruleSet ?? description.ruleSet;
  merged.kind = given.kind ?? description.kind;
  merged.organisation = { ...description.organisation, ...given.organisation };
  merged.signature = {
    authority:
      description.signature.authority.length > 0 ? description.signature.authority : (signature?.authority ?? []),
    position: description.signature.position || (signature?.position ?? ""),
    name: description.signature.name || (signature?.name ?? ""),
  };
  return merged;
}
