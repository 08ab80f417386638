import { type DerNode, readDer, TAG } from "./der.ts";
import { algorithmOf } from "./signature-algorithm.ts";
import { booleanOf, flagsOf, integerOf, octetsOf, oidOf, sequenceOf, textValue, timeOf } from "./values.ts";
import { hexSerial } from "./x509.ts";

/** TSTInfo (RFC 3161, 2.4.2). */
export interface TstInfo {
  policy: string;
  /** The digest that was stamped. */
  imprint: { digestOid: string; hash: Uint8Array };
  /** Hexadecimal. */
  serial: string;
  at: Date;
  nonce?: bigint;
}

/** Parses the eContent of a timestamp token. Errors: ASN1_MALFORMED, ASN1_STRUCTURE. */
export function parseTstInfo(bytes: Uint8Array): TstInfo {
  const [version, policy, imprint, serial, at, ...optional] = sequenceOf(readDer(bytes), "TSTInfo");
  integerOf(version);
  integerOf(serial);
  const nonce = optional.find((n) => n.is(TAG.integer));
  return {
    policy: oidOf(policy),
    imprint: imprintOf(imprint),
    serial: hexSerial(serial!.content),
    at: timeOf(at),
    nonce: nonce === undefined ? undefined : integerOf(nonce),
  };
}

function imprintOf(node: DerNode | undefined): TstInfo["imprint"] {
  const [digest, hash] = sequenceOf(node, "MessageImprint");
  return { digestOid: algorithmOf(digest).oid, hash: octetsOf(hash) };
}

/** TimeStampReq (RFC 3161, 2.4.1). */
export interface TimestampQuery {
  imprint: TstInfo["imprint"];
  policy?: string;
  nonce?: bigint;
  /** The answer shall carry the authority's certificate. */
  certificateWanted: boolean;
}

/** Parses a timestamp request. Errors: ASN1_MALFORMED, ASN1_STRUCTURE. */
export function parseTimestampQuery(bytes: Uint8Array): TimestampQuery {
  const [version, imprint, ...optional] = sequenceOf(readDer(bytes), "TimeStampReq");
  integerOf(version);
  const policy = optional.find((n) => n.is(TAG.oid));
  const nonce = optional.find((n) => n.is(TAG.integer));
  const wanted = optional.find((n) => n.is(TAG.boolean));
  return {
    imprint: imprintOf(imprint),
    ...(policy === undefined ? {} : { policy: oidOf(policy) }),
    ...(nonce === undefined ? {} : { nonce: integerOf(nonce) }),
    certificateWanted: wanted !== undefined && booleanOf(wanted),
  };
}

/** TimeStampResp (RFC 3161, 2.4.2). */
export interface TimestampAnswer {
  /** PKIStatus: 0 granted, 1 granted with modifications, 2 rejection and so on. */
  status: number;
  /** What the authority says in words. */
  text?: string;
  /** Positions of PKIFailureInfo: 0 badAlg, 2 badRequest, 5 badDataFormat, 14 timeNotAvailable, 15 unacceptedPolicy … */
  failures: number[];
  /** The token, a ContentInfo in DER. */
  token?: Uint8Array;
}

/** Parses a timestamp response; give BER through `berToDer` first. Errors: ASN1_MALFORMED, ASN1_STRUCTURE. */
export function parseTimestampAnswer(bytes: Uint8Array): TimestampAnswer {
  const [info, token] = sequenceOf(readDer(bytes), "TimeStampResp");
  const [status, ...more] = sequenceOf(info, "PKIStatusInfo");
  const words = more.find((n) => n.is(TAG.sequence));
  const failures = more.find((n) => n.is(TAG.bitString));
  const text = (words?.children ?? []).map(textValue).join("; ");
  return {
    status: Number(integerOf(status)),
    ...(text === "" ? {} : { text }),
    failures: failures === undefined ? [] : flagsOf(failures),
    ...(token === undefined ? {} : { token: token.raw }),
  };
}
