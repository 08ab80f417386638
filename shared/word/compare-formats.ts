import type { FormatChange } from "./model.ts";
import { comma, type ParagraphLook, type ReadPage, type ReadRun, type RunLook } from "./read.ts";

/** The same text in both files: how it looks in each. */
export interface PairedText {
  where: string;
  before: { runs: readonly ReadRun[]; look?: ParagraphLook };
  after: { runs: readonly ReadRun[]; look?: ParagraphLook };
}

/** Places named of one sort of change; the number of all is told beside them. */
const MOST_PLACES = 5;
/** Millimetres and points that only come from rounding. */
const TWIPS_TOLERANCE = 12;

const YES_NO = (value: boolean): string => (value ? "có" : "không");
const ALIGN_WORDS = { left: "trái", center: "giữa", right: "phải", justify: "đều hai bên" } as const;
const VERTICAL_WORDS = { baseline: "thường", superscript: "chỉ số trên", subscript: "chỉ số dưới" } as const;

/** What of a run is told, in the words that Word's own menus use. */
const RUN_WORDS: readonly [string, (look: RunLook) => string][] = [
  ["Phông chữ", ({ family }) => family],
  ["Cỡ chữ", ({ size }) => comma(size)],
  ["In đậm", ({ bold }) => YES_NO(bold)],
  ["In nghiêng", ({ italic }) => YES_NO(italic)],
  ["Gạch chân", ({ underline }) => YES_NO(underline)],
  ["Gạch ngang chữ", ({ strike }) => YES_NO(strike)],
  ["Màu chữ", ({ color }) => (/^(?:000000|auto)$/i.test(color) ? "đen" : `#${color.toUpperCase()}`)],
  ["Vị trí chữ", ({ vertical }) => VERTICAL_WORDS[vertical]],
];

const millimetres = (twips: number): string => `${comma(Math.round((twips / 56.6929) * 10) / 10)} mm`;
const points = (twips: number): string => `${comma(Math.round(twips / 2) / 10)} pt`;

const PARAGRAPH_WORDS: readonly [string, (look: ParagraphLook) => string, (look: ParagraphLook) => number | string][] =
  [
    ["Căn lề", ({ align }) => ALIGN_WORDS[align], ({ align }) => align],
    ["Thụt trái", ({ left }) => millimetres(left), ({ left }) => left],
    ["Thụt phải", ({ right }) => millimetres(right), ({ right }) => right],
    ["Thụt dòng đầu", ({ first }) => millimetres(first), ({ first }) => first],
    ["Cách đoạn trên", ({ before }) => points(before), ({ before }) => before],
    ["Cách đoạn dưới", ({ after }) => points(after), ({ after }) => after],
    ["Giãn dòng", ({ line }) => line, ({ line }) => line],
    ["Sang trang trước đoạn", ({ pageBreak }) => YES_NO(pageBreak), ({ pageBreak }) => YES_NO(pageBreak)],
  ];

/** How texts that stand for one another look differently; the same change in many places is told once. */
export function formatChanges(pairs: readonly PairedText[]): FormatChange[] {
  const changes = new Gathered();
  for (const { where, before, after } of pairs) {
    const [old, now] = [mainLook(before.runs), mainLook(after.runs)];
    if (old !== undefined && now !== undefined) {
      for (const [what, words] of RUN_WORDS) changes.add(what, words(old), words(now), where);
      partLooks(before.runs, after.runs, old, now, (what, was, is) => changes.add(what, was, is, where));
    }
    if (before.look === undefined || after.look === undefined) continue;
    for (const [what, words, value] of PARAGRAPH_WORDS) {
      const [was, is] = [value(before.look), value(after.look)];
      const near = typeof was === "number" && typeof is === "number" && Math.abs(was - is) <= TWIPS_TOLERANCE;
      if (!near && was !== is) changes.add(what, words(before.look), words(after.look), where);
    }
  }
  return changes.list;
}

/** How the pages of the sections differ. */
export function pageChanges(before: readonly ReadPage[], after: readonly ReadPage[]): FormatChange[] {
  const changes = new Gathered();
  const words: [string, (page: ReadPage) => string][] = [
    ["Khổ giấy", ({ width, height }) => `${width} × ${height} mm`],
    ["Lề trên của trang", ({ top }) => `${top} mm`],
    ["Lề dưới của trang", ({ bottom }) => `${bottom} mm`],
    ["Lề trái của trang", ({ left }) => `${left} mm`],
    ["Lề phải của trang", ({ right }) => `${right} mm`],
  ];
  if (before.length !== after.length)
    changes.add("Số phần (section)", String(before.length), String(after.length), "cả tệp");
  for (let index = 0; index < Math.min(before.length, after.length); index += 1)
    for (const [what, say] of words)
      changes.add(what, say(before[index]!), say(after[index]!), after.length > 1 ? `phần ${index + 1}` : "cả tệp");
  return changes.list;
}

class Gathered {
  readonly #found = new Map<string, FormatChange>();

  add(what: string, before: string, after: string, where: string): void {
    if (before === after) return;
    const key = `${what}\n${before}\n${after}`;
    const one = this.#found.get(key);
    if (one === undefined) this.#found.set(key, { what, before, after, where: [where], places: 1 });
    else {
      one.places += 1;
      if (one.where.length < MOST_PLACES) one.where.push(where);
    }
  }

  get list(): FormatChange[] {
    return [...this.#found.values()];
  }
}

/** The look that most of a text has. */
function mainLook(runs: readonly ReadRun[]): RunLook | undefined {
  const letters = new Map<string, { look: RunLook; count: number }>();
  for (const { text, look } of runs) {
    const count = text.replaceAll(/\s/g, "").length;
    if (count === 0) continue;
    const key = JSON.stringify(look);
    const one = letters.get(key) ?? { look, count: 0 };
    one.count += count;
    letters.set(key, one);
  }
  return [...letters.values()].sort((a, b) => b.count - a.count)[0]?.look;
}

/** Parts of a text that look otherwise than before, beside what changed for the whole of it. Told where the letters are the same. */
function partLooks(
  before: readonly ReadRun[],
  after: readonly ReadRun[],
  old: RunLook,
  now: RunLook,
  add: (what: string, was: string, is: string) => void,
): void {
  const [letters, others] = [lettersOf(before), lettersOf(after)];
  if (letters.length !== others.length) return;
  const seen = new Set<string>();
  for (let index = 0; index < letters.length; index += 1) {
    const [was, is] = [letters[index]!, others[index]!];
    if (was.letter !== is.letter) return;
    if (was.look === is.look) continue;
    for (const [what, words] of RUN_WORDS) {
      const [a, b] = [words(was.look), words(is.look)];
      if (a === b || (a === words(old) && b === words(now)) || seen.has(`${what}${a}${b}`)) continue;
      seen.add(`${what}${a}${b}`);
      add(what, a, b);
    }
  }
}

function lettersOf(runs: readonly ReadRun[]): { letter: string; look: RunLook }[] {
  return runs.flatMap(({ text, look }) =>
    [...text.normalize("NFC").replaceAll(/[\s\u00a0]/g, "")].map((letter) => ({ letter, look })),
  );
}
