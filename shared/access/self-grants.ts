import type { Person, Post, Role } from "./model.ts";
import { postsOf } from "./posts.ts";

/** Roles that an administrator does not take for themselves without a second person: who signs, who numbers and seals, who oversees. */
export const GUARDED_ROLES: readonly Role[] = ["leader", "clerk", "auditor"];

/**
 * Guarded roles that a change would give for days on which no post of the person gives them yet: also by renewing a post that has ended, or by
 * bringing one forward.
 */
export function newGuardedRoles(
  before: Pick<Person, "position" | "roles" | "posts">,
  changes: { roles?: Role[]; posts?: Pick<Post, "roles" | "from" | "to">[] },
): Role[] {
  const held = postsOf(before);
  const asked = [...(changes.roles ? [{ ...held[0], roles: changes.roles }] : []), ...(changes.posts ?? [])];
  return GUARDED_ROLES.filter((role) =>
    asked.some(
      (post) => post.roles.includes(role) && !held.some((had) => had.roles.includes(role) && spans(had, post)),
    ),
  );
}

/** Does the one post hold on every day of the other? */
function spans(one: Pick<Post, "from" | "to">, other: Pick<Post, "from" | "to">): boolean {
  const begins = one.from === undefined || (other.from !== undefined && one.from <= other.from);
  return begins && (one.to === undefined || (other.to !== undefined && other.to <= one.to));
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
