import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import { type Delivery, STATUS_WORDS, type StatusCode } from "../../../shared/exchange/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import type { DeliveryCounts, DocumentRecord, DocumentSummary } from "../../../shared/office/index.ts";
import { dateAndTime, shortDate } from "./dates.ts";
import { DeliveryLine, deliveryTone, symbolWords } from "./document-parts.tsx";
import type { Shown } from "./next-actions.tsx";
import { Chip, Scroll, Step } from "./pieces.tsx";

/** Can more be expected soon: neither given up nor answered beyond "arrived"? */
export function isUnderWay(delivery: Delivery): boolean {
  return delivery.state !== "dead" && (delivery.status === undefined || delivery.status === "01");
}

/** Where the receivers of a document stand: renews itself while something is under way. */
export const DeliveryCard: FC<{ shown: Shown }> = ({ shown }) => {
  const { deliveries, document, actor } = shown;
  if (deliveries.length === 0) return null;
  const address = `/van-ban/${document.id}`;
  return (
    <section class="card" id="noi-nhan">
      <h2>Nơi nhận trên trục liên thông</h2>
      <div
        class="deliveries"
        hx-get={`${address}/tinh-trang-gui`}
        hx-trigger={deliveries.some(isUnderWay) ? "every 5s" : undefined}
        hx-select="#noi-nhan > .deliveries"
        hx-swap="outerHTML ignoreTitle:true"
      >
        <Deliveries deliveries={deliveries} document={document} maySend={may(actor, "document.send")} />
      </div>
      <p class="small no-print">
        <a href={`${address}/tinh-trang-gui`}>Báo cáo tình trạng gửi</a> (in được)
      </p>
    </section>
  );
};

/** Counts in words, each receiver, and another try for those that were given up. */
export const Deliveries: FC<{ deliveries: Delivery[]; document: DocumentRecord; maySend: boolean }> = ({
  deliveries,
  document,
  maySend,
}) => {
  const address = `/van-ban/${document.id}`;
  const dead = deliveries.filter(({ state }) => state === "dead").length;
  return (
    <>
      <p class="small" role="status">
        {countWords(countsIn(deliveries))}
      </p>
      {dead > 1 && maySend ? (
        <Step
          action={`${address}/gui-lai-tat-ca`}
          name={`Gửi lại cả ${dead} nơi chưa gửi được`}
          main={false}
          busy="Đang gửi…"
        />
      ) : null}
      <ul class="list">
        {deliveries.map((delivery) => (
          <DeliveryLine delivery={delivery} again={maySend ? `${address}/gui-lai` : undefined} />
        ))}
      </ul>
    </>
  );
};

/** How many receivers stand how, from the deliveries themselves. */
function countsIn(deliveries: readonly Delivery[]): DeliveryCounts {
  const of = (holds: (one: Delivery) => boolean) => deliveries.filter(holds).length;
  const refused = of(({ status }) => status === "02" || status === "16");
  const arrived = of(({ status }) => status !== undefined && status !== "01");
  const failed = of(({ status, state }) => status === undefined && state === "dead");
  const waiting = of(({ status, state }) => status === undefined && state === "waiting");
  const all = deliveries.length;
  return { all, refused, failed, waiting, accepted: arrived - refused, sent: all - arrived - failed - waiting };
}

/** "3 nơi nhận: 2 đã tiếp nhận, 1 không gửi được". */
function countWords(counts: DeliveryCounts): string {
  const parts = [
    [counts.accepted, "đã tiếp nhận"],
    [counts.sent, "đã gửi, chưa tiếp nhận"],
    [counts.waiting, "đang chờ gửi"],
    [counts.refused, "từ chối"],
    [counts.failed, "không gửi được"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return `${counts.all} nơi nhận${said.length === 0 ? "" : `: ${said.join(", ")}`}`;
}

/** The same as chips, for a list of documents. */
const CountChips: FC<{ counts: DeliveryCounts | undefined }> = ({ counts }) => {
  if (counts === undefined || counts.all === 0) return <span class="soft small">chưa có</span>;
  const bad = counts.refused + counts.failed;
  return (
    <span class="chips">
      <Chip tone={bad > 0 ? "bad" : counts.accepted === counts.all ? "good" : "info"}>
        {counts.accepted}/{counts.all} đã tiếp nhận
      </Chip>
      {counts.failed > 0 ? <span class="small">{counts.failed} không gửi được</span> : null}
      {counts.refused > 0 ? <span class="small">{counts.refused} từ chối</span> : null}
      {counts.waiting > 0 ? <span class="small soft">{counts.waiting} đang chờ gửi</span> : null}
    </span>
  );
};

/** What was sent, with how it stands with its receivers. */
export const SentTable: FC<{
  documents: DocumentSummary[];
  counts: ReadonlyMap<string, DeliveryCounts>;
  label: string;
}> = ({ documents, counts, label }) => (
  <Scroll label={label}>
    <table>
      <thead>
        <tr>
          <th scope="col">Số, ký hiệu</th>
          <th scope="col" class="wide-only">
            Ngày
          </th>
          <th scope="col">Loại và trích yếu</th>
          <th scope="col">Nơi nhận</th>
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => (
          <tr>
            <td class="unbroken-when-wide">{symbolWords(document)}</td>
            <td class="nowrap wide-only">{shortDate(document.issuedOn)}</td>
            <td>
              <a href={`/van-ban/${document.id}`}>
                <b>{KINDS[document.kind].name}</b> {document.subject}
              </a>
            </td>
            <td>
              <a href={`/van-ban/${document.id}/tinh-trang-gui`}>
                <CountChips counts={counts.get(document.id)} />
                <span class="visually-hidden"> Tình trạng gửi</span>
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

/** The report of sending as a table, for the screen and for paper. */
export const DeliveryReport: FC<{ deliveries: Delivery[] }> = ({ deliveries }) => (
  <Scroll label="Bảng tình trạng gửi">
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">
            TT
          </th>
          <th scope="col">Nơi nhận</th>
          <th scope="col">Vào hàng gửi</th>
          <th scope="col">Gửi xong</th>
          <th scope="col">Đến nơi</th>
          <th scope="col">Tiếp nhận</th>
          <th scope="col">Tình trạng</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery, index) => (
          <tr>
            <td class="number">{index + 1}</td>
            <td>
              {delivery.toName}
              <div class="small soft mono">{delivery.to}</div>
            </td>
            <td>{dateAndTime(delivery.queuedAt)}</td>
            <td>{delivery.sentAt ? dateAndTime(delivery.sentAt) : "—"}</td>
            <td>{firstOf(delivery, "01")}</td>
            <td>{firstOf(delivery, "03")}</td>
            <td>
              <Chip tone={deliveryTone(delivery)}>{stateWords(delivery)}</Chip>
              {whyOf(delivery) ? <div class="small">{whyOf(delivery)}</div> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

function firstOf({ statuses }: Delivery, code: StatusCode): string {
  const found = statuses.find((one) => one.code === code);
  return found === undefined ? "—" : dateAndTime(found.at);
}

function stateWords({ state, status, attempts }: Delivery): string {
  if (status !== undefined) return STATUS_WORDS[status];
  if (state === "sent") return "Đã gửi";
  if (state === "dead") return "Không gửi được";
  return attempts === 0 ? "Đang chờ gửi" : `Đang gửi lại (đã thử ${attempts} lần)`;
}

function whyOf({ state, status, statuses, lastError }: Delivery): string {
  if (status === "02" || status === "16") return statuses.findLast(({ code }) => code === status)?.description ?? "";
  return state === "sent" ? "" : (lastError?.message ?? "");
}
