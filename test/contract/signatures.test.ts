import { beforeAll, describe, expect, it } from "vitest";
import { OID, parseSignedData } from "../../shared/asn1/index.ts";
import { composePlan, parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { appendUpdate, PdfDict, PdfString, readPdf, textOf, textString } from "../../shared/pdf/index.ts";
import {
  createTestAuthority,
  fillFields,
  type KeyKind,
  layFields,
  localSigner,
  prepareSignature,
  type SignatureAlgorithm,
  type SignatureLevel,
  type SignRequest,
  signPdf,
} from "../../shared/signing/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { PLAN } from "../docx/sample.ts";
import { throughQpdf } from "../signing/documents.ts";
import { embeddedSignatures, opensslCades, opensslTimestamp, pdfsig, qpdfCheck, wordsOn } from "../signing/outside.ts";
import { onlineAuthority } from "../signing/services.ts";
import { ANCHORS, letter } from "../verification/support.ts";

/**
 * What the signing room writes, the verification room and the programs of others must read the same way. The documents come the whole
 * straight line: content, Word file, typesetting.
 */
const authority = createTestAuthority();
const at = new Date();
const number = { SoVanBan: "32", NgayBanHanh: "05", ThangBanHanh: "01", NamBanHanh: "2026" };
let typed: ReturnType<typeof typeset>;

beforeAll(() => {
  const { number: _number, date: _date, ...withoutNumber } = PLAN;
  typed = typeset(renderDocx(parseDescription(composePlan(withoutNumber))).docx);
});

function verify(pdf: Uint8Array): Verdict {
  const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "test" }];
  return verifyPdf(pdf, { trust, crls: authority.crls });
}

function signers(kind: KeyKind, algorithm?: SignatureAlgorithm) {
  const leader = authority.issueCertificate({ commonName: PLAN.signature.name, kind: "person", algorithm: kind });
  const seal = authority.issueCertificate({
    commonName: "Ủy ban nhân dân xã Suối Lim",
    kind: "organisation",
    algorithm: kind,
  });
  return {
    leader: localSigner(leader.key, leader.chain, algorithm),
    seal: localSigner(seal.key, seal.chain, algorithm),
  };
}

const rsa = signers("RSA-2048");

async function issue(by: typeof rsa) {
  const { pdf, anchors } = typed;
  const leader = (await signPdf({ pdf: layFields(pdf, anchors), signer: by.leader, role: "leader", at, anchors })).pdf;
  const numbered = fillFields(leader, number);
  return { leader, numbered, sealed: (await signPdf({ pdf: numbered, signer: by.seal, role: "seal", at })).pdf };
}

describe("a document issued by the straight line", () => {
  it.each<[KeyKind, SignatureAlgorithm]>([
    ["RSA-2048", "RSA-SHA256"],
    ["RSA-2048", "RSA-PSS-SHA256"],
    ["EC-P256", "ECDSA-P256-SHA256"],
    ["EC-P384", "ECDSA-P384-SHA384"],
  ])("is valid to every reader: %s, %s", async (kind, algorithm) => {
    const { leader, numbered, sealed } = await issue(signers(kind, algorithm));
    for (const step of [leader, numbered, sealed]) expect(verify(step).verdict).toBe("TOTAL_PASSED");

    const verdict = verify(sealed);
    expect(verdict.document).toMatchObject({ number: "32", issuedOn: "2026-01-05" });
    expect(
      verdict.signatures.map(({ role, level, coverage, changesAfter }) => ({ role, level, coverage, changesAfter })),
    ).toEqual([
      { role: "leader", level: "B-B", coverage: "revision", changesAfter: "form" },
      { role: "seal", level: "B-B", coverage: "whole-file", changesAfter: "none" },
    ]);
    expect(verdict.signatures.flatMap(({ changes }) => changes).every(({ allowed }) => allowed)).toBe(true);

    const said = pdfsig(sealed);
    for (const field of ["ChuKyLanhDao", "ConDauCoQuan"]) expect(said.get(field)).toContain("Signature is Valid");
    expect(embeddedSignatures(sealed).map((each) => opensslCades(each, authority.root))).toEqual([
      "verified",
      "verified",
    ]);
    expect(qpdfCheck(sealed)).toContain("No syntax or stream encoding errors");
  });

  it("shows number and date in the line that was typeset for them", async () => {
    const { sealed } = await issue(rsa);
    const text = wordsOn(sealed)
      .map((word) => word.text)
      .join(" ");
    expect(text).toMatch(/Số: +32 ?\/KH-UBND/);
    expect(text).toMatch(/ngày 05 tháng 01 năm 2026/);
  });
});

