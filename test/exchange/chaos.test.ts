import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { openInbox, openOutbox, packEdxml } from "../../shared/exchange/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { RECEIVER, SENDER, samplePacket } from "./sample-packet.ts";

const DOCUMENTS = 40;
const KILLS = 6;
const workers: ChildProcess[] = [];
afterEach(() => {
  for (const worker of workers) worker.kill("SIGKILL");
});

it("has every document arrive exactly once, and its status come back exactly once, whatever fails and whoever is killed", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-chaos-"));
  const storage = openSqliteStorage(folder);
  const clock = () => new Date();
  const outbox = openOutbox(storage, clock);
  const ids: string[] = [];
  for (let number = 1; number <= DOCUMENTS; number += 1) {
    const packet = samplePacket({ number: String(number), documentId: `H99.07,2026/11/20,${number}/KH-UBND` });
    const stored = await storage.files.put(packEdxml(packet), "application/xml");
    const { documentId } = packet;
    await storage.records.commit(
      outbox.sendOperations({
        kind: "document",
        packet: stored.sha256,
        documentId,
        from: SENDER.organisationCode,
        recipients: [RECEIVER],
      }),
    );
    ids.push(documentId);
  }

  const start = () => {
    const worker = spawn(process.execPath, [path.join(import.meta.dirname, "chaos-worker.ts"), folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    workers.push(worker);
    return worker;
  };
  let [first, second] = [start(), start()];
  const deadline = Date.now() + 50_000;
  let kills = 0;
  const open = async () => {
    const states = await Promise.all(ids.map(async (id) => (await outbox.deliveries(id))[0]!));
    return states.filter((delivery) => delivery.state !== "sent" || delivery.status === undefined).length;
  };
  while (Date.now() < deadline && (kills < KILLS || (await open()) > 0)) {
    // Longer each time, so that on a slow machine a worker also gets somewhere between its start and its end.
    await sleep(300 + kills * 100);
    if (kills === KILLS) continue;
    // Killed without warning, mostly in the middle of something.
    first.kill("SIGKILL");
    kills += 1;
    [first, second] = [second, start()];
  }

  const inbox = openInbox(storage, clock);
  const { records } = await inbox.list(RECEIVER.organisationCode, { limit: 1000 });
  expect(await open()).toBe(0);
  expect(kills).toBe(KILLS);
  expect(records.map((record) => record.documentId).sort()).toEqual([...ids].sort());
  for (const id of ids) {
    const [delivery] = await outbox.deliveries(id);
    expect(delivery!.statuses.map((status) => status.code)).toEqual(["01"]);
  }
  await storage.records.close();
});
