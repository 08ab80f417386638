import { afterAll, beforeAll, describe, it } from "vitest";
import { type KilledOffice, openKilledOffice } from "./issuing-kills.ts";
import { ALL_POINTS, pointName } from "./issuing-line.ts";

describe("kill -9 at every write of the issuing line, each moment once", () => {
  let office: KilledOffice;
  beforeAll(async () => {
    office = await openKilledOffice();
  });
  afterAll(() => office.close());

  it.each(ALL_POINTS.map((point) => [pointName(point), point] as const))(
    "%s",
    (_, point) => office.kill(point),
    120_000,
  );
  it("loses and doubles no number, and every document comes to its receiver once", () => office.account(), 60_000);
});
