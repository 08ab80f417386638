import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOffice } from "../../shared/office/index.ts";
import { createTestAuthority } from "../../shared/signing/index.ts";
import { type OfficeFixture, openFixture, SECRETS } from "./office-fixture.ts";

const authority = createTestAuthority();
const DAY = 86_400_000;

/** Certificates are told of before they end, to whoever can do something about it. */
describe("certificates that end soon", () => {
  let fixture: OfficeFixture;
  let office: ReturnType<typeof openOffice>;
  let now = Date.now();

  beforeAll(async () => {
    fixture = await openFixture();
    office = openOffice({
      storage: fixture.storage,
      secrets: SECRETS,
      trust: { trust: [{ certificate: authority.root, scope: "NEAC", source: "kiểm thử" }], crls: authority.crls },
    });
  });
  afterAll(() => fixture.close());

  const told = async (actor: typeof fixture.leader) =>
    (await office.notices.list(actor)).filter(({ kind }) => kind === "key-ending");
  const importFor = async (days: number) => {
    const made = authority.issueCertificate({
      commonName: fixture.leader.name,
      kind: "person",
      notAfter: new Date(Date.now() + days * DAY),
    });
    const owner = { personId: fixture.leader.personId };
    await office.keys.importPkcs12(fixture.leader, owner, made.toPkcs12("mat-khau-tep"), "mat-khau-tep");
  };

  it("are told of 30 days before, once, to the owner and to administrators", async () => {
    const { leader, administrator, clerk } = fixture;
    // Nothing else that lasts.
    for (const key of await office.keys.keys(leader)) {
      if (key.owner !== "seal" && key.owner.personId === leader.personId) await office.keys.removeKey(leader, key.id);
    }
    await importFor(40);
    await office.runSigning(new Date(now));
    expect(await told(leader)).toEqual([]);
    now += 12 * DAY;
    await office.runSigning(new Date(now));
    await office.runSigning(new Date(now + DAY));
    const [notice, ...more] = await told(leader);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ href: "/tai-khoan" });
    expect(notice!.text).toMatch(/hết hạn ngày \d\d\/\d\d\/\d{4}/);
    expect((await told(administrator)).map(({ href }) => href)).toEqual(["/quan-tri/chung-thu-so"]);
    expect(await told(clerk)).toEqual([]);
  });

  it("are settled when the owner has one that lasts", async () => {
    await importFor(400);
    await office.runSigning(new Date(now + 2 * DAY));
    expect(await told(fixture.leader)).toEqual([]);
    expect(await told(fixture.administrator)).toEqual([]);
  });

  it("are settled when the certificate is removed", async () => {
    const { leader, administrator } = fixture;
    for (const key of await office.keys.keys(leader)) {
      if (key.owner !== "seal" && key.owner.personId === leader.personId) await office.keys.removeKey(leader, key.id);
    }
    await importFor(20);
    await office.runSigning(new Date(now + 3 * DAY));
    expect([(await told(leader)).length, (await told(administrator)).length]).toEqual([1, 1]);
    const [key] = (await office.keys.keys(leader)).filter(({ owner }) => owner !== "seal");
    await office.keys.removeKey(leader, key!.id);
    expect([await told(leader), await told(administrator)]).toEqual([[], []]);
  });
});
