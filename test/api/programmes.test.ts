import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleProgramme } from "../../samples/programme.ts";
import type { Programme, ProgrammeEvent, RecordedEvent, RevisionEntry, Task } from "../../shared/tasks/index.ts";
import { type Client, openOffices, openService, signedIn, type TestService } from "./service.ts";

interface Changed {
  id: string;
  revision: number;
  task?: Task;
}
interface Problem {
  code: string;
  title: string;
  faults: { message: string; where: string }[];
}

/** ISO date. */
const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

describe("programmes over the API", () => {
  let service: TestService;
  let drafter: Client;
  let leader: Client;
  let clerk: Client;
  let address: string;
  let programme: Programme;

  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    drafter = await signedIn(service, "thuan");
    leader = await signedIn(service, "nguyet");
    clerk = await signedIn(service, "thuha");
    const { groups, tasks, targets } = sampleProgramme("");
    const made = await drafter.json<Programme>("/api/programmes", { title: "Chuyển đổi số", period: "2027" });
    address = `/api/programmes/${made.id}`;
    const whole = { ...made, groups, tasks, targets };
    const body = { programme: whole, why: "Nhập ban đầu", basis: "Quyết định số 5/QĐ-UBND" };
    programme = await drafter.json<Programme>(address, body, "PUT");
  });
  afterAll(() => service.close());

  const newest = async () => (await drafter.json<Programme>(address)).revision;

  it("carry progress, earlier deadlines and what was reached of targets there and back", async () => {
    const progress = {
      percent: 40,
      on: YESTERDAY,
      result: "Dự thảo",
      evidence: "",
      difficulties: "",
      proposals: "",
    };
    const one = programme.tasks.map((task) => (task.id === "t2" ? { ...task, progress } : task));
    const actual = { value: 4, on: YESTERDAY, evidence: "Báo cáo 12" };
    const targets = programme.targets.map((target, index) => (index === 0 ? { ...target, actual } : target));
    const body = { programme: { ...programme, tasks: one, targets }, why: "Cập nhật" };
    const saved = await drafter.json<Programme>(address, body, "PUT");
    expect(saved.tasks.find(({ id }) => id === "t2")!.progress).toEqual(progress);
    expect((await drafter.json<Programme>(address)).targets[0]!.actual).toEqual(actual);
    const wrong = one.map((task) => (task.id === "t2" ? { ...task, progress: { ...progress, percent: "40" } } : task));
    const refused = await drafter.send(address, { programme: { ...saved, tasks: wrong }, why: "x" }, "PUT");
    expect(refused.status).toBe(422);
    expect(((await refused.json()) as Problem).faults[0]!.where).toBe("programme.tasks.1.progress.percent");
    const [entry] = await drafter.json<RevisionEntry[]>(`${address}/history`);
    expect(entry).toMatchObject({ why: "Cập nhật", changes: { progress: 2 } });
  });

  it("take one change at a time, and answer the task as it is then", async () => {
    const revision = await newest();
    const change = { revision, why: "Họp giao ban", basis: "Thông báo 9/TB-UBND" };
    const progress = { revision, percent: 65, on: YESTERDAY, result: "Đã xong dự thảo" };
    const reported = await drafter.json<Changed>(`${address}/tasks/t4/progress`, progress);
    expect(reported).toMatchObject({
      revision: revision + 1,
      task: { id: "t4", progress: { percent: 65, evidence: "" } },
    });
    const extended = await leader.json<Changed>(`${address}/tasks/t6/extend`, { ...change, deadline: "31/12/2027" });
    expect(extended.task).toMatchObject({
      deadline: { kind: "before", to: "2027-12-31" },
      extensions: [{ before: { text: "Quý I năm 2027" }, basis: "Thông báo 9/TB-UBND" }],
    });
    const completed = await drafter.json<Changed>(`${address}/tasks/t1/complete`, { ...change, on: YESTERDAY });
    expect(completed.task!.completedOn).toBe(YESTERDAY);
    const reopened = await drafter.json<Changed>(`${address}/tasks/t1/reopen`, { revision: completed.revision });
    expect(reopened.task).not.toHaveProperty("completedOn");
    const edited = await drafter.json<Changed>(
      `${address}/tasks/t5`,
      { revision: reopened.revision, edit: { output: "Báo cáo" } },
      "PUT",
    );
    expect(edited.task!.output).toBe("Báo cáo");
    const moved = await drafter.json<Changed>(`${address}/tasks/t5/move`, { revision: edited.revision, groupId: "g3" });
    expect(moved.task!.groupId).toBe("g3");
    const task = { name: "Việc mới", groupId: "g1", deadline: "Quý II" };
    const added = await drafter.json<Changed>(`${address}/tasks`, { revision: moved.revision, task });
    expect(added.task).toMatchObject({ name: "Việc mới", deadline: { to: "2027-06-30" } });
    expect(await drafter.json<Changed>(`${address}/tasks`, { revision: moved.revision, task })).toEqual(added);
    const removed = await drafter.json<Changed>(`${address}/tasks/${added.task!.id}/remove`, {
      revision: added.revision,
    });
    expect(removed).toEqual({ id: programme.id, revision: added.revision + 1 });
    const measured = { revision: removed.revision, value: 12.5, on: YESTERDAY };
    await drafter.json(`${address}/targets/${programme.targets[1]!.id}/actual`, measured);
    const group = { number: "VII", name: "AN TOÀN", id: "g7" };
    const { revision: withGroup } = await drafter.json<Changed>(`${address}/groups`, {
      revision: removed.revision,
      group,
    });
    await drafter.json(`${address}/groups/g7`, { revision: withGroup, edit: { name: "AN NINH" } }, "PUT");
    await drafter.json(`${address}/groups/g7/remove`, { revision: withGroup + 1 });
    const events = await drafter.json<RecordedEvent[]>(`${address}/events?limit=5`);
    expect(events.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      "remove group",
      "rename group",
      "add group",
      "progress target",
      "remove task",
    ]);
  });

  it("tell the history of a task, of a revision, and the difference of two", async () => {
    const own = await clerk.json<RecordedEvent[]>(`${address}/events?taskId=t6`);
    expect(own.map(({ kind, actor, why, basis }) => [kind, actor.name, why, basis])).toEqual([
      ["extend", "Lê Thị Minh Nguyệt", "Họp giao ban", "Thông báo 9/TB-UBND"],
      ["add", "Phạm Văn Thuận", "Nhập ban đầu", "Quyết định số 5/QĐ-UBND"],
    ]);
    const { revision } = own[0]!;
    expect(await clerk.json<RecordedEvent[]>(`${address}/events?revision=${revision}`)).toHaveLength(1);
    const between = await clerk.json<ProgrammeEvent[]>(`${address}/compare?from=${revision - 1}&to=${revision}`);
    expect(between).toMatchObject([{ kind: "extend", id: "t6" }]);
    expect((await clerk.get(`${address}/compare?from=0&to=1`)).status).toBe(422);
    expect((await clerk.get(`${address}/compare?from=1&to=99`)).status).toBe(404);
    const at = await clerk.json<{ revision: number }>(
      `${address}/revision-at?instant=${encodeURIComponent(own[1]!.at)}`,
    );
    expect(at).toEqual({ revision: own[1]!.revision });
    expect(await clerk.json(`${address}/revision-at?instant=2020-01-01T00:00:00Z`)).toEqual({ revision: null });
    expect((await clerk.get(`${address}/revision-at?instant=mai`)).status).toBe(422);
  });

  it("answer a conflict with what the other one changed", async () => {
    const revision = await newest();
    await leader.json(`${address}/tasks/t7`, { revision, edit: { leadAgency: "Sở Xây dựng", note: "Gấp" } }, "PUT");
    const edit = { leadAgency: "Sở Y tế", output: "Báo cáo" };
    const answer = await drafter.send(`${address}/tasks/t7`, { revision, edit }, "PUT");
    expect(answer.status).toBe(409);
    const problem = (await answer.json()) as Problem;
    expect(problem.faults).toHaveLength(1);
    expect(problem.faults[0]!.message).toMatch(
      /^Nhiệm vụ 7 “.+”: cơ quan chủ trì đã được Lê Thị Minh Nguyệt \(.+\) đổi từ “.+” thành “Sở Xây dựng”; bạn đổi thành “Sở Y tế”\.$/,
    );
    const { task } = await drafter.json<Changed>(
      `${address}/tasks/t7`,
      { revision, edit: { output: "Báo cáo" } },
      "PUT",
    );
    expect(task).toMatchObject({ leadAgency: "Sở Xây dựng", note: "Gấp", output: "Báo cáo" });
  });

  it("restore a revision for those who may change it", async () => {
    const seen = await newest();
    const restore = { revision: programme.revision, seen, why: "Làm lại" };
    expect((await clerk.send(`${address}/restore`, restore)).status).toBe(403);
    expect((await drafter.send(`${address}/restore`, { ...restore, seen: seen - 1 })).status).toBe(409);
    const restored = await drafter.json<Programme>(`${address}/restore`, restore);
    expect(restored.revision).toBe(seen + 1);
    expect(restored.tasks.map(({ name }) => name)).toEqual(programme.tasks.map(({ name }) => name));
    expect(restored.tasks.find(({ id }) => id === "t6")!.extensions).toHaveLength(2);
  });

  it("name every fault of a report", async () => {
    const wrong = { revision: await newest(), percent: 140, on: "2099-01-01" };
    const answer = await drafter.send(`${address}/tasks/t4/progress`, wrong);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as Problem).faults.map(({ where }) => where)).toEqual(["percent", "on"]);
    expect((await drafter.send(`${address}/tasks/khong-co/progress`, { ...wrong, percent: 1 })).status).toBe(404);
    expect((await drafter.send(`${address}/tasks/t4/progress`, { percent: 1, on: YESTERDAY })).status).toBe(422);
    expect((await clerk.send(`${address}/tasks/t4/progress`, { ...wrong, percent: 1 })).status).toBe(403);
    const stranger = await signedIn(service, "yen");
    expect((await stranger.get(`${address}/events`)).status).toBe(404);
    expect((await stranger.send(`${address}/tasks/t4/progress`, { ...wrong, percent: 1 })).status).toBe(404);
  });
});
