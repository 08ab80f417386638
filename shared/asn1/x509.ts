import { createHash } from "node:crypto";
import { type DerNode, readDer, TAG } from "./der.ts";
import { unexpected } from "./faults.ts";
import { type Name, nameOf } from "./names.ts";
import { OID } from "./oids.ts";
import { Remembered } from "./remembered.ts";
import { type AlgorithmIdentifier, algorithmOf, verifySignature } from "./signature-algorithm.ts";
import { bitStringOf, booleanOf, flagsOf, integerOf, octetsOf, oidOf, sequenceOf, timeOf } from "./values.ts";

/** Key usages by bit (RFC 5280, 4.2.1.3). */
export const KEY_USAGES = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
] as const;

/** One of {@link KEY_USAGES}. */
export type KeyUsage = (typeof KEY_USAGES)[number];

/** An extension: `value` is the DER inside its OCTET STRING. */
export interface Extension {
  critical: boolean;
  value: Uint8Array;
}

/** An X.509 certificate (RFC 5280, 4.1). */
export interface Certificate {
  /** The whole DER. */
  raw: Uint8Array;
  /** The signed part. */
  tbs: Uint8Array;
  version: 1 | 2 | 3;
  /** Lower-case hexadecimal without leading zero bytes. */
  serial: string;
  issuer: Name;
  subject: Name;
  notBefore: Date;
  notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Uint8Array;
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
  extensions: Map<string, Extension>;
  keyUsage?: ReadonlySet<KeyUsage>;
  extendedKeyUsage?: string[];
  basicConstraints?: { ca: boolean; pathLength?: number };
  /** Hexadecimal. */
  ski?: string;
  /** Key identifier of the issuer, hexadecimal. */
  aki?: string;
  /** Subject alternative names of the types people read: e-mail, DNS, URI. */
  subjectAltNames: string[];
  /** Hexadecimal SHA-256 of `raw`. */
  sha256: string;
  /** Subject and issuer are the same name. */
  selfIssued: boolean;
}

/**
 * Parses a certificate in DER.
 * Errors: ASN1_MALFORMED, ASN1_STRUCTURE (also when an extension stands twice, RFC 5280, 4.2).
 * What was read lately is given again: it is not to be changed.
 */
export function parseCertificate(bytes: Uint8Array): Certificate {
  // A copy: what the caller does with its bytes later must not change what is kept, nor a whole file be kept for a certificate in it.
  return CERTIFICATES.of([bytes], () => readCertificate(Uint8Array.from(bytes)));
}

const CERTIFICATES = new Remembered<Certificate>(512, 16_384);

function readCertificate(bytes: Uint8Array): Certificate {
  const root = readDer(bytes);
  const [tbs, algorithm, signature] = sequenceOf(root, "Chứng thư số");
  const fields = [...sequenceOf(tbs, "Chứng thư số")];
  let version: Certificate["version"] = 1;
  if (fields[0]?.isContext(0)) {
    const n = Number(integerOf(fields.shift()!.children[0]));
    if (n !== 0 && n !== 1 && n !== 2) throw unexpected("Chứng thư số", "phiên bản lạ");
    version = (n + 1) as Certificate["version"];
  }
  const [serial, inner, issuer, validity, subject, publicKey, ...optional] = fields;
  const signatureAlgorithm = algorithmOf(algorithm);
  // RFC 5280, 4.1.1.2: both must be the same, else the unsigned one could be swapped.
  if (inner === undefined || algorithm === undefined || Buffer.compare(inner.raw, algorithm.raw) !== 0) {
    throw unexpected("Chứng thư số", "hai thuật toán ký không khớp nhau");
  }
  const [notBefore, notAfter] = sequenceOf(validity, "Hiệu lực");
  sequenceOf(publicKey, "Khóa công khai");
  if (integerOf(serial) !== 0n && serial!.content.length > 64) throw unexpected("Chứng thư số", "số hiệu quá dài");
  const extensions = extensionsOf(optional.find((n) => n.isContext(3))?.children[0]);
  const issuerName = nameOf(issuer);
  const subjectName = nameOf(subject);
  return {
    raw: root.raw,
    tbs: tbs!.raw,
    version,
    serial: hexSerial(serial!.content),
    issuer: issuerName,
    subject: subjectName,
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    publicKey: publicKey!.raw,
    signatureAlgorithm,
    signature: bitStringOf(signature),
    extensions,
    ...knownExtensions(extensions),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    selfIssued: issuerName.canonical === subjectName.canonical,
  };
}

