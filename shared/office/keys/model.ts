import type { Actor } from "../../access/index.ts";
import type { SigningOrder } from "../../documents/index.ts";
import type { KeyHolderKind } from "../../key-holders/index.ts";
import type { SignatureLevel, TimestampAuthority } from "../../signing/index.ts";
import type { BatchResult, DocumentToSign, SigningRole } from "../signing/session-model.ts";

/** Whose key, picture or certificate: a person's of this organisation, or the organisation's own (its seal). */
export type KeyOwner = { personId: string } | "seal";

/**
 * A service or device that keeps keys, as an administrator has set it up for the organisation. Secrets (client secret, sp_password, token PIN)
 * are written once, kept encrypted, and never read back by anybody.
 */
export interface KeyConnection {
  id: string;
  organisationId: string;
  kind: Exclude<KeyHolderKind, "pkcs12">;
  /** For people: "VNPT SmartCA của Văn phòng". */
  name: string;
  /** Public settings by name: baseUrl, clientId, region, keyId, module, slot… */
  settings: Record<string, string>;
  /** Names of the secrets that are set. */
  secrets: string[];
  enabled: boolean;
  /** Last check: when (ISO 8601), and what was wrong (Vietnamese). */
  checkedAt?: string;
  problem?: string;
}

/** A key somebody may sign with here: its certificate, and where the key is kept. The password or PIN is never stored. */
export interface SigningKey {
  id: string;
  organisationId: string;
  owner: KeyOwner;
  /** For people (Vietnamese). */
  label: string;
  kind: KeyHolderKind;
  /** Of a key that a connection keeps. */
  connection?: { id: string; userId?: string; credentialId?: string };
  certificate: {
    sha256: string;
    subject: string;
    issuer: string;
    serial: string;
    /** ISO 8601. */
    notBefore: string;
    notAfter: string;
  };
  /** Made by the test authority of this installation. */
  test: boolean;
  /** The one that is offered first. */
  preferred: boolean;
  /** What a person must enter to sign with it. */
  asks: ("password" | "pin" | "otp" | "device")[];
  /** What could not be checked when the key was taken in: revocation, say (Vietnamese; TT 15/2025/TT-BKHCN Phụ lục II). */
  warning?: string;
}

/** What a person enters to sign. Never stored, never logged. */
export interface Unlock {
  password?: string;
  pin?: string;
  otp?: string;
}

/** How an organisation signs. */
export interface SigningSettings {
  /** Level of the leader's and of the seal's signature; the test authority's own services are used where no authority is configured. */
  level: SignatureLevel;
  /** Asked in this order. */
  authorities: TimestampAuthority[];
  /** leader-first: the leader certifies, number and date go into form fields, the seal approves. number-first: number and date are taken before the leader signs. */
  order: SigningOrder;
  /**
   * When no authority answers (timestamps, revocation): refuse, with nothing stored (what holds when absent), or sign at the highest level
   * that can be had; the worker then brings an issued file to its level later.
   */
  whenUnreachable?: "refuse" | "lower-level";
}

/** Something to be signed or being signed, as the page Trình ký shows it under its tabs. */
export interface SigningJob {
  id: string;
  /** ISO 8601. */
  startedAt: string;
  requester: { personId: string; name: string };
  role: SigningRole;
  key: { id: string; label: string };
  state: "running" | "waiting" | "finished";
  /** When the holder is worth asking again (ISO 8601); {@link KeyDesk.job} before that answers what is known. */
  dueAt?: string;
  /** What the person has still to do elsewhere, until when. */
  waiting?: { message: string; expiresAt: string }[];
  /** By document, in the order they were chosen. `problem` is what the page shows (message and hint, Vietnamese). */
  documents: {
    id: string;
    title: string;
    state: "running" | "waiting" | "signed" | "failed";
    problem?: { code: string; message: string; hint?: string };
  }[];
  /** What could not be checked before signing (Vietnamese): a person should know, and may sign. */
  warning?: string;
}

/** Keys, connections and acts of signing of one organisation. */
export interface KeyDesk {
  /** The administrator's connections. @throws FORBIDDEN */
  connections(actor: Actor): Promise<KeyConnection[]>;
  /**
   * Adds or changes one; secrets that are not given stay as they are. Moved to another machine, it wants its secrets anew, and no key may use
   * it: secrets and tokens go only where they were entered for. @throws INVALID with `where`, FORBIDDEN
   */
  saveConnection(
    actor: Actor,
    connection: Pick<KeyConnection, "kind" | "name" | "settings" | "enabled"> & {
      id?: string;
      secrets?: Record<string, string>;
    },
  ): Promise<KeyConnection>;
  /** @throws INVALID while keys use it, NOT_FOUND, FORBIDDEN */
  removeConnection(actor: Actor, id: string): Promise<void>;
  /** Asks the service whether it answers; the outcome is kept with the connection. */
  checkConnection(actor: Actor, id: string): Promise<KeyConnection>;

