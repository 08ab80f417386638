import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isVanthuError } from "../../shared/errors/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import type { Programme } from "../../shared/tasks/index.ts";
import { ROOT, temporaryFolder, vanthu } from "../cli/vanthu.ts";
import { type OfficeFixture, openFixture } from "./office-fixture.ts";

const TABLE = {
  name: "nhiem-vu.xlsx",
  bytes: new Uint8Array(readFileSync(`${ROOT}/samples/files/nhiem-vu.xlsx`)),
};

let at: OfficeFixture;
let programme: Programme;
const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

beforeAll(async () => {
  at = await openFixture();
  programme = await at.office.programmes.create(at.drafter, { title: "Chuyển đổi số năm 2027", period: "2027" });
});
afterAll(() => at.close());

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
  return "none";
}

describe("import and export of a programme", () => {
  it("reads a deadline without a year in the programme's year, unless the title of the table names one", async () => {
    const { office, drafter } = at;
    const { id } = await office.programmes.create(drafter, { title: "Cải cách hành chính", period: "2026" });
    const rows = "STT;Nhiệm vụ;Cơ quan chủ trì;Thời hạn\n1;Rà soát thủ tục;Sở Nội vụ;Quý II\n";
    const due = async (text: string) =>
      (await office.tables.preview(drafter, id, file("a.csv", text))).result.tasks[0]!.deadline.to;
    expect(await due(rows)).toBe("2026-06-30");
    expect(await due(`Nhiệm vụ năm 2028;;;\n${rows}`)).toBe("2028-06-30");
  });

  it("takes hundreds of new names into the directory at once, each once", async () => {
    const names = Array.from({ length: 400 }, (_, count) => `Trung tâm Dữ liệu khu vực ${count * 7919}`);
    const from = performance.now();
    expect(await at.office.agencies.adopt(at.drafter, [...names, names[0]!.toUpperCase(), "Sở Nội vụ"])).toBe(400);
    expect(performance.now() - from).toBeLessThan(4_000);
    expect(await at.office.agencies.adopt(at.drafter, names)).toBe(0);
    for (const { id, name } of await at.office.agencies.list(at.drafter))
      if (names.includes(name)) await at.office.agencies.remove(at.drafter, id);
  });

  it("previews what would come of it, then stores it, then changes nothing more", async () => {
    const { tables } = at.office;
    const preview = await tables.preview(at.drafter, programme.id, TABLE);
    expect(preview.effect).toMatchObject({ added: 28, changed: 0, removed: 0 });
    programme = await tables.import(at.drafter, programme.id, programme.revision, TABLE);
    expect([programme.revision, programme.tasks.length]).toEqual([2, 28]);
    expect((await tables.preview(at.drafter, programme.id, TABLE)).effect).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 28,
    });
    expect((await tables.import(at.drafter, programme.id, 2, TABLE)).revision).toBe(2);
  });

  it("keeps what others changed since the file was exported, takes what was changed in the file", async () => {
    const { office, drafter, leader } = at;
    const exported = await office.tables.exportCsv(drafter, programme.id);
    const [one, two, three] = programme.tasks;
    // Meanwhile: one is done, two is renamed, a task is added.
    let now = await office.programmes.completeTask(leader, programme.id, 2, one!.id, "2026-11-20");
    now = await office.programmes.saveTask(leader, programme.id, now.revision, two!.id, {
      name: "Tên do người khác sửa",
    });
    now = await office.programmes.addTask(leader, programme.id, now.revision, {
      name: "Việc người khác thêm",
      leadAgency: "Sở Y tế",
    });
    const text = new TextDecoder().decode(exported.bytes).replace(three!.name.slice(0, 20), "SỬA TRONG TỆP");
    const edited = file("sua.csv", `${text}90;Việc thêm trong tệp;Sở Tư pháp\r\n`);
    programme = await office.tables.import(drafter, programme.id, now.revision, edited);
    const byId = new Map(programme.tasks.map((task) => [task.id, task]));
    expect(byId.get(one!.id)!.completedOn).toBe("2026-11-20");
    expect(byId.get(two!.id)!.name).toBe("Tên do người khác sửa");
    expect(byId.get(three!.id)!.name).toContain("SỬA TRONG TỆP");
    expect(programme.tasks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["Việc người khác thêm", "Việc thêm trong tệp"]),
    );
    // The same file again: nothing new, not even the row without an id.
    const again = await office.tables.import(drafter, programme.id, programme.revision, edited);
    expect(again.revision).toBe(programme.revision);
  });

  it("tells a clear conflict when the same field was changed in the file and by others", async () => {
    const { office, drafter, leader } = at;
    const exported = new TextDecoder().decode((await office.tables.exportCsv(drafter, programme.id)).bytes);
    const four = programme.tasks.find(({ number }) => number === "4")!;
    programme = await office.programmes.saveTask(leader, programme.id, programme.revision, four.id, {
      output: "Kết quả A",
    });
    const edited = file("sua.csv", exported.replace(four.output, "Kết quả B"));
    expect(await codeOf(office.tables.import(drafter, programme.id, programme.revision, edited))).toBe("CONFLICT");
    expect((await office.programmes.get(drafter, programme.id)).revision).toBe(programme.revision);
  });

  it("stores nothing of a faulty table unless only the sound rows are wanted", async () => {
    const { office, drafter } = at;
    const faulty = file(
      "loi.csv",
      "TT,Nhiệm vụ,Cơ quan chủ trì,Thời gian\n1,Việc tốt,Sở Y tế,Quý I/2028\n2,,Sở Y tế,31/2/2028\n",
    );
    const other = await office.programmes.create(drafter, { title: "Thử", period: "2028" });
    expect(await codeOf(office.tables.import(drafter, other.id, 1, faulty))).toBe("INVALID");
    expect((await office.programmes.get(drafter, other.id)).revision).toBe(1);
    const stored = await office.tables.import(drafter, other.id, 1, faulty, { onlySound: true });
    expect(stored.tasks.map(({ name }) => name)).toEqual(["Việc tốt"]);
  });

  it("is for those who may: a clerk takes a programme out, but puts nothing in; others do not see it", async () => {
    const { office, clerk, receivingClerk } = at;
    expect((await office.tables.exportXlsx(clerk, programme.id)).name).toBe(
      `Chuyển đổi số năm 2027 - bản ${programme.revision}.xlsx`,
    );
    expect(await codeOf(office.tables.import(clerk, programme.id, programme.revision, TABLE))).toBe("FORBIDDEN");
    expect(await codeOf(office.tables.exportXlsx(receivingClerk, programme.id))).toBe("NOT_FOUND");
  });
});

