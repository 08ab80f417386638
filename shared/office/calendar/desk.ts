import { type Actor, allow, may } from "../../access/index.ts";
import {
  type CalendarOverlay,
  checkPolicy,
  type OfficeYear,
  openCalendar,
  withDay,
  withoutDay,
} from "../../calendar/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { CalendarDesk } from "./model.ts";

/** The working calendar of an office: read by everybody in it, changed by its administrator. */
export function calendarDesk(context: Pick<OfficeContext, "storage" | "clock" | "access">): CalendarDesk {
  const calendars = openCalendar(context.storage.records);

  async function yearOf(actor: Actor, year: number): Promise<OfficeYear> {
    const found = Number.isInteger(year) ? await calendars.year(actor.organisationId, year) : undefined;
    if (found !== undefined) return found;
    throw new VanthuError("NOT_FOUND", {
      message: "Không có lịch làm việc của năm này.",
      where: String(year),
      hint: "Lịch tính được cho các năm từ 1900 đến 2199.",
    });
  }

  async function store(actor: Actor, operation: WriteOperation, subject: string, change: string) {
    try {
      await context.access.commitAudited([operation], {
        organisationId: actor.organisationId,
        actor: { personId: actor.personId, name: actor.name },
        at: context.clock().toISOString(),
        action: "calendar.change",
        subject,
        details: { change },
      });
    } catch (error) {
      if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
      throw moved();
    }
  }

  async function change(
    actor: Actor,
    year: number,
    rev: number,
    detail: string,
    made: (overlay: CalendarOverlay) => CalendarOverlay,
  ): Promise<OfficeYear> {
    allow(actor, "administer");
    const stored = await yearOf(actor, year);
    if (stored.rev !== rev) throw moved();
    const overlay = made(stored.overlay);
    if (rev > 0 || overlay.added.length + overlay.removed.length > 0)
      await store(actor, calendars.yearOperation(actor.organisationId, overlay, rev), String(year), detail);
    return yearOf(actor, year);
  }

  return {
    async working(actor) {
      allowReading(actor);
      return calendars.working(actor.organisationId);
    },

    async year(actor, year) {
      allowReading(actor);
      return yearOf(actor, year);
    },

    setDay: (actor, year, rev, day, source) =>
      change(actor, year, rev, `${day.day} ${day.kind}: ${day.name}`, (overlay) => withDay(overlay, day, source)),

    removeDay: (actor, year, rev, day) =>
      change(actor, year, rev, `bỏ ngày ${day}`, (overlay) => withoutDay(overlay, day)),

    restoreYear: (actor, year, rev) =>
      change(actor, year, rev, "trở lại lịch gốc", () => ({ year, added: [], removed: [], source: "" })),

    async policy(actor) {
      allowReading(actor);
      return calendars.policy(actor.organisationId);
    },

    async setPolicy(actor, rev, policy) {
      allow(actor, "administer");
      const checked = checkPolicy(policy);
      const words = Object.entries(checked).map(([name, value]) => `${name}=${value}`);
      await store(actor, calendars.policyOperation(actor.organisationId, checked, rev), "policy", words.join(" "));
      return calendars.policy(actor.organisationId);
    },
  };
}

/** Everybody with a role in the office goes by its calendar; who only administers it as well. */
function allowReading(actor: Actor): void {
  allow(actor, may(actor, "administer") ? "administer" : "programme.read");
}

function moved(): VanthuError {
  return new VanthuError("CONFLICT", {
    message: "Lịch làm việc đã được người khác thay đổi.",
    where: "calendar",
    hint: "Tải lại trang để xem lịch mới rồi làm lại.",
  });
}
