import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { isVanthuError, type VanthuError } from "../../shared/errors/index.ts";
import {
  appendixText,
  cleanSignatureImage,
  copyText,
  createTestAuthority,
  previewSeal,
  previewSignature,
  type SignRequest,
  signatureFields,
  signPdf,
} from "../../shared/signing/index.ts";
import { block, foreignPage, isBlue, isDark, isRed, look, touching } from "./appearance-pages.ts";
import { drawSeal, drawSignature, encoded, photograph, sheet } from "./appearance-photos.ts";
import { anchorsOf, libreOfficePdf } from "./documents.ts";
import { inDirectory, pdfsig, qpdfCheck, run, wordsOn } from "./outside.ts";

const authority = createTestAuthority();
const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" }).signer();
const office = authority.issueCertificate({ commonName: "Ủy ban nhân dân xã An Phú", kind: "organisation" }).signer();
const at = new Date("2026-11-22T08:30:15+07:00");
const MM = 72 / 25.4;
const SIGNATORY = "Tran Minh Quang";
const corner = ["SAO", "Y"];

let signature: Uint8Array;
let seal: Uint8Array;
let plan: Uint8Array;

beforeAll(async () => {
  const paper = sheet(900, 460);
  drawSignature(paper, [60, 40, 780, 380], 12);
  signature = (
    await cleanSignatureImage(encoded(paper, photograph(paper, { ink: [30, 40, 120] }), "png"), { kind: "signature" })
  ).png;
  const stamp = sheet(640, 640);
  drawSeal(stamp, 320, 320, 290);
  seal = (
    await cleanSignatureImage(encoded(stamp, photograph(stamp, { ink: [205, 30, 35] }), "png"), {
      kind: "seal",
      widthMm: 36,
    })
  ).png;
  plan = libreOfficePdf(true);
});

type Asked = Partial<Omit<SignRequest, "pdf" | "signer" | "role" | "at">>;
const lead = (pdf: Uint8Array, asked: Asked = {}) =>
  signPdf({ pdf, signer: person, role: "leader", at, image: signature, place: { signatory: SIGNATORY }, ...asked });
const stamp = (pdf: Uint8Array, asked: Asked = {}) =>
  signPdf({ pdf, signer: office, role: "seal", at, image: seal, ...asked });

