import type { Raster } from "./raster.ts";

/** The colour of the paper at each tile of a picture, rows from the top, three numbers a tile. */
export interface Paper {
  tile: number;
  across: number;
  down: number;
  rgb: Float64Array;
}

/** Of a tile's pixels the brightest third is its paper, unless it is all ink. */
const BRIGHTEST = 2 / 3;
/** A tile whose colour differs so much from that of the paper around it, or that is so dark, is all ink. */
const COLOURED = 0.14;
const DARK = 0.55;

/**
 * Finds the paper under uneven light and shadow: measured tile by tile, with the tiles that are all ink (the star of a seal) filled in from
 * a smooth surface laid through the rest.
 */
export function paperOf(raster: Raster): Paper {
  const tile = Math.max(8, Math.round(Math.max(raster.width, raster.height) / 64));
  const [across, down] = [Math.ceil(raster.width / tile), Math.ceil(raster.height / tile)];
  const rgb = new Float64Array(3 * across * down);
  for (let row = 0; row < down; row++)
    for (let column = 0; column < across; column++)
      rgb.set(brightest(raster, column * tile, row * tile, tile), 3 * (row * across + column));
  const paper: Paper = { tile, across, down, rgb };
  const surface = smoothSurface(paper);
  const inked = new Uint8Array(across * down);
  for (let i = 0; i < across * down; i++) {
    const ratios = [0, 1, 2].map((c) => (rgb[3 * i + c] as number) / Math.max(1, surface[3 * i + c] as number));
    const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
    if (most - least > COLOURED || most < DARK) inked[i] = 1;
  }
  fillIn(paper, inked, surface);
  blur(paper);
  return paper;
}

/** Mean colour of the brightest pixels of a tile. */
function brightest({ width, height, rgb }: Raster, x0: number, y0: number, tile: number): [number, number, number] {
  const [x1, y1] = [Math.min(x0 + tile, width), Math.min(y0 + tile, height)];
  const histogram = new Uint32Array(256);
  const light = (at: number) => ((rgb[at] as number) + (rgb[at + 1] as number) + (rgb[at + 2] as number)) / 3;
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) {
      const bin = Math.floor(light(3 * (y * width + x)));
      histogram[bin] = (histogram[bin] as number) + 1;
    }
  const wanted = (x1 - x0) * (y1 - y0) * (1 - BRIGHTEST);
  let [floor, seen] = [255, histogram[255] as number];
  while (floor > 0 && seen < wanted) seen += histogram[--floor] as number;
  const sum = [0, 0, 0];
  let count = 0;
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) {
      const at = 3 * (y * width + x);
      if (light(at) < floor) continue;
      for (let c = 0; c < 3; c++) sum[c] = (sum[c] as number) + (rgb[at + c] as number);
      count++;
    }
  return sum.map((value) => value / Math.max(1, count)) as [number, number, number];
}

const TERMS = 6;

/** A quadratic surface through the tiles of each colour, those far below it left out. */
function smoothSurface({ across, down, rgb }: Paper): Float64Array {
  const surface = new Float64Array(rgb.length);
  const terms = (i: number): number[] => {
    const x = across > 1 ? ((i % across) / (across - 1)) * 2 - 1 : 0;
    const y = down > 1 ? (Math.floor(i / across) / (down - 1)) * 2 - 1 : 0;
    return [1, x, y, x * x, x * y, y * y];
  };
  const basis = Array.from({ length: across * down }, (_, i) => terms(i));
  const weight = new Float64Array(across * down).fill(1);
  for (let round = 0; round < 6; round++) {
    for (let c = 0; c < 3; c++) {
      const matrix = Array.from({ length: TERMS }, () => new Float64Array(TERMS + 1));
      basis.forEach((own, i) => {
        const w = weight[i] as number;
        for (let r = 0; w > 0 && r < TERMS; r++) {
          const line = matrix[r] as Float64Array;
          for (let k = 0; k < TERMS; k++) line[k] = (line[k] as number) + w * (own[r] as number) * (own[k] as number);
          line[TERMS] = (line[TERMS] as number) + w * (own[r] as number) * (rgb[3 * i + c] as number);
        }
      });
      const solved = solve(matrix);
      basis.forEach((own, i) => {
        surface[3 * i + c] = own.reduce((sum, term, k) => sum + term * (solved[k] as number), 0);
      });
    }
    for (let i = 0; i < weight.length; i++) {
      const ratio = Math.min(
        ...[0, 1, 2].map((c) => (rgb[3 * i + c] as number) / Math.max(1, surface[3 * i + c] as number)),
      );
      weight[i] = ratio > 0.92 ? 1 : ratio > 0.8 ? 0.3 : 0.01;
    }
  }
  return surface;
}

