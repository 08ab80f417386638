import type { Hono } from "hono";
import type { Child } from "hono/jsx";
import type { Actor } from "../../../shared/access/index.ts";
import type { DocumentState } from "../../../shared/documents/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { plainName } from "../../../shared/key-holders/index.ts";
import type { DocumentSummary, Office, SigningJob } from "../../../shared/office/index.ts";
import { MANY } from "../assets.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { DocumentTable } from "../parts/document-table.tsx";
import { KeyChoice } from "../parts/key-choice.tsx";
import { validityOf } from "../parts/key-words.ts";
import { NextWaiting, rowOf } from "../parts/next-waiting.tsx";
import { Empty, Notice, PageLinks } from "../parts/pieces.tsx";
import { JobView, jobAddress, OpenJobs } from "../parts/signing-job.tsx";
import { ChoiceTable, FailedTable } from "../parts/signing-list.tsx";
import { choicePage, chosenDocuments, failedActs } from "../signing-choice.ts";
import {
  chosenKey,
  isUnderWay,
  type KeyOffer,
  keyOffer,
  type LastAct,
  lastActs,
  standingOf,
  waitingForNumber,
} from "../signing-desk.ts";

/** A page without script asks again after so many seconds while something is awaited. */
const REFRESH_SECONDS = 10;

const SIGNED: DocumentState[] = ["signed", "numbered", "issued", "sent", "recalled", "replaced"];
/** Signed documents shown; all of them stand in the list of documents. */
const SIGNED_SHOWN = 100;
const TABS = [
  { key: "can-ky", name: "Cần ký" },
  { key: "dang-xu-ly", name: "Đang xử lý" },
  { key: "da-ky", name: "Đã ký" },
  { key: "that-bai", name: "Thất bại" },
  { key: "tra-lai", name: "Đã trả lại" },
] as const;
type TabKey = (typeof TABS)[number]["key"];

/** What the leader's page is made of: every document under one tab, acts of signing under "Đang xử lý". */
interface Standing {
  toSign: DocumentSummary[];
  /** Of these: ids of those that the clerk has to number first. */
  toNumber: ReadonlySet<string>;
  /** And of those that have to be approved first. */
  toApprove: ReadonlySet<string>;
  /** When the reader opened what was submitted, by id. */
  opened: ReadonlyMap<string, string>;
  open: SigningJob[];
  /** The newest of them, and how many there are. */
  signed: DocumentSummary[];
  signedTotal: number;
  failed: { document: DocumentSummary; act: LastAct }[];
  returned: DocumentSummary[];
}

async function standing(office: Office, actor: Actor): Promise<Standing> {
  const [waiting, approved, returned, signed, jobs] = await Promise.all([
    office.documents.list(actor, { state: "submitted" }),
    office.documents.list(actor, { state: "approved" }),
    office.documents.list(actor, { state: "returned" }),
    office.documents.page(actor, { states: SIGNED, page: 1, size: SIGNED_SHOWN }),
    office.keys.jobs(actor),
  ]);
  const acts = lastActs(jobs.filter(({ role }) => role === "leader"));
  const submitted = [...waiting, ...approved].sort((a, b) => (a.id < b.id ? 1 : -1));
  const { approval } = await office.workflow.settings(actor);
  const unapproved = submitted.filter(
    ({ state, headApproves }) => state === "submitted" && (approval === "required" || headApproves === true),
  );
  return {
    toNumber: await waitingForNumber(office, actor, submitted),
    toApprove: new Set(unapproved.map(({ id }) => id)),
    opened: await office.workflow.opened(
      actor,
      submitted.map(({ id }) => id),
    ),
    toSign: submitted.filter(({ id }) => !isUnderWay(acts.get(id))),
    open: jobs.filter(({ role, state }) => role === "leader" && state !== "finished"),
    signed: signed.documents,
    signedTotal: signed.total,
    failed: failedActs(submitted, acts),
    returned,
  };
}

