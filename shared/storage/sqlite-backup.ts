import { createHash, randomUUID } from "node:crypto";
import {
  appendFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { copyFile, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { backup, DatabaseSync } from "node:sqlite";
import { isVanthuError, VanthuError } from "../errors/index.ts";

/**
 * A backup's folder: `vanthu.sqlite`, `files/ab/cdef…` as in the data folder, their names one a line in `danh-sach-tep.txt`, and this as
 * `ban-sao-luu.json`, written last.
 */
export interface BackupManifest {
  format: "vanthu-backup";
  version: 1;
  /** ISO instant at which the records were as they are in the backup. */
  at: string;
  /** Version of the program that made it. */
  program: string;
  records: { sha256: string; bytes: number };
  /** `list`: digest of the list of files; backups from before there was one are checked by what is there. */
  files: { count: number; bytes: number; list?: string };
  /** Other files of the data folder in it (trust, templates), by their path. */
  others: Record<string, { sha256: string; bytes: number }>;
}

/** What a backup did. */
export interface BackupResult {
  manifest: BackupManifest;
  /** Files that were not in the folder from an earlier backup. */
  copied: number;
}

const DATABASE = "vanthu.sqlite";
const FILES = "files";
const MANIFEST = "ban-sao-luu.json";
/** One line for each stored file: sha256, which is its name, and bytes. */
const FILE_LIST = "danh-sach-tep.txt";
/** Lies in the folder while its first backup is made: one that was cut off is gone on with, and is not taken for somebody else's files. */
const BEGUN = "dang-sao-luu";
/** What a backup that was killed left aside is cleared away after so long, in milliseconds: another one may be under way. */
const LEFT_ASIDE_MS = 24 * 3_600_000;
/**
 * All pages in one step, on a thread of its own: a reader of a WAL sees one moment and holds no writer up, while a backup of many steps begins anew
 * whenever another connection writes between them (https://www.sqlite.org/backup.html).
 */
const PAGES_A_STEP = 2 ** 31 - 1;

/**
 * Backs a data folder up while the service runs: the records by SQLite's online backup, as one moment had them; then every stored file. Files are
 * never changed nor removed and are stored before a record names them, so all that the records of that moment name are in the copy. Into a folder
 * that holds an earlier backup only new files are copied; its records are replaced at the end, in one step.
 *
 * @param others paths inside the data folder that are kept too, files or folders (those that are there)
 * @throws VanthuError BACKUP_FAILED
 */
export async function backUpFolder(
  folder: string,
  to: string,
  options: { program: string; others?: readonly string[]; now?: () => Date },
): Promise<BackupResult> {
  const temporary = join(to, `${DATABASE}.${randomUUID()}`);
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    const there = readdirSync(to);
    if (there.length > 0 && !there.includes(MANIFEST) && !there.includes(BEGUN))
      throw new VanthuError("BACKUP_FAILED", {
        message: "Thư mục đích có sẵn tệp khác và không phải bản sao lưu của Vanthu.",
        where: to,
        hint: "Chọn một thư mục trống, hoặc thư mục của lần sao lưu trước.",
      });
    if (!there.includes(MANIFEST)) writeDurably(join(to, BEGUN), "");
    clearLeftAside(to, there);
    // Made first, so that nobody else on the machine reads the records, whatever the folder allows.
    writeFileSync(temporary, "", { mode: 0o600 });
    const source = new DatabaseSync(join(folder, DATABASE), { readOnly: true, timeout: 10_000 });
    const at = (options.now?.() ?? new Date()).toISOString();
    try {
      await backup(source, temporary, { rate: PAGES_A_STEP });
    } finally {
      source.close();
    }
    // SQLite's own check of the whole is left to checkBackup: it would hold up the service that makes this backup.
    settle(temporary);
    const list = join(to, `${FILE_LIST}.${randomUUID()}`);
    const files = await copyFiles(join(folder, FILES), join(to, FILES), list);
    const listed = await measured(list);
    const others: BackupManifest["others"] = {};
    for (const name of pathsUnder(folder, options.others ?? [])) {
      await copyDurably(join(folder, name), join(to, name));
      others[name] = await measured(join(to, name));
    }
    // What an earlier backup kept and this one was not asked to keep, the key above all.
    const earlier = there.includes(MANIFEST) ? Object.keys(readManifest(to).others) : [];
    for (const name of earlier) if (!Object.hasOwn(others, name)) rmSync(join(to, name), { force: true });
    const manifest: BackupManifest = {
      format: "vanthu-backup",
      version: 1,
      at,
      program: options.program,
      records: await measured(temporary),
      files: { count: files.count, bytes: files.bytes, list: listed.sha256 },
      others,
    };
    // Between these two a crash leaves new records with the old manifest: the check then says so, and the next backup mends it.
    await rename(list, join(to, FILE_LIST));
    await rename(temporary, join(to, DATABASE));
    writeDurably(join(to, `${MANIFEST}.moi`), `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(join(to, `${MANIFEST}.moi`), join(to, MANIFEST));
    rmSync(join(to, BEGUN), { force: true });
    return { manifest, copied: files.copied };
  } catch (error) {
    for (const name of existsSync(to) ? readdirSync(to) : [])
      if (name.startsWith(`${FILE_LIST}.`)) rmSync(join(to, name), { force: true });
    rmSync(temporary, { force: true });
    rmSync(`${temporary}-journal`, { force: true });
    if (isVanthuError(error)) throw error;
    throw new VanthuError("BACKUP_FAILED", {
      message: `Không sao lưu được: ${(error as Error).message}`,
      where: to,
      hint: "Dữ liệu gốc không bị động đến. Kiểm tra chỗ trống và quyền ghi của thư mục đích rồi làm lại.",
      cause: error,
    });
  }
}

/** When the records of the backup in a folder were read (ISO instant); undefined when there is none that is finished. */
export function lastBackup(folder: string): string | undefined {
  try {
    return readManifest(folder).at;
  } catch {
    return undefined;
  }
}

/**
 * Reads a whole backup again: the records against the manifest and SQLite's own check, every stored file against its name.
 *
 * @throws VanthuError BACKUP_UNSOUND with every fault
 */
export async function checkBackup(from: string): Promise<BackupManifest> {
  const manifest = readManifest(from);
  const faults: { code: "BACKUP_UNSOUND"; message: string; where: string }[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "BACKUP_UNSOUND", message, where });
  const compare = async (name: string, wanted: { sha256: string }) => {
    if (!existsSync(join(from, name))) fault(name, "Thiếu tệp.");
    else if ((await measured(join(from, name))).sha256 !== wanted.sha256) fault(name, "Tệp đã bị thay đổi.");
  };
  await compare(DATABASE, manifest.records);
  for (const [name, wanted] of Object.entries(manifest.others)) await compare(name, wanted);
  if (faults.length === 0) requireWhole(join(from, DATABASE));
  const { list } = manifest.files;
  if (list !== undefined) await compare(FILE_LIST, { sha256: list });
  let count = 0;
  for (const [sha256, path] of storedFiles(join(from, FILES))) {
    count += 1;
    if ((await measured(path)).sha256 !== sha256) fault(`${FILES}/${sha256}`, "Tệp đã bị thay đổi.");
  }
  if (list !== undefined && existsSync(join(from, FILE_LIST))) {
    for await (const line of createInterface({ input: createReadStream(join(from, FILE_LIST)) })) {
      const [sha256 = ""] = line.split(" ");
      const path = join(from, FILES, sha256.slice(0, 2), sha256.slice(2));
      if (!/^[0-9a-f]{64}$/.test(sha256)) fault(FILE_LIST, "Danh sách tệp có dòng không đọc được.");
      else if (!existsSync(path)) fault(`${FILES}/${sha256}`, "Thiếu tệp.");
    }
  } else if (count < manifest.files.count)
    fault(FILES, `Thiếu ${manifest.files.count - count} tệp trong ${manifest.files.count} tệp.`);
  if (faults.length > 0)
    throw new VanthuError("BACKUP_UNSOUND", {
      message: `Bản sao lưu có ${faults.length} chỗ hỏng, không khôi phục được từ đây.`,
      where: from,
      hint: "Dùng một bản sao lưu khác.",
      faults: faults.slice(0, 100),
    });
  return manifest;
}

/**
 * Makes a data folder of a backup. Everything is checked first and laid beside the place, then takes it in one step.
 *
 * @param to a folder that is empty or not there: data that is in use is never overwritten
 * @throws VanthuError BACKUP_UNSOUND, BACKUP_FAILED
 */
export async function restoreFolder(from: string, to: string): Promise<BackupManifest> {
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new VanthuError("BACKUP_FAILED", {
      message: "Thư mục này đã có dữ liệu nên không khôi phục đè lên.",
      where: to,
      hint: "Chọn thư mục mới, hoặc đổi tên thư mục cũ rồi làm lại.",
    });
  const manifest = await checkBackup(from);
  const aside = `${to.replace(/[\\/]+$/, "")}.${randomUUID()}`;
  try {
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    await copyDurably(join(from, DATABASE), join(aside, DATABASE));
    await copyFiles(join(from, FILES), join(aside, FILES));
    for (const name of Object.keys(manifest.others)) await copyDurably(join(from, name), join(aside, name));
    // What lies there now is what was checked: a disk or a share that fails between the two is found before it takes the place.
    const differs = await firstDifference(aside, manifest);
    if (differs !== undefined) throw new Error(`${differs} không còn như khi kiểm tra.`);
    rmSync(to, { recursive: true, force: true });
    await rename(aside, to);
    return manifest;
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw new VanthuError("BACKUP_FAILED", {
      message: `Không khôi phục được: ${(error as Error).message}`,
      where: to,
      hint: "Bản sao lưu không bị động đến. Kiểm tra chỗ trống và quyền ghi rồi làm lại.",
      cause: error,
    });
  }
}

/** The first file of a laid-out data folder that is not what it was when the backup was made. */
async function firstDifference(folder: string, manifest: BackupManifest): Promise<string | undefined> {
  for (const [name, { sha256 }] of Object.entries({ ...manifest.others, [DATABASE]: manifest.records }))
    if ((await measured(join(folder, name))).sha256 !== sha256) return name;
  for (const [sha256, path] of storedFiles(join(folder, FILES)))
    if ((await measured(path)).sha256 !== sha256) return `${FILES}/${sha256}`;
  return undefined;
}

function readManifest(from: string): BackupManifest {
  try {
    const manifest = JSON.parse(readFileSync(join(from, MANIFEST), "utf8")) as BackupManifest;
    const inside = Object.keys(manifest.others).every(
      (name) => !name.startsWith("/") && !name.split(/[\\/]/).includes(".."),
    );
    if (manifest.format === "vanthu-backup" && manifest.version === 1 && inside) return manifest;
  } catch {
    // said below
  }
  throw new VanthuError("BACKUP_UNSOUND", {
    message: "Thư mục này không phải bản sao lưu của Vanthu, hoặc lần sao lưu chưa xong.",
    where: join(from, MANIFEST),
    hint: "Chỉ đúng thư mục đã ghi sau -o khi sao lưu.",
  });
}

/** Into one file that can be read without others beside it (https://www.sqlite.org/wal.html). */
function settle(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA journal_mode = DELETE");
  } finally {
    database.close();
  }
}

/** Copies of the records, and lists, that backups which were killed left here. */
function clearLeftAside(folder: string, names: readonly string[]): void {
  for (const name of names) {
    if (!name.startsWith(`${DATABASE}.`) && !name.startsWith(`${FILE_LIST}.`)) continue;
    const left = statSync(join(folder, name), { throwIfNoEntry: false });
    if (left !== undefined && Date.now() - left.mtimeMs > LEFT_ASIDE_MS) rmSync(join(folder, name), { force: true });
  }
}

/** SQLite reads the whole database once. */
function requireWhole(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const { integrity_check: said } = database.prepare("PRAGMA integrity_check").get() as { integrity_check: string };
    if (said === "ok") return;
    throw new VanthuError("BACKUP_UNSOUND", { message: `Kho bản ghi hỏng: ${said}`, where: file });
  } finally {
    database.close();
  }
}

/** @param list file to which the names of all files are written */
async function copyFiles(
  from: string,
  to: string,
  list?: string,
): Promise<{ count: number; bytes: number; copied: number }> {
  const result = { count: 0, bytes: 0, copied: 0 };
  let lines: string[] = [];
  const write = (most: number) => {
    if (list === undefined || lines.length < most) return;
    appendFileSync(list, lines.join(""), { mode: 0o600 });
    lines = [];
  };
  for (const [sha256, path] of storedFiles(from)) {
    const target = join(to, sha256.slice(0, 2), sha256.slice(2));
    const { size } = statSync(path);
    // One that was cut short since is mended; one whose bytes changed the check finds.
    if (statSync(target, { throwIfNoEntry: false })?.size !== size) {
      await copyDurably(path, target);
      result.copied += 1;
    }
    lines.push(`${sha256} ${size}\n`);
    write(10_000);
    result.bytes += size;
    result.count += 1;
  }
  write(0);
  return result;
}

/** [sha256, path] of every stored file; what is being written lies under `tmp` and does not count yet. */
function* storedFiles(folder: string): Generator<[string, string]> {
  if (!existsSync(folder)) return;
  for (const start of readdirSync(folder).sort()) {
    if (!/^[0-9a-f]{2}$/.test(start)) continue;
    for (const rest of readdirSync(join(folder, start)).sort())
      if (/^[0-9a-f]{62}$/.test(rest)) yield [start + rest, join(folder, start, rest)];
  }
}

/** Files under the paths that are there, as paths with "/". */
function pathsUnder(folder: string, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll("\\", "/"),
      )
      .filter((found) => found === name || found.startsWith(`${name}/`));
  });
}

/** Copied aside, on disk, then in its place. */
async function copyDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const aside = `${to}.${randomUUID()}`;
  try {
    await copyFile(from, aside);
    const file = await open(aside, "r");
    await file.sync();
    await file.close();
    await rename(aside, to);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

function writeDurably(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600, flush: true });
}

async function measured(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of createReadStream(path)) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { sha256: hash.digest("hex"), bytes };
}
