import { createHash } from "node:crypto";
import { isVanthuError } from "../../errors/index.ts";
import { decodeStream, name, PdfDict, type PdfObject, PdfRef, PdfStream } from "../../pdf/index.ts";
import { needExtension } from "../declarations.ts";
import type { Revision } from "../revision.ts";
import type { ValidationData } from "./validation-data.ts";

/** Lists of a document security store (ISO 32000-2, 12.8.4.3). */
const LISTS = ["Certs", "OCSPs", "CRLs"] as const;

type List = (typeof LISTS)[number];

/** No DSS that we make comes near; beyond it nothing is read. */
const MAX_STREAMS = 1000;
const MAX_BYTES = 64 * 1024 * 1024;

/** What a file's DSS holds, by list and SHA-256 of its bytes. */
export type SecurityStore = Record<List, Map<string, { ref: PdfObject; bytes: Uint8Array }>>;

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
 * Adds validation data to a file's DSS, each piece once. There is no entry of /VRI for each signature: it is optional, says nothing that the lists do not say,
 * and its key hangs on the padding of /Contents (ETSI EN 319 142-1, 5.4.2.3). What stood in the DSS stays.
 *
 * @param held what the DSS holds; what is added is put there too
 * @returns false when everything was there already, and nothing was changed
 */
export function addToSecurityStore(revision: Revision, held: SecurityStore, data: readonly ValidationData[]): boolean {
  const { ref: catalogRef, dict: catalog } = revision.catalog;
  const storeObject = catalog.get("DSS");
  const next = new PdfDict(revision.dict(storeObject)?.map);
  let grown = false;
  const pieces: Record<List, Iterable<Uint8Array>> = {
    Certs: data.flatMap(({ certificates }) => certificates.map(({ raw }) => raw)),
    OCSPs: data.flatMap(({ ocsps }) => ocsps),
    CRLs: data.flatMap(({ crls }) => crls),
  };
  for (const list of LISTS) {
    const fresh: PdfObject[] = [];
    for (const bytes of pieces[list]) {
      const key = sha256(bytes);
      if (held[list].has(key)) continue;
      const ref = revision.add(new PdfStream(new PdfDict(), bytes));
      held[list].set(key, { ref, bytes });
      fresh.push(ref);
    }
    if (fresh.length === 0) continue;
    next.set(list, [...revision.array(next.get(list)), ...fresh]);
    grown = true;
  }
  if (!grown) return false;
  next.set("Type", name("DSS"));
  if (storeObject instanceof PdfRef) revision.set(storeObject, next);
  else revision.patch(catalogRef, { DSS: revision.add(next) });
  // ETSI EN 319 142-1, 5.4.2.1 with annex: a PDF 1.7 file says that it uses a DSS.
  needExtension(revision, 5);
  return true;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
