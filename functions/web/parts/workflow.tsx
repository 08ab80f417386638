import type { FC } from "hono/jsx";
import type {
  DocumentRecord,
  DocumentRelation,
  NextAction,
  RelationKind,
  Revised,
  SubmissionSlip,
  WorkflowClock,
  WorkflowView,
} from "../../../shared/office/index.ts";
import { dateAndTime, shortDate } from "./dates.ts";
import { Chip, Field, Notice, Select, Step, type Tone } from "./pieces.tsx";

/** Whose turn it is, until when, and who is editing. */
export const TurnLines: FC<{ view: WorkflowView; me: string }> = ({ view, me }) => (
  <>
    {view.turn ? (
      <p>
        Đang chờ: <b>{view.turn.words}</b>.
      </p>
    ) : null}
    {view.hold ? (
      <p class="small">
        {view.hold.personId === me ? "Bạn" : view.hold.person} đang sửa, từ {dateAndTime(view.hold.since)}.
      </p>
    ) : null}
    {view.clock ? <ClockLine clock={view.clock} /> : null}
  </>
);

const CLOCK_TONES: Record<WorkflowClock["standing"], Tone> = {
  "in-time": "info",
  "last-day": "warn",
  late: "bad",
  done: "plain",
};

/** The clock of issuing in words. */
const ClockLine: FC<{ clock: WorkflowClock }> = ({ clock }) =>
  clock.standing === "done" ? (
    <p class="small soft">{clock.words}</p>
  ) : (
    <Notice tone={CLOCK_TONES[clock.standing]} title={clock.words}>
      <p class="small">{clock.clause}</p>
    </Notice>
  );

/** The clock as a chip for tables. */
export const ClockChip: FC<{ clock: WorkflowClock | undefined }> = ({ clock }) => {
  if (clock === undefined || clock.standing === "done") return null;
  const words = clock.standing === "late" ? `Quá hạn ${shortDate(clock.latest)}` : `Hạn ${shortDate(clock.latest)}`;
  return <Chip tone={CLOCK_TONES[clock.standing]}>{words}</Chip>;
};

/** Fields that go with a submission: who approves it, and the summary of the slip. */
export const SubmissionFields: FC<{
  reviewers: { personId: string; name: string; position: string; head?: true }[];
  /** As entered before it was refused. */
  typed: Record<string, string>;
}> = ({ reviewers, typed }) => (
  <details open={Boolean(typed.summary || typed.reviewerId)}>
    <summary>Phiếu trình, người duyệt</summary>
    <Select
      name="reviewerId"
      label="Người duyệt trước khi ký"
      value={typed.reviewerId}
      options={[
        ["", "Không nêu: lãnh đạo duyệt khi ký"],
        ...reviewers.map(({ personId, name, position, head }): [string, string] => [
          personId,
          `${name} (${position}${head ? ", phụ trách đơn vị của bạn" : ""})`,
        ]),
      ]}
    />
    <Field
      name="summary"
      label="Tóm tắt nội dung, đề xuất"
      value={typed.summary}
      rows={3}
      optional
      maxlength={4000}
      hint="Ghi vào phiếu trình. Để trống thì lấy trích yếu."
    />
  </details>
);

