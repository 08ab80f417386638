import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { type Actor, may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { STATUS_WORDS, type StatusCode } from "../../../shared/exchange/index.ts";
import type { IncomingDocument, IncomingSummary } from "../../../shared/office/index.ts";
import type { Verdict } from "../../../shared/verification/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ChangedPages } from "../parts/changed-pages.tsx";
import { dateAndTime, shortDate } from "../parts/dates.ts";
import { lowerFirst } from "../parts/document-parts.tsx";
import { Chip, Empty, Field, Notice, Scroll, Step, type Tone } from "../parts/pieces.tsx";
import { VerdictBanner, VerdictChip, VerdictReport } from "../parts/verdict.tsx";

const ACTIVE = "/van-ban-den";

const STATUS_TONES: Record<StatusCode, Tone> = {
  "01": "warn",
  "02": "bad",
  "03": "good",
  "04": "info",
  "05": "info",
  "06": "good",
  "13": "plain",
  "15": "plain",
  "16": "plain",
};

/** Incoming documents: the list with verdicts, one document with its check, accepting and rejecting. */
export function incomingPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  app.get("/van-ban-den", async (c) => {
    const records = await office.incoming.list(c.get("actor"));
    return show(
      desk,
      c,
      {
        title: "Văn bản đến",
        lead: "Chữ ký của mỗi văn bản được kiểm tra ngay khi đến; văn thư tiếp nhận vào sổ hoặc trả lại nơi gửi.",
        active: ACTIVE,
      },
      <section class="card">
        {records.length === 0 ? (
          <Empty title="Chưa có văn bản đến">
            Văn bản do cơ quan khác gửi qua trục liên thông sẽ hiện ở đây kèm kết quả kiểm tra chữ ký.
          </Empty>
        ) : (
          <Scroll label="Danh sách văn bản đến">
            <table>
              <thead>
                <tr>
                  <th scope="col" class="number">
                    Số đến
                  </th>
                  <th scope="col">Đến lúc</th>
                  <th scope="col">Cơ quan gửi</th>
                  <th scope="col">Số, ký hiệu</th>
                  <th scope="col">Loại và trích yếu</th>
                  <th scope="col">Chữ ký</th>
                  <th scope="col">Trạng thái</th>
                </tr>
              </thead>
              <tbody>
                {records.map((one) => (
                  <tr>
                    <td class="number">{one.arrivalNumber ?? ""}</td>
                    <td class="nowrap">{dateAndTime(one.arrivedAt)}</td>
                    <td>{one.from.name}</td>
                    <td class="nowrap">{symbolOf(one)}</td>
                    <td>
                      <a href={`/van-ban-den/${one.id}`}>
                        <b>{one.kind.name}</b> {one.subject}
                      </a>
                    </td>
                    <td>
                      <VerdictChip verdict={one.checked} />
                    </td>
                    <td>
                      <Chip tone={STATUS_TONES[one.status]}>{STATUS_WORDS[one.status]}</Chip>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </section>,
    );
  });

  const one = async (c: WebContext, problem?: Problem) => {
    const record = await office.incoming.get(c.get("actor"), c.req.param("id") ?? "");
    return show(
      desk,
      c,
      {
        title: `${record.kind.name} ${lowerFirst(record.subject)}`,
        lead: (
          <>
            {symbolOf(record)} ngày {shortDate(record.issuedOn)} của {record.from.name}{" "}
            <Chip tone={STATUS_TONES[record.status]}>{STATUS_WORDS[record.status]}</Chip>
          </>
        ),
        back: [ACTIVE, "Văn bản đến"],
        active: ACTIVE,
        problem,
      },
      <IncomingView
        record={record}
        related={await relatedTo(office, c.get("actor"), record)}
        mayReceive={may(c.get("actor"), "incoming.receive")}
        mayCopy={may(c.get("actor"), "document.copy")}
      />,
    );
  };

  app.get("/van-ban-den/:id", (c) => one(c));

  app.get("/van-ban-den/:id/tep/:index", async (c) => {
    const file = await office.incoming.file(c.get("actor"), c.req.param("id"), Number(c.req.param("index")));
    // Only PDF is shown in place: what others sent must never run as a page of ours.
    const isPdf = Buffer.from(file.bytes.subarray(0, 5)).toString("latin1") === "%PDF-";
    return fileAnswer(
      { ...file, contentType: isPdf ? "application/pdf" : "application/octet-stream" },
      isPdf && c.req.query("tai") === undefined,
    );
  });

  app.post("/van-ban-den/:id/tiep-nhan", async (c) => {
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await office.incoming.accept(c.get("actor"), id);
        return `/van-ban-den/${id}?xong=da-tiep-nhan`;
      },
      (problem) => one(c, problem),
    );
  });

  app.post("/van-ban-den/:id/tu-choi", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await office.incoming.reject(c.get("actor"), id, form.text("reason"));
        return `/van-ban-den/${id}?xong=da-tu-choi`;
      },
      (problem) => one(c, problem),
    );
  });
}

