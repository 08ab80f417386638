import type { VanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm, SignerIdentity } from "../signing/index.ts";

/** Where a key is kept. */
export type KeyHolderKind = "pkcs12" | "aws-kms" | "csc" | "vnpt-smartca" | "viettel-mysign" | "pkcs11";

/** One thing to be signed. */
export interface DigestToSign {
  /** Digest of `data` by the algorithm's hash. This alone is sent to holders outside this process. */
  digest: Uint8Array;
  /** The bytes that were digested (signed attributes, some 250 bytes): for a key in this process, which hashes by itself. */
  data: Uint8Array;
  algorithm: SignatureAlgorithm;
  /** What the person sees on the device that asks for confirmation: number or subject of the document. */
  name: string;
}

/** By what the holder of the key consents. Never stored, never logged. */
export interface Authorisation {
  /** Names this request: asked again under the same name, a service that can tell does not ask the person twice. */
  requestId: string;
  pin?: string;
  /** One-time password of an authenticator or a text message. */
  otp?: string;
}

/** What came of one digest. */
export type SignatureOutcome =
  | { signature: Uint8Array; error?: undefined }
  | { signature?: undefined; error: VanthuError };

/** The holder's answer: signatures in the order of the batch, or that the person has still to confirm. */
export type SigningAnswer =
  | { state: "signed"; outcomes: SignatureOutcome[] }
  | {
      state: "waiting";
      /** Names the transaction at the holder; with it any process can ask on. */
      transaction: string;
      /** Ask again not sooner than after so many milliseconds. */
      pollAfterMs: number;
      /** ISO 8601; from then on the holder no longer accepts a confirmation. */
      expiresAt: string;
      /** What the person is to do (Vietnamese). */
      message: string;
    };

/**
 * Whoever has a key, wherever it is kept. A holder never sees a document, and nobody believes its answer: signatures are verified against the
 * announced certificate before they are embedded.
 *
 * Errors of every call, by code: KEY_HOLDER_UNREACHABLE, KEY_HOLDER_TIMEOUT, KEY_HOLDER_BUSY, KEY_HOLDER_REFUSED, KEY_HOLDER_EXPIRED,
 * KEY_HOLDER_UNAUTHORISED, KEY_HOLDER_ANSWER, KEY_HOLDER_LIMIT, KEY_HOLDER_LOCKED, KEY_HOLDER_PROGRAM, SIGN_KEY_MISMATCH.
 */
export interface KeyHolder {
  readonly kind: KeyHolderKind;
  /** For people (Vietnamese). */
  readonly label: string;
  /** Digests under one authorisation, at most. */
  readonly maxBatch: number;
  /** Certificate chain and algorithm; asked of the holder once. */
  identity(): Promise<SignerIdentity>;
  /** Signs a batch under one authorisation. A fault of one digest is its outcome; a fault of the whole batch is thrown. */
  signDigests(batch: readonly DigestToSign[], authorisation: Authorisation): Promise<SigningAnswer>;
  /** Asks for a waiting transaction, with the same batch; absent where every answer comes at once. */
  poll?(transaction: string, batch: readonly DigestToSign[]): Promise<SigningAnswer>;
}
