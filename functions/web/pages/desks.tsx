import type { Hono } from "hono";
import { type Actor, may, SYSTEM_ACTOR } from "../../../shared/access/index.ts";
import type { DocumentState } from "../../../shared/documents/index.ts";
import type { DocumentSummary } from "../../../shared/office/index.ts";
import { type Desk, show, type WebEnv } from "../desk.tsx";
import { AttentionBox } from "../parts/attention-box.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { StateChip, symbolWords, titleWords } from "../parts/document-parts.tsx";
import { NoticeList } from "../parts/notice-list.tsx";
import { Empty } from "../parts/pieces.tsx";
import { waitingFor } from "../waiting.ts";
import { clerkPages } from "./clerk.tsx";

/** The overview shows so many notices; the others are on their own page. */
const NOTICES_SHOWN = 6;
/** And so many of the tasks that need somebody. */
const URGENT_SHOWN = 8;

/** Drafted by this person, or by the schedule of reports for whoever drafts here. */
function isOwn(document: DocumentSummary, actor: Actor): boolean {
  if (document.draftedBy === SYSTEM_ACTOR.personId) return actor.roles.includes("drafter");
  return document.draftedBy === actor.personId;
}

/** Where everybody starts the day: the overview, and the clerk's desk. */
export function deskPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  clerkPages(app, desk);

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
