import type { Hono } from "hono";
import { type Actor, may, SYSTEM_ACTOR } from "../../../shared/access/index.ts";
import type { DocumentState } from "../../../shared/documents/index.ts";
import type { DocumentSummary } from "../../../shared/office/index.ts";
import { type Desk, show, type WebEnv } from "../desk.tsx";
import { AttentionBox } from "../parts/attention-box.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { StateChip, symbolWords, titleWords } from "../parts/document-parts.tsx";
import { DocumentTable } from "../parts/document-table.tsx";
import { NoticeList } from "../parts/notice-list.tsx";
import { Chip, Empty } from "../parts/pieces.tsx";
import { waitingFor } from "../waiting.ts";

/** States by the tab of the leader's page they stand under. */
const LEADER_TABS: { key: string; name: string; states: DocumentState[]; empty: string }[] = [
  { key: "can-ky", name: "Cần ký", states: ["submitted"], empty: "Không có văn bản nào chờ ký" },
  {
    key: "da-ky",
    name: "Đã ký",
    states: ["signed", "numbered", "issued", "sent", "recalled"],
    empty: "Chưa ký văn bản nào",
  },
  { key: "tra-lai", name: "Đã trả lại", states: ["returned"], empty: "Không có văn bản nào đang bị trả lại" },
];

/** The clerk's piles: what to do, with which documents. */
const CLERK_PILES: { state: DocumentState; title: string; empty: string }[] = [
  { state: "signed", title: "Chờ cấp số", empty: "Không có văn bản chờ cấp số." },
  { state: "numbered", title: "Chờ đóng dấu, phát hành", empty: "Không có văn bản chờ đóng dấu." },
  { state: "issued", title: "Chờ gửi", empty: "Không có văn bản chờ gửi." },
  { state: "sent", title: "Đã gửi", empty: "Chưa gửi văn bản nào." },
];

/** The overview shows so many notices; the others are on their own page. */
const NOTICES_SHOWN = 6;
/** And so many of the tasks that need somebody. */
const URGENT_SHOWN = 8;

/** Drafted by this person, or by the schedule of reports for whoever drafts here. */
function isOwn(document: DocumentSummary, actor: Actor): boolean {
  if (document.draftedBy === SYSTEM_ACTOR.personId) return actor.roles.includes("drafter");
  return document.draftedBy === actor.personId;
}

/** Where each of the three users starts the day: overview, the leader's desk, the clerk's desk. */
export function deskPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  app.get("/tong-quan", async (c) => {
    const actor = c.get("actor");
    if (!may(actor, "document.read")) return c.redirect(`/quan-tri${new URL(c.req.url).search}`, 303);
    const [documents, waiting, notices, attention] = await Promise.all([
      office.documents.list(actor),
      waitingFor(office, actor),
      office.notices.list(actor),
      office.attention.overview(actor, URGENT_SHOWN),
    ]);
    const returned = documents.filter((one) => one.state === "returned" && isOwn(one, actor));
    const drafts = documents.filter((one) => one.state === "draft" && isOwn(one, actor));
    const todo: [number, string, string][] = [
      [waiting["/trinh-ky"] ?? 0, "văn bản chờ tôi ký", "/trinh-ky"],
      [waiting["/van-thu"] ?? 0, "văn bản chờ cấp số, đóng dấu, gửi", "/van-thu"],
      [waiting["/van-ban-den"] ?? 0, "văn bản đến chờ tiếp nhận", "/van-ban-den"],
      [returned.length, "dự thảo của tôi bị trả lại", "/van-ban?tt=returned"],
      [drafts.length, "dự thảo của tôi chưa trình", "/van-ban?tt=draft"],
    ];
    const due = todo.filter(([count]) => count > 0);
    const count = (...states: DocumentState[]) => documents.filter((one) => states.includes(one.state)).length;
    return show(
      desk,
      c,
      { title: "Tổng quan", lead: `Chào ${actor.name}.`, active: "/tong-quan", waiting },
      <>
        <section class="card">
          <h2>Việc chờ tôi</h2>
          {due.length === 0 ? (
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
            <ul class="list">
              {due.map(([number, words, href]) => (
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
        <AttentionBox overview={attention} />
        <h2>Văn bản theo trạng thái</h2>
        <div class="tiles">
          {(
            [
              ["Dự thảo", count("draft", "returned"), "/van-ban?tt=draft"],
              ["Chờ ký", count("submitted"), "/van-ban?tt=submitted"],
              ["Đã ký, chờ phát hành", count("signed", "numbered"), "/van-ban?tt=signed"],
              ["Đã phát hành", count("issued"), "/van-ban?tt=issued"],
              ["Đã gửi", count("sent"), "/van-ban?tt=sent"],
            ] as const
          ).map(([name, number, href]) => (
            <a class="tile" href={href}>
              <b>{number}</b> {name}
            </a>
          ))}
        </div>
        <section class="card">
          <h2>Văn bản mới cập nhật</h2>
          {documents.length === 0 ? <p class="soft">Chưa có văn bản nào.</p> : <Recent documents={documents} />}
        </section>
      </>,
    );
  });

  app.get("/trinh-ky", async (c) => {
    const documents = await office.documents.list(c.get("actor"));
    const tab = LEADER_TABS.find((one) => one.key === c.req.query("muc")) ?? LEADER_TABS[0]!;
    const inTab = (states: DocumentState[]) => documents.filter((one) => states.includes(one.state));
    const shown = inTab(tab.states);
    return show(
      desk,
      c,
      {
        title: "Trình ký",
        lead: "Mở văn bản để đọc bản PDF, ký bằng khóa của mình hoặc trả lại kèm lý do.",
        active: "/trinh-ky",
      },
      <>
        <nav class="tabs" aria-label="Nhóm văn bản">
          {LEADER_TABS.map((one) => (
            <a href={`/trinh-ky?muc=${one.key}`} aria-current={one.key === tab.key ? "page" : undefined}>
              {one.name} ({inTab(one.states).length})
            </a>
          ))}
        </nav>
        <section class="card">
          {shown.length === 0 ? (
            <Empty title={tab.empty}>Văn bản do chuyên viên trình sẽ hiện ở đây.</Empty>
          ) : (
            <DocumentTable documents={shown} label={tab.name} />
          )}
        </section>
      </>,
    );
  });

  app.get("/van-thu", async (c) => {
    const documents = await office.documents.list(c.get("actor"));
    return show(
      desk,
      c,
      {
        title: "Cấp số, đóng dấu, gửi",
        lead: "Mỗi văn bản đi qua từng bước theo thứ tự; mở văn bản để làm bước tiếp theo.",
        active: "/van-thu",
      },
      CLERK_PILES.map((pile) => {
        const inside = documents.filter((one) => one.state === pile.state);
        return (
          <section class="card">
            <header>
              <h2>{pile.title}</h2>
              <Chip tone={inside.length === 0 ? "plain" : pile.state === "sent" ? "good" : "warn"}>
                {inside.length} văn bản
              </Chip>
            </header>
            {inside.length === 0 ? (
              <p class="soft">{pile.empty}</p>
            ) : (
              <DocumentTable documents={inside} label={pile.title} />
            )}
          </section>
        );
      }),
    );
  });
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
