import { type DerNode, readDer, TAG } from "./der.ts";
import { unexpected } from "./faults.ts";
import { type Name, nameOf } from "./names.ts";
import { OID } from "./oids.ts";
import { Remembered } from "./remembered.ts";
import { type AlgorithmIdentifier, algorithmOf } from "./signature-algorithm.ts";
import { bitStringOf, flagsIn, integerOf, oidOf, sequenceOf, timeOf } from "./values.ts";
import { type Extension, extensionsOf, hexSerial } from "./x509.ts";

/** One revoked certificate. */
export interface RevokedEntry {
  serial: string;
  revokedAt: Date;
  /** CRLReason (RFC 5280, 5.3.1); 8 is removeFromCRL in a delta. */
  reason?: number;
  /** Issuer of the certificate when it is not the CRL's (indirect CRLs), GeneralNames in DER. */
  certificateIssuer?: Name;
  /** A critical entry extension that is not known: the entry cannot be understood. */
  unknownCritical: boolean;
}

/** IssuingDistributionPoint (RFC 5280, 5.2.5). */
export interface IssuingDistributionPoint {
  /** Content of `fullName` or of `nameRelativeToCRLIssuer`. */
  distributionPoint?: DistributionPointName;
  onlyUserCerts: boolean;
  onlyCaCerts: boolean;
  onlyAttributeCerts: boolean;
  /** Reason bits, when only some reasons are covered. */
  onlySomeReasons?: number[];
  indirect: boolean;
}

/** A distribution point's name: general names (DER each), or a name relative to the CRL issuer (an RDN in DER content). */
export type DistributionPointName = { fullName: Uint8Array[] } | { relative: DerNode };

/** A certificate revocation list (RFC 5280, 5). */
export interface CertificateList {
  raw: Uint8Array;
  tbs: Uint8Array;
  issuer: Name;
  thisUpdate: Date;
  nextUpdate?: Date;
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
  extensions: Map<string, Extension>;
  /** Key identifier of the issuer, hexadecimal. */
  aki?: string;
  number?: bigint;
  /** BaseCRLNumber: this is a delta. */
  deltaBase?: bigint;
  idp?: IssuingDistributionPoint;
  /** The entries, read when asked for. */
  entries(): RevokedEntry[];
}

const WHAT = "Danh sách thu hồi (CRL)";

/** Lists read lately: the same few are asked for every file of a batch. */
const LISTS = new Remembered<CertificateList>(64, 65_536);

/** Parses a CRL in DER. The result is shared and not to be changed. Errors: ASN1_MALFORMED, ASN1_STRUCTURE. */
export function parseCrl(bytes: Uint8Array): CertificateList {
  return LISTS.of([bytes], () => readCrl(Uint8Array.from(bytes)));
}

function readCrl(bytes: Uint8Array): CertificateList {
  const root = readDer(bytes);
  const [tbs, algorithm, signature] = sequenceOf(root, WHAT);
  const fields = [...sequenceOf(tbs, WHAT)];
  if (fields[0]?.is(TAG.integer)) fields.shift();
  const [inner, issuer, thisUpdate] = fields.splice(0, 3);
  if (inner === undefined || algorithm === undefined || Buffer.compare(inner.raw, algorithm.raw) !== 0) {
    throw unexpected(WHAT, "hai thuật toán ký không khớp nhau");
  }
  const isTime = (n: DerNode | undefined) => n !== undefined && (n.is(TAG.utcTime) || n.is(TAG.generalizedTime));
  const nextUpdate = isTime(fields[0]) ? timeOf(fields.shift()) : undefined;
  const revoked = fields[0]?.is(TAG.sequence) ? fields.shift() : undefined;
  const extensions = extensionsOf(fields.find((n) => n.isContext(0))?.children[0]);
  const value = (oid: string) => {
    const extension = extensions.get(oid);
    return extension === undefined ? undefined : readDer(extension.value);
  };
  const aki = value(OID.authorityKeyIdentifier);
  const number = value(OID.crlNumber);
  const base = value(OID.deltaCrlIndicator);
  const idp = value(OID.issuingDistributionPoint);
  const keyId = aki?.children.find((n) => n.isContext(0));
  return {
    raw: root.raw,
    tbs: tbs!.raw,
    issuer: nameOf(issuer),
    thisUpdate: timeOf(thisUpdate),
    nextUpdate,
    signatureAlgorithm: algorithmOf(algorithm),
    signature: bitStringOf(signature),
    extensions,
    aki: keyId === undefined ? undefined : Buffer.from(keyId.content).toString("hex"),
    number: number === undefined ? undefined : integerOf(number),
    deltaBase: base === undefined ? undefined : integerOf(base),
    idp: idp === undefined ? undefined : idpOf(idp),
    entries: () => (revoked === undefined ? [] : sequenceOf(revoked, WHAT).map(entryOf)),
  };
}

