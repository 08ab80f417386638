import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { officeWithArrivals } from "./incoming-scale.ts";

let scene: Awaited<ReturnType<typeof officeWithArrivals>>;

beforeAll(async () => {
  scene = await officeWithArrivals(10_000);
  await scene.office.migrate();
}, 300_000);
afterAll(() => scene.close());

/** Milliseconds of processor time of one call, the middle of five. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return times.sort((a, b) => a - b)[2]!;
}

describe("an office with 10,000 incoming documents", () => {
  it("answers the page of the list, its counts and the register within a tenth of a second of processor time", async () => {
    const { incoming, registers } = scene.office;
    const figures = {
      page: await cost(() => incoming.list(scene.clerk, { limit: 101 })),
      counts: await cost(() => incoming.counts(scene.clerk)),
      waiting: await cost(() => incoming.list(scene.clerk, { progress: "waiting", limit: 101 })),
      overdue: await cost(() => incoming.list(scene.clerk, { due: "overdue", limit: 101 })),
      drafter: await cost(() => incoming.list(scene.drafter, { limit: 101 })),
      drafterCounts: await cost(() => incoming.counts(scene.drafter)),
      everything: await cost(() => incoming.list(scene.clerk)),
      register: await cost(() => registers.page(scene.drafter, "incoming", { year: 2026 })),
    };
    console.info("ms of processor time at 10,000 incoming documents", figures);
    expect(figures.page + figures.counts).toBeLessThan(100);
    expect(Math.max(figures.waiting, figures.overdue, figures.drafter, figures.register)).toBeLessThan(100);
  });
});
