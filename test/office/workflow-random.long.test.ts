import { expect, it } from "vitest";
import { runRandomly } from "./workflow-random.ts";

it("does what a reference model says, for 10,000 random commands of four people", async () => {
  let steps = 0;
  let done = 0;
  // Several offices one after the other: the books stay short enough to be read whole after every step.
  for (let round = 0; steps < 10_000; round += 1) {
    const run = await runRandomly(1000, 7 + 1000 * round);
    await run.close();
    steps += run.steps;
    done += run.done;
    expect(run.numbers).toBeGreaterThan(10);
    console.log(`workflow model: ${steps} steps, ${done} of them done, the others refused as the model says`);
  }
  expect(steps).toBeGreaterThanOrEqual(10_000);
}, 1_800_000);
