import type { FC } from "hono/jsx";
import type { DocumentKind } from "../../../shared/documents/index.ts";
import type { Programme } from "../../../shared/tasks/index.ts";
import { type DocumentSetting, FootFields, HeadFields, type Typed, WritingHint } from "./document-fields.tsx";
import { lowerFirst } from "./document-parts.tsx";
import { Field, Notice } from "./pieces.tsx";

const NoLeader: FC<{ setting: DocumentSetting }> = ({ setting }) =>
  setting.leaders.length > 0 ? null : (
    <Notice tone="warn" title="Chưa có người ký">
      <p>Cơ quan chưa có ai mang vai trò lãnh đạo. Nhờ quản trị thêm người ký trước khi soạn.</p>
    </Notice>
  );

/** Parts of a plan that do not stand in the programme. */
export const PlanForm: FC<{ programme: Programme; setting: DocumentSetting; typed: Typed }> = ({
  programme,
  setting,
  typed,
}) => (
  <form class="columns" method="post" action="/soan-van-ban/ke-hoach">
    <input type="hidden" name="programmeId" value={programme.id} />
    <section class="card">
      <NoLeader setting={setting} />
      <HeadFields
        setting={setting}
        kind="KH"
        typed={{ subject: `Thực hiện ${lowerFirst(programme.title)}`, ...typed }}
      />
      <Field name="opening" label="Mở đầu (căn cứ)" rows={4} value={typed.opening ?? openingOf(programme, setting)} />
      <Field name="purpose" label="Mục đích" rows={4} value={typed.purpose} />
      <Field name="requirements" label="Yêu cầu" rows={4} value={typed.requirements} />
    </section>
    <section class="card">
      <Field
        name="generalAim"
        label="Mục tiêu chung"
        rows={3}
        optional
        value={typed.generalAim}
        hint={`Mục tiêu cụ thể lấy từ ${programme.targets.length} chỉ tiêu của chương trình.`}
      />
      <Field name="implementation" label="Tổ chức thực hiện" rows={6} value={typed.implementation} />
      <WritingHint />
      <FootFields setting={setting} typed={{ recipients: recipientsOf(programme), ...typed }} />
      <div class="actions">
        <button class="main" type="submit" data-busy="Đang soạn…">
          Soạn dự thảo
        </button>
        <a class="button" href="/soan-van-ban">
          Không soạn
        </a>
      </div>
    </section>
  </form>
);

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
export const FreeForm: FC<{
  action: string;
  kind: DocumentKind;
  setting: DocumentSetting;
  typed: Typed;
  save: string;
  appendices?: number;
}> = (props) => {
  const { kind, setting, typed } = props;
  const addressed = kind === "CV" || kind === "TTr" || kind === "BC";
  return (
    <form class="columns" method="post" action={props.action}>
      {typed.rev === undefined ? null : <input type="hidden" name="rev" value={typed.rev} />}
      <section class="card">
        <NoLeader setting={setting} />
        <HeadFields setting={setting} kind={kind} typed={typed} />
        {addressed ? (
          <Field
            name="addressees"
            label="Kính gửi"
            rows={2}
            optional={kind !== "CV"}
            value={typed.addressees}
            hint="Mỗi nơi một dòng."
          />
        ) : null}
        <Field name="body" label="Nội dung" rows={18} value={typed.body} />
        <WritingHint />
      </section>
      <section class="card">
        {props.appendices ? (
          <p class="soft">
            Văn bản có {props.appendices} phụ lục soạn từ nhiệm vụ; sửa nhiệm vụ ở chương trình rồi soạn lại nếu cần đổi
            phụ lục.
          </p>
        ) : null}
        <FootFields setting={setting} typed={typed} addressed={addressed} />
        <div class="actions">
          <button class="main" type="submit" data-busy="Đang lưu…">
            {props.save}
          </button>
        </div>
      </section>
    </form>
  );
};
