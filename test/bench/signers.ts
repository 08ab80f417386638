import { P12Signer as LibpdfSigner, PDF } from "@libpdf/core";
import { plainAddPlaceholder } from "@signpdf/placeholder-plain";
import { P12Signer } from "@signpdf/signer-p12";
import { SignPdf } from "@signpdf/signpdf";
import type { Contender } from "./measure.ts";

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
        return document.sign({ signer: libpdf });
      },
    },
  ];
}
