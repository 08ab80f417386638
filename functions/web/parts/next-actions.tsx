import type { FC } from "hono/jsx";
import { type Actor, may, type Organisation } from "../../../shared/access/index.ts";
import type { DocumentAction } from "../../../shared/documents/index.ts";
import type { Delivery } from "../../../shared/exchange/index.ts";
import {
  type DocumentRecord,
  type RecipientGroup,
  type Revised,
  type SigningJob,
  summaryOf,
  type WorkflowView,
} from "../../../shared/office/index.ts";
import type { TypesetWarning } from "../../../shared/typeset/index.ts";
import type { KeyOffer } from "../signing-desk.ts";
import { stateInWords, symbolWords } from "./document-parts.tsx";
import { KeyChoice } from "./key-choice.tsx";
import { ROLE_SIGNING_WORDS } from "./key-words.ts";
import { Empty, Field, Step } from "./pieces.tsx";
import { RecipientFields } from "./recipient-fields.tsx";
import { type PlaceOutcome, SignaturePlace } from "./signature-place.tsx";
import { jobAddress } from "./signing-job.tsx";
import { TokenAgent } from "./token-agent.tsx";
import { AllowedActs, OtherActs, SubmissionFields, TurnLines } from "./workflow.tsx";

/** Everything that the page of one document shows. */
export interface Shown {
  document: Revised<DocumentRecord>;
  actor: Actor;
  /** Whom it can be sent to, and the groups that the office keeps; empty where it cannot be sent. */
  organisations: Organisation[];
  groups: RecipientGroup[];
  deliveries: Delivery[];
  warnings: TypesetWarning[];
  /** State, rules, turn, clock, versions. */
  view: WorkflowView;
  /** What can be done to the document now, by whom ever. */
  can: ReadonlySet<DocumentAction>;
  /** Who can be asked to approve it. */
  reviewers: { personId: string; name: string; position: string; head?: true }[];
  /** Receivers of the older document that this one changes or takes back. */
  hadOlder: readonly string[];
  /** What was entered for an act (its address) that was refused. */
  typed?: { act: string; texts: Record<string, string>; to: string[]; groups: string[] };
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

/** Only what the state allows and the person may do; and whose turn it is. */
export const NextActions: FC<{ shown: Shown }> = ({ shown }) => (
  <>
    <TurnLines view={shown.view} me={shown.actor.personId} />
    <MainActions shown={shown} />
    <OtherActs view={shown.view} document={shown.document} typed={shown.typed} />
    <AllowedActs actions={shown.view.actions} />
  </>
);

/** What was entered for an act that was refused: nobody types it twice. */
function typedFor({ typed }: Shown, act: string): Record<string, string> {
  return typed?.act === act ? typed.texts : {};
}

/** The next step on the line. */
const MainActions: FC<{ shown: Shown }> = ({ shown }) => {
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
        {can.has("submit") && may(actor, "document.submit") ? (
          <Step action={`${address}/trinh`} name="Trình ký" rev={rev} busy="Đang trình…">
            <SubmissionFields reviewers={shown.reviewers} typed={typedFor(shown, "trinh")} />
          </Step>
        ) : null}
        <div class="actions">
          <a class={can.has("submit") ? "button" : "button main"} href={`${address}/sua`}>
            Sửa dự thảo
          </a>
          <a class="button" href={`${address}/word`}>
            {document.word === undefined ? "Sửa bằng Word" : `Sửa bằng Word (đang dùng bản ${document.word.version})`}
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
  if (document.state === "submitted" || document.state === "approved") return <SubmittedActions shown={shown} />;
  if (can.has("number") && may(actor, "document.number")) return <NumberAction shown={shown} />;
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
  return <p>Văn bản {stateInWords(document.state)}.</p>;
};

/** Approve, sign, number first, give back: each for whom it is. */
const SubmittedActions: FC<{ shown: Shown }> = ({ shown }) => {
  const { document, actor, can, view } = shown;
  const { rev } = document;
  const address = `/van-ban/${document.id}`;
  const mine = new Set(view.actions.filter((one) => one.mine).map(({ action }) => action));
  const waitsForNumber = view.rules.order === "number-first" && !view.rules.numbered;
  return (
    <>
      {can.has("number") && may(actor, "document.number") ? <NumberAction shown={shown} /> : null}
      {mine.has("sign") ? (
        <SignForm shown={shown} action={`${address}/ky`} name="Ký số" busy="Đang ký…" />
      ) : may(actor, "document.sign") && waitsForNumber ? (
        <p>Văn thư cấp số, ghi ngày trước khi ký.</p>
      ) : null}
      {mine.has("approve") ? (
        <>
          {mine.has("sign") ? <hr /> : null}
          <Step action={`${address}/duyet`} name="Duyệt" main={!mine.has("sign")} rev={rev}>
            <Field
              scope="duyet-"
              name="opinion"
              label="Ý kiến duyệt"
              rows={2}
              optional
              maxlength={4000}
              value={typedFor(shown, "duyet").opinion}
            />
          </Step>
        </>
      ) : null}
      {mine.has("return") ? (
        <>
          <hr />
          <Step action={`${address}/tra-lai`} name="Trả lại" main={false} rev={rev}>
            <Field
              name="reason"
              label="Lý do trả lại"
              rows={3}
              maxlength={4000}
              value={typedFor(shown, "tra-lai").reason}
            />
          </Step>
        </>
      ) : null}
      <div class="actions">
        <a class="button" href={`${address}/phieu-trinh`}>
          Xem phiếu trình, cho ý kiến
        </a>
      </div>
    </>
  );
};

const NumberAction: FC<{ shown: Shown }> = ({ shown: { document } }) => (
  <>
    <p>
      {document.state === "signed" ? "Lãnh đạo đã ký. " : "Cơ quan cấp số trước khi ký. "}
      Số kế tiếp trong sổ và ngày hôm nay sẽ được ghi vào văn bản; số đã cấp không đổi được nữa.
    </p>
    <Step action={`/van-ban/${document.id}/cap-so`} name="Cấp số và ghi ngày" rev={document.rev} busy="Đang cấp số…" />
  </>
);

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
  const placed = { act: signing.offer.role, address: `/van-ban/${document.id}`, rev: document.rev };
  return (
    <>
      <form method="post" action={action}>
        <input type="hidden" name="rev" value={String(document.rev)} />
        {signing.place === undefined ? null : signing.offer.role === "seal" || "problem" in signing.place ? (
          <SignaturePlace {...placed} place={signing.place} />
        ) : (
          <details>
            <summary>Xem trước chữ ký trên trang</summary>
            <SignaturePlace {...placed} place={signing.place} />
          </details>
        )}
        {signing.offer.role === "leader" && signing.offer.usable.length > 0 ? (
          <Field
            scope="ky-"
            name="opinion"
            label="Ý kiến khi ký"
            rows={2}
            optional
            maxlength={4000}
            value={typedFor(shown, "ky").opinion}
            hint="Ghi vào phiếu trình cùng với chữ ký."
          />
        ) : null}
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

const SendForm: FC<{ shown: Shown }> = ({ shown }) => {
  const { document } = shown;
  const organisations = shown.organisations.filter((one) => !document.sentTo.includes(one.id));
  const again = shown.typed?.act === "gui" ? shown.typed : undefined;
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
      <RecipientFields
        organisations={organisations}
        groups={shown.groups}
        to={new Set(again?.to ?? shown.hadOlder)}
        inGroups={new Set(again?.groups)}
        hint={
          shown.hadOlder.some((id) => !document.sentTo.includes(id))
            ? "Những nơi đã nhận văn bản cũ được chọn sẵn."
            : undefined
        }
      />
      <p class="small">
        <a href="/van-thu/nhom-noi-nhan">Lập, sửa nhóm nơi nhận</a>
      </p>
    </Step>
  );
};
