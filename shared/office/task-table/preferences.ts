import { type Actor, allow } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { columnsAmong, DEFAULT_VIEW, PAGE_SIZES, TASK_COLUMNS } from "./columns.ts";
import type { TaskTableDesk, TaskTableView } from "./model.ts";

/** How each person has the task table; stored with the account, so that it is the same on every computer. */
export function tableViews({ storage }: Pick<OfficeContext, "storage">): Pick<TaskTableDesk, "view" | "setView"> {
  const { records } = storage;
  const place = ({ organisationId, personId }: Actor) => ({
    pk: `table-view#${organisationId}`,
    sk: `person#${personId}`,
  });

  return {
    async view(actor) {
      allow(actor, "programme.read");
      const { pk, sk } = place(actor);
      return sound((await records.get<Partial<TaskTableView>>(pk, sk))?.data ?? {});
    },

    async setView(actor, view) {
      allow(actor, "programme.read");
      const strange = (view.columns ?? []).find((column) => !TASK_COLUMNS.includes(column));
      if (strange !== undefined)
        throw new VanthuError("INVALID", {
          message: `Bảng nhiệm vụ không có cột “${String(strange).slice(0, 50)}”.`,
          where: "columns",
          hint: `Các cột: ${TASK_COLUMNS.join(", ")}.`,
        });
      if (view.size !== undefined && !PAGE_SIZES.includes(view.size))
        throw new VanthuError("INVALID", {
          message: `Số hàng mỗi trang phải là một trong: ${PAGE_SIZES.join(", ")}.`,
          where: "size",
        });
      const { pk, sk } = place(actor);
      return withRetry(
        async () => {
          const stored = await records.get<Partial<TaskTableView>>(pk, sk);
          const data = sound({ ...stored?.data, ...view });
          await records.commit([
            stored === undefined ? { op: "insert", pk, sk, data } : { op: "update", pk, sk, rev: stored.rev, data },
          ]);
          return data;
        },
        { partition: pk },
      );
    },
  };
}

/** What is stored may be of a version with other columns. */
function sound({ columns, size, flat }: Partial<TaskTableView>): TaskTableView {
  return {
    columns: columnsAmong(columns ?? DEFAULT_VIEW.columns),
    size: size !== undefined && PAGE_SIZES.includes(size) ? size : DEFAULT_VIEW.size,
    flat: flat ?? DEFAULT_VIEW.flat,
  };
}
