import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../shared/access/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD } from "./office-fixture.ts";

let fixture: OfficeFixture;
let drafter: Actor;
let head: Actor;
let deputy: Actor;

const person = async (userName: string, name: string, title: string, unitId: string): Promise<Actor> => {
  const { access } = fixture.office;
  const { id } = await access.createPerson({
    organisationId: fixture.sender.id,
    userName,
    name,
    position: title,
    roles: ["drafter"],
    posts: [{ id: "chinh", title, roles: ["drafter"], unitId }],
    password: PASSWORD,
  });
  return { personId: id, organisationId: fixture.sender.id, name, roles: ["drafter"], units: [unitId] };
};
const draft = async () => fixture.office.documents.draft(drafter, letter());

beforeAll(async () => {
  fixture = await openFixture();
  const unit = await fixture.office.access.createUnit({
    organisationId: fixture.sender.id,
    name: "Phòng Tổng hợp",
    symbol: "TH",
  });
  drafter = await person("an.bui", "Bùi Thị An", "Chuyên viên", unit.id);
  deputy = await person("anh", "Cao Ngọc Anh", "Phó Trưởng phòng", unit.id);
  head = await person("vinh", "Vũ Quang Vinh", "Trưởng phòng", unit.id);
});
afterAll(() => fixture.close());

describe("the head of the drafter's unit as approver", () => {
  it("is offered first, before the deputy and everybody else; a head has none over them", async () => {
    const { workflow } = fixture.office;
    const offered = await workflow.reviewers(drafter);
    expect(offered.slice(0, 2)).toEqual([
      { personId: head.personId, name: "Vũ Quang Vinh", position: "Trưởng phòng", head: true },
      { personId: deputy.personId, name: "Cao Ngọc Anh", position: "Phó Trưởng phòng", head: true },
    ]);
    expect(offered.slice(2).some((one) => one.head)).toBe(false);
    expect((await workflow.reviewers(head)).filter((one) => one.head).map(({ personId }) => personId)).toEqual([
      deputy.personId,
    ]);
  });

  it("is not needed unless the office wants it", async () => {
    const { documents } = fixture.office;
    const one = await draft();
    const submitted = await documents.submit(drafter, one.id, one.rev);
    expect(submitted.reviewer).toBeUndefined();
    expect((await documents.sign(fixture.leader, submitted.id, submitted.rev, PASSWORD)).state).toBe("signed");
  });

  it("where the office wants it: chosen by itself, nobody else may be, and no signature before the approval", async () => {
    const { documents, workflow } = fixture.office;
    await workflow.changeSettings(fixture.administrator, { approval: "optional", unitHead: "required" });
    expect(await workflow.settings(drafter)).toEqual({ approval: "optional", unitHead: "required" });
    const one = await draft();
    await expect(
      documents.submit(drafter, one.id, one.rev, { reviewerId: fixture.clerk.personId }),
    ).rejects.toMatchObject({ code: "INVALID", where: "reviewerId" });
    const submitted = await documents.submit(drafter, one.id, one.rev);
    expect(submitted.reviewer).toEqual({ personId: head.personId, name: "Vũ Quang Vinh", head: true });
    await expect(documents.sign(fixture.leader, one.id, submitted.rev, PASSWORD)).rejects.toMatchObject({
      code: "APPROVAL_FIRST",
    });
    expect((await workflow.view(head, one.id)).turn?.people.map(({ personId }) => personId)).toContain(head.personId);
    expect((await workflow.waiting(head)).map(({ document }) => document.id)).toContain(one.id);
    const approved = await workflow.approve(head, one.id, submitted.rev, "Đồng ý");
    expect((await documents.sign(fixture.leader, one.id, approved.rev, PASSWORD)).state).toBe("signed");
  });

  it("of a drafter whose unit has no head nothing more is asked", async () => {
    const { documents } = fixture.office;
    const one = await documents.draft(fixture.drafter, letter());
    const submitted = await documents.submit(fixture.drafter, one.id, one.rev);
    expect(submitted.reviewer).toBeUndefined();
    expect((await documents.sign(fixture.leader, one.id, submitted.rev, PASSWORD)).state).toBe("signed");
  });
});
