import type { Hono } from "hono";
import type { Child } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import type { DocumentState } from "../../../shared/documents/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { DocumentSummary } from "../../../shared/office/index.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { DocumentTable } from "../parts/document-table.tsx";
import { KeyChoice } from "../parts/key-choice.tsx";
import { Chip, PageLinks } from "../parts/pieces.tsx";
import { jobAddress, OpenJobs } from "../parts/signing-job.tsx";
import { ChoiceTable, FailedTable } from "../parts/signing-list.tsx";
import { choicePage, chosenDocuments, failedActs } from "../signing-choice.ts";
import {
  chosenKey,
  isUnderWay,
  type KeyOffer,
  keyOffer,
  type LastAct,
  lastActs,
  waitingForNumber,
} from "../signing-desk.ts";

/** The clerk's piles: what to do, with which documents. */
const PILES: { state: DocumentState; title: string; empty: string }[] = [
  { state: "signed", title: "Chờ cấp số", empty: "Không có văn bản chờ cấp số." },
  { state: "numbered", title: "Chờ đóng dấu, phát hành", empty: "Không có văn bản chờ đóng dấu." },
  { state: "issued", title: "Chờ gửi", empty: "Không có văn bản chờ gửi." },
  { state: "sent", title: "Đã gửi", empty: "Chưa gửi văn bản nào." },
];
/** Of what is issued and sent, which only grows, the newest; all of it is on the page of documents. */
const NEWEST = 50;

/** The clerk's desk: numbers, seals (one or many with one confirmation), what is to be sent. */
export function clerkPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem, typed?: Form) => {
    const actor = c.get("actor");
    const maySeal = may(actor, "document.seal");
    const states = ["submitted", "approved", "signed", "numbered"] as const;
    const grows = ["issued", "sent"] as const;
    const [lists, counts, jobs, offer, waiting] = await Promise.all([
      Promise.all([
        ...states.map((state) => office.documents.list(actor, { state })),
        ...grows.map((state) => office.documents.list(actor, { state, limit: NEWEST })),
      ]),
      Promise.all(grows.map((state) => office.documents.count(actor, [state]))),
      office.keys.jobs(actor),
      maySeal ? keyOffer(office.keys, actor, "seal", office.clock()) : undefined,
      office.workflow.waiting(actor),
    ]);
    const documents = lists.flat();
    const clocks = new Map(
      waiting.flatMap(({ document, clock }) => (clock === undefined ? [] : [[document.id, clock]])),
    );
    const seals = jobs.filter(({ role }) => role === "seal");
    const open = seals.filter(({ state }) => state !== "finished");
    const acts = lastActs(seals);
    const toSeal = documents.filter(({ state }) => state === "numbered");
    const failed = failedActs(toSeal, acts);
    const first = await waitingForNumber(office, actor, documents);
    return show(
      desk,
      c,
      {
        title: "Cấp số, đóng dấu, gửi",
        lead: "Mỗi văn bản đi qua từng bước theo thứ tự. Mở văn bản để làm bước tiếp theo, hoặc chọn nhiều bản đóng dấu một lần.",
        active: "/van-thu",
        problem,
      },
      <>
        {open.length > 0 ? (
          <section class="card">
            <h2>Lần đóng dấu đang chờ xác nhận</h2>
            <OpenJobs jobs={open} now={office.clock()} label="Lần đóng dấu đang chờ" />
          </section>
        ) : null}
        {failed.length > 0 ? (
          <section class="card">
            <header>
              <h2>Không đóng dấu được</h2>
              <Chip tone="bad">{failed.length} văn bản</Chip>
            </header>
            <FailedTable failed={failed} act="seal" />
          </section>
        ) : null}
        {PILES.map((pile) => {
          const inside = documents.filter(
            (one) => one.state === pile.state || (pile.state === "signed" && first.has(one.id)),
          );
          const all = counts[grows.findIndex((state) => state === pile.state)] ?? inside.length;
          const tone = inside.length === 0 ? "plain" : pile.state === "sent" ? "good" : "warn";
          return pile.state === "numbered" && inside.length > 0 && offer !== undefined ? (
            <ToSeal c={c} documents={inside} acts={acts} offer={offer} title={pile.title} typed={typed} />
          ) : (
            <section class="card">
              <Heading title={pile.title} tone={tone} count={all} />
              {inside.length === 0 ? (
                <p class="soft">{pile.empty}</p>
              ) : (
                <DocumentTable documents={inside} label={pile.title} clocks={clocks} />
              )}
              {all > inside.length ? (
                <p class="small">
                  Trên đây là {inside.length} văn bản mới nhất. <a href={`/van-ban?tt=${pile.state}`}>Xem tất cả</a>
                </p>
              ) : null}
            </section>
          );
        })}
      </>,
    );
  };

  app.get("/van-thu", (c) => page(c));

  app.post("/van-thu/dong-dau", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const { keyId, unlock } = chosenKey(form);
        const documents = await chosenDocuments(office, actor, form.all("vb"), "seal");
        return jobAddress(await office.keys.sign(actor, documents, "seal", keyId, unlock));
      },
      (problem) => page(c, problem, form),
    );
  });
}

const Heading = ({ title, tone, count }: { title: string; tone: "plain" | "good" | "warn"; count: number }) => (
  <header>
    <h2>{title}</h2>
    <Chip tone={tone}>{count} văn bản</Chip>
  </header>
);

/** What waits for the seal with its boxes, and beside it what the seal needs. */
function ToSeal(props: {
  c: WebContext;
  documents: DocumentSummary[];
  acts: ReadonlyMap<string, LastAct>;
  offer: KeyOffer;
  title: string;
  typed: Form | undefined;
}): Child {
  const { c, documents, acts, offer, title, typed } = props;
  const whyNot = ({ id }: DocumentSummary) => (isUnderWay(acts.get(id)) ? "đang xử lý" : undefined);
  const mayChoose = (document: DocumentSummary) => whyNot(document) === undefined;
  const { page, pages, shown, chosen } = choicePage(c, documents, mayChoose, typed);
  const address = (number: number) => `/van-thu?trang=${number}`;
  return (
    <form class="signing" method="post" action={`/van-thu/dong-dau?trang=${page}`}>
      <section class="card">
        <Heading title={title} tone="warn" count={documents.length} />
        <ChoiceTable
          documents={shown}
          chosen={chosen}
          whyNot={whyNot}
          allHref={`${address(page)}&chon=tat-ca#dong-dau`}
          act="seal"
        />
        {pages > 1 ? <PageLinks page={page} pages={pages} address={address} /> : null}
      </section>
      {shown.some(mayChoose) ? (
        <section class="card" id="dong-dau" aria-labelledby="dong-dau-ten">
          <h2 id="dong-dau-ten">Đóng dấu các văn bản đã chọn</h2>
          <KeyChoice offer={offer} chosen={typed?.text("key")} />
          {offer.usable.length > 0 ? (
            <>
              <p class="small soft">
                Một lần xác nhận cho mọi văn bản đã chọn. Đóng dấu xong là văn bản được phát hành, vào sổ và không sửa
                được nữa. Văn bản nào không đóng được thì không ảnh hưởng văn bản khác.
              </p>
              <div class="actions">
                <button class="main" type="submit" data-busy="Đang đóng dấu…">
                  Đóng dấu các văn bản đã chọn
                </button>
              </div>
            </>
          ) : null}
        </section>
      ) : null}
    </form>
  );
}
