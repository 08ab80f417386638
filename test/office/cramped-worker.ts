/**
 * A process that signs a batch on a disk that is full from the moment the batch begins: no file may grow beyond some bytes. Prints what came of each document.
 * The shell that starts it lets such writes fail instead of ending the process (SIGXFSZ).
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { unlockPkcs12 } from "../../shared/key-holders/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";

const { folder, actor, documents, p12, password } = JSON.parse(readFileSync(0, "utf8"));
const storage = openSqliteStorage(folder);
const office = openOffice({ storage });
const holder = unlockPkcs12(new Uint8Array(Buffer.from(p12, "base64")), password);
const limit = spawnSync("prlimit", ["--pid", `${process.pid}`, "--fsize=4096:4096"], { encoding: "utf8" });
if (limit.status !== 0) throw new Error(`prlimit is needed here: ${limit.stderr}`);
const { outcomes } = await office.signing.signAll(actor, documents, "leader", holder, {});
await storage.records.close();
const said = outcomes.map(({ state, error }) => ({
  state,
  code: error?.code,
  message: error?.message,
  hint: error?.hint,
}));
process.stdout.write(JSON.stringify(said), () => process.exit(0));
