import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { VanthuError } from "../../shared/errors/index.ts";

/** Largest file a command reads, bytes. */
const LARGEST = 512 * 1024 * 1024;

/**
 * Bytes of an input file.
 * @throws INPUT_MISSING when it is not there or cannot be read
 */
export function readInput(file: string): Uint8Array {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > LARGEST) {
      throw new VanthuError("PACKAGE_TOO_LARGE", { message: "Tệp quá lớn.", where: file, hint: "Giới hạn là 512 MB." });
    }
    return bytes;
  } catch (error) {
    if (error instanceof VanthuError) throw error;
    throw new VanthuError("INPUT_MISSING", {
      message: "Không đọc được tệp.",
      where: file,
      hint: "Kiểm tra lại tên tệp và quyền đọc.",
      cause: error,
    });
  }
}

/** Writes an output file whole or not at all: a temporary neighbour, then a rename. */
export function writeOutput(file: string, bytes: Uint8Array | string): void {
  const folder = path.dirname(path.resolve(file));
  const draft = path.join(folder, `.${path.basename(file)}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, bytes);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new VanthuError("USAGE", {
      message: "Không ghi được tệp kết quả.",
      where: file,
      hint: "Kiểm tra thư mục và quyền ghi.",
      cause: error,
    });
  }
}

/** JSON for `--json`: one object on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
