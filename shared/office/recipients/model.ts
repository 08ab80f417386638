import type { Actor } from "../../access/index.ts";

/** Receivers that an office sends to together: "Các sở, ban, ngành". Kept by its clerks. */
export interface RecipientGroup {
  id: string;
  name: string;
  /** Ids of organisations of the directory, in the order of their names. */
  organisations: string[];
  /** Of the store, to be given back with the next change. */
  rev: number;
}

/** Groups of receivers of one organisation. */
export interface RecipientDesk {
  /** By name, as Vietnamese sorts. */
  groups(actor: Actor): Promise<RecipientGroup[]>;
  /**
   * Makes a group (without `id`) or replaces one at its revision.
   *
   * @throws INVALID with `where`, RECEIVER_UNKNOWN, CONFLICT, NOT_FOUND, FORBIDDEN
   */
  saveGroup(
    actor: Actor,
    group: { id?: string; rev?: number; name: string; organisations: readonly string[] },
  ): Promise<RecipientGroup>;
  /** @throws CONFLICT, NOT_FOUND, FORBIDDEN */
  removeGroup(actor: Actor, id: string, rev: number): Promise<void>;
  /**
   * Ids of the organisations that are named, and of all groups; each once.
   *
   * @throws NOT_FOUND for a group that is not there any more
   */
  expand(actor: Actor, to: readonly string[], groups: readonly string[]): Promise<string[]>;
}
