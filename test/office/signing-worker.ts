/**
 * A process that prepares or completes a signature and kills itself without warning: after the session is stored, or just before or after
 * the commit that would finish it. Prints what another process needs first.
 */
import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { openOffice } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";

const { folder, actor, document, chain, root, keyFile, die } = JSON.parse(readFileSync(0, "utf8"));
const storage = openSqliteStorage(folder);
const kill = () => process.kill(process.pid, "SIGKILL");
let armed = false;
const office = openOffice({
  trust: { trust: [{ certificate: Buffer.from(root, "base64"), scope: "thử nghiệm", source: "kiểm thử" }], crls: [] },
  storage: {
    ...storage,
    records: {
      get: (pk, sk) => storage.records.get(pk, sk),
      query: (pk, range) => storage.records.query(pk, range),
      close: () => storage.records.close(),
      async commit(operations) {
        if (armed && die === "before-commit") kill();
        await storage.records.commit(operations);
        if (armed && die === "after-commit") kill();
      },
    },
  },
});
const certificateChain = chain.map((one: string) => new Uint8Array(Buffer.from(one, "base64")));
const prepared = await office.signing.prepare(actor, document, "leader", { certificateChain, algorithm: "RSA-SHA256" });
process.stdout.write(JSON.stringify(prepared), () => {
  if (die === "prepared") kill();
  armed = true;
  const key = createPrivateKey(readFileSync(keyFile));
  const signature = sign("sha256", Buffer.from(prepared.digests[0]!.attributes, "base64"), key);
  void office.signing.complete(actor, prepared.sessionId, new Uint8Array(signature)).then(kill, kill);
});
