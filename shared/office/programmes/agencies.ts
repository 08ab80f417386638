import { type Actor, allow } from "../../access/index.ts";
import { type Fault, VanthuError } from "../../errors/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import {
  type Agency,
  type AgencyFinding,
  indexAgencies,
  matchAgency,
  reviewAgencies,
  STANDARD_AGENCIES,
} from "../../tasks/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import type { AgencyDesk, AgencyInput, DirectoryAgency } from "./table-model.ts";

/** What an office stores: its own agencies and corrections; one taken out is kept as such where it would come back by itself. */
type StoredAgency = Agency & { removed?: true };

const LIMITS = { agencies: 2_000, name: 300, names: 50, adopted: 90 } as const;

/** The directory of agencies of the actor's own organisation. */
export function agencyDesk(context: OfficeContext): AgencyDesk {
  const { storage, access, clock } = context;

  const commit = (actor: Actor, operations: WriteOperation[], action: string, subject: string) =>
    access.commitAudited(operations, {
      organisationId: actor.organisationId,
      actor: { personId: actor.personId, name: actor.name },
      at: clock().toISOString(),
      action,
      subject,
    });

  const write = async (organisationId: string, data: StoredAgency): Promise<WriteOperation> => {
    const pk = partition(organisationId);
    const item = await storage.records.get<StoredAgency>(pk, data.id);
    return item === undefined
      ? { op: "insert", pk, sk: data.id, data }
      : { op: "update", pk, sk: data.id, rev: item.rev, data };
  };

  return {
    async list(actor) {
      allow(actor, "programme.read");
      return readDirectory(context, actor.organisationId);
    },

    async save(actor, input) {
      allow(actor, "programme.edit");
      const directory = await readDirectory(context, actor.organisationId);
      const agency = checked(
        { ...input, id: input.id ?? timeOrderedId(clock()) },
        directory,
        input.id === undefined ? 0 : undefined,
      );
      mustBeAlone(agency, directory);
      await commit(actor, [await write(actor.organisationId, agency)], "agency.save", agency.id);
      return { ...agency, origin: "own" };
    },

    async remove(actor, id) {
      allow(actor, "programme.edit");
      const agency = (await readDirectory(context, actor.organisationId)).find((candidate) => candidate.id === id);
      if (agency === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Không có cơ quan này trong danh mục.", where: id });
      if (agency.origin === "organisation")
        throw new VanthuError("INVALID", {
          message: "Cơ quan này dùng chung hệ thống nên luôn có trong danh mục.",
          where: agency.name,
        });
      const pk = partition(actor.organisationId);
      const item = await storage.records.get<StoredAgency>(pk, id);
      const isStandard = STANDARD_AGENCIES.some((candidate) => candidate.id === id);
      const { origin: _, ...kept } = agency;
      const operation: WriteOperation = isStandard
        ? await write(actor.organisationId, { ...kept, removed: true })
        : { op: "remove", pk, sk: id, rev: item?.rev ?? 0 };
      await commit(actor, [operation], "agency.remove", id);
    },

    async match(actor, text) {
      allow(actor, "programme.read");
      return matchAgency(text.slice(0, LIMITS.name), await readDirectory(context, actor.organisationId));
    },

    async inUse(actor) {
      allow(actor, "programme.read");
      const directory = await readDirectory(context, actor.organisationId);
      const found = new Map<string, AgencyFinding>();
      for (const { id } of await context.programmes.list(actor.organisationId)) {
        const { tasks, targets } = await context.programmes.get(actor.organisationId, id);
        for (const finding of reviewAgencies([...tasks, ...targets], directory)) {
          const known = found.get(finding.text);
          found.set(finding.text, known === undefined ? finding : { ...known, cells: known.cells + finding.cells });
        }
      }
      return [...found.values()];
    },

    async adopt(actor, names) {
      allow(actor, "programme.edit");
      const directory: Agency[] = await readDirectory(context, actor.organisationId);
      const known = indexAgencies(directory);
      const added = new Map<string, Agency>();
      for (const [index, name] of names.entries()) {
        const agency = checked({ id: `${timeOrderedId(clock())}${index}`, name }, directory, added.size);
        const plain = agency.name.toLowerCase();
        if (added.has(plain) || known.match(agency.name)[0]?.kind === "exact") continue;
        added.set(plain, agency);
      }
      const all = [...added.values()];
      for (let from = 0; from < all.length; from += LIMITS.adopted) {
        const operations = all
          .slice(from, from + LIMITS.adopted)
          .map((data): WriteOperation => ({ op: "insert", pk: partition(actor.organisationId), sk: data.id, data }));
        await commit(actor, operations, "agency.adopt", actor.organisationId);
      }
      return all.length;
    },
  };
}

/**
 * The agencies that an organisation knows: those shipped, unless it corrected them or took them out; organisations served here; its own.
 */
export async function readDirectory(
  context: Pick<OfficeContext, "storage" | "access">,
  organisationId: string,
): Promise<DirectoryAgency[]> {
  const { items } = await context.storage.records.query<StoredAgency>(partition(organisationId));
  const stored = new Map(items.map(({ data }) => [data.id, data]));
  const directory: DirectoryAgency[] = [];
  for (const { removed, ...agency } of stored.values()) if (!removed) directory.push({ ...agency, origin: "own" });
  for (const agency of STANDARD_AGENCIES) if (!stored.has(agency.id)) directory.push({ ...agency, origin: "standard" });
  for (const organisation of await context.access.organisations()) {
    const id = `co-quan-${organisation.id}`;
    if (stored.has(id) || matchAgency(organisation.name, directory)[0]?.kind === "exact") continue;
    directory.push({ id, name: organisation.name, abbreviations: [], formerNames: [], origin: "organisation" });
  }
  return directory.sort((a, b) => a.name.localeCompare(b.name, "vi"));
}

/**
 * @param added how many come to the directory before this one; undefined when it is there already and must be
 * @throws INVALID with every fault, NOT_FOUND
 */
function checked(input: AgencyInput & { id: string }, directory: readonly Agency[], added: number | undefined): Agency {
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "INVALID", where, message });
  const clean = (text: string) => text.normalize("NFC").replaceAll(/\s+/g, " ").trim();
  const name = clean(input.name);
  if (name === "") fault("name", "Cần có tên cơ quan.");
  const abbreviations = (input.abbreviations ?? []).map(clean).filter((text) => text !== "");
  const formerNames = (input.formerNames ?? [])
    .map((former) => ({ ...former, name: clean(former.name) }))
    .filter((former) => former.name !== "");
  if (abbreviations.length > LIMITS.names || formerNames.length > LIMITS.names)
    fault("abbreviations", `Nhiều nhất ${LIMITS.names} tên viết tắt và ${LIMITS.names} tên cũ.`);
  for (const text of [name, ...abbreviations, ...formerNames.map((former) => former.name)])
    if (text.length > LIMITS.name) fault("name", `Tên dài quá ${LIMITS.name} ký tự.`);
  for (const { until } of formerNames)
    if (until !== undefined && Number.isNaN(Date.parse(`${until}T00:00:00Z`)))
      fault("formerNames", `Ngày không đúng: “${until}”.`);
  if (input.parent !== undefined && (input.parent === input.id || !directory.some(({ id }) => id === input.parent)))
    fault("parent", "Cơ quan cấp trên không có trong danh mục.");
  if (added !== undefined && directory.length + added >= LIMITS.agencies)
    fault("name", `Danh mục đã có ${LIMITS.agencies} cơ quan, không thêm được nữa.`);
  if (faults.length > 0)
    throw new VanthuError("INVALID", { message: `Thông tin cơ quan chưa đúng: ${faults[0]!.message}`, faults });
  if (added === undefined && !directory.some(({ id }) => id === input.id))
    throw new VanthuError("NOT_FOUND", { message: "Không có cơ quan này trong danh mục.", where: input.id });
  return {
    id: input.id,
    name,
    abbreviations,
    formerNames: formerNames.map(({ name: old, until, source, part }) => ({
      name: old,
      ...(until === undefined ? {} : { until }),
      ...(source === undefined || clean(source) === "" ? {} : { source: clean(source).slice(0, LIMITS.name) }),
      ...(part === undefined || clean(part) === "" ? {} : { part: clean(part).slice(0, LIMITS.name) }),
    })),
    ...(input.parent === undefined ? {} : { parent: input.parent }),
  };
}

/** @throws ALREADY_EXISTS when another agency has the name */
function mustBeAlone({ id, name }: Agency, directory: readonly Agency[]): void {
  const same = matchAgency(
    name,
    directory.filter(({ id: other }) => other !== id),
  )[0];
  if (same?.kind === "exact")
    throw new VanthuError("ALREADY_EXISTS", {
      message: `Danh mục đã có “${same.match.name}”.`,
      where: "name",
      hint: "Sửa cơ quan đó: thêm tên viết tắt hoặc tên cũ.",
    });
}

function partition(organisationId: string): string {
  return `agencies#${organisationId}`;
}
