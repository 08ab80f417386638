import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { ImportResult, Programme, TaskField } from "../../../shared/tasks/index.ts";
import { uploadedFile } from "../../api/files.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { Empty, Field, Notice, Scroll } from "../parts/pieces.tsx";

const FIELD_WORDS: Record<TaskField | "ignored", string> = {
  number: "Số thứ tự",
  name: "Nhiệm vụ",
  leadAgency: "Cơ quan chủ trì",
  coordinatingAgencies: "Cơ quan phối hợp",
  output: "Sản phẩm",
  deadline: "Thời gian hoàn thành",
  basis: "Căn cứ giao",
  note: "Ghi chú",
  amendmentNote: "Nội dung điều chỉnh",
  ignored: "không dùng",
};

/** Rows shown in the preview; the import takes all. */
const PREVIEW_ROWS = 200;

const SAMPLE = `\ufeffTT,Nhiệm vụ,Cơ quan chủ trì,Cơ quan phối hợp,Sản phẩm,Thời gian hoàn thành,Căn cứ giao,Ghi chú
I,NÂNG CAO CHẤT LƯỢNG DỊCH VỤ CÔNG TRỰC TUYẾN,,,,,,
1,Rà soát và cắt giảm thành phần hồ sơ của các thủ tục có nhiều hồ sơ trong năm,Văn phòng UBND tỉnh,"Các sở, ban, ngành",Quyết định công bố danh mục,Trước ngày 30/6/2026,,
2,Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng,Sở Khoa học và Công nghệ,UBND các xã,Báo cáo kết quả,Quý III/2026,,
`;

/** Import of a task table: choose a file or paste cells, see every faulty cell, decide. Nothing is stored before the decision. */
export function importPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const frame = (programme: Programme) => ({
    title: "Nhập nhiệm vụ từ bảng",
    lead: `${programme.title} (bản ${programme.revision})`,
    back: [`/nhiem-vu/${programme.id}`, programme.title] as [string, string],
    active: "/nhiem-vu",
  });
  const programmeOf = (c: WebContext) => office.programmes.get(c.get("actor"), c.req.param("id") ?? "");

  const choose = async (c: WebContext, problem?: Problem) => {
    const programme = await programmeOf(c);
    return show(desk, c, { ...frame(programme), problem }, <Choose programme={programme} />);
  };

  app.get("/nhiem-vu/:id/nhap", (c) => choose(c));

  app.get("/nhiem-vu/:id/nhap/tep-mau", (c) =>
    c.body(SAMPLE, 200, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="mau-nhap-nhiem-vu.csv"',
    }),
  );

  app.post("/nhiem-vu/:id/nhap", async (c) => {
    const form = await formOf(c);
    let shown: Response | undefined;
    return step(
      c,
      async () => {
        const file = await chosenFile(form);
        const sheet = form.text("sheet") || undefined;
        const result = await office.programmes.previewImport(c.get("actor"), file, sheet);
        const programme = await programmeOf(c);
        shown = await show(desk, c, frame(programme), <Preview programme={programme} file={file} result={result} />);
        return "";
      },
      (problem) => choose(c, problem),
    ).then((answer) => shown ?? answer);
  });

  app.post("/nhiem-vu/:id/nhap/luu", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const file = {
          name: form.text("fileName"),
          bytes: new Uint8Array(Buffer.from(form.text("content"), "base64")),
        };
        const id = c.req.param("id");
        const why = form.text("why") || `Nhập từ tệp ${file.name}`;
        await office.programmes.import(c.get("actor"), id, form.rev(), file, {
          onlySound: form.text("take") === "sound",
          sheet: form.text("sheet") || undefined,
          why,
        });
        return `/nhiem-vu/${id}?xong=da-nhap`;
      },
      (problem) => choose(c, problem),
    );
  });
}

/** The chosen file, or cells pasted from a spreadsheet (tab-separated, as the clipboard gives them). */
async function chosenFile(form: Form): Promise<{ name: string; bytes: Uint8Array }> {
  const pasted = form.all("pasted")[0] ?? "";
  if (pasted.trim() !== "") return { name: "dan-tu-bang-tinh.tsv", bytes: new TextEncoder().encode(pasted) };
  const file = await uploadedFile(form.file("file"), "Tệp bảng nhiệm vụ");
  if (!/\.(xlsx|csv|tsv|txt|docx)$/i.test(file.name)) {
    throw new VanthuError("INVALID", {
      message: "Chỉ nhập được tệp .xlsx, .csv hoặc .tsv.",
      where: file.name,
      hint: "Trong Excel chọn Lưu thành… rồi chọn một trong các dạng này.",
    });
  }
  return file;
}

