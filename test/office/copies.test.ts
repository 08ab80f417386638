import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../shared/access/index.ts";
import { readScan } from "../../shared/copies/index.ts";
import { packEdxml, unpackEdxml } from "../../shared/exchange/index.ts";
import type { CopyRequest, CopySource, NewUpload } from "../../shared/office/index.ts";
import { openPkcs12, signPdf } from "../../shared/signing/index.ts";
import { describeVerdict } from "../../shared/verification/index.ts";
import { program, temporaryFolder } from "../cli/vanthu.ts";
import { scannedPage } from "../copies/pictures.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD } from "./office-fixture.ts";

let fixture: OfficeFixture;
let issued: { id: string };
const work = temporaryFolder();
beforeAll(async () => {
  fixture = await openFixture();
  const { office, drafter, leader, clerk } = fixture;
  let document = await office.documents.draft(drafter, letter());
  document = await office.documents.submit(drafter, document.id, document.rev);
  document = await office.documents.sign(leader, document.id, document.rev, PASSWORD);
  document = await office.documents.number(clerk, document.id, document.rev);
  issued = await office.documents.seal(clerk, document.id, document.rev, PASSWORD);
});
afterAll(async () => {
  work.drop();
  await fixture.close();
});

const own = (): CopySource => ({ from: "document", id: issued.id });

async function request(
  more: Partial<CopyRequest> & Pick<CopyRequest, "source" | "form" | "to">,
  actor: Actor = fixture.clerk,
): Promise<CopyRequest> {
  const { signatories } = await fixture.office.copies.settings(actor);
  return { signatory: signatories[0]?.id ?? "", recipients: ["Các phòng chuyên môn", "Lưu: VT"], ...more };
}

/** A scanned decision on paper, as a clerk uploads it. */
function scan(more: Partial<NewUpload> = {}): NewUpload {
  return {
    files: [1, 2].map((seed) => ({ name: `trang-${seed}.png`, bytes: scannedPage(200, seed) })),
    text: {
      kindName: "Quyết định",
      number: "218",
      notation: "QĐ-UBND",
      issuedOn: "2026-11-02",
      issuer: "Ủy ban nhân dân xã Nà Tấu",
      subject: "Về việc cử cán bộ tham gia tổ công nghệ số cộng đồng",
    },
    standing: "authentic",
    compared: true,
    secret: false,
    ...more,
  };
}

async function pdfOf(id: string): Promise<Uint8Array> {
  return (await fixture.office.copies.pdf(fixture.clerk, id)).bytes;
}

