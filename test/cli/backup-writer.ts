/** A process that puts files and records into a data folder until it is told to stop: each record names a file that was stored before it. */
import { openAccess } from "../../shared/access/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";

const [folder, organisationId] = process.argv.slice(2) as [string, string];
const { records, files } = openSqliteStorage(folder);
const access = openAccess(records);
let stopped = false;
process.on("message", () => {
  stopped = true;
});
for (let n = 0; !stopped; n += 1) {
  const { sha256 } = await files.put(new TextEncoder().encode(`tệp ${n} `.repeat(200)), "text/plain");
  await access.commitAudited([{ op: "insert", pk: "viết", sk: String(n).padStart(6, "0"), data: { n, sha256 } }], {
    organisationId,
    actor: { personId: "p", name: "Người viết" },
    at: new Date().toISOString(),
    action: "document.draft",
    subject: String(n),
  });
  if (n === 20) process.send?.("đã có dữ liệu");
}
await records.close();
process.disconnect();
