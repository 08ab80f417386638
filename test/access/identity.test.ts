import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Access, type Actor, allow, may, openAccess, type Role, withApiKey } from "../../shared/access/index.ts";
import { secretBox } from "../../shared/office/index.ts";
import { openTestOffice, type TestOffice } from "./office.ts";

/** Ways of proving who one is, besides the password: second factor, sessions that can be ended, settings, machines' keys. */
let office: TestOffice;
let access: Access;
beforeAll(async () => {
  office = await openTestOffice();
  access = openAccess(office.records, () => office.clock.now, {
    secrets: secretBox(new Uint8Array(32).fill(9)),
    passwordCost: 2 ** 8,
  });
});
afterAll(() => office.close());

const password = "Bình An 2026!";
let count = 0;

/** A person who acts, without a session: every password costs time on purpose. */
async function newPerson(roles: Role[] = ["clerk"]): Promise<{ userName: string; actor: Actor }> {
  const userName = `nguoi.${++count}`;
  const { id: personId, organisationId, name } = await office.addPerson(userName, roles, password);
  return { userName, actor: { personId, organisationId, name, roles } };
}

async function signedIn(roles?: Role[]): Promise<{ userName: string; actor: Actor; token: string }> {
  const { userName } = await newPerson(roles);
  return { userName, ...(await access.signIn(userName, password)) };
}

/** RFC 6238 by our own hand, so that the library is judged by something else. */
function codeOf(secret: string, at: Date): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function enrolled(roles: Role[] = ["clerk"]) {
  const person = await newPerson(roles);
  const { secret, uri } = await access.beginTotp(person.actor);
  const recovery = await access.confirmTotp(person.actor, codeOf(secret, office.clock.now));
  office.clock.pass(1);
  return { ...person, secret, uri, recovery, code: () => codeOf(secret, office.clock.now) };
}

const settings = (administrator: Actor) => access.signInSettings(administrator);

