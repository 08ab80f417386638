import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory for one test, removed by the callback's end. */
export function inDirectory<T>(work: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "vanthu-ky-"));
  try {
    return work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Runs a program and gives what it prints; a program that is not installed fails the test by saying so. */
export function run(program: string, args: string[], options: { cwd?: string; accept?: number[] } = {}): string {
  try {
    return execFileSync(program, args, { cwd: options.cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { code, status, stdout, stderr } = error as {
      code?: string;
      status?: number;
      stdout?: string;
      stderr?: string;
    };
    if (code === "ENOENT") throw new Error(`${program} is not installed; this test needs it`);
    if (status !== undefined && options.accept?.includes(status)) return `${stdout ?? ""}${stderr ?? ""}`;
    throw new Error(`${program} ${args.join(" ")} → ${status}\n${stdout ?? ""}${stderr ?? ""}`);
  }
}

/** What pdfsig says of each signature field, by field name. Trust is not asked for: the certificates are test ones. */
export function pdfsig(pdf: Uint8Array): Map<string, string> {
  return inDirectory((directory) => {
    const file = join(directory, "signed.pdf");
    writeFileSync(file, pdf);
    const found = new Map<string, string>();
    for (const block of run("pdfsig", ["-nocert", file], { accept: [1, 2] })
      .split(/^Signature #\d+:$/m)
      .slice(1)) {
      const [, field = ""] = /Signature Field Name: (.*)/.exec(block) ?? [];
      found.set(field, block);
    }
    return found;
  });
}

/** `qpdf --check`, which must find nothing to complain about. */
export function qpdfCheck(pdf: Uint8Array): string {
  return inDirectory((directory) => {
    const file = join(directory, "file.pdf");
    writeFileSync(file, pdf);
    return run("qpdf", ["--check", file]);
  });
}

/** The signatures in the bytes of a file, oldest first: signed bytes and CMS, found without any reader of ours. */
export function embeddedSignatures(pdf: Uint8Array): { covered: Buffer; cms: Buffer; end: number }[] {
  const bytes = Buffer.from(pdf);
  return [...bytes.toString("latin1").matchAll(/\/ByteRange \[(\d+) (\d+) (\d+) (\d+) *\]/g)]
    .map((found) => {
      const [start = 0, length = 0, start2 = 0, length2 = 0] = found.slice(1).map(Number);
      const hex = bytes.subarray(length + 1, start2 - 1).toString("latin1");
      const padded = Buffer.from(hex, "hex");
      // ContentInfo with a definite two-byte length; the rest of the hole is zeros.
      const size = 4 + padded.readUInt16BE(2);
      return {
        covered: Buffer.concat([bytes.subarray(start, length), bytes.subarray(start2, start2 + length2)]),
        cms: padded.subarray(0, size),
        end: start2 + length2,
      };
    })
    .sort((a, b) => a.end - b.end);
}

/** PEM of DER certificates. */
export function pem(...certificates: Uint8Array[]): string {
  return certificates
    .map((der) => {
      const lines =
        Buffer.from(der)
          .toString("base64")
          .match(/.{1,64}/g) ?? [];
      return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
    })
    .join("");
}

/** `openssl cms -verify -cades` of one embedded signature against a root; what it prints. */
export function opensslCades(signature: { covered: Buffer; cms: Buffer }, root: Uint8Array): string {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "cms.der"), signature.cms);
    writeFileSync(join(directory, "content.bin"), signature.covered);
    writeFileSync(join(directory, "root.pem"), pem(root));
    const args =
      "cms -verify -cades -binary -inform DER -in cms.der -content content.bin -CAfile root.pem -out out.bin";
    try {
      execFileSync("openssl", args.split(" "), { cwd: directory, stdio: "pipe" });
    } catch (error) {
      return `${(error as { stderr?: Buffer }).stderr?.toString() ?? error}`;
    }
    return readFileSync(join(directory, "out.bin")).equals(signature.covered) ? "verified" : "other content";
  });
}

/** A page as pixels: [red, green, blue] at a place in points from the lower left corner. */
export function pagePixels(pdf: Uint8Array, page = 1): (x: number, y: number) => [number, number, number] {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "page.pdf"), pdf);
    run("pdftoppm", ["-r", "144", "-f", `${page}`, "-l", `${page}`, "-singlefile", "page.pdf", "page"], {
      cwd: directory,
    });
    const ppm = readFileSync(join(directory, "page.ppm"));
    const [header = "", width = "0", height = "0"] =
      /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.toString("latin1", 0, 40)) ?? [];
    const at = (x: number, y: number) =>
      header.length + 3 * ((Number(height) - 1 - Math.round(2 * y)) * Number(width) + Math.round(2 * x));
    return (x, y) => [ppm[at(x, y)] ?? 0, ppm[at(x, y) + 1] ?? 0, ppm[at(x, y) + 2] ?? 0];
  });
}

/** Words on the first page with their boxes, [x0, y0, x1, y1] in points from the lower left corner, as pdftotext finds them. */
export function wordsOn(pdf: Uint8Array): { text: string; rect: [number, number, number, number] }[] {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "page.pdf"), pdf);
    const html = run("pdftotext", ["-bbox", "-l", "1", "page.pdf", "-"], { cwd: directory });
    const height = Number(/<page width="[\d.]+" height="([\d.]+)"/.exec(html)?.[1] ?? 0);
    const word = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<\/word>/g;
    return [...html.matchAll(word)].map(([, x0, y0, x1, y1, text = ""]) => ({
      text,
      rect: [Number(x0), height - Number(y1), Number(x1), height - Number(y0)] as [number, number, number, number],
    }));
  });
}

/** `openssl ts -verify` of a token (ContentInfo) over data, against a root; "Verification: OK" when it is good. */
export function opensslTimestamp(token: Uint8Array, data: Uint8Array, root: Uint8Array, between: Uint8Array[]): string {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "token.der"), token);
    writeFileSync(join(directory, "data.bin"), data);
    writeFileSync(join(directory, "root.pem"), pem(root));
    writeFileSync(join(directory, "between.pem"), pem(...between));
    const args = "ts -verify -data data.bin -in token.der -token_in -CAfile root.pem -untrusted between.pem";
    return run("openssl", args.split(" "), { cwd: directory, accept: [1] });
  });
}
