import PizZip from "pizzip";
import { escapeXml } from "../opc/index.ts";
import { childOf, type DocxSource, type SourceElement, type SourceParagraph, type SourcePiece } from "./docx-source.ts";
import type { Fix } from "./model.ts";
import type { LintDocx } from "./read-docx.ts";

/** Order of the children of w:rPr (ISO/IEC 29500-1, CT_RPr): Word refuses a file that has them otherwise. */
const RUN_PROPERTIES =
  "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange"
    .split(" ")
    .map((name) => `w:${name}`);

/**
 * Can a mend be made without touching anything else? Not where the paragraph's text does not stand in the file as it is shown
 * (fields, symbols, text in capitals by format), or where a run holds more than the text to be changed.
 */
export function canApply(file: LintDocx, fix: Fix): boolean {
  const source = file.located();
  // The main part is written back as UTF-8.
  if (/^<\?xml[^>]*encoding\s*=\s*["'](?!utf-8)/i.test(source.xml)) return false;
  if (fix.kind === "margin") {
    const section = source.sections[fix.section];
    return source.sections.length === file.sections.length && childOf(section, "w:pgMar") !== undefined;
  }
  const paragraph = source.paragraphs[fix.paragraph];
  if (paragraph === undefined) return false;
  if (fix.kind === "nfc") return paragraph.pieces.length > 0;
  const text = textOf(paragraph);
  const shownText = file.paragraphs.find((one) => one.ordinal === fix.paragraph)?.text;
  if (shownText === undefined) return false;
  if (fix.kind === "style") {
    return (
      text.length === shownText.length &&
      text.toLocaleUpperCase("vi") === shownText.toLocaleUpperCase("vi") &&
      ownsRuns(paragraph, fix.start, fix.end)
    );
  }
  if (text !== shownText) return false;
  const touched = piecesBetween(paragraph, fix.start, fix.end);
  return touched.length > 0 && touched.every(({ piece }) => piece.element.name === "w:t");
}

/** The text of a paragraph as its pieces give it. */
function textOf(paragraph: SourceParagraph): string {
  return paragraph.pieces.map((piece) => piece.text).join("");
}

/** Does every run that has text in this stretch have none outside it? */
function ownsRuns(paragraph: SourceParagraph, start: number, end: number): boolean {
  const inside = new Set<SourceElement>();
  const outside = new Set<SourceElement>();
  let at = 0;
  for (const piece of paragraph.pieces) {
    const cut = [Math.max(start - at, 0), Math.max(end - at, 0)] as const;
    if (piece.text.slice(cut[0], cut[1]).trim() !== "") inside.add(piece.run);
    if ((piece.text.slice(0, cut[0]) + piece.text.slice(cut[1])).trim() !== "") outside.add(piece.run);
    at += piece.text.length;
  }
  return inside.size > 0 && [...inside].every((run) => !outside.has(run));
}

/** Pieces that a stretch touches; for an insertion the piece that ends there. */
function piecesBetween(paragraph: SourceParagraph, start: number, end: number): { piece: SourcePiece; at: number }[] {
  const found: { piece: SourcePiece; at: number }[] = [];
  let at = 0;
  for (const piece of paragraph.pieces) {
    const to = at + piece.text.length;
    const touches = start === end ? at < start && to >= start : to > start && at < end;
    if (touches) found.push({ piece, at });
    at = to;
  }
  return start === end ? found.slice(0, 1) : found;
}

interface Edit {
  from: number;
  to: number;
  text: string;
}

/** The Word file with mends made in its main part; the other parts keep their bytes. */
export function applyFixes(bytes: Uint8Array, file: LintDocx, fixes: readonly Fix[]): Uint8Array {
  const source = file.located();
  const edits = [...styleEdits(source, fixes), ...textEdits(source, fixes), ...marginEdits(source, fixes)];
  edits.sort((a, b) => a.from - b.from);
  let xml = "";
  let from = 0;
  for (const edit of edits) {
    if (edit.from < from) continue;
    xml += source.xml.slice(from, edit.from) + edit.text;
    from = edit.to;
  }
  xml += source.xml.slice(from);
  const zip = new PizZip(bytes);
  zip.file(file.main, xml, { date: zip.files[file.main]?.date });
  return zip.generate({ type: "uint8array", compression: "DEFLATE" });
}

function styleEdits(source: DocxSource, fixes: readonly Fix[]): Edit[] {
  const wanted = new Map<SourceElement, { size?: number; bold?: boolean; italic?: boolean }>();
  for (const fix of fixes) {
    if (fix.kind !== "style") continue;
    const paragraph = source.paragraphs[fix.paragraph]!;
    let at = 0;
    for (const piece of paragraph.pieces) {
      const to = at + piece.text.length;
      if (piece.text.slice(Math.max(fix.start - at, 0), Math.max(fix.end - at, 0)).trim() !== "") {
        wanted.set(piece.run, { ...wanted.get(piece.run), ...fix.set });
      }
      at = to;
    }
  }
  return [...wanted].map(([run, set]) => runEdit(source.xml, run, set));
}

function runEdit(xml: string, run: SourceElement, set: { size?: number; bold?: boolean; italic?: boolean }): Edit {
  const properties = childOf(run, "w:rPr");
  const own = new Map((properties?.children ?? []).map((child) => [child.name, xml.slice(child.start, child.end)]));
  const toggle = (name: string, on: boolean): void => {
    own.set(name, on ? `<${name}/>` : `<${name} w:val="0"/>`);
  };
  if (set.size !== undefined) {
    const half = Math.round(set.size * 2);
    own.set("w:sz", `<w:sz w:val="${half}"/>`);
    own.set("w:szCs", `<w:szCs w:val="${half}"/>`);
  }
  if (set.bold !== undefined) toggle("w:b", set.bold);
  if (set.italic !== undefined) toggle("w:i", set.italic);
  const order = (name: string): number => {
    const at = RUN_PROPERTIES.indexOf(name);
    return at < 0 ? RUN_PROPERTIES.length : at;
  };
  const inner = [...own].sort(([a], [b]) => order(a) - order(b)).map(([, text]) => text);
  const text = `<w:rPr>${inner.join("")}</w:rPr>`;
  return properties === undefined
    ? { from: run.openEnd, to: run.openEnd, text }
    : { from: properties.start, to: properties.end, text };
}

function textEdits(source: DocxSource, fixes: readonly Fix[]): Edit[] {
  const changes = new Map<SourcePiece, { from: number; to: number; text: string }[]>();
  const renewed = new Set<SourcePiece>();
  for (const fix of fixes) {
    if (fix.kind === "nfc") for (const piece of source.paragraphs[fix.paragraph]!.pieces) renewed.add(piece);
    if (fix.kind !== "text") continue;
    piecesBetween(source.paragraphs[fix.paragraph]!, fix.start, fix.end).forEach(({ piece, at }, index) => {
      const list = changes.get(piece) ?? [];
      list.push({
        from: Math.max(fix.start - at, 0),
        to: Math.min(fix.end - at, piece.text.length),
        text: index === 0 ? fix.text : "",
      });
      changes.set(piece, list);
    });
  }
  for (const piece of renewed) if (!changes.has(piece)) changes.set(piece, []);
  const edits: Edit[] = [];
  for (const [piece, list] of changes) {
    if (piece.element.name !== "w:t") continue;
    let { text } = piece;
    for (const change of list.sort((a, b) => b.from - a.from))
      text = text.slice(0, change.from) + change.text + text.slice(change.to);
    edits.push({
      from: piece.element.start,
      to: piece.element.end,
      text: `<w:t xml:space="preserve">${escapeXml(text)}</w:t>`,
    });
  }
  return edits;
}

function marginEdits(source: DocxSource, fixes: readonly Fix[]): Edit[] {
  const wanted = new Map<SourceElement, Map<string, number>>();
  for (const fix of fixes) {
    if (fix.kind !== "margin") continue;
    const element = childOf(source.sections[fix.section], "w:pgMar")!;
    wanted.set(element, (wanted.get(element) ?? new Map()).set(`w:${fix.side}`, fix.twips));
  }
  return [...wanted].map(([element, sides]) => {
    let tag = source.xml.slice(element.start, element.openEnd);
    for (const [name, twips] of sides) {
      const attribute = new RegExp(`(\\s${name}\\s*=\\s*)(?:"[^"]*"|'[^']*')`);
      tag = attribute.test(tag)
        ? tag.replace(attribute, `$1"${twips}"`)
        : tag.replace(/\s*\/?>$/, (end) => ` ${name}="${twips}"${end}`);
    }
    return { from: element.start, to: element.openEnd, text: tag };
  });
}
