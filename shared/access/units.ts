import { randomUUID } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import { type RecordStore, type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import { auditOperations, SYSTEM_ACTOR } from "./audit.ts";
import { checkUnit } from "./input.ts";
import type { Actor, Organisation, Person, Unit } from "./model.ts";

/** Trees of organisations and units are no deeper than this. */
const DEEPEST = 12;

/** Units of an organisation. */
export interface Units {
  /** By name. */
  units(organisationId: string): Promise<Unit[]>;
  /** @throws INVALID, ALREADY_EXISTS when the symbol is taken, NOT_FOUND for the unit above it */
  createUnit(input: Omit<Unit, "id">, by?: Actor): Promise<Unit>;
  /** `parentId` "" puts it at the top. @throws INVALID (also for a cycle), ALREADY_EXISTS, NOT_FOUND */
  changeUnit(
    organisationId: string,
    unitId: string,
    changes: Partial<Pick<Unit, "name" | "symbol" | "parentId">>,
    by?: Actor,
  ): Promise<Unit>;
  /** @throws NOT_FOUND, STATE_FORBIDDEN while people have posts in it or units stand under it */
  removeUnit(organisationId: string, unitId: string, by?: Actor): Promise<void>;
}

/** Partition of an organisation's units; sort key is the unit's id. */
export function unitsPartition(organisationId: string): string {
  return `units#${organisationId}`;
}

/** The units given and all under them. */
export function withUnitsUnder(units: readonly Unit[], ids: readonly string[]): Set<string> {
  const found = new Set(ids);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { id, parentId } of units) if (parentId !== undefined && found.has(parentId)) found.add(id);
  }
  return found;
}

/**
 * What must stay as it is so that moving `id` under `parent` makes no cycle: each item on the way up is checked at its revision, so that
 * of two moves at once that would close a ring one fails.
 *
 * @throws INVALID for a cycle or too deep a tree, NOT_FOUND
 */
async function wayUp<T>(
  records: RecordStore,
  pk: string,
  id: string,
  parent: string | undefined,
  above: (data: T) => string | undefined,
  where: string,
): Promise<WriteOperation[]> {
  const checks: WriteOperation[] = [];
  for (let next = parent; next !== undefined; ) {
    if (next === id || checks.length >= DEEPEST)
      throw new VanthuError("INVALID", {
        message: next === id ? "Không thể đặt một nơi dưới chính nó." : `Cây tổ chức sâu quá ${DEEPEST} cấp.`,
        where,
      });
    const item: StoredItem<T> | undefined = await records.get<T>(pk, next);
    if (item === undefined)
      throw new VanthuError("NOT_FOUND", { message: "Không có cơ quan, đơn vị cấp trên này.", where });
    checks.push({ op: "check", pk, sk: next, rev: item.rev });
    next = above(item.data);
  }
  return checks;
}

/** {@link wayUp} for organisations. */
export function organisationsAbove(records: RecordStore, pk: string, id: string, parent: string | undefined) {
  return wayUp<Organisation>(records, pk, id, parent, (one) => one.parent, "parent");
}

/** Opens the units; every change is written together with its line in the audit trail. */
export function openUnits(records: RecordStore, clock: () => Date, peopleOf: (id: string) => string): Units {
  const itemOf = async (organisationId: string, unitId: string): Promise<StoredItem<Unit>> => {
    const item = await records.get<Unit>(unitsPartition(organisationId), unitId);
    if (!item) throw new VanthuError("NOT_FOUND", { message: "Không có đơn vị này trong cơ quan.", where: unitId });
    return item;
  };
  const all = async (organisationId: string): Promise<Unit[]> =>
    (await records.query<Unit>(unitsPartition(organisationId))).items
      .map((item) => item.data)
      .sort((a, b) => a.name.localeCompare(b.name, "vi"));
  const refuseTaken = async (unit: Omit<Unit, "id">, id?: string) => {
    if ((await all(unit.organisationId)).some((one) => one.id !== id && one.symbol === unit.symbol))
      throw new VanthuError("ALREADY_EXISTS", {
        message: `Ký hiệu ${unit.symbol} đã thuộc về một đơn vị khác.`,
        where: "symbol",
      });
  };
  const line = (organisationId: string, by: Actor | undefined, action: string, unit: Unit) =>
    auditOperations(records, {
      organisationId,
      actor: by ?? SYSTEM_ACTOR,
      at: clock().toISOString(),
      action,
      subject: unit.id,
      details: { name: unit.name, symbol: unit.symbol, ...(unit.parentId ? { parent: unit.parentId } : {}) },
    });
  const above = (unit: Unit) =>
    wayUp<Unit>(
      records,
      unitsPartition(unit.organisationId),
      unit.id,
      unit.parentId,
      (one) => one.parentId,
      "parentId",
    );

  return {
    units: all,

    async createUnit(input, by) {
      const unit: Unit = { id: randomUUID(), ...checkUnit(input) };
      const { organisationId } = unit;
      return withRetry(async () => {
        await refuseTaken(unit);
        await records.commit([
          { op: "insert", pk: unitsPartition(organisationId), sk: unit.id, data: unit },
          ...(await above(unit)),
          ...(await line(organisationId, by, "unit.create", unit)),
        ]);
        return unit;
      });
    },

    changeUnit: (organisationId, unitId, changes, by) =>
      withRetry(async () => {
        const item = await itemOf(organisationId, unitId);
        const unit: Unit = { id: unitId, ...checkUnit({ ...item.data, ...changes, organisationId }) };
        await refuseTaken(unit, unitId);
        await records.commit([
          { op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data: unit },
          ...(await above(unit)),
          ...(await line(organisationId, by, "unit.change", unit)),
        ]);
        return unit;
      }),

    removeUnit: (organisationId, unitId, by) =>
      withRetry(async () => {
        const item = await itemOf(organisationId, unitId);
        const people = (await records.query<Person>(peopleOf(organisationId))).items.map(({ data }) => data);
        const held = people.find(({ posts }) => posts?.some((post) => post.unitId === unitId));
        const under = (await all(organisationId)).find(({ parentId }) => parentId === unitId);
        if (held || under)
          throw new VanthuError("STATE_FORBIDDEN", {
            message: held ? `${held.name} còn giữ chức vụ ở đơn vị này.` : `Đơn vị ${under!.name} còn trực thuộc.`,
            where: unitId,
            hint: "Chuyển người và đơn vị trực thuộc sang nơi khác rồi xóa.",
          });
        await records.commit([
          { op: "remove", pk: item.pk, sk: item.sk, rev: item.rev },
          ...(await line(organisationId, by, "unit.remove", item.data)),
        ]);
      }),
  };
}
