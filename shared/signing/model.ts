import type { Anchor } from "../typeset/index.ts";

/** Signature algorithms offered (TT 15/2025/TT-BKHCN, Phụ lục I). */
export type SignatureAlgorithm = "RSA-SHA256" | "RSA-PSS-SHA256" | "ECDSA-P256-SHA256" | "ECDSA-P384-SHA384";

/** A key holder: whoever can sign with the key of a certificate, wherever the key is kept. */
export interface Signer {
  /** DER, the signing certificate first, then its issuers. */
  certificateChain: Uint8Array[];
  algorithm: SignatureAlgorithm;
  /** Signs the given bytes (not a digest); ECDSA answers DER. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** In which capacity a signature is made; decides appearance, place and locks. */
export type SignatureRole = "leader" | "seal" | "appendix" | "copy";

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
  /** Text of role "appendix" or "copy". */
  text?: string;
  reason?: string;
}

/** A signed file. `field` is the name of the signature field. */
export interface SignedPdf {
  pdf: Uint8Array;
  field: string;
}
