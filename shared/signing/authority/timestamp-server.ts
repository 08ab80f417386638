import { createHash, createPublicKey, randomBytes } from "node:crypto";
import {
  DIGEST_NAMES,
  der,
  OID,
  parseCertificate,
  parseTimestampQuery,
  type TimestampQuery,
} from "../../asn1/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import { ALGORITHMS, defaultAlgorithm, signBytes } from "../algorithms.ts";
import { signedAttributes, signedData } from "../cms.ts";
import type { Service } from "./test-authority.ts";

/** The policy of the test authority's timestamps, under the arc for examples (2.999). */
const POLICY = "2.999.3161.1";

/** PKIFailureInfo (RFC 3161, 2.4.2) that are used here. */
const BAD_ALGORITHM = 0;
const BAD_DATA = 5;
const UNACCEPTED_POLICY = 15;

const DIGEST_LENGTHS: Readonly<Record<string, number>> = { [OID.sha256]: 32, [OID.sha384]: 48, [OID.sha512]: 64 };

/**
 * Answers a timestamp request (RFC 3161, 2.4): a token with the time, or a refusal.
 *
 * @param chain issuers of the service's certificate, sent along when the certificate is asked for
 */
export function answerTimestamp(request: Uint8Array, service: Service, chain: Uint8Array[], at: Date): Uint8Array {
  let query: TimestampQuery;
  try {
    query = parseTimestampQuery(request);
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return refusal(BAD_DATA, "Yêu cầu không đọc được");
  }
  const { digestOid, hash } = query.imprint;
  if (DIGEST_LENGTHS[digestOid] === undefined || DIGEST_NAMES[digestOid] === undefined)
    return refusal(BAD_ALGORITHM, "Chỉ nhận SHA-256, SHA-384, SHA-512");
  if (DIGEST_LENGTHS[digestOid] !== hash.length) return refusal(BAD_DATA, "Độ dài giá trị băm sai");
  if (query.policy !== undefined && query.policy !== POLICY) return refusal(UNACCEPTED_POLICY, `Chỉ có ${POLICY}`);
  return der.sequence(der.sequence(der.integer(0)), token(query, service, chain, at));
}

function token(query: TimestampQuery, service: Service, chain: Uint8Array[], at: Date): Uint8Array {
  const info = der.sequence(
    der.integer(1),
    der.oid(POLICY),
    der.sequence(der.algorithm(query.imprint.digestOid, der.null()), der.octetString(query.imprint.hash)),
    der.integer(Uint8Array.of(0x4b, ...randomBytes(15))),
    der.generalizedTime(at),
    // Accuracy: one second.
    der.sequence(der.integer(1)),
    ...(query.nonce === undefined ? [] : [der.integer(query.nonce)]),
  );
  const certificate = parseCertificate(service.certificate);
  const algorithm = defaultAlgorithm(createPublicKey(service.key));
  const digest = createHash(ALGORITHMS[algorithm].digest).update(info).digest();
  const attributes = signedAttributes(digest, certificate, OID.tstInfo);
  return signedData(
    algorithm,
    certificate,
    query.certificateWanted ? [service.certificate, ...chain] : [],
    attributes,
    signBytes(algorithm, service.key, attributes),
    { content: { type: OID.tstInfo, bytes: info } },
  );
}

/** Status 2, rejection, with a reason. */
function refusal(failure: number, text: string): Uint8Array {
  const bits = new Uint8Array(Math.floor(failure / 8) + 1);
  bits[bits.length - 1] = 0x80 >> (failure % 8);
  // DER: named bits end with the last one that is set.
  const unused = 7 - (failure % 8);
  return der.sequence(der.sequence(der.integer(2), der.sequence(der.utf8(text)), der.bitString(bits, unused)));
}
