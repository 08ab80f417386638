import { openCalendar, vietnameseDay } from "../../calendar/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { settle, tell } from "../notices.ts";
import type { NoticeAudience } from "../reports/schedule-model.ts";
import { type OpenOne, openOnes } from "./handling-records.ts";
import type { Handling } from "./model.ts";

/** Without being asked for, reminders are looked for this often. */
const EVERY_MS = 10 * 60_000;
/** Working days after which a document that nobody was assigned to is pointed out (NĐ30 Điều 23.1: at latest the next working day). */
const UNASSIGNED_AFTER = 1;

const keys = {
  unassigned: (id: string) => `incoming-unassigned/${id}`,
  soon: (id: string, dueOn: string) => `incoming-due/${id}/${dueOn}`,
  overdue: (id: string, dueOn: string) => `incoming-overdue/${id}/${dueOn}`,
};
const LEADERS: NoticeAudience[] = [{ role: "leader" }];

/**
 * Tells handlers what is due soon, handlers and leaders what is overdue, leaders and clerks what nobody was assigned to in time (NĐ30 Phụ lục VI,
 * III.1.l and m). Each thing is told once.
 *
 * @returns makes one run; `now` given: looks at once, else only when it is time again
 */
export function incomingReminder(context: OfficeContext): (now?: Date) => Promise<{ notices: number }> {
  const calendars = openCalendar(context.storage.records);
  let last = 0;
  return async (now) => {
    const at = now ?? context.clock();
    if (now === undefined && at.getTime() - last < EVERY_MS) return { notices: 0 };
    last = at.getTime();
    const today = vietnamDate(at);
    let notices = 0;
    for (const organisation of await context.access.organisations()) {
      const { items } = await context.storage.records.query<OpenOne>(openOnes(organisation.id));
      if (items.length === 0) continue;
      const [calendar, policy] = await Promise.all([
        calendars.working(organisation.id),
        calendars.policy(organisation.id),
      ]);
      const say = async (audiences: NoticeAudience[], key: string, id: string, text: string) => {
        const notice = { key, kind: "incoming" as const, text, href: `/van-ban-den/${id}`, subject: id };
        notices += await tell(context.storage.records, organisation.id, audiences, notice, at);
      };
      for (const { sk: id, data } of items) {
        const people = data.people.map((personId) => ({ personId }));
        if (!data.assigned) {
          const waited = calendar.workingDaysBetween(data.arrivedOn, today);
          if (waited > (data.urgent ? 0 : UNASSIGNED_AFTER))
            await say(
              [...LEADERS, { role: "clerk" }],
              keys.unassigned(id),
              id,
              `Văn bản đến chưa được phân phối sau ${waited} ngày làm việc: ${data.label}.`,
            );
        }
        if (data.dueOn === undefined) continue;
        const day = calendar.addWorkingDays(data.dueOn, 0);
        const left = calendar.workingDaysBetween(today, day);
        const spoken = vietnameseDay(day);
        if (today > day)
          await say(
            [...people, ...LEADERS],
            keys.overdue(id, data.dueOn),
            id,
            `Quá hạn giải quyết (${spoken}): ${data.label}.`,
          );
        else if (left <= policy.dueSoonWorkingDays)
          await say(
            data.assigned ? people : LEADERS,
            keys.soon(id, data.dueOn),
            id,
            `Sắp đến hạn giải quyết (${spoken}): ${data.label}.`,
          );
      }
    }
    return { notices };
  };
}

/** Settles notices of assignments that no longer hold. */
export async function settleTold(
  context: Pick<OfficeContext, "storage" | "clock">,
  organisationId: string,
  told: Handling["told"],
): Promise<void> {
  for (const { key, people } of told) {
    const audiences = people.map((personId) => ({ personId }));
    await settle(context.storage.records, organisationId, audiences, key, context.clock());
  }
}

/** Settles the reminders about a document whose cause went away. */
export async function settleReminders(
  context: Pick<OfficeContext, "storage" | "clock">,
  organisationId: string,
  id: string,
  handling: Pick<Handling, "assignments" | "dueOn" | "opinions">,
  people: readonly string[] = [],
): Promise<void> {
  const { records } = context.storage;
  const own = new Set(people);
  for (const { to } of handling.assignments) if ("personId" in to) own.add(to.personId);
  const audiences: NoticeAudience[] = [...[...own].map((personId) => ({ personId })), ...LEADERS];
  const days = new Set([handling.dueOn, ...handling.opinions.map(({ dueOn }) => dueOn)]);
  const at = context.clock();
  await settle(records, organisationId, [...LEADERS, { role: "clerk" }], keys.unassigned(id), at);
  for (const day of days) {
    if (day === undefined) continue;
    await settle(records, organisationId, audiences, keys.soon(id, day), at);
    await settle(records, organisationId, audiences, keys.overdue(id, day), at);
  }
}
