import { type Actor, type Organisation, type Person, SYSTEM_ACTOR } from "../../access/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import { inSentence, periodCode } from "../../reports/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { summariesOf } from "../document-file.ts";
import type { DocumentSummary } from "../model.ts";
import { isOpen, type NewNotice, settle, tell, tellOperations } from "../notices.ts";
import { attentionCounter } from "../programmes/attention.ts";
import { tellTasks } from "../programmes/task-digest.ts";
import { readSettings } from "../settings.ts";
import { draftReport } from "./desk.ts";
import { draftedReports, type Failure, failureOperation, isTaken, type Run, readRuns, runOperation } from "./runs.ts";
import { readSchedules } from "./schedule.ts";
import type { NoticeAudience, ReportSchedule, ScheduledWindow, ScheduleRun } from "./schedule-model.ts";
import { type OfficeWindows, officeWindows, rulesInForce, windowsOfSchedule } from "./windows.ts";

/** Drafts of a schedule that are watched until they are submitted: an older one may go after a newer one was drafted. */
const WATCHED_DRAFTS = 4;

/** A schedule with who is told: the responsible person; all drafters where that person has left. */
interface WatchedSchedule extends ReportSchedule {
  seenToBy: NoticeAudience;
  /** Of the programme; its id when it is gone. */
  title: string;
}

/**
 * What the clock makes happen, for every organisation: reports whose window has closed are drafted, each once; the responsible person and
 * the leaders are told; who must act is reminded. Any number may run at once, and one that dies loses nothing: what was not committed is
 * done by the next run. Costs a few small reads for each organisation while nothing is due.
 *
 * @returns runs it; `now` is the office's clock unless given
 */
