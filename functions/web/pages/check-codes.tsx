import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import type { Child, FC } from "hono/jsx";
import type { Problem } from "../../../shared/errors/index.ts";
import { type CodedDocument, type FileMatch, spokenCheckCode } from "../../../shared/office/index.ts";
import { postedForm, uploadedFile } from "../../api/files.ts";
import { logFault, problemOf } from "../../api/problems.ts";
import { verifyUpload } from "../../api/verify-upload.ts";
import { CHECK_FORM } from "../assets.ts";
import type { Desk } from "../desk.tsx";
import { ChangedPages } from "../parts/changed-pages.tsx";
import { documentHtml, OpenPage } from "../parts/layout.tsx";
import { Notice, ProblemNotice, type Tone } from "../parts/pieces.tsx";
import { namedDocument, StandingCard } from "../parts/standing.tsx";
import { VerdictReport } from "../parts/verdict.tsx";
import type { Checked } from "./verification.tsx";

const MATCHES: Record<FileMatch | "none", { tone: Tone; title: string; words: string }> = {
  issued: {
    tone: "good",
    title: "Đúng là bản đã phát hành",
    words: "Tệp trùng từng byte với văn bản mang mã này.",
  },
  appendix: {
    tone: "good",
    title: "Đúng là phụ lục đã phát hành",
    words: "Tệp trùng từng byte với phụ lục phát hành kèm văn bản mang mã này.",
  },
  earlier: {
    tone: "warn",
    title: "Là bản trước khi phát hành",
    words: "Tệp là bản đã ký nhưng chưa đủ chữ ký số của cơ quan; không dùng thay bản đã phát hành.",
  },
  none: {
    tone: "bad",
    title: "Không phải tệp của văn bản này",
    words:
      "Tệp khác với mọi tệp của văn bản mang mã này. Có thể là văn bản khác, bản đã bị sửa, bản in ra rồi quét lại, hoặc bản được bổ sung dữ liệu lưu trữ; xem kết luận về chữ ký bên dưới.",
  },
};

interface Compared {
  fileName: string;
  match: FileMatch | undefined;
  checked: Checked[];
}

/** Documents by their verification code at /kiem-tra/ma: what it is, how it stands, and whether a file is that document. No account. */
export function checkCodePages(app: Hono, { office }: Desk): void {
  const refuse = (c: Context, error: unknown, typed: string) => {
    logFault(error, c);
    const problem = problemOf(error);
    return answer(c, <CodeForm typed={typed} problem={problem} />, problem.status);
  };

  app.get("/kiem-tra/ma", (c) => {
    const typed = (c.req.query("ma") ?? "").trim().slice(0, 64);
    return typed === ""
      ? answer(c, <CodeForm typed="" />)
      : c.redirect(`/kiem-tra/ma/${encodeURIComponent(typed)}`, 303);
  });

  app.get("/kiem-tra/ma/:code", async (c) => {
    const typed = c.req.param("code");
    try {
      return answer(c, <CodePage found={await office.standing.byCode(typed)} />);
    } catch (error) {
      return refuse(c, error, typed);
    }
  });

  app.post("/kiem-tra/ma/:code", async (c) => {
    const typed = c.req.param("code");
    try {
      const found = await office.standing.byCode(typed);
      try {
        const file = await uploadedFile((await postedForm(c)).file, "Tệp cần so");
        const sha256 = createHash("sha256").update(file.bytes).digest("hex");
        const match = await office.standing.matchFile(found.code, sha256);
        const checked = await verifyUpload(office, file);
        return answer(c, <CodePage found={found} compared={{ fileName: file.name, match, checked }} />);
      } catch (error) {
        logFault(error, c);
        const problem = problemOf(error);
        return answer(c, <CodePage found={found} problem={problem} />, problem.status);
      }
    } catch (error) {
      return refuse(c, error, typed);
    }
  });

  app.get("/tinh-trang/:sha256", async (c) =>
    answer(
      c,
      <Page title="Tình trạng hiệu lực của văn bản">
        <StandingCard standing={await office.standing.ofFile(c.req.param("sha256").toLowerCase())} />
      </Page>,
    ),
  );
}

