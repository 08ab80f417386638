import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleProgramme } from "../../samples/programme.ts";
import type { Programme, Task } from "../../shared/tasks/index.ts";
import { type OfficeFixture, openFixture } from "../office/office-fixture.ts";

let fixture: OfficeFixture;
let made = 0;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

/** A fresh programme like the sample. */
async function programme(): Promise<Programme> {
  const { office, drafter } = fixture;
  const { title, period, basis, targets, groups, tasks } = sampleProgramme("");
  made += 1;
  const { id, ...empty } = await office.programmes.create(drafter, { id: `ct-${made}`, title, period, basis, targets });
  return office.programmes.save(drafter, { ...empty, id, groups, tasks }, { why: "Nhập", basis: "Quyết định số 5/QĐ" });
}
const taskIn = ({ tasks }: Programme, id: string) => tasks.find((task) => task.id === id) as Task;
const ids = ({ tasks }: Programme, groupId?: string) =>
  tasks.filter((task) => task.groupId === groupId).map(({ id }) => id);
/** Kind, reason and basis of the newest revision's events. */
async function newest(of: Programme) {
  const events = await fixture.office.programmes.events(fixture.drafter, of.id, { revision: of.revision });
  return events.map(
    ({ kind, subject, why, basis }) => `${kind} ${subject}: ${why}${basis === "" ? "" : ` (${basis})`}`,
  );
}
/** Day so many days from today, in Vietnam. */
const day = (days: number) => new Date(Date.now() + (days * 24 + 7) * 3_600_000).toISOString().slice(0, 10);

