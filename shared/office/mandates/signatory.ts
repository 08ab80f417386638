import type { Actor, Person } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { plainName } from "../../key-holders/index.ts";
import type { OfficeContext } from "../context.ts";
import type { DocumentRecord } from "../model.ts";

type Signed = Pick<DocumentRecord, "organisationId" | "description" | "signer">;

/**
 * Who is to sign, by id: as chosen, else the only leader of that name. Written on the document when it is submitted, so that nobody of the
 * same name who comes later can sign it.
 *
 * @returns undefined while nobody of that name may sign here
 * @throws INVALID when the person chosen has another name, or several leaders have this one and none was chosen
 */
export async function signerOf(context: Pick<OfficeContext, "access">, document: Signed): Promise<string | undefined> {
  const { signature } = document.description;
  const people = (await context.access.people(document.organisationId)).filter(({ name }) =>
    same(name, signature.name),
  );
  if (signature.personId !== undefined) {
    if (people.some(({ id }) => id === signature.personId)) return signature.personId;
    throw new VanthuError("INVALID", {
      message: "Người ký được chọn không phải người ghi tên ở chỗ ký.",
      where: "signature.personId",
      hint: "Chọn lại người ký.",
    });
  }
  const leaders = people.filter(signs);
  if (leaders.length > 1) throw ambiguous(signature.name, leaders.length);
  return leaders[0]?.id;
}

/**
 * Only the person who is to sign may sign: by id where the document knows it, else by a name that nobody else who may sign has.
 * @throws NOT_THE_SIGNATORY, INVALID when several have the name and none was chosen
 */
export async function requireSignatory(
  context: Pick<OfficeContext, "access">,
  document: Signed,
  actor: Actor,
): Promise<void> {
  const { signature } = document.description;
  const bound = document.signer ?? signature.personId;
  if (same(signature.name, actor.name) && (bound === undefined || bound === actor.personId)) {
    if (bound !== undefined) return;
    const others = (await context.access.people(document.organisationId)).filter(
      (person) => signs(person) && person.id !== actor.personId && same(person.name, actor.name),
    );
    if (others.length === 0) return;
    throw ambiguous(signature.name, others.length + 1);
  }
  throw new VanthuError("NOT_THE_SIGNATORY", {
    message: same(signature.name, actor.name)
      ? "Văn bản này do một người khác cùng họ tên ký."
      : "Văn bản này do người khác ký.",
    where: signature.name,
    hint: "Trả lại văn bản nếu ghi sai người ký.",
  });
}

function signs({ roles, disabled }: Person): boolean {
  return roles.includes("leader") && disabled !== true;
}

function same(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

function ambiguous(name: string, count: number): VanthuError {
  return new VanthuError("INVALID", {
    message: `Có ${count} người ký cùng họ tên ${name}.`,
    where: "signature.personId",
    hint: "Chọn đúng người ký trong danh sách thẩm quyền ký.",
  });
}
