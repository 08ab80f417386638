import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAccess } from "../../shared/access/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { program, temporaryFolder, vanthu } from "./vanthu.ts";

const place = temporaryFolder();
const data = place.at("du-lieu");
const kept = place.at("sao-luu");
let organisationId = "";

beforeAll(async () => {
  const { records } = openSqliteStorage(data);
  const { organisation } = await openAccess(records).foundOrganisation(
    { code: "000.00.17.H26", name: "UBND xã An Phú", place: "An Phú", system: "state" },
    {
      name: "Phạm Quản Trị",
      position: "Chuyên viên",
      userName: "quan.tri",
      roles: ["administrator"],
      password: "mật khẩu dài",
    },
  );
  organisationId = organisation.id;
  await records.close();
  mkdirSync(path.join(data, "tin-cay"));
  writeFileSync(path.join(data, "tin-cay", "ghi-chu.txt"), "chưa có chứng thư nào");
  writeFileSync(path.join(data, "khoa-he-thong"), "khóa", { mode: 0o600 });
});
afterAll(() => place.drop());

/** Backs up while another process writes as fast as it can. */
async function backUpWhileWriting(): Promise<{ written: number; said: { copied: number; files: { count: number } } }> {
  const writer = fork(path.join(import.meta.dirname, "backup-writer.ts"), [data, organisationId], {
    execArgv: ["--no-warnings"],
  });
  await once(writer, "message");
  const run = vanthu(["backup", "-o", kept, "--data", data, "--json"]);
  writer.send("dừng");
  await once(writer, "exit");
  expect(run.code, run.err).toBe(0);
  const { records } = openSqliteStorage(data);
  const { items } = await records.query("viết");
  await records.close();
  return { written: items.length, said: JSON.parse(run.out) };
}

describe("a backup that is made while the service writes", () => {
  it("is of one moment: every record's file is in it, and the audit trail is whole", async () => {
    const { written, said } = await backUpWhileWriting();
    expect(written).toBeGreaterThan(20);
    expect(said.copied).toBe(said.files.count);
    expect(vanthu(["backup", "check", kept]).code).toBe(0);
    expect(readdirSync(kept).sort()).toEqual([
      "ban-sao-luu.json",
      "danh-sach-tep.txt",
      "files",
      "tin-cay",
      "vanthu.sqlite",
    ]);
    // SQLite's own program finds nothing wrong in it either.
    const whole = program("python3", [
      "-c",
      `import sqlite3; print(sqlite3.connect("file:${kept}/vanthu.sqlite?mode=ro", uri=True).execute("PRAGMA integrity_check").fetchone()[0])`,
    ]);
    expect(whole.out.trim()).toBe("ok");

    const restored = place.at("khoi-phuc");
    const run = vanthu(["restore", kept, "--data", restored, "--json"]);
    expect(run.code, run.err).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({ sound: true });
    const { records, files } = openSqliteStorage(restored);
    const { items } = await records.query<{ n: number; sha256: string }>("viết");
    expect(items.length).toBeGreaterThan(20);
    for (const { data: item } of items) expect(await files.has(item.sha256)).toBe(true);
    await openAccess(records).signIn("quan.tri", "mật khẩu dài");
    await records.close();
    expect(vanthu(["audit", "check", "--data", restored]).code).toBe(0);
    expect(readFileSync(path.join(restored, "tin-cay", "ghi-chu.txt"), "utf8")).toContain("chứng thư");
  });

  it("copies only what is new the next time, and the key when asked", async () => {
    expect(vanthu(["backup", "-o", kept, "--data", data]).code).toBe(0);
    const { records, files } = openSqliteStorage(data);
    await files.put(new TextEncoder().encode("một tệp mới"), "text/plain");
    await records.close();
    const again = vanthu(["backup", "-o", kept, "--data", data, "--with-key", "--json"]);
    expect(JSON.parse(again.out)).toMatchObject({ copied: 1 });
    expect(readFileSync(path.join(kept, "khoa-he-thong"), "utf8")).toBe("khóa");
    // Asked for once is not kept for ever.
    expect(vanthu(["backup", "-o", kept, "--data", data]).code).toBe(0);
    expect(readdirSync(kept)).not.toContain("khoa-he-thong");
    expect(vanthu(["backup", "check", kept]).code).toBe(0);
  });

  it("that was killed at its first time is gone on with, and nobody else reads the records", async () => {
    const begun = place.at("dang-do");
    const storage = path.join(import.meta.dirname, "../../shared/storage/index.ts");
    program(process.execPath, [
      "--no-warnings",
      "--input-type=module",
      "-e",
      `const { backUpFolder } = await import(${JSON.stringify(storage)});
      backUpFolder(${JSON.stringify(data)}, ${JSON.stringify(begun)}, { program: "1" });
      process.kill(process.pid, "SIGKILL");`,
    ]);
    expect(readdirSync(begun)).not.toEqual([]);
    expect(readdirSync(begun)).not.toContain("ban-sao-luu.json");
    const again = vanthu(["backup", "-o", begun, "--data", data]);
    expect(again.code, again.err).toBe(0);
    expect(vanthu(["backup", "check", begun]).code).toBe(0);
    expect(statSync(path.join(begun, "vanthu.sqlite")).mode & 0o077).toBe(0);
  });

  it("is refused where something else lies, and never overwrites data", () => {
    mkdirSync(place.at("khac"));
    writeFileSync(place.at("khac/ghi-chu.txt"), "của người khác");
    const wrong = vanthu(["backup", "-o", place.at("khac"), "--data", data]);
    expect(wrong.err).toMatch(/^BACKUP_FAILED/);
    const over = vanthu(["restore", kept, "--data", data]);
    expect(over.err).toMatch(/^BACKUP_FAILED Thư mục này đã có dữ liệu/);
    expect(vanthu(["backup", "check", place.at("khac")]).err).toMatch(/^BACKUP_UNSOUND/);
  });

  it("that is damaged is found out, and nothing is restored from it", () => {
    const start = readdirSync(path.join(kept, "files")).sort()[0]!;
    const folder = path.join(kept, "files", start);
    const file = path.join(folder, readdirSync(folder)[0]!);
    const bytes = readFileSync(file);
    chmodSync(file, 0o640);
    bytes[3] = bytes[3]! ^ 1;
    writeFileSync(file, bytes);
    const restored = place.at("tu-ban-hong");
    const run = vanthu(["restore", kept, "--data", restored]);
    expect(run.err).toMatch(/^BACKUP_UNSOUND/);
    expect(run.err).toContain("Tệp đã bị thay đổi.");
    expect(run.code).not.toBe(0);
    rmSync(file);
    // As many files as before: the list says which of them is missing.
    const stranger = "một tệp không có trong bản sao lưu";
    const name = createHash("sha256").update(stranger).digest("hex");
    mkdirSync(path.join(kept, "files", name.slice(0, 2)), { recursive: true });
    writeFileSync(path.join(kept, "files", name.slice(0, 2), name.slice(2)), stranger);
    for (const command of [
      ["backup", "check", kept],
      ["restore", kept, "--data", restored],
    ]) {
      const said = vanthu(command).err;
      expect(said).toMatch(/^BACKUP_UNSOUND/);
      expect(said).toContain(`files/${start}${path.basename(file)}`);
      expect(said).toContain("Thiếu tệp.");
    }
    expect(readdirSync(place.folder)).not.toContain("tu-ban-hong");
    // The next backup into the same folder mends what is missing or cut short.
    expect(vanthu(["backup", "-o", kept, "--data", data]).code).toBe(0);
    expect(vanthu(["backup", "check", kept]).code).toBe(0);
  });
});
