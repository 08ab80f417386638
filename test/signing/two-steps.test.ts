import { constants, createHash, privateEncrypt, sign } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type ErrorCode, isVanthuError } from "../../shared/errors/index.ts";
import {
  completeSignature,
  createTestAuthority,
  layFields,
  type PreparedSignature,
  prepareSignature,
  type SignatureState,
} from "../../shared/signing/index.ts";
import { ONE_PAGE_ANCHORS, onePagePdf } from "./documents.ts";
import { embeddedSignatures, opensslCades, pdfsig } from "./outside.ts";

const authority = createTestAuthority();
const holder = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" });
let prepared: PreparedSignature;

beforeAll(() => {
  prepared = prepareSignature({
    pdf: layFields(onePagePdf(), ONE_PAGE_ANCHORS),
    signer: { certificateChain: holder.chain, algorithm: "RSA-SHA256" },
    role: "leader",
    at: new Date(),
    anchors: ONE_PAGE_ANCHORS,
  });
});

/** What a remote signing service does: PKCS#1 v1.5 over a digest it is given, without ever seeing the document. */
function remoteService(digest: string): Buffer {
  const digestInfo = Buffer.concat([
    Buffer.from("3031300d060960864801650304020105000420", "hex"),
    Buffer.from(digest, "base64"),
  ]);
  return privateEncrypt({ key: holder.key, padding: constants.RSA_PKCS1_PADDING }, digestInfo);
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

describe("prepareSignature and completeSignature", () => {
  it("sign with a key that only ever sees a digest; the state survives as JSON", () => {
    const state: SignatureState = JSON.parse(JSON.stringify(prepared.state));
    const { pdf, field } = completeSignature(state, prepared.preparedPdf, remoteService(state.digest));
    expect(field).toBe("ChuKyLanhDao");
    expect(pdf.length).toBe(prepared.preparedPdf.length);
    expect(pdfsig(pdf).get(field)).toContain("Signature is Valid");
    expect(embeddedSignatures(pdf).map((signature) => opensslCades(signature, authority.root))).toEqual(["verified"]);
  });

  it("announce what a key holder needs: the digest is that of the attributes", () => {
    const { state } = prepared;
    const digest = createHash("sha256").update(Buffer.from(state.attributes, "base64")).digest("base64");
    expect(digest).toBe(state.digest);
    expect(state.digestAlgorithm).toBe("SHA-256");
    expect(state.certificateSha256).toBe(createHash("sha256").update(holder.certificate).digest("hex"));
    expect(state.nonce).toMatch(/^[0-9a-f]{32}$/);
  });

  it("refuse another key's signature, and leave the prepared file as it was", () => {
    const other = authority.issueCertificate({ commonName: "Người khác", kind: "person" });
    const before = createHash("sha256").update(prepared.preparedPdf).digest("hex");
    const attributes = Buffer.from(prepared.state.attributes, "base64");
    const foreign = sign("sha256", attributes, other.key);
    expect(codeOf(() => completeSignature(prepared.state, prepared.preparedPdf, foreign))).toBe(
      "SIGN_SIGNATURE_INVALID",
    );
    expect(codeOf(() => completeSignature(prepared.state, prepared.preparedPdf, new Uint8Array()))).toBe(
      "SIGN_SIGNATURE_INVALID",
    );
    expect(createHash("sha256").update(prepared.preparedPdf).digest("hex")).toBe(before);
  });

  it("refuse an altered file", () => {
    const altered = Uint8Array.from(prepared.preparedPdf);
    altered[200] = (altered[200] ?? 0) ^ 1;
    const signature = remoteService(prepared.state.digest);
    expect(codeOf(() => completeSignature(prepared.state, altered, signature))).toBe("SIGN_STATE_MISMATCH");
    // Even when the state is altered to match it: the digest in the attributes is another.
    const documentSha256 = createHash("sha256").update(altered).digest("hex");
    expect(codeOf(() => completeSignature({ ...prepared.state, documentSha256 }, altered, signature))).toBe(
      "SIGN_STATE_MISMATCH",
    );
  });

  it.each<[string, Partial<SignatureState>]>([
    ["attributes", { attributes: Buffer.from("3100", "hex").toString("base64") }],
    ["digest", { digest: Buffer.alloc(32).toString("base64") }],
    ["byteRange", { byteRange: [0, 10, 20, 30] }],
    ["certificateSha256", { certificateSha256: "00".repeat(32) }],
    ["algorithm", { algorithm: "ECDSA-P384-SHA384" }],
  ])("refuse a state whose %s was altered", (_name, change) => {
    const signature = remoteService(prepared.state.digest);
    const altered = { ...prepared.state, ...change };
    expect(codeOf(() => completeSignature(altered, prepared.preparedPdf, signature))).toBe("SIGN_STATE_MISMATCH");
  });

  it("refuse an answer that comes too late", () => {
    const late = new Date(Date.parse(prepared.state.expiresAt) + 1);
    const signature = remoteService(prepared.state.digest);
    expect(codeOf(() => completeSignature(prepared.state, prepared.preparedPdf, signature, late))).toBe(
      "SIGN_STATE_EXPIRED",
    );
  });
});
