import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serveFetch } from "../../functions/cli/authority-server.ts";
import { authorityFetch, createTestAuthority, type Fetch, type TestAuthority } from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { onePagePdf } from "../signing/documents.ts";
import { program, ROOT, type Run, temporaryFolder, vanthu } from "./vanthu.ts";

/** `vanthu sign --level` against authorities that answer over HTTP, well and badly. */
const work = temporaryFolder();
const PASSWORD = { VANTHU_P12_PASSWORD: "mat-khau-khoa" };
let authority: TestAuthority;
/** One server with the authority's own services, and its time-stamping service spoilt in many ways. */
let server: RunningServer;

const requestOf = async (init: RequestInit) => new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
const FAULTS: Record<string, { answer: Fetch; code: string }> = {
  "/cham": { answer: () => new Promise(() => undefined), code: "TSA_TIMEOUT" },
  "/rac": { answer: async () => new Response("<html>không phải dấu thời gian</html>"), code: "TSA_MALFORMED" },
  "/khong-lo": { answer: async () => new Response(new Uint8Array(1_000_000)), code: "TSA_TOO_LARGE" },
  "/hong": { answer: async () => new Response("", { status: 500 }), code: "TSA_UNREACHABLE" },
  "/lech-gio": {
    answer: async (_url, init) => {
      const late = new Date(Date.now() - 3_600_000);
      return new Response(new Uint8Array(authority.timestamp(await requestOf(init), late)));
    },
    code: "TSA_CLOCK_OFF",
  },
  // The first byte of the digest, and the last of the nonce, changed on the way to the authority.
  "/sai-bam": {
    answer: (_url, init) => spoilt(init, (bytes) => Buffer.from(bytes).indexOf("0420", 0, "hex") + 2),
    code: "TSA_IMPRINT_MISMATCH",
  },
  "/sai-nonce": { answer: (_url, init) => spoilt(init, (bytes) => bytes.length - 4), code: "TSA_NONCE_MISMATCH" },
};

async function spoilt(init: RequestInit, place: (bytes: Uint8Array) => number): Promise<Response> {
  const bytes = await requestOf(init);
  bytes[place(bytes)]! ^= 1;
  return new Response(new Uint8Array(authority.timestamp(bytes)));
}

beforeAll(async () => {
  server = await serveFetch((url, init) => {
    const fault = FAULTS[new URL(url).pathname];
    return fault === undefined ? authorityFetch(authority)(url, init) : fault.answer(url, init);
  });
  authority = createTestAuthority({ url: server.url });
  const holder = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" });
  writeFileSync(work.at("khoa.p12"), holder.toPkcs12(PASSWORD.VANTHU_P12_PASSWORD));
  writeFileSync(work.at("goc.pdf"), onePagePdf());
});
afterAll(async () => {
  await server.close();
  work.drop();
});

/** As {@link vanthu}, without stopping this process, which is the server. */
function vanthuBeside(args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...PASSWORD };
    const child = spawn(process.execPath, [path.join(ROOT, "functions/cli/vanthu.mjs"), ...args], { cwd: ROOT, env });
    const run: Run = { code: null, out: "", err: "" };
    child.stdout.on("data", (part) => (run.out += part));
    child.stderr.on("data", (part) => (run.err += part));
    child.on("close", (code) => resolve({ ...run, code }));
  });
}

const sign = (to: string, ...more: string[]) =>
  vanthuBeside([
    "sign",
    work.at("goc.pdf"),
    "-o",
    work.at(to),
    "--p12",
    work.at("khoa.p12"),
    "--role",
    "leader",
    ...more,
  ]);

describe("vanthu sign --level", () => {
  it.each(["B-B", "B-T", "B-LT", "B-LTA"])("%s against a live authority", async (level) => {
    const run = await sign(`${level}.pdf`, "--level", level, "--tsa", `${server.url}/tsa`);
    expect(run.err).toBe("");
    expect(run.out).toContain(`đã ký mức ${level} `);
    const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "test" }];
    const crls = level === "B-B" || level === "B-T" ? authority.crls : [];
    const verdict = verifyPdf(new Uint8Array(readFileSync(work.at(`${level}.pdf`))), { trust, crls });
    expect([verdict.verdict, verdict.signatures[0]?.level]).toEqual(["TOTAL_PASSED", level]);
    expect(program("pdfsig", ["-nocert", work.at(`${level}.pdf`)]).out).toContain("Signature is Valid");
  });

  it("asks the next authority when the first is bad", async () => {
    const tsa = ["--tsa", `${server.url}/hong`, "--tsa", `${server.url}/tsa`];
    const run = await sign("du-phong.pdf", "--level", "B-T", ...tsa);
    expect([run.code, run.err]).toEqual([0, ""]);
  });

  it.each(Object.entries(FAULTS))("says what is wrong, and writes nothing: %s", async (place, { code }) => {
    const run = await sign("loi.pdf", "--level", "B-LTA", "--timeout", "0.5", "--tsa", `${server.url}${place}`);
    expect(run.err).toMatch(new RegExp(`^${code} `));
    expect(run.err).toContain(`${server.url}${place}`);
    expect(run.code).not.toBe(0);
    expect(existsSync(work.at("loi.pdf"))).toBe(false);
  });

  it("says that nobody is there, and writes nothing", async () => {
    const gone = await serveFetch(async () => new Response(""));
    await gone.close();
    const run = await sign("loi.pdf", "--level", "B-T", "--tsa", `${gone.url}/tsa`);
    expect(run.err).toMatch(/^TSA_UNREACHABLE /);
    expect(existsSync(work.at("loi.pdf"))).toBe(false);
  });

  it("wants a time-stamping authority, and a level that exists", async () => {
    expect((await sign("x.pdf", "--level", "B-T")).err).toMatch(/^USAGE .*--tsa/);
    expect((await sign("x.pdf", "--level", "B-X")).err).toMatch(/^USAGE Mức chữ ký/);
    expect((await sign("x.pdf", "--level", "B-T", "--tsa", "ftp://x")).err).toMatch(/^USAGE /);
  });
});