/** Acts that are not the next step on the line: each with its reason and a confirmation. */
export const OtherActs: FC<{
  view: WorkflowView;
  document: Revised<DocumentRecord>;
  /** The act that was refused, and what was entered for it. */
  typed?: { act: string; texts: Record<string, string> };
}> = ({ view, document, typed }) => {
  const reason = (act: string) => (typed?.act === act ? (typed.texts.reason ?? "") : undefined);
  const address = `/van-ban/${document.id}`;
  const { rev } = document;
  const mine = new Map(view.actions.filter((one) => one.mine).map((one) => [one.action, one]));
  const acts = [
    mine.has("withdraw") ? (
      <details open={reason("rut-lai") !== undefined}>
        <summary>Rút lại để sửa</summary>
        <Step action={`${address}/rut-lai`} name="Rút lại văn bản" main={false} rev={rev}>
          <Field
            scope="rut-"
            value={reason("rut-lai")}
            name="reason"
            label="Lý do rút lại"
            rows={2}
            optional
            maxlength={4000}
          />
        </Step>
      </details>
    ) : null,
    mine.has("void") ? (
      <details open={reason("huy") !== undefined}>
        <summary>{document.number ? "Hủy văn bản và hủy số" : "Hủy văn bản"}</summary>
        <Step
          action={`${address}/huy`}
          name={document.number ? `Hủy văn bản, hủy số ${document.number.text}` : "Hủy văn bản"}
          main={false}
          rev={rev}
        >
          <Field
            scope="huy-"
            value={reason("huy")}
            name="reason"
            label="Lý do hủy"
            rows={2}
            maxlength={4000}
            hint={
              document.number
                ? "Số đã cấp được ghi là đã hủy kèm lý do và không dùng lại."
                : "Văn bản vẫn còn trong danh sách, nhưng không làm gì tiếp được nữa."
            }
          />
          <Confirm words="Tôi xác nhận hủy văn bản này." />
        </Step>
      </details>
    ) : null,
    mine.has("recall") ? (
      <details open={reason("thu-hoi") !== undefined}>
        <summary>Thu hồi</summary>
        <Step action={`${address}/thu-hoi`} name="Thu hồi văn bản" main={false} rev={rev} busy="Đang thu hồi…">
          <Field scope="thu-" value={reason("thu-hoi")} name="reason" label="Lý do thu hồi" rows={3} maxlength={4000} />
          <Confirm
            words={`Tôi xác nhận thu hồi: văn bản bị đóng lại hẳn${document.sentTo.length > 0 ? `, ${document.sentTo.length} nơi nhận được thông báo` : ""}.`}
          />
          <p class="hint">Nếu thu hồi bằng một văn bản: soạn văn bản thu hồi ở dưới, phát hành nó là thu hồi.</p>
        </Step>
      </details>
    ) : null,
    mine.has("amend") ? (
      <details>
        <summary>Soạn văn bản sửa đổi, thay thế, đính chính, thu hồi</summary>
        <Step action={`${address}/soan-lien-quan`} name="Soạn dự thảo" main={false} busy="Đang soạn…">
          <Select
            name="kind"
            label="Văn bản mới sẽ"
            value="amends"
            options={[
              ["amends", "sửa đổi, bổ sung văn bản này"],
              ["replaces", "thay thế văn bản này"],
              ["corrects", "đính chính văn bản này (công văn)"],
              ["recalls", "thu hồi văn bản này (thông báo)"],
            ]}
            hint="Sai về nội dung thì sửa đổi, thay thế bằng văn bản có hình thức tương đương; sai về thể thức, trình bày thì đính chính bằng công văn (NĐ30 Điều 18.3). Có hiệu lực khi văn bản mới được phát hành."
          />
        </Step>
      </details>
    ) : null,
  ].filter((one) => one !== null);
  return acts.length === 0 ? null : <div>{acts}</div>;
};

const Confirm: FC<{ words: string }> = ({ words }) => (
  <label class="check">
    <input type="checkbox" name="confirm" value="1" required />
    <span>{words}</span>
  </label>
);

const TO_OTHER: Record<RelationKind, string> = {
  amends: "Sửa đổi, bổ sung",
  replaces: "Thay thế",
  corrects: "Đính chính",
  recalls: "Thu hồi",
};
const BY_OTHER: Record<RelationKind, string> = {
  amends: "Được sửa đổi, bổ sung bởi",
  replaces: "Bị thay thế bởi",
  corrects: "Được đính chính bởi",
  recalls: "Bị thu hồi bởi",
};

/** What a document does to another, and what others did to it. */
export const Relations: FC<{ view: WorkflowView }> = ({ view }) => {
  const { relation, changedBy, recall } = view;
  if (relation === undefined && changedBy.length === 0 && recall === undefined) return null;
  return (
    <section class="card">
      <h2>Hiệu lực, quan hệ với văn bản khác</h2>
      <ul class="list">
        {relation ? (
          <li>
            <span>
              {TO_OTHER[relation.kind]} <OtherDocument relation={relation} />
              {view.state === "issued" || view.state === "sent" ? "" : " (khi được phát hành)"}
            </span>
          </li>
        ) : null}
        {changedBy.map((one) => (
          <li>
            <span>
              {BY_OTHER[one.kind]} <OtherDocument relation={one} />
            </span>
          </li>
        ))}
        {recall ? (
          <li>
            <span>
              Đã thu hồi lúc {dateAndTime(recall.at)}. Lý do: {recall.reason}
            </span>
          </li>
        ) : null}
      </ul>
    </section>
  );
};

const OtherDocument: FC<{ relation: DocumentRelation }> = ({ relation }) => {
  const words = `số ${relation.symbol} ngày ${shortDate(relation.issuedOn)}`;
  return relation.documentId === "" ? <span>{words}</span> : <a href={`/van-ban/${relation.documentId}`}>{words}</a>;
};

