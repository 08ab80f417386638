import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseCertificate } from "../../shared/asn1/index.ts";
import { type PdfStream, readPdf } from "../../shared/pdf/index.ts";
import {
  authorityFetch,
  completeSignatureAtLevel,
  createTestAuthority,
  extendSignature,
  type Fetch,
  fillFields,
  type LevelOptions,
  layFields,
  prepareSignature,
  RevocationCache,
  renewDocumentTimestamp,
  restoreTestAuthority,
  type SignatureLevel,
  signPdf,
} from "../../shared/signing/index.ts";
import { type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { OpenSsl } from "../verification/openssl.ts";
import { signRaw } from "../verification/raw-signature.ts";
import { ONE_PAGE_ANCHORS, onePagePdf } from "./documents.ts";
import { embeddedSignatures, pem, qpdfCheck } from "./outside.ts";
import { codeOf } from "./refusal.ts";
import { AUTHORITY_URL, onlineAuthority } from "./services.ts";

const { authority, fetch, asked, options } = onlineAuthority();
const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "test" }];
const leader = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "EC-P256" });
const seal = authority.issueCertificate({ commonName: "UBND xã An Phú", kind: "organisation", algorithm: "EC-P256" });
const number = { SoVanBan: "32", NgayBanHanh: "05", ThangBanHanh: "01", NamBanHanh: "2026" };

async function byLeader(level: SignatureLevel, by = leader): Promise<Uint8Array> {
  const pdf = layFields(onePagePdf(), ONE_PAGE_ANCHORS);
  const request = { pdf, signer: by.signer(), role: "leader" as const, at: new Date(), anchors: ONE_PAGE_ANCHORS };
  return (await signPdf(request, { ...options, level })).pdf;
}

async function sealed(pdf: Uint8Array, level: SignatureLevel): Promise<Uint8Array> {
  const request = { pdf: fillFields(pdf, number), signer: seal.signer(), role: "seal" as const, at: new Date() };
  return (await signPdf(request, { ...options, level })).pdf;
}

/** Verified with nothing but the file and the anchor. */
function verify(pdf: Uint8Array, at?: Date): Verdict {
  return verifyPdf(pdf, { trust, ...(at === undefined ? {} : { at }) });
}

const levels = (verdict: Verdict) => verdict.signatures.map(({ level }) => level);

function startsWith(pdf: Uint8Array, earlier: Uint8Array): boolean {
  return Buffer.compare(pdf.subarray(0, earlier.length), earlier) === 0;
}

describe("signPdf with a level", () => {
  it.each<[SignatureLevel, string[]]>([
    ["B-T", ["B-T"]],
    ["B-LT", ["B-LT"]],
    ["B-LTA", ["B-LTA", "none"]],
  ])("makes a signature of that level: %s", async (level, expected) => {
    const pdf = await byLeader(level);
    const verdict = level === "B-T" ? verifyPdf(pdf, { trust, crls: authority.crls }) : verify(pdf);
    expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
    expect(levels(verdict)).toEqual(expected);
    expect(verdict.signatures[0]).toMatchObject({ timeSource: "timestamp", role: "leader" });
  });

  it("asks nobody anything for B-B, and needs no more room than before", async () => {
    asked.length = 0;
    const plain = await byLeader("B-B");
    expect(asked).toEqual([]);
    expect((await byLeader("B-T")).length - plain.length).toBe(2 * 12_288);
  });

  it("refuses a revoked certificate before the key is used", async () => {
    const gone = authority.issueCertificate({ commonName: "Người đã nghỉ", kind: "person", algorithm: "EC-P256" });
    authority.revoke(gone.serial, new Date(Date.now() - 3_600_000), 1);
    const unused = { ...gone.signer(), sign: () => Promise.reject(new Error("the key was used")) };
    const request = { pdf: onePagePdf(), signer: unused, role: "leader" as const, at: new Date() };
    expect(await codeOf(signPdf(request, { ...options, level: "B-LT" }))).toBe("SIGN_CERT_REVOKED");
    expect(await codeOf(signPdf(request, { level: "B-T" }))).toBe("TSA_NOT_CONFIGURED");
  });

  it("goes through prepare and complete as well", async () => {
    const signer = { certificateChain: leader.chain, algorithm: "ECDSA-P256-SHA256" as const };
    const request = { pdf: onePagePdf(), signer, role: "leader" as const, at: new Date(), level: "B-LTA" as const };
    const { state, preparedPdf } = prepareSignature(request);
    const answer = await leader.signer().sign(new Uint8Array(Buffer.from(state.attributes, "base64")));
    const kept = JSON.parse(JSON.stringify(state));
    const { pdf } = await completeSignatureAtLevel(kept, preparedPdf, answer, { ...options, level: "B-LTA" });
    expect(levels(verify(pdf))).toEqual(["B-LTA", "none"]);
  });
});

