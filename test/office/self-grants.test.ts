import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor, Role } from "../../shared/access/index.ts";
import { type Office, openOffice } from "../../shared/office/index.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";

const place = temporaryFolder();
let storage: Storage;
let office: Office;
let organisationId: string;
let admin: Actor;

const actorOf = async (id: string): Promise<Actor> => {
  const { name, roles } = await office.access.person(organisationId, id);
  return { personId: id, organisationId, name, roles };
};
const person = async (userName: string, name: string, roles: Role[]) =>
  actorOf(
    (
      await office.access.createPerson({
        organisationId,
        userName,
        name,
        position: "Cán bộ",
        roles,
        password: "mật khẩu dài",
      })
    ).id,
  );
const trail = async () => (await office.access.auditTrail(organisationId)).entries.map(({ action }) => action);
const MANDATE = {
  form: "KT." as const,
  onBehalfOf: "CHỦ TỊCH",
  title: "PHÓ CHỦ TỊCH",
  from: "2026-01-01",
  basis: "12/QĐ-UBND",
};

beforeAll(async () => {
  storage = openSqliteStorage(place.folder);
  office = openOffice({ storage, passwordCost: 2 ** 8 });
  const founded = await office.access.foundOrganisation(
    { code: "H98", name: "UBND xã An Phú", place: "An Phú", system: "state" },
    {
      userName: "quan.tri",
      name: "Phạm Quản Trị",
      position: "Cán bộ",
      roles: ["administrator"],
      password: "mật khẩu dài",
    },
  );
  organisationId = founded.organisation.id;
  admin = await actorOf(founded.person.id);
});
afterAll(async () => {
  await storage.records.close();
  place.drop();
});

describe("an administrator alone, while the office is set up", () => {
  it("may take a role, which is told and stands in the trail", async () => {
    const { done } = await office.grants.changePerson(admin, admin.personId, { roles: ["administrator", "clerk"] });
    expect(done?.roles).toEqual(["administrator", "clerk"]);
    expect(await trail()).toContain("grant.alone");
    const clerk = await person("van.thu", "Đỗ Thu Hà", ["clerk"]);
    expect((await office.notices.list(clerk)).map(({ text }) => text).join()).toContain(
      "tự cấp cho mình: vai trò văn thư",
    );
    await office.grants.changePerson(admin, admin.personId, { roles: ["administrator"] });
  });
});

