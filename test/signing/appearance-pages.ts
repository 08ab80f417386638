import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dict, name, type PdfObject, PdfRef, PdfStream, textString, writePdf } from "../../shared/pdf/index.ts";
import { inDirectory, run } from "./outside.ts";

/** A line in Courier, whose letters are all 0.6 of the type size wide. */
export interface Line {
  text: string;
  x: number;
  y: number;
  size?: number;
}

/** A page that somebody else's program made. */
export interface PageOptions {
  /** Size as shown. */
  width?: number;
  height?: number;
  lines?: Line[];
  /** A gray picture, [left, bottom, right, top] as shown. */
  picture?: [number, number, number, number];
  /** A picture of the whole page beneath, as in a scan. */
  scanned?: boolean;
  /** Text field in a box. */
  field?: [number, number, number, number];
  /** The page lies turned in the file and is shown upright by /Rotate; its visible part starts at (37, 53) of a larger sheet. */
  rotate?: 0 | 90 | 180 | 270;
  crop?: boolean;
  userUnit?: number;
}

/** Writes it; what is drawn stands at the given places of the page as shown, however the page lies in the file. */
export function foreignPage(options: PageOptions = {}): Uint8Array {
  const {
    width = 595,
    height = 842,
    lines = [],
    picture,
    scanned,
    field,
    rotate = 0,
    crop = false,
    userUnit,
  } = options;
  const unit = userUnit ?? 1;
  const [w, h] = [width / unit, height / unit];
  const [left, low] = crop ? [37, 53] : [0, 0];
  // Shown coordinates to those of the file, for what lies on the page and for boxes.
  const toFile: Record<number, [number, number, number, number, number, number]> = {
    0: [1, 0, 0, 1, left, low],
    90: [0, 1, -1, 0, left + h, low],
    180: [-1, 0, 0, -1, left + w, low + h],
    270: [0, -1, 1, 0, left, low + w],
  };
  const [a, b, c, d, e, f] = toFile[rotate] as [number, number, number, number, number, number];
  const [fw, fh] = rotate % 180 === 0 ? [w, h] : [h, w];
  const place = ([x0, y0, x1, y1]: [number, number, number, number]): number[] => {
    const xs = [a * x0 + c * y0 + e, a * x1 + c * y1 + e];
    const ys = [b * x0 + d * y0 + f, b * x1 + d * y1 + f];
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  };
  let content = `q ${a} ${b} ${c} ${d} ${e} ${f} cm ${1 / unit} 0 0 ${1 / unit} 0 0 cm\n`;
  if (scanned) content += `q ${width} 0 0 ${height} 0 0 cm /Im Do Q\n`;
  if (picture !== undefined) {
    const [x0, y0, x1, y1] = picture;
    content += `q ${x1 - x0} 0 0 ${y1 - y0} ${x0} ${y0} cm /Im Do Q\n`;
  }
  for (const { text, x, y, size = 12 } of lines) content += `BT /F ${size} Tf ${x} ${y} Td (${text}) Tj ET\n`;
  const font = dict({
    Type: name("Font"),
    Subtype: name("Type1"),
    BaseFont: name("Courier-Bold"),
    Encoding: name("WinAnsiEncoding"),
    FirstChar: 32,
    LastChar: 126,
    Widths: Array.from({ length: 95 }, () => 600),
  });
  const image = new PdfStream(
    dict({
      Type: name("XObject"),
      Subtype: name("Image"),
      Width: 1,
      Height: 1,
      ColorSpace: name("DeviceGray"),
      BitsPerComponent: 8,
    }),
    Uint8Array.of(235),
  );
  const widget = field && {
    Type: name("Annot"),
    Subtype: name("Widget"),
    FT: name("Tx"),
    T: textString("GhiChu"),
    Rect: place(field),
    F: 4,
    P: new PdfRef(3),
  };
  const objects = new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2), AcroForm: widget && dict({ Fields: [new PdfRef(7)] }) })],
    [
      2,
      dict({
        Type: name("Pages"),
        Kids: [new PdfRef(3)],
        Count: 1,
        MediaBox: crop ? [0, 0, fw + 100, fh + 120] : [0, 0, fw, fh],
        CropBox: crop ? [left, low, left + fw, low + fh] : undefined,
      }),
    ],
    [
      3,
      dict({
        Type: name("Page"),
        Parent: new PdfRef(2),
        Contents: new PdfRef(4),
        Rotate: rotate === 0 ? undefined : rotate,
        UserUnit: userUnit,
        Annots: widget && [new PdfRef(7)],
        Resources: dict({ Font: dict({ F: new PdfRef(5) }), XObject: dict({ Im: new PdfRef(6) }) }),
      }),
    ],
    [4, new PdfStream(dict({}), Buffer.from(`${content}Q\n`))],
    [5, font],
    [6, image],
    ...(widget ? [[7, dict(widget)] as [number, PdfObject]] : []),
  ]);
  return writePdf({ objects, root: 1, id: new Uint8Array(16) });
}

