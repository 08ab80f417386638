import type { FC } from "hono/jsx";
import { type Actor, may } from "../../../shared/access/index.ts";
import { STATUS_WORDS } from "../../../shared/exchange/index.ts";
import {
  type IncomingDocument,
  type IncomingSummary,
  incomingSymbol,
  type Office,
} from "../../../shared/office/index.ts";
import type { Verdict } from "../../../shared/verification/index.ts";
import { ChangedPages } from "./changed-pages.tsx";
import { dateAndTime, shortDate } from "./dates.ts";
import { CHANGE_WORDS, CHANNEL_WORDS, PRIORITY_WORDS } from "./incoming-words.ts";
import {
  Answers,
  AssignmentFacts,
  ChangeAnswer,
  type Choices,
  DuplicateNotice,
  Opinions,
  StampCard,
  type TypedForm,
  typedIn,
  WorkActions,
} from "./incoming-work.tsx";
import { PaperView } from "./paper-view.tsx";
import { Chip, Field, Notice, Step } from "./pieces.tsx";
import { VerdictBanner, VerdictChip, VerdictReport } from "./verdict.tsx";

/** Documents of this office that a packet updates or replaces, or that update or replace it. */
export interface Related {
  changed: IncomingSummary[];
  changedBy: IncomingSummary[];
}

/** Finds what a packet changes here, and what changes it. */
export async function relatedTo(office: Office, actor: Actor, record: IncomingDocument): Promise<Related> {
  if (record.replaces.length === 0 && record.changeAsked === undefined) return { changed: [], changedBy: [] };
  return office.incoming.related(actor, record.id);
}

const ChangeNotice: FC<{ record: IncomingDocument; related: Related }> = ({ record, related }) => (
  <>
    {record.business === "new" ? null : (
      <Notice tone="info" title={`Văn bản này ${CHANGE_WORDS[record.business]} văn bản đã gửi trước`}>
        {record.businessReason ? <p class="lines">{record.businessReason}</p> : null}
        {related.changed.length === 0 ? (
          <p>Văn bản trước không có ở cơ quan này.</p>
        ) : (
          <RelatedList documents={related.changed} />
        )}
      </Notice>
    )}
    {record.changeAsked === undefined ? null : record.changeAsked.kind === "update" ||
      record.changeAsked.kind === "replace" ? (
      <Notice tone="warn" title={`Nơi gửi đã ${CHANGE_WORDS[record.changeAsked.kind]} văn bản này`}>
        {record.changeAsked.reason ? <p class="lines">{record.changeAsked.reason}</p> : null}
        <p>Từ {dateAndTime(record.changeAsked.at)}. Khi sử dụng cần xem kèm văn bản sau.</p>
        <RelatedList documents={related.changedBy} />
      </Notice>
    ) : (
      <Notice tone="warn" title={`Nơi gửi yêu cầu ${CHANGE_WORDS[record.changeAsked.kind]} văn bản này`}>
        {record.changeAsked.reason ? <p class="lines">{record.changeAsked.reason}</p> : null}
        <p>Từ {dateAndTime(record.changeAsked.at)}. Không sử dụng văn bản cho đến khi yêu cầu được trả lời.</p>
      </Notice>
    )}
  </>
);

const RelatedList: FC<{ documents: IncomingSummary[] }> = ({ documents }) =>
  documents.length === 0 ? null : (
    <ul>
      {documents.map((one) => (
        <li>
          <a href={`/van-ban-den/${one.id}`}>
            {one.kind.name} {incomingSymbol(one)} ngày {shortDate(one.issuedOn)}
          </a>
        </li>
      ))}
    </ul>
  );

/** Pictures of the file that the verdict is about: of several files of a packet the worst. */
const IncomingPictures: FC<{ record: IncomingDocument; verdict: Verdict }> = ({ record, verdict }) => {
  const index = record.files.findIndex((file) => file.sha256 === verdict.document.sha256);
  return index < 0 ? null : <ChangedPages verdict={verdict} source={`/van-ban-den/${record.id}/tep/${index}`} />;
};

