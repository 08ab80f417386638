import { type DerNode, element, readDer, TAG, UNIVERSAL } from "./der.ts";
import { unexpected } from "./faults.ts";
import { type Name, nameOf } from "./names.ts";
import { OID } from "./oids.ts";
import { type AlgorithmIdentifier, algorithmOf } from "./signature-algorithm.ts";
import { integerOf, octetsOf, oidOf, sequenceOf, setOf } from "./values.ts";
import { type Certificate, hexSerial } from "./x509.ts";

/** An attribute: its type and the values as elements. */
export interface Attribute {
  oid: string;
  values: DerNode[];
}

/** Whose key signed: a certificate by issuer and serial, or by key identifier (hexadecimal). */
export type SignerIdentifier = { issuer: Name; serial: string } | { ski: string };

/** Is this the certificate that a SignerInfo names? */
export function isNamedBy(sid: SignerIdentifier, certificate: Certificate): boolean {
  return "ski" in sid
    ? certificate.ski === sid.ski
    : certificate.serial === sid.serial && certificate.issuer.canonical === sid.issuer.canonical;
}

/** SignerInfo (RFC 5652, 5.3). */
export interface SignerInfo {
  version: number;
  sid: SignerIdentifier;
  digestAlgorithm: AlgorithmIdentifier;
  /** Absent when the content was signed directly. */
  signedAttributes?: {
    attributes: Attribute[];
    /** What was signed: the attributes as a DER SET OF (tag 0x31), sorted (RFC 5652, 5.4). */
    der: Uint8Array;
    /** The same with the attributes in the order found; equal to `der` when the signer kept to DER. */
    asFound: Uint8Array;
  };
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
  unsignedAttributes: Attribute[];
}

/** SignedData (RFC 5652, 5.1). Certificates and CRLs as DER, unread. */
export interface SignedData {
  version: number;
  digestAlgorithms: AlgorithmIdentifier[];
  eContentType: string;
  /** Absent for a detached signature. */
  eContent?: Uint8Array;
  certificates: Uint8Array[];
  crls: Uint8Array[];
  /** OCSP responses carried as other revocation info (RFC 5940), DER of OCSPResponse or BasicOCSPResponse. */
  otherRevocation: Uint8Array[];
  signerInfos: SignerInfo[];
}

const WHAT = "Chữ ký CMS";

/**
 * Parses a ContentInfo with SignedData in DER; give BER through `berToDer` first.
 * Errors: ASN1_MALFORMED, ASN1_STRUCTURE.
 */
export function parseSignedData(bytes: Uint8Array): SignedData {
  const [type, wrapped] = sequenceOf(readDer(bytes), WHAT);
  if (oidOf(type) !== OID.signedData || !wrapped?.isContext(0)) throw unexpected(WHAT, "không phải SignedData");
  const fields = [...sequenceOf(wrapped.children[0], WHAT)];
  const [version, digests, encapsulated] = fields.splice(0, 3);
  const [contentType, content] = sequenceOf(encapsulated, WHAT);
  const signerInfos = fields.pop();
  const certificates = fields.find((n) => n.isContext(0))?.children ?? [];
  const revocation = fields.find((n) => n.isContext(1))?.children ?? [];
  return {
    version: Number(integerOf(version)),
    digestAlgorithms: setOf(digests, WHAT).map(algorithmOf),
    eContentType: oidOf(contentType),
    eContent: content === undefined ? undefined : octetsOf(content.children[0]),
    certificates: certificates.filter((n) => n.is(TAG.sequence)).map((n) => n.raw),
    crls: revocation.filter((n) => n.is(TAG.sequence)).map((n) => n.raw),
    otherRevocation: revocation.filter((n) => n.isContext(1)).flatMap((n) => n.children.slice(1, 2).map((c) => c.raw)),
    signerInfos: setOf(signerInfos, WHAT).map(signerInfoOf),
  };
}

function signerInfoOf(node: DerNode): SignerInfo {
  const [version, sid, digest, ...rest] = sequenceOf(node, "SignerInfo");
  const signed = rest[0]?.isContext(0) ? rest.shift() : undefined;
  const [algorithm, signature, unsigned] = rest;
  if (unsigned !== undefined && !unsigned.isContext(1)) throw unexpected("SignerInfo", "thừa phần tử");
  return {
    version: Number(integerOf(version)),
    sid: signerIdentifierOf(sid),
    digestAlgorithm: algorithmOf(digest),
    signedAttributes: signed === undefined ? undefined : signedAttributesOf(signed),
    signatureAlgorithm: algorithmOf(algorithm),
    signature: octetsOf(signature),
    unsignedAttributes: (unsigned?.children ?? []).map(attributeOf),
  };
}

function signerIdentifierOf(node: DerNode | undefined): SignerIdentifier {
  if (node?.isContext(0)) return { ski: Buffer.from(node.content).toString("hex") };
  const [issuer, serial] = sequenceOf(node, "SignerIdentifier");
  integerOf(serial);
  return { issuer: nameOf(issuer), serial: hexSerial(serial!.content) };
}

function signedAttributesOf(node: DerNode): NonNullable<SignerInfo["signedAttributes"]> {
  const attributes = node.children.map(attributeOf);
  const sorted = node.children.map((n) => n.raw).sort(Buffer.compare);
  return {
    attributes,
    der: element(UNIVERSAL, TAG.set, true, ...sorted),
    asFound: element(UNIVERSAL, TAG.set, true, node.content),
  };
}

function attributeOf(node: DerNode): Attribute {
  const [oid, values] = sequenceOf(node, "Attribute");
  return { oid: oidOf(oid), values: setOf(values, "Attribute") };
}

/**
 * The one value of an attribute that must stand exactly once with exactly one value; undefined when it is absent.
 * Errors: ASN1_STRUCTURE when it stands twice or has more values.
 */
export function soleValue(attributes: Attribute[], oid: string): DerNode | undefined {
  const found = attributes.filter((a) => a.oid === oid);
  if (found.length === 0) return undefined;
  const [value, ...more] = found.flatMap((a) => a.values);
  if (value === undefined || more.length > 0 || found.length > 1)
    throw unexpected("Attribute", `${oid} không đúng một giá trị`);
  return value;
}
