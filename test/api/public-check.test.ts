import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { client, issuedLetter, openOffices, openService, signedIn, type TestService } from "./service.ts";

interface Checked {
  files: { verdict: { verdict: string; signatures: { role: string }[] } }[];
}

describe("the public check", () => {
  let service: TestService;
  let pdf: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    service = openService({ exchangePeers: { "LGSP-1": "chia-khoa-trao-doi" } });
    await openOffices(service);
    const { id } = await issuedLetter(service);
    pdf = new Uint8Array(
      await (await (await signedIn(service, "thuha")).get(`/api/documents/${id}/pdf`)).arrayBuffer(),
    );
  });
  afterAll(() => service.close());

  const page = async (bytes: Uint8Array<ArrayBuffer>, name = "văn bản.pdf") => {
    const form = new FormData();
    form.set("file", new File([bytes], name));
    return service.app.request("/kiem-tra", {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin" },
      body: form,
    });
  };

  it("shows who signed, in what order, and that the authority is a test one", async () => {
    const text = await (await page(pdf)).text();
    expect(text).toContain("Hợp lệ");
    expect(text).toContain("Lê Thị Minh Nguyệt");
    expect(text).toContain("Đúng thứ tự");
    expect(text.match(/CHỨNG THƯ THỬ NGHIỆM/g)).toHaveLength(2);
    // What Thông tư 15/2025/TT-BKHCN Điều 6 wants shown.
    for (const fact of [
      "Tổ chức cấp chứng thư",
      "Người ký",
      "Đơn vị quản lý",
      "Thời điểm ký",
      "Tính toàn vẹn",
      "Hiệu lực lúc ký",
      "Thời hạn chứng thư",
    ]) {
      expect(text).toContain(fact);
    }
  });

  it("finds one changed byte", async () => {
    const tampered = pdf.slice();
    const at = Buffer.from(tampered).indexOf("endstream") - 30;
    tampered[at] = tampered[at]! ^ 1;
    const text = await (await page(tampered)).text();
    expect(text).toMatch(/Không hợp lệ|Không đọc được tệp/);
    const answer = (await (
      await client(service).upload("/api/verify", { file: new File([tampered], "x.pdf") })
    ).json()) as Checked;
    expect(["TOTAL_FAILED", "UNREADABLE"]).toContain(answer.files[0]!.verdict.verdict);
  });

  it("says plainly when a file is no PDF, or has no signature, or is missing", async () => {
    expect(await (await page(new Uint8Array([1, 2, 3]))).text()).toContain("Không đọc được tệp");
    const nothing = await service.app.request("/kiem-tra", {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin" },
      body: new FormData(),
    });
    expect(nothing.status).toBe(422);
    expect(await nothing.text()).toContain("Chưa chọn tệp");
  });

  it("takes raw bytes and answers the verdict as JSON", async () => {
    const answer = await service.app.request("/api/verify", {
      method: "POST",
      headers: { "content-type": "application/pdf" },
      body: pdf,
    });
    const { files } = (await answer.json()) as Checked;
    expect(files[0]!.verdict.verdict).toBe("TOTAL_PASSED");
    expect(files[0]!.verdict.signatures.map((one) => one.role)).toEqual(["leader", "seal"]);
  });

  it("opens the exchange's door only to those it knows, and says what is wrong with a packet", async () => {
    const send = (headers: Record<string, string>) =>
      service.app.request("/v1/sendEdoc", {
        method: "POST",
        headers: { "content-type": "application/xml", ...headers },
        body: "<edXML/>",
      });
    expect(await (await send({})).json()).toMatchObject({ ErrorCode: "15" });
    expect(await (await send({ "x-systemid": "LGSP-1", "x-secretkey": "sai" })).json()).toMatchObject({
      ErrorCode: "15",
    });
    const known = await send({ "x-systemid": "LGSP-1", "x-secretkey": "chia-khoa-trao-doi" });
    expect(known.status).toBeGreaterThanOrEqual(400);
    expect(await known.json()).toMatchObject({ ErrorCode: "22" });
  });
});
