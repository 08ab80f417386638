import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { type Actor, may } from "../../../shared/access/index.ts";
import { INSTRUMENTS } from "../../../shared/amendments/index.ts";
import type { DocumentState } from "../../../shared/documents/index.ts";
import { isVanthuError, type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { Delivery } from "../../../shared/exchange/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import {
  citationOf,
  type DocumentRecord,
  type IncomingReference,
  type Office,
  spokenCheckCode,
  summaryOf,
} from "../../../shared/office/index.ts";
import { foldVietnamese } from "../../../shared/records/index.ts";
import { DOCX, fileAnswer } from "../../api/files.ts";
import { letPageConnect } from "../../api/security.ts";
import { askedNumber, type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { failureOf, signingOf } from "../document-signing.ts";
import { AnswerTo } from "../parts/answer-to.tsx";
import { CheckCodeCard, codeAddress, qrSvg } from "../parts/check-code.tsx";
import { shortDate } from "../parts/dates.ts";
import { DeliveryLine, History, StateChip, Stepper, symbolWords, titleWords } from "../parts/document-parts.tsx";
import { DocumentTable } from "../parts/document-table.tsx";
import { FilingLinks } from "../parts/dossier-lists.tsx";
import { NextActions, type Shown } from "../parts/next-actions.tsx";
import { Empty, Notice, PageLinks } from "../parts/pieces.tsx";
import { jobAddress } from "../parts/signing-job.tsx";
import { AGENT_ADDRESS } from "../parts/token-agent.tsx";
import { STATE_WORDS } from "../parts/words.ts";
import { Relations, SubmissionCard } from "../parts/workflow.tsx";
import { chosenKey } from "../signing-desk.ts";
import { documentWorkflowPages } from "./document-workflow.tsx";

const ACTIVE = "/van-ban";
/** Documents on one page of the list. */
const PAGE = 100;

async function load(office: Office, actor: Actor, id: string, chosen?: string): Promise<Shown> {
  const document = await office.documents.get(actor, id);
  const editable = document.state === "draft" || document.state === "returned";
  const view = await office.workflow.view(actor, id);
  // Only who is named under the text is offered to sign; everything else is the desks' to refuse.
  const can = view.actions.filter(({ action, mine }) => action !== "sign" || mine).map(({ action }) => action);
  const signing = await signingOf(office, actor, document, can, chosen);
  return {
    can: new Set(can),
    view,
    reviewers: editable && may(actor, "document.submit") ? await office.workflow.reviewers(actor) : [],
    ...(signing === undefined ? {} : { signing }),
    document,
    actor,
    organisations: (await office.access.organisations()).filter((one) => one.id !== actor.organisationId),
    deliveries: await office.documents.deliveries(actor, id),
    warnings: editable ? (await office.documents.render(actor, id)).warnings : [],
    hadOlder: can.includes("send") ? await receiversOfOlder(office, actor, view.relation?.documentId ?? "") : [],
  };
}

/** Who got the document that this one changes or takes back: they are to get this one too (NĐ30 Điều 18.4). */
async function receiversOfOlder(office: Office, actor: Actor, id: string): Promise<string[]> {
  if (id === "") return [];
  try {
    return (await office.documents.get(actor, id)).sentTo;
  } catch (error) {
    // Not for this person's eyes.
    if (isVanthuError(error) && error.code === "NOT_FOUND") return [];
    throw error;
  }
}

/** Documents: the list, one document with its PDF, steps, history and files, and what is done to it. */
export function documentPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  documentWorkflowPages(app, desk);

  app.get("/van-ban", async (c) => {
    const state = (c.req.query("tt") ?? "") as DocumentState | "";
    const all = await office.documents.list(c.get("actor"), state === "" ? {} : { state });
    const words = foldVietnamese(c.req.query("tim") ?? "").split(" ").filter(Boolean); // biome-ignore format: one thought
    const shown = all.filter((one) => {
      const text = foldVietnamese(`${symbolWords(one)} ${KINDS[one.kind].name} ${one.subject} ${one.signatory}`);
      return (state === "" || one.state === state) && words.every((word) => text.includes(word));
    });
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    const page = Math.min(askedNumber(c, "trang", 1), pages);
    const address = (number: number) =>
      `/van-ban?${new URLSearchParams({ tim: c.req.query("tim") ?? "", tt: state, trang: String(number) })}`;
    return show(
      desk,
      c,
      {
        title: "Văn bản",
        lead: "Mọi văn bản của cơ quan, từ dự thảo đến đã gửi.",
        active: ACTIVE,
        tools: may(c.get("actor"), "document.draft") ? (
          <a class="button main" href="/soan-van-ban">
            Soạn văn bản
          </a>
        ) : null,
      },
      <section class="card">
        <form class="filter" method="get" action="/van-ban">
          <div class="field">
            <label for="tim">Tìm theo trích yếu, ký hiệu, người ký</label>
            <input id="tim" name="tim" type="search" value={c.req.query("tim") ?? ""} />
          </div>
          <div class="field thin">
            <label for="tt">Trạng thái</label>
            <select id="tt" name="tt">
              <option value="">Mọi trạng thái</option>
              {Object.entries(STATE_WORDS).map(([value, words]) => (
                <option value={value} selected={value === state}>
                  {words.name}
                </option>
              ))}
            </select>
          </div>
          <button type="submit">Lọc</button>
        </form>
        {all.length === 0 && state === "" ? (
          <Empty title="Chưa có văn bản nào">
            Soạn văn bản đầu tiên từ một chương trình nhiệm vụ, hoặc viết tự do.
          </Empty>
        ) : shown.length === 0 ? (
          <Empty title="Không có văn bản nào phù hợp">Bớt từ tìm kiếm hoặc chọn “Mọi trạng thái”.</Empty>
        ) : (
          <>
            <DocumentTable documents={shown.slice((page - 1) * PAGE, page * PAGE)} label="Danh sách văn bản" />
            {pages > 1 ? <PageLinks page={page} pages={pages} address={address} /> : null}
            <p class="soft small">Tổng {shown.length} văn bản</p>
          </>
        )}
      </section>,
    );
  });

  const codeOf = async (c: WebContext, document: DocumentRecord) =>
    document.files.issued === undefined
      ? undefined
      : { code: await office.standing.codeOf(c.get("actor"), document.id), origin: originOf(desk, c) };

  const one = async (c: WebContext, problem?: Problem, chosen?: string, typed?: Shown["typed"]) => {
    const found = await load(office, c.get("actor"), c.req.param("id") ?? "", chosen);
    const shown: Shown = typed === undefined ? found : { ...found, typed };
    const { document } = shown;
    if (shown.signing !== undefined) letPageConnect(c, AGENT_ADDRESS);
    return show(
      desk,
      c,
      {
        title: titleWords(document),
        lead: (
          <>
            {symbolWords(summaryOf(document))}
            {document.issuedOn ? ` ngày ${shortDate(document.issuedOn)}` : ""} <StateChip state={document.state} />
          </>
        ),
        back: ["/van-ban", "Văn bản"],
        active: ACTIVE,
        tools: (
          <>
            <a class="button" href={`/van-ban/${document.id}/quyen`}>
              {document.rights?.level === "restricted" ? "Giới hạn người xem" : "Quyền xem"}
              {document.rightsChange === undefined ? "" : " (chờ xác nhận)"}
            </a>
            <FilingLinks from="document" id={document.id} filing={document.files.issued !== undefined} />
          </>
        ),
        problem,
      },
      <DocumentView
        shown={shown}
        code={await codeOf(c, document)}
        answers={await office.incoming.answeredBy(c.get("actor"), document.id)}
      />,
    );
  };

  app.get("/van-ban/:id", (c) => one(c));
  app.get("/van-ban/:id/pdf", async (c) => {
    const file = await office.documents.pdf(c.get("actor"), c.req.param("id"));
    return fileAnswer({ ...file, contentType: "application/pdf" }, c.req.query("tai") === undefined);
  });
  app.get("/van-ban/:id/docx", async (c) =>
    fileAnswer({ ...(await office.documents.docx(c.get("actor"), c.req.param("id"))), contentType: DOCX }),
  );
  app.get("/van-ban/:id/ma-kiem-tra.svg", async (c) => {
    const code = await office.standing.codeOf(c.get("actor"), c.req.param("id"));
    const svg = qrSvg(codeAddress(originOf(desk, c), code), `Mã kiểm tra ${spokenCheckCode(code)}`);
    const bytes = new TextEncoder().encode(svg);
    return fileAnswer({ name: `ma-kiem-tra-${code}.svg`, contentType: "image/svg+xml", bytes });
  });
  app.get("/van-ban/:id/phu-luc/:index", async (c) => {
    const file = await office.documents.attachment(c.get("actor"), c.req.param("id"), Number(c.req.param("index")));
    return fileAnswer({ ...file, contentType: "application/pdf" }, c.req.query("tai") === undefined);
  });

  app.post("/van-ban/:id/gui-lai", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await office.documents.resend(c.get("actor"), id, form.text("messageId"));
        return `/van-ban/${id}?xong=da-gui`;
      },
      (problem) => one(c, problem),
    );
  });

  const steps: Record<
    string,
    { done: string; does(actor: Actor, id: string, rev: number, form: Form): Promise<unknown> }
  > = {
    trinh: {
      done: "da-trinh",
      does: (actor, id, rev, form) =>
        office.documents.submit(actor, id, rev, {
          summary: form.text("summary"),
          ...(form.text("reviewerId") === "" ? {} : { reviewerId: form.text("reviewerId") }),
        }),
    },
    duyet: {
      done: "da-duyet",
      does: (actor, id, rev, form) => office.workflow.approve(actor, id, rev, form.text("opinion")),
    },
    "rut-lai": {
      done: "da-rut-lai",
      does: (actor, id, rev, form) => office.workflow.withdraw(actor, id, rev, form.text("reason")),
    },
    huy: {
      done: "da-huy",
      does: (actor, id, rev, form) => office.workflow.void(actor, id, rev, confirmed(form).text("reason")),
    },
    "thu-hoi": {
      done: "da-thu-hoi",
      does: (actor, id, rev, form) => office.workflow.recall(actor, id, rev, confirmed(form).text("reason")),
    },
    "tra-lai": {
      done: "da-tra-lai",
      does: (actor, id, rev, form) => office.documents.return(actor, id, rev, form.text("reason")),
    },
    "cap-so": { done: "da-cap-so", does: (actor, id, rev) => office.documents.number(actor, id, rev) },
    gui: { done: "da-gui", does: (actor, id, rev, form) => office.documents.send(actor, id, rev, form.all("to")) },
  };
  // One document with the key of one's choice: what is done at once leads back here, what has still to be confirmed to its own page.
  const acts = { ky: ["leader", "da-ky"], "dong-dau": ["seal", "da-phat-hanh"] } as const;
  for (const [path, [role, done]] of Object.entries(acts)) {
    app.post(`/van-ban/:id/${path}`, async (c) => {
      const form = await formOf(c);
      const id = c.req.param("id");
      return step(
        c,
        async () => {
          const { keyId, unlock } = chosenKey(form);
          const job = await office.keys.sign(c.get("actor"), [{ id, rev: form.rev() }], role, keyId, unlock);
          const failure = failureOf(job);
          if (failure !== undefined) throw failure;
          return job.state === "finished" ? `/van-ban/${id}?xong=${done}` : jobAddress(job);
        },
        (problem) => one(c, problem, form.text("key")),
      );
    });
  }
  for (const [path, { done, does }] of Object.entries(steps)) {
    app.post(`/van-ban/:id/${path}`, async (c) => {
      const form = await formOf(c);
      const id = c.req.param("id");
      return step(
        c,
        async () => {
          await does(c.get("actor"), id, form.rev(), form);
          return `/van-ban/${id}?xong=${done}`;
        },
        (problem) => one(c, problem, undefined, { act: path, texts: form.texts(), to: form.all("to") }),
      );
    });
  }
}

