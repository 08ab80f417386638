import { allow } from "../../access/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { type WriteOperation, withRetry } from "../../storage/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { arrivalsOf, auditEvent, closedOperations, handlingOperation, readHandling } from "./handling-records.ts";
import type { IncomingDesk } from "./model.ts";
import { documentOf, ownRecord } from "./reading.ts";
import { settleArrival } from "./receiving.ts";
import { settleReminders, settleTold } from "./reminders.ts";

/** What a sender asks of a document that it sent is answered by the clerk. */
export function recallingDesk(context: OfficeContext): Pick<IncomingDesk, "answerChange"> {
  return {
    async answerChange(actor, id, { agree, reason = "", asked: seen }) {
      allow(actor, "incoming.receive");
      const asked = (await ownRecord(context, actor, id)).changeAsked;
      const { organisationId } = actor;
      const before = await readHandling(context, organisationId, id);
      const answered = await withRetry(async () => {
        const now = context.clock();
        const record = await context.inbox.get(id);
        const change = record.changeAsked;
        if (change === undefined)
          throw new VanthuError("STATE_FORBIDDEN", {
            message: "Nơi gửi không có yêu cầu nào đang chờ trả lời về văn bản này.",
            where: id,
            hint: "Tải lại trang để xem tình hình mới.",
          });
        // Agreeing to an update must not cancel a document whose recall came in meanwhile.
        if (seen !== undefined && seen !== change.at)
          throw new VanthuError("CONFLICT", {
            message: "Nơi gửi vừa có yêu cầu khác về văn bản này.",
            where: id,
            hint: "Tải lại trang, đọc yêu cầu mới rồi trả lời.",
          });
        const { rev, ...handling } = await readHandling(context, organisationId, id);
        if (!agree) refuseUnlessBegun(change.kind, record.status, handling.startedAt !== undefined, reason);
        const cancels = agree && (change.kind === "recall" || change.kind === "take-back");
        const also: WriteOperation[] = [];
        if (cancels) {
          also.push(...(await closedOperations(context, organisationId, id)));
          if (rev > 0) also.push(handlingOperation({ ...handling, told: [], rev }));
          const place = await context.storage.records.get<{ year: number; number: number }>(
            arrivalsOf(organisationId),
            id,
          );
          const line =
            place && (await context.registers.incoming.line(organisationId, place.data.year, place.data.number, id));
          // The number stays taken and the line stays: a register has no gaps.
          if (line !== undefined)
            also.push(
              ...context.registers.incoming.change(
                line,
                {
                  note: [
                    line.data.note,
                    `Đã hủy ngày ${vietnameseDay(vietnamDate(now))} theo yêu cầu thu hồi của nơi gửi`,
                  ]
                    .filter(Boolean)
                    .join("; "),
                },
                { at: now.toISOString(), by: actor.personId, person: actor.name },
              ),
            );
        }
        if (change.by !== undefined && (await context.inbox.get(change.by)).files.length === 0)
          also.push(...(await context.inbox.closeOperations(change.by, actor.name)));
        also.push(
          ...(await context.access.auditOperations(
            auditEvent(actor, agree ? "incoming.change-agreed" : "incoming.change-refused", id, now.toISOString(), {
              kind: change.kind,
              reason: (agree ? change.reason : reason).slice(0, 300),
            }),
          )),
        );
        const description = agree ? "" : reason.trim();
        return context.inbox.changeStatus(id, agree ? "15" : "16", { description, staff: actor.name }, also);
      });
      if (asked?.by !== undefined) await settleArrival(context, organisationId, asked.by);
      if (answered.cancelled !== undefined) {
        await settleArrival(context, organisationId, id);
        await settleTold(context, organisationId, before.told);
        const told = before.told.flatMap(({ people }) => people);
        await settleReminders(context, organisationId, id, before, told);
      }
      return documentOf(context, actor, answered);
    },
  };
}

/**
 * NĐ30 Điều 18.4.b: the receiver cancels what is recalled and says so. Only where the work has begun can it say that it is too late.
 */
function refuseUnlessBegun(kind: string, status: string, started: boolean, reason: string): void {
  if (reason.trim() === "" || reason.trim().length > 900)
    throw new VanthuError("INVALID", {
      message: reason.trim() === "" ? "Từ chối phải nêu lý do." : "Lý do dài quá 900 ký tự.",
      where: "reason",
      hint: "Lý do được gửi lại cho nơi gửi.",
    });
  if (kind !== "recall" || started || status === "05" || status === "06") return;
  throw new VanthuError("STATE_FORBIDDEN", {
    message: "Văn bản chưa được giải quyết, nên phải hủy theo yêu cầu thu hồi của nơi gửi.",
    where: "Nghị định 30/2020/NĐ-CP Điều 18 khoản 4 điểm b",
    hint: "Chọn đồng ý thu hồi; chỉ từ chối khi việc giải quyết đã bắt đầu hoặc đã xong.",
  });
}
