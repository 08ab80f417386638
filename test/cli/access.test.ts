import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Access, openAccess } from "../../shared/access/index.ts";
import { secretBox } from "../../shared/office/index.ts";
import { openSqliteStorage, type RecordStore } from "../../shared/storage/index.ts";
import { temporaryFolder, vanthu } from "./vanthu.ts";

/** The only administrator has lost telephone and recovery codes; somebody sits at the machine. */
const place = temporaryFolder();
const data = place.at("du-lieu");
let records: RecordStore;
let access: Access;
let organisationId = "";
let token = "";
beforeAll(async () => {
  ({ records } = openSqliteStorage(data));
  access = openAccess(records, () => new Date(), { secrets: secretBox(new Uint8Array(32).fill(5)) });
  const { organisation } = await access.foundOrganisation(
    { code: "000.00.17.H26", name: "UBND xã An Phú", place: "An Phú", system: "state" },
    {
      name: "Phạm Quản Trị",
      position: "Chuyên viên",
      userName: "quan.tri",
      roles: ["administrator"],
      password: "mật khẩu dài",
    },
  );
  organisationId = organisation.id;
  const signedIn = await access.signIn("quan.tri", "mật khẩu dài");
  token = signedIn.token;
  const { secret } = await access.beginTotp(signedIn.actor);
  await access.confirmTotp(signedIn.actor, new TOTP({ secret: Secret.fromBase32(secret) }).generate());
});
afterAll(async () => {
  await records.close();
  place.drop();
});

it("vanthu access reset-second-factor lets the person in by password again, while the service runs, and says so in the trail", async () => {
  await expect(access.signIn("quan.tri", "mật khẩu dài")).rejects.toMatchObject({ code: "SECOND_FACTOR_REQUIRED" });
  // Passwords are closed for administrators: without opening them nothing would be left to come in by.
  const settings = {
    closed: { password: ["administrator", "leader"], passkey: [], provider: [], apiKey: [] },
    secondFactorRoles: ["administrator"],
    idleMinutes: 120,
    sessionHours: 12,
    apiKeyDays: 365,
  };
  await records.commit([{ op: "put", pk: `identity-settings#${organisationId}`, sk: "sign-in", data: settings }]);
  const run = vanthu(["access", "reset-second-factor", "--user", "Quan.Tri", "--data", data]);
  expect(run.code, run.err).toBe(0);
  expect(run.out).toContain("Phạm Quản Trị");
  expect(run.out).toContain("Đã mở lại đăng nhập bằng mật khẩu");
  await expect(access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
  // Where a second factor is demanded it is set up anew on the way in.
  expect((await access.beginSignIn("quan.tri", "mật khẩu dài")).kind).toBe("enrol");
  const { entries } = await access.auditTrail(organisationId, { reverse: true, limit: 5 });
  const actions = entries.map(({ action }) => action);
  expect(actions).toContain("second-factor.reset");
  expect(actions).toContain("settings.sign-in");
  expect(entries.find(({ action }) => action === "second-factor.reset")!.actor.name).toBe("Hệ thống");
  expect((await access.checkAudit(organisationId)).sound).toBe(true);
});

it("names what is wrong: no such user, no data, no such command", () => {
  expect(vanthu(["access", "reset-second-factor", "--user", "ai.do", "--data", data]).err).toContain("NOT_FOUND");
  expect(vanthu(["access", "reset-second-factor", "--user", "ai.do", "--data", place.at("khac")]).err).toContain(
    "INPUT_MISSING",
  );
  expect(vanthu(["access", "khac", "--user", "quan.tri", "--data", data]).err).toContain("USAGE");
});
