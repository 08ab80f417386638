import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { dict, name, type PdfObject, PdfRef, PdfStream, writePdf } from "../../shared/pdf/index.ts";
import { inDirectory, run } from "./outside.ts";

/** How much ink lies on each pixel of a sheet, 0 to 1, rows from the top. */
export interface Sheet {
  width: number;
  height: number;
  ink: Float32Array;
}

/** A blank sheet. */
export function sheet(width: number, height: number): Sheet {
  return { width, height, ink: new Float32Array(width * height) };
}

type Point = readonly [number, number];

/** Draws a line with round ends. */
export function draw({ width, height, ink }: Sheet, [x0, y0]: Point, [x1, y1]: Point, thick: number): void {
  const reach = thick / 2 + 1;
  const length2 = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  for (let y = Math.max(0, Math.floor(Math.min(y0, y1) - reach)); y < Math.min(height, Math.max(y0, y1) + reach); y++) {
    for (
      let x = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
      x < Math.min(width, Math.max(x0, x1) + reach);
      x++
    ) {
      const along =
        length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length2));
      const away = Math.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0));
      const covered = Math.max(0, Math.min(1, thick / 2 + 0.5 - away));
      ink[y * width + x] = Math.max(ink[y * width + x] as number, covered);
    }
  }
}

function curve(on: Sheet, points: readonly Point[], thick: number): void {
  for (const [i, point] of points.slice(1).entries()) draw(on, points[i] as Point, point, thick);
}

/** A signature of loops, an underline and two dots, in a box. */
export function drawSignature(
  on: Sheet,
  [left, top, wide, high]: readonly [number, number, number, number],
  thick = 9,
): void {
  const points: Point[] = [];
  for (let t = 0; t <= 1; t += 0.002) {
    const swing = Math.sin(t * 31) * (0.42 - 0.2 * t);
    points.push([left + wide * (0.03 + 0.86 * t + 0.06 * Math.cos(t * 31)), top + high * (0.48 + swing)]);
  }
  curve(on, points, thick);
  curve(
    on,
    [
      [left + 0.1 * wide, top + 0.93 * high],
      [left + 0.5 * wide, top + 0.99 * high],
      [left + wide, top + 0.86 * high],
    ],
    thick * 0.8,
  );
  draw(on, [left + 0.42 * wide, top + 0.04 * high], [left + 0.43 * wide, top + 0.05 * high], thick * 1.2);
  draw(on, [left + 0.6 * wide, top + 0.1 * high], [left + 0.61 * wide, top + 0.1 * high], thick * 1.2);
}

/** A seal: two rings, marks like letters between them, a full star. */
export function drawSeal(on: Sheet, cx: number, cy: number, radius: number): void {
  const ring = (r: number, thick: number) => {
    const points: Point[] = [];
    for (let a = 0; a <= 360; a += 1)
      points.push([cx + r * Math.cos((a * Math.PI) / 180), cy + r * Math.sin((a * Math.PI) / 180)]);
    curve(on, points, thick);
  };
  ring(radius * 0.975, radius * 0.05);
  ring(radius * 0.6, radius * 0.025);
  for (let i = 0; i < 26; i++) {
    const a = (i / 26) * 2 * Math.PI;
    const at = (r: number, turn: number): Point => [
      cx + radius * r * Math.cos(a + turn),
      cy + radius * r * Math.sin(a + turn),
    ];
    curve(on, [at(0.7, -0.05), at(0.88, -0.05), at(0.79, 0.05), at(0.7, 0.06)], radius * 0.03);
  }
  const star: Point[] = Array.from({ length: 10 }, (_, i) => {
    const [r, a] = [i % 2 === 0 ? 0.46 : 0.18, -Math.PI / 2 + (i * Math.PI) / 5];
    return [cx + radius * r * Math.cos(a), cy + radius * r * Math.sin(a)];
  });
  fill(on, star);
}

function fill(on: Sheet, polygon: readonly Point[]): void {
  for (let y = 0; y < on.height; y++) {
    for (let x = 0; x < on.width; x++) {
      let inside = false;
      polygon.forEach(([xi, yi], i) => {
        const [xj, yj] = polygon[(i + polygon.length - 1) % polygon.length] as Point;
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
      });
      if (inside) on.ink[y * on.width + x] = 1;
    }
  }
}

