import { createHash, createHmac, type KeyObject, randomBytes } from "node:crypto";
import { der, OID } from "../../asn1/index.ts";
import { bmpPassword, derive, MAC_DIGESTS } from "../pkcs12-crypto.ts";

const ROUNDS = 10_000;
const BAGS = "1.2.840.113549.1.12.10.1.";

/**
 * A PKCS#12 file (RFC 7292) with one key (PBES2, AES-256) and its certificates, integrity by HMAC-SHA256: what OpenSSL 3 writes.
 *
 * @param chain DER certificates, the one of the key first
 * @param friendlyName shown by key stores
 */
export function writePkcs12(key: KeyObject, chain: Uint8Array[], friendlyName: string, password: string): Uint8Array {
  const [own] = chain;
  const localKeyId = createHash("sha1")
    .update(own ?? new Uint8Array())
    .digest();
  const attributes = der.set(
    // friendlyName as BMPString (tag 30), and the identifier that ties key and certificate together (PKCS#9).
    attribute("1.2.840.113549.1.9.20", bmpString(friendlyName)),
    attribute("1.2.840.113549.1.9.21", der.octetString(localKeyId)),
  );
  const encrypted = key.export({ type: "pkcs8", format: "der", cipher: "aes-256-cbc", passphrase: password });
  const keyBag = bag(2, new Uint8Array(encrypted), attributes);
  const certificateBags = chain.map((certificate, i) =>
    bag(
      3,
      der.sequence(der.oid("1.2.840.113549.1.9.22.1"), der.context(0, true, der.octetString(certificate))),
      ...(i === 0 ? [attributes] : []),
    ),
  );
  const safe = der.sequence(data(der.sequence(...certificateBags)), data(der.sequence(keyBag)));
  const salt = randomBytes(16);
  const digest = MAC_DIGESTS[OID.sha256]!;
  const macKey = derive(digest, bmpPassword(password), salt, ROUNDS, 3, digest.length);
  const mac = createHmac(digest.name, macKey).update(safe).digest();
  return der.sequence(
    der.integer(3),
    data(safe),
    der.sequence(
      der.sequence(der.algorithm(OID.sha256, der.null()), der.octetString(mac)),
      der.octetString(salt),
      der.integer(ROUNDS),
    ),
  );
}

function data(content: Uint8Array): Uint8Array {
  return der.sequence(der.oid(OID.data), der.context(0, true, der.octetString(content)));
}

function bag(kind: number, value: Uint8Array, ...attributes: Uint8Array[]): Uint8Array {
  return der.sequence(der.oid(`${BAGS}${kind}`), der.context(0, true, value), ...attributes);
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), der.set(value));
}

function bmpString(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf16le").swap16();
  const length =
    bytes.length < 0x80
      ? [bytes.length]
      : bytes.length < 0x100
        ? [0x81, bytes.length]
        : [0x82, bytes.length >> 8, bytes.length & 0xff];
  return Uint8Array.of(0x1e, ...length, ...bytes);
}
