import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Access, type Actor, openAccess, type Role } from "../../shared/access/index.ts";
import { secretBox } from "../../shared/office/index.ts";
import { openTestOffice, type TestOffice } from "./office.ts";

/** Ways around a proof that must stay shut: each test is an attack. */
let office: TestOffice;
let access: Access;
let administrator: Actor;
beforeAll(async () => {
  office = await openTestOffice();
  access = openAccess(office.records, () => office.clock.now, {
    secrets: secretBox(new Uint8Array(32).fill(7)),
    passwordCost: 2 ** 8,
  });
  administrator = (await newPerson(["administrator"])).actor;
});
afterAll(() => office.close());

const password = "Bình An 2026!";
let count = 0;

async function newPerson(roles: Role[]): Promise<{ userName: string; actor: Actor }> {
  const userName = `ke.${++count}`;
  const { id: personId, organisationId, name } = await office.addPerson(userName, roles, password);
  return { userName, actor: { personId, organisationId, name, roles } };
}

const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: office.clock.now.getTime() });

async function demandOf(roles: Role[]): Promise<void> {
  await access.changeSignInSettings(administrator, {
    ...(await access.signInSettings(administrator)),
    secondFactorRoles: roles,
  });
}

async function enrolTicket(userName: string): Promise<string> {
  const step = await access.beginSignIn(userName, password);
  if (step.kind !== "enrol") throw new Error(step.kind);
  return step.ticket;
}

describe("the second factor, where somebody else knows the password", () => {
  it("is not replaced by a ticket from before it was set up", async () => {
    await demandOf(["leader"]);
    const { userName } = await newPerson(["leader"]);
    const stolen = await enrolTicket(userName);
    const own = await enrolTicket(userName);
    const { secret } = await access.beginEnrolment(own);
    await access.finishEnrolment(own, codeOf(secret));
    office.clock.pass(1);
    await expect(access.beginEnrolment(stolen)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await expect(access.finishEnrolment(stolen, codeOf(secret))).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
  });

  it("has a secret that only the browser is shown which began the set-up", async () => {
    const { userName } = await newPerson(["leader"]);
    const [one, other] = [await enrolTicket(userName), await enrolTicket(userName)];
    const seen = await access.beginEnrolment(one);
    expect((await access.beginEnrolment(other)).secret).not.toBe(seen.secret);
  });

  it("is asked for when a session without it comes to a role that needs it", async () => {
    await demandOf(["clerk"]);
    const { userName, actor } = await newPerson(["drafter"]);
    const { token } = await access.signIn(userName, password);
    await access.changePerson(office.organisation.id, actor.personId, { roles: ["drafter", "clerk"] }, administrator);
    await expect(access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    expect((await access.beginSignIn(userName, password)).kind).toBe("enrol");
  });

  it("is asked for when such a role comes by the date of a post", async () => {
    const { userName, actor } = await newPerson(["drafter"]);
    const { token } = await access.signIn(userName, password);
    const day = (days: number) =>
      new Date(office.clock.now.getTime() + days * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10);
    const posts = [
      { id: "p1", title: "Chuyên viên", roles: ["drafter" as Role] },
      { id: "p2", title: "Văn thư", roles: ["clerk" as Role], from: day(1) },
    ];
    await access.changePerson(office.organisation.id, actor.personId, { posts }, administrator);
    expect((await access.actorOf(token)).roles).toEqual(["drafter"]);
    await access.changeSignInSettings(administrator, {
      ...(await access.signInSettings(administrator)),
      idleMinutes: 0,
      sessionHours: 72,
    });
    const { token: long } = await access.signIn(userName, password);
    office.clock.pass(24 * 60);
    await expect(access.actorOf(long)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await demandOf([]);
  });
});

describe("a session", () => {
  it("of a role that may not sign in so ends when the role is given", async () => {
    const { userName, actor } = await newPerson(["drafter"]);
    const { token } = await access.signIn(userName, password);
    const settings = await access.signInSettings(administrator);
    await access.changeSignInSettings(administrator, {
      ...settings,
      closed: { ...settings.closed, password: ["auditor"] },
    });
    await access.changePerson(office.organisation.id, actor.personId, { roles: ["auditor"] }, administrator);
    await expect(access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await access.changeSignInSettings(administrator, settings);
  });

  it("is confirmed by codes as often as wanted without locking the account", async () => {
    const { userName, actor } = await newPerson(["clerk"]);
    const { secret } = await access.beginTotp(actor);
    await access.confirmTotp(actor, codeOf(secret));
    office.clock.pass(1);
    const { token } = await access.signIn(userName, password, { code: codeOf(secret) });
    for (let i = 0; i < 7; i++) {
      office.clock.pass(1);
      await access.confirmSession(token, { kind: "code", code: codeOf(secret) });
    }
    office.clock.pass(1);
    await access.signIn(userName, password, { code: codeOf(secret) });
  });

  it("is ended with all others, however many there are", async () => {
    const { userName, actor } = await newPerson(["drafter"]);
    const { token } = await access.signIn(userName, password);
    // As sign-ins leave them; a hundred and twenty passwords would take a minute.
    const pk = `identity#${actor.organisationId}#${actor.personId}`;
    const [entry] = (await office.records.query<{ hash: string }>(pk, { prefix: "session#" })).items;
    const kept = await office.records.get<{ id: string }>(`session#${entry!.data.hash}`, "session");
    for (let i = 0; i < 120; i++) {
      const id = `${i}-${"x".repeat(18)}`;
      await office.records.commit([
        { op: "insert", pk: `session#${i}`, sk: "session", data: { ...kept!.data, id } },
        { op: "insert", pk, sk: `session#${id}`, data: { hash: String(i) } },
      ]);
    }
    expect(await access.endSessionsOf(administrator, actor.personId)).toBe(121);
    await expect(access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    expect(await access.sessionsOf(administrator, actor.personId)).toEqual([]);
  });
});

describe("guessing names", () => {
  it("meets the same lock for a name that nobody has", async () => {
    const { userName } = await newPerson(["drafter"]);
    const said = async (name: string) => {
      const codes: string[] = [];
      for (let i = 0; i < 6; i++) await access.signIn(name, "sai mật khẩu").catch(({ code }) => codes.push(code));
      return codes;
    };
    expect(await said("khong.co.ai")).toEqual(await said(userName));
  });
});

describe("a machine's key that administers", () => {
  it("makes no way in for a person: no password, no new person, no roles", async () => {
    const { actor } = await newPerson(["drafter"]);
    const machine: Actor = { ...administrator, apiKey: { id: "k", scopes: ["administer"] } };
    const { organisationId, personId } = actor;
    const refused = { code: "FORBIDDEN" };
    await expect(access.resetPassword(organisationId, personId, "mật khẩu khác", machine)).rejects.toMatchObject(
      refused,
    );
    await expect(
      access.changePerson(organisationId, personId, { roles: ["leader", "clerk"] }, machine),
    ).rejects.toMatchObject(refused);
    const person = { name: "Bà Mới", position: "Lãnh đạo", userName: "ba.moi", roles: ["leader" as Role], password };
    await expect(access.createPerson({ ...person, organisationId }, machine)).rejects.toMatchObject(refused);
    await expect(
      access.foundOrganisation({ code: "H99", name: "Cơ quan mới", place: "Bình An", system: "state" }, person, {
        by: machine,
      }),
    ).rejects.toMatchObject(refused);
  });
});