async function refusal(work: Promise<unknown>): Promise<VanthuError> {
  try {
    await work;
  } catch (error) {
    if (isVanthuError(error)) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a person's signature (NĐ30 Phụ lục I.II.7.d)", () => {
  it("is blue and stands in the middle between title and name, where the anchors say", async () => {
    const signed = await lead(plan, { anchors: anchorsOf(plan), place: undefined });
    const words = new Map(wordsOn(plan).map(({ text, rect }) => [text, rect]));
    const blue = look(signed.pdf).boxOf(isBlue)!;
    const [name, title] = [words.get("Minh")!, words.get("TỊCH")!];
    expect(blue[1]).toBeGreaterThan(name[3] - 4);
    expect(blue[3]).toBeLessThan(title[1] + 4);
    const middle = (words.get("Trần")![0] + words.get("Quang")![2]) / 2;
    expect(Math.abs((blue[0] + blue[2]) / 2 - middle)).toBeLessThan(2);
    expect(signed.placement).toMatchObject({ page: 0, steps: [] });
  });

  it("stands above the signatory's name in a file that others made, found by its Vietnamese letters", async () => {
    const signed = await lead(plan, { place: { signatory: "Trần Minh Quang" } });
    const [before, after] = [look(plan), look(signed.pdf)];
    expect(touching(before, after, isBlue)).toBe(0);
    const name = wordsOn(plan).find(({ text }) => text === "Quang")!.rect;
    const blue = after.boxOf(isBlue)!;
    expect(blue[1]).toBeGreaterThan(name[1]);
    expect(blue[1] - name[3]).toBeLessThan(8);
    expect(pdfsig(signed.pdf).get("ChuKyLanhDao")).toContain("Signature is Valid");
  });

  it("stands in the rectangle that was asked for", async () => {
    const rect: [number, number, number, number] = [80, 500, 200, 560];
    const signed = await lead(foreignPage({ lines: block() }), { place: { page: 0, rect } });
    const blue = look(signed.pdf).boxOf(isBlue)!;
    expect(blue[0]).toBeGreaterThan(79);
    expect(blue[2]).toBeLessThan(201);
    expect((blue[0] + blue[2]) / 2).toBeCloseTo(140, -0.5);
  });

  it("is drawn smaller rather than over a word in its room, and says so", async () => {
    const pdf = foreignPage({ lines: [...block(), { text: "kiem", x: 352, y: 322, size: 9 }] });
    const signed = await lead(pdf, { place: { page: 0, rect: [340, 262, 500, 340] } });
    expect(signed.placement!.steps.map(({ kind }) => kind)).toContain("smaller");
    expect(touching(look(pdf), look(signed.pdf), isBlue)).toBe(0);
  });

  it("is refused where there is only text, and the error names the words", async () => {
    const pdf = foreignPage({ lines: [{ text: "Noi dung van ban da co o day", x: 100, y: 500 }] });
    const error = await refusal(lead(pdf, { place: { page: 0, rect: [120, 498, 240, 512] } }));
    expect(error).toMatchObject({ code: "SIGN_NO_PLACE", where: "trang 1" });
    expect(error.message).toContain("dung van ban");
    expect(error.hint).not.toBe("");
  });

  it.each<[string, SignRequest["place"]]>([
    ["a name that is not in the file", { signatory: "Lê Văn Không Có" }],
    ["a page that is not in the file", { page: 3, rect: [10, 10, 200, 100] }],
    ["a rectangle beyond the paper", { page: 0, rect: [500, 10, 700, 100] }],
    ["a rectangle of no size", { page: 0, rect: [50, 50, 50, 50] }],
  ])("is refused for %s", async (_what, place) => {
    expect(await refusal(lead(foreignPage({ lines: block() }), { place }))).toMatchObject({
      code: "SIGN_PLACE_UNKNOWN",
    });
  });

  it("is not seen when it is to be invisible, whatever else is given", async () => {
    const pdf = foreignPage({ lines: block() });
    const signed = await lead(pdf, { appearance: "none" });
    expect(signed.placement).toBeUndefined();
    expect(look(signed.pdf).boxOf(isBlue)).toBeUndefined();
    expect(pdfsig(signed.pdf).get("ChuKyLanhDao")).toContain("Signature is Valid");
  });
});

