import { createHash } from "node:crypto";
import {
  berToDer,
  type Certificate,
  DIGEST_NAMES,
  essCertificateIdsOf,
  isNamedBy,
  OID,
  octetsOf,
  oidOf,
  parseCertificate,
  parseSignedData,
  parseTstInfo,
  type SignedData,
  type SignerInfo,
  soleValue,
  type TstInfo,
  verifySignature,
} from "../../asn1/index.ts";
import { VanthuError } from "../../errors/index.ts";

/** A timestamp token whose signature is good and whose certificate is one of a time-stamping authority. */
interface CheckedToken {
  info: TstInfo;
  certificate: Certificate;
}

/**
 * Reads a timestamp token and checks all that can be checked without asking whom one trusts: one signer, its certificate in the token and
 * named by ESS, content type, digest, signature, and a certificate for timestamps only (RFC 3161, 2.3: the extended key usage is critical
 * and alone), valid at the time stamped.
 *
 * @throws VanthuError TSA_SIGNATURE_INVALID, TSA_CERT_USAGE; ASN1_* when it is no token
 */
export function checkToken(token: Uint8Array): CheckedToken {
  const data = parseSignedData(berToDer(token).der);
  const [signer, ...others] = data.signerInfos;
  if (data.eContentType !== OID.tstInfo || data.eContent === undefined) throw broken("không phải dấu thời gian");
  if (signer === undefined || others.length > 0) throw broken("không có đúng một bên ký");
  const info = parseTstInfo(data.eContent);
  const certificate = certificateOf(signer, data);
  if (certificate === undefined) throw broken("thiếu chứng thư số của bên cấp");
  checkSignature(signer, data.eContent, certificate);
  checkUsage(certificate);
  if (info.at < certificate.notBefore || info.at > certificate.notAfter)
    throw broken("cấp ngoài hạn của chứng thư số bên cấp");
  return { info, certificate };
}

/** The certificate that a SignerInfo names, among those that the SignedData carries. */
export function certificateOf(signer: SignerInfo, data: SignedData): Certificate | undefined {
  return data.certificates
    .slice(0, 100)
    .map(parseCertificate)
    .find((held) => isNamedBy(signer.sid, held));
}

function checkSignature(signer: SignerInfo, content: Uint8Array, certificate: Certificate): void {
  const { signedAttributes, signatureAlgorithm, signature, digestAlgorithm } = signer;
  const digestName = DIGEST_NAMES[digestAlgorithm.oid];
  if (signedAttributes === undefined || digestName === undefined) throw broken("thiếu thuộc tính được ký");
  const { attributes, asFound } = signedAttributes;
  const type = soleValue(attributes, OID.contentType);
  const digest = soleValue(attributes, OID.messageDigest);
  if (type === undefined || oidOf(type) !== OID.tstInfo || digest === undefined)
    throw broken("thiếu thuộc tính được ký");
  if (Buffer.compare(octetsOf(digest), createHash(digestName).update(content).digest()) !== 0)
    throw broken("giá trị băm không khớp");
  const v2 = soleValue(attributes, OID.signingCertificateV2);
  const v1 = soleValue(attributes, OID.signingCertificate);
  const [id] = v2 === undefined ? (v1 === undefined ? [] : essCertificateIdsOf(v1, 1)) : essCertificateIdsOf(v2, 2);
  const idDigest = id === undefined ? undefined : DIGEST_NAMES[id.digestOid];
  if (id === undefined || idDigest === undefined) throw broken("không nêu chứng thư số của bên cấp");
  if (Buffer.compare(id.hash, createHash(idDigest).update(certificate.raw).digest()) !== 0)
    throw broken("nêu một chứng thư số khác");
  if (!verifySignature(signatureAlgorithm, certificate.publicKey, asFound, signature, digestAlgorithm.oid))
    throw broken("chữ ký của bên cấp không đúng");
}

function checkUsage(certificate: Certificate): void {
  const { extendedKeyUsage = [], keyUsage, extensions } = certificate;
  const alone = extendedKeyUsage.length === 1 && extendedKeyUsage[0] === OID.timeStamping;
  const critical = extensions.get(OID.extendedKeyUsage)?.critical === true;
  const signs = keyUsage === undefined || keyUsage.has("digitalSignature") || keyUsage.has("nonRepudiation");
  if (alone && critical && signs) return;
  throw new VanthuError("TSA_CERT_USAGE", {
    message: "Chứng thư số của bên cấp dấu thời gian không phải loại chỉ dùng để cấp dấu thời gian.",
    where: certificate.subject.commonName ?? certificate.subject.text,
  });
}

function broken(what: string): VanthuError {
  return new VanthuError("TSA_SIGNATURE_INVALID", { message: `Dấu thời gian nhận được không hợp lệ: ${what}.` });
}
