import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";

/** Ends this process as a power cut would: without a warning, without tidying up. */
export function die(): void {
  process.kill(process.pid, "SIGKILL");
}

/** The storage of a folder in whose commits the process dies. @param dies asked right before and right after each commit; commits count from 1 */
export function dyingStorage(folder: string, dies: (when: "before" | "after", commit: number) => boolean): Storage {
  const storage = openSqliteStorage(folder);
  const { records } = storage;
  let commits = 0;
  return {
    ...storage,
    records: {
      get: (pk, sk) => records.get(pk, sk),
      query: (pk, range) => records.query(pk, range),
      close: () => records.close(),
      async commit(operations) {
        commits += 1;
        if (dies("before", commits)) die();
        await records.commit(operations);
        if (dies("after", commits)) die();
      },
    },
  };
}
