import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type {
  ConfirmedFields,
  DocumentRecord,
  Revised,
  WordProposal,
  WordProposalView,
  WordVersion,
} from "../../../shared/office/index.ts";
import { DOCX, fileAnswer, uploadedFile } from "../../api/files.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { titleWords } from "../parts/document-parts.tsx";
import { PaperView } from "../parts/paper-view.tsx";
import { Empty, Notice, Step } from "../parts/pieces.tsx";
import { TypesetWarnings } from "../parts/typeset-warnings.tsx";
import { WordFindings } from "../parts/word-findings.tsx";
import { FieldChanges, WordReviewParts, WordVersions } from "../parts/word-round.tsx";

const ACTIVE = "/van-ban";
const FIELDS = ["notation", "subject", "addressees", "recipients", "authority", "position", "name"] as const;

/** A draft goes to Word and comes back: download, upload, what differs, taken or left. */
export function wordRoundPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { wordRound } = office;

  const page = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    const id = c.req.param("id") ?? "";
    const document = await office.documents.get(actor, id);
    const editable = isDraft(document) && may(actor, "document.draft");
    const [proposals, versions] = await Promise.all([
      editable ? wordRound.proposals(actor, id) : [],
      wordRound.versions(actor, id),
    ]);
    return show(
      desk,
      c,
      {
        title: "Sửa bằng Word",
        lead: titleWords(document),
        back: [`/van-ban/${id}`, "Văn bản"],
        active: ACTIVE,
        problem,
      },
      <WordPage document={document} editable={editable} proposals={proposals} versions={versions} />,
    );
  };

  const proposalPage = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    const id = c.req.param("id") ?? "";
    const document = await office.documents.get(actor, id);
    const view = await wordRound.proposal(actor, id, c.req.param("proposal") ?? "");
    return show(
      desk,
      c,
      {
        title: "So bản Word với dự thảo",
        lead: `${titleWords(document)}. Tệp ${view.file}, ${view.person} tải lên ${dateAndTime(view.at)}.`,
        back: [`/van-ban/${id}/word`, "Sửa bằng Word"],
        active: ACTIVE,
        problem,
      },
      <ProposalPage document={document} view={view} typed={typed} />,
    );
  };

  app.get("/van-ban/:id/word", (c) => page(c));
  app.post("/van-ban/:id/word", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        const file = await uploadedFile(form.file("file"), "file");
        const { id: proposal } = await wordRound.propose(c.get("actor"), id, file);
        return `/van-ban/${id}/word/${proposal}`;
      },
      (problem) => page(c, problem),
    );
  });
  app.post("/van-ban/:id/word/roi", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await wordRound.leave(c.get("actor"), id, form.rev());
        return `/van-ban/${id}?xong=da-roi-word`;
      },
      (problem) => page(c, problem),
    );
  });
  app.get("/van-ban/:id/word/ban/:file{[0-9]{1,7}\\.docx}", async (c) => {
    const version = Number(c.req.param("file").split(".")[0]);
    const file = await wordRound.versionFile(c.get("actor"), c.req.param("id"), version);
    return fileAnswer({ ...file, contentType: DOCX });
  });
  app.post("/van-ban/:id/word/ban/:version/lay-lai", async (c) => {
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        const { id: proposal } = await wordRound.restore(c.get("actor"), id, Number(c.req.param("version")));
        return `/van-ban/${id}/word/${proposal}`;
      },
      (problem) => page(c, problem),
    );
  });

  app.get("/van-ban/:id/word/:proposal", (c) => proposalPage(c));
  app.get("/van-ban/:id/word/:proposal/:file{tep\\.(?:pdf|docx)}", async (c) => {
    const format = c.req.param("file").slice(4) as "pdf" | "docx";
    const file = await wordRound.proposalFile(c.get("actor"), c.req.param("id"), c.req.param("proposal"), format);
    return fileAnswer({ ...file, contentType: format === "pdf" ? "application/pdf" : DOCX }, format === "pdf");
  });
  app.post("/van-ban/:id/word/:proposal/nhan", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await wordRound.accept(c.get("actor"), id, form.rev(), c.req.param("proposal"), confirmedFrom(form));
        return `/van-ban/${id}?xong=da-nhan-word`;
      },
      (problem) => proposalPage(c, problem, form.texts()),
    );
  });
  app.post("/van-ban/:id/word/:proposal/bo", async (c) => {
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await wordRound.discard(c.get("actor"), id, c.req.param("proposal"));
        return `/van-ban/${id}/word?xong=da-bo-word`;
      },
      (problem) => proposalPage(c, problem),
    );
  });
}

function confirmedFrom(form: Form): ConfirmedFields {
  const typed = form.texts();
  return Object.fromEntries(
    FIELDS.filter((field) => typed[`field-${field}`] !== undefined).map((field) => [field, typed[`field-${field}`]]),
  );
}

function isDraft({ state }: Pick<DocumentRecord, "state">): boolean {
  return state === "draft" || state === "returned";
}

