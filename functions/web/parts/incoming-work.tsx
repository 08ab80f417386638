import type { FC } from "hono/jsx";
import { type Actor, may } from "../../../shared/access/index.ts";
import { dueWords, type IncomingDesk, type IncomingDocument } from "../../../shared/office/index.ts";
import type { Form } from "../desk.tsx";
import { dateAndTime, shortDate } from "./dates.ts";
import { DUE_TONES, OPINION_WORDS } from "./incoming-words.ts";
import { Chip, Field, Notice, Step } from "./pieces.tsx";
import { STATE_WORDS } from "./words.ts";

/** People and units that can be chosen. */
export type Choices = Awaited<ReturnType<IncomingDesk["assignees"]>>;

interface WorkProps {
  record: IncomingDocument;
  actor: Actor;
  choices: Choices;
  typed?: TypedForm;
}

/** A form that was refused, and the address it was sent to: only that one is filled again. */
export interface TypedForm {
  address: string;
  form: Pick<Form, "text" | "all">;
}

/** What was typed into the form of this address; undefined when another one was sent, or none. */
export function typedIn(typed: TypedForm | undefined, address: string): TypedForm["form"] | undefined {
  return typed?.address === address ? typed.form : undefined;
}

/** Who deals with it, by when. */
export const AssignmentFacts: FC<{ record: IncomingDocument }> = ({ record }) => {
  const { handling, due } = record;
  if (record.progress === "waiting" || record.progress === "rejected" || record.progress === "cancelled") return null;
  return (
    <section class="card">
      <h2>Phân phối, thời hạn</h2>
      {handling.assignments.length === 0 ? <p>Chưa giao cho đơn vị, cá nhân nào.</p> : null}
      <ul class="list">
        {handling.assignments.map(({ to, part, dueOn, withinUnit }) => (
          <li>
            <span>
              <b>{to.name}</b>
              <div class="small soft">
                {withinUnit === undefined ? (part === "lead" ? "Chủ trì" : "Phối hợp") : "Giao trong đơn vị"}
                {dueOn ? ` · hạn ${shortDate(dueOn)}` : ""}
              </div>
            </span>
          </li>
        ))}
      </ul>
      {due ? (
        <p>
          Thời hạn {shortDate(handling.dueOn)}
          {handling.dueOn === due.day ? "" : ` (là ngày nghỉ, tính đến ${shortDate(due.day)})`}{" "}
          <Chip tone={DUE_TONES[due.state]}>{dueWords(due)}</Chip>
        </p>
      ) : null}
    </section>
  );
};