export function reportScheduler(context: OfficeContext): (now?: Date) => Promise<ScheduleRun> {
  const { records } = context.storage;
  const attention = attentionCounter(context);

  async function ofOrganisation(organisation: Organisation, now: Date, run: ScheduleRun): Promise<void> {
    const organisationId = organisation.id;
    const stored = await readSchedules(context, organisationId);
    const none = stored.length === 0;
    const people = none ? [] : await context.access.people(organisationId);
    const programmes = none ? [] : await context.programmes.list(organisationId);
    const schedules = stored.map(({ data }): WatchedSchedule => {
      const { title = data.programmeId } = programmes.find(({ id }) => id === data.programmeId) ?? {};
      return { ...data, title, seenToBy: seenToBy(data, people) };
    });
    const enabled = schedules.filter((one) => one.enabled);
    if (enabled.length > 0) {
      const [runs, windows, { remindBefore }] = await Promise.all([
        readRuns(records, organisationId),
        officeWindows(context, organisationId),
        readSettings(context, organisationId),
      ]);
      for (const schedule of enabled) {
        const { rule } = rulesInForce(schedule, windows);
        const taken = runs.get(schedule.id) ?? new Map<string, Run | Failure>();
        const inOrder = windowsOfSchedule(schedule, windows.window(rule), vietnamDate(now), taken);
        await draftClosed(schedule, inOrder, taken, now, run);
        run.notices += await remind(schedule, inOrder, remindBefore, windows, now);
        run.notices += await watchDrafts(schedule, inOrder, now);
      }
    }
    run.notices += await tellTasks(context, organisationId, schedules, attention, now);
  }

  /** The newest closed window is drafted; of those before it that nobody drafted somebody is told. */
  async function draftClosed(
    schedule: WatchedSchedule,
    windows: ScheduledWindow[],
    taken: ReadonlyMap<string, Run | Failure>,
    now: Date,
    run: ScheduleRun,
  ): Promise<void> {
    const { organisationId } = schedule;
    const window = windows.find((one) => one.state === "due" || one.state === "failed");
    if (window === undefined) return;
    const period = periodCode(window.period);
    const before = taken.get(period);
    if (before?.state === "failed" && before.nextAt > now.toISOString()) return;
    const lastDrafted = windows.findLastIndex((one) => one.state === "drafted");
    const missed = windows.slice(lastDrafted + 1).filter((one) => one.state === "missed");
    const taking = (documentId: string) =>
      runOperation(organisationId, schedule.id, period, { state: "drafted", at: now.toISOString(), documentId });
    try {
      // Somebody may have drafted it after the close and before this run: then that document is the report.
      const byHand = (await draftedReports(records, schedule, [window])).get(period);
      if (byHand === undefined) {
        const { id } = await draftReport(
          context,
          systemActor(organisationId),
          {
            programmeId: schedule.programmeId,
            period: window.period,
            notation: schedule.notation,
            recipients: schedule.recipients,
            signature: schedule.signature,
            ...(schedule.rule === undefined ? {} : { rule: schedule.rule }),
          },
          async (documentId) => [
            taking(documentId),
            ...(await draftedNotices(schedule, window, missed, documentId, now)),
          ],
        );
        run.drafted.push({ organisationId, scheduleId: schedule.id, documentId: id, label: window.label });
      } else await records.commit([taking(byHand), ...(await missedNotices(schedule, period, missed, now))]);
      run.missed += missed.length;
      run.notices += await settleWindow(schedule, period, now);
    } catch (error) {
      // Another worker drafted it at the same moment: that one's document stands.
      if (await isTaken(records, organisationId, schedule.id, period)) return;
      await noteFailure(schedule, window, before, error, now, run);
    }
  }

  /** The report is there: told to who sees to it and to the leaders; and which windows nobody drafted. */
  async function draftedNotices(
    schedule: WatchedSchedule,
    window: ScheduledWindow,
    missed: ScheduledWindow[],
    documentId: string,
    now: Date,
  ): Promise<WriteOperation[]> {
    const notice = draftedNotice(schedule, window, documentId);
    const drafted = await tellOperations(records, schedule.organisationId, toldOfDraft(schedule), notice, now);
    return [...drafted, ...(await missedNotices(schedule, periodCode(window.period), missed, now))];
  }

  /** Which windows closed without a report. */
  async function missedNotices(
    schedule: WatchedSchedule,
    period: string,
    missed: ScheduledWindow[],
    now: Date,
  ): Promise<WriteOperation[]> {
    if (missed.length === 0) return [];
    return tellOperations(
      records,
      schedule.organisationId,
      [schedule.seenToBy],
      {
        key: `report-missed/${schedule.id}/${period}`,
        kind: "report-missed",
        text: `${schedule.title}: có ${missed.length} kỳ đã chốt mà chưa được soạn báo cáo: ${namesOf(missed)}. Soạn bù nếu cần.`,
        href: pageOf(schedule),
        subject: schedule.id,
      },
      now,
    );
  }

  /** The failure is kept for the pages, told once, and tried again later: one report that cannot be drafted stops no other. */
  async function noteFailure(
    schedule: WatchedSchedule,
    window: ScheduledWindow,
    before: Run | Failure | undefined,
    error: unknown,
    now: Date,
    run: ScheduleRun,
  ): Promise<void> {
    const { organisationId } = schedule;
    const period = periodCode(window.period);
    const code = isVanthuError(error) ? error.code : "INTERNAL";
    const reason = isVanthuError(error) ? error.message : "Lỗi của hệ thống khi soạn báo cáo.";
    await records.commit([failureOperation(organisationId, schedule.id, period, before, { code, reason, now })]);
    run.failed.push({ organisationId, scheduleId: schedule.id, code, reason });
    if (!isVanthuError(error)) console.error(error);
    run.notices += await tell(
      records,
      organisationId,
      [schedule.seenToBy],
      {
        key: `report-failed/${schedule.id}/${period}`,
        kind: "report-failed",
        text: `${schedule.title}: chưa tự soạn được báo cáo ${inSentence(window.label)}: ${reason} Hệ thống sẽ tự thử lại.`,
        href: pageOf(schedule),
        subject: schedule.id,
      },
      now,
    );
  }

  /** What was told about a window while its report was not drafted is over. */
  async function settleWindow(schedule: WatchedSchedule, period: string, now: Date): Promise<number> {
    const { organisationId, id } = schedule;
    let settled = 0;
    for (const kind of ["window-closing", "report-failed"])
      settled += await settle(records, organisationId, [schedule.seenToBy], `${kind}/${id}/${period}`, now);
    return settled;
  }

  /**
   * Once a report has gone to be signed, nobody needs to be told of its draft any more; until then whoever sees to it now, in the place
   * of somebody who has left, is told too. Looks at the newest few.
   */
  async function watchDrafts(schedule: WatchedSchedule, windows: ScheduledWindow[], now: Date): Promise<number> {
    const { organisationId } = schedule;
    const to = toldOfDraft(schedule);
    let written = 0;
    for (const window of windows.filter((one) => one.state === "drafted").slice(-WATCHED_DRAFTS)) {
      if (window.documentId === undefined) continue;
      const notice = draftedNotice(schedule, window, window.documentId);
      const open = await Promise.all(to.map((one) => isOpen(records, organisationId, one, notice.key)));
      if (!open.includes(true)) continue;
      const summary = await records.get<DocumentSummary>(summariesOf(organisationId), window.documentId);
      const waits = summary?.data.state === "draft" || summary?.data.state === "returned";
      written += waits
        ? await tell(records, organisationId, to, notice, now)
        : await settle(records, organisationId, to, notice.key, now);
    }
    return written;
  }

  /** "The window closes in N working days": told once, gone when it has closed. */
  async function remind(
    schedule: WatchedSchedule,
    windows: ScheduledWindow[],
    remindBefore: number,
    { calendar }: OfficeWindows,
    now: Date,
  ): Promise<number> {
    const open = windows.filter((one) => one.state === "open").at(0);
    if (open === undefined || remindBefore === 0) return 0;
    const today = vietnamDate(now);
    const left = calendar.workingDaysBetween(today, open.to);
    if (left > remindBefore) return 0;
    const to: NoticeAudience[] = [schedule.seenToBy];
    return tell(
      records,
      schedule.organisationId,
      to,
      {
        key: `window-closing/${schedule.id}/${periodCode(open.period)}`,
        kind: "window-closing",
        text: `${schedule.title}: kỳ số liệu ${inSentence(open.label)} chốt hết ngày ${vietnameseDay(open.to)}${left > 0 ? `, còn ${left} ngày làm việc` : ""}. Cập nhật tiến độ, kết quả trước khi chốt.`,
        href: `/nhiem-vu/${encodeURIComponent(schedule.programmeId)}`,
        subject: schedule.id,
      },
      now,
    );
  }

  return async (now = context.clock()) => {
    const run: ScheduleRun = { drafted: [], missed: 0, failed: [], notices: 0 };
    for (const organisation of await context.access.organisations()) await ofOrganisation(organisation, now, run);
    return run;
  };
}

