/** A picture as it was taken in: opaque, rows from the top, three bytes a pixel. */
export interface Raster {
  width: number;
  height: number;
  rgb: Uint8Array;
}

/** One number for each pixel, rows from the top. */
export interface Plane {
  width: number;
  height: number;
  values: Float32Array;
}

/** Averages blocks of pixels until the longer side is no longer than `most`. */
export function shrunk(raster: Raster, most: number): Raster {
  const factor = Math.ceil(Math.max(raster.width, raster.height) / most);
  if (factor <= 1) return raster;
  const [width, height] = [Math.floor(raster.width / factor), Math.floor(raster.height / factor)];
  const rgb = new Uint8Array(3 * width * height);
  const area = factor * factor;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [r, g, b] = [0, 0, 0];
      for (let dy = 0; dy < factor; dy++) {
        let at = 3 * ((y * factor + dy) * raster.width + x * factor);
        for (let dx = 0; dx < factor; dx++, at += 3) {
          r += raster.rgb[at] as number;
          g += raster.rgb[at + 1] as number;
          b += raster.rgb[at + 2] as number;
        }
      }
      const to = 3 * (y * width + x);
      rgb[to] = Math.round(r / area);
      rgb[to + 1] = Math.round(g / area);
      rgb[to + 2] = Math.round(b / area);
    }
  }
  return { width, height, rgb };
}

/** Turned and mirrored as EXIF says the camera was held (tag 274, 1 to 8). */
export function oriented(raster: Raster, orientation: number): Raster {
  if (orientation < 2 || orientation > 8) return raster;
  const { width: w, height: h } = raster;
  const [width, height] = orientation > 4 ? [h, w] : [w, h];
  const source: Record<number, (x: number, y: number) => [number, number]> = {
    2: (x, y) => [w - 1 - x, y],
    3: (x, y) => [w - 1 - x, h - 1 - y],
    4: (x, y) => [x, h - 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [y, h - 1 - x],
    7: (x, y) => [w - 1 - y, h - 1 - x],
    8: (x, y) => [w - 1 - y, x],
  };
  const from = source[orientation] as (x: number, y: number) => [number, number];
  const rgb = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sx, sy] = from(x, y);
      const at = 3 * (sy * w + sx);
      const to = 3 * (y * width + x);
      rgb[to] = raster.rgb[at] as number;
      rgb[to + 1] = raster.rgb[at + 1] as number;
      rgb[to + 2] = raster.rgb[at + 2] as number;
    }
  }
  return { width, height, rgb };
}

/** A plane made smaller by averaging what each new pixel covers. */
export function resized({ width, height, values }: Plane, toWidth: number, toHeight: number): Plane {
  const across = weights(width, toWidth);
  const rows = new Float32Array(toWidth * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < toWidth; x++) {
      let sum = 0;
      for (const [from, weight] of across[x] as [number, number][])
        sum += (values[y * width + from] as number) * weight;
      rows[y * toWidth + x] = sum;
    }
  }
  const down = weights(height, toHeight);
  const out = new Float32Array(toWidth * toHeight);
  for (let y = 0; y < toHeight; y++) {
    for (const [from, weight] of down[y] as [number, number][])
      for (let x = 0; x < toWidth; x++)
        out[y * toWidth + x] = (out[y * toWidth + x] as number) + (rows[from * toWidth + x] as number) * weight;
  }
  return { width: toWidth, height: toHeight, values: out };
}

/** For each new position: which old ones it covers, and how much of the whole each is. */
function weights(from: number, to: number): [number, number][][] {
  const step = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * step, Math.min((i + 1) * step, from)];
    const covered: [number, number][] = [];
    for (let at = Math.floor(start); at < end && at < from; at++)
      covered.push([at, (Math.min(end, at + 1) - Math.max(start, at)) / (end - start)]);
    return covered;
  });
}
