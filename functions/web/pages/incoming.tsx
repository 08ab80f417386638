import type { Hono } from "hono";
import type { Problem } from "../../../shared/errors/index.ts";
import { incomingSymbol, PROGRESS_WORDS } from "../../../shared/office/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { shortDate } from "../parts/dates.ts";
import { lowerFirst } from "../parts/document-parts.tsx";
import { FilingLinks } from "../parts/dossier-lists.tsx";
import { INCOMING_ROWS, INCOMING_TABS, IncomingList } from "../parts/incoming-list.tsx";
import { IncomingView, relatedTo } from "../parts/incoming-view.tsx";
import { PROGRESS_TONES } from "../parts/incoming-words.ts";
import type { TypedForm } from "../parts/incoming-work.tsx";
import { Chip } from "../parts/pieces.tsx";
import { incomingFiguresPages } from "./incoming-figures.tsx";
import { incomingRegisterPages } from "./incoming-register.tsx";

const ACTIVE = "/van-ban-den";
const PAPERS = { "dau-den": "stamp", phieu: "slip", "dau-va-phieu": "stamp-and-slip" } as const;
/** Pictures and PDF are shown in place: what others sent must never run as a page of ours. */
const SHOWN = new Set(["application/pdf", "image/png", "image/jpeg"]);

