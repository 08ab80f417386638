import { openPackage } from "../../opc/index.ts";

/** What a file of evidence can be: its content type, and how its name ends. */
export interface EvidenceKind {
  contentType: string;
  ending: string;
  /** Other endings that a name may have. */
  also?: string[];
}

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * What the bytes of a file say it is, whatever its name: PDF, Word or Excel without macros, PNG, JPEG, WebP.
 *
 * @returns undefined for anything else
 * @throws FILE_ENCRYPTED, PACKAGE_TOO_LARGE, PACKAGE_BROKEN for a Word or Excel file that cannot be looked at
 */
export function evidenceKind(bytes: Uint8Array): EvidenceKind | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024));
  const starts = (...values: number[]) => values.every((value, index) => head[index] === value);
  // A few bytes may stand before the header (ISO 32000-2 Annex I); then it is no picture and no package either.
  if (head.includes("%PDF-") && !starts(0x50, 0x4b)) return { contentType: "application/pdf", ending: "pdf" };
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { contentType: "image/png", ending: "png" };
  if (starts(0xff, 0xd8, 0xff)) return { contentType: "image/jpeg", ending: "jpg", also: ["jpeg"] };
  if (head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WEBP")
    return { contentType: "image/webp", ending: "webp" };
  if (!starts(0x50, 0x4b) && !starts(0xd0, 0xcf, 0x11, 0xe0)) return undefined;
  return packageKind(bytes);
}

/** Office Open XML by its main part (ECMA-376 part 1, 11.3.10 and 12.3.23); one that can run programs is none of ours. */
function packageKind(bytes: Uint8Array): EvidenceKind | undefined {
  const { names } = openPackage(bytes);
  if (!names.includes("[Content_Types].xml")) return undefined;
  if (names.some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name) || /(?:^|\/)activeX\//i.test(name))) return undefined;
  if (names.includes("word/document.xml")) return { contentType: WORD, ending: "docx" };
  return names.includes("xl/workbook.xml") ? { contentType: EXCEL, ending: "xlsx" } : undefined;
}
