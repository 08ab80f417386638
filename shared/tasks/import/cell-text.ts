/** Inline HTML that exports of web tables leave in cells. Anything else in angle brackets is text. */
const TAG = /<\/?(?:i|b|u|em|strong|span|font|p|div|br|ul|ol|li|sup|sub)(?:\s[^<>]{0,500})?\/?>/gi;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Only characters that are composed already and are no part of markup: nearly every cell, told at a glance. */
const PLAIN = /^[\n !-%'-;=-~\u00a1-\u00ac\u00ae-\u024f\u1ea0-\u1ef9\u2010-\u2027]*$/;
const LOOSE_SPACE = /^\s|\s$|\s\s/;

/** A line that is an item of a list: "- …", "+ …", "• …". */
const LIST_ITEM = /^(?:[-+*•–●▪]|\d{1,2}[.)]|[a-zđ]\))\s+\S/u;

/**
 * A cell's text as stored: Unicode NFC, no HTML, no double spaces, lines trimmed, items of a list each on a line of its own.
 */
export function cleanCell(raw: string): string {
  if (PLAIN.test(raw) && !LOOSE_SPACE.test(raw)) return raw;
  let text = raw.normalize("NFC").replaceAll(/\r\n?|\u2028|\u2029|\u000b/g, "\n");
  if (text.includes("<")) text = withoutHtml(text);
  if (text.includes("&")) {
    text = text.replaceAll(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ENTITIES[name] ?? "");
  }
  return text
    .replaceAll(/[\u200b-\u200d\u2060\ufeff\u00ad]|[\u0000-\u0008\u000c\u000e-\u001f\u007f]/g, "")
    .split("\n")
    .map((line) => line.replaceAll(/[\s\u00a0]+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

function withoutHtml(text: string): string {
  const list = /<(?:ul|ol)[\s>]/i.test(text);
  const plain = text.replaceAll(TAG, (tag) => {
    if (/^<\/?(?:br|p|div|ul|ol)/i.test(tag)) return "\n";
    if (/^<li/i.test(tag)) return "\n- ";
    return "";
  });
  // Inside an HTML list the items often stand in one line, each after a dash.
  return list ? plain.replaceAll(/(?<!\s)\s+-\s+(?=\p{Lu})/gu, "\n- ").replaceAll(/-\s+-\s/g, "- ") : plain;
}

/**
 * Puts two parts of a cell together that a page break had cut: a list item starts a line, a document number broken after its
 * hyphen closes up ("07-" + "KH/BCĐ"), anything else gets one space.
 */
export function joinCutText(before: string, after: string): string {
  if (before === "" || after === "") return before + after;
  if (LIST_ITEM.test(after)) return `${before}\n${after}`;
  if (/[\p{L}\d][-/]$/u.test(before.slice(-4)) && /^[\p{Lu}\d]/u.test(after)) return before + after;
  return `${before} ${after}`;
}

/** Lower case, no diacritics, only letters and digits with single spaces: for comparing names however they were typed. */
export function plainWords(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("đ", "d")
    .replaceAll(/[^a-z0-9]+/g, " ")
    .trim();
}

/** Text that a spreadsheet would run as a formula when it opens a CSV file; any apostrophes before it belong to the guard. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** A cell for CSV: an apostrophe goes before what a spreadsheet would run as a formula ("- Báo cáo", "=1+1"). */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Takes the apostrophe of {@link guarded} away again. */
export function unguarded(raw: string): string {
  return raw.startsWith("'") && FORMULA.test(raw) ? raw.slice(1) : raw;
}
