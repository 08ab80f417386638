import { beforeAll, describe, expect, it } from "vitest";
import { createTestAuthority, signPdf } from "../../shared/signing/index.ts";
import { describeVerdict, verifyPdf } from "../../shared/verification/index.ts";
import { issue, letter, office, SIGNED_AT } from "./support.ts";

const people = office();
let files: Awaited<ReturnType<typeof issue>>;
beforeAll(async () => {
  files = await issue(people);
});

describe("a plan signed by the leader, numbered and sealed", () => {
  it("passes at every stage of its way", () => {
    expect(verifyPdf(files.laid, people.options()).verdict).toBe("NO_SIGNATURE");
    for (const stage of ["signed", "numbered", "sealed"] as const) {
      expect(verifyPdf(files[stage], people.options()).verdict, stage).toBe("TOTAL_PASSED");
    }
  });

  it("passes with a cross-reference stream too", async () => {
    const { sealed } = await issue(people, "stream");
    expect(verifyPdf(sealed, people.options()).verdict).toBe("TOTAL_PASSED");
  });

  it("passes with RSA keys", async () => {
    const rsa = office("RSA-2048");
    const verdict = verifyPdf((await issue(rsa)).sealed, rsa.options());
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(verdict.signatures[0]?.algorithm).toEqual({
      digest: "SHA-256",
      signature: expect.stringMatching(/^RSA/),
      keyBits: 2048,
    });
  });

  it("tells who signed in which capacity, over what, and what came after", () => {
    const { signatures, document } = verifyPdf(files.sealed, people.options());
    expect(document).toMatchObject({
      pages: 2,
      revisions: 5,
      number: "32",
      issuedOn: "2026-01-05",
      organisation: "Ủy ban nhân dân xã An Phú",
    });
    const [leader, seal] = signatures;
    expect(leader).toMatchObject({
      field: "ChuKyLanhDao",
      role: "leader",
      coverage: "revision",
      changesAfter: "form",
      intact: true,
      cryptographicallyValid: true,
      trusted: true,
      level: "B-B",
      timeSource: "claimed",
      weak: false,
      revocation: { checked: true, status: "good", source: "CRL" },
    });
    expect(leader?.signer).toMatchObject({ commonName: "Trần Minh Quang", unit: "Lãnh đạo Ủy ban" });
    expect(leader?.changes.map((c) => c.what)).toContain("Điền “32” vào ô “số văn bản”");
    expect(leader?.changes.every((c) => c.allowed)).toBe(true);
    expect(seal).toMatchObject({ role: "seal", coverage: "whole-file", changesAfter: "none", changes: [] });
    expect(seal?.signedAt).toMatch(/\+07:00$/);
  });

  it("says loudly that the authority is a test one", () => {
    const verdict = verifyPdf(files.sealed, people.options());
    expect(verdict.signatures[0]?.trustScope).toBe("thử nghiệm");
    expect(verdict.summary).toContain("THỬ NGHIỆM");
    expect(verdict.signatures[0]?.reasons.map((r) => r.code)).toContain("TEST_AUTHORITY");
    const neac = verifyPdf(files.sealed, { ...people.options(), trust: [{ ...people.trust[0]!, scope: "NEAC" }] });
    expect(neac.summary).not.toContain("THỬ NGHIỆM");
  });

  it("shows what Thông tư 15/2025/TT-BKHCN wants shown", () => {
    const shown = describeVerdict(verifyPdf(files.sealed, people.options()));
    for (const label of [
      "Tổ chức cấp chứng thư số: Cơ quan chứng thực thử nghiệm Vanthu",
      "Người ký: Trần Minh Quang",
      "Cơ quan, đơn vị quản lý: Lãnh đạo Ủy ban, Ủy ban nhân dân xã An Phú",
      "Thời điểm ký: ",
      "Toàn vẹn: nội dung được ký còn nguyên vẹn",
      "Hiệu lực khi ký: còn hiệu lực, không bị thu hồi",
      "Hiệu lực chứng thư số: ",
    ]) {
      expect(shown).toContain(label);
    }
  });
});

