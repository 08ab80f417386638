import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type ErrorCode, isVanthuError } from "../../shared/errors/index.ts";
import { checkCertificate } from "../../shared/key-holders/index.ts";
import { authority, EVIDENCE } from "./outside-keys.ts";

const DAY = 86_400_000;
const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" });
const identity = { certificateChain: person.chain, algorithm: "RSA-SHA256" as const };

function codeOf(work: () => unknown): ErrorCode | "fine" {
  try {
    work();
    return "fine";
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
}

describe("a certificate, before a digest leaves", () => {
  it("is fine with a path to a configured anchor, and says what is known of its revocation", () => {
    expect(checkCertificate(identity, new Date(), EVIDENCE)).toMatchObject({ scope: "thử nghiệm", revocation: "good" });
    expect(checkCertificate(identity, new Date(), { trust: EVIDENCE.trust })).toMatchObject({ revocation: "unknown" });
  });

  it("is refused outside its time, without an anchor, or without its issuer", () => {
    expect(codeOf(() => checkCertificate(identity, new Date(Date.now() + 4000 * DAY), EVIDENCE))).toBe(
      "SIGN_CERT_NOT_VALID",
    );
    expect(codeOf(() => checkCertificate(identity, new Date(Date.now() - 30 * DAY), EVIDENCE))).toBe(
      "SIGN_CERT_NOT_VALID",
    );
    expect(codeOf(() => checkCertificate(identity, new Date(), { trust: [] }))).toBe("SIGN_CERT_UNTRUSTED");
    const alone = { ...identity, certificateChain: [person.certificate] };
    expect(codeOf(() => checkCertificate(alone, new Date(), EVIDENCE))).toBe("SIGN_CERT_UNTRUSTED");
    expect(codeOf(() => checkCertificate({ ...identity, certificateChain: [] }, new Date(), EVIDENCE))).toBe(
      "SIGN_KEY_MISMATCH",
    );
  });

  it("is refused when revoked", () => {
    const gone = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" });
    authority.revoke(gone.serial, new Date(Date.now() - 1000));
    const evidence = { ...EVIDENCE, crls: authority.crls };
    expect(codeOf(() => checkCertificate({ ...identity, certificateChain: gone.chain }, new Date(), evidence))).toBe(
      "SIGN_CERT_REVOKED",
    );
  });

  it("is refused when it is for encryption only", () => {
    const certificate = new Uint8Array(
      execFileSync(
        "openssl",
        [
          "req",
          "-x509",
          "-newkey",
          "rsa:2048",
          "-nodes",
          "-keyout",
          "/dev/null",
          "-subj",
          "/CN=Tran Minh Quang",
          "-days",
          "5",
          "-addext",
          "keyUsage=critical,keyEncipherment",
          "-outform",
          "DER",
        ],
        { stdio: ["ignore", "pipe", "ignore"] },
      ),
    );
    const trust = [{ certificate, scope: "thử nghiệm", source: "kiểm thử" }];
    const late = new Date(Date.now() + 1000);
    expect(codeOf(() => checkCertificate({ ...identity, certificateChain: [certificate] }, late, { trust }))).toBe(
      "SIGN_CERT_USAGE",
    );
  });
});
