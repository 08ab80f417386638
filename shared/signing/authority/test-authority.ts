import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { OID } from "../../asn1/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { Signer } from "../model.ts";
import { localSigner } from "../signers.ts";
import {
  type CertificateContent,
  type IssuingKey,
  type NameParts,
  type RevokedEntry,
  writeCertificate,
  writeRevocationList,
} from "./certificate-writer.ts";
import { generateKey, type KeyKind, newSerial, pem } from "./fresh-keys.ts";
import { answerOcsp } from "./ocsp-responder.ts";
import { writePkcs12 } from "./pkcs12-writer.ts";
import { answerTimestamp } from "./timestamp-server.ts";

/** How a test authority is made. */
export interface TestAuthorityOptions {
  /** Common name of the issuing authority; it must say that it is a test. By default "Cơ quan chứng thực thử nghiệm Vanthu". */
  name?: string;
  /** Keys of root and issuing authority; EC-P256 when absent (made in a millisecond). */
  algorithm?: KeyKind;
  /** Start of validity; a day before now when absent. */
  notBefore?: Date;
  /**
   * Where the authority is reached over HTTP ("http://127.0.0.1:8318"): certificates then name their issuer, revocation list and OCSP
   * responder under it, see {@link authorityFetch}. Absent: they name none, and {@link TestAuthority.crls} are handed over by themselves.
   */
  url?: string;
}

/** Whom a test certificate is for. */
export interface CertificateRequest {
  commonName: string;
  organisation?: string;
  organisationalUnit?: string;
  /** Official position (chức vụ). */
  title?: string;
  email?: string;
  kind: "person" | "organisation";
  /** RSA-2048 when absent. */
  algorithm?: KeyKind;
  /** By default those of the authority's start and three years later. */
  notBefore?: Date;
  notAfter?: Date;
}

/** A test certificate with its key. */
export interface IssuedCertificate {
  /** DER */
  certificate: Uint8Array;
  /** The certificate, the issuing authority, the root; DER. */
  chain: Uint8Array[];
  key: KeyObject;
  /** Hexadecimal, as parseCertificate gives it. */
  serial: string;
  /** A PKCS#12 file with key and chain. */
  toPkcs12(password: string): Uint8Array;
  signer(): Signer;
}

/** A test authority as JSON: PEM keys, base64 certificates. It holds private keys: store it as such. */
export interface TestAuthorityState {
  version: 1;
  rootName: NameParts;
  issuingName: NameParts;
  rootKey: string;
  issuingKey: string;
  root: string;
  issuing: string;
  notBefore: string;
  crlNumber: number;
  revoked: { serial: string; at: string; reason: number }[];
  url?: string;
  /** Of the timestamp and OCSP services; made at their first use when a state is from before they existed. */
  services?: { timestamps: ServiceState; ocsp: ServiceState };
}

/** Key (PEM) and certificate (base64) of a service of the authority. */
interface ServiceState {
  key: string;
  certificate: string;
}

/** Key and certificate of a service of the authority, ready for use. */
export interface Service {
  key: KeyObject;
  /** DER */
  certificate: Uint8Array;
}

/** A certification authority for trying things out: a root, an issuing authority, revocation lists, timestamps, OCSP. Nobody trusts it but who is told to. */
export interface TestAuthority {
  /** DER; the trust anchor. */
  readonly root: Uint8Array;
  /** DER */
  readonly issuing: Uint8Array;
  /** Newest list of the issuing authority, DER. */
  readonly crl: Uint8Array;
  /** Newest lists of root and issuing authority, DER. */
  readonly crls: Uint8Array[];
  /** Where it is reached, when it was made with an address. */
  readonly url?: string;
  /** Of the time-stamping service, DER. */
  readonly timestampCertificate: Uint8Array;
  /** Answers a timestamp request (RFC 3161), DER to DER; a request that cannot be granted gets a refusal. */
  timestamp(request: Uint8Array, at?: Date): Uint8Array;
  /** Answers an OCSP request (RFC 6960), DER to DER, by a delegated responder. */
  ocsp(request: Uint8Array, at?: Date): Uint8Array;
  issueCertificate(request: CertificateRequest): IssuedCertificate;
  /** Revokes a certificate; the new list is in {@link crl}. */
  revoke(serial: string, at: Date, reason?: number): void;
  toJSON(): TestAuthorityState;
}

