import { spawnSync } from "node:child_process";
import { createPrivateKey, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { P12Signer as LibpdfSigner, PDF } from "@libpdf/core";
import { plainAddPlaceholder } from "@signpdf/placeholder-plain";
import { P12Signer } from "@signpdf/signer-p12";
import { SignPdf } from "@signpdf/signpdf";
import forge from "node-forge";
import { cantooSigner } from "./cantoo-signer.ts";
import type { Contender } from "./measure.ts";

/** A key as every contender takes it: as a PKCS#12 file, or opened. */
export interface SigningKey {
  p12: Uint8Array;
  password: string;
  key: KeyObject;
  /** DER, the signing certificate first. */
  chain: readonly Uint8Array[];
}

/**
 * A self-signed RSA-2048 certificate with plain ASCII names, as a PKCS#12. node-forge (inside @signpdf) encodes a certificate anew and garbles Vietnamese
 * letters in its names, after which no program can match it to the signature; and it reads no EC key.
 */
export function plainKey(password: string): SigningKey {
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
  return {
    p12: Buffer.from(forge.asn1.toDer(p12).getBytes(), "latin1"),
    password,
    key: createPrivateKey(forge.pki.privateKeyToPem(keys.privateKey)),
    chain: [Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), "latin1")],
  };
}

/**
 * The libraries of the npm registry that sign PDFs, doing what ours does: one invisible signature with the key of a PKCS#12, its chain in it. The PKCS#12 is
 * opened once beforehand where the library can; node-forge inside @signpdf opens it each time.
 * Neither \@signpdf nor \@libpdf/core makes a PAdES baseline signature (the signing time stands in the signed attributes, or the ESS attribute is missing), so they
 * do a little less.
 */
export async function signingPeers(pdf: Uint8Array, { p12, password, key, chain }: SigningKey): Promise<Contender[]> {
  const libpdf = await LibpdfSigner.create(p12, password);
  return [
    // node-forge reads no EC key.
    ...(key.asymmetricKeyType === "rsa" ? [signpdf(pdf, p12, password)] : []),
    await cantooSigner(pdf, { key, chain }),
    {
      name: "@libpdf/core 0.4.2",
      async run() {
        const document = await PDF.load(pdf);
        return (await document.sign({ signer: libpdf })).bytes;
      },
    },
  ];
}

function signpdf(pdf: Uint8Array, p12: Uint8Array, password: string): Contender {
  return {
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
  };
}

/** A contender that does not sign would be fast. What each made must hold a signature over all of its bytes, by Poppler's judgement. */
export function refuseUnsigned(name: string, pdf: Uint8Array): void {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-signed-"));
  const file = path.join(folder, "signed.pdf");
  writeFileSync(file, pdf);
  const said = spawnSync("pdfsig", ["-nocert", file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  if (!said.stdout.includes("Signature is Valid") || !said.stdout.includes("Total document signed"))
    throw new Error(`${name} made no sound signature:\n${said.stdout}${said.stderr}`);
}
