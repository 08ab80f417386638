import type { Hono } from "hono";
import type { Child } from "hono/jsx";
import { may, type Organisation } from "../../../shared/access/index.ts";
import type { DocumentState } from "../../../shared/documents/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { DeliveryCounts, DocumentSummary, RecipientGroup, WorkflowClock } from "../../../shared/office/index.ts";
import { MANY } from "../assets.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { BulkActs } from "../parts/bulk-act.tsx";
import { DocumentTable } from "../parts/document-table.tsx";
import { KeyChoice } from "../parts/key-choice.tsx";
import { Chip, PageLinks } from "../parts/pieces.tsx";
import { RecipientFields } from "../parts/recipient-fields.tsx";
import { SentTable } from "../parts/sending.tsx";
import { jobAddress, OpenJobs } from "../parts/signing-job.tsx";
import { boxName, type ChoiceAct, ChoiceTable, FailedTable, orderName } from "../parts/signing-list.tsx";
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
import { bulkPages } from "./bulk.tsx";
import { recipientPages } from "./recipients.tsx";

/** The clerk's piles, in the order of the line: where they stand on the page, what to do, what an empty one says. */
const PILES = {
  number: { id: "cho-cap-so", title: "Chờ cấp số", empty: "Không có văn bản chờ cấp số." },
  seal: { id: "cho-dong-dau", title: "Chờ đóng dấu, phát hành", empty: "Không có văn bản chờ đóng dấu." },
  send: { id: "cho-gui", title: "Chờ gửi", empty: "Không có văn bản chờ gửi." },
  sent: { id: "da-gui", title: "Đã gửi", empty: "Chưa gửi văn bản nào." },
} as const;
type Pile = keyof typeof PILES;

/** Of what is issued and sent, which only grows, the newest; all of it is on the page of documents. */
const NEWEST = 50;
/** Of what was sent so many show how they stand with their receivers. */
const SENT_SHOWN = 20;
/** Documents of one pile on one page. */
const MOST = 100;
/** Acts on many documents that are listed again. */
const ACTS_SHOWN = 3;

/** Everything that the clerk's page shows. */
interface Standing {
  piles: Record<Pile, DocumentSummary[]>;
  /** How many there are of what only grows. */
  totals: Partial<Record<Pile, number>>;
  clocks: ReadonlyMap<string, WorkflowClock>;
  acts: ReadonlyMap<string, LastAct>;
  offer: KeyOffer | undefined;
  organisations: Organisation[];
  groups: RecipientGroup[];
  counts: ReadonlyMap<string, DeliveryCounts>;
}

/** The clerk's desk: numbers, seals and sending, one document after the other or many with one order. */
export function clerkPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem, typed?: Form) => {
    const actor = c.get("actor");
    const states = ["submitted", "approved", "signed", "numbered"] as const;
    const [lists, issued, sent, jobs, offer, waiting, bulk, organisations, groups] = await Promise.all([
      Promise.all(states.map((state) => office.documents.list(actor, { state }))),
      office.documents.list(actor, { state: "issued", limit: NEWEST }),
      office.documents.list(actor, { state: "sent", limit: SENT_SHOWN }),
      office.keys.jobs(actor),
      may(actor, "document.seal") ? keyOffer(office.keys, actor, "seal", office.clock()) : undefined,
      office.workflow.waiting(actor),
      office.bulk.acts(actor),
      office.access.organisations(),
      office.recipients.groups(actor),
    ]);
    const [counts, totals] = await Promise.all([
      office.documents.deliveryCounts(
        actor,
        sent.map(({ id }) => id),
      ),
      Promise.all((["issued", "sent"] as const).map((state) => office.documents.count(actor, [state]))),
    ]);
    const documents = lists.flat();
    const first = await waitingForNumber(office, actor, documents);
    const seals = jobs.filter(({ role }) => role === "seal");
    const open = seals.filter(({ state }) => state !== "finished");
    const acts = lastActs(seals);
    const toSeal = documents.filter(({ state }) => state === "numbered");
    const failed = failedActs(toSeal, acts);
    const since = (one: DocumentSummary) => one.signedAt ?? one.changedAt;
    const standing: Standing = {
      piles: {
        // Who was signed first is numbered first, unless the clerk says otherwise.
        number: documents
          .filter(({ id, state }) => state === "signed" || first.has(id))
          .sort((a, b) => (since(a) < since(b) ? -1 : 1)),
        seal: toSeal,
        send: issued,
        sent,
      },
      totals: { send: totals[0]!, sent: totals[1]! },
      clocks: new Map(waiting.flatMap(({ document, clock }) => (clock === undefined ? [] : [[document.id, clock]]))),
      acts,
      offer,
      organisations: organisations.filter(({ id }) => id !== actor.organisationId),
      groups,
      counts,
    };
    const shownActs = bulk.filter(({ state }, index) => state === "running" || index < ACTS_SHOWN);
    return show(
      desk,
      c,
      {
        title: "Cấp số, đóng dấu, gửi",
        lead: "Mỗi văn bản đi qua từng bước theo thứ tự. Mở văn bản để làm bước tiếp theo, hoặc chọn nhiều bản làm một lần.",
        active: "/van-thu",
        problem,
        tools: (
          <a class="button" href="/van-thu/nhom-noi-nhan">
            Nhóm nơi nhận
          </a>
        ),
      },
      <>
        <nav class="tabs" aria-label="Các bước">
          {(Object.keys(PILES) as Pile[]).map((pile) => (
            <a href={`#${PILES[pile].id}`}>
              {PILES[pile].title} ({standing.totals[pile] ?? standing.piles[pile].length})
            </a>
          ))}
        </nav>
        <script type="module" src={MANY.address}></script>
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
        {shownActs.length > 0 ? (
          <section class="card no-print">
            <details open={shownActs.some(({ state }) => state === "running")}>
              <summary>Các lần cấp số, gửi nhiều văn bản gần đây</summary>
              <BulkActs acts={shownActs} label="Các lần làm nhiều văn bản" />
            </details>
          </section>
        ) : null}
        <ToNumber c={c} standing={standing} typed={typed} />
        <ToSeal c={c} standing={standing} typed={typed} />
        <ToSend c={c} standing={standing} typed={typed} />
        <Sent standing={standing} />
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
        const documents = await chosenDocuments(office, actor, form.all(boxName("seal")), "seal");
        return jobAddress(await office.keys.sign(actor, documents, "seal", keyId, unlock));
      },
      (problem) => page(c, problem, form),
    );
  });
  bulkPages(app, desk, page);
  recipientPages(app, desk);
}

