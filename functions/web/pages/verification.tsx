import type { Context, Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Problem } from "../../../shared/errors/index.ts";
import type { Office } from "../../../shared/office/index.ts";
import { postedForm, uploadedFile } from "../../api/files.ts";
import { logFault, problemOf } from "../../api/problems.ts";
import { verifyUpload } from "../../api/verify-upload.ts";
import { documentHtml, OpenPage } from "../parts/layout.tsx";
import { Notice, ProblemNotice } from "../parts/pieces.tsx";
import { type CheckedVerdict, VerdictReport } from "../parts/verdict.tsx";

/** One file of an upload with its verdict; an exchange packet carries several. */
export interface Checked {
  fileName: string;
  verdict: CheckedVerdict;
}

/** The public check at /kiem-tra: no account, and the file is not kept. */
export function verificationPages(app: Hono, office: Office): void {
  const page = (c: Context, checked: Checked[], problem?: Problem) => {
    c.header("cache-control", "no-store");
    return c.html(
      documentHtml(<VerificationPage checked={checked} problem={problem} />),
      (problem?.status ?? 200) as 200,
    );
  };

  app.get("/kiem-tra", (c) => page(c, []));

  app.post("/kiem-tra", async (c) => {
    try {
      const body = await postedForm(c);
      return page(c, await verifyUpload(office, await uploadedFile(body.file, "Tệp cần kiểm tra")));
    } catch (error) {
      logFault(error, c);
      return page(c, [], problemOf(error));
    }
  });
}

const VerificationPage: FC<{ checked: Checked[]; problem?: Problem }> = ({ checked, problem }) => (
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
        <VerdictReport verdict={one.verdict} fileName={one.fileName} />
      </>
    ))}
    {checked.length > 0 ? (
      <div class="actions no-print">
        <button type="button" data-print>
          In kết quả
        </button>
      </div>
    ) : null}
    <form class="card" method="post" action="/kiem-tra" enctype="multipart/form-data">
      <h2>{checked.length > 0 ? "Kiểm tra tệp khác" : "Chọn văn bản"}</h2>
      <div class="drop" data-drop="send">
        <label for="tep">Tệp PDF đã ký số, hoặc gói edXML</label>
        <input id="tep" type="file" name="file" accept=".pdf,.edxml,.xml,application/pdf" required />
        <p class="hint">Kéo thả tệp vào khung này cũng được. Tối đa 25 MB.</p>
      </div>
      <div class="actions">
        <button class="main" type="submit" data-busy="Đang kiểm tra…">
          Kiểm tra
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
      </section>
    ) : null}
  </OpenPage>
);
