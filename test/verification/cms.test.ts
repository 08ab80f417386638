import { beforeAll, describe, expect, it } from "vitest";
import { type DerNode, der, OID, parseSignedData, readDer, TAG } from "../../shared/asn1/index.ts";
import { dict, name, PdfDict, type PdfObject, PdfRef, PdfStream } from "../../shared/pdf/index.ts";
import { type SignatureVerdict, verifyPdf } from "../../shared/verification/index.ts";
import { OpenSsl, withUnsignedAttribute } from "./openssl.ts";
import { type RawSignature, signRaw, update, withEntries } from "./raw-signature.ts";
import { issue, letter, office } from "./support.ts";

const openssl = new OpenSsl();
const certificates: Record<string, Uint8Array> = {};
beforeAll(() => {
  certificates.rsa = openssl.certificate("rsa", ["-newkey", "rsa:2048"]);
  certificates.short = openssl.certificate("short", ["-newkey", "rsa:1024"]);
  certificates.p256 = openssl.certificate("p256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
  certificates.p384 = openssl.certificate("p384", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]);
  certificates.p521 = openssl.certificate("p521", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"]);
  certificates.other = openssl.certificate("other", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
});

/** The letter signed by OpenSSL, verified with the signer's own certificate as anchor. */
function verified(key: string, options: string[], more: Partial<RawSignature> = {}): SignatureVerdict {
  const pdf = signRaw(letter(), {
    field: "Ky",
    subFilter: "ETSI.CAdES.detached",
    entries: `/M (D:${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z)`,
    cms: (data) => openssl.cms(key, data, ...options),
    ...more,
  });
  const trust = [{ certificate: certificates[key]!, scope: "nội bộ", source: "bài kiểm thử" }];
  return verifyPdf(pdf, { trust, at: new Date(Date.now() + 86_400_000) }).signatures[0]!;
}

const codes = (s: SignatureVerdict) => s.reasons.map((r) => r.code);

describe("signatures that OpenSSL makes", () => {
  it("pass with every algorithm that Thông tư 15/2025/TT-BKHCN allows", () => {
    const cases: [string, string[], SignatureVerdict["algorithm"]][] = [
      ["rsa", ["-cades", "-md", "sha256"], { digest: "SHA-256", signature: "RSA", keyBits: 2048 }],
      ["rsa", ["-cades", "-md", "sha512"], { digest: "SHA-512", signature: "RSA", keyBits: 2048 }],
      [
        "rsa",
        ["-cades", "-md", "sha256", "-keyopt", "rsa_padding_mode:pss"],
        { digest: "SHA-256", signature: "RSA-PSS", keyBits: 2048 },
      ],
      ["p256", ["-cades", "-md", "sha256"], { digest: "SHA-256", signature: "ECDSA", keyBits: 256 }],
      ["p384", ["-cades", "-md", "sha384"], { digest: "SHA-384", signature: "ECDSA", keyBits: 384 }],
      ["p521", ["-cades", "-md", "sha512"], { digest: "SHA-512", signature: "ECDSA", keyBits: 521 }],
    ];
    for (const [key, options, algorithm] of cases) {
      const s = verified(key, options);
      expect(s, `${key} ${options.join(" ")}: ${codes(s)}`).toMatchObject({
        indication: "TOTAL_PASSED",
        algorithm,
        weak: false,
        intact: true,
      });
    }
  });

  it("pass when encoded as BER with indefinite lengths and strings in pieces", () => {
    const ber = (node: DerNode): Buffer => {
      const end = Buffer.from([0, 0]);
      if (node.constructed) return Buffer.concat([Buffer.from([node.raw[0]!, 0x80]), ...node.children.map(ber), end]);
      if (!node.is(TAG.octetString) || node.content.length < 40) return Buffer.from(node.raw);
      const pieces = [node.content.subarray(0, 20), node.content.subarray(20)].map((piece) => der.octetString(piece));
      return Buffer.concat([Buffer.from([0x24, 0x80]), ...pieces, end]);
    };
    const s = verified("p256", [], {
      cms: (data) => ber(readDer(openssl.cms("p256", data, "-cades", "-md", "sha256"))),
    });
    expect(s.indication, codes(s).join()).toBe("TOTAL_PASSED");
  });

  it("pass as adbe.pkcs7.detached, told not to be PAdES", () => {
    const s = verified("rsa", ["-md", "sha256"], { subFilter: "adbe.pkcs7.detached" });
    expect(s).toMatchObject({ indication: "TOTAL_PASSED", level: "none" });
    expect(codes(s)).toContain("NOT_BASELINE");
  });
});

describe("weak or malformed signatures are named, never plainly valid", () => {
  const expectNot = (s: SignatureVerdict, indication: SignatureVerdict["indication"], sub: string, code: string) => {
    expect(s, codes(s).join()).toMatchObject({ indication, subIndication: sub });
    expect(codes(s)).toContain(code);
  };

  it("SHA-1", () => {
    const s = verified("rsa", ["-md", "sha1"], { subFilter: "adbe.pkcs7.detached" });
    expectNot(s, "INDETERMINATE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "WEAK_ALGORITHM");
    expect(s).toMatchObject({ weak: true, intact: true, cryptographicallyValid: true });
  });

  it("RSA with 1024 bits", () => {
    const s = verified("short", ["-cades", "-md", "sha256"]);
    expectNot(s, "INDETERMINATE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "WEAK_ALGORITHM");
    expect(s.algorithm.keyBits).toBe(1024);
  });

  it("CMS without signed attributes", () => {
    const s = verified("rsa", ["-noattr", "-md", "sha256"], { subFilter: "adbe.pkcs7.detached" });
    expectNot(s, "INDETERMINATE", "SIG_CONSTRAINTS_FAILURE", "NO_SIGNED_ATTRIBUTES");
    expect(s).toMatchObject({ weak: true, intact: true });
    const wrong = verified("rsa", [], {
      subFilter: "adbe.pkcs7.detached",
      cms: () => openssl.cms("rsa", Buffer.from("khác"), "-noattr"),
    });
    expect(wrong).toMatchObject({ indication: "TOTAL_FAILED", intact: false });
  });

  it("content carried inside", () => {
    const s = verified("rsa", ["-cades", "-md", "sha256", "-nodetach"], { room: 16_000 });
    expectNot(s, "INDETERMINATE", "SIG_CONSTRAINTS_FAILURE", "CONTENT_ENCAPSULATED");
    const other = verified("rsa", [], {
      cms: () => openssl.cms("rsa", Buffer.from("nội dung khác"), "-cades", "-nodetach"),
    });
    expect(other).toMatchObject({ indication: "TOTAL_FAILED", subIndication: "HASH_FAILURE" });
  });

  it("adbe.pkcs7.sha1 and kinds that nobody makes any more", async () => {
    const { createHash } = await import("node:crypto");
    const sha1 = (data: Uint8Array) => createHash("sha1").update(data).digest();
    const s = verified("rsa", [], {
      subFilter: "adbe.pkcs7.sha1",
      cms: (data) => openssl.cms("rsa", sha1(data), "-nodetach", "-md", "sha1"),
    });
    expectNot(s, "INDETERMINATE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "WEAK_ALGORITHM");
    const wrong = verified("rsa", [], {
      subFilter: "adbe.pkcs7.sha1",
      cms: () => openssl.cms("rsa", sha1(Buffer.from("x")), "-nodetach"),
    });
    expect(wrong).toMatchObject({ indication: "TOTAL_FAILED", subIndication: "HASH_FAILURE", intact: false });
    const raw = verified("rsa", [], { subFilter: "adbe.x509.rsa_sha1" });
    expectNot(raw, "INDETERMINATE", "FORMAT_FAILURE", "SUBFILTER_UNSUPPORTED");
  });

  it("two signers, no signer, no CMS at all", () => {
    const two = verified("rsa", ["-cades", "-signer", "p256.pem", "-inkey", "p256.key"]);
    expectNot(two, "TOTAL_FAILED", "FORMAT_FAILURE", "SIGNER_COUNT");
    for (const junk of [
      Uint8Array.of(),
      Uint8Array.of(0x30),
      Buffer.from("308006092a864886f70d010702a080", "hex"),
      Buffer.alloc(600, 0x30),
    ]) {
      expectNot(verified("rsa", [], { cms: () => junk }), "TOTAL_FAILED", "FORMAT_FAILURE", "CMS_MALFORMED");
    }
  });

  it("another document's signature", () => {
    const s = verified("rsa", [], { cms: () => openssl.cms("rsa", Buffer.from("văn bản khác"), "-cades") });
    expectNot(s, "TOTAL_FAILED", "HASH_FAILURE", "DIGEST_MISMATCH");
    expect(s.cryptographicallyValid).toBe(true);
  });

  it("PAdES without the reference to its certificate", () => {
    expectNot(
      verified("rsa", ["-md", "sha256"]),
      "INDETERMINATE",
      "SIG_CONSTRAINTS_FAILURE",
      "CERTIFICATE_REFERENCE_MISSING",
    );
  });

  it("a signer whose certificate is not there", () => {
    expectNot(
      verified("rsa", ["-cades", "-nocerts"]),
      "INDETERMINATE",
      "NO_SIGNING_CERTIFICATE_FOUND",
      "SIGNER_CERTIFICATE_MISSING",
    );
  });
});

describe("timestamps", () => {
  let tsa: Uint8Array;
  beforeAll(() => {
    const usage = ["extendedKeyUsage=critical,timeStamping", "keyUsage=critical,digitalSignature"];
    tsa = openssl.certificate("tsa", ["-newkey", "rsa:2048"], usage);
  });

  const stamped = (over?: Uint8Array, trusted = true) => {
    const pdf = signRaw(letter(), {
      field: "Ky",
      subFilter: "ETSI.CAdES.detached",
      cms(data) {
        const cms = openssl.cms("p256", data, "-cades", "-md", "sha256");
        const { signature } = parseSignedData(cms).signerInfos[0]!;
        return withUnsignedAttribute(cms, OID.signatureTimestamp, openssl.timestamp("tsa", over ?? signature));
      },
      room: 12_000,
    });
    const trust = [certificates.p256!, ...(trusted ? [tsa] : [])].map((certificate) => ({
      certificate,
      scope: "nội bộ",
      source: "bài kiểm thử",
    }));
    return { pdf, trust };
  };

  it("in the signature give the time", () => {
    const { pdf, trust } = stamped();
    const verdict = verifyPdf(pdf, { trust });
    expect(verdict.signatures[0]).toMatchObject({ indication: "TOTAL_PASSED", timeSource: "timestamp" });
    expect(Math.abs(Date.parse(verdict.signatures[0]!.signedAt!) - Date.now())).toBeLessThan(60_000);
  });

  it("over something else are refused, of an unknown authority not used", () => {
    const wrong = stamped(Buffer.from("khác"));
    const s = verifyPdf(wrong.pdf, { trust: wrong.trust }).signatures[0]!;
    expect(s.indication).toBe("INDETERMINATE");
    expect(codes(s)).toContain("TIMESTAMP_INVALID");
    const unknown = stamped(undefined, false);
    const u = verifyPdf(unknown.pdf, { trust: unknown.trust }).signatures[0]!;
    expect(u).toMatchObject({ timeSource: "claimed" });
    expect(codes(u)).toContain("TIMESTAMP_UNTRUSTED");
  });

  it("of the whole file prove what stands before them, after the certificate has expired", () => {
    const day = 86_400_000;
    openssl.run(
      "req",
      "-x509",
      "-nodes",
      "-days",
      "30",
      "-subj",
      "/CN=Ngan han",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-keyout",
      "brief.key",
      "-out",
      "brief.pem",
    );
    const brief = new Uint8Array(openssl.run("x509", "-in", "brief.pem", "-outform", "DER"));
    const signed = signRaw(letter(), {
      field: "Ky",
      subFilter: "ETSI.CAdES.detached",
      cms: (d) => openssl.cms("brief", d, "-cades", "-md", "sha256"),
    });
    const archived = signRaw(signed, {
      field: "DauThoiGian",
      type: "DocTimeStamp",
      subFilter: "ETSI.RFC3161",
      cms: (d) => openssl.timestamp("tsa", d),
    });
    const trust = [brief, tsa].map((certificate) => ({ certificate, scope: "nội bộ", source: "bài kiểm thử" }));
    const later = new Date(Date.now() + 90 * day);
    expect(verifyPdf(signed, { trust, at: later }).signatures[0]).toMatchObject({
      subIndication: "OUT_OF_BOUNDS_NO_POE",
    });
    const verdict = verifyPdf(archived, { trust, at: later });
    expect(verdict.verdict, JSON.stringify(verdict.signatures.map(codes))).toBe("TOTAL_PASSED");
    const [signature, stamp] = verdict.signatures;
    expect(signature).toMatchObject({ kind: "signature", timeSource: "document-timestamp", changesAfter: "lta" });
    expect(stamp).toMatchObject({ kind: "document-timestamp", coverage: "whole-file", intact: true });

    const forged = Buffer.from(archived);
    forged[forged.indexOf("Ke hoach")] = 0x4b + 1;
    expect(verifyPdf(forged, { trust, at: later }).verdict).toBe("TOTAL_FAILED");
  });

  it("alone make no signed document", () => {
    const pdf = signRaw(letter(), {
      field: "Dau",
      type: "DocTimeStamp",
      subFilter: "ETSI.RFC3161",
      cms: (d) => openssl.timestamp("tsa", d),
    });
    const verdict = verifyPdf(pdf, { trust: [{ certificate: tsa, scope: "nội bộ", source: "bài kiểm thử" }] });
    expect(verdict.verdict).toBe("NO_SIGNATURE");
    expect(verdict.signatures).toHaveLength(1);
  });

  it("with the evidence archived raise the level step by step", async () => {
    const people = office();
    const { sealed } = await issue(people);
    const withDss = update(sealed, (file) => {
      const root = file.trailer.get("Root") as PdfRef;
      const streams = [...people.authority.crls, people.authority.root].map(
        (bytes, i) => [file.size + i, new PdfStream(new PdfDict(), bytes)] as const,
      );
      const refs = streams.map(([num]) => new PdfRef(num));
      const dss = dict({ Type: name("DSS"), CRLs: refs.slice(0, -1), Certs: refs.slice(-1) });
      return new Map<number, PdfObject>([...streams, [root.num, withEntries(file.catalog, { DSS: dss })]]);
    });
    const stamp = (pdf: Uint8Array, field: string) =>
      signRaw(pdf, { field, type: "DocTimeStamp", subFilter: "ETSI.RFC3161", cms: (d) => openssl.timestamp("tsa", d) });
    const levels = (pdf: Uint8Array) => {
      const trust = [...people.trust, { certificate: tsa, scope: "nội bộ", source: "bài kiểm thử" }];
      const verdict = verifyPdf(pdf, { trust, crls: people.authority.crls, at: new Date(Date.now() + 86_400_000) });
      expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
      return verdict.signatures.map((s) => s.level);
    };
    expect(levels(sealed)).toEqual(["B-B", "B-B"]);
    expect(levels(withDss)).toEqual(["B-B", "B-B"]);
    expect(levels(stamp(sealed, "DauThoiGian"))).toEqual(["B-T", "B-T", "none"]);
    expect(levels(stamp(withDss, "DauThoiGian"))).toEqual(["B-LTA", "B-LTA", "none"]);
  });
});
