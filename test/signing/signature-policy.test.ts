import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  createTestAuthority,
  localSigner,
  prepareSignature,
  type SignatureAlgorithm,
  type Signer,
  signPdf,
  TT15_2025,
  TT15_2025_STRICT,
} from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { onePagePdf } from "./documents.ts";
import { embeddedSignatures, inDirectory, opensslCades, pdfsig, run } from "./outside.ts";
import { codeOf } from "./refusal.ts";

const authority = createTestAuthority();
const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "RSA-2048" });
const request = (signer: Signer) => ({ pdf: onePagePdf(), signer, role: "leader" as const, at: new Date() });

/** A holder that must not be asked: what it has was made by openssl. */
function outsider(...keyArguments: string[]): Signer & { asked: number } {
  const { certificate, key } = inDirectory((directory) => {
    run(
      "openssl",
      [..."req -x509 -nodes -days 30 -subj /CN=Thu -keyout k.pem -outform DER -out c.der".split(" "), ...keyArguments],
      {
        cwd: directory,
      },
    );
    return {
      certificate: new Uint8Array(readFileSync(join(directory, "c.der"))),
      key: createPrivateKey(readFileSync(join(directory, "k.pem"))),
    };
  });
  const algorithm: SignatureAlgorithm = key.asymmetricKeyType === "ec" ? "ECDSA-P256-SHA256" : "RSA-SHA256";
  const signer = {
    certificateChain: [certificate],
    algorithm,
    asked: 0,
    sign: async () => {
      signer.asked += 1;
      return new Uint8Array(64);
    },
  };
  return signer;
}

describe("TT 15/2025/TT-BKHCN, Phụ lục I, as the default policy", () => {
  it.each([
    ["RSA of 1024 bits", ["-newkey", "rsa:1024"]],
    ["ECDSA on a curve of 224 bits", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp224r1"]],
  ])("refuses %s before the key is used", async (_name, key) => {
    const signer = outsider(...key);
    expect(await codeOf(signPdf(request(signer)))).toBe("SIGN_ALGORITHM_FORBIDDEN");
    expect(() => prepareSignature(request(signer))).toThrow(/Văn bản chưa được ký/);
    expect(signer.asked).toBe(0);
  });

  it("refuses a certificate that was issued with SHA-1", async () => {
    const signer = inDirectory((directory): Signer => {
      const openssl = (args: string) => run("openssl", args.split(" "), { cwd: directory });
      openssl("req -x509 -nodes -days 30 -newkey rsa:2048 -subj /CN=CA -keyout ca.key -out ca.pem");
      openssl("req -nodes -newkey rsa:2048 -subj /CN=Cu -keyout k.pem -out k.csr");
      openssl("x509 -req -sha1 -days 20 -in k.csr -CA ca.pem -CAkey ca.key -CAcreateserial -outform DER -out c.der");
      const key = createPrivateKey(readFileSync(join(directory, "k.pem")));
      return localSigner(key, [new Uint8Array(readFileSync(join(directory, "c.der")))]);
    });
    expect(await codeOf(signPdf(request(signer)))).toBe("SIGN_ALGORITHM_FORBIDDEN");
  });

  it("lets everything else sign: RSASSA-PSS and PKCS#1 v1.5 with SHA-2, ECDSA", () => {
    expect([...TT15_2025.algorithms].sort()).toEqual([
      "ECDSA-P256-SHA256",
      "ECDSA-P384-SHA384",
      "RSA-PSS-SHA256",
      "RSA-PSS-SHA384",
      "RSA-PSS-SHA512",
      "RSA-SHA256",
      "RSA-SHA384",
      "RSA-SHA512",
    ]);
  });

  it.each<SignatureAlgorithm>(["RSA-SHA384", "RSA-SHA512", "RSA-PSS-SHA384", "RSA-PSS-SHA512"])(
    "with %s, which poppler, openssl and our own check accept",
    async (algorithm) => {
      const { pdf, field } = await signPdf(request(localSigner(person.key, person.chain, algorithm)));
      expect(pdfsig(pdf).get(field)).toContain("Signature is Valid");
      expect(embeddedSignatures(pdf).map((one) => opensslCades(one, authority.root))).toEqual(["verified"]);
      const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "test" }];
      expect(verifyPdf(pdf, { trust, crls: authority.crls }).verdict).toBe("TOTAL_PASSED");
    },
  );
});

describe("a policy is data", () => {
  it("to the letter of the law it takes RSASSA-PSS and refuses PKCS#1 v1.5", async () => {
    const v15 = { ...request(localSigner(person.key, person.chain)), policy: TT15_2025_STRICT };
    expect(await codeOf(signPdf(v15))).toBe("SIGN_ALGORITHM_FORBIDDEN");
    const pss = { ...v15, signer: localSigner(person.key, person.chain, "RSA-PSS-SHA256") };
    expect(await codeOf(signPdf(pss))).toBe("nothing thrown");
  });

  it("of an administrator may ask for longer keys", async () => {
    const policy = { ...TT15_2025, name: "Quy định của cơ quan", leastRsaBits: 3072 };
    expect(await codeOf(signPdf({ ...request(person.signer()), policy }))).toBe("SIGN_ALGORITHM_FORBIDDEN");
    const long = authority.issueCertificate({ commonName: "Lê Hòa", kind: "person", algorithm: "RSA-3072" });
    expect(await codeOf(signPdf({ ...request(long.signer()), policy }))).toBe("nothing thrown");
  });
});
