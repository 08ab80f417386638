import type { Hono } from "hono";
import { type Actor, may, SYSTEM_ACTOR } from "../../../shared/access/index.ts";
import type { DocumentState } from "../../../shared/documents/index.ts";
import type { DocumentSummary, IncomingSummary } from "../../../shared/office/index.ts";
import { type Desk, show, type WebEnv } from "../desk.tsx";
import { AttentionBox } from "../parts/attention-box.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { StateChip, symbolWords, titleWords } from "../parts/document-parts.tsx";
import { IncomingDueBox } from "../parts/due-box.tsx";
import { NoticeList } from "../parts/notice-list.tsx";
import { Empty } from "../parts/pieces.tsx";
import { ProgressBox } from "../parts/progress-table.tsx";
import { WaitingBox } from "../parts/waiting-box.tsx";
import { waitingFor } from "../waiting.ts";
import { clerkPages } from "./clerk.tsx";
import { progressPages } from "./progress.tsx";

/** The overview shows so many notices; the others are on their own page. */
const NOTICES_SHOWN = 6;
/** And so many of the tasks that need somebody. */
const URGENT_SHOWN = 8;
/** Of so many of the newest documents the last changed are shown. */
const NEWEST = 100;
/** Rows of the tables of progress; the rest is on a page of its own. */
const PROGRESS_ROWS = 8;

const TILES: [name: string, href: string, states: DocumentState[]][] = [
  ["Dự thảo", "/van-ban?tt=draft", ["draft", "returned"]],
  ["Chờ duyệt, ký", "/van-ban?tt=submitted", ["submitted", "approved"]],
  ["Đã ký, chờ phát hành", "/van-ban?tt=signed", ["signed", "numbered"]],
  ["Đã phát hành", "/van-ban?tt=issued", ["issued"]],
  ["Đã gửi", "/van-ban?tt=sent", ["sent"]],
];

/** Drafted by this person, or by the schedule of reports for whoever drafts here. */
function isOwn(document: DocumentSummary, actor: Actor): boolean {
  if (document.draftedBy === SYSTEM_ACTOR.personId) return actor.roles.includes("drafter");
  return document.draftedBy === actor.personId;
}

