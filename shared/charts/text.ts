import { FontRegistry, glyphOf } from "../typeset/index.ts";

/** The family in which charts are measured and drawn: it has the widths of Times New Roman. */
export const CHART_FONT = "Tinos";

const registry = new FontRegistry();

/** Files of the faces that charts are drawn with, regular and bold. */
export function fontFiles(): string[] {
  return [false, true].map((bold) => registry.face(CHART_FONT, bold, false).key);
}

/** Width of a text in points. */
export function widthOf(text: string, size: number, bold = false): number {
  const face = registry.face(CHART_FONT, bold, false);
  let units = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const drawn = glyphOf(face, code) === 0 ? (registry.fallback(code, bold, false) ?? face) : face;
    units += (drawn.advances[glyphOf(drawn, code)]! / drawn.unitsPerEm) * size;
  }
  return units;
}

/** Lines of a text no wider than `width`, at most `most` of them; broken between words, inside a word only where it is wider than a line. */
export function wrapped(text: string, width: number, size: number, { bold = false, most = 3 } = {}): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.trim().split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer, size, bold) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (widthOf(line, size, bold) > width) {
      let count = line.length;
      while (count > 1 && widthOf(line.slice(0, count), size, bold) > width) count -= 1;
      lines.push(line.slice(0, count));
      line = line.slice(count);
    }
  }
  if (line !== "") lines.push(line);
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  let last = kept[most - 1]!;
  while (last !== "" && widthOf(`${last}…`, size, bold) > width) last = last.slice(0, -1).trimEnd();
  kept[most - 1] = `${last}…`;
  return kept;
}

/** A count as it is written in Vietnamese: "1.250". */
export function count(value: number): string {
  const [whole = "0", part] = String(Math.round(value * 100) / 100).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return part === undefined ? grouped : `${grouped},${part}`;
}

/** A part of a whole in percent: "45,5%"; "0%" of nothing. */
export function share(part: number, whole: number, percent = (part / whole) * 100): string {
  if (whole === 0) return "0%";
  return `${(Math.round(percent * 10) / 10).toFixed(1).replace(".", ",").replace(",0", "")}%`;
}

/** An ISO day as "15/3/2026", without the year "15/3". */
export function dayText(iso: string, year = true): string {
  const [y, m, d] = iso.slice(0, 10).split("-").map(Number);
  return year ? `${d}/${m}/${y}` : `${d}/${m}`;
}
