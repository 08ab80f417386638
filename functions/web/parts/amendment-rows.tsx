import type { FC } from "hono/jsx";
import {
  type AmendedField,
  type AmendmentKind,
  FIELD_LABELS,
  KIND_LABELS,
  markWords,
  type WordBudget,
} from "../../../shared/amendments/index.ts";
import type { AmendmentComparison, ChosenRow } from "../../../shared/office/index.ts";
import type { Task } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Chip, type Tone } from "./pieces.tsx";

/** Rows shown for choosing; what comes after them stands in the appendix as it is. */
export const ROWS_SHOWN = 500;

/** Words compared for one page, so that no programme holds up the service: at most a second or so. */
const PAGE_CELLS = 40_000_000;

const TONES: Partial<Record<AmendmentKind, Tone>> = {
  added: "good",
  removed: "bad",
  completed: "good",
  extended: "warn",
  deadline: "warn",
};

/** What is shown of the rows: all, or those with one kind of change. Works by the style sheet alone. */
export const KindFilter: FC<{ comparison: AmendmentComparison }> = ({ comparison }) => (
  <fieldset class="kinds">
    <legend>Hiện</legend>
    <label class="check">
      <input type="radio" name="loc" id="loc-all" value="" checked /> Tất cả ({comparison.rows.length})
    </label>
    {comparison.counts.map(([kind, count]) => (
      <label class="check">
        <input type="radio" name="loc" id={`loc-${kind}`} value={kind} /> {KIND_LABELS[kind]} ({count})
      </label>
    ))}
  </fieldset>
);

/** Every changed task: in or out, old beside new with the changed words marked, where the change comes from, and its note. */
export const ChangedRows: FC<{ rows: ChosenRow[] }> = ({ rows }) => {
  let group: string | undefined;
  const budget: WordBudget = { cells: PAGE_CELLS };
  return (
    <>
      {rows.slice(0, ROWS_SHOWN).map((chosen, index) => {
        const opens = chosen.row.group !== undefined && chosen.row.group.id !== group;
        group = chosen.row.group?.id;
        return (
          <>
            {opens ? (
              <h3>
                {chosen.row.group!.number}. {chosen.row.group!.name}
              </h3>
            ) : null}
            <ChangedRow chosen={chosen} index={index} budget={budget} />
          </>
        );
      })}
    </>
  );
};

const ChangedRow: FC<{ chosen: ChosenRow; index: number; budget: WordBudget }> = ({ chosen, index, budget }) => {
  const { row } = chosen;
  const task = (row.after ?? row.before)!;
  const id = `dong-${index}`;
  return (
    <article class={`change ${row.kinds.map((kind) => `is-${kind}`).join(" ")}`} aria-labelledby={`${id}-ten`}>
      <header>
        <label class="check" id={`${id}-ten`}>
          <input type="checkbox" name="take" value={row.taskId} checked={chosen.taken} />
          <span>
            <span class="visually-hidden">Đưa vào phụ lục: </span>
            {task.number ? `Số ${task.number}. ` : ""}
            {shortened(task.name)}
          </span>
        </label>
        <span>
          {row.kinds.map((kind) => (
            <>
              <Chip tone={TONES[kind] ?? "info"}>{KIND_LABELS[kind]}</Chip>{" "}
            </>
          ))}
        </span>
      </header>
      <input type="hidden" name="seen" value={row.taskId} />
      {row.before && row.after ? (
        <Sides chosen={chosen} budget={budget} />
      ) : (
        <Whole task={task} gone={row.after === undefined} />
      )}
      <Origin chosen={chosen} />
      <div class="field">
        <label for={`${id}-ghi-chu`}>
          Nội dung điều chỉnh {chosen.written ? <span class="optional">(đã sửa tay)</span> : null}
        </label>
        <textarea id={`${id}-ghi-chu`} name={`note:${row.taskId}`} rows={chosen.note.length > 110 ? 3 : 2}>
          {`\n${chosen.note}`}
        </textarea>
      </div>
    </article>
  );
};

const Sides: FC<{ chosen: ChosenRow; budget: WordBudget }> = ({ chosen: { row }, budget }) => (
  <table class="sides">
    <thead>
      <tr>
        <th scope="col">Mục</th>
        <th scope="col">Đã ban hành</th>
        <th scope="col">Điều chỉnh</th>
      </tr>
    </thead>
    <tbody>
      {row.changes.map((change) => {
        const before = fieldText(change.field, change.before);
        const after = fieldText(change.field, change.after);
        const marks = markWords(before, after, budget);
        return (
          <tr>
            <th scope="row">{FIELD_LABELS[change.field]}</th>
            <td data-side="Đã ban hành">
              {marks
                .filter((mark) => mark.kind !== "added")
                .map((mark) => (mark.kind === "same" ? mark.text : <Word text={mark.text} gone />))}
              {before === "" ? <span class="soft">(trống)</span> : null}
            </td>
            <td data-side="Điều chỉnh">
              {marks
                .filter((mark) => mark.kind !== "removed")
                .map((mark) => (mark.kind === "same" ? mark.text : <Word text={mark.text} />))}
              {after === "" ? <span class="soft">(trống)</span> : null}
            </td>
          </tr>
        );
      })}
    </tbody>
  </table>
);

/** Words that went or came; the space behind them is not marked. */
const Word: FC<{ text: string; gone?: boolean }> = ({ text, gone }) => {
  const words = text.trimEnd();
  const space = text.slice(words.length);
  return (
    <>
      {gone ? <del class="word">{words}</del> : <ins class="word">{words}</ins>}
      {space}
    </>
  );
};

const Whole: FC<{ task: Task; gone: boolean }> = ({ task, gone }) => (
  <dl class="facts">
    {(
      [
        ["name", task.name],
        ["leadAgency", task.leadAgency],
        ["coordinatingAgencies", task.coordinatingAgencies],
        ["output", task.output],
        ["deadline", task.deadline.text],
        ["basis", task.basis],
      ] as [AmendedField, string][]
    )
      .filter(([, text]) => text !== "")
      .map(([field, text]) => (
        <>
          <dt>{FIELD_LABELS[field]}</dt>
          <dd class="lines">{gone ? <del class="word">{text}</del> : text}</dd>
        </>
      ))}
  </dl>
);

const Origin: FC<{ chosen: ChosenRow }> = ({ chosen: { row } }) => (
  <p class="small soft">
    {row.bases.length > 0 ? `Căn cứ: ${row.bases.join("; ")}.` : "Chưa có căn cứ của thay đổi này."}
    {row.source
      ? ` ${row.source.person} sửa ngày ${shortDate(row.source.at)}, bản ${row.source.revision}${row.source.why ? `: ${row.source.why}` : ""}.`
      : ""}
  </p>
);

function fieldText(field: AmendedField, text: string): string {
  return field === "completedOn" ? shortDate(text) : text;
}

function shortened(name: string): string {
  const text = name.replaceAll(/\s+/g, " ");
  return text.length > 160 ? `${text.slice(0, 150).replace(/\s\S*$/, "")}…` : text;
}
