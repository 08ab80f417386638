/** Anything that is told apart by its id. */
interface Named {
  id: string;
}

/**
 * Finds for each thing of a list the one with the same id in another list. Lists that mostly agree in order are compared place by place;
 * an index is made only when that fails.
 */
export function pairing<T extends Named>(list: readonly T[]): (id: string, place: number) => T | undefined {
  let index: Map<string, T> | undefined;
  return (id, place) => {
    const beside = list[place];
    if (beside?.id === id) return beside;
    index ??= new Map(list.map((thing) => [thing.id, thing]));
    return index.get(id);
  };
}

/** How many things stand in the same places in both lists, counted from the head and from the end. */
export function sameEnds(before: readonly Named[], after: readonly Named[]): { head: number; tail: number } {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head]!.id === after[head]!.id) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail]!.id === after[after.length - 1 - tail]!.id) tail++;
  return { head, tail };
}

/**
 * Which of the things that two lists share must be taken out and put elsewhere to get from the order of `before` to that of `after`:
 * all but a longest run that stands in the same order in both, so that one thing put at the head is one move.
 */
export function movedIds(before: readonly Named[], after: readonly Named[]): Set<string> {
  const places = new Map(before.map((thing, index) => [thing.id, index]));
  const shared: { id: string; place: number }[] = [];
  for (const { id } of after) {
    const place = places.get(id);
    if (place !== undefined) shared.push({ id, place });
  }
  const kept = longestIncreasing(shared.map(({ place }) => place));
  return new Set(shared.filter((_, index) => !kept.has(index)).map(({ id }) => id));
}

/** Indexes of a longest increasing subsequence of different numbers, in O(n log n) (patience sorting). */
function longestIncreasing(values: readonly number[]): Set<number> {
  /** ends[k]: index of the smallest value that ends an increasing run of k + 1. */
  const ends: number[] = [];
  const previous = new Int32Array(values.length);
  values.forEach((value, index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[ends[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : ends[low - 1]!;
    ends[low] = index;
  });
  const kept = new Set<number>();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index]!) kept.add(index);
  return kept;
}

/** A list in which things are put behind others by id, each in constant time. */
export class Chain<T extends Named> {
  private readonly things = new Map<string, T>();
  /** "" is the head. */
  private readonly next = new Map<string, string>();

  constructor(things: readonly T[]) {
    let last = "";
    for (const thing of things) {
      this.things.set(thing.id, thing);
      this.next.set(last, thing.id);
      last = thing.id;
    }
  }

  has(id: string): boolean {
    return this.things.has(id);
  }

  /** Puts a thing behind another one ("" at the head). */
  putBehind(after: string, thing: T): void {
    const follower = this.next.get(after);
    this.things.set(thing.id, thing);
    this.next.set(after, thing.id);
    if (follower === undefined) this.next.delete(thing.id);
    else this.next.set(thing.id, follower);
  }

  toArray(): T[] {
    const list: T[] = [];
    for (let id = this.next.get(""); id !== undefined; id = this.next.get(id)) list.push(this.things.get(id)!);
    return list;
  }
}
