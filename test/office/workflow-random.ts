import fc from "fast-check";
import { expect } from "vitest";
import type { Actor } from "../../shared/access/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";
import { type Office, openOffice, type RelationKind } from "../../shared/office/index.ts";
import { openLedger } from "../../shared/records/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD, SECRETS } from "./office-fixture.ts";
import { ACTS, type Act, type ModelDocument, PEOPLE, type Role, WorkflowModel } from "./workflow-model.ts";

/** What one random step is: an act of the line, or something beside it. */
type Doing =
  | { do: "act"; act: Act; aim: number; who: number; which: number; checker: number }
  | { do: "draft"; who: number }
  | { do: "about"; who: number; which: number; kind: RelationKind }
  | { do: "hold" | "release" | "take-over"; who: number; which: number }
  | { do: "rules"; numbersFirst: boolean; mustBeApproved: boolean };

/** How random steps end where the model says no: these are refusals, anything else is a fault. */
const REFUSALS = new Set([
  "FORBIDDEN",
  "STATE_FORBIDDEN",
  "DOCUMENT_HELD",
  "APPROVAL_FIRST",
  "NOT_THE_SIGNATORY",
  "SIGN_NUMBER_FIRST",
  "INVALID",
]);
/** Only so many of the newest documents are worked on, so that some come to the end. */
const IN_WORK = 7;
const KINDS: RelationKind[] = ["amends", "corrects", "replaces", "recalls"];
const YEAR = 2026;
const ONWARD: readonly Act[] = ["submit", "approve", "sign", "number", "seal", "send"];

export interface RandomRun {
  /** Steps done; of them those that the office did, not refused. */
  steps: number;
  done: number;
  documents: number;
  numbers: number;
  close(): Promise<void>;
}

/**
 * Random commands of four people, through the desks of an office, beside the model; after every step both are compared.
 * @param wanted stops after at least so many steps
 */
export async function runRandomly(wanted: number, seed: number): Promise<RandomRun> {
  const fixture = await openFixture();
  let now = Date.parse("2026-11-23T01:00:00Z");
  const office = openOffice({ storage: fixture.storage, secrets: SECRETS, clock: () => new Date(now) });
  const world = new World(office, fixture, await actorsOf(office, fixture), () => {
    now += 60_000;
    return now;
  });
  await world.setRules(false, false);
  const who = fc.nat({ max: 9 });
  const which = fc.nat({ max: IN_WORK - 1 });
  const act = fc.record({
    do: fc.constant("act" as const),
    act: fc.constantFrom<Act>(...ACTS),
    aim: fc.nat({ max: 9 }),
    who,
    which,
    checker: fc.nat({ max: 7 }),
  });
  const doing: fc.Arbitrary<Doing> = fc.oneof(
    { weight: 30, arbitrary: act },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("draft" as const), who }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant("about" as const), who, which, kind: fc.constantFrom(...KINDS) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom("hold" as const, "release" as const, "take-over" as const),
        who,
        which,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("rules" as const),
        numbersFirst: fc.boolean(),
        mustBeApproved: fc.boolean(),
      }),
    },
  );
  for (let round = 0; world.steps < wanted; round += 1) {
    await fc.assert(
      fc.asyncProperty(
        fc.commands([doing.map((one) => new Step(one))], { maxCommands: 120, size: "max" }),
        async (commands) => {
          if (world.steps >= wanted) return;
          await fc.asyncModelRun(() => ({ model: world.model, real: world }), commands);
        },
      ),
      { numRuns: 8, seed: seed + round, endOnFailure: true },
    );
  }
  await world.compareAll();
  const { model, steps, done } = world;
  return { steps, done, documents: model.documents.size, numbers: model.numbers.size, close: fixture.close };
}

class Step implements fc.AsyncCommand<WorkflowModel, World> {
  readonly what: Doing;
  constructor(what: Doing) {
    this.what = what;
  }
  check(): boolean {
    return true;
  }
  run(_model: WorkflowModel, world: World): Promise<void> {
    return world.does(this.what);
  }
  toString(): string {
    return JSON.stringify(this.what);
  }
}

/** The office and the model side by side. */
class World {
  readonly model = new WorkflowModel();
  steps = 0;
  done = 0;
  readonly #office: Office;
  readonly #fixture: OfficeFixture;
  readonly #actors: Record<Role, Actor>;
  readonly #tick: () => number;
  #series: string | undefined;

  constructor(office: Office, fixture: OfficeFixture, actors: Record<Role, Actor>, tick: () => number) {
    this.#office = office;
    this.#fixture = fixture;
    this.#actors = actors;
    this.#tick = tick;
  }

