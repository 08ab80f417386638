import { allow } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { attachFiles, detachFile, TASK_STATUS_LABELS, TASK_WARNING_LABELS } from "../../tasks/index.ts";
import type { OfficeContext } from "../context.ts";
import type { AttentionDesk } from "../programmes/attention-model.ts";
import { changeBy } from "../programmes/change-reason.ts";

import { bulkChanges } from "./bulk.ts";
import { DEFAULT_VIEW, TASK_COLUMNS } from "./columns.ts";
import { checkEvidence, evidenceReader, keepEvidence } from "./evidence.ts";
import type { TaskQuery, TaskTableDesk } from "./model.ts";
import { tableViews } from "./preferences.ts";
import { selectTasks } from "./select.ts";

/** Most rows of one page. */
const MOST_ROWS = 500;

/** The task table of the actor's own organisation. */
export function taskTableDesk(context: OfficeContext, attention: Pick<AttentionDesk, "of">): TaskTableDesk {
  const { programmes } = context;
  return {
    async rows(actor, programmeId, query = {}) {
      allow(actor, "programme.read");
      const { size, page } = checked(query);
      const watched = await attention.of(actor, programmeId, query.revision);
      const { programme, today, statuses, warnings } = watched;
      const matching = selectTasks(watched, query, query);
      const pages = Math.max(1, Math.ceil(matching.length / size));
      const { id, title, revision, groups } = programme;
      return {
        programme: { id, title, revision, groups },
        today,
        total: programme.tasks.length,
        matching: matching.length,
        page,
        pages,
        rows: matching.slice((page - 1) * size, page * size).map((task) => ({
          task,
          status: statuses.get(task.id)!,
          warnings: warnings.get(task.id) ?? [],
        })),
      };
    },

    ...tableViews(context),
    ...bulkChanges(context, attention),

    async attach(actor, programmeId, revision, taskId, files, reason = {}) {
      allow(actor, "programme.edit");
      const seen = await programmes.get(actor.organisationId, programmeId, revision);
      if (files.length === 0)
        throw new VanthuError("INVALID", { message: "Chưa chọn tệp minh chứng nào.", where: "files" });
      const brought = await checkEvidence(context, actor, files);
      const edited = attachFiles(
        seen,
        taskId,
        brought.map(({ file }) => file),
      );
      await keepEvidence(context, brought);
      const { number } = seen.tasks.find(({ id }) => id === taskId)!;
      return programmes.commit(edited, changeBy(actor, reason, `Thêm tệp minh chứng nhiệm vụ ${number}`.trim()), {
        files: true,
      });
    },

    async detach(actor, programmeId, revision, taskId, sha256, reason = {}) {
      allow(actor, "programme.edit");
      const seen = await programmes.get(actor.organisationId, programmeId, revision);
      const edited = detachFile(seen, taskId, sha256);
      const { number } = seen.tasks.find(({ id }) => id === taskId)!;
      return programmes.commit(edited, changeBy(actor, reason, `Gỡ tệp minh chứng nhiệm vụ ${number}`.trim()), {
        files: true,
      });
    },

    ...evidenceReader(context),
  };
}

/** @throws INVALID for a column, status, warning or page that is none */
function checked({ by, status = "", warning = "", page = 1, size = DEFAULT_VIEW.size }: TaskQuery) {
  const fault = (where: string, message: string) => new VanthuError("INVALID", { message, where });
  if (by !== undefined && !TASK_COLUMNS.includes(by)) throw fault("sort", "Không có cột này để sắp xếp.");
  if (!["", ...Object.keys(TASK_STATUS_LABELS)].some((code) => code.startsWith(status)))
    throw fault("status", "Không có tình trạng này.");
  if (!["", "any", ...Object.keys(TASK_WARNING_LABELS)].includes(warning))
    throw fault("warning", "Không có cảnh báo này.");
  if (!Number.isInteger(page) || page < 1) throw fault("page", "Trang đếm từ 1.");
  if (!Number.isInteger(size) || size < 1 || size > MOST_ROWS)
    throw fault("size", `Mỗi trang có 1 đến ${MOST_ROWS} hàng.`);
  return { page, size };
}
