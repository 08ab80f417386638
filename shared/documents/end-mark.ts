import { plainText } from "./inline.ts";
import type { Block, Inline } from "./model.ts";

/**
 * Ends the text with the rule set's mark: "./." (NĐ30 PL III, forms 1.1–1.8) or "." (Party). Only a last paragraph of running text
 * gets it; a text that ends with a table, a centred line or an open list is left alone.
 */
export function withEndMark(blocks: readonly Block[], mark: "./." | "."): Block[] {
  const last = blocks[blocks.length - 1];
  if (last === undefined || last.type !== "paragraph" || (last.align ?? "justify") !== "justify") return [...blocks];
  const at = last.inlines.findLastIndex((inline) => "text" in inline && inline.text.trim() !== "");
  const run = last.inlines[at];
  if (run === undefined || !("text" in run)) return [...blocks];
  const written = plainText(last.inlines).trimEnd();
  const ended = /(\.\/\.|[.…!?:;,])$/.exec(written)?.[1];
  if (ended === mark || (ended !== undefined && ended !== "." && ended !== "./.")) return [...blocks];
  const text = run.text.trimEnd().replace(/(\.\/\.|\.)$/, "") + mark;
  const inlines: Inline[] = last.inlines.with(at, { ...run, text });
  return [...blocks.slice(0, -1), { ...last, inlines }];
}
