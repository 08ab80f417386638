import { type Actor, may } from "../../shared/access/index.ts";
import type { Office } from "../../shared/office/index.ts";

/** What waits for a person, by the page it is done on; the menu shows it as counts. */
export async function waitingFor(office: Office, actor: Actor): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  if (!may(actor, "document.read")) return counts;
  const documents = await office.documents.list(actor);
  if (may(actor, "document.sign")) counts["/trinh-ky"] = documents.filter((one) => one.state === "submitted").length;
  if (may(actor, "document.number")) {
    const withClerk = ["signed", "numbered", "issued"];
    counts["/van-thu"] = documents.filter((one) => withClerk.includes(one.state)).length;
  }
  if (may(actor, "incoming.receive")) {
    counts["/van-ban-den"] = (await office.incoming.list(actor)).filter((one) => one.status === "01").length;
  }
  return counts;
}
