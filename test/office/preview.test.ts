import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_PLAN } from "../../samples/plan.ts";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import type { PlanParts, Preview } from "../../shared/office/index.ts";
import type { Programme } from "../../shared/tasks/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";
import { letter, type OfficeFixture, openFixture } from "./office-fixture.ts";

/** How a document would look while somebody writes it. */
describe("a preview", () => {
  let fixture: OfficeFixture;
  let programme: Programme;
  let plan: PlanParts;

  beforeAll(async () => {
    fixture = await openFixture();
    const { office, drafter, sender } = fixture;
    const sample = sampleProgramme(sender.id);
    const made = await office.programmes.create(drafter, { title: sample.title, period: sample.period });
    const put = (next: Programme, revision: number) =>
      office.programmes.save(drafter, { ...next, id: made.id, organisationId: sender.id, revision }, "Lập");
    await put(sample, made.revision);
    programme = await put(sampleRevision(sender.id), made.revision + 1);
    plan = { ...SAMPLE_PLAN, programmeId: made.id };
  });
  afterAll(() => fixture.close());

  const preview = (changes: Partial<DocumentDescription> = {}): Promise<Preview> =>
    fixture.office.documents.preview(fixture.drafter, letter({ notation: "UBND-KGVX", ...changes }));
  const codes = (found: Preview) =>
    found.findings.map(({ code, field, line }) => [code, field, ...(line === undefined ? [] : [line])].join(" "));

  it("shows the very pages that the draft will have, and keeps nothing", async () => {
    const { office, drafter, storage } = fixture;
    const before = await stored();
    const { pdf, pages, findings, places } = await preview();
    expect(await stored()).toBe(before);
    expect(findings).toEqual([]);
    const draft = await office.documents.draft(drafter, letter({ notation: "UBND-KGVX" }));
    const rendered = await office.documents.render(drafter, draft.id);
    expect(pages).toBe(rendered.pages);
    expect(textOf(pdf)).toBe(textOf(rendered.pdf));
    expect(places.filter(({ field }) => field === "body").map(({ line }) => line)).toEqual([0, 2, 4, 6, 8]);

    async function stored(): Promise<number> {
      const { items } = await storage.records.query(`org/${drafter.organisationId}/documents`, {});
      return items.length + (await office.documents.list(drafter)).length;
    }
  });

  it("tells what is missing with the field it belongs to, instead of refusing", async () => {
    const found = await preview({
      subject: "",
      addressees: [],
      recipients: [],
      signature: { authority: [], position: "", name: "" },
    });
    expect(codes(found)).toEqual([
      "subject.missing subject",
      "addressees.missing addressees",
      "recipients.missing recipients",
      "signature.missing signature.name",
    ]);
    expect(found.pages).toBe(1);
    expect(found.findings.every(({ severity }) => severity === "error")).toBe(true);
    const decision = await preview({
      kind: "QĐ",
      notation: "QĐ-UBND",
      subject: "Kiện toàn tổ công tác",
      body: "Điều 1. Kiện toàn.",
    });
    expect(codes(decision)).toContain("body.missing body");
  });

  it("tells mistakes of writing and of form with their line, page and clause", async () => {
    const { findings } = await preview({
      body: "Mở đầu.\n\nCó **đậm dở.\n\nLý do: …\n\nXem[^7].\n\n1. Một.\n\n3. Ba.",
      recipients: ["Như trên"],
    });
    const found = new Map(findings.map((one) => [one.code, one]));
    expect(found.get("sign.open")).toMatchObject({ field: "body", line: 2, page: 0 });
    expect(found.get("text.open")).toMatchObject({ field: "body", line: 4 });
    expect(found.get("FOOTNOTE_MISSING")).toMatchObject({ field: "body", line: 6, severity: "error" });
    expect(found.get("recipients.archive")).toMatchObject({ kind: "form", field: "recipients" });
    expect(found.get("recipients.archive")!.clause).toContain("NĐ30");
  });

  it("knows who may sign and by what mandate", async () => {
    const { signature } = letter();
    const nobody = await preview({ signature: { ...signature, name: "Người Lạ Mặt" } });
    expect(codes(nobody)).toContain("signature.unknown signature.name");
  });

  it("of a plan leads back to its parts, and to the programme for what it lacks", async () => {
    const { office, drafter } = fixture;
    const found = await office.documents.previewPlan(drafter, plan);
    expect(found.findings).toEqual([]);
    expect(found.pages).toBeGreaterThan(4);
    const last = found.places.findLast(({ field }) => field === "implementation")!;
    expect(last.page).toBeGreaterThan(0);
    expect(found.places.find(({ field }) => field === "appendices[0]")!.page).toBe(last.page + 1);
    const empty = await office.documents.previewPlan(drafter, {
      ...plan,
      purpose: "",
      requirements: "- **dở\n\n- đúng",
    });
    expect(codes(empty)).toEqual(["purpose.missing purpose", "FOOTNOTE_UNUSED body", "sign.open requirements 0"]);
  });

  it("of a plan for a quarter has only what is due in it, of the revision that was chosen", async () => {
    const { office, drafter } = fixture;
    const rows = async (more: Partial<PlanParts>) => {
      const made = await office.documents.draftPlan(drafter, { ...plan, ...more });
      const { table, title } = made.description.appendices![0]!;
      return { title, rows: table!.rows.filter((row) => "cells" in row).length, revision: made.programme!.revision };
    };
    const whole = await rows({});
    const quarter = await rows({ period: "2026-Q4" });
    expect(whole.rows).toBe(programme.tasks.length);
    expect(quarter.rows).toBeGreaterThan(0);
    expect(quarter.rows).toBeLessThan(whole.rows);
    expect(quarter.title).toContain("quý IV năm 2026");
    expect((await rows({ revision: 2 })).revision).toBe(2);
    await expect(office.documents.previewPlan(drafter, { ...plan, period: "quý tư" })).rejects.toMatchObject({
      code: "INVALID",
    });
  });

  it("is for those who draft, of their own office, and of nothing secret", async () => {
    const { office, drafter, administrator, receivingClerk } = fixture;
    await expect(office.documents.preview(administrator, letter())).rejects.toMatchObject({ code: "FORBIDDEN" });
    const draft = await office.documents.draft(drafter, letter());
    const elsewhere = office.documents.preview(receivingClerk, letter(), { of: draft.id });
    await expect(elsewhere).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.documents.previewPlan(receivingClerk, plan)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(preview({ body: "MẬT\n\nNội dung." })).rejects.toMatchObject({ code: "SECRET_REFUSED" });
    await expect(preview({ body: 5 as never })).rejects.toMatchObject({ code: "INVALID" });
  });

  it("is not begun when nobody waits for it any more", async () => {
    const { office, drafter } = fixture;
    const given = AbortSignal.abort();
    await expect(office.documents.preview(drafter, letter(), { signal: given })).rejects.toThrow();
  });

  it("of an amended appendix shows letter or appendix, with rows as they are chosen", async () => {
    const { office, drafter } = fixture;
    const draft = { programmeId: programme.id, from: 2, to: 3, letter: letter(), appendixTitle: "Danh mục điều chỉnh" };
    const { rows } = await office.amendments.compare(drafter, draft);
    const notes = { [rows[0]!.row.taskId]: "Giãn sang quý sau theo đề nghị" };
    const appendix = await office.amendments.preview(drafter, { ...draft, notes });
    expect(appendix.findings).toEqual([]);
    expect(textOf(appendix.pdf)).toContain("Giãn sang quý");
    expect(textOf((await office.amendments.preview(drafter, draft, { part: "letter" })).pdf)).toContain("Kính gửi");
    const none = await office.amendments.preview(drafter, {
      ...draft,
      left: rows.map(({ row }) => row.taskId),
      appendixTitle: "",
    });
    expect(codes(none)).toEqual(expect.arrayContaining(["rows.missing rows", "appendixTitle.missing appendixTitle"]));
  });
});

function textOf(pdf: Uint8Array): string {
  const { folder, drop } = temporaryFolder();
  const file = path.join(folder, "xem.pdf");
  writeFileSync(file, pdf);
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  drop();
  return text.replaceAll(/\s+/g, " ");
}
