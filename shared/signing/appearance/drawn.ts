import type { Matrix } from "../../pdf/index.ts";
import { glyphPath, num, textWidth } from "./outline.ts";
import { loadFace } from "./truetype.ts";

/** Blue of a signature made by hand, red of a seal (NĐ30 Phụ lục I.II.7.d, II.8). */
const SIGNATURE_BLUE = "0.05 0.16 0.58 rg";
const SEAL_RED = "0.86 0.07 0.09";

/**
 * A person's signature when there is no picture of it: the name in blue italics, drawn as outlines. It does not imitate handwriting.
 *
 * @param width room in points
 * @param height room in points
 * @returns page content, and the box that it fills within the room, [x0, y0, x1, y1]
 */
export function drawName(name: string, width: number, height: number): { content: string; box: Box } {
  return remembered(`${width} ${height} ${name}`, NAMES, () => nameDrawing(name, width, height));
}

function nameDrawing(name: string, width: number, height: number): { content: string; box: Box } {
  const font = loadFace("boldItalic");
  const natural = textWidth(font, name);
  const size = Math.min(18, (width - 4) / Math.max(natural, 0.1), height / 1.25);
  const x0 = (width - natural * size) / 2;
  const baseline = (height - 0.66 * size) / 2;
  let content = `q ${SIGNATURE_BLUE}\n`;
  let x = x0;
  for (const character of name.normalize("NFC")) {
    content += glyphPath(font, character.codePointAt(0) ?? 0, [size, 0, 0, size, x, baseline]);
    x += (font.advanceOf(font.glyphOf(character.codePointAt(0) ?? 0)) / font.unitsPerEm) * size;
  }
  return { content: `${content}f Q\n`, box: [x0, baseline - 0.22 * size, x, baseline + 0.9 * size] };
}

/** [x0, y0, x1, y1] in points. */
export type Box = [number, number, number, number];

/**
 * An organisation's seal when there is no picture of it: two rings, the name along the upper arc, a star. Strokes and outlines only, so the
 * background is transparent without blend modes (PDF/A). It bears no national emblem: it is a mark of place, not a forged seal.
 *
 * @param diameter in points
 */
export function drawSeal(organisation: string, diameter: number): string {
  return remembered(`${diameter} ${organisation}`, SEALS, () => sealDrawing(organisation, diameter));
}

/** Drawings made lately: in a batch one person signs, or one seal is set, a thousand times. */
const DRAWINGS = 64;
const NAMES = new Map<string, { content: string; box: Box }>();
const SEALS = new Map<string, string>();

function remembered<T>(key: string, held: Map<string, T>, draw: () => T): T {
  const known = held.get(key);
  if (known !== undefined) return known;
  const made = draw();
  if (held.size >= DRAWINGS) held.delete(held.keys().next().value!);
  held.set(key, made);
  return made;
}

function sealDrawing(organisation: string, diameter: number): string {
  const r = diameter / 2;
  const font = loadFace("bold");
  const text = organisation.normalize("NFC").toLocaleUpperCase("vi");
  let content = `q ${SEAL_RED} rg ${SEAL_RED} RG\n`;
  content += `${num(0.035 * r)} w ${circle(r, 0.97 * r)}S\n${num(0.018 * r)} w ${circle(r, 0.9 * r)}S ${circle(r, 0.58 * r)}S\n`;

  // Letters stand on an arc between the inner rings; a long name is made smaller until it leaves a gap at the bottom.
  const widest = (Math.PI / 180) * 312;
  const natural = textWidth(font, text) * 1.08;
  const size = Math.min(0.23 * r, (widest * 0.66 * r) / Math.max(natural, 0.1));
  const radius = 0.74 * r - 0.33 * size;
  const angleOf = (width: number) => (width * 1.08 * size) / radius;
  let angle = Math.PI / 2 + angleOf(textWidth(font, text)) / 2;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const own = angleOf(font.advanceOf(font.glyphOf(codePoint)) / font.unitsPerEm);
    const middle = angle - own / 2;
    const [cos, sin] = [Math.cos(middle), Math.sin(middle)];
    const half = (own * radius) / 2 / 1.08;
    const place: Matrix = [
      size * sin,
      -size * cos,
      size * cos,
      size * sin,
      r + radius * cos - half * sin,
      r + radius * sin + half * cos,
    ];
    content += glyphPath(font, codePoint, place);
    angle -= own;
  }
  // The star is an outline, so that the signature beneath the seal stays legible.
  content += `f\n${num(0.03 * r)} w 1 j ${star(r, r, 0.36 * r, Math.PI / 2)}S\n`;
  // Two small stars close the ring where the name ends, if there is room.
  const free = 2 * Math.PI - angleOf(textWidth(font, text));
  if (free > 0.9) content += `${star(r, r - 0.74 * r, 0.09 * r, -Math.PI / 2)}f\n`;
  return `${content}Q\n`;
}

/** A circle around (c, c) as four Bézier curves. */
function circle(c: number, radius: number): string {
  const k = 0.5523 * radius;
  const p = (x: number, y: number) => `${num(c + x)} ${num(c + y)} `;
  return (
    `${p(radius, 0)}m ${p(radius, k)}${p(k, radius)}${p(0, radius)}c ${p(-k, radius)}${p(-radius, k)}${p(-radius, 0)}c ` +
    `${p(-radius, -k)}${p(-k, -radius)}${p(0, -radius)}c ${p(k, -radius)}${p(radius, -k)}${p(radius, 0)}c h `
  );
}

function star(cx: number, cy: number, radius: number, from: number): string {
  let path = "";
  for (let i = 0; i < 10; i++) {
    const reach = i % 2 === 0 ? radius : 0.382 * radius;
    const angle = from + (i * Math.PI) / 5;
    path += `${num(cx + reach * Math.cos(angle))} ${num(cy + reach * Math.sin(angle))} ${i === 0 ? "m" : "l"} `;
  }
  return `${path}h `;
}
