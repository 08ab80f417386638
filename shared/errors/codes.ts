/**
 * Every error code Vanthu can give, with the HTTP status it maps to and when it occurs.
 * One family for the command line, the API (`application/problem+json`) and the pages.
 * Add a code here, in the section of its room, before using it.
 */
export const ERROR_CODES = {
  // errors of use
  USAGE: { status: 400, when: "a command or request was called with wrong words or options (exit 64)" },
  INPUT_MISSING: { status: 404, when: "a named input file or record does not exist (exit 66)" },
  INTERNAL: { status: 500, when: "a fault of ours (exit 70)" },

  // opc: ZIP packages and XML from outside
  FILE_NOT_ZIP: { status: 422, when: "a .docx/.xlsx is not a ZIP package, whatever its name says" },
  FILE_WRONG_KIND: { status: 422, when: "the package is sound but of another kind than its name or use says" },
  PACKAGE_TOO_LARGE: { status: 413, when: "a package would unpack beyond the size or part limits (zip bomb)" },
  PACKAGE_BROKEN: { status: 422, when: "a ZIP entry cannot be read, or a part that must exist is absent" },
  XML_MALFORMED: { status: 422, when: "an XML part is not well formed" },
  XML_DOCTYPE: { status: 422, when: "an XML part carries a document type declaration (entities are never expanded)" },
  XML_TOO_DEEP: { status: 413, when: "XML nesting or size beyond the limits" },

  // pdf: PDF syntax from outside
  PDF_HEADER: { status: 422, when: "the bytes do not start with %PDF-, so the file is not a PDF" },
  PDF_XREF: { status: 422, when: "startxref, the cross-reference chain or a trailer is absent, broken, looping or contradicts itself" },
  PDF_SYNTAX: { status: 422, when: "an object is not well-formed PDF syntax, or is not where the cross-reference says" },
  PDF_FILTER: { status: 422, when: "a stream cannot be decoded by its filters, or uses one that is not supported" },
  PDF_LIMIT: { status: 413, when: "a PDF goes beyond the limits on nesting, entries, revisions or decoded size" },
  PDF_ENCRYPTED: { status: 422, when: "an encrypted PDF is asked to be updated or read for its content" },

  // asn1: DER and BER from outside
  ASN1_MALFORMED: { status: 422, when: "bytes are not well-formed BER or DER" },
  ASN1_STRUCTURE: { status: 422, when: "well-formed DER, but not the certificate, CMS, CRL, OCSP or timestamp structure expected" },
  ASN1_LIMIT: { status: 413, when: "DER goes beyond the limits on nesting, size or number of elements" },

  // storage
  NOT_FOUND: { status: 404, when: "a record or file is not in the store" },
  CONFLICT: { status: 409, when: "somebody else changed the record since it was read" },
  ITEM_TOO_LARGE: { status: 413, when: "a record is larger than 400 KB, the limit both stores keep" },
  FILE_DAMAGED: { status: 500, when: "a stored file no longer has the sha256 it was stored under" },

  // access
  SIGN_IN_REQUIRED: { status: 401, when: "no valid session" },
  SIGN_IN_FAILED: { status: 401, when: "wrong user name or password" },
  ACCOUNT_LOCKED: { status: 429, when: "too many failed sign-ins; locked for a while" },
  FORBIDDEN: { status: 403, when: "the person's roles do not allow this" },

  // command line
  LIBREOFFICE_MISSING: { status: 501, when: "the optional engine LibreOffice was asked for and is not installed, or failed" },

  // input of any kind that fails its schema
  INVALID: { status: 422, when: "a value is missing or has the wrong form; `where` names the field" },
} as const satisfies Record<string, { status: number; when: string }>;

/** A code of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;
