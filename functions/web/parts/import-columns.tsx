import type { FC } from "hono/jsx";
import type { AgencyFinding, AgencyMatch, TableView } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { columnLetters, FIELD_CHOICES } from "./import-words.ts";
import { Scroll } from "./pieces.tsx";

/** Agencies shown; a table with more unknown names is one of another kind. */
const SHOWN_AGENCIES = 100;

/** Names that the directory does not have as they are written: the user accepts a suggestion or keeps the name. */
export const Agencies: FC<{ findings: AgencyFinding[]; renames: Record<string, string> }> = ({ findings, renames }) => {
  const shown = findings.slice(0, SHOWN_AGENCIES);
  const asked = shown.filter(({ suggestions }) => suggestions.length > 0);
  const unknown = findings.filter(({ suggestions }) => suggestions.length === 0);
  return (
    <section class="card">
      <h2>Tên cơ quan cần xem lại</h2>
      {asked.length > 0 ? (
        <>
          <p class="soft">
            Tên cũ, tên viết tắt hoặc gần giống tên trong <a href="/nhiem-vu/don-vi">danh mục cơ quan</a>. Không chọn
            thì giữ nguyên như trong bảng.
          </p>
          <Scroll label="Tên cơ quan cần xem lại">
            <table class="narrow">
              <thead>
                <tr>
                  <th scope="col">Trong bảng</th>
                  <th scope="col" class="number">
                    Số ô
                  </th>
                  <th scope="col">Dùng tên</th>
                </tr>
              </thead>
              <tbody>
                {asked.map(({ text, cells, suggestions }, index) => (
                  <tr>
                    <td id={`ten-co-quan-${index}`}>{text}</td>
                    <td class="number">{cells}</td>
                    <td>
                      <input type="hidden" name={`ten-${index}`} value={text} />
                      <select name={`thanh-${index}`} aria-labelledby={`ten-co-quan-${index}`}>
                        <option value="">Giữ nguyên</option>
                        {suggestions.map((suggestion) => (
                          <option value={suggestion.match.name} selected={renames[text] === suggestion.match.name}>
                            {suggestionWords(suggestion)}
                          </option>
                        ))}
                      </select>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      ) : null}
      {unknown.length > 0 ? (
        <>
          <p class="small">
            Chưa có trong danh mục:{" "}
            {unknown
              .slice(0, SHOWN_AGENCIES)
              .map(({ text }) => text)
              .join("; ")}
            .
          </p>
          <label class="check">
            <input type="checkbox" name="learn" value="1" /> Ghi các tên này vào danh mục cơ quan khi nhập
          </label>
        </>
      ) : null}
    </section>
  );
};

function suggestionWords({ match, kind, former }: AgencyMatch): string {
  if (kind === "former") {
    const until = former?.until === undefined ? "tên cũ" : `tên cũ trước sáp nhập ${shortDate(former.until)}`;
    return `${match.name} (${until}${former?.part === undefined ? "" : `; phần ${former.part}`})`;
  }
  return `${match.name} (${kind === "abbreviation" ? "viết tắt" : "gần giống"})`;
}

/** Which column is what, with some of its values; any of it can be changed and the table read again. */
export const Columns: FC<{ view: TableView; open: boolean }> = ({ view, open }) => (
  <section class="card">
    <details open={open}>
      <summary>Cột của bảng</summary>
      <div class="pair">
        {view.sheets.length > 1 ? (
          <div class="field">
            <label for="trang-tinh">Trang tính hoặc bảng</label>
            <select id="trang-tinh" name="sheet">
              {view.sheets.map((sheet) => (
                <option value={sheet.name} selected={sheet.name === view.sheet}>
                  {sheet.name} ({sheet.rows} hàng{sheet.hidden ? ", đang ẩn" : ""}
                  {sheet.kind === "targets" ? ", chỉ tiêu" : ""})
                </option>
              ))}
            </select>
          </div>
        ) : (
          <input type="hidden" name="sheet" value={view.sheet} />
        )}
        <div class="field">
          <label for="hang-tieu-de">Hàng tiêu đề</label>
          <input id="hang-tieu-de" name="headerRow" type="number" min="0" max="100000" value={String(view.headerRow)} />
          <p class="hint">Số hàng trong tệp; 0 nếu bảng không có hàng tiêu đề.</p>
        </div>
      </div>
      <Scroll label="Cột của bảng">
        <table>
          <thead>
            <tr>
              <th scope="col">Cột</th>
              <th scope="col">Tiêu đề</th>
              <th scope="col">Ví dụ</th>
              <th scope="col" width="230">
                Đọc là
              </th>
            </tr>
          </thead>
          <tbody>
            {view.columns.map((column) => {
              const letters = columnLetters(column.column + 1);
              return (
                <tr>
                  <td>{letters}</td>
                  <td>
                    {column.header}
                    {column.hidden ? <span class="soft small"> (cột ẩn)</span> : null}
                  </td>
                  <td class="small soft">{column.samples?.join(" · ")}</td>
                  <td>
                    <select name={`cot-${column.column}`} aria-label={`Cột ${letters} ${column.header} đọc là`}>
                      {FIELD_CHOICES.map(([value, label]) => (
                        <option value={value} selected={value === column.field}>
                          {label}
                        </option>
                      ))}
                    </select>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      {open ? null : (
        <div class="actions">
          <button type="submit" data-busy="Đang đọc…">
            Đọc lại
          </button>
        </div>
      )}
    </details>
  </section>
);
