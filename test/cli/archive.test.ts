import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packDossier } from "../../shared/dossiers/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { sampleDossier } from "../dossiers/sample-dossier.ts";
import { temporaryFolder, vanthu } from "./vanthu.ts";

const place = temporaryFolder();
afterAll(() => place.drop());

describe("vanthu archive", () => {
  beforeAll(async () => {
    const storage = openSqliteStorage(place.at("data"));
    const office = openOffice({ storage });
    const organisation = await office.access.createOrganisation({
      code: "H98.40",
      name: "UBND xã Suối Nậm",
      place: "Suối Nậm",
      system: "state",
    });
    const { id } = await office.access.createPerson({
      organisationId: organisation.id,
      userName: "quang.la",
      name: "Quàng Thị Lả",
      position: "Công chức",
      roles: ["drafter"],
      password: "mat-khau-dai",
    });
    const actor = { personId: id, organisationId: organisation.id, name: "Quàng Thị Lả", roles: ["drafter" as const] };
    let dossier = await office.dossiers.open(actor, {
      year: 2026,
      notation: "05.KT",
      title: "Sổ theo dõi mưa",
      retention: "10 năm",
      startedOn: "2026-01-05",
    });
    dossier = await office.dossiers.upload(actor, dossier.id, dossier.rev, {
      file: { name: "mua.csv", bytes: Buffer.from("ngày;mm\n05/01/2026;12\n") },
      title: "Lượng mưa",
      issuedOn: "2026-01-05",
    });
    await office.dossiers.close(actor, dossier.id, dossier.rev, "2026-02-01");
    await storage.records.close();
  });

  it("check: accepts a sound package (exit 0), names every fault of another (exit 1)", () => {
    const { bytes } = packDossier(sampleDossier().input);
    writeFileSync(place.at("goi.zip"), bytes);
    const sound = vanthu(["archive", "check", place.at("goi.zip")]);
    expect([sound.code, sound.out]).toEqual([0, expect.stringContaining("gói nguyên vẹn")]);
    expect(sound.out).toContain("H98.40.2026.03.NLN");
    const at = Buffer.from(bytes).indexOf("%PDF-1.7 a");
    const changed = Uint8Array.from(bytes);
    changed[at + 9] = 0x62;
    writeFileSync(place.at("hong.zip"), changed);
    const broken = vanthu(["archive", "check", place.at("hong.zip"), "--json"]);
    expect(broken.code).toBe(1);
    const faults = (JSON.parse(broken.out) as { faults: { where: string }[] }).faults;
    expect(faults.some(({ where }) => where?.endsWith(".0000001.pdf"))).toBe(true);
  });

  it("export: makes the package of a dossier of this machine's data, which check accepts", () => {
    const made = vanthu([
      "archive",
      "export",
      "H98.40",
      "2026",
      "05.KT",
      "-o",
      place.at("ra"),
      "--data",
      place.at("data"),
    ]);
    expect([made.code, made.err]).toEqual([0, ""]);
    const [name] = readdirSync(place.at("ra"));
    expect(readFileSync(place.at(`ra/${name}`)).length).toBeGreaterThan(1000);
    expect(vanthu(["archive", "check", place.at(`ra/${name}`)]).code).toBe(0);
    expect(
      vanthu(["archive", "export", "H98.40", "2026", "99.KT", "-o", place.at("ra"), "--data", place.at("data")]).code,
    ).not.toBe(0);
    expect(vanthu(["archive", "pack"]).code).not.toBe(0);
  });
});
