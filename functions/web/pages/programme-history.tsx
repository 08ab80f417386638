import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { Programme, ProgrammeEvent, RevisionEntry } from "../../../shared/tasks/index.ts";
import { askedNumber, type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { Empty, Field, PageLinks, Select } from "../parts/pieces.tsx";
import { changesInWords, EventList } from "../parts/programme-events.tsx";
import { isShort, RevisionList } from "../parts/programme-revisions.tsx";
import { madeRevision, ownBack, undoOffer } from "../parts/undo-offer.tsx";

const ACTIVE = "/nhiem-vu";
/** Revisions on a page of the history. */
const REVISIONS_SHOWN = 20;
/** Changes on a page of a comparison. */
const CHANGES_SHOWN = 100;

/** What happened to a programme: its revisions, any two compared, an earlier one restored. */
export function programmeHistoryPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  app.get("/nhiem-vu/:id/lich-su", async (c) => {
    const actor = c.get("actor");
    const id = c.req.param("id");
    const [programme, history] = await Promise.all([
      office.programmes.get(actor, id),
      office.programmes.history(actor, id),
    ]);
    const page = askedNumber(c, "trang", 1);
    const shown = history.slice((page - 1) * REVISIONS_SHOWN, page * REVISIONS_SHOWN);
    const titles = new Map<number, ProgrammeEvent[]>();
    for (const entry of shown) {
      if (entry.revision > 1 && isShort(entry))
        titles.set(entry.revision, await office.programmes.events(actor, id, { revision: entry.revision }));
    }
    const pages = Math.ceil(history.length / REVISIONS_SHOWN);
    return show(
      desk,
      c,
      {
        title: "Lịch sử chương trình",
        lead: `${programme.title}. Mỗi thay đổi ghi rõ ai, khi nào, vì sao, theo văn bản nào; không bản nào bị ghi đè.`,
        back: [`/nhiem-vu/${id}`, programme.title],
        active: ACTIVE,
        offer: undoOffer(c, id, may(actor, "programme.edit")),
      },
      <>
        <CompareForm id={id} history={history} from={Math.max(1, programme.revision - 1)} to={programme.revision} />
        <section class="card">
          <h2>Các bản</h2>
          <RevisionList
            id={id}
            entries={shown}
            events={titles}
            newest={programme.revision}
            mayRestore={may(actor, "programme.edit")}
          />
          {pages > 1 ? (
            <PageLinks page={page} pages={pages} address={(one) => `/nhiem-vu/${id}/lich-su?trang=${one}`} />
          ) : null}
        </section>
      </>,
    );
  });

  app.get("/nhiem-vu/:id/so-sanh", async (c) => {
    const actor = c.get("actor");
    const id = c.req.param("id");
    const history = await office.programmes.history(actor, id);
    const newest = history[0]!.revision;
    const to = askedNumber(c, "den", newest);
    const from = askedNumber(c, "tu", Math.max(1, to - 1));
    const [names, events] = await Promise.all([
      namesOf(desk, c, id, from, to),
      office.programmes.compare(actor, id, from, to),
    ]);
    const page = askedNumber(c, "trang", 1);
    const pages = Math.max(1, Math.ceil(events.length / CHANGES_SHOWN));
    return show(
      desk,
      c,
      {
        title: `So sánh bản ${from} với bản ${to}`,
        lead: names.title,
        back: [`/nhiem-vu/${id}/lich-su`, "Lịch sử"],
        active: ACTIVE,
      },
      <>
        <CompareForm id={id} history={history} from={from} to={to} />
        <section class="card">
          <header>
            <h2>{events.length === 0 ? "Không khác nhau" : `${events.length.toLocaleString("vi-VN")} thay đổi`}</h2>
            <span class="small soft">{changesInWords(countsOf(events))}</span>
          </header>
          {events.length === 0 ? (
            <Empty title="Hai bản giống nhau">Chọn hai bản khác để so sánh.</Empty>
          ) : (
            <EventList
              events={events.slice((page - 1) * CHANGES_SHOWN, page * CHANGES_SHOWN)}
              names={names}
              programmeId={id}
            />
          )}
          {pages > 1 ? (
            <PageLinks
              page={page}
              pages={pages}
              address={(one) => `/nhiem-vu/${id}/so-sanh?tu=${from}&den=${to}&trang=${one}`}
            />
          ) : null}
        </section>
      </>,
    );
  });

  const undoing = async (c: WebContext, problem?: Problem, typed?: Record<string, string>) => {
    const actor = c.get("actor");
    const id = c.req.param("id") ?? "";
    const revision = Number(typed?.revision) || askedNumber(c, "ban", 2);
    const before = Math.max(1, revision - 1);
    const [names, events, entries] = await Promise.all([
      namesOf(desk, c, id, revision, before),
      office.programmes.compare(actor, id, revision, before),
      office.programmes.history(actor, id, { before: revision + 1, limit: 1 }),
    ]);
    const entry = entries[0]!;
    return show(
      desk,
      c,
      {
        title: `Hoàn tác bản ${revision}`,
        lead: names.title,
        back: [`/nhiem-vu/${id}/lich-su`, "Lịch sử"],
        active: ACTIVE,
        problem,
      },
      <>
        <form class="card" method="post" action={`/nhiem-vu/${id}/hoan-tac`}>
          <h2>Xác nhận</h2>
          <p>
            Bản {revision} do {entry.actor.name} lập lúc {dateAndTime(entry.at)}
            {entry.why ? `: ${entry.why}` : ""}. Hoàn tác đưa các mục của riêng bản ấy về như trước, thành một bản mới;
            những gì người khác sửa sau đó vẫn giữ nguyên.
          </p>
          <input type="hidden" name="revision" value={String(revision)} />
          <input type="hidden" name="ve" value={`/nhiem-vu/${id}/lich-su`} />
          <Field name="why" label="Lý do" optional value={typed?.why} maxlength={300} />
          <div class="actions">
            <button class="main" type="submit" disabled={events.length === 0}>
              Hoàn tác bản {revision}
            </button>
            <a class="button" href={`/nhiem-vu/${id}/lich-su`}>
              Không hoàn tác
            </a>
          </div>
        </form>
        <Consequences
          id={id}
          events={events}
          names={names}
          between={[revision, before]}
          none="Bản này không thay đổi gì"
          title="Những gì sẽ trở lại như trước"
        />
      </>,
    );
  };

  app.get("/nhiem-vu/:id/hoan-tac", (c) => undoing(c));

  app.post("/nhiem-vu/:id/hoan-tac", async (c) => {
    const form = await formOf(c);
    const { id } = c.req.param();
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const newest = (await office.programmes.history(actor, id, { limit: 1 }))[0]!.revision;
        const why = form.text("why");
        const undone = await office.programmes.undo(
          actor,
          id,
          Number(form.text("revision")),
          why === "" ? {} : { why },
        );
        const back = ownBack(form.text("ve"), id);
        const [address, place] = back.split("#") as [string, string | undefined];
        const made = await madeRevision(office, actor, undone, newest);
        const done = made === "" ? "khong-con-gi-hoan-tac" : `da-hoan-tac${made}`;
        return `${address}${address.includes("?") ? "&" : "?"}xong=${done}${place ? `#${place}` : ""}`;
      },
      (problem) => undoing(c, problem, form.texts()),
    );
  });

  const restoring = async (c: WebContext, problem?: Problem, typed?: Record<string, string>) => {
    const actor = c.get("actor");
    const id = c.req.param("id") ?? "";
    const newest = (await office.programmes.history(actor, id, { limit: 1 }))[0]!.revision;
    const revision = Number(typed?.revision) || askedNumber(c, "ban", newest);
    const [names, events] = await Promise.all([
      namesOf(desk, c, id, newest, revision),
      office.programmes.compare(actor, id, newest, revision),
    ]);
    return show(
      desk,
      c,
      {
        title: `Khôi phục bản ${revision}`,
        lead: names.title,
        back: [`/nhiem-vu/${id}/lich-su`, "Lịch sử"],
        active: ACTIVE,
        problem,
      },
      <>
        <form class="card" method="post" action={`/nhiem-vu/${id}/khoi-phuc`}>
          <h2>Xác nhận</h2>
          <p>
            Nội dung của bản {revision} sẽ thành bản {newest + 1}. Các bản {revision + 1} đến {newest} vẫn giữ nguyên
            trong lịch sử; thời hạn ban đầu của nhiệm vụ không mất.
          </p>
          <input type="hidden" name="revision" value={String(revision)} />
          <input type="hidden" name="rev" value={String(newest)} />
          <div class="pair">
            <Field name="why" label="Lý do khôi phục" value={typed?.why} maxlength={300} />
            <Field
              name="basis"
              label="Văn bản làm căn cứ"
              optional
              value={typed?.basis}
              hint="Ví dụ: Thông báo số 118/TB-UBND ngày 18/11/2026"
              maxlength={500}
            />
          </div>
          <div class="actions">
            <button class="main" type="submit" disabled={events.length === 0}>
              Khôi phục thành bản {newest + 1}
            </button>
            <a class="button" href={`/nhiem-vu/${id}/lich-su`}>
              Không khôi phục
            </a>
          </div>
        </form>
        <Consequences
          id={id}
          events={events}
          names={names}
          between={[newest, revision]}
          none="Bản này giống bản mới nhất, không có gì để khôi phục"
          title={`Những gì sẽ đổi so với bản ${newest}`}
        />
      </>,
    );
  };

  app.get("/nhiem-vu/:id/khoi-phuc", (c) => restoring(c));

  app.post("/nhiem-vu/:id/khoi-phuc", async (c) => {
    const form = await formOf(c);
    const { id } = c.req.param();
    return step(
      c,
      async () => {
        const restored = await office.programmes.restore(c.get("actor"), id, Number(form.text("revision")), {
          seen: form.rev(),
          why: form.text("why"),
          basis: form.text("basis"),
        });
        return `/nhiem-vu/${id}?xong=da-khoi-phuc${await madeRevision(office, c.get("actor"), restored, form.rev())}`;
      },
      (problem) => restoring(c, problem, form.texts()),
    );
  });
}