describe("changing one thing of a programme", () => {
  it("says whose group is gone when somebody else has dropped it meanwhile", async () => {
    const { office, drafter, leader } = fixture;
    const before = await programme();
    const added = await office.programmes.addGroup(drafter, before.id, before.revision, { number: "X", name: "Mới" });
    const { id: groupId } = added.groups.at(-1)!;
    const dropped = await office.programmes.removeGroup(leader, before.id, added.revision, groupId);
    const add = office.programmes.addTask(drafter, before.id, added.revision, { name: "Việc C", groupId });
    await expect(add).rejects.toMatchObject({
      code: "CONFLICT",
      faults: [
        {
          message:
            "Nhiệm vụ “Việc C”: nhóm “X Mới” đã được người khác đưa ra khỏi chương trình, còn bạn để nhiệm vụ này trong nhóm đó.",
        },
      ],
    });
    const put = await office.programmes.addGroup(leader, before.id, dropped.revision, { number: "XI", name: "Sau" });
    const { id: other } = put.groups.at(-1)!;
    await office.programmes.moveTask(leader, before.id, put.revision, "t1", { groupId: other });
    const drop = office.programmes.removeGroup(drafter, before.id, put.revision, other);
    await expect(drop).rejects.toMatchObject({
      code: "CONFLICT",
      faults: [{ message: expect.stringContaining(`trong nhóm “XI Sau”, còn bạn đưa nhóm đó ra khỏi chương trình.`) }],
    });
  });

  it("adds a task to its group, once", async () => {
    const { office, drafter } = fixture;
    const before = await programme();
    const task = { name: "Lập kho ảnh viễn thám", number: "5a", groupId: "g2", deadline: "Quý II", leadAgency: "Sở A" };
    const change = { why: "Theo họp giao ban", basis: "Thông báo số 9/TB-UBND" };
    const after = await office.programmes.addTask(drafter, before.id, before.revision, task, change);
    const added = after.tasks.find(({ number }) => number === "5a")!;
    expect(added).toMatchObject({ ...task, deadline: { text: "Quý II", to: "2026-06-30" }, output: "", note: "" });
    expect(ids(after, "g2").at(-1)).toBe(added.id);
    expect(await newest(after)).toEqual(["add task: Theo họp giao ban (Thông báo số 9/TB-UBND)"]);
    const again = await office.programmes.addTask(drafter, before.id, before.revision, task, change);
    expect(again.revision).toBe(after.revision);
    const head = await office.programmes.addTask(drafter, after.id, after.revision, { ...task, after: "" });
    expect(ids(head, "g2")[0]).not.toBe(ids(before, "g2")[0]);
    const behind = ids(before, "g2")[0]!;
    const third = await office.programmes.addTask(drafter, after.id, head.revision, { ...task, after: behind });
    expect(ids(third, "g2")[1]).toBe(behind);
    const wrong = { name: " ", groupId: "g9", note: "x".repeat(20_001) };
    await expect(office.programmes.addTask(drafter, after.id, third.revision, wrong)).rejects.toMatchObject({
      code: "INVALID",
      message: "Nhiệm vụ mới chưa hợp lệ.",
      faults: [
        { where: "name", message: "Tên nhiệm vụ không được để trống." },
        { where: "note", message: "Ghi chú dài 20001 ký tự, tối đa 20.000." },
      ],
    });
    await expect(
      office.programmes.addTask(drafter, after.id, third.revision, { name: "Việc", groupId: "g9" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND", message: "Không có nhóm nhiệm vụ này trong chương trình." });
  });

  it("edits, moves, removes a task", async () => {
    const { office, drafter } = fixture;
    let one = await programme();
    one = await office.programmes.saveTask(drafter, one.id, one.revision, "t3", { name: "Tên khác", note: "Mới" });
    expect(await newest(one)).toEqual(["rename task: Sửa nhiệm vụ 3", "edit task: Sửa nhiệm vụ 3"]);
    expect((await office.programmes.saveTask(drafter, one.id, one.revision, "t3", { note: "Mới" })).revision).toBe(
      one.revision,
    );
    one = await office.programmes.moveTask(drafter, one.id, one.revision, "t3", { groupId: "g3" });
    expect(ids(one, "g3").at(-1)).toBe("t3");
    expect(await newest(one)).toEqual(["move task: Chuyển vị trí nhiệm vụ 3"]);
    const [first, second] = ids(one, "g4");
    one = await office.programmes.moveTask(drafter, one.id, one.revision, second!, { after: "", number: "0" });
    expect(ids(one, "g4").slice(0, 2)).toEqual([second, first]);
    expect(taskIn(one, second!).number).toBe("0");
    one = await office.programmes.moveTask(drafter, one.id, one.revision, "t3", { groupId: "" });
    expect(taskIn(one, "t3").groupId).toBeUndefined();
    expect(one.tasks.at(-1)!.id).toBe("t3");
    await expect(
      office.programmes.moveTask(drafter, one.id, one.revision, "t1", { groupId: "g3", after: first! }),
    ).rejects.toMatchObject({ code: "INVALID", message: "Nhiệm vụ đứng trước không thuộc nhóm được chọn." });
    const gone = await office.programmes.removeTask(drafter, one.id, one.revision, "t3", { basis: "Công văn 8" });
    expect(taskIn(gone, "t3")).toBeUndefined();
    expect(await newest(gone)).toEqual(["remove task: Đưa nhiệm vụ 3 ra khỏi chương trình (Công văn 8)"]);
    const own = await office.programmes.events(drafter, one.id, { taskId: "t3" });
    expect(own.map(({ kind }) => kind)).toEqual(["remove", "move", "move", "rename", "edit", "add"]);
    await expect(office.programmes.removeTask(drafter, one.id, gone.revision, "t3")).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "Không có nhiệm vụ này trong chương trình.",
    });
  });

  it("completes a task and opens it again", async () => {
    const { office, drafter } = fixture;
    let one = await programme();
    one = await office.programmes.completeTask(drafter, one.id, one.revision, "t1", day(0));
    expect(taskIn(one, "t1").completedOn).toBe(day(0));
    expect(await newest(one)).toEqual(["complete task: Hoàn thành nhiệm vụ 1"]);
    await expect(office.programmes.completeTask(drafter, one.id, one.revision, "t2", day(1))).rejects.toMatchObject({
      code: "INVALID",
      where: "on",
      message: expect.stringMatching(/^Ngày hoàn thành .+ sau ngày hôm nay/),
    });
    await expect(
      office.programmes.completeTask(drafter, one.id, one.revision, "t2", "2026-02-30"),
    ).rejects.toMatchObject({ code: "INVALID", message: "Ngày hoàn thành không phải là một ngày có thật." });
    const extend = office.programmes.extendTask(drafter, one.id, one.revision, "t1", "31/12/2027", {
      basis: "Công văn 8",
    });
    await expect(extend).rejects.toMatchObject({ code: "INVALID", hint: "Mở lại nhiệm vụ trước." });
    one = await office.programmes.reopenTask(drafter, one.id, one.revision, "t1", { why: "Kiểm tra lại" });
    expect(taskIn(one, "t1")).not.toHaveProperty("completedOn");
    expect(await newest(one)).toEqual(["reopen task: Kiểm tra lại"]);
  });

  it("extends a task on a basis, the original deadline beside the new one", async () => {
    const { office, leader } = fixture;
    const one = await programme();
    const { deadline } = taskIn(one, "t6");
    const change = { why: "Chờ văn bản của bộ", basis: "Công văn số 77/UBND-TH" };
    const two = await office.programmes.extendTask(leader, one.id, one.revision, "t6", "Quý III", change);
    expect(taskIn(two, "t6")).toMatchObject({
      deadline: { text: "Quý III", to: "2026-09-30" },
      extensions: [{ before: deadline, changedOn: day(0), basis: "Công văn số 77/UBND-TH" }],
    });
    const wrong = office.programmes.extendTask(leader, one.id, two.revision, "t6", "khi nào xong", { basis: " " });
    await expect(wrong).rejects.toMatchObject({
      code: "INVALID",
      faults: [
        { where: "deadline", message: "Không đọc được ngày nào trong thời hạn mới “khi nào xong”." },
        { where: "basis", message: "Căn cứ của việc gia hạn không được để trống." },
      ],
    });
    const same = office.programmes.extendTask(leader, one.id, two.revision, "t6", "quý III/2026", change);
    await expect(same).rejects.toMatchObject({ message: "Thời hạn mới trùng với thời hạn hiện tại (“Quý III”)." });
  });

  it("takes reports of progress from a drafter, and names every fault", async () => {
    const { office, drafter, clerk } = fixture;
    const one = await programme();
    const progress = { percent: 65, on: day(0), result: "Đã xong dự thảo", evidence: "Tờ trình số 14/TTr-SXD" };
    const two = await office.programmes.reportProgress(drafter, one.id, one.revision, "t4", progress);
    expect(taskIn(two, "t4").progress).toEqual({ ...progress, difficulties: "", proposals: "" });
    expect(await newest(two)).toEqual(["progress task: Báo cáo tiến độ nhiệm vụ 4"]);
    const wrong = { percent: 101, on: day(1), result: "x".repeat(20_001) };
    await expect(office.programmes.reportProgress(drafter, one.id, two.revision, "t4", wrong)).rejects.toMatchObject({
      code: "INVALID",
      message: "Báo cáo tiến độ chưa hợp lệ.",
      faults: [
        { where: "percent", message: "Tỷ lệ hoàn thành phải là một số từ 0 đến 100." },
        { where: "on", message: expect.stringMatching(/^Ngày báo cáo .+ sau ngày hôm nay/) },
        { where: "result" },
      ],
    });
    await expect(
      office.programmes.reportProgress(drafter, one.id, two.revision, "t4", { percent: Number.NaN, on: "hôm qua" }),
    ).rejects.toMatchObject({ faults: [{ where: "percent" }, { where: "on" }] });
    await expect(office.programmes.reportProgress(clerk, one.id, two.revision, "t4", progress)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("puts down what was reached of a target", async () => {
    const { office, drafter } = fixture;
    const one = await programme();
    const { id } = one.targets[2]!;
    const two = await office.programmes.setTargetActual(drafter, one.id, one.revision, id, {
      value: 92.5,
      on: day(-1),
    });
    expect(two.targets[2]!.actual).toEqual({ value: 92.5, on: day(-1), evidence: "" });
    expect(await newest(two)).toEqual(["progress target: Cập nhật kết quả chỉ tiêu"]);
    expect(await office.programmes.events(drafter, one.id, { targetId: id })).toMatchObject([
      { revision: 3 },
      { revision: 1 },
    ]);
  });

  it("adds, edits and removes a group", async () => {
    const { office, drafter } = fixture;
    let one = await programme();
    const group = { number: "VII", name: "AN TOÀN THÔNG TIN" };
    one = await office.programmes.addGroup(drafter, one.id, one.revision, group);
    const { id } = one.groups.at(-1)!;
    one = await office.programmes.saveGroup(drafter, one.id, one.revision, id, { name: "AN NINH MẠNG" });
    expect(one.groups.at(-1)).toEqual({ id, number: "VII", name: "AN NINH MẠNG" });
    expect(await newest(one)).toEqual(["rename group: Sửa nhóm nhiệm vụ VII"]);
    await expect(office.programmes.removeGroup(drafter, one.id, one.revision, "g1")).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringMatching(/^Nhóm còn \d+ nhiệm vụ/),
    });
    one = await office.programmes.removeGroup(drafter, one.id, one.revision, id);
    expect(one.groups.map((each) => each.id)).toEqual(["g1", "g2", "g3", "g4", "g5", "g6"]);
    const kinds = await office.programmes.events(drafter, one.id, { groupId: id });
    expect(kinds.map(({ kind }) => kind)).toEqual(["remove", "rename", "add"]);
  });
});

describe("two people at one programme", () => {
  it("keep both changes, or learn whose stands in the way", async () => {
    const { office, drafter, leader } = fixture;
    const one = await programme();
    await office.programmes.reportProgress(leader, one.id, one.revision, "t4", { percent: 30, on: day(0) });
    const two = await office.programmes.saveTask(drafter, one.id, one.revision, "t4", { note: "Cần họp" });
    expect(taskIn(two, "t4")).toMatchObject({ note: "Cần họp", progress: { percent: 30 } });
    await office.programmes.removeTask(drafter, one.id, one.revision, "t9");
    const late = office.programmes.reportProgress(drafter, one.id, one.revision, "t4", { percent: 80, on: day(0) });
    await expect(late).rejects.toMatchObject({
      code: "CONFLICT",
      faults: [
        {
          message: expect.stringMatching(
            /^Nhiệm vụ 4 “.+”: tiến độ đã được Lê Thị Minh Nguyệt \(.+\) đổi từ \(để trống\) thành 30% \(báo cáo ngày .+\); bạn đổi thành 80%/,
          ),
        },
      ],
    });
  });

  it("may import over an older revision: what the table does not touch stays", async () => {
    const { office, drafter, leader } = fixture;
    const empty = await office.programmes.create(drafter, { title: "Chương trình", period: "2027" });
    const table = (name: string, rows: string) => ({
      name,
      bytes: new TextEncoder().encode(`STT,Nhiệm vụ,Chủ trì\n${rows}`),
    });
    const rows = "1,Rà soát thủ tục,Sở A\n2,Lập danh mục dữ liệu,Sở B";
    const one = await office.programmes.import(drafter, empty.id, 1, table("a.csv", rows));
    const [{ id: first }] = one.tasks as [Task];
    const report = { percent: 10, on: day(0) };
    await office.programmes.reportProgress(leader, one.id, one.revision, first, report);
    const more = table("b.csv", `${rows.replace("Sở B", "Sở C")}\n3,Đào tạo cán bộ,Sở A`);
    const merged = await office.programmes.import(drafter, one.id, one.revision, more);
    expect(merged.tasks.map(({ leadAgency }) => leadAgency)).toEqual(["Sở A", "Sở C", "Sở A"]);
    expect(merged.tasks[0]!.progress).toMatchObject(report);
    // Sent again, also on the revision it was first sent on, it changes nothing.
    for (const revision of [one.revision, merged.revision])
      expect((await office.programmes.import(drafter, one.id, revision, more)).revision).toBe(merged.revision);
  });
});

describe("earlier revisions of a programme", () => {
  it("are compared, found by time and restored", async () => {
    const { office, drafter, receivingClerk } = fixture;
    const one = await programme();
    const two = await office.programmes.saveTask(drafter, one.id, one.revision, "t5", { output: "Báo cáo" });
    const events = await office.programmes.compare(drafter, one.id, one.revision, two.revision);
    expect(events).toMatchObject([{ kind: "output", id: "t5", fields: [{ field: "output", after: "Báo cáo" }] }]);
    const { at } = (await office.programmes.history(drafter, one.id))[1]!;
    expect(await office.programmes.revisionAt(drafter, one.id, at)).toBe(2);
    const restored = await office.programmes.restore(drafter, one.id, one.revision, { seen: two.revision });
    expect({ ...restored, revision: one.revision }).toEqual(one);
    expect(await newest(restored)).toEqual(["output task: Khôi phục bản 2"]);
    await expect(office.programmes.restore(drafter, one.id, 3, { seen: 3, why: "Nhầm" })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "Chương trình đã có bản 4, mới hơn bản 3 mà bạn đang xem. Chưa khôi phục gì.",
    });
    await expect(office.programmes.events(receivingClerk, one.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { id, revision } = one;
    const why = "x".repeat(2001);
    await expect(office.programmes.restore(drafter, id, revision, { why })).rejects.toMatchObject({ code: "INVALID" });
  });
});
