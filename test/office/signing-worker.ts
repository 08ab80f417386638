/**
 * A process that prepares or completes a signature and kills itself without warning: after the session is stored, or just before or after
 * the commit that would finish it. Prints what another process needs first.
 */
import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { openOffice } from "../../shared/office/index.ts";
import { die, dyingStorage } from "./dying-storage.ts";

const { folder, actor, document, chain, root, keyFile, die: end } = JSON.parse(readFileSync(0, "utf8"));
let armed = false;
const office = openOffice({
  trust: { trust: [{ certificate: Buffer.from(root, "base64"), scope: "thử nghiệm", source: "kiểm thử" }], crls: [] },
  storage: dyingStorage(folder, (when) => armed && end === `${when}-commit`),
});
const certificateChain = chain.map((one: string) => new Uint8Array(Buffer.from(one, "base64")));
const prepared = await office.signing.prepare(actor, document, "leader", { certificateChain, algorithm: "RSA-SHA256" });
process.stdout.write(JSON.stringify(prepared), () => {
  if (end === "prepared") die();
  armed = true;
  const key = createPrivateKey(readFileSync(keyFile));
  const signature = sign("sha256", Buffer.from(prepared.digests[0]!.attributes, "base64"), key);
  void office.signing.complete(actor, prepared.sessionId, new Uint8Array(signature)).then(die, die);
});
