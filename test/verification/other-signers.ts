import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { HttpTimestampAuthority, P12Signer as LibpdfSigner, PDF } from "@libpdf/core";
import { plainAddPlaceholder } from "@signpdf/placeholder-plain";
import { P12Signer } from "@signpdf/signer-p12";
import { SignPdf } from "@signpdf/signpdf";
import { createTestAuthority, type IssuedCertificate, type TestAuthority } from "../../shared/signing/index.ts";
import type { VerifyOptions } from "../../shared/verification/index.ts";
import { cantooSigner } from "../bench/cantoo-signer.ts";
import { plainKey } from "../bench/signers.ts";

const JARS = ["pdfbox2", "fontbox2", "commons-logging", "bcprov", "bcpkix", "bcutil", "itext5"].map(
  (name) => `/usr/share/java/${name}.jar`,
);
const PASSWORD = "mat-khau-thu";
const NICK = "nguoi-ky";

/** Adds to a file: a signature, evidence, a value. */
export type Maker = (pdf: Uint8Array) => Promise<Uint8Array>;

/**
 * Programs of others that sign, with one key of one test authority whose timestamp service answers on this machine. What is not installed makes
 * {@link startOtherSigners} fail by saying so.
 */
export interface OtherSigners {
  authority: TestAuthority;
  person: IssuedCertificate;
  /** Trusts the authority and the self-signed key of \@signpdf; revocation lists are given. */
  options(): VerifyOptions;
  /** A verb of OtherSigners.java. */
  java(verb: string, argument?: string): Maker;
  libpdf(level: "B-B" | "B-T" | "B-LT" | "B-LTA", subFilter?: "adbe.pkcs7.detached" | "ETSI.CAdES.detached"): Maker;
  signpdf: Maker;
  cantoo: Maker;
  /** Poppler 22.12 with a key in an NSS database; it adds signatures of kind adbe.pkcs7.detached only. */
  pdfsig: Maker;
  /** MuPDF 1.21, in an empty signature field by its object number: adbe.pkcs7.detached with SHA-1, without the chain. */
  mutool(pdf: Uint8Array, field: number): Promise<Uint8Array>;
  /** The same document written anew by qpdf. */
  qpdf(pdf: Uint8Array, options: readonly string[]): Uint8Array;
  /** A text document as PDF, signed while it is exported; tagged when asked for. */
  libreOffice(tagged: boolean): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** @throws Error naming what is not installed */
export async function startOtherSigners(): Promise<OtherSigners> {
  const absent = JARS.filter((jar) => !existsSync(jar));
  if (absent.length > 0)
    throw new Error(`${absent.join(", ")}: libpdfbox2-java, libbcpkix-java and libitext5-java are needed here`);
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-others-"));
  const authority = createTestAuthority();
  const person = authority.issueCertificate({
    commonName: "Nguoi Ky Bang Phan Mem Khac",
    organisation: "Van phong thu nghiem",
    kind: "person",
    algorithm: "RSA-2048",
  });
  const p12 = person.toPkcs12(PASSWORD);
  const p12File = path.join(folder, "key.p12");
  writeFileSync(p12File, p12);
  authority.crls.forEach((crl, index) => {
    writeFileSync(path.join(folder, `${index}.crl`), crl);
  });
  const { server, url } = await timestamps(authority);
  const java = new Java([p12File, PASSWORD, url, folder]);
  const plain = plainKey(PASSWORD);
  const libpdf = await LibpdfSigner.create(p12, PASSWORD, { buildChain: false });
  let nss: string | undefined;
  const database = (): string => {
    nss ??= nssDatabase(folder, p12File, authority);
    return nss;
  };
  let count = 0;
  const files = (pdf: Uint8Array): [string, string] => {
    count += 1;
    const from = path.join(folder, `${count}-a.pdf`);
    writeFileSync(from, pdf);
    return [from, path.join(folder, `${count}-b.pdf`)];
  };
  return {
    authority,
    person,
    options: () => ({
      trust: [authority.root, plain.chain[0]!].map((certificate) => ({
        certificate,
        scope: "thử nghiệm",
        source: "tạo trong bài kiểm thử",
      })),
      crls: authority.crls,
    }),
    java:
      (verb, argument = "") =>
      async (pdf) => {
        const [from, to] = files(pdf);
        await java.run([verb, from, to, argument]);
        return new Uint8Array(readFileSync(to));
      },
    libpdf: (level, subFilter) => async (pdf) => {
      const document = await PDF.load(pdf);
      const { bytes } = await document.sign({
        signer: libpdf,
        ...(subFilter === undefined ? { level } : { subFilter }),
        ...(level === "B-B" ? {} : { timestampAuthority: new HttpTimestampAuthority(url) }),
        ...(level === "B-LT" || level === "B-LTA"
          ? { revocationProvider: { getOCSP: async () => null, getCRL: async () => authority.crl } }
          : {}),
      });
      return bytes;
    },
    async signpdf(pdf) {
      const prepared = plainAddPlaceholder({
        pdfBuffer: Buffer.from(pdf),
        reason: "Thu nghiem",
        contactInfo: "",
        name: "",
        location: "",
        signatureLength: 16_384,
      });
      return new SignPdf().sign(prepared, new P12Signer(Buffer.from(plain.p12), { passphrase: PASSWORD }));
    },
    async cantoo(pdf) {
      const made = await (await cantooSigner(pdf, { key: person.key, chain: person.chain })).run();
      return made as Uint8Array;
    },
    async pdfsig(pdf) {
      const [from, to] = files(pdf);
      execFileSync("pdfsig", ["-nssdir", `sql:${database()}`, "-add-signature", "-nick", NICK, from, to], {
        stdio: "pipe",
      });
      return new Uint8Array(readFileSync(to));
    },
    async mutool(pdf, field) {
      const [from, to] = files(pdf);
      execFileSync("mutool", ["sign", "-s", p12File, "-P", PASSWORD, "-o", to, from, String(field)], { stdio: "pipe" });
      return new Uint8Array(readFileSync(to));
    },
    qpdf(pdf, options) {
      const [from, to] = files(pdf);
      execFileSync("qpdf", [...options, from, to], { stdio: "pipe" });
      return new Uint8Array(readFileSync(to));
    },
    async libreOffice(tagged) {
      const text = path.join(folder, "thu.txt");
      writeFileSync(text, "Giay moi hop so 15, do LibreOffice xuat va ky.\n");
      count += 1;
      const to = path.join(folder, `${count}-lo.pdf`);
      const profile = path.join(folder, "soffice");
      execFileSync(
        "/usr/bin/python3",
        [path.join(import.meta.dirname, "libreoffice-sign.py"), text, to, profile, tagged ? "tagged" : "plain"],
        { stdio: "pipe", timeout: 120_000, env: { ...process.env, MOZILLA_CERTIFICATE_FOLDER: `sql:${database()}` } },
      );
      return new Uint8Array(readFileSync(to));
    },
    async stop() {
      await java.stop();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** RFC 3161 over HTTP (RFC 3161, 3.4). */
async function timestamps(authority: TestAuthority): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      response.setHeader("content-type", "application/timestamp-reply");
      response.end(authority.timestamp(new Uint8Array(Buffer.concat(parts))));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

function nssDatabase(folder: string, p12: string, authority: TestAuthority): string {
  const place = path.join(folder, "nss");
  mkdirSync(place);
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: "pipe" });
  run("certutil", "-N", "-d", `sql:${place}`, "--empty-password");
  run("pk12util", "-i", p12, "-d", `sql:${place}`, "-W", PASSWORD, "-K", "");
  const root = path.join(folder, "root.der");
  const issuing = path.join(folder, "issuing.der");
  writeFileSync(root, authority.root);
  writeFileSync(issuing, authority.issuing);
  run("certutil", "-A", "-d", `sql:${place}`, "-n", "goc", "-t", "CT,C,C", "-i", root);
  run("certutil", "-A", "-d", `sql:${place}`, "-n", "cap", "-t", ",,", "-i", issuing);
  const listed = run("certutil", "-L", "-d", `sql:${place}`).toString();
  const nick = /^(.*\S)\s+u,u,u\s*$/m.exec(listed)?.[1];
  if (nick === undefined) throw new Error(`no key in the NSS database:\n${listed}`);
  if (nick !== NICK) run("certutil", "--rename", "-d", `sql:${place}`, "-n", nick, "--new-n", NICK);
  return place;
}

/** OtherSigners.java, started once. */
class Java {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #said = "";

  constructor(args: string[]) {
    const source = path.join(import.meta.dirname, "OtherSigners.java");
    this.#child = spawn("java", ["-Xss8m", "-Xmx512m", "-cp", JARS.join(":"), source, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.on("error", () => undefined);
    this.#child.stderr!.on("data", (text) => {
      this.#said = (this.#said + text).slice(-3000);
    });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  async run(words: string[]): Promise<void> {
    this.#child.stdin!.write(`${words.join("\t")}\n`);
    const { value, done } = await this.#lines.next();
    if (done || value !== "done")
      throw new Error(`OtherSigners.java (default-jdk-headless is needed): ${words[0]}: ${value ?? ""}\n${this.#said}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.stdin!.end();
    await ended;
  }
}
