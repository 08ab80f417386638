import type { Actor, Person, Unit } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { isHeadPost } from "../unit-heads.ts";
import type { Assignee, Assignment } from "./model.ts";

/** Who and what the office has today. */
export interface Staff {
  people: Person[];
  units: Unit[];
  today: string;
}

/** The people and units of an office as they stand today. */
export async function staffOf(context: OfficeContext, organisationId: string): Promise<Staff> {
  const [people, units] = await Promise.all([
    context.access.people(organisationId),
    context.access.units(organisationId),
  ]);
  return { people: people.filter((one) => one.disabled !== true), units, today: vietnamDate(context.clock()) };
}

/** Ids of the units in which a person has a post today. */
export function unitsOf(person: Person, today: string): string[] {
  return (person.posts ?? []).flatMap(({ unitId, from, to }) =>
    unitId !== undefined && (from === undefined || from <= today) && (to === undefined || to >= today) ? [unitId] : [],
  );
}

/** Does the actor hold a post of leadership in the unit today? */
export function headsUnit({ people, today }: Staff, actor: Actor, unitId: string): boolean {
  const person = people.find((one) => one.id === actor.personId);
  return (person?.posts ?? []).some((post) => isHeadPost(post, unitId, today));
}

/** The person or unit that is meant. @throws INVALID for one that is not of this office */
export function assigneeOf({ people, units }: Staff, asked: { personId: string } | { unitId: string }): Assignee {
  const found =
    "personId" in asked
      ? people.find((one) => one.id === asked.personId)
      : units.find((one) => one.id === asked.unitId);
  if (found === undefined)
    throw new VanthuError("INVALID", {
      message: "Người hoặc đơn vị được giao không có trong cơ quan.",
      where: "lead",
      hint: "Chọn lại từ danh sách.",
    });
  return "personId" in asked ? { personId: found.id, name: found.name } : { unitId: found.id, name: found.name };
}

/** What tells assignees apart. */
export function keyOf(to: Assignee): string {
  return "personId" in to ? `person:${to.personId}` : `unit:${to.unitId}`;
}

/** Everybody whom assignments concern: people, and all who have a post in a unit. */
export function peopleOf({ people, today }: Staff, assignments: readonly Assignment[]): string[] {
  const found = new Set<string>();
  for (const { to } of assignments) {
    if ("personId" in to) found.add(to.personId);
    else for (const one of people) if (unitsOf(one, today).includes(to.unitId)) found.add(one.id);
  }
  return [...found];
}
