import type { FC } from "hono/jsx";
import { type Actor, may, type Organisation } from "../../../shared/access/index.ts";
import { allowedActions, type DocumentState } from "../../../shared/documents/index.ts";
import type { Delivery } from "../../../shared/exchange/index.ts";
import { type DocumentRecord, type Revised, summaryOf } from "../../../shared/office/index.ts";
import type { TypesetWarning } from "../../../shared/typeset/index.ts";
import { stateInWords, symbolWords } from "./document-parts.tsx";
import { Empty, Field, Step } from "./pieces.tsx";

/** Everything that the page of one document shows. */
export interface Shown {
  document: Revised<DocumentRecord>;
  actor: Actor;
  organisations: Organisation[];
  deliveries: Delivery[];
  warnings: TypesetWarning[];
}

/** Only what the state allows and the person may do; otherwise whose turn it is. */
export const NextActions: FC<{ shown: Shown }> = ({ shown }) => {
  const { document, actor } = shown;
  const { rev } = document;
  const address = `/van-ban/${document.id}`;
  const can = new Set(allowedActions(document.state));
  if ((document.state === "draft" || document.state === "returned") && may(actor, "document.draft")) {
    return (
      <>
        {document.state === "returned" ? (
          <p>Văn bản bị trả lại. Sửa theo ý kiến rồi trình lại.</p>
        ) : (
          <p>Đọc lại bản PDF. Khi đã đúng, trình {document.description.signature.name || "lãnh đạo"} ký.</p>
        )}
        <div class="actions">
          {can.has("submit") && may(actor, "document.submit") ? (
            <Step action={`${address}/trinh`} name="Trình ký" rev={rev} busy="Đang trình…" />
          ) : null}
          <a class={can.has("submit") ? "button" : "button main"} href={`${address}/sua`}>
            Sửa dự thảo
          </a>
          {document.amendment ? (
            <a class="button" href={`/soan-van-ban/dieu-chinh?du-thao=${document.id}`}>
              Sửa phụ lục
            </a>
          ) : null}
        </div>
      </>
    );
  }
  if (can.has("sign") && may(actor, "document.sign")) {
    return (
      <>
        <Step action={`${address}/ky`} name="Ký số" rev={rev} busy="Đang ký…">
          <Field
            name="password"
            label="Mật khẩu khóa ký"
            type="password"
            autocomplete="off"
            hint="Khóa ký của chính bạn; mật khẩu không được lưu."
          />
        </Step>
        <hr />
        <Step action={`${address}/tra-lai`} name="Trả lại" main={false} rev={rev}>
          <Field name="reason" label="Lý do trả lại" rows={3} maxlength={1000} />
        </Step>
      </>
    );
  }
  if (can.has("number") && may(actor, "document.number")) {
    return (
      <>
        <p>
          Lãnh đạo đã ký. Số kế tiếp trong sổ và ngày hôm nay sẽ được ghi vào văn bản; số đã cấp không đổi được nữa.
        </p>
        <Step action={`${address}/cap-so`} name="Cấp số và ghi ngày" rev={rev} busy="Đang cấp số…" />
      </>
    );
  }
  if (can.has("seal") && may(actor, "document.seal")) {
    return (
      <Step action={`${address}/dong-dau`} name="Đóng dấu, phát hành" rev={rev} busy="Đang đóng dấu…">
        <p>
          Số <b>{symbolWords(summaryOf(document))}</b>. Chữ ký số của cơ quan được đặt sau chữ ký của lãnh đạo; từ đó
          văn bản không sửa được nữa.
        </p>
        <Field name="password" label="Mật khẩu khóa dấu cơ quan" type="password" autocomplete="off" />
      </Step>
    );
  }
  if (can.has("send") && may(actor, "document.send")) return <SendForm shown={shown} />;
  if (document.state === "sent") return <p>Đã gửi. Tình trạng của từng nơi nhận ở khung dưới.</p>;
  return (
    <p>
      Văn bản {stateInWords(document.state)}. {TURNS[document.state] ?? ""}
    </p>
  );
};

const TURNS: Partial<Record<DocumentState, string>> = {
  draft: "Đang chờ người soạn trình ký.",
  returned: "Đang chờ người soạn sửa.",
  submitted: "Đang chờ lãnh đạo ký hoặc trả lại.",
  signed: "Đang chờ văn thư cấp số.",
  numbered: "Đang chờ văn thư đóng dấu.",
  issued: "Đang chờ văn thư gửi.",
};

const SendForm: FC<{ shown: Shown }> = ({ shown }) => {
  const { document } = shown;
  const organisations = shown.organisations.filter((one) => !document.sentTo.includes(one.id));
  if (organisations.length === 0 && document.state === "sent")
    return <p>Đã gửi tới mọi cơ quan trên hệ thống. Tình trạng của từng nơi nhận ở khung dưới.</p>;
  if (organisations.length === 0) {
    return (
      <Empty title="Chưa có nơi nhận nào trên hệ thống">
        Văn bản đã phát hành; tải bản PDF để chuyển bằng cách khác, hoặc nhờ quản trị thêm cơ quan nhận.
      </Empty>
    );
  }
  return (
    <Step action={`/van-ban/${document.id}/gui`} name="Gửi" rev={document.rev} busy="Đang gửi…">
      <fieldset>
        <legend>Gửi tới</legend>
        {organisations.map((organisation) => (
          <label class="check">
            <input type="checkbox" name="to" value={organisation.id} />
            <span>
              {organisation.name} <span class="soft small">({organisation.code})</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Step>
  );
};
