import type { Child, FC } from "hono/jsx";
import type { BulkPreview } from "../../../shared/office/index.ts";
import type { BulkChange, Programme, Task } from "../../../shared/tasks/index.ts";
import type { Form } from "../desk.tsx";
import { shortDate } from "./dates.ts";
import { Empty, Field, Notice, Scroll, Select } from "./pieces.tsx";
import { valueText } from "./programme-events.tsx";
import { EvidenceField } from "./task-files.tsx";
import { groupOptions } from "./task-form.tsx";

/** Tasks of a preview that are shown one by one. */
const SHOWN = 200;

/** What can be done with many tasks at once: its word in addresses, its name, the field of a task that it changes. */
export const BULK_ACTIONS = {
  "chu-tri": { name: "Giao cơ quan chủ trì", kind: "lead", field: "leadAgency" },
  "phoi-hop": { name: "Đặt cơ quan phối hợp", kind: "coordinating", field: "coordinatingAgencies" },
  "gia-han": { name: "Gia hạn theo văn bản", kind: "extend", field: "deadline" },
  "thoi-han": { name: "Đặt lại thời hạn", kind: "deadline", field: "deadline" },
  nhom: { name: "Chuyển nhóm", kind: "group", field: "groupId" },
  "hoan-thanh": { name: "Báo hoàn thành", kind: "complete", field: "completedOn" },
  "dua-ra": { name: "Đưa ra khỏi chương trình", kind: "remove", field: "name" },
} as const satisfies Record<string, { name: string; kind: BulkChange["kind"]; field: keyof Task }>;

/** A word of {@link BULK_ACTIONS}. */
export type BulkWord = keyof typeof BULK_ACTIONS;

/** The change that a form asks for. */
export function bulkChange(word: BulkWord, form: Form): BulkChange {
  switch (BULK_ACTIONS[word].kind) {
    case "lead":
      return { kind: "lead", leadAgency: form.text("leadAgency") };
    case "coordinating":
      return { kind: "coordinating", coordinatingAgencies: form.text("coordinatingAgencies") };
    case "extend":
      return { kind: "extend", deadline: form.text("deadline") };
    case "deadline":
      return { kind: "deadline", deadline: form.text("deadline") };
    case "group":
      return { kind: "group", groupId: form.text("groupId") };
    case "complete":
      return { kind: "complete", on: form.text("on"), evidence: form.text("evidence") };
    case "remove":
      return { kind: "remove" };
  }
}

/** Which tasks, carried from form to form. */
export interface CarriedChoice {
  revision: number;
  /** Ids of the chosen ones; undefined: all that the filter lets through. */
  ids?: string[];
  /** Parameters of the table's address. */
  filter: [string, string][];
  count: number;
}

/** Carries which tasks and which change from one form to the next. */
export const Carried: FC<{ word: BulkWord; choice: CarriedChoice }> = ({ word, choice }) => (
  <>
    <input type="hidden" name="viec" value={word} />
    <input type="hidden" name="rev" value={String(choice.revision)} />
    {choice.filter.map(([name, value]) => (
      <input type="hidden" name={`loc-${name}`} value={value} />
    ))}
    {choice.ids === undefined ? (
      <input type="hidden" name="ca" value="1" />
    ) : (
      <input type="hidden" name="cac" value={choice.ids.join("\n")} />
    )}
  </>
);

/** What is to be put into the chosen tasks; shows next what it comes to. */
export const BulkForm: FC<{
  programme: Programme;
  word: BulkWord;
  choice: CarriedChoice;
  today: string;
  typed?: Record<string, string>;
  back: string;
}> = ({ programme, word, choice, today, typed, back }) => (
  <form class="card" method="post" action={`/nhiem-vu/${programme.id}/hang-loat/xem`}>
    <h2>
      {BULK_ACTIONS[word].name}: {choice.count.toLocaleString("vi-VN")} nhiệm vụ
    </h2>
    <Carried word={word} choice={choice} />
    <ChangeFields programme={programme} word={word} today={today} typed={typed} />
    <div class="pair">
      <Field
        name="why"
        label="Lý do"
        optional
        value={typed?.why}
        hint="Ghi vào lịch sử của chương trình."
        maxlength={300}
      />
      {word === "gia-han" || word === "dua-ra" ? (
        <Field
          name="basis"
          label={word === "gia-han" ? "Văn bản cho phép gia hạn" : "Văn bản làm căn cứ đưa ra"}
          value={typed?.basis}
          hint="Ví dụ: Công văn số 88/UBND-KGVX ngày 12/10/2026"
          maxlength={500}
        />
      ) : (
        <Field name="basis" label="Văn bản làm căn cứ" optional value={typed?.basis} maxlength={500} />
      )}
    </div>
    <div class="actions">
      <button class="main" type="submit" data-busy="Đang xem trước…">
        Xem trước thay đổi
      </button>
      <a class="button" href={back}>
        Thôi
      </a>
    </div>
  </form>
);