/**
 * A serial number as hexadecimal without leading zero bytes; a negative one (forbidden, but met) keeps its sign, so that -1 and 255
 * stay two numbers.
 */
export function hexSerial(content: Uint8Array): string {
  const hex = Buffer.from(content).toString("hex");
  if ((content[0] ?? 0) < 0x80) return hex.replace(/^(00)+(?=..)/, "");
  return `-${((1n << BigInt(content.length * 8)) - BigInt(`0x${hex}`)).toString(16)}`;
}

/** Reads Extensions (RFC 5280, 4.2); an extension that stands twice is refused. */
export function extensionsOf(node: DerNode | undefined): Map<string, Extension> {
  const out = new Map<string, Extension>();
  if (node === undefined) return out;
  for (const item of sequenceOf(node, "Phần mở rộng")) {
    const [oidNode, second, third] = sequenceOf(item, "Phần mở rộng");
    const oid = oidOf(oidNode);
    const critical = second?.is(TAG.boolean) ? booleanOf(second) : false;
    if (out.has(oid)) throw unexpected("Phần mở rộng", `${oid} lặp lại`);
    out.set(oid, { critical, value: octetsOf(second?.is(TAG.boolean) ? third : second) });
  }
  return out;
}

function knownExtensions(
  extensions: Map<string, Extension>,
): Pick<Certificate, "keyUsage" | "extendedKeyUsage" | "basicConstraints" | "ski" | "aki" | "subjectAltNames"> {
  const value = (oid: string): DerNode | undefined => {
    const extension = extensions.get(oid);
    return extension === undefined ? undefined : readDer(extension.value);
  };
  const usage = value(OID.keyUsage);
  const extended = value(OID.extendedKeyUsage);
  const basic = value(OID.basicConstraints);
  const ski = value(OID.subjectKeyIdentifier);
  const aki = value(OID.authorityKeyIdentifier);
  const alternatives = value(OID.subjectAltName);
  return {
    keyUsage:
      usage === undefined
        ? undefined
        : new Set(flagsOf(usage).flatMap((bit) => (KEY_USAGES[bit] === undefined ? [] : [KEY_USAGES[bit]]))),
    extendedKeyUsage: extended === undefined ? undefined : sequenceOf(extended, "extKeyUsage").map(oidOf),
    basicConstraints: basic === undefined ? undefined : basicConstraintsOf(basic),
    ski: ski === undefined ? undefined : Buffer.from(octetsOf(ski)).toString("hex"),
    aki: aki === undefined ? undefined : keyIdentifierOf(aki),
    subjectAltNames:
      alternatives === undefined
        ? []
        : sequenceOf(alternatives, "subjectAltName")
            .filter((n) => n.isContext(1) || n.isContext(2) || n.isContext(6))
            .map((n) => Buffer.from(n.content).toString("latin1")),
  };
}

function basicConstraintsOf(node: DerNode): { ca: boolean; pathLength?: number } {
  const parts = sequenceOf(node, "basicConstraints");
  const ca = parts[0]?.is(TAG.boolean) ? booleanOf(parts[0]) : false;
  const length = parts.find((p) => p.is(TAG.integer));
  if (length === undefined) return { ca };
  const pathLength = Number(integerOf(length));
  if (pathLength < 0) throw unexpected("basicConstraints", "pathLenConstraint âm");
  return { ca, pathLength };
}

function keyIdentifierOf(node: DerNode): string | undefined {
  const id = sequenceOf(node, "authorityKeyIdentifier").find((n) => n.isContext(0));
  return id === undefined ? undefined : Buffer.from(id.content).toString("hex");
}

/** Was `child` signed with the key of `issuer`? Names, validity and constraints are not looked at. Never throws. */
export function verifySignedBy(child: Certificate, issuer: Certificate): boolean {
  return verifySignature(child.signatureAlgorithm, issuer.publicKey, child.tbs, child.signature);
}
