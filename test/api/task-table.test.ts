import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleProgramme } from "../../samples/programme.ts";
import type { BulkResult, TaskPage, TaskTableView } from "../../shared/office/index.ts";
import type { Programme, Task } from "../../shared/tasks/index.ts";
import { type Client, ORIGIN, openOffices, openService, PASSWORD, signedIn, type TestService } from "./service.ts";

const YESTERDAY = new Date(Date.now() - 17 * 3_600_000).toISOString().slice(0, 10);
const PDF = new TextEncoder().encode("%PDF-1.7\nbiên bản nghiệm thu");

describe("the task table over pages and API", () => {
  let service: TestService;
  let drafter: Client;
  let leader: Client;
  let cookie: string;
  let id: string;

  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    drafter = await signedIn(service, "thuan");
    leader = await signedIn(service, "nguyet");
    const answer = await post("/dang-nhap", { userName: "thuan", password: PASSWORD });
    cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0]!;
    const { groups, tasks, targets } = sampleProgramme("");
    const made = await drafter.json<Programme>("/api/programmes", { title: "Chuyển đổi số", period: "2027" });
    ({ id } = made);
    const body = { programme: { ...made, groups, tasks, targets }, why: "Nhập ban đầu" };
    await drafter.json(`/api/programmes/${id}`, body, "PUT");
  });
  afterAll(() => service.close());

  /** Sends a form as a browser does; `table`: as the script of the table does. */
  async function post(
    address: string,
    fields: Record<string, string> | [string, string | File][],
    table = false,
  ): Promise<Response> {
    const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
    const form = new FormData();
    for (const [name, value] of pairs) form.append(name, value);
    return service.app.request(address, {
      method: "POST",
      headers: {
        origin: ORIGIN,
        "sec-fetch-site": "same-origin",
        cookie,
        ...(table ? { "hx-request": "true", "hx-current-url": `${ORIGIN}/nhiem-vu/${id}?sua=1` } : {}),
      },
      body: form,
    });
  }
  const get = (address: string, table = false) =>
    service.app.request(address, { headers: { cookie, ...(table ? { "hx-request": "true" } : {}) } });
  const text = async (address: string) => (await get(address)).text();
  const programme = () => drafter.json<Programme>(`/api/programmes/${id}`);
  const taskOf = async (taskId: string) => (await programme()).tasks.find((task) => task.id === taskId) as Task;
  const cell = (taskId: string, column: string) => `/nhiem-vu/${id}/nhiem-vu/${taskId}/o/${column}`;

  it("sorts, says so to whoever does not see it, and has the whole view in its address", async () => {
    const page = await text(`/nhiem-vu/${id}?xep=-han&phang=1&cot=tt,ten,han&so=25&tim=bao+cao`);
    expect(page).toContain('aria-sort="descending"');
    expect(page.match(/<th scope="col"/g)!.length).toBeLessThan(30);
    expect(page).not.toContain('id="xep-chu-tri"');
    expect(page).toMatch(/<input[^>]+type="hidden"[^>]+name="xep"[^>]+value="-han"[^>]+form="loc-nhiem-vu"/);
    const rows = await drafter.json<TaskPage>(
      `/api/programmes/${id}/tasks?sort=deadline&descending=true&flat=true&search=bao+cao`,
    );
    const days = rows.rows.map(({ task }) => task.deadline.to ?? "");
    expect(days).toEqual([...days.filter(Boolean).sort().reverse(), ...days.filter((day) => day === "")]);
    for (const { task } of rows.rows.slice(0, 25)) expect(page).toContain(`data-task="${task.id}"`);
  });

  it("remembers the columns that somebody chose, for that person", async () => {
    const kept = await post(`/nhiem-vu/${id}/cot`, [
      ["cot", "ghi-chu"],
      ["cot", "tt"],
      ["so", "50"],
      ["phang", "1"],
      ["ve", `/nhiem-vu/${id}?tim=so`],
    ]);
    expect(kept.headers.get("location")).toBe(`/nhiem-vu/${id}?tim=so&xong=da-nho-cot`);
    const own: TaskTableView = { columns: ["number", "name", "note"], size: 50, flat: true };
    expect(await drafter.json("/api/tables/view")).toEqual(own);
    expect(await text(`/nhiem-vu/${id}`)).not.toContain('id="xep-chu-tri"');
    expect((await leader.json<TaskTableView>("/api/tables/view")).columns).toContain("leadAgency");
    const elsewhere = await post(`/nhiem-vu/${id}/cot`, { ve: "https://noi-khac.vn/" });
    expect(elsewhere.headers.get("location")).toBe(`/nhiem-vu/${id}?xong=da-nho-cot`);
    await drafter.json(
      "/api/tables/view",
      { columns: ["number", "leadAgency", "output", "deadline"], flat: false },
      "PUT",
    );
    expect((await drafter.send("/api/tables/view", { columns: ["mau"] }, "PUT")).status).toBe(422);
  });

  it("edits a cell in its place: the form, the row that was saved, and the way back", async () => {
    expect((await get(cell("t1", "chu-tri"))).headers.get("location")).toBe(
      `/nhiem-vu/${id}/nhiem-vu/t1?o=chu-tri#truong-leadAgency`,
    );
    const form = await (await get(`${cell("t1", "chu-tri")}?cot=tt,ten,chu-tri&sua=1`, true)).text();
    expect(form).toMatch(/^<td class="editing" data-o="chu-tri">/);
    const { revision } = await programme();
    const answer = await post(
      `${cell("t1", "chu-tri")}?cot=tt,ten,chu-tri&sua=1`,
      { rev: String(revision), value: "Sở Ngoại vụ" },
      true,
    );
    const row = await answer.text();
    expect(answer.status).toBe(200);
    expect(row).toMatch(/^<tr data-task="t1">.*Sở Ngoại vụ.*hx-swap-oob="true".*Hoàn tác/s);
    expect((await taskOf("t1")).leadAgency).toBe("Sở Ngoại vụ");
    // The way back: of that revision, to the table as it was.
    const back = await post(`/nhiem-vu/${id}/hoan-tac`, {
      revision: String(revision + 1),
      ve: `/nhiem-vu/${id}?sua=1`,
    });
    expect(back.headers.get("location")).toBe(`/nhiem-vu/${id}?sua=1&xong=da-hoan-tac&ban-moi=${revision + 2}`);
    expect((await taskOf("t1")).leadAgency).not.toBe("Sở Ngoại vụ");
    expect(await text(back.headers.get("location")!)).toContain("Đã hoàn tác");
    // Without script the same form is sent like any other.
    const plain = await post(cell("t1", "ghi-chu"), { rev: String(revision + 2), value: "Đã rà soát" });
    expect(plain.status).toBe(303);
    expect((await taskOf("t1")).note).toBe("Đã rà soát");
  });

  it("tells both values and who, where somebody else changed the cell meanwhile", async () => {
    const { revision } = await programme();
    await leader.json(`/api/programmes/${id}/tasks/t2`, { revision, edit: { output: "Kế hoạch" } }, "PUT");
    const answer = await post(cell("t2", "san-pham"), { rev: String(revision), value: "Đề án" }, true);
    expect(answer.status).toBe(409);
    expect(answer.headers.get("hx-retarget")).toBe("closest td");
    const told = await answer.text();
    for (const words of ["Người khác vừa sửa ô này", "Kế hoạch", "Lê Thị Minh Nguyệt", "Đề án"])
      expect(told).toContain(words);
    const rev = /name="rev" value="(\d+)"/.exec(told)![1]!;
    expect((await post(cell("t2", "san-pham"), { rev, value: "Đề án" }, true)).status).toBe(200);
    expect((await taskOf("t2")).output).toBe("Đề án");
    const refused = await post(cell("t2", "tien-do"), { rev, value: "một nửa" }, true);
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("từ 0 đến 100")]);
  });

  it("does not offer to take back what somebody else saved, where a cell changed nothing", async () => {
    const { revision } = await programme();
    const { leadAgency } = await taskOf("t4");
    await leader.json(`/api/programmes/${id}/tasks/t5`, { revision, edit: { note: "Đã xin ý kiến" } }, "PUT");
    for (const [taskId, column, value] of [
      ["t4", "chu-tri", leadAgency],
      ["t5", "ghi-chu", "Đã xin ý kiến"],
    ] as const) {
      const row = await (await post(cell(taskId, column), { rev: String(revision), value }, true)).text();
      expect(row).toContain("không thay đổi");
      expect(row).not.toContain("hoan-tac");
      const plain = await post(cell(taskId, column), { rev: String(revision), value });
      expect(plain.headers.get("location")).toBe(`/nhiem-vu/${id}?xong=da-luu`);
    }
    const form = await post(`/nhiem-vu/${id}/nhiem-vu/t5`, { rev: String(revision), note: "Đã xin ý kiến" });
    expect(form.headers.get("location")).not.toContain("ban-moi");
  });

  it("changes many at once: asks, shows what differs, does it as one revision, takes it back", async () => {
    const before = await programme();
    const chosen: [string, string][] = [
      ["viec", "chu-tri"],
      ["rev", String(before.revision)],
      ["chon", "t3"],
      ["chon", "t4"],
    ];
    expect(await (await post(`/nhiem-vu/${id}/hang-loat`, chosen)).text()).toContain(
      "Giao cơ quan chủ trì: 2 nhiệm vụ",
    );
    const asked = { viec: "chu-tri", rev: String(before.revision), cac: "t3\nt4", leadAgency: "Sở Tài chính" };
    const preview = await (await post(`/nhiem-vu/${id}/hang-loat/xem`, asked)).text();
    expect(preview).toContain("<b>2 thay đổi</b>");
    expect(preview).toContain("Thực hiện 2 nhiệm vụ");
    const done = await post(`/nhiem-vu/${id}/hang-loat/luu`, asked);
    expect(done.headers.get("location")).toContain(`xong=da-sua-hang-loat&ban-moi=${before.revision + 1}`);
    expect(await text(done.headers.get("location")!)).toMatch(/Đã sửa các nhiệm vụ đã chọn.*Hoàn tác/s);
    const after = await programme();
    expect(
      after.tasks
        .filter((task, index) => task !== before.tasks[index] && task.leadAgency === "Sở Tài chính")
        .map(({ id }) => id),
    ).toEqual(expect.arrayContaining(["t3", "t4"]));
    await post(`/nhiem-vu/${id}/hoan-tac`, { revision: String(after.revision), ve: `/nhiem-vu/${id}` });
    expect((await programme()).tasks).toEqual(before.tasks);
    expect((await post(`/nhiem-vu/${id}/hang-loat`, { viec: "chu-tri", rev: "2" })).status).toBe(422);
    const filter = {
      viec: "dua-ra",
      rev: String(after.revision + 1),
      ca: "1",
      "loc-tim": "ban do",
      basis: "Thông báo số 9/TB-UBND",
    };
    expect(await (await post(`/nhiem-vu/${id}/hang-loat/xem`, filter)).text()).toMatch(/Đã chọn \d+ nhiệm vụ/);
  });

  it("shows what a change of many comes to anew, where somebody else changed one of them meanwhile", async () => {
    const { revision } = await programme();
    await leader.json(`/api/programmes/${id}/tasks/t8`, { revision, edit: { leadAgency: "Sở Y tế" } }, "PUT");
    const fields = { viec: "chu-tri", cac: "t7\nt8", leadAgency: "Sở Nội vụ" };
    const again = await post(`/nhiem-vu/${id}/hang-loat/luu`, { ...fields, rev: String(revision) });
    expect(again.status).toBe(409);
    const told = await again.text();
    expect(told).toContain("Sở Y tế");
    const rev = /name="rev" value="(\d+)"/.exec(told)![1]!;
    const done = await post(`/nhiem-vu/${id}/hang-loat/luu`, { ...fields, rev });
    expect(done.status).toBe(303);
    expect((await taskOf("t8")).leadAgency).toBe("Sở Nội vụ");
  });

  it("changes many at once for a machine, and names each task it cannot be made on", async () => {
    const { revision } = await programme();
    const on = YESTERDAY;
    await drafter.json(`/api/programmes/${id}/tasks/t5/complete`, { revision, on });
    const body = {
      revision: revision + 1,
      tasks: ["t5", "t6"],
      change: { kind: "extend", deadline: "Trước ngày 30/9/2028" },
      basis: "Công văn số 88/UBND-KGVX",
    };
    const refused = await drafter.send(`/api/programmes/${id}/bulk`, body);
    expect(refused.status).toBe(422);
    expect(((await refused.json()) as { faults: unknown[] }).faults).toHaveLength(1);
    expect((await programme()).revision).toBe(revision + 1);
    const seen = await drafter.json<BulkResult>(`/api/programmes/${id}/bulk/preview`, body);
    expect(seen).toMatchObject({ changed: ["t6"], refused: [{ id: "t5" }] });
    const done = await drafter.json<BulkResult>(`/api/programmes/${id}/bulk`, { ...body, onlySound: true });
    expect(done).toMatchObject({ changed: ["t6"], revision: revision + 2 });
    const undone = await drafter.json(`/api/programmes/${id}/undo`, { revision: revision + 2 });
    expect(undone).toEqual({ id, revision: revision + 3 });
    for (const wrong of [
      { tasks: undefined },
      { filter: {} },
      { tasks: undefined, filter: { statuss: "open" }, change: { kind: "lead", leadAgency: "Sở Nội vụ" } },
      {
        tasks: ["t6"],
        change: { kind: "lead", leadAgency: "Sở Nội vụ" },
        files: [{ name: "bien-ban.pdf", content: Buffer.from(PDF).toString("base64") }],
      },
      { change: { kind: "khac" } },
      { change: { kind: "remove" }, basis: "" },
    ])
      expect((await drafter.send(`/api/programmes/${id}/bulk`, { ...body, ...wrong })).status).toBe(422);
  });

  it("takes files of evidence with a report and hands them out as files, never as pages", async () => {
    const { revision } = await programme();
    const sent = await post(`/nhiem-vu/${id}/nhiem-vu/t7/tien-do`, [
      ["rev", String(revision)],
      ["percent", "60"],
      ["on", YESTERDAY],
      ["files", new File([PDF], "Biên bản nghiệm thu.pdf")],
      ["files", new File([], "")],
    ]);
    expect(sent.status).toBe(303);
    const [file] = (await taskOf("t7")).files!;
    expect(file).toMatchObject({ name: "Biên bản nghiệm thu.pdf", bytes: PDF.length, by: "Phạm Văn Thuận" });
    expect(await text(`/nhiem-vu/${id}/nhiem-vu/t7`)).toContain("Biên bản nghiệm thu.pdf");
    for (const address of [
      `/nhiem-vu/${id}/nhiem-vu/t7/tep/${file!.sha256}`,
      `/api/programmes/${id}/tasks/t7/files/${file!.sha256}`,
    ]) {
      const answer = await get(address);
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PDF);
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment; /);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
    const stranger = await signedIn(service, "yen");
    for (const who of [stranger, await signedIn(service, "lam")])
      expect((await who.get(`/api/programmes/${id}/tasks/t7/files/${file!.sha256}`)).status).toBeGreaterThanOrEqual(
        403,
      );
    expect((await drafter.get(`/api/programmes/${id}/tasks/t8/files/${file!.sha256}`)).status).toBe(404);
    const content = Buffer.from(PDF).toString("base64");
    const machine = await drafter.json<{ revision: number; task: Task }>(`/api/programmes/${id}/tasks/t8/progress`, {
      revision: revision + 1,
      percent: 10,
      on: YESTERDAY,
      files: [{ name: "bien-ban.pdf", content }],
    });
    expect(machine.task.files).toHaveLength(1);
    const form = await drafter.upload(`/api/programmes/${id}/tasks/t8/files`, {
      revision: String(machine.revision),
      files: new File([Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1])], "anh.jpg"),
    });
    expect(((await form.json()) as { task: Task }).task.files).toHaveLength(2);
    const gone = await post(`/nhiem-vu/${id}/nhiem-vu/t8/tep/${file!.sha256}/go`, {
      rev: String(machine.revision + 1),
    });
    expect(gone.status).toBe(303);
    const wrong = await post(`/nhiem-vu/${id}/nhiem-vu/t8/tep`, [
      ["rev", String(revision)],
      ["files", new File(["MZ"], "chay.pdf")],
    ]);
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining("không phải PDF")]);
  });

  it("keeps many quick edits in the history, together", async () => {
    let { revision } = await programme();
    for (const note of ["một", "hai", "ba", "bốn", "năm"])
      ({ revision } = await drafter.json<Programme>(
        `/api/programmes/${id}/tasks/t9`,
        { revision, edit: { note } },
        "PUT",
      ));
    const page = await text(`/nhiem-vu/${id}/lich-su`);
    expect(page).toMatch(/<details class="sitting">.*lần sửa liền nhau/s);
    expect(page).toContain(`Bản ${revision - 2}</a>`);
    expect(await text(`/nhiem-vu/${id}/hoan-tac?ban=${revision}`)).toContain("Những gì sẽ trở lại như trước");
    const conflict = await post(`/nhiem-vu/${id}/hoan-tac`, { revision: String(revision - 1) });
    expect([conflict.status, await conflict.text()]).toEqual([409, expect.stringContaining("đã được sửa tiếp")]);
  });

  it("offers nothing to whoever may only read", async () => {
    const answer = await post("/dang-nhap", { userName: "thuha", password: PASSWORD });
    const clerk = (answer.headers.get("set-cookie") ?? "").split(";")[0]!;
    const page = await (
      await service.app.request(`/nhiem-vu/${id}?sua=1&ban-moi=3&xong=da-luu`, { headers: { cookie: clerk } })
    ).text();
    for (const words of ["chon-nhiem-vu", 'class="edit"', "Hoàn tác", "Sửa trong bảng"])
      expect(page).not.toContain(words);
    expect(page).toContain("Cột và cách hiện bảng");
  });
});