describe("the seal (NĐ30 Điều 33.1.b, Phụ lục I.II.8.a)", () => {
  it("is red, has its true size, and covers the left third of the signature; with room enough nothing had to be done", async () => {
    const pdf = foreignPage({ lines: block({ room: 125 }) });
    const signed = await lead(pdf);
    const sealed = await stamp(signed.pdf);
    const blue = look(signed.pdf).boxOf(isBlue)!;
    const after = look(sealed.pdf);
    const red = after.boxOf(isRed)!;
    expect(red[2] - red[0]).toBeCloseTo(36 * MM, -0.3);
    expect(red[3] - red[1]).toBeCloseTo(36 * MM, -0.3);
    expect((red[2] - blue[0]) / (blue[2] - blue[0])).toBeCloseTo(1 / 3, 1);
    expect(sealed.placement).toMatchObject({ steps: [] });
    expect(sealed.placement!.coverage).toBeCloseTo(1 / 3, 5);
    expect(touching(look(pdf), after, isRed)).toBe(0);
    expect(pdfsig(sealed.pdf).get("ConDauCoQuan")).toContain("Signature is Valid");
    expect(pdfsig(sealed.pdf).get("ChuKyLanhDao")).toContain("Signature is Valid");
    expect(qpdfCheck(sealed.pdf)).toContain("No syntax or stream encoding errors");
  });

  it("moves within what the decree allows (a third, give or take a twelfth) when a word is in the way, and says what it did", async () => {
    const lines = [...block({ room: 125 }), { text: "- Luu: VT.", x: 238, y: 300, size: 11 }];
    const pdf = foreignPage({ lines });
    const signed = await lead(pdf);
    const sealed = await stamp(signed.pdf);
    const { coverage, steps } = sealed.placement!;
    expect(coverage).toBeGreaterThanOrEqual(1 / 4);
    expect(coverage).toBeLessThanOrEqual(5 / 12);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps[0]!.message).toMatch(/^(Đã dịch con dấu|Con dấu trùm)/);
    expect(touching(look(pdf), look(sealed.pdf), isRed)).toBe(0);
  });

  it.each<[string, Parameters<typeof foreignPage>[0]]>([
    ["a picture", { picture: [200, 330, 304, 380] }],
    ["a form field", { field: [200, 222, 312, 262] }],
  ])("keeps clear of %s", async (_what, more) => {
    const pdf = foreignPage({ lines: block({ room: 125 }), ...more });
    const { placement } = await stamp((await lead(pdf)).pdf);
    const [x0, y0, x1, y1] = placement!.shown;
    const [a, b, c, d] = (more!.picture ?? more!.field)!;
    // The seal is a circle: what must stay out of it is the corner of the box that is nearest to its middle.
    const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const away = Math.hypot(cx - Math.min(Math.max(cx, a), c), cy - Math.min(Math.max(cy, b), d));
    expect(away).toBeGreaterThan((x1 - x0) / 2);
    expect(placement!.steps.length).toBeGreaterThan(0);
  });

  it("never touches title or name: too little room between them is refused, naming the words, and the file stays unsealed", async () => {
    const pdf = foreignPage({ lines: block({ room: 62, name: "Tran Nguyen Minh Quang" }) });
    const signed = await lead(pdf, { place: { signatory: "Tran Nguyen Minh Quang" } });
    expect(signed.placement!.steps.map(({ kind }) => kind)).toContain("seal-tight");
    const error = await refusal(stamp(signed.pdf));
    expect(error).toMatchObject({ code: "SIGN_NO_PLACE", where: "trang 1" });
    expect(error.message).toContain("con dấu 36 mm × 36 mm");
    expect(error.message).toMatch(/“.*Tran.*”/);
    expect(error.hint).toContain("36 mm");
    expect(signatureFields(signed.pdf).filter((field) => field.signed)).toHaveLength(1);
  });

  it("is a condition of the leader's signature when its size is given: better refused before signing than before sealing", async () => {
    const pdf = foreignPage({ lines: block({ room: 62, name: "Tran Nguyen Minh Quang" }) });
    const place = { signatory: "Tran Nguyen Minh Quang" };
    const error = await refusal(lead(pdf, { place, sealSize: { widthMm: 36, heightMm: 36 } }));
    expect(error).toMatchObject({ code: "SIGN_NO_PLACE" });
    expect((await lead(pdf, { place, sealSize: { widthMm: 20, heightMm: 20 } })).placement).toBeDefined();
  });

  it("touches letters of title and name only for who says so; they stay as black as they were, and no other text is touched", async () => {
    const lines = [...block({ room: 62, name: "Tran Nguyen Minh Quang" }), { text: "Noi nhan:", x: 100, y: 320 }];
    const pdf = foreignPage({ lines });
    const signed = await lead(pdf, { place: { signatory: "Tran Nguyen Minh Quang" } });
    const sealed = await stamp(signed.pdf, { sealMayTouch: "title-and-name" });
    expect(sealed.placement!.steps.map(({ kind }) => kind)).toContain("touches");
    const [before, after] = [look(pdf), look(sealed.pdf)];
    expect(touching(before, after, isRed)).toBeGreaterThan(0);
    const dark = after.where(isDark);
    for (const pixel of before.where(isDark)) expect(dark.has(pixel)).toBe(true);
    // Where another paragraph is in the way as well, there is no place at all.
    const crowded = foreignPage({
      lines: [...lines, { text: "- Luu: VT, phong noi vu, phong tai chinh;", x: 60, y: 300 }],
    });
    const leader = await lead(crowded, { place: { signatory: "Tran Nguyen Minh Quang" } });
    expect(await refusal(stamp(leader.pdf, { sealMayTouch: "title-and-name" }))).toMatchObject({
      code: "SIGN_NO_PLACE",
    });
  });

  it("without a picture is drawn smaller where the true one would not fit: a drawn one has no true size", async () => {
    const pdf = foreignPage({ lines: block({ room: 72 }) });
    const signed = await lead(pdf);
    const { placement } = await stamp(signed.pdf, { image: undefined });
    expect(placement!.steps.map(({ kind }) => kind)).toContain("smaller");
    expect(placement!.shown[2] - placement!.shown[0]).toBeLessThan(36 * MM);
  });

  it("stands in the middle of a rectangle that was asked for, beside an invisible signature", async () => {
    const pdf = foreignPage({ lines: block() });
    const signed = await lead(pdf, { appearance: "none" });
    const sealed = await stamp(signed.pdf, { place: { page: 0, rect: [200, 480, 320, 600] } });
    const red = look(sealed.pdf).boxOf(isRed)!;
    expect((red[0] + red[2]) / 2).toBeCloseTo(260, 0);
    expect((red[1] + red[3]) / 2).toBeCloseTo(540, 0);
    const onText = stamp(signed.pdf, { place: { page: 0, rect: [370, 330, 470, 400] } });
    expect(await refusal(onText)).toMatchObject({ code: "SIGN_NO_PLACE" });
  });
});

