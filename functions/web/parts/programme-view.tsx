import type { FC } from "hono/jsx";
import {
  leadAgencies,
  PAGE_SIZES,
  selectTasks,
  TASK_COLUMN_LABELS,
  TASK_COLUMNS,
  type TaskTableView,
  type WatchedProgramme,
} from "../../../shared/office/index.ts";
import { type Programme, TASK_WARNING_LABELS } from "../../../shared/tasks/index.ts";
import { TASK_TABLE } from "../assets.ts";
import { Empty, PageLinks, Select } from "./pieces.tsx";
import {
  type Address,
  addressOf,
  COLUMN_WORDS,
  columnWords,
  filterOf,
  type ProgrammeQuery,
  parametersOf,
  settingOf,
  type TableSetting,
} from "./programme-query.ts";
import { Standing } from "./programme-standing.tsx";
import { NewTargets, TargetTable } from "./target-table.tsx";
import { BULK_ACTIONS } from "./task-bulk.tsx";
import { TaskTable } from "./task-table.tsx";

/** Lead agencies offered as a filter; with more the search field serves. */
const AGENCIES = 400;

const STATUS_FILTERS: [string, string][] = [
  ["", "Mọi tình trạng"],
  ["open", "Đang thực hiện"],
  ["open-overdue", "– quá hạn"],
  ["open-in-time", "– trong hạn"],
  ["open-without-deadline", "– không hạn"],
  ["done", "Đã hoàn thành"],
  ["done-in-time", "– đúng hạn"],
  ["done-late", "– quá hạn"],
];

/** One revision of a programme: how it stands, the filtered task table by group, targets, basis. */
export const ProgrammeView: FC<{
  watched: WatchedProgramme;
  newest: number;
  mayWrite: boolean;
  typedTargets?: string;
  query: ProgrammeQuery;
  view: TaskTableView;
}> = (props) => {
  const { watched, query } = props;
  const { programme } = watched;
  if (programme.tasks.length === 0 && programme.targets.length === 0) return <NothingYet {...props} />;
  return (
    <>
      <Standing watched={watched} query={query} address={addressOf(programme, props.newest)} />
      <section class="card">
        <Filter watched={watched} query={query} />
        <div id="bang-nhiem-vu">
          <Tasks watched={watched} query={query} newest={props.newest} view={props.view} mayWrite={props.mayWrite} />
        </div>
        <p class="small no-print">
          Xuất bản này: <a href={`/nhiem-vu/${programme.id}/xuat.xlsx?ban=${programme.revision}`}>Excel (.xlsx)</a> ·{" "}
          <a href={`/nhiem-vu/${programme.id}/xuat.csv?ban=${programme.revision}`}>CSV</a>. Tên cơ quan:{" "}
          <a href="/nhiem-vu/don-vi">danh mục cơ quan</a>.
        </p>
      </section>
      <section class="card" id="chi-tieu">
        <h2>Chỉ tiêu</h2>
        {programme.targets.length === 0 ? (
          <p class="soft">Chưa có chỉ tiêu.</p>
        ) : (
          <TargetTable programme={programme} mayWrite={props.mayWrite} />
        )}
      </section>
      {props.mayWrite ? <NewTargets programme={programme} typed={props.typedTargets} /> : null}
      <script src={TASK_TABLE.address} defer></script>
      <BasisAndRevisions programme={programme} newest={props.newest} mayWrite={props.mayWrite} />
    </>
  );
};

const NothingYet: FC<{ watched: WatchedProgramme; mayWrite: boolean; typedTargets?: string }> = (props) => {
  const { programme } = props.watched;
  return (
    <>
      <section class="card">
        <Empty
          title="Chương trình này chưa có nhiệm vụ"
          action={props.mayWrite ? [`/nhiem-vu/${programme.id}/nhap`, "Nhập từ Excel"] : undefined}
        >
          Nhập bảng nhiệm vụ từ tệp .xlsx, .csv hoặc .tsv; hệ thống cho xem trước và chỉ ra từng ô có lỗi.
        </Empty>
      </section>
      {props.mayWrite ? <NewTargets programme={programme} typed={props.typedTargets} /> : null}
    </>
  );
};

