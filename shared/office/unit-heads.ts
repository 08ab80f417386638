import type { Person, Post } from "../access/index.ts";

/** Titles of who leads a unit, or stands in for who does. */
const HEAD_TITLE = /^(phó )?(trưởng|chánh|giám đốc|chủ nhiệm|chỉ huy)/i;
const DEPUTY_TITLE = /^phó /i;

/** Is it a post of leadership in the unit that is held on this day (ISO date)? */
export function isHeadPost(post: Post, unitId: string, today: string): boolean {
  return (
    post.unitId === unitId &&
    (post.from === undefined || post.from <= today) &&
    (post.to === undefined || post.to >= today) &&
    (post.roles.includes("leader") || HEAD_TITLE.test(post.title.normalize("NFC")))
  );
}

/** Who leads any of these units on this day: heads before their deputies. */
export function headsOf(people: readonly Person[], unitIds: readonly string[], today: string): Person[] {
  const rank = (person: Person) => {
    const posts = (person.posts ?? []).filter((post) => unitIds.some((unit) => isHeadPost(post, unit, today)));
    if (posts.length === 0) return undefined;
    return posts.some(({ title }) => !DEPUTY_TITLE.test(title.normalize("NFC"))) ? 0 : 1;
  };
  return people
    .flatMap((person) => {
      const order = person.disabled === true ? undefined : rank(person);
      return order === undefined ? [] : [{ person, order }];
    })
    .sort((a, b) => a.order - b.order || a.person.name.localeCompare(b.person.name, "vi"))
    .map(({ person }) => person);
}
