import { spawn } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { openScheduleFixture } from "./schedule-fixture.ts";

const AFTER_CLOSE = "2026-04-20T08:00:00+07:00";

/** Runs a worker that dies at a commit of the given number; answers its signal or exit code. */
function work(folder: string, number: number, when: "before" | "after"): Promise<string> {
  const worker = spawn(
    process.execPath,
    [path.join(import.meta.dirname, "schedule-worker.ts"), folder, AFTER_CLOSE, String(number), when],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  return new Promise((resolve) => worker.once("exit", (code, signal) => resolve(signal ?? String(code))));
}

it("drafts each report exactly once, whoever is killed between whatever steps, two at a time", async () => {
  const { folder, office, drafter, leader, schedule, at, close } = await openScheduleFixture();
  const schedules: string[] = [];
  for (const title of ["Chuyển đổi số", "Cải cách hành chính", "An toàn thông tin"]) {
    const { id: programmeId } = await office.programmes.create(drafter, { title, period: "2026" });
    schedules.push((await office.reportSchedules.save(drafter, 0, schedule({ programmeId, kind: "month" }))).id);
  }

  // Each pair gets a step further than the one before it, and dies there: before a commit, or after it.
  const ends: string[] = [];
  for (let number = 1; number <= 3; number += 1)
    ends.push(...(await Promise.all([work(folder, number, "before"), work(folder, 1, "after")])));
  expect(ends.filter((end) => end === "SIGKILL").length).toBeGreaterThanOrEqual(3);
  expect(await Promise.all([work(folder, 0, "after"), work(folder, 0, "after")])).toEqual(["0", "0"]);

  at(AFTER_CLOSE);
  const documents = await office.documents.list(drafter);
  const windows = (
    await Promise.all(schedules.map(async (id) => (await office.reportSchedules.get(drafter, id)).windows))
  ).flat();
  // April closed last, March before it: one report and one missed window for each schedule, and nothing else.
  const drafted = windows.filter((one) => one.state === "drafted");
  expect(documents).toHaveLength(3);
  expect(new Set(drafted.map((one) => one.documentId))).toEqual(new Set(documents.map((one) => one.id)));
  expect(drafted.map((one) => one.label)).toEqual(Array(3).fill("Tháng 4 năm 2026"));
  expect(windows.filter((one) => one.state === "missed").map((one) => one.label)).toEqual(
    Array(3).fill("Tháng 3 năm 2026"),
  );
  const told = await office.notices.list(drafter);
  expect(told.filter((one) => one.kind === "report-drafted")).toHaveLength(3);
  expect(told.filter((one) => one.kind === "report-missed")).toHaveLength(3);
  expect(await office.notices.list(leader)).toHaveLength(3);
  expect((await office.access.checkAudit(drafter.organisationId)).sound).toBe(true);
  await close();
});