describe("extendSignature", () => {
  it.each<[SignatureLevel, SignatureLevel, string[]]>([
    ["B-B", "B-T", ["document-timestamp"]],
    ["B-B", "B-LT", ["document-timestamp", "validation-data"]],
    ["B-B", "B-LTA", ["document-timestamp", "validation-data", "document-timestamp"]],
    ["B-T", "B-T", []],
    ["B-T", "B-LT", ["validation-data"]],
    ["B-T", "B-LTA", ["validation-data", "document-timestamp"]],
    ["B-LT", "B-LTA", ["document-timestamp"]],
    ["B-LTA", "B-LT", []],
    ["B-LTA", "B-LTA", []],
  ])("brings both signatures from %s to %s by appending only", async (from, to, added) => {
    const before = await sealed(await byLeader(from), from);
    const extended = await extendSignature(before, to, options);
    expect(extended.added).toEqual(added);
    expect(startsWith(extended.pdf, before)).toBe(true);
    const verdict = verifyPdf(extended.pdf, { trust, crls: authority.crls });
    expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
    const reached = from === "B-LTA" ? from : to;
    expect(verdict.signatures.filter(({ kind }) => kind === "signature").map(({ level }) => level)).toEqual([
      reached,
      reached,
    ]);
    expect(verdict.signatures.flatMap(({ changes }) => changes).every(({ allowed }) => allowed)).toBe(true);
    expect((await extendSignature(extended.pdf, to, options)).added).toEqual([]);
    expect(qpdfCheck(extended.pdf)).toContain("No syntax or stream encoding errors");
  });

  it("keeps what was reached when more is signed, and takes the later signature along", async () => {
    const early = await byLeader("B-LTA");
    const later = await sealed(early, "B-T");
    expect(startsWith(later, early)).toBe(true);
    expect(levels(verifyPdf(later, { trust, crls: authority.crls }))).toEqual(["B-LTA", "none", "B-T"]);
    const { pdf } = await extendSignature(later, "B-LTA", options);
    const verdict = verify(pdf);
    expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
    expect(levels(verdict)).toEqual(["B-LTA", "none", "B-LTA", "none"]);
  });

  it("writes every piece of validation data once, with the responder's and the authority's certificates, and no VRI", async () => {
    const file = readPdf(await sealed(await byLeader("B-LTA"), "B-LTA"));
    const dss = file.dict(file.catalog.get("DSS"))!;
    for (const list of ["Certs", "OCSPs", "CRLs"]) {
      const hashes = file.array(dss.get(list)).map((ref) => {
        const stream = file.resolve(ref) as { data?: Uint8Array; bytes?: Uint8Array; raw?: Uint8Array };
        return createHash("sha1")
          .update(stream.data ?? stream.bytes ?? stream.raw!)
          .digest("hex");
      });
      expect(hashes.length).toBeGreaterThan(0);
      expect(new Set(hashes).size).toBe(hashes.length);
    }
    expect(dss.has("VRI")).toBe(false);
    const names = file
      .array(dss.get("Certs"))
      .map((ref) => parseCertificate((file.resolve(ref) as PdfStream).raw).subject.commonName ?? "");
    for (const whose of [/dấu thời gian/, /trạng thái chứng thư/, /^Trần Minh Quang$/, /^UBND xã An Phú$/, /gốc/])
      expect(
        names.some((name) => whose.test(name)),
        `${whose} in ${names.join("; ")}`,
      ).toBe(true);
    expect(file.dict(file.dict(file.catalog.get("Extensions"))?.get("ESIC"))?.get("ExtensionLevel")).toBe(5);
  });

  it("is allowed after a certification that forbids everything else (DocMDP 1)", async () => {
    const openssl = new OpenSsl();
    openssl.file("ky.pem", pem(leader.certificate));
    openssl.file("ky.key", leader.key.export({ format: "pem", type: "pkcs8" }).toString());
    const certified = signRaw(onePagePdf(), {
      field: "ChungThuc",
      subFilter: "ETSI.CAdES.detached",
      entries:
        "/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 1 /V /1.2>>>>]",
      cms: (data) => openssl.cms("ky", data, "-cades", "-md", "sha256"),
    });
    const request = { pdf: certified, signer: seal.signer(), role: "copy" as const, at: new Date() };
    expect(await codeOf(signPdf(request, { ...options, level: "B-T" }))).toBe("SIGN_FORBIDDEN_BY_CERTIFICATION");
    const { pdf } = await extendSignature(certified, "B-LTA", options);
    const verdict = verify(pdf);
    expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
    expect(verdict.signatures[0]).toMatchObject({ changesAfter: "lta", timeSource: "document-timestamp" });
  });

  it("has nothing to do in a file without signatures", async () => {
    expect(await codeOf(extendSignature(onePagePdf(), "B-LT", options))).toBe("SIGN_NOTHING_TO_EXTEND");
    expect(await codeOf(renewDocumentTimestamp(onePagePdf(), options))).toBe("SIGN_NOTHING_TO_EXTEND");
  });
});

