import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contents, officeWithServices } from "../evidence/support.ts";
import { type Run, temporaryFolder, vanthu } from "./vanthu.ts";

/** `vanthu evidence` and what `vanthu verify` does with a container and a report. */
const work = temporaryFolder();
const PASSWORD = { VANTHU_P12_PASSWORD: "mat-khau-khoa" };
let packed: Run;

beforeAll(async () => {
  const people = officeWithServices();
  const [document, packet] = await contents(people);
  writeFileSync(work.at("van-ban.pdf"), document!.bytes);
  writeFileSync(work.at("goi-tin.edxml"), packet!.bytes);
  writeFileSync(work.at("khoa.p12"), people.seal.toPkcs12(PASSWORD.VANTHU_P12_PASSWORD));
  writeFileSync(work.at("goc-thu-nghiem.crt"), people.authority.root);
  people.authority.crls.forEach((crl, i) => {
    writeFileSync(work.at(`${i}.crl`), crl);
  });
  packed = vanthu(
    ["evidence", "pack", work.at("van-ban.pdf"), work.at("goi-tin.edxml"), "-o", work.at("goi.asice"), "--p12", work.at("khoa.p12"), "--trust", work.folder, "--offline", "--json"], // biome-ignore format: one command
    PASSWORD,
  );
});
afterAll(() => work.drop());

describe("vanthu evidence", () => {
  it("packs files with revocation evidence, and checks what it packed", () => {
    expect([packed.code, packed.err]).toEqual([0, ""]);
    expect(JSON.parse(packed.out)).toMatchObject({ level: "B-B", missing: [] });
    const checked = vanthu(["evidence", "check", work.at("goi.asice"), "--trust", work.folder]);
    expect([checked.code, checked.err]).toEqual([0, ""]);
    expect(checked.out).toContain("van-ban.pdf");
    expect(checked.out).toContain("khớp danh mục được ký");
    expect(vanthu(["verify", work.at("goi.asice"), "--offline", "--trust", work.folder]).code).toBe(0);
    expect(vanthu(["verify", work.at("goi.asice"), "--offline"]).code).toBe(2);
  });

  it("fails for a container that was changed, and refuses what is none", () => {
    const bytes = readFileSync(work.at("goi.asice"));
    const at = bytes.indexOf("van-ban.pdf") + 500;
    bytes[at]! ^= 1;
    writeFileSync(work.at("hong.asice"), bytes);
    expect([1, 4]).toContain(vanthu(["evidence", "check", work.at("hong.asice"), "--trust", work.folder]).code);
    const other = vanthu(["evidence", "check", work.at("van-ban.pdf")]);
    expect([other.code, other.err]).toEqual([1, expect.stringContaining("FILE_WRONG_KIND")]);
    expect(vanthu(["evidence"]).code).toBe(64);
    expect(vanthu(["evidence", "pack", work.at("van-ban.pdf")]).err).toContain("USAGE");
  });

  it("writes the report that is filed", () => {
    for (const [file, name] of [
      ["van-ban.pdf", "a.pdf"],
      ["goi.asice", "b.pdf"],
    ] as const) {
      const run = vanthu(["verify", work.at(file), "--offline", "--trust", work.folder, "--report", work.at(name)]);
      expect([run.code, run.err]).toEqual([0, ""]);
      expect(readFileSync(work.at(name)).subarray(0, 5).toString()).toBe("%PDF-");
    }
  });
});