/** Gaussian elimination with pivots; a tiny ridge keeps pictures of few tiles solvable. */
function solve(matrix: Float64Array[]): Float64Array {
  const at = (r: number, c: number) => (matrix[r] as Float64Array)[c] as number;
  for (let i = 0; i < TERMS; i++) (matrix[i] as Float64Array)[i] = at(i, i) + 1e-6;
  for (let i = 0; i < TERMS; i++) {
    let pivot = i;
    for (let r = i + 1; r < TERMS; r++) if (Math.abs(at(r, i)) > Math.abs(at(pivot, i))) pivot = r;
    [matrix[i], matrix[pivot]] = [matrix[pivot] as Float64Array, matrix[i] as Float64Array];
    for (let r = 0; r < TERMS; r++) {
      if (r === i) continue;
      const factor = at(r, i) / at(i, i);
      for (let c = i; c <= TERMS; c++) (matrix[r] as Float64Array)[c] = at(r, c) - factor * at(i, c);
    }
  }
  return Float64Array.from({ length: TERMS }, (_, i) => at(i, TERMS) / at(i, i));
}

/** Gives inked tiles the paper of their neighbours, from the edge inwards, by the way the surface slopes. */
function fillIn({ across, down, rgb }: Paper, inked: Uint8Array, surface: Float64Array): void {
  for (let left = inked.reduce((sum, one) => sum + one, 0); left > 0; ) {
    const done: [number, number[]][] = [];
    for (let i = 0; i < inked.length; i++) {
      if (inked[i] !== 1) continue;
      const [x, y] = [i % across, Math.floor(i / across)];
      const sum = [0, 0, 0];
      let count = 0;
      for (let n = 0; n < 9; n++) {
        const [nx, ny] = [x + (n % 3) - 1, y + Math.floor(n / 3) - 1];
        const j = ny * across + nx;
        if (nx < 0 || ny < 0 || nx >= across || ny >= down || inked[j] === 1) continue;
        for (let c = 0; c < 3; c++)
          sum[c] = (sum[c] as number) + (rgb[3 * j + c] as number) / Math.max(1, surface[3 * j + c] as number);
        count++;
      }
      if (count > 0) done.push([i, sum.map((value) => value / count)]);
    }
    // All ink: the surface is all there is.
    if (done.length === 0) {
      inked.forEach((one, i) => {
        if (one === 1) for (let c = 0; c < 3; c++) rgb[3 * i + c] = surface[3 * i + c] as number;
      });
      return;
    }
    for (const [i, ratio] of done) {
      for (let c = 0; c < 3; c++) rgb[3 * i + c] = (ratio[c] as number) * (surface[3 * i + c] as number);
      inked[i] = 0;
    }
    left -= done.length;
  }
}

/** Mean of each tile and its neighbours. */
function blur({ across, down, rgb }: Paper): void {
  const before = rgb.slice();
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++)
      for (let c = 0; c < 3; c++) {
        let [sum, count] = [0, 0];
        for (let ny = Math.max(0, y - 1); ny <= Math.min(down - 1, y + 1); ny++)
          for (let nx = Math.max(0, x - 1); nx <= Math.min(across - 1, x + 1); nx++) {
            sum += before[3 * (ny * across + nx) + c] as number;
            count++;
          }
        rgb[3 * (y * across + x) + c] = sum / count;
      }
}