const Filter: FC<{ watched: WatchedProgramme; query: ProgrammeQuery }> = ({ watched, query }) => {
  const { programme } = watched;
  const agencies = leadAgencies(programme);
  return (
    <form class="filter" method="get" action={`/nhiem-vu/${programme.id}`} id="loc-nhiem-vu">
      <div class="field">
        <label for="tim">Tìm trong nhiệm vụ</label>
        <input
          id="tim"
          name="tim"
          type="search"
          value={query.tim}
          placeholder="Gõ không dấu cũng được"
          hx-get={`/nhiem-vu/${programme.id}`}
          hx-trigger="input changed delay:120ms"
          hx-include="#loc-nhiem-vu"
          hx-select="#bang-nhiem-vu"
          hx-target="#bang-nhiem-vu"
          hx-swap="outerHTML"
          hx-replace-url="true"
        />
      </div>
      <Select thin name="tt" label="Tình trạng" value={query.tt} options={STATUS_FILTERS} />
      <Select
        thin
        name="cb"
        label="Cảnh báo"
        value={query.cb}
        options={[
          ["", "Không lọc"],
          ["any", "Có cảnh báo bất kỳ"],
          ...(Object.entries(TASK_WARNING_LABELS) as [string, string][]),
        ]}
      />
      {programme.groups.length > 0 && programme.groups.length <= AGENCIES ? (
        <Select
          thin
          name="ng"
          label="Nhóm nhiệm vụ"
          value={query.ng}
          options={[
            ["", "Mọi nhóm"],
            ...programme.groups.map(({ id, number, name }): [string, string] => [
              id,
              `${number}. ${name.slice(0, 70)}`,
            ]),
            ["-", "Ngoài các nhóm"],
          ]}
        />
      ) : null}
      {agencies.length > 1 && agencies.length <= AGENCIES ? (
        <Select
          thin
          name="cq"
          label="Cơ quan chủ trì"
          value={query.cq}
          options={[
            ["", "Mọi cơ quan"],
            ...agencies.map(({ key, name, count }): [string, string] => [key, `${name.slice(0, 80)} (${count})`]),
          ]}
        />
      ) : null}
      <button type="submit">Lọc</button>
    </form>
  );
};

const Tasks: FC<{
  watched: WatchedProgramme;
  query: ProgrammeQuery;
  newest: number;
  view: TaskTableView;
  mayWrite: boolean;
}> = ({ watched, query, newest, view, mayWrite }) => {
  const { programme } = watched;
  const old = programme.revision !== newest;
  const address = addressOf(programme, newest);
  const setting = settingOf(query, view);
  const shown = selectTasks(watched, filterOf(query), setting.order);
  const pages = Math.max(1, Math.ceil(shown.length / setting.size));
  const page = Math.min(Math.max(1, query.trang), pages);
  const rows = shown.slice((page - 1) * setting.size, page * setting.size);
  const row = { watched, columns: setting.columns, old, choosing: mayWrite, editing: mayWrite && setting.editing };
  return (
    <>
      <Kept query={query} revision={old ? programme.revision : undefined} />
      <div class="table-head">
        <p class="soft small" role="status">
          {shown.length === programme.tasks.length
            ? `${shown.length.toLocaleString("vi-VN")} nhiệm vụ`
            : `${shown.length.toLocaleString("vi-VN")} trên ${programme.tasks.length.toLocaleString("vi-VN")} nhiệm vụ phù hợp`}
          {pages > 1 ? `, trang ${page} trên ${pages}` : ""}
          {setting.order.by === undefined
            ? ""
            : `, xếp theo cột “${TASK_COLUMN_LABELS[setting.order.by]}” ${setting.order.descending ? "giảm dần" : "tăng dần"}${setting.flat ? "" : " trong từng nhóm"}`}
        </p>
        {mayWrite && rows.length > 0 ? (
          <a class="button small no-print" href={address({ ...query, sua: setting.editing ? "" : "1", trang: page })}>
            {setting.editing ? "Thôi sửa trong bảng" : "Sửa trong bảng"}
          </a>
        ) : null}
      </div>
      {row.editing ? (
        <p class="small no-print" id="cach-sua">
          Bấm vào ô (hoặc Enter, F2) để sửa; Enter lưu, Esc thôi, Tab lưu và sang ô sau. Mỗi lần lưu thành một bản, hoàn
          tác được.
        </p>
      ) : null}
      <div id="bang-bao" class="saved" role="status"></div>
      {rows.length === 0 ? (
        <Empty title="Không có nhiệm vụ nào phù hợp">
          Bớt từ tìm kiếm, chọn “Mọi tình trạng”, hoặc <a href={address({})}>bỏ mọi bộ lọc</a>.
        </Empty>
      ) : (
        <>
          {mayWrite ? (
            <BulkBar programme={programme} query={query} matching={shown.length} shown={rows.length} />
          ) : null}
          <TaskTable row={row} tasks={rows} setting={setting} query={query} address={address} />
        </>
      )}
      {pages > 1 ? <PageLinks page={page} pages={pages} address={(trang) => address({ ...query, trang })} /> : null}
      <ViewChoice programme={programme} setting={setting} query={query} address={address} />
    </>
  );
};

