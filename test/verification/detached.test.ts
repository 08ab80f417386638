import { beforeAll, describe, expect, it } from "vitest";
import { signDetached } from "../../shared/signing/index.ts";
import { verifyDetached, verifyTimestamp } from "../../shared/verification/index.ts";
import { officeWithServices } from "../evidence/support.ts";
import { OpenSsl } from "./openssl.ts";

const people = officeWithServices();
const { trust, timestamp, revocation } = people;
const content = new TextEncoder().encode("Danh mục tệp của gói chứng cứ\n");
const later = new Date(Date.now() + 15 * 365.25 * 86_400_000);
const codes = ({ reasons }: { reasons: { code: string }[] }) => reasons.map(({ code }) => code);

describe("a CMS signature over bytes that lie elsewhere", () => {
  let bare: Uint8Array;
  let full: Uint8Array;
  beforeAll(async () => {
    const signer = people.seal.signer();
    bare = (await signDetached({ content, signer, at: new Date() })).cms;
    const made = await signDetached({ content, signer, at: new Date(), timestamp, revocation });
    expect([made.level, made.missing]).toEqual(["B-LT", []]);
    full = made.cms;
  });

  it("is judged by the rules of a signature in a PDF: path, revocation, time, ESS", () => {
    const verdict = verifyDetached(bare, content, { trust, crls: people.authority.crls, name: "chu-ky.p7s" });
    expect(verdict).toMatchObject({
      field: "chu-ky.p7s",
      kind: "signature",
      indication: "TOTAL_PASSED",
      timeSource: "claimed",
      level: "B-B",
      changesAfter: "none",
      now: { valid: "yes", reasons: [] },
    });
    expect(verifyDetached(bare, content, { trust: [] })).toMatchObject({ subIndication: "NO_CERTIFICATE_CHAIN_FOUND" });
    expect(verifyDetached(bare, content, { trust })).toMatchObject({ subIndication: "TRY_LATER" });
    expect(verifyDetached(bare, content, { trust, crls: people.authority.crls, at: later })).toMatchObject({
      indication: "INDETERMINATE",
      subIndication: "OUT_OF_BOUNDS_NO_POE",
    });
  });

  it("with a timestamp and revocation data in it needs nothing from outside, now or years later", () => {
    for (const at of [undefined, later])
      expect(verifyDetached(full, content, { trust, ...(at === undefined ? {} : { at }) })).toMatchObject({
        indication: "TOTAL_PASSED",
        timeSource: "timestamp",
        level: "B-LT",
        now: { valid: at === undefined ? "yes" : "no" },
      });
  });

  it("fails on other bytes and on any changed byte", () => {
    expect(verifyDetached(full, Buffer.from("khác"), { trust })).toMatchObject({
      indication: "TOTAL_FAILED",
      subIndication: "HASH_FAILURE",
    });
    for (const cms of [new Uint8Array(), Uint8Array.of(0x30, 0x80, 0)])
      expect(verifyDetached(cms, content, { trust }).indication).toBe("TOTAL_FAILED");
    const sound = verifyDetached(bare, content, { trust, crls: people.authority.crls });
    for (let at = 0; at < bare.length; at += 7) {
      const mutant = bare.slice();
      mutant[at]! ^= 1 << (at % 8);
      const found = verifyDetached(mutant, content, { trust, crls: people.authority.crls });
      // What the signature does not cover (a version, a certificate that is not needed) may change; what is said of it may not.
      if (found.indication === "TOTAL_PASSED")
        expect([found.signer, found.signedAt, found.algorithm]).toEqual([
          sound.signer,
          sound.signedAt,
          sound.algorithm,
        ]);
    }
  });

  it("is revoked when its certificate was before it was signed", () => {
    const other = officeWithServices();
    const { serial } = other.seal;
    return signDetached({ content, signer: other.seal.signer(), at: new Date() }).then(({ cms }) => {
      other.authority.revoke(serial, new Date(Date.now() - 3_600_000));
      const verdict = verifyDetached(cms, content, { trust: other.trust, crls: other.authority.crls });
      expect(verdict).toMatchObject({ indication: "TOTAL_FAILED", subIndication: "REVOKED", now: { valid: "no" } });
      expect(verdict.now!.reasons.map(({ code }) => code)).toEqual(["NOW_REVOKED"]);
    });
  });

  it("is read as OpenSSL makes it, with CAdES and without, strong and weak", () => {
    const openssl = new OpenSsl();
    const certificate = openssl.certificate("ky", ["-newkey", "rsa:2048"]);
    const own = [{ certificate, scope: "nội bộ", source: "bài kiểm thử" }];
    const verdict = (...options: string[]) =>
      verifyDetached(openssl.cms("ky", content, ...options), content, { trust: own });
    expect(verdict("-cades", "-md", "sha256").indication).toBe("TOTAL_PASSED");
    expect(codes(verdict("-md", "sha256"))).toContain("CERTIFICATE_REFERENCE_MISSING");
    expect(verdict("-cades", "-md", "sha1")).toMatchObject({ weak: true, indication: "INDETERMINATE" });
    expect(codes(verdict("-cades", "-nodetach", "-md", "sha256"))).toContain("CONTENT_ENCAPSULATED");
  });

  it("a timestamp over bytes proves their time only when its authority is trusted", async () => {
    const { requestTimestamp } = await import("../../shared/signing/index.ts");
    const { createHash } = await import("node:crypto");
    const { token } = await requestTimestamp(createHash("sha256").update(content).digest(), timestamp);
    const options = { trust, crls: people.authority.crls };
    expect(verifyTimestamp(token, content, options)).toMatchObject({
      kind: "document-timestamp",
      indication: "TOTAL_PASSED",
    });
    expect(verifyTimestamp(token, Buffer.from("khác"), options)).toMatchObject({ indication: "TOTAL_FAILED" });
    expect(verifyTimestamp(token, content, { trust: [] }).indication).toBe("INDETERMINATE");
  });
});