/** What an incoming document's page shows. */
export const IncomingView: FC<{
  record: IncomingDocument;
  related: Related;
  actor: Actor;
  organisation: string;
  choices: Choices;
  /** A form that was sent and refused: shown again as it was typed. */
  typed?: TypedForm;
}> = ({ record, related, actor, organisation, choices, typed }) => {
  const address = `/van-ban-den/${record.id}`;
  const mayReceive = may(actor, "incoming.receive");
  return (
    <div class="beside">
      <div>
        {record.cancelled === undefined ? null : (
          <Notice tone="info" title="Văn bản đã bị hủy theo yêu cầu của nơi gửi">
            <p>
              Nơi gửi {CHANGE_WORDS[record.cancelled.kind]} văn bản
              {record.cancelled.reason ? `: ${record.cancelled.reason}` : ""}. Hủy ngày{" "}
              {dateAndTime(record.cancelled.at)}
              {record.cancelled.staff ? `, ${record.cancelled.staff} thực hiện` : ""}. Tệp không còn được cung cấp;
              thông tin về việc thu hồi được giữ lại.
            </p>
          </Notice>
        )}
        <DuplicateNotice record={record} />
        <Genuineness record={record} />
        <ChangeNotice record={record} related={related} />
        <Paper record={record} />
        {record.verdict && record.channel !== "paper" ? (
          <>
            <VerdictReport verdict={record.verdict} fileName={record.files[0]?.name ?? ""} banner={false} />
            <IncomingPictures record={record} verdict={record.verdict} />
          </>
        ) : null}
        <Opinions record={record} />
      </div>
      <div class="rail">
        <ChangeAnswer record={record} mayAnswer={mayReceive} typed={typed} />
        <section class="card" aria-label="Việc tiếp theo">
          <h2>Việc tiếp theo</h2>
          {record.changeAsked?.kind === "recall" || record.changeAsked?.kind === "take-back" ? (
            <p>Chờ văn thư trả lời yêu cầu thu hồi của nơi gửi.</p>
          ) : (
            <>
              <NextStep record={record} related={related} mayReceive={mayReceive} typed={typed} />
              <WorkActions record={record} actor={actor} choices={choices} typed={typed} />
            </>
          )}
        </section>
        <AssignmentFacts record={record} />
        <Answers record={record} />
        <StampCard record={record} organisation={organisation} typed={typed} />
        {may(actor, "document.copy") && record.cancelled === undefined && record.files.length > 0 ? (
          <p class="small">
            <a href={`/sao-van-ban/nguon/van-ban-den/${record.id}`}>Sao văn bản này</a> (sao y, sao lục, trích sao)
          </p>
        ) : null}
        <section class="card">
          <h2>Thông tin gửi</h2>
          <dl class="facts">
            <dt>Cơ quan gửi</dt>
            <dd>
              {record.from.name}{" "}
              {record.from.organisationCode ? <span class="soft">({record.from.organisationCode})</span> : null}
            </dd>
            {record.signatory.name ? (
              <>
                <dt>Người ký</dt>
                <dd>
                  {record.signatory.name}
                  {record.signatory.position ? `, ${record.signatory.position}` : ""}
                </dd>
              </>
            ) : null}
            {record.priority > 0 ? (
              <>
                <dt>Mức độ khẩn</dt>
                <dd>
                  <Chip tone="bad">{PRIORITY_WORDS[record.priority] ?? "Khẩn"}</Chip>
                </dd>
              </>
            ) : null}
            <dt>Đến bằng</dt>
            <dd>{record.channel === undefined ? "Trục liên thông" : CHANNEL_WORDS[record.channel]}</dd>
            <dt>Đến lúc</dt>
            <dd>{dateAndTime(record.arrivedAt)}</dd>
            {record.dueOn ? (
              <>
                <dt>Hạn nơi gửi đề nghị</dt>
                <dd>{shortDate(record.dueOn)}</dd>
              </>
            ) : null}
            {record.answers ? (
              <>
                <dt>Trả lời văn bản</dt>
                <dd class="mono">{record.answers}</dd>
              </>
            ) : null}
          </dl>
        </section>
        {record.files.length === 0 ? null : (
          <section class="card">
            <h2>Tệp</h2>
            <ul class="list">
              {record.files.map((file, index) => (
                <li>
                  <span>
                    {file.description || file.name}
                    <div class="small soft">{file.name}</div>
                  </span>
                  <a href={`${address}/tep/${index}?tai=1`}>Tải</a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section class="card">
          <h2>Lịch sử trạng thái</h2>
          <ol class="history">
            {record.history.toReversed().map((entry) => (
              <li>
                <b>{STATUS_WORDS[entry.code]}</b>
                <div class="small soft">
                  {entry.staff ? `${entry.staff} · ` : ""}
                  {dateAndTime(entry.at)}
                </div>
                {entry.description && entry.description !== STATUS_WORDS[entry.code] ? (
                  <span class="note lines">{entry.description}</span>
                ) : null}
              </li>
            ))}
          </ol>
        </section>
      </div>
    </div>
  );
};

/** What the check of the signatures found; of paper it says nothing. */
const Genuineness: FC<{ record: IncomingDocument }> = ({ record }) => {
  if (record.cancelled !== undefined || record.files.length === 0) return null;
  if (record.channel === "paper")
    return (
      <Notice tone="info" title="Văn bản giấy">
        <p>Tệp là bản quét để theo dõi; bản chính là văn bản giấy do văn thư giữ.</p>
      </Notice>
    );
  return record.verdict ? (
    <VerdictBanner verdict={record.verdict} />
  ) : (
    <Notice tone="warn" title="Chưa kiểm tra được chữ ký" />
  );
};

const Paper: FC<{ record: IncomingDocument }> = ({ record }) => {
  const [first] = record.files;
  if (first === undefined) return null;
  const source = `/van-ban-den/${record.id}/tep/0`;
  if (first.contentType === "image/png" || first.contentType === "image/jpeg")
    return (
      <p>
        <img class="scan" src={source} alt={`Bản quét: ${first.name}`} />
      </p>
    );
  if (first.contentType === "image/tiff")
    return (
      <p>
        Bản quét TIFF: <a href={`${source}?tai=1`}>tải về để xem</a>.
      </p>
    );
  return <PaperView source={source} drawn={source} title="Bản PDF của văn bản đến" />;
};

/** Accepting and rejecting while it waits, else where it stands. */
const NextStep: FC<{ record: IncomingDocument; related: Related; mayReceive: boolean; typed?: TypedForm }> = ({
  record,
  related,
  mayReceive,
  typed,
}) => {
  const address = `/van-ban-den/${record.id}`;
  if (record.status !== "01")
    return (
      <p>
        {STATUS_WORDS[record.status]}
        {record.entry ? `, số đến ${record.entry.number} ngày ${shortDate(record.entry.arrivedOn)}` : ""}.
      </p>
    );
  if (!mayReceive) return <p>Đang chờ văn thư tiếp nhận.</p>;
  if (record.business === "recall" && record.files.length === 0) {
    // The document may never have come, or was answered for already.
    const open = related.changed.some((one) => one.changeAsked?.by === record.id);
    return (
      <>
        <p>
          {open
            ? "Mở văn bản được nêu để trả lời yêu cầu thu hồi."
            : "Không còn văn bản nào chờ trả lời yêu cầu này: từ chối kèm lý do để nơi gửi biết."}
        </p>
        {open ? null : <Reject address={address} typed={typed} />}
      </>
    );
  }
  const sound = record.verdict?.verdict === "TOTAL_PASSED" || record.channel !== undefined;
  return (
    <>
      {record.channel === "paper" ? null : (
        <p>
          Kết quả kiểm tra chữ ký: <VerdictChip verdict={record.verdict?.verdict} />
        </p>
      )}
      {sound ? null : (
        <Notice tone="warn" title="Cân nhắc trước khi tiếp nhận">
          <p>Nghị định 30/2020/NĐ-CP Điều 21: văn bản không bảo đảm xác thực, toàn vẹn thì trả lại nơi gửi.</p>
        </Notice>
      )}
      <Step action={`${address}/tiep-nhan`} name="Tiếp nhận, vào sổ" main={sound} busy="Đang vào sổ…">
        {record.duplicates.length === 0 ? null : (
          <label class="check">
            <input type="checkbox" name="known" value="1" required /> Đã so với các văn bản trùng, vẫn vào sổ
          </label>
        )}
      </Step>
      <hr />
      <Reject address={address} typed={typed} />
    </>
  );
};

const Reject: FC<{ address: string; typed?: TypedForm }> = ({ address, typed }) => (
  <Step action={`${address}/tu-choi`} name="Từ chối tiếp nhận" main={false}>
    <Field
      name="reason"
      label="Lý do từ chối"
      rows={3}
      maxlength={500}
      value={typedIn(typed, "tu-choi")?.text("reason")}
      hint="Gửi lại cho nơi gửi."
    />
  </Step>
);
