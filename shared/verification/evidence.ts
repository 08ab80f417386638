import { type Certificate, OID } from "../asn1/index.ts";
import { isVanthuError } from "../errors/index.ts";
import { decodeStream, type PdfFile, PdfStream } from "../pdf/index.ts";
import { type ReadCms, readCms } from "./read-cms.ts";
import { type RevocationContext, RevocationStore } from "./revocation-store.ts";
import { CertificatePool, type ParsedAnchor } from "./trust.ts";

/** What is at hand to judge certificates with. */
export interface Evidence {
  pool: CertificatePool;
  store: RevocationStore;
  anchors: readonly ParsedAnchor[];
  now: Date;
  /** The caller has proof that the bytes existed then (EN 319 102-1, 5.6.2.3). */
  existedAt?: Date;
  /** Revocation data of the file's DSS alone, as it stood at a revision (index). */
  dssAt(revision: number): RevocationStore;
}

/** Streams read from a DSS, at most; a hostile one cannot make the check slow. */
const MAX_DSS_STREAMS = 500;
/** Of all lists and all revisions together, unpacked; each stream counts once. Lists of large authorities have several megabytes. */
const MAX_DSS_BYTES = 64 * 1024 * 1024;
/** Of one of them: one that is no list at all may cost ten times its size to find that out. */
const MAX_STREAM_BYTES = 24 * 1024 * 1024;

/** What was unpacked already: evidence is looked through as it stood at several revisions. */
interface Unpacked {
  left: number;
  /** By the place of the packed bytes in the file. */
  known: Map<number, Uint8Array>;
}

/** Gathers certificates, CRLs and OCSP answers from the options and from the file's DSS (ISO 32000-2, 12.8.4.3). */
export function collectEvidence(
  file: PdfFile,
  options: EvidenceOptions,
  anchors: readonly ParsedAnchor[],
  now: Date,
): Evidence {
  const given = evidenceFrom(options, anchors, now);
  const { pool, store } = given;
  const dss = file.dict(file.catalog.get("DSS"));
  const unpacked: Unpacked = { left: MAX_DSS_BYTES, known: new Map() };
  if (dss !== undefined) for (const bytes of streamsIn(file, dss.get("Certs"), unpacked)) pool.add(bytes);
  addStored(store, file, unpacked);
  const stores = new Map<number, RevocationStore>();
  const dssAt = (revision: number): RevocationStore => {
    const known = stores.get(revision);
    if (known !== undefined) return known;
    const held = store.sibling();
    addStored(held, revision >= file.revisions.length - 1 ? file : file.at(revision), unpacked);
    stores.set(revision, held);
    return held;
  };
  return { ...given, dssAt };
}

/** What a caller gives to judge with. */
interface EvidenceOptions {
  intermediates?: readonly Uint8Array[];
  crls?: readonly Uint8Array[];
  ocsp?: readonly Uint8Array[];
  carriers?: readonly Uint8Array[];
  existedAt?: Date;
}

/** What the options give, for signatures that have no file around them. */
export function evidenceFrom(options: EvidenceOptions, anchors: readonly ParsedAnchor[], now: Date): Evidence {
  const store = new RevocationStore();
  for (const crl of options.crls ?? []) store.addCrl(crl);
  for (const response of options.ocsp ?? []) store.addOcsp(response);
  const evidence: Evidence = {
    pool: new CertificatePool(options.intermediates),
    store,
    anchors,
    now,
    ...(options.existedAt === undefined ? {} : { existedAt: options.existedAt }),
    dssAt: () => store,
  };
  for (const cms of options.carriers ?? []) addFromCms(evidence, readCms(cms));
  return evidence;
}

function addStored(store: RevocationStore, file: PdfFile, unpacked: Unpacked): void {
  const dss = file.dict(file.catalog.get("DSS"));
  for (const bytes of streamsIn(file, dss?.get("CRLs"), unpacked)) store.addCrl(bytes);
  for (const bytes of streamsIn(file, dss?.get("OCSPs"), unpacked)) store.addOcsp(bytes);
}

function streamsIn(file: PdfFile, list: Parameters<PdfFile["array"]>[0], unpacked: Unpacked): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (const ref of file.array(list).slice(0, MAX_DSS_STREAMS)) {
    const stream = file.resolve(ref);
    if (!(stream instanceof PdfStream)) continue;
    const place = stream.raw.byteOffset;
    const known = unpacked.known.get(place);
    if (known !== undefined) {
      out.push(known);
      continue;
    }
    try {
      const bytes = decodeStream(stream, file, Math.max(1, Math.min(unpacked.left, MAX_STREAM_BYTES)));
      // Without a filter nothing was decoded, and nothing counted.
      if (bytes.length > Math.min(unpacked.left, MAX_STREAM_BYTES)) continue;
      unpacked.left -= bytes.length;
      unpacked.known.set(place, bytes);
      out.push(bytes);
    } catch (error) {
      // Evidence that cannot be read is no evidence; the rest may still do.
      if (!isVanthuError(error)) throw error;
    }
  }
  return out;
}

/** Takes in the certificates and revocation data that a CMS carries. */
export function addFromCms(evidence: Evidence, { data }: ReadCms): void {
  if (data === undefined) return;
  try {
    for (const bytes of data.certificates) evidence.pool.add(bytes);
    for (const bytes of data.crls) evidence.store.addCrl(bytes);
    for (const bytes of data.otherRevocation) evidence.store.addOcsp(bytes);
    for (const signer of data.signerInfos) {
      const adobe = signer.signedAttributes?.attributes.find((a) => a.oid === OID.adobeRevocation)?.values[0];
      // RevocationInfoArchival (ISO 32000-1, 12.8.3.3.2): [0] CRLs, [1] OCSP responses.
      for (const part of adobe?.children ?? []) {
        for (const item of part.children[0]?.children ?? []) {
          if (part.isContext(0)) evidence.store.addCrl(item.raw);
          if (part.isContext(1)) evidence.store.addOcsp(item.raw);
        }
      }
    }
  } catch (error) {
    if (!isVanthuError(error)) throw error;
  }
}

/** The question about revocation at a time. */
export function revocationContext(evidence: Evidence, at: Date): RevocationContext {
  return { store: evidence.store, pool: evidence.pool, anchors: evidence.anchors, at, now: evidence.now };
}

/** All certificates at hand, for finding a signer's. */
export function certificatesOf(evidence: Evidence): Certificate[] {
  return evidence.pool.all;
}
