import type { Actor } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { ProgrammeChange } from "../../tasks/index.ts";
import type { ChangeReason } from "./model.ts";

/** Longest reason and basis of a change, in characters. */
const REASON_LENGTH = 2000;

/**
 * A change with who makes it and why; the store keeps both with the revision.
 *
 * @param why what was done, in a few words, where the person gave no reason
 * @throws INVALID for a reason or basis that is too long
 */
export function changeBy(actor: Actor, reason: ChangeReason, why: string): ProgrammeChange {
  const given = { why: reason.why?.trim() ?? "", basis: reason.basis?.trim() ?? "" };
  for (const [field, text] of Object.entries(given)) {
    if (text.length > REASON_LENGTH)
      throw new VanthuError("INVALID", {
        message: `${field === "why" ? "Lý do" : "Căn cứ"} dài ${text.length} ký tự, tối đa ${REASON_LENGTH.toLocaleString("vi")}.`,
        where: field,
      });
  }
  return {
    actor: { personId: actor.personId, name: actor.name },
    why: given.why === "" ? why : given.why,
    ...(given.basis === "" ? {} : { basis: given.basis }),
  };
}
