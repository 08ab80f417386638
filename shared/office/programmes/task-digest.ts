import type { ProgrammeSummary } from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { isOpen, settle, tellAnew } from "../notices.ts";
import type { NoticeAudience, ReportSchedule } from "../reports/schedule-model.ts";
import type { AttentionCounter } from "./attention.ts";
import type { AttentionTotals } from "./attention-model.ts";

/** What was last told of a programme. */
interface DigestState {
  /** ISO day in Vietnam. */
  day: string;
  revision: number;
  told: NoticeAudience[];
}

/**
 * The daily digest: one notice for each programme and day, told to those who see to its reports (nobody set: to the drafters), and
 * settled as soon as a change of the programme leaves nothing to be told. Reads a programme only on a new day or after a change.
 *
 * @returns how many notices were written or settled
 */
export async function tellTasks(
  context: OfficeContext,
  organisationId: string,
  schedules: (Pick<ReportSchedule, "programmeId"> & { seenToBy: NoticeAudience })[],
  count: AttentionCounter,
  now: Date,
): Promise<number> {
  const { records } = context.storage;
  const today = vietnamDate(now);
  const pk = `org/${organisationId}/task-digests`;
  const programmes = await context.programmes.list(organisationId);
  const states = new Map((await records.query<DigestState>(pk)).items.map((item) => [item.sk, item.data]));
  const changed = programmes.filter((one) => isNews(one, states.get(one.id), today));
  if (changed.length === 0) return 0;
  const attention = await count(organisationId);
  let written = 0;
  for (const summary of changed) {
    const state = states.get(summary.id);
    const key = `tasks/${summary.id}`;
    const programme = await context.programmes.get(organisationId, summary.id);
    const words = digestWords(programme.title, attention(programme, today));
    const to = words === undefined ? [] : audience(schedules, summary.id);
    const before = state?.told ?? [];
    const over = before.filter((one) => !to.some((other) => same(one, other)));
    written += await settle(records, organisationId, over, key, now);
    for (const one of to) {
      // Within a day only the words change, and what somebody has settled stays settled until tomorrow.
      if (state?.day === today && !(await isOpen(records, organisationId, one, key))) continue;
      written += await tellAnew(
        records,
        organisationId,
        one,
        { key, kind: "tasks", text: words!, href: `/nhiem-vu/${encodeURIComponent(summary.id)}`, subject: summary.id },
        now,
      );
    }
    const data: DigestState = { day: today, revision: programme.revision, told: to };
    // Only the memory of what was told: losing it tells the same once more, in place of itself.
    await records.commit([{ op: "put", pk, sk: summary.id, data }]);
  }
  return written;
}

/** A new day; or a change, where something stands that it may settle. */
function isNews(programme: ProgrammeSummary, state: DigestState | undefined, today: string): boolean {
  if (state?.day !== today) return true;
  return state.told.length > 0 && state.revision !== programme.revision;
}

function audience(
  schedules: (Pick<ReportSchedule, "programmeId"> & { seenToBy: NoticeAudience })[],
  programmeId: string,
): NoticeAudience[] {
  const told: NoticeAudience[] = [];
  for (const { seenToBy } of schedules.filter((one) => one.programmeId === programmeId))
    if (!told.some((one) => same(one, seenToBy))) told.push(seenToBy);
  return told.length === 0 ? [{ role: "drafter" }] : told;
}

function same(a: NoticeAudience, b: NoticeAudience): boolean {
  return "role" in a ? "role" in b && a.role === b.role : "personId" in b && a.personId === b.personId;
}

function digestWords(
  title: string,
  totals: Pick<AttentionTotals, "overdue" | "dueSoon" | "stale" | "noEvidence">,
): string | undefined {
  const { overdue, dueSoon, stale, noEvidence } = totals;
  const parts = [
    overdue > 0 ? `${overdue} nhiệm vụ quá hạn` : "",
    dueSoon > 0 ? `${dueSoon} nhiệm vụ sắp đến hạn` : "",
    stale > 0 ? `${stale} nhiệm vụ lâu chưa cập nhật tiến độ` : "",
    noEvidence > 0 ? `${noEvidence} nhiệm vụ thiếu minh chứng` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? undefined : `${title}: ${parts.join(", ")}.`;
}
