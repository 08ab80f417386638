import { type Certificate, parseCertificate } from "../asn1/index.ts";
import type { TrustAnchor } from "./model.ts";
import { type PathFault, validatePath } from "./path.ts";
import type { PathPolicy } from "./policy-tree.ts";

/** An anchor with its certificate read. */
export interface ParsedAnchor {
  certificate: Certificate;
  scope: string;
  source: string;
}

/** A path from a leaf to an anchor. */
export interface CertificationPath {
  /** Leaf first; the anchor is not in it. Empty when the leaf is itself the anchor. */
  certificates: Certificate[];
  anchor: ParsedAnchor;
}

/** What came of looking for a path. */
export type PathSearch =
  | { found: CertificationPath; fault?: undefined }
  | { found?: undefined; fault?: PathFault; attempted?: CertificationPath };

/** Certificates between leaf and anchor; the longest path in the NIST suite has seven. */
const MAX_PATH = 12;
/** Paths tried before giving up; cross-certificates can make their number explode. */
const MAX_ATTEMPTS = 64;

/** Certificates that may help to build paths, found by subject. Broken ones are left out. */
export class CertificatePool {
  readonly #bySubject = new Map<string, Certificate[]>();
  readonly all: Certificate[] = [];
  readonly #seen = new Set<string>();

  constructor(der: Iterable<Uint8Array> = []) {
    for (const bytes of der) this.add(bytes);
  }

  /** Adds a certificate in DER; what cannot be read is ignored, since anyone may put anything into a file. */
  add(bytes: Uint8Array): void {
    try {
      this.addParsed(parseCertificate(bytes));
    } catch {
      // not a certificate: of no use for building paths
    }
  }

  addParsed(certificate: Certificate): void {
    if (this.#seen.has(certificate.sha256) || this.all.length >= 2000) return;
    this.#seen.add(certificate.sha256);
    this.all.push(certificate);
    const list = this.#bySubject.get(certificate.subject.canonical) ?? [];
    list.push(certificate);
    this.#bySubject.set(certificate.subject.canonical, list);
  }

  withSubject(canonical: string): Certificate[] {
    return this.#bySubject.get(canonical) ?? [];
  }
}

/** Reads the configured anchors. Errors: ASN1_* for an anchor that is not a certificate: a fault of configuration. */
export function parseAnchors(anchors: readonly TrustAnchor[]): ParsedAnchor[] {
  return anchors.map((a) => ({ certificate: parseCertificate(a.certificate), scope: a.scope, source: a.source }));
}

/**
 * Looks for a valid path from `leaf` to one of the anchors at a time. Tries those whose key identifiers match first.
 * When none is valid the fault of the first path that reached an anchor is given; no fault means no anchor was reached.
 */
export function findPath(
  leaf: Certificate,
  pool: CertificatePool,
  anchors: readonly ParsedAnchor[],
  at: Date,
  policy: PathPolicy = {},
): PathSearch {
  const direct = anchors.find((a) => a.certificate.sha256 === leaf.sha256);
  if (direct !== undefined) return { found: { certificates: [], anchor: direct } };
  let fault: PathFault | undefined;
  let attempted: CertificationPath | undefined;
  let attempts = 0;
  const extend = (chain: Certificate[]): CertificationPath | undefined => {
    const top = chain.at(-1)!;
    for (const anchor of anchors) {
      if (anchor.certificate.subject.canonical !== top.issuer.canonical) continue;
      if (++attempts > MAX_ATTEMPTS) return undefined;
      const path = { certificates: [...chain], anchor };
      const wrong = validatePath([...chain].reverse(), anchor.certificate, at, policy);
      if (wrong === undefined) return path;
      // A broken signature next to the anchor means another key of the same name: this anchor was not reached at all.
      if (wrong.code === "SIGNATURE_BROKEN" && wrong.certificate.sha256 === top.sha256) continue;
      if (fault === undefined || fault.code === "SIGNATURE_BROKEN") [fault, attempted] = [wrong, path];
    }
    if (chain.length >= MAX_PATH) return undefined;
    const issuers = pool
      .withSubject(top.issuer.canonical)
      .filter(
        (c) =>
          !chain.some((used) => used.sha256 === c.sha256) && !anchors.some((a) => a.certificate.sha256 === c.sha256),
      )
      .sort((a, b) => Number(b.ski === top.aki) - Number(a.ski === top.aki));
    for (const issuer of issuers) {
      if (attempts > MAX_ATTEMPTS) return undefined;
      const path = extend([...chain, issuer]);
      if (path !== undefined) return path;
    }
    return undefined;
  };
  const found = extend([leaf]);
  return found === undefined ? { fault, attempted } : { found };
}