/** What cannot be undone is confirmed on the form itself, so that it also works without script. @throws INVALID */
function confirmed(form: Form): Form {
  if (form.text("confirm") === "1") return form;
  throw new VanthuError("INVALID", {
    message: "Chưa đánh dấu xác nhận.",
    where: "confirm",
    hint: "Việc này không làm lại được: đọc lại rồi đánh dấu vào ô xác nhận.",
  });
}

/** Address of this service as people reach it; behind HTTPS the app itself is asked over HTTP. */
function originOf(desk: Desk, c: WebContext): string {
  const { host, protocol } = new URL(c.req.url);
  return `${desk.secureCookies ? "https:" : protocol}//${host}`;
}

const DocumentView: FC<{ shown: Shown; code?: { code: string; origin: string }; answers?: IncomingReference }> = ({
  shown,
  code,
  answers,
}) => {
  const { document } = shown;
  const address = `/van-ban/${document.id}`;
  return (
    <>
      <Stepper document={document} view={shown.view} />
      <div class="beside">
        <section aria-label="Bản PDF">
          {shown.warnings.length > 0 ? (
            <Notice tone="warn" title="Có chỗ trình bày khác với Word">
              <ul>
                {shown.warnings.slice(0, 8).map((warning) => (
                  <li>
                    {warning.message} ({warning.where})
                  </li>
                ))}
              </ul>
            </Notice>
          ) : null}
          <iframe
            class="paper"
            src={`${address}/pdf#navpanes=0&view=FitH`}
            title={`Bản PDF của ${KINDS[document.kind].name.toLowerCase()}`}
          ></iframe>
          <p class="small no-print">
            Không thấy văn bản? <a href={`${address}/pdf`}>Mở bản PDF riêng</a>.
          </p>
        </section>
        <div class="rail">
          <section class="card" aria-label="Việc tiếp theo">
            <h2>Việc tiếp theo</h2>
            <NextActions shown={shown} />
          </section>
          {shown.deliveries.length > 0 ? (
            <section class="card" id="noi-nhan">
              <h2>Nơi nhận trên trục liên thông</h2>
              <ul
                class="list"
                hx-get={address}
                hx-trigger={shown.deliveries.some(isUnderWay) ? "every 5s" : undefined}
                hx-select="#noi-nhan > ul"
                hx-swap="outerHTML"
              >
                {shown.deliveries.map((delivery) => (
                  <DeliveryLine
                    delivery={delivery}
                    again={may(shown.actor, "document.send") ? `${address}/gui-lai` : undefined}
                  />
                ))}
              </ul>
            </section>
          ) : null}
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

/** Can more be expected soon: neither given up nor answered beyond "arrived"? */
function isUnderWay(delivery: Delivery): boolean {
  return delivery.state !== "dead" && (delivery.status === undefined || delivery.status === "01");
}

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
