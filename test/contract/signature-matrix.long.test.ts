import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OID, parseSignedData } from "../../shared/asn1/index.ts";
import { readPdf } from "../../shared/pdf/index.ts";
import {
  copyText,
  fillFields,
  type KeyKind,
  layFields,
  localSigner,
  prepareSignature,
  type SignatureAlgorithm,
  type SignatureLevel,
  type Signer,
  type SignRequest,
  signPdf,
} from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { embeddedSignatures, pem } from "../signing/outside.ts";
import { codeOf } from "../signing/refusal.ts";
import { onlineAuthority } from "../signing/services.ts";
import { encrypted, type InputKind, inputKinds } from "./input-kinds.ts";
import { judgedByJava } from "./java.ts";
import { cadesOf, pdfsigOf, qpdfOf, timestampOf } from "./judges.ts";

/**
 * Every kind of file at every level, two to five signatures with keys of every kind: what we call reached, Poppler, OpenSSL, qpdf, PDFBox with BouncyCastle,
 * and our own verification must all call good.
 */
const LEVELS: readonly SignatureLevel[] = ["B-B", "B-T", "B-LT", "B-LTA"];
const ALGORITHMS: readonly [SignatureAlgorithm, KeyKind][] = [
  ["RSA-SHA256", "RSA-2048"],
  ["ECDSA-P256-SHA256", "EC-P256"],
  ["RSA-PSS-SHA256", "RSA-2048"],
  ["ECDSA-P384-SHA384", "EC-P384"],
  ["RSA-PSS-SHA512", "RSA-3072"],
  ["RSA-SHA512", "RSA-2048"],
  ["RSA-PSS-SHA384", "RSA-2048"],
  ["RSA-SHA384", "RSA-3072"],
];
const KINDS = 18;
const NUMBER = { SoVanBan: "32", NgayBanHanh: "22", ThangBanHanh: "11", NamBanHanh: "2026" };

const { authority, options } = onlineAuthority();
const signers: Signer[] = ALGORITHMS.map(([algorithm, kind], i) => {
  const own = authority.issueCertificate({ commonName: `Người ký thứ ${i + 1}`, kind: "person", algorithm: kind });
  return localSigner(own.key, own.chain, algorithm);
});

/** A finished file of the matrix. */
interface Case {
  level: SignatureLevel;
  file: string;
  pdf: Uint8Array;
  /** The file as it was after each step, the given one first. */
  steps: Uint8Array[];
  signatures: number;
}

let folder = "";
let root = "";
let between = "";
let kinds: InputKind[] = [];
const cases = new Map<number, Case[]>();
let java = new Map<string, Map<string, string>>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "vanthu-matrix-"));
  root = path.join(folder, "root.pem");
  between = path.join(folder, "between.pem");
  writeFileSync(root, pem(authority.root));
  writeFileSync(path.join(folder, "root.der"), authority.root);
  writeFileSync(between, pem(authority.issuing, authority.timestampCertificate));
  kinds = inputKinds();
  for (const [k, kind] of kinds.entries()) {
    const made: Case[] = [];
    for (const [l, level] of LEVELS.entries()) {
      // The whole matrix takes minutes (npm run test:long); otherwise each kind at one level, another for the next.
      const { steps, signatures } = await signedAt(kind, level, 2 + ((k + l) % 4), 3 * k + 5 * l);
      const file = path.join(folder, `${k}-${l}.pdf`);
      writeFileSync(file, steps.at(-1)!);
      made.push({ level, file, pdf: steps.at(-1)!, steps, signatures });
    }
    cases.set(k, made);
  }
  const files = [...cases.values()].flat().map(({ file }) => file);
  java = judgedByJava(files, path.join(folder, "root.der"));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Leader, number and date where the file has room for them, seal, then copies. @param turn with which key to begin */
async function signedAt(
  kind: InputKind,
  level: SignatureLevel,
  signatures: number,
  turn: number,
): Promise<{ steps: Uint8Array[]; signatures: number }> {
  const steps = [kind.pdf];
  const at = new Date();
  const sign = async (request: Omit<SignRequest, "at" | "signer" | "pdf">) => {
    const signer = signers[(turn + steps.length) % signers.length]!;
    steps.push((await signPdf({ ...request, pdf: steps.at(-1)!, signer, at: new Date() }, { ...options, level })).pdf);
  };
  const fields = kind.anchors.some(({ name }) => name === "SoVanBan");
  if (fields) steps.push(layFields(kind.pdf, kind.anchors));
  await sign({ role: "leader", anchors: kind.anchors });
  if (fields) steps.push(fillFields(steps.at(-1)!, NUMBER));
  await sign({ role: "seal" });
  for (let i = 2; i < signatures; i++) await sign({ role: "copy", text: copyText("SAO Y", `Sở Nội vụ thứ ${i}`, at) });
  return { steps, signatures };
}