/** Incoming documents: the list, one document with its check and the work on it, everything that is done to it. */
export function incomingPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { incoming } = office;
  // Before the pages of one document: "dang-ky" and "bao-cao" are no ids.
  incomingRegisterPages(app, desk);
  incomingFiguresPages(app, desk);

  app.get("/van-ban-den", async (c) => {
    const tab = INCOMING_TABS.find(({ key }) => key === c.req.query("muc")) ?? INCOMING_TABS[0]!;
    const asked = c.req.query("han");
    const due = asked === "soon" || asked === "overdue" ? asked : undefined;
    const search = c.req.query("tim") ?? "";
    const after = c.req.query("sau") ?? "";
    const [counts, found] = await Promise.all([
      incoming.counts(c.get("actor")),
      incoming.list(c.get("actor"), {
        ...(due === undefined ? {} : { due }),
        ...tab.filter,
        search,
        limit: INCOMING_ROWS + 1,
        ...(after === "" ? {} : { after }),
      }),
    ]);
    const shown = found.slice(0, INCOMING_ROWS);
    const next = new URLSearchParams({ muc: tab.key, han: due ?? "", tim: search, sau: shown.at(-1)?.id ?? "" });
    return show(
      desk,
      c,
      {
        title: "Văn bản đến",
        lead: "Từ khi đến, vào sổ, phân phối đến khi giải quyết xong; nơi gửi được báo từng bước.",
        active: ACTIVE,
        tools: (
          <>
            {c.get("actor").roles.includes("clerk") ? (
              <a class="button main" href="/van-ban-den/dang-ky">
                Đăng ký văn bản giấy, thư điện tử
              </a>
            ) : null}
            <a class="button" href="/van-ban-den/bao-cao">
              Báo cáo
            </a>
          </>
        ),
      },
      <IncomingList
        tab={tab.key}
        search={search}
        due={due ?? ""}
        counts={counts}
        shown={shown}
        next={found.length > shown.length ? `/van-ban-den?${next}` : undefined}
      />,
    );
  });

  const one = async (c: WebContext, problem?: Problem, typed?: TypedForm) => {
    const actor = c.get("actor");
    const record = await incoming.get(actor, c.req.param("id") ?? "");
    const [choices, organisation, related] = await Promise.all([
      incoming.assignees(actor),
      office.access.organisation(actor.organisationId),
      relatedTo(office, actor, record),
    ]);
    return show(
      desk,
      c,
      {
        title: `${record.kind.name || "Văn bản"} ${lowerFirst(record.subject)}`,
        lead: (
          <>
            {incomingSymbol(record)} ngày {shortDate(record.issuedOn)} của {record.from.name}{" "}
            <Chip tone={PROGRESS_TONES[record.progress]}>{PROGRESS_WORDS[record.progress]}</Chip>
          </>
        ),
        back: [ACTIVE, "Văn bản đến"],
        active: ACTIVE,
        tools: (
          <FilingLinks from="incoming" id={record.id} filing={record.entry !== undefined && record.files.length > 0} />
        ),
        problem,
      },
      <IncomingView
        record={record}
        related={related}
        actor={actor}
        organisation={organisation.name}
        choices={choices}
        typed={typed}
      />,
    );
  };

  app.get("/van-ban-den/:id", (c) => one(c));

  app.get("/van-ban-den/:id/tep/:index", async (c) => {
    const file = await incoming.file(c.get("actor"), c.req.param("id"), Number(c.req.param("index")));
    const isPdf = Buffer.from(file.bytes.subarray(0, 5)).toString("latin1") === "%PDF-";
    const type = isPdf ? "application/pdf" : file.contentType;
    // The type of a packet's file is its sender's word; of what was registered here it was looked at.
    const shown = isPdf || (SHOWN.has(type) && isPicture(file.bytes));
    return fileAnswer(
      { ...file, contentType: shown ? type : "application/octet-stream" },
      shown && c.req.query("tai") === undefined,
    );
  });

  app.get("/van-ban-den/:id/giay/:paper/:format", async (c) => {
    const paper = PAPERS[c.req.param("paper") as keyof typeof PAPERS];
    const format = c.req.param("format") === "docx" ? "docx" : "pdf";
    if (paper === undefined) return c.notFound();
    return fileAnswer(await incoming.paper(c.get("actor"), c.req.param("id"), paper, format), format === "pdf");
  });

  /** A form of the document's page: does it and says so on the page, or shows the page again with what happened. */
  const act = (address: string, done: string, does: (c: WebContext, id: string, form: Form) => Promise<unknown>) => {
    app.post(`/van-ban-den/:id/${address}`, async (c) => {
      const id = c.req.param("id");
      const form = await formOf(c);
      return step(
        c,
        async () => {
          await does(c, id, form);
          return `/van-ban-den/${id}?xong=${done}`;
        },
        // What was typed stays: an opinion may be a page long.
        (problem) => one(c, problem, { address, form }),
      );
    });
  };
  act("tiep-nhan", "da-tiep-nhan", (c, id, form) =>
    incoming.accept(c.get("actor"), id, { knownDuplicates: form.text("known") === "1" }),
  );
  act("tu-choi", "da-tu-choi", (c, id, form) => incoming.reject(c.get("actor"), id, form.text("reason")));
  act("phan-phoi", "da-phan-phoi", (c, id, form) =>
    incoming.assign(c.get("actor"), id, form.rev(), {
      lead: chosen(form.text("lead")),
      with: form.all("with").map(chosen),
      opinion: form.text("opinion"),
      ...(form.text("onBehalfOf") === "" ? {} : { onBehalfOf: form.text("onBehalfOf") }),
      // Working days, once typed in, stand for the day that the form was filled with.
      ...(form.text("workingDays") === ""
        ? { dueOn: form.text("dueOn") }
        : { workingDays: Number(form.text("workingDays")) }),
    }),
  );
  act("giao-trong-don-vi", "da-phan-phoi", (c, id, form) =>
    incoming.assignWithinUnit(c.get("actor"), id, form.rev(), {
      people: form.all("people"),
      opinion: form.text("opinion"),
      dueOn: form.text("dueOn"),
    }),
  );
  act("y-kien", "da-ghi-y-kien", (c, id, form) => incoming.comment(c.get("actor"), id, form.rev(), form.text("text")));
  act("nhan-viec", "da-nhan-viec", (c, id, form) => incoming.start(c.get("actor"), id, form.rev()));
  act("ket-thuc", "da-ket-thuc", (c, id, form) =>
    incoming.finish(c.get("actor"), id, form.rev(), {
      note: form.text("note"),
      answerSymbol: form.text("answerSymbol"),
    }),
  );
  act("giai-quyet-lai", "da-giai-quyet-lai", (c, id, form) =>
    incoming.reopen(c.get("actor"), id, form.rev(), form.text("reason")),
  );
  act("ho-so", "da-luu", (c, id, form) => incoming.setDossier(c.get("actor"), id, form.rev(), form.text("dossier")));
  act("tra-loi-yeu-cau", "da-tra-loi-yeu-cau", (c, id, form) =>
    incoming.answerChange(c.get("actor"), id, {
      agree: form.text("answer") === "dong-y",
      reason: form.text("reason"),
      ...(form.text("asked") === "" ? {} : { asked: form.text("asked") }),
    }),
  );

  app.post("/van-ban-den/:id/tra-loi", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const draft = await incoming.draftAnswer(c.get("actor"), c.req.param("id"), form.rev());
        return `/van-ban/${draft.id}?xong=da-soan-tra-loi`;
      },
      (problem) => one(c, problem),
    );
  });
}

/** "don-vi:…" or "nguoi:…" of the form as an assignee; what is neither names nobody. */
function chosen(value: string): { personId: string } | { unitId: string } {
  return value.startsWith("don-vi:") ? { unitId: value.slice(7) } : { personId: value.replace(/^nguoi:/, "") };
}

/** PNG or JPEG by its first bytes. */
function isPicture(bytes: Uint8Array): boolean {
  return (
    (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e) ||
    (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff)
  );
}
