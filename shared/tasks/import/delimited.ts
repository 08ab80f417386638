import { VanthuError } from "../../errors/index.ts";
import { GRID_LIMITS, type Grid, type GridRow } from "./grid.ts";

/**
 * The text of a file: UTF-8 with or without byte-order mark, or UTF-16 with one.
 *
 * @throws IMPORT_FILE_MISMATCH when the bytes are not text in these encodings
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\u0000")) return text;
  } catch {
    // reported below
  }
  throw new VanthuError("IMPORT_FILE_MISMATCH", {
    message: "Tệp không phải là văn bản mã hóa UTF-8 hoặc UTF-16.",
    where: name,
    hint: "Trong Excel chọn “Lưu dạng” → “CSV UTF-8 (phân cách bằng dấu phẩy)”, hoặc gửi tệp .xlsx.",
  });
}

/** Reads delimited text (RFC 4180): quoted fields may hold delimiters, doubled quotes and line breaks. */
export function readDelimited(text: string, delimiter: "," | ";" | "\t", name: string, paged: boolean): Grid {
  const rows: GridRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let rowLine = 1;
  let at = 0;
  let closable = true;
  const mustFit = () => {
    if (cells.length <= GRID_LIMITS.columns && rows.length < GRID_LIMITS.rows) return;
    throw new VanthuError("IMPORT_TOO_LARGE", {
      message: `Bảng có quá ${GRID_LIMITS.rows} hàng hoặc ${GRID_LIMITS.columns} cột.`,
      where: `${name}, dòng ${rowLine}`,
    });
  };
  const endRow = () => {
    rows.push({ number: rowLine, cells });
    cells = [];
  };
  while (at < text.length) {
    let field: string | undefined;
    if (text[at] === '"' && closable) {
      const close = closingQuote(text, at + 1, delimiter);
      // No closing quote in the rest of the text: do not look again at every field.
      if (close === "none") closable = false;
      else if (close !== "literal") {
        field = text.slice(at + 1, close).replaceAll('""', '"');
        for (const character of field) if (character === "\n") line += 1;
        at = close + 1;
      }
    }
    if (field === undefined) {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end += 1;
      field = text.slice(at, end);
      at = end;
    }
    cells.push(field);
    mustFit();
    if (text[at] === delimiter) {
      at += 1;
      if (at === text.length) cells.push("");
      continue;
    }
    endRow();
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    line += 1;
    rowLine = line;
  }
  if (cells.length > 0) endRow();
  return { name: "", rows, paged };
}

/** Index of the quote that closes a field: followed by the delimiter or the end of the line. "literal": the quotes are plain text. */
function closingQuote(text: string, from: number, delimiter: string): number | "literal" | "none" {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return "none";
    const next = text[quote + 1];
    if (next === '"') {
      at = quote + 2;
      continue;
    }
    if (next === undefined || next === delimiter || next === "\n" || next === "\r") return quote;
    return "literal";
  }
}
