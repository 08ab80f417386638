import { VanthuError } from "../../errors/index.ts";
import { plainWords } from "./cell-text.ts";
import { decodeText, readDelimited } from "./delimited.ts";
import { GRID_LIMITS, type Grid } from "./grid.ts";
import { findHeader } from "./headers.ts";
import { readSheets } from "./sheets.ts";
import { findTargetHeader } from "./target-rows.ts";
import { readWordTables } from "./word-tables.ts";

const KINDS = ["xlsx", "docx", "csv", "tsv", "txt"] as const;

/** The tables of a file, by what its name and bytes say it is. */
export function readGrids({ name, bytes }: { name: string; bytes: Uint8Array }): Grid[] {
  if (bytes.length > GRID_LIMITS.bytes) {
    throw new VanthuError("IMPORT_TOO_LARGE", {
      message: `Tệp lớn hơn ${GRID_LIMITS.bytes / 1024 / 1024} MB, giới hạn của một bảng nhiệm vụ.`,
      where: name,
      hint: "Bỏ hình ảnh khỏi tệp, hoặc chia bảng thành nhiều tệp nhỏ hơn.",
    });
  }
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  const kind = KINDS.find((known) => known === extension);
  if (kind === undefined) {
    throw new VanthuError("IMPORT_FILE_KIND", {
      message: `Không nhập được tệp dạng ${extension === undefined ? "này" : `.${extension}`}.`,
      where: name,
      hint: "Dùng tệp .xlsx, .csv, .tsv, .docx hoặc .txt.",
    });
  }
  if (bytes.length === 0) throw new VanthuError("IMPORT_EMPTY", { message: "Tệp rỗng.", where: name });
  mustBe(kind, name, bytes);
  if (kind === "xlsx") return readSheets(bytes, name);
  if (kind === "docx") return joinTables(readWordTables(bytes, name));
  const text = decodeText(bytes, name).replace(/^\ufeff/, "");
  if (kind === "csv") return [readCsv(text, name)];
  return [readDelimited(text, "\t", name, true)];
}

/**
 * The tables of a file of whatever: a .csv once for each delimiter it may have, for the caller to choose the one whose columns make sense.
 * Throws as {@link readGrids}.
 */
export function readAnyGrids(file: { name: string; bytes: Uint8Array }): Grid[] {
  const grids = readGrids(file);
  if (!/\.csv$/i.test(file.name)) return grids;
  const text = decodeText(file.bytes, file.name).replace(/^\ufeff/, "");
  return [";", ",", "\t"].flatMap((delimiter) => {
    try {
      return [{ ...readDelimited(text, delimiter as ";", file.name, false), guarded: true }];
    } catch {
      return [];
    }
  });
}

/** The delimiter is the one under which a header is found; under a wrong one a long text may have far too many columns. */
function readCsv(text: string, name: string): Grid {
  let best: { grid: Grid; score: number } | undefined;
  let problem: unknown;
  for (const delimiter of [";", ",", "\t"] as const) {
    try {
      const grid: Grid = { ...readDelimited(text, delimiter, name, false), guarded: true };
      const score = findHeader(grid)?.score ?? (findTargetHeader(grid)?.columns.size ?? 0) * 3;
      const width = Math.max(...grid.rows.slice(0, 50).map((row) => row.cells.length));
      // Without any header the delimiter that parts the rows at all.
      const total = score * 1_000 + Math.min(width, 999);
      if (best === undefined || total > best.score) best = { grid, score: total };
    } catch (error) {
      problem = error;
    }
  }
  if (best === undefined) throw problem;
  return best.grid;
}

/** A file must be what its name says: told by its first bytes. */
function mustBe(kind: (typeof KINDS)[number], name: string, bytes: Uint8Array): void {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  const found = head.startsWith("PK")
    ? "gói Office Open XML hoặc ZIP"
    : head.startsWith("%PDF")
      ? "tệp PDF"
      : head.startsWith("\u00d0\u00cf\u0011\u00e0")
        ? "tệp Office đời cũ (.xls, .doc) hoặc tệp Excel có mật khẩu"
        : undefined;
  const isPackage = head.startsWith("PK");
  const wantsPackage = kind === "xlsx" || kind === "docx";
  if (found === undefined ? !wantsPackage : isPackage && wantsPackage) return;
  throw new VanthuError("IMPORT_FILE_MISMATCH", {
    message: `Tệp tên là .${kind} nhưng nội dung là ${found ?? "văn bản thuần hoặc dạng khác"}.`,
    where: name,
    hint: wantsPackage
      ? `Mở tệp bằng ${kind === "xlsx" ? "Excel" : "Word"} rồi lưu lại dạng .${kind}, không đặt mật khẩu.`
      : "Đổi phần mở rộng cho đúng, hoặc xuất lại bảng.",
  });
}

/** A Word table split into several (one for each page or group) is read as one when the columns agree. */
function joinTables(tables: Grid[]): Grid[] {
  const joined: Grid[] = [];
  for (const table of tables) {
    const before = joined.at(-1);
    const header = findHeader(table);
    const previous = before === undefined ? undefined : findHeader(before);
    const width = Math.max(0, ...table.rows.map((row) => row.cells.length));
    const fits =
      previous !== undefined &&
      (header === undefined
        ? width === previous.headers.length && findTargetHeader(table) === undefined
        : plainWords(header.headers.join(" ")) === plainWords(previous.headers.join(" ")));
    if (before === undefined || !fits) {
      joined.push({ ...table, rows: [...table.rows] });
      continue;
    }
    const offset = before.rows.at(-1)?.number ?? 0;
    before.rows.push(...table.rows.map((row) => ({ ...row, number: row.number + offset })));
  }
  return joined;
}
