import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  awsKms,
  type KeyHolder,
  pkcs11Signer,
  type SigningAnswer,
  signFiles,
  unlockPkcs12,
} from "../../shared/key-holders/index.ts";
import { completeSignature, type KeyKind, type SignatureAlgorithm } from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { pdfsig } from "../signing/outside.ts";
import { codeOf } from "../signing/refusal.ts";
import type { Simulator } from "./http-simulator.ts";
import { kmsSimulator } from "./kms-simulator.ts";
import { authority, batchOf, EVIDENCE, LAID, ONE_PAGE_ANCHORS } from "./outside-keys.ts";

function outcomesOf(answer: SigningAnswer) {
  if (answer.state !== "signed") throw new Error("still waiting");
  return answer.outcomes;
}

/** One digest through a holder, into a file that poppler and our own strict check accept. */
async function expectValid(holder: KeyHolder, authorisation = {}): Promise<void> {
  const { batch, files } = batchOf(await holder.identity(), 1);
  const [outcome] = outcomesOf(await holder.signDigests(batch, { requestId: "a", ...authorisation }));
  if (outcome?.signature === undefined) throw outcome?.error;
  const { pdf, field } = completeSignature(files[0]!.state, files[0]!.preparedPdf, outcome.signature);
  expect(pdfsig(pdf).get(field)).toContain("Signature is Valid");
  expect(verifyPdf(pdf, EVIDENCE).verdict).toBe("TOTAL_PASSED");
}

const KINDS: [SignatureAlgorithm, KeyKind][] = [
  ["RSA-SHA256", "RSA-2048"],
  ["RSA-PSS-SHA256", "RSA-2048"],
  ["ECDSA-P256-SHA256", "EC-P256"],
  ["ECDSA-P384-SHA384", "EC-P384"],
];

describe("a PKCS#12 file", () => {
  const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" });
  const p12 = person.toPkcs12("mat-khau");
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(KINDS)("signs with %s once it is unlocked", async (algorithm, kind) => {
    const own = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: kind });
    await expectValid(unlockPkcs12(own.toPkcs12("x"), "x", { algorithm }));
  });

  it("locks itself after some minutes, and at once when told", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const holder = unlockPkcs12(p12, "mat-khau", { minutes: 2 });
    const { batch } = batchOf(await holder.identity(), 1);
    expect(outcomesOf(await holder.signDigests(batch, { requestId: "a" }))[0]?.error).toBeUndefined();
    vi.advanceTimersByTime(2 * 60_000 + 1);
    expect(outcomesOf(await holder.signDigests(batch, { requestId: "a" }))[0]?.error?.code).toBe("KEY_HOLDER_LOCKED");
    const other = unlockPkcs12(p12, "mat-khau");
    other.lock();
    expect(outcomesOf(await other.signDigests(batch, { requestId: "a" }))[0]?.error?.code).toBe("KEY_HOLDER_LOCKED");
  });

  it("does not keep the password, nor open with a wrong one or forever", async () => {
    expect(JSON.stringify(Object.values(unlockPkcs12(p12, "mat-khau")))).not.toContain("mat-khau");
    expect(await codeOf((async () => unlockPkcs12(p12, "sai"))())).toBe("P12_PASSWORD_WRONG");
    expect(await codeOf((async () => unlockPkcs12(p12, "mat-khau", { minutes: 600 }))())).toBe("INVALID");
  });
});

describe("many files with one confirmation", () => {
  const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" });
  const base = { pdf: LAID, role: "leader" as const, at: new Date(), anchors: ONE_PAGE_ANCHORS };

  it("have each their own result", async () => {
    const holder = unlockPkcs12(person.toPkcs12("x"), "x");
    const files = ["một", "hai", "ba"].map((name) => ({ ...base, name }));
    files[1] = { ...files[1]!, pdf: Buffer.from("không phải PDF") };
    const outcomes = await signFiles(files, holder, { requestId: "a" });
    expect(outcomes.map(({ name, error }) => [name, error?.code.startsWith("PDF_") ?? false])).toEqual([
      ["một", false],
      ["hai", true],
      ["ba", false],
    ]);
    expect(verifyPdf(outcomes[2]!.signed!.pdf, EVIDENCE).verdict).toBe("TOTAL_PASSED");
  });

  it("are signed, 1,000 of them in less than 5 seconds of one core", async () => {
    const holder = unlockPkcs12(person.toPkcs12("x"), "x");
    const files = Array.from({ length: 1_000 }, (_, i) => ({ ...base, name: `Văn bản ${i}` }));
    // Processor time of this thread: a test machine with other work to do must not decide.
    const before = process.threadCpuUsage();
    const outcomes = await signFiles(files, holder, { requestId: "a" });
    const { user, system } = process.threadCpuUsage(before);
    const seconds = (user + system) / 1e6;
    expect(outcomes.filter(({ signed }) => signed !== undefined)).toHaveLength(1_000);
    expect(verifyPdf(outcomes[999]!.signed!.pdf, EVIDENCE).verdict).toBe("TOTAL_PASSED");
    expect(seconds).toBeLessThan(5);
  });
});

