import type { FC } from "hono/jsx";
import type { Person } from "../../../shared/access/index.ts";
import type { ReportScheduleInput, ReportTexts } from "../../../shared/office/index.ts";
import type { ReportPeriod, WindowRule } from "../../../shared/reports/index.ts";
import type { ProgrammeSummary } from "../../../shared/tasks/index.ts";
import type { Form } from "../desk.tsx";
import { type DocumentSetting, FootFields, notationOf, signatureFrom, type Typed } from "./document-fields.tsx";
import { Field, Select } from "./pieces.tsx";

/** Kinds of period, as offices say them. */
export const KIND_WORDS: Record<ReportPeriod["kind"], string> = {
  month: "Hằng tháng",
  quarter: "Hằng quý",
  "six-months": "6 tháng đầu năm",
  "nine-months": "9 tháng đầu năm",
  year: "Hằng năm",
};

/** The periods of a year, by the part of their code behind the year. */
const PARTS_OF_YEAR: [string, [string, string][]][] = [
  ["Năm, 6 tháng, 9 tháng", [["", "Cả năm"], ["6M", "6 tháng đầu năm"], ["9M", "9 tháng đầu năm"]]], // biome-ignore format: one thought
  ["Quý", ["I", "II", "III", "IV"].map((name, index) => [`Q${index + 1}`, `Quý ${name}`])],
  ["Tháng", Array.from({ length: 12 }, (_, index) => [String(index + 1).padStart(2, "0"), `Tháng ${index + 1}`])],
];

