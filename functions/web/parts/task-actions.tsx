import type { Child, FC } from "hono/jsx";
import type { Programme, Task } from "../../../shared/tasks/index.ts";
import { Field, Select } from "./pieces.tsx";
import { EvidenceField } from "./task-files.tsx";
import { groupOptions } from "./task-form.tsx";
import { percentOf } from "./task-words.tsx";

/** What can be done with a task besides changing its text; also the last part of the address that does it. */
export type TaskAction = "tien-do" | "hoan-thanh" | "mo-lai" | "gia-han" | "chuyen-cho" | "dua-ra";

/** Forms of the steps in a task's life: report progress, complete, extend, reopen, take out. One that failed stands open with what was typed. */
export const TaskActions: FC<{
  programme: Programme;
  task: Task;
  today: string;
  failed?: TaskAction;
  /** The step that somebody came here for; stands open. */
  wanted?: string;
  typed?: Record<string, string>;
}> = (props) => {
  const { task, failed } = props;
  const typedIn = (action: TaskAction) => (failed === action ? props.typed : undefined);
  const common = { programme: props.programme, task, today: props.today, wanted: props.wanted };
  return (
    <section class="card no-print" aria-label="Cập nhật nhiệm vụ">
      <ProgressForm {...common} typed={typedIn("tien-do")} />
      {task.completedOn === undefined ? (
        <>
          <CompleteForm {...common} typed={typedIn("hoan-thanh")} />
          <ExtendForm {...common} typed={typedIn("gia-han")} />
        </>
      ) : (
        <ReopenForm {...common} typed={typedIn("mo-lai")} />
      )}
      <MoveForm {...common} typed={typedIn("chuyen-cho")} />
      <RemoveForm {...common} typed={typedIn("dua-ra")} />
    </section>
  );
};

interface ActionProps {
  programme: Programme;
  task: Task;
  today: string;
  wanted?: string;
  typed?: Record<string, string>;
}

/** The frame of every step: a heading that opens a form with the revision it goes by and one button. */
const ActionForm: FC<
  ActionProps & {
    action: TaskAction;
    summary: string;
    button: string;
    look?: "main" | "danger";
    ask?: string;
    /** The form has files. */
    files?: boolean;
    children?: Child;
  }
> = ({ programme, task, typed, ...props }) => (
  <details open={typed !== undefined || props.wanted === props.action} id={props.action}>
    <summary>{props.summary}</summary>
    <form
      method="post"
      action={`/nhiem-vu/${programme.id}/nhiem-vu/${task.id}/${props.action}`}
      data-ask={props.ask}
      enctype={props.files ? "multipart/form-data" : undefined}
    >
      <input type="hidden" name="rev" value={typed?.rev ?? String(programme.revision)} />
      {props.children}
      <div class="actions">
        <button class={props.look} type="submit">
          {props.button}
        </button>
      </div>
    </form>
  </details>
);

const ProgressForm: FC<ActionProps> = (props) => {
  const { task, today, typed } = props;
  return (
    <ActionForm
      {...props}
      action="tien-do"
      summary={task.completedOn === undefined ? "Báo cáo tiến độ" : "Bổ sung kết quả, minh chứng"}
      button="Ghi tiến độ"
      look="main"
      files
    >
      <div class="pair">
        <Field
          name="percent"
          scope="td-"
          label="Tỷ lệ hoàn thành (%)"
          value={typed?.percent ?? String(percentOf(task)).replace(".", ",")}
          maxlength={20}
        />
        <Field name="on" scope="td-" label="Ngày báo cáo" type="date" value={typed?.on ?? today} />
      </div>
      <Field
        name="result"
        scope="td-"
        label="Kết quả thực hiện"
        rows={3}
        optional
        value={typed?.result ?? task.progress?.result}
      />
      <Field
        name="evidence"
        scope="td-"
        label="Minh chứng"
        rows={2}
        optional
        value={typed?.evidence ?? task.progress?.evidence}
        hint="Số văn bản, địa chỉ tài liệu chứng minh kết quả."
      />
      <EvidenceField scope="td-" />
      <div class="pair">
        <Field
          name="difficulties"
          scope="td-"
          label="Khó khăn, vướng mắc"
          rows={2}
          optional
          value={typed?.difficulties ?? task.progress?.difficulties}
        />
        <Field
          name="proposals"
          scope="td-"
          label="Kiến nghị, đề xuất"
          rows={2}
          optional
          value={typed?.proposals ?? task.progress?.proposals}
        />
      </div>
    </ActionForm>
  );
};

