import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Access, type Actor, openAccess } from "../../shared/access/index.ts";
import { secretBox } from "../../shared/office/index.ts";
import { SoftAuthenticator } from "./authenticator.ts";
import { openTestOffice, type TestOffice } from "./office.ts";

/** Passkeys (WebAuthn) against an authenticator of our own hand: what is taken, and everything that is refused. */
const SITE = { origin: "https://vanthu.example.gov.vn", host: "vanthu.example.gov.vn" };
const password = "Bình An 2026!";

let office: TestOffice;
let access: Access;
let clerk: Actor;
let other: Actor;
let device: SoftAuthenticator;
beforeAll(async () => {
  office = await openTestOffice();
  access = openAccess(office.records, () => office.clock.now, {
    secrets: secretBox(new Uint8Array(32).fill(9)),
    passwordCost: 2 ** 8,
  });
  for (const name of ["thu.ha", "van.nam"]) await office.addPerson(name, ["clerk"], password);
  const people = await access.people(office.organisation.id);
  [clerk, other] = people.map(({ id, organisationId, name, roles }) => ({
    personId: id,
    organisationId,
    name,
    roles,
  })) as [Actor, Actor];
  device = new SoftAuthenticator();
  const options = await access.passkeyRegistration(clerk, SITE);
  await access.addPasskey(clerk, SITE, "Máy ở phòng văn thư", device.create(options, SITE.origin));
});
afterAll(() => office.close());

const refused = { code: "PASSKEY_REFUSED" };
const signIn = async (answer: unknown) => access.signInWithPasskey(SITE, answer, { device: "Firefox" });

describe("a passkey", () => {
  it("signs its person in without a name or a password, as both factors", async () => {
    const { actor, token } = await signIn(device.get(await access.passkeyOptions(SITE), SITE.origin));
    expect(actor.personId).toBe(clerk.personId);
    expect((await access.sessions(actor, token))[0]).toMatchObject({ way: "passkey", device: "Firefox" });
    expect(await access.passkeys(actor)).toMatchObject([{ name: "Máy ở phòng văn thư", synchronised: false }]);
  });

  it("answers a challenge once, in time, and for what it was given", async () => {
    const answer = device.get(await access.passkeyOptions(SITE), SITE.origin);
    await signIn(answer);
    await expect(signIn(answer)).rejects.toMatchObject(refused);
    const late = device.get(await access.passkeyOptions(SITE), SITE.origin);
    office.clock.pass(6);
    await expect(signIn(late)).rejects.toMatchObject(refused);
    const invented = device.get({ challenge: "A".repeat(43), rpId: SITE.host }, SITE.origin);
    await expect(signIn(invented)).rejects.toMatchObject(refused);
    // A challenge for confirming one session signs nobody in.
    const { token } = await access.signIn("thu.ha", password);
    const confirming = device.get(await access.passkeyOptions(SITE, { session: token }), SITE.origin);
    await expect(signIn(confirming)).rejects.toMatchObject(refused);
  });

  it("is good for our site alone: another's page or host is refused", async () => {
    const phished = device.get(await access.passkeyOptions(SITE), "https://vanthu.example.gov.vn.xau.example");
    await expect(signIn(phished)).rejects.toMatchObject(refused);
    const options = (await access.passkeyOptions(SITE)) as object;
    await expect(signIn(device.get({ ...options, rpId: "xau.example" }, SITE.origin))).rejects.toMatchObject(refused);
  });

  it("must have been unlocked to sign in alone; as the second factor being there is enough", async () => {
    device.verified = false;
    const locked = device.get(await access.passkeyOptions(SITE), SITE.origin);
    await expect(signIn(locked)).rejects.toMatchObject(refused);
    const administrator: Actor = { ...other, roles: ["administrator"] };
    const settings = await access.signInSettings(administrator);
    await access.changeSignInSettings(administrator, { ...settings, secondFactorRoles: ["clerk"] });
    const step = await access.beginSignIn("thu.ha", password);
    if (step.kind !== "second-factor") throw new Error(step.kind);
    expect(step.ways).toEqual(["passkey"]);
    const options = await access.passkeyOptions(SITE, { ticket: step.ticket });
    const proof = { kind: "passkey" as const, site: SITE, answer: device.get(options, SITE.origin) };
    expect((await access.finishSignIn(step.ticket, proof)).actor.personId).toBe(clerk.personId);
    await access.changeSignInSettings(administrator, settings);
    device.verified = true;
  });

  it("of one person opens nothing of another's", async () => {
    const { token } = await access.signIn("van.nam", password);
    const options = await access.passkeyOptions(SITE, { session: token });
    const proof = { kind: "passkey" as const, site: SITE, answer: device.get(options, SITE.origin) };
    await expect(access.confirmSession(token, proof)).rejects.toMatchObject(refused);
    const [mine] = await access.passkeys(clerk);
    await expect(access.removePasskey(other, mine!.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      access.addPasskey(
        other,
        SITE,
        "Lấy của người khác",
        device.create(await access.passkeyRegistration(clerk, SITE), SITE.origin),
      ),
    ).rejects.toMatchObject(refused);
  });

  it("is not one when it is not signed by the key, or is nonsense", async () => {
    const stranger = new SoftAuthenticator();
    stranger.create(await access.passkeyRegistration(other, SITE), SITE.origin);
    await expect(signIn(stranger.get(await access.passkeyOptions(SITE), SITE.origin))).rejects.toMatchObject(refused);
    const answer = device.get(await access.passkeyOptions(SITE), SITE.origin) as { response: { signature: string } };
    const signature = Buffer.from(answer.response.signature, "base64url");
    signature[signature.length - 1]! ^= 1;
    const forged = { ...answer, response: { ...answer.response, signature: signature.toString("base64url") } };
    await expect(signIn(forged)).rejects.toMatchObject(refused);
    for (const nonsense of [
      null,
      1,
      "x",
      {},
      { id: "x", rawId: "x", type: "public-key", response: { clientDataJSON: "x" } },
      { ...answer, id: "A".repeat(50_000) },
    ])
      await expect(signIn(nonsense)).rejects.toMatchObject(refused);
  });

  it("has a name, can be renamed and removed; several may be there", async () => {
    const second = new SoftAuthenticator();
    const options = await access.passkeyRegistration(clerk, SITE);
    const { id } = await access.addPasskey(clerk, SITE, "Khóa bảo mật", second.create(options, SITE.origin));
    await access.renamePasskey(clerk, id, "Khóa trong két");
    expect((await access.passkeys(clerk)).map(({ name }) => name).sort()).toEqual([
      "Khóa trong két",
      "Máy ở phòng văn thư",
    ]);
    await access.removePasskey(clerk, id);
    await expect(signIn(second.get(await access.passkeyOptions(SITE), SITE.origin))).rejects.toMatchObject(refused);
  });

  it("whose counter goes back was copied: it is locked, and the trail says so", async () => {
    await signIn(device.get(await access.passkeyOptions(SITE), SITE.origin));
    device.counter -= 2;
    await expect(signIn(device.get(await access.passkeyOptions(SITE), SITE.origin))).rejects.toMatchObject(refused);
    device.counter += 100;
    await expect(signIn(device.get(await access.passkeyOptions(SITE), SITE.origin))).rejects.toMatchObject(refused);
    expect((await access.passkeys(clerk))[0]!.suspected).toBe(office.clock.now.toISOString());
    const { entries } = await access.auditTrail(office.organisation.id, { reverse: true, limit: 5 });
    expect(entries[0]).toMatchObject({ action: "passkey.suspect", subject: clerk.personId });
  });
});
