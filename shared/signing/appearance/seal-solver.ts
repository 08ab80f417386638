import type { Box } from "./form-xobject.ts";
import { type Obstacle, overlaps } from "./page-obstacles.ts";
import { millimetres, type PlacementStep } from "./placement.ts";
import { reachWithin, type Silhouette, touches } from "./silhouette.ts";
import { cutAt, movedBox, movedObstacle, nameOfSilhouette, Solved } from "./solved.ts";
import { compacted, type TextPiece, textPieces } from "./text-pieces.ts";

/** What the solver is asked. Boxes in shown coordinates. */
export interface SealQuestion {
  /** The person's signature as drawn. */
  signature: Box;
  /** True size of the seal in points. */
  width: number;
  height: number;
  silhouette: Silhouette;
  /** What may not be hidden; the signature itself is not among it. */
  obstacles: readonly Obstacle[];
  /** What the seal may touch where there is no other place ({@link signatureBlock} says what that is); nothing when absent. */
  mayTouch?: "nothing" | "title-and-name";
  /** Where it may stand at all: the page, or the field that was laid for it. */
  within: Box;
  /** Another place than the one that would be answered without a wish; no answer where there is none. */
  wish?: SealWish;
}

/** What a person may ask for instead of the solver's own place: higher or lower, or covering less or more of the signature. */
export type SealWish = "higher" | "lower" | "less" | "more";

/** How far a wished place is at least from the solver's own: in points up or down, in parts of the signature's width. */
const APART = { up: 5, coverage: 0.04 };

/** A place for the seal. */
export interface SealAnswer {
  box: Box;
  coverage: number;
  steps: PlacementStep[];
  /** Words of title and name under the seal, which then is laid so that they stay legible; absent when it touches none. */
  touched?: string[];
}

/**
 * The decree: the seal covers "khoảng 1/3" of the picture of the person's signature, from the left (NĐ30 Điều 33.1.b, Phụ lục I.II.8.a).
 * About a third is taken to be a third of its width, give or take a twelfth: from a quarter to five twelfths.
 */
export const COVERAGE = { ideal: 1 / 3, least: 1 / 4, most: 5 / 12 };
/** How far up or down from the middle of the signature the seal's middle may be, in parts of the seal's height. */
const SHIFT = 0.25;
/** Nearest that the seal may come to letters and pictures, in points. */
const CLEARANCE = 0.5;
/** What is seldom needed costs: the edge away from the third (in parts of the width) and the middle away from the signature's (in points). */
const COST = { coverage: 12, shift: 1 / 16 };

/** Steps of coverage to each side of a third, and of height to each side of the middle. */
const STEPS = { coverage: 10, shift: 24 };

interface Candidate {
  coverage: number;
  /** Index of {@link SHIFTS}. */
  row: number;
  cost: number;
}

/** Shifts up in parts of the seal's height. */
const SHIFTS = Array.from({ length: 2 * STEPS.shift + 1 }, (_, i) => ((i - STEPS.shift) / STEPS.shift) * SHIFT);

/** Places to be tried, the best first. */
const CANDIDATES: readonly Candidate[] = SHIFTS.flatMap((shift, row) =>
  Array.from({ length: 2 * STEPS.coverage + 1 }, (_, c) => {
    const coverage = COVERAGE.ideal + ((c - STEPS.coverage) / STEPS.coverage) * (COVERAGE.most - COVERAGE.ideal);
    // A seal is about 100 points high; up is tried before down.
    const cost =
      (COST.coverage * (coverage - COVERAGE.ideal)) ** 2 + (COST.shift * 100 * shift) ** 2 + (shift < 0 ? 1e-6 : 0);
    return { coverage, row, cost };
  }),
).sort((a, b) => a.cost - b.cost);

/**
 * Finds where the seal stands: at the decree's place when nothing is hidden there, else at the nearest allowed one.
 *
 * What the seal may touch is the person's signature and nothing else: no letter (title and name included), no picture, no field lies under
 * its silhouette, nor nearer than half a point. Only who says so has a seal touch letters of title and name where there is no
 * such place ({@link SealQuestion.mayTouch}): the least of them, and of no line more than half.
 */
export function solveSeal(question: SealQuestion): SealAnswer | undefined {
  const near = nearby(question);
  const rows = rowsOf(question, near);
  const { wish } = question;
  if (wish === undefined) return solveAmong(CANDIDATES, question, near, rows);
  const { wish: _, ...plain } = question;
  const own = solveAmong(CANDIDATES, plain, near, rows);
  return own && solveAmong(CANDIDATES.filter(granting(wish, question, own)), question, near, rows);
}