type Names = Pick<Programme, "title" | "groups" | "tasks">;

/** What a new revision would change, before it is made; `between`: the two revisions whose comparison says all of it. */
const Consequences: FC<{
  id: string;
  events: ProgrammeEvent[];
  names: Names;
  between: [number, number];
  none: string;
  title: string;
}> = ({ id, events, names, between: [from, to], none, title }) => (
  <section class="card">
    <h2>{events.length === 0 ? none : `${title}: ${events.length.toLocaleString("vi-VN")} thay đổi`}</h2>
    <EventList events={events.slice(0, CHANGES_SHOWN)} names={names} programmeId={id} />
    {events.length > CHANGES_SHOWN ? (
      <p>
        <a href={`/nhiem-vu/${id}/so-sanh?tu=${from}&den=${to}`}>Xem đủ {events.length} thay đổi</a>
      </p>
    ) : null}
  </section>
);

const CompareForm: FC<{ id: string; history: RevisionEntry[]; from: number; to: number }> = (props) => {
  const options = props.history.map(({ revision, at, actor }): [string, string] => [
    String(revision),
    `Bản ${revision} – ${dateAndTime(at)}, ${actor.name}`,
  ]);
  return (
    <section class="card no-print">
      <form class="filter" method="get" action={`/nhiem-vu/${props.id}/so-sanh`}>
        <Select name="tu" label="So sánh từ bản" options={options} value={String(props.from)} />
        <Select name="den" label="Đến bản" options={options} value={String(props.to)} />
        <button type="submit">So sánh</button>
      </form>
    </section>
  );
};

/** Groups and tasks of two revisions, for the names behind ids; those of the later one first. */
async function namesOf({ office }: Desk, c: WebContext, id: string, from: number, to: number): Promise<Names> {
  const [before, after] = await Promise.all([
    office.programmes.get(c.get("actor"), id, from),
    office.programmes.get(c.get("actor"), id, to),
  ]);
  return {
    title: after.title,
    groups: [...after.groups, ...before.groups],
    tasks: [...after.tasks, ...before.tasks],
  };
}

function countsOf(events: ProgrammeEvent[]): RevisionEntry["changes"] {
  const counts: NonNullable<RevisionEntry["changes"]> = {};
  for (const { kind } of events) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
