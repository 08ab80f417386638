import type { FC } from "hono/jsx";
import type { AppendixDescription, DocumentKind } from "../../../shared/documents/index.ts";
import type { TemplateChoice } from "../../../shared/office/index.ts";
import { inSentence, parsePeriod, periodLabel } from "../../../shared/reports/index.ts";
import type { Programme } from "../../../shared/tasks/index.ts";
import {
  type DocumentSetting,
  FootFields,
  HeadFields,
  type Typed,
  UrgencyField,
  WritingHint,
} from "./document-fields.tsx";
import { lowerFirst } from "./document-parts.tsx";
import { Field, Notice } from "./pieces.tsx";
import { OpenPdf, WRITTEN } from "./preview.tsx";
import { AppendixFields, DirectoryPicker, FootnoteField, TemplateField, WritingField } from "./writing-fields.tsx";

/** What every form that is written in shows and keeps besides its own fields. */
export interface Writing {
  setting: DocumentSetting;
  typed: Typed;
  /** Names that recipients are chosen from. */
  directory: string[];
  templates: TemplateChoice[];
  /** Who writes, and what: typed text is kept in the browser under it until it is saved. */
  person: string;
  /** What was typed came back unsaved, with an error or because a name was put in. */
  unsaved?: boolean;
}

const NoLeader: FC<{ setting: DocumentSetting }> = ({ setting }) =>
  setting.leaders.length > 0 ? null : (
    <Notice tone="warn" title="Chưa có người ký">
      <p>Cơ quan chưa có ai mang vai trò lãnh đạo. Nhờ quản trị thêm người ký trước khi soạn.</p>
    </Notice>
  );

/** Parts of a plan that do not stand in the programme. */
export const PlanForm: FC<
  Writing & {
    /** As it stands in the plan: of a period only what belongs to it. */
    programme: Programme;
    revision?: number | undefined;
    period?: string | undefined;
  }
> = ({ programme, revision, period, setting, typed, directory, templates, person, unsaved }) => (
  <form
    id={WRITTEN}
    method="post"
    action="/soan-van-ban/ke-hoach"
    data-person={person}
    data-writing={`${person}:ke-hoach:${programme.id}:${period ?? ""}`}
    data-unsaved={unsaved ? "" : undefined}
  >
    <input type="hidden" name="programmeId" value={programme.id} />
    {revision === undefined ? null : <input type="hidden" name="revision" value={String(revision)} />}
    {period === undefined ? null : <input type="hidden" name="period" value={period} />}
    <section class="card">
      <NoLeader setting={setting} />
      <TemplateField choices={templates} value={typed.template} />
      <HeadFields
        setting={setting}
        kind="KH"
        typed={{ subject: `Thực hiện ${lowerFirst(programme.title)}${ofPeriod(period)}`, ...typed }}
        fixedPlace
      />
      <WritingField
        name="opening"
        label="Mở đầu (căn cứ)"
        rows={4}
        value={typed.opening ?? openingOf(programme, setting)}
      />
      <WritingField name="purpose" label="Mục đích" rows={4} value={typed.purpose} />
      <WritingField name="requirements" label="Yêu cầu" rows={4} value={typed.requirements} />
      <WritingField
        name="generalAim"
        label="Mục tiêu chung"
        rows={3}
        optional
        value={typed.generalAim}
        hint={`Mục tiêu cụ thể lấy từ ${programme.targets.length} chỉ tiêu của chương trình.`}
      />
      <WritingField
        name="commonTasks"
        label="Nhiệm vụ chung"
        rows={3}
        optional
        value={typed.commonTasks}
        hint="Đứng trước câu dẫn phụ lục, trong phần Nhiệm vụ, giải pháp."
      />
      <WritingField name="implementation" label="Tổ chức thực hiện" rows={7} value={typed.implementation} />
      <WritingHint />
    </section>
    <section class="card">
      <AppendixFields
        appendices={[]}
        typed={typed}
        before={
          programme.tasks.length === 0
            ? "Không có nhiệm vụ nào nên chưa có phụ lục."
            : `Danh mục nhiệm vụ: ${programme.tasks.length} dòng, ${programme.groups.length} nhóm, lấy từ chương trình.`
        }
      />
      <FootnoteField typed={typed} />
      <FootFields setting={setting} typed={{ recipients: recipientsOf(programme), ...typed }} directory={directory} />
      <UrgencyField typed={typed} />
      <div class="savebar">
        <button class="main" type="submit" data-busy="Đang soạn…" data-save="">
          Soạn dự thảo
        </button>
        <OpenPdf base="/soan-van-ban/ke-hoach" />
        <a class="button" href="/soan-van-ban">
          Không soạn
        </a>
      </div>
    </section>
  </form>
);

