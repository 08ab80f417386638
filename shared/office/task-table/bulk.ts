import { type Actor, allow } from "../../access/index.ts";
import { openCalendar } from "../../calendar/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { type BulkChange, type BulkOutcome, changeTasks, type Programme, type TaskFile } from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import type { AttentionDesk } from "../programmes/attention-model.ts";
import { changeBy } from "../programmes/change-reason.ts";

import { checkEvidence, keepEvidence } from "./evidence.ts";
import type { BulkRequest, BulkResult, TaskTableDesk } from "./model.ts";
import { selectTasks } from "./select.ts";

/** Most tasks that are named one by one. */
const IDS = 50_000;
/** Refused tasks that are told of one request. */
const FAULTS = 200;

/** What the history says of each, with how many tasks it was. */
const WORDS: Record<BulkChange["kind"], string> = {
  lead: "Giao cơ quan chủ trì",
  coordinating: "Đổi cơ quan phối hợp",
  deadline: "Đổi thời hạn",
  extend: "Gia hạn",
  group: "Chuyển nhóm",
  complete: "Hoàn thành",
  remove: "Đưa ra khỏi chương trình",
};

/** The part of the desk that changes many tasks as one revision. */
export function bulkChanges(
  context: OfficeContext,
  attention: Pick<AttentionDesk, "of">,
): Pick<TaskTableDesk, "bulk" | "previewBulk"> {
  const { programmes, storage, clock } = context;

  /** The change made on the revision that the person saw; nothing is stored. */
  async function make(
    actor: Actor,
    programmeId: string,
    { revision, tasks, change, reason = {} }: BulkRequest,
    files: readonly TaskFile[],
  ): Promise<{ seen: Programme; chosen: string[]; outcome: BulkOutcome }> {
    const [seen, calendar] = await Promise.all([
      programmes.get(actor.organisationId, programmeId, revision),
      openCalendar(storage.records).working(actor.organisationId),
    ]);
    const chosen =
      "ids" in tasks
        ? [...new Set(tasks.ids)]
        : selectTasks(await attention.of(actor, programmeId, revision), tasks.filter).map(({ id }) => id);
    if (chosen.length === 0 || chosen.length > IDS)
      throw new VanthuError("INVALID", {
        message: chosen.length === 0 ? "Chưa chọn nhiệm vụ nào." : `Chọn quá ${IDS.toLocaleString("vi")} nhiệm vụ.`,
        where: "tasks",
        hint: "Đánh dấu các nhiệm vụ cần sửa trong bảng.",
      });
    const whole = change.kind === "complete" && files.length > 0 ? { ...change, files } : change;
    const setting = { today: vietnamDate(clock()), calendar, basis: reason.basis?.trim() ?? "" };
    return { seen, chosen, outcome: changeTasks(seen, chosen, whole, setting) };
  }

  /** The files that came with a completion, looked at; with any other change there is no place for them. */
  async function evidenceOf(actor: Actor, { change, files = [] }: BulkRequest) {
    if (files.length > 0 && change.kind !== "complete")
      throw new VanthuError("INVALID", {
        message: "Tệp minh chứng chỉ gửi kèm được khi báo hoàn thành.",
        where: "files",
        hint: "Thêm tệp ở từng nhiệm vụ, hoặc bỏ tệp khỏi lần sửa này.",
      });
    return checkEvidence(context, actor, files);
  }

  return {
    async previewBulk(actor, programmeId, request) {
      allow(actor, "programme.edit");
      const checked = await evidenceOf(actor, request);
      const { seen, chosen, outcome } = await make(
        actor,
        programmeId,
        request,
        checked.map(({ file }) => file),
      );
      const after = new Map(outcome.programme.tasks.map((task) => [task.id, task]));
      const changed = new Set(outcome.changed);
      const { programme: _, ...counts } = outcome;
      return {
        ...counts,
        programme: seen,
        revision: seen.revision,
        chosen: chosen.length,
        differences: seen.tasks
          .filter(({ id }) => changed.has(id))
          .map((before) => ({ before, ...(after.has(before.id) ? { after: after.get(before.id)! } : {}) })),
      };
    },

    async bulk(actor, programmeId, request, { onlySound = false } = {}) {
      allow(actor, "programme.edit");
      const checked = await evidenceOf(actor, request);
      const { seen, chosen, outcome } = await make(
        actor,
        programmeId,
        request,
        checked.map(({ file }) => file),
      );
      const { programme, changed, unchanged, refused } = outcome;
      if (refused.length > 0 && !onlySound) throw refusal(outcome);
      const result = (revision: number): BulkResult => ({
        revision,
        chosen: chosen.length,
        changed,
        unchanged,
        refused,
      });
      if (changed.length === 0) return result(seen.revision);
      await keepEvidence(context, checked);
      const why = `${WORDS[request.change.kind]}: ${changed.length.toLocaleString("vi")} nhiệm vụ`;
      const stored = await programmes.commit(programme, changeBy(actor, request.reason ?? {}, why), {
        files: checked.length > 0,
      });
      return result(stored.revision);
    },
  };
}

function refusal({ refused, changed }: BulkOutcome): VanthuError {
  return new VanthuError("INVALID", {
    message: `Có ${refused.length.toLocaleString("vi")} nhiệm vụ không thực hiện được, chưa lưu gì.`,
    where: "tasks",
    hint:
      changed.length > 0
        ? "Bỏ chọn các nhiệm vụ được nêu, hoặc chọn chỉ thực hiện với các nhiệm vụ hợp lệ."
        : "Xem lý do ở từng nhiệm vụ.",
    faults: refused.slice(0, FAULTS).map(({ id, number, name, message, hint }) => ({
      code: "INVALID" as const,
      message,
      where: name === "" ? id.slice(0, 100) : `Nhiệm vụ ${number} “${name.slice(0, 80)}”`.replace("  ", " "),
      ...(hint === undefined ? {} : { hint }),
    })),
  });
}
