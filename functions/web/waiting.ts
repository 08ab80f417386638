import { type Actor, may } from "../../shared/access/index.ts";
import type { Office } from "../../shared/office/index.ts";

/** What waits for a person, by the page it is done on; the menu shows it as counts. */
export async function waitingFor(office: Office, actor: Actor): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  if (!may(actor, "document.read")) return counts;
  const { documents, incoming, notices } = office;
  counts["/thong-bao"] = await notices.count(actor);
  if (may(actor, "document.sign")) counts["/trinh-ky"] = await documents.count(actor, ["submitted"]);
  if (may(actor, "document.number"))
    counts["/van-thu"] = await documents.count(actor, ["signed", "numbered", "issued"]);
  if (may(actor, "incoming.receive")) counts["/van-ban-den"] = await incoming.waiting(actor);
  return counts;
}
