import { CONTEXT, element, TAG, UNIVERSAL } from "./der.ts";
import { malformed } from "./faults.ts";

const universal = (tag: number, constructed: boolean, ...parts: Uint8Array[]) =>
  element(UNIVERSAL, tag, constructed, ...parts);

/** Writers of DER: every function gives one whole element. */
export const der = {
  sequence: (...parts: Uint8Array[]): Uint8Array => universal(TAG.sequence, true, ...parts),
  /** SET OF, sorted as DER demands (X.690, 11.6). */
  set: (...parts: Uint8Array[]): Uint8Array => universal(TAG.set, true, ...[...parts].sort(Buffer.compare)),
  /** A number, a bigint, or the big-endian bytes of a non-negative number (such as a serial). */
  integer: (value: number | bigint | Uint8Array): Uint8Array => universal(TAG.integer, false, integerBytes(value)),
  /** A serial number as a parsed certificate gives it: hexadecimal, perhaps with a sign. */
  serial: (hex: string): Uint8Array => {
    const value = BigInt(`0x0${hex.replace("-", "")}`);
    return der.integer(hex.startsWith("-") ? -value : value);
  },
  enumerated: (value: number): Uint8Array => universal(TAG.enumerated, false, integerBytes(value)),
  boolean: (value: boolean): Uint8Array => universal(TAG.boolean, false, Uint8Array.of(value ? 0xff : 0)),
  null: (): Uint8Array => universal(TAG.null, false),
  /** "1.2.840.113549.1.7.2" */
  oid: (dotted: string): Uint8Array => universal(TAG.oid, false, oidBytes(dotted)),
  octetString: (bytes: Uint8Array): Uint8Array => universal(TAG.octetString, false, bytes),
  bitString: (bytes: Uint8Array, unusedBits = 0): Uint8Array =>
    universal(TAG.bitString, false, Uint8Array.of(unusedBits), bytes),
  utf8: (text: string): Uint8Array => universal(TAG.utf8, false, Buffer.from(text, "utf8")),
  printable: (text: string): Uint8Array => universal(TAG.printable, false, Buffer.from(text, "latin1")),
  ia5: (text: string): Uint8Array => universal(TAG.ia5, false, Buffer.from(text, "latin1")),
  /** Whole seconds, UTC. */
  utcTime: (at: Date): Uint8Array => universal(TAG.utcTime, false, Buffer.from(timeText(at).slice(2), "latin1")),
  /** Whole seconds, UTC. */
  generalizedTime: (at: Date): Uint8Array => universal(TAG.generalizedTime, false, Buffer.from(timeText(at), "latin1")),
  /** UTCTime through 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). */
  time: (at: Date): Uint8Array =>
    at.getUTCFullYear() >= 1950 && at.getUTCFullYear() < 2050 ? der.utcTime(at) : der.generalizedTime(at),
  /** `[n]`: with `constructed` the content is elements (explicit tagging, or implicit of a constructed type). */
  context: (n: number, constructed: boolean, ...content: Uint8Array[]): Uint8Array =>
    element(CONTEXT, n, constructed, ...content),
  /** An element that is already DER, as it is. */
  raw: (bytes: Uint8Array): Uint8Array => bytes,
  /** AlgorithmIdentifier; parameters absent unless given. */
  algorithm: (oid: string, parameters?: Uint8Array): Uint8Array =>
    der.sequence(der.oid(oid), ...(parameters === undefined ? [] : [parameters])),
};

function integerBytes(value: number | bigint | Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) {
    let start = 0;
    while (start < value.length - 1 && value[start] === 0) start++;
    const body = value.length === 0 ? Uint8Array.of(0) : value.subarray(start);
    return body[0]! >= 0x80 ? Uint8Array.of(0, ...body) : body;
  }
  let rest = BigInt(value);
  const octets: number[] = [];
  for (;;) {
    octets.unshift(Number(rest & 0xffn));
    const sign = octets[0]! >= 0x80;
    rest >>= 8n;
    if ((rest === 0n && !sign) || (rest === -1n && sign)) return Uint8Array.from(octets);
  }
}

/** OIDs written lately: a signature has a score of them, always the same. */
const OIDS = new Map<string, Uint8Array>();
const MAX_OIDS = 512;

function oidBytes(dotted: string): Uint8Array {
  const known = OIDS.get(dotted);
  if (known !== undefined) return known;
  const bytes = encodeOid(dotted);
  if (OIDS.size >= MAX_OIDS) OIDS.clear();
  OIDS.set(dotted, bytes);
  return bytes;
}

function encodeOid(dotted: string): Uint8Array {
  const arcs = dotted.split(".").map(Number);
  const [a, b] = arcs;
  if (a === undefined || b === undefined || arcs.some((n) => !Number.isSafeInteger(n) || n < 0))
    throw malformed(`OID ${dotted}`);
  const out: number[] = [];
  for (const arc of [a * 40 + b, ...arcs.slice(2)]) {
    const septets = [arc & 0x7f];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
      septets.unshift((rest % 128) | 0x80);
    out.push(...septets);
  }
  return Uint8Array.from(out);
}

function timeText(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;
}
