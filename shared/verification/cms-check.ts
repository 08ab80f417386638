import { createHash } from "node:crypto";
import {
  type Certificate,
  DIGEST_NAMES,
  essCertificateIdsOf,
  isNamedBy,
  OID,
  octetsOf,
  oidOf,
  parseCertificate,
  publicKeyOf,
  type SignedData,
  type SignerInfo,
  schemeOf,
  soleValue,
  verifySignature,
} from "../asn1/index.ts";
import { isVanthuError } from "../errors/index.ts";
import { type Finding, finding } from "./findings.ts";
import type { ReadCms } from "./read-cms.ts";
import { type SignedBytes, signedBytes } from "./signed-bytes.ts";

/** What a CMS signature must be like. */
export interface CmsProfile {
  /** eContentType and content-type attribute. */
  contentType: string;
  /** "detached": over the pieces; "sha1-inside": eContent is the SHA-1 of the pieces; "inside": over the eContent. */
  content: "detached" | "sha1-inside" | "inside";
  /** Must it name its certificate by hash (ESS)? */
  essRequired: boolean;
  /** "inside": the time that the signer states is an attribute (CAdES); in a PDF it stands in the signature dictionary. */
  signingTime?: "inside";
}

/** A CMS signature checked on its own, before anyone asks who the certificate belongs to. */
export interface CmsCheck {
  findings: Finding[];
  data?: SignedData;
  signer?: SignerInfo;
  certificate?: Certificate;
  intact: boolean;
  cryptographicallyValid: boolean;
  algorithm: { digest: string; signature: string; keyBits: number };
  weak: boolean;
  /** Has the ESS attribute, fitting. */
  hasEss: boolean;
}

/** Digests that TT 15/2025/TT-BKHCN, Phụ lục I allows: SHA-2 and SHA-3 (SHA-224 is below its 256 bits of ECDSA, so not counted). */
const STRONG_DIGESTS: ReadonlySet<string> = new Set(["sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512"]);

/**
 * Checks a CMS SignedData over the given bytes: BER made DER, zero padding, one signer, its certificate, the ESS reference, content type,
 * message digest, the signature over the signed attributes, and whether the algorithms are strong. Never throws for bad input.
 *
 * @param others certificates besides those in the CMS among which the signer's may be
 */
export function checkCms(
  read: ReadCms,
  signed: SignedBytes,
  profile: CmsProfile,
  others: readonly Certificate[] = [],
): CmsCheck {
  const check: CmsCheck = {
    findings: [],
    intact: false,
    cryptographicallyValid: false,
    algorithm: { digest: "", signature: "", keyBits: 0 },
    weak: false,
    hasEss: false,
  };
  try {
    if (!read.padded) check.findings.push(finding("PADDING_NOT_ZERO"));
    if (read.data === undefined) throw read.fault;
    check.data = read.data;
    examine(check, check.data, signed, profile, others);
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    check.intact = false;
    check.cryptographicallyValid = false;
    check.findings.push(finding("CMS_MALFORMED", error.message.replace(/\.$/, "")));
  }
  return check;
}

function examine(
  check: CmsCheck,
  data: SignedData,
  signed: SignedBytes,
  profile: CmsProfile,
  others: readonly Certificate[],
): void {
  const { findings } = check;
  const [signer, ...more] = data.signerInfos;
  if (signer === undefined || more.length > 0) {
    findings.push(finding("SIGNER_COUNT", String(data.signerInfos.length)));
    return;
  }
  check.signer = signer;
  const digestName = DIGEST_NAMES[signer.digestAlgorithm.oid];
  check.algorithm.digest =
    digestName === undefined ? signer.digestAlgorithm.oid : digestName.toUpperCase().replace(/^SHA(\d)/, "SHA-$1");
  if (digestName === undefined) {
    findings.push(finding("ALGORITHM_UNKNOWN", signer.digestAlgorithm.oid));
    return;
  }
  const content = contentOf(check, data, signed, profile);
  const digest = content.digest(digestName);
  checkAttributes(check, signer, digest, data, profile);
  check.certificate = signerCertificate(check, data, signer, others);
  if (check.certificate !== undefined) {
    checkEss(check, signer, check.certificate, profile);
    checkSignature(check, signer, check.certificate, content);
  }
}

