import type { FC } from "hono/jsx";
import {
  DEFAULT_FIELDS,
  type SavedSearch,
  SEARCH_FIELDS,
  type SearchField,
  type SearchQuery,
} from "../../../shared/office/index.ts";
import { Field, Select, Step } from "./pieces.tsx";
import { addressOf, FIELDS, FOUND_KIND_LIST, isoOf } from "./search-query.ts";

function optionsOf(fields: readonly { key: string; label: string }[]): [string, string][] {
  return fields.map(({ key, label }) => [key, label]);
}

/** A group of boxes to tick. */
const Choices: FC<{ legend: string; name: string; options: [string, string][]; chosen: readonly string[] }> = (
  props,
) => (
  <fieldset>
    <legend>{props.legend}</legend>
    {props.options.map(([value, words]) => (
      <label class="check">
        <input type="checkbox" name={props.name} value={value} checked={props.chosen.includes(value)} /> {words}
      </label>
    ))}
  </fieldset>
);

/** The form of a search: words, kinds, fields, then columns and order. */
export const SearchForm: FC<{ query: SearchQuery }> = ({ query }) => {
  const inForm: SearchField[] = ["symbol", "issuedOn", "issuer", "subject", "signer", "code"];
  const others = Object.entries(query.fields ?? {}).filter(([field]) => !inForm.includes(field as SearchField));
  return (
    <section class="card">
      <form method="get" action="/tim-kiem">
        <Field
          name="tim"
          label="Từ khóa"
          value={query.words ?? ""}
          optional
          hint="Cụm từ đặt trong ngoặc kép: “chuyển đổi số”. Số, ký hiệu: 15/KH-UBND."
          autofocus
        />
        <Choices legend="Tìm trong" name="loai" options={FOUND_KIND_LIST} chosen={query.kinds ?? []} />
        <details open={query.fields !== undefined}>
          <summary>Tìm theo trường</summary>
          {inForm.map((key) => {
            const field = FIELDS.get(key)!;
            const value = query.fields?.[key] ?? "";
            if (field.type !== "day") return <Field name={`f-${key}`} label={field.label} value={value} optional />;
            const [from = "", to = from] = value.split("..");
            return (
              <>
                <Field name={`tu-${key}`} label={`${field.label} từ`} type="date" value={isoOf(from)} optional />
                <Field name={`den-${key}`} label={`${field.label} đến`} type="date" value={isoOf(to)} optional />
              </>
            );
          })}
          {others.slice(1).map(([key, value]) => (
            <Field name={`f-${key}`} label={FIELDS.get(key)!.label} value={value} optional />
          ))}
          <Select
            name="truong"
            label="Trường khác"
            value={others[0]?.[0] ?? ""}
            options={[["", "—"], ...optionsOf(SEARCH_FIELDS.filter(({ key }) => !inForm.includes(key)))]}
          />
          <Field
            name="gia-tri"
            label="Giá trị của trường khác"
            value={others[0]?.[1] ?? ""}
            optional
            hint="Ngày ghi 22/11/2026; khoảng ghi 01/01/2026..30/06/2026, hoặc 5..20."
          />
        </details>
        <details>
          <summary>Cột hiển thị và thứ tự</summary>
          <Choices
            legend="Hiển thị các trường"
            name="hien"
            options={optionsOf(SEARCH_FIELDS)}
            chosen={query.show ?? DEFAULT_FIELDS}
          />
          <Select
            name="xep"
            label="Sắp xếp theo"
            value={query.order?.field ?? ""}
            options={[["", "Mới nhất trước"], ...optionsOf(SEARCH_FIELDS)]}
          />
          <Select
            name="chieu"
            label="Chiều"
            value={query.order?.down ? "giam" : "tang"}
            options={[
              ["tang", "Tăng dần"],
              ["giam", "Giảm dần"],
            ]}
          />
        </details>
        <button type="submit" class="main">
          Tìm
        </button>
      </form>
    </section>
  );
};

/** Searches that the person kept. */
export const SavedList: FC<{ saved: readonly SavedSearch[] }> = ({ saved }) =>
  saved.length === 0 ? null : (
    <section class="card">
      <h2>Yêu cầu đã lưu</h2>
      <ul class="list">
        {saved.map((one) => (
          <li>
            <a href={`/tim-kiem?${addressOf(one.query)}`}>{one.name}</a>
            <Step action={`/tim-kiem/xoa/${one.id}`} name="Xóa" main={false} ask={`Xóa yêu cầu “${one.name}”?`} />
          </li>
        ))}
      </ul>
    </section>
  );
