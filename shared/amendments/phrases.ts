/** A text on one line: spaces and line breaks are layout, not content. */
export function spaced(text: string): string {
  return text.normalize("NFC").replaceAll(/\s+/g, " ").trim();
}

/** A title or phrase inside a sentence: its first letter small unless a name or an abbreviation begins there. */
export function cleanPhrase(title: string): string {
  const text = spaced(title);
  return /^\p{Lu}\p{Ll}*\s+\p{Ll}/u.test(text) ? text[0]!.toLocaleLowerCase("vi") + text.slice(1) : text;
}