describe("the directory of agencies", () => {
  it("has the shipped agencies, those served here, and what the office adds or corrects", async () => {
    const { agencies } = at.office;
    const list = await agencies.list(at.drafter);
    expect(list.find(({ name }) => name === "Sở Khoa học và Công nghệ")!.origin).toBe("standard");
    expect(list.find(({ name }) => name.startsWith("Ủy ban nhân dân tỉnh"))!.origin).toBe("organisation");
    const made = await agencies.save(at.drafter, {
      name: "Trung tâm Điều hành thông minh",
      abbreviations: ["IOC"],
      formerNames: [{ name: "Trung tâm Tích hợp dữ liệu", until: "2026-01-01" }],
    });
    const found = async (text: string) => (await agencies.match(at.drafter, text))[0];
    expect(await found("IOC")).toMatchObject({ kind: "abbreviation", match: { id: made.id } });
    expect(await found("Trung tâm Tích hợp dữ liệu")).toMatchObject({ kind: "former", match: { id: made.id } });
    expect(await codeOf(agencies.save(at.drafter, { name: "sở nội vụ" }))).toBe("ALREADY_EXISTS");
    expect(await codeOf(agencies.save(at.drafter, { name: "X", parent: "không-có" }))).toBe("INVALID");
    expect(await codeOf(agencies.save(at.clerk, { name: "X" }))).toBe("FORBIDDEN");
    // Another organisation has its own directory.
    expect((await agencies.list(at.receivingClerk)).some(({ id }) => id === made.id)).toBe(false);
    await agencies.remove(at.drafter, made.id);
    expect(await found("IOC")).toBeUndefined();
  });

  it("lets a shipped agency be corrected and taken out", async () => {
    const { agencies } = at.office;
    const [standard] = (await agencies.list(at.drafter)).filter(({ name }) => name === "Sở Du lịch");
    await agencies.save(at.drafter, { ...standard!, abbreviations: ["Sở DL tỉnh"] });
    expect((await agencies.list(at.drafter)).find(({ id }) => id === standard!.id)).toMatchObject({
      origin: "own",
      abbreviations: ["Sở DL tỉnh"],
    });
    await agencies.remove(at.drafter, standard!.id);
    expect((await agencies.list(at.drafter)).some(({ name }) => name === "Sở Du lịch")).toBe(false);
  });

  it("tells old names in a table; renames only what was accepted; learns new names when asked", async () => {
    const { office, drafter } = at;
    const other = await office.programmes.create(drafter, { title: "Tên cũ", period: "2028" });
    const table = file(
      "a.csv",
      'TT,Nhiệm vụ,Cơ quan chủ trì,Cơ quan phối hợp\n1,Việc,Sở TT&TT,"Sở Kế hoạch và Đầu tư; Tổ Công nghệ Bản Mới"\n',
    );
    const { agencies } = await office.tables.preview(drafter, other.id, table);
    expect(agencies.map(({ text, kind, suggestions }) => [text, kind, suggestions[0]?.match.name])).toEqual([
      ["Sở TT&TT", "former", "Sở Khoa học và Công nghệ"],
      ["Sở Kế hoạch và Đầu tư", "former", "Sở Tài chính"],
      ["Tổ Công nghệ Bản Mới", "unknown", undefined],
    ]);
    const stored = await office.tables.import(drafter, other.id, 1, table, {
      renames: { "Sở TT&TT": "Sở Khoa học và Công nghệ" },
      learnAgencies: true,
    });
    expect(stored.tasks[0]).toMatchObject({
      leadAgency: "Sở Khoa học và Công nghệ",
      coordinatingAgencies: "Sở Kế hoạch và Đầu tư; Tổ Công nghệ Bản Mới",
    });
    expect((await office.agencies.match(drafter, "Tổ Công nghệ Bản Mới"))[0]).toMatchObject({ kind: "exact" });
    expect((await office.agencies.inUse(drafter)).map(({ text }) => text)).toContain("Sở Kế hoạch và Đầu tư");
    expect(await office.agencies.adopt(drafter, ["Tổ Công nghệ Bản Mới", "Sở Nội vụ", "Quỹ Học bổng tỉnh"])).toBe(1);
  });
});

