/**
 * A worker of the chaos test, in a process of its own so that it can be killed anywhere: drains the outbox again and again through a
 * transport that fails before the effect, or loses the answer after it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { VanthuError } from "../../shared/errors/index.ts";
import { localTransport, openInbox, openOutbox, type Transport } from "../../shared/exchange/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";

const storage = openSqliteStorage(process.argv[2]!);
const clock = () => new Date();
const reliable = localTransport(() => openInbox(storage, clock));
const lost = () => new VanthuError("EXCHANGE_UNREACHABLE", { message: "Mất kết nối." });

const flaky: Transport = {
  async send(packet, to, messageId) {
    const chance = Math.random();
    await sleep(Math.random() * 10);
    if (chance < 0.25) throw lost();
    const receipt = await reliable.send(packet, to, messageId);
    if (chance < 0.5) throw lost();
    return receipt;
  },
};

const outbox = openOutbox(storage, clock);
for (;;) {
  await outbox.drain({ transport: flaky, leaseMs: 400, firstWaitMs: 20, longestWaitMs: 100, attempts: 1000 });
  await sleep(5);
}
