import {
  accessLocationsOf,
  berToDer,
  type Certificate,
  distributionPointsOf,
  OID,
  parseCertificate,
  parseSignedData,
  readDer,
  verifySignedBy,
} from "../../asn1/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { FetchError, fetchBounded } from "./bounded-fetch.ts";
import type { RevocationOptions } from "./model.ts";
import { answersFor, ocspQuery, type RevocationAnswer, readCrl, readOcsp } from "./revocation-answers.ts";
import { RevocationCache } from "./revocation-cache.ts";

/** Everything by which one certificate can be judged later. */
export interface ValidationData {
  /** The path, leaf first, and the certificates of OCSP responders. */
  certificates: Certificate[];
  /** DER */
  ocsps: Uint8Array[];
  crls: Uint8Array[];
  /** Of the leaf, when it is revoked. */
  revoked?: { at: Date; reason: number };
}

const TIMEOUT_MS = 15_000;
const TOTAL_MS = 60_000;
const MAX_CRL_BYTES = 8 * 1024 * 1024;
const MAX_ANSWER_BYTES = 256 * 1024;
/** An answer without an end is asked for again after an hour. */
const KEPT_MS = 3_600_000;
const MAX_PATH = 10;
/** Addresses tried for one certificate. */
const MAX_ADDRESSES = 4;

/** Certificates that by their own word need no revocation information (RFC 6960, 4.2.2.2.1; ETSI EN 319 412-1, 5.2; RFC 9608). */
const NO_REVOCATION = [OID.ocspNoCheck, "0.4.0.194121.2.1", "2.5.29.56"];

/**
 * Collects paths and revocation data for the signatures of one file: from what is at hand, then from the addresses that certificates name
 * (RFC 5280, 4.2.2.1 and 4.2.1.13). What is collected is checked: signed by whom it must be, about this certificate, of use for the time.
 * Whether a path ends at somebody who is trusted is not asked here.
 */
export class ValidationCollector {
  readonly #options: RevocationOptions;
  readonly #cache: RevocationCache;
  readonly #known = new Map<string, Certificate>();
  readonly #own = new Set<string>();
  readonly #crls: Uint8Array[];
  readonly #ocsps: Uint8Array[];
  readonly #now: Date;
  /** On the monotonic clock. */
  readonly #deadline: number;
  readonly #missed: string[] = [];
  /** Asked for by this collector: never twice. */
  readonly #asked = new Set<string>();

  /** @param held what the file already has; used before anything is fetched */
  constructor(options: RevocationOptions = {}, held: { crls?: Uint8Array[]; ocsps?: Uint8Array[] } = {}) {
    this.#options = options;
    this.#cache = options.cache ?? new RevocationCache();
    this.#now = options.now?.() ?? new Date();
    this.#deadline = performance.now() + (options.totalMs ?? TOTAL_MS);
    this.#crls = [...(options.crls ?? []), ...(held.crls ?? [])];
    this.#ocsps = [...(options.ocsp ?? []), ...(held.ocsps ?? [])];
    for (const bytes of options.certificates ?? []) this.#own.add(this.#add(bytes)?.sha256 ?? "");
  }

  /** Makes certificates known, DER; what cannot be read is left out. */
  know(certificates: Iterable<Uint8Array>): void {
    for (const bytes of certificates) this.#add(bytes);
  }

  /**
   * The path of a certificate with revocation data for each of its members.
   *
   * @param at time for which it must do: when the signature was stamped
   * @param fresh fetch what can be fetched, though something at hand would do
   * @throws VanthuError REVOCATION_UNAVAILABLE
   */
  async collect(leaf: Certificate, at: Date, fresh = false): Promise<ValidationData> {
    const data: ValidationData = { certificates: [], ocsps: [], crls: [] };
    await this.#walk(leaf, at, fresh, data, 0);
    return data;
  }

