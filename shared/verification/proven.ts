import { type AlgorithmIdentifier, verifySignature } from "../asn1/index.ts";

/** What was found genuine lately; the same few authorities sign nearly everything that is checked. */
const PROVEN = new Set<string>();
const MAX_PROVEN = 4096;

/** A certificate or revocation list, named by its whole content. */
interface SignedThing {
  signatureAlgorithm: AlgorithmIdentifier;
  tbs: Uint8Array;
  signature: Uint8Array;
}

/**
 * Is this certificate or list signed with the key of `spki`? As {@link verifySignature}; a yes is remembered for this process. What is remembered
 * says only that two byte strings belong together, never that anybody trusts them, and both are part of the name.
 *
 * @param sha256 of the whole thing as encoded, algorithm and signature included
 */
export function provenSignature(thing: SignedThing, sha256: string, spki: Uint8Array): boolean {
  const name = `${sha256} ${Buffer.from(spki.buffer, spki.byteOffset, spki.length).toString("latin1")}`;
  if (PROVEN.has(name)) return true;
  if (!verifySignature(thing.signatureAlgorithm, spki, thing.tbs, thing.signature)) return false;
  if (PROVEN.size >= MAX_PROVEN) PROVEN.clear();
  PROVEN.add(name);
  return true;
}