const Heading = ({ pile, standing }: { pile: Pile; standing: Standing }) => {
  const count = standing.totals[pile] ?? standing.piles[pile].length;
  return (
    <header>
      <h2>{PILES[pile].title}</h2>
      <Chip tone={count === 0 ? "plain" : pile === "sent" ? "good" : "warn"}>{count} văn bản</Chip>
    </header>
  );
};

const EmptyPile = ({ pile, standing }: { pile: Pile; standing: Standing }) => (
  <section class="card" id={PILES[pile].id}>
    <Heading pile={pile} standing={standing} />
    <p class="soft">{PILES[pile].empty}</p>
  </section>
);

/** A pile for who may look and not act. */
const SeenPile = ({ pile, standing }: { pile: Pile; standing: Standing }) => (
  <section class="card" id={PILES[pile].id}>
    <Heading pile={pile} standing={standing} />
    <DocumentTable documents={standing.piles[pile]} label={PILES[pile].title} clocks={standing.clocks} />
  </section>
);

/** What only grows is shown as far as it is new. */
const Older = ({ pile, state, standing }: { pile: Pile; state: DocumentState; standing: Standing }) => {
  const [shown, all] = [standing.piles[pile].length, standing.totals[pile] ?? 0];
  return all > shown ? (
    <p class="small">
      Trên đây là {shown} văn bản mới nhất. <a href={`/van-ban?tt=${state}`}>Xem tất cả</a>
    </p>
  ) : null;
};

interface PileProps {
  c: WebContext;
  standing: Standing;
  typed: Form | undefined;
}

/** A pile whose documents are chosen and done with one order, and beside it what that needs. */
function Chosen(props: {
  pile: Exclude<Pile, "sent">;
  act: ChoiceAct;
  action: string;
  standing: Standing;
  list: Child;
  /** Shown when one of the documents may be chosen. */
  beside: Child;
}): Child {
  const { pile, action, standing, list, beside } = props;
  return (
    <form class="signing" method="post" action={action}>
      <section class="card" id={PILES[pile].id}>
        <Heading pile={pile} standing={standing} />
        {list}
      </section>
      {beside}
    </form>
  );
}

function ToNumber({ c, standing, typed }: PileProps): Child {
  const all = standing.piles.number;
  if (all.length === 0) return <EmptyPile pile="number" standing={standing} />;
  if (!may(c.get("actor"), "document.number")) return <SeenPile pile="number" standing={standing} />;
  const shown = all.slice(0, MOST);
  const { chosen } = choicePage(c, shown, () => true, typed, "number");
  const order = new Map(
    typed === undefined
      ? []
      : shown.flatMap(({ id }) => (typed.text(orderName(id)) === "" ? [] : [[id, typed.text(orderName(id))] as const])),
  );
  return (
    <Chosen
      pile="number"
      act="number"
      action="/van-thu/cap-so"
      standing={standing}
      list={
        <>
          <ChoiceTable
            documents={shown}
            chosen={chosen}
            whyNot={() => undefined}
            allHref="/van-thu?chon=tat-ca#cap-so"
            act="number"
            clocks={standing.clocks}
            order={order}
          />
          {all.length > shown.length ? (
            <p class="small">Còn {all.length - shown.length} văn bản nữa; cấp số các văn bản trên đây trước.</p>
          ) : null}
        </>
      }
      beside={
        <section class="card" id="cap-so" aria-labelledby="cap-so-ten">
          <h2 id="cap-so-ten">Cấp số các văn bản đã chọn</h2>
          <p class="small soft">
            Số được lấy lần lượt theo cột Thứ tự, kèm ngày hôm nay; số đã cấp không đổi được nữa. Văn bản nào không cấp
            được thì không ảnh hưởng văn bản khác.
          </p>
          <div class="actions">
            <button class="main" type="submit" data-busy="Đang cấp số…">
              Cấp số các văn bản đã chọn
            </button>
          </div>
        </section>
      }
    />
  );
}

