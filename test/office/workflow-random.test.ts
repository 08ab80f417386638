import { expect, it } from "vitest";
import { runRandomly } from "./workflow-random.ts";

it("does what a reference model says, for random commands of four people (short form)", async () => {
  const run = await runRandomly(180, 20_261_122);
  await run.close();
  expect(run.steps).toBeGreaterThanOrEqual(180);
  expect(run.done).toBeGreaterThan(70);
  expect(run.numbers).toBeGreaterThan(3);
}, 60_000);
