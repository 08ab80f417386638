import { type Paper, paperOf } from "./paper.ts";
import type { Plane, Raster } from "./raster.ts";

/** Ink on a picture: how much of the light each pixel takes away from its paper (0 to 1), and how red that is (0 to 1). */
export interface Ink {
  width: number;
  height: number;
  density: Float32Array;
  redness: Float32Array;
}

/** Measures the ink against the paper, so that light, shadow and the colour of the paper do not count. */
export function inkOf(raster: Raster): Ink {
  const { width, height, rgb } = raster;
  const paper = paperOf(raster);
  const density = new Float32Array(width * height);
  const redness = new Float32Array(width * height);
  const row = new Float64Array(3 * width);
  for (let y = 0; y < height; y++) {
    paperRow(paper, width, y, row);
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const r = Math.min(1, (rgb[3 * i] as number) / (row[3 * x] as number));
      const g = Math.min(1, (rgb[3 * i + 1] as number) / (row[3 * x + 1] as number));
      const b = Math.min(1, (rgb[3 * i + 2] as number) / (row[3 * x + 2] as number));
      const d = 1 - Math.min(r, g, b);
      density[i] = d;
      // Red ink takes green and blue; blue and black ink take red as well.
      redness[i] = d < 0.02 ? 0 : Math.max(0, Math.min(1, (r - (g + b) / 2) / d));
    }
  }
  return { width, height, density, redness };
}

/** The paper of one row of pixels, between the middles of its tiles. */
function paperRow({ tile, across, down, rgb }: Paper, width: number, y: number, row: Float64Array): void {
  const v = Math.min(Math.max((y + 0.5) / tile - 0.5, 0), down - 1);
  const [y0, fy] = [Math.floor(v), v - Math.floor(v)];
  const [above, below] = [3 * y0 * across, 3 * Math.min(y0 + 1, down - 1) * across];
  const tiles = new Float64Array(3 * across);
  for (let i = 0; i < tiles.length; i++)
    tiles[i] = (rgb[above + i] as number) * (1 - fy) + (rgb[below + i] as number) * fy;
  for (let x = 0; x < width; x++) {
    const u = Math.min(Math.max((x + 0.5) / tile - 0.5, 0), across - 1);
    const x0 = Math.floor(u);
    const fx = u - x0;
    const [left, right] = [3 * x0, 3 * Math.min(x0 + 1, across - 1)];
    row[3 * x] = Math.max(8, (tiles[left] as number) * (1 - fx) + (tiles[right] as number) * fx);
    row[3 * x + 1] = Math.max(8, (tiles[left + 1] as number) * (1 - fx) + (tiles[right + 1] as number) * fx);
    row[3 * x + 2] = Math.max(8, (tiles[left + 2] as number) * (1 - fx) + (tiles[right + 2] as number) * fx);
  }
}

/** From which density on something is ink rather than grain of the paper: five times its spread above its middle. */
export function grainOf({ density }: Ink): number {
  const bins = new Uint32Array(1000);
  let count = 0;
  for (const d of density) {
    if (d > 0.3) continue;
    const bin = Math.floor(d * 1000);
    bins[bin] = (bins[bin] as number) + 1;
    count++;
  }
  const quantile = (share: number) => {
    let seen = 0;
    for (let bin = 0; bin < bins.length; bin++) {
      seen += bins[bin] as number;
      if (seen >= share * count) return bin / 1000;
    }
    return 0;
  };
  const middle = quantile(0.5);
  // The lower half of the paper's own spread: the upper one holds faint ink.
  const spread = Math.max(middle - quantile(0.16), (quantile(0.75) - middle) * 1.2, 0.004);
  return Math.max(0.07, middle + 5 * spread);
}

/** Mean of each pixel and its eight neighbours: grain goes, strokes stay. */
export function smoothed({ width, height, values }: Plane): Plane {
  const across = new Float32Array(values.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const left = values[x > 0 ? i - 1 : i] as number;
      const right = values[x < width - 1 ? i + 1 : i] as number;
      across[i] = (left + (values[i] as number) + right) / 3;
    }
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const above = across[y > 0 ? i - width : i] as number;
      const below = across[y < height - 1 ? i + width : i] as number;
      out[i] = (above + (across[i] as number) + below) / 3;
    }
  return { width, height, values: out };
}
