import type { Hono } from "hono";
import type { Problem } from "../../../shared/errors/index.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { BULK_WORDS, BulkActView, bulkAddress, bulkStanding } from "../parts/bulk-act.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { boxName } from "../parts/signing-list.tsx";
import { chosenDocuments, inEnteredOrder } from "../signing-choice.ts";

/** A page without script asks again after so many seconds while something is done. */
const REFRESH_SECONDS = 5;
const ACTIVE = "/van-thu";

/**
 * Numbers for many documents, many documents to many receivers: from the clerk's page, watched on a page of its own.
 *
 * @param again shows the clerk's page with what went wrong
 */
export function bulkPages(
  app: Hono<WebEnv>,
  desk: Desk,
  again: (c: WebContext, problem: Problem, form: Form) => Promise<Response>,
): void {
  const { office } = desk;

  app.post("/van-thu/cap-so", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const documents = await chosenDocuments(office, actor, inEnteredOrder(form), "number");
        return bulkAddress(await office.bulk.number(actor, documents));
      },
      (problem) => again(c, problem, form),
    );
  });

  app.post("/van-thu/gui", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const documents = await chosenDocuments(office, actor, form.all(boxName("send")), "send");
        const to = await office.recipients.expand(actor, form.all("to"), form.all("nhom"));
        return bulkAddress(await office.bulk.send(actor, documents, to));
      },
      (problem) => again(c, problem, form),
    );
  });

  const page = async (c: WebContext, problem?: Problem) => {
    const act = await office.bulk.act(c.get("actor"), c.req.param("id") ?? "");
    return show(
      desk,
      c,
      {
        title: BULK_WORDS[act.kind].name,
        lead: `${act.documents.length} văn bản, bắt đầu lúc ${dateAndTime(act.startedAt)}`,
        back: [ACTIVE, "Cấp số, đóng dấu, gửi"],
        active: ACTIVE,
        refresh: act.state === "running" ? REFRESH_SECONDS : undefined,
        problem,
      },
      <>
        <p class="visually-hidden" role="status" id="lan-ky-bao"></p>
        <BulkActView act={act} />
      </>,
    );
  };

  app.get("/van-thu/lan-lam/:id", async (c) => {
    const known = c.req.query("da-co");
    if (known === undefined) return page(c);
    const act = await office.bulk.act(c.get("actor"), c.req.param("id"));
    // Nothing new: what is on the page stays, with its focus.
    return bulkStanding(act) === known ? c.body(null, 204) : page(c);
  });

  app.post("/van-thu/lan-lam/:id/dung", async (c) =>
    step(
      c,
      async () => bulkAddress(await office.bulk.stop(c.get("actor"), c.req.param("id"))),
      (problem) => page(c, problem),
    ),
  );
}