/** A signature block: title and name centred on x, with so much room between their letters, its middle at y. */
export function block({
  x = 420,
  y = 300,
  room = 120,
  title = ["KT. CHU TICH", "PHO CHU TICH"],
  name: who = "Tran Minh Quang",
  size = 13,
} = {}): Line[] {
  const centred = (text: string, at: number): Line => ({ text, x: x - 0.3 * size * text.length, y: at, size });
  const above = y + room / 2 + 0.02 * size;
  return [
    ...title.map((text, i) => centred(text, above + (title.length - 1 - i) * 1.3 * size)),
    centred(who, y - room / 2 - 0.69 * size),
  ];
}

/** A page as one sees it, in points from its lower left corner. */
export interface Look {
  /** [red, green, blue] at a place. */
  at(x: number, y: number): [number, number, number];
  /** The box around the pixels that are like this, in points; undefined where there are none. */
  boxOf(like: (red: number, green: number, blue: number) => boolean): [number, number, number, number] | undefined;
  /** Pixels that are like this, [x, y] in pixels from the upper left corner. */
  where(like: (red: number, green: number, blue: number) => boolean): Set<number>;
  /** Pixels in a row. */
  width: number;
}

export const isRed = (r: number, g: number, b: number): boolean => r > g + 70 && r > b + 70;
export const isBlue = (r: number, g: number, b: number): boolean => b > r + 60 && b > g + 30;
export const isDark = (r: number, g: number, b: number): boolean => r < 90 && g < 90 && b < 90;

/** Renders the visible part of a page with poppler, two pixels a point. */
export function look(pdf: Uint8Array, page = 1): Look {
  return inDirectory((directory) => {
    writeFileSync(join(directory, "page.pdf"), pdf);
    const args = ["-cropbox", "-r", "144", "-f", `${page}`, "-l", `${page}`, "-singlefile", "page.pdf", "page"];
    run("pdftoppm", args, { cwd: directory });
    const ppm = readFileSync(join(directory, "page.ppm"));
    const [head = "", w = "0", h = "0"] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.toString("latin1", 0, 40)) ?? [];
    const [width, height] = [Number(w), Number(h)];
    const pixel = (i: number): [number, number, number] => {
      const at = head.length + 3 * i;
      return [ppm[at] ?? 0, ppm[at + 1] ?? 0, ppm[at + 2] ?? 0];
    };
    const where = (like: (red: number, green: number, blue: number) => boolean): Set<number> => {
      const found = new Set<number>();
      for (let i = 0; i < width * height; i++) if (like(...pixel(i))) found.add(i);
      return found;
    };
    return {
      width,
      where,
      at: (x, y) => pixel((height - 1 - Math.round(2 * y)) * width + Math.round(2 * x)),
      boxOf: (like) => {
        let box: [number, number, number, number] | undefined;
        for (const i of where(like)) {
          const [x, y] = [(i % width) / 2, (height - 1 - Math.floor(i / width)) / 2];
          const [x0, y0, x1, y1] = box ?? [x, y, x, y];
          box = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x + 0.5), Math.max(y1, y + 0.5)];
        }
        return box;
      },
    };
  });
}

/** How many pixels of `ink` in one picture come within `reach` pixels of dark ones in another: letters that something touches. */
export function touching(before: Look, after: Look, ink: typeof isRed, reach = 1): number {
  const dark = before.where(isDark);
  let touched = 0;
  for (const i of after.where(ink)) {
    let near = false;
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) near ||= dark.has(i + dy * before.width + dx);
    if (near) touched++;
  }
  return touched;
}