const CompleteForm: FC<ActionProps> = (props) => {
  const { today, typed } = props;
  return (
    <ActionForm {...props} action="hoan-thanh" summary="Báo hoàn thành" button="Báo hoàn thành" look="main" files>
      <div class="pair">
        <Field name="on" scope="ht-" label="Ngày hoàn thành" type="date" value={typed?.on ?? today} />
        <Field
          name="basis"
          scope="ht-"
          label="Văn bản, sản phẩm hoàn thành"
          optional
          value={typed?.basis}
          hint="Ghi vào lịch sử của nhiệm vụ."
          maxlength={500}
        />
      </div>
      <EvidenceField scope="ht-" />
    </ActionForm>
  );
};

const ExtendForm: FC<ActionProps> = (props) => {
  const { task, typed } = props;
  return (
    <ActionForm {...props} action="gia-han" summary="Gia hạn" button="Gia hạn" look="main">
      <div class="pair">
        <Field
          name="deadline"
          scope="gh-"
          label="Thời hạn mới"
          value={typed?.deadline}
          hint={`Thời hạn hiện tại “${task.deadline.text || "chưa có"}” được giữ lại bên cạnh. Ví dụ: “Trước ngày 30/6/2027”.`}
          maxlength={200}
        />
        <Field
          name="basis"
          scope="gh-"
          label="Văn bản cho phép gia hạn"
          value={typed?.basis}
          hint="Ví dụ: Công văn số 88/UBND-KGVX ngày 12/10/2026"
          maxlength={500}
        />
      </div>
      <Field name="why" scope="gh-" label="Lý do" rows={2} optional value={typed?.why} maxlength={300} />
    </ActionForm>
  );
};

const ReopenForm: FC<ActionProps> = (props) => {
  const { typed } = props;
  return (
    <ActionForm {...props} action="mo-lai" summary="Mở lại nhiệm vụ" button="Mở lại">
      <Field name="why" scope="ml-" label="Lý do mở lại" value={typed?.why} maxlength={300} />
    </ActionForm>
  );
};

const MoveForm: FC<ActionProps> = (props) => {
  const { programme, task, typed } = props;
  return (
    <ActionForm {...props} action="chuyen-cho" summary="Chuyển nhóm, chuyển vị trí" button="Chuyển">
      <div class="pair">
        <Select
          name="groupId"
          scope="cc-"
          label="Chuyển đến nhóm"
          options={groupOptions(programme)}
          value={typed?.groupId ?? task.groupId ?? ""}
        />
        <Field
          name="afterNumber"
          scope="cc-"
          label="Đứng sau nhiệm vụ số"
          optional
          value={typed?.afterNumber}
          hint="Để trống: cuối nhóm. Ghi 0: đầu nhóm."
          maxlength={30}
        />
      </div>
      <Field name="why" scope="cc-" label="Lý do chuyển" optional value={typed?.why} maxlength={300} />
    </ActionForm>
  );
};

const RemoveForm: FC<ActionProps> = (props) => {
  const { typed } = props;
  return (
    <ActionForm
      {...props}
      action="dua-ra"
      summary="Đưa ra khỏi chương trình"
      button="Đưa ra khỏi chương trình"
      look="danger"
      ask="Đưa nhiệm vụ này ra khỏi chương trình? Các bản trước vẫn giữ nguyên."
    >
      <div class="pair">
        <Field name="why" scope="dr-" label="Lý do đưa ra" value={typed?.why} maxlength={300} />
        <Field name="basis" scope="dr-" label="Văn bản làm căn cứ" optional value={typed?.basis} maxlength={500} />
      </div>
    </ActionForm>
  );
};
