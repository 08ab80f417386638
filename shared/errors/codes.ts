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
  FILE_ENCRYPTED: {
    status: 422,
    when: "a .docx/.xlsx is protected by a password (an encrypted package in an OLE file)",
  },
  PACKAGE_TOO_LARGE: { status: 413, when: "a package would unpack beyond the size or part limits (zip bomb)" },
  PACKAGE_BROKEN: { status: 422, when: "a ZIP entry cannot be read, or a part that must exist is absent" },
  XML_MALFORMED: { status: 422, when: "an XML part is not well formed" },
  XML_DOCTYPE: { status: 422, when: "an XML part carries a document type declaration (entities are never expanded)" },
  XML_TOO_DEEP: { status: 413, when: "XML nesting or size beyond the limits" },

  // evidence: signed evidence containers
  EVIDENCE_NAME: {
    status: 422,
    when: "a file for an evidence container has no name that can be used, or there is none",
  },
  EVIDENCE_MANIFEST: { status: 422, when: "a manifest of an evidence container is not one" },

  // dossiers: lists, dossiers, hand-over, archive packages, search
  DOSSIER_RETENTION: { status: 422, when: "a retention is neither for good nor a definite number of years" },
  DOSSIER_CODE: { status: 422, when: "a dossier's code has parts too long or not of their form" },
  DOSSIER_LIST: { status: 422, when: "a year's list of dossiers does not have the parts that Phụ lục V asks for" },
  DOSSIER_STATE: { status: 409, when: "a step that a dossier or list does not allow where it stands now" },
  DOSSIER_FROZEN: { status: 423, when: "a change of a dossier that is locked by order" },
  DOSSIER_FULL: { status: 422, when: "a dossier would get more documents or pages than its metadata can count" },
  METADATA_LENGTH: { status: 422, when: "metadata longer than Phụ lục VI allows, or not of the field's type" },
  ARCHIVE_UNREADABLE: { status: 422, when: "an archive package cannot be opened within its bounds" },

  // pdf: PDF syntax from outside
  PDF_HEADER: { status: 422, when: "the bytes do not start with %PDF-, so the file is not a PDF" },
  PDF_XREF: {
    status: 422,
    when: "startxref, the cross-reference chain or a trailer is absent, broken, looping or contradicts itself",
  },
  PDF_SYNTAX: {
    status: 422,
    when: "an object is not well-formed PDF syntax, or is not where the cross-reference says",
  },
  PDF_FILTER: { status: 422, when: "a stream cannot be decoded by its filters, or uses one that is not supported" },
  PDF_LIMIT: { status: 413, when: "a PDF goes beyond the limits on nesting, entries, revisions or decoded size" },
  PDF_ENCRYPTED: { status: 422, when: "an encrypted PDF is asked to be updated or read for its content" },

  // asn1: DER and BER from outside
  ASN1_MALFORMED: { status: 422, when: "bytes are not well-formed BER or DER" },
  ASN1_STRUCTURE: {
    status: 422,
    when: "well-formed DER, but not the certificate, CMS, CRL, OCSP or timestamp structure expected",
  },
  ASN1_LIMIT: { status: 413, when: "DER goes beyond the limits on nesting, size or number of elements" },

  // typeset
  FONT_UNREADABLE: { status: 422, when: "a font file is not a TrueType file with glyf outlines, or is damaged" },
  DOCX_NO_BODY: { status: 422, when: "a .docx has no main document part with a w:body" },
  ATTACHMENT_INVALID: {
    status: 422,
    when: "a file to be embedded in a PDF has an unusable name or type, or is too large",
  },
  TYPESET_TIMEOUT: { status: 422, when: "a .docx took longer to typeset than allowed and was given up" },
  TYPESET_MEMORY: { status: 413, when: "a .docx needed more memory to typeset than allowed and was given up" },
  READING_TIMEOUT: { status: 422, when: "a file from outside took longer to read than allowed and was given up" },
  READING_MEMORY: { status: 413, when: "a file from outside needed more memory to read than allowed and was given up" },
  LIBREOFFICE_MISSING: { status: 501, when: "the optional engine LibreOffice was asked for and is not installed" },
  LIBREOFFICE_TIMEOUT: { status: 422, when: "LibreOffice took longer for a file than allowed and was ended" },
  LIBREOFFICE_FAILED: { status: 422, when: "LibreOffice ended without a PDF" },
  DOCX_TOO_LONG: { status: 413, when: "a .docx would give more pages than the typesetter's bound" },

  // lint: the format check
  LINT_FIX_DOCX_ONLY: { status: 422, when: "mending was asked for a file that is not DOCX" },

  // tasks: import of tables
  IMPORT_FILE_KIND: { status: 422, when: "a file of a kind that tasks cannot be imported from, by its name" },
  IMPORT_FILE_MISMATCH: { status: 422, when: "a file's bytes are not what its name says" },
  IMPORT_TOO_LARGE: { status: 413, when: "a table has more bytes, rows or columns than a task table can have" },
  IMPORT_EMPTY: { status: 422, when: "a file or sheet holds no data" },
  IMPORT_SHEET_NOT_FOUND: { status: 404, when: "the named sheet or table is not in the file" },
  IMPORT_HEADER_NOT_FOUND: { status: 422, when: "no row looks like the header of a task table" },
  IMPORT_COLUMN_MISSING: { status: 422, when: "the table lacks a column that every task needs" },
  IMPORT_NAME_MISSING: { status: 422, when: "a row without the task's name" },
  IMPORT_LEAD_MISSING: { status: 422, when: "a row without the lead agency" },
  IMPORT_NUMBER_REPEATED: { status: 422, when: "a task number comes twice in one group" },
  IMPORT_CELL_TOO_LONG: { status: 422, when: "a cell is longer than a task's text can be" },
  IMPORT_CELL_ERROR: { status: 422, when: "a cell holds a spreadsheet error such as #REF!" },
  IMPORT_TEXT_DAMAGED: { status: 422, when: "a cell holds replacement characters of a wrong encoding" },
  IMPORT_DEADLINE_UNREADABLE: {
    status: 422,
    when: "a date that is not in the calendar, or (strict) no date in a deadline",
  },
  IMPORT_DATE_UNREADABLE: { status: 422, when: "a cell of a date column holds no date of the calendar" },
  IMPORT_NUMBER_UNREADABLE: { status: 422, when: "a cell of a number or percentage column holds no number in range" },
  IMPORT_ROW_UNREADABLE: { status: 422, when: "a row under the header that is neither a task nor a group" },

  EVIDENCE_FILE: {
    status: 422,
    when: "a file of evidence is of another kind than its name says or than may be kept, too large, or one too many",
  },

  // storage
  NOT_FOUND: { status: 404, when: "a record or file is not in the store" },
  CONFLICT: { status: 409, when: "somebody else changed the record since it was read" },
  ITEM_TOO_LARGE: { status: 413, when: "a record is larger than 400 KB, the limit both stores keep" },
  STORE_UNUSABLE: {
    status: 500,
    when: "the data folder cannot be opened: no right to write, not a folder, not our database, or made by a newer version",
  },
  DATA_TOO_NEW: { status: 500, when: "the stored data was brought to a version that this program does not know" },
  SETTINGS_INVALID: {
    status: 500,
    when: "settings of the service (environment, arguments) are wrong; every fault is named",
  },
  BACKUP_FAILED: { status: 500, when: "a backup or a restore cannot be written, or its place holds something else" },
  BACKUP_UNSOUND: { status: 422, when: "a backup is not one, is not finished, or files in it are missing or changed" },
  ALREADY_EXISTS: { status: 409, when: "a name that must be the only one (user name, organisation code) is taken" },
  FILE_DAMAGED: { status: 500, when: "a stored file no longer has the sha256 it was stored under" },

  // records: number ledger and registers
  NUMBER_GIVEN: { status: 409, when: "the document already has a number in this series; `where` is that number" },
  NUMBER_CLOSED: {
    status: 409,
    when: "the number was already issued or voided, or never taken, so this step is not possible; or the book is closed and takes no number",
  },
  BOOK_IN_USE: {
    status: 409,
    when: "numbers of a book were already given, so it can be neither taken over nor divided otherwise",
  },
  BOOK_NOT_FINISHED: { status: 409, when: "a book is to be closed while numbers of it are reserved" },
  BOOK_TAKING_OVER: { status: 409, when: "the old lines of a book are just being taken over; it gives no number yet" },
  REGISTER_LINE_UNREADABLE: { status: 422, when: "a line of an old register lacks its number or a date is unreadable" },
  REGISTER_TOO_LONG: { status: 413, when: "more lines are to be printed or taken over at once than one volume holds" },

  // access
  SIGN_IN_REQUIRED: { status: 401, when: "no valid session" },
  SIGN_IN_FAILED: { status: 401, when: "wrong user name or password" },
  TOO_MANY_CHECKS: {
    status: 429,
    when: "one address uses the public check more often than it may; Retry-After says when it may again",
  },
  ACCOUNT_LOCKED: { status: 429, when: "too many failed sign-ins; locked for a while" },
  SIGN_IN_WAY_REFUSED: {
    status: 403,
    when: "the organisation has closed this way of signing in for a role of the person",
  },
  SECOND_FACTOR_REQUIRED: {
    status: 401,
    when: "the first factor is right; a code or a passkey is needed, or has to be set up",
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    when: "too many failed sign-ins from one network, or too many calls with one API key",
  },
  PROOF_NEEDED: {
    status: 403,
    when: "an act needs the person's password, code or passkey to have been given just now",
  },
  PASSKEY_REFUSED: {
    status: 401,
    when: "a passkey's answer does not prove who it is: unknown, stale, of another site, or copied",
  },
  PROVIDER_REFUSED: {
    status: 401,
    when: "what came back from an identity provider is not to be believed: state, nonce, audience, issuer, signature or time is wrong, or it refused",
  },
  PROVIDER_UNKNOWN_PERSON: { status: 403, when: "an identity provider named somebody who is linked to nobody here" },
  PROVIDER_UNREACHABLE: { status: 502, when: "an identity provider does not answer, or not as OpenID Connect demands" },
  API_KEY_REFUSED: {
    status: 401,
    when: "an API key is unknown, revoked, expired, or used from an address it is not for",
  },
  FORBIDDEN: { status: 403, when: "the person's roles do not allow this" },

  // api and pages
  CROSS_SITE: {
    status: 403,
    when: "a change was set off by a page of another site, or does not say where it comes from",
  },
  UPLOAD_TOO_LARGE: { status: 413, when: "the body of a request is larger than the service reads" },
  NO_SUCH_PAGE: { status: 404, when: "no page or route has this address" },

  // exchange: edXML packets, outbox, inbox
  EDXML_INVALID: {
    status: 422,
    when: "an edXML packet lacks something it must have, or a value has the wrong form; `faults` names each",
  },
  EDXML_NAMESPACE: { status: 422, when: "an XML file of another exchange format than QCVN 102:2016/BTTTT" },
  EDXML_TOO_LARGE: { status: 413, when: "a packet, or what its attachments unpack to, is beyond the limits" },
  EXCHANGE_UNREACHABLE: {
    status: 503,
    when: "the receiving organisation's machine cannot be reached now; tried again later",
  },
  EXCHANGE_REFUSED: {
    status: 422,
    when: "the receiving organisation's machine will never take this packet; not tried again",
  },
  EXCHANGE_RECEIVER_UNKNOWN: { status: 404, when: "a packet for an organisation that is not served here" },
  EXCHANGE_MESSAGE_REUSED: { status: 409, when: "a message id came again with other bytes" },
  EXCHANGE_STATUS_ORDER: {
    status: 409,
    when: "a status that cannot follow the present one (say, accepting what was rejected)",
  },

  // incoming documents
  INCOMING_DUPLICATE: {
    status: 409,
    when: "an incoming document is to get an arrival number while one with the same code, or number, notation and organisation, is here",
  },
  INCOMING_CANCELLED: { status: 410, when: "a file of an incoming document that its sender took back" },
  INCOMING_FILE: {
    status: 422,
    when: "a file of a document that did not come by exchange is of another kind, or too large",
  },

  // office: the line joined up
  KEY_MISSING: { status: 409, when: "the signatory or the organisation has no key yet" },
  NOT_THE_SIGNATORY: { status: 403, when: "the person who signs is not the one named in the signature block" },
  SIGNED_FILE_UNSOUND: {
    status: 409,
    when: "a file just signed does not pass our own verification; nothing was stored",
  },
  NOTHING_AMENDED: { status: 422, when: "an amended appendix was asked for between two revisions that do not differ" },
  RECEIVER_UNKNOWN: { status: 422, when: "a document is to be sent to an organisation that is not in the directory" },

  // signing: signatures into PDFs, key holders, form fields
  SIGN_FORM_XFA: { status: 422, when: "the PDF carries an XFA form, whose look is not what would be signed" },
  SIGN_NOT_FIRST: {
    status: 409,
    when: "the leader's signature must be the first, and the file already has a signature",
  },
  SIGN_ALREADY_CERTIFIED: { status: 409, when: "the file already carries a certification signature" },
  SIGN_FORBIDDEN_BY_CERTIFICATION: {
    status: 409,
    when: "the certification signature allows no further change (DocMDP P=1)",
  },
  SIGN_ALREADY_SEALED: { status: 409, when: "the organisation's seal is already on the file" },
  SEAL_BEFORE_LEADER: {
    status: 409,
    when: "the seal was asked for before the authorised person signed (NĐ30 Điều 32.2.d)",
  },
  SIGN_NO_PLACE: {
    status: 422,
    when: "a visible signature has no place where it would not hide text, a picture or a field",
  },
  SIGN_PLACE_UNKNOWN: {
    status: 422,
    when: "the place asked for a visible signature (a signatory's name, a page, a rectangle) is not in the file",
  },
  SIGN_IMAGE_FORMAT: {
    status: 415,
    when: "an uploaded picture of a signature or seal is neither PNG nor JPEG, or is damaged",
  },
  SIGN_IMAGE_TOO_LARGE: {
    status: 413,
    when: "an uploaded picture of a signature or seal has too many bytes or pixels",
  },
  SIGN_IMAGE_SMALL: { status: 422, when: "a picture of a signature or seal has too few pixels for its true size" },
  SIGN_IMAGE_SIZE: { status: 422, when: "the true size given for a signature or seal is none that they have" },
  SIGN_IMAGE_EMPTY: { status: 422, when: "no ink was found in a picture of a signature or seal" },
  SIGN_IMAGE_FAINT: {
    status: 422,
    when: "the ink in a picture of a signature or seal is too faint to be told from the paper",
  },
  SIGN_IMAGE_CROWDED: {
    status: 422,
    when: "a picture of a signature or seal holds far more ink than one: a page of text, a dark photo",
  },
  SIGN_IMAGE_UNREADABLE: { status: 422, when: "the image of a signature or seal is not a PNG that can be read" },
  SIGN_CERT_NOT_VALID: { status: 422, when: "the signing certificate is not valid at the time of signing" },
  SIGN_CERT_USAGE: { status: 422, when: "the certificate may not be used for signatures (keyUsage)" },
  SIGN_ALGORITHM_FORBIDDEN: {
    status: 422,
    when: "algorithm or key of a signature is weaker than the signature policy allows",
  },
  SIGN_KEY_MISMATCH: { status: 422, when: "key, certificate and algorithm do not belong together" },
  SIGN_TOO_LARGE: { status: 422, when: "the signature would not fit into the room prepared for it" },
  SIGN_STATE_MISMATCH: { status: 409, when: "a prepared signature does not belong to the file or was altered" },
  SIGN_STATE_EXPIRED: { status: 409, when: "a prepared signature is completed too late" },
  SIGN_SIGNATURE_INVALID: {
    status: 409,
    when: "the key holder's answer is not a signature by the announced certificate",
  },
  SIGN_CERT_REVOKED: { status: 409, when: "the signing certificate is revoked, found before the key was used" },
  SIGN_NOTHING_TO_EXTEND: { status: 422, when: "a file without a signature is to be brought to a higher level" },
  TSA_NOT_CONFIGURED: { status: 422, when: "a level with timestamp is asked for without any time-stamping authority" },
  TSA_UNREACHABLE: { status: 502, when: "a time-stamping authority is down, or answers with an HTTP error" },
  TSA_TIMEOUT: { status: 504, when: "a time-stamping authority does not answer in time" },
  TSA_TOO_LARGE: { status: 502, when: "the answer of a time-stamping authority is too long, or a token has no room" },
  TSA_MALFORMED: { status: 502, when: "the answer of a time-stamping authority is not a timestamp response" },
  TSA_REJECTED: { status: 502, when: "a time-stamping authority refuses (PKIStatus)" },
  TSA_IMPRINT_MISMATCH: { status: 502, when: "a timestamp is over other data than was sent" },
  TSA_NONCE_MISMATCH: { status: 502, when: "a timestamp does not repeat the nonce: it may be an old answer" },
  TSA_POLICY_MISMATCH: { status: 502, when: "a timestamp is made under another policy than asked for" },
  TSA_CLOCK_OFF: { status: 502, when: "the time of a timestamp is too far from our clock" },
  TSA_SIGNATURE_INVALID: { status: 502, when: "a timestamp is not signed as RFC 3161 and RFC 5816 demand" },
  TSA_CERT_USAGE: { status: 502, when: "a timestamp is signed by a certificate that is not for timestamps alone" },
  REVOCATION_UNAVAILABLE: {
    status: 502,
    when: "no usable CRL or OCSP response for a certificate can be had, so the level cannot be reached",
  },
  P12_UNREADABLE: { status: 422, when: "a PKCS#12 file is broken, of an unknown kind or too costly to open" },
  P12_PASSWORD_WRONG: { status: 422, when: "the password does not open the PKCS#12 file" },
  P12_NO_KEY: { status: 422, when: "a PKCS#12 file has no private key, or no certificate that belongs to it" },
  // key-holders: keys kept elsewhere, signing sessions, files signed elsewhere
  KEY_HOLDER_UNREACHABLE: { status: 502, when: "a key holder (remote signing, KMS) is down or breaks off" },
  KEY_HOLDER_TIMEOUT: { status: 504, when: "a key holder does not answer in time" },
  KEY_HOLDER_BUSY: { status: 503, when: "a key holder answers that it has too much to do" },
  KEY_HOLDER_REFUSED: { status: 409, when: "the person or the signing service refused to sign" },
  KEY_HOLDER_EXPIRED: { status: 409, when: "the confirmation on the person's device did not come in time" },
  KEY_HOLDER_UNAUTHORISED: { status: 422, when: "PIN, one-time password or the account at the key holder is wrong" },
  KEY_HOLDER_ANSWER: { status: 502, when: "a key holder's answer is malformed, too long or incomplete" },
  KEY_HOLDER_LIMIT: {
    status: 422,
    when: "more digests in one batch than the key holder signs under one authorisation",
  },
  KEY_HOLDER_LOCKED: { status: 409, when: "a key that was unlocked for some minutes is locked again" },
  KEY_HOLDER_PROGRAM: { status: 500, when: "the program that drives PKCS#11 devices is missing or fails" },
  SIGN_CERT_UNTRUSTED: { status: 409, when: "no valid path leads from the signing certificate to a configured anchor" },
  SIGN_CERT_OTHER_PERSON: { status: 409, when: "the signing certificate is of somebody else than who is to sign" },
  SIGN_SESSION_DONE: { status: 409, when: "a signing session was completed or cancelled before" },
  SIGN_CANCELLED: { status: 409, when: "the person gave an act of signing up before this document was signed" },
  SIGN_SESSION_OTHER_DOCUMENT: { status: 409, when: "a signing session is completed for another document" },
  SIGN_NUMBER_FIRST: { status: 409, when: "the office numbers before signing, and the document has no number yet" },
  SIGN_INTERRUPTED: { status: 409, when: "the service was stopped in the middle of an act of signing" },
  SIGN_HAND_OUT_USED: {
    status: 410,
    when: "an address for handing a file out to a signing program was used or ran out",
  },
  SECRET_KEY_MISSING: {
    status: 500,
    when: "a secret is to be kept and the installation has no key to encrypt it with",
  },
  SECRET_UNREADABLE: { status: 500, when: "a kept secret cannot be decrypted: another installation key, or damage" },
  SIGN_DOCUMENT_CHANGED: { status: 409, when: "the document was changed while a signature for it was awaited" },
  RETURNED_FILE_OTHER: {
    status: 409,
    when: "a file that came back signed does not begin with the bytes that were sent",
  },
  RETURNED_FILE_UNSIGNED: { status: 422, when: "a file came back without a new signature over all of it" },
  RETURNED_FILE_CHANGED: { status: 409, when: "a file that came back signed was changed beyond its signature" },
  RETURNED_FILE_SIGNER: { status: 409, when: "a file came back signed by somebody else than announced" },
  FIELD_MISSING: { status: 422, when: "the PDF has no form field of that name" },
  FIELD_LOCKED: { status: 409, when: "a signature in the file locks the form field" },
  FIELD_AFTER_SEAL: { status: 409, when: "number and date cannot be changed after the seal" },
  FIELD_VALUE_TOO_LONG: { status: 422, when: "a value does not fit into its form field" },

  // input of any kind that fails its schema
  INVALID: { status: 422, when: "a value is missing or has the wrong form; `where` names the field" },

  // reports: figures, the sealed snapshot
  REPORT_SNAPSHOT_UNREADABLE: { status: 422, when: "a report's snapshot is not one, is too large or not canonical" },
  REPORT_TEXT_FIXED: {
    status: 422,
    when: "an edit would change or take out a sentence or table of a report that follows from its figures",
  },

  // documents: descriptions, composing, lifecycle
  FOOTNOTE_MISSING: { status: 422, when: "a text cites a footnote that is not given, or that is empty" },
  FOOTNOTE_UNUSED: { status: 422, when: "a footnote is given and cited nowhere, so its text would be lost" },
  PICTURE_MISSING: { status: 422, when: "a text shows a picture that is not given" },
  PICTURE_UNUSED: { status: 422, when: "a picture is given and shown nowhere" },
  // people and rights
  MANDATE_MISSING: {
    status: 403,
    when: "no mandate in force covers this signature: person, kind, formula, date (NĐ30 Điều 13); `where` is the formula",
  },
  SECRET_REFUSED: {
    status: 422,
    when: "a text, file or packet is marked MẬT, TỐI MẬT or TUYỆT MẬT (Luật 29/2018/QH14); nothing of it is kept",
  },
  FILE_LOCKED: {
    status: 422,
    when: "a file that only a password opens: whether it is marked as a State secret cannot be told, so it is not taken",
  },
  STATE_FORBIDDEN: { status: 409, when: "an action is not allowed in the document's present state" },
  DOCUMENT_HELD: { status: 409, when: "somebody else is editing the document; the message names who, and until when" },
  APPROVAL_FIRST: { status: 409, when: "the office wants a draft approved before it is signed (NĐ30 Điều 11)" },

  // office/installation: what the whole machine trusts
  TRUST_FINGERPRINT: { status: 422, when: "the fingerprint of a new anchor is none, or is another certificate's" },
  TRUST_NOT_ANCHOR: {
    status: 422,
    when: "a certificate that is to be trusted is no authority's, or its own signature is wrong",
  },
  TRUST_FIXED: { status: 409, when: "the test root of the installation is to be taken out of the trust list" },

  // copies: sao y, sao lục, trích sao
  COPY_FORBIDDEN: {
    status: 422,
    when: "a copy that NĐ30 Điều 3, 25 or 27 does not know from this source; `where` is the clause",
  },
  COPY_SOURCE_UNSOUND: {
    status: 409,
    when: "the electronic source of a copy is not signed, was changed after signing or does not verify",
  },
  COPY_SOURCE_NOT_ISSUED: { status: 409, when: "a document is to be copied that was not issued" },
  COPY_SCAN_UNFIT: {
    status: 422,
    when: "a scan does not keep to NĐ30 Phụ lục I, Phần II, I.2 (colour, 200 dpi, 100 %), is damaged, or is no scan; `where` is the page",
  },
  COPY_SCAN_TOO_LARGE: { status: 413, when: "a scan has more pages, pixels or bytes than are taken" },
  COPY_NOT_AUTHORISED: {
    status: 422,
    when: "the person named is not among those whom the head lets sign copies (NĐ30 Điều 27.1)",
  },
  COPY_EXTRACT_EMPTY: { status: 422, when: "an extract is asked for without any passage" },
  COPY_PASSAGE_FOREIGN: { status: 422, when: "a passage of an extract does not stand in the source" },
  COPY_BLOCK_TOO_LONG: { status: 422, when: "the block under a copy on paper takes more than one sheet" },

  // bulk: many documents with one order
  BULK_STOPPED: {
    status: 409,
    when: "whoever ordered an act on many documents stopped it before this document was done",
  },

  // docx: Word templates
  TEMPLATE_MISSING: { status: 404, when: "there is no Word template for the rule set and kind" },
  TEMPLATE_TAG_UNKNOWN: { status: 422, when: "a Word template names a tag that does not exist" },
  TEMPLATE_TAG_BROKEN: {
    status: 422,
    when: "a tag of a Word template is not opened, not closed or stands where it cannot",
  },
  TEMPLATE_TAG_MISSING: { status: 422, when: "a Word template has no place for a text that the document has" },
  TEMPLATE_INCOMPLETE: {
    status: 422,
    when: "a Word template that an office uploads lacks tags or bookmarks; `faults` names every one",
  },

  // word: Word files that come back from Word
  WORD_ACTIVE_CONTENT: {
    status: 422,
    when: "a Word file carries macros, controls or embedded programs, or fetches parts from elsewhere",
  },
  WORD_UNSEEN_TEXT: {
    status: 422,
    when: "words of a Word file would be in the text of its pages without being seen: of the colour of what they stand on, or tiny",
  },
  WORD_PLACES_MISSING: {
    status: 422,
    when: "an edited Word file has lost a place for number, date or signature, or something was typed there",
  },
} as const satisfies Record<string, { status: number; when: string }>;

/** A code of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;
