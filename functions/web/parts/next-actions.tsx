import type { FC } from "hono/jsx";
import { type Actor, may, type Organisation } from "../../../shared/access/index.ts";
import type { DocumentAction, DocumentState, SigningOrder } from "../../../shared/documents/index.ts";
import type { Delivery } from "../../../shared/exchange/index.ts";
import { type DocumentRecord, type Revised, type SigningJob, summaryOf } from "../../../shared/office/index.ts";
import type { TypesetWarning } from "../../../shared/typeset/index.ts";
import type { KeyOffer } from "../signing-desk.ts";
import { stateInWords, symbolWords } from "./document-parts.tsx";
import { KeyChoice } from "./key-choice.tsx";
import { ROLE_SIGNING_WORDS } from "./key-words.ts";
import { Empty, Field, Step } from "./pieces.tsx";
import { type PlaceOutcome, SignaturePlace } from "./signature-place.tsx";
import { jobAddress } from "./signing-job.tsx";
import { TokenAgent } from "./token-agent.tsx";

/** Everything that the page of one document shows. */
export interface Shown {
  document: Revised<DocumentRecord>;
  actor: Actor;
  organisations: Organisation[];
  deliveries: Delivery[];
  warnings: TypesetWarning[];
  /** What can be done to the document now, in the order in which this office signs and numbers. */
  can: ReadonlySet<DocumentAction>;
  /** That order, as this document goes. */
  order: SigningOrder;
  /** When this person may sign or seal the document now. */
  signing?: SigningShown;
}

/** What the form for signing shows. */
export interface SigningShown {
  offer: KeyOffer;
  /** Key that was chosen before something went wrong. */
  chosen?: string;
  /** The act of signing that this document is already in. */
  open?: SigningJob;
  place?: PlaceOutcome;
}

/** Only what the state allows and the person may do; otherwise whose turn it is. */
export const NextActions: FC<{ shown: Shown }> = ({ shown }) => {
  const { document, actor, can } = shown;
  const { rev } = document;
  const address = `/van-ban/${document.id}`;
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
  if (
    document.state === "submitted" &&
    may(actor, "document.sign") &&
    (can.has("sign") || !may(actor, "document.number"))
  ) {
    return (
      <>
        {can.has("sign") ? (
          <SignForm shown={shown} action={`${address}/ky`} name="Ký số" busy="Đang ký…" />
        ) : (
          <p>Đang chờ văn thư cấp số, ghi ngày trước khi ký.</p>
        )}
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
          {document.state === "signed" ? "Lãnh đạo đã ký. " : "Cơ quan cấp số trước khi ký. "}
          Số kế tiếp trong sổ và ngày hôm nay sẽ được ghi vào văn bản; số đã cấp không đổi được nữa.
        </p>
        <Step action={`${address}/cap-so`} name="Cấp số và ghi ngày" rev={rev} busy="Đang cấp số…" />
      </>
    );
  }
  if (can.has("seal") && may(actor, "document.seal")) {
    return (
      <>
        <p>
          Số <b>{symbolWords(summaryOf(document))}</b>. Chữ ký số của cơ quan được đặt sau chữ ký của lãnh đạo; từ đó
          văn bản không sửa được nữa.
        </p>
        <SignForm shown={shown} action={`${address}/dong-dau`} name="Đóng dấu, phát hành" busy="Đang đóng dấu…" />
      </>
    );
  }
  if (can.has("send") && may(actor, "document.send")) return <SendForm shown={shown} />;
  if (document.state === "sent") return <p>Đã gửi. Tình trạng của từng nơi nhận ở khung dưới.</p>;
  return (
    <p>
      Văn bản {stateInWords(document.state)}.{" "}
      {can.has("number") ? "Đang chờ văn thư cấp số, ghi ngày." : (TURNS[document.state] ?? "")}
    </p>
  );
};

/** Where the signature goes, the keys to choose from, and the program on the person's own computer as another way. */
const SignForm: FC<{ shown: Shown; action: string; name: string; busy: string }> = ({ shown, action, name, busy }) => {
  const { document, signing } = shown;
  if (signing === undefined) return null;
  if (signing.open !== undefined) {
    return (
      <>
        <p>Văn bản đang trong một lần {ROLE_SIGNING_WORDS[signing.offer.role].verb} chưa xong.</p>
        <div class="actions">
          <a class="button main" href={jobAddress(signing.open)}>
            Xem lần {ROLE_SIGNING_WORDS[signing.offer.role].verb} đang chờ
          </a>
        </div>
      </>
    );
  }
  return (
    <>
      {signing.place === undefined ? null : signing.offer.role === "seal" || "problem" in signing.place ? (
        <SignaturePlace place={signing.place} act={signing.offer.role} />
      ) : (
        <details>
          <summary>Xem chỗ đặt chữ ký</summary>
          <SignaturePlace place={signing.place} act={signing.offer.role} />
        </details>
      )}
      <form method="post" action={action}>
        <input type="hidden" name="rev" value={String(document.rev)} />
        <KeyChoice offer={signing.offer} chosen={signing.chosen} />
        {signing.offer.usable.length > 0 ? (
          <button type="submit" class="main" data-busy={busy}>
            {name}
          </button>
        ) : null}
      </form>
      <TokenAgent document={document} act={signing.offer.role} />
    </>
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
