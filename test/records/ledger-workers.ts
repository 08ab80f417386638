/** A process of many clerks who number documents at once: `ledger-workers.ts FOLDER SERIES CLERKS DOCUMENTS NAME`. Says when ready, starts when told. */
import { once } from "node:events";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { numberDocuments } from "./number-documents.ts";

const [folder, series, clerks, documents, name] = process.argv.slice(2);
const { records } = openSqliteStorage(folder!);
process.stdout.write("ready\n");
await once(process.stdin, "data");
await numberDocuments(records, series!, Number(clerks), Number(documents), name!);
await records.close();
process.stdin.destroy();
