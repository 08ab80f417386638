import type { Actor } from "../../access/index.ts";
import type { VanthuError } from "../../errors/index.ts";
import type { Authorisation, KeyHolder, KeyHolderKind } from "../../key-holders/index.ts";
import type { SealWish, SignatureLevel, SignatureState, SignerIdentity } from "../../signing/index.ts";
import type { DocumentRecord, Revised } from "../model.ts";

/** In which capacity a document is signed: the leader signs a submitted one, the clerk seals a numbered one with its attachments. */
export type SigningRole = "leader" | "seal";

/** One file of a session: the document itself, or an attachment that is sealed with it. */
export interface SessionPart {
  /** What the person sees on the device. */
  name: string;
  /** Index of the attachment; absent for the document itself. */
  attachment?: number;
  /** sha256 of the prepared file in the file store: its signature is still empty, so it is nobody's document. */
  prepared: string;
  state: Omit<SignatureState, "certificateChain">;
}

/**
 * A signature that is awaited: single use, in the record store, so that any process can take the answer. Times are ISO 8601.
 * open: nothing signed yet; completed: the document is signed; cancelled: given up by the person, or refused by the holder.
 */
export interface SigningSession {
  id: string;
  organisationId: string;
  documentId: string;
  /** Revision of the document that was prepared: another one makes the session void. */
  documentRev: number;
  role: SigningRole;
  parts: SessionPart[];
  /** DER in base64, the signing certificate first. */
  certificateChain: string[];
  algorithm: SignerIdentity["algorithm"];
  requester: { personId: string; name: string };
  holder: { kind: KeyHolderKind | "outside"; label: string };
  /** Level the files were prepared for; B-B when absent. */
  level?: SignatureLevel;
  /** What the person says with the signature. */
  opinion?: string;
  /** Signatures that came, base64, when an authority failed afterwards: nobody has to be asked for them again. */
  signatures?: string[];
  /** Of the holder, once it has answered. */
  transaction?: string;
  createdAt: string;
  expiresAt: string;
  status: "open" | "completed" | "cancelled";
  /** Why it was cancelled, or what is to be done next (Vietnamese). */
  note?: string;
  /** sha256 of the file that came of it. */
  result?: string;
}

/** What a key holder is given. Base64. */
export interface PreparedDigest {
  name: string;
  digest: string;
  digestAlgorithm: SignatureState["digestAlgorithm"];
  /** What the digest is of, for a device that hashes by itself. */
  attributes: string;
}

/** A session as it was opened. */
export interface PreparedSession {
  sessionId: string;
  documentId: string;
  digests: PreparedDigest[];
  certificateSha256: string;
  algorithm: SignerIdentity["algorithm"];
  expiresAt: string;
  /** What could not be checked before the digests leave (Vietnamese). */
  warning?: string;
}

/** A document of a batch, at the revision the person saw. */
export interface DocumentToSign {
  id: string;
  rev: number;
  /** With role "seal": another place than the solver's own, as the person chose it before the picture of the page. */
  sealWish?: SealWish;
  /** With role "leader": what the person says with the signature (Vietnamese, up to 4,000 characters), for the submission slip. */
  opinion?: string;
}

/** What came of one document of a batch. */
export type SigningOutcome = { documentId: string } & (
  | { state: "signed"; document: Revised<DocumentRecord>; error?: undefined }
  | { state: "waiting"; sessionId: string; transaction: string; error?: undefined }
  | {
      state: "failed";
      error: VanthuError;
      /** Its session is open still: collected again it may succeed (an authority was down, the disk full). */
      again?: boolean;
    }
);

/** What came of a batch, document by document in the given order. */
export interface BatchResult {
  outcomes: SigningOutcome[];
  /** Transactions the person has still to confirm, with what to do (Vietnamese). */
  waiting: { transaction: string; pollAfterMs: number; expiresAt: string; message: string }[];
  /** What the holder refused as a whole (a wrong PIN): the rest was not sent to it. */
  stopped?: VanthuError;
  /** What could not be checked before the digests left (Vietnamese). */
  warning?: string;
}

/**
 * Signing with keys that are kept elsewhere. Nothing half-signed is ever stored: a document changes in one commit together with the end of
 * its session, after the signature was verified against the announced certificate and the whole file by the strict check.
 */
export interface SigningDesk {
  /**
   * Opens a session: certificate checked, file prepared and stored, state stored.
   * @throws SIGN_CERT_NOT_VALID, SIGN_CERT_USAGE, SIGN_CERT_UNTRUSTED, SIGN_CERT_REVOKED, SIGN_CERT_OTHER_PERSON, NOT_THE_SIGNATORY,
   *   STATE_FORBIDDEN, CONFLICT, NOT_FOUND, FORBIDDEN; the codes of prepareSignature
   */
  prepare(
    actor: Actor,
    document: DocumentToSign,
    role: SigningRole,
    identity: SignerIdentity,
    options?: { validMinutes?: number; holder?: SigningSession["holder"] },
  ): Promise<PreparedSession>;
  /**
   * Takes the signatures, in the order of the digests. `documentId`: what the caller believes it completes.
   * @throws SIGN_SIGNATURE_INVALID, SIGN_STATE_EXPIRED, SIGN_SESSION_DONE, SIGN_SESSION_OTHER_DOCUMENT, SIGN_DOCUMENT_CHANGED,
   *   SIGN_STATE_MISMATCH, SIGNED_FILE_UNSOUND, NOT_FOUND, FORBIDDEN; nothing is stored then
   */
  complete(
    actor: Actor,
    sessionId: string,
    signatures: Uint8Array | readonly Uint8Array[],
    documentId?: string,
  ): Promise<Revised<DocumentRecord>>;
  /** A session of the actor's own organisation. @throws NOT_FOUND */
  session(actor: Actor, sessionId: string): Promise<SigningSession>;
  /** Gives an open session up. @throws NOT_FOUND, FORBIDDEN, SIGN_SESSION_DONE */
  cancel(actor: Actor, sessionId: string, note?: string): Promise<void>;
  /** Signs many documents with one confirmation. One that fails stops no other. */
  signAll(
    actor: Actor,
    documents: readonly DocumentToSign[],
    role: SigningRole,
    holder: KeyHolder,
    authorisation: Omit<Authorisation, "requestId">,
  ): Promise<BatchResult>;
  /**
   * Asks the holder for a transaction and completes its sessions. Asked again (a callback that comes twice, two workers) it answers what
   * came of them and signs nothing a second time. @throws NOT_FOUND for an unknown transaction, FORBIDDEN
   */
  collect(actor: Actor, holder: KeyHolder, transaction: string): Promise<BatchResult>;
  /**
   * Takes a whole file signed by a program on the person's own computer (VGCA), in place of a signature: {@link acceptSignedFile}.
   * @throws RETURNED_FILE_OTHER, RETURNED_FILE_UNSIGNED, RETURNED_FILE_CHANGED, RETURNED_FILE_SIGNER, SIGN_SIGNATURE_INVALID,
   *   SIGNED_FILE_UNSOUND, NOT_THE_SIGNATORY, STATE_FORBIDDEN, CONFLICT, NOT_FOUND, FORBIDDEN; nothing is stored then
   */
  acceptReturned(
    actor: Actor,
    document: DocumentToSign,
    role: SigningRole,
    returned: { file: Uint8Array; attachments?: readonly Uint8Array[] },
  ): Promise<Revised<DocumentRecord>>;
}
