import { VanthuError } from "../errors/index.ts";
import type { DossierDocument, NumberedDocument } from "./model.ts";

/** DocOrdinal has 3 characters, PageTotal 4 (Phụ lục VI Phần II.I.2, III.10). */
export const MOST_DOCUMENTS = 999;
/** See {@link MOST_DOCUMENTS}. */
export const MOST_PAGES = 9999;

/**
 * Documents of a dossier in the order in which they came to be, numbered (Phụ lục VI Phần I.III.4.b and g): by their own day; of one day by
 * when they were put in.
 */
export function numberDocuments(documents: readonly DossierDocument[]): NumberedDocument[] {
  const sorted = [...documents].sort(
    (a, b) =>
      compare(a.facts.issuedOn, b.facts.issuedOn) ||
      compare(a.addedAt, b.addedAt) ||
      compare(`${a.source.from}/${a.source.id}`, `${b.source.from}/${b.source.id}`),
  );
  let page = 0;
  return sorted.map((document, index) => {
    const fromPage = page + 1;
    page += document.facts.pages;
    return { ...document, ordinal: index + 1, fromPage, toPage: Math.max(fromPage, page) };
  });
}

/** Totals of a dossier (III.9 and III.10), and its first and last document's day. */
export function totalsOf(documents: readonly DossierDocument[]): {
  documents: number;
  pages: number;
  files: number;
  from?: string;
  to?: string;
} {
  const days = documents.map(({ facts }) => facts.issuedOn).sort();
  return {
    documents: documents.length,
    pages: documents.reduce((sum, { facts }) => sum + facts.pages, 0),
    files: documents.reduce((sum, { files }) => sum + files.length, 0),
    ...(days[0] === undefined ? {} : { from: days[0], to: days.at(-1)! }),
  };
}

/** Refuses what the metadata of a dossier cannot count. @throws DOSSIER_FULL */
export function requireRoom(documents: readonly DossierDocument[]): void {
  const { documents: count, pages } = totalsOf(documents);
  if (count <= MOST_DOCUMENTS && pages <= MOST_PAGES) return;
  throw new VanthuError("DOSSIER_FULL", {
    message:
      count > MOST_DOCUMENTS
        ? `Hồ sơ đã có ${MOST_DOCUMENTS} văn bản, không thêm được nữa.`
        : `Hồ sơ sẽ có ${pages} trang, quá ${MOST_PAGES} trang.`,
    where: "NĐ 30/2020/NĐ-CP Phụ lục VI Phần II: DocOrdinal 3 chữ số, PageTotal 4 chữ số",
    hint: "Mở hồ sơ tiếp theo (tập 2) cho các văn bản còn lại.",
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
