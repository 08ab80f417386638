import { berToDer, parseSignedData, type SignedData } from "../asn1/index.ts";
import { isVanthuError, type VanthuError } from "../errors/index.ts";

/** A CMS as read: what stands in it, or why that cannot be told. */
export type ReadCms = {
  /** Is what follows it nothing but zeros, the filling of the place kept for it? */
  padded: boolean;
} & ({ data: SignedData; fault?: undefined } | { data?: undefined; fault: VanthuError });

/** Reads a CMS SignedData, DER or BER. Never throws for bad input. */
export function readCms(contents: Uint8Array): ReadCms {
  let padded = true;
  try {
    const { der, length } = berToDer(contents);
    padded = isZero(contents, length);
    return { padded, data: parseSignedData(der) };
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return { padded, fault: error };
  }
}

function isZero(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at += 1) if (bytes[at] !== 0) return false;
  return true;
}
