import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { officeWithArrivals } from "./incoming-scale.ts";

let scene: Awaited<ReturnType<typeof officeWithArrivals>>;
const COUNT = 600;

beforeAll(async () => {
  scene = await officeWithArrivals(COUNT);
  // Data of an earlier program: the rows are made by its migration.
  await scene.office.migrate();
}, 60_000);
afterAll(() => scene.close());

describe(`an office with ${COUNT} incoming documents`, () => {
  it("reads for a page of a list about as many rows as it shows", async () => {
    const { incoming } = scene.office;
    const read = async (work: Promise<unknown>) => {
      await work;
      return scene.rowsRead();
    };
    scene.rowsRead();
    expect(await read(incoming.list(scene.clerk, { limit: 101 }))).toBeLessThan(250);
    expect(await read(incoming.list(scene.clerk, { progress: "waiting", limit: 101 }))).toBeLessThan(60);
    expect(await read(incoming.list(scene.clerk, { due: "overdue", limit: 101 }))).toBeLessThan(120);
    expect(await read(incoming.list(scene.drafter, { limit: 20 }))).toBeLessThan(150);
    expect(await read(incoming.counts(scene.clerk))).toBeLessThan(COUNT / 10 + 60);
    expect((await incoming.counts(scene.clerk)).progress).toMatchObject({ done: COUNT - 40, waiting: 10 });
    expect(await incoming.counts(scene.drafter)).toMatchObject({ progress: { done: COUNT / 50 }, mine: 0 });
  });
});
