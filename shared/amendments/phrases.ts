/** A title or phrase inside a sentence: its first letter small unless a name or an abbreviation begins there. */
export function cleanPhrase(title: string): string {
  const text = title.replaceAll(/\s+/g, " ").trim();
  return /^\p{Lu}\p{Ll}*\s+\p{Ll}/u.test(text) ? text[0]!.toLocaleLowerCase("vi") + text.slice(1) : text;
}