const WordPage: FC<{
  document: Revised<DocumentRecord>;
  editable: boolean;
  proposals: readonly WordProposal[];
  versions: readonly WordVersion[];
}> = ({ document, editable, proposals, versions }) => {
  const address = `/van-ban/${document.id}`;
  return (
    <div class="columns">
      {editable ? (
        <section class="card">
          <h2>Tải về, sửa, tải lên</h2>
          <ol>
            <li>
              <a href={`${address}/docx`}>Tải bản Word của dự thảo về</a> và sửa bằng Word.
            </li>
            <li>Giữ khoảng trống ở số, ngày ban hành và chỗ ký: văn thư và lãnh đạo sẽ dùng những chỗ đó.</li>
            <li>Lưu dạng .docx rồi tải lên đây. Bạn xem từng chỗ khác trước khi nhận; dự thảo chưa đổi.</li>
          </ol>
          <form method="post" action={`${address}/word`} enctype="multipart/form-data">
            <div class="field">
              <label for="truong-file">Tệp Word đã sửa</label>
              <input
                id="truong-file"
                name="file"
                type="file"
                accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                required
                aria-describedby="truong-file-goi-y"
              />
              <p class="hint" id="truong-file-goi-y">
                Tệp .docx, không quá 25 MB, không có macro.
              </p>
            </div>
            <button type="submit" class="main" data-busy="Đang so sánh…">
              Tải lên và so sánh
            </button>
          </form>
        </section>
      ) : (
        <section class="card">
          <h2>Không sửa được nữa</h2>
          <p>Văn bản đã trình hoặc bạn chỉ được xem. Muốn sửa thì rút lại hoặc đề nghị trả lại văn bản.</p>
          <p>
            <a href={`${address}/docx`}>Tải bản Word về xem</a>
          </p>
        </section>
      )}
      <div>
        {document.word === undefined ? null : (
          <section class="card">
            <h2>Đang dùng bản Word {document.word.version}</h2>
            <p>Bản PDF được dàn từ tệp Word này. Sửa tiếp: tải bản Word về, sửa, tải lên lại.</p>
            {document.word.textOnly ? (
              <p>Phần chữ sửa trong Word không đưa hết vào biểu mẫu được; sửa ở biểu mẫu là sửa từ bản chữ trước đó.</p>
            ) : null}
            {editable ? (
              <Step action={`${address}/word/roi`} name="Trở lại bố cục theo mẫu" rev={document.rev} main={false}>
                <p class="hint">Bản Word vẫn được giữ ở dưới và lấy lại được.</p>
              </Step>
            ) : null}
          </section>
        )}
        {proposals.length > 0 ? (
          <section class="card">
            <h2>Tệp chờ xem</h2>
            <ul class="list">
              {proposals.map((one) => (
                <li>
                  <span>
                    <a href={`${address}/word/${one.id}`}>{one.file}</a>
                    <br />
                    <span class="small soft">
                      {one.person}, {dateAndTime(one.at)}. {one.words} chỗ khác về chữ, {one.formats} về trình bày.
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        <section class="card">
          <h2>Các bản Word đã nhận</h2>
          {versions.length === 0 ? (
            <Empty title="Chưa nhận bản Word nào">Dự thảo đang được đặt theo biểu mẫu và mẫu văn bản.</Empty>
          ) : (
            <WordVersions document={document} versions={versions} editable={editable} />
          )}
        </section>
      </div>
    </div>
  );
};

const ProposalPage: FC<{
  document: Revised<DocumentRecord>;
  view: WordProposalView;
  typed: Record<string, string>;
}> = ({ document, view, typed }) => {
  const address = `/van-ban/${document.id}/word/${view.id}`;
  const lost = view.places.some(({ state }) => state === "missing" || state === "filled");
  const same = view.comparison.total === 0 && view.comparison.formats.length === 0;
  return (
    <>
      {view.stale ? (
        <Notice tone="bad" title="Dự thảo đã thay đổi sau khi tệp này được so sánh.">
          <p>
            Không nhận tệp này được nữa. <a href={`/van-ban/${document.id}/word`}>Tải tệp lên lại</a> để so với dự thảo
            hiện tại.
          </p>
        </Notice>
      ) : null}
      {same ? <Notice tone="good" title="Không thấy chỗ nào khác dự thảo." /> : null}
      <div class="beside">
        <div>
          <WordReviewParts view={view} />
          <section class="card" aria-label="Bản PDF dàn từ tệp Word">
            <h2>Bản PDF của tệp Word</h2>
            <PaperView source={`${address}/tep.pdf`} drawn={`${address}/tep.pdf`} title="Bản PDF dàn từ tệp Word" />
          </section>
        </div>
        <div class="rail">
          <section class="card">
            <h2>Quyết định</h2>
            {view.stale || lost ? (
              <p>Chưa nhận được tệp này; xem thông báo đỏ.</p>
            ) : (
              <form method="post" action={`${address}/nhan`}>
                <input type="hidden" name="rev" value={String(document.rev)} />
                <FieldChanges fields={view.fields} typed={typed} />
                {view.textRead ? null : (
                  <p class="hint">
                    Phần chữ của tệp không đưa hết vào biểu mẫu được: sau khi nhận, sửa tiếp bằng Word; sửa ở biểu mẫu
                    là sửa từ bản chữ trước đó.
                  </p>
                )}
                <p>Tệp này trở thành bố cục của dự thảo; bản PDF, trình ký và ban hành đều theo tệp này.</p>
                <button type="submit" class={same ? undefined : "main"} data-busy="Đang nhận…">
                  Nhận bản Word
                </button>
              </form>
            )}
            <Step action={`${address}/bo`} name="Bỏ tệp này" main={false} />
            <p class="actions">
              <a class="button" href={`${address}/tep.docx`}>
                Tải tệp Word này về
              </a>
            </p>
          </section>
          <section class="card">
            <h2>Thể thức</h2>
            <WordFindings findings={view.findings} label="Kiểm tra thể thức của tệp Word" />
            <TypesetWarnings warnings={view.warnings} />
          </section>
        </div>
      </div>
    </>
  );
};
