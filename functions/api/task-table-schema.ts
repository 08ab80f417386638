import { z } from "@hono/zod-openapi";
import { VanthuError } from "../../shared/errors/index.ts";
import {
  type BroughtFile,
  type BulkRequest,
  type BulkResult,
  TASK_COLUMNS,
  type TaskColumn,
  type TaskFilter,
  type TaskPage,
  type TaskTableView,
} from "../../shared/office/index.ts";
import { described } from "./schemas.ts";

const text = z.string().max(20_000);
const COLUMN = z.enum(TASK_COLUMNS as [TaskColumn, ...TaskColumn[]]);

const FILTER = {
  search: z.string().max(200).optional().openapi({ description: "Từ cần tìm, có dấu hoặc không dấu" }),
  status: z.string().max(50).optional().openapi({ description: "Mã tình trạng, hoặc phần đầu: open, done-late" }),
  warning: z.string().max(50).optional().openapi({ description: "Mã cảnh báo, hoặc any" }),
  lead: z.string().max(500).optional().openapi({ description: "Cơ quan chủ trì" }),
  group: z.string().max(100).optional().openapi({ description: "Mã nhóm; “-”: ngoài các nhóm" }),
} satisfies Record<keyof TaskFilter, z.ZodType>;

/** What is asked of the task table. */
export const TaskRowsQuery = z.object({
  ...FILTER,
  sort: COLUMN.optional(),
  descending: z.enum(["true", "false"]).optional(),
  flat: z.enum(["true", "false"]).optional().openapi({ description: "Một danh sách chung, không giữ từng nhóm" }),
  revision: z.coerce.number().int().min(1).optional(),
  page: z.coerce.number().int().min(1).optional(),
  size: z.coerce.number().int().min(1).max(500).optional(),
});

/** A page of the task table, as answered. */
export const TaskPageSchema = described<TaskPage>(
  "TaskPage",
  "Một trang của bảng nhiệm vụ: số nhiệm vụ phù hợp và từng nhiệm vụ với tình trạng, cảnh báo",
);
/** How a person has the task table, as answered. */
export const TableViewSchema = described<TaskTableView>(
  "TaskTableView",
  "Cách hiện bảng nhiệm vụ của người dùng: cột, số hàng mỗi trang, chung một danh sách hay theo nhóm",
);
/** What to change of how one has the task table. */
export const TableViewBody = z
  .object({
    columns: z.array(COLUMN).max(50).optional(),
    size: z.number().int().optional(),
    flat: z.boolean().optional(),
  })
  .openapi("TaskTableViewChange");

/** A file inside a JSON body. */
const FileInJson = z
  .object({ name: z.string().min(1).max(255), content: z.string().openapi({ description: "Nội dung, base64" }) })
  .openapi("EvidenceFile");
/** Files that prove progress, inside a JSON body. */
export const FILES_IN_JSON = z.array(FileInJson).max(100).optional();

/** The bytes of files that came inside JSON. @throws INVALID for what is no base64 */
export function filesFromJson(files: z.infer<typeof FILES_IN_JSON>): BroughtFile[] {
  return (files ?? []).map(({ name, content }, index) => {
    const bytes = new Uint8Array(Buffer.from(content, "base64"));
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(content) || content.length % 4 !== 0)
      throw new VanthuError("INVALID", {
        message: `Nội dung tệp “${name}” không phải base64.`,
        where: `files[${index}].content`,
      });
    return { name, bytes };
  });
}

const Change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("lead"), leadAgency: text }),
  z.object({ kind: z.literal("coordinating"), coordinatingAgencies: text }),
  z.object({ kind: z.literal("deadline"), deadline: text }),
  z.object({ kind: z.literal("extend"), deadline: text }),
  z.object({ kind: z.literal("group"), groupId: z.string().max(100) }),
  z.object({ kind: z.literal("complete"), on: z.string().max(10), evidence: text.optional() }),
  z.object({ kind: z.literal("remove") }),
]);

/** One change of many tasks. */
export const BulkBody = z
  .object({
    revision: z.number().int().min(1),
    tasks: z
      .array(z.string().min(1).max(100))
      .min(1)
      .max(50_000)
      .optional()
      .openapi({ description: "Mã các nhiệm vụ; không nêu thì theo filter" }),
    // Strict: a misspelt name would otherwise be a filter that lets every task through.
    filter: z.strictObject(FILTER).optional().openapi({ description: "Mọi nhiệm vụ phù hợp trong bản revision" }),
    change: Change,
    why: z.string().max(2000).optional(),
    basis: z.string().max(2000).optional(),
    files: FILES_IN_JSON,
    onlySound: z.boolean().optional().openapi({ description: "Bỏ qua nhiệm vụ không thực hiện được" }),
  })
  .openapi("BulkChange");

/** What a body asks for. @throws INVALID when it names neither tasks nor a filter, or both */
export function bulkRequest(body: z.infer<typeof BulkBody>): BulkRequest {
  const { revision, tasks, filter, change, why, basis, files } = body;
  if ((tasks === undefined) === (filter === undefined))
    throw new VanthuError("INVALID", {
      message: "Nêu mã các nhiệm vụ (tasks) hoặc bộ lọc (filter), một trong hai.",
      where: "tasks",
    });
  return {
    revision,
    tasks: tasks === undefined ? { filter: filter! } : { ids: tasks },
    change: change.kind === "complete" ? { kind: "complete", on: change.on, evidence: change.evidence ?? "" } : change,
    reason: { ...(why === undefined ? {} : { why }), ...(basis === undefined ? {} : { basis }) },
    files: filesFromJson(files),
  };
}

/** What a change of many tasks did or would do, as answered. */
export const BulkResultSchema = described<BulkResult>(
  "BulkResult",
  "Bản mới nhất, số nhiệm vụ đã chọn, mã các nhiệm vụ thay đổi, không đổi, và từng nhiệm vụ không thực hiện được kèm lý do",
);
/** A revision to be taken back. */
export const UndoBody = z
  .object({
    revision: z.number().int().min(2),
    why: z.string().max(2000).optional(),
    basis: z.string().max(2000).optional(),
  })
  .openapi("Undo");
