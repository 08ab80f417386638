import type { Hono } from "hono";
import { type Actor, may } from "../../../shared/access/index.ts";
import type { DocumentAction, DocumentState } from "../../../shared/documents/index.ts";
import { isVanthuError, type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import {
  type DocumentRecord,
  type DocumentToSign,
  type Office,
  spokenCheckCode,
  summaryOf,
} from "../../../shared/office/index.ts";
import { foldVietnamese } from "../../../shared/records/index.ts";
import type { SealWish } from "../../../shared/signing/index.ts";
import { DOCX, fileAnswer } from "../../api/files.ts";
import { letPageConnect } from "../../api/security.ts";
import { askedNumber, type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { failureOf, signingOf } from "../document-signing.ts";
import { codeAddress, qrSvg } from "../parts/check-code.tsx";
import { shortDate } from "../parts/dates.ts";
import { StateChip, symbolWords, titleWords } from "../parts/document-parts.tsx";
import { DocumentTable } from "../parts/document-table.tsx";
import { DocumentView, type Reading } from "../parts/document-view.tsx";
import { FilingLinks } from "../parts/dossier-lists.tsx";
import type { Shown } from "../parts/next-actions.tsx";
import { NextWaiting, rowOf, WaitingSteps } from "../parts/next-waiting.tsx";
import { Empty, PageLinks } from "../parts/pieces.tsx";
import { wishOf } from "../parts/signature-place.tsx";
import { jobAddress } from "../parts/signing-job.tsx";
import { AGENT_ADDRESS } from "../parts/token-agent.tsx";
import { STATE_WORDS } from "../parts/words.ts";
import { chosenKey } from "../signing-desk.ts";
import { documentWorkflowPages } from "./document-workflow.tsx";
import { sendingPages } from "./sending.tsx";

const ACTIVE = "/van-ban";
/** Documents on one page of the list. */
const PAGE = 100;

/** What a form or an address chose for signing. */
interface Chosen {
  key?: string;
  wish?: SealWish;
}

async function load(office: Office, actor: Actor, id: string, chosen: Chosen = {}): Promise<Shown> {
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
    organisations: can.includes("send")
      ? (await office.access.organisations()).filter((one) => one.id !== actor.organisationId)
      : [],
    groups: can.includes("send") ? await office.recipients.groups(actor) : [],
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
  sendingPages(app, desk);

  /** One page of the list. Without words only that page is read; words are looked for in every summary. */
  const listed = async (c: WebContext, state: DocumentState | "", words: string[]) => {
    const actor = c.get("actor");
    const asked = askedNumber(c, "trang", 1);
    if (words.length === 0) {
      const range = { ...(state === "" ? {} : { states: [state] }), page: asked, size: PAGE };
      const { documents, total, page } = await office.documents.page(actor, range);
      return { shown: documents, total, page, pages: Math.max(1, Math.ceil(total / PAGE)) };
    }
    const all = await office.documents.list(actor, state === "" ? {} : { state });
    const found = all.filter((one) => {
      const text = foldVietnamese(`${symbolWords(one)} ${KINDS[one.kind].name} ${one.subject} ${one.signatory}`);
      return words.every((word) => text.includes(word));
    });
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    const page = Math.min(asked, pages);
    return { shown: found.slice((page - 1) * PAGE, page * PAGE), total: found.length, page, pages };
  };

  app.get("/van-ban", async (c) => {
    const state = (c.req.query("tt") ?? "") as DocumentState | "";
    const words = foldVietnamese(c.req.query("tim") ?? "").split(" ").filter(Boolean); // biome-ignore format: one thought
    const { shown, total, page, pages } = await listed(c, state, words);
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
        {total === 0 && state === "" && words.length === 0 ? (
          <Empty title="Chưa có văn bản nào">
            Soạn văn bản đầu tiên từ một chương trình nhiệm vụ, hoặc viết tự do.
          </Empty>
        ) : total === 0 ? (
          <Empty title="Không có văn bản nào phù hợp">Bớt từ tìm kiếm hoặc chọn “Mọi trạng thái”.</Empty>
        ) : (
          <>
            <DocumentTable documents={shown} label="Danh sách văn bản" />
            {pages > 1 ? <PageLinks page={page} pages={pages} address={address} /> : null}
            <p class="soft small">Tổng {total} văn bản</p>
          </>
        )}
      </section>,
    );
  });

  const codeOf = async (c: WebContext, document: DocumentRecord) =>
    document.files.issued === undefined
      ? undefined
      : { code: await office.standing.codeOf(c.get("actor"), document.id), origin: originOf(desk, c) };

  const one = async (c: WebContext, problem?: Problem, chosen: Chosen = {}, typed?: Shown["typed"]) => {
    const actor = c.get("actor");
    const wish = chosen.wish ?? wishOf(c.req.query("cho"));
    const found = await load(office, actor, c.req.param("id") ?? "", wish === undefined ? chosen : { ...chosen, wish });
    const shown: Shown = typed === undefined ? found : { ...found, typed };
    const { document } = shown;
    const done = problem === undefined ? DONE_ACTIONS[c.req.query("xong") ?? ""] : undefined;
    // All that waits is looked through only where there is a way to go on to.
    const mine = shown.view.turn?.people.some(({ personId }) => personId === actor.personId) ?? false;
    const row = done !== undefined || mine ? rowOf(await office.workflow.waiting(actor), document.id, done) : undefined;
    await office.workflow.noteOpened(actor, document.id);
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
      <>
        {done === undefined ? (
          <WaitingSteps row={row} id={document.id} />
        ) : (
          <NextWaiting row={row} id={document.id} list={LISTS[done] ?? ["/van-thu", "Cấp số, đóng dấu, gửi"]} />
        )}
        <DocumentView
          shown={shown}
          reading={readingOf(c, document)}
          code={await codeOf(c, document)}
          answers={await office.incoming.answeredBy(actor, document.id)}
        />
      </>,
    );
  };

  app.get("/van-ban/:id", (c) => one(c));
  app.get("/van-ban/:id/pdf", async (c) => {
    const file = await office.documents.pdf(c.get("actor"), c.req.param("id"));
    return fileAnswer({ ...file, contentType: "application/pdf" }, c.req.query("tai") === undefined);
  });
  // The same file for drawing inside the page, which was noted as seen already (functions/api/use-history.ts).
  app.get("/van-ban/:id/xem.pdf", async (c) => {
    const asked = c.req.query("phu-luc");
    const file = await (asked === undefined
      ? office.documents.pdf(c.get("actor"), c.req.param("id"))
      : office.documents.attachment(c.get("actor"), c.req.param("id"), Number(asked)));
    return fileAnswer({ ...file, contentType: "application/pdf" }, true);
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
    gui: {
      done: "da-gui",
      async does(actor, id, rev, form) {
        const to = await office.recipients.expand(actor, form.all("to"), form.all("nhom"));
        return office.documents.send(actor, id, rev, to);
      },
    },
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
          const wish = wishOf(form.text("cho"));
          const document: DocumentToSign = {
            id,
            rev: form.rev(),
            ...(role === "seal" && wish !== undefined ? { sealWish: wish } : {}),
            ...(role === "leader" ? { opinion: form.text("opinion") } : {}),
          };
          const job = await office.keys.sign(c.get("actor"), [document], role, keyId, unlock);
          const failure = failureOf(job);
          if (failure !== undefined) throw failure;
          return job.state === "finished" ? `/van-ban/${id}?xong=${done}` : jobAddress(job);
        },
        (problem) => one(c, problem, chosenIn(form), { act: path, texts: form.texts(), to: [], groups: [] }),
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
        (problem) =>
          one(c, problem, undefined, {
            act: path,
            texts: form.texts(),
            to: form.all("to"),
            groups: form.all("nhom"),
          }),
      );
    });
  }
}

/** What of a refused form is shown as chosen again. */
function chosenIn(form: Form): Chosen {
  const wish = wishOf(form.text("cho"));
  return { key: form.text("key"), ...(wish === undefined ? {} : { wish }) };
}

/** What was done to a document, by what its page says of it: after these the way goes on to the next one. */
const DONE_ACTIONS: Readonly<Record<string, DocumentAction>> = {
  "da-ky": "sign",
  "da-duyet": "approve",
  "da-tra-lai": "return",
  "da-gui": "send",
};

/** Where a leader looks when nothing waits any more. */
const LISTS: Readonly<Partial<Record<DocumentAction, [string, string]>>> = {
  sign: ["/trinh-ky?muc=da-ky", "Xem văn bản đã ký"],
  approve: ["/tong-quan", "Về Tổng quan"],
  return: ["/trinh-ky?muc=tra-lai", "Xem văn bản đã trả lại"],
};

function readingOf(c: WebContext, document: DocumentRecord): Reading {
  const number = Number(/^phu-luc-(\d{1,3})$/.exec(c.req.query("xem") ?? "")?.[1] ?? 0);
  return number >= 1 && number <= document.attachments.length ? { attachment: number - 1 } : {};
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
