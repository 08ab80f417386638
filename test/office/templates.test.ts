import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTemplate } from "../../shared/docx/index.ts";
import { changed, pdfText } from "../word/word-files.ts";
import { letter, type OfficeFixture, openFixture } from "./office-fixture.ts";

const LETTER = readTemplate("nd30", "CV");
/** The shipped letter with a line of the office's own. */
const marked = (words: string) => ({
  name: "mau-cong-van.docx",
  bytes: changed(LETTER, (xml) =>
    xml.replace(
      /(<w:p><w:pPr><w:pStyle w:val="VanthuThan"\/><\/w:pPr><w:r><w:t[^>]*>\{@noiDung\})/,
      `<w:p><w:r><w:t>${words}</w:t></w:r></w:p>$1`,
    ),
  ),
});

describe("templates of an office", () => {
  let f: OfficeFixture;
  let id = "";
  let rev = 0;
  beforeAll(async () => {
    f = await openFixture();
  });
  afterAll(() => f.close());
  const choices = () => f.office.templates.choices(f.drafter, { kind: "CV", ruleSet: "nd30" });
  const textOf = async (documentId: string) => pdfText((await f.office.documents.pdf(f.drafter, documentId)).bytes);

  it("offers the shipped one before the office has its own", async () => {
    expect(await choices()).toEqual([
      { id: "nd30/letter", name: "Mẫu của Vanthu: Công văn", own: false, default: true },
    ]);
    const list = await f.office.templates.list(f.administrator);
    expect(list.own).toEqual([]);
    expect(list.shipped).toHaveLength(30);
    const files = await Promise.all(list.shipped.map((one) => f.office.templates.file(f.administrator, one.id)));
    expect(files.every(({ bytes }) => bytes[0] === 0x50 && bytes[1] === 0x4b)).toBe(true);
  });

  it("takes an upload, tries it, and does not use it yet", async () => {
    const made = await f.office.templates.create(
      f.administrator,
      { ruleSet: "nd30", form: "letter", name: "Công văn của tỉnh", note: "bản đầu" },
      marked("Mẫu riêng, bản một."),
    );
    ({ id, rev } = made);
    const [version] = (await f.office.templates.get(f.administrator, id)).versions;
    expect(version).toMatchObject({ version: 1, file: "mau-cong-van.docx", note: "bản đầu", person: "Hồ Quản Trị" });
    expect(version!.pages).toBeGreaterThan(0);
    expect(pdfText((await f.office.templates.sample(f.administrator, id, 1)).bytes)).toContain("Mẫu riêng, bản một.");
    expect((await choices()).map((one) => one.id)).toEqual(["nd30/letter"]);
    const draft = await f.office.documents.draft(f.drafter, letter({ template: id }));
    expect(await textOf(draft.id)).not.toContain("Mẫu riêng");
  });

  it("is used once it is put to use, and follows the version in use", async () => {
    ({ rev } = await f.office.templates.activate(f.administrator, id, rev, 1));
    expect(await choices()).toEqual([
      expect.objectContaining({ id: "nd30/letter", default: true }),
      { id, name: "Công văn của tỉnh", own: true, default: false },
    ]);
    const named = await f.office.documents.draft(f.drafter, letter({ template: id }));
    const unnamed = await f.office.documents.draft(f.drafter, letter());
    expect(await textOf(named.id)).toContain("Mẫu riêng, bản một.");
    expect(await textOf(unnamed.id)).not.toContain("Mẫu riêng");
    const submitted = await f.office.documents.submit(f.drafter, named.id, named.rev);
    expect(submitted.drawnWith).toMatchObject({ id, name: "Công văn của tỉnh", version: 1 });

    const second = await f.office.templates.addVersion(f.administrator, id, rev, marked("Mẫu riêng, bản hai."), "sửa");
    const open = await f.office.documents.draft(f.drafter, letter({ template: id }));
    expect(await textOf(open.id)).toContain("bản một");
    ({ rev } = await f.office.templates.activate(f.administrator, id, second.rev, 2));
    // The draft follows, what was submitted stays.
    expect(await textOf(open.id)).toContain("bản hai");
    expect(await textOf(named.id)).toContain("bản một");
    expect((await f.office.templates.get(f.administrator, id)).versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  it("becomes the default of a kind, and gives it back", async () => {
    await f.office.templates.setDefault(f.administrator, { kind: "CV", ruleSet: "nd30" }, id);
    expect((await choices())[0]).toMatchObject({ id, default: true });
    const draft = await f.office.documents.draft(f.drafter, letter());
    const shipped = await f.office.documents.draft(f.drafter, letter({ template: "nd30/letter" }));
    expect(await textOf(draft.id)).toContain("bản hai");
    expect(await textOf(shipped.id)).not.toContain("Mẫu riêng");
    await f.office.templates.setDefault(f.administrator, { kind: "CV", ruleSet: "nd30" }, "nd30/letter");
    expect(await textOf(draft.id)).not.toContain("Mẫu riêng");
  });

  it("switched off takes its defaults with it; drafts that name it are set in the default", async () => {
    await f.office.templates.setDefault(f.administrator, { kind: "CV", ruleSet: "nd30" }, id);
    const draft = await f.office.documents.draft(f.drafter, letter({ template: id }));
    ({ rev } = await f.office.templates.change(f.administrator, id, rev, { off: true }));
    expect((await choices()).map((one) => one.id)).toEqual(["nd30/letter"]);
    expect((await f.office.templates.list(f.administrator)).defaults).toEqual([]);
    expect(await textOf(draft.id)).not.toContain("Mẫu riêng");
    ({ rev } = await f.office.templates.change(f.administrator, id, rev, { off: false, name: "Công văn tỉnh" }));
    expect(await textOf(draft.id)).toContain("bản hai");
  });

  it("refuses what cannot be a template, and keeps nothing of it", async () => {
    const input = { ruleSet: "nd30", form: "letter", name: "Hỏng" } as const;
    const bare = changed(LETTER, (xml) => xml.replace("{hoTen}", "x"));
    const secret = changed(LETTER, (xml) =>
      xml.replace("{@noiDung}", "MẬT</w:t></w:r></w:p><w:p><w:r><w:t>{@noiDung}"),
    );
    const create = (bytes: Uint8Array) => f.office.templates.create(f.administrator, input, { name: "a.docx", bytes });
    await expect(create(bare)).rejects.toMatchObject({ code: "TEMPLATE_INCOMPLETE" });
    await expect(create(secret)).rejects.toMatchObject({ code: "SECRET_REFUSED" });
    await expect(create(new TextEncoder().encode("không phải tệp Word"))).rejects.toMatchObject({
      code: "FILE_NOT_ZIP",
    });
    await expect(
      f.office.templates.addVersion(f.administrator, id, rev, { name: "a.docx", bytes: bare }),
    ).rejects.toMatchObject({ code: "TEMPLATE_INCOMPLETE" });
    const list = await f.office.templates.list(f.administrator);
    expect(list.own.map(({ name, newest }) => [name, newest])).toEqual([["Công văn tỉnh", 2]]);
  });

  it("refuses a change made on an older state", async () => {
    await expect(f.office.templates.activate(f.administrator, id, rev - 1, 1)).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("belongs to its office alone: another does not see, use or change it", async () => {
    const stranger = { ...f.receivingClerk, roles: ["administrator", "drafter", "clerk"] as const };
    const other = { ...stranger, roles: [...stranger.roles] };
    const { templates } = f.office;
    expect((await templates.list(other)).own).toEqual([]);
    const absent = { code: "NOT_FOUND" };
    await expect(templates.get(other, id)).rejects.toMatchObject(absent);
    await expect(templates.file(other, id, 1)).rejects.toMatchObject(absent);
    await expect(templates.sample(other, id, 1)).rejects.toMatchObject(absent);
    await expect(templates.activate(other, id, rev, 1)).rejects.toMatchObject(absent);
    await expect(templates.change(other, id, rev, { off: true })).rejects.toMatchObject(absent);
    await expect(templates.addVersion(other, id, rev, marked("x"))).rejects.toMatchObject(absent);
    await expect(templates.setDefault(other, { kind: "CV", ruleSet: "nd30" }, id)).rejects.toMatchObject(absent);
    const draft = await f.office.documents.draft(other, letter({ template: id }));
    expect(pdfText((await f.office.documents.pdf(other, draft.id)).bytes)).not.toContain("Mẫu riêng");
  });

  it("is the administrator's to change and the drafter's to choose", async () => {
    const { templates } = f.office;
    await expect(templates.activate(f.drafter, id, rev, 1)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(templates.setDefault(f.clerk, { kind: "CV", ruleSet: "nd30" }, id)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(templates.choices(f.administrator, { kind: "CV", ruleSet: "nd30" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const trail = await f.office.audit.list(f.administrator);
    expect(JSON.stringify(trail)).toContain("template.activate");
  });
});
