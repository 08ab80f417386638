/** A process that signs with a local key and kills itself in the middle of the act: before or after the documents are committed. */
import { readFileSync } from "node:fs";
import { openOffice } from "../../shared/office/index.ts";
import { authorityFetch, restoreTestAuthority } from "../../shared/signing/index.ts";
import { dyingStorage } from "./dying-storage.ts";

const { folder, actor, documents, key, password, authority, die } = JSON.parse(readFileSync(0, "utf8"));
// The first commit starts the act, the second signs the documents: the process ends before it can write down what came of them.
const outside = restoreTestAuthority(authority);
const office = openOffice({
  storage: dyingStorage(folder, (when, commit) => when === die && commit === 2),
  fetch: authorityFetch(outside),
  trust: { trust: [{ certificate: outside.root, scope: "NEAC", source: "kiểm thử" }], crls: outside.crls },
});
await office.keys.sign(actor, documents, "leader", key, { password });
