import type { Box } from "./form-xobject.ts";
import type { Obstacle } from "./page-obstacles.ts";

/** Words that stand together on one line. */
export interface TextPiece {
  words: Obstacle[];
  box: Box;
}

/** Baselines nearer than this, in parts of the type size, are one line. */
const SAME_LINE = 0.12;

/** Words put together that stand on one line no further apart than their type is high. */
export function textPieces(obstacles: readonly Obstacle[]): TextPiece[] {
  const words = obstacles.filter(({ kind }) => kind === "text").sort((a, b) => b.baseline - a.baseline);
  const pieces: TextPiece[] = [];
  for (let at = 0; at < words.length; ) {
    const { baseline, size } = words[at] as Obstacle;
    const line: Obstacle[] = [];
    for (; at < words.length && baseline - (words[at] as Obstacle).baseline <= SAME_LINE * size; at++)
      line.push(words[at] as Obstacle);
    line.sort((a, b) => a.box[0] - b.box[0]);
    let piece: TextPiece | undefined;
    for (const word of line) {
      const [x0, y0, x1, y1] = word.box;
      if (piece === undefined || x0 - piece.box[2] >= word.size) {
        piece = { words: [word], box: [x0, y0, x1, y1] };
        pieces.push(piece);
        continue;
      }
      const { box } = piece;
      piece.words.push(word);
      piece.box = [box[0], Math.min(box[1], y0), Math.max(box[2], x1), Math.max(box[3], y1)];
    }
  }
  return pieces;
}

/** More obstacles than this beside one signature are no document's, but somebody's attempt to keep us busy. */
const MOST = 400;

/** The same obstacles, or fewer and larger ones that cover them all where there are too many: whole lines, then everything. */
export function compacted(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  if (obstacles.length <= MOST) return obstacles;
  const lines = textPieces(obstacles).map(({ words, box }): Obstacle => ({ ...(words[0] as Obstacle), box }));
  const all = [...obstacles.filter(({ kind }) => kind !== "text"), ...lines];
  const [first] = all;
  if (all.length <= MOST || first === undefined) return all;
  const box = all.reduce<Box>(
    (around, one) => [
      Math.min(around[0], one.box[0]),
      Math.min(around[1], one.box[1]),
      Math.max(around[2], one.box[2]),
      Math.max(around[3], one.box[3]),
    ],
    first.box,
  );
  return [{ ...first, box }];
}