const YEAR = 365.25 * 86_400_000;
const ROOT_NAME = "Cơ quan chứng thực gốc thử nghiệm Vanthu";
const ISSUING_NAME = "Cơ quan chứng thực thử nghiệm Vanthu";
const TIMESTAMP_NAME = "Dịch vụ cấp dấu thời gian thử nghiệm Vanthu";
const OCSP_NAME = "Dịch vụ trả lời trạng thái chứng thư thử nghiệm Vanthu";
const ORGANISATION = "Vanthu – chỉ để thử nghiệm, không có giá trị pháp lý";

/**
 * Makes a test certification authority, clearly marked as one in its names. Certificates are version 3, RSA or EC, with everything a
 * strict verifier looks at; revocation lists are valid for ten years, so that tests do not age.
 *
 * @throws VanthuError INVALID when `name` does not say "thử nghiệm"
 *
 * @example
 * const authority = createTestAuthority();
 * const leader = authority.issueCertificate({ commonName: "Trần Minh Quang", organisation: "UBND xã An Phú", kind: "person" });
 * await signPdf({ pdf, signer: leader.signer(), role: "leader", at: new Date() });
 */
export function createTestAuthority(given: TestAuthorityOptions = {}): TestAuthority {
  const options = given.url === undefined ? given : { ...given, url: given.url.replace(/\/+$/, "") };
  const name = options.name ?? ISSUING_NAME;
  if (!/thử nghiệm/i.test(name)) {
    throw new VanthuError("INVALID", {
      message: "Tên cơ quan chứng thực thử nghiệm phải có chữ “thử nghiệm”.",
      where: "name",
    });
  }
  const notBefore = options.notBefore ?? new Date(Math.floor(Date.now() / 1000) * 1000 - 86_400_000);
  const kind = options.algorithm ?? "EC-P256";
  const root: IssuingKey = { name: authorityName(ROOT_NAME), key: generateKey(kind) };
  const issuing: IssuingKey = { name: authorityName(name), key: generateKey(kind) };
  const rootCertificate = writeCertificate(
    {
      serial: newSerial(),
      subject: root.name,
      publicKey: createPublicKey(root.key),
      notBefore,
      notAfter: new Date(notBefore.getTime() + 20 * YEAR),
      ca: { pathLength: 1 },
    },
    root,
  );
  const issuingCertificate = writeCertificate(
    {
      serial: newSerial(),
      subject: issuing.name,
      publicKey: createPublicKey(issuing.key),
      notBefore,
      notAfter: new Date(notBefore.getTime() + 10 * YEAR),
      ca: { pathLength: 0 },
      ...(options.url === undefined
        ? {}
        : { locations: { issuer: `${options.url}/root.crt`, crl: `${options.url}/root.crl` } }),
    },
    root,
  );
  return authorityOf({
    version: 1,
    rootName: root.name,
    issuingName: issuing.name,
    rootKey: pem(root.key),
    issuingKey: pem(issuing.key),
    root: Buffer.from(rootCertificate).toString("base64"),
    issuing: Buffer.from(issuingCertificate).toString("base64"),
    notBefore: notBefore.toISOString(),
    crlNumber: 1,
    revoked: [],
    ...(options.url === undefined ? {} : { url: options.url }),
  });
}

/** A test authority from its JSON. */
export function restoreTestAuthority(state: TestAuthorityState): TestAuthority {
  return authorityOf(structuredClone(state));
}

