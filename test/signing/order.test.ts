import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestAuthority,
  fillFields,
  type KeyKind,
  layFields,
  localSigner,
  type SignatureAlgorithm,
  signatureFields,
  signPdf,
} from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { anchorsOf, libreOfficePdf, throughQpdf } from "./documents.ts";
import { embeddedSignatures, opensslCades, pagePixels, pdfsig, qpdfCheck, wordsOn } from "./outside.ts";

const authority = createTestAuthority();
const at = new Date("2026-11-22T08:30:15+07:00");
const number = { SoVanBan: "32", NgayBanHanh: "05", ThangBanHanh: "01", NamBanHanh: "2026" };

function holders(algorithm: KeyKind) {
  return {
    leader: authority.issueCertificate({
      commonName: "Trần Minh Quang",
      organisation: "Ủy ban nhân dân xã An Phú",
      title: "Chủ tịch",
      kind: "person",
      algorithm,
    }),
    seal: authority.issueCertificate({ commonName: "Ủy ban nhân dân xã An Phú", kind: "organisation", algorithm }),
  };
}

const rsa = holders("RSA-2048");
let plain: Uint8Array;
let archival: Uint8Array;

beforeAll(() => {
  plain = libreOfficePdf();
  archival = libreOfficePdf(true);
});

/** The straight line: blanks, leader, number and date, seal; every step with what it gave. */
async function issue(pdf: Uint8Array, keys: typeof rsa, algorithm?: SignatureAlgorithm) {
  const signers = {
    leader: localSigner(keys.leader.key, keys.leader.chain, algorithm),
    seal: localSigner(keys.seal.key, keys.seal.chain, algorithm),
  };
  const anchors = anchorsOf(pdf);
  const laid = layFields(pdf, anchors);
  const leader = await signPdf({ pdf: laid, signer: signers.leader, role: "leader", at, anchors });
  const numbered = fillFields(leader.pdf, number);
  const sealed = await signPdf({ pdf: numbered, signer: signers.seal, role: "seal", at });
  return { laid, leader: leader.pdf, numbered, sealed: sealed.pdf };
}

function startsWith(whole: Uint8Array, part: Uint8Array): boolean {
  return whole.length > part.length && Buffer.compare(whole.subarray(0, part.length), part) === 0;
}

/** What must hold for an issued file whatever it was made from and signed with. */
function expectIssued(pdf: Uint8Array, steps: Awaited<ReturnType<typeof issue>>): void {
  const { laid, leader, numbered, sealed } = steps;
  expect(startsWith(laid, pdf)).toBe(true);
  expect(startsWith(leader, laid)).toBe(true);
  expect(startsWith(numbered, leader)).toBe(true);
  expect(startsWith(sealed, numbered)).toBe(true);

  for (const [step, fields] of [
    [leader, ["ChuKyLanhDao"]],
    [numbered, ["ChuKyLanhDao"]],
    [sealed, ["ChuKyLanhDao", "ConDauCoQuan"]],
  ] as const) {
    const said = pdfsig(step);
    for (const field of fields) {
      expect(said.get(field)).toContain("Signature Validation: Signature is Valid.");
      expect(said.get(field)).toContain("Signature Type: ETSI.CAdES.detached");
    }
  }
  expect(pdfsig(sealed).get("ConDauCoQuan")).toContain("Total document signed");

  const embedded = embeddedSignatures(sealed);
  expect(embedded.map((signature) => opensslCades(signature, authority.root))).toEqual(["verified", "verified"]);
  expect(embedded.map(({ end }) => end)).toEqual([leader.length, sealed.length]);
  for (const step of [laid, leader, numbered, sealed])
    expect(qpdfCheck(step)).toContain("No syntax or stream encoding errors");
}

