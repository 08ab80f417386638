import type { FC } from "hono/jsx";
import type { TablePreview } from "../../../shared/office/index.ts";
import type { Deadline, ImportResult, Programme, TableView } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Agencies, Columns } from "./import-columns.tsx";
import { columnLetters } from "./import-words.ts";
import { Empty, Field, Notice, Scroll } from "./pieces.tsx";

/** Rows shown in the preview; the import takes all. */
const PREVIEW_ROWS = 200;
/** Faulty cells shown. */
const SHOWN_CELLS = 500;

/** The file that is looked at, and what was chosen for it so far. */
export interface ShownTable {
  programme: Programme;
  file: { name: string; bytes: Uint8Array };
  view: TableView;
  /** Was the header row given by the user? */
  headerGiven: boolean;
  renames: Record<string, string>;
  mode: "replace" | "add";
  why: string;
}

/** What a table would become: faults, columns, agencies, and the decision. Nothing is stored by looking. */
export const ImportPreview: FC<ShownTable & { preview: TablePreview }> = ({ preview, ...shown }) => {
  const { result } = preview;
  return (
    <>
      <Summary result={result} />
      {result.notes?.length ? (
        <Notice tone="info" title="Lưu ý khi đọc tệp">
          <ul>
            {result.notes.map((note) => (
              <li>{note}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {result.refused.length > 0 ? <FaultyCells result={result} /> : null}
      <TableForm shown={shown}>
        <Decision shown={shown} preview={preview} />
        {preview.agencies.length > 0 ? <Agencies findings={preview.agencies} renames={shown.renames} /> : null}
        <Columns view={shown.view} open={false} />
      </TableForm>
      <section class="card">
        <h2>Xem trước</h2>
        <p class="soft small">
          Tệp {shown.file.name}
          {result.sheet ? `, trang “${result.sheet}”` : ""}.
        </p>
        {result.tasks.length === 0 ? (
          <Empty title="Không có dòng nhiệm vụ hợp lệ nào">Kiểm tra hàng tiêu đề và các ô có lỗi ở trên.</Empty>
        ) : (
          <PreviewTable result={result} />
        )}
      </section>
    </>
  );
};

/** For a table whose header was not understood: the user says what each column is. */
export const ColumnQuestion: FC<ShownTable> = (shown) => (
  <TableForm shown={shown}>
    <Columns view={shown.view} open />
    <div class="actions">
      <button class="main" type="submit" data-busy="Đang đọc…">
        Đọc bảng với các cột này
      </button>
      <a class="button" href={`/nhiem-vu/${shown.programme.id}/nhap`}>
        Chọn tệp khác
      </a>
    </div>
  </TableForm>
);

/** The form that carries the file on, so that it need not be chosen again. */
const TableForm: FC<{ shown: ShownTable; children?: unknown }> = ({ shown, children }) => (
  <form method="post" enctype="multipart/form-data" action={`/nhiem-vu/${shown.programme.id}/nhap`}>
    <input type="hidden" name="rev" value={String(shown.programme.revision)} />
    <input type="hidden" name="fileName" value={shown.file.name} />
    <input type="hidden" name="content" value={Buffer.from(shown.file.bytes).toString("base64")} />
    <input type="hidden" name="shownSheet" value={shown.view.sheet} />
    <input type="hidden" name="shownHeaderRow" value={String(shown.view.headerRow)} />
    <input type="hidden" name="headerGiven" value={shown.headerGiven ? "1" : ""} />
    {children as never}
  </form>
);

const Summary: FC<{ result: ImportResult }> = ({ result }) => {
  const targets = result.targets === undefined ? "" : ` và ${result.targets.length} chỉ tiêu`;
  const faultyRows = new Set(result.refused.map((cell) => `${cell.sheet ?? ""}\t${cell.row}`)).size;
  return result.refused.length > 0 ? (
    <Notice
      tone="warn"
      title={`${result.tasks.length} nhiệm vụ${targets} đọc được; ${faultyRows} dòng có lỗi (${result.refused.length} ô).`}
    >
      <p>Chưa có gì được lưu. Sửa tệp rồi nhập lại, hoặc chỉ nhập các dòng hợp lệ.</p>
    </Notice>
  ) : (
    <Notice
      tone="good"
      title={`Đọc được ${result.tasks.length} nhiệm vụ trong ${result.groups.length} nhóm${targets}, không có lỗi.`}
    >
      <p>Chưa có gì được lưu cho đến khi bấm “Nhập tất cả”.</p>
    </Notice>
  );
};

const FaultyCells: FC<{ result: ImportResult }> = ({ result }) => (
  <section class="card">
    <h2>Các ô có lỗi</h2>
    <Scroll label="Các ô có lỗi">
      <table class="narrow">
        <thead>
          <tr>
            <th scope="col" class="number">
              Dòng
            </th>
            <th scope="col">Cột</th>
            <th scope="col">Lý do</th>
          </tr>
        </thead>
        <tbody>
          {result.refused.slice(0, SHOWN_CELLS).map((cell) => (
            <tr class="bad">
              <td class="number">{cell.row}</td>
              <td>
                {cell.sheet ? `Trang “${cell.sheet}”, ` : ""}
                {columnLetters(cell.column)} – {cell.header}
              </td>
              <td>{cell.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
    {result.refused.length > SHOWN_CELLS ? (
      <p class="soft small">… và {result.refused.length - SHOWN_CELLS} ô nữa.</p>
    ) : null}
  </section>
);

const Decision: FC<{ shown: ShownTable; preview: TablePreview }> = ({ shown, preview }) => {
  const { programme, mode, why } = shown;
  const { result, effect } = preview;
  const count = result.tasks.length + (result.targets?.length ?? 0);
  const save = `/nhiem-vu/${programme.id}/nhap/luu`;
  const nothing =
    effect.added + effect.changed + effect.removed + Object.values(effect.targets).reduce((a, b) => a + b) === 0;
  return (
    <section class="card">
      <h2>Quyết định</h2>
      {programme.tasks.length > 0 ? (
        <>
          <p>
            {nothing
              ? "Bảng này giống dữ liệu đang có: nhập vào không thay đổi gì."
              : `So với dữ liệu đang có: thêm ${effect.added}, thay đổi ${effect.changed}, giữ nguyên ${effect.unchanged}, bỏ ${effect.removed} nhiệm vụ.`}{" "}
            Mỗi lần nhập thành một bản mới; bản cũ vẫn giữ.
          </p>
          {effect.removed > 0 ? (
            <details>
              <summary>Nhiệm vụ sẽ bỏ ({effect.removed})</summary>
              <ul>
                {effect.removedNames.map((name) => (
                  <li>{name}</li>
                ))}
                {effect.removed > effect.removedNames.length ? <li>…</li> : null}
              </ul>
            </details>
          ) : null}
          <fieldset>
            <legend>Nhiệm vụ đang có mà bảng không nêu</legend>
            <label class="check">
              <input type="radio" name="mode" value="replace" checked={mode === "replace"} /> Bỏ: bảng này là toàn bộ
              danh sách
            </label>
            <label class="check">
              <input type="radio" name="mode" value="add" checked={mode === "add"} /> Giữ: chỉ thêm và cập nhật theo
              bảng
            </label>
          </fieldset>
        </>
      ) : null}
      <Field name="why" label="Lý do" optional hint="Ghi vào lịch sử của chương trình." maxlength={300} value={why} />
      <div class="actions">
        {count > 0 && result.refused.length === 0 ? (
          <button class="main" type="submit" formaction={save} name="take" value="all" data-busy="Đang nhập…">
            Nhập tất cả ({result.tasks.length})
          </button>
        ) : null}
        {count > 0 && result.refused.length > 0 ? (
          <button class="main" type="submit" formaction={save} name="take" value="sound" data-busy="Đang nhập…">
            Chỉ nhập {result.tasks.length} dòng hợp lệ
          </button>
        ) : null}
        <a class="button" href={`/nhiem-vu/${programme.id}/nhap`}>
          Không nhập
        </a>
      </div>
    </section>
  );
};

/** What a deadline was read as, where its text leaves room for doubt. */
const Understood: FC<{ deadline: Deadline }> = ({ deadline }) => {
  const { kind, to, text } = deadline;
  const words =
    kind === "recurring" || text === "" ? "" : to === undefined ? "không có ngày cuối" : `hạn cuối ${shortDate(to)}`;
  return words === "" ? null : <div class="soft small">{words}</div>;
};

const PreviewTable: FC<{ result: ImportResult }> = ({ result }) => {
  const groups = new Map(result.groups.map((group) => [group.id, group]));
  const progress = result.tasks.some((task) => task.progress !== undefined || task.completedOn !== undefined);
  const undated = result.tasks.filter(({ deadline }) => deadline.kind === "none" && deadline.text !== "").length;
  let last: string | undefined;
  return (
    <Scroll label="Xem trước nhiệm vụ">
      {undated > 0 ? (
        <p class="small">
          {undated} nhiệm vụ có thời hạn không đọc ra ngày: sẽ không được tính hạn và không cảnh báo quá hạn.
        </p>
      ) : null}
      <table>
        <thead>
          <tr>
            <th scope="col">TT</th>
            <th scope="col">Nhiệm vụ</th>
            <th scope="col">Chủ trì</th>
            <th scope="col">Phối hợp</th>
            <th scope="col">Sản phẩm</th>
            <th scope="col">Thời gian</th>
            {progress ? <th scope="col">Tiến độ</th> : null}
          </tr>
        </thead>
        <tbody>
          {result.tasks.slice(0, PREVIEW_ROWS).map((task) => {
            const group = task.groupId !== last && task.groupId !== undefined ? groups.get(task.groupId) : undefined;
            last = task.groupId;
            return (
              <>
                {group ? (
                  <tr class="group">
                    <th scope="colgroup" colspan={progress ? 7 : 6}>
                      {group.number ? `${group.number}. ` : ""}
                      {group.name}
                    </th>
                  </tr>
                ) : null}
                <tr>
                  <td>{task.number}</td>
                  <td class="lines">{task.name}</td>
                  <td class="lines">{task.leadAgency}</td>
                  <td class="lines">{task.coordinatingAgencies}</td>
                  <td class="lines">{task.output}</td>
                  <td class="lines">
                    {task.deadline.text}
                    <Understood deadline={task.deadline} />
                  </td>
                  {progress ? (
                    <td>
                      {task.completedOn
                        ? `Hoàn thành ${shortDate(task.completedOn)}`
                        : task.progress
                          ? `${task.progress.percent.toLocaleString("vi-VN")}%`
                          : ""}
                    </td>
                  ) : null}
                </tr>
              </>
            );
          })}
        </tbody>
      </table>
      {result.tasks.length > PREVIEW_ROWS ? (
        <p class="soft small">… và {result.tasks.length - PREVIEW_ROWS} nhiệm vụ nữa.</p>
      ) : null}
    </Scroll>
  );
};
