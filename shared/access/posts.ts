import type { Actor, Person, Post } from "./model.ts";

/** Every post of a person, the main one first; of a person without a list the one that position and roles say. */
export function postsOf(person: Pick<Person, "position" | "roles" | "posts">): Post[] {
  return person.posts ?? [{ id: "p1", title: person.position, roles: person.roles }];
}

/** Does the post hold on that day? */
export function inForce(post: Pick<Post, "from" | "to">, date: string): boolean {
  return (post.from === undefined || post.from <= date) && (post.to === undefined || date <= post.to);
}

/** A stored person as of a day: roles are those of the posts in force, position the title of the main post (the first in force). */
export function personOn(stored: Person, date: string): Person {
  if (stored.posts === undefined) return stored;
  const held = stored.posts.filter((post) => inForce(post, date));
  return {
    ...stored,
    position: (held[0] ?? stored.posts[0])?.title ?? stored.position,
    roles: [...new Set(held.flatMap(({ roles }) => roles))],
  };
}

/** Who acts: a stored person with what holds on a day. */
export function actorFor(stored: Person, date: string): Actor {
  const { id, organisationId, name, roles } = personOn(stored, date);
  const units = (stored.posts ?? []).filter((post) => inForce(post, date)).flatMap(({ unitId }) => unitId ?? []);
  return { personId: id, organisationId, name, roles, ...(units.length === 0 ? {} : { units: [...new Set(units)] }) };
}