describe("pages of every kind", () => {
  it.each<[string, Parameters<typeof foreignPage>[0]]>([
    ["turned by 90 degrees, a part of a larger sheet", { rotate: 90, crop: true }],
    ["turned by 180 degrees", { rotate: 180 }],
    ["turned by 270 degrees, a part of a larger sheet", { rotate: 270, crop: true }],
    ["a part of a larger sheet (/CropBox)", { crop: true }],
    ["landscape, lying on its side in the file", { width: 842, height: 595, rotate: 90 }],
  ])("%s: everything stands upright where it would on a plain page", async (_what, more) => {
    const signed = await lead(foreignPage({ lines: block(), ...more }));
    const sealed = await stamp(signed.pdf);
    const copied = await signPdf({ pdf: sealed.pdf, signer: office, role: "copy", at, text: "SAO Y; Sở Nội vụ" });
    const plain = await lead(foreignPage({ lines: block(), width: more!.width ?? 595, height: more!.height ?? 842 }));
    const plainSealed = await stamp(plain.pdf);
    const [here, there] = [look(copied.pdf), look(plainSealed.pdf)];
    for (const colour of [isRed, isBlue]) {
      const [a, b] = [here.boxOf(colour)!, there.boxOf(colour)!];
      for (const [i, value] of a.entries()) expect(Math.abs(value - b[i]!)).toBeLessThan(1.5);
    }
    const words = wordsOn(copied.pdf).filter(({ text }) => [...corner, "Nội"].includes(text.replace(";", "")));
    expect(words.map(({ text }) => text)).toEqual(["SAO", "Y;", "Nội"]);
    expect(copied.placement!.shown[2]).toBeCloseTo((more!.width ?? 595) - 15 * MM, 3);
    expect(pdfsig(copied.pdf).get("KyBanSao")).toContain("Signature is Valid");
  });

  it("in units of their own (/UserUnit) a seal still has its true size", async () => {
    const signed = await lead(foreignPage({ lines: block(), userUnit: 2 }));
    const { placement } = await stamp(signed.pdf);
    const [shown, own] = [placement!.shown, placement!.rect];
    expect(shown[2] - shown[0]).toBeCloseTo(36 * MM, 0);
    expect(own[2] - own[0]).toBeCloseTo(18 * MM, 0);
  });
});

