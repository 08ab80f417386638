import type { Box } from "./form-xobject.ts";
import type { Obstacle } from "./page-obstacles.ts";
import type { Silhouette } from "./silhouette.ts";

/** Answers kept; the letters of one office look much alike where they are signed. */
const KEPT = 512;
/** More obstacles than this are no letter's: not worth a key. */
const MOST = 200;
/** Hundredths of a point are one place: far finer than the half point that is kept clear of letters. */
const GRAIN = 100;

/**
 * Answers of a solver by what was asked, wherever on the page: a batch asks the same question a thousand times, a line higher or lower. The
 * question is asked and answered in coordinates from one of its own points, so that the same question has the same answer always.
 */
export class Solved<Answer> {
  readonly #answers = new Map<string, Answer>();

  /**
   * @param facts everything that the answer hangs on besides the obstacles; lengths from the same point as theirs
   * @param work must hang on nothing else, and its answer is not to be changed
   */
  of(facts: readonly (number | string)[], obstacles: readonly Obstacle[], work: () => Answer): Answer {
    if (obstacles.length > MOST) return work();
    let key = "";
    for (const fact of facts) key += typeof fact === "number" ? `${Math.round(fact * GRAIN)} ` : `${fact} `;
    for (const { kind, box, text, baseline, size } of obstacles) {
      key += `\n${kind} ${Math.round(box[0] * GRAIN)} ${Math.round(box[1] * GRAIN)} ${Math.round(box[2] * GRAIN)} ${Math.round(box[3] * GRAIN)}`;
      key += ` ${Math.round(baseline * GRAIN)} ${Math.round(size * GRAIN)} ${text}`;
    }
    const known = this.#answers.get(key);
    if (known !== undefined || this.#answers.has(key)) return known as Answer;
    const answer = work();
    if (this.#answers.size >= KEPT) this.#answers.delete(this.#answers.keys().next().value!);
    this.#answers.set(key, answer);
    return answer;
  }
}

const NAMES = new WeakMap<Silhouette, number>();
let named = 0;

/** A number for a silhouette, the same as long as it is kept. */
export function nameOfSilhouette(silhouette: Silhouette): number {
  const known = NAMES.get(silhouette);
  if (known !== undefined) return known;
  named += 1;
  NAMES.set(silhouette, named);
  return named;
}

/** A box moved. */
export function movedBox([x0, y0, x1, y1]: Box, x: number, y: number): Box {
  return [x0 + x, y0 + y, x1 + x, y1 + y];
}

/** An obstacle moved. */
export function movedObstacle(one: Obstacle, x: number, y: number): Obstacle {
  return { ...one, box: movedBox(one.box, x, y), baseline: one.baseline + y };
}

/** A box, cut where no solver looks any more: how far away the edge of the paper is then makes no difference. */
export function cutAt([x0, y0, x1, y1]: Box, reach: Box): Box {
  return [Math.max(x0, reach[0]), Math.max(y0, reach[1]), Math.min(x1, reach[2]), Math.min(y1, reach[3])];
}