function answer(c: Context, page: Child, status = 200) {
  c.header("cache-control", "no-store");
  return c.html(documentHtml(page), status as 200);
}

const Page: FC<{ title?: string; children?: Child }> = ({ title, children }) => (
  <OpenPage
    title={title ?? "Kiểm tra theo mã"}
    lead="Ai cũng kiểm tra được, không cần tài khoản. Mã kiểm tra đi kèm văn bản khi phát hành."
    links={[
      ["/kiem-tra", "Kiểm tra chữ ký"],
      ["/dang-nhap", "Đăng nhập"],
    ]}
  >
    {children}
  </OpenPage>
);

const CodeForm: FC<{ typed: string; problem?: Problem }> = ({ typed, problem }) => (
  <Page>
    <ProblemNotice problem={problem} />
    <form class="card" method="get" action="/kiem-tra/ma">
      <div class="field">
        <label for="ma">Mã kiểm tra</label>
        <input
          id="ma"
          name="ma"
          value={typed}
          maxlength={40}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          required
        />
        <p class="hint">12 chữ số và chữ cái, ví dụ 7K2M-Q4XW-90TC. Gõ liền hay có gạch nối đều được.</p>
      </div>
      <div class="actions">
        <button class="main" type="submit">
          Tìm văn bản
        </button>
      </div>
    </form>
    <p class="small">
      Có tệp văn bản trong tay? <a href="/kiem-tra">Kiểm tra chữ ký số của tệp</a>.
    </p>
  </Page>
);

const CodePage: FC<{ found: CodedDocument; compared?: Compared; problem?: Problem }> = ({
  found,
  compared,
  problem,
}) => {
  const { document, code, files, standing } = found;
  const match = compared === undefined ? undefined : MATCHES[compared.match ?? "none"];
  return (
    <Page title={`Văn bản có mã ${spokenCheckCode(code)}`}>
      <ProblemNotice problem={problem} />
      {match ? (
        <Notice tone={match.tone} title={match.title}>
          <p>
            <b>{compared!.fileName}</b>: {match.words}
          </p>
        </Notice>
      ) : null}
      <section class="card">
        <h2>{namedDocument(document)}</h2>
        <dl class="facts">
          <dt>Mã kiểm tra</dt>
          <dd>
            <code>{spokenCheckCode(code)}</code>
          </dd>
          {files.map((file) => (
            <>
              <dt>SHA-256, {file.name.toLowerCase()}</dt>
              <dd>
                <code>{file.sha256}</code>
              </dd>
            </>
          ))}
        </dl>
      </section>
      <StandingCard standing={standing} />
      <script type="module" src={CHECK_FORM.address}></script>
      <form class="card" method="post" action={`/kiem-tra/ma/${code}`} enctype="multipart/form-data" data-keep>
        <h2>So tệp trong tay với văn bản này</h2>
        <p>Trang này cho biết văn bản mang mã là văn bản nào; phải so tệp mới biết bản trong tay có đúng là bản ấy.</p>
        <div class="drop" data-drop="send">
          <label for="tep">Tệp PDF của văn bản</label>
          <input id="tep" type="file" name="file" accept=".pdf,.edxml,.xml,application/pdf" required />
          <p class="hint">Kéo thả tệp vào khung này cũng được. Tệp chỉ được đọc để so, không lưu lại.</p>
        </div>
        <div class="actions">
          <button class="main" type="submit" data-busy="Đang so…">
            So tệp
          </button>
        </div>
      </form>
      {compared?.checked.map((one) => (
        <>
          <VerdictReport verdict={one.verdict} fileName={one.fileName} />
          <ChangedPages verdict={one.verdict} />
        </>
      ))}
    </Page>
  );
};
