import {
  berToDer,
  type Certificate,
  OID,
  parseCertificate,
  parseSignedData,
  parseTstInfo,
  publicKeyOf,
  type SignedData,
  type SignerInfo,
  schemeOf,
} from "../../asn1/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import { PdfString } from "../../pdf/index.ts";
import { ALGORITHMS, fits } from "../algorithms.ts";
import { formFields } from "../form.ts";
import type { SignatureAlgorithm, SignatureField } from "../model.ts";
import { signaturesIn } from "../policy.ts";
import type { Revision } from "../revision.ts";
import { certificateOf } from "./timestamp-token.ts";

/** Who made a signature or timestamp, and what certificates came with it. */
export interface EmbeddedMaker {
  certificate: Certificate;
  /** DER */
  certificates: Uint8Array[];
  /** Those that lead up from it, as far as they came along. */
  issuers: Certificate[];
  /** With what it was made, where it is one of the offered algorithms. */
  algorithm?: SignatureAlgorithm;
  /** Of a timestamp: the time it states. */
  at?: Date;
}

/** A signature or document timestamp that stands in a file, read but not verified. */
export interface EmbeddedSignature {
  field: string;
  kind: SignatureField["kind"];
  /** Where its signed bytes end. */
  end: number;
  maker: EmbeddedMaker;
  /** Signature timestamps inside it. */
  timestamps: EmbeddedMaker[];
}

/** Timestamps looked at in one signature. */
const MAX_TIMESTAMPS = 8;
/** Certificates looked at in one of them. */
const MAX_CERTIFICATES = 20;

/** The signatures of a file in the order of signing; those whose CMS cannot be read are left out. */
export function embeddedSignatures(revision: Revision): EmbeddedSignature[] {
  return signaturesIn(revision, formFields(revision))
    .flatMap(({ field, kind, signature }) => {
      const contents = revision.resolve(signature?.get("Contents"));
      const range = revision.array(signature?.get("ByteRange")).map((n) => revision.resolve(n));
      const [, , start, length] = range;
      if (!(contents instanceof PdfString) || typeof start !== "number" || typeof length !== "number") return [];
      const read = readCms(contents.bytes);
      return read === undefined ? [] : [{ field, kind, end: start + length, ...read }];
    })
    .sort((a, b) => a.end - b.end);
}

function readCms(contents: Uint8Array): Pick<EmbeddedSignature, "maker" | "timestamps"> | undefined {
  try {
    const data = parseSignedData(berToDer(contents).der);
    const maker = makerOf(data);
    if (maker === undefined) return undefined;
    const tokens = (data.signerInfos[0]?.unsignedAttributes ?? [])
      .filter(({ oid }) => oid === OID.signatureTimestamp)
      .flatMap(({ values }) => values)
      .slice(0, MAX_TIMESTAMPS);
    const timestamps = tokens.flatMap(({ raw }) => makerOf(parseSignedData(berToDer(raw).der)) ?? []);
    return { maker, timestamps };
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return undefined;
  }
}

function makerOf(data: SignedData): EmbeddedMaker | undefined {
  const [signer] = data.signerInfos;
  const certificate = signer === undefined ? undefined : certificateOf(signer, data);
  if (certificate === undefined) return undefined;
  const stamp =
    data.eContentType === OID.tstInfo && data.eContent !== undefined ? parseTstInfo(data.eContent) : undefined;
  const algorithm = signer === undefined ? undefined : algorithmOf(signer, certificate);
  return {
    certificate,
    certificates: data.certificates,
    issuers: issuersOf(certificate, data),
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(stamp === undefined ? {} : { at: stamp.at }),
  };
}

/** The issuers of a certificate that came along, by name, upwards. */
function issuersOf(certificate: Certificate, data: SignedData): Certificate[] {
  const others = data.certificates.slice(0, MAX_CERTIFICATES).map(parseCertificate);
  const path = [certificate];
  for (;;) {
    const top = path.at(-1)!;
    const next = others.find(
      (one) => one.subject.canonical === top.issuer.canonical && path.every((held) => held.sha256 !== one.sha256),
    );
    if (top.selfIssued || next === undefined) return path.slice(1);
    path.push(next);
  }
}

function algorithmOf(
  { signatureAlgorithm, digestAlgorithm }: SignerInfo,
  certificate: Certificate,
): SignatureAlgorithm | undefined {
  const scheme = schemeOf(signatureAlgorithm, digestAlgorithm.oid);
  const key = publicKeyOf(certificate.publicKey);
  if (scheme === undefined || key === undefined) return undefined;
  const kind = { RSA: "PKCS1", "RSA-PSS": "PSS", ECDSA: "ECDSA", DSA: "", Ed25519: "" }[scheme.family];
  return (Object.keys(ALGORITHMS) as SignatureAlgorithm[]).find((name) => {
    const profile = ALGORITHMS[name];
    return profile.scheme === kind && profile.digest === scheme.digest && fits(name, key);
  });
}
