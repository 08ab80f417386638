import { P12Signer as LibpdfSigner, PDF } from "@libpdf/core";
import { plainAddPlaceholder } from "@signpdf/placeholder-plain";
import { P12Signer } from "@signpdf/signer-p12";
import { SignPdf } from "@signpdf/signpdf";
import forge from "node-forge";
import type { Contender } from "./measure.ts";

/**
 * A self-signed RSA-2048 certificate with plain ASCII names, as a PKCS#12. node-forge (inside @signpdf) encodes a certificate anew and garbles Vietnamese
 * letters in its names, after which no program can match it to the signature; and it reads no EC key.
 */
export function plainPkcs12(password: string): Uint8Array {
  const keys = forge.pki.rsa.generateKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = "4d2a";
  certificate.validity.notBefore = new Date("2026-01-01T00:00:00Z");
  certificate.validity.notAfter = new Date("2029-01-01T00:00:00Z");
  const name = [{ name: "commonName", value: "Bench Signer" }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const p12 = forge.pkcs12.toPkcs12Asn1(keys.privateKey, [certificate], password, { algorithm: "aes256" });
  return Buffer.from(forge.asn1.toDer(p12).getBytes(), "latin1");
}

/**
 * The two libraries of the npm registry that sign PDFs, doing what ours does: one invisible signature with the key of a PKCS#12, its chain in it. The PKCS#12 is
 * opened once beforehand where the library can; node-forge inside @signpdf opens it each time.
 * Neither makes a PAdES baseline signature (the signing time stands in the signed attributes, or the ESS attribute is missing), so they do a little less.
 */
export async function signingPeers(pdf: Uint8Array, p12: Uint8Array, password: string): Promise<Contender[]> {
  const libpdf = await LibpdfSigner.create(p12, password);
  return [
    {
      name: "@signpdf 3.3.0",
      async run() {
        const prepared = plainAddPlaceholder({
          pdfBuffer: Buffer.from(pdf),
          reason: "",
          contactInfo: "",
          name: "",
          location: "",
          signatureLength: 16_384,
        });
        return new SignPdf().sign(prepared, new P12Signer(Buffer.from(p12), { passphrase: password }));
      },
    },
    {
      name: "@libpdf/core 0.4.2",
      async run() {
        const document = await PDF.load(pdf);
        return (await document.sign({ signer: libpdf })).bytes;
      },
    },
  ];
}
