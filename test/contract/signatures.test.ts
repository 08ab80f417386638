import { beforeAll, describe, expect, it } from "vitest";
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
  signPdf,
} from "../../shared/signing/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { PLAN } from "../docx/sample.ts";
import { embeddedSignatures, opensslCades, pdfsig, qpdfCheck, wordsOn } from "../signing/outside.ts";

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
