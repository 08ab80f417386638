import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unlockPkcs12 } from "../../shared/key-holders/index.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { ROOT, temporaryFolder } from "../cli/vanthu.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD } from "./office-fixture.ts";

const place = temporaryFolder();
let storage: Storage;
let fixture: OfficeFixture;
let p12: Uint8Array;

beforeAll(async () => {
  storage = openSqliteStorage(place.folder);
  fixture = await openFixture(storage);
  const key = (await fixture.office.keys.list(fixture.sender.id)).find(
    ({ personId }) => personId === fixture.leader.personId,
  );
  p12 = await storage.files.get(key!.p12);
});
afterAll(async () => {
  await fixture.close();
  place.drop();
});

async function submitted(subject: string): Promise<{ id: string; rev: number }> {
  const draft = await fixture.office.documents.draft(fixture.drafter, letter({ subject }));
  const { id, rev } = await fixture.office.documents.submit(fixture.drafter, draft.id, draft.rev);
  return { id, rev };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Signs in a process for which the disk is full. */
function signCramped(documents: { id: string; rev: number }[]) {
  const worker = path.join(ROOT, "test/office/cramped-worker.ts");
  const run = spawnSync("bash", ["-c", `trap '' XFSZ; exec "$0" "$1"`, process.execPath, worker], {
    input: JSON.stringify({
      folder: place.folder,
      actor: fixture.leader,
      documents,
      p12: Buffer.from(p12).toString("base64"),
      password: PASSWORD,
    }),
    encoding: "utf8",
  });
  expect([run.signal, run.stderr]).toEqual([null, ""]);
  return JSON.parse(run.stdout) as { state: string; code?: string; message?: string; hint?: string }[];
}

describe("a disk that is full while a batch is signed", () => {
  it("leaves no half-signed document, says what to do, and the batch can be signed again", async () => {
    const documents = [await submitted("rà soát hồ sơ lần một"), await submitted("rà soát hồ sơ lần hai")];
    const before = filesIn(place.folder).filter((file) => !file.includes("vanthu.sqlite"));
    for (const outcome of signCramped(documents)) {
      expect(outcome).toMatchObject({ state: "failed" });
      expect(outcome.message).toMatch(/chưa được ký/);
      expect(outcome.hint).toMatch(/ký lại/);
    }
    for (const { id, rev } of documents) {
      const document = await fixture.office.documents.get(fixture.leader, id);
      expect([document.state, document.rev, document.files.signed]).toEqual(["submitted", rev, undefined]);
    }
    // Not even a piece of a file: what was begun is taken away again.
    const after = filesIn(place.folder).filter((file) => !file.includes("vanthu.sqlite"));
    expect(after.sort()).toEqual(before.sort());
    expect(after.every((file) => statSync(file).size > 0)).toBe(true);

    const holder = unlockPkcs12(p12, PASSWORD);
    const { outcomes } = await fixture.office.signing.signAll(fixture.leader, documents, "leader", holder, {});
    expect(outcomes.map(({ state }) => state)).toEqual(["signed", "signed"]);
    expect(await fixture.office.access.checkAudit(fixture.sender.id)).toMatchObject({ faults: [] });
  });
});