describe("vanthu extend", () => {
  it("brings a signed file to B-LTA and renews it", async () => {
    await sign("goc-ky.pdf", "--level", "B-B");
    const level = ["--level", "B-LTA", "--tsa", `${server.url}/tsa`];
    const extended = await vanthuBeside(["extend", work.at("goc-ky.pdf"), "-o", work.at("nang.pdf"), ...level]);
    expect([extended.code, extended.err]).toEqual([0, ""]);
    expect(extended.out).toContain(
      "đã thêm dấu thời gian cho cả tệp, dữ liệu kiểm tra lâu dài, dấu thời gian cho cả tệp",
    );
    const renewed = await vanthuBeside(["extend", work.at("nang.pdf"), "-o", work.at("moi.pdf"), "--renew", ...level]);
    expect([renewed.code, renewed.err]).toEqual([0, ""]);
    const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "test" }];
    const verdict = verifyPdf(new Uint8Array(readFileSync(work.at("moi.pdf"))), { trust });
    expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
    expect(verdict.signatures.map((signature) => signature.level)).toEqual(["B-LTA", "none", "none", "none"]);

    const unsigned = await vanthuBeside(["extend", work.at("goc.pdf"), "-o", work.at("x.pdf"), ...level]);
    expect(unsigned.err).toMatch(/^SIGN_NOTHING_TO_EXTEND /);
    expect(existsSync(work.at("x.pdf"))).toBe(false);
  });
});

describe("vanthu authority", () => {
  it("gives out a key and answers timestamps and OCSP, to openssl and to vanthu sign", async () => {
    const free = await serveFetch(async () => new Response(""));
    await free.close();
    const port = new URL(free.url).port;
    const state = ["authority", "--state", work.at("co-quan.json"), "--port", port];
    const issued = vanthu([...state, "--issue", "Phạm Thị Thu", "--p12", work.at("thu.p12")], PASSWORD);
    expect([issued.code, issued.err]).toEqual([0, ""]);
    const child = spawn(process.execPath, [path.join(ROOT, "functions/cli/vanthu.mjs"), ...state], { cwd: ROOT });
    try {
      await new Promise((resolve) => child.stdout.once("data", resolve));
      const url = `http://127.0.0.1:${port}`;
      const args = ["--p12", work.at("thu.p12"), "--role", "leader", "--level", "B-LTA", "--tsa", `${url}/tsa`];
      const run = vanthu(["sign", work.at("goc.pdf"), "-o", work.at("thu.pdf"), ...args], PASSWORD);
      expect([run.code, run.err]).toEqual([0, ""]);
      const root = new Uint8Array(await (await fetch(`${url}/root.crt`)).arrayBuffer());
      const trust = [{ certificate: root, scope: "thử nghiệm", source: "test" }];
      const verdict = verifyPdf(new Uint8Array(readFileSync(work.at("thu.pdf"))), { trust });
      expect([verdict.verdict, verdict.signatures[0]?.level]).toEqual(["TOTAL_PASSED", "B-LTA"]);

      writeFileSync(work.at("goc.der"), root);
      writeFileSync(work.at("cap.der"), new Uint8Array(await (await fetch(`${url}/issuing.crt`)).arrayBuffer()));
      for (const name of ["goc", "cap"])
        program("openssl", ["x509", "-inform", "DER", "-in", work.at(`${name}.der`), "-out", work.at(`${name}.pem`)]);
      const p12 = ["-in", work.at("thu.p12"), "-passin", "env:VANTHU_P12_PASSWORD", "-clcerts", "-nokeys"];
      program("openssl", ["pkcs12", ...p12, "-out", work.at("thu.pem")], PASSWORD);
      const ocsp = ["-issuer", work.at("cap.pem"), "-cert", work.at("thu.pem"), "-url", `${url}/ocsp`];
      const asked = program("openssl", [
        "ocsp",
        ...ocsp,
        "-CAfile",
        work.at("goc.pem"),
        "-verify_other",
        work.at("cap.pem"),
      ]);
      expect(asked.out).toContain("thu.pem: good");
    } finally {
      child.kill("SIGTERM");
      await new Promise((resolve) => child.once("close", resolve));
    }
  });
});
