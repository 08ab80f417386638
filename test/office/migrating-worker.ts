/** A process that begins to bring data up, says so, and never ends by itself. */
import { openAccess } from "../../shared/access/index.ts";
import type { OfficeContext } from "../../shared/office/context.ts";
import { migrate } from "../../shared/office/migrations/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";

const [folder = "", leaseMs = ""] = process.argv.slice(2);
const storage = openSqliteStorage(folder);
const context = { storage, access: openAccess(storage.records), clock: () => new Date() } as OfficeContext;
const endless = {
  version: 1,
  name: "không bao giờ xong",
  run: async () => {
    process.send?.("đã bắt đầu");
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  },
};
await migrate(context, [endless], { leaseMs: Number(leaseMs) });
