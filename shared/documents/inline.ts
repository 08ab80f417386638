import type { Inline, TextRun } from "./model.ts";

/** Styles that signs of the language switch on. */
type RunStyle = Omit<TextRun, "text">;

/** What a sign does. Longer signs stand first, so that `**` is not read as two `*`. */
const SIGNS: { sign: string; style: RunStyle; tight: boolean }[] = [
  { sign: "***", style: { bold: true, italic: true }, tight: false },
  { sign: "**", style: { bold: true }, tight: false },
  { sign: "*", style: { italic: true }, tight: false },
  { sign: "__", style: { underline: true }, tight: false },
  // No blank inside: "~10%" and "2^10" in running text are not meant as sub- or superscript.
  { sign: "^", style: { superscript: true }, tight: true },
  { sign: "~", style: { subscript: true }, tight: true },
];

/** Gives the text of a footnote by its label; undefined leaves `[^label]` in the text as it is. */
export type FootnoteSource = (label: string) => TextRun[] | undefined;

/**
 * Reads the signs inside one paragraph: `**bold**`, `*italic*`, `__underline__`, `^sup^`, `~sub~`, `[^label]`, `\` before a sign
 * to mean the sign itself, and `\` at the end of a line for a forced line break. A sign without its partner stands for itself.
 */
export function parseInlines(text: string, footnotes: FootnoteSource = () => undefined): Inline[] {
  const out: Inline[] = [];
  read(text, {}, footnotes, out);
  return out;
}

/** As {@link parseInlines}, for texts in which a footnote cannot stand. */
export function parseRuns(text: string): TextRun[] {
  return parseInlines(text).filter((inline): inline is TextRun => "text" in inline);
}

function read(text: string, style: RunStyle, footnotes: FootnoteSource, out: Inline[]): void {
  // Once a sign has no partner further on, it has none for any later start either: keeps the reading linear.
  const hopeless = new Set<string>();
  let plain = "";
  const flush = () => {
    if (plain === "") return;
    pushText(out, plain, style);
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const letter = text[at]!;
    if (letter === "\\" && at + 1 < text.length) {
      const next = text[at + 1]!;
      if (next === "\n") {
        flush();
        out.push({ lineBreak: true });
      } else if (/[!-/:-@[-`{-~ \t]/.test(next)) {
        plain += next;
      } else {
        plain += letter + next;
      }
      at += 2;
      continue;
    }
    if (letter === "\n") {
      plain += " ";
      at += 1;
      continue;
    }
    if (letter === "[" && text[at + 1] === "^") {
      const label = /^\[\^([^\]\s]{1,64})\]/.exec(text.slice(at, at + 68));
      const note = label === null ? undefined : footnotes(label[1]!);
      if (label !== null && note !== undefined) {
        flush();
        out.push({ footnote: note });
        at += label[0].length;
        continue;
      }
    }
    const opened = openSign(text, at, style, hopeless);
    if (opened !== undefined) {
      flush();
      read(text.slice(at + opened.sign.length, opened.end), { ...style, ...opened.style }, footnotes, out);
      at = opened.end + opened.sign.length;
      continue;
    }
    // An unpaired sign is text, the whole of it: "**" must not be tried again as two "*".
    const literal = SIGNS.find(({ sign }) => text.startsWith(sign, at))?.sign ?? letter;
    plain += literal;
    at += literal.length;
  }
  flush();
}

function openSign(text: string, at: number, style: RunStyle, hopeless: Set<string>) {
  for (const { sign, style: added, tight } of SIGNS) {
    if (!text.startsWith(sign, at) || hopeless.has(sign)) continue;
    if (Object.keys(added).every((key) => style[key as keyof RunStyle])) continue;
    const first = text[at + sign.length];
    if (first === undefined || /\s/.test(first) || (tight && first === sign)) continue;
    const end = findEnd(text, at + sign.length, sign, tight);
    if (end === undefined) {
      if (!tight) hopeless.add(sign);
      continue;
    }
    return { sign, style: added, end };
  }
  return undefined;
}

/** Where the closing sign stands: after something that is not a blank, and not part of a longer row of the same sign. */
function findEnd(text: string, from: number, sign: string, tight: boolean): number | undefined {
  const letter = sign[0]!;
  for (let at = from; at < text.length; at += 1) {
    const here = text[at]!;
    if (here === "\\") {
      at += 1;
      continue;
    }
    if (tight && /\s/.test(here)) return undefined;
    if (here !== letter) continue;
    let length = 1;
    while (text[at + length] === letter) length += 1;
    const closes = at > from && !/\s/.test(text[at - 1]!);
    if (closes && length === sign.length) return at;
    // "**a *b***": the inner sign closes first, the outer one with what is left of the row.
    if (closes && length === 3 && sign.length < 3 && letter === "*") return sign === "**" ? at + 1 : at + 2;
    at += length - 1;
  }
  return undefined;
}

function pushText(out: Inline[], text: string, style: RunStyle): void {
  const last = out[out.length - 1];
  if (last !== undefined && "text" in last && sameStyle(last, style)) last.text += text;
  else out.push({ text, ...style });
}

function sameStyle(run: TextRun, style: RunStyle): boolean {
  return (["bold", "italic", "underline", "superscript", "subscript"] as const).every(
    (key) => !!run[key] === !!style[key],
  );
}

/** The text of inlines without their styles; a line break counts as "\n", footnotes are left out. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines.map((inline) => ("text" in inline ? inline.text : "lineBreak" in inline ? "\n" : "")).join("");
}
