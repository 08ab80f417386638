import type { WorkingCalendar } from "../../calendar/index.ts";
import { formatDateWithSlashes } from "../../format/index.ts";
import { vietnamDate } from "../context.ts";
import type { DocumentRecord, DocumentSummary } from "../model.ts";
import type { WorkflowClock } from "./model.ts";

/** NĐ30 Điều 18.1 (and Điều 4.3: what belongs to a day is registered and issued that day). */
const CLAUSE = "NĐ30 Điều 18.1";

/**
 * The clock of issuing: from the leader's signature the document is to be issued the same day, at latest on the next working day; an urgent
 * one at once. It stops when the document is issued.
 *
 * @param issuedAt instant of issuing, where it is out
 * @returns undefined while nobody has signed, and for what was voided
 */
export function issuingClock(
  document: Pick<DocumentSummary, "state" | "signedAt" | "urgency">,
  calendar: WorkingCalendar,
  now: Date,
  issuedAt?: string,
): WorkflowClock | undefined {
  const { state, signedAt, urgency } = document;
  if (signedAt === undefined || state === "voided") return undefined;
  const out = state !== "signed" && state !== "numbered";
  const due = vietnamDate(new Date(signedAt));
  const urgent = urgency !== undefined;
  const latest = urgent ? due : calendar.addWorkingDays(due, 1);
  const day = out ? (issuedAt === undefined ? undefined : vietnamDate(new Date(issuedAt))) : vietnamDate(now);
  const standing = out ? "done" : day! <= due ? "in-time" : day! <= latest ? "last-day" : "late";
  return { since: signedAt, due, latest, urgent, standing, words: wordsOf(), clause: CLAUSE };

  function wordsOf(): string {
    const signed = formatDateWithSlashes(due);
    const last = formatDateWithSlashes(latest);
    if (out) {
      if (day === undefined) return `Ký ngày ${signed}, đã phát hành.`;
      const late = day > latest ? `, chậm so với hạn ${last}` : "";
      return `Ký ngày ${signed}, phát hành ngày ${formatDateWithSlashes(day)}${late}.`;
    }
    if (urgent) {
      return standing === "in-time"
        ? "Văn bản khẩn: phải phát hành và gửi ngay sau khi ký."
        : `Văn bản khẩn ký ngày ${signed} lẽ ra phải phát hành và gửi ngay: đã chậm.`;
    }
    if (standing === "in-time") return `Ký ngày ${signed}: phát hành trong ngày, chậm nhất ngày làm việc ${last}.`;
    if (standing === "last-day")
      return `Ký ngày ${signed}: ${day === latest ? `hôm nay ${last} là hạn cuối` : `hạn cuối là ngày ${last}`} để phát hành.`;
    return `Đã quá hạn phát hành: ký ngày ${signed}, hạn cuối là ngày ${last}.`;
  }
}

/** When a document was issued; undefined while it is not. */
export function issuedAtOf({ history }: Pick<DocumentRecord, "history">): string | undefined {
  return history.findLast(({ action }) => action === "issue")?.at;
}