const ChangeFields: FC<{ programme: Programme; word: BulkWord; today: string; typed?: Record<string, string> }> = (
  props,
): Child => {
  const { programme, word, today, typed } = props;
  switch (word) {
    case "chu-tri":
      return <Field name="leadAgency" label="Cơ quan chủ trì mới" value={typed?.leadAgency} maxlength={500} />;
    case "phoi-hop":
      return (
        <Field
          name="coordinatingAgencies"
          label="Cơ quan phối hợp"
          rows={2}
          optional
          value={typed?.coordinatingAgencies}
          hint="Thay cho nội dung đang có. Để trống: không còn cơ quan phối hợp."
        />
      );
    case "gia-han":
    case "thoi-han":
      return (
        <Field
          name="deadline"
          label="Thời hạn mới"
          value={typed?.deadline}
          hint="Ghi như trong kế hoạch: “Trước ngày 30/6/2027”, “Quý II/2027”. Thời hạn trước được giữ bên cạnh."
          maxlength={200}
        />
      );
    case "nhom":
      return (
        <Select name="groupId" label="Chuyển đến nhóm" options={groupOptions(programme)} value={typed?.groupId ?? ""} />
      );
    case "hoan-thanh":
      return (
        <div class="pair">
          <Field name="on" label="Ngày hoàn thành" type="date" value={typed?.on ?? today} />
          <Field
            name="evidence"
            label="Minh chứng"
            rows={2}
            optional
            value={typed?.evidence}
            hint="Số văn bản, địa chỉ tài liệu. Tệp minh chứng gửi ở bước xem trước."
          />
        </div>
      );
    case "dua-ra":
      return <p>Các nhiệm vụ ra khỏi chương trình từ bản mới; các bản trước vẫn giữ nguyên, hoàn tác được.</p>;
  }
};

/** What the change comes to, task by task, and the button that makes it. */
export const BulkPreviewView: FC<{
  preview: BulkPreview;
  word: BulkWord;
  choice: CarriedChoice;
  typed: Record<string, string>;
  back: string;
}> = ({ preview, word, choice, typed, back }) => {
  const { programme, changed, unchanged, refused, differences } = preview;
  const { field, name } = BULK_ACTIONS[word];
  const carried = ["leadAgency", "coordinatingAgencies", "deadline", "groupId", "on", "evidence", "why", "basis"];
  const count = changed.length.toLocaleString("vi-VN");
  return (
    <>
      {refused.length > 0 ? (
        <Notice tone="warn" title={`${refused.length.toLocaleString("vi-VN")} nhiệm vụ không thực hiện được`}>
          <ul>
            {refused.slice(0, SHOWN).map((one) => (
              <li>
                {one.name === "" ? one.id : `${one.number} ${one.name.slice(0, 100)}`.trim()}: {one.message}
                {one.hint ? ` ${one.hint}` : ""}
              </li>
            ))}
            {refused.length > SHOWN ? <li>… và {refused.length - SHOWN} nhiệm vụ nữa.</li> : null}
          </ul>
        </Notice>
      ) : null}
      <form class="card" method="post" action={`/nhiem-vu/${programme.id}/hang-loat/luu`} enctype="multipart/form-data">
        <h2>{name}</h2>
        <p>
          Đã chọn {preview.chosen.toLocaleString("vi-VN")} nhiệm vụ: <b>{count} thay đổi</b>,{" "}
          {unchanged.length.toLocaleString("vi-VN")} đã như vậy, {refused.length.toLocaleString("vi-VN")} không thực
          hiện được. Chưa lưu gì; cả việc này thành một bản, hoàn tác được.
        </p>
        <Carried word={word} choice={choice} />
        {carried.map((one) => (typed[one] ? <input type="hidden" name={one} value={typed[one]} /> : null))}
        {word === "hoan-thanh" && changed.length > 0 ? <EvidenceField scope="hl-" /> : null}
        <div class="actions">
          {changed.length === 0 ? null : (
            <button
              class={word === "dua-ra" ? "danger" : "main"}
              type="submit"
              name="hop-le"
              value={refused.length > 0 ? "1" : ""}
              data-busy="Đang ghi…"
            >
              {refused.length > 0 ? `Chỉ thực hiện ${count} nhiệm vụ hợp lệ` : `Thực hiện ${count} nhiệm vụ`}
            </button>
          )}
          <button
            type="submit"
            formaction={`/nhiem-vu/${programme.id}/hang-loat`}
            name="sua-lai"
            value="1"
            formnovalidate
          >
            Sửa lại nội dung
          </button>
          <a class="button" href={back}>
            Thôi, không thay đổi
          </a>
        </div>
      </form>
      <section class="card">
        <h2>Những gì sẽ đổi</h2>
        {changed.length === 0 ? (
          <Empty title="Không nhiệm vụ nào thay đổi">Các nhiệm vụ đã chọn đã như vậy, hoặc không thực hiện được.</Empty>
        ) : (
          <Scroll label="Nhiệm vụ sẽ thay đổi">
            <table>
              <thead>
                <tr>
                  <th scope="col">TT</th>
                  <th scope="col">Nhiệm vụ</th>
                  {word === "dua-ra" ? null : (
                    <>
                      <th scope="col">Đang là</th>
                      <th scope="col">Sẽ là</th>
                    </>
                  )}
                </tr>
              </thead>
              <tbody>
                {differences.slice(0, SHOWN).map(({ before, after }) => (
                  <tr>
                    <td class="nowrap">{before.number}</td>
                    <td class="lines">{before.name}</td>
                    {after === undefined ? null : (
                      <>
                        <td class="lines">{sideText(before, field, programme)}</td>
                        <td class="lines">
                          {sideText(after, field, programme)}
                          {field === "deadline" && after.deadline.to !== undefined ? (
                            <div class="small soft">hạn cuối {shortDate(after.deadline.to)}</div>
                          ) : null}
                        </td>
                      </>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        {differences.length > SHOWN ? (
          <p class="small soft">… và {(differences.length - SHOWN).toLocaleString("vi-VN")} nhiệm vụ nữa.</p>
        ) : null}
      </section>
    </>
  );
};

function sideText(task: Task, field: keyof Task, programme: Programme): Child {
  return valueText(field, task[field], programme) || <span class="soft">(trống)</span>;
}
