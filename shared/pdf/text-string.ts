import { PdfString } from "./objects.ts";

/** PDFDocEncoding where it differs from Latin-1 (ISO 32000-1, annex D.2). */
const DOC_ENCODING: Record<number, string> = {
  24: "\u02d8",
  25: "\u02c7",
  26: "\u02c6",
  27: "\u02d9",
  28: "\u02dd",
  29: "\u02db",
  30: "\u02da",
  31: "\u02dc",
  128: "\u2022",
  129: "\u2020",
  130: "\u2021",
  131: "\u2026",
  132: "\u2014",
  133: "\u2013",
  134: "\u0192",
  135: "\u2044",
  136: "\u2039",
  137: "\u203a",
  138: "\u2212",
  139: "\u2030",
  140: "\u201e",
  141: "\u201c",
  142: "\u201d",
  143: "\u2018",
  144: "\u2019",
  145: "\u201a",
  146: "\u2122",
  147: "\ufb01",
  148: "\ufb02",
  149: "\u0141",
  150: "\u0152",
  151: "\u0160",
  152: "\u0178",
  153: "\u017d",
  154: "\u0131",
  155: "\u0142",
  156: "\u0153",
  157: "\u0161",
  158: "\u017e",
  160: "\u20ac",
};

/** Text of a string (7.9.2.2): UTF-16BE or UTF-8 by its mark, else PDFDocEncoding. */
export function textOf(string: PdfString): string {
  const { bytes } = string;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes.subarray(3));
  let text = "";
  for (const c of bytes) text += DOC_ENCODING[c] ?? String.fromCharCode(c);
  return text;
}

/** A text string: plain when ASCII, else UTF-16BE with its mark, which every reader knows (UTF-8 is PDF 2.0 only). */
export function textString(text: string): PdfString {
  if (/^[\x20-\x7e\r\n\t]*$/.test(text)) return new PdfString(Buffer.from(text, "latin1"));
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  return new PdfString(new Uint8Array(bytes), true);
}
