import { raw } from "hono/html";
import type { Child, FC } from "hono/jsx";
import {
  agencyChart,
  burnUpChart,
  type ChartOptions,
  type Drawing,
  statusChart,
  toSvg,
} from "../../../shared/charts/index.ts";
import {
  CHART_CAPTIONS,
  type Report,
  type ReportChartId,
  type ReportSection,
  type ReportSentence,
  type ReportTable,
  type SentencePart,
} from "../../../shared/reports/index.ts";
import { shortDate } from "./dates.ts";
import { Scroll } from "./pieces.tsx";

/** Address of the tasks behind a figure. */
type FigureAddress = (figureId: string) => string;

/** A long table shows so many rows on the page; the document has them all. */
const ROWS_SHOWN = 60;

/** Charts on a telephone are drawn anew, this wide in points, so that their letters stay legible. */
const SLIM = 300;

/** A report as it reads: sections with their sentences, charts and tables; every figure is a link to what it counts. */
export const ReportView: FC<{ report: Report; address: FigureAddress }> = ({ report, address }) => (
  <article class="report" aria-label="Nội dung báo cáo">
    {report.sections.map((section) => (
      <Section section={section} report={report} address={address} />
    ))}
    {report.lists.length > 0 ? <h2>Danh mục kèm theo</h2> : null}
    {report.lists.map((table) => (
      <Table table={table} address={address} />
    ))}
  </article>
);

const Section: FC<{ section: ReportSection; report: Report; address: FigureAddress }> = ({
  section,
  report,
  address,
}) => (
  <>
    {section.level === 1 ? <h2>{section.heading}</h2> : <h3>{section.heading}</h3>}
    {paragraphs(section.sentences).map((one) =>
      Array.isArray(one) ? (
        <ul>
          {one.map((sentence) => (
            <li>
              <Parts parts={withoutDash(sentence.parts)} address={address} />
            </li>
          ))}
        </ul>
      ) : (
        <p>
          <Parts parts={one.parts} address={address} />
        </p>
      ),
    )}
    {section.charts.map((chart) => (
      <Chart id={chart} report={report} />
    ))}
    {section.tables.map((table) => (
      <Table table={table} address={address} />
    ))}
  </>
);

/** Sentences; those that begin with a dash and follow each other together, as a list. */
function paragraphs(sentences: ReportSentence[]): (ReportSentence | ReportSentence[])[] {
  const out: (ReportSentence | ReportSentence[])[] = [];
  for (const sentence of sentences) {
    const first = sentence.parts[0];
    const last = out.at(-1);
    if (typeof first !== "string" || !first.startsWith("- ")) out.push(sentence);
    else if (Array.isArray(last)) last.push(sentence);
    else out.push([sentence]);
  }
  return out;
}

function withoutDash(parts: SentencePart[]): SentencePart[] {
  return [(parts[0] as string).slice(2), ...parts.slice(1)];
}

/** Text with its figures as links. */
const Parts: FC<{ parts: SentencePart[]; address: FigureAddress }> = ({ parts, address }) => (
  <>
    {parts.map((part) =>
      typeof part === "string" ? (
        part
      ) : (
        <a class="figure" href={address(part.figure)}>
          {part.text}
        </a>
      ),
    )}
  </>
);

const Table: FC<{ table: ReportTable; address: FigureAddress }> = ({ table, address }) => {
  const rows = table.rows.slice(0, ROWS_SHOWN);
  const center = table.columns.map((column) => (column.align === "center" ? "center" : undefined));
  return (
    <>
      <Scroll label={table.caption}>
        <table>
          <caption>
            {table.appendix ? `${table.appendix}. ` : ""}
            {table.caption}
          </caption>
          <thead>
            <tr>
              {table.columns.map((column, index) => (
                <th scope="col" class={center[index]}>
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) =>
              "group" in row ? (
                <tr class="group">
                  <th scope="rowgroup" colspan={table.columns.length}>
                    {row.group.number} {row.group.title}
                  </th>
                </tr>
              ) : (
                <tr class={row.strong ? "strong" : undefined}>
                  {row.cells.map((cell, index) => (
                    <td class={center[index] ? `${center[index]} lines` : "lines"}>
                      <Parts parts={cell} address={address} />
                    </td>
                  ))}
                </tr>
              ),
            )}
          </tbody>
        </table>
      </Scroll>
      {table.rows.length > rows.length ? (
        <p class="small soft">
          Trang này hiện {rows.length} trong {table.rows.length} dòng; văn bản có đủ các dòng.
        </p>
      ) : null}
    </>
  );
};

const Chart: FC<{ id: ReportChartId; report: Report }> = ({ id, report }) => {
  const { draw, caption, table } = CHARTS[id](report.charts);
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div class="wide">{raw(toSvg(draw(), { id: `bieu-do-${id}` }))}</div>
      <div class="slim">{raw(toSvg(draw({ width: SLIM }), { id: `bieu-do-hep-${id}` }))}</div>
      <details class="small">
        <summary>Số liệu của biểu đồ</summary>
        {table}
      </details>
    </figure>
  );
};

const CHARTS: Record<
  ReportChartId,
  (charts: Report["charts"]) => { draw(options?: ChartOptions): Drawing; caption: string; table: Child }
> = {
  status: ({ status }) => ({
    draw: (options) => statusChart(status, options),
    caption: CHART_CAPTIONS.status,
    table: (
      <Numbers
        caption={CHART_CAPTIONS.status}
        headers={["Tình trạng", "Số nhiệm vụ"]}
        rows={status.map((one) => [one.label, one.value])}
      />
    ),
  }),
  agencies: ({ agencies }) => ({
    draw: (options) => agencyChart(agencies, options),
    caption: CHART_CAPTIONS.agencies,
    table: (
      <Numbers
        caption={CHART_CAPTIONS.agencies}
        headers={["Cơ quan chủ trì", "Hoàn thành", "Đang thực hiện, chưa quá hạn", "Quá hạn"]}
        rows={agencies.map((one) => [one.name, one.done, one.openInTime, one.overdue])}
      />
    ),
  }),
  "burn-up": ({ burnUp }) => ({
    draw: (options) => burnUpChart(burnUp, options),
    caption: CHART_CAPTIONS["burn-up"],
    table: (
      <Numbers
        caption={CHART_CAPTIONS["burn-up"]}
        headers={["Đến ngày", "Tổng số", "Đã hoàn thành", "Phải hoàn thành theo hạn"]}
        rows={burnUp.map((one) => [shortDate(one.day), one.total, one.done, one.planned])}
      />
    ),
  }),
};

/** The numbers of a chart as a table, for who reads rather than looks. */
const Numbers: FC<{ caption: string; headers: string[]; rows: (string | number)[][] }> = ({
  caption,
  headers,
  rows,
}) => (
  <Scroll label={`Số liệu: ${caption}`}>
    <table>
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {headers.map((header, index) => (
            <th scope="col" class={index === 0 ? undefined : "number"}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first, ...rest]) => (
          <tr>
            <th scope="row">{first}</th>
            {rest.map((value) => (
              <td class="number">{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);