describe("a page made to keep us busy", () => {
  it("of twenty thousand words where the seal should stand costs little, and none of them is hidden", async () => {
    const words = Array.from({ length: 20_000 }, (_, i) => ({
      text: "ab",
      x: 230 + (i % 50) * 3,
      y: 250 + ((i * 7) % 100),
      size: 5,
    }));
    const pdf = foreignPage({ lines: [...block({ room: 125 }), ...words] });
    const before = process.cpuUsage();
    const error = await refusal(lead(pdf, { sealSize: { widthMm: 36, heightMm: 36 } }));
    const { user, system } = process.cpuUsage(before);
    expect(error).toMatchObject({ code: "SIGN_NO_PLACE" });
    expect((user + system) / 1e6).toBeLessThan(5);
  });
});

describe("an appendix file or electronic copy (NĐ30 Phụ lục I.II.8.b, III.1.d, Phần II.I.3)", () => {
  const text = appendixText("32/KH-UBND", at);
  const sign = (pdf: Uint8Array) => signPdf({ pdf, signer: office, role: "appendix", at, text });

  it("shows number and time only, black, 10 points high, in the upper right corner, and no picture", async () => {
    expect(text).toBe("Số: 32/KH-UBND; 22/11/2026; 08:30:15 +07:00");
    const signed = await signPdf({ pdf: foreignPage(), signer: office, role: "appendix", at, text, image: seal });
    const seen = look(signed.pdf);
    const [x0, y0, x1, y1] = seen.boxOf((r, g, b) => r + g + b < 380)!;
    expect(595 - x1).toBeGreaterThan(15 * MM - 2);
    expect(595 - x1).toBeLessThan(20 * MM);
    expect(y0).toBeGreaterThan(842 - 20 * MM);
    // From the highest mark (ố) to the lowest tail of type 10 points high.
    expect(y1 - y0).toBeLessThan(13);
    expect(x1 - x0).toBeGreaterThan(150);
    expect(seen.boxOf(isRed)).toBeUndefined();
    expect(
      wordsOn(signed.pdf)
        .map((word) => word.text)
        .join(" "),
    ).toBe(text);
    expect(signed.placement!.steps).toEqual([]);
  });

  it("moves within the corner when something stands there, and hides nothing", async () => {
    const pdf = foreignPage({ lines: [{ text: "LUU HANH NOI BO", x: 400, y: 808, size: 13 }] });
    const signed = await sign(pdf);
    expect(signed.placement!.steps.map(({ kind }) => kind)).toContain("moved");
    expect(signed.placement!.shown[1]).toBeGreaterThan(842 - 42 * MM);
    const [before, after] = [look(pdf), look(signed.pdf)];
    const dark = after.where(isDark);
    for (const pixel of before.where(isDark)) expect(dark.has(pixel)).toBe(true);
    const words = wordsOn(signed.pdf);
    const there = words.filter((word) => ["LUU", "HANH", "NOI", "BO"].includes(word.text));
    for (const one of words.filter((word) => !there.includes(word)))
      for (const other of there) {
        const apart =
          one.rect[3] <= other.rect[1] + 3 ||
          other.rect[3] <= one.rect[1] + 3 ||
          one.rect[2] <= other.rect[0] ||
          other.rect[2] <= one.rect[0];
        expect(apart).toBe(true);
      }
  });

  it("stands below another such line, and the next below that", async () => {
    const first = await sign(foreignPage());
    const second = await signPdf({
      pdf: first.pdf,
      signer: office,
      role: "copy",
      at,
      text: copyText("SAO Y", "Sở Nội vụ", at),
    });
    const third = await signPdf({
      pdf: second.pdf,
      signer: office,
      role: "copy",
      at,
      text: copyText("SAO LỤC", "Sở Tài chính", at),
    });
    const tops = [first, second, third].map(({ placement }) => placement!.shown);
    expect(tops[0]![1]).toBeGreaterThanOrEqual(tops[1]![3]);
    expect(tops[1]![1]).toBeGreaterThanOrEqual(tops[2]![3]);
    expect(pdfsig(third.pdf).size).toBe(3);
  });

  it("is refused when the whole corner is taken", async () => {
    const lines = Array.from({ length: 12 }, (_, i) => ({ text: "x".repeat(80), x: 6, y: 838 - i * 12, size: 12 }));
    expect(await refusal(sign(foreignPage({ lines })))).toMatchObject({ code: "SIGN_NO_PLACE", where: "trang 1" });
  });

  it("on a scanned page stands in its place and says that writing in a picture cannot be read", async () => {
    const signed = await sign(foreignPage({ scanned: true }));
    expect(signed.placement!.steps.map(({ kind }) => kind)).toEqual(["scanned"]);
  });

  it("has its letters embedded, so that PDF/A stays PDF/A (ISO 19005-2, 6.2.11.4)", async () => {
    const { pdf } = await sign(plan);
    const fonts = inDirectory((directory) => {
      writeFileSync(`${directory}/a.pdf`, pdf);
      return run("pdffonts", [`${directory}/a.pdf`]);
    });
    const rows = fonts
      .split("\n")
      .slice(2)
      .filter((row) => row.trim() !== "");
    expect(rows.some((row) => /^[A-Z]{6}\+Tinos/.test(row))).toBe(true);
    for (const row of rows) expect(row).toMatch(/\byes +yes\b/);
  });
});