describe("the command line", () => {
  it("exports, shows columns, imports with a mapping, and refuses what it does not understand", () => {
    const place = temporaryFolder();
    try {
      const sample = vanthu(["export", "--sample", "--output", place.at("mau.xlsx")]);
      expect([sample.code, sample.err]).toEqual([0, ""]);
      expect(vanthu(["import", place.at("mau.xlsx")]).out).toContain("2 nhiệm vụ, 1 nhóm, 1 chỉ tiêu");
      expect(vanthu(["import", place.at("mau.xlsx"), "--columns"]).out).toContain("C  Cơ quan chủ trì → leadAgency");
      const mapped = vanthu(["import", place.at("mau.xlsx"), "--json", "--mapping", "note=E,output=-"]);
      expect(JSON.parse(mapped.out).tasks[0]).toMatchObject({ output: "", note: expect.stringContaining("Danh mục") });
      expect(vanthu(["import", place.at("mau.xlsx"), "--mapping", "lạ=B"]).code).toBe(64);
      expect(vanthu(["export", "x", "--output", place.at("a.pdf")]).code).toBe(64);
    } finally {
      place.drop();
    }
  }, 120_000);

  it("takes a programme out of a data folder and into it again", async () => {
    const place = temporaryFolder();
    try {
      const storage = openSqliteStorage(place.folder);
      const fixture = await openFixture(storage);
      const { id } = await fixture.office.programmes.create(fixture.drafter, {
        id: "cds-2027",
        title: "CĐS",
        period: "2027",
      });
      await fixture.office.tables.import(fixture.drafter, id, 1, TABLE);
      await storage.records.close();
      const data = ["--data", place.folder];
      const out = vanthu(["export", id, ...data, "--output", place.at("a.xlsx")]);
      expect([out.err, out.out]).toEqual(["", expect.stringContaining("28 nhiệm vụ, 0 chỉ tiêu, bản 2")]);
      const back = vanthu(["import", place.at("a.xlsx"), "--programme", id, ...data]);
      expect([back.code, back.err]).toEqual([0, ""]);
      const same = vanthu(["export", id, ...data, "--output", place.at("b.csv"), "--separator", ","]);
      expect(same.out).toContain("bản 2");
      const added = readFileSync(place.at("b.csv"), "utf8").concat("90,Việc mới,Sở Y tế\r\n");
      writeFileSync(place.at("b.csv"), added);
      expect(vanthu(["import", place.at("b.csv"), "--programme", id, "--add", ...data]).code).toBe(0);
      expect(vanthu(["export", id, ...data, "--output", place.at("c.csv")]).out).toContain(
        "29 nhiệm vụ, 0 chỉ tiêu, bản 3",
      );
    } finally {
      place.drop();
    }
  }, 120_000);
});
