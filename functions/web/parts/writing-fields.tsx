import type { FC } from "hono/jsx";
import type { AppendixDescription, DocumentDescription } from "../../../shared/documents/index.ts";
import type { TemplateChoice } from "../../../shared/office/index.ts";
import type { Form } from "../desk.tsx";
import type { Typed } from "./document-fields.tsx";
import { Field, Select } from "./pieces.tsx";

/** A text area for free text: with script, buttons stand over it that put in the signs. */
export const WritingField: FC<{
  name: string;
  label: string;
  rows: number;
  value?: string | undefined;
  optional?: boolean;
  hint?: string;
}> = (props) => {
  const id = `truong-${props.name}`;
  return (
    <div class="field">
      <label for={id}>
        {props.label} {props.optional ? <span class="optional">(không bắt buộc)</span> : null}
      </label>
      <textarea
        id={id}
        name={props.name}
        rows={props.rows}
        required={!props.optional}
        data-signs
        aria-describedby={props.hint ? `${id}-goi-y` : undefined}
      >
        {`\n${props.value ?? ""}`}
      </textarea>
      {props.hint ? (
        <p class="hint" id={`${id}-goi-y`}>
          {props.hint}
        </p>
      ) : null}
    </div>
  );
};

/** Names of the directory, to be put into a list of organisations: found by typing, with script also without diacritics. */
export const DirectoryPicker: FC<{ into: "recipients" | "addressees"; label: string; names: string[] }> = (props) =>
  props.names.length === 0 ? null : (
    <div class="directory" data-directory={props.into}>
      <div class="add">
        <div>
          <label for={`tim-${props.into}`}>{props.label}</label>
          <input
            id={`tim-${props.into}`}
            name={`them-${props.into}`}
            list={`danh-ba-${props.into}`}
            autocomplete="off"
            maxlength={300}
          />
        </div>
        <button type="submit" name="viec" value={`them:${props.into}`} formnovalidate>
          Thêm
        </button>
      </div>
      <datalist id={`danh-ba-${props.into}`}>
        {props.names.map((name) => (
          <option value={name}></option>
        ))}
      </datalist>
      <div data-found role="status"></div>
    </div>
  );

/** What was typed with the name that was chosen put in before the place of keeping (“Lưu: VT”), which stays the last line. */
export function withChosen(typed: Typed, into: string): Typed {
  const name = (typed[`them-${into}`] ?? "").trim();
  const lines = (typed[into] ?? "").split("\n").filter((line) => line.trim() !== "");
  if (name === "" || lines.includes(name)) return typed;
  const kept = /^\s*[-–]?\s*Lưu(?!\p{L})/iu.test(lines.at(-1) ?? "");
  lines.splice(kept ? lines.length - 1 : lines.length, 0, name);
  return { ...typed, [into]: lines.join("\n"), [`them-${into}`]: "" };
}

/** Which Word template; nothing where there is only one. */
export const TemplateField: FC<{ choices: TemplateChoice[]; value?: string | undefined }> = ({ choices, value }) =>
  choices.length < 2 ? (
    value ? (
      <input type="hidden" name="template" value={value} />
    ) : null
  ) : (
    <Select
      name="template"
      label="Mẫu trình bày"
      value={value ?? ""}
      options={[
        ["", `Mẫu mặc định (${choices.find((one) => one.default)?.name ?? choices[0]!.name})`],
        ...choices.map((one): [string, string] => [one.id, `${one.name}${one.own ? " – của cơ quan" : ""}`]),
      ]}
    />
  );

