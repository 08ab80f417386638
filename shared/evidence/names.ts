/** Media type of a container (ETSI EN 319 162-1, A.1). */
export const CONTAINER_TYPE = "application/vnd.etsi.asic-e+zip";
/** First entry of every container. */
export const MIMETYPE_NAME = "mimetype";
/** Folder of manifests, signatures and timestamps; whatever is in it is not a document. */
export const META = "META-INF/";

/** Media types of what a manifest points at (ETSI EN 319 162-1, A.4, A.7). */
export const SIGNATURE_TYPE = "application/pkcs7-signature";
/** Of a time-stamp token. */
export const TOKEN_TYPE = "application/vnd.etsi.timestamp-token";

/** Media types of revocation evidence (RFC 2585, RFC 6960). */
export const CERTIFICATE_TYPE = "application/pkix-cert";
/** Of a revocation list. */
export const CRL_TYPE = "application/pkix-crl";
/** Of an OCSP answer. */
export const OCSP_TYPE = "application/ocsp-response";

/** Letters that no file system takes, or that mean something to one. */
const UNSAFE = /[\u0000-\u001f\u007f<>:"|?*\\]/;
/** Names that Windows keeps for devices, whatever follows the dot. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** May a file be unpacked under this name, on any system, without leaving its folder? */
export function isSafeName(name: string): boolean {
  if (name === "" || name.length > 200 || UNSAFE.test(name) || name.normalize("NFC") !== name) return false;
  return name
    .split("/")
    .every((part) => part !== "" && part !== "." && part !== ".." && !/[. ]$/.test(part) && !DEVICES.test(part));
}

/** Two names with the same folded form would be one file on many systems. */
export function foldedName(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