describe("a key in AWS KMS", () => {
  const running: Simulator[] = [];
  beforeAll(() => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "kiem-thu");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "kiem-thu");
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.close()));
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  async function open(kind: KeyKind = "RSA-2048", algorithm?: SignatureAlgorithm, mind = {}) {
    const own = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: kind });
    const service = await kmsSimulator(own, mind);
    running.push(service);
    const reach = { region: "ap-southeast-1", endpoint: service.url, timeoutMs: 3_000 };
    const key = { ...reach, keyId: "alias/lanh-dao", certificateChain: own.chain, ...(algorithm && { algorithm }) };
    return { own, service, key, holder: await awsKms(key) };
  }

  it.each(KINDS)("signs digests with %s", async (algorithm, kind) => {
    const { holder, service } = await open(kind, algorithm);
    await expectValid(holder);
    expect(service.asked.map(({ headers }) => headers["x-amz-target"])).toEqual([
      "TrentService.GetPublicKey",
      "TrentService.Sign",
    ]);
  });

  it("signs nothing under a certificate of another key", async () => {
    const { key, service } = await open();
    const other = authority.issueCertificate({ commonName: "Người khác", kind: "person" });
    const holder = await awsKms({ ...key, certificateChain: other.chain });
    const { batch } = batchOf(await holder.identity(), 1);
    expect(await codeOf(holder.signDigests(batch, { requestId: "a" }))).toBe("SIGN_KEY_MISMATCH");
    expect(service.asked).toHaveLength(1);
  });

  it("gives each digest its own outcome, and repeats what was throttled", async () => {
    const { holder, service } = await open();
    const { batch } = batchOf(await holder.identity(), 3);
    await holder.signDigests(batch, { requestId: "a" });
    const throttled = {
      status: 400,
      json: { __type: "ThrottlingException" },
      headers: { "x-amzn-errortype": "ThrottlingException" },
    };
    service.faults.push(throttled);
    const outcomes = outcomesOf(await holder.signDigests(batch, { requestId: "a" }));
    expect(outcomes.map(({ error }) => error?.code)).toEqual([undefined, undefined, undefined]);
    service.faults.push({
      status: 400,
      json: { __type: "DisabledException" },
      headers: { "x-amzn-errortype": "DisabledException" },
    });
    const mixed = outcomesOf(await holder.signDigests(batch, { requestId: "a" }));
    expect(mixed.filter(({ error }) => error?.code === "KEY_HOLDER_REFUSED")).toHaveLength(1);
    expect(mixed.filter(({ signature }) => signature !== undefined)).toHaveLength(2);
  });

  it("is told apart when it refuses, is slow, or is down", async () => {
    const denied = await open();
    const { batch } = batchOf(await denied.holder.identity(), 1);
    denied.service.faults.push({
      status: 400,
      json: { __type: "AccessDeniedException" },
      headers: { "x-amzn-errortype": "AccessDeniedException" },
    });
    expect(await codeOf(denied.holder.signDigests(batch, { requestId: "a" }))).toBe("KEY_HOLDER_UNAUTHORISED");
    const slow = await awsKms({ ...denied.key, timeoutMs: 80 });
    denied.service.faults.push({ delayMs: 400 });
    expect(await codeOf(slow.signDigests(batch, { requestId: "a" }))).toBe("KEY_HOLDER_TIMEOUT");
    const down = await open();
    await running.pop()!.close();
    expect(await codeOf(down.holder.signDigests(batch, { requestId: "a" }))).toBe("KEY_HOLDER_UNREACHABLE");
  });

  it("does not get a signature over another digest into a file", async () => {
    const { holder } = await open("RSA-2048", "RSA-SHA256", { wrongDigest: true });
    const [outcome] = await signFiles([{ pdf: LAID, role: "leader", at: new Date(), name: "một" }], holder, {
      requestId: "a",
    });
    expect(outcome?.error?.code).toBe("SIGN_SIGNATURE_INVALID");
  });
});

