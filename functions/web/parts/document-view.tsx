import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import { INSTRUMENTS } from "../../../shared/amendments/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import { citationOf, type DocumentRecord, type IncomingReference } from "../../../shared/office/index.ts";
import { AnswerTo } from "./answer-to.tsx";
import { CheckCodeCard } from "./check-code.tsx";
import { shortDate } from "./dates.ts";
import { History, Stepper } from "./document-parts.tsx";
import { NextActions, type Shown } from "./next-actions.tsx";
import { PaperView } from "./paper-view.tsx";
import { DeliveryCard } from "./sending.tsx";
import { TypesetWarnings } from "./typeset-warnings.tsx";
import { Relations, SubmissionCard } from "./workflow.tsx";

/** Which file of a document is read on its page: the document itself, or an appendix that is a file of its own (`?xem=phu-luc-1`, from 1). */
export interface Reading {
  /** Index of the appendix; undefined: the document itself. */
  attachment?: number;
}

/** What the page of one document shows under its heading: its steps, the file to be read, what is next, who got it, and everything about it. */
export const DocumentView: FC<{
  shown: Shown;
  reading: Reading;
  code?: { code: string; origin: string };
  answers?: IncomingReference;
}> = ({ shown, reading, code, answers }) => {
  const { document } = shown;
  const address = `/van-ban/${document.id}`;
  return (
    <>
      <Stepper document={document} view={shown.view} />
      <div class={decides(shown) ? "beside read-first" : "beside"}>
        <section aria-label="Bản PDF" id="ban-pdf">
          <ReadingTabs document={document} reading={reading} />
          <TypesetWarnings warnings={shown.warnings} />
          <PaperView
            source={reading.attachment === undefined ? `${address}/pdf` : `${address}/phu-luc/${reading.attachment}`}
            drawn={`${address}/xem.pdf?lan=${document.rev}${reading.attachment === undefined ? "" : `&phu-luc=${reading.attachment}`}`}
            title={
              reading.attachment === undefined
                ? `Bản PDF của ${KINDS[document.kind].name.toLowerCase()}`
                : `Bản PDF của phụ lục: ${document.attachments[reading.attachment]!.title.replaceAll("\n", " ")}`
            }
          />
        </section>
        <div class="rail">
          <section class="card" aria-label="Việc tiếp theo">
            <h2>Việc tiếp theo</h2>
            <NextActions shown={shown} />
          </section>
          <DeliveryCard shown={shown} />
          <AnswerTo incoming={answers} />
          <Relations view={shown.view} />
          <Files document={document} />
          <SubmissionCard view={shown.view} />
          {code === undefined ? null : <CheckCodeCard {...code} id={document.id} />}
          {document.files.issued !== undefined && document.state !== "recalled" && may(shown.actor, "document.copy") ? (
            <p class="small">
              <a href={`/sao-van-ban/nguon/van-ban/${document.id}`}>Sao văn bản này</a> (sao y, trích sao)
            </p>
          ) : null}
          {document.files.issued !== undefined && may(shown.actor, "document.seal") ? (
            <p class="small">
              <a href={`${address}/goi-chung-cu`}>Lập gói chứng cứ</a> (để lưu trữ, kiểm tra lại sau nhiều năm)
            </p>
          ) : null}
          <section class="card">
            <h2>Lịch sử xử lý</h2>
            <History entries={document.history} />
          </section>
        </div>
      </div>
    </>
  );
};

/** Is it this person who approves, signs or returns it now? In a narrow window the document then comes before what is to be decided. */
function decides({ view }: Shown): boolean {
  return view.actions.some(({ action, mine }) => mine && (action === "approve" || action === "sign"));
}

/** The document and its appendices that are files of their own, to be read one after the other on the same page. */
const ReadingTabs: FC<{ document: DocumentRecord; reading: Reading }> = ({ document, reading }) => {
  const { attachments, id, pages } = document;
  if (attachments.length === 0) return null;
  const tabs: [string, string, number | undefined][] = [
    [`/van-ban/${id}`, `Văn bản${pages ? ` (${pages} trang)` : ""}`, undefined],
    ...attachments.map(({ title }, index): [string, string, number] => [
      `/van-ban/${id}?xem=phu-luc-${index + 1}`,
      `Phụ lục${attachments.length > 1 ? ` ${index + 1}` : ""}: ${title.replaceAll("\n", " ")}`,
      index,
    ]),
  ];
  return (
    <nav class="tabs reading-tabs no-print" aria-label="Văn bản và phụ lục">
      {tabs.map(([href, name, index]) => (
        <a
          href={href}
          aria-current={index === reading.attachment ? "page" : undefined}
          hx-get={href}
          hx-select="#ban-pdf"
          hx-target="#ban-pdf"
          hx-swap="outerHTML show:none"
        >
          {name}
        </a>
      ))}
    </nav>
  );
};

const Files: FC<{ document: DocumentRecord }> = ({ document }) => {
  const address = `/van-ban/${document.id}`;
  const issued = document.files.issued !== undefined;
  return (
    <section class="card">
      <h2>Tệp</h2>
      <ul class="list">
        <li>
          <span>
            Văn bản (PDF){issued ? " – bản gốc đã ký số" : ""}
            {document.pages ? `, ${document.pages} trang` : ""}
          </span>
          <a href={`${address}/pdf?tai=1`}>Tải PDF</a>
        </li>
        <li>
          <span>Bản Word để xem, chỉnh sửa</span>
          <a href={`${address}/docx`}>Tải DOCX</a>
        </li>
        {document.attachments.map((attachment, index) => (
          <li>
            <span>Phụ lục: {attachment.title.replaceAll("\n", " ")}</span>
            <span>
              <a href={`${address}/phu-luc/${index}`}>Xem</a> · <a href={`${address}/phu-luc/${index}?tai=1`}>Tải</a>
            </span>
          </li>
        ))}
      </ul>
      {document.report ? (
        <div class="small">
          <p>
            Báo cáo tính từ số liệu chốt hết ngày {shortDate(document.report.window.to)}.{" "}
            <a href={`/bao-cao/van-ban/${document.id}`}>Xem số liệu</a>
          </p>
          <p class="soft">
            Bản chốt số liệu, sha256: <span class="mono">{document.report.snapshot}</span>
          </p>
        </div>
      ) : null}
      {document.amendment?.amended ? (
        <p class="small soft">
          {INSTRUMENTS[document.amendment.instrument].name} {citationOf(document.amendment.amended, document.ruleSet)}:{" "}
          {document.amendment.rows} nhiệm vụ.
        </p>
      ) : null}
      {document.programme ? (
        <p class="small soft">
          Soạn từ{" "}
          <a href={`/nhiem-vu/${document.programme.id}?ban=${document.programme.revision}`}>
            chương trình nhiệm vụ, bản {document.programme.revision}
          </a>
          .
        </p>
      ) : null}
    </section>
  );
};
