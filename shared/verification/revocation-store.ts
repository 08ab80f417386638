import { createHash } from "node:crypto";
import { type Certificate, type CertificateList, type OcspResponse, parseCrl, parseOcsp } from "../asn1/index.ts";
import { provenSignature } from "./proven.ts";
import { CLOCK_SKEW_MS } from "./time.ts";
import type { CertificatePool, ParsedAnchor } from "./trust.ts";

/** What is known of one certificate. */
export interface RevocationResult {
  status: "good" | "revoked" | "unknown";
  /** "OCSP", "CRL", or why none is needed. */
  source?: string;
  revokedAt?: Date;
  reason?: number;
  /** When the information was made. */
  producedAt?: Date;
}

/** Signatures on lists checked in one verification; a file full of lists cannot make it slow. */
const MAX_CHECKS = 2000;

/** Where revocation information may be found, all offline: in the file, in the CMS, or given by the caller. */
export class RevocationStore {
  readonly crls: CertificateList[] = [];
  readonly ocsp: OcspResponse[] = [];
  readonly #seen = new Set<string>();
  readonly #signed = new Map<string, boolean>();
  readonly #names = new WeakMap<CertificateList, string>();
  /** Lists read by this store or its siblings. */
  readonly #read: Map<string, CertificateList>;

  constructor(read: Map<string, CertificateList> = new Map()) {
    this.#read = read;
  }

  /** An empty store for the same file: a list that stands in both is in memory once. */
  sibling(): RevocationStore {
    return new RevocationStore(this.#read);
  }

  /** Adds a CRL in DER; what cannot be read is of no use and is ignored. */
  addCrl(bytes: Uint8Array): void {
    const name = this.#fresh(bytes);
    if (name === undefined) return;
    try {
      const crl = this.#read.get(name) ?? parseCrl(bytes);
      this.#read.set(name, crl);
      this.crls.push(crl);
      this.#names.set(crl, name);
    } catch {
      // unreadable: tells nothing, and "unknown" is what the verdict will say
    }
  }

  /** Adds an OCSP response in DER. */
  addOcsp(bytes: Uint8Array): void {
    if (this.#fresh(bytes) === undefined) return;
    try {
      this.ocsp.push(parseOcsp(bytes));
    } catch {
      // as above
    }
  }

  /** Was this list signed with this key? Asked for every certificate of every signature, so the answers are kept. */
  signedBy(crl: CertificateList, signer: Certificate): boolean {
    const key = `${this.crls.indexOf(crl)} ${signer.sha256}`;
    let answer = this.#signed.get(key);
    if (answer === undefined && this.#signed.size >= MAX_CHECKS) return false;
    if (answer === undefined) {
      answer = provenSignature(crl, this.#names.get(crl)!, signer.publicKey);
      this.#signed.set(key, answer);
    }
    return answer;
  }

  /** The sha256 of what was not seen before. */
  #fresh(bytes: Uint8Array): string | undefined {
    const key = createHash("sha256").update(bytes).digest("hex");
    if (this.#seen.has(key) || this.#seen.size > 4000) return undefined;
    this.#seen.add(key);
    return key;
  }
}

/** All that judging revocation needs. */
export interface RevocationContext {
  store: RevocationStore;
  pool: CertificatePool;
  anchors: readonly ParsedAnchor[];
  /** The time for which the state is asked: of the signature as far as it is known. */
  at: Date;
  /** The time of verification; information from after it does not exist yet. */
  now: Date;
  /** Signers of lists being judged already; a list cannot vouch for its own signer. */
  judging?: ReadonlySet<string>;
}

/** An older list that still runs must not hide a newer one that revokes. */
export function newestFirst<T>(list: readonly T[], made: (item: T) => Date): T[] {
  return [...list].sort((a, b) => made(b).getTime() - made(a).getTime());
}

/**
 * Is this information from the future? An authority whose clock runs a little ahead, or that answered in the second after the question was put, is
 * not doubted.
 */
export function notYetMade(made: Date, { now }: Pick<RevocationContext, "now">): boolean {
  return made.getTime() > now.getTime() + CLOCK_SKEW_MS;
}

/** Information is of use for a time when made before the present and not outdated at that time. */
export function covers(
  made: Date,
  next: Date | undefined,
  certificate: Certificate,
  context: RevocationContext,
): boolean {
  if (notYetMade(made, context)) return false;
  // Authorities drop expired certificates from their lists (RFC 5280, 3.3).
  if (made > certificate.notAfter) return false;
  return made >= context.at || (next !== undefined && next >= context.at);
}
