import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { isVanthuError, type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { GRID_LIMITS, type Programme } from "../../../shared/tasks/index.ts";
import { uploadedFile } from "../../api/files.ts";
import { problemOf } from "../../api/problems.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ColumnQuestion, ImportPreview, type ShownTable } from "../parts/import-preview.tsx";
import { choicesOf } from "../parts/import-words.ts";
import { Field } from "../parts/pieces.tsx";
import { madeRevision } from "../parts/undo-offer.tsx";

/** What a person can mend by saying which column is what. */
const ABOUT_COLUMNS = ["IMPORT_HEADER_NOT_FOUND", "IMPORT_COLUMN_MISSING"];

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

  /** The table as it would be imported, or the question which column is what. */
  const preview = async (c: WebContext, form: Form, before?: Problem): Promise<Response> => {
    const actor = c.get("actor");
    const file = await tableOf(form);
    const programme = await programmeOf(c);
    const { renames, mode, ...how } = choicesOf(form);
    const view = await office.tables.inspect(actor, file, how);
    const headerGiven = how.headerRow !== undefined;
    const shown: ShownTable = { programme, file, view, headerGiven, renames, mode, why: form.text("why") };
    try {
      const read = await office.tables.preview(actor, programme.id, file, { ...how, mode });
      // The list of agencies keeps what was accepted, the rest shows what comes of it.
      const renamed = Object.keys(renames).length > 0;
      const answer = renamed
        ? {
            ...(await office.tables.preview(actor, programme.id, file, { ...how, mode, renames })),
            agencies: read.agencies,
          }
        : read;
      return show(desk, c, { ...frame(programme), problem: before }, <ImportPreview {...shown} preview={answer} />);
    } catch (error) {
      if (!isVanthuError(error) || !ABOUT_COLUMNS.includes(error.code)) throw error;
      return show(desk, c, { ...frame(programme), problem: problemOf(error) }, <ColumnQuestion {...shown} />);
    }
  };

  app.get("/nhiem-vu/:id/nhap", (c) => choose(c));

  app.get("/nhiem-vu/:id/nhap/tep-mau", (c) => c.redirect("/nhiem-vu/mau-nhap.xlsx", 303));

  app.post("/nhiem-vu/:id/nhap", async (c) => {
    const form = await formOf(c);
    let shown: Response | undefined;
    return step(
      c,
      async () => {
        shown = await preview(c, form);
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
        const id = c.req.param("id");
        const imported = await office.tables.import(c.get("actor"), id, form.rev(), carriedFile(form), {
          ...choicesOf(form),
          onlySound: form.text("take") === "sound",
          why: form.text("why"),
          learnAgencies: form.text("learn") === "1",
        });
        return `/nhiem-vu/${id}?xong=da-nhap${await madeRevision(office, c.get("actor"), imported, form.rev())}`;
      },
      // What was chosen is kept; a file that cannot even be looked at leads back to the beginning.
      (problem) => preview(c, form, problem).catch(() => choose(c, problem)),
    );
  });
}

/** The file as the preview carries it on. */
function carriedFile(form: Form): { name: string; bytes: Uint8Array } {
  return {
    name: form.text("fileName"),
    bytes: new Uint8Array(Buffer.from(form.text("content"), "base64")),
  };
}

/** The chosen file, or cells pasted from a spreadsheet (tab-separated, as the clipboard gives them), or the file looked at before. */
async function tableOf(form: Form): Promise<{ name: string; bytes: Uint8Array }> {
  if (form.text("content") !== "") return carriedFile(form);
  const pasted = form.all("pasted")[0] ?? "";
  if (pasted.trim() !== "") return { name: "dan-tu-bang-tinh.tsv", bytes: new TextEncoder().encode(pasted) };
  const file = await uploadedFile(form.file("file"), "Tệp bảng nhiệm vụ");
  if (!/\.(xlsx|csv|tsv|txt|docx)$/i.test(file.name)) {
    throw new VanthuError("INVALID", {
      message: "Chỉ nhập được tệp .xlsx, .csv, .tsv hoặc .docx.",
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
        <label for="tep">Tệp .xlsx, .csv hoặc .tsv, hay tệp Word .docx có bảng</label>
        <input id="tep" type="file" name="file" accept=".xlsx,.csv,.tsv,.txt,.docx" />
        <p class="hint">
          Kéo thả tệp vào khung này cũng được; tối đa {GRID_LIMITS.bytes / 1024 / 1024} MB. Hàng tiêu đề nên có các cột
          như: TT, Nhiệm vụ, Cơ quan chủ trì, Thời gian hoàn thành; tên khác thì chỉ ra từng cột ở bước sau.
        </p>
      </div>
      <p class="hint">
        <a href="/nhiem-vu/mau-nhap.xlsx">Tải tệp mẫu (.xlsx)</a> có sẵn tiêu đề, ví dụ và trang hướng dẫn. Muốn sửa
        hàng loạt nhiệm vụ đang có: <a href={`/nhiem-vu/${programme.id}/xuat.xlsx`}>xuất ra Excel</a>, sửa rồi nhập lại.
      </p>
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
        hint="Nên chép cả hàng tiêu đề."
      />
    </section>
  </form>
);
