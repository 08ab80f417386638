import { readDer, TAG } from "./der.ts";
import { algorithmOf } from "./signature-algorithm.ts";
import { integerOf, octetsOf, oidOf, sequenceOf, timeOf } from "./values.ts";
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
  const [digest, hash] = sequenceOf(imprint, "MessageImprint");
  const nonce = optional.find((n) => n.is(TAG.integer));
  return {
    policy: oidOf(policy),
    imprint: { digestOid: algorithmOf(digest).oid, hash: octetsOf(hash) },
    serial: hexSerial(serial!.content),
    at: timeOf(at),
    nonce: nonce === undefined ? undefined : integerOf(nonce),
  };
}
