import type { FC } from "hono/jsx";
import type { Programme, Task } from "../../../shared/tasks/index.ts";
import { Field } from "./pieces.tsx";
import { percentOf } from "./task-words.tsx";

/** What can be done with a task besides changing its text; also the last part of the address that does it. */
export type TaskAction = "tien-do" | "hoan-thanh" | "mo-lai" | "gia-han" | "chuyen-cho" | "dua-ra";

/** Forms of the steps in a task's life: report progress, complete, extend, reopen, take out. One that failed stands open with what was typed. */
export const TaskActions: FC<{
  programme: Programme;
  task: Task;
  today: string;
  failed?: TaskAction;
  typed?: Record<string, string>;
}> = (props) => {
  const { task, failed } = props;
  const typedIn = (action: TaskAction) => (failed === action ? props.typed : undefined);
  const common = { programme: props.programme, task, today: props.today };
  return (
    <section class="card no-print" aria-label="Cập nhật nhiệm vụ">
      {task.completedOn === undefined ? (
        <>
          <ProgressForm {...common} typed={typedIn("tien-do")} />
          <CompleteForm {...common} typed={typedIn("hoan-thanh")} />
          <ExtendForm {...common} typed={typedIn("gia-han")} />
        </>
      ) : (
        <>
          <ProgressForm {...common} typed={typedIn("tien-do")} />
          <ReopenForm {...common} typed={typedIn("mo-lai")} />
        </>
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
  typed?: Record<string, string>;
}

const ProgressForm: FC<ActionProps> = ({ programme, task, today, typed }) => (
  <details open={typed !== undefined}>
    <summary>{task.completedOn === undefined ? "Báo cáo tiến độ" : "Bổ sung kết quả, minh chứng"}</summary>
    <form method="post" action={actionAddress(programme, task, "tien-do")}>
      <Rev programme={programme} typed={typed} />
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
      <div class="actions">
        <button class="main" type="submit">
          Ghi tiến độ
        </button>
      </div>
    </form>
  </details>
);

const CompleteForm: FC<ActionProps> = ({ programme, task, today, typed }) => (
  <details open={typed !== undefined}>
    <summary>Báo hoàn thành</summary>
    <form method="post" action={actionAddress(programme, task, "hoan-thanh")}>
      <Rev programme={programme} typed={typed} />
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
      <div class="actions">
        <button class="main" type="submit">
          Báo hoàn thành
        </button>
      </div>
    </form>
  </details>
);

const ExtendForm: FC<ActionProps> = ({ programme, task, typed }) => (
  <details open={typed !== undefined}>
    <summary>Gia hạn</summary>
    <form method="post" action={actionAddress(programme, task, "gia-han")}>
      <Rev programme={programme} typed={typed} />
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
      <div class="actions">
        <button class="main" type="submit">
          Gia hạn
        </button>
      </div>
    </form>
  </details>
);

const ReopenForm: FC<ActionProps> = ({ programme, task, typed }) => (
  <details open={typed !== undefined}>
    <summary>Mở lại nhiệm vụ</summary>
    <form method="post" action={actionAddress(programme, task, "mo-lai")}>
      <Rev programme={programme} typed={typed} />
      <Field name="why" scope="ml-" label="Lý do mở lại" value={typed?.why} maxlength={300} />
      <div class="actions">
        <button type="submit">Mở lại</button>
      </div>
    </form>
  </details>
);

const MoveForm: FC<ActionProps> = ({ programme, task, typed }) => (
  <details open={typed !== undefined}>
    <summary>Chuyển nhóm, chuyển vị trí</summary>
    <form method="post" action={actionAddress(programme, task, "chuyen-cho")}>
      <Rev programme={programme} typed={typed} />
      <div class="pair">
        <div class="field">
          <label for="chuyen-nhom">Chuyển đến nhóm</label>
          <select id="chuyen-nhom" name="groupId">
            <option value="" selected={(typed?.groupId ?? task.groupId ?? "") === ""}>
              Ngoài các nhóm
            </option>
            {programme.groups.map(({ id, number, name }) => (
              <option value={id} selected={(typed?.groupId ?? task.groupId) === id}>
                {number}. {name}
              </option>
            ))}
          </select>
        </div>
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
      <div class="actions">
        <button type="submit">Chuyển</button>
      </div>
    </form>
  </details>
);

const RemoveForm: FC<ActionProps> = ({ programme, task, typed }) => (
  <details open={typed !== undefined}>
    <summary>Đưa ra khỏi chương trình</summary>
    <form
      method="post"
      action={actionAddress(programme, task, "dua-ra")}
      data-ask="Đưa nhiệm vụ này ra khỏi chương trình? Các bản trước vẫn giữ nguyên."
    >
      <Rev programme={programme} typed={typed} />
      <div class="pair">
        <Field name="why" scope="dr-" label="Lý do đưa ra" value={typed?.why} maxlength={300} />
        <Field name="basis" scope="dr-" label="Văn bản làm căn cứ" optional value={typed?.basis} maxlength={500} />
      </div>
      <div class="actions">
        <button class="danger" type="submit">
          Đưa ra khỏi chương trình
        </button>
      </div>
    </form>
  </details>
);

const Rev: FC<{ programme: Programme; typed?: Record<string, string> }> = ({ programme, typed }) => (
  <input type="hidden" name="rev" value={typed?.rev ?? String(programme.revision)} />
);

function actionAddress(programme: Programme, task: Task, action: TaskAction): string {
  return `/nhiem-vu/${programme.id}/nhiem-vu/${task.id}/${action}`;
}