function authorityOf(state: TestAuthorityState): TestAuthority {
  const root = new Uint8Array(Buffer.from(state.root, "base64"));
  const issuing = new Uint8Array(Buffer.from(state.issuing, "base64"));
  const rootKey: IssuingKey = { name: state.rootName, key: createPrivateKey(state.rootKey) };
  const issuingKey: IssuingKey = { name: state.issuingName, key: createPrivateKey(state.issuingKey) };
  const notBefore = new Date(state.notBefore);
  const list = (issuer: IssuingKey, revoked: RevokedEntry[]) => {
    const newest = revoked.reduce((latest, { at }) => Math.max(latest, at.getTime()), notBefore.getTime());
    const thisUpdate = new Date(newest);
    const nextUpdate = new Date(notBefore.getTime() + 10 * YEAR);
    return writeRevocationList({ thisUpdate, nextUpdate, number: state.crlNumber, revoked }, issuer);
  };
  const issuingList = () =>
    list(
      issuingKey,
      state.revoked.map(({ serial, at, reason }) => ({ serial, at: new Date(at), reason })),
    );
  const rootCrl = list(rootKey, []);
  let crl = issuingList();
  const locations =
    state.url === undefined
      ? undefined
      : { issuer: `${state.url}/issuing.crt`, crl: `${state.url}/issuing.crl`, ocsp: `${state.url}/ocsp` };
  let services: Services | undefined;
  // Made or read when first asked for: whoever only signs does not pay for them.
  const ready = (): Services => {
    state.services ??= makeServices(issuingKey, notBefore, locations);
    services ??= { timestamps: serviceOf(state.services.timestamps), ocsp: serviceOf(state.services.ocsp) };
    return services;
  };
  return {
    root,
    issuing,
    get crl() {
      return crl;
    },
    get crls() {
      return [rootCrl, crl];
    },
    ...(state.url === undefined ? {} : { url: state.url }),
    get timestampCertificate() {
      return ready().timestamps.certificate;
    },
    timestamp: (request, at = new Date()) => answerTimestamp(request, ready().timestamps, [issuing, root], at),
    ocsp: (request, at = new Date()) => answerOcsp(request, ready().ocsp, issuing, state.revoked, at),
    issueCertificate: (request) => issue(request, issuingKey, [issuing, root], notBefore, locations),
    revoke: (serial, at, reason = 0) => {
      state.revoked.push({ serial, at: at.toISOString(), reason });
      state.crlNumber++;
      crl = issuingList();
    },
    toJSON: () => {
      ready();
      return structuredClone(state);
    },
  };
}

interface Services {
  timestamps: Service;
  ocsp: Service;
}

type Locations = CertificateContent["locations"];

function serviceOf({ key, certificate }: ServiceState): Service {
  return { key: createPrivateKey(key), certificate: new Uint8Array(Buffer.from(certificate, "base64")) };
}

/** Keys and certificates of the services, valid as long as the issuing authority. */
function makeServices(
  issuer: IssuingKey,
  notBefore: Date,
  locations: Locations,
): NonNullable<TestAuthorityState["services"]> {
  const make = (commonName: string, purpose: "timestamps" | "ocsp"): ServiceState => {
    const key = generateKey("EC-P256");
    const certificate = writeCertificate(
      {
        serial: newSerial(),
        subject: authorityName(commonName),
        publicKey: createPublicKey(key),
        notBefore,
        notAfter: new Date(notBefore.getTime() + 10 * YEAR),
        purpose,
        ...(locations === undefined ? {} : { locations }),
      },
      issuer,
    );
    return { key: pem(key), certificate: Buffer.from(certificate).toString("base64") };
  };
  return { timestamps: make(TIMESTAMP_NAME, "timestamps"), ocsp: make(OCSP_NAME, "ocsp") };
}

function issue(
  request: CertificateRequest,
  issuer: IssuingKey,
  issuers: Uint8Array[],
  start: Date,
  locations: Locations,
): IssuedCertificate {
  const key = generateKey(request.algorithm ?? "RSA-2048");
  const serial = newSerial();
  const notBefore = request.notBefore ?? start;
  const certificate = writeCertificate(
    {
      serial,
      subject: subjectOf(request),
      publicKey: createPublicKey(key),
      notBefore,
      notAfter: request.notAfter ?? new Date(notBefore.getTime() + 3 * YEAR),
      ...(request.email === undefined ? {} : { email: request.email }),
      ...(locations === undefined ? {} : { locations }),
    },
    issuer,
  );
  const chain = [certificate, ...issuers];
  return {
    certificate,
    chain,
    key,
    serial: Buffer.from(serial).toString("hex"),
    toPkcs12: (password) => writePkcs12(key, chain, request.commonName, password),
    signer: () => localSigner(key, chain),
  };
}

function subjectOf(request: CertificateRequest): NameParts {
  const parts: NameParts = [{ oid: OID.country, value: "VN" }];
  if (request.organisation !== undefined) parts.push({ oid: OID.organisation, value: request.organisation });
  else if (request.kind === "organisation") parts.push({ oid: OID.organisation, value: request.commonName });
  if (request.organisationalUnit !== undefined)
    parts.push({ oid: OID.organisationalUnit, value: request.organisationalUnit });
  if (request.title !== undefined) parts.push({ oid: OID.title, value: request.title });
  parts.push({ oid: OID.commonName, value: request.commonName });
  return parts;
}

function authorityName(commonName: string): NameParts {
  return [
    { oid: OID.country, value: "VN" },
    { oid: OID.organisation, value: ORGANISATION },
    { oid: OID.commonName, value: commonName },
  ];
}
