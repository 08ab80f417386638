import { createPrivateKey } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ErrorCode, isVanthuError } from "../../shared/errors/index.ts";
import { createTestAuthority, localSigner, openPkcs12, restoreTestAuthority } from "../../shared/signing/index.ts";
import { inDirectory, pem, run } from "./outside.ts";

const authority = createTestAuthority();
const rsa = authority.issueCertificate({
  commonName: "Nguyễn Thị Phương Thảo",
  organisation: "Sở Nội vụ",
  kind: "person",
});
const ec = authority.issueCertificate({ commonName: "Lê Văn Sửu", kind: "person", algorithm: "EC-P256" });
const PASSWORD = "mật khẩu có dấu";

/** A PKCS#12 file written by OpenSSL. */
function opensslPkcs12(issued: typeof rsa, password: string, ...args: string[]): Uint8Array {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "key.pem"), issued.key.export({ format: "pem", type: "pkcs8" }));
    writeFileSync(join(directory, "chain.pem"), pem(...issued.chain));
    const fixed = ["pkcs12", "-export", "-inkey", "key.pem", "-in", "chain.pem", "-out", "out.p12"];
    run("openssl", [...fixed, "-passout", `pass:${password}`, ...args], { cwd: directory });
    return new Uint8Array(readFileSync(join(directory, "out.p12")));
  });
}