describe("the second factor (TOTP, RFC 6238)", () => {
  it("is set up with an address for a QR code and asked for from then on", async () => {
    const person = await enrolled();
    expect(person.uri).toMatch(new RegExp(`^otpauth://totp/Vanthu:${person.userName}\\?.*secret=${person.secret}`));
    await expect(access.signIn(person.userName, password)).rejects.toMatchObject({ code: "SECOND_FACTOR_REQUIRED" });
    const { actor } = await access.signIn(person.userName, password, { code: person.code() });
    expect(actor.personId).toBe(person.actor.personId);
    expect(await access.secondFactor(actor)).toMatchObject({ recoveryCodesLeft: 10, required: false });
  });

  it("takes no code twice, and not the one of before the set-up", async () => {
    const person = await enrolled();
    const code = person.code();
    await access.signIn(person.userName, password, { code });
    await expect(access.signIn(person.userName, password, { code })).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    office.clock.pass(1);
    const next = person.code();
    const answers = await Promise.allSettled(
      [1, 2, 3].map(() => access.signIn(person.userName, password, { code: next })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("takes a code that is a step off and none that is two", async () => {
    const person = await enrolled();
    const at = (minutes: number) => codeOf(person.secret, new Date(office.clock.now.getTime() + minutes * 60_000));
    await expect(access.signIn(person.userName, password, { code: at(1) })).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    await access.signIn(person.userName, password, { code: at(0.5) });
  });

  it("counts failures of both factors together: five lock the account, whichever failed", async () => {
    const person = await enrolled();
    const wrongCode = () => access.signIn(person.userName, password, { code: "000000" });
    const wrongPassword = () => access.signIn(person.userName, "sai mật khẩu", { code: person.code() });
    await expect(wrongCode()).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await expect(wrongPassword()).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await expect(wrongCode()).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await expect(wrongPassword()).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    // The right password in between takes nothing back: only both factors together do.
    await expect(access.signIn(person.userName, password)).rejects.toMatchObject({ code: "SECOND_FACTOR_REQUIRED" });
    await expect(wrongCode()).rejects.toMatchObject({ code: "ACCOUNT_LOCKED" });
    await expect(access.signIn(person.userName, password, { code: person.code() })).rejects.toMatchObject({
      code: "ACCOUNT_LOCKED",
    });
    office.clock.pass(16);
    await access.signIn(person.userName, password, { code: person.code() });
  });

  it("lets a person begin and not finish as often as they like", async () => {
    const person = await enrolled();
    for (let i = 0; i < 6; i++)
      expect((await access.beginSignIn(person.userName, password)).kind).toBe("second-factor");
    await access.signIn(person.userName, password, { code: person.code() });
  });

  it("has recovery codes, each good once, of which only hashes are kept", async () => {
    const person = await enrolled();
    expect(new Set(person.recovery).size).toBe(10);
    const [first, second] = person.recovery;
    await access.signIn(person.userName, password, { code: first!.toUpperCase().replaceAll("-", " ") });
    await expect(access.signIn(person.userName, password, { code: first! })).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    const { actor } = await access.signIn(person.userName, password, { code: second! });
    expect((await access.secondFactor(actor)).recoveryCodesLeft).toBe(8);
    const renewed = await access.renewRecoveryCodes(actor);
    await expect(access.signIn(person.userName, password, { code: person.recovery[2]! })).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    await access.signIn(person.userName, password, { code: renewed[0]! });
    const stored = Buffer.concat(readdirSync(office.folder).map((name) => readFileSync(join(office.folder, name))));
    for (const secret of [...person.recovery, ...renewed, person.secret]) expect(stored.includes(secret)).toBe(false);
  });

  it("gives a ticket that is good once, for ten minutes", async () => {
    const person = await enrolled();
    const begin = async () => {
      const step = await access.beginSignIn(person.userName, password);
      if (step.kind !== "second-factor") throw new Error(step.kind);
      return step;
    };
    const used = await begin();
    expect(used.ways).toEqual(["totp"]);
    await access.finishSignIn(used.ticket, { kind: "code", code: person.code() });
    office.clock.pass(1);
    await expect(access.finishSignIn(used.ticket, { kind: "code", code: person.code() })).rejects.toMatchObject({
      code: "SIGN_IN_REQUIRED",
    });
    const late = await begin();
    office.clock.pass(11);
    await expect(access.finishSignIn(late.ticket, { kind: "code", code: person.code() })).rejects.toMatchObject({
      code: "SIGN_IN_REQUIRED",
    });
    await expect(access.actorOf(late.ticket)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
  });

  it("is demanded of roles by the administrator's setting, and set up on the way in", async () => {
    const administrator = (await newPerson(["administrator"])).actor;
    const leader = await newPerson(["leader"]);
    await access.changeSignInSettings(administrator, {
      ...(await settings(administrator)),
      secondFactorRoles: ["leader"],
    });
    await expect(access.signIn(leader.userName, password)).rejects.toMatchObject({ code: "SECOND_FACTOR_REQUIRED" });
    const step = await access.beginSignIn(leader.userName, password);
    if (step.kind !== "enrol") throw new Error(step.kind);
    const { secret } = await access.beginEnrolment(step.ticket);
    expect((await access.beginEnrolment(step.ticket)).secret).toBe(secret);
    await expect(access.finishEnrolment(step.ticket, "123456")).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    const done = await access.finishEnrolment(step.ticket, codeOf(secret, office.clock.now));
    expect(done.recoveryCodes).toHaveLength(10);
    await expect(access.removeTotp(done.actor)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await access.changeSignInSettings(administrator, { ...(await settings(administrator)), secondFactorRoles: [] });
    await access.removeTotp(done.actor);
    await access.signIn(leader.userName, password);
  });

  it("is reset by an administrator, written to the trail; sessions end", async () => {
    const administrator = (await newPerson(["administrator"])).actor;
    const person = await enrolled();
    const { token } = await access.signIn(person.userName, password, { code: person.code() });
    await expect(access.resetSecondFactor(person.actor, administrator.personId)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await access.resetSecondFactor(administrator, person.actor.personId);
    await expect(access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await access.signIn(person.userName, password);
    const { entries } = await access.auditTrail(office.organisation.id, { reverse: true, limit: 20 });
    expect(entries.find(({ action }) => action === "second-factor.reset")).toMatchObject({
      actor: { personId: administrator.personId },
      subject: person.actor.personId,
    });
  });
});

describe("sessions on the server", () => {
  it("are listed with device, address and times, and can be ended one by one or all others", async () => {
    const person = await signedIn();
    const from = { address: "203.0.113.7", device: "Firefox trên Linux" };
    const one = await access.signIn(person.userName, password, { from });
    const two = await access.signIn(person.userName, password);
    const three = await access.signIn(person.userName, password);
    const list = await access.sessions(person.actor, one.token);
    expect(list).toHaveLength(4);
    expect(list.filter(({ current }) => current)).toEqual([expect.objectContaining({ ...from, way: "password" })]);
    const [other] = (await access.sessions(person.actor, two.token)).filter(({ current }) => current);
    await access.endSession(person.actor, other!.id);
    await expect(access.actorOf(two.token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    expect(await access.endOtherSessions(person.actor, one.token)).toBe(2);
    await expect(access.actorOf(three.token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await access.actorOf(one.token);
    const stranger = await newPerson();
    const [mine] = await access.sessions(person.actor, one.token);
    await expect(access.endSession(stranger.actor, mine!.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("of another are seen and ended by an administrator only, and only in the own organisation", async () => {
    const administrator = (await newPerson(["administrator"])).actor;
    const person = await signedIn();
    await expect(access.sessionsOf(person.actor, administrator.personId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await access.sessionsOf(administrator, person.actor.personId)).toHaveLength(1);
    const elsewhere = { ...administrator, organisationId: "khac" };
    await expect(access.endSessionsOf(elsewhere, person.actor.personId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await access.endSessionsOf(administrator, person.actor.personId)).toBe(1);
    await expect(access.actorOf(person.token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
  });

  it("end when nobody uses them, and by the clock, as the administrator sets", async () => {
    const administrator = (await newPerson(["administrator"])).actor;
    await access.changeSignInSettings(administrator, {
      ...(await settings(administrator)),
      idleMinutes: 30,
      sessionHours: 2,
    });
    const idle = await signedIn();
    office.clock.pass(29);
    await access.actorOf(idle.token);
    office.clock.pass(29);
    await access.actorOf(idle.token);
    office.clock.pass(31);
    await expect(access.actorOf(idle.token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    const used = await signedIn();
    for (let i = 0; i < 4; i++) {
      office.clock.pass(29);
      await access.actorOf(used.token);
    }
    office.clock.pass(4);
    await expect(access.actorOf(used.token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await expect(
      access.changeSignInSettings(administrator, { ...(await settings(administrator)), sessionHours: 1000 }),
    ).rejects.toMatchObject({ code: "INVALID" });
    await access.changeSignInSettings(administrator, {
      ...(await settings(administrator)),
      idleMinutes: 120,
      sessionHours: 12,
    });
  });

  it("want a recent proof for dangerous acts, by password or code", async () => {
    const person = await enrolled();
    const { token } = await access.signIn(person.userName, password, { code: person.code() });
    await access.requireRecentProof(token);
    office.clock.pass(16);
    await expect(access.requireRecentProof(token)).rejects.toMatchObject({ code: "PROOF_NEEDED" });
    await expect(access.confirmSession(token, { kind: "password", password: "sai" })).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    await access.confirmSession(token, { kind: "password", password });
    await access.requireRecentProof(token);
    office.clock.pass(16);
    await access.confirmSession(token, { kind: "code", code: person.code() });
    await access.requireRecentProof(token);
  });
});

describe("guessing", () => {
  it("from one network stops after thirty failures, over all accounts and ways; other networks go on", async () => {
    const person = await newPerson();
    const site = { origin: "http://localhost", host: "localhost" };
    for (let i = 1; i <= 30; i++)
      await access.signInWithPasskey(site, { id: i }, { address: `2001:db8:1:2::${i}` }).catch(() => {});
    const from = { address: "2001:db8:1:2::5" };
    await expect(access.signIn(person.userName, password, { from })).rejects.toMatchObject({
      code: "TOO_MANY_ATTEMPTS",
      status: 429,
    });
    await access.signIn(person.userName, password, { from: { address: "2001:db8:1:3::5" } });
    office.clock.pass(16);
    // Right ones do not count.
    for (let i = 1; i <= 29; i++) await access.signInWithPasskey(site, { id: i }, from).catch(() => {});
    for (let i = 0; i < 3; i++) await access.signIn(person.userName, password, { from });
  });
});

describe("who may use which way", () => {
  it("is closed by role, and an administrator cannot shut themselves out", async () => {
    const administrator = (await newPerson(["administrator"])).actor;
    const now = await settings(administrator);
    const closed = { ...now.closed, password: ["auditor"] as Role[], apiKey: ["drafter"] as Role[] };
    await access.changeSignInSettings(administrator, { ...now, closed });
    await office.addPerson("kiem.tra", ["auditor", "clerk"], password);
    await expect(access.signIn("kiem.tra", password)).rejects.toMatchObject({ code: "SIGN_IN_WAY_REFUSED" });
    const drafter = await newPerson(["drafter"]);
    await expect(
      access.createApiKey(drafter.actor, { name: "Máy", scopes: ["document.read"], days: 5 }),
    ).rejects.toMatchObject({ code: "SIGN_IN_WAY_REFUSED" });
    await expect(
      access.changeSignInSettings(administrator, { ...now, closed: { ...closed, password: ["administrator"] } }),
    ).rejects.toMatchObject({ code: "INVALID", where: "closed.password" });
    await expect(access.changeSignInSettings(drafter.actor, now)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await access.changeSignInSettings(administrator, now);
  });
});

describe("an API key", () => {
  it("acts with the owner's rights of today, narrowed to its scopes", async () => {
    const person = await newPerson(["clerk", "leader"]);
    const { key, view } = await access.createApiKey(person.actor, {
      name: "Phần mềm một cửa",
      scopes: ["document.read", "document.number"],
      days: 30,
    });
    expect(key).toMatch(/^vanthu_[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(view)).not.toContain(key);
    const { actor } = await access.actorOfKey(key, { address: "198.51.100.4" });
    expect(may(actor, "document.number")).toBe(true);
    for (const action of ["document.sign", "document.seal", "document.issue", "administer"] as const)
      expect(() => allow(actor, action)).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
    await access.changePerson(office.organisation.id, person.actor.personId, { roles: ["leader"] });
    expect(may((await access.actorOfKey(key)).actor, "document.number")).toBe(false);
    const [listed] = await access.apiKeys(person.actor);
    expect(listed).toMatchObject({ lastAddress: "198.51.100.4", start: key.slice(0, 12) });
    const stored = Buffer.concat(readdirSync(office.folder).map((name) => readFileSync(join(office.folder, name))));
    expect(stored.includes(key)).toBe(false);
    // No session, and what only people do is closed.
    await expect(access.actorOf(key)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    for (const act of [
      () => access.createApiKey(actor, { name: "x", scopes: ["document.read"], days: 1 }),
      () => access.sessions(actor),
      () => access.beginTotp(actor),
    ])
      await expect(act()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("ends by its date, by being revoked, with its owner; and holds only where it is for", async () => {
    const { actor } = await newPerson();
    const make = async (input: object = {}) =>
      access.createApiKey(actor, { name: "Máy", scopes: ["document.read"], days: 2, ...input });
    const here = await make({ addresses: ["192.0.2.0/24", "2001:db8::/32"] });
    await access.actorOfKey(here.key, { address: "192.0.2.200" });
    await access.actorOfKey(here.key, { address: "::ffff:192.0.2.9" });
    await access.actorOfKey(here.key, { address: "2001:db8:ffff::1" });
    for (const address of ["192.0.3.1", undefined, "2001:db9::1"])
      await expect(access.actorOfKey(here.key, address ? { address } : {})).rejects.toMatchObject({
        code: "API_KEY_REFUSED",
      });
    const revoked = await make();
    await access.revokeApiKey(actor, revoked.view.id);
    await expect(access.actorOfKey(revoked.key)).rejects.toMatchObject({ code: "API_KEY_REFUSED" });
    const stranger = await newPerson();
    await expect(access.revokeApiKey(stranger.actor, here.view.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const old = await make();
    office.clock.pass(2 * 24 * 60);
    await expect(access.actorOfKey(old.key)).rejects.toMatchObject({ code: "API_KEY_REFUSED" });
    const last = await make();
    await access.changePerson(office.organisation.id, actor.personId, { disabled: true });
    await expect(access.actorOfKey(last.key)).rejects.toMatchObject({ code: "API_KEY_REFUSED" });
    await expect(access.actorOfKey(`vanthu_${"A".repeat(43)}`)).rejects.toMatchObject({ code: "API_KEY_REFUSED" });
  });

  it("gets no right that its owner lacks, and signing only from the owner", async () => {
    const administrator = (await newPerson(["administrator"])).actor;
    const leader = (await newPerson(["leader"])).actor;
    const input = { name: "Máy", days: 5, scopes: ["document.seal", "khong-co"] };
    const refusal = await access.createApiKey(leader, input).catch((error) => error.toProblem());
    expect(refusal).toMatchObject({ code: "INVALID" });
    expect(refusal.faults).toHaveLength(2);
    await expect(
      access.createApiKey(administrator, { ...input, scopes: ["document.sign"], personId: leader.personId }),
    ).rejects.toMatchObject({ code: "INVALID", where: "scopes" });
    await expect(
      access.createApiKey(leader, { ...input, scopes: ["document.read"], personId: administrator.personId }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { key } = await access.createApiKey(leader, { ...input, scopes: ["document.sign"] });
    expect(may((await access.actorOfKey(key)).actor, "document.sign")).toBe(true);
    // In another's name only what the administrator may do as well.
    await expect(
      access.createApiKey(administrator, { ...input, scopes: ["document.read"], personId: leader.personId }),
    ).rejects.toMatchObject({ code: "INVALID" });
    await access.createApiKey(administrator, { ...input, scopes: ["audit.read"], personId: leader.personId });
  });

  it("calls so often in a minute and no more, over all processes", async () => {
    const { actor } = await newPerson();
    const { key } = await access.createApiKey(actor, { name: "Máy", scopes: ["document.read"], days: 5 });
    const other = openAccess(office.records, () => office.clock.now);
    const call = (with_: Access) =>
      with_.actorOfKey(key).then(
        () => "ok",
        (error) => error.code,
      );
    let passed = 0;
    for (let i = 0; i < 700; i++) if ((await call(i % 2 ? access : other)) === "ok") passed += 1;
    expect(passed).toBe(600);
    office.clock.pass(1);
    expect(await call(access)).toBe("ok");
  }, 30_000);

  it("is named by every line that it writes to the trail", async () => {
    const { actor } = await newPerson(["administrator"]);
    await withApiKey("Phần mềm một cửa (k1)", () =>
      access.changeOrganisation(office.organisation.id, { place: "Bình An" }, actor),
    );
    const { entries } = await access.auditTrail(office.organisation.id, { reverse: true, limit: 1 });
    expect(entries[0]!.details).toEqual({ apiKey: "Phần mềm một cửa (k1)" });
    expect((await access.checkAudit(office.organisation.id)).sound).toBe(true);
  });
});