  async #walk(leaf: Certificate, at: Date, fresh: boolean, data: ValidationData, depth: number): Promise<void> {
    const path = await this.#path(leaf);
    for (const [i, certificate] of path.entries()) {
      if (!data.certificates.some(({ sha256 }) => sha256 === certificate.sha256)) data.certificates.push(certificate);
      const issuer = path[i + 1];
      if (NO_REVOCATION.some((oid) => certificate.extensions.has(oid))) continue;
      if (issuer === undefined) {
        if (certificate.selfIssued || this.#own.has(certificate.sha256)) continue;
        throw this.#unavailable(certificate, "thiếu chứng thư số của tổ chức cấp");
      }
      this.#missed.length = 0;
      const answer = await this.#answer(certificate, issuer, at, fresh);
      if (answer === undefined) throw this.#unavailable(certificate, this.#missed.join("; "));
      if (certificate === leaf && depth === 0 && answer.revoked !== undefined) data.revoked = answer.revoked;
      const list = answer.kind === "ocsp" ? data.ocsps : data.crls;
      if (!list.some((held) => Buffer.compare(held, answer.bytes) === 0)) list.push(answer.bytes);
      // A responder without ocsp-nocheck is a certificate like any other.
      const { responder } = answer;
      if (responder !== undefined && depth < 3 && !data.certificates.some((c) => c.sha256 === responder.sha256)) {
        this.#known.set(responder.sha256, responder);
        await this.#walk(responder, at, fresh, data, depth + 1);
      }
    }
  }

  #add(bytes: Uint8Array): Certificate | undefined {
    try {
      const certificate = parseCertificate(bytes);
      if (this.#known.size < 2000) this.#known.set(certificate.sha256, certificate);
      return certificate;
    } catch (error) {
      if (!isVanthuError(error)) throw error;
      return undefined;
    }
  }

  /** From the leaf as far up as issuers are to be had. */
  async #path(leaf: Certificate): Promise<Certificate[]> {
    const path = [leaf];
    while (path.length < MAX_PATH) {
      const top = path.at(-1)!;
      if ((top.selfIssued && verifySignedBy(top, top)) || this.#own.has(top.sha256)) break;
      const issuer = this.#issuerOf(top, path) ?? (await this.#fetchIssuer(top, path));
      if (issuer === undefined) break;
      path.push(issuer);
    }
    return path;
  }

