import { createHash } from "node:crypto";
import {
  type Certificate,
  type CertificateId,
  DIGEST_NAMES,
  der,
  keyHashOf,
  OID,
  parseCertificate,
  parseOcspRequest,
} from "../../asn1/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import { extension, signed } from "./certificate-writer.ts";
import type { Service, TestAuthorityState } from "./test-authority.ts";

/** How long an answer holds, milliseconds. */
const HOLDS_MS = 7 * 86_400_000;

/** OCSPResponseStatus malformedRequest (RFC 6960, 4.2.1). */
const MALFORMED = der.sequence(der.enumerated(1));

/**
 * Answers an OCSP request (RFC 6960) for certificates of one issuer, signed by a responder that the issuer has appointed.
 * The nonce is given back.
 *
 * @param revoked the certificates that are not good
 */
export function answerOcsp(
  request: Uint8Array,
  service: Service,
  issuing: Uint8Array,
  revoked: TestAuthorityState["revoked"],
  at: Date,
): Uint8Array {
  let asked: ReturnType<typeof parseOcspRequest>;
  try {
    asked = parseOcspRequest(request);
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return MALFORMED;
  }
  const issuer = parseCertificate(issuing);
  const responder = parseCertificate(service.certificate);
  const keyHash = keyHashOf(responder.publicKey, OID.sha1);
  if (asked.ids.length === 0 || asked.ids.length > 100 || keyHash === undefined) return MALFORMED;
  const { nonce } = asked;
  const data = der.sequence(
    der.context(2, true, der.octetString(keyHash)),
    der.generalizedTime(at),
    der.sequence(...asked.ids.map((id) => single(id, issuer, revoked, at))),
    ...(nonce === undefined
      ? []
      : [der.context(1, true, der.sequence(extension(OID.ocspNonce, false, der.octetString(nonce))))]),
  );
  const basic = signed(service.key, data, der.context(0, true, der.sequence(service.certificate)));
  return der.sequence(
    der.enumerated(0),
    der.context(0, true, der.sequence(der.oid(OID.ocspBasic), der.octetString(basic))),
  );
}

function single(id: CertificateId, issuer: Certificate, revoked: TestAuthorityState["revoked"], at: Date): Uint8Array {
  return der.sequence(
    der.sequence(
      der.algorithm(id.digestOid, der.null()),
      der.octetString(id.issuerNameHash),
      der.octetString(id.issuerKeyHash),
      der.serial(id.serial),
    ),
    status(id, issuer, revoked),
    der.generalizedTime(at),
    der.context(0, true, der.generalizedTime(new Date(at.getTime() + HOLDS_MS))),
  );
}

function status(id: CertificateId, issuer: Certificate, revoked: TestAuthorityState["revoked"]): Uint8Array {
  const digest = DIGEST_NAMES[id.digestOid];
  const ours =
    digest !== undefined &&
    Buffer.compare(createHash(digest).update(issuer.subject.raw).digest(), id.issuerNameHash) === 0 &&
    Buffer.compare(keyHashOf(issuer.publicKey, id.digestOid) ?? new Uint8Array(), id.issuerKeyHash) === 0;
  if (!ours) return der.context(2, false);
  const entry = revoked.find(({ serial }) => serial === id.serial);
  if (entry === undefined) return der.context(0, false);
  return der.context(
    1,
    true,
    der.generalizedTime(new Date(entry.at)),
    ...(entry.reason === 0 ? [] : [der.context(0, true, der.enumerated(entry.reason))]),
  );
}
