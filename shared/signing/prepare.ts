import { createHash, randomBytes } from "node:crypto";
import type { Certificate } from "../asn1/index.ts";
import { dict, type PdfObject, type PdfRef, PdfString, textOf } from "../pdf/index.ts";
import { ALGORITHMS } from "./algorithms.ts";
import { appearanceStream } from "./appearance/form-xobject.ts";
import type { Placement } from "./appearance/placement.ts";
import { type Visible, visibleSignature } from "./appearance/visible.ts";
import { signedAttributes, signedDataRoom } from "./cms.ts";
import { declareSignatures, needExtension } from "./declarations.ts";
import { addSignatureField, type FormField, formFields } from "./form.ts";
import { appendWithHole, type ByteRange, fileDigests, rangeDigest } from "./holes.ts";
import { checkIdentity } from "./identity.ts";
import {
  NUMBER_FIELDS,
  type PreparedSignature,
  type PrepareRequest,
  SIGNATURE_FIELDS,
  type SignatureRole,
} from "./model.ts";
import type { Place } from "./place.ts";
import { type Admission, admit } from "./policy.ts";
import { Revision } from "./revision.ts";
import { docMdpReference, fieldLock, fieldMdpReference, signatureDictionary } from "./signature-dictionary.ts";
import { tokenRoom } from "./token-room.ts";

const TOOLTIPS: Record<SignatureRole, string> = {
  leader: "Chữ ký số của người có thẩm quyền",
  seal: "Chữ ký số của cơ quan, tổ chức",
  appendix: "Chữ ký số của cơ quan trên phụ lục",
  copy: "Chữ ký số của cơ quan trên bản sao",
};

/** The room for the CMS is rounded up to this many bytes. */
const ROOM_STEP = 512;

/**
 * First half of a signature: lays the field and its appearance, certifies the document for the leader, leaves a hole for the CMS and says
 * what is to be signed. The key is not needed; {@link completeSignature} takes the answer of whoever has it.
 *
 * @returns a state to be stored as JSON, and the prepared file (not to be published: its signature is empty)
 * @throws VanthuError SIGN_NOT_FIRST, SIGN_ALREADY_CERTIFIED, SEAL_BEFORE_LEADER, SIGN_ALREADY_SEALED, SIGN_FORBIDDEN_BY_CERTIFICATION,
 *   SIGN_FORM_XFA, SIGN_ALGORITHM_FORBIDDEN, SIGN_CERT_NOT_VALID, SIGN_CERT_USAGE, SIGN_KEY_MISMATCH, SIGN_IMAGE_UNREADABLE, SIGN_NO_PLACE, SIGN_PLACE_UNKNOWN, INVALID (`text`), PDF_ENCRYPTED;
 *   the codes of readPdf
 *
 * @example
 * const { state, preparedPdf } = prepareSignature({ pdf, signer: { certificateChain, algorithm: "RSA-SHA256" }, role: "leader", at: new Date() });
 * // … state.digest goes to the remote service, its answer comes back …
 * const signed = completeSignature(state, preparedPdf, answer);
 */
export function prepareSignature(request: PrepareRequest): PreparedSignature {
  const { role, signer } = request;
  const { level = "B-B", timestampRoom } = request;
  const room = tokenRoom(level, timestampRoom === undefined ? {} : { room: timestampRoom });
  const { pdf, byteRange, field, certificate, placement } = layDraft(request, room);
  const profile = ALGORITHMS[signer.algorithm];
  const { range, source, whole } = fileDigests(pdf, byteRange, profile.digest, request.pdf.length);
  const attributes = signedAttributes(range, certificate);
  const now = Date.now();
  return {
    preparedPdf: pdf,
    ...(placement === undefined ? {} : { placement }),
    state: {
      version: 1,
      sourceSha256: source,
      documentSha256: whole,
      byteRange,
      field,
      role,
      algorithm: signer.algorithm,
      certificateChain: signer.certificateChain.map((der) => Buffer.from(der).toString("base64")),
      certificateSha256: certificate.sha256,
      attributes: Buffer.from(attributes).toString("base64"),
      digest: createHash(profile.digest).update(attributes).digest("base64"),
      digestAlgorithm: profile.digestName,
      preparedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 60_000 * (request.validMinutes ?? 15)).toISOString(),
      nonce: randomBytes(16).toString("hex"),
    },
  };
}

/** A file with a signature dictionary whose hole is still empty, and what is to be signed. */
export interface SignatureDraft {
  pdf: Uint8Array;
  byteRange: ByteRange;
  field: string;
  certificate: Certificate;
  /** DER SET. */
  attributes: Uint8Array;
  /** Where it is seen; absent when it is invisible. */
  placement?: Placement;
}

/**
 * A file that is ready to be signed; errors as {@link prepareSignature}.
 *
 * @param tokenRoom bytes kept free for a timestamp besides the signature
 */
