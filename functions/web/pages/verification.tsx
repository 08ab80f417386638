import type { Context, Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Problem } from "../../../shared/errors/index.ts";
import type { EvidenceSummary } from "../../../shared/evidence/index.ts";
import type { PublicOffice } from "../../../shared/office/index.ts";
import { fileAnswer, postedForm, uploadedFile } from "../../api/files.ts";
import { logFault, problemOf } from "../../api/problems.ts";
import { type CheckedUpload, reportUpload, verifyUpload } from "../../api/verify-upload.ts";
import { offlinePage } from "../../offline/page.tsx";
import { offlineScript } from "../../offline/script.ts";
import { CHECK_FORM } from "../assets.ts";
import { ChangedPages } from "../parts/changed-pages.tsx";
import { documentHtml, OpenPage } from "../parts/layout.tsx";
import { Notice, ProblemNotice } from "../parts/pieces.tsx";
import { VerdictStanding } from "../parts/standing.tsx";
import { VerdictBanner, VerdictReport } from "../parts/verdict.tsx";

/** One file of an upload with its verdict; an exchange packet carries several. */
export type Checked = CheckedUpload;

/** The public check at /kiem-tra: no account, and the file is not kept. */
export function verificationPages(app: Hono, office: PublicOffice): void {
  const page = (c: Context, checked: CheckedUpload[], problem?: Problem) => {
    c.header("cache-control", "no-store");
    return c.html(
      documentHtml(<VerificationPage checked={checked} problem={problem} />),
      (problem?.status ?? 200) as 200,
    );
  };

  app.get("/kiem-tra", (c) => page(c, []));

  app.get("/kiem-tra/ngoai-tuyen", async (c) => {
    const [script, { trust, crls }] = await Promise.all([offlineScript(), office.keys.trust()]);
    const from = new URL(c.req.url).host;
    c.header("content-disposition", 'attachment; filename="kiem-tra-chu-ky-so.html"');
    c.header("cache-control", "no-store");
    return c.html(await offlinePage({ script, trust, crls, madeAt: office.clock(), from }));
  });

  app.post("/kiem-tra", async (c) => {
    try {
      const body = await postedForm(c);
      return page(c, await verifyUpload(office, await uploadedFile(body.file, "Tệp cần kiểm tra")));
    } catch (error) {
      logFault(error, c);
      return page(c, [], problemOf(error));
    }
  });

  app.post("/kiem-tra/bao-cao", async (c) => {
    try {
      const file = await uploadedFile((await postedForm(c)).file, "Tệp cần kiểm tra");
      return fileAnswer(await reportUpload(office, file, new URL(c.req.url).host));
    } catch (error) {
      logFault(error, c);
      return page(c, [], problemOf(error));
    }
  });
}

/** Signed documents of a container that are told of one by one. */
const MOST_CONTAINED = 10;

/** How the signed documents of an evidence container stand today, and pictures of their pages. */
const ContainedDocuments: FC<{ container: EvidenceSummary }> = ({ container }) => (
  <>
    {container.files
      .slice(0, 200)
      .flatMap(({ name, verdict }, index, all) =>
        verdict === undefined || all.slice(0, index).filter((one) => one.verdict).length >= MOST_CONTAINED
          ? []
          : [
              <VerdictStanding verdict={verdict} of={name} />,
              /\.pdf$/i.test(name) ? <ChangedPages verdict={verdict} inside={name} /> : null,
            ],
      )}
  </>
);

const VerificationPage: FC<{ checked: CheckedUpload[]; problem?: Problem }> = ({ checked, problem }) => (
  <OpenPage
    title="Kiểm tra chữ ký số"
    lead="Ai cũng kiểm tra được, không cần tài khoản. Tệp chỉ được đọc để kiểm tra, không lưu lại."
    links={[
      ["/kiem-tra", "Kiểm tra chữ ký"],
      ["/dang-nhap", "Đăng nhập"],
    ]}
  >
    <ProblemNotice problem={problem} />
    {checked.map((one) => (
      <>
        {checked.length > 1 ? <h2>{one.fileName}</h2> : null}
        {/* The answer first; how the document stands today comes right after it. */}
        <VerdictBanner verdict={one.verdict} />
        {one.container ? null : <VerdictStanding verdict={one.verdict} />}
        <VerdictReport verdict={one.verdict} fileName={one.fileName} container={one.container} banner={false} />
        {one.container ? <ContainedDocuments container={one.container} /> : <ChangedPages verdict={one.verdict} />}
      </>
    ))}
    {checked.length > 0 ? (
      <div class="actions no-print">
        <button type="button" data-print>
          In kết quả
        </button>
      </div>
    ) : null}
    <script type="module" src={CHECK_FORM.address}></script>
    <form class="card" method="post" action="/kiem-tra" enctype="multipart/form-data" data-keep>
      <h2>{checked.length > 0 ? "Tải báo cáo, hoặc kiểm tra tệp khác" : "Chọn văn bản"}</h2>
      <div class="drop" data-drop="send">
        <label for="tep">Tệp PDF đã ký số, gói edXML hoặc gói chứng cứ (.asice)</label>
        <input id="tep" type="file" name="file" accept=".pdf,.edxml,.xml,.asice,application/pdf" required />
        <p class="hint">Kéo thả tệp vào khung này cũng được. Tối đa 25 MB.</p>
      </div>
      <div class="actions">
        <button class="main" type="submit" data-busy="Đang kiểm tra…">
          Kiểm tra
        </button>
        <button type="submit" formaction="/kiem-tra/bao-cao" data-saves>
          Tải báo cáo kiểm tra (PDF)
        </button>
      </div>
    </form>
    {checked.length === 0 ? (
      <section class="card">
        <h2>Kết quả cho biết</h2>
        <ul>
          <li>Ai ký, thay mặt cơ quan nào, tổ chức nào cấp chứng thư, ký lúc nào và theo thứ tự nào.</li>
          <li>Nội dung có bị thay đổi sau khi ký hay không.</li>
          <li>Chứng thư còn hạn lúc ký không, có bị thu hồi không, dẫn tới tổ chức được tin cậy không.</li>
        </ul>
        <Notice tone="info" title="Bốn kết luận">
          <p>
            <b>Hợp lệ</b>, <b>Không hợp lệ</b>, <b>Chưa đủ căn cứ kết luận</b> (không được coi là hợp lệ hay không hợp
            lệ) và <b>Không có chữ ký số</b>.
          </p>
        </Notice>
        <h3>Có mã kiểm tra?</h3>
        <p>
          Văn bản có mã kiểm tra hoặc mã QR đi kèm: <a href="/kiem-tra/ma">tìm theo mã</a> để biết văn bản có thật và
          còn hiệu lực không.
        </p>
        <h3>Không muốn gửi tệp lên mạng?</h3>
        <p>
          Tải trang kiểm tra về máy: một tệp HTML có sẵn bộ kiểm tra và danh sách tổ chức được tin cậy, mở bằng trình
          duyệt là dùng được khi không có mạng; tệp của bạn không rời khỏi máy.
        </p>
        <p>
          <a class="button" href="/kiem-tra/ngoai-tuyen" download>
            Tải trang kiểm tra ngoại tuyến
          </a>
        </p>
      </section>
    ) : null}
  </OpenPage>
);
