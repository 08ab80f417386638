import type { FC } from "hono/jsx";
import type { DocumentRecord, WordProposalView, WordVersion } from "../../../shared/office/index.ts";
import type { FieldChange, WordDifference, WordMark } from "../../../shared/word/index.ts";
import { dateAndTime } from "./dates.ts";
import { Chip, Empty, Field, Notice, Scroll, type Tone } from "./pieces.tsx";

/** Differences shown on one page; who changed more reads the PDF. */
const SHOWN = 400;

const CHANGE_WORDS: Record<WordDifference["change"], [Tone, string]> = {
  changed: ["warn", "Sửa"],
  added: ["good", "Thêm"],
  removed: ["bad", "Bỏ"],
};

/** Said where a draft is edited in its form while a Word version is its layout. */
export const WordVersionNotice: FC<{ document: Pick<DocumentRecord, "id" | "word"> }> = ({ document }) =>
  document.word === undefined ? null : (
    <Notice tone="warn" title={`Dự thảo đang dùng bản Word ${document.word.version}.`}>
      <p>
        Lưu ở biểu mẫu này thì dự thảo rời bản Word và được đặt lại vào mẫu; bản Word vẫn được giữ, lấy lại được ở trang{" "}
        <a href={`/van-ban/${document.id}/word`}>Sửa bằng Word</a>.
        {document.word.textOnly ? " Phần chữ sửa trong Word chưa có trong biểu mẫu." : ""}
      </p>
    </Notice>
  );

/** Everything found in an uploaded file, in the order in which somebody decides. */
export const WordReviewParts: FC<{ view: WordProposalView }> = ({ view }) => (
  <>
    {view.notices.map(({ message }) => (
      <Notice tone="info" title={message} />
    ))}
    <Places view={view} />
    <section class="card">
      <h2>Khác về chữ</h2>
      <Differences view={view} />
    </section>
    <section class="card">
      <h2>Khác về trình bày</h2>
      <Formats view={view} />
    </section>
  </>
);