  #issuerOf(certificate: Certificate, path: Certificate[]): Certificate | undefined {
    const candidates = [...this.#known.values()].filter(
      (held) => held.subject.canonical === certificate.issuer.canonical && !path.includes(held),
    );
    return candidates.find((held) => verifySignedBy(certificate, held));
  }

  async #fetchIssuer(certificate: Certificate, path: Certificate[]): Promise<Certificate | undefined> {
    for (const url of locations(certificate, OID.caIssuers)) {
      const bytes = await this.#fetch(url, "application/pkix-cert, application/pkcs7-mime", MAX_ANSWER_BYTES);
      if (bytes === undefined) continue;
      this.know(certificatesIn(bytes));
      const issuer = this.#issuerOf(certificate, path);
      if (issuer !== undefined) return issuer;
    }
    return undefined;
  }

  async #answer(
    certificate: Certificate,
    issuer: Certificate,
    at: Date,
    fresh: boolean,
  ): Promise<RevocationAnswer | undefined> {
    const fits = (answer: RevocationAnswer | undefined) => answer !== undefined && answersFor(answer, at, this.#now);
    const held = [
      ...this.#ocsps.map((bytes) => readOcsp(bytes, certificate, issuer)),
      ...this.#crls.map((bytes) => readCrl(bytes, certificate, issuer)),
    ]
      .filter(fits)
      .sort((a, b) => Number(b?.revoked !== undefined) - Number(a?.revoked !== undefined));
    if (held[0] !== undefined && !fresh) return held[0];
    const fetched =
      (await this.#fetchOcsp(certificate, issuer, at, fresh)) ?? (await this.#fetchCrl(certificate, issuer, at, fresh));
    return fetched ?? held[0];
  }

  async #fetchOcsp(
    certificate: Certificate,
    issuer: Certificate,
    at: Date,
    fresh: boolean,
  ): Promise<RevocationAnswer | undefined> {
    for (const url of locations(certificate, OID.ocspAccess)) {
      const key = `ocsp ${url} ${certificate.sha256}`;
      const kept = this.#cache.get(key, this.#now);
      const keptAnswer = kept === undefined ? undefined : readOcsp(kept, certificate, issuer);
      // From after the signature, to the second, says more than from before it.
      if (
        !fresh &&
        keptAnswer !== undefined &&
        keptAnswer.thisUpdate.getTime() >= Math.floor(at.getTime() / 1000) * 1000
      )
        return keptAnswer;
      const query = ocspQuery(certificate, issuer);
      const bytes = await this.#fetch(url, "application/ocsp-response", MAX_ANSWER_BYTES, query.bytes);
      const answer = bytes === undefined ? undefined : readOcsp(bytes, certificate, issuer, query.nonce);
      if (answer !== undefined && answersFor(answer, at, this.#now)) return this.#keep(key, answer);
      if (bytes !== undefined) this.#missed.push(`${url}: trả lời OCSP không dùng được`);
      if (keptAnswer !== undefined && answersFor(keptAnswer, at, this.#now)) return keptAnswer;
    }
    return undefined;
  }

  async #fetchCrl(
    certificate: Certificate,
    issuer: Certificate,
    at: Date,
    fresh: boolean,
  ): Promise<RevocationAnswer | undefined> {
    for (const url of listLocations(certificate)) {
      const key = `crl ${url}`;
      const kept = fresh && !this.#asked.has(key) ? undefined : this.#cache.get(key, this.#now);
      const bytes =
        kept ?? (await this.#fetch(url, "application/pkix-crl", this.#options.maxCrlBytes ?? MAX_CRL_BYTES));
      const answer = bytes === undefined ? undefined : readCrl(bytes, certificate, issuer);
      if (answer !== undefined && answersFor(answer, at, this.#now)) return this.#keep(key, answer);
      if (bytes !== undefined) this.#missed.push(`${url}: danh sách thu hồi không dùng được`);
    }
    return undefined;
  }

  #keep(key: string, answer: RevocationAnswer): RevocationAnswer {
    this.#asked.add(key);
    const hour = new Date(this.#now.getTime() + KEPT_MS);
    const { nextUpdate = hour } = answer;
    this.#cache.set(key, answer.bytes, nextUpdate < hour ? nextUpdate : hour);
    return answer;
  }

  async #fetch(url: string, accept: string, maxBytes: number, body?: Uint8Array): Promise<Uint8Array | undefined> {
    const left = this.#deadline - performance.now();
    if (left <= 0) {
      this.#missed.push(`${url}: không hỏi nữa vì đã quá thời hạn chung`);
      return undefined;
    }
    try {
      return await fetchBounded({
        url,
        headers: { Accept: accept, ...(body === undefined ? {} : { "Content-Type": "application/ocsp-request" }) },
        timeoutMs: Math.min(this.#options.timeoutMs ?? TIMEOUT_MS, left),
        maxBytes,
        fetch: this.#options.fetch,
        privateAllowed: this.#options.privateHosts === true,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      this.#missed.push(`${url}: ${error.message}`);
      return undefined;
    }
  }

  #unavailable(certificate: Certificate, why: string): VanthuError {
    const whose = certificate.subject.commonName ?? certificate.subject.text;
    return new VanthuError("REVOCATION_UNAVAILABLE", {
      message: `Không có thông tin thu hồi (OCSP, CRL) dùng được cho chứng thư số của ${whose}${why === "" ? "" : ` (${why})`}.`,
      where: whose,
      hint: "Kiểm tra kết nối tới tổ chức chứng thực rồi thử lại, hoặc cung cấp danh sách thu hồi (CRL) của tổ chức đó.",
    });
  }
}

/** Addresses of an access method in a certificate. */
function locations(certificate: Certificate, method: string): string[] {
  const value = certificate.extensions.get(OID.authorityInfoAccess)?.value;
  if (value === undefined) return [];
  return accessLocationsOf(value)
    .filter((location) => location.method === method && /^https?:/i.test(location.uri))
    .map(({ uri }) => uri)
    .slice(0, MAX_ADDRESSES);
}

/** Addresses of revocation lists in a certificate. */
function listLocations(certificate: Certificate): string[] {
  const value = certificate.extensions.get(OID.crlDistributionPoints)?.value;
  if (value === undefined) return [];
  return distributionPointsOf(value)
    .flatMap(({ name }) => (name !== undefined && "fullName" in name ? name.fullName : []))
    .map((bytes) => readDer(bytes))
    .filter((general) => general.isContext(6))
    .map((general) => Buffer.from(general.content).toString("latin1"))
    .filter((uri) => /^https?:/i.test(uri))
    .slice(0, MAX_ADDRESSES);
}

/** The certificates in an answer of caIssuers: one in DER, or a CMS that only carries some (RFC 5280, 4.2.2.1). */
function certificatesIn(bytes: Uint8Array): Uint8Array[] {
  try {
    return parseSignedData(berToDer(bytes).der).certificates.slice(0, 20);
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return [bytes];
  }
}
