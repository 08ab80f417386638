/** A process that commits until it is killed, and says each number only after its commit resolved: `sqlite-writer.ts FOLDER FIRST`. */
import { writeSync } from "node:fs";
import { openSqliteStorage } from "../../shared/storage/index.ts";

const [folder, first] = process.argv.slice(2);
const { records } = openSqliteStorage(folder!);
for (let n = Number(first); ; n++) {
  const sk = String(n).padStart(10, "0");
  await records.commit([
    { op: "insert", pk: "một", sk, data: n },
    { op: "insert", pk: "hai", sk, data: n },
  ]);
  writeSync(1, `${n}\n`);
}
