/**
 * Cell texts on one line, without characters that are no text: controls, and signs that turn the direction of writing or join letters
 * unseen, by which a name would read otherwise than it is.
 */
export function oneLine(text: string): string {
  return text
    .replace(/\p{Cf}/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .normalize("NFC")
    .trim();
}

/** A cell's text with its line breaks, without characters that are no text. */
export function cellText(text: string): string {
  return text.split("\n").map(oneLine).filter(Boolean).join("\n");
}
