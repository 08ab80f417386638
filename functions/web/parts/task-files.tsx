import type { FC } from "hono/jsx";
import { EVIDENCE_LIMITS } from "../../../shared/office/index.ts";
import type { Programme, Task, TaskFile } from "../../../shared/tasks/index.ts";
import { UPLOAD_LIMIT, uploadedFile } from "../../api/files.ts";
import type { Form } from "../desk.tsx";
import { shortDate } from "./dates.ts";

/** What can be handed in as evidence, for the chooser of files. */
const ACCEPT = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.webp";

/** "1,4 MB", "36 KB" */
export function fileSize(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes >= 1
    ? `${megabytes.toLocaleString("vi-VN", { maximumFractionDigits: 1 })} MB`
    : `${Math.max(1, Math.round(bytes / 1024)).toLocaleString("vi-VN")} KB`;
}

/** The field for files of evidence in a form. */
export const EvidenceField: FC<{ scope: string; optional?: boolean }> = ({ scope, optional = true }) => (
  <div class="field">
    <label for={`${scope}tep`}>Tệp minh chứng {optional ? <span class="optional">(không bắt buộc)</span> : null}</label>
    <input
      id={`${scope}tep`}
      type="file"
      name="files"
      multiple
      accept={ACCEPT}
      required={!optional}
      aria-describedby={`${scope}tep-goi-y`}
    />
    <p class="hint" id={`${scope}tep-goi-y`}>
      PDF, Word (.docx), Excel (.xlsx) hoặc ảnh; mỗi tệp tối đa {EVIDENCE_LIMITS.bytes / 1024 / 1024} MB, mỗi lần tối đa{" "}
      {EVIDENCE_LIMITS.files} tệp và cả lần không quá {UPLOAD_LIMIT / 1024 / 1024} MB. Không gửi tài liệu mang dấu chỉ
      độ mật.
    </p>
  </div>
);

/** The files that a form brought; none was chosen: none. */
export async function evidenceFiles(form: Form): Promise<{ name: string; bytes: Uint8Array }[]> {
  const chosen = [form.file("files")].flat().filter((one) => one instanceof File && (one.size > 0 || one.name !== ""));
  return Promise.all(
    chosen.map(async (file) =>
      (file as File).size === 0 ? { name: (file as File).name, bytes: new Uint8Array() } : uploadedFile(file, "files"),
    ),
  );
}

/** The files of a task, each a way to fetch it; whoever may write can take one off or add more. */
export const TaskFiles: FC<{ programme: Programme; task: Task; mayWrite: boolean; typed?: Record<string, string> }> = (
  props,
) => {
  const { programme, task, mayWrite } = props;
  const files = task.files ?? [];
  const address = `/nhiem-vu/${programme.id}/nhiem-vu/${encodeURIComponent(task.id)}/tep`;
  return (
    <section class="card" id="tep-minh-chung">
      <h2>Tệp minh chứng</h2>
      {files.length === 0 ? (
        <p class="soft">
          Chưa có tệp nào{mayWrite ? ". Thêm ở đây, hoặc cùng lúc báo cáo tiến độ, báo hoàn thành." : "."}
        </p>
      ) : (
        <ul class="list">
          {files.map((file) => (
            <FileLine file={file} address={address} revision={mayWrite ? programme.revision : undefined} />
          ))}
        </ul>
      )}
      {mayWrite ? (
        <details class="no-print" open={props.typed !== undefined}>
          <summary>Thêm tệp minh chứng</summary>
          <form method="post" action={address} enctype="multipart/form-data">
            <input type="hidden" name="rev" value={props.typed?.rev ?? String(programme.revision)} />
            <EvidenceField scope="mc-" optional={false} />
            <div class="actions">
              <button type="submit" data-busy="Đang gửi…">
                Thêm tệp
              </button>
            </div>
          </form>
        </details>
      ) : null}
    </section>
  );
};

const FileLine: FC<{ file: TaskFile; address: string; revision?: number }> = ({ file, address, revision }) => (
  <li>
    <div>
      <a href={`${address}/${file.sha256}`}>{file.name}</a>
      <div class="small soft">
        {fileSize(file.bytes)}, {file.by} gửi ngày {shortDate(file.addedOn)}
      </div>
    </div>
    {revision === undefined ? null : (
      <form
        method="post"
        action={`${address}/${file.sha256}/go`}
        class="no-print"
        data-ask={`Gỡ tệp “${file.name}” khỏi nhiệm vụ? Các bản trước vẫn giữ tệp này.`}
      >
        <input type="hidden" name="rev" value={String(revision)} />
        <button type="submit" aria-label={`Gỡ tệp ${file.name}`}>
          Gỡ
        </button>
      </form>
    )}
  </li>
);
