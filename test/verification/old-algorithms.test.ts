import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { der, OID, parseCertificate } from "../../shared/asn1/index.ts";
import { type SignatureVerdict, verifyPdf } from "../../shared/verification/index.ts";
import { OpenSsl } from "./openssl.ts";
import { type RawSignature, signRaw } from "./raw-signature.ts";
import { letter } from "./support.ts";

/**
 * Everything that is found in the field, made by OpenSSL: what Thông tư 15/2025/TT-BKHCN, Phụ lục I allows passes, what is old is named weak or
 * malformed; nothing else is ever valid, and nothing crashes.
 */
const openssl = new OpenSsl();
const certificates: Record<string, Uint8Array> = {};
const KEYS: Record<string, string[]> = {
  rsa2048: ["-newkey", "rsa:2048"],
  rsa3072: ["-newkey", "rsa:3072"],
  rsa1024: ["-newkey", "rsa:1024"],
  p256: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
  p224: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-224"],
  p192: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-192"],
  ed25519: ["-newkey", "ed25519"],
};

beforeAll(() => {
  for (const [name, key] of Object.entries(KEYS)) certificates[name] = openssl.certificate(name, key);
  openssl.run("dsaparam", "-out", "dsa.param", "2048");
  certificates.dsa = openssl.certificate("dsa", ["-newkey", "dsa:dsa.param"]);
});

function verified(key: string, options: string[], more: Partial<RawSignature> = {}): SignatureVerdict {
  const pdf = signRaw(letter(), {
    field: "Ky",
    subFilter: "ETSI.CAdES.detached",
    cms: (data) => openssl.cms(key, data, ...options),
    ...more,
  });
  const trust = [{ certificate: certificates[key]!, scope: "nội bộ", source: "bài kiểm thử" }];
  return verifyPdf(pdf, { trust, at: new Date(Date.now() + 3_600_000) }).signatures[0]!;
}

const codes = ({ reasons }: SignatureVerdict) => reasons.map(({ code }) => code);
const plain = { subFilter: "adbe.pkcs7.detached" };

