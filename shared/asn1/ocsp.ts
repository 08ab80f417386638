import { createHash } from "node:crypto";
import { type DerNode, readDer, TAG } from "./der.ts";
import { unexpected } from "./faults.ts";
import { type Name, nameOf } from "./names.ts";
import { DIGEST_NAMES, OID } from "./oids.ts";
import { type AlgorithmIdentifier, algorithmOf } from "./signature-algorithm.ts";
import { bitStringOf, integerOf, octetsOf, oidOf, sequenceOf, timeOf } from "./values.ts";
import { type Certificate, extensionsOf, hexSerial } from "./x509.ts";

/** The state of one certificate in an OCSP answer (RFC 6960, 4.2.1). */
export interface SingleResponse {
  digestOid: string;
  issuerNameHash: Uint8Array;
  issuerKeyHash: Uint8Array;
  serial: string;
  status: "good" | "revoked" | "unknown";
  revokedAt?: Date;
  reason?: number;
  thisUpdate: Date;
  nextUpdate?: Date;
}

/** A BasicOCSPResponse. */
export interface OcspResponse {
  raw: Uint8Array;
  tbs: Uint8Array;
  responder: { name: Name } | { keyHash: string };
  producedAt: Date;
  responses: SingleResponse[];
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
  certificates: Uint8Array[];
  /** The asker's nonce, given back (RFC 8954); content of its OCTET STRING. */
  nonce?: Uint8Array;
}

const WHAT = "Trả lời OCSP";

/** Parses an OCSPResponse, or the BasicOCSPResponse inside one. Errors: ASN1_MALFORMED, ASN1_STRUCTURE. */
export function parseOcsp(bytes: Uint8Array): OcspResponse {
  const root = readDer(bytes);
  const [first, wrapped] = sequenceOf(root, WHAT);
  if (first?.is(TAG.enumerated)) {
    if (integerOf(first) !== 0n) throw unexpected(WHAT, "máy chủ từ chối");
    const [type, content] = sequenceOf(wrapped?.children[0], WHAT);
    if (oidOf(type) !== OID.ocspBasic) throw unexpected(WHAT, "loại trả lời lạ");
    return basicOf(readDer(octetsOf(content)));
  }
  return basicOf(root);
}

function basicOf(root: DerNode): OcspResponse {
  const [tbs, algorithm, signature, certificates] = sequenceOf(root, WHAT);
  const fields = [...sequenceOf(tbs, WHAT)];
  if (fields[0]?.isContext(0)) fields.shift();
  const [responder, producedAt, responses, extensions] = fields;
  const nonce = nonceOf(extensions?.isContext(1) ? extensions.children[0] : undefined);
  return {
    raw: root.raw,
    tbs: tbs!.raw,
    responder: responderOf(responder),
    producedAt: timeOf(producedAt),
    responses: sequenceOf(responses, WHAT).map(singleOf),
    signatureAlgorithm: algorithmOf(algorithm),
    signature: bitStringOf(signature),
    certificates: certificates?.isContext(0) ? sequenceOf(certificates.children[0], WHAT).map((n) => n.raw) : [],
    ...(nonce === undefined ? {} : { nonce }),
  };
}

function nonceOf(extensions: DerNode | undefined): Uint8Array | undefined {
  const value = extensionsOf(extensions).get(OID.ocspNonce)?.value;
  return value === undefined ? undefined : octetsOf(readDer(value));
}

/** A certificate asked about, by its issuer's hashes and its serial (CertID, RFC 6960, 4.1.1). */
export type CertificateId = Pick<SingleResponse, "digestOid" | "issuerNameHash" | "issuerKeyHash" | "serial">;

/** Parses an OCSPRequest (RFC 6960, 4.1.1). Errors: ASN1_MALFORMED, ASN1_STRUCTURE. */
export function parseOcspRequest(bytes: Uint8Array): { ids: CertificateId[]; nonce?: Uint8Array } {
  const [tbs] = sequenceOf(readDer(bytes), "Yêu cầu OCSP");
  const fields = sequenceOf(tbs, "Yêu cầu OCSP").filter((n) => !n.isContext(0) && !n.isContext(1));
  const nonce = nonceOf(fields.find((n) => n.isContext(2))?.children[0]);
  const list = fields.find((n) => n.is(TAG.sequence));
  return {
    ids: sequenceOf(list, "Yêu cầu OCSP").map((request) => certificateIdOf(sequenceOf(request, "Yêu cầu OCSP")[0])),
    ...(nonce === undefined ? {} : { nonce }),
  };
}

function certificateIdOf(node: DerNode | undefined): CertificateId {
  const [digest, nameHash, keyHash, serial] = sequenceOf(node, WHAT);
  return {
    digestOid: algorithmOf(digest).oid,
    issuerNameHash: octetsOf(nameHash),
    issuerKeyHash: octetsOf(keyHash),
    serial: hexSerial(serial?.content ?? new Uint8Array()),
  };
}

function responderOf(node: DerNode | undefined): OcspResponse["responder"] {
  if (node?.isContext(1)) return { name: nameOf(node.children[0]) };
  if (node?.isContext(2)) return { keyHash: Buffer.from(octetsOf(node.children[0])).toString("hex") };
  throw unexpected(WHAT, "không rõ ai trả lời");
}

function singleOf(node: DerNode): SingleResponse {
  const [id, status, thisUpdate, ...rest] = sequenceOf(node, WHAT);
  const revoked = status?.isContext(1) ? status.children : [];
  const reason = revoked[1]?.children[0];
  const next = rest.find((n) => n.isContext(0))?.children[0];
  return {
    ...certificateIdOf(id),
    status: status?.isContext(0) ? "good" : status?.isContext(1) ? "revoked" : "unknown",
    revokedAt: status?.isContext(1) ? timeOf(revoked[0]) : undefined,
    reason: reason === undefined ? undefined : Number(integerOf(reason)),
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: next === undefined ? undefined : timeOf(next),
  };
}

/** The hash of a key as OCSP counts it: over the bits of the subject public key, without tag and length. */
export function keyHashOf(spki: Uint8Array, digestOid: string): Uint8Array | undefined {
  const digest = DIGEST_NAMES[digestOid];
  if (digest === undefined) return undefined;
  return createHash(digest)
    .update(bitStringOf(readDer(spki).children[1]))
    .digest();
}

/** Does this answer speak of `certificate` as issued by `issuer`? */
export function speaksOf(single: SingleResponse, certificate: Certificate, issuer: Certificate): boolean {
  const digest = DIGEST_NAMES[single.digestOid];
  const keyHash = keyHashOf(issuer.publicKey, single.digestOid);
  if (digest === undefined || keyHash === undefined || single.serial !== certificate.serial) return false;
  const nameHash = createHash(digest).update(certificate.issuer.raw).digest();
  return Buffer.compare(nameHash, single.issuerNameHash) === 0 && Buffer.compare(keyHash, single.issuerKeyHash) === 0;
}