function seenToBy(schedule: ReportSchedule, people: Person[]): NoticeAudience {
  const works = people.some((one) => one.id === schedule.responsible && !one.disabled);
  return works ? { personId: schedule.responsible } : { role: "drafter" };
}

/** Who is told that a report was drafted: who sees to it, and the leaders. */
function toldOfDraft(schedule: WatchedSchedule): NoticeAudience[] {
  return [schedule.seenToBy, { role: "leader" }];
}

/** "… has been drafted, look it over": one for each window of a schedule. */
function draftedNotice(schedule: WatchedSchedule, window: ScheduledWindow, documentId: string): NewNotice {
  return {
    key: `report-drafted/${schedule.id}/${periodCode(window.period)}`,
    kind: "report-drafted",
    text: `${schedule.title}: báo cáo ${inSentence(window.label)} đã được soạn tự động từ số liệu chốt hết ngày ${vietnameseDay(window.to)}. Xem lại, bổ sung rồi trình ký; hạn gửi ${vietnameseDay(window.sendBy)}.`,
    href: `/van-ban/${documentId}`,
    subject: documentId,
  };
}

/** Who drafts when nobody has signed in: may draft, nothing else. */
function systemActor(organisationId: string): Actor {
  return { ...SYSTEM_ACTOR, organisationId, roles: ["drafter"] };
}

function pageOf(schedule: ReportSchedule): string {
  return `/bao-cao/lich/${encodeURIComponent(schedule.id)}`;
}

/** Names of windows; of many only the last few. */
function namesOf(windows: ScheduledWindow[]): string {
  const names = windows.slice(-6).map((one) => inSentence(one.label));
  return `${windows.length > names.length ? "…, " : ""}${names.join(", ")}`;
}