describe("trust", () => {
  it("is nobody's without a configured anchor", () => {
    const stranger = createTestAuthority();
    for (const trust of [[], [{ certificate: stranger.root, scope: "thử nghiệm", source: "khác" }]]) {
      const verdict = verifyPdf(files.sealed, { ...people.options(), trust });
      expect(verdict.verdict).toBe("INDETERMINATE");
      expect(verdict.signatures[0]).toMatchObject({
        subIndication: "NO_CERTIFICATE_CHAIN_FOUND",
        trusted: false,
        intact: true,
        cryptographicallyValid: true,
      });
    }
  });

  it("waits for revocation information when there is none", () => {
    const verdict = verifyPdf(files.sealed, { trust: people.trust });
    expect(verdict.verdict).toBe("INDETERMINATE");
    expect(verdict.signatures[0]).toMatchObject({
      subIndication: "TRY_LATER",
      trusted: true,
      revocation: { status: "unknown" },
    });
    expect(verdict.signatures[0]?.revocation.message).toMatch(/Chưa kiểm tra được/);
  });

  it("ends with revocation before signing; afterwards it depends on proof of time", async () => {
    const own = office();
    const { sealed } = await issue(own);
    own.authority.revoke(own.leader.serial, new Date(SIGNED_AT.getTime() - 3_600_000), 1);
    const before = verifyPdf(sealed, own.options());
    expect(before.signatures[0]).toMatchObject({ indication: "TOTAL_FAILED", subIndication: "REVOKED" });
    expect(before.signatures[1]?.indication).toBe("TOTAL_PASSED");

    const other = office();
    const later = await issue(other);
    other.authority.revoke(other.leader.serial, new Date(SIGNED_AT.getTime() + 60_000), 1);
    const after = verifyPdf(later.sealed, { ...other.options(), at: new Date(SIGNED_AT.getTime() + 3_600_000) });
    expect(after.signatures[0]).toMatchObject({ indication: "INDETERMINATE", subIndication: "REVOKED_NO_POE" });
  });

  it("does not take a list that somebody else signed", () => {
    const stranger = createTestAuthority();
    const verdict = verifyPdf(files.sealed, { trust: people.trust, crls: stranger.crls });
    expect(verdict.signatures[0]?.subIndication).toBe("TRY_LATER");
  });

  it("looks at the validity at the time of signing and now", async () => {
    const at = new Date();
    const day = 86_400_000;
    const authority = createTestAuthority({ notBefore: new Date(at.getTime() - 100 * day) });
    const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "bài kiểm thử" }];
    const issueFor = (from: number, to: number) =>
      authority.issueCertificate({
        commonName: "Lê Thị Hạnh",
        kind: "person",
        algorithm: "EC-P256",
        notBefore: new Date(at.getTime() + from * day),
        notAfter: new Date(at.getTime() + to * day),
      });
    const valid = issueFor(-10, 10);
    const sign = async (moment: number) =>
      (
        await signPdf({
          pdf: letter(),
          signer: valid.signer(),
          role: "leader",
          at: new Date(at.getTime() + moment * day),
        })
      ).pdf;
    const pdf = await sign(0);
    const verify = (bytes: Uint8Array, moment: number) =>
      verifyPdf(bytes, { trust, crls: authority.crls, at: new Date(at.getTime() + moment * day) }).signatures[0];
    expect(verify(pdf, 1)?.indication).toBe("TOTAL_PASSED");
    expect(verify(pdf, 20)).toMatchObject({ indication: "INDETERMINATE", subIndication: "OUT_OF_BOUNDS_NO_POE" });
    expect(verify(pdf, -1)).toMatchObject({ indication: "INDETERMINATE" });
  });
});
