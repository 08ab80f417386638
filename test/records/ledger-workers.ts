/**
 * A process of one or more clerks who number documents at once: `ledger-workers.ts STORE SERIES CLERKS DOCUMENTS NAME`. STORE is a folder, or
 * the settings of a DynamoDB client as JSON. Says when ready, starts when told.
 */
import { once } from "node:events";
import { dynamoRecords, openSqliteStorage } from "../../shared/storage/index.ts";
import { numberDocuments } from "./number-documents.ts";

const [store, series, clerks, documents, name] = process.argv.slice(2);
const records = store!.startsWith("{")
  ? dynamoRecords("ledger", JSON.parse(store!))
  : openSqliteStorage(store!).records;
process.stdout.write("ready\n");
await once(process.stdin, "data");
await numberDocuments(records, series!, Number(clerks), Number(documents), name!);
await records.close();
process.stdin.destroy();
