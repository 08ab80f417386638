import { readFileSync } from "node:fs";
import type { Drawing } from "./model.ts";
import { drawPng } from "./resvg.ts";
import { toSvg } from "./svg.ts";
import { CHART_FONT, fontFiles } from "./text.ts";

let fonts: Uint8Array[] | undefined;

/** Largest edge of a picture in pixels. */
const MOST_PIXELS = 6000;

/** Pictures drawn last, by what they were drawn from: a draft is rendered many times before its charts change. */
const drawn = new Map<string, Uint8Array>();
const KEPT = 24;

/**
 * A drawing as a PNG on white, drawn by resvg with Vanthu's own fonts: the same drawing gives the same bytes on every machine.
 *
 * @param options `dpi`: pixels an inch, 150 when absent; less where the picture would be wider or higher than 6000 pixels
 */
export function toPng(drawing: Drawing, options: { dpi?: number } = {}): Uint8Array {
  const scale = Math.min((options.dpi ?? 150) / 72, MOST_PIXELS / Math.max(drawing.width, drawing.height));
  const width = Math.max(1, Math.round(drawing.width * scale));
  const svg = toSvg(drawing);
  const key = `${width} ${svg}`;
  let png = drawn.get(key);
  if (png === undefined) {
    fonts ??= fontFiles().map((file) => new Uint8Array(readFileSync(file)));
    const font = { loadSystemFonts: false, defaultFontFamily: CHART_FONT, serifFamily: CHART_FONT };
    png = drawPng(svg, { background: "#ffffff", fitTo: { mode: "width", value: width }, font }, fonts);
  } else drawn.delete(key);
  drawn.set(key, png);
  if (drawn.size > KEPT) drawn.delete(drawn.keys().next().value!);
  return png.slice();
}