describe("a document that was touched", () => {
  it("by one byte is valid to nobody, wherever the byte is", async () => {
    const { leader, sealed } = await issue(rsa);
    for (const offset of [20, 1000, Math.floor(leader.length / 2), leader.length - 40, sealed.length - 30]) {
      const touched = Uint8Array.from(sealed);
      touched[offset] = (touched[offset] ?? 0) ^ 0x01;
      expect(verify(touched).verdict, `byte ${offset}`).not.toBe("TOTAL_PASSED");
      const heard = embeddedSignatures(touched).map((each) => opensslCades(each, authority.root));
      expect(heard, `byte ${offset}`).not.toEqual(["verified", "verified"]);
    }
  });

  it("in its number after the seal fails, though every signature is intact", async () => {
    const { sealed } = await issue(rsa);
    const file = readPdf(sealed);
    const entry = [...Array(file.size).keys()].find((num) => {
      const title = file.dict(file.get(num))?.get("T");
      return title instanceof PdfString && textOf(title) === "SoVanBan";
    });
    expect(entry).toBeDefined();
    const changed = new PdfDict(file.dict(file.get(entry ?? 0))?.map).set("V", textString("33"));
    const { bytes } = appendUpdate(file, { objects: new Map([[entry ?? 0, changed]]) });
    expect(pdfsig(bytes).get("ConDauCoQuan")).toContain("Signature is Valid");
    const verdict = verify(bytes);
    expect(verdict.verdict).toBe("TOTAL_FAILED");
    expect(verdict.signatures.find(({ role }) => role === "seal")?.changes.some(({ allowed }) => !allowed)).toBe(true);
  });

  it("only prepared, its signature still empty, is not passed", () => {
    const { pdf, anchors } = typed;
    const { preparedPdf } = prepareSignature({ pdf, anchors, signer: rsa.leader, role: "leader", at });
    expect(verify(preparedPdf).verdict).not.toBe("TOTAL_PASSED");
  });

  it("signed with a revoked certificate is not passed", async () => {
    const own = authority.issueCertificate({ commonName: "Người đã thôi việc", kind: "person" });
    const { pdf, anchors } = typed;
    const signed = (await signPdf({ pdf, anchors, signer: own.signer(), role: "leader", at })).pdf;
    expect(verify(signed).verdict).toBe("TOTAL_PASSED");
    authority.revoke(own.serial, new Date(at.getTime() - 3_600_000), 1);
    const verdict = verify(signed);
    expect(verdict.verdict).not.toBe("TOTAL_PASSED");
    expect(verdict.signatures[0]?.revocation.status).toBe("revoked");
  });
});

/**
 * Every level, in every kind of cross-reference, with two and with three signatures: what we call reached must be so for everybody.
 */
describe("a document signed at a level", () => {
  const { authority: online, options } = onlineAuthority();
  const KINDS = {
    "xref table": () => [throughQpdf(typed.pdf, "--object-streams=disable"), typed.anchors] as const,
    "xref stream": () => [letter("stream"), ANCHORS] as const,
    "object streams": () => [throughQpdf(typed.pdf, "--object-streams=generate"), typed.anchors] as const,
  };
  const LEVELS: SignatureLevel[] = ["B-B", "B-T", "B-LT", "B-LTA"];
  const cases = LEVELS.flatMap((level) =>
    Object.keys(KINDS).map((kind) => [level, kind as keyof typeof KINDS] as const),
  );
  const key = (commonName: string, kind: "person" | "organisation", algorithm: KeyKind) =>
    online.issueCertificate({ commonName, kind, algorithm }).signer();
  const people = {
    leader: key(PLAN.signature.name, "person", "RSA-2048"),
    seal: key("Ủy ban nhân dân xã Suối Lim", "organisation", "EC-P256"),
    copy: key("Sở Nội vụ tỉnh Hải Sơn", "organisation", "EC-P384"),
  };

  /** The tokens in the file's signatures and of its document timestamps, each with what it was made over. */
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

  function check(pdf: Uint8Array, level: SignatureLevel, signatures: number): void {
    // From B-LT on the file carries all that is needed; before, the lists are handed over.
    const crls = level === "B-B" || level === "B-T" ? online.crls : [];
    const verdict = verifyPdf(pdf, {
      trust: [{ certificate: online.root, scope: "thử nghiệm", source: "test" }],
      crls,
    });
    expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
    const people = verdict.signatures.filter(({ kind }) => kind === "signature");
    expect(people.map((signature) => signature.level)).toEqual(Array(signatures).fill(level));
    expect(qpdfCheck(pdf)).toContain("No syntax or stream encoding errors");
    const said = pdfsig(pdf);
    for (const { field } of people) expect(said.get(field), field).toContain("Signature is Valid");
    const heard = embeddedSignatures(pdf)
      .filter(({ cms }) => parseSignedData(cms).eContentType === OID.data)
      .map((each) => opensslCades(each, online.root));
    expect(heard).toEqual(Array(signatures).fill("verified"));
    const tokens = tokensOf(pdf);
    expect(tokens.length).toBeGreaterThanOrEqual(level === "B-B" ? 0 : signatures + (level === "B-LTA" ? 1 : 0));
    for (const { token, data } of tokens) {
      const verified = opensslTimestamp(token, data, online.root, [online.issuing, online.timestampCertificate]);
      expect(verified).toContain("Verification: OK");
    }
  }

  it.each(cases)("%s is at that level for every reader: %s", { timeout: 60_000 }, async (level, kind) => {
    const [source, anchors] = KINDS[kind]();
    const sign = async (request: Omit<SignRequest, "at">) =>
      (await signPdf({ ...request, at: new Date() }, { ...options, level })).pdf;
    const laid = layFields(source, [...anchors]);
    const led = await sign({ pdf: laid, signer: people.leader, role: "leader", anchors: [...anchors] });
    const two = await sign({ pdf: fillFields(led, number), signer: people.seal, role: "seal" });
    check(two, level, 2);
    const three = await sign({ pdf: two, signer: people.copy, role: "copy", text: "SAO Y; Sở Nội vụ tỉnh Hải Sơn" });
    check(three, level, 3);
    for (const earlier of [laid, led, two]) expect(Buffer.compare(three.subarray(0, earlier.length), earlier)).toBe(0);
    const kinds = new Set(readPdf(three).revisions.map((revision) => revision.kind));
    expect([...kinds]).toEqual([kind === "xref table" ? "table" : "stream"]);
  });
});