describe("leader, number and date, seal", () => {
  it("gives two valid signatures on a LibreOffice PDF, RSA-2048", async () => {
    const steps = await issue(plain, rsa);
    expectIssued(plain, steps);
    expect(signatureFields(steps.sealed)).toEqual([
      {
        field: "ChuKyLanhDao",
        role: "leader",
        signed: true,
        kind: "signature",
        certification: 2,
        signedAt: "2026-11-22T08:30:15+07:00",
      },
      { field: "ConDauCoQuan", role: "seal", signed: true, kind: "signature", signedAt: "2026-11-22T08:30:15+07:00" },
    ]);
  });

  it("gives two valid signatures on a PDF/A-2b", async () => {
    expectIssued(archival, await issue(archival, rsa));
  });

  it("keeps cross-reference and object streams", async () => {
    const packed = throughQpdf(plain, "--object-streams=generate");
    expectIssued(packed, await issue(packed, rsa));
  });

  it("signs a linearized file", async () => {
    const linearized = throughQpdf(plain, "--linearize");
    expectIssued(linearized, await issue(linearized, rsa));
  });

  it.each<[KeyKind, SignatureAlgorithm]>([
    ["EC-P256", "ECDSA-P256-SHA256"],
    ["EC-P384", "ECDSA-P384-SHA384"],
    ["RSA-2048", "RSA-PSS-SHA256"],
  ])("signs with %s as %s", async (kind, algorithm) => {
    expectIssued(plain, await issue(plain, kind === "RSA-2048" ? rsa : holders(kind), algorithm));
  });

  it("has no signing-time in the CMS: /M says when (ETSI EN 319 142-1, 6.3)", async () => {
    const { sealed } = await issue(plain, rsa);
    for (const { cms } of embeddedSignatures(sealed)) {
      const signingTime = Buffer.from("06092a864886f70d010905", "hex");
      expect(cms.indexOf(signingTime)).toBe(-1);
    }
    expect(Buffer.from(sealed).includes("/M (D:20261122083015+07'00')")).toBe(true);
  });
});

describe("number and date before the leader", () => {
  it("are locked by the leader's signature (FieldMDP), and the seal follows", async () => {
    const anchors = anchorsOf(plain);
    const numbered = fillFields(layFields(plain, anchors), number);
    const leader = await signPdf({ pdf: numbered, signer: rsa.leader.signer(), role: "leader", at, anchors });
    const text = Buffer.from(leader.pdf.subarray(numbered.length)).toString("latin1");
    expect(text).toMatch(/\/FieldMDP[\s\S]*\/Include/);
    expect(() => fillFields(leader.pdf, { SoVanBan: "33" })).toThrow(
      expect.objectContaining({ code: "FIELD_LOCKED", where: "SoVanBan" }),
    );
    const sealed = await signPdf({ pdf: leader.pdf, signer: rsa.seal.signer(), role: "seal", at });
    for (const [, words] of pdfsig(sealed.pdf)) expect(words).toContain("Signature is Valid");
    const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "test" }];
    const verdict = verifyPdf(sealed.pdf, { trust, crls: authority.crls, at: new Date() });
    expect([verdict.verdict, verdict.summary]).toEqual(["TOTAL_PASSED", expect.any(String)]);
  });

  it("are left open by the leader's signature where they are still to come", async () => {
    const { leader } = await issue(plain, rsa);
    expect(() => fillFields(leader, number)).not.toThrow();
  });
});

describe("what one sees", () => {
  it("number and date stand in their blanks, on the baseline of the line", async () => {
    const { numbered } = await issue(plain, rsa);
    const words = wordsOn(numbered).map(({ text }) => text);
    expect(words).toEqual(expect.arrayContaining(["32", "05", "01", "2026"]));
    const text = words.join(" ");
    expect(text).toContain("Số: 32 /KH-UBND");
    // Lowest ink of the figures and of the right half of "/KH-UBND" beside them, in half points.
    const pixel = pagePixels(numbered);
    const lowestInk = (word: string, from: number) => {
      const [x0, y0, x1, y1] = wordsOn(numbered).find((found) => found.text === word)?.rect ?? [0, 0, 0, 0];
      for (let y = y0 - 4; y < y1; y += 0.5)
        for (let x = x0 + from * (x1 - x0); x < x1; x++) if (pixel(x, y)[0] < 120) return y;
      throw new Error(`no ink at ${word}`);
    };
    expect(Math.abs(lowestInk("32", 0) - lowestInk("/KH-UBND", 0.5))).toBeLessThanOrEqual(0.5);
  });

  it("the seal is red, covers the left third of the leader's blue signature, and hides nothing beneath it", async () => {
    const { leader, sealed } = await issue(plain, rsa);
    const [before, after] = [pagePixels(leader), pagePixels(sealed)];
    const blue: number[] = [];
    const red: number[] = [];
    for (let y = 560; y < 780; y++) {
      for (let x = 100; x < 560; x++) {
        const [r, , b] = before(x, y);
        if (b > r + 60) blue.push(x);
        const [R, , B] = after(x, y);
        if (R > B + 90) red.push(x);
      }
    }
    const [from, to] = [Math.min(...blue), Math.max(...blue)];
    const edge = Math.max(...red);
    expect(edge).toBeGreaterThan(from + (to - from) * 0.25);
    expect(edge).toBeLessThan(from + (to - from) * 0.42);
    // 36 mm, the size of a real seal.
    expect(edge - Math.min(...red)).toBeGreaterThan(98);
    expect(edge - Math.min(...red)).toBeLessThan(104);
  });
});
