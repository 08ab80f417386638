import type { Actor } from "../../access/index.ts";
import { composePlanWithParts, type DocumentDescription, type PlanPartLines } from "../../documents/index.ts";
import { ruleSetFor } from "../../format/index.ts";
import { inSentence, monthsOf, parsePeriod, periodLabel } from "../../reports/index.ts";
import type { Deadline, Programme } from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import type { PlanParts } from "../model.ts";

/** A plan composed from a stored programme. */
export interface ComposedPlan {
  description: DocumentDescription;
  /** Which lines of the body were written as which part. */
  parts: PlanPartLines[];
  /** The programme as it stands in the plan: of a period only what belongs to it. */
  programme: Programme;
  /** Tasks without a date that can be read, which belong to no period and were left out. */
  undated: number;
}

/**
 * A plan from the free parts and the stored programme.
 * @throws NOT_FOUND for the programme or its revision, INVALID for the period
 */
export async function planOf(
  context: Pick<OfficeContext, "programmes" | "access" | "clock">,
  actor: Pick<Actor, "organisationId">,
  parts: PlanParts,
): Promise<ComposedPlan> {
  const { programmeId, revision, period, template, ...rest } = parts;
  const whole = await context.programmes.get(actor.organisationId, programmeId, revision);
  const organisation = await context.access.organisation(actor.organisationId);
  const ruleSet = parts.ruleSet ?? ruleSetFor(organisation.system, vietnamDate(context.clock()));
  const { programme, undated, label } = programmeInPeriod(whole, period);
  const composed = composePlanWithParts({
    ...rest,
    ...(label === undefined || rest.appendix?.title !== undefined
      ? {}
      : { appendix: { ...rest.appendix, title: `DANH MỤC NHIỆM VỤ ${label}\n${whole.title}` } }),
    programme,
    ruleSet,
    organisation: {
      ...(organisation.superior ? { superior: organisation.superior } : {}),
      name: organisation.name,
    },
    place: organisation.place,
  });
  const description = { ...composed.description, ...(template === undefined ? {} : { template }) };
  return { description, parts: composed.parts, programme, undated };
}

/**
 * What of a programme is due in a period ("2026-Q4"), and what recurs in it; targets without a date stay, for they are of the whole programme.
 * @throws INVALID for a period that is none
 */
export function programmeInPeriod(
  programme: Programme,
  code: string | undefined,
): { programme: Programme; undated: number; label?: string } {
  if (code === undefined || code === "") return { programme, undated: 0 };
  const period = parsePeriod(code);
  const { first, last } = monthsOf(period);
  const month = (number: number) => String(number).padStart(2, "0");
  const from = `${period.year}-${month(first)}-01`;
  // Compared as text: no month has a day behind the 31st.
  const to = `${period.year}-${month(last)}-31`;
  const belongs = (deadline: Deadline) => {
    if (deadline.kind === "none") return false;
    if (deadline.kind === "before") return deadline.to !== undefined && deadline.to >= from && deadline.to <= to;
    return (deadline.from ?? from) <= to && (deadline.to ?? to) >= from;
  };
  const tasks = programme.tasks.filter(({ deadline }) => belongs(deadline));
  const used = new Set(tasks.map(({ groupId }) => groupId));
  return {
    programme: {
      ...programme,
      tasks,
      groups: programme.groups.filter(({ id }) => used.has(id)),
      targets: programme.targets.filter(({ deadline }) => deadline.kind === "none" || belongs(deadline)),
    },
    undated: programme.tasks.filter(({ deadline }) => deadline.kind === "none").length,
    label: inSentence(periodLabel(period)),
  };
}