describe("a preview", () => {
  it("gives page, rectangle and picture of what signing then shows, without key or certificate", async () => {
    const pdf = foreignPage({ lines: block({ room: 125 }) });
    const place = { signatory: SIGNATORY };
    const before = previewSignature({ pdf, name: "Trần Minh Quang", image: signature, place })!;
    const ahead = previewSeal(
      { pdf, name: "UBND xã An Phú", image: seal, place },
      { name: "Trần Minh Quang", image: signature },
    )!;
    const signed = await lead(pdf);
    const beside = previewSeal({ pdf: signed.pdf, name: "UBND xã An Phú", image: seal })!;
    const sealed = await stamp(signed.pdf);
    expect(before.shown).toEqual(signed.placement!.shown);
    expect(ahead.coverage).toBeCloseTo(1 / 3, 5);
    for (const [i, value] of ahead.shown.entries()) expect(value).toBeCloseTo(sealed.placement!.shown[i]!, 0);
    expect(beside.shown).toEqual(sealed.placement!.shown);
    expect(beside).toMatchObject({
      page: 0,
      pageSize: { width: 595, height: 842 },
      picture: { mediaType: "image/png" },
    });
    expect(beside.picture.bytes).toEqual(seal);
    const red = look(sealed.pdf).boxOf(isRed)!;
    expect(beside.onPage.left * 595).toBeCloseTo(red[0], -0.3);
    expect((1 - beside.onPage.top) * 842).toBeCloseTo(red[3], -0.3);
  });

  it("draws the stand-in of a missing picture as SVG", () => {
    const pdf = foreignPage({ lines: block({ room: 125 }) });
    const { picture } = previewSignature({ pdf, name: "Trần Minh Quang", place: { signatory: SIGNATORY } })!;
    expect(picture.mediaType).toBe("image/svg+xml");
    const svg = new TextDecoder().decode(picture.bytes);
    expect(svg).toMatch(/^<svg .*<path .*fill="rgb\(13 41 148\)"/s);
  });

  it("is none where nothing says where to sign", () => {
    expect(previewSignature({ pdf: foreignPage(), name: "Trần Minh Quang" })).toBeUndefined();
  });
});