/** The bytes whose digest counts; for adbe.pkcs7.sha1 they are inside and themselves a digest (ISO 32000-1, 12.8.3.3.1). */
function contentOf(check: CmsCheck, data: SignedData, signed: SignedBytes, profile: CmsProfile): SignedBytes {
  if (data.eContentType !== profile.contentType) check.findings.push(finding("CONTENT_TYPE_WRONG"));
  if (profile.content === "inside") return signedBytes(data.eContent ?? new Uint8Array());
  if (profile.content === "sha1-inside") {
    check.weak = true;
    check.findings.push(finding("WEAK_ALGORITHM", "định dạng adbe.pkcs7.sha1 băm bằng SHA-1"));
    const inside = data.eContent ?? new Uint8Array();
    if (Buffer.compare(signed.digest("sha1"), inside) !== 0) {
      check.findings.push(finding("DIGEST_MISMATCH"));
      // The signature is then over something else than this file.
      return signedBytes(inside, Uint8Array.of(0));
    }
    return signedBytes(inside);
  }
  if (data.eContent !== undefined) check.findings.push(finding("CONTENT_ENCAPSULATED"));
  return signed;
}

function checkAttributes(
  check: CmsCheck,
  signer: SignerInfo,
  digest: Uint8Array,
  data: SignedData,
  profile: CmsProfile,
): void {
  const { findings } = check;
  const alreadyBroken = findings.some((f) => f.code === "DIGEST_MISMATCH");
  if (signer.signedAttributes === undefined) {
    check.weak = true;
    findings.push(finding("NO_SIGNED_ATTRIBUTES"));
    // Whether the content is intact shows only in the signature itself.
    return;
  }
  const { attributes } = signer.signedAttributes;
  const type = soleValue(attributes, OID.contentType);
  if (type === undefined || oidOf(type) !== data.eContentType) findings.push(finding("CONTENT_TYPE_WRONG"));
  const stated = soleValue(attributes, OID.messageDigest);
  check.intact = !alreadyBroken && stated !== undefined && Buffer.compare(octetsOf(stated), digest) === 0;
  if (!check.intact && !alreadyBroken) findings.push(finding("DIGEST_MISMATCH"));
  // RFC 5652, 5.3 with ETSI EN 319 142-1, 6.3: /M takes the place of signing-time.
  const elsewhere = profile.essRequired && profile.content === "detached" && profile.signingTime !== "inside";
  if (elsewhere && attributes.some((a) => a.oid === OID.signingTime)) {
    findings.push(finding("NOT_BASELINE", "có thuộc tính signing-time"));
  }
}

function signerCertificate(
  check: CmsCheck,
  data: SignedData,
  signer: SignerInfo,
  others: readonly Certificate[],
): Certificate | undefined {
  const fits = (certificate: Certificate) => isNamedBy(signer.sid, certificate);
  let unreadable = false;
  for (const bytes of data.certificates.slice(0, 200)) {
    try {
      const certificate = parseCertificate(bytes);
      if (fits(certificate)) return certificate;
    } catch (error) {
      if (!isVanthuError(error)) throw error;
      unreadable = true;
    }
  }
  const elsewhere = others.find(fits);
  if (elsewhere === undefined) {
    check.findings.push(finding(unreadable ? "SIGNER_CERTIFICATE_UNREADABLE" : "SIGNER_CERTIFICATE_MISSING"));
  }
  return elsewhere;
}