/** The tokens in signatures and of document timestamps, each with what it was made over. */
function tokensOf(pdf: Uint8Array): { token: Uint8Array; data: Uint8Array }[] {
  return embeddedSignatures(pdf).flatMap(({ cms, covered }) => {
    const { eContentType, signerInfos } = parseSignedData(cms);
    if (eContentType === OID.tstInfo) return [{ token: cms, data: covered }];
    const [signer] = signerInfos;
    return (signer?.unsignedAttributes ?? [])
      .filter(({ oid }) => oid === OID.signatureTimestamp)
      .flatMap(({ values }) => values.map(({ raw }) => ({ token: raw, data: signer!.signature })));
  });
}

async function check({ level, file, pdf, steps, signatures }: Case, kind: InputKind): Promise<void> {
  const what = `${kind.name}, ${level}, ${signatures} signatures`;
  // The earlier bytes are an exact prefix, at every step.
  for (const [i, step] of steps.entries()) {
    const next = steps[i + 1] ?? pdf;
    expect(Buffer.compare(next.subarray(0, step.length), step), `${what}: step ${i}`).toBe(0);
  }
  const before = readPdf(kind.pdf).revisions.length;
  const added = new Set(
    readPdf(pdf)
      .revisions.slice(before)
      .map((revision) => revision.kind),
  );
  // A hybrid file goes on with tables, which old readers understand.
  expect([...added], what).toEqual([kind.xref === "hybrid" ? "table" : kind.xref]);

  // From B-LT on the file carries all that is needed; before, the lists are handed over.
  const crls = level === "B-B" || level === "B-T" ? authority.crls : [];
  const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "test" }];
  const verdict = verifyPdf(pdf, { trust, crls });
  expect(verdict.verdict, `${what}: ${verdict.summary}`).toBe("TOTAL_PASSED");
  const people = verdict.signatures.filter((one) => one.kind === "signature");
  expect(
    people.map((one) => one.level),
    what,
  ).toEqual(Array(signatures).fill(level));

  const embedded = embeddedSignatures(pdf);
  const signed = embedded.filter(({ cms }) => parseSignedData(cms).eContentType === OID.data);
  expect(signed, what).toHaveLength(signatures);
  const tokens = tokensOf(pdf);
  expect(tokens.length, what).toBeGreaterThanOrEqual(level === "B-B" ? 0 : signatures + (level === "B-LTA" ? 1 : 0));
  const [qpdf, pdfsig, cades, stamps] = await Promise.all([
    qpdfOf(file),
    pdfsigOf(file),
    Promise.all(signed.map((one, i) => cadesOf(one, `${file}.${i}`, root))),
    Promise.all(tokens.map((one, i) => timestampOf(one, `${file}.${i}`, root, between))),
  ]);
  expect(qpdf, what).toBe("sound");
  for (const { field } of people) expect(pdfsig.get(field), `${what}: ${field}`).toContain("Signature is Valid");
  expect(cades, what).toEqual(Array(signatures).fill("verified"));
  expect(stamps, what).toEqual(Array(tokens.length).fill("verified"));
  const said = java.get(file);
  expect(
    [...(said ?? [])].filter(([, verdict]) => verdict !== "valid"),
    what,
  ).toEqual([]);
  expect(said?.size, `${what}: PDFBox finds every signature and document timestamp`).toBe(embedded.length);
}

describe("every kind of file at every level, for every reader", () => {
  it.each(Array.from({ length: KINDS }, (_, k) => k))("kind %i", { timeout: 60_000 }, async (k) => {
    await Promise.all(cases.get(k)!.map((one) => check(one, kinds[k]!)));
  });

  it("are at least 13 kinds, with every algorithm, two to five signatures, and every cross-reference", () => {
    expect(kinds).toHaveLength(KINDS);
    expect(new Set(kinds.map(({ xref }) => xref))).toEqual(new Set(["table", "stream", "hybrid"]));
    expect(new Set([...cases.values()].flat().map(({ signatures }) => signatures))).toEqual(new Set([2, 3, 4, 5]));
  });

  it("but an encrypted one, which is refused with the reason", async () => {
    const pdf = encrypted(kinds[0]!.pdf);
    const request = { pdf, signer: signers[0]!, role: "leader" as const, at: new Date() };
    expect(await codeOf(signPdf(request))).toBe("PDF_ENCRYPTED");
    expect(() => prepareSignature(request)).toThrow(/mã hóa.*mật khẩu/);
  });
});
