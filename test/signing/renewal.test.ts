import { describe, expect, it } from "vitest";
import {
  authorityFetch,
  createTestAuthority,
  renewalDue,
  renewDocumentTimestamp,
  signPdf,
  TT15_2025,
} from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { onePagePdf } from "./documents.ts";
import { onlineAuthority } from "./services.ts";

const DAY = 86_400_000;
const YEAR = 365.25 * DAY;
const now = new Date();

/** An authority whose own certificates, and those of its timestamps, run out in so many days: they are valid for ten years. */
function endingIn(days: number, url: string) {
  const authority = createTestAuthority({ url, notBefore: new Date(now.getTime() - 10 * YEAR + days * DAY) });
  const fetch = authorityFetch(authority);
  return { authority, options: { timestamp: { authorities: [{ url: `${url}/tsa` }], fetch }, revocation: { fetch } } };
}

const old = endingIn(60, "http://ca-cu.thu-nghiem.example");
const young = onlineAuthority();
const trust = [old.authority, young.authority].map(({ root }) => ({
  certificate: root,
  scope: "thử nghiệm",
  source: "test",
}));
const person = young.authority.issueCertificate({
  commonName: "Trần Minh Quang",
  kind: "person",
  algorithm: "EC-P256",
});
const request = { pdf: onePagePdf(), signer: person.signer(), role: "leader" as const, at: now };
/** Stamped by the old authority, the signer's path by the young one's services. */
const mixed = {
  timestamp: old.options.timestamp,
  revocation: {
    fetch: (url: string, init: RequestInit) =>
      url.includes("ca-cu") ? old.options.revocation.fetch(url, init) : young.fetch(url, init),
  },
};

describe("renewalDue", () => {
  it("says nothing is due in a file without a document timestamp", async () => {
    expect(renewalDue(onePagePdf(), now)).toEqual({ due: false });
    const { pdf } = await signPdf(request, { ...young.options, level: "B-LT" });
    expect(renewalDue(pdf, now)).toEqual({ due: false });
  });

  it("says from when on and why: some days before the certificate of the last timestamp runs out", async () => {
    const { pdf } = await signPdf(request, { ...mixed, level: "B-LTA" });
    const state = renewalDue(pdf, now);
    expect(state).toMatchObject({ due: true, because: "certificate", field: expect.stringContaining("DauThoiGian") });
    expect(state.until!.getTime() - now.getTime()).toBeLessThan(61 * DAY);
    expect(state.until!.getTime() - state.from!.getTime()).toBe(90 * DAY);
    expect(renewalDue(pdf, now, { ...TT15_2025, renewDaysBefore: 30 }).due).toBe(false);
    expect(renewalDue(pdf, new Date(state.until!.getTime() + 1))).toMatchObject({ due: true, late: true });
  });

  it("goes by the algorithm where that ends first", async () => {
    const { pdf } = await signPdf(request, { ...young.options, level: "B-LTA" });
    expect(renewalDue(pdf, now).due).toBe(false);
    const soon = new Date(now.getTime() + 10 * DAY);
    const policy = { ...TT15_2025, ends: { "ECDSA-P256-SHA256": soon.toISOString() } };
    expect(renewalDue(pdf, now, policy)).toMatchObject({ due: true, because: "algorithm", until: soon });
  });

  it("is satisfied by a renewal in time, and the file outlives the old authority", async () => {
    const { pdf } = await signPdf(request, { ...mixed, level: "B-LTA" });
    const renewed = await renewDocumentTimestamp(pdf, { ...mixed, timestamp: young.options.timestamp });
    expect(renewalDue(renewed.pdf, now).due).toBe(false);
    const later = new Date(now.getTime() + YEAR);
    const after = verifyPdf(renewed.pdf, { trust, at: later });
    expect(after.verdict, after.summary).toBe("TOTAL_PASSED");
  });
});
