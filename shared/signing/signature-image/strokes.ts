/** A connected piece of ink. */
export interface Stroke {
  label: number;
  area: number;
  /** Greatest density in it. */
  peak: number;
  left: number;
  top: number;
  /** Exclusive. */
  right: number;
  bottom: number;
  /** Pixels of it on the left, top, right and bottom edge of the picture. */
  edges: [number, number, number, number];
}

/** Pieces of ink, and to which each pixel belongs (0: to none). */
export interface Strokes {
  labels: Int32Array;
  found: Stroke[];
}

/**
 * Finds what hangs together where a plane is above a threshold, also by corners. Two passes over the pixels and a forest of labels: no
 * picture makes it slow or deep.
 */
export function strokesOf(
  { width, height, values }: { width: number; height: number; values: Float32Array },
  threshold: number,
): Strokes {
  const labels = new Int32Array(width * height);
  const parent: number[] = [0];
  const root = (label: number): number => {
    let at = label;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if ((values[i] as number) < threshold) continue;
      let own = 0;
      for (let n = 0; n < 4; n++) {
        // West, north-west, north, north-east.
        const [nx, ny] = [n === 0 ? x - 1 : x + n - 2, n === 0 ? y : y - 1];
        if (nx < 0 || ny < 0 || nx >= width) continue;
        const label = labels[ny * width + nx] as number;
        if (label === 0) continue;
        const found = root(label);
        if (own === 0) own = found;
        else if (own !== found) {
          const low = Math.min(own, found);
          parent[Math.max(own, found)] = low;
          own = low;
        }
      }
      if (own === 0) {
        own = parent.length;
        parent.push(own);
      }
      labels[i] = own;
    }
  }
  const byRoot = new Map<number, Stroke>();
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    const label = root(labels[i] as number);
    labels[i] = label;
    const [x, y] = [i % width, Math.floor(i / width)];
    let stroke = byRoot.get(label);
    if (stroke === undefined) {
      stroke = { label, area: 0, peak: 0, left: x, top: y, right: x, bottom: y, edges: [0, 0, 0, 0] };
      byRoot.set(label, stroke);
    }
    stroke.area++;
    if ((values[i] as number) > stroke.peak) stroke.peak = values[i] as number;
    if (x < stroke.left) stroke.left = x;
    if (x >= stroke.right) stroke.right = x + 1;
    stroke.bottom = y + 1;
    if (x === 0) stroke.edges[0]++;
    if (y === 0) stroke.edges[1]++;
    if (x === width - 1) stroke.edges[2]++;
    if (y === height - 1) stroke.edges[3]++;
  }
  return { labels, found: [...byRoot.values()] };
}
