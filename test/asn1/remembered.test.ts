import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { algorithmOf, der, OID, parseCertificate, readDer, verifySignature } from "../../shared/asn1/index.ts";
import { createTestAuthority } from "../../shared/signing/index.ts";

const authority = createTestAuthority();
const issued = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "EC-P256" });

describe("what is remembered of certificates", () => {
  it("does not change with the caller's bytes", () => {
    const bytes = Uint8Array.from(issued.certificate);
    const first = parseCertificate(bytes);
    bytes.fill(0);
    expect(Buffer.compare(first.raw, issued.certificate)).toBe(0);
    expect(parseCertificate(issued.certificate).subject.commonName).toBe("Trần Minh Quang");
    expect(() => parseCertificate(bytes)).toThrow();
  });

  it("is given again for the same bytes only", () => {
    expect(parseCertificate(issued.certificate)).toBe(parseCertificate(Uint8Array.from(issued.certificate)));
    const touched = Uint8Array.from(issued.certificate);
    touched[touched.length - 1]! ^= 1;
    expect(parseCertificate(touched)).not.toBe(parseCertificate(issued.certificate));
  });
});

describe("what is remembered of signatures", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const spki = new Uint8Array(publicKey.export({ format: "der", type: "spki" }));
  const algorithm = algorithmOf(readDer(der.algorithm(OID.ecdsaSha256)));
  const data = Buffer.from("Kế hoạch");
  const signature = new Uint8Array(sign("sha256", data, privateKey));

  it("is right again and again, and wrong for whatever differs by a byte", () => {
    for (let round = 0; round < 2; round++) {
      expect(verifySignature(algorithm, spki, data, signature)).toBe(true);
      for (const which of ["data", "signature", "spki"] as const) {
        const parts = {
          data: Uint8Array.from(data),
          signature: Uint8Array.from(signature),
          spki: Uint8Array.from(spki),
        };
        parts[which][parts[which].length - 1]! ^= 1;
        expect(verifySignature(algorithm, parts.spki, parts.data, parts.signature), which).toBe(false);
      }
      expect(verifySignature(algorithmOf(readDer(der.algorithm(OID.ecdsaSha384))), spki, data, signature)).toBe(false);
    }
  });

  it("does not take bytes moved from one part to the next for the same", () => {
    const all = Buffer.concat([signature, data]);
    expect(verifySignature(algorithm, spki, data, signature)).toBe(true);
    for (const cut of [signature.length - 1, signature.length + 1])
      expect(verifySignature(algorithm, spki, all.subarray(cut), all.subarray(0, cut))).toBe(false);
  });
});
