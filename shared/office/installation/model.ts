import type { Actor } from "../../access/index.ts";
import type { TrustAnchor } from "../../verification/index.ts";

/** Whom an anchor is trusted for: the national root, the Government's own authority, authorities abroad, trials; "other" as an administrator named it. */
export type TrustScope = "neac" | "government" | "foreign" | "test" | "other";

/** An anchor as it lies in the administrator's folder. */
export interface KeptAnchor extends TrustAnchor {
  /** Path inside the folder: what removing takes. */
  file: string;
  /** ISO day on which it was put there, where that was written down. */
  addedOn?: string;
  addedBy?: string;
}

/** Where the anchors of one machine lie and can be changed; an installation without one (AWS) has them packed with the program. */
export interface TrustFolder {
  /** What is trusted now. Read again after each change. */
  readonly trust: KeptAnchor[];
  /** Revocation lists, DER. */
  readonly crls: Uint8Array[];
  /** Adds a certificate (DER). @throws VanthuError INPUT_MISSING when it cannot be written */
  add(anchor: { certificate: Uint8Array; scope: string; source: string; addedOn: string; addedBy: string }): KeptAnchor;
  /** Takes one out. Does nothing when it is not there. @throws VanthuError INPUT_MISSING when it cannot be taken out */
  remove(file: string): void;
}

/** An anchor as the trust list shows it. Instants are ISO 8601. */
export interface TrustEntry {
  /** Hexadecimal SHA-256 of the certificate: the fingerprint. */
  sha256: string;
  subject: string;
  issuer: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  scope: TrustScope;
  /** As verdicts name it. */
  scopeName: string;
  source: string;
  addedOn?: string;
  addedBy?: string;
  /** Counts in verdicts today: it has begun and has not ended. */
  inUse: boolean;
  /** Of this installation's own test authority, or packed with the program: nobody takes it out here. */
  fixed: boolean;
}

/** The trust list of an installation. */
export interface TrustList {
  anchors: TrustEntry[];
  /** How many revocation lists are at hand beside it. */
  crls: number;
  /** May this actor add and remove? */
  mayChange: boolean;
  /** Why not, and who can (Vietnamese). */
  why?: string;
}

/** How near its end a certificate is: 60, 30 and 7 are the days from which somebody is told. */
export type Ending = "valid" | "within-60" | "within-30" | "within-7" | "over" | "not-yet" | "unknown";

/** A certificate that this office depends on. */
export interface CertificateStanding {
  /** key: of a person or seal; connection: entered with a connection; timestamp: of a time-stamping authority; anchor: trusted. */
  kind: "key" | "connection" | "timestamp" | "anchor";
  /** For people (Vietnamese). */
  name: string;
  /** Whose: "Con dấu cơ quan", a person's name, where it is kept. */
  of: string;
  subject: string;
  issuer: string;
  /** ISO 8601; absent where nobody has seen the certificate yet. */
  notBefore?: string;
  notAfter?: string;
  /** Whole days until its end, negative once it is over. */
  daysLeft?: number;
  ending: Ending;
  /** Of the test authority of this installation. */
  test: boolean;
  /** Page where it is renewed. */
  href: string;
}

/** How a part of the installation is: "warn" works and wants somebody, "bad" does not work, "unknown" cannot be told from here. */
export type HealthState = "good" | "warn" | "bad" | "unknown";

/** One thing that was looked at. */
export interface HealthCheck {
  code:
    | "storage"
    | "disk"
    | "version"
    | "workers"
    | "outbox"
    | "timestamps"
    | "connections"
    | "clock"
    | "certificates"
    | "backup";
  /** Vietnamese: what it is, how it is, what to do. */
  name: string;
  state: HealthState;
  words: string;
  advice?: string;
  /** Page where it is done. */
  href?: string;
  /** Figures for machines, by names of ours; nothing secret, no address. */
  figures?: Record<string, number | string | boolean | null>;
}

/** How an installation is. */
export interface HealthReport {
  /** ISO 8601. */
  at: string;
  /** The worst of all that can be told. */
  state: HealthState;
  checks: HealthCheck[];
}

/** What only the machine that runs the office knows. Each is absent where it cannot be told. */
export interface MachineReadings {
  /** Bytes free where the data lies. */
  freeBytes?(): Promise<number>;
  /** Workers by name: what they do (Vietnamese), how often at the latest, and their last runs (ISO 8601). */
  workers?(): { name: string; everyMs: number; lastAt?: string; failedAt?: string }[];
  /** Is a daily backup set up, and when was the last (ISO 8601)? */
  backup?(): Promise<{ configured: boolean; lastAt?: string }>;
}

/** The installation as its administrators see it. */
export interface InstallationDesk {
  /** @throws FORBIDDEN */
  trust(actor: Actor): Promise<TrustList>;
  /**
   * Trusts a root certificate from now on. `fingerprint`: its SHA-256 as the authority itself publishes it, typed or pasted by the person.
   * @param certificate DER or PEM
   * @throws INVALID, TRUST_FINGERPRINT, TRUST_NOT_ANCHOR, ALREADY_EXISTS, TRUST_FIXED, FORBIDDEN
   */
  addAnchor(
    actor: Actor,
    anchor: { certificate: Uint8Array; scope: TrustScope; source: string; fingerprint: string },
  ): Promise<TrustEntry>;
  /** @throws NOT_FOUND, TRUST_FIXED, FORBIDDEN */
  removeAnchor(actor: Actor, sha256: string): Promise<void>;
  /** Everything that ends some day, the next to end first. @throws FORBIDDEN */
  certificates(actor: Actor): Promise<CertificateStanding[]>;
  /** @throws FORBIDDEN */
  health(actor: Actor): Promise<HealthReport>;
  /** Asks every time-stamping authority of the office for a stamp, and keeps what it answered. @throws FORBIDDEN */
  askTimestamps(actor: Actor): Promise<TimestampAnswer[]>;
}

/** What a time-stamping authority last answered. */
export interface TimestampAnswer {
  /** Address of the authority. */
  authority: string;
  /** ISO 8601. */
  at: string;
  /** Why it did not answer rightly (Vietnamese); absent: it did. */
  problem?: string;
  /** Its clock less ours, milliseconds. */
  aheadMs?: number;
  certificate?: { subject: string; issuer: string; notBefore: string; notAfter: string };
}
