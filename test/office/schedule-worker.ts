/**
 * A worker of the schedule's chaos test, in a process of its own: runs the schedule once and kills itself without warning just before, or
 * just after, its commit of the given number. Number 0: lives to the end.
 */
import { openOffice } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";

const [folder, now, number, when] = process.argv.slice(2) as [string, string, string, "before" | "after"];
const storage = openSqliteStorage(folder);
let commits = 0;
const die = () => process.kill(process.pid, "SIGKILL");

const office = openOffice({
  clock: () => new Date(now),
  storage: {
    ...storage,
    records: {
      get: (pk, sk) => storage.records.get(pk, sk),
      query: (pk, range) => storage.records.query(pk, range),
      close: () => storage.records.close(),
      async commit(operations) {
        commits += 1;
        if (commits === Number(number) && when === "before") die();
        await storage.records.commit(operations);
        if (commits === Number(number) && when === "after") die();
      },
    },
  },
});
await office.runReportSchedule();
await storage.records.close();
