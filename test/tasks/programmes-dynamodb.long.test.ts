import { describe, expect, it } from "vitest";
import { sampleProgramme } from "../../samples/programme.ts";
import { openProgrammes, reportProgress } from "../../shared/tasks/index.ts";
import { useDynamoDbLocal } from "../contract/dynamodb-local.ts";

/** Parts, transactions and histories hold to the limits of the other store too. */
describe("programmes in DynamoDB (Amazon's DynamoDB Local)", () => {
  const dynamo = useDynamoDbLocal();

  it("are stored in parts, read, changed and merged, with their events", async () => {
    const open = () => openProgrammes(dynamo.records, () => new Date("2026-11-22T03:00:00Z"));
    const by = { actor: { personId: "p1", name: "Phạm Văn Thuận" }, why: "" };
    const sample = sampleProgramme("ubnd");
    const note = "Nội dung chi tiết của nhiệm vụ. ".repeat(100);
    const tasks = Array.from({ length: 1500 }, (_, index) => ({
      ...sample.tasks[index % sample.tasks.length]!,
      id: `nv-${index}`,
      note,
    }));
    const first = await open().create({ ...sample, tasks }, by);
    expect(await open().get("ubnd", first.id)).toEqual(first);
    const report = { percent: 30, on: "2026-11-20" };
    const ids = ["nv-5", "nv-1400"];
    for (const id of ids) await open().commit(reportProgress(first, id, report, "2026-11-22"), by);
    const newest = await open().get("ubnd", first.id);
    expect(newest.revision).toBe(3);
    expect(newest.tasks.filter(({ progress }) => progress?.percent === 30).map(({ id }) => id)).toEqual(ids);
    const events = await open().events("ubnd", first.id, { taskId: "nv-1400" });
    expect(events.map(({ kind, revision }) => `${revision} ${kind}`)).toEqual(["3 progress", "1 add"]);
    expect(await open().revisionAt("ubnd", first.id, "2026-11-22T03:00:00Z")).toBe(3);
  }, 60_000);
});