/** The leader's desk: what is to be signed, one or many with one confirmation; acts of signing, to be left and found again. */
export function signingPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem, typed?: Form) => {
    const actor = c.get("actor");
    const [found, offer] = await Promise.all([
      standing(office, actor),
      keyOffer(office.keys, actor, "leader", office.clock()),
    ]);
    const asked = c.req.query("muc");
    const tab: TabKey = TABS.find(({ key }) => key === asked)?.key ?? "can-ky";
    const counts: Record<TabKey, number> = {
      "can-ky": found.toSign.length,
      "dang-xu-ly": found.open.length,
      "da-ky": found.signedTotal,
      "that-bai": found.failed.length,
      "tra-lai": found.returned.length,
    };
    const panes: Record<TabKey, () => Child> = {
      "can-ky": () => toSign(c, found, offer, typed),
      "dang-xu-ly": () =>
        card(
          found.open.length > 0 && <OpenJobs jobs={found.open} now={office.clock()} label="Lần ký đang xử lý" />,
          "Không có lần ký nào đang xử lý",
          "Ký từ xa mà chưa xác nhận trên điện thoại thì lần ký chờ ở đây; rời trang rồi vẫn tìm lại được.",
        ),
      "da-ky": () =>
        card(
          found.signed.length > 0 && (
            <>
              <DocumentTable documents={found.signed} label="Đã ký" />
              {found.signedTotal > found.signed.length ? (
                <p class="small">
                  {SIGNED_SHOWN} văn bản mới nhất; các văn bản khác xem ở <a href="/van-ban">Văn bản</a>.
                </p>
              ) : null}
            </>
          ),
          "Chưa ký văn bản nào",
          "Văn bản đã ký sẽ hiện ở đây.",
        ),
      "that-bai": () =>
        card(
          found.failed.length > 0 && <FailedTable failed={found.failed} act="leader" />,
          "Không có lần ký nào thất bại",
          "Văn bản không ký được sẽ hiện ở đây kèm lý do; bản thân văn bản không bị thay đổi.",
        ),
      "tra-lai": () =>
        card(
          found.returned.length > 0 && <DocumentTable documents={found.returned} label="Đã trả lại" />,
          "Không có văn bản nào đang bị trả lại",
          "Văn bản bạn trả lại nằm ở đây cho đến khi người soạn trình lại.",
        ),
    };
    return show(
      desk,
      c,
      {
        title: "Trình ký",
        lead: "Đọc văn bản rồi ký từng bản, hoặc chọn nhiều bản ký một lần. Mở văn bản để trả lại kèm lý do.",
        active: "/trinh-ky",
        problem,
      },
      <>
        <EndingSoon offer={offer} />
        <script type="module" src={MANY.address}></script>
        <nav class="tabs" aria-label="Nhóm văn bản">
          {TABS.map(({ key, name }) => (
            <a href={`/trinh-ky?muc=${key}`} aria-current={key === tab ? "page" : undefined}>
              {name} ({counts[key]})
            </a>
          ))}
        </nav>
        {panes[tab]()}
      </>,
    );
  };

  app.get("/trinh-ky", (c) => page(c));

  app.post("/trinh-ky/ky", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const { keyId, unlock } = chosenKey(form);
        const documents = await chosenDocuments(office, actor, form.all("vb"), "leader");
        return jobAddress(await office.keys.sign(actor, documents, "leader", keyId, unlock));
      },
      (problem) => page(c, problem, form),
    );
  });

  const jobPage = async (c: WebContext, problem?: Problem) => {
    const job = await office.keys.job(c.get("actor"), c.req.param("id") ?? "");
    const seal = job.role === "seal";
    const row =
      job.state === "finished"
        ? rowOf(await office.workflow.waiting(c.get("actor")), "", seal ? "seal" : "sign")
        : undefined;
    return show(
      desk,
      c,
      {
        title: seal ? "Lần đóng dấu" : "Lần ký",
        lead: `${job.documents.length} văn bản, bắt đầu lúc ${dateAndTime(job.startedAt)}, bằng ${job.key.label}`,
        back: seal ? ["/van-thu", "Cấp số, đóng dấu, gửi"] : ["/trinh-ky", "Trình ký"],
        active: seal ? "/van-thu" : "/trinh-ky",
        refresh: job.state === "finished" ? undefined : REFRESH_SECONDS,
        problem,
      },
      <>
        <p class="visually-hidden" role="status" id="lan-ky-bao"></p>
        <JobView job={job} now={office.clock()} />
        {row === undefined ? null : (
          <NextWaiting
            row={row}
            id=""
            list={seal ? ["/van-thu", "Cấp số, đóng dấu, gửi"] : ["/trinh-ky?muc=da-ky", "Xem văn bản đã ký"]}
          />
        )}
      </>,
    );
  };

  app.get("/trinh-ky/lan-ky/:id", async (c) => {
    const known = c.req.query("da-co");
    if (known === undefined) return jobPage(c);
    const job = await office.keys.job(c.get("actor"), c.req.param("id"));
    // Nothing new: what is on the page stays, with its focus and its countdown.
    return standingOf(job) === known ? c.body(null, 204) : jobPage(c);
  });

  app.post("/trinh-ky/lan-ky/:id/huy", async (c) =>
    step(
      c,
      async () => jobAddress(await office.keys.cancelJob(c.get("actor"), c.req.param("id"))),
      (problem) => jobPage(c, problem),
    ),
  );
}

