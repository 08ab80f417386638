import { crc32, deflateSync } from "node:zlib";
import { dict, name, PdfDict, PdfRef, PdfStream, writePdf } from "../../shared/pdf/index.ts";

/** A PNG of one colour type, as a scanner writes it: paper with some lines of "ink" that differ by page. */
export function scannedPng(options: {
  width: number;
  height: number;
  /** Dots an inch in the file; none when absent. */
  dpi?: number;
  colour?: "rgb" | "gray" | "rgba" | "palette";
  seed?: number;
}): Uint8Array {
  const { width, height, dpi, colour = "rgb", seed = 1 } = options;
  const channels = { rgb: 3, gray: 1, rgba: 4, palette: 1 }[colour];
  const rows = Buffer.alloc(height * (width * channels + 1));
  for (let y = 0; y < height; y += 1) {
    const start = y * (width * channels + 1);
    // Lines of writing and a red round seal in the lower right.
    const line = y > height * 0.1 && y < height * 0.6 && Math.floor(y / (height / 60)) % 2 === 0;
    for (let x = 0; x < width; x += 1) {
      const ink = line && x > width * 0.15 && x < width * 0.9 && (x * 7 + seed * 13) % 11 < 7;
      const seal = (x - width * 0.7) ** 2 + (y - height * 0.72) ** 2 < (width * 0.08) ** 2;
      const at = start + 1 + x * channels;
      if (colour === "gray" || colour === "palette")
        rows[at] = colour === "palette" ? (seal ? 2 : ink ? 1 : 0) : ink ? 20 : 250;
      else {
        const [r, g, b] = seal ? [200, 30, 40] : ink ? [25, 25, 30] : [250, 250, 246];
        rows[at] = r;
        rows[at + 1] = g;
        rows[at + 2] = b;
        if (colour === "rgba") rows[at + 3] = 255;
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = { rgb: 2, gray: 0, rgba: 6, palette: 3 }[colour];
  const density = Buffer.alloc(9);
  density.writeUInt32BE(Math.round((dpi ?? 0) / 0.0254), 0);
  density.writeUInt32BE(Math.round((dpi ?? 0) / 0.0254), 4);
  density[8] = 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    ...(dpi === undefined ? [] : [chunk("pHYs", density)]),
    ...(colour === "palette" ? [chunk("PLTE", Buffer.from([250, 250, 246, 25, 25, 30, 200, 30, 40]))] : []),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A page of A4 at so many dots an inch, in colour. */
export function scannedPage(dpi = 200, seed = 1): Uint8Array {
  const key = `${dpi} ${seed}`;
  const known =
    pages.get(key) ?? scannedPng({ width: Math.round(8.268 * dpi), height: Math.round(11.693 * dpi), dpi, seed });
  pages.set(key, known);
  return known;
}

/** Made once each: a page has millions of pixels. */
const pages = new Map<string, Uint8Array>();

/** A PDF of one page with a JPEG over all of it, as a scanner's own program writes it; `times` the size that the paper had. */
export function pdfOfJpeg(jpeg: Uint8Array, space: "DeviceRGB" | "DeviceGray", dpi = 200, times = 1): Uint8Array {
  const [pixelsWide, pixelsHigh] = [Math.round(8.268 * dpi), Math.round(11.693 * dpi)];
  const [width, height] = [595.3 * times, 841.9 * times];
  return writePdf({
    root: 1,
    id: new Uint8Array(16),
    objects: new Map([
      [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
      [2, dict({ Type: name("Pages"), Kids: [new PdfRef(3)], Count: 1 })],
      [
        3,
        dict({
          Type: name("Page"),
          Parent: new PdfRef(2),
          MediaBox: [0, 0, width, height],
          Resources: dict({ XObject: dict({ Scan: new PdfRef(5) }) }),
          Contents: new PdfRef(4),
        }),
      ],
      [4, new PdfStream(new PdfDict(), Buffer.from(`q ${width} 0 0 ${height} 0 0 cm /Scan Do Q`))],
      [
        5,
        new PdfStream(
          dict({
            Type: name("XObject"),
            Subtype: name("Image"),
            Width: pixelsWide,
            Height: pixelsHigh,
            ColorSpace: name(space),
            BitsPerComponent: 8,
            Filter: name("DCTDecode"),
          }),
          jpeg,
        ),
      ],
    ] as [number, PdfDict | PdfStream][]),
  });
}