function symbolOf(record: IncomingSummary): string {
  // Party notations ("KH/TU") stand after a dash, State ones ("KH-UBND") after a slash.
  return `${record.number}${record.notation.includes("/") ? "-" : "/"}${record.notation}`;
}

/** Documents of this office that a packet updates or replaces, or that update or replace it. */
interface Related {
  changed: IncomingSummary[];
  changedBy: IncomingSummary[];
}

async function relatedTo(office: Desk["office"], actor: Actor, record: IncomingDocument): Promise<Related> {
  if (record.replaces.length === 0 && record.changeAsked === undefined) return { changed: [], changedBy: [] };
  const all = (await office.incoming.list(actor)).filter((one) => one.id !== record.id);
  return {
    changed: all.filter((one) => record.replaces.includes(one.documentId)),
    changedBy: all.filter((one) => one.replaces.includes(record.documentId)),
  };
}

const CHANGE_WORDS: Record<string, string> = {
  update: "cập nhật",
  replace: "thay thế",
  recall: "thu hồi",
  "take-back": "lấy lại",
};

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
    {record.changeAsked === undefined ? null : (
      <Notice tone="warn" title={`Nơi gửi đã ${CHANGE_WORDS[record.changeAsked.kind]} văn bản này`}>
        {record.changeAsked.reason ? <p class="lines">{record.changeAsked.reason}</p> : null}
        <p>Từ {dateAndTime(record.changeAsked.at)}. Khi sử dụng cần xem kèm văn bản sau.</p>
        <RelatedList documents={related.changedBy} />
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
            {one.kind.name} {symbolOf(one)} ngày {shortDate(one.issuedOn)}
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

const IncomingView: FC<{ record: IncomingDocument; related: Related; mayReceive: boolean; mayCopy: boolean }> = ({
  record,
  related,
  mayReceive,
  mayCopy,
}) => {
  const address = `/van-ban-den/${record.id}`;
  const sound = record.verdict?.verdict === "TOTAL_PASSED";
  return (
    <div class="beside">
      <div>
        {record.verdict ? (
          <VerdictBanner verdict={record.verdict} />
        ) : (
          <Notice tone="warn" title="Chưa kiểm tra được chữ ký" />
        )}
        <ChangeNotice record={record} related={related} />
        <iframe class="paper" src={`${address}/tep/0#navpanes=0&view=FitH`} title="Bản PDF của văn bản đến"></iframe>
        <p class="small no-print">
          Không thấy văn bản? <a href={`${address}/tep/0`}>Mở bản PDF riêng</a>.
        </p>
        {record.verdict ? (
          <>
            <VerdictReport verdict={record.verdict} fileName={record.files[0]?.name ?? ""} banner={false} />
            <IncomingPictures record={record} verdict={record.verdict} />
          </>
        ) : null}
      </div>
      <div class="rail">
        <section class="card" aria-label="Việc tiếp theo">
          <h2>Việc tiếp theo</h2>
          <p>
            Kết quả kiểm tra chữ ký: <VerdictChip verdict={record.verdict?.verdict} />
          </p>
          {record.status !== "01" ? (
            <p>
              {STATUS_WORDS[record.status]}
              {record.entry ? `, số đến ${record.entry.number} ngày ${shortDate(record.entry.arrivedOn)}` : ""}.
            </p>
          ) : mayReceive ? (
            <>
              {sound ? null : (
                <Notice tone="warn" title="Cân nhắc trước khi tiếp nhận">
                  <p>Nghị định 30/2020/NĐ-CP Điều 21: văn bản không bảo đảm xác thực, toàn vẹn thì trả lại nơi gửi.</p>
                </Notice>
              )}
              <Step action={`${address}/tiep-nhan`} name="Tiếp nhận, vào sổ" main={sound} busy="Đang vào sổ…" />
              <hr />
              <Step action={`${address}/tu-choi`} name="Từ chối tiếp nhận" main={false}>
                <Field name="reason" label="Lý do từ chối" rows={3} maxlength={500} hint="Gửi lại cho nơi gửi." />
              </Step>
            </>
          ) : (
            <p>Đang chờ văn thư tiếp nhận.</p>
          )}
        </section>
        {mayCopy ? (
          <p class="small">
            <a href={`/sao-van-ban/nguon/van-ban-den/${record.id}`}>Sao văn bản này</a> (sao y, sao lục, trích sao)
          </p>
        ) : null}
        <section class="card">
          <h2>Thông tin gửi</h2>
          <dl class="facts">
            <dt>Cơ quan gửi</dt>
            <dd>
              {record.from.name} <span class="soft">({record.from.organisationCode})</span>
            </dd>
            <dt>Người ký</dt>
            <dd>
              {record.signatory.name}, {record.signatory.position}
            </dd>
            <dt>Đến lúc</dt>
            <dd>{dateAndTime(record.arrivedAt)}</dd>
            {record.dueOn ? (
              <>
                <dt>Hạn trả lời</dt>
                <dd>{shortDate(record.dueOn)}</dd>
              </>
            ) : null}
          </dl>
        </section>
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