/** RFC 5035: the first reference names the signer's certificate. */
function checkEss(check: CmsCheck, signer: SignerInfo, certificate: Certificate, profile: CmsProfile): void {
  const attributes = signer.signedAttributes?.attributes ?? [];
  const v2 = soleValue(attributes, OID.signingCertificateV2);
  const v1 = soleValue(attributes, OID.signingCertificate);
  if (v1 === undefined && v2 === undefined) {
    if (profile.essRequired) check.findings.push(finding("CERTIFICATE_REFERENCE_MISSING"));
    return;
  }
  const references = [
    ...(v2 === undefined ? [] : essCertificateIdsOf(v2, 2).slice(0, 1)),
    ...(v1 === undefined ? [] : essCertificateIdsOf(v1, 1).slice(0, 1)),
  ];
  const fit = references.every((reference) => {
    const name = DIGEST_NAMES[reference.digestOid];
    const { issuerSerial } = reference;
    return (
      name !== undefined &&
      Buffer.compare(createHash(name).update(certificate.raw).digest(), reference.hash) === 0 &&
      (issuerSerial === undefined ||
        (issuerSerial.serial === certificate.serial &&
          (issuerSerial.issuer === undefined || issuerSerial.issuer.canonical === certificate.issuer.canonical)))
    );
  });
  if (references.length > 0 && fit) check.hasEss = true;
  else check.findings.push(finding("CERTIFICATE_REFERENCE_WRONG"));
}

function checkSignature(check: CmsCheck, signer: SignerInfo, certificate: Certificate, content: SignedBytes): void {
  const { findings } = check;
  const digestOid = signer.digestAlgorithm.oid;
  const scheme = schemeOf(signer.signatureAlgorithm, digestOid);
  const key = publicKeyOf(certificate.publicKey);
  if (scheme === undefined || key === undefined) {
    findings.push(finding("ALGORITHM_UNKNOWN", signer.signatureAlgorithm.oid));
    return;
  }
  const details = key.asymmetricKeyDetails;
  const keyBits =
    details?.modulusLength ?? CURVE_BITS[details?.namedCurve ?? ""] ?? (scheme.family === "Ed25519" ? 256 : 0);
  check.algorithm.signature = scheme.family;
  check.algorithm.keyBits = keyBits;
  const verify = (...bytes: readonly Uint8Array[]) =>
    verifySignature(signer.signatureAlgorithm, certificate.publicKey, bytes, signer.signature, digestOid);
  const attributes = signer.signedAttributes;
  if (attributes === undefined) {
    check.cryptographicallyValid = verify(...content.pieces);
    check.intact = check.cryptographicallyValid && !findings.some((f) => f.code === "DIGEST_MISMATCH");
  } else {
    check.cryptographicallyValid = verify(attributes.der);
    if (!check.cryptographicallyValid && verify(attributes.asFound)) {
      check.cryptographicallyValid = true;
      findings.push(finding("ATTRIBUTES_NOT_DER"));
    }
  }
  if (!check.cryptographicallyValid) findings.push(finding("SIGNATURE_INVALID"));
  // RFC 5652, 11.2 and RFC 8017: a digest inside the scheme that differs from the SignerInfo's is a downgrade.
  if (
    scheme.digest !== undefined &&
    scheme.digest !== DIGEST_NAMES[digestOid] &&
    attributes !== undefined &&
    !STRONG_DIGESTS.has(scheme.digest)
  ) {
    check.weak = true;
  }
  const weaknesses = weaknessesOf(
    scheme.family,
    scheme.digest ?? DIGEST_NAMES[digestOid] ?? "",
    DIGEST_NAMES[digestOid] ?? "",
    keyBits,
  );
  if (weaknesses.length > 0) {
    check.weak = true;
    findings.push(finding("WEAK_ALGORITHM", weaknesses.join(", ")));
  }
}

const CURVE_BITS: Record<string, number> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
  secp256k1: 256,
  secp224r1: 224,
};

function weaknessesOf(family: string, schemeDigest: string, digest: string, keyBits: number): string[] {
  const out: string[] = [];
  for (const name of new Set([digest, schemeDigest])) if (!STRONG_DIGESTS.has(name)) out.push(name.toUpperCase());
  if ((family === "RSA" || family === "RSA-PSS") && keyBits < 2048) out.push(`RSA ${keyBits} bit`);
  if (family === "ECDSA" && keyBits < 256) out.push(`ECDSA ${keyBits} bit`);
  if (family === "DSA") out.push("DSA");
  return out;
}