describe("what may be made of a document of this office", () => {
  it("offers the decree's ways with their clauses and refuses the rest by name of the clause", async () => {
    const { office, clerk } = fixture;
    const view = await office.copies.look(clerk, own());
    expect(view).toMatchObject({ medium: "electronic", standing: "original", abbreviation: "UBND" });
    expect(view.check?.verdict).toBe("TOTAL_PASSED");
    expect(view.offers.filter((one) => one.allowed).map((one) => `${one.form} ${one.to}`)).toEqual([
      "sao-y paper",
      "trich-sao electronic",
      "trich-sao paper",
    ]);
    const electronic = await request({ source: own(), form: "sao-y", to: "electronic" });
    await expect(office.copies.make(clerk, electronic, { password: PASSWORD })).rejects.toMatchObject({
      code: "COPY_FORBIDDEN",
      where: "NĐ 30/2020/NĐ-CP Điều 25 khoản 1",
    });
    const again = await request({ source: own(), form: "sao-luc", to: "paper" });
    await expect(office.copies.make(clerk, again)).rejects.toMatchObject({ code: "COPY_FORBIDDEN" });
  });

  it("copies only what was issued, only for a clerk, and nothing of another organisation", async () => {
    const { office, clerk, drafter, receivingClerk } = fixture;
    const draft = await office.documents.draft(drafter, letter());
    const unissued = await request({ source: { from: "document", id: draft.id }, form: "sao-y", to: "paper" });
    await expect(office.copies.make(clerk, unissued)).rejects.toMatchObject({ code: "COPY_SOURCE_NOT_ISSUED" });
    const allowed = await request({ source: own(), form: "sao-y", to: "paper" });
    await expect(office.copies.make(drafter, allowed)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(office.copies.look(receivingClerk, own())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("Điều 27.1: who signs copies", () => {
  it("is said by the head; until then the leaders; nobody else", async () => {
    const { office, clerk, leader } = fixture;
    const first = await office.copies.settings(clerk);
    expect(first.signatories.map(({ name }) => name)).toEqual([leader.name]);
    const set = {
      abbreviation: "UBND",
      signatories: [{ id: "cvp", authority: ["TL. Chủ tịch"], position: "Chánh Văn phòng", name: "Trần Quang Huy" }],
    };
    await expect(office.copies.changeSettings(clerk, first.rev, set)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const changed = await office.copies.changeSettings(leader, first.rev, set);
    await expect(office.copies.changeSettings(leader, first.rev, set)).rejects.toMatchObject({ code: "CONFLICT" });
    const other = await request({ source: own(), form: "sao-y", to: "paper", signatory: leader.personId });
    await expect(office.copies.make(clerk, other)).rejects.toMatchObject({ code: "COPY_NOT_AUTHORISED" });
    expect((await office.copies.settings(clerk)).rev).toBe(changed.rev);
  });
});

describe("a copy on paper", () => {
  it("takes its number from the one series of copies, is confirmed or given up with its number", async () => {
    const { office, clerk } = fixture;
    const first = await office.copies.make(
      clerk,
      await request({ source: own(), form: "sao-y", to: "paper", amount: 3 }),
    );
    const second = await office.copies.make(
      clerk,
      await request({ source: own(), form: "trich-sao", to: "paper", passages: [1] }),
    );
    expect([first.number?.symbol, second.number?.symbol]).toEqual(["01/SY-UBND", "02/TrS-UBND"]);
    expect(first).toMatchObject({ state: "printed", amount: 3, clause: "NĐ 30/2020/NĐ-CP Điều 25 khoản 1 điểm b" });
    writeFileSync(work.at("giay.pdf"), await pdfOf(first.id));
    const text = program("pdftotext", ["-layout", work.at("giay.pdf"), "-"]).out.normalize("NFC");
    for (const part of ["SAO Y", "Số: 01/SY-UBND", "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Trần Quang Huy"])
      expect(text).toContain(part);

    const confirmed = await office.copies.confirm(clerk, first.id, first.rev);
    expect(confirmed.state).toBe("signed");
    await expect(office.copies.cancel(clerk, first.id, confirmed.rev, "x")).rejects.toMatchObject({
      code: "STATE_FORBIDDEN",
    });
    await expect(office.copies.cancel(clerk, second.id, second.rev, " ")).rejects.toMatchObject({ code: "INVALID" });
    expect((await office.copies.cancel(clerk, second.id, second.rev, "In lệch trang")).state).toBe("void");
    const third = await office.copies.make(clerk, await request({ source: own(), form: "sao-y", to: "paper" }));
    expect(third.number?.symbol).toBe("03/SY-UBND");
  });

  it("numbers many at once without gap or repeat", async () => {
    const { office, clerk } = fixture;
    const wanted = await request({ source: own(), form: "sao-y", to: "paper" });
    const made = await Promise.all(Array.from({ length: 5 }, () => office.copies.make(clerk, wanted)));
    const numbers = made.map(({ number }) => number!.value).sort((a, b) => a - b);
    expect(new Set(numbers).size).toBe(5);
    expect(numbers.at(-1)! - numbers[0]!).toBe(4);
  });

  it("stands in the register with what was copied, who signed it, and why a number is missing", async () => {
    const { office, clerk } = fixture;
    const lines = await office.copies.register(clerk, new Date().getFullYear());
    expect(lines.length).toBeGreaterThanOrEqual(8);
    expect(lines[0]).toMatchObject({
      symbol: "01/SY-UBND",
      form: "sao-y",
      to: "paper",
      signatory: "Trần Quang Huy",
      amount: 3,
    });
    expect(lines[0]?.copied).toMatch(
      /^Công văn số 01\/UBND-KGVX ngày \d\d\/\d\d\/\d{4} của Ủy ban nhân dân tỉnh Hương Giang/,
    );
    expect(lines[1]).toMatchObject({ symbol: "02/TrS-UBND", state: "void", note: "Hủy: In lệch trang" });
    expect(await office.copies.register(clerk, 2001)).toEqual([]);
    expect((await office.copies.register(clerk, new Date().getFullYear(), "trich nham khong co")).length).toBe(0);
  });
});

describe("an electronic copy", () => {
  it("of a scan: PDF with the line of form 3.2, signed by the organisation without a picture; pdfsig and our check agree", async () => {
    const { office, clerk } = fixture;
    const { id, pages, resolution } = await office.copies.upload(clerk, scan());
    expect({ pages, resolution }).toEqual({ pages: 2, resolution: 200 });
    const made = await office.copies.make(
      clerk,
      await request({ source: { from: "upload", id }, form: "sao-y", to: "electronic" }),
      { password: PASSWORD },
    );
    expect(made.line).toMatch(/^SAO Y; Ủy ban nhân dân tỉnh Hương Giang; \d\d\/\d\d\/\d{4}; \d\d:\d\d:\d\d \+07:00$/);
    expect(made.number).toBeUndefined();
    const pdf = await pdfOf(made.id);
    writeFileSync(work.at("sao-y.pdf"), pdf);
    expect(program("qpdf", ["--check", work.at("sao-y.pdf")]).code).toBe(0);
    const said = program("pdfsig", ["-nocert", work.at("sao-y.pdf")]).out;
    expect(said).toContain("Signature Validation: Signature is Valid.");
    // At the top right of the first page, inside the upper margin, 10 pt (Phụ lục I, Phần II, I.3.a, c).
    program("pdftotext", ["-bbox", "-l", "1", work.at("sao-y.pdf"), work.at("sao-y.html")]);
    const html = readFileSync(work.at("sao-y.html"), "utf8").normalize("NFC");
    const words = [...html.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)];
    const line = words.filter(([, , y]) => Number(y) < 60);
    expect(line.map(([, , , , , word]) => word).join(" ")).toBe(made.line);
    expect(Math.max(...line.map(([, , , end]) => Number(end)))).toBeGreaterThan(595.3 - 60);
    expect(Math.min(...line.map(([, x]) => Number(x)))).toBeGreaterThan(595.3 / 3);

    const verdict = await office.verify(pdf);
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(verdict.signatures[0]).toMatchObject({ role: "copy", level: "B-LT", trusted: true });
    expect(verdict.document.copy).toMatchObject({
      form: "sao-y",
      organisation: "Ủy ban nhân dân tỉnh Hương Giang",
      signedByIt: true,
    });
    expect(describeVerdict(verdict)).toContain(
      "Bản sao điện tử: bản sao y do Ủy ban nhân dân tỉnh Hương Giang thực hiện, ký số lúc",
    );
    // The scan itself is a prefix: what was compared is what is in the copy.
    const source = (await office.copies.sourcePdf(clerk, { from: "upload", id })).bytes;
    expect(Buffer.compare(Buffer.from(pdf).subarray(0, source.length), source)).toBe(0);
  });

  it("of a document: an extract, recorded with the source's sha256 and what its signatures said then", async () => {
    const { office, clerk, storage } = fixture;
    const made = await office.copies.make(
      clerk,
      await request({ source: own(), form: "trich-sao", to: "electronic", passages: [1, 3] }),
      { password: PASSWORD },
    );
    const document = await office.documents.get(clerk, issued.id);
    expect(made.source.files).toEqual([document.files.issued]);
    expect(made.source.check?.verdict).toBe("TOTAL_PASSED");
    const kept = JSON.parse(Buffer.from(await storage.files.get(made.source.check!.file)).toString("utf8"));
    expect(kept.document.sha256).toBe(document.files.issued);
    writeFileSync(work.at("trich.pdf"), await pdfOf(made.id));
    const text = program("pdftotext", ["-layout", work.at("trich.pdf"), "-"]).out.normalize("NFC");
    expect(text).toContain("(Đã ký)");
    expect(text).toMatch(/Số: 01\/UBND-KGVX/);
    expect((await office.verify(await pdfOf(made.id))).document.copy?.form).toBe("trich-sao");
    const empty = await request({ source: own(), form: "trich-sao", to: "electronic", passages: [] });
    await expect(office.copies.make(clerk, empty, { password: PASSWORD })).rejects.toMatchObject({
      code: "COPY_EXTRACT_EMPTY",
    });
  });

  it("leaves nothing behind when the password is wrong", async () => {
    const { office, clerk } = fixture;
    const before = (await office.copies.list(clerk)).length;
    const wanted = await request({ source: own(), form: "trich-sao", to: "electronic", passages: [1] });
    await expect(office.copies.make(clerk, wanted, { password: "sai" })).rejects.toMatchObject({
      code: "P12_PASSWORD_WRONG",
    });
    expect((await office.copies.list(clerk)).length).toBe(before);
  });

  it("is sent like a document, arrives as a sao y, and the receiver may make a sao lục on paper of it, nothing else", async () => {
    const { office, clerk, receiver, receivingClerk } = fixture;
    const { id } = await office.copies.upload(clerk, scan());
    const made = await office.copies.make(
      clerk,
      await request({ source: { from: "upload", id }, form: "sao-y", to: "electronic" }),
      { password: PASSWORD },
    );
    const sent = await office.copies.send(clerk, made.id, made.rev, [receiver.id]);
    expect(sent).toMatchObject({ state: "sent", sentTo: [receiver.id] });
    await expect(office.copies.send(clerk, made.id, sent.rev, [receiver.id])).rejects.toMatchObject({
      code: "INVALID",
    });
    expect(await office.deliver()).toMatchObject({ failed: 0 });
    expect((await office.copies.deliveries(clerk, made.id))[0]).toMatchObject({ toName: receiver.name });

    const [arrived] = await office.incoming.list(receivingClerk);
    expect(arrived).toMatchObject({ number: "218", notation: "QĐ-UBND", checked: "TOTAL_PASSED" });
    expect(arrived?.subject).toMatch(/^\(Bản sao y\) /);
    const source: CopySource = { from: "incoming", id: arrived!.id };
    const view = await office.copies.look(receivingClerk, source);
    expect(view).toMatchObject({ standing: "sao-y", medium: "electronic" });
    expect(view.offers.filter((one) => one.allowed).map((one) => `${one.form} ${one.to}`)).toEqual(["sao-luc paper"]);
    expect(view.offers.find((one) => one.form === "sao-luc" && one.to === "electronic")?.clause).toBe(
      "NĐ 30/2020/NĐ-CP Điều 25 khoản 2 điểm a",
    );
    await office.copies.changeSettings({ ...receivingClerk, roles: ["leader"] }, 0, {
      abbreviation: "SKHCN",
      signatories: [{ id: "gd", authority: [], position: "Giám đốc", name: "Hà Quốc Bình" }],
    });
    const copied = await office.copies.make(
      receivingClerk,
      await request({ source, form: "sao-luc", to: "paper" }, receivingClerk),
    );
    expect(copied.number?.symbol).toBe("01/SL-SKHCN");
  });
});

describe("a source that does not hold", () => {
  it("changed after signing: refused as an upload and as an incoming document", async () => {
    const { office, clerk, receiver, receivingClerk } = fixture;
    const { bytes } = await office.documents.pdf(clerk, issued.id);
    // One letter of a signed page object is another one now.
    const at = Buffer.from(bytes).indexOf("/MediaBox");
    const altered = Uint8Array.from(bytes);
    altered[at + 12] = altered[at + 12]! ^ 1;
    const input = scan({ files: [{ name: "da-sua.pdf", bytes: altered }] });
    await expect(office.copies.upload(clerk, input)).rejects.toMatchObject({
      code: expect.stringMatching(/^(COPY_SOURCE_UNSOUND|PDF_)/),
    });

    const document = await office.documents.get(clerk, issued.id);
    await office.documents.send(clerk, issued.id, document.rev, [receiver.id]);
    await office.deliver();
    const arrived = (await office.incoming.list(receivingClerk)).find(({ notation }) => notation === "UBND-KGVX")!;
    const packet = unpackEdxml(
      await fixture.storage.files.get((await office.incoming.get(receivingClerk, arrived.id)).packet),
    );
    if (packet.kind !== "document") throw new Error("no document");
    const [first, ...others] = packet.packet.attachments;
    await office.incoming.receive(
      packEdxml({
        ...packet.packet,
        documentId: "H98,2026/11/22,99/UBND-KGVX",
        number: "99",
        attachments: [{ ...first!, bytes: altered }, ...others],
      }),
      "goi-tin-bi-sua",
      receiver.code,
    );
    const amended = (await office.incoming.list(receivingClerk)).find(({ number }) => number === "99")!;
    const source: CopySource = { from: "incoming", id: amended.id };
    expect((await office.copies.look(receivingClerk, source)).refusal?.code).toBe("COPY_SOURCE_UNSOUND");
    await expect(
      office.copies.make(receivingClerk, await request({ source, form: "sao-y", to: "paper" }, receivingClerk)),
    ).rejects.toMatchObject({ code: "COPY_SOURCE_UNSOUND" });
    // The sound one may be copied.
    const sound = await request(
      { source: { from: "incoming", id: arrived.id }, form: "sao-y", to: "paper" },
      receivingClerk,
    );
    expect((await office.copies.make(receivingClerk, sound)).number?.symbol).toBe("02/SY-SKHCN");
  });

  it("a copy that names another organisation than its certificate is told as such and refused", async () => {
    const { office, clerk, sender } = fixture;
    // Signed with this office's own key, by somebody who writes another name over it.
    const scanned = readScan(scan().files).pdf;
    const named = "SAO Y; Bộ Nội vụ; 05/01/2026; 08:30:15 +07:00";
    const seal = (await office.keys.list(sender.id)).find(({ personId }) => personId === undefined)!;
    const signer = openPkcs12(await fixture.storage.files.get(seal.p12), PASSWORD);
    const { pdf } = await signPdf({ pdf: scanned, signer, role: "copy", text: named, at: new Date() });
    const verdict = await office.verify(pdf);
    expect(verdict.document.copy).toMatchObject({ organisation: "Bộ Nội vụ", signedByIt: false });
    expect(describeVerdict(verdict)).toContain("CHÚ Ý: chứng thư số ký bản sao không mang tên cơ quan này");
    await expect(office.copies.upload(clerk, scan({ files: [{ name: "gia.pdf", bytes: pdf }] }))).rejects.toMatchObject(
      { code: "COPY_SOURCE_UNSOUND" },
    );
  });

  it("a signed file is what it says it is, whatever the uploader claims", async () => {
    const { office, clerk } = fixture;
    const copy = (await office.copies.list(clerk)).find((one) => one.form === "trich-sao" && one.to === "electronic")!;
    const input = scan({ files: [{ name: "trich.pdf", bytes: await pdfOf(copy.id) }], standing: "original" });
    const upload = await office.copies.upload(clerk, input);
    expect(upload).toMatchObject({ medium: "electronic", standing: "trich-sao" });
    expect(upload.warnings[0]).toContain("chữ ký số trong tệp");
    const view = await office.copies.look(clerk, { from: "upload", id: upload.id });
    expect(view.offers.some((one) => one.allowed)).toBe(false);
  });

  it("State secrets, an uncompared scan, and a scan without the parts that an extract needs are refused", async () => {
    const { office, clerk } = fixture;
    await expect(office.copies.upload(clerk, scan({ secret: true }))).rejects.toMatchObject({
      code: "COPY_FORBIDDEN",
      where: "NĐ 30/2020/NĐ-CP Điều 27 khoản 2",
    });
    await expect(office.copies.upload(clerk, scan({ compared: false }))).rejects.toMatchObject({
      code: "INVALID",
      where: "compared",
    });
    const { id } = await office.copies.upload(clerk, scan());
    const source: CopySource = { from: "upload", id };
    const bare = await request({ source, form: "trich-sao", to: "electronic" });
    await expect(office.copies.make(clerk, bare, { password: PASSWORD })).rejects.toMatchObject({
      code: "INVALID",
      where: "description",
    });
    const typed = {
      ...letter({ kind: "QĐ", notation: "QĐ-UBND", body: "Điều 2. Tổ công nghệ số cộng đồng có 05 người." }),
      number: "218",
      date: "2026-11-02",
    };
    const made = await office.copies.make(clerk, { ...bare, description: typed }, { password: PASSWORD });
    expect(made.clause).toBe("NĐ 30/2020/NĐ-CP Điều 25 khoản 3 điểm a, b");
    writeFileSync(work.at("trich-quet.pdf"), await pdfOf(made.id));
    expect(program("pdftotext", ["-layout", work.at("trich-quet.pdf"), "-"]).out.normalize("NFC")).toContain(
      "Tổ công nghệ số cộng đồng có 05 người",
    );
  });
});

it("every step of a copy is in the audit trail", async () => {
  const { entries } = await fixture.office.access.auditTrail(fixture.sender.id, { limit: 500, reverse: true });
  const actions = new Set(entries.map(({ action }) => action));
  for (const action of ["copy.upload", "copy.make", "copy.sign", "copy.void", "copy.send", "settings.copies"])
    expect(actions).toContain(action);
  expect((await fixture.office.access.checkAudit(fixture.sender.id)).sound).toBe(true);
});
