import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { der, OID, readDer } from "../../shared/asn1/index.ts";

/** OpenSSL as an independent maker of signatures and timestamps, in a folder of its own. */
export class OpenSsl {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "vanthu-openssl-"));

  run(...args: string[]): Buffer {
    return execFileSync("openssl", args, { cwd: this.#folder, stdio: ["ignore", "pipe", "pipe"] });
  }

  /** qpdf in the same folder. */
  qpdf(...args: string[]): Buffer {
    return execFileSync("qpdf", args, { cwd: this.#folder, stdio: ["ignore", "pipe", "pipe"] });
  }

  file(name: string, bytes: Uint8Array | string): string {
    writeFileSync(path.join(this.#folder, name), bytes);
    return name;
  }

  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(path.join(this.#folder, name)));
  }

  /** A self-signed certificate with its key; `key` as `openssl req -newkey` takes it. Gives the certificate in DER. */
  certificate(name: string, key: string[], extensions: string[] = [], digest = "-sha256"): Uint8Array {
    const subject = ["-subj", "/C=VN/O=Van phong thu nghiem/CN=Nguoi ky"];
    const more = extensions.flatMap((e) => ["-addext", e]);
    this.run(
      "req",
      "-x509",
      "-nodes",
      "-days",
      "7300",
      ...subject,
      ...key,
      ...more,
      digest,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
    );
    return new Uint8Array(this.run("x509", "-in", `${name}.pem`, "-outform", "DER"));
  }

  /** `openssl cms -sign` over data with the key of {@link certificate}. */
  cms(name: string, data: Uint8Array, ...options: string[]): Uint8Array {
    this.file("data.bin", data);
    const key = ["-signer", `${name}.pem`, "-inkey", `${name}.key`];
    return new Uint8Array(
      this.run("cms", "-sign", "-binary", "-in", "data.bin", "-outform", "DER", ...key, ...options),
    );
  }

  /** An RFC 3161 token over data, by the key of a certificate made for timestamping. */
  timestamp(name: string, data: Uint8Array): Uint8Array {
    this.file("stamped.bin", data);
    this.file("serial", "01\n");
    this.file(
      "tsa.cnf",
      [
        "[tsa]",
        "default_tsa = tsa1",
        "[tsa1]",
        "serial = serial",
        `signer_cert = ${name}.pem`,
        `signer_key = ${name}.key`,
        "signer_digest = sha256",
        "default_policy = 1.2.3.4.1",
        "digests = sha256, sha512",
        "ess_cert_id_alg = sha256",
      ].join("\n"),
    );
    this.run("ts", "-query", "-data", "stamped.bin", "-sha256", "-cert", "-out", "query.tsq");
    this.run(
      "ts",
      "-reply",
      "-config",
      "tsa.cnf",
      "-section",
      "tsa1",
      "-queryfile",
      "query.tsq",
      "-token_out",
      "-out",
      "token.der",
    );
    return this.read("token.der");
  }
}

/** A CMS with one more unsigned attribute in its only SignerInfo. */
export function withUnsignedAttribute(cms: Uint8Array, oid: string, value: Uint8Array): Uint8Array {
  const signedData = readDer(cms).children[1]!.children[0]!;
  const parts = signedData.children.map((c) => c.raw);
  const signerInfo = signedData.children.at(-1)!.children[0]!;
  const unsigned = der.context(1, true, der.sequence(der.oid(oid), der.set(value)));
  parts[parts.length - 1] = der.set(der.sequence(...signerInfo.children.map((c) => c.raw), unsigned));
  return der.sequence(der.oid(OID.signedData), der.context(0, true, der.sequence(...parts)));
}
