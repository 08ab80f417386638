import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { type DocumentDescription, parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { childElements, parseXml, type XmlElement } from "../../shared/opc/index.ts";
import { typeset } from "../../shared/typeset/index.ts";

/** Real documents, kept beside the project and never in it. */
const SEEDS = path.resolve(import.meta.dirname, "../../../shared/seeds");
const OUTPUT = path.resolve(import.meta.dirname, "../output/seeds");

/** Are the real documents there? Says so once when they are not, so that a skip is seen. */
export function seedsPresent(): boolean {
  const present = existsSync(SEEDS);
  if (!present) process.stderr.write("Bỏ qua kiểm thử với văn bản thật: không có thư mục ../shared/seeds.\n");
  return present;
}

/** Text of the seed whose name begins with the number. */
export function seedText(number: string): string {
  const name = readdirSync(SEEDS).find((file) => file.startsWith(number));
  if (name === undefined) throw new Error(`Thư mục seeds thiếu văn bản ${number}.`);
  return readFileSync(path.join(SEEDS, name), "utf8");
}

/** Letters and signs only: how lines were broken and spaced does not count. */
export function squash(text: string): string {
  return text.normalize("NFC").replaceAll(/\s+/g, "");
}

/** A rendered document, read back by other means than it was made with. */
export interface RenderedSeed {
  docx: Uint8Array;
  /** Paragraphs of document.xml in order; forced line breaks as "\n". */
  paragraphs: { text: string; inTable: boolean; footnotes: number }[];
  footnotes: string[];
  documentXml: string;
  /** Text of each page, from pdftotext. */
  pages: string[];
  /** Width and height of each page in points, from pdfinfo. */
  sizes: [number, number][];
  fonts: string;
}

/** Description → DOCX → PDF, both kept in test/output with pictures of the pages. */
export function renderSeed(name: string, description: DocumentDescription): RenderedSeed {
  const { docx } = renderDocx(parseDescription(JSON.parse(JSON.stringify(description))));
  const { pdf } = typeset(docx);
  mkdirSync(OUTPUT, { recursive: true });
  const file = path.join(OUTPUT, name);
  writeFileSync(`${file}.docx`, docx);
  writeFileSync(`${file}.pdf`, pdf);
  // Pictures of the first pages and the last, to look at.
  run("pdftoppm", ["-r", "60", "-l", "3", "-png", `${file}.pdf`, file]);
  const parts = unzipSync(docx);
  const documentXml = new TextDecoder().decode(parts["word/document.xml"]);
  const notes = parts["word/footnotes.xml"];
  const pages = run("pdftotext", ["-raw", `${file}.pdf`, "-"])
    .split("\f")
    .slice(0, -1);
  run("pdftoppm", ["-r", "60", "-f", String(pages.length), "-png", `${file}.pdf`, file]);
  const sizes = [
    ...run("pdfinfo", ["-f", "1", "-l", "999", `${file}.pdf`]).matchAll(/Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)/g),
  ];
  return {
    docx,
    paragraphs: paragraphsOf(parseXml(documentXml)),
    footnotes: notes === undefined ? [] : footnotesOf(parseXml(new TextDecoder().decode(notes))),
    documentXml,
    pages,
    sizes: sizes.map((match) => [Number(match[1]), Number(match[2])]),
    fonts: run("pdffonts", [`${file}.pdf`]),
  };
}

function run(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}

function paragraphsOf(root: XmlElement): RenderedSeed["paragraphs"] {
  const found: RenderedSeed["paragraphs"] = [];
  const visit = (element: XmlElement, inTable: boolean) => {
    for (const node of childElements(element)) {
      if (node.name === "w:p") found.push({ ...textOfParagraph(node), inTable });
      else visit(node, inTable || node.name === "w:tbl");
    }
  };
  visit(root, false);
  return found;
}

function textOfParagraph(paragraph: XmlElement): { text: string; footnotes: number } {
  let text = "";
  let footnotes = 0;
  const visit = (element: XmlElement) => {
    for (const node of element.children) {
      if (typeof node === "string") continue;
      if (node.name === "w:t") text += node.children.join("");
      else if (node.name === "w:br" || node.name === "w:cr") text += "\n";
      else if (node.name === "w:tab") text += "\t";
      else if (node.name === "w:noBreakHyphen") text += "-";
      else if (node.name === "w:footnoteReference") footnotes += 1;
      // A drawn line under a heading has no text of its own.
      else if (node.name !== "mc:AlternateContent" && node.name !== "w:pict") visit(node);
    }
  };
  visit(paragraph);
  return { text, footnotes };
}

/** Texts of the notes, without the separators that Word keeps in the same part. */
function footnotesOf(root: XmlElement): string[] {
  return childElements(root, "w:footnote")
    .filter((note) => note.attributes["w:type"] === undefined)
    .map((note) =>
      paragraphsOf(note)
        .map((paragraph) => paragraph.text)
        .join("\n")
        .trim(),
    );
}

/** Squashed text of a PDF's pages as one, without page numbers and without the given footnotes at the foot of the pages. */
export function runningText(pages: string[], footnotes: string[] = []): string {
  return pages
    .map((page, index) => {
      const lines = page.split("\n").filter((line) => line.trim() !== "");
      // The page number is drawn first or last.
      if (index > 0 && /^\d{1,3}$/.test(lines[0]?.trim() ?? "")) lines.shift();
      else if (index > 0 && /^\d{1,3}$/.test(lines.at(-1)?.trim() ?? "")) lines.pop();
      let text = squash(lines.join("\n"));
      for (const note of footnotes) {
        const at = text.lastIndexOf(squash(note));
        // Its number stands before the note.
        if (at >= 0) text = text.slice(0, at).replace(/\d{1,2}$/, "") + text.slice(at + squash(note).length);
      }
      return text;
    })
    .join("");
}

/**
 * Where in `text` the segments stand one after the other, at most `gap` characters apart (a footnote's number between them).
 * @returns the first segment that does not, shortened, or undefined when all do
 */
export function firstMissing(text: string, segments: string[], gap: number): string | undefined {
  let at = text.indexOf(segments[0] ?? "");
  if (at < 0) return segments[0]?.slice(0, 80);
  at += segments[0]?.length ?? 0;
  for (const segment of segments.slice(1)) {
    const next = text.indexOf(segment, at);
    if (next < 0 || next - at > gap) return segment.slice(0, 80);
    at = next + segment.length;
  }
  return undefined;
}
