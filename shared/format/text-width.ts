// Advance widths of Times New Roman (and of the fonts made to its measure) for U+0020–U+007E, in thousandths of the size.
const REGULAR = [
  250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
  500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
  722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500,
  444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
  200, 480, 541,
];
const BOLD = [
  250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
  500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944,
  722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556,
  444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394,
  220, 394, 520,
];
const OTHERS: Record<string, [number, number]> = {
  Đ: [722, 722],
  đ: [500, 556],
  Ơ: [722, 778],
  ơ: [529, 554],
  Ư: [776, 796],
  ư: [542, 600],
  "…": [1000, 1000],
  "–": [500, 500],
  "—": [1000, 1000],
  "“": [444, 500],
  "”": [444, 500],
  "‘": [333, 333],
  "’": [333, 333],
  "\u00a0": [250, 250],
};

/**
 * Width of a line of text in Times New Roman, in points.
 * Lines under the agency's name and the subject are as long as a part of the text above them (NĐ30 PL I.II.1–2), so it must be known.
 *
 * @param size points
 */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const letter of text.normalize("NFC")) sum += advance(letter, bold);
  return (sum * size) / 1000;
}

function advance(letter: string, bold: boolean): number {
  const other = OTHERS[letter];
  if (other !== undefined) return other[bold ? 1 : 0];
  // A tone mark takes no room of its own; the horn of ơ, ư does.
  const base = letter
    .normalize("NFD")
    .replace(/[\u0300-\u031a\u031c-\u036f]/g, "")
    .normalize("NFC");
  if (base !== letter && OTHERS[base] !== undefined) return OTHERS[base]![bold ? 1 : 0];
  const code = base.codePointAt(0) ?? 0;
  return (bold ? BOLD : REGULAR)[code - 32] ?? 500;
}