/** The best of these places, in their order. */
function solveAmong(
  candidates: readonly Candidate[],
  question: SealQuestion,
  near: readonly Obstacle[],
  rows: ReturnType<typeof rowsOf>,
): SealAnswer | undefined {
  for (const [tried, candidate] of candidates.entries()) {
    // Where the best places are taken, often every height is.
    if (tried === PATIENCE && SHIFTS.every((_, index) => rows(index)?.closed ?? true)) break;
    const row = rows(candidate.row);
    const x0 = row && leftOf(question, row, candidate.coverage);
    if (row === undefined || x0 === undefined || row.closed) continue;
    if (row.spans.some(({ from, to }) => from < x0 && x0 < to)) continue;
    return answerAt(question, row, candidate.coverage, x0);
  }
  return (
    (question.wish === undefined ? solveAtEdge(question, rows) : undefined) ??
    (question.mayTouch === "title-and-name" ? solveTouching(candidates, question, near, rows) : undefined)
  );
}

/** Which places grant a wish, against the one that the solver would take itself. */
function granting(
  wish: SealWish,
  { signature, height }: SealQuestion,
  own: SealAnswer,
): (candidate: Candidate) => boolean {
  const up = (own.box[1] + own.box[3]) / 2 - (signature[1] + signature[3]) / 2;
  const upOf = ({ row }: Candidate) => (SHIFTS[row] ?? 0) * height;
  // The other measure stays about where it was.
  const level = (one: Candidate) => Math.abs(upOf(one) - up) <= APART.up;
  const covering = ({ coverage }: Candidate) => Math.abs(coverage - own.coverage) <= APART.coverage;
  switch (wish) {
    case "higher":
      return (one) => upOf(one) >= up + APART.up && covering(one);
    case "lower":
      return (one) => upOf(one) <= up - APART.up && covering(one);
    case "less":
      return (one) => one.coverage <= own.coverage - APART.coverage && level(one);
    case "more":
      return (one) => one.coverage >= own.coverage + APART.coverage && level(one);
  }
}

const SOLVED = new Solved<SealAnswer | undefined>();

/** As {@link solveSeal}; what was asked before of the same surroundings is not worked out again. */
export function solveSealAgain(question: SealQuestion): SealAnswer | undefined {
  const { signature, width, height, silhouette, obstacles, within, mayTouch, wish } = question;
  const far = 2 * Math.max(width, height);
  const reach: Box = [signature[0] - far, signature[1] - far, signature[2] + far, signature[3] + far];
  const [x, y] = signature;
  const asked = {
    ...question,
    signature: movedBox(signature, -x, -y),
    obstacles: obstacles.filter(({ box }) => overlaps(box, reach)).map((one) => movedObstacle(one, -x, -y)),
    within: movedBox(cutAt(within, reach), -x, -y),
  };
  const facts = [
    ...asked.signature,
    width,
    height,
    nameOfSilhouette(silhouette),
    mayTouch ?? "",
    wish ?? "",
    ...asked.within,
  ];
  const answer = SOLVED.of(facts, asked.obstacles, () => solveSeal(asked));
  return answer && { ...answer, box: movedBox(answer.box, x, y), steps: [...answer.steps] };
}

/** Beside a signature so far to the left that the paper ends before the seal does: as far to the left as there is paper. */
function solveAtEdge(question: SealQuestion, rows: ReturnType<typeof rowsOf>): SealAnswer | undefined {
  const { signature, within } = question;
  const span = signature[2] - signature[0];
  for (const { coverage: asked, row: index } of CANDIDATES) {
    const row = asked === COVERAGE.ideal ? rows(index) : undefined;
    const x0 = within[0];
    if (row === undefined || leftOf(question, row, COVERAGE.most) !== undefined) continue;
    const coverage = (x0 + row.edge - signature[0]) / span;
    if (coverage > COVERAGE.most && coverage <= 1 && !row.spans.some(({ from, to }) => from < x0 && x0 < to))
      return answerAt(question, row, coverage, x0);
  }
  return undefined;
}

/** Places tried before all heights are looked at. */
const PATIENCE = 32;

/** A seal at one height: what it meets there. */
interface Row {
  y0: number;
  up: number;
  /** The seal's right edge within the heights of the signature, counted from its left side. */
  edge: number;
  /** For each obstacle: between which left sides of the seal the two would meet, and from where to where the seal reaches at its heights. */
  spans: { one: Obstacle; from: number; to: number; left: number; right: number }[];
  /** One obstacle alone leaves no place at this height; the others were not asked then, unless letters may be touched. */
  closed: boolean;
}

