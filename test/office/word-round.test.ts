import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { changed, pdfText } from "../word/word-files.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD } from "./office-fixture.ts";

const OLD = "trước ngày 05/12/2026";
const NEW = "trước ngày 15/12/2026";

describe("a draft worked on in Word", () => {
  let f: OfficeFixture;
  beforeAll(async () => {
    f = await openFixture();
  });
  afterAll(() => f.close());
  const draft = (changes: Partial<DocumentDescription> = {}) => f.office.documents.draft(f.drafter, letter(changes));
  const docxOf = async (id: string) => (await f.office.documents.docx(f.drafter, id)).bytes;
  const textOf = async (id: string) => pdfText((await f.office.documents.pdf(f.drafter, id)).bytes);
  const propose = async (id: string, change: (xml: string) => string, name = "sửa.docx") =>
    f.office.wordRound.propose(f.drafter, id, { name, bytes: changed(await docxOf(id), change) });
  const edited = (id: string, from = OLD, to = NEW) => propose(id, (xml) => xml.replace(from, to));

  it("changes nothing before somebody decides", async () => {
    const document = await draft();
    const view = await edited(document.id);
    expect(view).toMatchObject({ words: 1, formats: 0, stale: false, textRead: true, file: "sửa.docx" });
    expect(await textOf(document.id)).toContain(OLD);
    expect((await f.office.documents.get(f.drafter, document.id)).rev).toBe(document.rev);
    const file = await f.office.wordRound.proposalFile(f.drafter, document.id, view.id, "pdf");
    expect(pdfText(file.bytes)).toContain(NEW);
  });

  it("is set from the accepted file: PDF, DOCX, submission, signature", async () => {
    const document = await draft();
    const view = await propose(document.id, (xml) =>
      xml.replace(OLD, NEW).replace("Lưu: VT, KGVX", "Lưu: VT, TH").replaceAll('w:left="1701"', 'w:left="1758"'),
    );
    const accepted = await f.office.wordRound.accept(f.drafter, document.id, document.rev, view.id);
    expect(accepted.word).toEqual({ version: 1, docx: view.docx });
    expect(accepted.description.recipients.at(-1)).toBe("Lưu: VT, TH");
    expect(accepted.description.body).toContain(NEW);
    expect(accepted.history.at(-1)).toMatchObject({ action: "word", note: expect.stringContaining("Bản Word 1") });
    const stored = await f.storage.files.get(view.docx);
    expect(await docxOf(document.id)).toEqual(stored);
    expect(await textOf(document.id)).toContain(NEW);
    const submitted = await f.office.documents.submit(f.drafter, document.id, accepted.rev);
    expect(submitted.drawnWith).toBeUndefined();
    expect(await f.storage.files.get(submitted.files.docx!)).toEqual(stored);
    const signed = await f.office.documents.sign(f.leader, document.id, submitted.rev, PASSWORD);
    const numbered = await f.office.documents.number(f.clerk, document.id, signed.rev);
    const issued = await f.office.documents.seal(f.clerk, document.id, numbered.rev, PASSWORD);
    expect(issued.state).toBe("issued");
    expect(await textOf(document.id)).toContain(NEW);
    const trail = await f.office.audit.list(f.administrator);
    expect(JSON.stringify(trail)).toContain("document.word");
  });

  it("takes subject and signatory from the file, so that lists and mandates follow", async () => {
    const document = await draft();
    const view = await propose(document.id, (xml) =>
      xml.replace("điều chỉnh, bổ sung nhiệm vụ", "sửa đổi nhiệm vụ").replace("PHÓ CHỦ TỊCH<", "CHỦ TỊCH<"),
    );
    expect(view.fields.map(({ field, certain }) => [field, certain])).toEqual([
      ["subject", true],
      ["position", true],
    ]);
    const accepted = await f.office.wordRound.accept(f.drafter, document.id, document.rev, view.id);
    expect(accepted.subject).toBe("sửa đổi nhiệm vụ chuyển đổi số quý IV năm 2026 và năm 2027");
    expect(accepted.description.signature.position).toBe("CHỦ TỊCH");
    const [listed] = await f.office.documents.list(f.drafter, { limit: 1 });
    expect(listed!.subject).toBe(accepted.subject);
  });

  it("asks for what it cannot read, and takes what the person says", async () => {
    const document = await draft();
    const view = await propose(document.id, (xml) => xml.replace("Nơi nhận:", "Gửi cho"));
    expect(view.fields.find(({ field }) => field === "recipients")).toMatchObject({ certain: false });
    const accept = (fields?: Record<string, string>) =>
      f.office.wordRound.accept(f.drafter, document.id, document.rev, view.id, fields);
    await expect(accept()).rejects.toMatchObject({ code: "INVALID", where: "fields.recipients" });
    const given = Object.fromEntries(view.fields.map(({ field, before }) => [field, before]));
    await expect(accept({ ...given, recipients: "Như trên\nBáo Hương Giang" })).rejects.toMatchObject({
      code: "INVALID",
      where: "fields.recipients",
      message: expect.stringContaining("“Báo Hương Giang” không có trong tệp Word"),
    });
    expect((await accept({ ...given, recipients: "Như trên\nLưu: VT" })).description.recipients).toEqual([
      "Như trên",
      "Lưu: VT",
    ]);
  });

  it("is refused with CONFLICT when the draft changed meanwhile", async () => {
    const document = await draft();
    const view = await edited(document.id);
    const other = await f.office.documents.edit(f.drafter, document.id, document.rev, {
      ...document.description,
      subject: "việc khác",
    });
    const accept = (rev: number) => f.office.wordRound.accept(f.drafter, document.id, rev, view.id);
    await expect(accept(document.rev)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(accept(other.rev)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await f.office.wordRound.proposal(f.drafter, document.id, view.id)).toMatchObject({ stale: true });
  });

  it("is refused while the place for the number is gone or filled in, saying what to do", async () => {
    const document = await draft();
    const view = await propose(document.id, (xml) =>
      xml.replace(/<w:bookmarkStart[^>]*w:name="SoVanBan"[^>]*\/>/, "").replace("Số: ", "Công văn số "),
    );
    await expect(f.office.wordRound.accept(f.drafter, document.id, document.rev, view.id)).rejects.toMatchObject({
      code: "WORD_PLACES_MISSING",
      where: "SoVanBan",
      hint: expect.stringContaining("Số:"),
    });
  });

  it("is left by an edit of the form, kept, and brought back", async () => {
    const document = await draft();
    const view = await edited(document.id);
    const accepted = await f.office.wordRound.accept(f.drafter, document.id, document.rev, view.id);
    const formed = await f.office.documents.edit(f.drafter, document.id, accepted.rev, {
      ...accepted.description,
      place: "Nà Tấu",
    });
    expect(formed.word).toBeUndefined();
    expect(formed.history.at(-1)!.note).toContain("rời bản Word 1");
    // What was written in Word is in the form as well.
    expect(await textOf(document.id)).toContain(NEW);
    const versions = await f.office.wordRound.versions(f.drafter, document.id);
    expect(versions.map(({ version, words }) => [version, words])).toEqual([[1, 1]]);
    const again = await f.office.wordRound.restore(f.drafter, document.id, 1);
    expect(again.comparison.differences).toHaveLength(1);
    const back = await f.office.wordRound.accept(f.drafter, document.id, formed.rev, again.id, {});
    expect(back.word?.version).toBe(2);
    const left = await f.office.wordRound.leave(f.drafter, document.id, back.rev);
    expect(left.word).toBeUndefined();
  });

  it("compares versions that were submitted by their files", async () => {
    const document = await draft();
    const first = await f.office.documents.submit(f.drafter, document.id, document.rev);
    const back = await f.office.documents.return(f.clerk, document.id, first.rev, "Sửa hạn");
    const view = await edited(document.id);
    const accepted = await f.office.wordRound.accept(f.drafter, document.id, back.rev, view.id);
    await f.office.documents.submit(f.drafter, document.id, accepted.rev);
    const versions = await f.office.workflow.versions(f.drafter, document.id);
    expect(versions.map(({ word }) => word)).toEqual([undefined, 1]);
    const compared = await f.office.workflow.compare(f.drafter, document.id, 1, 2);
    expect(compared.parts.map(({ marks }) => marks.filter(({ kind }) => kind !== "same"))).toEqual([
      [
        { kind: "removed", text: "05/12/2026" },
        { kind: "added", text: "15/12/2026" },
      ],
    ]);
  });

  it("refuses secrets, macros and what is no Word file, and keeps nothing of them", async () => {
    const document = await draft();
    const bytes = await docxOf(document.id);
    const give = (file: Uint8Array) =>
      f.office.wordRound.propose(f.drafter, document.id, { name: "a.docx", bytes: file });
    const secret = changed(bytes, (xml) =>
      xml.replace("</w:body>", "<w:p><w:r><w:t>TỐI MẬT</w:t></w:r></w:p></w:body>"),
    );
    await expect(give(secret)).rejects.toMatchObject({ code: "SECRET_REFUSED" });
    const linked = changed(
      bytes,
      (xml) =>
        xml.replace(
          "</Relationships>",
          '<Relationship Id="rX" Type="http://x/attachedTemplate" Target="http://xa.example/m.dotm" TargetMode="External"/></Relationships>',
        ),
      "word/_rels/document.xml.rels",
    );
    await expect(give(linked)).rejects.toMatchObject({ code: "WORD_ACTIVE_CONTENT" });
    await expect(give(bytes.slice(0, 3000))).rejects.toMatchObject({ code: "PACKAGE_BROKEN" });
    await expect(give(new Uint8Array(100))).rejects.toMatchObject({ code: "FILE_NOT_ZIP" });
    expect(await f.office.wordRound.proposals(f.drafter, document.id)).toEqual([]);
  });

  it("is only for drafts, only for who drafts, only in its own office", async () => {
    const document = await draft();
    const view = await edited(document.id);
    const { wordRound } = f.office;
    const file = { name: "a.docx", bytes: await docxOf(document.id) };
    const other = { ...f.receivingClerk };
    await expect(wordRound.propose(other, document.id, file)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(wordRound.proposal(other, document.id, view.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(wordRound.accept(other, document.id, document.rev, view.id)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(wordRound.propose(f.administrator, document.id, file)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await f.office.documents.submit(f.drafter, document.id, document.rev);
    await expect(wordRound.propose(f.drafter, document.id, file)).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    await wordRound.discard(f.drafter, document.id, view.id);
    await expect(wordRound.proposal(f.drafter, document.id, view.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("never lets sealed figures of a report be changed; free words may be", async () => {
    const { id: programmeId } = await f.office.programmes.create(f.drafter, { title: "Chuyển đổi số", period: "2026" });
    await f.office.programmes.import(f.drafter, programmeId, 1, {
      name: "nhiem-vu.csv",
      bytes: new TextEncoder().encode(
        "TT,Nhiệm vụ,Cơ quan chủ trì,Thời gian hoàn thành\n1,Số hóa hồ sơ lưu trữ,Sở Nội vụ,Trước ngày 30/9/2026\n",
      ),
    });
    const report = await f.office.reports.draft(f.drafter, {
      programmeId,
      period: { kind: "year", year: 2026 },
      notation: "BC-UBND",
      recipients: ["Lưu: VT"],
      signature: { authority: ["TM. ỦY BAN NHÂN DÂN"], position: "CHỦ TỊCH", name: f.leader.name },
    });
    const bytes = await docxOf(report.id);
    const figure = (xml: string) => xml.replace("Số hóa hồ sơ lưu trữ", "Số hóa mọi hồ sơ");
    await expect(
      f.office.wordRound.propose(f.drafter, report.id, { name: "bc.docx", bytes: changed(bytes, figure) }),
    ).rejects.toMatchObject({ code: "REPORT_TEXT_FIXED" });
    const sentence = (xml: string) => xml.replace(/(\d+) nhiệm vụ/, "97 nhiệm vụ");
    await expect(
      f.office.wordRound.propose(f.drafter, report.id, { name: "bc.docx", bytes: changed(bytes, sentence) }),
    ).rejects.toMatchObject({ code: "REPORT_TEXT_FIXED" });
    // The true words for programs in white, others for whoever signs.
    const white = (xml: string) =>
      xml.replace(
        /<w:r>(?:<w:rPr>((?:(?!<\/w:rPr>).)*)<\/w:rPr>)?(<w:t[^>]*>)([^<]*\d+ nhiệm vụ[^<]*)<\/w:t><\/w:r>/,
        '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>$2$3</w:t></w:r><w:r>$2 Hoàn thành tất cả.</w:t></w:r>',
      );
    await expect(
      f.office.wordRound.propose(f.drafter, report.id, { name: "bc.docx", bytes: changed(bytes, white) }),
    ).rejects.toMatchObject({ code: "WORD_UNSEEN_TEXT" });
    const free = (xml: string) => {
      const paragraphs = [...xml.matchAll(/<w:p>(?:(?!<w:p>).)*?<\/w:p>/gs)].map(([one]) => one);
      const at = paragraphs.find((one) => one.includes("VanthuTieuDe1"))!;
      return xml.replace(
        at,
        `<w:p><w:pPr><w:pStyle w:val="VanthuThan"/></w:pPr><w:r><w:t>Lời mở đầu của cơ quan soạn thảo.</w:t></w:r></w:p>${at}`,
      );
    };
    const view = await f.office.wordRound.propose(f.drafter, report.id, {
      name: "bc.docx",
      bytes: changed(bytes, free),
    });
    expect(view.words).toBe(1);
    const accepted = await f.office.wordRound.accept(f.drafter, report.id, report.rev, view.id);
    const submitted = await f.office.documents.submit(f.drafter, report.id, accepted.rev);
    const check = await f.office.verify(await f.storage.files.get(submitted.files.pdf!));
    expect(check.report).toMatchObject({ matches: true });
  });
});
