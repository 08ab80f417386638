import type { FC } from "hono/jsx";
import { KINDS } from "../../../shared/format/index.ts";
import type { RegisterForm, RegisterQuery } from "../../../shared/office/index.ts";
import { Field, Select } from "./pieces.tsx";
import { LINE_STATES, REGISTER_ADDRESSES } from "./register-words.ts";

/** Names of the filters in an address. */
const PARAMETERS = {
  search: "tim",
  kind: "loai",
  unit: "don-vi",
  signatory: "nguoi-ky",
  state: "tinh-trang",
  from: "tu-ngay",
  to: "den-ngay",
  fromNumber: "tu-so",
  toNumber: "den-so",
  series: "so",
} as const;

/** The query that an address asks for; what is no number or day counts as nothing. */
export function queryFrom(get: (name: string) => string | undefined, year: number): RegisterQuery {
  const text = (name: keyof typeof PARAMETERS) => (get(PARAMETERS[name]) ?? "").normalize("NFC").trim().slice(0, 200);
  const query: Record<string, unknown> = { year };
  for (const name of ["search", "kind", "unit", "signatory", "state", "series"] as const)
    if (text(name) !== "") query[name] = text(name);
  for (const name of ["from", "to"] as const) if (/^\d{4}-\d{2}-\d{2}$/.test(text(name))) query[name] = text(name);
  for (const name of ["fromNumber", "toNumber"] as const)
    if (/^\d{1,8}$/.test(text(name))) query[name] = Number(text(name));
  return query as unknown as RegisterQuery;
}

/** The same query as an address. */
export function addressOf(
  form: RegisterForm,
  query: RegisterQuery,
  more: Record<string, string> = {},
  tail = "",
): string {
  const values = query as unknown as Record<string, unknown>;
  const parameters = new URLSearchParams({ nam: String(query.year) });
  for (const [name, parameter] of Object.entries(PARAMETERS))
    if (values[name] !== undefined) parameters.set(parameter, String(values[name]));
  for (const [name, value] of Object.entries(more)) parameters.set(name, value);
  return `${REGISTER_ADDRESSES[form.name]}${tail}?${parameters}`;
}

/** Is anything asked for besides the year? */
export function isNarrowed(query: RegisterQuery): boolean {
  return Object.keys(query).some((name) => Object.hasOwn(PARAMETERS, name));
}

/** Year and words at once; the other filters unfold. */
export const RegisterFilter: FC<{ form: RegisterForm; query: RegisterQuery }> = ({ form, query }) => {
  const stored = form.name !== "following" && form.name !== "copies";
  const states = LINE_STATES[form.name];
  const numbered = form.name === "outgoing" || form.name === "incoming" || form.name === "following";
  const narrowed = isNarrowed({ ...query, search: undefined } as unknown as RegisterQuery) && Object.keys(query).some((key) => key !== "year" && key !== "search"); // biome-ignore format: one thought
  return (
    <form class="filter" method="get" action={REGISTER_ADDRESSES[form.name]}>
      <div class="field thin">
        <label for="nam">Năm</label>
        <input id="nam" name="nam" type="number" min="1945" max="2200" value={String(query.year)} />
      </div>
      <div class="field">
        <label for="tim">Tìm trong sổ</label>
        <input id="tim" name="tim" type="search" value={query.search ?? ""} placeholder="Gõ không dấu cũng được" />
      </div>
      <button type="submit">Xem</button>
      <details open={narrowed}>
        <summary>Lọc thêm</summary>
        <div class="pair">
          {form.name === "outgoing" ? (
            <Select
              name={PARAMETERS.kind}
              label="Loại văn bản"
              value={query.kind ?? ""}
              options={[
                ["", "Tất cả"],
                ...Object.entries(KINDS)
                  .filter(([code]) => code !== "PL")
                  .map(([code, { name }]): [string, string] => [code, name]),
              ]}
            />
          ) : form.name === "incoming" ? (
            <Field name={PARAMETERS.kind} label="Loại văn bản" value={query.kind ?? ""} optional />
          ) : null}
          {states ? (
            <Select name={PARAMETERS.state} label="Tình trạng" value={query.state ?? ""} options={states} />
          ) : null}
          <Field
            name={PARAMETERS.unit}
            label={form.name === "incoming" ? "Đơn vị hoặc người nhận" : "Đơn vị"}
            value={query.unit ?? ""}
            optional
          />
          <Field
            name={PARAMETERS.signatory}
            label={form.name === "loans" ? "Người cho phép" : "Người ký"}
            value={query.signatory ?? ""}
            optional
          />
          {stored || form.name === "following" ? (
            <>
              <Field name={PARAMETERS.from} label="Từ ngày" type="date" value={query.from ?? ""} optional />
              <Field name={PARAMETERS.to} label="Đến ngày" type="date" value={query.to ?? ""} optional />
            </>
          ) : null}
          {numbered ? (
            <>
              <Field
                name={PARAMETERS.fromNumber}
                label="Từ số"
                type="number"
                value={query.fromNumber === undefined ? "" : String(query.fromNumber)}
                optional
              />
              <Field
                name={PARAMETERS.toNumber}
                label="Đến số"
                type="number"
                value={query.toNumber === undefined ? "" : String(query.toNumber)}
                optional
              />
            </>
          ) : null}
        </div>
      </details>
    </form>
  );
};
