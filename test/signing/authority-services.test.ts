import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseCertificate, parseTimestampAnswer } from "../../shared/asn1/index.ts";
import { createTestAuthority, restoreTestAuthority } from "../../shared/signing/index.ts";
import { inDirectory, opensslTimestamp, pem, run } from "./outside.ts";

const authority = createTestAuthority();
const holder = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "EC-P256" });

/** A request by `openssl ts -query`, answered by the authority; what `openssl ts -verify` and `-reply -text` say. */
function stampedWith(...query: string[]): { verified: string; text: string; status: number } {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "data.bin"), "Kế hoạch số 32");
    run("openssl", ["ts", "-query", "-data", "data.bin", "-out", "query.tsq", ...query], { cwd: directory });
    const answer = authority.timestamp(new Uint8Array(readFileSync(join(directory, "query.tsq"))));
    writeFileSync(join(directory, "answer.tsr"), answer);
    writeFileSync(join(directory, "root.pem"), pem(authority.root));
    writeFileSync(join(directory, "between.pem"), pem(authority.issuing, authority.timestampCertificate));
    const verify = "ts -verify -queryfile query.tsq -in answer.tsr -CAfile root.pem -untrusted between.pem";
    return {
      verified: run("openssl", verify.split(" "), { cwd: directory, accept: [1] }),
      text: run("openssl", "ts -reply -in answer.tsr -text".split(" "), { cwd: directory }),
      status: parseTimestampAnswer(answer).status,
    };
  });
}

describe("the test authority's timestamps", () => {
  it.each([["-sha256", "-cert"], ["-sha384", "-cert"], ["-sha512"], ["-sha256", "-cert", "-no_nonce"]])(
    "are good for openssl ts: %s %s %s",
    (...query) => {
      const { verified, text } = stampedWith(...query);
      expect(verified).toContain("Verification: OK");
      expect(text).toContain("Status: Granted.");
    },
  );

  it("are refused for a weak digest, an unknown policy and garbage", () => {
    expect(stampedWith("-sha1").text).toMatch(/Status: Rejected[\s\S]*unrecognized or unsupported algorithm/);
    expect(stampedWith("-sha256", "-tspolicy", "1.2.3.4").text).toMatch(/Rejected[\s\S]*policy/);
    expect(parseTimestampAnswer(authority.timestamp(new Uint8Array([1, 2, 3])))).toMatchObject({
      status: 2,
      failures: [5],
    });
  });

  it("come from a certificate for timestamps alone", () => {
    const certificate = parseCertificate(authority.timestampCertificate);
    expect(certificate.extendedKeyUsage).toEqual(["1.3.6.1.5.5.7.3.8"]);
    expect(certificate.extensions.get("2.5.29.37")?.critical).toBe(true);
    expect(certificate.subject.commonName).toContain("thử nghiệm");
  });
});

describe("the test authority's OCSP responder", () => {
  const ask = (serial: string, ...digest: string[]): string =>
    inDirectory((directory) => {
      writeFileSync(join(directory, "issuing.pem"), pem(authority.issuing));
      writeFileSync(join(directory, "root.pem"), pem(authority.root));
      const query = ["ocsp", "-issuer", "issuing.pem", ...digest, "-serial", `0x${serial}`, "-reqout", "query.der"];
      run("openssl", query, { cwd: directory, accept: [0, 1] });
      const answer = authority.ocsp(new Uint8Array(readFileSync(join(directory, "query.der"))));
      writeFileSync(join(directory, "answer.der"), answer);
      const read = [
        "-respin",
        "answer.der",
        "-reqin",
        "query.der",
        "-CAfile",
        "root.pem",
        "-verify_other",
        "issuing.pem",
      ];
      return run(
        "openssl",
        ["ocsp", "-issuer", "issuing.pem", ...digest, "-serial", `0x${serial}`, ...read, "-resp_text"],
        { cwd: directory, accept: [1] },
      );
    });

  it.each(["-sha1", "-sha256"])("says to openssl ocsp what is good and what is revoked: %s", (digest) => {
    const gone = authority.issueCertificate({ commonName: "Đỗ Thị Mai", kind: "person", algorithm: "EC-P256" });
    authority.revoke(gone.serial, new Date("2026-11-20T01:02:03Z"), 1);
    expect(ask(holder.serial, digest)).toMatch(/Cert Status: good/);
    expect(ask(gone.serial, digest)).toMatch(/Cert Status: revoked[\s\S]*Revocation Reason: keyCompromise/);
  });

  it("refuses garbage", () => {
    expect(Buffer.from(authority.ocsp(new Uint8Array([48, 0]))).toString("hex")).toBe("30030a0101");
  });

  it("is verified by openssl as appointed by the issuer", () => {
    inDirectory((directory) => {
      writeFileSync(join(directory, "issuing.pem"), pem(authority.issuing));
      writeFileSync(join(directory, "chain.pem"), pem(authority.root, authority.issuing));
      writeFileSync(join(directory, "holder.pem"), pem(holder.certificate));
      run("openssl", "ocsp -no_nonce -issuer issuing.pem -cert holder.pem -reqout query.der".split(" "), {
        cwd: directory,
      });
      writeFileSync(
        join(directory, "answer.der"),
        authority.ocsp(new Uint8Array(readFileSync(join(directory, "query.der")))),
      );
      const args = "ocsp -no_nonce -issuer issuing.pem -cert holder.pem -respin answer.der -CAfile chain.pem";
      const said = run("sh", ["-c", `openssl ${args} 2>&1`], { cwd: directory });
      expect(said).toContain("Response verify OK");
      expect(said).toContain("holder.pem: good");
    });
  });
});

describe("a test authority that was stored before it had these services", () => {
  it("gets them when it comes back, and keeps them from then on", () => {
    const { services: _services, url: _url, ...old } = authority.toJSON();
    const restored = restoreTestAuthority(JSON.parse(JSON.stringify(old)));
    const again = restoreTestAuthority(JSON.parse(JSON.stringify(restored)));
    expect(again.timestampCertificate).toEqual(restored.timestampCertificate);
    expect(restored.timestampCertificate).not.toEqual(authority.timestampCertificate);
    inDirectory((directory) => {
      writeFileSync(join(directory, "data.bin"), "x");
      run("openssl", "ts -query -data data.bin -sha256 -cert -out q.tsq".split(" "), { cwd: directory });
      const { token } = parseTimestampAnswer(
        restored.timestamp(new Uint8Array(readFileSync(join(directory, "q.tsq")))),
      );
      const between = [restored.issuing, restored.timestampCertificate];
      expect(opensslTimestamp(token!, Buffer.from("x"), authority.root, between)).toContain("Verification: OK");
    });
  });
});
