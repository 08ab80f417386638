import { type DerNode, TAG } from "./der.ts";
import { malformed, unexpected } from "./faults.ts";

/** The value of an OBJECT IDENTIFIER as dotted numbers. Errors: ASN1_STRUCTURE when it is another type. */
export function oidOf(node: DerNode | undefined): string {
  if (!node?.is(TAG.oid) || node.content.length === 0) throw unexpected("OID", "không phải OBJECT IDENTIFIER");
  // An arc of more than seven octets is beyond what a number holds exactly (UUIDs under 2.25).
  const arcs: (number | bigint)[] = [];
  let arc: number | bigint = 0;
  let length = 0;
  for (const b of node.content) {
    if (++length > 20) throw malformed("OID quá dài");
    if (length === 8) arc = BigInt(arc);
    arc = typeof arc === "bigint" ? (arc << 7n) | BigInt(b & 0x7f) : arc * 128 + (b & 0x7f);
    if ((b & 0x80) === 0) {
      arcs.push(arc);
      arc = 0;
      length = 0;
    }
  }
  if (length !== 0) throw malformed("OID bị cắt");
  const [first = 0] = arcs;
  const top = first < 40 ? 0 : first < 80 ? 1 : 2;
  arcs[0] = typeof first === "bigint" ? first - BigInt(top * 40) : first - top * 40;
  return `${top}.${arcs.join(".")}`;
}

/** The value of an INTEGER or ENUMERATED. */
export function integerOf(node: DerNode | undefined): bigint {
  if (node === undefined || !(node.is(TAG.integer) || node.is(TAG.enumerated)) || node.content.length === 0) {
    throw unexpected("INTEGER", "không phải số nguyên");
  }
  if (node.content.length > 4096) throw malformed("số nguyên quá dài");
  const hex = Buffer.from(node.content).toString("hex");
  const value = BigInt(`0x${hex}`);
  return node.content[0]! >= 0x80 ? value - (1n << BigInt(node.content.length * 8)) : value;
}

/** A UTCTime or GeneralizedTime. RFC 5280 forms, plus fractional seconds as timestamps use them; always UTC ("Z"). */
export function timeOf(node: DerNode | undefined): Date {
  const text = node === undefined ? "" : Buffer.from(node.content).toString("latin1");
  const utc = node?.is(TAG.utcTime) ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/.exec(text) : null;
  const general = node?.is(TAG.generalizedTime)
    ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.(\d{1,9}))?Z$/.exec(text)
    : null;
  const match = utc ?? general;
  if (match === null) throw malformed("thời gian viết sai");
  const [, y, month, day, hour, minute, second = "0", fraction = "0"] = match;
  const year = utc === null ? Number(y) : Number(y) + (Number(y) < 50 ? 2000 : 1900);
  const ms = Math.floor(Number(`0.${fraction}`) * 1000);
  const at = new Date(Date.UTC(year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms));
  if (at.getUTCMonth() !== Number(month) - 1 || at.getUTCDate() !== Number(day))
    throw malformed("thời gian không có thật");
  return at;
}

/** The bytes of a BIT STRING with no unused bits (keys, signatures). */
export function bitStringOf(node: DerNode | undefined): Uint8Array {
  if (!node?.is(TAG.bitString) || node.constructed || node.content[0] !== 0)
    throw unexpected("BIT STRING", "không phải chuỗi bit");
  return node.content.subarray(1);
}

/** The positions of the bits set in a BIT STRING of flags (KeyUsage). */
export function flagsOf(node: DerNode | undefined): number[] {
  if (!node?.is(TAG.bitString) || node.content.length === 0) throw unexpected("BIT STRING", "không phải chuỗi bit");
  return flagsIn(node.content);
}

/** As {@link flagsOf}, for the content octets of an implicitly tagged bit string. */
export function flagsIn(content: Uint8Array): number[] {
  const out: number[] = [];
  for (let i = 1; i < content.length && i < 9; i++) {
    for (let bit = 0; bit < 8; bit++) if ((content[i]! & (0x80 >> bit)) !== 0) out.push((i - 1) * 8 + bit);
  }
  return out;
}

/** The bytes of an OCTET STRING. */
export function octetsOf(node: DerNode | undefined): Uint8Array {
  if (!node?.is(TAG.octetString) || node.constructed) throw unexpected("OCTET STRING", "không phải chuỗi byte");
  return node.content;
}

/** A BOOLEAN. */
export function booleanOf(node: DerNode | undefined): boolean {
  if (!node?.is(TAG.boolean) || node.content.length !== 1) throw unexpected("BOOLEAN", "không phải giá trị đúng/sai");
  return node.content[0] !== 0;
}

const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Text of any string type; UTF-8 as UTF-8 (node-forge and others give it as Latin-1, which ruins Vietnamese names). */
export function textValue(node: DerNode): string {
  switch (node.tag) {
    case TAG.bmp:
      return new TextDecoder("utf-16be", { ignoreBOM: true }).decode(node.content);
    case TAG.universal: {
      const view = Buffer.from(node.content);
      let text = "";
      for (let i = 0; i + 4 <= view.length; i += 4) {
        const point = view.readUInt32BE(i);
        text += point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
      }
      return text;
    }
    case TAG.utf8:
      return UTF_8.decode(node.content);
    default:
      return Buffer.from(node.content).toString("latin1");
  }
}

/** The children of a SEQUENCE. */
export function sequenceOf(node: DerNode | undefined, structure: string): DerNode[] {
  if (!node?.is(TAG.sequence) || !node.constructed) throw unexpected(structure, "không phải SEQUENCE");
  return node.children;
}

/** The children of a SET. */
export function setOf(node: DerNode | undefined, structure: string): DerNode[] {
  if (!node?.is(TAG.set) || !node.constructed) throw unexpected(structure, "không phải SET");
  return node.children;
}