/** Where everybody starts the day: the overview, and the clerk's desk. */
export function deskPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  clerkPages(app, desk);
  progressPages(app, desk);

  app.get("/tong-quan", async (c) => {
    const actor = c.get("actor");
    if (!may(actor, "document.read")) return c.redirect(`/quan-tri${new URL(c.req.url).search}`, 303);
    const tasks = may(actor, "programme.read");
    // A programme that has gone since somebody kept the address: all of them.
    const asked = c.req.query("ct") ?? "";
    const [documents, drafted, givenBack, waiting, notices, attention, mine, due, all, counts] = await Promise.all([
      office.documents.list(actor, { limit: NEWEST }),
      office.documents.list(actor, { state: "draft" }),
      office.documents.list(actor, { state: "returned" }),
      waitingFor(office, actor),
      office.notices.list(actor),
      tasks ? office.attention.overview(actor, URGENT_SHOWN) : undefined,
      office.workflow.waiting(actor),
      dueIncoming(office, actor),
      tasks ? office.progress.figures(actor) : undefined,
      Promise.all(TILES.map(([, , states]) => office.documents.count(actor, states))),
    ]);
    const returned = givenBack.filter((one) => isOwn(one, actor));
    const drafts = drafted.filter((one) => isOwn(one, actor));
    const todo: [number, string, string][] = [
      [mine.filter(({ action }) => action === "sign").length, "văn bản chờ tôi ký", "/trinh-ky"],
      [mine.filter(({ action }) => action === "approve").length, "văn bản chờ tôi duyệt", "#van-ban-cho-toi"],
      [waiting["/van-thu"] ?? 0, "văn bản chờ cấp số, đóng dấu, gửi", "/van-thu"],
      [waiting["/van-ban-den"] ?? 0, "văn bản đến chờ tiếp nhận", "/van-ban-den"],
      [returned.length, "dự thảo của tôi bị trả lại", "/van-ban?tt=returned"],
      [drafts.length, "dự thảo của tôi chưa trình", "/van-ban?tt=draft"],
    ];
    const waits = todo.filter(([count]) => count > 0);
    const chosen = all?.programmes.some(({ id }) => id === asked) ? asked : "";
    const progress = chosen === "" ? all : await office.progress.figures(actor, chosen);
    return show(
      desk,
      c,
      { title: "Tổng quan", lead: `Chào ${actor.name}.`, active: "/tong-quan", waiting },
      <>
        <div class="columns">
          <section class="card">
            <h2>Việc chờ tôi</h2>
            {waits.length === 0 ? (
              <Empty
                title="Không có việc nào đang chờ"
                action={
                  documents.length === 0 && may(actor, "programme.edit")
                    ? ["/nhiem-vu", "Bắt đầu từ nhiệm vụ"]
                    : undefined
                }
              >
                {documents.length === 0
                  ? "Nhập nhiệm vụ, soạn kế hoạch, trình ký: mỗi bước hệ thống chỉ ra việc tiếp theo."
                  : "Khi có văn bản đến lượt, việc sẽ hiện ở đây."}
              </Empty>
            ) : (
              <ul class="list todo">
                {waits.map(([number, words, href]) => (
                  <li>
                    <a href={href}>
                      <b>{number}</b> {words}
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </section>
          {notices.length > 0 ? (
            <section class="card">
              <header>
                <h2>Việc cần làm</h2>
                <a href="/thong-bao">Tất cả thông báo</a>
              </header>
              <NoticeList notices={notices.slice(0, NOTICES_SHOWN)} from="tong-quan" />
              {notices.length > NOTICES_SHOWN ? (
                <p class="small soft">Còn {notices.length - NOTICES_SHOWN} thông báo khác.</p>
              ) : null}
            </section>
          ) : null}
        </div>
        <WaitingBox waiting={mine.filter(({ action }) => action !== "submit")} />
        <IncomingDueBox due={due} />
        {attention ? <AttentionBox overview={attention} /> : null}
        {progress ? <ProgressBox figures={progress} programmeId={chosen} most={PROGRESS_ROWS} /> : null}
        <section class="card">
          <header>
            <h2>Văn bản mới cập nhật</h2>
            <a href="/van-ban">Tất cả văn bản</a>
          </header>
          <nav class="tiles" aria-label="Văn bản theo trạng thái">
            {TILES.map(([name, href], index) => (
              <a class="tile" href={href}>
                <b>{counts[index]}</b> {name}
              </a>
            ))}
          </nav>
          {documents.length === 0 ? (
            <p class="soft">
              Chưa có văn bản nào.{" "}
              {may(actor, "document.draft") ? <a href="/soan-van-ban">Soạn văn bản đầu tiên</a> : null}
            </p>
          ) : (
            <Recent documents={documents} />
          )}
        </section>
      </>,
    );
  });
}

/** Incoming documents whose clock runs out: all of them for who hands them out, else those that the person is to deal with. */
async function dueIncoming(office: Desk["office"], actor: Actor): Promise<IncomingSummary[]> {
  if (!may(actor, "incoming.process")) return [];
  const all = await office.incoming.list(actor, { progress: "working" });
  return all.filter(
    ({ due, mine }) => (due?.state === "overdue" || due?.state === "soon") && (mine || may(actor, "incoming.assign")),
  );
}

const Recent = ({ documents }: { documents: DocumentSummary[] }) => (
  <ul class="list">
    {documents
      .toSorted((a, b) => (a.changedAt < b.changedAt ? 1 : -1))
      .slice(0, 8)
      .map((one) => (
        <li>
          <div>
            <a href={`/van-ban/${one.id}`}>{titleWords(one)}</a>
            <div class="small soft">
              {symbolWords(one)} · {one.changedBy}, {dateAndTime(one.changedAt)}
            </div>
          </div>
          <StateChip state={one.state} />
        </li>
      ))}
  </ul>
);