  /** Keys the actor may use or administer: their own, the seal's for clerks, all for administrators. */
  keys(actor: Actor): Promise<SigningKey[]>;
  /** Keys that can sign in this role now: valid, of this person or of the seal; the preferred one first. */
  usable(actor: Actor, role: SigningRole): Promise<SigningKey[]>;
  /** Takes a PKCS#12 in: re-encrypted with the same password by modern means. @throws P12_PASSWORD_WRONG, P12_*, SIGN_CERT_*, FORBIDDEN */
  importPkcs12(actor: Actor, owner: KeyOwner, file: Uint8Array, password: string): Promise<SigningKey>;
  /** Names a key that a connection keeps: its certificate is asked of the service and must be the owner's. */
  linkKey(
    actor: Actor,
    owner: KeyOwner,
    connectionId: string,
    at: { userId?: string; credentialId?: string },
    unlock?: Unlock,
  ): Promise<SigningKey>;
  /** Offers this one first. */
  preferKey(actor: Actor, id: string): Promise<void>;
  removeKey(actor: Actor, id: string): Promise<void>;

  /**
   * Signs documents with one confirmation. Returns as soon as the act is recorded; local keys have then signed what could be signed within
   * the call, remote ones wait for the person. Asked again with the same documents while they wait, it answers the same job.
   */
  sign(
    actor: Actor,
    documents: readonly DocumentToSign[],
    role: SigningRole,
    keyId: string,
    unlock: Unlock,
  ): Promise<SigningJob>;
  /** The actor's jobs, the newest first; `open` only those that are not finished. */
  jobs(actor: Actor, filter?: { open?: boolean }): Promise<SigningJob[]>;
  /** One job, asked of the holder first when it is due. @throws NOT_FOUND */
  job(actor: Actor, id: string): Promise<SigningJob>;
  /** Gives up what has not been signed yet. */
  cancelJob(actor: Actor, id: string): Promise<SigningJob>;

  /** Has the service send the owner a one-time password for a key that asks for one (CSC). @throws INVALID for other keys, KEY_HOLDER_* */
  sendOtp(actor: Actor, id: string): Promise<void>;
  /**
   * Where the owner of a key agrees that the office signs through their account (CSC, access "consent"): an address of the service's own
   * page. The key is linked when they come back ({@link KeyDesk.takeConsent}). @throws INVALID, FORBIDDEN, KEY_HOLDER_*
   */
  consent(
    actor: Actor,
    owner: KeyOwner,
    connectionId: string,
    at: { userId?: string; credentialId?: string },
  ): Promise<{ address: string }>;
  /** The owner came back with a code: the key is linked, or its consent renewed. @throws SIGN_HAND_OUT_USED for an unknown or used state */
  takeConsent(actor: Actor, state: string, code: string): Promise<SigningKey>;

  settings(actor: Actor): Promise<SigningSettings>;
  /** @throws INVALID with `where`, FORBIDDEN */
  changeSettings(actor: Actor, settings: SigningSettings): Promise<SigningSettings>;

  /** The picture of a signature or seal, cleaned (PNG with transparent background); undefined when there is none. */
  image(actor: Actor, owner: KeyOwner): Promise<{ png: Uint8Array; widthMm: number; heightMm: number } | undefined>;
  /** Cleans and keeps a picture (PNG or JPEG). `widthMm` of the seal as it is in truth. @throws SIGN_IMAGE_* */
  setImage(actor: Actor, owner: KeyOwner, picture: Uint8Array, widthMm?: number): Promise<void>;
  removeImage(actor: Actor, owner: KeyOwner): Promise<void>;
}

/** What the signing workers did in one run. */
export interface SigningRun {
  /** Transactions asked, and documents that were completed by it. */
  asked: number;
  completed: number;
  failed: number;
  /** Files whose document timestamp was renewed, or brought to their level. */
  renewed: number;
  /** Why some were not (Vietnamese), for the log and the administrators' notices. */
  problems: string[];
}

export type { BatchResult };