function ToSeal({ c, standing, typed }: PileProps): Child {
  const { acts, offer } = standing;
  const documents = standing.piles.seal;
  if (documents.length === 0) return <EmptyPile pile="seal" standing={standing} />;
  if (offer === undefined) return <SeenPile pile="seal" standing={standing} />;
  const whyNot = ({ id }: DocumentSummary) => (isUnderWay(acts.get(id)) ? "đang xử lý" : undefined);
  const mayChoose = (document: DocumentSummary) => whyNot(document) === undefined;
  const { page, pages, shown, chosen } = choicePage(c, documents, mayChoose, typed, "seal");
  const address = (number: number) => `/van-thu?trang=${number}`;
  return (
    <Chosen
      pile="seal"
      act="seal"
      action={`/van-thu/dong-dau?trang=${page}`}
      standing={standing}
      list={
        <>
          <ChoiceTable
            documents={shown}
            chosen={chosen}
            whyNot={whyNot}
            allHref={`${address(page)}&chon=tat-ca#dong-dau`}
            act="seal"
            clocks={standing.clocks}
          />
          {pages > 1 ? <PageLinks page={page} pages={pages} address={address} /> : null}
          <p class="small soft">Mở văn bản để xem trước con dấu trên trang, hoặc chọn chỗ khác cho con dấu.</p>
        </>
      }
      beside={
        shown.some(mayChoose) ? (
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
        ) : null
      }
    />
  );
}

function ToSend({ c, standing, typed }: PileProps): Child {
  const documents = standing.piles.send;
  if (documents.length === 0) return <EmptyPile pile="send" standing={standing} />;
  if (!may(c.get("actor"), "document.send")) return <SeenPile pile="send" standing={standing} />;
  const nobody = standing.organisations.length === 0;
  if (nobody)
    return (
      <section class="card" id={PILES.send.id}>
        <Heading pile="send" standing={standing} />
        <DocumentTable documents={documents} label={PILES.send.title} />
        <p class="small soft">
          Chưa có cơ quan nhận nào trên hệ thống: tải bản PDF ở trang văn bản để chuyển bằng cách khác, hoặc nhờ quản
          trị thêm cơ quan.
        </p>
      </section>
    );
  const { shown, chosen } = choicePage(c, documents, () => true, typed, "send");
  return (
    <Chosen
      pile="send"
      act="send"
      action="/van-thu/gui"
      standing={standing}
      list={
        <>
          <ChoiceTable
            documents={shown}
            chosen={chosen}
            whyNot={() => undefined}
            allHref="/van-thu?chon=tat-ca#gui"
            act="send"
          />
          <Older pile="send" state="issued" standing={standing} />
        </>
      }
      beside={
        <section class="card" id="gui" aria-labelledby="gui-ten">
          <h2 id="gui-ten">Gửi các văn bản đã chọn</h2>
          <RecipientFields
            organisations={standing.organisations}
            groups={standing.groups}
            to={new Set(typed?.all("to"))}
            inGroups={new Set(typed?.all("nhom"))}
            scope="gui-"
          />
          <p class="small soft">
            Mỗi văn bản gửi tới mọi nơi đã chọn. Gửi rồi thì theo dõi từng nơi nhận ở mục Đã gửi.
          </p>
          <div class="actions">
            <button class="main" type="submit" data-busy="Đang gửi…">
              Gửi các văn bản đã chọn
            </button>
          </div>
        </section>
      }
    />
  );
}

const Sent = ({ standing }: { standing: Standing }) => {
  const documents = standing.piles.sent;
  if (documents.length === 0) return <EmptyPile pile="sent" standing={standing} />;
  const open = [...standing.counts.values()].some(({ waiting, sent }) => waiting + sent > 0);
  return (
    <section class="card" id={PILES.sent.id}>
      <Heading pile="sent" standing={standing} />
      <div
        class="sent-states"
        hx-get={open ? "/van-thu" : undefined}
        hx-trigger={open ? "every 10s" : undefined}
        hx-select=".sent-states"
        hx-swap="outerHTML"
      >
        <SentTable documents={documents} counts={standing.counts} label={PILES.sent.title} />
      </div>
      <Older pile="sent" state="sent" standing={standing} />
    </section>
  );
};
