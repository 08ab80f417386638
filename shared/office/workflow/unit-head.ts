import { type Actor, inForce, type Person } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import type { DocumentRecord } from "../model.ts";
import { headsOf } from "../unit-heads.ts";
import { readWorkflowSettings } from "./rules.ts";

/** Who leads the units in which a person has a post today, but not that person. */
export function headsOver(people: readonly Person[], personId: string, today: string): Person[] {
  const posts = people.find(({ id }) => id === personId)?.posts ?? [];
  const units = posts.filter((post) => inForce(post, today)).flatMap(({ unitId }) => unitId ?? []);
  return headsOf(people, units, today).filter(({ id }) => id !== personId);
}

/**
 * Where the office wants drafts approved by the head of the drafter's unit (NĐ30 Điều 11.1: the head of the unit that drafts answers for the
 * content): that head, chosen or the first of several. Undefined where the office does not want it, and for a drafter without such a head.
 *
 * @throws INVALID when somebody else was chosen
 */
export async function headReviewer(
  context: OfficeContext,
  actor: Actor,
  document: DocumentRecord,
  chosen: string | undefined,
): Promise<DocumentRecord["reviewer"]> {
  if ((await readWorkflowSettings(context, actor.organisationId)).unitHead !== "required") return undefined;
  const people = await context.access.people(actor.organisationId);
  const drafterId = document.history[0]!.personId;
  const heads = headsOver(people, drafterId, vietnamDate(context.clock())).filter(({ id }) => id !== actor.personId);
  if (heads.length === 0) return undefined;
  const head = chosen === undefined || chosen === "" ? heads[0]! : heads.find(({ id }) => id === chosen);
  if (head === undefined)
    throw new VanthuError("INVALID", {
      message: "Cơ quan quy định văn bản phải qua trưởng đơn vị của người soạn duyệt.",
      where: "reviewerId",
      hint: `Chọn ${heads.map(({ name, position }) => `${name} (${position})`).join(" hoặc ")}.`,
    });
  return { personId: head.id, name: head.name, head: true };
}
