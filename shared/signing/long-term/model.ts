import type { Fetch } from "./bounded-fetch.ts";
import type { RevocationCache } from "./revocation-cache.ts";

/** Levels of ETSI EN 319 142-1, 6: signed; with a proof of time; with all validation data; with that data stamped again. */
export type SignatureLevel = "B-B" | "B-T" | "B-LT" | "B-LTA";

/** A time-stamping authority (RFC 3161 over HTTP). */
export interface TimestampAuthority {
  /** http or https. */
  url: string;
  /** Policy to be asked for and insisted on, as dotted numbers; the authority's own when absent. */
  policy?: string;
  /** Further headers, such as Authorization. */
  headers?: Record<string, string>;
}

/** Where and how timestamps are got. */
export interface TimestampOptions {
  /** Asked in this order; the next one is asked when one fails. */
  authorities: readonly TimestampAuthority[];
  /** Random (64 bits) when absent. */
  nonce?: bigint;
  /** For each authority, whole answer; 15 000 when absent. */
  timeoutMs?: number;
  /** How far the authority's clock may be from ours, milliseconds; five minutes when absent. */
  skewMs?: number;
  /** Bytes kept free in the file for the token; 12 288 when absent. */
  room?: number;
  /** The global fetch when absent. */
  fetch?: Fetch;
  now?: () => Date;
}

/** Where revocation data and missing issuers come from. */
export interface RevocationOptions {
  /** Certificates that may complete a path, DER; a path may end at one of these. */
  certificates?: readonly Uint8Array[];
  /** Revocation lists and OCSP responses at hand, DER: used before anything is fetched. */
  crls?: readonly Uint8Array[];
  ocsp?: readonly Uint8Array[];
  /** For each question; 15 000 when absent. */
  timeoutMs?: number;
  /** For all questions of one call together; 60 000 when absent. A file can name many addresses that do not answer. */
  totalMs?: number;
  /** Largest revocation list that is taken, bytes; 8 MB when absent. It becomes part of the file. */
  maxCrlBytes?: number;
  /** Kept between calls; each call has its own when absent. */
  cache?: RevocationCache;
  /**
   * May addresses named by certificates be on this machine or in a private network? No when absent: whoever makes a file chooses them.
   */
  privateHosts?: boolean;
  /** The global fetch when absent. */
  fetch?: Fetch;
  now?: () => Date;
}

/** What is wanted of a signature besides the signature. */
export interface LevelOptions {
  /** B-B when absent. */
  level?: SignatureLevel;
  /** Needed from B-T on. */
  timestamp?: TimestampOptions;
  /** Used from B-LT on. */
  revocation?: RevocationOptions;
}

/** A file brought to a higher level. */
export interface ExtendedPdf {
  /** The given bytes are its exact prefix. */
  pdf: Uint8Array;
  /** What was appended, in order; empty when there was nothing to do. */
  added: ("document-timestamp" | "validation-data")[];
}