/** The opinions, oldest first. */
export const Opinions: FC<{ record: IncomingDocument }> = ({ record: { handling } }) =>
  handling.opinions.length === 0 ? null : (
    <section class="card">
      <h2>Ý kiến chỉ đạo, giải quyết</h2>
      <ol class="history">
        {handling.opinions.map((one) => (
          <li>
            <b>{OPINION_WORDS[one.kind]}</b>
            <div class="small soft">
              {one.person} · {dateAndTime(one.at)}
            </div>
            {one.text ? <span class="note lines">{one.text}</span> : null}
            {one.lead ? (
              <div class="small">
                Giao {one.lead}
                {one.with?.length ? `; phối hợp: ${one.with.join(", ")}` : ""}
                {one.dueOn ? `; hạn ${shortDate(one.dueOn)}` : ""}
              </div>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );

/** Letters drafted as its answer. */
export const Answers: FC<{ record: IncomingDocument }> = ({ record }) =>
  record.answerDocuments.length === 0 && record.answerSymbols === "" ? null : (
    <section class="card">
      <h2>Văn bản trả lời</h2>
      <ul class="list">
        {record.answerDocuments.map((one) => (
          <li>
            <span>
              <a href={`/van-ban/${one.id}`}>{one.symbol ?? "Dự thảo"}</a> {one.subject.replaceAll("\n", " ")}
            </span>
            <Chip tone={STATE_WORDS[one.state].tone}>{STATE_WORDS[one.state].name}</Chip>
          </li>
        ))}
        {record.handling.answerSymbol ? <li>{record.handling.answerSymbol} (soạn ngoài hệ thống)</li> : null}
      </ul>
    </section>
  );

/** What this person can do next with a document that was accepted. */
export const WorkActions: FC<WorkProps> = ({ record, actor, choices, typed }) => {
  const { handling, progress } = record;
  const address = `/van-ban-den/${record.id}`;
  const { rev } = handling;
  const own = handling.assignments.some(({ to }) =>
    "personId" in to ? to.personId === actor.personId : (actor.units ?? []).includes(to.unitId),
  );
  const units = handling.assignments.flatMap(({ to }) =>
    "unitId" in to && (actor.units ?? []).includes(to.unitId) ? [to] : [],
  );
  const leads = may(actor, "incoming.assign");
  const working = progress === "working";
  const again = typedIn(typed, "giai-quyet-lai");
  const within = typedIn(typed, "giao-trong-don-vi");
  const said = typedIn(typed, "y-kien");
  const ended = typedIn(typed, "ket-thuc");
  if (progress === "done")
    return (
      <>
        <p>Đã giải quyết: {handling.finished?.note}</p>
        {leads ? (
          <details open={again !== undefined}>
            <summary>Giải quyết lại</summary>
            <Step action={`${address}/giai-quyet-lai`} name="Giải quyết lại" main={false} rev={rev}>
              <Field name="reason" scope="lai-" label="Lý do" rows={2} maxlength={1500} value={again?.text("reason")} />
            </Step>
          </details>
        ) : null}
      </>
    );
  if (progress !== "unassigned" && !working) return null;
  return (
    <>
      {own && working && handling.startedAt === undefined ? (
        <Step action={`${address}/nhan-viec`} name="Nhận giải quyết" rev={rev} />
      ) : null}
      {leads ? (
        <details open={!working || typed?.address === "phan-phoi"}>
          <summary>{working ? "Phân phối lại" : "Phân phối"}</summary>
          <AssignForm record={record} actor={actor} choices={choices} typed={typed} />
        </details>
      ) : null}
      {units.length > 0 ? (
        <details open={within !== undefined}>
          <summary>Giao người trong {units.map(({ name }) => name).join(", ")}</summary>
          <Step action={`${address}/giao-trong-don-vi`} name="Giao việc" rev={rev} main={false}>
            <fieldset class="boxed">
              <legend>Người giải quyết</legend>
              {choices.people
                .filter((one) => units.some(({ unitId }) => one.units.includes(unitId)))
                .map((one) => (
                  <label class="check">
                    <input
                      type="checkbox"
                      name="people"
                      value={one.id}
                      checked={within?.all("people").includes(one.id)}
                    />{" "}
                    {one.name}, {one.position}
                  </label>
                ))}
            </fieldset>
            <Field
              name="opinion"
              scope="don-vi-"
              label="Ý kiến của lãnh đạo đơn vị"
              rows={2}
              maxlength={1500}
              value={within?.text("opinion")}
              optional
            />
            <Field
              name="dueOn"
              scope="don-vi-"
              label="Thời hạn đối với cá nhân"
              type="date"
              value={within?.text("dueOn")}
              optional
            />
          </Step>
        </details>
      ) : null}
      {own || actor.roles.includes("leader") ? (
        <details open={said !== undefined}>
          <summary>{own ? "Ghi ý kiến đề xuất" : "Ghi ý kiến chỉ đạo"}</summary>
          <Step action={`${address}/y-kien`} name="Ghi ý kiến" rev={rev} main={false}>
            <Field name="text" label="Nội dung" rows={4} maxlength={1500} value={said?.text("text")} />
          </Step>
        </details>
      ) : null}
      {own || leads ? (
        <>
          {may(actor, "document.draft") ? (
            <Step action={`${address}/tra-loi`} name="Soạn công văn trả lời" rev={rev} main={false} busy="Đang soạn…" />
          ) : null}
          <details open={ended !== undefined}>
            <summary>Kết thúc giải quyết</summary>
            <Step action={`${address}/ket-thuc`} name="Kết thúc" rev={rev} main={false}>
              {record.answerSymbols === "" ? (
                <p class="small">
                  Văn bản trả lời soạn ở đây được ghi tự động khi đã phát hành. Không có văn bản trả lời thì ghi kết
                  quả.
                </p>
              ) : (
                <p class="small">Văn bản trả lời: {record.answerSymbols}</p>
              )}
              <Field
                name="answerSymbol"
                label="Số, ký hiệu văn bản trả lời soạn ngoài hệ thống"
                maxlength={100}
                value={ended?.text("answerSymbol")}
                optional
              />
              <Field
                name="note"
                label="Kết quả giải quyết"
                rows={3}
                maxlength={1500}
                value={ended?.text("note")}
                optional
              />
            </Step>
          </details>
        </>
      ) : null}
    </>
  );
};

const AssignForm: FC<WorkProps> = ({ record, actor, choices, typed }) => {
  const { handling } = record;
  const sent = typedIn(typed, "phan-phoi");
  const keyOf = (to: (typeof handling.assignments)[number]["to"]) =>
    "unitId" in to ? `don-vi:${to.unitId}` : `nguoi:${to.personId}`;
  const lead = handling.assignments.find(({ part, withinUnit }) => part === "lead" && withinUnit === undefined);
  const leading = sent?.text("lead") ?? (lead === undefined ? "" : keyOf(lead.to));
  const helpers = new Set(
    sent?.all("with") ??
      handling.assignments
        .filter(({ part, withinUnit }) => part === "with" && withinUnit === undefined)
        .map(({ to }) => keyOf(to)),
  );
  const units = choices.units.map(({ id, name }): [string, string] => [`don-vi:${id}`, name]);
  const people = choices.people.map((one): [string, string] => [`nguoi:${one.id}`, `${one.name}, ${one.position}`]);
  return (
    <Step action={`/van-ban-den/${record.id}/phan-phoi`} name="Phân phối" rev={handling.rev}>
      <div class="field">
        <label for="chu-tri">Chủ trì</label>
        <select id="chu-tri" name="lead" required>
          <option value="">Chọn đơn vị hoặc người</option>
          {(
            [
              ["Đơn vị", units],
              ["Cá nhân", people],
            ] as const
          ).map(([label, options]) =>
            options.length === 0 ? null : (
              <optgroup label={label}>
                {options.map(([value, name]) => (
                  <option value={value} selected={leading === value}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ),
          )}
        </select>
      </div>
      <details>
        <summary>Phối hợp</summary>
        <fieldset class="boxed">
          <legend>Đơn vị, cá nhân phối hợp</legend>
          {[...units, ...people].map(([value, name]) => (
            <label class="check">
              <input type="checkbox" name="with" value={value} checked={helpers.has(value)} /> {name}
            </label>
          ))}
        </fieldset>
      </details>
      <Field
        name="opinion"
        scope="giao-"
        label="Ý kiến chỉ đạo"
        rows={3}
        maxlength={1500}
        value={sent?.text("opinion")}
        optional
      />
      {actor.roles.includes("leader") ? null : (
        <Field
          name="onBehalfOf"
          label="Ý kiến của lãnh đạo"
          hint="Họ tên lãnh đạo đã cho ý kiến, khi văn thư ghi thay."
          maxlength={100}
          value={sent?.text("onBehalfOf")}
          optional
        />
      )}
      <div class="pair">
        <Field
          name="dueOn"
          scope="giao-"
          label="Thời hạn"
          type="date"
          value={sent?.text("dueOn") ?? handling.dueOn ?? ""}
          optional
        />
        <Field
          name="workingDays"
          label="hoặc số ngày làm việc"
          type="number"
          value={sent?.text("workingDays")}
          hint="Tính theo lịch làm việc của cơ quan, từ hôm nay."
          optional
        />
      </div>
    </Step>
  );
};

/** What the sender asks about the document, with the clerk's answer. */
export const ChangeAnswer: FC<{ record: IncomingDocument; mayAnswer: boolean; typed?: TypedForm }> = ({
  record,
  mayAnswer,
  typed,
}) => {
  const asked = record.changeAsked;
  if (asked === undefined || !mayAnswer) return null;
  const address = `/van-ban-den/${record.id}/tra-loi-yeu-cau`;
  const recall = asked.kind === "recall" || asked.kind === "take-back";
  const sent = typedIn(typed, "tra-loi-yeu-cau");
  const begun = asked.kind !== "recall" || record.handling.startedAt !== undefined || record.status >= "05";
  return (
    <section class="card" aria-label="Trả lời yêu cầu của nơi gửi">
      <h2>Trả lời nơi gửi</h2>
      <Step
        action={address}
        name={recall ? "Đồng ý, hủy văn bản này" : "Đồng ý"}
        main={!begun || !recall}
        ask={recall ? "Hủy văn bản này? Tệp sẽ không còn mở được; số đến được giữ trong sổ." : undefined}
      >
        <input type="hidden" name="answer" value="dong-y" />
        <input type="hidden" name="asked" value={asked.at} />
      </Step>
      {begun ? (
        <details open={sent?.text("answer") === "tu-choi"}>
          <summary>Từ chối</summary>
          <Step action={address} name="Từ chối" main={false}>
            <input type="hidden" name="answer" value="tu-choi" />
            <input type="hidden" name="asked" value={asked.at} />
            <Field
              name="reason"
              scope="yeu-cau-"
              label="Lý do"
              rows={3}
              maxlength={900}
              value={sent?.text("reason")}
              hint="Gửi lại cho nơi gửi."
            />
          </Step>
        </details>
      ) : (
        <p class="small">
          Nghị định 30/2020/NĐ-CP Điều 18 khoản 4: văn bản điện tử bị thu hồi được hủy trên hệ thống và báo lại nơi gửi.
        </p>
      )}
    </section>
  );
};

/** Stamp as data, and the papers to print. */
export const StampCard: FC<{ record: IncomingDocument; organisation: string; typed?: TypedForm }> = ({
  record,
  organisation,
  typed,
}) => {
  if (record.entry === undefined || record.cancelled !== undefined) return null;
  const address = `/van-ban-den/${record.id}`;
  const passed = record.handling.assignments.map(({ to }) => to.name).join("; ");
  return (
    <section class="card">
      <h2>Dấu đến</h2>
      <div class="stamp-den">
        <div class="head">{organisation.toLocaleUpperCase("vi")}</div>
        <div class="word">ĐẾN</div>
        <div>Số: {record.entry.number}</div>
        <div>Ngày: {shortDate(record.entry.arrivedOn)}</div>
        <div class="wide">Chuyển: {passed || "…"}</div>
        <div class="wide">Số và ký hiệu HS: {record.handling.dossier ?? "…"}</div>
      </div>
      <ul class="list">
        {(
          [
            ["dau-den", "Trang dấu đến"],
            ["phieu", "Phiếu giải quyết văn bản đến"],
            ["dau-va-phieu", "Dấu đến và phiếu giải quyết"],
          ] as const
        ).map(([paper, name]) => (
          <li>
            <span>{name}</span>
            <span>
              <a href={`${address}/giay/${paper}/pdf`} aria-label={`${name}, bản PDF`}>
                PDF
              </a>{" "}
              <a href={`${address}/giay/${paper}/docx`} aria-label={`${name}, bản Word`}>
                Word
              </a>
            </span>
          </li>
        ))}
      </ul>
      {record.progress === "cancelled" ? null : (
        <details>
          <summary>Ghi số và ký hiệu hồ sơ</summary>
          <Step action={`${address}/ho-so`} name="Lưu" main={false} rev={record.handling.rev}>
            <Field
              name="dossier"
              label="Số và ký hiệu hồ sơ"
              value={typedIn(typed, "ho-so")?.text("dossier") ?? record.handling.dossier ?? ""}
              maxlength={60}
              optional
            />
          </Step>
        </details>
      )}
    </section>
  );
};

/** Documents that look the same. */
export const DuplicateNotice: FC<{ record: IncomingDocument }> = ({ record }) =>
  record.duplicates.length === 0 ? null : (
    <Notice tone="warn" title="Có dấu hiệu trùng văn bản">
      <ul>
        {record.duplicates.map((one) => (
          <li>
            <a href={`/van-ban-den/${one.id}`}>
              {one.number}/{one.notation} ngày {shortDate(one.issuedOn)}
            </a>{" "}
            {one.arrivalNumber === undefined ? "(chưa vào sổ)" : `(số đến ${one.arrivalNumber})`}:{" "}
            {one.same === "code" ? "trùng mã định danh văn bản" : "trùng số, ký hiệu và cơ quan ban hành"}
          </li>
        ))}
      </ul>
    </Notice>
  );
