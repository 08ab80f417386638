import type { DerNode } from "./der.ts";
import { OID } from "./oids.ts";
import { oidOf, sequenceOf, setOf, textValue } from "./values.ts";

/** A distinguished name. */
export interface Name {
  /** DER */
  raw: Uint8Array;
  /** Each relative name is one attribute or, rarely, several. */
  rdns: { oid: string; value: string }[][];
  commonName?: string;
  organisation?: string;
  organisationalUnit?: string;
  /** "CN=…, O=…, C=VN", most specific first as people read it. */
  text: string;
  /** Equal for names that RFC 5280, 7.1 holds equal: case and runs of spaces do not count. */
  canonical: string;
}

const SHORT: Record<string, string> = {
  [OID.commonName]: "CN",
  [OID.surname]: "SN",
  [OID.serialNumber]: "serialNumber",
  [OID.country]: "C",
  [OID.locality]: "L",
  [OID.state]: "ST",
  [OID.organisation]: "O",
  [OID.organisationalUnit]: "OU",
  [OID.title]: "title",
  [OID.emailAddress]: "E",
  [OID.userId]: "UID",
  [OID.domainComponent]: "DC",
};

/** Names read lately, by their bytes: a few authorities and people stand in everything. */
const NAMES = new Map<string, Name>();
const MAX_NAMES = 512;
const MAX_NAME_BYTES = 1024;

/** Reads a Name (RFC 5280, 4.1.2.4). What was read lately is given again: it is not to be changed. */
export function nameOf(node: DerNode | undefined): Name {
  if (node === undefined || node.raw.length > MAX_NAME_BYTES) return readName(node);
  const { raw } = node;
  const key = Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString("latin1");
  const known = NAMES.get(key);
  if (known !== undefined) return known;
  // With bytes of its own, lest a name keep the file it stood in.
  const name = { ...readName(node), raw: Uint8Array.from(raw) };
  if (NAMES.size >= MAX_NAMES) NAMES.delete(NAMES.keys().next().value!);
  NAMES.set(key, name);
  return name;
}

function readName(node: DerNode | undefined): Name {
  const rdns = sequenceOf(node, "Name").map(relativeNameOf);
  const first = (oid: string) => rdns.flat().findLast((a) => a.oid === oid)?.value;
  const text = [...rdns]
    .reverse()
    .map((rdn) => rdn.map((a) => `${SHORT[a.oid] ?? a.oid}=${a.value}`).join("+"))
    .join(", ");
  return {
    raw: node!.raw,
    rdns,
    commonName: first(OID.commonName),
    organisation: first(OID.organisation),
    organisationalUnit: first(OID.organisationalUnit),
    text,
    canonical: JSON.stringify(rdns.map(canonicalRdn)),
  };
}

/** Reads one RelativeDistinguishedName. */
export function relativeNameOf(node: DerNode): { oid: string; value: string }[] {
  return setOf(node, "RDN").map((attribute) => {
    const [type, value] = sequenceOf(attribute, "AttributeTypeAndValue");
    return { oid: oidOf(type), value: value === undefined ? "" : textValue(value) };
  });
}

/** The comparable form of one relative name. */
export function canonicalRdn(rdn: { oid: string; value: string }[]): string {
  return rdn
    .map((a) => `${a.oid}=${a.value.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase()}`)
    .sort()
    .join("+");
}
