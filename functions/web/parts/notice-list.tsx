import type { FC } from "hono/jsx";
import type { Notice } from "../../../shared/office/index.ts";
import { dateAndTime } from "./dates.ts";
import { Chip, type Tone } from "./pieces.tsx";

const KIND_WORDS: Record<Notice["kind"], { tone: Tone; words: string }> = {
  "report-drafted": { tone: "info", words: "Báo cáo đã soạn" },
  "report-failed": { tone: "bad", words: "Báo cáo lỗi" },
  "report-missed": { tone: "warn", words: "Kỳ chưa báo cáo" },
  "dossier-list": { tone: "info", words: "Danh mục hồ sơ đã phê duyệt" },
  "dossier-due": { tone: "warn", words: "Hồ sơ đến hạn nộp lưu" },
  "dossier-offered": { tone: "warn", words: "Hồ sơ chờ lưu trữ nhận" },
  "dossier-returned": { tone: "bad", words: "Hồ sơ bị trả lại" },
  "dossier-transferred": { tone: "info", words: "Hồ sơ được bàn giao" },
  "key-ending": { tone: "warn", words: "Chứng thư số sắp hết hạn" },
  "document-taken-over": { tone: "warn", words: "Người khác nhận sửa thay" },
  "rights-changed": { tone: "info", words: "Quyền xem thay đổi" },
  "rights-waiting": { tone: "bad", words: "Chờ xác nhận quyền" },
  "signing-care": { tone: "bad", words: "Chữ ký cần gia hạn" },
  incoming: { tone: "info", words: "Văn bản đến" },
  "window-closing": { tone: "warn", words: "Sắp chốt số liệu" },
  tasks: { tone: "warn", words: "Nhiệm vụ" },
};

/** Notices with what can be done to each. `from`: the page the buttons lead back to. */
export const NoticeList: FC<{ notices: Notice[]; from?: "tong-quan" }> = ({ notices, from }) => (
  <ul class="list notices">
    {notices.map((notice) => (
      <li>
        <div>
          <a href={notice.href}>{notice.read ? notice.text : <b>{notice.text}</b>}</a>
          <div class="small soft">
            <Chip tone={KIND_WORDS[notice.kind].tone}>{KIND_WORDS[notice.kind].words}</Chip> {dateAndTime(notice.at)}
            {notice.doneAt ? ` · xong ${dateAndTime(notice.doneAt)}, ${notice.doneBy}` : ""}
          </div>
        </div>
        {notice.doneAt ? null : (
          <div class="actions">
            {notice.read ? null : <Act action="doc" notice={notice} from={from} name="Đã đọc" />}
            <Act action="xong" notice={notice} from={from} name="Xong" />
          </div>
        )}
      </li>
    ))}
  </ul>
);

const Act: FC<{ action: "doc" | "xong"; notice: Notice; from: string | undefined; name: string }> = (props) => (
  <form method="post" action={`/thong-bao/${props.action}`}>
    <input type="hidden" name="id" value={props.notice.id} />
    {props.from ? <input type="hidden" name="ve" value={props.from} /> : null}
    <button type="submit">
      {props.name}
      <span class="visually-hidden">: {props.notice.text.slice(0, 80)}</span>
    </button>
  </form>
);