describe("a file at B-LTA", () => {
  it("is good when the signer's certificate has run out; one at B-B is not", async () => {
    const later = new Date(Date.now() + 4 * 365.25 * 86_400_000);
    expect(verify(await byLeader("B-LTA"), later).verdict).toBe("TOTAL_PASSED");
    const plain = verifyPdf(await byLeader("B-B"), { trust, crls: authority.crls, at: later });
    expect(plain.signatures[0]).toMatchObject({ indication: "INDETERMINATE", subIndication: "OUT_OF_BOUNDS_NO_POE" });
  });

  it("is good when the signer's certificate is revoked later", async () => {
    const own = onlineAuthority();
    const person = own.authority.issueCertificate({ commonName: "Vũ Nam", kind: "person", algorithm: "EC-P256" });
    const request = { pdf: onePagePdf(), signer: person.signer(), role: "leader" as const, at: new Date() };
    const { pdf } = await signPdf(request, { ...own.options, level: "B-T" });
    own.authority.revoke(person.serial, new Date(Date.now() + 60_000), 1);
    const archived = await extendSignature(pdf, "B-LTA", own.options);
    const verdict = verifyPdf(archived.pdf, {
      trust: [{ certificate: own.authority.root, scope: "thử nghiệm", source: "test" }],
    });
    expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
    expect(verdict.signatures[0]!.reasons.map(({ code }) => code)).toContain("SIGNED_BEFORE_REVOCATION");
    expect(verdict.signatures[0]!.level).toBe("B-LTA");
  });

  it("gets newer evidence and another timestamp when it is renewed, as often as need be", async () => {
    let pdf = await sealed(await byLeader("B-LTA"), "B-LTA");
    const before = verify(pdf).signatures.length;
    for (const round of [1, 2]) {
      const renewed = await renewDocumentTimestamp(pdf, options);
      expect(renewed.added.at(-1)).toBe("document-timestamp");
      expect(startsWith(renewed.pdf, pdf)).toBe(true);
      pdf = renewed.pdf;
      const verdict = verify(pdf);
      expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
      expect(verdict.signatures).toHaveLength(before + round);
      expect(verdict.signatures.at(-1)).toMatchObject({ kind: "document-timestamp", coverage: "whole-file" });
    }
    expect(embeddedSignatures(pdf)).toHaveLength(before + 2);
  });

  it("fails as a whole when a byte of its evidence or of its timestamp's range is touched", async () => {
    const pdf = await byLeader("B-LTA");
    const offset = Buffer.from(pdf).lastIndexOf("/VRI");
    const touched = Uint8Array.from(pdf);
    touched[offset + 1]! ^= 2;
    expect(verify(touched).verdict).not.toBe("TOTAL_PASSED");
  });
});

