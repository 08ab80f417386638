import { describe, expect, it } from "vitest";
import { verdictOnline } from "../../shared/office/index.ts";
import { type Fetch, signPdf } from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { onePagePdf } from "../signing/documents.ts";
import { onlineAuthority } from "../signing/services.ts";

const { authority, fetch, asked } = onlineAuthority();
const trust = [{ certificate: authority.root, scope: "nội bộ", source: "bài kiểm thử" }];
const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "EC-P256" });
const sign = async (by = person) =>
  (await signPdf({ pdf: onePagePdf(), signer: by.signer(), role: "copy", text: "SAO Y", at: new Date() })).pdf;
const ask = (pdf: Uint8Array, how: Fetch = fetch, anchors = trust) => {
  asked.length = 0;
  return verdictOnline(pdf, { trust: anchors }, { fetch: how, now: () => new Date() });
};

describe("the verdict with a network", () => {
  it("asks the authority what the file does not say, and then concludes", async () => {
    const pdf = await sign();
    expect(verifyPdf(pdf, { trust }).verdict).toBe("INDETERMINATE");
    const verdict = await ask(pdf);
    expect(verdict.verdict, verdict.summary).toBe("TOTAL_PASSED");
    expect(verdict.signatures[0]?.revocation).toMatchObject({ status: "good", source: "OCSP, CRL" });
    expect(asked).toContain("POST /ocsp");
  });

  it("takes the list where OCSP is down", async () => {
    const noOcsp: Fetch = (url, init) =>
      url.endsWith("/ocsp") ? Promise.resolve(new Response("", { status: 503 })) : fetch(url, init);
    expect((await ask(await sign(), noOcsp)).signatures[0]?.revocation).toMatchObject({
      status: "good",
      source: "CRL",
    });
  });

  it("takes an answer of an authority whose clock runs a little ahead, none from the future", async () => {
    const ahead =
      (minutes: number): Fetch =>
      (url, init) => {
        if (url.endsWith("/issuing.crl")) return Promise.resolve(new Response("", { status: 503 }));
        if (!url.endsWith("/ocsp")) return fetch(url, init);
        const answer = authority.ocsp(init!.body as Uint8Array, new Date(Date.now() + minutes * 60_000));
        return Promise.resolve(new Response(Buffer.from(answer)));
      };
    expect((await ask(await sign(), ahead(2))).signatures[0]?.revocation).toMatchObject({
      status: "good",
      source: "OCSP, CRL",
    });
    expect((await ask(await sign(), ahead(20))).signatures[0]?.revocation.status).toBe("unknown");
  });

  it("stays undecided when nobody answers, and never says valid", async () => {
    const down: Fetch = () => Promise.reject(new TypeError("network"));
    const verdict = await ask(await sign(), down);
    expect(verdict.verdict).toBe("INDETERMINATE");
    expect(verdict.signatures[0]?.subIndication).toBe("TRY_LATER");
  });

  it("hears of a revocation", async () => {
    const stolen = authority.issueCertificate({ commonName: "Lê Văn Mất", kind: "person", algorithm: "EC-P256" });
    const pdf = await sign(stolen);
    authority.revoke(stolen.serial, new Date(Date.now() - 3_600_000));
    const verdict = await ask(pdf);
    expect(verdict.verdict).not.toBe("TOTAL_PASSED");
    expect(verdict.signatures[0]?.revocation.status).toBe("revoked");
  });

  it("asks nobody about a signature that no anchor vouches for, nor where the file says all", async () => {
    expect((await ask(await sign(), fetch, [])).verdict).toBe("INDETERMINATE");
    expect(asked).toEqual([]);
    asked.length = 0;
    const known = await verdictOnline(await sign(), { trust, crls: authority.crls }, { fetch });
    expect(known.verdict).toBe("TOTAL_PASSED");
    expect(asked).toEqual([]);
  });
});