function entryOf(node: DerNode): RevokedEntry {
  const [serial, revokedAt, extensionNode] = sequenceOf(node, WHAT);
  const entry: RevokedEntry = {
    serial: hexSerial(serial?.content ?? new Uint8Array()),
    revokedAt: timeOf(revokedAt),
    unknownCritical: false,
  };
  if (extensionNode === undefined) return entry;
  for (const [oid, { critical, value }] of extensionsOf(extensionNode)) {
    if (oid === OID.reasonCode) entry.reason = Number(integerOf(readDer(value)));
    else if (oid === OID.certificateIssuer) {
      const directory = sequenceOf(readDer(value), WHAT).find((n) => n.isContext(4));
      if (directory !== undefined) entry.certificateIssuer = nameOf(directory.children[0]);
    } else if (critical) entry.unknownCritical = true;
  }
  return entry;
}

function idpOf(node: DerNode): IssuingDistributionPoint {
  const parts = sequenceOf(node, "issuingDistributionPoint");
  const flag = (n: number) => parts.some((p) => p.isContext(n) && p.content[0] !== 0 && p.content.length === 1);
  const point = parts.find((p) => p.isContext(0));
  const reasons = parts.find((p) => p.isContext(3));
  return {
    distributionPoint: point === undefined ? undefined : distributionPointNameOf(point.children[0]),
    onlyUserCerts: flag(1),
    onlyCaCerts: flag(2),
    onlyAttributeCerts: flag(5),
    onlySomeReasons: reasons === undefined ? undefined : flagsIn(reasons.content),
    indirect: flag(4),
  };
}

function distributionPointNameOf(node: DerNode | undefined): DistributionPointName | undefined {
  if (node?.isContext(0)) return { fullName: node.children.map((n) => n.raw) };
  return node?.isContext(1) ? { relative: node } : undefined;
}

/** One entry of cRLDistributionPoints (RFC 5280, 4.2.1.13). */
export interface DistributionPoint {
  name?: DistributionPointName;
  reasons?: number[];
  /** Directory names of the CRL's issuer when it is not the certificate's. */
  crlIssuers: Name[];
}

/** Reads the value of a cRLDistributionPoints (or freshestCRL) extension. */
export function distributionPointsOf(value: Uint8Array): DistributionPoint[] {
  return sequenceOf(readDer(value), "cRLDistributionPoints").map((point) => {
    const parts = sequenceOf(point, "cRLDistributionPoints");
    const name = parts.find((p) => p.isContext(0));
    const reasons = parts.find((p) => p.isContext(1));
    const issuers = parts.find((p) => p.isContext(2))?.children ?? [];
    return {
      name: name === undefined ? undefined : distributionPointNameOf(name.children[0]),
      reasons: reasons === undefined ? undefined : flagsIn(reasons.content),
      crlIssuers: issuers.filter((n) => n.isContext(4)).map((n) => nameOf(n.children[0])),
    };
  });
}

/** The object identifiers of access methods with their URIs (RFC 5280, 4.2.2.1). */
export function accessLocationsOf(value: Uint8Array): { method: string; uri: string }[] {
  return sequenceOf(readDer(value), "authorityInfoAccess").flatMap((item) => {
    const [method, location] = sequenceOf(item, "authorityInfoAccess");
    return location?.isContext(6)
      ? [{ method: oidOf(method), uri: Buffer.from(location.content).toString("latin1") }]
      : [];
  });
}
