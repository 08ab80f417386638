import type { CopyForm, Medium, Standing } from "../../../shared/copies/index.ts";
import type { CopiedText, CopySource, CopyState } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import type { Tone } from "./pieces.tsx";

/** Address of everything about copies. */
export const COPIES = "/sao-van-ban";

/** Forms as buttons and headings name them. */
export const FORM_NAMES: Record<CopyForm, string> = {
  "sao-y": "Sao y",
  "sao-luc": "Sao lục",
  "trich-sao": "Trích sao",
};

/** Media as people choose them. */
export const MEDIUM_NAMES: Record<Medium, string> = { electronic: "điện tử", paper: "giấy" };

/** What a text is, to choose from for a paper. */
export const PAPER_STANDINGS: [Standing, string][] = [
  ["authentic", "Bản chính (có chữ ký, dấu trực tiếp)"],
  ["original", "Bản gốc"],
  ["sao-y", "Bản sao y"],
  ["sao-luc", "Bản sao lục"],
  ["trich-sao", "Bản trích sao"],
];

/** Where a copy stands. */
export const COPY_STATES: Record<CopyState, { name: string; tone: Tone }> = {
  made: { name: "Đã ký số", tone: "good" },
  sent: { name: "Đã gửi", tone: "info" },
  printed: { name: "Chờ ký, đóng dấu", tone: "warn" },
  signed: { name: "Đã ký, đóng dấu", tone: "good" },
  void: { name: "Đã hủy", tone: "bad" },
};

const SOURCES: Record<CopySource["from"], string> = { document: "van-ban", incoming: "van-ban-den", upload: "tep" };

/** Address of the page on which one chooses what to make of a source. */
export function copySourceAddress({ from, id }: CopySource): string {
  return `${COPIES}/nguon/${SOURCES[from]}/${id}`;
}

/** The source that an address names; undefined for any other. */
export function copySourceFrom(part: string, id: string): CopySource | undefined {
  const found = Object.entries(SOURCES).find(([, word]) => word === part);
  return found === undefined ? undefined : { from: found[0] as CopySource["from"], id };
}

/** "Quyết định số 218/QĐ-UBND ngày 02/11/2026". */
export function copiedWords({ kindName, symbol, issuedOn }: CopiedText): string {
  return `${kindName === "" ? "Công văn" : kindName} số ${symbol} ngày ${shortDate(issuedOn)}`;
}
