/**
 * Codes of organisations (mã định danh) and of documents in the exchange.
 * Sources: QĐ 20/2020/QĐ-TTg amended by QĐ 09/2025/QĐ-TTg; QCVN 102:2016/BTTTT.
 */

/** Groups of digits and capitals parted by dots (QĐ 20/2020/QĐ-TTg); the older 13-character form `000.00.00.G22` fits as well. */
const ORGANISATION_CODE = /^[0-9A-Z]+(\.[0-9A-Z]+)*$/;

/** Longest code, dots included (QĐ 20/2020/QĐ-TTg). */
const MAX_LENGTH = 35;

/** Is this the form of an organisation code? Whether such an organisation exists only the live directory knows. */
export function isOrganisationCode(code: string): boolean {
  return code.length <= MAX_LENGTH && ORGANISATION_CODE.test(code);
}

/** What names a document in the exchange. `issuedOn` is an ISO date. */
export interface DocumentReference {
  organisationCode: string;
  issuedOn: string;
  number: string;
  notation: string;
}

/**
 * The DocumentId of the exchange: `{OrganId},{yyyy/MM/dd},{CodeNumber}/{CodeNotation}`.
 *
 * @example
 * buildDocumentId({ organisationCode: "H63.01", issuedOn: "2026-11-22", number: "32", notation: "KH-UBND" }) // "H63.01,2026/11/22,32/KH-UBND"
 */
export function buildDocumentId(reference: DocumentReference): string {
  return `${reference.organisationCode},${reference.issuedOn.replaceAll("-", "/")},${reference.number}/${reference.notation}`;
}

/** Takes a DocumentId apart, or answers undefined when it has another form (others' systems do not all keep the form). */
export function parseDocumentId(id: string): DocumentReference | undefined {
  const match = /^([0-9A-Z.]+),(\d{4})\/(\d{2})\/(\d{2}),([^/]*)\/(.+)$/.exec(id.trim());
  if (match === null || !isOrganisationCode(match[1]!)) return undefined;
  const [, organisationCode, year, month, day, number, notation] = match;
  return {
    organisationCode: organisationCode!,
    issuedOn: `${year}-${month}-${day}`,
    number: number!,
    notation: notation!,
  };
}
