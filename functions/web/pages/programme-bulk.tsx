import type { Hono } from "hono";
import { allow } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { type BulkRequest, selectTasks, vietnamDate } from "../../../shared/office/index.ts";
import type { Programme } from "../../../shared/tasks/index.ts";
import { problemOf } from "../../api/problems.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { addressOf, filterOf, type ProgrammeQuery, programmeQuery } from "../parts/programme-query.ts";
import {
  BULK_ACTIONS,
  BulkForm,
  BulkPreviewView,
  type BulkWord,
  bulkChange,
  type CarriedChoice,
} from "../parts/task-bulk.tsx";
import { evidenceFiles } from "../parts/task-files.tsx";
import { madeRevision } from "../parts/undo-offer.tsx";

/** One change of many tasks: chosen in the table, what is to be put in, what it comes to, done as one revision. */
export function programmeBulkPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const frame = (programme: Programme, query: ProgrammeQuery, problem?: Problem) => ({
    title: "Sửa nhiều nhiệm vụ",
    lead: `${programme.title} (bản ${programme.revision})`,
    back: [backTo(programme, query), programme.title] as [string, string],
    active: "/nhiem-vu",
    problem,
  });

  /** The form of what is to be put in. */
  const ask = async (c: WebContext, form: Form, problem?: Problem) => {
    const { programme, choice, query, word } = await asked(c, form);
    return show(
      desk,
      c,
      frame(programme, query, problem),
      <BulkForm
        programme={programme}
        word={word}
        choice={choice}
        today={vietnamDate(office.clock())}
        typed={problem === undefined && form.text("sua-lai") === "" ? undefined : form.texts()}
        back={backTo(programme, query)}
      />,
    );
  };

  /** What the change comes to; after a conflict on the newest revision, whose values are shown then: sent again, it is on purpose. */
  const preview = async (c: WebContext, form: Form, problem?: Problem) => {
    const newest = problem?.code === "CONFLICT" ? await newestRevision(c) : undefined;
    const { programme, choice, query, word } = await asked(c, form, newest);
    const found = await office.taskTable.previewBulk(
      c.get("actor"),
      programme.id,
      requestOf(form, word, choice, query),
    );
    return show(
      desk,
      c,
      frame(programme, query, problem),
      <BulkPreviewView
        preview={found}
        word={word}
        choice={choice}
        typed={form.texts()}
        back={backTo(programme, query)}
      />,
    );
  };

  app.post("/nhiem-vu/:id/hang-loat", async (c) => {
    const form = await formOf(c);
    try {
      return await ask(c, form);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== "INVALID") throw error;
      return nothingChosen(c, problem);
    }
  });

  app.post("/nhiem-vu/:id/hang-loat/xem", async (c) => {
    const form = await formOf(c);
    let shown: Response | undefined;
    return step(
      c,
      async () => {
        shown = await preview(c, form);
        return "";
      },
      (problem) => ask(c, form, problem),
    ).then((answer) => shown ?? answer);
  });

  app.post("/nhiem-vu/:id/hang-loat/luu", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const { programme, choice, query, word } = await asked(c, form);
        const request = { ...requestOf(form, word, choice, query), files: await evidenceFiles(form) };
        const onlySound = form.text("hop-le") === "1";
        const { revision } = await office.taskTable.bulk(c.get("actor"), programme.id, request, { onlySound });
        const { tim, xep, trang: _, ...rest } = query;
        const address = addressOf(programme, programme.revision)({ tim, xep, ...rest });
        const made = await madeRevision(office, c.get("actor"), { id: programme.id, revision }, programme.revision);
        return `${address}${address.includes("?") ? "&" : "?"}xong=da-sua-hang-loat${made}`;
      },
      (problem) => preview(c, form, problem),
    );
  });

  /** What the form says: the programme as it was seen, which tasks, what. @throws INVALID, FORBIDDEN, NOT_FOUND */
  async function asked(c: WebContext, form: Form, revision = form.rev()) {
    const actor = c.get("actor");
    allow(actor, "programme.edit");
    const id = c.req.param("id") ?? "";
    const word = form.text("viec");
    if (!(word in BULK_ACTIONS))
      throw new VanthuError("INVALID", { message: "Chưa chọn việc cần làm với các nhiệm vụ.", where: "viec" });
    const query = programmeQuery((name) => form.text(`loc-${name}`));
    const filter = Object.keys(form.texts())
      .filter((name) => name.startsWith("loc-"))
      .map((name): [string, string] => [name.slice(4), form.text(name)]);
    if (form.text("ca") === "1") {
      const watched = await office.attention.of(actor, id, revision);
      const count = selectTasks(watched, filterOf(query)).length;
      const choice: CarriedChoice = { revision, filter, count };
      return { programme: watched.programme, choice, query, word: word as BulkWord };
    }
    const programme = await office.programmes.get(actor, id, revision);
    const ids = [...new Set([...form.all("chon"), ...form.lines("cac")])];
    if (ids.length === 0)
      throw new VanthuError("INVALID", {
        message: "Chưa chọn nhiệm vụ nào.",
        where: "chon",
        hint: "Đánh dấu ô ở đầu hàng của các nhiệm vụ cần sửa, hoặc chọn cả danh sách phù hợp bộ lọc.",
      });
    const choice: CarriedChoice = { revision, ids, filter, count: ids.length };
    return { programme, choice, query, word: word as BulkWord };
  }

  async function newestRevision(c: WebContext): Promise<number> {
    return (await office.programmes.history(c.get("actor"), c.req.param("id") ?? "", { limit: 1 }))[0]!.revision;
  }

  async function nothingChosen(c: WebContext, problem: Problem): Promise<Response> {
    const programme = await office.programmes.get(c.get("actor"), c.req.param("id") ?? "");
    return show(
      desk,
      c,
      frame(
        programme,
        programmeQuery(() => undefined),
        problem,
      ),
      <div class="actions">
        <a class="button main" href={`/nhiem-vu/${programme.id}`}>
          Về bảng nhiệm vụ
        </a>
      </div>,
    );
  }
}

function requestOf(form: Form, word: BulkWord, { revision, ids }: CarriedChoice, query: ProgrammeQuery): BulkRequest {
  return {
    revision,
    tasks: ids === undefined ? { filter: filterOf(query) } : { ids },
    change: bulkChange(word, form),
    reason: { why: form.text("why"), basis: form.text("basis") },
  };
}

/** The table as it was when the tasks were chosen. */
function backTo(programme: Programme, query: ProgrammeQuery): string {
  return addressOf(programme, programme.revision)(query);
}
