import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, allow, may, openAccess, type Role } from "../../shared/access/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";
import { openTestOffice, type TestOffice } from "./office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openTestOffice();
});
afterAll(() => office.close());

describe("organisations", () => {
  it("are found by id and by code, and listed by name", async () => {
    const { access, organisation } = office;
    const party = await access.createOrganisation({
      code: "A01.22",
      name: "Đảng ủy xã Bình An",
      place: "Bình An",
      system: "party",
      term: "2025-2030",
    });
    expect(party.term).toBe("2025-2030");
    expect(await access.organisation(organisation.id)).toEqual(organisation);
    expect(await access.organisationByCode("A01.22")).toEqual(party);
    expect(await access.organisationByCode("Z99")).toBeUndefined();
    expect((await access.organisations()).map((one) => one.code)).toEqual(["A01.22", "H01.15"]);
    await expect(access.organisation("không có")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are refused with every fault, and a code is given once", async () => {
    const bad = {
      code: "h01..",
      name: " ",
      place: "",
      system: "khác" as "state",
      term: "2025",
      email: "không phải thư",
    };
    await expect(office.access.createOrganisation(bad)).rejects.toMatchObject({
      code: "INVALID",
      faults: ["code", "name", "place", "system", "term", "email"].map((where) => expect.objectContaining({ where })),
    });
    const again = { code: "H01.15", name: "Cơ quan khác", place: "Bình An", system: "state" as const };
    await expect(office.access.createOrganisation(again)).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
      where: "code",
    });
    const both = await Promise.allSettled(
      ["Một", "Hai"].map((name) => office.access.createOrganisation({ ...again, code: "K05", name })),
    );
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("know which of them was founded first, even within the same millisecond", async () => {
    for (let round = 0; round < 5; round += 1) {
      const place = temporaryFolder();
      const { records } = openSqliteStorage(place.folder);
      const access = openAccess(records, () => office.clock.now);
      expect(await access.rootOrganisation()).toBeUndefined();
      const input = { name: "Ủy ban nhân dân xã", place: "Bình An", system: "state" as const };
      const founded = await Promise.all(["H01", "H02"].map((code) => access.createOrganisation({ ...input, code })));
      const root = await access.rootOrganisation();
      expect(founded.map(({ id }) => id)).toContain(root);
      await access.createOrganisation({ ...input, code: "H03" });
      expect(await access.rootOrganisation()).toBe(root);
      await records.close();
      place.drop();
    }
  });

  it("of an older installation, which noted no first one, go by their trails", async () => {
    const older = await openTestOffice();
    const { records, access, organisation, clock } = older;
    clock.pass(1);
    for (const code of ["A02", "A03", "A04"])
      await access.createOrganisation({ code, name: "Sở Nội vụ", place: "Bình An", system: "state" });
    const noted = (await records.get("installation", "root"))!;
    await records.commit([{ op: "remove", pk: noted.pk, sk: noted.sk, rev: noted.rev }]);
    expect(await access.rootOrganisation()).toBe(organisation.id);
    await access.createOrganisation({ code: "A05", name: "Sở Nội vụ", place: "Bình An", system: "state" });
    expect(await access.rootOrganisation()).toBe(organisation.id);
    await older.close();
  });

  it("change their name but not their code", async () => {
    const { access, organisation } = office;
    const changed = await access.changeOrganisation(organisation.id, { address: "Số 1 đường Hòa Bình" });
    expect(changed).toEqual({ ...organisation, address: "Số 1 đường Hòa Bình" });
    expect(await access.organisationByCode("H01.15")).toEqual(changed);
  });
});

describe("people", () => {
  it("belong to one organisation and have a user name of their own", async () => {
    const { access, organisation } = office;
    const person = await office.addPerson("Van.Thu", ["clerk", "clerk"]);
    expect(person).toMatchObject({ userName: "van.thu", roles: ["clerk"], organisationId: organisation.id });
    expect(await access.people(organisation.id)).toEqual([person]);
    expect(await access.person(organisation.id, person.id)).toEqual(person);
    await expect(access.person("cơ quan khác", person.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.addPerson("van.thu", ["clerk"])).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
      where: "userName",
    });
    expect(JSON.stringify(await access.people(organisation.id))).not.toContain("hash");
  });

  it("are refused with every fault, and nothing of them stays behind", async () => {
    const { access, organisation } = office;
    const before = (await access.people(organisation.id)).length;
    const bad = {
      organisationId: organisation.id,
      name: "",
      position: "",
      userName: "có dấu",
      roles: ["vua" as Role],
      password: "mật khẩu dài",
    };
    await expect(access.createPerson(bad)).rejects.toMatchObject({
      code: "INVALID",
      faults: ["userName", "roles", "name", "position"].map((where) => expect.objectContaining({ where })),
    });
    await expect(office.addPerson("ngan", ["clerk"], "ngắn")).rejects.toMatchObject({
      code: "INVALID",
      where: "password",
    });
    await expect(
      access.createPerson({
        ...bad,
        organisationId: "khác",
        name: "A",
        position: "B",
        userName: "abc",
        roles: ["clerk"],
      }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await access.people(organisation.id)).toHaveLength(before);
  });
});

describe("permissions", () => {
  const actor = (...roles: Role[]): Actor => ({ personId: "p", organisationId: "o", name: "Trần Văn A", roles });

  it("let the leader sign, the clerk number and seal, the administrator neither", () => {
    expect(may(actor("leader"), "document.sign")).toBe(true);
    expect(may(actor("clerk"), "document.sign")).toBe(false);
    expect(may(actor("clerk"), "document.number")).toBe(true);
    expect(may(actor("leader"), "document.seal")).toBe(false);
    for (const action of ["document.sign", "document.number", "document.seal", "document.send"] as const)
      expect(may(actor("administrator"), action)).toBe(false);
    expect(may(actor("drafter", "clerk"), "document.send")).toBe(true);
  });

  it("say in Vietnamese what is forbidden, and never tell about another organisation", () => {
    expect(() => allow(actor("drafter"), "document.sign", "o")).toThrow(
      expect.objectContaining({ code: "FORBIDDEN", message: "Bạn không có quyền ký văn bản." }),
    );
    expect(() => allow(actor("leader"), "document.sign", "o")).not.toThrow();
    expect(() => allow(actor("leader"), "document.sign", "khác")).toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
  });
});
