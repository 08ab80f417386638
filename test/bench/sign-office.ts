import { unlockPkcs12 } from "../../shared/key-holders/index.ts";
import type { SignatureLevel } from "../../shared/signing/index.ts";
import { letter, openFixture, PASSWORD } from "../office/office-fixture.ts";

/**
 * Signs so many submitted letters of an office by one confirmation of its leader, over SQLite and files on this disk: prepared, signed, verified by the strict
 * check, stored durably with their history and audit lines. From B-T on the timestamps come from the test authority in this process.
 *
 * @returns milliseconds that the signing took, of these by the processor, and how many were signed
 */
export async function signThroughOffice(
  count: number,
  level: SignatureLevel,
): Promise<{ ms: number; processorMs: number; signed: number }> {
  const { office, storage, drafter, leader, sender, close } = await openFixture();
  try {
    const submitted = async (subject: string) => {
      const draft = await office.documents.draft(drafter, letter({ subject }));
      const { id, rev } = await office.documents.submit(drafter, draft.id, draft.rev);
      return { id, rev };
    };
    const key = (await office.keys.list(sender.id)).find(({ personId }) => personId === leader.personId)!;
    const holder = unlockPkcs12(await storage.files.get(key.p12), PASSWORD);
    const administrator = { ...leader, roles: ["administrator" as const] };
    await office.keys.changeSettings(administrator, { ...(await office.keys.settings(administrator)), level });
    const warm = [];
    for (let i = 0; i < 20; i += 1) warm.push(await submitted(`thử ${i}`));
    await office.signing.signAll(leader, warm, "leader", holder, {});
    const documents = [];
    for (let i = 0; i < count; i += 1) documents.push(await submitted(`điều chỉnh nhiệm vụ, lần ${i}`));
    const before = process.cpuUsage();
    const started = performance.now();
    const { outcomes } = await office.signing.signAll(leader, documents, "leader", holder, {});
    const ms = performance.now() - started;
    const { user, system } = process.cpuUsage(before);
    return {
      ms,
      processorMs: (user + system) / 1000,
      signed: outcomes.filter(({ state }) => state === "signed").length,
    };
  } finally {
    await close();
  }
}
