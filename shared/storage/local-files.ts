import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkFileName, damagedFile, missingFile } from "./limits.ts";
import type { FileStore } from "./ports.ts";

/**
 * Files in `folder/ab/cdef…`, named by their sha256 and read-only (0440).
 * A file appears whole or not at all: temporary file, fsync, rename, fsync of the folder.
 */
export function localFiles(folder: string): FileStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2));
  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes);
      const path = pathOf(sha256);
      const stored = existsSync(path) ? await readIfThere(path) : undefined;
      // A stored file that was damaged is replaced: put promises that the bytes can be read again.
      if (stored === undefined || sha256Of(stored) !== sha256) await writeDurably(folder, path, bytes);
      return { sha256, bytes: bytes.byteLength };
    },

    async get(sha256) {
      checkFileName(sha256);
      const bytes = await readIfThere(pathOf(sha256));
      if (bytes === undefined) throw missingFile(sha256);
      if (sha256Of(bytes) !== sha256) throw damagedFile(sha256);
      return bytes;
    },

    async has(sha256) {
      checkFileName(sha256);
      return existsSync(pathOf(sha256));
    },
  };
}

/** The name of a file in the store: sha256 of its bytes, lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function writeDurably(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const temporaries = join(folder, "tmp");
  const temporary = join(temporaries, randomUUID());
  let made: string | undefined;
  try {
    // The folders are nearly always there.
    const file = await withFolder(temporaries, () => open(temporary, "wx", 0o440));
    try {
      await file.value.writeFile(bytes);
      await file.value.sync();
    } finally {
      await file.value.close();
    }
    ({ made } = await withFolder(dirname(path), () => rename(temporary, path)));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  // The name is durable only when its folder is (and the folder when its own parent is).
  await syncFolder(dirname(path));
  if (made !== undefined) await syncFolder(folder);
}

/** Does something in a folder, which is made first when it is missing; `made` is the first folder that was. */
async function withFolder<T>(folder: string, work: () => Promise<T>): Promise<{ value: T; made?: string }> {
  try {
    return { value: await work() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const made = await mkdir(folder, { recursive: true, mode: 0o750 });
    return { value: await work(), ...(made === undefined ? {} : { made }) };
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    const bytes = await readFile(path);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