/** Versions that were submitted, and the slip of the newest. */
export const SubmissionCard: FC<{ view: WorkflowView }> = ({ view }) => {
  const { versions, slip } = view;
  if (versions.length === 0) return null;
  const address = `/van-ban/${view.documentId}`;
  const open = view.state === "draft" || view.state === "returned";
  return (
    <section class="card">
      <h2>Phiếu trình và các bản trình</h2>
      <ul class="list">
        {slip ? (
          <li>
            <span>
              <a href={`${address}/phieu-trinh`}>Phiếu trình</a>
              <span class="soft small">
                {" "}
                {slip.opinions.length === 0 ? "chưa có ý kiến" : `${slip.opinions.length} ý kiến`}
              </span>
            </span>
            <a href={`${address}/phieu-trinh.pdf`}>PDF</a>
          </li>
        ) : null}
        {versions.toReversed().map((one) => (
          <li>
            <span>
              Bản trình {one.version}
              <span class="small soft">
                {" "}
                {one.person}, {dateAndTime(one.at)}
              </span>
            </span>
            <span>
              <a href={`${address}/ban-trinh/${one.version}.pdf`}>
                PDF<span class="visually-hidden"> của bản trình {one.version}</span>
              </a>
              {one.version > 1 ? (
                <>
                  {" · "}
                  <a href={`${address}/so-sanh?tu=${one.version - 1}&den=${one.version}`}>
                    So với bản {one.version - 1}
                  </a>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {open ? (
        <p class="small">
          <a href={`${address}/so-sanh?tu=${versions.at(-1)!.version}&den=0`}>So dự thảo hiện tại với bản trình cuối</a>
        </p>
      ) : null}
    </section>
  );
};

const ACT_WORDS: Record<SubmissionSlip["opinions"][number]["act"], string> = {
  opinion: "Ý kiến",
  approve: "Duyệt",
  return: "Trả lại",
  sign: "Ký ban hành",
  withdraw: "Người soạn rút lại",
};

/** The slip as a page: who submitted what, and what was said. */
export const SlipView: FC<{ slip: SubmissionSlip }> = ({ slip }) => (
  <section class="card">
    <dl class="facts">
      <dt>Văn bản</dt>
      <dd>{slip.subject}</dd>
      <dt>Bản trình</dt>
      <dd>
        Số {slip.version}, trình lúc {dateAndTime(slip.at)}
      </dd>
      <dt>Người trình</dt>
      <dd>
        {slip.proposer.name}
        {slip.proposer.position ? `, ${slip.proposer.position}` : ""}
      </dd>
      {slip.reviewer ? (
        <>
          <dt>Người duyệt</dt>
          <dd>{slip.reviewer.name}</dd>
        </>
      ) : null}
      <dt>Trình</dt>
      <dd>{slip.signatory}</dd>
      <dt>Tóm tắt, đề xuất</dt>
      <dd class="lines">{slip.summary}</dd>
    </dl>
    <h3>Ý kiến và quyết định</h3>
    {slip.opinions.length === 0 ? (
      <p class="soft">Chưa có ý kiến.</p>
    ) : (
      <ol class="history">
        {slip.opinions.map((one) => (
          <li>
            <b>{ACT_WORDS[one.act]}</b>
            <div class="small soft">
              {one.person}
              {one.position ? `, ${one.position}` : ""} · {dateAndTime(one.at)}
            </div>
            {one.text ? <span class="note lines">{one.text}</span> : null}
          </li>
        ))}
      </ol>
    )}
  </section>
);

/** What may be done in this state and by whom: for whoever wonders why a button is not there. */
export const AllowedActs: FC<{ actions: NextAction[] }> = ({ actions }) =>
  actions.length === 0 ? null : (
    <details>
      <summary>Ở bước này có thể làm gì, ai làm</summary>
      <ul class="list small">
        {actions.map((one) => (
          <li>
            <span>
              <b>{one.name}</b>: {one.who}
            </span>
            <span class="soft">{one.clause}</span>
          </li>
        ))}
      </ul>
    </details>
  );

/** Keeps the right to edit while the editor's page is open, lets it go, and lets a leader or clerk take it over. */
export const EditorHold: FC<{ id: string; held: { title: string } | undefined; mayTakeOver: boolean }> = ({
  id,
  held,
  mayTakeOver,
}) => {
  const address = `/van-ban/${id}`;
  if (held === undefined) {
    return (
      <form
        class="small"
        method="post"
        action={`${address}/tha`}
        hx-post={`${address}/giu`}
        hx-trigger="every 300s"
        hx-swap="none"
      >
        Văn bản được giữ cho bạn sửa; người khác chỉ xem được. <button type="submit">Thôi sửa</button>
      </form>
    );
  }
  return mayTakeOver ? (
    <details class="card">
      <summary>Nhận sửa thay</summary>
      <Step action={`${address}/nhan-sua`} name="Nhận sửa thay" main={false}>
        <Field
          scope="nhan-"
          name="reason"
          label="Lý do"
          rows={2}
          maxlength={1000}
          hint="Người đang sửa được thông báo; những gì họ chưa lưu sẽ không lưu được nữa."
        />
      </Step>
    </details>
  ) : null;
};
