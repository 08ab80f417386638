import { randomUUID } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import { type RecordStore, type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import { type Account, accountPartition, newAccount } from "./accounts.ts";
import { auditOperations, SYSTEM_ACTOR } from "./audit.ts";
import { checkOrganisation, checkPassword, checkPerson } from "./input.ts";
import type { Actor, Organisation, Person } from "./model.ts";

/** A person to be created. `userName` is taken in lower case. */
export type NewPerson = Omit<Person, "id" | "disabled"> & { password: string };

/** What may be changed later. The code and the system of an organisation, and a user name, stay for good: documents refer to them. */
export type OrganisationChanges = Partial<
  Pick<Organisation, "name" | "superior" | "place" | "term" | "address" | "email">
>;
/** What may be changed of a person. */
export type PersonChanges = Partial<Pick<Person, "name" | "position" | "roles" | "disabled">>;

/** Organisations and people. */
export interface Directory {
  /** @throws INVALID with every fault, ALREADY_EXISTS when the code is taken */
  createOrganisation(input: Omit<Organisation, "id">, by?: Actor): Promise<Organisation>;
  /**
   * An organisation with its first person, both or neither: an organisation without anybody could never be entered.
   * @param options.first only while there is no organisation yet: the first set-up, which needs no account
   * @throws INVALID with every fault, ALREADY_EXISTS when code or user name is taken, FORBIDDEN for a second first set-up
   */
  foundOrganisation(
    input: Omit<Organisation, "id">,
    person: Omit<NewPerson, "organisationId">,
    options?: { by?: Actor; first?: boolean },
  ): Promise<{ organisation: Organisation; person: Person }>;
  /** @throws INVALID, NOT_FOUND */
  changeOrganisation(id: string, changes: OrganisationChanges, by?: Actor): Promise<Organisation>;
  /** By name. */
  organisations(): Promise<Organisation[]>;
  /** @throws NOT_FOUND */
  organisation(id: string): Promise<Organisation>;
  organisationByCode(code: string): Promise<Organisation | undefined>;
  /** @throws INVALID with every fault, NOT_FOUND for the organisation, ALREADY_EXISTS when the user name is taken */
  createPerson(input: NewPerson, by?: Actor): Promise<Person>;
  /**
   * New roles hold from the person's next call; disabling ends their sessions.
   * @throws INVALID, NOT_FOUND, FORBIDDEN when an administrator would shut themselves out
   */
  changePerson(organisationId: string, personId: string, changes: PersonChanges, by?: Actor): Promise<Person>;
  /** By name. */
  people(organisationId: string): Promise<Person[]>;
  /** @throws NOT_FOUND */
  person(organisationId: string, personId: string): Promise<Person>;
}

const ORGANISATIONS = "organisations";
const CODES = "organisation-codes";
/** Written with the first organisation that was set up by itself: of two first set-ups at once, one fails. */
const FIRST_SET_UP = { pk: "installation", sk: "set-up" };

/** Opens the directory; every change is written together with its line in the audit trail. */
export function openDirectory(records: RecordStore, clock: () => Date): Directory {
  const audited = (
    organisationId: string,
    by: Actor | undefined,
    action: string,
    subject: string,
    details?: Record<string, string>,
  ): Promise<WriteOperation[]> =>
    auditOperations(records, {
      organisationId,
      actor: by ?? SYSTEM_ACTOR,
      at: clock().toISOString(),
      action,
      subject,
      details,
    });

  const organisationItem = async (id: string): Promise<StoredItem<Organisation>> => {
    const item = await records.get<Organisation>(ORGANISATIONS, id);
    if (!item) throw new VanthuError("NOT_FOUND", { message: "Không có cơ quan này.", where: id });
    return item;
  };

  const personItem = async (organisationId: string, personId: string): Promise<StoredItem<Person>> => {
    const item = await records.get<Person>(peoplePartition(organisationId), personId);
    if (!item) throw new VanthuError("NOT_FOUND", { message: "Không có người này trong cơ quan.", where: personId });
    return item;
  };

  const insertOrganisation = async (organisation: Organisation): Promise<WriteOperation[]> => {
    if (await records.get(CODES, organisation.code))
      throw new VanthuError("ALREADY_EXISTS", {
        message: `Mã định danh ${organisation.code} đã thuộc về một cơ quan khác.`,
        where: "code",
      });
    return [
      { op: "insert", pk: CODES, sk: organisation.code, data: { id: organisation.id } },
      { op: "insert", pk: ORGANISATIONS, sk: organisation.id, data: organisation },
    ];
  };

  const insertPerson = async (person: Person, account: Account): Promise<WriteOperation[]> => {
    if (await records.get(accountPartition(person.userName), "account"))
      throw new VanthuError("ALREADY_EXISTS", {
        message: `Tên đăng nhập "${person.userName}" đã có người dùng.`,
        where: "userName",
      });
    return [
      { op: "insert", pk: peoplePartition(person.organisationId), sk: person.id, data: person },
      { op: "insert", pk: accountPartition(person.userName), sk: "account", data: account },
    ];
  };

  const checkedPerson = (input: NewPerson): Person => {
    const { password, ...rest } = input;
    const person: Person = { id: randomUUID(), ...checkPerson(rest) };
    checkPassword(password);
    return person;
  };

  const refuseSecondSetUp = async (): Promise<void> => {
    if ((await records.query(ORGANISATIONS, { limit: 1 })).items.length > 0)
      throw new VanthuError("FORBIDDEN", {
        message: "Hệ thống đã được thiết lập.",
        hint: "Đăng nhập bằng tài khoản quản trị để thêm cơ quan, người dùng.",
      });
  };

  return {
    async createOrganisation(input, by) {
      const organisation: Organisation = { id: randomUUID(), ...checkOrganisation(input) };
      await withRetry(async () =>
        records.commit([
          ...(await insertOrganisation(organisation)),
          ...(await audited(organisation.id, by, "organisation.create", organisation.id, { code: organisation.code })),
        ]),
      );
      return organisation;
    },

    async foundOrganisation(input, first, options = {}) {
      if (options.first) await refuseSecondSetUp();
      const organisation: Organisation = { id: randomUUID(), ...checkOrganisation(input) };
      const person = checkedPerson({ ...first, organisationId: organisation.id });
      const account = await newAccount(person, first.password);
      const event = {
        organisationId: organisation.id,
        actor: options.by ?? SYSTEM_ACTOR,
        at: clock().toISOString(),
      };
      await withRetry(async () => {
        if (options.first) await refuseSecondSetUp();
        await records.commit([
          ...(options.first ? [{ op: "insert" as const, ...FIRST_SET_UP, data: { at: event.at } }] : []),
          ...(await insertOrganisation(organisation)),
          ...(await insertPerson(person, account)),
          ...(await auditOperations(records, [
            { ...event, action: "organisation.create", subject: organisation.id, details: { code: organisation.code } },
            { ...event, action: "person.create", subject: person.id, details: personDetails(person) },
          ])),
        ]);
      });
      return { organisation, person };
    },

    changeOrganisation: (id, changes, by) =>
      withRetry(async () => {
        const item = await organisationItem(id);
        const { code, system } = item.data;
        const data: Organisation = { id, ...checkOrganisation({ ...item.data, ...changes, code, system }) };
        await records.commit([
          { op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data },
          ...(await audited(id, by, "organisation.change", id)),
        ]);
        return data;
      }),

    async organisations() {
      const { items } = await records.query<Organisation>(ORGANISATIONS);
      return items.map((item) => item.data).sort((a, b) => a.name.localeCompare(b.name, "vi"));
    },

    organisation: async (id) => (await organisationItem(id)).data,

    async organisationByCode(code) {
      const item = code === "" ? undefined : await records.get<{ id: string }>(CODES, code);
      return item && (await organisationItem(item.data.id)).data;
    },

    async createPerson(input, by) {
      const person = checkedPerson(input);
      await organisationItem(person.organisationId);
      const account = await newAccount(person, input.password);
      await withRetry(async () => {
        const organisation = await organisationItem(person.organisationId);
        await records.commit([
          { op: "check", pk: organisation.pk, sk: organisation.sk, rev: organisation.rev },
          ...(await insertPerson(person, account)),
          ...(await audited(person.organisationId, by, "person.create", person.id, personDetails(person))),
        ]);
      });
      return person;
    },

    changePerson: (organisationId, personId, changes, by) =>
      withRetry(async () => {
        const item = await personItem(organisationId, personId);
        const { userName } = item.data;
        const data: Person = { id: personId, ...checkPerson({ ...item.data, ...changes, organisationId, userName }) };
        if (changes.disabled ?? item.data.disabled) data.disabled = true;
        const administers = item.data.roles.includes("administrator");
        if (by?.personId === personId && administers && (data.disabled || !data.roles.includes("administrator")))
          throw new VanthuError("FORBIDDEN", {
            message: "Không thể tự bỏ quyền quản trị hoặc tự khóa tài khoản của mình.",
            hint: "Nhờ một quản trị khác làm việc này.",
          });
        const account = await records.get<Account>(accountPartition(userName), "account");
        // A new generation ends the sessions, also for the day when the person is enabled again.
        const ended: WriteOperation[] =
          data.disabled && account
            ? [
                {
                  op: "update",
                  pk: account.pk,
                  sk: account.sk,
                  rev: account.rev,
                  data: { ...account.data, generation: account.data.generation + 1 },
                },
              ]
            : [];
        await records.commit([
          ...ended,
          { op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data },
          ...(await audited(organisationId, by, data.disabled ? "person.disable" : "person.change", personId, {
            roles: data.roles.join(" "),
          })),
        ]);
        return data;
      }),

    async people(organisationId) {
      const { items } = await records.query<Person>(peoplePartition(organisationId));
      return items.map((item) => item.data).sort((a, b) => a.name.localeCompare(b.name, "vi"));
    },

    person: async (organisationId, personId) => (await personItem(organisationId, personId)).data,
  };
}

function personDetails(person: Person): Record<string, string> {
  return { userName: person.userName, roles: person.roles.join(" ") };
}

/** Partition of an organisation's people; sort key is the person's id. */
export function peoplePartition(organisationId: string): string {
  return `people#${organisationId}`;
}
