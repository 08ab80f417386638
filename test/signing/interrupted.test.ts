import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  completeSignature,
  completeSignatureAtLevel,
  type Fetch,
  type PreparedSignature,
  prepareSignature,
  type SignatureState,
} from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { onePagePdf } from "./documents.ts";
import { codeOf } from "./refusal.ts";
import { onlineAuthority } from "./services.ts";

const { authority, fetch, options } = onlineAuthority();
const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "test" }];
const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" }).signer();

function prepared(level: "B-B" | "B-LTA" = "B-LTA"): PreparedSignature {
  return prepareSignature({ pdf: onePagePdf(), signer: person, role: "leader", at: new Date(), level });
}

const answerTo = ({ attributes }: SignatureState) => person.sign(new Uint8Array(Buffer.from(attributes, "base64")));

describe("a signature whose completion is interrupted", () => {
  it.each<[string, Fetch, string]>([
    ["the time-stamping authority is down", () => Promise.reject(new TypeError("fetch failed")), "TSA_UNREACHABLE"],
    ["it is slow", () => new Promise(() => undefined), "TSA_TIMEOUT"],
    [
      "OCSP and lists are down",
      (url, init) => (url.endsWith("/tsa") ? fetch(url, init) : Promise.reject(new TypeError("fetch failed"))),
      "REVOCATION_UNAVAILABLE",
    ],
  ])("because %s is completed with the same answer later", async (_name, bad, code) => {
    const { state, preparedPdf } = prepared();
    const before = Uint8Array.from(preparedPdf);
    const signature = await answerTo(state);
    const failing = {
      level: "B-LTA" as const,
      timestamp: { ...options.timestamp, fetch: bad, timeoutMs: 100 },
      revocation: { fetch: bad, timeoutMs: 100 },
    };
    expect(await codeOf(completeSignatureAtLevel(state, preparedPdf, signature, failing))).toBe(code);
    expect(preparedPdf).toEqual(before);
    const { pdf } = await completeSignatureAtLevel(state, preparedPdf, signature, { ...options, level: "B-LTA" });
    const verdict = verifyPdf(pdf, { trust });
    expect([verdict.verdict, verdict.signatures[0]!.level]).toEqual(["TOTAL_PASSED", "B-LTA"]);
  });

  it("by the end of the process goes on in another: state and file are all there is", async () => {
    const { state, preparedPdf } = prepared("B-B");
    const stored = JSON.stringify(state);
    const file = Buffer.from(preparedPdf).toString("base64");
    const again: SignatureState = JSON.parse(stored);
    const signed = completeSignature(again, new Uint8Array(Buffer.from(file, "base64")), await answerTo(again));
    expect(verifyPdf(signed.pdf, { trust, crls: authority.crls }).verdict).toBe("TOTAL_PASSED");
  });
});

describe("a signature completed where it does not belong", () => {
  it("in another document's file is refused, though both were prepared by the same person", async () => {
    const one = prepared("B-B");
    const other = prepareSignature({
      pdf: onePagePdf({ page: { Rotate: 90 } }),
      signer: person,
      role: "leader",
      at: new Date(),
    });
    const signature = await answerTo(one.state);
    const crossed = async () => completeSignature(one.state, other.preparedPdf, signature);
    expect(await codeOf(crossed())).toBe("SIGN_STATE_MISMATCH");
    const swapped = async () => completeSignature(other.state, other.preparedPdf, signature);
    expect(await codeOf(swapped())).toBe("SIGN_SIGNATURE_INVALID");
  });

  it("in a file that already holds it is refused: the hole is no longer empty", async () => {
    const { state, preparedPdf } = prepared("B-B");
    const signature = await answerTo(state);
    const { pdf } = completeSignature(state, preparedPdf, signature);
    expect(await codeOf((async () => completeSignature(state, pdf, signature))())).toBe("SIGN_STATE_MISMATCH");
    const forged = { ...state, documentSha256: createHash("sha256").update(pdf).digest("hex") };
    expect(await codeOf((async () => completeSignature(forged, pdf, signature))())).toBe("SIGN_STATE_MISMATCH");
  });
});