const Places: FC<{ view: WordProposalView }> = ({ view }) => {
  const restored = view.places.filter(({ state }) => state === "restored");
  const lost = view.places.filter(({ state }) => state === "missing" || state === "filled");
  return (
    <>
      {restored.length > 0 ? (
        <Notice tone="info" title={`Đã khôi phục ${restored.map(({ label }) => label).join(", ")}.`} />
      ) : null}
      {lost.length > 0 ? (
        <Notice tone="bad" title="Chưa nhận được tệp này: mất chỗ văn thư ghi số, ghi ngày hoặc chỗ ký.">
          <ul>
            {lost.map(({ label, state, hint }) => (
              <li>
                {state === "missing" ? `Không còn ${label}.` : `Có chữ ở ${label}.`} {hint}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </>
  );
};

const Differences: FC<{ view: WordProposalView }> = ({ view }) => {
  const { comparison } = view;
  if (comparison.total === 0)
    return <Empty title="Không có chữ nào khác">Mọi đoạn và mọi hàng của bảng đều như dự thảo.</Empty>;
  return (
    <>
      <p class="small soft">
        {comparison.total} chỗ khác, {comparison.same} đoạn và hàng không đổi. Chữ gạch ngang là bỏ đi, chữ gạch chân là
        thêm vào.
      </p>
      <Scroll label="Chỗ khác về chữ">
        <table class="beside-word">
          <thead>
            <tr>
              <th scope="col">Chỗ</th>
              <th scope="col">Dự thảo</th>
              <th scope="col">Bản Word</th>
            </tr>
          </thead>
          <tbody>
            {comparison.differences.slice(0, SHOWN).map((difference) => (
              <Difference difference={difference} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {comparison.total > SHOWN ? (
        <p class="small">Còn {comparison.total - SHOWN} chỗ khác nữa; xem bản PDF của tệp Word.</p>
      ) : null}
    </>
  );
};

const Difference: FC<{ difference: WordDifference }> = ({ difference }) => {
  const [tone, words] = CHANGE_WORDS[difference.change];
  const cells = difference.what === "row" ? difference.cells.filter(isChanged) : difference.cells;
  return (
    <tr>
      <th scope="row">
        <Chip tone={tone}>{words}</Chip>
        <br />
        {difference.where}
      </th>
      <td data-side="Dự thảo">
        <Side cells={cells} leave="added" />
      </td>
      <td data-side="Bản Word">
        <Side cells={cells} leave="removed" />
      </td>
    </tr>
  );
};

function isChanged(marks: WordMark[]): boolean {
  return marks.some(({ kind }) => kind !== "same");
}

/** One side: the words that stay, and those that only this side has. */
const Side: FC<{ cells: WordMark[][]; leave: "added" | "removed" }> = ({ cells, leave }) => (
  <>
    {cells.map((marks, index) => {
      const own = marks.filter(({ kind }) => kind !== leave);
      return (
        <>
          {index > 0 ? " | " : ""}
          {own.map(({ kind, text }) =>
            kind === "same" ? (
              text
            ) : kind === "removed" ? (
              <del class="word">{text}</del>
            ) : (
              <ins class="word">{text}</ins>
            ),
          )}
        </>
      );
    })}
  </>
);

const Formats: FC<{ view: WordProposalView }> = ({ view }) => {
  const { formats } = view.comparison;
  if (formats.length === 0) return <p>Cỡ chữ, kiểu chữ, căn lề, giãn dòng, khổ giấy và lề trang đều như dự thảo.</p>;
  return (
    <Scroll label="Chỗ khác về trình bày">
      <table class="beside-word">
        <thead>
          <tr>
            <th scope="col">Trình bày</th>
            <th scope="col">Dự thảo → bản Word</th>
            <th scope="col">Chỗ</th>
          </tr>
        </thead>
        <tbody>
          {formats.slice(0, SHOWN).map((change) => (
            <tr>
              <th scope="row">{change.what}</th>
              <td data-side="Dự thảo → bản Word">
                {change.before} → {change.after}
              </td>
              <td data-side="Chỗ">
                {change.where.join("; ")}
                {change.places > change.where.length ? ` và ${change.places - change.where.length} chỗ nữa` : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
};

/** Parts that registers, sending and signing go by, as they will be; those that could not be read are asked for. */
export const FieldChanges: FC<{ fields: readonly FieldChange[]; typed: Record<string, string> }> = ({
  fields,
  typed,
}) => {
  if (fields.length === 0) return null;
  return (
    <>
      <p>Sổ đăng ký, nơi nhận và người ký đi theo bản Word:</p>
      <dl class="facts">
        {fields
          .filter(({ certain }) => certain)
          .map(({ label, before, after }) => (
            <>
              <dt>{label}</dt>
              <dd class="lines">
                <del class="word">{before || "(trống)"}</del>
                {"\n"}
                <ins class="word">{after || "(trống)"}</ins>
              </dd>
            </>
          ))}
      </dl>
      {fields
        .filter(({ certain }) => !certain)
        .map(({ field, label, before, after }) => (
          <Field
            name={`field-${field}`}
            label={label}
            rows={field === "addressees" || field === "recipients" || field === "authority" ? 4 : 2}
            value={typed[`field-${field}`] ?? (after || before)}
            hint="Phần này trong tệp Word khác dự thảo mà không đọc chắc được. Ghi đúng như trên bản Word; danh sách thì mỗi dòng một mục."
          />
        ))}
    </>
  );
};

/** Word files that were taken, with what can be done with them. */
export const WordVersions: FC<{
  document: Pick<DocumentRecord, "id" | "word">;
  versions: readonly WordVersion[];
  editable: boolean;
}> = ({ document, versions, editable }) => (
  <ul class="list">
    {versions.map((version) => (
      <li>
        <span>
          Bản Word {version.version}{" "}
          {document.word?.version === version.version ? <Chip tone="good">Đang dùng</Chip> : null}
          <br />
          <span class="small soft">
            {version.file}, {version.person}, {dateAndTime(version.at)}. {version.words} chỗ khác về chữ,{" "}
            {version.formats} về trình bày so với bản trước đó.
          </span>
        </span>
        <span class="actions">
          <a class="button" href={`/van-ban/${document.id}/word/ban/${version.version}.docx`}>
            Tải .docx<span class="visually-hidden"> của bản Word {version.version}</span>
          </a>
          {editable && document.word?.version !== version.version ? (
            <form method="post" action={`/van-ban/${document.id}/word/ban/${version.version}/lay-lai`}>
              <button type="submit" data-busy="Đang so sánh…">
                Lấy lại<span class="visually-hidden"> bản Word {version.version}</span>
              </button>
            </form>
          ) : null}
        </span>
      </li>
    ))}
  </ul>
);