function codeOf(work: () => unknown): ErrorCode | "nothing thrown" {
  try {
    work();
    return "nothing thrown";
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
}

describe("openPkcs12", () => {
  it("opens its own files, RSA and EC, with the chain in order", () => {
    for (const [issued, algorithm] of [
      [rsa, "RSA-SHA256"],
      [ec, "ECDSA-P256-SHA256"],
    ] as const) {
      const signer = openPkcs12(issued.toPkcs12(PASSWORD), PASSWORD);
      expect(signer.algorithm).toBe(algorithm);
      expect(signer.certificateChain.map((der) => Buffer.from(der).toString("hex"))).toEqual(
        issued.chain.map((der) => Buffer.from(der).toString("hex")),
      );
    }
  });

  it.each([
    ["PBES2 with AES-256 (OpenSSL 3)", []],
    ["3DES for key and certificates", ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"]],
    ["RC2-40 and 3DES (Windows, OpenSSL 1)", ["-legacy"]],
    ["RC2-128", ["-legacy", "-certpbe", "PBE-SHA1-RC2-128"]],
    ["AES-128, integrity by SHA-512", ["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC", "-macalg", "sha512"]],
    ["certificates not encrypted", ["-certpbe", "NONE"]],
    ["100 000 rounds", ["-iter", "100000"]],
  ])("opens what OpenSSL writes: %s", async (_name, args) => {
    const signer = openPkcs12(opensslPkcs12(rsa, "Matkhau-2026", ...args), "Matkhau-2026");
    expect(signer.certificateChain).toHaveLength(3);
    expect(await signer.sign(Buffer.from("văn bản"))).toHaveLength(256);
  });

  it("opens a file with an empty password", () => {
    expect(openPkcs12(opensslPkcs12(ec, ""), "").algorithm).toBe("ECDSA-P256-SHA256");
  });

  it("writes files that OpenSSL opens", () => {
    inDirectory((directory) => {
      writeFileSync(join(directory, "own.p12"), rsa.toPkcs12("Matkhau-2026"));
      const out = run("openssl", ["pkcs12", "-in", "own.p12", "-nodes", "-passin", "pass:Matkhau-2026"], {
        cwd: directory,
      });
      expect(out.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
      expect(createPrivateKey(out).equals(rsa.key)).toBe(true);
    });
  });

  it("tells a wrong password from a broken file and from a file without a key", () => {
    expect(codeOf(() => openPkcs12(rsa.toPkcs12(PASSWORD), "mật khẩu khác"))).toBe("P12_PASSWORD_WRONG");
    expect(codeOf(() => openPkcs12(opensslPkcs12(rsa, "đúng", "-nomac"), "sai"))).toBe("P12_PASSWORD_WRONG");
    expect(codeOf(() => openPkcs12(Buffer.from("không phải tệp khóa"), "x"))).toBe("P12_UNREADABLE");
    expect(codeOf(() => openPkcs12(rsa.toPkcs12(PASSWORD).subarray(0, 900), PASSWORD))).toBe("P12_UNREADABLE");
    expect(codeOf(() => openPkcs12(opensslPkcs12(rsa, "a", "-nokeys"), "a"))).toBe("P12_NO_KEY");
  });

  it("refuses a file that would hold the machine with a monstrous count of rounds", () => {
    const bytes = Buffer.from(rsa.toPkcs12("a"));
    // The count of the integrity check is the last INTEGER of the file: 10 000, two bytes; made 2^31-1 it would take minutes.
    expect(bytes.subarray(-4).toString("hex")).toBe("02022710");
    const grown = Buffer.concat([bytes.subarray(0, -4), Buffer.from("02047fffffff", "hex")]);
    // Two more bytes in PFX and MacData: both lengths are corrected.
    grown.writeUInt16BE(bytes.readUInt16BE(2) + 2, 2);
    const mac = grown.lastIndexOf(Buffer.from("3049303130", "hex"));
    expect(mac).toBeGreaterThan(0);
    grown[mac + 1] = 0x4b;
    const start = performance.now();
    expect(codeOf(() => openPkcs12(grown, "a"))).toBe("P12_UNREADABLE");
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("localSigner", () => {
  it("refuses a key that is not the certificate's", () => {
    expect(codeOf(() => localSigner(ec.key, rsa.chain))).toBe("SIGN_KEY_MISMATCH");
    expect(codeOf(() => localSigner(rsa.key, rsa.chain, "ECDSA-P256-SHA256"))).toBe("SIGN_KEY_MISMATCH");
    expect(codeOf(() => localSigner(rsa.key, []))).toBe("SIGN_KEY_MISMATCH");
  });
});

describe("createTestAuthority", () => {
  it("says in every name that it is a test", () => {
    const text = inDirectory((directory) => {
      writeFileSync(join(directory, "c.pem"), pem(authority.root, authority.issuing));
      return [authority.root, authority.issuing]
        .map((der) => {
          writeFileSync(join(directory, "c.der"), der);
          const args = "x509 -inform DER -in c.der -noout -subject -nameopt utf8,sep_comma_plus".split(" ");
          return run("openssl", args, { cwd: directory });
        })
        .join("");
    });
    expect(text).toContain("CN=Cơ quan chứng thực gốc thử nghiệm Vanthu");
    expect(text).toContain("CN=Cơ quan chứng thực thử nghiệm Vanthu");
    expect(codeOf(() => createTestAuthority({ name: "Ban Cơ yếu Chính phủ" }))).toBe("INVALID");
  });

  it.each(["EC-P256", "RSA-2048"] as const)(
    "issues certificates that OpenSSL accepts with revocation lists, %s",
    (algorithm) => {
      const own = createTestAuthority({ algorithm });
      const good = own.issueCertificate({
        commonName: "Phạm Quốc Khánh",
        kind: "person",
        email: "khanh@anphu.example",
      });
      const bad = own.issueCertificate({ commonName: "Đỗ Thị Mai", kind: "person" });
      own.revoke(bad.serial, new Date(), 1);
      inDirectory((directory) => {
        const lists = own.crls.map(
          (der) => `-----BEGIN X509 CRL-----\n${Buffer.from(der).toString("base64")}\n-----END X509 CRL-----\n`,
        );
        writeFileSync(join(directory, "trust.pem"), pem(own.root) + lists.join(""));
        writeFileSync(join(directory, "issuing.pem"), pem(own.issuing));
        writeFileSync(join(directory, "good.pem"), pem(good.certificate));
        writeFileSync(join(directory, "bad.pem"), pem(bad.certificate));
        const verify = (file: string) =>
          run(
            "openssl",
            ["verify", "-x509_strict", "-crl_check_all", "-CAfile", "trust.pem", "-untrusted", "issuing.pem", file],
            {
              cwd: directory,
              accept: [2],
            },
          );
        expect(verify("good.pem")).toContain("good.pem: OK");
        expect(verify("bad.pem")).toContain("certificate revoked");
      });
    },
  );

  it("comes back from its JSON and goes on issuing and revoking", () => {
    const own = createTestAuthority();
    own.revoke("4b01", new Date());
    const restored = restoreTestAuthority(JSON.parse(JSON.stringify(own)));
    expect(Buffer.compare(restored.root, own.root)).toBe(0);
    const issued = restored.issueCertificate({ commonName: "Vũ Hoàng Nam", kind: "person", algorithm: "EC-P384" });
    expect(issued.chain[1]).toEqual(own.issuing);
    inDirectory((directory) => {
      writeFileSync(join(directory, "list.der"), restored.crl);
      const text = run("openssl", ["crl", "-inform", "DER", "-in", "list.der", "-noout", "-text"], { cwd: directory });
      expect(text).toContain("Serial Number: 4B01");
    });
  });
});
