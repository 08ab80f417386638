import { inCapitals, type Piece } from "./pieces.ts";

/** The heading of an appendix. */
export interface AppendixHead {
  label: string;
  title: string;
  /** "(Kèm theo …)" as written, "" when there is none. */
  attachedTo: string;
}

/** Does an appendix begin here: "PHỤ LỤC", "Phụ lục II", "Phụ lục số 01"? */
export function beginsAppendix(piece: Piece | undefined): boolean {
  return piece !== undefined && /^PHỤ LỤC(?:\s+(?:số\s+)?[\dIVXLC]{1,5})?$/iu.test(piece.text);
}

/** Reads label, title in capitals and "(Kèm theo …)"; `next` is the first piece of the appendix's text. */
export function readAppendixHead(pieces: Piece[], start: number): { head: AppendixHead; next: number } {
  const title: string[] = [];
  let at = start + 1;
  while (at < pieces.length && inCapitals(pieces[at]!.text) && !/^[IVXLC]+\s?[.\-–]/.test(pieces[at]!.text))
    title.push(pieces[at++]!.text);
  const attached: string[] = [];
  if (/^\((?:Ban hành\s+)?(?:Kèm|kèm)/u.test(pieces[at]?.text ?? "")) {
    do attached.push(pieces[at++]!.text);
    while (at < pieces.length && !attached.at(-1)!.endsWith(")") && attached.length < 6);
  }
  return { head: { label: pieces[start]!.text, title: title.join("\n"), attachedTo: attached.join(" ") }, next: at };
}
