import { type Certificate, der, OID, readDer, sequenceOf } from "../asn1/index.ts";
import { NameConstraints } from "./name-constraints.ts";
import { type PathPolicy, PolicyProcessor } from "./policy-tree.ts";
import { provenSignature } from "./proven.ts";

/** Why a certification path is not valid (RFC 5280, 6.1). `at` counts certificates from the anchor's first subject (0) to the leaf. */
export interface PathFault {
  code:
    | "SIGNATURE_BROKEN"
    | "NOT_YET_VALID"
    | "EXPIRED"
    | "NAMES_DO_NOT_CHAIN"
    | "NOT_A_CA"
    | "PATH_TOO_LONG"
    | "KEY_USAGE"
    | "UNKNOWN_CRITICAL_EXTENSION"
    | "NAME_CONSTRAINT"
    | "POLICY";
  certificate: Certificate;
}

/** Extensions that the algorithm processes, so that they may be critical. */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.keyUsage,
  OID.basicConstraints,
  OID.subjectAltName,
  OID.issuerAltName,
  OID.nameConstraints,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
  OID.extendedKeyUsage,
  OID.crlDistributionPoints,
  OID.authorityKeyIdentifier,
  OID.subjectKeyIdentifier,
]);

/**
 * Validates a certification path by RFC 5280, 6.1: signatures, validity at a time, name chaining, basic constraints, path length, key usage,
 * unknown critical extensions, name constraints, policies. Revocation is judged elsewhere, over the same path.
 *
 * @param path the certificate issued by the anchor first, the leaf last; the anchor itself is not in it
 * @returns the first fault, or undefined when the path is valid
 */
export function validatePath(
  path: readonly Certificate[],
  anchor: Certificate,
  at: Date,
  policy: PathPolicy = {},
): PathFault | undefined {
  const names = new NameConstraints();
  const policies = new PolicyProcessor(path.length, policy);
  let workingKey = anchor.publicKey;
  let workingIssuer = anchor.subject.canonical;
  let maxPathLength = path.length;
  for (const [i, certificate] of path.entries()) {
    const last = i === path.length - 1;
    const fault = (code: PathFault["code"]): PathFault => ({ code, certificate });
    if (certificate.issuer.canonical !== workingIssuer) return fault("NAMES_DO_NOT_CHAIN");
    if (!provenSignature(certificate, certificate.sha256, workingKey)) return fault("SIGNATURE_BROKEN");
    if (at < certificate.notBefore) return fault("NOT_YET_VALID");
    if (at > certificate.notAfter) return fault("EXPIRED");
    for (const [oid, extension] of certificate.extensions) {
      if (extension.critical && !PROCESSED.has(oid)) return fault("UNKNOWN_CRITICAL_EXTENSION");
    }
    // 6.1.3 (b), (c): self-issued certificates in the middle are key roll-overs, not new names.
    if ((last || !certificate.selfIssued) && !names.permits(certificate)) return fault("NAME_CONSTRAINT");
    if (!policies.process(certificate, i + 1)) return fault("POLICY");
    workingKey = inheritParameters(certificate.publicKey, workingKey);
    workingIssuer = certificate.subject.canonical;
    if (last) break;
    if (certificate.version !== 3 || certificate.basicConstraints?.ca !== true) return fault("NOT_A_CA");
    if (!certificate.selfIssued) {
      if (maxPathLength <= 0) return fault("PATH_TOO_LONG");
      maxPathLength--;
    }
    maxPathLength = Math.min(maxPathLength, certificate.basicConstraints.pathLength ?? maxPathLength);
    if (certificate.keyUsage !== undefined && !certificate.keyUsage.has("keyCertSign")) return fault("KEY_USAGE");
    names.narrow(certificate);
    if (!policies.prepare(certificate, i + 1)) return fault("POLICY");
  }
  const leaf = path.at(-1);
  if (leaf !== undefined && !policies.wrapUp(leaf)) return { code: "POLICY", certificate: leaf };
  return undefined;
}

/** 6.1.4 (e): a DSA key without parameters takes those of its issuer's key. */
function inheritParameters(spki: Uint8Array, issuerSpki: Uint8Array): Uint8Array {
  const [algorithm, key] = sequenceOf(readDer(spki), "SPKI");
  const [issuerAlgorithm] = sequenceOf(readDer(issuerSpki), "SPKI");
  const [oid, parameters] = sequenceOf(algorithm, "SPKI");
  const [issuerOid, issuerParameters] = sequenceOf(issuerAlgorithm, "SPKI");
  if (parameters !== undefined || issuerParameters === undefined || key === undefined) return spki;
  if (oid === undefined || issuerOid === undefined || Buffer.compare(oid.raw, issuerOid.raw) !== 0) return spki;
  return der.sequence(issuerAlgorithm!.raw, key.raw);
}
