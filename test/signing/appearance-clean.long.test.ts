import { deflateSync, inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { cleanSignatureImage } from "../../shared/signing/index.ts";
import {
  draw,
  drawSeal,
  drawSignature,
  encoded,
  inkBox,
  type Light,
  photograph,
  type Sheet,
  sheet,
} from "./appearance-photos.ts";
import { codeOf } from "./refusal.ts";

const BLUE = [25, 35, 120] as const;
const RED = [205, 45, 50] as const;

function signatureSheet(): Sheet {
  const paper = sheet(1000, 640);
  drawSignature(paper, [180, 150, 640, 300], 9);
  return paper;
}

function sealSheet(): Sheet {
  const paper = sheet(900, 820);
  drawSeal(paper, 440, 420, 310);
  return paper;
}

interface Pixels {
  width: number;
  height: number;
  rgba: Uint8Array;
}

/** Reads a palette PNG with transparency by its specification, without any reader of ours; its rows have no filter. */
function readBack(png: Uint8Array): Pixels & { perMetre: number } {
  const view = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < view.length; ) {
    const length = view.readUInt32BE(at);
    chunks.set(view.toString("latin1", at + 4, at + 8), view.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const head = chunks.get("IHDR")!;
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  expect([...head.subarray(8)]).toEqual([8, 3, 0, 0, 0]);
  const rows = inflateSync(chunks.get("IDAT")!);
  const [palette, clear] = [chunks.get("PLTE")!, chunks.get("tRNS")!];
  const rgba = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const entry = rows[y * (width + 1) + 1 + x]!;
      rgba.set([...palette.subarray(3 * entry, 3 * entry + 3), clear[entry]!], 4 * (y * width + x));
    }
  return { width, height, rgba, perMetre: chunks.get("pHYs")!.readUInt32BE(0) };
}

/** Compares what came out with the ink that was put on the sheet. */
function compare(of: Sheet, png: Uint8Array) {
  const out = readBack(png);
  const [left, top, right, bottom] = inkBox(of);
  const inkAt = (x: number, y: number) => of.ink[Math.floor(y) * of.width + Math.floor(x)] ?? 0;
  const counted = { core: 0, kept: 0, paper: 0, left: 0 };
  const [sx, sy] = [(right - left) / out.width, (bottom - top) / out.height];
  let soft = 0;
  for (let y = 0; y < out.height; y += 2) {
    for (let x = 0; x < out.width; x += 2) {
      const [px, py] = [left + (x + 0.5) * sx, top + (y + 0.5) * sy];
      let [most, least] = [0, 1];
      for (let dy = -4; dy <= 4; dy += 2)
        for (let dx = -4; dx <= 4; dx += 2) {
          const ink = inkAt(px + dx, py + dy);
          most = Math.max(most, ink);
          if (Math.abs(dx) <= 2 && Math.abs(dy) <= 2) least = Math.min(least, ink);
        }
      const alpha = out.rgba[4 * (y * out.width + x) + 3]!;
      if (alpha > 20 && alpha < 235) soft++;
      if (least > 0.95) {
        counted.core++;
        if (alpha > 170) counted.kept++;
      }
      if (most < 0.02) {
        counted.paper++;
        if (alpha > 12) counted.left++;
      }
    }
  }
  return {
    out,
    inkKept: counted.kept / counted.core,
    paperLeft: counted.left / counted.paper,
    soft: (4 * soft) / (out.width * out.height),
    /** Of the frame, in pixels of the sheet. */
    offBy: Math.max(Math.abs(out.width / out.height - (right - left) / (bottom - top)) * (bottom - top)),
  };
}

const clean = (of: Sheet, light: Light, kind: "signature" | "seal", how: Parameters<typeof encoded>[2] = "jpeg") =>
  cleanSignatureImage(encoded(of, photograph(of, light), how), kind === "seal" ? { kind, widthMm: 36 } : { kind });

describe("a signature on paper", () => {
  it.each<[string, Light, Parameters<typeof encoded>[2]]>([
    ["scanned in even light, PNG", { ink: BLUE }, "png"],
    [
      "photographed on rough yellow paper, light from one side, with a shadow",
      { ink: BLUE, paper: [240, 226, 196], gradient: [0.5, 1], shadow: 0.7, grain: 0.05 },
      "jpeg",
    ],
    ["in black ink, progressive JPEG", { ink: [40, 40, 42], gradient: [1, 0.65], grain: 0.04 }, "jpeg-progressive"],
    ["in ink that is light but clear", { ink: BLUE, strength: 0.4, grain: 0.02 }, "jpeg"],
  ])("%s: the paper goes, the ink stays, blue, with soft edges", async (_what, light, how) => {
    const paper = signatureSheet();
    const { png, widthMm, heightMm, changes } = await clean(paper, light, "signature", how);
    const { out, inkKept, paperLeft, soft, offBy } = compare(paper, png);
    expect(inkKept).toBeGreaterThan(0.99);
    expect(paperLeft).toBeLessThan(0.001);
    expect(soft).toBeGreaterThan(0.005);
    expect(offBy).toBeLessThan(8);
    for (let i = 0; i < out.rgba.length; i += 4) {
      const [r, g, b] = out.rgba.subarray(i, i + 3);
      expect([r, g, b]).toEqual([13, 41, 148]);
      if (i > 400) break;
    }
    expect(widthMm).toBe(50);
    expect(heightMm).toBeCloseTo((50 * out.height) / out.width, 0);
    expect(out.perMetre).toBeCloseTo((out.width * 1000) / 50, -1);
    expect(changes.join(" ")).toContain("Đã bỏ nền giấy");
  });

  it("is taken from under a red seal", async () => {
    const [paper, stamp] = [signatureSheet(), sheet(1000, 640)];
    drawSeal(stamp, 280, 320, 230);
    const { png, changes } = await clean(
      paper,
      { ink: BLUE, grain: 0.02, also: { sheet: stamp, ink: [215, 60, 65] } },
      "signature",
    );
    const { inkKept, paperLeft } = compare(paper, png);
    expect(inkKept).toBeGreaterThan(0.97);
    expect(paperLeft).toBeLessThan(0.01);
    expect(changes.join(" ")).toContain("Đã bỏ mực đỏ");
  });

  it("is told from the table beyond the edge of the sheet", async () => {
    const paper = signatureSheet();
    const rgb = photograph(paper, { ink: BLUE, grain: 0.02 });
    for (let y = 0; y < paper.height; y++)
      for (let x = 900; x < paper.width; x++) rgb.set([70, 48, 30], 3 * (y * paper.width + x));
    const { png } = await cleanSignatureImage(encoded(paper, rgb, "jpeg"), { kind: "signature" });
    const { inkKept, paperLeft } = compare(paper, png);
    expect(inkKept).toBeGreaterThan(0.99);
    expect(paperLeft).toBeLessThan(0.001);
  });

  it("stands upright when the camera was held sideways (EXIF 274)", async () => {
    const upright = signatureSheet();
    // As the camera stores it: turned a quarter against the clock, to be shown turned with it.
    const [w, h] = [upright.height, upright.width];
    const stored: Sheet = { width: w, height: h, ink: new Float32Array(w * h) };
    for (let y = 0; y < upright.height; y++)
      for (let x = 0; x < upright.width; x++) stored.ink[(h - 1 - x) * w + y] = upright.ink[y * upright.width + x]!;
    const jpeg = Buffer.from(encoded(stored, photograph(stored, { ink: BLUE }), "jpeg"));
    const exif = Buffer.from(
      "ffe1002245786966000049492a00080000000100120103000100000006000000000000000000".slice(0, 72),
      "hex",
    );
    exif.writeUInt16BE(exif.length - 2, 2);
    const turned = Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
    const { png, changes } = await cleanSignatureImage(turned, { kind: "signature" });
    expect(compare(upright, png).inkKept).toBeGreaterThan(0.99);
    expect(changes[0]).toContain("Đã xoay");
  });
});

describe("a seal on paper", () => {
  it.each<[string, Light, Parameters<typeof encoded>[2]]>([
    ["scanned, PNG", { ink: RED }, "png"],
    [
      "photographed with uneven light and shadow",
      { ink: RED, gradient: [0.6, 1], shadow: 0.75, grain: 0.04, strength: 0.85 },
      "jpeg",
    ],
    ["scanned in grays", { ink: [95, 95, 95], grain: 0.02 }, "jpeg"],
  ])("%s: stays whole, the full star as well, in red, round and of its true size", async (_what, light, how) => {
    const paper = sealSheet();
    const { png, widthMm, heightMm } = await clean(paper, light, "seal", how);
    const { out, inkKept, paperLeft } = compare(paper, png);
    expect(inkKept).toBeGreaterThan(0.99);
    expect(paperLeft).toBeLessThan(0.001);
    expect([...out.rgba.subarray(0, 3)]).toEqual([219, 18, 23]);
    expect(widthMm).toBe(36);
    expect(heightMm).toBeCloseTo(36, 0);
    // 400 dpi at most: 567 pixels for 36 mm.
    expect(out.width).toBeLessThanOrEqual(567);
  });

  it("is taken from among black text and a blue signature", async () => {
    const paper = sealSheet();
    const other = sheet(900, 820);
    for (let c = 0; c < 24; c++) draw(other, [330 + c * 20, 90], [338 + c * 20, 104], 4);
    for (let c = 0; c < 24; c++) draw(other, [330 + c * 20, 760], [338 + c * 20, 776], 4);
    drawSignature(other, [620, 300, 260, 200], 7);
    const { png, changes } = await clean(
      paper,
      { ink: RED, grain: 0.02, also: { sheet: other, ink: [32, 34, 74] } },
      "seal",
    );
    const { inkKept, paperLeft, offBy } = compare(paper, png);
    // Where the signature crosses the seal some of the red is lost.
    expect(inkKept).toBeGreaterThan(0.93);
    expect(paperLeft).toBeLessThan(0.005);
    expect(offBy).toBeLessThan(8);
    expect(changes.join(" ")).toContain("Đã bỏ mực không phải màu đỏ");
  });

  it("has the size that a scanner states, where that is a seal's", async () => {
    const paper = sheet(1240, 900);
    drawSeal(paper, 600, 450, 213);
    const { widthMm } = await cleanSignatureImage(encoded(paper, photograph(paper, { ink: RED }), "jpeg", 300), {
      kind: "seal",
    });
    // 426 pixels at 300 dpi.
    expect(widthMm).toBeGreaterThan(35.7);
    expect(widthMm).toBeLessThan(36.6);
  });

  it("cleaned twice is what it was, although it now fills its picture", async () => {
    const paper = sealSheet();
    const once = await clean(paper, { ink: RED }, "seal", "png");
    const twice = await cleanSignatureImage(once.png, { kind: "seal" });
    expect(twice).toMatchObject({ widthMm: once.widthMm, heightMm: once.heightMm });
    expect(compare(paper, twice.png).inkKept).toBeGreaterThan(0.99);
    expect(twice.changes.join(" ")).toContain("Nền trong suốt được giữ nguyên");
  });
});

describe("the same picture", () => {
  it("gives the same bytes", async () => {
    const paper = signatureSheet();
    const photo = encoded(paper, photograph(paper, { ink: BLUE, grain: 0.04 }), "jpeg");
    const [a, b] = [
      await cleanSignatureImage(photo, { kind: "signature" }),
      await cleanSignatureImage(photo, { kind: "signature" }),
    ];
    expect(Buffer.compare(a.png, b.png)).toBe(0);
  });
});

describe("what is refused, and why", () => {
  const blank = sheet(900, 600);
  const rough: Light = { ink: BLUE, grain: 0.05, gradient: [0.6, 1], shadow: 0.7 };
  const page = sheet(900, 1200);
  for (let row = 0; row < 28; row++)
    for (let c = 0; c < 48; c++) {
      if ((c * 7 + row) % 6 === 0) continue;
      const [x, y] = [60 + c * 16, 90 + row * 36];
      draw(page, [x, y], [x + 9, y + 3], 3);
      draw(page, [x + 9, y + 3], [x + 2, y + 16], 3);
    }
  const solid = sheet(900, 600);
  for (let y = 150; y < 450; y++) solid.ink.fill(1, y * 900 + 150, y * 900 + 750);
  const small = sheet(300, 200);
  drawSignature(small, [60, 50, 170, 90], 3);
  const jpeg = () => encoded(signatureSheet(), photograph(signatureSheet(), { ink: BLUE }), "jpeg");
  const photo = (of: Sheet, light: Light) => encoded(of, photograph(of, light), "jpeg");

  it.each<[string, string, () => Uint8Array, "signature" | "seal", number | undefined]>([
    ["SIGN_IMAGE_EMPTY", "a blank sheet, rough and in shadow", () => photo(blank, rough), "signature", undefined],
    [
      "SIGN_IMAGE_EMPTY",
      "a white picture",
      () => encoded(blank, photograph(blank, { ink: BLUE }), "png"),
      "seal",
      undefined,
    ],
    [
      "SIGN_IMAGE_FAINT",
      "ink hardly darker than the paper",
      () => photo(signatureSheet(), { ink: [90, 100, 170], strength: 0.16, grain: 0.012 }),
      "signature",
      undefined,
    ],
    [
      "SIGN_IMAGE_CROWDED",
      "a page of text as a signature",
      () => photo(page, { ink: [30, 30, 30], grain: 0.02 }),
      "signature",
      undefined,
    ],
    [
      "SIGN_IMAGE_CROWDED",
      "a page of text as a seal",
      () => photo(page, { ink: [30, 30, 30], grain: 0.02 }),
      "seal",
      undefined,
    ],
    ["SIGN_IMAGE_CROWDED", "a block of colour", () => photo(solid, { ink: BLUE }), "signature", undefined],
    ["SIGN_IMAGE_SMALL", "too few pixels", () => photo(small, { ink: BLUE }), "signature", undefined],
    ["SIGN_IMAGE_SIZE", "a seal of 60 mm", () => photo(sealSheet(), { ink: RED }), "seal", 60],
    ["SIGN_IMAGE_SIZE", "a signature as a seal: not round", () => photo(signatureSheet(), { ink: RED }), "seal", 36],
    ["SIGN_IMAGE_FORMAT", "no picture", () => Buffer.from("%PDF-1.7 không phải ảnh"), "seal", undefined],
    ["SIGN_IMAGE_FORMAT", "a JPEG cut short", () => jpeg().subarray(0, 2500), "signature", undefined],
    [
      "SIGN_IMAGE_FORMAT",
      "a PNG cut short",
      () => encoded(blank, photograph(blank, rough), "png").subarray(0, 5000),
      "signature",
      undefined,
    ],
    ["SIGN_IMAGE_TOO_LARGE", "a PNG that claims a billion pixels", () => bomb(), "signature", undefined],
    ["SIGN_IMAGE_TOO_LARGE", "25 MB", () => Buffer.concat([jpeg(), Buffer.alloc(25_000_000)]), "signature", undefined],
  ])("%s: %s", async (code, _what, bytes, kind, widthMm) => {
    const work = cleanSignatureImage(bytes(), widthMm === undefined ? { kind } : { kind, widthMm });
    expect(await codeOf(work.then(() => undefined))).toBe(code);
    const error = await work.catch((thrown: Error & { hint?: string }) => thrown);
    expect((error as Error).message).toMatch(/[ảẢ]nh|con dấu|chữ ký/);
    expect((error as { hint?: string }).hint).toMatch(/\p{L}/u);
  });
});

/** A PNG of 40 000 × 40 000 pixels in a few bytes. */
function bomb(): Uint8Array {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13, 0);
  header.write("IHDR", 4, "latin1");
  header.writeUInt32BE(40_000, 8);
  header.writeUInt32BE(40_000, 12);
  header.set([8, 2, 0, 0, 0], 16);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), header, deflateSync(Buffer.alloc(1000))]);
}