/** Which programme, which period: works as a plain form; the answer is the preview. */
export const PeriodChooser: FC<{
  programmes: ProgrammeSummary[];
  programmeId: string;
  year: number;
  part: string;
  thisYear: number;
}> = ({ programmes, programmeId, year, part, thisYear }) => {
  const years = new Set([...Array.from({ length: 7 }, (_, index) => thisYear + 1 - index), year]);
  return (
    <form class="filter" method="get" action="/bao-cao/moi">
      <Select name="ct" label="Chương trình nhiệm vụ" options={programmes.map(programmeOption)} value={programmeId} />
      <div class="field thin">
        <label for="phan">Kỳ báo cáo</label>
        <select id="phan" name="phan">
          {PARTS_OF_YEAR.map(([title, parts]) => (
            <optgroup label={title}>
              {parts.map(([value, words]) => (
                <option value={value} selected={value === part}>
                  {words}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <Select
        thin
        name="nam"
        label="Năm"
        options={[...years].sort((a, b) => b - a).map((one): [string, string] => [String(one), String(one)])}
        value={String(year)}
      />
      <button type="submit">Xem trước</button>
    </form>
  );
};

function programmeOption({ id, title, period }: ProgrammeSummary): [string, string] {
  return [id, `${title} (${period})`];
}

/** The user's own words in a report; the figures are never typed. */
export const TextFields: FC<{ typed: Typed }> = ({ typed }) => (
  <>
    <Field
      name="opening"
      label="Mở đầu"
      rows={3}
      optional
      value={typed.opening}
      hint="Để trống thì dùng câu mở đầu thường lệ."
      maxlength={20_000}
    />
    <Field name="assessment" label="Đánh giá chung" rows={4} optional value={typed.assessment} maxlength={20_000} />
    <Field
      name="difficulties"
      label="Khó khăn, vướng mắc"
      rows={4}
      optional
      value={typed.difficulties}
      hint="Đứng sau những khó khăn mà các nhiệm vụ đã báo cáo."
      maxlength={20_000}
    />
    <Field name="proposals" label="Kiến nghị, đề xuất" rows={4} optional value={typed.proposals} maxlength={20_000} />
    <Field name="closing" label="Kết thúc" rows={2} optional value={typed.closing} maxlength={20_000} />
  </>
);

/** The user's own words of a posted form. */
export function textsFrom(form: Form): ReportTexts {
  const texts: ReportTexts = {};
  for (const name of ["opening", "assessment", "difficulties", "proposals", "closing"] as const)
    if (form.text(name) !== "") texts[name] = form.text(name);
  return texts;
}

/** A report's own words for the fields of a form. */
export function typedTexts(texts: ReportTexts): Typed {
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)) as Typed;
}

/** What makes a previewed report a draft. */
export const DraftForm: FC<{ programmeId: string; period: string; setting: DocumentSetting; typed: Typed }> = ({
  programmeId,
  period,
  setting,
  typed,
}) => (
  <form method="post" action="/bao-cao/moi">
    <input type="hidden" name="ct" value={programmeId} />
    <input type="hidden" name="ky" value={period} />
    <div class="columns">
      <div>
        <TextFields typed={typed} />
      </div>
      <div>
        <Field
          name="notation"
          label="Ký hiệu"
          value={typed.notation ?? notationOf(setting, "BC")}
          hint="Số do văn thư cấp sau khi lãnh đạo ký."
          maxlength={60}
        />
        <Field name="addressees" label="Kính gửi" rows={2} optional value={typed.addressees} hint="Mỗi nơi một dòng." />
        <FootFields setting={setting} typed={{ recipients: "Lưu: VT", ...typed }} addressed />
      </div>
    </div>
    <div class="actions">
      <button class="main" type="submit" data-busy="Đang soạn…">
        Soạn dự thảo báo cáo
      </button>
    </div>
  </form>
);

/** Fields of a window rule. */
export const RuleFields: FC<{ typed: Typed }> = ({ typed }) => (
  <>
    <Select
      name="calendarPeriod"
      label="Kỳ số liệu mở"
      value={typed.calendarPeriod}
      options={[
        ["", "Từ một ngày của tháng trước kỳ báo cáo"],
        ["1", "Từ ngày đầu tiên của kỳ báo cáo"],
      ]}
    />
    <div class="pair">
      <Field
        name="opensOn"
        label="Ngày mở của tháng trước"
        type="number"
        value={typed.opensOn}
        optional
        hint="Từ 1 đến 28."
      />
      <Field
        name="closesOn"
        label="Ngày chốt của tháng cuối kỳ"
        type="number"
        value={typed.closesOn}
        hint="Ngay trước ngày mở; mở từ đầu kỳ thì ghi 31 (ngày cuối tháng)."
      />
      <Field
        name="sendWithinWorkingDays"
        label="Gửi trong số ngày làm việc"
        type="number"
        value={typed.sendWithinWorkingDays}
        hint="Kể từ ngày chốt; ít nhất 1."
      />
    </div>
  </>
);

/** A window rule of a posted form; what is no number is refused by the rule's own check. */
export function ruleFrom(form: Form): WindowRule {
  const number = (name: string) => (/^\d{1,3}$/.test(form.text(name)) ? Number(form.text(name)) : Number.NaN);
  const calendarPeriod = form.text("calendarPeriod") === "1";
  return {
    opensOn: calendarPeriod && form.text("opensOn") === "" ? 1 : number("opensOn"),
    closesOn: number("closesOn"),
    calendarPeriod,
    sendWithinWorkingDays: number("sendWithinWorkingDays"),
  };
}

/** A window rule for the fields of a form. */
export function typedRule(rule: WindowRule): Typed {
  return {
    calendarPeriod: rule.calendarPeriod ? "1" : "",
    opensOn: String(rule.opensOn),
    closesOn: String(rule.closesOn),
    sendWithinWorkingDays: String(rule.sendWithinWorkingDays),
  };
}

/** A schedule, new or changed. */
export const ScheduleForm: FC<{
  action: string;
  programmes: ProgrammeSummary[];
  people: Person[];
  setting: DocumentSetting;
  typed: Typed;
  /** Of a schedule that exists: programme and kind stay. */
  fixed: boolean;
}> = ({ action, programmes, people, setting, typed, fixed }) => (
  <form class="columns" method="post" action={action}>
    <input type="hidden" name="rev" value={typed.rev ?? "0"} />
    <section class="card">
      {fixed ? (
        <>
          <input type="hidden" name="programmeId" value={typed.programmeId ?? ""} />
          <input type="hidden" name="kind" value={typed.kind ?? ""} />
        </>
      ) : (
        <>
          <Select
            name="programmeId"
            label="Chương trình nhiệm vụ"
            value={typed.programmeId}
            options={programmes.map(programmeOption)}
          />
          <Select name="kind" label="Kỳ báo cáo" value={typed.kind} options={Object.entries(KIND_WORDS)} />
        </>
      )}
      <Select
        name="responsible"
        label="Người phụ trách"
        value={typed.responsible}
        options={people.map((one) => [one.id, `${one.name} – ${one.position}`])}
        hint="Được nhắc trước khi chốt số liệu và được báo khi dự thảo đã soạn."
      />
      <Field
        name="since"
        label="Bắt đầu từ ngày"
        type="date"
        value={typed.since ?? setting.today}
        hint="Kỳ chốt trước ngày này không được soạn tự động."
      />
      <Field
        name="notation"
        label="Ký hiệu"
        value={typed.notation ?? notationOf(setting, "BC")}
        hint="Số do văn thư cấp sau khi lãnh đạo ký."
        maxlength={60}
      />
      <label class="check">
        <input type="checkbox" name="enabled" value="1" checked={(typed.enabled ?? "1") === "1"} /> Tự soạn khi hết kỳ
        số liệu
      </label>
      <fieldset class="boxed">
        <legend>Kỳ chốt số liệu</legend>
        <label class="check">
          <input type="checkbox" name="ownRule" value="1" checked={typed.ownRule === "1"} /> Báo cáo này có kỳ chốt số
          liệu riêng
        </label>
        <p class="hint under">
          Không chọn thì theo kỳ chốt số liệu chung của cơ quan; các ô dưới đây chỉ dùng khi chọn.
        </p>
        <RuleFields typed={typed} />
      </fieldset>
    </section>
    <section class="card">
      <FootFields setting={setting} typed={{ recipients: "Lưu: VT", ...typed }} addressed />
      <div class="actions">
        <button class="main" type="submit" data-busy="Đang lưu…">
          Lưu lịch báo cáo
        </button>
      </div>
    </section>
  </form>
);

/** A schedule of a posted form. */
export function scheduleFrom(form: Form, setting: DocumentSetting): ReportScheduleInput {
  return {
    programmeId: form.text("programmeId"),
    kind: form.text("kind") as ReportPeriod["kind"],
    notation: form.text("notation"),
    recipients: form.lines("recipients"),
    signature: signatureFrom(form, setting),
    responsible: form.text("responsible"),
    ...(form.text("ownRule") === "1" ? { rule: ruleFrom(form) } : {}),
    enabled: form.text("enabled") === "1",
    ...(form.text("since") === "" ? {} : { since: form.text("since") }),
  };
}

/** Values of a schedule for the fields of its form. */
export function typedSchedule(schedule: ReportScheduleInput & { rev: number }, rule: WindowRule): Typed {
  return {
    rev: String(schedule.rev),
    programmeId: schedule.programmeId,
    kind: schedule.kind,
    notation: schedule.notation,
    recipients: schedule.recipients.join("\n"),
    signatory: schedule.signature.name,
    authority: schedule.signature.authority.join("\n"),
    position: schedule.signature.position,
    responsible: schedule.responsible,
    enabled: schedule.enabled ? "1" : "",
    since: schedule.since ?? "",
    ownRule: schedule.rule === undefined ? "" : "1",
    ...typedRule(schedule.rule ?? rule),
  };
}
