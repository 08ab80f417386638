import { randomUUID } from "node:crypto";
import { vietnamDate } from "../calendar/index.ts";
import { VanthuError } from "../errors/index.ts";
import { type RecordStore, type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import { type Account, accountPartition, newAccount } from "./accounts.ts";
import { auditOperations, auditTrail, SYSTEM_ACTOR } from "./audit.ts";
import { checkOrganisation, checkPassword, checkPerson } from "./input.ts";
import { generalMandate, type Mandate, mandateHolds, mandatesPartition } from "./mandates.ts";
import type { Actor, AuditEvent, Organisation, Person, Unit } from "./model.ts";
import { inPerson } from "./permissions.ts";
import { personOn, postsOf } from "./posts.ts";
import { hasSecondPerson, newGuardedRoles } from "./self-grants.ts";
import { openUnits, organisationsAbove, type Units, unitsPartition } from "./units.ts";

/** A person to be created. `userName` is taken in lower case. */
export type NewPerson = Omit<Person, "id" | "disabled"> & { password: string };

/** What may be changed later. The code and the system of an organisation, and a user name, stay for good: documents refer to them. */
export type OrganisationChanges = Partial<
  Pick<Organisation, "name" | "superior" | "place" | "term" | "address" | "email" | "parent">
>;
/** What may be changed of a person. `position` and `roles` are the main post's; `posts` replaces the whole list. */
export type PersonChanges = Partial<Pick<Person, "name" | "position" | "roles" | "disabled" | "posts">>;

/** Organisations, their units and people. */
export interface Directory extends Units {
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
  /** `parent` "" takes it out of the tree. @throws INVALID (also for a cycle in the tree), NOT_FOUND */
  changeOrganisation(id: string, changes: OrganisationChanges, by?: Actor): Promise<Organisation>;
  /** By name. */
  organisations(): Promise<Organisation[]>;
  /**
   * The first organisation that was founded on this installation, by its id: its administrators look after what all organisations share. None
   * while there is no organisation.
   */
  rootOrganisation(): Promise<string | undefined>;
  /** @throws NOT_FOUND */
  organisation(id: string): Promise<Organisation>;
  organisationByCode(code: string): Promise<Organisation | undefined>;
  /** Never with a machine's key. @throws INVALID with every fault, NOT_FOUND for the organisation, ALREADY_EXISTS when the user name is taken, FORBIDDEN */
  createPerson(input: NewPerson, by?: Actor): Promise<Person>;
  /**
   * New roles hold from the person's next call; disabling ends their sessions.
   * @throws INVALID, NOT_FOUND, FORBIDDEN when an administrator would shut themselves out, or give themselves a guarded role where a second person
   * could confirm it
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
/** Which organisation was founded here first. */
const ROOT = { pk: "installation", sk: "root" };

/** Opens the directory; every change is written together with its line in the audit trail. */
export function openDirectory(records: RecordStore, clock: () => Date, passwordCost?: number): Directory {
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

  const today = () => vietnamDate(clock());
  const trail = (
    organisationId: string,
    by: Actor | undefined,
    events: Pick<AuditEvent, "action" | "subject" | "details">[],
  ) =>
    auditOperations(
      records,
      events.map((event) => ({ organisationId, actor: by ?? SYSTEM_ACTOR, at: clock().toISOString(), ...event })),
    );

  /** A new leader gets the general mandate of the post, dated from when the post gives the role. */
  const mandateOf = (person: Person): ReturnType<typeof generalMandate>[] => {
    const leads = postsOf(person).filter(({ roles }) => roles.includes("leader"));
    if (leads.length === 0) return [];
    const from = leads.map((post) => post.from ?? today()).sort()[0]!;
    return [generalMandate({ ...person, position: leads[0]!.title }, [from, today()].sort()[1]!)];
  };

  /** What changed posts do to mandates: a new leader gets one, of one who no longer leads the general ones end. */
  const mandateChange = async (
    before: Person,
    after: Person,
  ): Promise<{ operations: WriteOperation[]; events: Pick<AuditEvent, "action" | "subject" | "details">[] }> => {
    const leads = (person: Person) => postsOf(person).some(({ roles }) => roles.includes("leader"));
    if (leads(before) === leads(after)) return { operations: [], events: [] };
    const { items } = await records.query<Mandate>(mandatesPartition(after.organisationId));
    const held = items.filter(({ data }) => data.personId === after.id && mandateHolds(data, today()));
    if (leads(after)) {
      const given = held.length > 0 ? [] : mandateOf(after);
      return { operations: given.map(({ operation }) => operation), events: given.map(({ event }) => event) };
    }
    const ended = held.filter(({ data }) => data.general === true);
    return {
      operations: ended.map(({ pk, sk, rev, data }) => ({
        op: "update",
        pk,
        sk,
        rev,
        data: { ...data, endedAt: today() },
      })),
      events: ended.map(({ sk }) => ({ action: "mandate.end", subject: sk, details: { person: after.id } })),
    };
  };

  /** Units that posts name must be there, and still be there when the post is written. */
  const unitChecks = async (person: Person): Promise<WriteOperation[]> => {
    const ids = [...new Set((person.posts ?? []).flatMap(({ unitId }) => unitId ?? []))];
    return Promise.all(
      ids.map(async (id): Promise<WriteOperation> => {
        const unit = await records.get<Unit>(unitsPartition(person.organisationId), id);
        if (!unit) throw new VanthuError("NOT_FOUND", { message: "Không có đơn vị này trong cơ quan.", where: id });
        return { op: "check", pk: unit.pk, sk: unit.sk, rev: unit.rev };
      }),
    );
  };

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

  /** The first organisation of all is noted as such: two may be founded within the same millisecond. */
  const notedAsRoot = async (id: string): Promise<WriteOperation[]> => {
    if ((await records.get(ROOT.pk, ROOT.sk)) || (await records.query(ORGANISATIONS, { limit: 1 })).items.length > 0)
      return [];
    return [{ op: "insert", ...ROOT, data: { id } }];
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
          ...(await notedAsRoot(organisation.id)),
          ...(await organisationsAbove(records, ORGANISATIONS, organisation.id, organisation.parent)),
          ...(await audited(organisation.id, by, "organisation.create", organisation.id, { code: organisation.code })),
        ]),
      );
      return organisation;
    },

    async foundOrganisation(input, first, options = {}) {
      inPerson(options.by);
      if (options.first) await refuseSecondSetUp();
      const organisation: Organisation = { id: randomUUID(), ...checkOrganisation(input) };
      const person = checkedPerson({ ...first, organisationId: organisation.id });
      const account = await newAccount(person, first.password, passwordCost);
      const at = clock().toISOString();
      const mandates = mandateOf(person);
      await withRetry(async () => {
        if (options.first) await refuseSecondSetUp();
        await records.commit([
          ...(options.first ? [{ op: "insert" as const, ...FIRST_SET_UP, data: { at } }] : []),
          ...(await insertOrganisation(organisation)),
          ...(await notedAsRoot(organisation.id)),
          ...(await organisationsAbove(records, ORGANISATIONS, organisation.id, organisation.parent)),
          ...(await insertPerson(person, account)),
          ...mandates.map(({ operation }) => operation),
          ...(await trail(organisation.id, options.by, [
            { action: "organisation.create", subject: organisation.id, details: { code: organisation.code } },
            { action: "person.create", subject: person.id, details: personDetails(person) },
            ...mandates.map(({ event }) => event),
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
          ...(await organisationsAbove(records, ORGANISATIONS, id, data.parent)),
          ...(await audited(id, by, "organisation.change", id)),
        ]);
        return data;
      }),

    async organisations() {
      const { items } = await records.query<Organisation>(ORGANISATIONS);
      return items.map((item) => item.data).sort((a, b) => a.name.localeCompare(b.name, "vi"));
    },

    async rootOrganisation() {
      const noted = await records.get<{ id: string }>(ROOT.pk, ROOT.sk);
      if (noted) return noted.data.id;
      // Before this was noted, the trail of each organisation says when it was founded; nobody can change that.
      const founded = await Promise.all(
        (await records.query<Organisation>(ORGANISATIONS)).items.map(async ({ data: { id } }) => {
          const { entries } = await auditTrail(records, id, { limit: 1 });
          return { id, at: entries[0]?.at ?? "9" };
        }),
      );
      return founded.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0]?.id;
    },

    organisation: async (id) => (await organisationItem(id)).data,

    async organisationByCode(code) {
      const item = code === "" ? undefined : await records.get<{ id: string }>(CODES, code);
      return item && (await organisationItem(item.data.id)).data;
    },

    async createPerson(input, by) {
      inPerson(by);
      const person = checkedPerson(input);
      await organisationItem(person.organisationId);
      const account = await newAccount(person, input.password, passwordCost);
      const mandates = mandateOf(person);
      await withRetry(async () => {
        const organisation = await organisationItem(person.organisationId);
        await records.commit([
          { op: "check", pk: organisation.pk, sk: organisation.sk, rev: organisation.rev },
          ...(await unitChecks(person)),
          ...(await insertPerson(person, account)),
          ...mandates.map(({ operation }) => operation),
          ...(await trail(person.organisationId, by, [
            { action: "person.create", subject: person.id, details: personDetails(person) },
            ...mandates.map(({ event }) => event),
          ])),
        ]);
      });
      return personOn(person, today());
    },

    changePerson: (organisationId, personId, changes, by) =>
      withRetry(async () => {
        inPerson(by);
        const item = await personItem(organisationId, personId);
        const { userName } = item.data;
        if (by?.personId === personId && newGuardedRoles(item.data, changes).length > 0) {
          const { items } = await records.query<Person>(peoplePartition(organisationId));
          if (
            hasSecondPerson(
              items.map(({ data }) => personOn(data, today())),
              personId,
            )
          )
            throw new VanthuError("FORBIDDEN", {
              message: "Không thể tự cấp cho mình vai trò lãnh đạo, văn thư hoặc kiểm tra, giám sát.",
              where: "roles",
              hint: "Gửi đề nghị để quản trị khác hoặc lãnh đạo xác nhận.",
            });
        }
        // Of a person with a list of posts, position and roles are those of the first.
        const [main, ...others] = item.data.posts ?? [];
        const posts =
          changes.posts ??
          (main && [{ ...main, title: changes.position ?? main.title, roles: changes.roles ?? main.roles }, ...others]);
        const { id: _id, disabled: _disabled, ...stored } = item.data;
        const data: Person = {
          id: personId,
          ...checkPerson({ ...stored, ...changes, organisationId, userName, ...(posts ? { posts } : {}) }),
        };
        if (changes.disabled ?? item.data.disabled) data.disabled = true;
        const administers = (person: Person) => personOn(person, today()).roles.includes("administrator");
        if (by?.personId === personId && administers(item.data) && (data.disabled || !administers(data)))
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
        const mandates = await mandateChange(item.data, data);
        await records.commit([
          ...ended,
          { op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data },
          ...(await unitChecks(data)),
          ...mandates.operations,
          ...(await trail(organisationId, by, [
            {
              action: data.disabled ? "person.disable" : "person.change",
              subject: personId,
              details: { roles: personOn(data, today()).roles.join(" "), ...postDetails(data) },
            },
            ...mandates.events,
          ])),
        ]);
        return personOn(data, today());
      }),

    async people(organisationId) {
      const { items } = await records.query<Person>(peoplePartition(organisationId));
      return items.map((item) => personOn(item.data, today())).sort((a, b) => a.name.localeCompare(b.name, "vi"));
    },

    person: async (organisationId, personId) => personOn((await personItem(organisationId, personId)).data, today()),

    ...openUnits(records, clock, peoplePartition),
  };
}

function personDetails(person: Person): Record<string, string> {
  return { userName: person.userName, roles: person.roles.join(" "), ...postDetails(person) };
}

/** Every post of a person with a list of them, as the trail says it. */
function postDetails({ posts }: Person): Record<string, string> {
  if (posts === undefined) return {};
  const said = posts.map(({ title, roles, from, to }) => `${title} (${roles.join(" ")}; ${from ?? ""}–${to ?? ""})`);
  return { posts: said.join("; ").slice(0, 2000) };
}

/** Partition of an organisation's people; sort key is the person's id. */
export function peoplePartition(organisationId: string): string {
  return `people#${organisationId}`;
}