  async does(what: Doing): Promise<void> {
    this.steps += 1;
    const now = this.#tick();
    if (what.do === "rules") return this.setRules(what.numbersFirst, what.mustBeApproved);
    if (what.do === "draft") return this.#drafts(PEOPLE[what.who % 4]!);
    const one = this.#pick(what.which);
    if (one === undefined) return this.#drafts(PEOPLE[what.who % 4]!);
    if (what.do === "about") return this.#draftsAbout(one, PEOPLE[what.who % 4]!, what.kind);
    if (what.do !== "act") return this.#locks(one, what.do, PEOPLE[what.who % 4]!, now);
    // Now and then whoever comes, else who may: random people alone would hardly bring a document to its end.
    const act = this.#aimed(one, what);
    const able = PEOPLE.filter((person) => this.model.mayDo(one, act, person));
    const who = what.who < 3 || able.length === 0 ? PEOPLE[what.who % 4]! : able[what.who % able.length]!;
    const asked = PEOPLE[what.checker];
    const checker = asked === who || asked === one.by ? undefined : asked;
    const expected = this.model.allows(one, act, who, now);
    const did = await this.#tries(() => this.#acts(one, act, who, checker));
    expect(did, `${act} by ${who} on ${this.model.stateOf(one)}`).toBe(expected);
    if (did) this.model.does(one, act, who, checker);
    await this.#compare(one, who);
  }

