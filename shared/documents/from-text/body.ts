import { headingLevel, type Piece } from "./pieces.ts";

/** Pieces of a body as Markdown-like text: headings by their numbers, remarks in brackets centred, everything else as it stands. */
export function bodyText(pieces: Piece[]): string {
  const blocks: string[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const lines = [pieces[at]!];
    while (pieces[at + 1]?.sameParagraph === true) {
      at += 1;
      lines.push(pieces[at]!);
    }
    const text = lines.map((piece) => piece.text).join(" ");
    const markup = lines.map((piece) => piece.markup).join("\\\n");
    const level = headingLevel(text);
    if (level !== undefined) blocks.push(`${"#".repeat(level)} ${withoutEmphasis(markup)}`);
    else if (isRemark(text)) blocks.push(`::: center\n${lines.map((piece) => italic(piece.markup)).join("\\\n")}\n:::`);
    else blocks.push(markup);
  }
  return blocks.join("\n\n");
}

/** "(Có Phụ lục số 01 kèm theo)": a remark that stands for itself. */
function isRemark(text: string): boolean {
  return /^\((?!\d+\))[^()]*(?:Phụ lục|đính kèm|kèm theo)[^()]*\)\.?$/iu.test(text) && text.length < 300;
}

/** The style of a heading is the template's business. */
function withoutEmphasis(markup: string): string {
  return markup.replaceAll(/(?<!\\)\*{1,3}/g, "");
}

function italic(markup: string): string {
  return /(?<!\\)\*/.test(markup) ? markup : `*${markup}*`;
}