const Choose: FC<{ programme: Programme }> = ({ programme }) => (
  <form class="columns" method="post" enctype="multipart/form-data" action={`/nhiem-vu/${programme.id}/nhap`}>
    <section class="card">
      <h2>Chọn tệp</h2>
      <div class="drop" data-drop="choose">
        <label for="tep">Tệp .xlsx, .csv hoặc .tsv</label>
        <input id="tep" type="file" name="file" accept=".xlsx,.csv,.tsv,.txt" />
        <p class="hint">
          Kéo thả tệp vào khung này cũng được. Hàng tiêu đề cần có các cột như: TT, Nhiệm vụ, Cơ quan chủ trì, Thời gian
          hoàn thành.
        </p>
      </div>
      <p class="hint">
        <a href={`/nhiem-vu/${programme.id}/nhap/tep-mau`}>Tải tệp mẫu (.csv)</a> có sẵn tiêu đề và hai dòng ví dụ, mở
        được bằng Excel.
      </p>
      <Field name="sheet" label="Tên trang tính" optional hint="Để trống thì đọc trang đầu tiên có bảng nhiệm vụ." />
      <div class="actions">
        <button class="main" type="submit" data-busy="Đang đọc…">
          Xem trước
        </button>
        <a class="button" href={`/nhiem-vu/${programme.id}`}>
          Không nhập
        </a>
      </div>
    </section>
    <section class="card">
      <h2>Hoặc dán từ bảng tính</h2>
      <Field
        name="pasted"
        label="Các ô đã chép (Ctrl+C trong Excel, Ctrl+V vào đây)"
        rows={9}
        optional
        hint="Chép cả hàng tiêu đề."
      />
    </section>
  </form>
);

const Preview: FC<{ programme: Programme; file: { name: string; bytes: Uint8Array }; result: ImportResult }> = ({
  programme,
  file,
  result,
}) => {
  const faultyRows = new Set(result.refused.map((cell) => cell.row)).size;
  const unused = result.mapping.filter((column) => column.field === "ignored");
  return (
    <>
      {result.refused.length > 0 ? (
        <Notice
          tone="warn"
          title={`${result.tasks.length} nhiệm vụ đọc được; ${faultyRows} dòng có lỗi (${result.refused.length} ô).`}
        >
          <p>Chưa có gì được lưu. Sửa tệp rồi nhập lại, hoặc chỉ nhập các dòng hợp lệ.</p>
        </Notice>
      ) : (
        <Notice
          tone="good"
          title={`Đọc được ${result.tasks.length} nhiệm vụ trong ${result.groups.length} nhóm, không có lỗi.`}
        >
          <p>Chưa có gì được lưu cho đến khi bấm “Nhập tất cả”.</p>
        </Notice>
      )}
      {result.refused.length > 0 ? (
        <section class="card">
          <h2>Các ô có lỗi</h2>
          <Scroll label="Các ô có lỗi">
            <table>
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
                {result.refused.map((cell) => (
                  <tr class="bad">
                    <td class="number">{cell.row}</td>
                    <td>
                      {columnLetters(cell.column)} – {cell.header}
                    </td>
                    <td>{cell.message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </section>
      ) : null}
      <form class="card" method="post" action={`/nhiem-vu/${programme.id}/nhap/luu`}>
        <h2>Quyết định</h2>
        <input type="hidden" name="rev" value={String(programme.revision)} />
        <input type="hidden" name="fileName" value={file.name} />
        <input type="hidden" name="sheet" value={result.sheet ?? ""} />
        <input type="hidden" name="content" value={Buffer.from(file.bytes).toString("base64")} />
        <p>
          {programme.tasks.length > 0
            ? `Nhiệm vụ đang có (${programme.tasks.length}) sẽ được thay bằng bảng này trong bản ${programme.revision + 1}; bản cũ vẫn giữ.`
            : null}
        </p>
        <Field name="why" label="Lý do" optional hint="Ghi vào lịch sử của chương trình." maxlength={300} />
        <div class="actions">
          {result.tasks.length > 0 && result.refused.length === 0 ? (
            <button class="main" type="submit" name="take" value="all" data-busy="Đang nhập…">
              Nhập tất cả ({result.tasks.length})
            </button>
          ) : null}
          {result.tasks.length > 0 && result.refused.length > 0 ? (
            <button class="main" type="submit" name="take" value="sound" data-busy="Đang nhập…">
              Chỉ nhập {result.tasks.length} dòng hợp lệ
            </button>
          ) : null}
          <a class="button" href={`/nhiem-vu/${programme.id}/nhap`}>
            Không nhập
          </a>
        </div>
      </form>
      <section class="card">
        <h2>Xem trước</h2>
        <p class="soft small">
          Tệp {file.name}
          {result.sheet ? `, trang “${result.sheet}”` : ""}. Cột nhận được:{" "}
          {result.mapping
            .filter((column) => column.field !== "ignored")
            .map((column) => `${column.header} → ${FIELD_WORDS[column.field]}`)
            .join("; ")}
          .
          {unused.length > 0
            ? ` Cột không dùng: ${unused.map((column) => column.header || columnLetters(column.column)).join(", ")}.`
            : ""}
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

const PreviewTable: FC<{ result: ImportResult }> = ({ result }) => {
  const groups = new Map(result.groups.map((group) => [group.id, group]));
  let last: string | undefined;
  return (
    <Scroll label="Xem trước nhiệm vụ">
      <table>
        <thead>
          <tr>
            <th scope="col">TT</th>
            <th scope="col">Nhiệm vụ</th>
            <th scope="col">Chủ trì</th>
            <th scope="col">Phối hợp</th>
            <th scope="col">Sản phẩm</th>
            <th scope="col">Thời gian</th>
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
                    <th scope="colgroup" colspan={6}>
                      {group.number}. {group.name}
                    </th>
                  </tr>
                ) : null}
                <tr>
                  <td>{task.number}</td>
                  <td class="lines">{task.name}</td>
                  <td class="lines">{task.leadAgency}</td>
                  <td class="lines">{task.coordinatingAgencies}</td>
                  <td class="lines">{task.output}</td>
                  <td class="lines">{task.deadline.text}</td>
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

/** 1 → "A", 28 → "AB": columns as a spreadsheet names them. */
function columnLetters(column: number): string {
  let text = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}
