import {
  type Actor,
  generalMandate,
  type Mandate,
  mandateHolds,
  mandatesPartition,
  type Person,
  SYSTEM_ACTOR,
} from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import type { StoredItem } from "../../storage/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import type { DocumentRecord } from "../model.ts";
import { covers, formulaOf } from "./formula.ts";

type Stores = Pick<OfficeContext, "storage" | "access" | "clock">;

/** Every mandate of an organisation, with its revision. */
export async function storedMandates(context: Stores, organisationId: string): Promise<StoredItem<Mandate>[]> {
  return (await context.storage.records.query<Mandate>(mandatesPartition(organisationId))).items;
}

/**
 * Leaders from before mandates were kept have none at all: each gets the general one of their post, dated today and audited.
 * @returns the mandates as they are then
 */
export async function withGeneralMandates(
  context: Stores,
  organisationId: string,
  people: readonly Person[],
): Promise<Mandate[]> {
  const items = await storedMandates(context, organisationId);
  const without = people.filter(
    ({ id, roles }) => roles.includes("leader") && !items.some(({ data }) => data.personId === id),
  );
  if (without.length === 0) return items.map(({ data }) => data);
  const given = without.map((person) => generalMandate(person, vietnamDate(context.clock())));
  await context.access.commitAudited(
    given.map(({ operation }) => operation),
    given.map(({ event }) => ({ organisationId, actor: SYSTEM_ACTOR, at: context.clock().toISOString(), ...event })),
  );
  return (await storedMandates(context, organisationId)).map(({ data }) => data);
}

/**
 * The mandate by which this actor signs this document now: in force today, for its kind and its formula (NĐ30 Điều 13).
 * @throws MANDATE_MISSING
 */
export async function requireMandate(
  context: Stores,
  actor: Actor,
  document: Pick<DocumentRecord, "kind" | "description">,
): Promise<Mandate> {
  const today = vietnamDate(context.clock());
  const own = await mandatesOf(context, actor);
  const held = own.filter((one) => mandateHolds(one, today));
  const found = held.find((one) => covers(one, document.kind, document.description.signature));
  if (found !== undefined) return found;
  const formula = formulaOf(document.description.signature);
  throw new VanthuError("MANDATE_MISSING", {
    message:
      held.length === 0
        ? "Bạn không có thẩm quyền ký nào đang còn hiệu lực."
        : `Thẩm quyền ký của bạn không bao gồm văn bản này (${formula}).`,
    where: formula,
    hint: "Nghị định 30/2020/NĐ-CP Điều 13. Đề nghị người quản trị ghi thẩm quyền ký kèm văn bản giao, hoặc trả lại văn bản để sửa phần ký.",
  });
}

async function mandatesOf(context: Stores, actor: Actor): Promise<Mandate[]> {
  const items = await storedMandates(context, actor.organisationId);
  const own = items.map(({ data }) => data).filter(({ personId }) => personId === actor.personId);
  if (own.length > 0) return own;
  const person = await known(context, actor);
  if (person === undefined) return [];
  const all = await withGeneralMandates(context, actor.organisationId, [person]);
  return all.filter(({ personId }) => personId === actor.personId);
}

async function known(context: Stores, actor: Actor): Promise<Person | undefined> {
  try {
    return await context.access.person(actor.organisationId, actor.personId);
  } catch (error) {
    if (isVanthuError(error) && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}