describe("an administrator who gives themselves what decides, keeps or oversees", () => {
  let leader: Actor;
  let second: Actor;
  beforeAll(async () => {
    leader = await person("lanh.dao", "Nguyễn Văn Hòa", ["leader"]);
    second = await person("quan.tri.2", "Lò Thị Mai", ["administrator"]);
  });

  it("cannot, through any door, without a second person", async () => {
    for (const role of ["leader", "clerk", "auditor"] as const) {
      const roles: Role[] = ["administrator", role];
      await expect(office.access.changePerson(organisationId, admin.personId, { roles }, admin)).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
      // A post of tomorrow gives it tomorrow.
      const posts = [
        { id: "a", title: "Cán bộ", roles: ["administrator" as const] },
        { id: "b", title: "Việc khác", roles: [role], from: "2099-01-01" },
      ];
      await expect(office.access.changePerson(organisationId, admin.personId, { posts }, admin)).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    }
    await expect(office.mandates.give(admin, { ...MANDATE, personId: admin.personId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await actorOf(admin.personId)).roles).toEqual(["administrator"]);
  });

  it("cannot renew what has ended, nor bring forward what has not begun", async () => {
    const main = { id: "a", title: "Cán bộ", roles: ["administrator" as const] };
    const ended = { id: "b", title: "Văn thư", roles: ["clerk" as const], to: "2026-01-31" };
    const coming = { id: "c", title: "Chủ tịch", roles: ["leader" as const], from: "2099-01-01" };
    await office.access.changePerson(organisationId, admin.personId, { posts: [main, ended, coming] }, second);
    for (const posts of [
      [main, { ...ended, to: "2099-01-01" }, coming],
      [main, { ...ended, to: undefined }, coming],
      [main, ended, { ...coming, from: "2026-01-01" }],
      [{ ...main, roles: ["administrator" as const, "clerk" as const] }, ended, coming],
    ])
      await expect(office.access.changePerson(organisationId, admin.personId, { posts }, admin)).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    await expect(
      office.access.changePerson(organisationId, admin.personId, { roles: ["administrator", "clerk"] }, admin),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    // What stays as it is needs nobody.
    const posts = [{ ...main, title: "Quản trị" }, ended, coming];
    const { done } = await office.grants.changePerson(admin, admin.personId, { posts });
    expect(done?.position).toBe("Quản trị");
    await office.access.changePerson(organisationId, admin.personId, { posts: [main] }, second);
  });

  it("proposes it: the others are told, the proposer cannot confirm, another does", async () => {
    const roles: Role[] = ["administrator", "leader"];
    const { proposal } = await office.grants.changePerson(admin, admin.personId, { roles });
    expect((await actorOf(admin.personId)).roles).toEqual(["administrator"]);
    for (const other of [leader, second]) {
      const told = (await office.notices.list(other)).find(({ subject }) => subject === proposal!.id);
      expect(told).toMatchObject({ kind: "rights-waiting", href: "/quan-tri/de-nghi-quyen" });
      expect((await office.grants.pending(other)).map(({ id }) => id)).toEqual([proposal!.id]);
    }
    await expect(office.grants.decide(admin, proposal!.id, "confirm")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.grants.changePerson(admin, admin.personId, { roles })).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
    });
    await office.grants.decide(leader, proposal!.id, "confirm");
    expect((await actorOf(admin.personId)).roles).toEqual(roles);
    await expect(office.grants.decide(second, proposal!.id, "confirm")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await trail()).toEqual(expect.arrayContaining(["grant.propose", "grant.confirm", "person.change"]));
    await office.access.changePerson(organisationId, admin.personId, { roles: ["administrator"] }, second);
  });

  it("gets nothing when the second person refuses, and can ask again", async () => {
    const asked = { ...MANDATE, personId: admin.personId };
    const { proposal } = await office.grants.giveMandate(admin, asked);
    await office.grants.decide(second, proposal!.id, "refuse");
    const held = async () => (await office.mandates.list(second)).filter(({ personId }) => personId === admin.personId);
    const before = (await held()).filter(({ general }) => general !== true);
    expect(before).toEqual([]);
    expect((await office.notices.list(admin)).map(({ text }) => text).join()).toContain("không đồng ý: thẩm quyền ký");
    const again = await office.grants.giveMandate(admin, asked);
    await office.grants.decide(leader, again.proposal!.id, "confirm");
    expect((await held()).filter(({ general }) => general !== true)).toHaveLength(1);
  });

  it("gets nothing back that was taken from them while the proposal waited", async () => {
    const roles: Role[] = ["administrator", "auditor"];
    const { proposal } = await office.grants.changePerson(second, second.personId, { roles });
    await office.access.changePerson(organisationId, second.personId, { roles: ["drafter"] }, admin);
    await expect(office.grants.decide(leader, proposal!.id, "confirm")).rejects.toMatchObject({ code: "INVALID" });
    await office.grants.decide(leader, proposal!.id, "refuse");
    expect((await actorOf(second.personId)).roles).toEqual(["drafter"]);
    await office.access.changePerson(organisationId, second.personId, { roles: ["administrator"] }, admin);
  });

  it("gives others what they are to have, as before", async () => {
    const { done } = await office.grants.changePerson(admin, second.personId, { roles: ["administrator", "auditor"] });
    expect(done?.roles).toContain("auditor");
    expect((await office.notices.list(second)).map(({ text }) => text)).toContain(
      "Phạm Quản Trị đã đổi vai trò của bạn, nay là: quản trị, kiểm tra, giám sát.",
    );
    const mandate = await office.grants.giveMandate(admin, { ...MANDATE, personId: leader.personId });
    expect(mandate.done?.person).toBe("Nguyễn Văn Hòa");
  });
});
