import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEvidence } from "../../shared/evidence/index.ts";
import {
  type Client,
  client,
  issuedLetter,
  KEY,
  openOffices,
  openService,
  signedIn,
  type TestService,
} from "../api/service.ts";

/** The evidence container of an issued document, from the service to whoever checks it. */
describe("the evidence container of an issued document", () => {
  let service: TestService;
  let clerk: Client;
  let id: string;
  let container: Uint8Array<ArrayBuffer>;

  const posted = async (address: string, bytes: Uint8Array<ArrayBuffer>, name: string) => {
    const body = new FormData();
    body.set("file", new File([bytes], name));
    return service.app.request(address, { method: "POST", headers: { "sec-fetch-site": "same-origin" }, body });
  };

  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    ({ id } = await issuedLetter(service));
    clerk = await signedIn(service, "thuha");
    const answer = await clerk.send(`/api/documents/${id}/evidence`, { password: KEY });
    expect(
      answer.status,
      await answer
        .clone()
        .text()
        .then((text) => text.slice(0, 300)),
    ).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/vnd.etsi.asic-e+zip");
    container = new Uint8Array(await answer.arrayBuffer());
  });
  afterAll(() => service.close());

  it("holds the document, revocation evidence and the report, signed and stamped", async () => {
    const { trust } = await service.office.keys.trust();
    const check = openEvidence(container, { trust });
    expect([check.verdict.summary, check.faults]).toEqual([expect.stringContaining("Hợp lệ"), []]);
    expect(check.verdict.signatures.map(({ level }) => level)).toEqual(["B-LTA", "none"]);
    const names = check.files.map(({ name }) => name);
    expect(names[0]).toMatch(/^van-ban\/.+\.pdf$/);
    expect(names).toEqual(expect.arrayContaining(["bao-cao/bao-cao-kiem-tra.pdf", "bao-cao/bao-cao-kiem-tra.json"]));
    expect(names.some((name) => name.endsWith(".crl"))).toBe(true);
    const far = openEvidence(container, { trust, at: new Date(Date.now() + 25 * 365.25 * 86_400_000) });
    expect([far.verdict.verdict, far.verdict.summary]).toEqual(["TOTAL_PASSED", expect.any(String)]);
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-evidence-"));
    writeFileSync(path.join(folder, "goi.asice"), container);
    expect(execFileSync("unzip", ["-t", "goi.asice"], { cwd: folder, encoding: "utf8" })).toContain("No errors");
  });

  it("is checked by anybody at the public page and over the API, with a report to be filed", async () => {
    const text = await (await posted("/kiem-tra", container, "gói.asice")).text();
    expect(text).toContain("Các tệp trong gói chứng cứ");
    expect(text).toContain("CAdES B-LTA");
    expect(text).toContain("Hiệu lực lúc kiểm tra");
    // How the documents inside stand today, and their pages to look at, drawn by the browser from the container itself.
    const inside = /data-inside="(van-ban\/[^"]+\.pdf)"/.exec(text)?.[1];
    expect(inside).toBeDefined();
    const link = /href="(\/tinh-trang\/[0-9a-f]{64})"/.exec(text)?.[1];
    expect(await (await service.app.request(link!)).text()).toContain("Còn hiệu lực");
    const { files } = (await (await posted("/api/verify", container, "g.asice")).json()) as {
      files: { verdict: { verdict: string }; container: { provenAt: string; files: unknown[]; faults: unknown[] } }[];
    };
    expect(files[0]!.verdict.verdict).toBe("TOTAL_PASSED");
    expect(files[0]!.container).toMatchObject({ faults: [], provenAt: expect.stringMatching(/^20.*\+07:00$/) });
    for (const address of ["/kiem-tra/bao-cao", "/api/verify/report"]) {
      const report = await posted(address, container, "gói.asice");
      expect(report.headers.get("content-type")).toBe("application/pdf");
      expect(report.headers.get("content-disposition")).toContain("bao-cao-kiem-tra.pdf");
      expect(
        Buffer.from(await report.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe("%PDF-");
    }
  });

  it("asks for the organisation's key, and only those who may use it", async () => {
    expect((await clerk.send(`/api/documents/${id}/evidence`, { password: "sai" })).status).toBeGreaterThanOrEqual(400);
    expect((await client(service).send(`/api/documents/${id}/evidence`, { password: KEY })).status).toBe(401);
    expect((await clerk.send("/api/documents/khong-co/evidence", { password: KEY })).status).toBe(404);
    expect(await (await clerk.get(`/van-ban/${id}/goi-chung-cu`)).text()).toContain("Ký và tải gói chứng cứ");
    expect(await (await clerk.get(`/van-ban/${id}`)).text()).toContain("Lập gói chứng cứ");
  });

  it("is described in OpenAPI field by field", async () => {
    const spec = (await (await service.app.request("/api/openapi.json")).json()) as {
      components: { schemas: Record<string, { properties: Record<string, unknown> }> };
    };
    const { SignatureVerdict, Verdict, EvidenceSummary } = spec.components.schemas;
    expect(Object.keys(Verdict!.properties)).toEqual(
      expect.arrayContaining(["verdict", "summary", "document", "signatures"]),
    );
    expect(Object.keys(SignatureVerdict!.properties)).toEqual(
      expect.arrayContaining(["indication", "now", "changes", "reasons"]),
    );
    expect(Object.keys(EvidenceSummary!.properties)).toEqual(expect.arrayContaining(["files", "faults", "provenAt"]));
  });
});
