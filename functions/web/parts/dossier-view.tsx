import type { FC } from "hono/jsx";
import type { Person, Unit } from "../../../shared/access/index.ts";
import { type Dossier, dossierCode } from "../../../shared/dossiers/index.ts";
import type { DossierView, Found } from "../../../shared/office/index.ts";
import { dateAndTime, shortDate } from "./dates.ts";
import { DOSSIER_ACTS, DOSSIER_STATES, FOUND_KINDS } from "./dossier-words.ts";
import { Chip, Empty, Field, Notice, Scroll, Select, Step } from "./pieces.tsx";

/** A step that was refused, with what was typed for it: its form is shown again as it was. */
export interface TypedStep {
  step: string;
  values: Record<string, string>;
  all(name: string): string[];
}

/** What was typed for a step, else what stands. */
function typedFor(typed: TypedStep | undefined, step: string) {
  const own = typed?.step === step ? typed : undefined;
  return {
    open: own !== undefined,
    text: (name: string, stands?: string) => own?.values[name] ?? stands,
    has: (name: string, value: string, stands: boolean) => (own === undefined ? stands : own.all(name).includes(value)),
  };
}

/** Dossiers as a table. */
export const DossierTable: FC<{
  dossiers: readonly Dossier[];
  label: string;
  pick?: string;
  picked?: readonly string[];
}> = ({ dossiers, label, pick, picked = [] }) => (
  <Scroll label={label}>
    <table>
      <thead>
        <tr>
          {pick ? <th scope="col">Chọn</th> : null}
          <th scope="col">Số, ký hiệu</th>
          <th scope="col">Tiêu đề hồ sơ</th>
          <th scope="col">Thời hạn</th>
          <th scope="col">Người lập</th>
          <th scope="col" class="number">
            Văn bản
          </th>
          <th scope="col" class="number">
            Trang
          </th>
          <th scope="col">Trạng thái</th>
          <th scope="col">Hạn nộp lưu</th>
        </tr>
      </thead>
      <tbody>
        {dossiers.map((one) => (
          <tr>
            {pick ? (
              <td>
                <input
                  type="checkbox"
                  name={pick}
                  value={one.id}
                  checked={picked.includes(one.id)}
                  aria-label={`Chọn hồ sơ ${one.code.notation}`}
                />
              </td>
            ) : null}
            <td class="nowrap">{one.code.notation}</td>
            <td>
              <a href={`/ho-so/${one.id}`}>{one.title}</a>
            </td>
            <td class="nowrap">{one.retention}</td>
            <td>{one.maker.name}</td>
            <td class="number">{one.documents}</td>
            <td class="number">{one.pages}</td>
            <td>
              <StateOf dossier={one} />
            </td>
            <td class="nowrap">{one.state === "kept" ? "" : shortDate(one.keptBack?.until ?? one.handOverBy)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

/** Where a dossier stands. */
export const StateOf: FC<{ dossier: Dossier }> = ({ dossier }) => (
  <>
    <Chip tone={DOSSIER_STATES[dossier.state].tone}>{DOSSIER_STATES[dossier.state].name}</Chip>
    {dossier.frozen ? <Chip tone="bad">Đang khóa</Chip> : null}
    {dossier.access.level === "restricted" ? <Chip tone="warn">Giới hạn người xem</Chip> : null}
  </>
);

/** What lies in a dossier. */
const Contents: FC<{ dossier: DossierView }> = ({ dossier }) => (
  <section class="card">
    <h2>Mục lục văn bản, tài liệu</h2>
    {dossier.contents.length === 0 ? (
      <Empty title="Hồ sơ chưa có văn bản">Tìm văn bản để đưa vào, hoặc tải lên tài liệu khác ở khung dưới.</Empty>
    ) : (
      <Scroll label="Văn bản trong hồ sơ">
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">
                STT
              </th>
              <th scope="col">Số, ký hiệu</th>
              <th scope="col">Ngày</th>
              <th scope="col">Tên loại và trích yếu</th>
              <th scope="col">Tác giả</th>
              <th scope="col">Trang số</th>
              <th scope="col">Tệp</th>
              {dossier.actions.includes("put") ? <th scope="col">Đưa ra</th> : null}
            </tr>
          </thead>
          <tbody>
            {dossier.contents.map((one) => (
              <tr>
                <td class="number">{one.ordinal}</td>
                <td class="nowrap">{one.facts.symbol}</td>
                <td class="nowrap">{shortDate(one.facts.issuedOn)}</td>
                <td>
                  {one.hidden || one.source.from === "upload" ? (
                    `${one.facts.typeName} ${one.facts.subject}`
                  ) : (
                    <a href={`${one.source.from === "document" ? "/van-ban" : "/van-ban-den"}/${one.source.id}`}>
                      {one.facts.typeName} {one.facts.subject}
                    </a>
                  )}
                  {one.note ? <div class="small soft">{one.note}</div> : null}
                </td>
                <td>{one.facts.issuer}</td>
                <td class="nowrap">{one.fromPage === one.toPage ? one.fromPage : `${one.fromPage}–${one.toPage}`}</td>
                <td>
                  {one.files.map((file, index) => (
                    <div>
                      <a href={`/ho-so/${dossier.id}/tep/${one.source.from}/${one.source.id}/${index}`}>{file.name}</a>
                    </div>
                  ))}
                </td>
                {dossier.actions.includes("put") ? (
                  <td>
                    <Step
                      action={`/ho-so/${dossier.id}/dua-ra`}
                      name="Đưa ra"
                      rev={dossier.rev}
                      main={false}
                      ask="Đưa văn bản này ra khỏi hồ sơ? Văn bản vẫn còn ở sổ."
                    >
                      <input type="hidden" name="source" value={`${one.source.from}/${one.source.id}`} />
                    </Step>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
    <div class="actions">
      <a class="button" href={`/ho-so/${dossier.id}/muc-luc/pdf`}>
        Mục lục (PDF)
      </a>
      <a class="button" href={`/ho-so/${dossier.id}/muc-luc/docx`}>
        Mục lục (Word)
      </a>
      <a class="button" href={`/dac-ta/dossier/${dossier.id}`}>
        Dữ liệu đặc tả
      </a>
      {dossier.actions.includes("export") ? (
        <>
          <a class="button" href={`/ho-so/${dossier.id}/goi/SIP_hoso`}>
            Gói nộp lưu (SIP)
          </a>
          {dossier.state === "kept" ? (
            <a class="button" href={`/ho-so/${dossier.id}/goi/AIP_hoso`}>
              Gói lưu trữ (AIP)
            </a>
          ) : null}
        </>
      ) : null}
    </div>
  </section>
);

const Facts: FC<{ dossier: DossierView }> = ({ dossier }) => (
  <section class="card">
    <h2>Thông tin hồ sơ</h2>
    <dl class="facts">
      {(
        [
          ["Mã hồ sơ", dossierCode(dossier.code)],
          ["Thời hạn bảo quản", dossier.retention],
          ["Chế độ sử dụng", dossier.rights],
          ["Người lập", dossier.maker.name],
          ["Đơn vị", dossier.unit ?? ""],
          ["Thời gian", `${shortDate(dossier.startedOn)} – ${shortDate(dossier.endedOn)}`],
          ["Tổng số văn bản, trang", `${dossier.documents} văn bản, ${dossier.pages} trang`],
          ["Hạn nộp lưu", shortDate(dossier.handOverBy)],
          ["Giữ lại đến", dossier.keptBack ? `${shortDate(dossier.keptBack.until)} (${dossier.keptBack.consent})` : ""],
          ["Hết thời hạn bảo quản", shortDate(dossier.retentionEnds)],
          ["Ghi chú", dossier.note ?? ""],
        ] as const
      )
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  </section>
);

const Adding: FC<{ dossier: DossierView; words: string; found: readonly Found[]; typed?: TypedStep }> = (props) => {
  const { dossier, words, found } = props;
  const typed = typedFor(props.typed, "tai-len");
  return (
    <section class="card">
      <h2>Đưa văn bản vào hồ sơ</h2>
      <form class="filter" method="get" action={`/ho-so/${dossier.id}`}>
        <Field
          name="tim"
          label="Tìm văn bản"
          value={words}
          optional
          hint="Số, ký hiệu, trích yếu, nội dung; không dấu cũng được."
        />
        <button type="submit">Tìm</button>
      </form>
      {words !== "" && found.length === 0 ? <p>Không tìm thấy văn bản nào đưa vào được.</p> : null}
      {found.length > 0 ? (
        <ul class="list">
          {found.map((one) => (
            <li>
              <div>
                <a href={one.href}>
                  {FOUND_KINDS[one.kind]} {one.values.symbol} {shortDate(one.values.issuedOn)}
                </a>
                <div class="small">{one.values.subject}</div>
              </div>
              <Step action={`/ho-so/${dossier.id}/dua-vao`} name="Đưa vào" rev={dossier.rev} main={false}>
                <input type="hidden" name="source" value={`${one.kind}/${one.id}`} />
              </Step>
            </li>
          ))}
        </ul>
      ) : null}
      <details open={typed.open}>
        <summary>Tải lên tài liệu khác (ảnh, ghi âm, tệp)</summary>
        <form method="post" action={`/ho-so/${dossier.id}/tai-len`} enctype="multipart/form-data">
          <input type="hidden" name="rev" value={String(dossier.rev)} />
          <Field name="file" label="Tệp" type="file" />
          <Field name="title" label="Tên tài liệu" value={typed.text("title")} maxlength={500} />
          <Field
            name="typeName"
            label="Loại tài liệu"
            value={typed.text("typeName", "Tài liệu")}
            maxlength={100}
            optional
          />
          <Field name="issuedOn" label="Ngày tài liệu" type="date" value={typed.text("issuedOn")} />
          <Field name="note" label="Ghi chú" value={typed.text("note")} maxlength={500} optional />
          <button type="submit" class="main">
            Tải lên
          </button>
        </form>
      </details>
    </section>
  );
};

const Steps: FC<{
  dossier: DossierView;
  people: readonly Person[];
  units: readonly Unit[];
  today: string;
  typed?: TypedStep;
}> = (props) => {
  const { dossier, people, units, today } = props;
  const typed = (step: string) => typedFor(props.typed, step);
  const can = (action: DossierView["actions"][number]) => dossier.actions.includes(action);
  const address = (step: string) => `/ho-so/${dossier.id}/${step}`;
  if (dossier.actions.filter((action) => action !== "export" && action !== "put").length === 0) return null;
  return (
    <section class="card">
      <h2>Việc với hồ sơ</h2>
      {can("close") ? (
        <Step
          action={address("ket-thuc")}
          name="Kết thúc hồ sơ"
          rev={dossier.rev}
          ask="Kết thúc hồ sơ? Sau đó không thêm, bớt văn bản."
        >
          <Field
            name="endedOn"
            label="Ngày công việc kết thúc"
            type="date"
            value={typed("ket-thuc").text("endedOn", today)}
            hint={
              dossier.kind === "construction"
                ? "Ngày công trình được quyết toán (Điều 30 khoản 2 điểm a). Rà soát, loại bản trùng, bản nháp trước (Điều 29 khoản 4)."
                : "Rà soát, loại bản trùng, bản nháp trước khi kết thúc (Điều 29 khoản 4)."
            }
          />
        </Step>
      ) : null}
      {can("offer") ? <Step action={address("nop-luu")} name="Nộp lưu vào Lưu trữ cơ quan" rev={dossier.rev} /> : null}
      {can("receive") ? <Step action={address("nhan")} name="Kiểm tra và nhận hồ sơ" rev={dossier.rev} /> : null}
      {can("return") ? (
        <Step action={address("tra-lai")} name="Trả lại người nộp" rev={dossier.rev} main={false}>
          <Field
            name="reason"
            scope="tra-"
            label="Lý do trả lại"
            value={typed("tra-lai").text("reason")}
            maxlength={500}
          />
        </Step>
      ) : null}
      {can("edit") ? (
        <details open={typed("sua").open}>
          <summary>Sửa thông tin</summary>
          <Step action={address("sua")} name="Lưu" rev={dossier.rev}>
            <Field
              name="title"
              scope="sua-"
              label="Tiêu đề"
              value={typed("sua").text("title", dossier.title)}
              maxlength={500}
              rows={2}
            />
            <Field
              name="notation"
              scope="sua-"
              label="Số và ký hiệu"
              value={typed("sua").text("notation", dossier.code.notation)}
              maxlength={20}
            />
            <Field
              name="retention"
              scope="sua-"
              label="Thời hạn bảo quản"
              value={typed("sua").text("retention", dossier.retention)}
              maxlength={30}
              hint="“Vĩnh viễn” hoặc số năm, ví dụ “20 năm”."
            />
            <Field
              name="rights"
              scope="sua-"
              label="Chế độ sử dụng"
              value={typed("sua").text("rights", dossier.rights)}
              maxlength={30}
            />
            <Select
              name="kind"
              scope="sua-"
              label="Loại hồ sơ"
              value={typed("sua").text("kind", dossier.kind)}
              options={[
                ["other", "Hồ sơ công việc (nộp lưu sau 1 năm)"],
                ["construction", "Xây dựng cơ bản (nộp lưu sau 3 tháng)"],
              ]}
            />
            <Field
              name="keywords"
              scope="sua-"
              label="Từ khóa"
              value={typed("sua").text("keywords", dossier.keywords)}
              maxlength={500}
              optional
            />
            <Field
              name="note"
              scope="sua-"
              label="Ghi chú"
              value={typed("sua").text("note", dossier.note)}
              maxlength={500}
              optional
              rows={2}
            />
          </Step>
        </details>
      ) : null}
      {can("reopen") ? (
        <details open={typed("mo-lai").open}>
          <summary>Mở lại hồ sơ</summary>
          <Step action={address("mo-lai")} name="Mở lại" rev={dossier.rev} main={false}>
            <Field name="reason" scope="mo-" label="Lý do" value={typed("mo-lai").text("reason")} maxlength={500} />
          </Step>
        </details>
      ) : null}
      {can("keep-back") && dossier.handOverBy ? (
        <details open={typed("giu-lai").open}>
          <summary>Giữ lại khi đến hạn nộp lưu</summary>
          <Step action={address("giu-lai")} name="Giữ lại" rev={dossier.rev} main={false}>
            <Field
              name="until"
              label="Giữ lại đến"
              type="date"
              value={typed("giu-lai").text("until")}
              hint="Không quá 02 năm kể từ ngày đến hạn (Điều 31 khoản 3 điểm d)."
            />
            <Field
              name="consent"
              label="Văn bản đồng ý của người đứng đầu"
              value={typed("giu-lai").text("consent")}
              maxlength={500}
            />
          </Step>
        </details>
      ) : null}
      {can("access") ? (
        <details open={typed("quyen").open}>
          <summary>Quyền xem hồ sơ</summary>
          <Step action={address("quyen")} name="Lưu quyền xem" rev={dossier.rev} main={false}>
            <Select
              name="level"
              label="Ai được xem"
              value={typed("quyen").text("level", dossier.access.level)}
              options={[
                ["office", "Cả cơ quan"],
                ["restricted", "Chỉ người, đơn vị được chọn"],
              ]}
            />
            <fieldset>
              <legend>Người được xem</legend>
              {people.map((person) => (
                <label class="check">
                  <input
                    type="checkbox"
                    name="people"
                    value={person.id}
                    checked={typed("quyen").has("people", person.id, dossier.access.people.includes(person.id))}
                  />{" "}
                  {person.name}
                </label>
              ))}
            </fieldset>
            {units.length > 0 ? (
              <fieldset>
                <legend>Đơn vị được xem</legend>
                {units.map((unit) => (
                  <label class="check">
                    <input
                      type="checkbox"
                      name="units"
                      value={unit.id}
                      checked={typed("quyen").has("units", unit.id, dossier.access.units.includes(unit.id))}
                    />{" "}
                    {unit.name}
                  </label>
                ))}
              </fieldset>
            ) : null}
          </Step>
        </details>
      ) : null}
      {can("transfer") ? (
        <details>
          <summary>Bàn giao cho người khác</summary>
          <Step action={address("ban-giao")} name="Bàn giao" rev={dossier.rev} main={false}>
            <Select
              name="makerId"
              label="Người nhận hồ sơ"
              options={people.map(({ id, name }): [string, string] => [id, name])}
            />
          </Step>
        </details>
      ) : null}
      {can("freeze") || can("unfreeze") ? (
        <details open={can("unfreeze") || typed("khoa").open}>
          <summary>{can("unfreeze") ? "Mở khóa hồ sơ" : "Khóa hồ sơ"}</summary>
          <Step
            action={address(can("unfreeze") ? "mo-khoa" : "khoa")}
            name={can("unfreeze") ? "Mở khóa" : "Khóa"}
            rev={dossier.rev}
            main={false}
          >
            <Field
              name="reason"
              scope="khoa-"
              label="Theo yêu cầu, lý do"
              value={typed(can("unfreeze") ? "mo-khoa" : "khoa").text("reason")}
              maxlength={500}
            />
          </Step>
        </details>
      ) : null}
    </section>
  );
};

/** One dossier: what is known of it, what lies in it, what can be done, what happened. */
export const DossierPage: FC<{
  dossier: DossierView;
  people: readonly Person[];
  units: readonly Unit[];
  today: string;
  words: string;
  found: readonly Found[];
  typed?: TypedStep;
}> = ({ dossier, people, units, today, words, found, typed }) => (
  <>
    {dossier.frozen ? (
      <Notice tone="bad" title="Hồ sơ đang bị khóa">
        <p>
          {dossier.frozen.by} khóa lúc {dateAndTime(dossier.frozen.at)}: {dossier.frozen.reason}
        </p>
      </Notice>
    ) : null}
    <Facts dossier={dossier} />
    <Contents dossier={dossier} />
    {dossier.actions.includes("put") ? <Adding dossier={dossier} words={words} found={found} typed={typed} /> : null}
    <Steps dossier={dossier} people={people} units={units} today={today} typed={typed} />
    <section class="card">
      <h2>Lịch sử</h2>
      <ul class="list">
        {[...dossier.history].reverse().map((event) => (
          <li>
            <div>
              <b>{DOSSIER_ACTS[event.action]}</b>
              {event.note ? `: ${event.note}` : ""}
              <div class="small soft">
                {event.person} · {dateAndTime(event.at)}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  </>
);
