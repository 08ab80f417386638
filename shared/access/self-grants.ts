import type { Person, Role } from "./model.ts";
import { postsOf } from "./posts.ts";

/** Roles that an administrator does not take for themselves without a second person: who signs, who numbers and seals, who oversees. */
export const GUARDED_ROLES: readonly Role[] = ["leader", "clerk", "auditor"];

/** Guarded roles that a change would give and no post of the person gives yet, in force or not. */
export function newGuardedRoles(
  before: Pick<Person, "position" | "roles" | "posts">,
  changes: { roles?: Role[]; posts?: { roles: Role[] }[] },
): Role[] {
  const held = new Set(postsOf(before).flatMap(({ roles }) => roles));
  const asked = new Set([...(changes.roles ?? []), ...(changes.posts ?? []).flatMap(({ roles }) => roles)]);
  return GUARDED_ROLES.filter((role) => asked.has(role) && !held.has(role));
}

/** Is there anybody beside this person who could confirm what they give themselves: another administrator, or a leader? */
export function hasSecondPerson(
  people: readonly Pick<Person, "id" | "roles" | "disabled">[],
  personId: string,
): boolean {
  return people.some(
    ({ id, roles, disabled }) =>
      id !== personId && disabled !== true && roles.some((role) => role === "administrator" || role === "leader"),
  );
}
