import { type Actor, may } from "../../shared/access/index.ts";
import type { Office } from "../../shared/office/index.ts";
import { waitingForNumber } from "./signing-desk.ts";

/** What waits for a person, by the page it is done on; the menu shows it as counts. */
export async function waitingFor(office: Office, actor: Actor): Promise<Record<string, number>> {
  const { documents, incoming, notices } = office;
  if (!may(actor, "document.read")) return may(actor, "administer") ? { "/thong-bao": await notices.count(actor) } : {};
  const asked: [string, Promise<number>][] = [["/thong-bao", notices.count(actor)]];
  if (may(actor, "document.sign")) asked.push(["/trinh-ky", documents.count(actor, ["submitted", "approved"])]);
  if (may(actor, "document.number")) asked.push(["/van-thu", clerksCount(office, actor)]);
  if (may(actor, "incoming.receive")) asked.push(["/van-ban-den", incoming.waiting(actor)]);
  return Object.fromEntries(await Promise.all(asked.map(async ([address, count]) => [address, await count])));
}

/** Documents whose next step is the clerk's; where numbers come first, also what was submitted and has none. */
async function clerksCount(office: Office, actor: Actor): Promise<number> {
  const { documents } = office;
  const [count, settings] = await Promise.all([
    documents.count(actor, ["signed", "numbered", "issued"]),
    office.keys.settings(actor),
  ]);
  if (settings.order !== "number-first") return count;
  const submitted = await Promise.all(
    (["submitted", "approved"] as const).map((state) => documents.list(actor, { state })),
  );
  return count + (await waitingForNumber(office, actor, submitted.flat())).size;
}
