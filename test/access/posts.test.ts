import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { may, type Post } from "../../shared/access/index.ts";
import { openTestOffice, type TestOffice } from "./office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openTestOffice();
});
afterAll(() => office.close());

const today = () => office.clock.now.toISOString().slice(0, 10);

describe("organisations in a tree", () => {
  it("stand under one another, never in a ring, also when two are moved at once", async () => {
    const { access } = office;
    const make = (code: string, name: string, parent?: string) =>
      access.createOrganisation({ code, name, place: "Bình An", system: "state", ...(parent ? { parent } : {}) });
    const province = await make("H70", "Ủy ban nhân dân tỉnh Hải Sơn");
    const department = await make("H70.01", "Sở Nội vụ", province.id);
    expect(department.parent).toBe(province.id);
    await expect(access.changeOrganisation(province.id, { parent: department.id })).rejects.toMatchObject({
      code: "INVALID",
      where: "parent",
    });
    await expect(access.changeOrganisation(province.id, { parent: "không-có" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const [one, other] = [await make("H71", "Một"), await make("H72", "Hai")];
    const moved = await Promise.allSettled([
      access.changeOrganisation(one.id, { parent: other.id }),
      access.changeOrganisation(other.id, { parent: one.id }),
    ]);
    expect(moved.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await access.changeOrganisation(department.id, { parent: "" })).parent).toBeUndefined();
  });
});

describe("units", () => {
  it("have a symbol of their own, stand in a tree without rings, and stay while somebody works there", async () => {
    const { access, organisation } = office;
    const { id: organisationId } = organisation;
    const hall = await access.createUnit({ organisationId, name: "Văn phòng", symbol: "VP" });
    const desk = await access.createUnit({ organisationId, name: "Bộ phận Một cửa", symbol: "MC", parentId: hall.id });
    await expect(access.createUnit({ organisationId, name: "Khác", symbol: "VP" })).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
    });
    await expect(access.createUnit({ organisationId, name: "", symbol: "v p" })).rejects.toMatchObject({
      faults: [expect.objectContaining({ where: "symbol" }), expect.objectContaining({ where: "name" })],
    });
    await expect(access.changeUnit(organisationId, hall.id, { parentId: desk.id })).rejects.toMatchObject({
      code: "INVALID",
    });
    await expect(access.removeUnit(organisationId, hall.id)).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    const person = await office.addPerson("mot-cua", ["drafter"]);
    const post: Post = { id: "p1", unitId: desk.id, title: "Công chức", roles: ["drafter"] };
    await access.changePerson(organisationId, person.id, { posts: [post] });
    await expect(access.removeUnit(organisationId, desk.id)).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    await expect(
      access.changePerson(organisationId, person.id, { posts: [{ ...post, unitId: "không-có" }] }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await access.changePerson(organisationId, person.id, { posts: [{ ...post, unitId: hall.id }] });
    await access.removeUnit(organisationId, desk.id);
    expect((await access.units(organisationId)).map(({ symbol }) => symbol)).toEqual(["VP"]);
  });
});

describe("posts", () => {
  it("several of one person give together what those in force today give", async () => {
    const { access, organisation } = office;
    const person = await office.addPerson("kiem-nhiem", ["drafter"]);
    const changed = await access.changePerson(organisation.id, person.id, {
      posts: [
        { id: "chinh", title: "Chuyên viên", roles: ["drafter"] },
        { id: "kiem", title: "Văn thư kiêm nhiệm", roles: ["clerk"], from: "2026-02-01", to: "2026-03-31" },
        { id: "sau", title: "Lưu trữ", roles: ["archivist"], from: "2026-04-01" },
      ],
    });
    expect(changed).toMatchObject({ position: "Chuyên viên", roles: ["drafter", "clerk"] });
    const { token } = await access.signIn("kiem-nhiem", "mật khẩu dài");
    expect((await access.actorOf(token)).roles).toEqual(["drafter", "clerk"]);

    office.clock.now = new Date("2026-04-02T01:00:00.000Z");
    expect((await access.person(organisation.id, person.id)).roles).toEqual(["drafter", "archivist"]);
    expect((await access.people(organisation.id)).find(({ id }) => id === person.id)?.roles).toEqual([
      "drafter",
      "archivist",
    ]);
    const later = await access.signIn("kiem-nhiem", "mật khẩu dài");
    expect(later.actor.roles).toEqual(["drafter", "archivist"]);
    office.clock.now = new Date("2026-03-02T01:00:00.000Z");
  });

  it("position and roles of those who know one post stay the main post's", async () => {
    const { access, organisation } = office;
    const person = await office.addPerson("hai-viec", ["drafter"]);
    await access.changePerson(organisation.id, person.id, {
      posts: [
        { id: "a", title: "Chuyên viên", roles: ["drafter"] },
        { id: "b", title: "Văn thư", roles: ["clerk"] },
      ],
    });
    const changed = await access.changePerson(organisation.id, person.id, { position: "Trưởng phòng" });
    expect(changed).toMatchObject({ position: "Trưởng phòng", roles: ["drafter", "clerk"] });
    expect(changed.posts?.map(({ title }) => title)).toEqual(["Trưởng phòng", "Văn thư"]);
  });

  it("are refused with every fault", async () => {
    const person = await office.addPerson("sai", ["drafter"]);
    await expect(
      office.access.changePerson(office.organisation.id, person.id, {
        posts: [
          { id: "a", title: " ", roles: [], from: "2026-02-30" },
          { id: "a", title: "Văn thư", roles: ["vua" as "clerk"], from: "2026-03-02", to: "2026-03-01" },
        ],
      }),
    ).rejects.toMatchObject({
      code: "INVALID",
      faults: expect.arrayContaining(
        ["posts[0].title", "posts[0].roles", "posts[0].from", "posts[1].roles", "posts[1].id", "posts[1].to"].map(
          (where) => expect.objectContaining({ where }),
        ),
      ),
    });
  });
});

describe("roles", () => {
  it("the auditor reads everything with the trail and changes nothing; the archivist keeps the archive", () => {
    const actor = (role: "auditor" | "archivist") => ({ personId: "a", organisationId: "o", name: "A", roles: [role] });
    for (const action of ["document.read", "dossier.read", "register.read", "audit.read", "audit.export"] as const)
      expect(may(actor("auditor"), action), action).toBe(true);
    for (const action of [
      "document.draft",
      "document.sign",
      "document.number",
      "document.restrict",
      "dossier.keep",
      "archive.keep",
      "incoming.process",
      "number.book",
      "administer",
    ] as const)
      expect(may(actor("auditor"), action), action).toBe(false);
    expect(may(actor("archivist"), "archive.keep")).toBe(true);
    expect(may(actor("archivist"), "document.draft")).toBe(false);
  });

  it("a new leader gets one general mandate, dated and in the trail; who no longer leads loses it", async () => {
    const { access, organisation, records } = office;
    const held = async (personId: string) =>
      (
        await records.query<{ personId: string; general?: true; from: string; endedAt?: string }>(
          `mandates#${organisation.id}`,
        )
      ).items
        .map(({ data }) => data)
        .filter((one) => one.personId === personId);
    const person = await office.addPerson("chu-tich", ["leader"]);
    expect(await held(person.id)).toEqual([expect.objectContaining({ general: true, from: today() })]);
    await access.changePerson(organisation.id, person.id, { roles: ["drafter"] });
    expect((await held(person.id))[0]?.endedAt).toBe(today());
    await access.changePerson(organisation.id, person.id, { roles: ["leader"] });
    expect((await held(person.id)).filter(({ endedAt }) => endedAt === undefined)).toHaveLength(1);
    const { entries } = await access.auditTrail(organisation.id);
    expect(entries.filter(({ action }) => action.startsWith("mandate.")).map(({ action }) => action)).toEqual([
      "mandate.give",
      "mandate.end",
      "mandate.give",
    ]);
    expect((await access.checkAudit(organisation.id)).sound).toBe(true);
  });
});
