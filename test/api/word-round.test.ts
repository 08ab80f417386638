import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTemplate } from "../../shared/docx/index.ts";
import type { OwnTemplate, TemplateChoice, WordProposalView } from "../../shared/office/index.ts";
import { changed, pdfText } from "../word/word-files.ts";
import {
  type Client,
  LETTER,
  ORIGIN,
  openOffices,
  openService,
  PASSWORD,
  type SeenDocument,
  signedIn,
  type TestService,
} from "./service.ts";

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const wordFile = (bytes: Uint8Array, name = "sua.docx") => new File([new Uint8Array(bytes)], name, { type: DOCX });
const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

describe("Word files over HTTP", () => {
  let service: TestService;
  let drafter: Client;
  let administrator: Client;
  let stranger: Client;
  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    [drafter, administrator, stranger] = (await Promise.all(
      ["thuan", "lam", "yen"].map((userName) => signedIn(service, userName)),
    )) as [Client, Client, Client];
  });
  afterAll(() => service.close());

  /** Asks the pages as somebody signed in. */
  const pagesOf = async (userName: string) => {
    const headers = { origin: ORIGIN };
    const answer = await service.app.request("/dang-nhap", {
      method: "POST",
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ userName, password: PASSWORD }),
    });
    const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0]!;
    return {
      get: (address: string) => service.app.request(address, { headers: { cookie } }),
      async post(address: string, fields: Record<string, string | File>) {
        const body = new FormData();
        for (const [name, value] of Object.entries(fields)) body.set(name, value);
        return service.app.request(address, { method: "POST", headers: { ...headers, cookie }, body });
      },
    };
  };

  it("a machine uploads a template, puts it to use, makes it the default; drafts are set in it", async () => {
    const bytes = changed(readTemplate("nd30", "CV"), (xml) => xml.replace("{kinhGuiTen}", "Trân trọng {kinhGuiTen}"));
    const uploaded = await administrator.upload("/api/templates", {
      file: wordFile(bytes, "mau.docx"),
      ruleSet: "nd30",
      form: "letter",
      name: "Công văn trân trọng",
    });
    expect(uploaded.status).toBe(201);
    const { id, rev } = (await uploaded.json()) as OwnTemplate & { rev: number };
    const used = await administrator.json<{ rev: number }>(`/api/templates/${id}/activate`, { rev, version: 1 });
    const choices = await drafter.json<TemplateChoice[]>("/api/templates/choices?kind=CV&ruleSet=nd30");
    expect(choices.map((one) => [one.id, one.default])).toEqual([
      ["nd30/letter", true],
      [id, false],
    ]);
    const set = await administrator.send(
      "/api/templates/default",
      { kind: "CV", ruleSet: "nd30", template: id },
      "PUT",
    );
    expect(set.status).toBe(204);
    const draft = await drafter.json<SeenDocument>("/api/documents", { description: LETTER });
    expect(pdfText(await bytesOf(await drafter.get(`/api/documents/${draft.id}/pdf`)))).toContain(
      "Trân trọng Kính gửi",
    );
    // Another office neither sees nor uses it.
    expect((await stranger.get(`/api/templates/${id}`)).status).toBe(404);
    expect((await stranger.get(`/api/templates/${id}/versions/1/docx`)).status).toBe(404);
    const off = await administrator.send(`/api/templates/${id}`, { rev: used.rev, off: true }, "PATCH");
    expect(off.status).toBe(200);
    expect(pdfText(await bytesOf(await drafter.get(`/api/documents/${draft.id}/pdf`)))).not.toContain("Trân trọng");
  });

  it("a template that lacks something is refused with every fault", async () => {
    const bare = changed(readTemplate("nd30", "CV"), (xml) => xml.replace("{hoTen}", "x").replace("{chucVu}", "x"));
    const answer = await administrator.upload("/api/templates", {
      file: wordFile(bare),
      ruleSet: "nd30",
      form: "letter",
      name: "Hỏng",
    });
    expect(answer.status).toBe(422);
    const problem = (await answer.json()) as { code: string; faults: { where: string }[] };
    expect(problem.code).toBe("TEMPLATE_INCOMPLETE");
    expect(problem.faults.map(({ where }) => where)).toEqual(["{chucVu}", "{hoTen}"]);
  });

  it("the administrator does the same on the pages, and sees the result before it is used", async () => {
    const pages = await pagesOf("lam");
    expect(await (await pages.get("/quan-tri/mau-van-ban")).text()).toContain("Mẫu có sẵn của Vanthu");
    const file = wordFile(readTemplate("nd30", "KH"), "ke-hoach.docx");
    const made = await pages.post("/quan-tri/mau-van-ban", {
      file,
      ruleSet: "nd30",
      form: "plan",
      name: "Kế hoạch của tỉnh",
    });
    expect(made.status).toBe(303);
    const address = made.headers.get("location")!.split("?")[0]!;
    const shown = await (await pages.get(address)).text();
    expect(shown).toContain("Chưa đưa vào sử dụng");
    expect(shown).toContain("không có lỗi nào");
    expect(pdfText(await bytesOf(await pages.get(`${address}/1.pdf`)))).toContain("Lắp điểm truy cập không dây");
    expect((await pages.post(`${address}/su-dung`, { rev: "1", version: "1" })).status).toBe(303);
    expect(await (await pages.get(address)).text()).toContain("Đang dùng phiên bản 1");
    const again = await pages.post(`${address}/su-dung`, { rev: "1", version: "1" });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain("người khác thay đổi");
    expect((await pages.get("/quan-tri/mau-van-ban/co-san/nd30/plan.docx")).status).toBe(200);
  });

  it("a machine sends an edited draft, reads the differences, takes it", async () => {
    const draft = await drafter.json<SeenDocument>("/api/documents", { description: LETTER });
    const address = `/api/documents/${draft.id}`;
    const docx = await bytesOf(await drafter.get(`${address}/docx`));
    const edited = changed(docx, (xml) => xml.replace("10/12/2026", "12/12/2026"));
    const answer = await drafter.upload(`${address}/word`, { file: wordFile(edited) });
    expect(answer.status).toBe(201);
    const view = (await answer.json()) as WordProposalView;
    expect(view.comparison.differences[0]!.cells[0]!.filter(({ kind }) => kind !== "same")).toEqual([
      { kind: "removed", text: expect.stringContaining("10/12/2026") },
      { kind: "added", text: expect.stringContaining("12/12/2026") },
    ]);
    const proposal = `${address}/word/${view.id}`;
    expect(pdfText(await bytesOf(await drafter.get(`${proposal}/pdf`)))).toContain("12/12/2026");
    expect((await stranger.get(proposal)).status).toBe(404);
    const taken = await drafter.json<SeenDocument>(`${proposal}/accept`, { rev: draft.rev });
    expect(pdfText(await bytesOf(await drafter.get(`${address}/pdf`)))).toContain("12/12/2026");
    expect((await drafter.get(proposal)).status).toBe(404);
    const versions = await drafter.json<{ version: number }[]>(`${address}/word-versions`);
    expect(versions.map(({ version }) => version)).toEqual([1]);
    await drafter.json(`${address}/word-leave`, { rev: taken.rev });
    const restored = await drafter.send(`${address}/word-versions/1/restore`, {});
    expect(restored.status).toBe(201);
    const { id } = (await restored.json()) as WordProposalView;
    expect((await drafter.send(`${address}/word/${id}`, undefined, "DELETE")).status).toBe(204);
  });

  it("a person does the same on the pages, old and new side by side", async () => {
    const pages = await pagesOf("thuan");
    const draft = await drafter.json<SeenDocument>("/api/documents", { description: LETTER });
    const address = `/van-ban/${draft.id}`;
    expect(await (await pages.get(address)).text()).toContain("Sửa bằng Word");
    expect(await (await pages.get(`${address}/word`)).text()).toContain("Chưa nhận bản Word nào");
    const docx = await bytesOf(await pages.get(`${address}/docx`));
    const edited = changed(docx, (xml) =>
      xml
        .replace("10/12/2026", "12/12/2026")
        .replace(/(<w:r>)(<w:t[^>]*>Ủy ban nhân dân tỉnh yêu cầu)/, '$1<w:rPr><w:sz w:val="26"/></w:rPr>$2'),
    );
    const sent = await pages.post(`${address}/word`, { file: wordFile(edited) });
    expect(sent.status).toBe(303);
    const review = sent.headers.get("location")!;
    const shown = await (await pages.get(review)).text();
    expect(shown).toMatch(/<del class="word">[^<]*10\/12\/2026/);
    expect(shown).toMatch(/<ins class="word">[^<]*12\/12\/2026/);
    expect(shown.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ")).toContain("Cỡ chữ 14 → 13");
    const taken = await pages.post(`${review}/nhan`, { rev: String(draft.rev) });
    expect(taken.headers.get("location")).toBe(`${address}?xong=da-nhan-word`);
    expect(await (await pages.get(`${address}/sua`)).text()).toContain("Dự thảo đang dùng bản Word 1");
    const history = await (await pages.get(address)).text();
    expect(history).toContain("Nhận bản sửa từ Word");
    // Nothing is uploaded: the page says so and stays.
    const empty = await pages.post(`${address}/word`, {});
    expect(empty.status).toBe(422);
    expect(await empty.text()).toContain("Chưa chọn tệp");
  });
});