describe("algorithms of the field", () => {
  const strong: [name: string, key: string, options: string[]][] = [
    ["RSA 2048, SHA-256", "rsa2048", ["-cades", "-md", "sha256"]],
    ["RSA 3072, SHA-512", "rsa3072", ["-cades", "-md", "sha512"]],
    ["RSA-PSS 3072, SHA-384", "rsa3072", ["-cades", "-md", "sha384", "-keyopt", "rsa_padding_mode:pss"]],
    ["RSA 2048, SHA3-256", "rsa2048", ["-cades", "-md", "sha3-256"]],
    ["ECDSA P-256, SHA-256", "p256", ["-cades", "-md", "sha256"]],
  ];
  it.each(strong)("%s passes", (_name, key, options) => {
    const signature = verified(key, options);
    expect([signature.cryptographicallyValid, signature.intact, signature.weak]).toEqual([true, true, false]);
    expect(signature.indication, codes(signature).join()).toBe("TOTAL_PASSED");
  });

  /** OpenSSL 3.0 signs with Ed25519, but not in CMS: the structure is written here, the signature is OpenSSL's. */
  const ed25519 = (data: Uint8Array): Uint8Array => {
    const { raw, issuer, serial } = parseCertificate(certificates.ed25519!);
    const attribute = (oid: string, value: Uint8Array) => der.sequence(der.oid(oid), der.set(value));
    const reference = der.sequence(
      der.sequence(der.sequence(der.octetString(createHash("sha256").update(raw).digest()))),
    );
    const attributes = der.set(
      attribute(OID.contentType, der.oid(OID.data)),
      attribute(OID.messageDigest, der.octetString(createHash("sha512").update(data).digest())),
      attribute(OID.signingCertificateV2, reference),
    );
    openssl.file("attributes.der", attributes);
    openssl.run("pkeyutl", "-sign", "-rawin", "-inkey", "ed25519.key", "-in", "attributes.der", "-out", "ed25519.sig");
    const tagged = Uint8Array.from(attributes);
    tagged[0] = 0xa0;
    const signer = der.sequence(
      der.integer(1),
      der.sequence(issuer.raw, der.serial(serial)),
      der.algorithm(OID.sha512),
      tagged,
      der.algorithm(OID.ed25519),
      der.octetString(openssl.read("ed25519.sig")),
    );
    const data1 = der.sequence(
      der.integer(1),
      der.set(der.algorithm(OID.sha512)),
      der.sequence(der.oid(OID.data)),
      der.context(0, true, raw),
      der.set(signer),
    );
    return der.sequence(der.oid(OID.signedData), der.context(0, true, data1));
  };

  // RFC 8419, 3: Ed25519 in CMS with SHA-512 over the content.
  it("Ed25519 is read, and a changed file with it fails", () => {
    const signature = verified("ed25519", [], { cms: ed25519 });
    expect(signature.algorithm).toEqual({ digest: "SHA-512", signature: "Ed25519", keyBits: 256 });
    expect([signature.cryptographicallyValid, signature.intact]).toEqual([true, true]);
    expect(signature.indication, codes(signature).join()).toBe("TOTAL_PASSED");
    const changed = verified("ed25519", [], {
      cms: (data) => ed25519(Buffer.concat([data, Buffer.from("x")])),
    });
    expect(changed.indication).toBe("TOTAL_FAILED");
  });

  const weak: [name: string, key: string, options: string[], named: string][] = [
    ["SHA-1 with RSA 2048", "rsa2048", ["-md", "sha1"], "SHA1"],
    ["MD5 with RSA 2048", "rsa2048", ["-md", "md5"], "MD5"],
    ["SHA-224 with RSA 2048", "rsa2048", ["-md", "sha224"], "SHA224"],
    ["SHA-1 with ECDSA", "p256", ["-md", "sha1"], "SHA1"],
    ["RSA 1024", "rsa1024", ["-md", "sha256"], "RSA 1024 bit"],
    ["ECDSA P-224", "p224", ["-md", "sha256"], "ECDSA 224 bit"],
    ["ECDSA P-192", "p192", ["-md", "sha256"], "ECDSA"],
    ["DSA", "dsa", ["-md", "sha256"], "DSA"],
  ];
  it.each(weak)("%s is named weak, never valid", (_name, key, options, named) => {
    const signature = verified(key, options, plain);
    expect(signature.weak).toBe(true);
    expect(signature.indication).toBe("INDETERMINATE");
    expect(signature.subIndication).toBe("CRYPTO_CONSTRAINTS_FAILURE_NO_POE");
    expect(signature.reasons.find(({ code }) => code === "WEAK_ALGORITHM")?.message).toContain(named);
    // Weak is said beside the cryptography, which is right.
    expect([signature.cryptographicallyValid, signature.intact]).toEqual([true, true]);
    expect(signature.now?.valid).toBe("no");
    expect(signature.now?.reasons.map(({ code }) => code)).toContain("NOW_WEAK_ALGORITHM");
  });

  const malformed: [name: string, options: string[], more: Partial<RawSignature>, code: string][] = [
    ["CMS without signed attributes", ["-noattr", "-md", "sha256"], plain, "NO_SIGNED_ATTRIBUTES"],
    ["encapsulated content", ["-nodetach", "-md", "sha256"], plain, "CONTENT_ENCAPSULATED"],
    ["a reference to the certificate that is missing", ["-md", "sha256"], {}, "CERTIFICATE_REFERENCE_MISSING"],
    ["no certificate", ["-nocerts", "-cades", "-md", "sha256"], {}, "SIGNER_CERTIFICATE_MISSING"],
    ["an unknown kind of signature", ["-md", "sha256"], { subFilter: "adbe.x509.rsa_sha1" }, "SUBFILTER_UNSUPPORTED"],
  ];
  it.each(malformed)("%s is named, never valid", (_name, options, more, code) => {
    const signature = verified("rsa2048", options, more);
    expect(codes(signature)).toContain(code);
    expect(signature.indication).not.toBe("TOTAL_PASSED");
  });

  it("adbe.pkcs7.sha1 is named weak, whether it fits or not", () => {
    const digest = (data: Uint8Array) => {
      openssl.file("content.bin", data);
      return new Uint8Array(openssl.run("dgst", "-sha1", "-binary", "content.bin"));
    };
    const fits = verified("rsa2048", [], {
      subFilter: "adbe.pkcs7.sha1",
      cms: (data) => openssl.cms("rsa2048", digest(data), "-nodetach", "-md", "sha1"),
    });
    expect([fits.weak, fits.intact, fits.indication]).toEqual([true, true, "INDETERMINATE"]);
    const other = verified("rsa2048", [], {
      subFilter: "adbe.pkcs7.sha1",
      cms: () => openssl.cms("rsa2048", digest(new Uint8Array(3)), "-nodetach", "-md", "sha1"),
    });
    expect([other.weak, other.indication]).toEqual([true, "TOTAL_FAILED"]);
  });

  it("a CMS of other things than a signature is malformed", () => {
    for (const cms of [new Uint8Array(), Uint8Array.of(0x30, 0x80), new TextEncoder().encode(OID.signedData)])
      expect(verified("rsa2048", [], { cms: () => cms }).indication).toBe("TOTAL_FAILED");
  });
});
