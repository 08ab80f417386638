import type { FC } from "hono/jsx";
import type { Organisation } from "../../../shared/access/index.ts";
import { MEDIUM_WORDS, STANDING_WORDS } from "../../../shared/copies/index.ts";
import type { Delivery } from "../../../shared/exchange/index.ts";
import type { CopyEntry, CopyRecord } from "../../../shared/office/index.ts";
import { COPIES, COPY_STATES, copiedWords, copySourceAddress, FORM_NAMES, MEDIUM_NAMES } from "./copy-words.ts";
import { dateAndTime, shortDate } from "./dates.ts";
import { DeliveryLine } from "./document-parts.tsx";
import { Chip, Empty, Field, Scroll, Step } from "./pieces.tsx";

/** Copies, newest first. */
export const CopyTable: FC<{ copies: CopyRecord[] }> = ({ copies }) => (
  <Scroll label="Danh sách bản sao">
    <table>
      <thead>
        <tr>
          <th scope="col">Ngày sao</th>
          <th scope="col">Hình thức</th>
          <th scope="col">Số, ký hiệu bản sao</th>
          <th scope="col">Văn bản được sao</th>
          <th scope="col">Trạng thái</th>
        </tr>
      </thead>
      <tbody>
        {copies.map((one) => (
          <tr>
            <td class="nowrap">{shortDate(one.madeOn)}</td>
            <td>
              {FORM_NAMES[one.form]}, {MEDIUM_NAMES[one.to]}
            </td>
            <td class="nowrap">{one.number?.symbol ?? "–"}</td>
            <td>
              <a href={`${COPIES}/${one.id}`}>
                <b>{copiedWords(one.source.text)}</b> {one.source.text.subject}
              </a>
            </td>
            <td>
              <Chip tone={COPY_STATES[one.state].tone}>{COPY_STATES[one.state].name}</Chip>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

/** One copy with its file, what it was made of, and what comes next. */
export const CopyResult: FC<{
  copy: CopyRecord & { rev: number };
  organisations: Organisation[];
  deliveries: Delivery[];
  mayCopy: boolean;
}> = ({ copy, organisations, deliveries, mayCopy }) => {
  const address = `${COPIES}/${copy.id}`;
  const { source } = copy;
  return (
    <div class="beside">
      <section aria-label="Bản sao">
        <iframe class="paper" src={`${address}/pdf#navpanes=0&view=FitH`} title="Tệp bản sao"></iframe>
        <p class="small no-print">
          Không thấy bản sao? <a href={`${address}/pdf`}>Mở tệp riêng</a>.
        </p>
      </section>
      <div class="rail">
        <section class="card" aria-label="Việc tiếp theo">
          <h2>Việc tiếp theo</h2>
          <p>
            <a class="button" href={`${address}/pdf?tai=1`}>
              Tải bản sao
            </a>
          </p>
          {copy.to === "paper" ? (
            <PaperSteps copy={copy} mayCopy={mayCopy} />
          ) : mayCopy ? (
            <SendCopy copy={copy} organisations={organisations} />
          ) : null}
        </section>
        {deliveries.length > 0 ? (
          <section class="card">
            <h2>Nơi nhận trên trục liên thông</h2>
            <ul class="list">
              {deliveries.map((delivery) => (
                <DeliveryLine delivery={delivery} />
              ))}
            </ul>
          </section>
        ) : null}
        <section class="card">
          <h2>Bản sao</h2>
          <dl class="facts">
            {copy.number ? (
              <>
                <dt>Số, ký hiệu bản sao</dt>
                <dd>{copy.number.symbol}</dd>
              </>
            ) : null}
            {copy.line ? (
              <>
                <dt>Ghi trên trang đầu</dt>
                <dd>{copy.line}</dd>
              </>
            ) : null}
            <dt>Căn cứ</dt>
            <dd>{copy.clause}</dd>
            <dt>{copy.to === "paper" ? "Người ký bản sao" : "Người quyết định"}</dt>
            <dd>
              {copy.signatory.name}, {copy.signatory.position}
            </dd>
            <dt>Nơi nhận</dt>
            <dd>{copy.recipients.join("; ")}</dd>
            <dt>Sao từ</dt>
            <dd>
              <a href={copySourceAddress(source.at)}>{copiedWords(source.text)}</a>, {STANDING_WORDS[source.standing]}{" "}
              (văn bản {MEDIUM_WORDS[source.medium]})
            </dd>
            {source.check ? (
              <>
                <dt>Chữ ký số của văn bản khi sao</dt>
                <dd>{source.check.summary}</dd>
              </>
            ) : null}
            <dt>Mã băm văn bản được sao</dt>
            <dd class="mono small">{source.files.join(" ")}</dd>
            <dt>Mã băm bản sao</dt>
            <dd class="mono small">{copy.file}</dd>
          </dl>
        </section>
        <section class="card">
          <h2>Lịch sử</h2>
          <ol class="history">
            {copy.history.toReversed().map((entry) => (
              <li>
                <b>{ACTIONS[entry.action](copy)}</b>
                <div class="small soft">
                  {entry.person} · {dateAndTime(entry.at)}
                </div>
                {entry.note ? <span class="note">{entry.note}</span> : null}
              </li>
            ))}
          </ol>
        </section>
      </div>
    </div>
  );
};

const ACTIONS: Record<CopyRecord["history"][number]["action"], (copy: CopyRecord) => string> = {
  make: ({ to }) => (to === "paper" ? "Cấp số, tạo bản in" : "Ký số bản sao"),
  sign: () => "Xác nhận đã ký, đóng dấu",
  void: () => "Hủy bản sao",
  send: () => "Gửi",
  renew: () => "Gia hạn dấu thời gian, nâng mức chữ ký",
};

const PaperSteps: FC<{ copy: CopyRecord & { rev: number }; mayCopy: boolean }> = ({ copy, mayCopy }) => {
  if (copy.state === "signed") return <p>Bản sao giấy đã được ký, đóng dấu; số {copy.number?.symbol} đã dùng.</p>;
  if (copy.state === "void") return <p>Bản sao đã hủy; số {copy.number?.symbol} không dùng lại.</p>;
  if (!mayCopy) return <p>Đang chờ văn thư in, trình ký và đóng dấu.</p>;
  const address = `${COPIES}/${copy.id}`;
  return (
    <>
      <p>
        In {copy.amount} bản ở tỷ lệ 100%, trình {copy.signatory.name} ký, đóng dấu cơ quan.
        {copy.block === "own-page"
          ? " Trang cuối của văn bản không đủ chỗ nên phần thể thức bản sao nằm ở tờ sau."
          : ""}
      </p>
      <Step action={`${address}/xac-nhan`} name="Xác nhận đã ký, đóng dấu" rev={copy.rev} />
      <hr />
      <Step action={`${address}/huy`} name="Hủy bản sao" rev={copy.rev} main={false}>
        <Field name="reason" label="Lý do hủy" rows={2} maxlength={500} hint="Số bản sao bị bỏ, không cấp lại." />
      </Step>
    </>
  );
};

const SendCopy: FC<{ copy: CopyRecord & { rev: number }; organisations: Organisation[] }> = (props) => {
  const { copy } = props;
  const left = props.organisations.filter((one) => !copy.sentTo.includes(one.id));
  if (left.length === 0)
    return copy.sentTo.length > 0 ? (
      <p>Đã gửi tới mọi cơ quan trên hệ thống.</p>
    ) : (
      <p>Chưa có nơi nhận nào trên hệ thống; tải bản sao để chuyển bằng cách khác.</p>
    );
  return (
    <Step action={`${COPIES}/${copy.id}/gui`} name="Gửi bản sao" rev={copy.rev} busy="Đang gửi…">
      <fieldset>
        <legend>Gửi tới</legend>
        {left.map((organisation) => (
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

/** The register of copies of a year, made to be printed. */
export const CopyRegister: FC<{ entries: CopyEntry[]; year: number; search: string }> = (props) => (
  <section class="card">
    <form class="filter" method="get" action={`${COPIES}/so`}>
      <div class="field thin">
        <label for="nam">Năm</label>
        <input id="nam" name="nam" type="number" min="1945" max="2200" value={String(props.year)} />
      </div>
      <div class="field">
        <label for="tim">Tìm trong sổ</label>
        <input id="tim" name="tim" type="search" value={props.search} />
      </div>
      <button type="submit">Xem</button>
    </form>
    {props.entries.length === 0 ? (
      <Empty title="Sổ chưa có bản sao nào">Bản sao tự vào sổ khi được ký số hoặc cấp số.</Empty>
    ) : (
      <Scroll label="Sổ đăng ký bản sao">
        <table class="register">
          <thead>
            <tr>
              {[
                "Số, ký hiệu bản sao",
                "Ngày sao",
                "Hình thức sao",
                "Văn bản được sao",
                "Người ký",
                "Nơi nhận",
                "Số lượng",
                "Ghi chú",
              ].map((header) => (
                <th scope="col">{header}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.entries.map((entry) => (
              <tr>
                <td>{entry.symbol || "(điện tử)"}</td>
                <td>{shortDate(entry.madeOn)}</td>
                <td>
                  {FORM_NAMES[entry.form]}, {MEDIUM_NAMES[entry.to]}
                </td>
                <td>
                  <a href={`${COPIES}/${entry.copyId}`}>{entry.copied}</a>
                </td>
                <td>{entry.signatory}</td>
                <td>{entry.recipients}</td>
                <td>{entry.amount}</td>
                <td>{entry.note || COPY_STATES[entry.state].name}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
  </section>
);