/** " quý IV năm 2026": a period as a title goes on with it. */
function ofPeriod(code: string | undefined): string {
  return code === undefined ? "" : ` ${inSentence(periodLabel(parsePeriod(code)))}`;
}

function openingOf(programme: Programme, setting: DocumentSetting): string {
  const basis =
    programme.basis.length > 0
      ? `Thực hiện ${programme.basis.map((line) => line.replace(/[;.]$/, "")).join("; ")}, `
      : "";
  const start = basis === "" ? setting.organisation.name : `${basis}${setting.organisation.name}`;
  return `${start} ban hành Kế hoạch thực hiện ${lowerFirst(programme.title)} như sau:`;
}

/** Whom a plan is sent to when nobody says otherwise: the agencies that it gives tasks to. */
function recipientsOf(programme: Programme): string {
  const agencies = [...programme.tasks, ...programme.targets].map((one) =>
    one.leadAgency.split("\n")[0]!.replace(/[.;]$/, "").trim(),
  );
  return [...new Set(agencies.filter((name) => name !== ""))].slice(0, 20).concat("Lưu: VT").join("\n");
}

/** A document written freely, new or changed. */
export const FreeForm: FC<
  Writing & {
    action: string;
    kind: DocumentKind;
    save: string;
    /** What is written: "cong-van", "van-ban:ID". */
    writing: string;
    appendices?: AppendixDescription[];
    /** Where the saved Word file is had; absent while nothing is saved. */
    docx?: string;
  }
> = (props) => {
  const { kind, setting, typed, appendices = [] } = props;
  const addressed = kind === "CV" || kind === "TTr" || kind === "BC";
  return (
    <form
      id={WRITTEN}
      method="post"
      action={props.action}
      data-person={props.person}
      data-writing={`${props.person}:${props.writing}`}
      data-unsaved={props.unsaved ? "" : undefined}
    >
      {typed.rev === undefined ? null : <input type="hidden" name="rev" value={typed.rev} />}
      <section class="card">
        <NoLeader setting={setting} />
        <TemplateField choices={props.templates} value={typed.template} />
        <HeadFields setting={setting} kind={kind} typed={typed} />
        {addressed ? (
          <>
            <Field
              name="addressees"
              label="Kính gửi"
              rows={2}
              optional={kind !== "CV"}
              value={typed.addressees}
              hint="Mỗi nơi một dòng."
            />
            <DirectoryPicker into="addressees" label="Thêm nơi gửi tới từ danh bạ" names={props.directory} />
          </>
        ) : null}
        <WritingField name="body" label="Nội dung" rows={18} value={typed.body} />
        <WritingHint />
      </section>
      <section class="card" id="nguon">
        <AppendixFields appendices={appendices} typed={typed} />
        <FootnoteField typed={typed} />
        <FootFields setting={setting} typed={typed} addressed={addressed} directory={props.directory} />
        <UrgencyField typed={typed} />
        <div class="savebar">
          <button class="main" type="submit" data-busy="Đang lưu…">
            {props.save}
          </button>
          <button type="submit" name="viec" value="tiep" data-save="here" data-busy="Đang lưu…">
            Lưu và viết tiếp
          </button>
          <OpenPdf base={props.action} />
          {props.docx ? <a href={props.docx}>Tải Word (bản đã lưu)</a> : null}
          <span class="small" role="status" data-saved></span>
        </div>
      </section>
    </form>
  );
};