export function draftSignature(request: PrepareRequest, tokenRoom = 0): SignatureDraft {
  const draft = layDraft(request, tokenRoom);
  const { digest } = ALGORITHMS[request.signer.algorithm];
  return { ...draft, attributes: signedAttributes(rangeDigest(draft.pdf, draft.byteRange, digest), draft.certificate) };
}

/** Lays field, appearance and empty signature dictionary. */
function layDraft(request: PrepareRequest, tokenRoom: number): Omit<SignatureDraft, "attributes"> {
  const { role, signer, at } = request;
  const revision = new Revision(request.pdf);
  const fields = formFields(revision);
  const admission = admit(revision, role, fields);
  const { certificate, longestSignature } = checkIdentity(signer, at, request.policy);
  const first = admission.signatures.every((signature) => !signature.signed);
  const whose = certificate.subject.commonName ?? certificate.subject.text;

  const locked = role === "leader" ? contentFields(fields) : [];
  const visible = visibleSignature(revision, request, admission, whose);
  const signatureRef = revision.reserve();
  layField(revision, admission, role, signatureRef, visible, locked);
  if (visible?.sealField !== undefined) waitForSeal(revision, fields, visible.sealField);
  declare(revision, role === "leader" ? signatureRef : undefined, first);

  const dictionary = signatureDictionary({
    at,
    name: whose,
    reason: request.reason,
    reference: references(role, locked, revision.catalog.ref),
    room:
      Math.ceil((signedDataRoom(signer.certificateChain, certificate, longestSignature) + tokenRoom) / ROOM_STEP) *
      ROOM_STEP,
  });
  const { bytes, byteRange } = appendWithHole(revision, signatureRef, dictionary);
  const placement = visible === undefined ? {} : { placement: visible.placement };
  return { pdf: bytes, byteRange, field: admission.field, certificate, ...placement };
}

/**
 * Fields that belong to the content the leader signs: all but signatures and the blanks that are filled in afterwards. Where number and date
 * stand in their blanks already, because the office numbers first, they are content like the rest.
 */
function contentFields(fields: FormField[]): string[] {
  const later = new Set<string>(NUMBER_FIELDS);
  const filled = ({ value }: FormField) => value instanceof PdfString && textOf(value).trim() !== "";
  return fields
    .filter((field) => field.type !== "Sig" && (!later.has(field.name) || filled(field)))
    .map(({ name }) => name);
}

function references(role: SignatureRole, locked: string[], catalog: PdfRef): PdfObject[] | undefined {
  if (role !== "leader") return undefined;
  return [docMdpReference(), ...(locked.length === 0 ? [] : [fieldMdpReference(locked, catalog)])];
}

/** Signs the waiting field, or makes one: on the page of its appearance, else unseen on the first page. */
function layField(
  revision: Revision,
  { waiting, field }: Admission,
  role: SignatureRole,
  signature: PdfRef,
  visible: Visible | undefined,
  locked: string[],
): void {
  const appearance = visible === undefined ? undefined : dict({ N: visible.appearance });
  const lock = locked.length === 0 ? undefined : fieldLock(locked);
  if (waiting !== undefined) {
    const { ref, widgets } = waiting.source;
    revision.patch(ref, { V: signature, ...(lock === undefined ? {} : { Lock: lock }) });
    const [widget] = widgets;
    if (widget !== undefined && appearance !== undefined) revision.patch(widget.ref, { AP: appearance });
    return;
  }
  const page = visible?.place.page ?? revision.page(0);
  if (page === undefined) return;
  addSignatureField(
    revision,
    { name: field, tooltip: TOOLTIPS[role], page: page.ref, rect: visible?.place.rect },
    { V: signature, AP: appearance, Lock: lock },
  );
}

/**
 * Lays the empty field of the seal beside the leader's signature in the same revision, so that sealing later only signs a field that is
 * there: the change that every reader allows after a certification.
 */
function waitForSeal(revision: Revision, fields: FormField[], { page, rect }: Place): void {
  if (fields.some((field) => field.name === SIGNATURE_FIELDS.seal)) return;
  addSignatureField(
    revision,
    { name: SIGNATURE_FIELDS.seal, tooltip: TOOLTIPS.seal, page: page.ref, rect },
    { AP: dict({ N: appearanceStream(revision, "", rect[2] - rect[0], rect[3] - rect[1]) }) },
  );
}

/** What the catalog says of signatures: /SigFlags, the certification, the extension that knows the ETSI sub-filters (EN 319 142-1, 5.6). */
function declare(revision: Revision, certification: PdfRef | undefined, first: boolean): void {
  const form = declareSignatures(revision);
  const { ref, dict: catalog } = revision.catalog;
  if (certification !== undefined) {
    const permissions = dict({
      ...Object.fromEntries(revision.dict(catalog.get("Perms"))?.map ?? []),
      DocMDP: certification,
    });
    // A viewer that made its own appearances would change what is certified.
    revision.patch(form, { NeedAppearances: undefined });
    revision.patch(ref, { Perms: permissions });
  }
  if (first) needExtension(revision, 2);
}
