/** Characters that mean something inside a line of the Markdown-like language (`docs/noi-dung.md`). */
const INLINE_SIGNS = /[\\*_^~[\]|<>]/g;

/**
 * Makes any text survive the Markdown-like parser character for character: signs are escaped, spaces at the ends are kept,
 * line breaks become forced line breaks. A text of one line becomes exactly one paragraph (or none, when it is empty).
 *
 * @example
 * parseBlocks(escapeText("- 5 * 3_a [x]")) // one paragraph, "- 5 * 3_a [x]"
 */
export function escapeText(text: string): string {
  return text
    .split("\n")
    .map((line) =>
      line
        .replace(INLINE_SIGNS, "\\$&")
        .replace(/^[#:]/, "\\$&")
        .replace(/^[ \t]+|[ \t]+$/g, (spaces) => spaces.replace(/[ \t]/g, "\\$&")),
    )
    .join("\\\n");
}
