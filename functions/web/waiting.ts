import { type Actor, may } from "../../shared/access/index.ts";
import type { Office } from "../../shared/office/index.ts";

/** What waits for a person, by the page it is done on; the menu shows it as counts. */
export async function waitingFor(office: Office, actor: Actor): Promise<Record<string, number>> {
  if (!may(actor, "document.read")) return {};
  const { documents, incoming, notices } = office;
  const asked: [string, Promise<number>][] = [["/thong-bao", notices.count(actor)]];
  if (may(actor, "document.sign")) asked.push(["/trinh-ky", documents.count(actor, ["submitted"])]);
  if (may(actor, "document.number")) asked.push(["/van-thu", documents.count(actor, ["signed", "numbered", "issued"])]);
  if (may(actor, "incoming.receive")) asked.push(["/van-ban-den", incoming.waiting(actor)]);
  return Object.fromEntries(await Promise.all(asked.map(async ([address, count]) => [address, await count])));
}
