import { createHash } from "node:crypto";
import { isVanthuError } from "../../errors/index.ts";
import { decodeStream, dict, name, PdfDict, type PdfObject, PdfRef, PdfStream, PdfString } from "../../pdf/index.ts";
import { needExtension } from "../declarations.ts";
import type { Revision } from "../revision.ts";
import { pdfTime } from "../time.ts";
import type { ValidationData } from "./validation-data.ts";

/** Lists of a document security store (ISO 32000-2, 12.8.4.3) with the key of the same data in its VRI. */
const LISTS = { Certs: "Cert", OCSPs: "OCSP", CRLs: "CRL" } as const;

type List = keyof typeof LISTS;

/** No DSS that we make comes near; beyond it nothing is read. */
const MAX_STREAMS = 1000;
const MAX_BYTES = 64 * 1024 * 1024;

/** What a file's DSS holds, by list and SHA-256 of its bytes. */
export type SecurityStore = Record<List, Map<string, { ref: PdfObject; bytes: Uint8Array }>>;

/** A signature with its data for the DSS. */
export interface StoredSignature {
  contents: Uint8Array;
  data: ValidationData;
  /** A missing VRI entry alone is reason enough to write; not so for a document timestamp that ends the file. */
  entryNeeded: boolean;
}

/** Reads the DSS of a file; streams that cannot be read are passed over, and stay where they are. */
export function readSecurityStore(revision: Revision): SecurityStore {
  const store = revision.dict(revision.catalog.dict.get("DSS"));
  let left = MAX_BYTES;
  const read = (list: List): SecurityStore[List] => {
    const out: SecurityStore[List] = new Map();
    for (const ref of revision.array(store?.get(list)).slice(0, MAX_STREAMS)) {
      const stream = revision.resolve(ref);
      if (!(stream instanceof PdfStream)) continue;
      try {
        const bytes = decodeStream(stream, revision.file, Math.max(1, left));
        left -= bytes.length;
        out.set(sha256(bytes), { ref, bytes });
      } catch (error) {
        if (!isVanthuError(error)) throw error;
      }
    }
    return out;
  };
  return { Certs: read("Certs"), OCSPs: read("OCSPs"), CRLs: read("CRLs") };
}

/**
 * Adds validation data to a file's DSS, each piece once, with an entry of VRI for every signature: SHA-1 of its /Contents, padding and
 * all, in upper-case hexadecimal (ETSI EN 319 142-1, 5.4.2.3). What stood in the DSS stays.
 *
 * @param held what the DSS holds; what is added is put there too
 * @param at written as /TU of new entries
 * @returns false when everything was there already, and nothing was changed
 */
export function addToSecurityStore(
  revision: Revision,
  held: SecurityStore,
  signatures: readonly StoredSignature[],
  at: Date,
): boolean {
  const { ref: catalogRef, dict: catalog } = revision.catalog;
  const storeObject = catalog.get("DSS");
  const store = revision.dict(storeObject) ?? new PdfDict();
  const fresh: Record<List, PdfObject[]> = { Certs: [], OCSPs: [], CRLs: [] };
  const refOf = (list: List, bytes: Uint8Array): PdfObject => {
    const key = sha256(bytes);
    const known = held[list].get(key);
    if (known !== undefined) return known.ref;
    const ref = revision.add(new PdfStream(new PdfDict(), bytes));
    held[list].set(key, { ref, bytes });
    fresh[list].push(ref);
    return ref;
  };
  const entries = new Map(revision.dict(store.get("VRI"))?.map);
  let needed = false;
  for (const { contents, data, entryNeeded } of signatures) {
    const refs: Record<List, PdfObject[]> = {
      Certs: data.certificates.map(({ raw }) => refOf("Certs", raw)),
      OCSPs: data.ocsps.map((bytes) => refOf("OCSPs", bytes)),
      CRLs: data.crls.map((bytes) => refOf("CRLs", bytes)),
    };
    const key = createHash("sha1").update(contents).digest("hex").toUpperCase();
    const old = revision.dict(entries.get(key));
    const entry = new PdfDict(old?.map);
    let grown = old === undefined;
    for (const [list, short] of Object.entries(LISTS) as [List, string][]) {
      const before = revision.array(entry.get(short));
      const more = refs[list].filter((ref) => !before.some((one) => isSame(one, ref)));
      if (more.length === 0) continue;
      entry.set(short, [...before, ...more]);
      grown = true;
    }
    if (!grown) continue;
    entry.set("TU", new PdfString(Buffer.from(pdfTime(at), "latin1")));
    entries.set(key, entry);
    needed ||= entryNeeded;
  }
  if (!needed && Object.values(fresh).every((list) => list.length === 0)) return false;
  const next = new PdfDict(store.map);
  next.set("Type", name("DSS"));
  for (const list of Object.keys(LISTS) as List[]) {
    const all = [...revision.array(store.get(list)), ...fresh[list]];
    if (all.length > 0) next.set(list, all);
  }
  next.set("VRI", dict(Object.fromEntries(entries)));
  if (storeObject instanceof PdfRef) revision.set(storeObject, next);
  else revision.patch(catalogRef, { DSS: revision.add(next) });
  // ETSI EN 319 142-1, 5.4.2.1 with annex: a PDF 1.7 file says that it uses a DSS.
  needExtension(revision, 5);
  return true;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function isSame(a: PdfObject, b: PdfObject): boolean {
  return a instanceof PdfRef && b instanceof PdfRef && a.num === b.num && a.gen === b.gen;
}
