import { escapeXml } from "../opc/index.ts";

/** Tasks of one row: done, being worked on within their time, overdue. */
export interface BarParts {
  done: number;
  openInTime: number;
  overdue: number;
}

/** Parts from the left. Each fill has a texture of its own beside its colour, so that nothing is told by colour alone, nor lost in print. */
const FILLS: readonly [part: keyof BarParts, pattern: string, drawing: string][] = [
  ["done", "vt-xong", '<rect width="8" height="8" fill="#2a7a4b"/>'],
  [
    "openInTime",
    "vt-dang-lam",
    '<rect width="8" height="8" fill="#cfe0f1"/><circle cx="4" cy="4" r="1.3" fill="#1d4f86"/>',
  ],
  [
    "overdue",
    "vt-qua-han",
    '<rect width="8" height="8" fill="#c0392b"/><path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="#fff" stroke-width="1.6"/>',
  ],
];

/** The textures that {@link progressBar} and {@link barSwatch} are filled with; once in a page, before both. */
export function barPatterns(): string {
  const patterns = FILLS.map(
    ([, id, drawing]) => `<pattern id="${id}" width="8" height="8" patternUnits="userSpaceOnUse">${drawing}</pattern>`,
  );
  return `<svg class="bar-patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>${patterns.join("")}</defs></svg>`;
}

/**
 * One row's bar for a page, as wide as it is given room and no text in it: values stand beside it as text and links. Its whole length is `most`, so
 * that the bars of a table can be compared. Not for screen readers: they read the values.
 */
export function progressBar(parts: BarParts, most: number): string {
  const percent = (value: number) => `${Math.round((value / Math.max(most, 1)) * 10_000) / 100}%`;
  let from = 0;
  const rects = FILLS.flatMap(([part, id]) => {
    const value = parts[part];
    const x = from;
    from += value;
    return value <= 0
      ? []
      : [
          `<rect class="bar-part" x="${percent(x)}" width="${percent(value)}" height="100%" fill="url(#${escapeXml(id)})"/>`,
        ];
  });
  return `<svg class="progress-bar" width="100%" height="16" aria-hidden="true" focusable="false">${rects.join("")}</svg>`;
}

/** The key to a part: a small square with its fill. */
export function barSwatch(part: keyof BarParts): string {
  const id = FILLS.find(([name]) => name === part)![1];
  return `<svg class="swatch" width="14" height="14" aria-hidden="true" focusable="false"><rect class="bar-part" width="14" height="14" fill="url(#${id})"/></svg>`;
}
