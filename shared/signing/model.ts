import type { Anchor } from "../typeset/index.ts";
import type { Placement, PlaceRequest } from "./appearance/placement.ts";
import type { SealWish } from "./appearance/seal-solver.ts";
import type { SignatureLevel } from "./long-term/model.ts";
import type { SignaturePolicy } from "./signature-policy.ts";

/** Signature algorithms offered (TT 15/2025/TT-BKHCN, Phụ lục I). */
export type SignatureAlgorithm =
  | "RSA-SHA256"
  | "RSA-SHA384"
  | "RSA-SHA512"
  | "RSA-PSS-SHA256"
  | "RSA-PSS-SHA384"
  | "RSA-PSS-SHA512"
  | "ECDSA-P256-SHA256"
  | "ECDSA-P384-SHA384";

/** What is public of a key holder: enough to prepare a signature that is then made elsewhere. */
export interface SignerIdentity {
  /** DER, the signing certificate first, then its issuers. */
  certificateChain: Uint8Array[];
  algorithm: SignatureAlgorithm;
}

/** A key holder: whoever can sign with the key of a certificate, wherever the key is kept. */
export interface Signer extends SignerIdentity {
  /** Signs the given bytes (not a digest); ECDSA answers DER. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/**
 * In which capacity a signature is made; decides appearance, place and locks.
 * leader: the authorised person (NĐ30 Điều 13); seal: the organisation on its document (Điều 14, 32.2.d);
 * appendix: the organisation on a file attached to a document (Phụ lục I.III.1.d); copy: on an electronic copy (Phụ lục I Phần II).
 */
export type SignatureRole = "leader" | "seal" | "appendix" | "copy";

/** Input of {@link prepareSignature}: everything of a {@link SignRequest} but the key. */
export interface PrepareRequest extends Omit<SignRequest, "signer"> {
  signer: SignerIdentity;
  /** How long the answer of the key holder is awaited, in minutes; 15 when absent. */
  validMinutes?: number;
  /** Level that it will be completed to; B-B when absent. From B-T on room is kept for a timestamp. */
  level?: SignatureLevel;
  /** Bytes of that room; 12 288 when absent. */
  timestampRoom?: number;
}

/** Input of {@link signPdf}. */
export interface SignRequest {
  pdf: Uint8Array;
  signer: Signer;
  role: SignatureRole;
  /** Claimed time of signing. */
  at: Date;
  /** Bookmarks of the typeset document, for the place of the visible signature. Absent: the place is found from the form fields already in the file, else the signature is invisible. */
  anchors?: Anchor[];
  /** PNG with transparent background: the handwritten signature (blue) or the seal (red). Absent: a drawn one with the name in text. */
  image?: Uint8Array;
  /** `none`: nothing is seen on the page, whatever else is given. `visible` when absent, where a place is known. */
  appearance?: "visible" | "none";
  /** Asks for a place in a file that has neither anchors nor a field for this signature. */
  place?: PlaceRequest;
  /** With role "leader": true size of the seal that will follow. Then a place for it is a condition of signing; without it, of 36 mm, a wish. */
  sealSize?: { widthMm: number; heightMm: number };
  /**
   * What a seal may touch besides the person's signature where it has no other place: nothing, which is what is done when absent, or letters
   * of title and name; it then lies on them so that they stay black.
   */
  sealMayTouch?: "nothing" | "title-and-name";
  /** With role "seal": another place beside the signature than the solver's own. Refused (SIGN_NO_PLACE) where there is none. */
  sealWish?: SealWish;
  /** Text of role "appendix" or "copy", see {@link appendixText} and {@link copyText}. */
  text?: string;
  reason?: string;
  /** What may be signed with; TT 15/2025/TT-BKHCN when absent. */
  policy?: SignaturePolicy;
}

/** A signed file. `field` is the name of the signature field. */
export interface SignedPdf {
  pdf: Uint8Array;
  field: string;
  /** Where it is seen and what had to be done for that; absent when it is invisible, and for a signature completed from its stored state. */
  placement?: Placement;
}

/**
 * A signature waiting for its key holder. Plain JSON: store it, and the prepared PDF by its sha256, and use it once ({@link nonce}).
 * Byte strings are base64.
 */
export interface SignatureState {
  version: 1;
  /** Sha-256 of the file that was asked to be signed, and of the prepared file (with an empty hole for the signature); hexadecimal. */
  sourceSha256: string;
  documentSha256: string;
  byteRange: [number, number, number, number];
  field: string;
  role: SignatureRole;
  algorithm: SignatureAlgorithm;
  certificateChain: string[];
  /** Sha-256 of the signing certificate, hexadecimal. */
  certificateSha256: string;
  /** DER of the signed attributes (a SET): what a key holder that hashes by itself signs. */
  attributes: string;
  /** Digest of `attributes`: what a key holder that signs hashes is given. */
  digest: string;
  digestAlgorithm: "SHA-256" | "SHA-384" | "SHA-512";
  /** ISO 8601 */
  preparedAt: string;
  expiresAt: string;
  /** Random, hexadecimal: the store refuses to complete the same one twice. */
  nonce: string;
}

/** Result of {@link prepareSignature}. */
export interface PreparedSignature {
  state: SignatureState;
  preparedPdf: Uint8Array;
  /** Where it will be seen and what had to be done for that; absent when it is invisible. */
  placement?: Placement;
}

/** A signature field as listed by {@link signatureFields}. */
export interface SignatureField {
  field: string;
  /** Known for fields that Vanthu made, and for a certification signature; absent for others. */
  role?: SignatureRole;
  signed: boolean;
  /** `/M` as ISO 8601 with its offset; a claim of the signer, not a proof. */
  signedAt?: string;
  /** DocMDP level of a certification signature (ISO 32000-1, 12.8.2.2). */
  certification?: 1 | 2 | 3;
  kind: "signature" | "document-timestamp";
}

/** Names of the signature fields that Vanthu makes, by role. */
export const SIGNATURE_FIELDS = {
  leader: "ChuKyLanhDao",
  seal: "ConDauCoQuan",
  appendix: "KyPhuLuc",
  copy: "KyBanSao",
} as const satisfies Record<SignatureRole, string>;

/** Names of the text fields for number and date: the bookmarks of the Word templates (shared/documents, ANCHORS). */
export const NUMBER_FIELDS = ["SoVanBan", "NgayBanHanh", "ThangBanHanh", "NamBanHanh"] as const;

/** One of {@link NUMBER_FIELDS}. */
export type NumberField = (typeof NUMBER_FIELDS)[number];
