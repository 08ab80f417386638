import { crc32, deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type ErrorCode, isVanthuError } from "../../shared/errors/index.ts";
import { createTestAuthority, layFields, signPdf } from "../../shared/signing/index.ts";
import { ONE_PAGE_ANCHORS, onePagePdf } from "./documents.ts";
import { pagePixels, pdfsig, qpdfCheck } from "./outside.ts";

const authority = createTestAuthority();
const leader = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" }).signer();
const seal = authority.issueCertificate({ commonName: "Ủy ban nhân dân xã An Phú", kind: "organisation" }).signer();
const at = new Date();
const anchors = ONE_PAGE_ANCHORS;
const pdf = layFields(onePagePdf(), anchors);

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

interface PngOptions {
  depth?: number;
  interlace?: number;
  filter?: number;
  extra?: Buffer[];
}

/** A PNG of rows given as bytes (already filtered when `filter` says so). */
function png(
  width: number,
  colour: number,
  rows: number[][],
  { depth = 8, interlace = 0, filter = 0, extra = [] }: PngOptions = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([depth, colour, 0, 0, interlace], 8);
  const data = deflateSync(Buffer.concat(rows.map((row) => Buffer.from([filter, ...row]))));
  const magic = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([magic, chunk("IHDR", header), ...extra, chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

/** `count` equal rows. */
const rows = (count: number, row: number[]) => Array.from({ length: count }, () => row);
const repeat = (count: number, ...pixel: number[]) => Array.from({ length: count }, () => pixel).flat();

/** A blue square with a transparent left half. */
const halfBlue = [...repeat(20, 0, 0, 0, 0), ...repeat(20, 0, 0, 255, 255)];

async function signWith(image: Uint8Array) {
  return (await signPdf({ pdf, signer: leader, role: "leader", at, anchors, image })).pdf;
}

/** Colours in the middle of the left and of the right half of the leader's signature. */
function halves(signed: Uint8Array): [number[], number[]] {
  const pixel = pagePixels(signed);
  const room = anchors.find(({ name }) => name === "ChuKyLanhDao")?.rect ?? [0, 0, 0, 0];
  const name = anchors.find(({ name }) => name === "HoTenNguoiKy")?.rect ?? [0, 0, 0, 0];
  const [x, y] = [(name[0] + name[2]) / 2, (room[1] + room[3]) / 2];
  return [pixel(x - 10, y), pixel(x + 10, y)];
}

describe("a picture of the signature", () => {
  it("is shown with its transparency", async () => {
    const signed = await signWith(png(40, 6, rows(40, halfBlue)));
    const [left, right] = halves(signed);
    expect(left).toEqual([255, 255, 255]);
    expect(right).toEqual([0, 0, 255]);
    expect(pdfsig(signed).get("ChuKyLanhDao")).toContain("Signature is Valid");
    expect(qpdfCheck(signed)).toContain("No syntax or stream encoding errors");
  });

  it.each<[string, Buffer, number[]]>([
    ["gray", png(4, 0, rows(4, [0, 0, 100, 100])), [100, 100, 100]],
    ["gray with alpha", png(4, 4, rows(4, [0, 0, 0, 0, 100, 255, 100, 255])), [100, 100, 100]],
    ["RGB", png(4, 2, rows(4, repeat(4, 0, 0, 200))), [0, 0, 200]],
    ["RGB, 16 bits", png(4, 2, rows(4, repeat(4, 0, 0, 0, 0, 200, 200)), { depth: 16 }), [0, 0, 200]],
    [
      "palette, 1 bit, with transparency",
      png(8, 3, rows(8, [0x0f]), {
        depth: 1,
        extra: [chunk("PLTE", Buffer.from([9, 9, 9, 0, 0, 200])), chunk("tRNS", Buffer.from([0]))],
      }),
      [0, 0, 200],
    ],
    ["rows filtered by Sub", png(4, 2, rows(4, [0, 0, 200, ...repeat(3, 0, 0, 0)]), { filter: 1 }), [0, 0, 200]],
  ])("is read from PNG: %s", async (_name, image, right) => {
    expect(halves(await signWith(image))[1]).toEqual(right);
  });

  it.each<[string, Buffer]>([
    ["interlaced", png(4, 2, rows(4, repeat(4, 0, 0, 0)), { interlace: 1 })],
    ["cut short", png(4, 2, rows(4, repeat(4, 0, 0, 0))).subarray(0, 60)],
    ["one byte changed", Buffer.from(png(4, 2, rows(4, repeat(4, 0, 0, 0)))).fill(1, 20, 21)],
    ["too few rows of pixels", png(4, 2, rows(1, repeat(2, 0, 0, 0)))],
    ["no palette", png(8, 3, rows(8, [0x0f]), { depth: 1 })],
    ["a million pixels square in a few bytes", png(1_000_000, 6, [])],
  ])("is refused when %s", async (_name, image) => {
    const code: ErrorCode | "nothing thrown" = await signWith(image).then(
      () => "nothing thrown" as const,
      (error) => {
        if (isVanthuError(error)) return error.code;
        throw error;
      },
    );
    expect(code).toBe("SIGN_IMAGE_UNREADABLE");
  });
});

describe("a picture of the seal", () => {
  it("is shown in the size that the file states (pHYs), over the left third of the signature", async () => {
    const signed = await signWith(png(40, 6, rows(40, halfBlue)));
    // 300 pixels at 10 000 per metre: 30 mm.
    const density = Buffer.alloc(9);
    density.writeUInt32BE(10_000, 0);
    density.writeUInt32BE(10_000, 4);
    density[8] = 1;
    const image = png(300, 2, rows(300, repeat(300, 220, 20, 20)), { extra: [chunk("pHYs", density)] });
    const sealed = (await signPdf({ pdf: signed, signer: seal, role: "seal", at, image })).pdf;
    const pixel = pagePixels(sealed);
    let red = 0;
    const name = anchors.find((anchor) => anchor.name === "ChuKyLanhDao")?.rect ?? [0, 0, 0, 0];
    const y = (name[1] + name[3]) / 2;
    for (let x = 0; x < 590; x += 0.5) if (pixel(x, y)[0] > 200 && pixel(x, y)[1] < 60) red += 0.5;
    expect(red).toBeGreaterThan(84);
    expect(red).toBeLessThan(87);
    expect(pdfsig(sealed).get("ChuKyLanhDao")).toContain("Signature is Valid");
    expect(pdfsig(sealed).get("ConDauCoQuan")).toContain("Signature is Valid");
  });
});