/** Rows by their index, worked out when asked for: most seals find their place in the first. Undefined where the seal is not beside the signature or out of bounds. */
function rowsOf(
  { signature, width, height, silhouette, within, mayTouch }: SealQuestion,
  obstacles: readonly Obstacle[],
) {
  const span = signature[2] - signature[0];
  const middle = (signature[1] + signature[3]) / 2;
  const awayOf = ({ box }: Obstacle) => Math.abs((box[1] + box[3]) / 2 - middle);
  // What is nearest is likeliest to be in the way.
  const near = mayTouch === "title-and-name" ? obstacles : [...obstacles].sort((a, b) => awayOf(a) - awayOf(b));
  const known = new Map<number, Row | undefined>();
  return (index: number): Row | undefined => {
    if (known.has(index)) return known.get(index);
    const up = (SHIFTS[index] ?? 0) * height;
    const y0 = (signature[1] + signature[3]) / 2 + up - height / 2;
    const place: Box = [0, y0, width, y0 + height];
    const reach = y0 < within[1] || y0 + height > within[3] ? undefined : reachWithin(silhouette, place, signature);
    const row = reach && { y0, up, edge: reach[1], spans: [] as Row["spans"], closed: false };
    for (const one of row === undefined ? [] : near) {
      const [x0, low, x1, high] = one.box;
      const met = reachWithin(silhouette, place, [x0, low - CLEARANCE, x1, high + CLEARANCE]);
      if (met === undefined) continue;
      const [left, right] = met;
      const [from, to] = [x0 - CLEARANCE - right, x1 + CLEARANCE - left];
      row?.spans.push({ one, from, to, left, right });
      if (row === undefined || mayTouch === "title-and-name") continue;
      const first = signature[0] + COVERAGE.least * span - row.edge;
      const last = signature[0] + COVERAGE.most * span - row.edge;
      row.closed = from < first && last < to;
      if (row.closed) break;
    }
    known.set(index, row);
    return row;
  };
}

/** Left side of a seal that covers so much of the signature; undefined where it would be out of bounds. */
function leftOf({ signature, width, within }: SealQuestion, { edge }: Row, coverage: number): number | undefined {
  const x0 = signature[0] + coverage * (signature[2] - signature[0]) - edge;
  return x0 >= within[0] && x0 + width <= within[2] ? x0 : undefined;
}

function answerAt({ width, height }: SealQuestion, { y0, up }: Row, coverage: number, x0: number): SealAnswer {
  return { box: [x0, y0, x0 + width, y0 + height], coverage, steps: stepsOf(coverage, up) };
}

/** Of a line of title or name no more than this share of its width may lie under the seal. */
const MOST_TOUCHED = 0.5;

/** The place where the least of title and name lies under the seal, and nothing else does. */
function solveTouching(
  candidates: readonly Candidate[],
  question: SealQuestion,
  near: readonly Obstacle[],
  rows: ReturnType<typeof rowsOf>,
): SealAnswer | undefined {
  const lines = new Map<Obstacle, TextPiece>();
  for (const piece of signatureBlock(near, question.signature)) for (const word of piece.words) lines.set(word, piece);
  let best: { row: Row; coverage: number; x0: number; weight: number } | undefined;
  for (const { coverage, row: index, cost } of candidates) {
    if (best !== undefined && best.weight <= cost) break;
    const row = rows(index);
    const x0 = row && leftOf(question, row, coverage);
    if (row === undefined || x0 === undefined) continue;
    const met = row.spans.filter(({ from, to }) => from < x0 && x0 < to);
    if (met.some(({ one }) => !lines.has(one))) continue;
    const covered = new Map<TextPiece, number>();
    for (const { one, left, right } of met) {
      const piece = lines.get(one) as TextPiece;
      const wide = Math.min(x0 + right, one.box[2]) - Math.max(x0 + left, one.box[0]);
      covered.set(piece, (covered.get(piece) ?? 0) + Math.max(0, wide));
    }
    if ([...covered].some(([{ box }, wide]) => wide > MOST_TOUCHED * (box[2] - box[0]))) continue;
    const weight = cost + [...covered.values()].reduce((sum, wide) => sum + wide, 0) / 10;
    if (best === undefined || weight < best.weight) best = { row, coverage, x0, weight };
  }
  if (best === undefined) return undefined;
  const { row, coverage, x0 } = best;
  const answer = answerAt(question, row, coverage, x0);
  const touched = row.spans.filter(({ from, to }) => from < x0 && x0 < to).map(({ one }) => one.text);
  const message = `Khoảng trống không đủ: con dấu chạm vào “${touched.join(" ")}” của chức vụ, họ tên; chữ vẫn đọc được dưới dấu.`;
  return { ...answer, touched, steps: [...answer.steps, { kind: "touches", message }] };
}