type Colour = readonly [number, number, number];

/** How a sheet looks to a camera. */
export interface Light {
  paper?: Colour;
  ink: Colour;
  /** How much of the light full ink lets through its colour, 1 is all colour. */
  strength?: number;
  /** Brightness at the left and at the right edge. */
  gradient?: [number, number];
  /** A soft shadow over the lower right: brightness in it. */
  shadow?: number;
  /** Spread of the paper's grain, in parts of its brightness. */
  grain?: number;
  /** Other ink on the same sheet, beneath. */
  also?: { sheet: Sheet; ink: Colour };
}

/** Takes the picture: RGB rows from the top. The grain comes from a counter, so the same sheet gives the same picture. */
export function photograph(of: Sheet, light: Light): Uint8Array {
  const { paper = [246, 243, 235], ink, strength = 1, gradient = [1, 1], shadow = 1, grain = 0, also } = light;
  const rgb = new Uint8Array(3 * of.width * of.height);
  let seed = 12345;
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  for (let y = 0; y < of.height; y++) {
    for (let x = 0; x < of.width; x++) {
      const i = y * of.width + x;
      const across = x / of.width;
      const edge = 1 / (1 + Math.exp(-(x / of.width + y / of.height - 1.25) * 30));
      const bright = (gradient[0] + (gradient[1] - gradient[0]) * across) * (1 + (shadow - 1) * edge);
      const rough = 1 + grain * (random() + random() + random() - 1.5) * 2;
      const amount = (of.ink[i] as number) * strength;
      const under = also?.sheet.ink[i] ?? 0;
      for (let c = 0; c < 3; c++) {
        const sheetColour = (paper[c] as number) * (1 - under) + (also?.ink[c] ?? 0) * under;
        const value = sheetColour * (1 - amount) + Math.min(sheetColour, ink[c] as number) * amount;
        rgb[3 * i + c] = Math.max(0, Math.min(255, Math.round(value * bright * rough)));
      }
    }
  }
  return rgb;
}

/** Has poppler encode a picture, pixel for pixel. */
export function encoded(
  { width, height }: Sheet,
  rgb: Uint8Array,
  kind: "png" | "jpeg" | "jpeg-progressive",
  dpi = 72,
): Uint8Array {
  const [w, h] = [(width * 72) / dpi, (height * 72) / dpi];
  const image = new PdfStream(
    dict({
      Type: name("XObject"),
      Subtype: name("Image"),
      Width: width,
      Height: height,
      ColorSpace: name("DeviceRGB"),
      BitsPerComponent: 8,
      Filter: name("FlateDecode"),
    }),
    deflateSync(rgb, { level: 1 }),
  );
  const objects = new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
    [2, dict({ Type: name("Pages"), Kids: [new PdfRef(3)], Count: 1, MediaBox: [0, 0, w, h] })],
    [
      3,
      dict({
        Type: name("Page"),
        Parent: new PdfRef(2),
        Contents: new PdfRef(4),
        Resources: dict({ XObject: dict({ I: new PdfRef(5) }) }),
      }),
    ],
    [4, new PdfStream(dict({}), Buffer.from(`${w} 0 0 ${h} 0 0 cm /I Do`))],
    [5, image],
  ]);
  return inDirectory((directory) => {
    writeFileSync(join(directory, "p.pdf"), writePdf({ objects, root: 1, id: new Uint8Array(16) }));
    const how =
      kind === "png" ? ["-png"] : ["-jpeg", "-jpegopt", `quality=88,progressive=${kind === "jpeg" ? "n" : "y"}`];
    run("pdftoppm", ["-r", `${dpi}`, ...how, "-singlefile", "p.pdf", "p"], { cwd: directory });
    return new Uint8Array(readFileSync(join(directory, kind === "png" ? "p.png" : "p.jpg")));
  });
}

/** The box around the ink of a sheet, [left, top, right, bottom]. */
export function inkBox({ width, height, ink }: Sheet): [number, number, number, number] {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if ((ink[y * width + x] as number) < 0.5) continue;
      [left, right, top, bottom] = [
        Math.min(left, x),
        Math.max(right, x + 1),
        Math.min(top, y),
        Math.max(bottom, y + 1),
      ];
    }
  return [left, top, right, bottom];
}
