import type { FC } from "hono/jsx";
import { KINDS } from "../../../shared/format/index.ts";
import type { NumberingSettings } from "../../../shared/office/index.ts";
import { Field, Select } from "./pieces.tsx";
import { BOOKS } from "./register-words.ts";

/** How numbers run, in words: kinds and bodies numbered apart. */
export const NumberingFacts: FC<{ settings: NumberingSettings }> = ({ settings: { ownSeries, bodies } }) => (
  <>
    <p>
      {ownSeries.length === 0
        ? "Mọi loại văn bản hành chính đánh chung một dãy số."
        : `Đánh số riêng: ${ownSeries.map(({ kind, fromYear, toYear }) => `${KINDS[kind].name} từ ${fromYear}${toYear ? ` đến ${toYear}` : ""}`).join("; ")}.`}
    </p>
    {bodies.length === 0 ? null : (
      <p>{`Hội đồng, ban, tổ có số riêng: ${bodies.map(({ name, abbreviation }) => `${name} (${abbreviation})`).join("; ")}.`}</p>
    )}
  </>
);

interface PartProps {
  settings: NumberingSettings & { rev: number };
  year: number;
  typed: Record<string, string>;
}

/** How numbers run, and the form that changes it. */
export const Numbering: FC<PartProps> = ({ settings, year, typed }) => (
  <section class="card">
    <h2>Cách đánh số</h2>
    <NumberingFacts settings={settings} />
    <details open={typed.bodies !== undefined}>
      <summary>Đổi cách đánh số</summary>
      <form method="post" action={`${BOOKS}/cach-danh-so`}>
        <input type="hidden" name="rev" value={String(settings.rev)} />
        <Field
          name="ownSeries"
          label="Loại văn bản đánh số riêng"
          rows={4}
          optional
          hint={`Mỗi dòng một loại và năm bắt đầu, ví dụ “QĐ ${year + 1}” hoặc “QĐ 2024-${year}”. Sổ đã cấp số thì không đổi giữa chừng.`}
          value={
            typed.ownSeries ??
            settings.ownSeries
              .map(({ kind, fromYear, toYear }) => `${kind} ${fromYear}${toYear ? `-${toYear}` : ""}`)
              .join("\n")
          }
        />
        <Field
          name="bodies"
          label="Hội đồng, ban chỉ đạo, tổ giúp việc có số riêng"
          rows={4}
          optional
          hint="Mỗi dòng: chữ viết tắt trong ký hiệu, rồi tên, ví dụ “BCĐCĐS: Ban Chỉ đạo chuyển đổi số”."
          value={typed.bodies ?? settings.bodies.map(({ abbreviation, name }) => `${abbreviation}: ${name}`).join("\n")}
        />
        <button type="submit" class="main">
          Lưu cách đánh số
        </button>
      </form>
    </details>
  </section>
);

/** Books that this office numbers by, as [value, words]. */
function bookChoices(system: "state" | "party", { ownSeries, bodies }: NumberingSettings): [string, string][] {
  const ofBodies = bodies.map(({ abbreviation, name }): [string, string] => [`${system}/@${abbreviation}`, name]);
  const outgoing: [string, string][] =
    system === "state"
      ? [
          ["state/chung", "Văn bản đi (dãy chung)"],
          ...ownSeries.map(({ kind }): [string, string] => [`state/${kind}`, `${KINDS[kind].name} (số riêng)`]),
          ["state/sao", "Bản sao"],
        ]
      : [
          ...Object.entries(KINDS)
            .filter(([code]) => code !== "PL")
            .map(([code, { name }]): [string, string] => [`party/${code}`, name]),
          ["party/BS", "Bản sao"],
        ];
  return [...outgoing, ...ofBodies, ["incoming/chung", "Văn bản đến"]];
}

const BookFields: FC<
  Omit<PartProps, "settings"> & { settings: NumberingSettings; system: "state" | "party"; scope: string }
> = (props) => (
  <div class="pair">
    <Select
      name="book"
      scope={props.scope}
      label="Sổ"
      options={bookChoices(props.system, props.settings)}
      value={props.typed.book}
    />
    <Field
      name="period"
      scope={props.scope}
      label="Năm hoặc nhiệm kỳ"
      value={props.typed.period ?? String(props.year)}
      hint="Nhiệm kỳ ghi 2025-2030."
      pattern="\d{4}(-\d{4})?"
    />
  </div>
);

/** Opens a book before its first number. */
export const OpenBook: FC<PartProps & { system: "state" | "party" }> = (props) => (
  <section class="card">
    <details open={props.typed.book !== undefined && props.typed.last === undefined}>
      <summary>Mở sổ trước</summary>
      <p>Không bắt buộc: sổ tự mở khi cấp số đầu tiên, và sổ năm mới tự mở vào ngày 01/01.</p>
      <form method="post" action={`${BOOKS}/mo`}>
        <BookFields {...props} scope="mo-" />
        <button type="submit">Mở sổ</button>
      </form>
    </details>
  </section>
);

/** Goes on with numbers that were given elsewhere, with the old book as a table. */
export const TakeOver: FC<PartProps & { system: "state" | "party" }> = (props) => (
  <section class="card">
    <details open={props.typed.last !== undefined}>
      <summary>Tiếp quản dãy số đang dùng</summary>
      <p>
        Khi số của năm đã được cấp ở phần mềm khác hoặc sổ giấy: hệ thống cấp tiếp từ số sau. Chỉ làm được khi hệ thống
        này chưa cấp số nào trong sổ.
      </p>
      <form method="post" action={`${BOOKS}/tiep-quan`} enctype="multipart/form-data">
        <BookFields {...props} scope="tiep-quan-" />
        <div class="pair">
          <Field name="last" label="Số cuối cùng đã cấp" type="number" value={props.typed.last ?? ""} />
          <Field
            name="origin"
            label="Cấp ở đâu"
            value={props.typed.origin ?? ""}
            maxlength={200}
            hint="Tên phần mềm cũ, hoặc “sổ giấy”."
          />
        </div>
        <div class="field">
          <label for="so-cu">
            Sổ cũ (.xlsx, .csv) <span class="optional">(không bắt buộc)</span>
          </label>
          <input id="so-cu" name="file" type="file" accept=".xlsx,.csv,.tsv" aria-describedby="so-cu-goi-y" />
          <p class="hint" id="so-cu-goi-y">
            Có các cột của sổ đăng ký; các dòng cũ sẽ tìm được trong sổ. Một dòng sai thì chưa nhận dòng nào.
          </p>
        </div>
        <button type="submit" class="main">
          Tiếp quản
        </button>
      </form>
    </details>
  </section>
);
