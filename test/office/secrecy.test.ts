import { globSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import { makeWorkbook } from "../../samples/workbook.ts";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { openOutbox, packEdxml, unpackEdxml } from "../../shared/exchange/index.ts";
import { openOffice, secretBox } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import {
  type Client,
  issuedLetter,
  LETTER,
  ORIGIN,
  openOffices,
  PASSWORD,
  type SeenDocument,
  signedIn,
  type TestService,
} from "../api/service.ts";
import { temporaryFolder } from "../cli/vanthu.ts";
import { samplePacket } from "../exchange/sample-packet.ts";

let service: TestService;
let drafter: Client;
let clerk: Client;
let leader: Client;
let administrator: Client;
let organisationId: string;
/** Words that stand in everything that is refused here, and nowhere else. */
const CANARY = "chim-hoàng-yến-8412";

const place = temporaryFolder();

beforeAll(async () => {
  const storage = openSqliteStorage(place.folder);
  const office = openOffice({ storage, secrets: secretBox(new Uint8Array(32).fill(7)), passwordCost: 2 ** 8 });
  service = { office, app: createApp(office), close: () => storage.records.close() };
  await openOffices(service);
  [drafter, clerk, leader, administrator] = (await Promise.all(
    ["thuan", "thuha", "nguyet", "lam"].map((name) => signedIn(service, name)),
  )) as [Client, Client, Client, Client];
  organisationId = (await drafter.json<{ organisation: { id: string } }>("/api/access/me")).organisation.id;
}, 120_000);
afterAll(async () => {
  await service.close();
  place.drop();
});

const refusals = async () => {
  const { entries } = await service.office.access.auditTrail(organisationId, { reverse: true, limit: 500 });
  return entries.filter(({ action }) => action === "secret.refuse");
};

/** Asks, and expects the refusal: with its code, the law's reason, one line in the trail, and nothing of it anywhere. */
async function refused(answer: Promise<Response>): Promise<void> {
  const before = (await refusals()).length;
  const { status, text } = await answer.then(async (one) => ({ status: one.status, text: await one.text() }));
  expect(status, text).toBe(422);
  if (text.startsWith("{")) {
    expect(JSON.parse(text)).toMatchObject({
      code: "SECRET_REFUSED",
      hint: expect.stringContaining("Luật Bảo vệ bí mật nhà nước"),
    });
  } else expect(text).toContain("Luật Bảo vệ bí mật nhà nước");
  expect(text).not.toContain(CANARY);
  const lines = await refusals();
  expect(lines.length).toBe(before + 1);
  expect(JSON.stringify(lines)).not.toContain(CANARY);
}

const letter = (changes: Partial<DocumentDescription>) => ({ description: { ...LETTER, subject: CANARY, ...changes } });
const TEXT = `${CANARY} là nội dung cần giữ kín.`;

describe("a marking", () => {
  it.each([
    ["a line of the text", { body: `Mở đầu.\n\nTỐI MẬT\n\n${TEXT}` }],
    ["letters set apart", { body: `T U Y Ệ T  M Ậ T\n\n${TEXT}` }],
    ["in brackets and bold", { body: `**[MẬT]**\n\n${TEXT}` }],
    ["a field", { body: `Độ mật: Tối mật\n\n${TEXT}` }],
    ["a cell between bars", { body: `| Số | MẬT |\n\n${TEXT}` }],
    ["decomposed letters", { body: `${"MẬT".normalize("NFD")}\n\n${TEXT}` }],
    ["the caption of a picture", { body: `![MẬT](hinh)\n\n${TEXT}` }],
    ["the name of a picture", { body: `![Sơ đồ](dau-mat)\n\n${TEXT}` }],
    ["the superior's line", { organisation: { superior: "MẬT", name: "Ủy ban nhân dân tỉnh Hương Giang" } }],
    ["a recipient", { recipients: ["Như trên", "TUYỆT MẬT"] }],
    [
      "a cell of an appendix",
      {
        appendices: [
          { title: "Danh mục", table: { columns: [{ header: "A", width: 1 }], rows: [{ cells: ["TỐI MẬT"] }] } },
        ],
      },
    ],
    ["the field for urgency", { urgency: "MẬT" as never }],
    ["a field of its own", { secrecy: "Mật" } as never],
  ])("in %s is refused when drafting", async (_where, changes) => {
    await refused(drafter.send("/api/documents", letter(changes)));
  });

  it.each([
    "Bảo đảm bí mật nhà nước, giữ bí mật thông tin cá nhân.",
    "Mật độ dân số năm 2026 là 312 người/km2.",
    "MẬT ĐỘ DÂN SỐ",
    "BÍ MẬT NHÀ NƯỚC",
    "Đổi mật khẩu định kỳ; mật khẩu dài từ 12 ký tự.",
    "Văn bản mật được đăng ký theo quy định riêng.",
    "Sản lượng mật ong: 12 tấn.",
    "Các độ mật gồm tuyệt mật, tối mật và mật.",
  ])("is not the word in a sentence: %s", async (body) => {
    const draft = await drafter.json<SeenDocument>("/api/documents", { description: { ...LETTER, body } });
    expect(draft.state).toBe("draft");
  });
});

describe("every door refuses what is marked", () => {
  it("editing a draft, by API and by page", async () => {
    const draft = await drafter.json<SeenDocument>("/api/documents", { description: LETTER });
    const { description } = letter({ body: `MẬT\n\n${TEXT}` });
    await refused(drafter.send(`/api/documents/${draft.id}`, { rev: draft.rev, description }, "PUT"));
    const { token } = await service.office.access.signIn("thuan", PASSWORD);
    const form = new FormData();
    form.set("rev", String(draft.rev));
    form.set("body", `TỐI MẬT\n${TEXT}`);
    const headers = { authorization: `Bearer ${token}`, origin: ORIGIN, "sec-fetch-site": "same-origin" };
    const page = service.app.request(`/van-ban/${draft.id}/sua`, { method: "POST", headers, body: form });
    await refused(Promise.resolve(page));
    expect(await drafter.json(`/api/documents/${draft.id}`)).toMatchObject({ rev: draft.rev });
  });

  it("a programme typed, a table imported (.csv, .xlsx, .docx), by its text or its name", async () => {
    await refused(drafter.send("/api/programmes", { title: `${CANARY}\nMẬT`, period: "Năm 2026" }));
    const rows = [{ header: ["STT", "Nhiệm vụ", "MẬT"] }, { cells: ["1", CANARY, ""] }];
    const xlsx = makeWorkbook("Bang", [5, 60, 10], rows);
    for (const file of [
      new File([`STT,Nhiệm vụ\n1,${CANARY}\nTỐI MẬT,\n`], "bang.csv"),
      new File([Uint8Array.from(xlsx)], "bang.xlsx"),
      new File([Uint8Array.from(await marked("docx"))], "bang.docx"),
      new File([`STT,Nhiệm vụ\n1,${CANARY}\n`], "Nhiệm vụ (MẬT).csv"),
    ])
      await refused(drafter.upload("/api/tables/inspect", { file }));
  });

  it("a scan to be copied, by its name, its text or what is said of it", async () => {
    const fields = {
      standing: "original",
      number: "12",
      notation: "QĐ-UBND",
      issuedOn: "2026-03-02",
      issuer: "Ủy ban nhân dân tỉnh",
      subject: CANARY,
      compared: "true",
    };
    const image = () => new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
    await refused(
      clerk.upload("/api/copies/uploads", { ...fields, file: new File([image()], "Quyết định 12 TỐI MẬT.png") }),
    );
    await refused(clerk.upload("/api/copies/uploads", { ...fields, file: new File([image()], "quet-tuyet-mat.png") }));
    await refused(
      clerk.upload("/api/copies/uploads", {
        ...fields,
        file: new File([Uint8Array.from(await marked("pdf"))], "quet.pdf"),
      }),
    );
    await refused(
      clerk.upload("/api/copies/uploads", {
        ...fields,
        subject: `MẬT\n${CANARY}`,
        file: new File([image()], "quet.png"),
      }),
    );
  });

  it("a reason, a note, an opinion: whatever field a route has", async () => {
    await refused(leader.send("/api/documents/khong-co/return", { rev: 1, reason: `TUYỆT MẬT\n${CANARY}` }));
    await refused(administrator.send("/api/access/units", { name: "MẬT", symbol: "MM" }));
    await refused(clerk.send("/api/incoming/khong-co/reject", { reason: `MẬT\n${CANARY}` }));
  });

  it("sending what had been kept before", async () => {
    const issued = await issuedLetter(service);
    const { records } = service.office.storage;
    const item = await records.get<{ description: DocumentDescription }>(`org/${organisationId}/documents`, issued.id);
    const data = { ...item!.data, description: { ...item!.data.description, body: "MẬT\n\nĐã lưu từ trước." } };
    await records.commit([{ op: "update", pk: item!.pk, sk: item!.sk, rev: item!.rev, data }]);
    const others = await clerk.json<{ id: string }[]>("/api/access/organisations");
    const to = others.find(({ id }) => id !== organisationId)!.id;
    await refused(clerk.send(`/api/documents/${issued.id}/send`, { rev: item!.rev + 1, to: [to] }));
    await records.commit([{ op: "update", pk: item!.pk, sk: item!.sk, rev: item!.rev + 1, data: item!.data }]);
  });

  it("a packet: nothing of it is stored, and its sender gets status 02 with the reason, once", async () => {
    const { office } = service;
    const other = (await office.access.organisationByCode("H98.12"))!;
    const own = (await office.access.organisation(organisationId))!;
    const packet = packEdxml(
      samplePacket({
        from: { organisationCode: other.code, name: other.name },
        to: [{ organisationCode: own.code, name: own.name }],
        documentId: "H98.12,2026/11/20,32/KH-SKHCN",
        subject: CANARY,
        attachments: [
          { name: "van-ban.pdf", description: "Văn bản", contentType: "application/pdf", bytes: await marked("pdf") },
        ],
      }),
    );
    const before = (await refusals()).length;
    const { receiptId } = await office.incoming.receive(packet, "goi-mat-1", own.code);
    expect(receiptId).toContain("refused");
    await office.incoming.receive(packet, "goi-mat-1", own.code);
    expect((await refusals()).length).toBe(before + 1);
    expect(await clerk.json("/api/incoming")).toEqual([]);
    const sent: Uint8Array[] = [];
    const transport = {
      send: async (bytes: Uint8Array) => {
        sent.push(bytes);
        return { receiptId: "1" };
      },
    };
    await openOutbox(office.storage, () => new Date()).drain({ transport });
    expect(sent).toHaveLength(1);
    const status = unpackEdxml(sent[0]!);
    expect(status).toMatchObject({
      kind: "status",
      status: {
        code: "02",
        documentId: "H98.12,2026/11/20,32/KH-SKHCN",
        description: expect.stringContaining("độ mật"),
      },
    });
  });

  it("keeps nothing of all this: no file on the disk holds a word of it", async () => {
    const kept = (word: string) =>
      globSync("**/*", { cwd: place.folder })
        .map((name) => path.join(place.folder, name))
        .filter((name) => statSync(name).isFile() && readFileSync(name).includes(word));
    expect(kept("chuyển đổi số quý IV"), "what was taken is found this way").not.toEqual([]);
    expect(kept(CANARY)).toEqual([]);
    for (const kind of ["pdf", "docx"] as const) {
      // The store names files by their bytes: what was refused is not there under its name.
      const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(await marked(kind)));
      await expect(service.office.storage.files.get(Buffer.from(digest).toString("hex"))).rejects.toBeTruthy();
    }
  });
});

/** A letter that is marked, as a Word file or a PDF. */
async function marked(kind: "docx" | "pdf"): Promise<Uint8Array> {
  const description = { ...LETTER, subject: CANARY, body: `TỐI MẬT\n\n${TEXT}` } as DocumentDescription;
  const { docx } = await renderDocx(description);
  return kind === "docx" ? docx : typeset(docx).pdf;
}