/** What the filter keeps of the table: renewed with it, sent with the filter's form. */
const Kept: FC<{ query: ProgrammeQuery; revision?: number }> = ({ query: { xep, phang, cot, so, sua }, revision }) => (
  <>
    {[...parametersOf({ xep, phang, cot, so, sua }, revision)].map(([name, value]) => (
      <input type="hidden" name={name} value={value} form="loc-nhiem-vu" />
    ))}
  </>
);

/** What is done with the chosen tasks; the boxes stand in the table. */
const BulkBar: FC<{ programme: Programme; query: ProgrammeQuery; matching: number; shown: number }> = (props) => {
  const { programme, query, matching, shown } = props;
  return (
    <form class="bulk no-print" id="chon-nhiem-vu" method="post" action={`/nhiem-vu/${programme.id}/hang-loat`}>
      <input type="hidden" name="rev" value={String(programme.revision)} />
      {[...parametersOf(query)].map(([name, value]) => (
        <input type="hidden" name={`loc-${name}`} value={value} />
      ))}
      <Select
        thin
        name="viec"
        label="Với các nhiệm vụ đã chọn"
        options={Object.entries(BULK_ACTIONS).map(([word, { name }]): [string, string] => [word, name])}
      />
      <button type="submit">Tiếp tục</button>
      <label class="check">
        <input type="checkbox" name="ca" value="1" /> Chọn cả {matching.toLocaleString("vi-VN")} nhiệm vụ{" "}
        {matching === programme.tasks.length ? "của chương trình" : "phù hợp bộ lọc"}
        {matching > shown ? ", kể cả ở trang khác" : ""}
      </label>
      <span class="small soft" id="dang-chon" role="status"></span>
    </form>
  );
};

/** Columns, groups and rows of a page: chosen once, kept with the account. */
const ViewChoice: FC<{ programme: Programme; setting: TableSetting; query: ProgrammeQuery; address: Address }> = (
  props,
) => {
  const { programme, setting, query, address } = props;
  const { cot: _, phang: __, so: ___, ...rest } = query;
  const shared = address({
    ...rest,
    cot: columnWords(setting.columns),
    phang: setting.flat ? "1" : "0",
    so: setting.size,
    sua: "",
  });
  return (
    <details class="no-print" id="cot-hien">
      <summary>Cột và cách hiện bảng</summary>
      <form method="post" action={`/nhiem-vu/${programme.id}/cot`}>
        <input type="hidden" name="ve" value={address({ ...rest, trang: 1 })} />
        <fieldset>
          <legend>Các cột</legend>
          <div class="boxes">
            {TASK_COLUMNS.map((column) => (
              <label class="check">
                <input
                  type="checkbox"
                  name="cot"
                  value={COLUMN_WORDS[column]}
                  checked={setting.columns.includes(column)}
                  disabled={column === "name"}
                />{" "}
                {TASK_COLUMN_LABELS[column]}
              </label>
            ))}
          </div>
        </fieldset>
        <div class="pair">
          <Select
            name="phang"
            label="Nhóm nhiệm vụ"
            value={setting.flat ? "1" : "0"}
            options={[
              ["0", "Giữ từng nhóm"],
              ["1", "Một danh sách chung"],
            ]}
          />
          <Select
            name="so"
            label="Số hàng mỗi trang"
            value={String(setting.size)}
            options={PAGE_SIZES.map((size): [string, string] => [String(size), String(size)])}
          />
        </div>
        <div class="actions">
          <button type="submit">Ghi nhớ cho tôi</button>
          <a href={shared}>Địa chỉ của bảng đúng như đang hiện, để gửi người khác</a>
        </div>
      </form>
    </details>
  );
};

const BasisAndRevisions: FC<{ programme: Programme; newest: number; mayWrite: boolean }> = (props) => {
  const { programme, newest } = props;
  return (
    <section class="card">
      <h2>Căn cứ và các bản</h2>
      {programme.basis.length > 0 ? (
        <ul>
          {programme.basis.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      ) : (
        <p class="soft">Chưa ghi căn cứ.</p>
      )}
      <p>
        Mỗi lần thay đổi thành một bản mới, bản cũ giữ nguyên. Đang xem <b>bản {programme.revision}</b> trên {newest}{" "}
        bản.
      </p>
      <div class="actions">
        <a class="button" href={`/nhiem-vu/${programme.id}/lich-su`}>
          Lịch sử, so sánh, khôi phục
        </a>
        {newest > 1 && props.mayWrite ? (
          <a class="button" href={`/soan-van-ban/dieu-chinh?chuong-trinh=${programme.id}`}>
            Soạn phụ lục điều chỉnh
          </a>
        ) : null}
      </div>
    </section>
  );
};