/** The lines of title and name: those that stand above and below the middle of the signature. */
function signatureBlock(obstacles: readonly Obstacle[], [x0, y0, x1, y1]: Box): TextPiece[] {
  const [middle, half] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return textPieces(obstacles).filter(
    ({ box }) => box[0] < middle && middle < box[2] && (box[1] > half || box[3] < half),
  );
}

/** Finds where a seal stands whose middle was asked for; it may be moved up to five millimetres. */
export function solveSealAt(
  [cx, cy]: [number, number],
  { width, height, silhouette, obstacles, within }: Omit<SealQuestion, "signature" | "mayTouch" | "wish">,
): { box: Box; steps: PlacementStep[] } | undefined {
  const moves: [number, number][] = [];
  for (let x = -14; x <= 14; x += 2) for (let y = -14; y <= 14; y += 2) moves.push([x, y]);
  moves.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
  const [rx, ry] = [width / 2 + 16, height / 2 + 16];
  const near = compacted(
    obstacles.filter(({ box }) => box[0] < cx + rx && cx - rx < box[2] && box[1] < cy + ry && cy - ry < box[3]),
  );
  for (const [dx, dy] of moves) {
    const [x0, y0] = [cx + dx - width / 2, cy + dy - height / 2];
    const box: Box = [x0, y0, x0 + width, y0 + height];
    if (!inside(box, within) || near.some((one) => touches(silhouette, box, one.box, CLEARANCE))) continue;
    return { box, steps: dx === 0 && dy === 0 ? [] : [moved("con dấu", dx, dy)] };
  }
  return undefined;
}

/** Those that hinder the seal at the decree's place, for the message. */
export function hindrances(question: SealQuestion): readonly Obstacle[] {
  const { signature, width, height, silhouette } = question;
  const middle = (signature[1] + signature[3]) / 2;
  const edge = signature[0] + COVERAGE.ideal * (signature[2] - signature[0]);
  const box: Box = [edge - width, middle - height / 2, edge, middle + height / 2];
  return nearby(question).filter((one) => touches(silhouette, box, one.box, CLEARANCE));
}

/** Obstacles within reach of any candidate. */
function nearby({ signature, width, height, obstacles }: SealQuestion): readonly Obstacle[] {
  const span = signature[2] - signature[0];
  const middle = (signature[1] + signature[3]) / 2;
  const far = height * (0.5 + SHIFT) + 1;
  const reach: Box = [
    signature[0] + COVERAGE.least * span - width - 1,
    middle - far,
    signature[0] + COVERAGE.most * span + width + 1,
    middle + far,
  ];
  return compacted(
    obstacles.filter(({ box }) => box[0] < reach[2] && reach[0] < box[2] && box[1] < reach[3] && reach[1] < box[3]),
  );
}

function inside(box: Box, within: Box): boolean {
  return box[0] >= within[0] && box[1] >= within[1] && box[2] <= within[2] && box[3] <= within[3];
}

/** "Đã dịch con dấu sang phải 3 mm, lên trên 2 mm …" */
export function moved(what: string, right: number, up: number): PlacementStep {
  const parts = [
    Math.abs(right) < 0.05 ? "" : `sang ${right > 0 ? "phải" : "trái"} ${millimetres(Math.abs(right))}`,
    Math.abs(up) < 0.05 ? "" : `${up > 0 ? "lên trên" : "xuống dưới"} ${millimetres(Math.abs(up))}`,
  ].filter((part) => part !== "");
  return { kind: "moved", message: `Đã dịch ${what} ${parts.join(", ")} để không che chữ.` };
}

function stepsOf(coverage: number, up: number): PlacementStep[] {
  const steps: PlacementStep[] = [];
  if (Math.abs(up) >= 0.05) steps.push(moved("con dấu", 0, up));
  if (Math.abs(coverage - COVERAGE.ideal) > 0.005) {
    const percent = Math.round(100 * coverage);
    steps.push({
      kind: "coverage",
      message: `Con dấu trùm ${percent}% hình ảnh chữ ký về bên trái (quy định: khoảng 1/3) để không che chữ${coverage > COVERAGE.most ? ", vì chữ ký sát mép trái của giấy" : ""}.`,
    });
  }
  return steps;
}
