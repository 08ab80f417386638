import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { VanthuError } from "../shared/errors/index.ts";
import { SECRET_KEY_BYTES, type SecretBox, secretBox } from "../shared/office/index.ts";

/** File of the installation's key in the data folder: base64, readable by its owner only. Without it the kept secrets cannot be read. */
export const SECRET_KEY_FILE = "khoa-he-thong";
const VARIABLE = "VANTHU_SECRET_KEY";

/**
 * Secrets of an installation on one machine: by the key in `VANTHU_SECRET_KEY`, else by a key file in the data folder, made with mode 600 when
 * the first secret is kept.
 *
 * @throws VanthuError SECRET_KEY_MISSING (at the first secret) for a damaged key or a file that others may read
 */
export function folderSecrets(folder: string): SecretBox {
  return secretBox(() => keyFromEnvironment() ?? keyOfFolder(path.join(folder, SECRET_KEY_FILE)));
}

/** Secrets where the environment carries the key (AWS: stacks/storage.ts). @throws VanthuError SECRET_KEY_MISSING at the first secret */
export function environmentSecrets(): SecretBox {
  return secretBox(() => keyFromEnvironment() ?? new Uint8Array());
}

function keyFromEnvironment(): Uint8Array | undefined {
  const text = process.env[VARIABLE];
  return text === undefined || text === "" ? undefined : keyIn(text, VARIABLE);
}

function keyOfFolder(file: string): Uint8Array {
  if (!existsSync(file)) make(file);
  // Windows knows no such modes.
  if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) {
    throw new VanthuError("SECRET_KEY_MISSING", {
      message: "Tệp khóa của hệ thống đang cho người khác đọc nên không được dùng.",
      where: SECRET_KEY_FILE,
      hint: `Kiểm tra ai đã đọc tệp này, rồi chạy: chmod 600 ${SECRET_KEY_FILE}`,
    });
  }
  return keyIn(readFileSync(file, "utf8"), SECRET_KEY_FILE);
}

/** Written aside and linked into its place, so that of two processes at once one key counts, and never half a file. */
function make(file: string): void {
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  const descriptor = openSync(aside, "wx", 0o600);
  try {
    writeSync(descriptor, `${randomBytes(SECRET_KEY_BYTES).toString("base64")}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    // The process's umask can only take rights away; this makes sure that nothing else did.
    chmodSync(aside, 0o600);
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(aside);
  }
}

function keyIn(text: string, where: string): Uint8Array {
  const key = new Uint8Array(Buffer.from(text.trim(), "base64"));
  if (key.length === SECRET_KEY_BYTES) return key;
  throw new VanthuError("SECRET_KEY_MISSING", {
    message: `Khóa của hệ thống không đúng: cần ${SECRET_KEY_BYTES} byte dạng base64.`,
    where,
    hint: "Khôi phục khóa từ bản sao lưu. Khóa mới không đọc được thông tin bí mật đã lưu.",
  });
}
