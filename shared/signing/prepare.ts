import { createHash, randomBytes } from "node:crypto";
import type { Certificate } from "../asn1/index.ts";
import { dict, type PdfObject, type PdfRef } from "../pdf/index.ts";
import { ALGORITHMS } from "./algorithms.ts";
import { appearanceStream } from "./appearance/form-xobject.ts";
import { leaderAppearance, sealAppearance, textAppearance, type Visible } from "./appearance/visible.ts";
import { signedAttributes, signedData } from "./cms.ts";
import { declareSignatures, needExtension } from "./declarations.ts";
import { addSignatureField, type FormField, formFields } from "./form.ts";
import { appendWithHole, type ByteRange, rangeDigest } from "./holes.ts";
import { checkIdentity } from "./identity.ts";
import {
  NUMBER_FIELDS,
  type PreparedSignature,
  type PrepareRequest,
  SIGNATURE_FIELDS,
  type SignatureRole,
} from "./model.ts";
import { type Place, placeOfField, sealPlace, signatureRoom } from "./place.ts";
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
 *   SIGN_FORM_XFA, SIGN_CERT_NOT_VALID, SIGN_CERT_USAGE, SIGN_KEY_MISMATCH, SIGN_IMAGE_UNREADABLE, INVALID (`text`), PDF_ENCRYPTED;
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
  const { pdf, byteRange, field, certificate, attributes } = draftSignature(request, room);
  const profile = ALGORITHMS[signer.algorithm];
  const now = Date.now();
  return {
    preparedPdf: pdf,
    state: {
      version: 1,
      sourceSha256: createHash("sha256").update(request.pdf).digest("hex"),
      documentSha256: createHash("sha256").update(pdf).digest("hex"),
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
}

/**
 * Lays field, appearance and empty signature dictionary; errors as {@link prepareSignature}.
 *
 * @param tokenRoom bytes kept free for a timestamp besides the signature
 */
export function draftSignature(request: PrepareRequest, tokenRoom = 0): SignatureDraft {
  const { role, signer, at } = request;
  const revision = new Revision(request.pdf);
  const fields = formFields(revision);
  const admission = admit(revision, role, fields);
  const { certificate, longestSignature } = checkIdentity(signer, at);
  const first = admission.signatures.every((signature) => !signature.signed);
  const whose = certificate.subject.commonName ?? certificate.subject.text;

  const locked = role === "leader" ? contentFields(fields) : [];
  const visible = visibleOf(revision, request, admission, whose);
  const signatureRef = revision.reserve();
  layField(revision, admission, role, signatureRef, visible, locked);
  if (role === "leader" && visible !== undefined) waitForSeal(revision, fields, visible.place);
  declare(revision, role === "leader" ? signatureRef : undefined, first);

  const { algorithm, certificateChain } = signer;
  const profile = ALGORITHMS[algorithm];
  const digestLength = profile.digest === "sha384" ? 48 : 32;
  const trial = signedData(
    algorithm,
    certificate,
    certificateChain,
    signedAttributes(new Uint8Array(digestLength), certificate),
    new Uint8Array(longestSignature),
  );
  const dictionary = signatureDictionary({
    at,
    name: whose,
    reason: request.reason,
    reference: references(role, locked, revision.catalog.ref),
    room: Math.ceil((trial.length + tokenRoom) / ROOM_STEP) * ROOM_STEP,
  });
  const { bytes, byteRange } = appendWithHole(revision, signatureRef, dictionary);
  const attributes = signedAttributes(rangeDigest(bytes, byteRange, profile.digest), certificate);
  return { pdf: bytes, byteRange, field: admission.field, certificate, attributes };
}

/** Fields that belong to the content the leader signs: all but signatures and the blanks filled in afterwards. */
function contentFields(fields: FormField[]): string[] {
  const later = new Set<string>(NUMBER_FIELDS);
  return fields.filter((field) => field.type !== "Sig" && !later.has(field.name)).map((field) => field.name);
}

function references(role: SignatureRole, locked: string[], catalog: PdfRef): PdfObject[] | undefined {
  if (role !== "leader") return undefined;
  return [docMdpReference(), ...(locked.length === 0 ? [] : [fieldMdpReference(locked, catalog)])];
}

function visibleOf(
  revision: Revision,
  request: PrepareRequest,
  admission: Admission,
  whose: string,
): Visible | undefined {
  const { role, anchors = [], image } = request;
  const waiting = placeOfField(revision, admission.waiting);
  if (role === "leader") {
    const room = waiting ?? signatureRoom(revision, anchors);
    return room === undefined ? undefined : leaderAppearance(revision, room, whose, image, waiting !== undefined);
  }
  if (role === "seal") {
    const signed = placeOfField(revision, admission.leader) ?? signatureRoom(revision, anchors);
    const place = waiting ?? (signed === undefined ? undefined : sealPlace(signed));
    return place === undefined ? undefined : sealAppearance(revision, place, whose, image);
  }
  const page = revision.page(0);
  const rows = admission.signatures.filter(({ role: of, signed }) => signed && (of === "appendix" || of === "copy"));
  return page === undefined ? undefined : textAppearance(revision, page, request.text, rows.length);
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
function waitForSeal(revision: Revision, fields: FormField[], leader: Place): void {
  if (fields.some((field) => field.name === SIGNATURE_FIELDS.seal)) return;
  const { page, rect } = sealPlace(leader);
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