  async setRules(numbersFirst: boolean, mustBeApproved: boolean): Promise<void> {
    const { administrator } = this.#fixture;
    await this.#office.keys.changeSettings(administrator, {
      level: "B-B",
      authorities: [],
      order: numbersFirst ? "number-first" : "leader-first",
      whenUnreachable: "refuse",
    });
    await this.#office.workflow.changeSettings(administrator, { approval: mustBeApproved ? "required" : "optional" });
    this.model.rules = { numbersFirst, mustBeApproved };
  }

  /** Everything at once, also of documents that have long been left. */
  async compareAll(): Promise<void> {
    for (const one of this.model.documents.values()) await this.#compare(one, "clerk");
    const { sound } = await this.#office.access.checkAudit(this.#actors.clerk.organisationId);
    expect(sound).toBe(true);
  }

  /** Six times in ten one of the acts that lead on, once one that is in order, else whatever was drawn. */
  #aimed(one: ModelDocument, { act, aim, which }: { act: Act; aim: number; which: number }): Act {
    const legal = ACTS.filter((each) => this.model.inOrder(one, each));
    const onward = legal.filter((each) => ONWARD.includes(each) || (each === "edit" && one.sentBack));
    const among = aim < 6 ? onward : aim === 6 ? legal : [];
    return among[(which + aim) % Math.max(among.length, 1)] ?? act;
  }

  #pick(which: number): ModelDocument | undefined {
    const newest = [...this.model.documents.values()].slice(-IN_WORK);
    return newest[which % Math.max(newest.length, 1)];
  }

  async #drafts(who: Role): Promise<void> {
    const made = await this.#office.documents.draft(
      this.#actors[who],
      letter({ subject: `việc số ${this.steps}`, body: "Đề nghị các cơ quan thực hiện.", recipients: ["Lưu: VT"] }),
    );
    this.model.add(made.id, who);
    await this.#compare(this.model.documents.get(made.id)!, who);
  }

  async #draftsAbout(one: ModelDocument, who: Role, kind: RelationKind): Promise<void> {
    let id = "";
    const did = await this.#tries(async () => {
      id = (await this.#office.workflow.draftRelated(this.#actors[who], one.id, kind)).id;
    });
    expect(did, `${kind} on ${this.model.stateOf(one)}`).toBe(one.sealed && one.closed === undefined);
    if (did) this.model.add(id, who, { kind, id: one.id });
    await this.#compare(one, who);
  }

  async #locks(one: ModelDocument, how: "hold" | "release" | "take-over", who: Role, now: number): Promise<void> {
    const { workflow } = this.#office;
    const actor = this.#actors[who];
    const open = this.model.inOrder(one, "edit");
    const until = now + 15 * 60_000;
    if (how === "release") {
      await workflow.release(actor, one.id);
      if (one.editing?.who === who) one.editing = undefined;
    } else if (how === "hold") {
      const expected = open && !this.model.takenByOther(one, who, now);
      expect(await this.#tries(() => workflow.hold(actor, one.id))).toBe(expected);
      if (expected) one.editing = { who, until };
    } else {
      const expected = open && (who === "leader" || who === "clerk");
      expect(await this.#tries(() => workflow.takeOver(actor, one.id, "Việc gấp"))).toBe(expected);
      if (expected) one.editing = { who, until };
    }
    const hold = (await workflow.view(actor, one.id)).hold;
    const live = one.editing !== undefined && one.editing.until > now ? one.editing.who : undefined;
    expect(hold?.personId).toBe(live === undefined ? undefined : this.#actors[live].personId);
  }

  async #acts(one: ModelDocument, act: Act, who: Role, checker: Role | undefined): Promise<unknown> {
    const { documents, workflow } = this.#office;
    const actor = this.#actors[who];
    const { rev } = await documents.get(actor, one.id);
    switch (act) {
      case "edit":
        return documents.edit(actor, one.id, rev, (await documents.get(actor, one.id)).description);
      case "submit":
        return documents.submit(
          actor,
          one.id,
          rev,
          checker === undefined ? {} : { reviewerId: this.#actors[checker].personId },
        );
      case "return":
        return documents.return(actor, one.id, rev, "Sửa lại");
      case "sign":
        return documents.sign(actor, one.id, rev, PASSWORD);
      case "number":
        return documents.number(actor, one.id, rev);
      case "seal":
        return documents.seal(actor, one.id, rev, PASSWORD);
      case "send":
        return documents.send(actor, one.id, rev, [this.#fixture.receiver.id]);
      case "void":
        return workflow.void(actor, one.id, rev, "Không cần nữa");
      case "recall":
        return workflow.recall(actor, one.id, rev, "Có sai sót");
      case "withdraw":
      case "approve":
        return workflow[act](actor, one.id, rev);
    }
  }

  async #tries(does: () => Promise<unknown>): Promise<boolean> {
    try {
      await does();
      this.done += 1;
      return true;
    } catch (error) {
      if (!isVanthuError(error) || !REFUSALS.has(error.code)) throw error;
      return false;
    }
  }

  async #compare(one: ModelDocument, who: Role): Promise<void> {
    const { model } = this;
    const actor = this.#actors[who];
    const [view, document] = await Promise.all([
      this.#office.workflow.view(actor, one.id),
      this.#office.documents.get(actor, one.id),
    ]);
    expect(view.state).toBe(model.stateOf(one));
    expect(document.history.map(({ action }) => action)).toEqual(one.history);
    expect(document.number?.value).toBe(one.number);
    expect((document.changedBy ?? []).map(({ documentId }) => documentId)).toEqual(one.changedBy);
    const legal = ACTS.filter((act) => model.inOrder(one, act));
    const said = view.actions.map(({ action }) => (action === "revise" ? "edit" : action));
    const line = new Set<string>(ACTS);
    // A draft may be edited at any time, which changes nothing of where it stands: only of a returned one it is a step.
    const steps = legal.filter((act) => act !== "edit" || model.stateOf(one) === "returned");
    expect(said.filter((action) => line.has(action)).sort()).toEqual([...steps].sort());
    for (const { action, mine } of view.actions)
      if (line.has(action)) expect(mine, `${action} of ${who}`).toBe(model.mayDo(one, action as Act, who));
    await this.#compareBooks(document.number?.series);
  }

  async #compareBooks(series: string | undefined): Promise<void> {
    this.#series ??= series;
    if (this.#series === undefined) return;
    if (series !== undefined) expect(series).toBe(this.#series);
    const ledger = openLedger(this.#fixture.storage.records);
    const entries = await ledger.entries(this.#series);
    expect(entries.map(({ number, state, documentId }) => [number, state, documentId])).toEqual(
      [...this.model.numbers].map(([number, { state, id }]) => [number, state, id]),
    );
    const lines = await this.#office.registers.outgoing(this.#actors.clerk, YEAR);
    // One line for each issued document, and one for each number that was voided.
    const voided = [...this.model.numbers].filter(([, { state }]) => state === "voided");
    expect(new Set(lines.flatMap((line) => (line.voided ? [] : [line.documentId])))).toEqual(this.model.register);
    expect(lines.flatMap((line) => (line.voided ? [line.number] : []))).toEqual(voided.map(([number]) => number));
    expect(lines).toHaveLength(this.model.register.size + voided.length);
    expect(await ledger.check(this.#series)).toMatchObject({ gaps: [], repeats: [], sound: true });
  }
}

async function actorsOf(office: Office, fixture: OfficeFixture): Promise<Record<Role, Actor>> {
  const { drafter, leader, clerk, sender } = fixture;
  const name = "Vũ Đình Khải";
  const { id } = await office.access.createPerson({
    organisationId: sender.id,
    userName: "khai",
    name,
    position: "Trưởng phòng",
    roles: ["drafter"],
    password: PASSWORD,
  });
  const checker: Actor = { personId: id, organisationId: sender.id, name, roles: ["drafter"] };
  return { drafter, checker, leader, clerk };
}