const card = (content: Child, title: string, words: string) => (
  <section class="card">{content || <Empty title={title}>{words}</Empty>}</section>
);

/** The list with its boxes, and beside it what the signature needs. */
function toSign(c: WebContext, found: Standing, offer: KeyOffer, typed?: Form): Child {
  const actor = c.get("actor");
  const whyNot = (document: DocumentSummary) => {
    if (plainName(document.signatory) !== plainName(actor.name)) return "người khác ký";
    if (found.toApprove.has(document.id)) return "chờ duyệt";
    return found.toNumber.has(document.id) ? "chờ văn thư cấp số" : undefined;
  };
  const mayChoose = (document: DocumentSummary) => whyNot(document) === undefined;
  if (found.toSign.length === 0)
    return card(false, "Không có văn bản nào chờ ký", "Văn bản do chuyên viên trình sẽ hiện ở đây.");
  const { page, pages, shown, chosen } = choicePage(c, found.toSign, mayChoose, typed);
  const address = (number: number) => `/trinh-ky?muc=can-ky&trang=${number}`;
  const some = shown.some(mayChoose);
  return (
    <form class="signing" method="post" action={`/trinh-ky/ky?muc=can-ky&trang=${page}`}>
      <section class="card">
        <ChoiceTable
          documents={shown}
          chosen={chosen}
          whyNot={whyNot}
          allHref={`${address(page)}&chon=tat-ca`}
          opened={found.opened}
        />
        {pages > 1 ? <PageLinks page={page} pages={pages} address={address} /> : null}
      </section>
      {some ? (
        <section class="card" id="ky" aria-labelledby="ky-ten">
          <h2 id="ky-ten">Ký các văn bản đã chọn</h2>
          <KeyChoice offer={offer} chosen={typed?.text("key")} />
          {offer.usable.length > 0 ? (
            <>
              <p class="small soft">
                Một lần xác nhận cho mọi văn bản đã chọn. Văn bản nào không ký được thì không ảnh hưởng văn bản khác.
              </p>
              <p class="small" role="status">
                <b data-unread="vb"></b>
              </p>
              <div class="actions">
                <button class="main" type="submit" data-busy="Đang ký…">
                  Ký các văn bản đã chọn
                </button>
              </div>
            </>
          ) : null}
        </section>
      ) : null}
    </form>
  );
}

/** Said before it is too late: the key that would be offered first ends soon. */
const EndingSoon = ({ offer }: { offer: KeyOffer }) => {
  const ending = offer.usable.filter((key) => validityOf(key.certificate, offer.now).state === "soon");
  return ending.length === 0 ? null : (
    <Notice tone="warn" title="Chứng thư số sắp hết hạn">
      {ending.map((key) => (
        <p>
          {key.label}: {validityOf(key.certificate, offer.now).words.toLowerCase()}. Xin gia hạn hoặc cấp mới trước ngày
          đó.
        </p>
      ))}
    </Notice>
  );
};
