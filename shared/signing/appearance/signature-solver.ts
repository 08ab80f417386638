import type { Box } from "./form-xobject.ts";
import { type Obstacle, overlaps } from "./page-obstacles.ts";
import { millimetres, type PlacementStep } from "./placement.ts";
import { moved, type SealAnswer, type SealQuestion, solveSeal } from "./seal-solver.ts";
import { type Silhouette, touches } from "./silhouette.ts";
import { cutAt, movedBox, movedObstacle, nameOfSilhouette, Solved } from "./solved.ts";
import { compacted } from "./text-pieces.ts";

/** What is asked of a person's signature. Boxes in shown coordinates, lengths in points. */
export interface SignatureQuestion {
  /** The room between title and name. */
  room: Box;
  /** Size at which the picture is drawn when nothing hinders; it fits into the room. */
  width: number;
  height: number;
  silhouette: Silhouette;
  obstacles: readonly Obstacle[];
  /** The seal that will follow. */
  seal: Pick<SealQuestion, "width" | "height" | "silhouette" | "within" | "mayTouch">;
}

/** A place for the signature, and one for the seal beside it where there is one. */
export interface SignatureAnswer {
  box: Box;
  steps: PlacementStep[];
  seal?: SealAnswer;
}

/** Sizes that are tried, and how far the middle may be from that of the room, in points. */
const SCALES = [1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5, 0.4];
const SHIFTS = [0, 2, -2, 4, -4, 6, -6, 9, -9, 12, -12, 16, -16];
/** A signature is not made narrower than this, in points: 10 mm. */
const NARROWEST = 28;
const CLEARANCE = 0.5;

/**
 * Finds where a person's signature stands: in the middle between title and name (NĐ30 Phụ lục I.II.7.d), as large as it can be without
 * touching a letter, and of the places that are alike one beside which the seal finds its own.
 */
export function solveSignature(question: SignatureQuestion): SignatureAnswer | undefined {
  const { room, width, height, silhouette, obstacles, seal } = question;
  // No seal reaches further from the room than twice its own size.
  const far = 2 * Math.max(seal.width, seal.height);
  const reach: Box = [room[0] - far, room[1] - far, room[2] + far, room[3] + far];
  const [x, y] = room;
  const around = obstacles.filter(({ box }) => overlaps(box, reach)).map((one) => movedObstacle(one, -x, -y));
  const asked = {
    ...question,
    room: movedBox(room, -x, -y),
    obstacles: around,
    seal: { ...seal, within: movedBox(cutAt(seal.within, reach), -x, -y) },
  };
  const facts = [
    ...asked.room,
    width,
    height,
    nameOfSilhouette(silhouette),
    seal.width,
    seal.height,
    nameOfSilhouette(seal.silhouette),
    seal.mayTouch ?? "",
    ...asked.seal.within,
  ];
  const answer = SOLVED.of(facts, around, () => solve(asked));
  if (answer === undefined) return undefined;
  const beside = answer.seal && { ...answer.seal, box: movedBox(answer.seal.box, x, y), steps: [...answer.seal.steps] };
  return {
    box: movedBox(answer.box, x, y),
    steps: [...answer.steps],
    ...(beside === undefined ? {} : { seal: beside }),
  };
}

const SOLVED = new Solved<SignatureAnswer | undefined>();

function solve(question: SignatureQuestion): SignatureAnswer | undefined {
  const { room, width, height, silhouette, obstacles, seal } = question;
  const near = compacted(obstacles.filter(({ box }) => overlaps(box, room, 2)));
  const around = compacted(obstacles);
  const [cx, cy] = [(room[0] + room[2]) / 2, (room[1] + room[3]) / 2];
  let first: SignatureAnswer | undefined;
  for (const scale of SCALES) {
    const [w, h] = [width * scale, height * scale];
    if (scale < 1 && w < NARROWEST) break;
    for (const shift of SHIFTS) {
      const box: Box = [cx - w / 2, cy + shift - h / 2, cx + w / 2, cy + shift + h / 2];
      const free = shift === 0 || (box[1] >= room[1] - 0.01 && box[3] <= room[3] + 0.01);
      if (!free || near.some((one) => touches(silhouette, box, one.box, CLEARANCE))) continue;
      const beside = solveSeal({ ...seal, signature: box, obstacles: around });
      if (beside !== undefined) return { box, steps: stepsOf(scale, shift, w), seal: beside };
      first ??= { box, steps: stepsOf(scale, shift, w) };
    }
    // A smaller signature only brings the seal nearer to the text.
    if (first !== undefined) return first;
  }
  return undefined;
}

function stepsOf(scale: number, shift: number, width: number): PlacementStep[] {
  const steps: PlacementStep[] = [];
  if (scale < 1) {
    steps.push({ kind: "smaller", message: `Chữ ký được thu nhỏ còn rộng ${millimetres(width)} để không che chữ.` });
  }
  if (shift !== 0)
    steps.push({
      ...moved("chữ ký", 0, shift),
      message: `Đã dịch chữ ký ${shift > 0 ? "lên trên" : "xuống dưới"} ${millimetres(Math.abs(shift))} để chữ ký và con dấu không che chữ.`,
    });
  return steps;
}
