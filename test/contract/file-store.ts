import { createHash, randomBytes } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import type { FileStore } from "../../shared/storage/index.ts";

/** A file store under test, and how to spoil one byte of a stored file behind its back. */
export interface FileStoreUnderTest {
  files: FileStore;
  damage(sha256: string): Promise<void>;
}

/** What every file store must do; run it against each adapter. */
export function fileStoreContract(open: () => FileStoreUnderTest): void {
  let store: FileStoreUnderTest;
  beforeAll(() => {
    store = open();
  });

  it("stores bytes under their sha256 and gives back the same bytes", async () => {
    for (const bytes of [randomBytes(200_000), randomBytes(1), Buffer.from("văn bản"), new Uint8Array(0)]) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      expect(await store.files.put(bytes, "application/pdf")).toEqual({ sha256, bytes: bytes.length });
      expect(await store.files.has(sha256)).toBe(true);
      expect(Buffer.from(await store.files.get(sha256)).equals(bytes)).toBe(true);
    }
  });

  it("changes nothing when the same bytes come again, also at once", async () => {
    const bytes = randomBytes(50_000);
    const answers = await Promise.all(Array.from({ length: 5 }, () => store.files.put(bytes, "application/pdf")));
    expect(new Set(answers.map((answer) => answer.sha256)).size).toBe(1);
    expect(Buffer.from(await store.files.get(answers[0]!.sha256)).equals(bytes)).toBe(true);
  });

  it("knows what it does not have, and refuses what is no name", async () => {
    const absent = createHash("sha256").update(randomBytes(8)).digest("hex");
    expect(await store.files.has(absent)).toBe(false);
    await expect(store.files.get(absent)).rejects.toMatchObject({ code: "NOT_FOUND", where: absent });
    for (const name of ["", "../../etc/passwd", absent.toUpperCase(), `${absent}0`, `${absent.slice(0, 63)}/`]) {
      await expect(store.files.get(name)).rejects.toMatchObject({ code: "INVALID" });
      await expect(store.files.has(name)).rejects.toMatchObject({ code: "INVALID" });
    }
  });

  it("never hands out a file that was damaged", async () => {
    const { sha256 } = await store.files.put(randomBytes(10_000), "application/pdf");
    await store.damage(sha256);
    await expect(store.files.get(sha256)).rejects.toMatchObject({ code: "FILE_DAMAGED", where: sha256 });
  });
}
