import { afterAll, beforeAll, describe, it } from "vitest";
import { createTable } from "../../shared/storage/index.ts";
import { type DynamoDbLocal, startDynamoDbLocal } from "../contract/dynamodb-local.ts";
import { type KilledOffice, openKilledOffice } from "./issuing-kills.ts";
import { allPoints, POINTS, pointName, TABLE } from "./issuing-line.ts";

const ORDERS = ["leader-first", "number-first"] as const;

describe.each(ORDERS)("kill -9 at every write of the issuing line, %s, each moment once", (order) => {
  let office: KilledOffice;
  beforeAll(async () => {
    office = await openKilledOffice({ order });
  });
  afterAll(() => office.close());

  it.each(allPoints(order).map((point) => [pointName(point), point] as const))(
    "%s",
    (_, point) => office.kill(point),
    120_000,
  );
  it("loses and doubles no number, and every document comes to its receiver once", () => office.account(), 60_000);
});

// Files lie in a folder as on one machine; the writes that differ are those of records.
describe.each(ORDERS)("kill -9 at every commit, records in DynamoDB, %s", (order) => {
  let server: DynamoDbLocal;
  let office: KilledOffice;
  beforeAll(async () => {
    server = await startDynamoDbLocal();
    await createTable(TABLE, server.options);
    office = await openKilledOffice({ order, dynamo: server.options });
  }, 120_000);
  afterAll(async () => {
    await office?.close();
    await server?.stop();
  });

  const commits = allPoints(order).filter(({ act, index }) => POINTS[act][index]![0] === "commit");
  it.each(commits.map((point) => [pointName(point), point] as const))("%s", (_, point) => office.kill(point), 180_000);
  it("loses and doubles no number, and every document comes to its receiver once", () => office.account(), 180_000);
});