describe("validation data", () => {
  it("are taken from what is at hand, without any network, when certificates name no address", async () => {
    const offline = createTestAuthority();
    const person = offline.issueCertificate({ commonName: "Lê Hòa", kind: "person", algorithm: "EC-P256" });
    const request = { pdf: onePagePdf(), signer: person.signer(), role: "leader" as const, at: new Date() };
    const never: Fetch = () => Promise.reject(new Error("asked the network"));
    const tsa: Fetch = async (_url, init) =>
      new Response(new Uint8Array(offline.timestamp(new Uint8Array(await new Response(init.body).arrayBuffer()))));
    const timestamp = { authorities: [{ url: "http://tsa.example/" }], fetch: tsa };
    const given: LevelOptions = { level: "B-LTA", timestamp, revocation: { crls: offline.crls, fetch: never } };
    const { pdf } = await signPdf(request, given);
    const verdict = verifyPdf(pdf, { trust: [{ certificate: offline.root, scope: "thử nghiệm", source: "test" }] });
    expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
    expect(verdict.signatures[0]!.level).toBe("B-LTA");
    expect(await codeOf(signPdf(request, { ...given, revocation: { fetch: never } }))).toBe("REVOCATION_UNAVAILABLE");
  });

  it.each<[string, Fetch]>([
    ["down", () => Promise.reject(new TypeError("fetch failed"))],
    ["slow", () => new Promise(() => undefined)],
    ["talking nonsense", async () => new Response("<html>")],
    [
      "answering about somebody else's certificates",
      async (url, init) => {
        const other = createTestAuthority({ url: AUTHORITY_URL });
        return authorityFetch(other)(url, init);
      },
    ],
  ])("fail clearly when the authority is %s", async (_name, bad) => {
    const pdf = await byLeader("B-T");
    const failing = { ...options, revocation: { fetch: bad, timeoutMs: 50 } };
    expect(await codeOf(extendSignature(pdf, "B-LT", failing))).toBe("REVOCATION_UNAVAILABLE");
  });

  it("come by the revocation list when only OCSP is down", async () => {
    const noOcsp: Fetch = (url, init) =>
      url.endsWith("/ocsp") ? Promise.reject(new TypeError("fetch failed")) : fetch(url, init);
    const { pdf } = await extendSignature(await byLeader("B-T"), "B-LT", { ...options, revocation: { fetch: noOcsp } });
    expect(levels(verify(pdf))).toEqual(["B-LT"]);
  });

  it("are not fetched again as long as they are kept and say enough", async () => {
    const cache = new RevocationCache();
    const kept = { ...options, revocation: { fetch, cache } };
    const pdf = await byLeader("B-T");
    await extendSignature(pdf, "B-LT", kept);
    asked.length = 0;
    await extendSignature(pdf, "B-LT", kept);
    expect(asked).toEqual([]);
  });

  it("are not fetched from this machine or a private network because a certificate says so", async () => {
    for (const url of [
      "http://127.0.0.1:9",
      "http://localhost",
      "http://localhost.",
      "http://10.1.2.3",
      "http://169.254.169.254",
      "http://[::1]",
    ]) {
      const inside = createTestAuthority({ url });
      const person = inside.issueCertificate({ commonName: "Kẻ lạ", kind: "person", algorithm: "EC-P256" });
      const request = { pdf: onePagePdf(), signer: person.signer(), role: "leader" as const, at: new Date() };
      const { pdf } = await signPdf(request);
      let went = false;
      const spy: Fetch = async () => {
        went = true;
        return new Response("");
      };
      const extended = extendSignature(pdf, "B-LT", { timestamp: options.timestamp, revocation: { fetch: spy } });
      expect(await codeOf(extended)).toBe("REVOCATION_UNAVAILABLE");
      expect(went).toBe(false);
    }
  });

  it("of a restored authority serve a file signed before", async () => {
    const pdf = await byLeader("B-B");
    const again = restoreTestAuthority(JSON.parse(JSON.stringify(authority)));
    const answer = authorityFetch(again);
    const { pdf: extended } = await extendSignature(pdf, "B-LTA", {
      timestamp: { ...options.timestamp, fetch: answer },
      revocation: { fetch: answer },
    });
    expect(verify(extended).verdict).toBe("TOTAL_PASSED");
  });
});
