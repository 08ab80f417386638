import type { Actor, Person, PersonChanges, Role } from "../../access/index.ts";
import type { NewMandate, ShownMandate } from "../mandates/model.ts";

/** What an administrator asks to be given themselves: roles that decide, keep or oversee, or a mandate to sign. */
export interface SelfGrant {
  id: string;
  organisationId: string;
  /** ISO 8601 instant. */
  at: string;
  by: { personId: string; name: string };
  /** In words: "Vai trò lãnh đạo", "Thẩm quyền ký: KT. CHỦ TỊCH / PHÓ CHỦ TỊCH". */
  words: string;
  asked: { kind: "person"; roles: Role[]; changes: PersonChanges } | { kind: "mandate"; input: NewMandate };
}

/** A change that was made, or the proposal that it became. */
export type Granted<T> = { done: T; proposal?: undefined } | { done?: undefined; proposal: SelfGrant };

/**
 * Four eyes over what administrators give themselves: they look after accounts, so nobody else would stand between them and a signature
 * (NĐ30 Điều 13; NĐ 13/2023). Another administrator or a leader confirms it. While an office is set up and has nobody else who could, it holds at
 * once; whoever gets such a role later finds it told, and it stands in the trail.
 */
export interface SelfGrantDesk {
  /** Changes a person; roles that an administrator gives themselves become a proposal. @throws FORBIDDEN, INVALID, NOT_FOUND, ALREADY_EXISTS while one waits */
  changePerson(actor: Actor, personId: string, changes: PersonChanges): Promise<Granted<Person>>;
  /** Gives a mandate; to oneself it becomes a proposal. @throws FORBIDDEN, INVALID, NOT_FOUND, ALREADY_EXISTS while one waits */
  giveMandate(actor: Actor, input: NewMandate): Promise<Granted<ShownMandate>>;
  /** What waits for a second person. @throws FORBIDDEN */
  pending(actor: Actor): Promise<SelfGrant[]>;
  /** Decides on another's proposal. @throws FORBIDDEN for whoever asked, NOT_FOUND, INVALID for what no longer can be given */
  decide(actor: Actor, id: string, decision: "confirm" | "refuse"): Promise<void>;
}
