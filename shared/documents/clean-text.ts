/**
 * Text as it may stand on a page: precomposed letters (NFC, TCVN 6909:2001, which NĐ30 PL I.I.4 asks for), no control characters.
 * Tabs and line feeds stay.
 */
export function cleanText(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "",
    );
}

/** In capitals by Vietnamese rules. */
export function capitals(text: string): string {
  return text.toLocaleUpperCase("vi");
}
