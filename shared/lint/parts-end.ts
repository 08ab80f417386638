import { fold, isCapitals, isDecoration } from "./fold.ts";
import type { Line } from "./model.ts";
import type { AppendixParts, Parts } from "./parts.ts";

type EndParts = Pick<
  Parts,
  "recipientsHead" | "recipients" | "authority" | "position" | "signatoryName" | "signed" | "appendices"
>;

/** Signing "on behalf of", "for" and so on, in the forms of both systems and in those that people confuse. */
export const PREFIX = /^(?:TM|KT|TL|TUQ|Q|T\/M|K\/T|T\/L|T\/U|TUN)(?:\s*\.\s*|\s+)(?=\S)/;

/** "Phụ lục", "PHỤ LỤC II", "Phụ lục số 01": on a line of its own. */
export function isAppendixLabel(line: Line): boolean {
  if (!/^phụ lục( số)?( ([ivxlc]+|\d+|[a-h]))?[.:]?$/.test(fold(line.text)) || !/^P/.test(line.text)) return false;
  // In a PDF the end of a sentence may stand on a line of its own; a label stands in the middle.
  return line.page === undefined ? line.align !== "justify" : line.align === "center";
}

/** Reads what stands at the end; `bodyEnd` is the index of the first line that is no longer running text. */
export function readEnd(lines: readonly Line[], from: number): { parts: EndParts; bodyEnd: number } {
  const parts: EndParts = { recipients: [], authority: [], position: [], signed: false, appendices: [] };
  const labels = lines.flatMap((line, index) =>
    index >= from && line.table === undefined && isAppendixLabel(line) ? [index] : [],
  );
  const heads = lines.flatMap((line, index) =>
    index >= from && /^nơi nhận ?(:|$)/.test(fold(line.text)) ? [index] : [],
  );
  // The document's own recipients are those before its appendices; an appendix may be a form with a list of its own.
  const head = heads.find((index) => labels.every((label) => index < label || label < from)) ?? heads[0];
  const firstAppendix = labels.find((label) => head === undefined || label > head);
  const stop = firstAppendix ?? lines.length;
  let bodyEnd = stop;
  if (head !== undefined && head < stop) {
    parts.recipientsHead = lines[head];
    const table = lines[head]!.table;
    const first = table === undefined ? firstRight(lines, head) : lines.findIndex((line) => line.table === table);
    bodyEnd = Math.min(head, first);
    readRecipients(lines, head, stop, parts);
    const block =
      table === undefined
        ? lines.slice(bodyEnd, stop)
        : lines.slice(bodyEnd, lines.findLastIndex((line) => line.table === table) + 1);
    readSignature(
      block.filter((line) => line.side === "right"),
      parts,
    );
  } else {
    const found = signatureWithoutRecipients(lines, from, stop);
    if (found !== undefined) {
      bodyEnd = found;
      readSignature(
        lines.slice(found, stop).filter((line) => line.side === "right" || line.align === "center"),
        parts,
      );
    }
  }
  for (const [order, label] of labels.filter((label) => label >= bodyEnd).entries()) {
    parts.appendices.push(appendixAt(lines, label));
    if (order > 200) break;
  }
  return { parts, bodyEnd };
}

/** Where the right-hand block begins that stands level with "Nơi nhận": a few lines above it at most. */
function firstRight(lines: readonly Line[], head: number): number {
  let first = head;
  for (let index = head - 1; index >= Math.max(0, head - 4); index -= 1) {
    const line = lines[index]!;
    if (line.side === "right" && isCapitals(line.text)) first = index;
    else if (line.text !== "") break;
  }
  return first;
}

function readRecipients(lines: readonly Line[], head: number, stop: number, parts: EndParts): void {
  const own = lines[head]!;
  for (let index = head + 1; index < stop; index += 1) {
    const line = lines[index]!;
    if (line.table !== own.table) break;
    if (line.side === "right" || line.text === "") continue;
    if (isDecoration(line.text)) continue;
    // The typist's mark and the number of copies ("PL.(300)") close the list (NĐ30 PL I.III.4).
    const archived = parts.recipients.some((one) => /^[-–]?\s*lưu\b/.test(fold(one.text)));
    if (archived && !/^[-–+]/.test(line.text) && closed(parts.recipients)) break;
    if (line.text.length > 300) break;
    parts.recipients.push(line);
  }
}

function closed(lines: readonly Line[]): boolean {
  return /[.;,]$/.test(lines.at(-1)?.text ?? "");
}

function readSignature(lines: readonly Line[], parts: EndParts): void {
  const texts = lines.filter((line) => line.text !== "" && !isDecoration(line.text) && !/^\(/.test(line.text));
  parts.signed = texts.length > 0;
  if (texts.length === 0) return;
  const lastAt = lines.lastIndexOf(texts.at(-1)!);
  const last = texts.at(-1)!;
  const gap = texts.length > 1 && lastAt - lines.lastIndexOf(texts.at(-2)!) > 1;
  const named = !isCapitals(last.text) || (gap && !PREFIX.test(last.text) && texts.length > 1);
  if (named) parts.signatoryName = last;
  const titles = (named ? texts.slice(0, -1) : texts).filter(
    (line) => isCapitals(line.text) || PREFIX.test(line.text) || texts.length <= 3,
  );
  const position = titles.findLastIndex((line) => !PREFIX.test(line.text));
  parts.authority = titles.filter((line) => PREFIX.test(line.text));
  if (position >= 0 && (parts.authority.length === 0 || position > titles.indexOf(parts.authority.at(-1)!))) {
    parts.position = [titles[position]!];
  }
}

/** A signature block without a list of recipients: capitals at the right, with a prefix or in the last table. */
function signatureWithoutRecipients(lines: readonly Line[], from: number, stop: number): number | undefined {
  for (let index = stop - 1; index >= Math.max(from, stop - 60); index -= 1) {
    const line = lines[index]!;
    if (
      line.side === "right" &&
      isCapitals(line.text) &&
      (PREFIX.test(line.text) || /CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|TRƯỞNG|BỘ TRƯỞNG/.test(line.text.normalize("NFC")))
    ) {
      let first = index;
      while (
        first - 1 >= from &&
        lines[first - 1]!.side !== "full" &&
        (line.table === undefined || lines[first - 1]!.table === line.table)
      )
        first -= 1;
      return first;
    }
  }
  return undefined;
}

function appendixAt(lines: readonly Line[], label: number): AppendixParts {
  const appendix: AppendixParts = { label: lines[label]!, title: [], attachedTo: [] };
  for (let index = label + 1; index < Math.min(label + 20, lines.length); index += 1) {
    const line = lines[index]!;
    if (isDecoration(line.text) || (line.text === "" && (line.ruled || appendix.title.length > 0))) {
      if (appendix.attachedTo.length > 0 || line.ruled) break;
      continue;
    }
    if (line.text === "") continue;
    if (line.table !== undefined || isAppendixLabel(line)) break;
    const open = appendix.attachedTo.length > 0 && !/\)$/.test(appendix.attachedTo.at(-1)!.text);
    if (/^\(/.test(line.text) || open) appendix.attachedTo.push(line);
    else if (appendix.attachedTo.length > 0 || (line.align !== "center" && line.align !== undefined)) break;
    else appendix.title.push(line);
  }
  return appendix;
}
