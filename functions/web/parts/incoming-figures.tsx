import type { FC } from "hono/jsx";
import type {
  HandlingCounts,
  IncomingFigures,
  IncomingPeriod,
  IssuingCounts,
  OutgoingFigures,
} from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import { Chip, Empty, Field, Scroll } from "./pieces.tsx";

const HANDLING: [keyof HandlingCounts, string][] = [
  ["total", "Tổng số"],
  ["unassigned", "Chờ phân phối"],
  ["working", "Đang giải quyết"],
  ["overdue", "Quá hạn"],
  ["done", "Đã giải quyết"],
  ["onTime", "Đúng hạn"],
  ["late", "Trễ hạn"],
  ["cancelled", "Đã hủy"],
];
const ISSUING: [keyof IssuingCounts, string][] = [
  ["total", "Đã phát hành"],
  ["onTime", "Đúng thời hạn"],
  ["late", "Chậm"],
  ["sent", "Đã gửi"],
  ["recalled", "Đã thu hồi"],
];

/** Which period. */
export const PeriodForm: FC<{ period: IncomingPeriod }> = ({ period }) => (
  <form class="filter" method="get" action="/van-ban-den/bao-cao">
    <Field name="tu" label="Từ ngày" type="date" value={period.from} />
    <Field name="den" label="Đến ngày" type="date" value={period.to} />
    <button type="submit">Xem</button>
  </form>
);

/** Figures of incoming and outgoing documents, each with its files. */
export const IncomingFiguresView: FC<{
  period: IncomingPeriod;
  figures: IncomingFigures;
  outgoing: OutgoingFigures;
}> = ({ period, figures, outgoing }) => (
  <>
    <section class="card">
      <PeriodForm period={period} />
    </section>
    <section class="card">
      <header>
        <h2>Văn bản đến</h2>
        <Files which="den" period={period} />
      </header>
      <Tiles counts={figures.totals} words={HANDLING} />
      <p class="small">
        Qua trục liên thông {figures.channels.exchange}, văn bản giấy {figures.channels.paper}, thư điện tử{" "}
        {figures.channels.email}, tệp {figures.channels.file}. Chờ tiếp nhận {figures.waiting}, từ chối{" "}
        {figures.rejected}.
      </p>
      <CountsTable
        label="Theo đơn vị, cá nhân chủ trì"
        first="Đơn vị, cá nhân"
        words={HANDLING}
        rows={figures.byAssignee.map((one) => [one.name, one])}
      />
      {figures.overdue.length === 0 ? null : (
        <Scroll label="Văn bản quá hạn">
          <table>
            <caption>Văn bản quá hạn giải quyết</caption>
            <thead>
              <tr>
                <th scope="col" class="number">
                  Số đến
                </th>
                <th scope="col">Văn bản</th>
                <th scope="col">Giao cho</th>
                <th scope="col">Hạn</th>
                <th scope="col">Quá hạn</th>
              </tr>
            </thead>
            <tbody>
              {figures.overdue.map((one) => (
                <tr>
                  <td class="number">{one.arrivalNumber}</td>
                  <td>
                    <a href={`/van-ban-den/${one.id}`}>{one.document}</a>
                  </td>
                  <td>{one.assignees}</td>
                  <td class="nowrap">{shortDate(one.dueOn)}</td>
                  <td>
                    <Chip tone="bad">{one.days} ngày làm việc</Chip>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
    <section class="card">
      <header>
        <h2>Văn bản đi</h2>
        <Files which="di" period={period} />
      </header>
      <Tiles counts={outgoing.totals} words={ISSUING} />
      <p class="small">
        Đúng thời hạn: phát hành trong ngày ký hoặc ngày làm việc tiếp theo (NĐ 30/2020/NĐ-CP Điều 18). Lượt gửi tới cơ
        quan nhận {outgoing.receivers.total}: đã giải quyết {outgoing.receivers.done}, đã tiếp nhận{" "}
        {outgoing.receivers.accepted}, đã đến {outgoing.receivers.arrived}, từ chối {outgoing.receivers.rejected}, đang
        gửi {outgoing.receivers.underWay}, không gửi được {outgoing.receivers.failed}.
      </p>
      <CountsTable
        label="Theo loại văn bản"
        first="Loại văn bản"
        words={ISSUING}
        rows={outgoing.byKind.map((one) => [one.name, one])}
      />
      <CountsTable
        label="Theo người soạn"
        first="Người soạn"
        words={ISSUING}
        rows={outgoing.byDrafter.map((one) => [one.name, one])}
      />
    </section>
  </>
);

const Files: FC<{ which: "den" | "di"; period: IncomingPeriod }> = ({ which, period }) => (
  <span class="actions">
    {(
      [
        ["pdf", "PDF"],
        ["docx", "Word"],
        ["xlsx", "Excel"],
      ] as const
    ).map(([format, name]) => (
      <a class="button" href={`/van-ban-den/bao-cao/${which}/${format}?tu=${period.from}&den=${period.to}`}>
        {name}
      </a>
    ))}
  </span>
);

function Tiles<Counts>({ counts, words }: { counts: Counts; words: [keyof Counts, string][] }) {
  return (
    <div class="tiles">
      {words.map(([key, name]) => (
        <div class="tile">
          <b>{String(counts[key])}</b> {name}
        </div>
      ))}
    </div>
  );
}

function CountsTable<Counts>(props: {
  label: string;
  first: string;
  words: [keyof Counts, string][];
  rows: [string, Counts][];
}) {
  const { label, first, words, rows } = props;
  if (rows.length === 0) return <Empty title={`${label}: chưa có số liệu trong kỳ`} />;
  return (
    <Scroll label={label}>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {words.map(([, name]) => (
              <th scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, counts]) => (
            <tr>
              <th scope="row">{name}</th>
              {words.map(([key]) => (
                <td class="number">{String(counts[key])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
