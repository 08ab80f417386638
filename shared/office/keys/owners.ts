import { type Actor, allow, may } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { OfficeContext } from "../context.ts";
import type { KeyOwner } from "./model.ts";

/**
 * Who may look after keys and pictures: each person their own, the clerk the seal's (NĐ 30/2020/NĐ-CP Điều 32: the clerk keeps seal and key
 * of the organisation), an administrator all.
 *
 * @throws FORBIDDEN
 */
export function allowOwner(actor: Actor, owner: KeyOwner): void {
  if (may(actor, "administer")) return;
  if (owner === "seal") allow(actor, "document.seal");
  else if (owner.personId === actor.personId) allow(actor, "document.read");
  else allow(actor, "administer");
}

/** Whose name the certificate must carry. @throws NOT_FOUND for nobody of this organisation */
export async function ownerName(context: OfficeContext, actor: Actor, owner: KeyOwner): Promise<string> {
  if (owner === "seal") return (await context.access.organisation(actor.organisationId)).name;
  if (owner.personId === actor.personId) return actor.name;
  const person = await context.access.person(actor.organisationId, owner.personId);
  if (person.disabled !== true) return person.name;
  throw new VanthuError("INVALID", {
    message: `Tài khoản của ${person.name} đã ngừng sử dụng.`,
    where: "owner",
    hint: "Chọn người đang làm việc tại cơ quan.",
  });
}

/** Sort key of what belongs to an owner. */
export function ownerPlace(owner: KeyOwner): string {
  return owner === "seal" ? "seal" : `person.${owner.personId}`;
}