/** Appendices: those made of tasks as they are, those of text to be written, and one empty place. */
export const AppendixFields: FC<{
  appendices: readonly AppendixDescription[];
  typed: Typed;
  before?: string | undefined;
}> = ({ appendices, typed, before }) => (
  <fieldset class="boxed">
    <legend>Phụ lục</legend>
    {before ? <p class="small soft">{before}</p> : null}
    {appendices.map((appendix, index) =>
      appendix.table === undefined ? (
        <details open>
          <summary>
            Phụ lục {index + 1}: {oneLine(appendix.title) || "chưa có tên"}
          </summary>
          <OneAppendix index={index} typed={typed} />
        </details>
      ) : (
        <p class="small">
          <b>Phụ lục {index + 1}:</b> {oneLine(appendix.title)} – bảng {appendix.table.rows.length} dòng soạn từ nhiệm
          vụ; muốn đổi thì sửa nhiệm vụ ở chương trình rồi soạn lại.
        </p>
      ),
    )}
    <details open={Boolean(typed[`appendixTitle:${appendices.length}`])}>
      <summary>Thêm phụ lục viết tay</summary>
      <OneAppendix index={appendices.length} typed={typed} fresh />
    </details>
  </fieldset>
);

const OneAppendix: FC<{ index: number; typed: Typed; fresh?: boolean }> = ({ index, typed, fresh }) => (
  <>
    <Field
      name={`appendixTitle:${index}`}
      label="Tên phụ lục"
      optional
      value={typed[`appendixTitle:${index}`]}
      maxlength={500}
      {...(fresh ? {} : { hint: "Xóa cả tên và nội dung thì bỏ phụ lục này." })}
    />
    <WritingField
      name={`appendixBody:${index}`}
      label="Nội dung phụ lục"
      rows={5}
      optional
      value={typed[`appendixBody:${index}`]}
    />
  </>
);

/** Footnotes: one on each line. */
export const FootnoteField: FC<{ typed: Typed }> = ({ typed }) => (
  <Field
    name="footnotes"
    label="Chú thích cuối trang"
    rows={2}
    optional
    value={typed.footnotes}
    hint="Mỗi chú thích một dòng, ví dụ: 1: Theo báo cáo của Sở Tài chính. Trong bài dẫn bằng [^1]."
  />
);

/** Appendices of a posted form, over those that were there: what is made of tasks stays as it is. */
export function appendicesFrom(form: Form, there: readonly AppendixDescription[] = []): AppendixDescription[] {
  const found: AppendixDescription[] = [];
  const given = form.texts();
  for (let index = 0; index <= there.length; index += 1) {
    const old = there[index];
    if (old !== undefined && (old.table !== undefined || given[`appendixTitle:${index}`] === undefined)) {
      found.push(old);
      continue;
    }
    const title = form.text(`appendixTitle:${index}`);
    const body = form.text(`appendixBody:${index}`);
    if (title !== "" || body !== "") found.push({ ...old, title, body });
  }
  return found;
}

/** Footnotes of a posted form; undefined for none. */
export function footnotesFrom(form: Form): DocumentDescription["footnotes"] {
  const found = form.lines("footnotes").map((line): [string, string] => {
    const parts = /^\[?\^?([^\]\s:]{1,64})\]?\s*:\s*(.*)$/u.exec(line);
    return parts === null ? [line.slice(0, 40).replaceAll(/[\]\s]/g, "-"), line] : [parts[1]!, parts[2]!];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Values of the fields here, of a description that is being changed. */
export function typedMore(description: DocumentDescription): Typed {
  const typed: Typed = {
    footnotes: Object.entries(description.footnotes ?? {})
      .map(([label, text]) => `${label}: ${oneLine(text)}`)
      .join("\n"),
    template: description.template ?? "",
    urgency: description.urgency ?? "",
  };
  for (const [index, { title, body }] of (description.appendices ?? []).entries()) {
    typed[`appendixTitle:${index}`] = title;
    typed[`appendixBody:${index}`] = body ?? "";
  }
  return typed;
}

/** Where a finding of an appendix leads: its body, or for one made of tasks nowhere. */
export function appendixControls(appendices: readonly AppendixDescription[]): Record<string, string> {
  const places = appendices.map((one, index): [string, string] => [
    `appendices[${index}]`,
    one.table === undefined ? `appendixBody:${index}` : "nguon",
  ]);
  return Object.fromEntries([...places, [`appendices[${appendices.length}]`, `appendixBody:${appendices.length}`]]);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