describe("a PKCS#11 device (SoftHSM2)", () => {
  const MODULE = "/usr/lib/softhsm/libsofthsm2.so";
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-softhsm-"));
  const environment = { SOFTHSM2_CONF: path.join(folder, "softhsm2.conf") };
  const run = (program: string, args: string[]) =>
    execFileSync(program, args, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });

  beforeAll(() => {
    mkdirSync(path.join(folder, "tokens"));
    writeFileSync(
      environment.SOFTHSM2_CONF,
      `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n`,
    );
    run("softhsm2-util", ["--init-token", "--free", "--label", "lanh-dao", "--pin", "654321", "--so-pin", "87654321"]);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Puts a key with its certificate on the token, as its maker would. */
  function device(keyId: string, kind: KeyKind, more: { algorithm?: SignatureAlgorithm; program?: string } = {}) {
    const own = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: kind });
    writeFileSync(path.join(folder, "key.pem"), own.key.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(path.join(folder, "certificate.der"), own.certificate);
    run("softhsm2-util", [
      "--import",
      path.join(folder, "key.pem"),
      "--token",
      "lanh-dao",
      "--label",
      `khoa-${keyId}`,
      "--id",
      keyId,
      "--pin",
      "654321",
    ]);
    run("pkcs11-tool", [
      "--module",
      MODULE,
      "--token-label",
      "lanh-dao",
      "--login",
      "--pin",
      "654321",
      "--write-object",
      path.join(folder, "certificate.der"),
      "--type",
      "cert",
      "--id",
      keyId,
    ]);
    return { module: MODULE, tokenLabel: "lanh-dao", keyId, issuers: own.chain.slice(1), environment, ...more };
  }

  it.each(KINDS.map(([algorithm, kind], i) => [algorithm, kind, `a${i}`] as const))(
    "signs with %s",
    async (algorithm, kind, id) => {
      await expectValid(pkcs11Signer(device(id, kind, { algorithm })), { pin: "654321" });
    },
  );

  it("tries a wrong PIN once only, whatever the size of the batch", async () => {
    // A program in between that counts, and shows that the PIN is not among the arguments.
    const program = path.join(folder, "counting-tool");
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$*" >> ${folder}/tried\nexec pkcs11-tool "$@"\n`, {
      mode: 0o755,
    });
    const holder = pkcs11Signer(device("b1", "EC-P256", { program }));
    const { batch } = batchOf(await holder.identity(), 3);
    expect(await codeOf(holder.signDigests(batch, { requestId: "a", pin: "111111" }))).toBe("KEY_HOLDER_UNAUTHORISED");
    const tried = readFileSync(`${folder}/tried`, "utf8").trim().split("\n");
    expect(tried.filter((line) => line.includes("--sign"))).toHaveLength(1);
    expect(tried.join()).not.toContain("111111");
    expect(await codeOf(holder.signDigests(batch, { requestId: "a" }))).toBe("KEY_HOLDER_UNAUTHORISED");
  });

  it("is told apart when it is not plugged in, or the program is missing", async () => {
    const key = device("c1", "EC-P256");
    const { batch } = batchOf(await pkcs11Signer(key).identity(), 1);
    const away = pkcs11Signer({ ...key, tokenLabel: "khong-co" });
    expect(await codeOf(away.identity())).toBe("KEY_HOLDER_UNREACHABLE");
    const none = pkcs11Signer({ ...key, program: path.join(folder, "khong-co-chuong-trinh") });
    expect(await codeOf(none.signDigests(batch, { requestId: "a", pin: "654321" }))).toBe("KEY_HOLDER_PROGRAM");
    const library = pkcs11Signer({ ...key, module: path.join(folder, "khong-co.so") });
    expect(await codeOf(library.identity())).toBe("KEY_HOLDER_PROGRAM");
  });
});
