import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KEY, LETTER, openOffices, openService, type SeenDocument, signedIn, type TestService } from "./service.ts";

const TABLE = `TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành
I\tHẠ TẦNG SỐ\t\t
1\tXóa điểm trắng sóng di động tại các thôn vùng cao\tSở Khoa học và Công nghệ\tTrước ngày 30/6/2027
2\tNâng cấp đường truyền đến trụ sở xã\tSở Khoa học và Công nghệ\tQuý II/2027
`;

describe("the whole line over the API", () => {
  let service: TestService;

  beforeAll(async () => {
    service = openService();
    await openOffices(service);
  });
  afterAll(() => service.close());

  it("goes from a table of tasks to a document that the receiver accepted", async () => {
    const drafter = await signedIn(service, "thuan");
    const leader = await signedIn(service, "nguyet");
    const clerk = await signedIn(service, "thuha");
    const receiver = await signedIn(service, "yen");

    const programme = await drafter.json<{ id: string; revision: number }>("/api/programmes", {
      title: "Chuyển đổi số năm 2027",
      period: "2027",
    });
    const file = () => new File([TABLE], "nhiệm vụ.tsv");
    const preview = (await (
      await drafter.upload(`/api/programmes/${programme.id}/import/preview`, { file: file() })
    ).json()) as { tasks: unknown[]; refused: unknown[] };
    expect(preview.tasks).toHaveLength(2);
    expect(preview.refused).toEqual([]);
    const imported = (await (
      await drafter.upload(`/api/programmes/${programme.id}/import`, {
        file: file(),
        revision: String(programme.revision),
      })
    ).json()) as { revision: number };
    expect(imported.revision).toBe(2);

    let plan = await drafter.json<SeenDocument>("/api/documents/plan", {
      programmeId: programme.id,
      subject: "Chuyển đổi số năm 2027",
      notation: "KH-UBND",
      opening: "Ủy ban nhân dân tỉnh ban hành Kế hoạch chuyển đổi số năm 2027 như sau:",
      purpose: "- Đưa dịch vụ công lên mạng.",
      requirements: "- Rõ người, rõ việc.",
      implementation: "Các sở, ban, ngành tổ chức thực hiện.",
      recipients: ["Các sở, ban, ngành", "Lưu: VT"],
      signature: LETTER.signature,
    });
    const address = `/api/documents/${plan.id}`;
    expect((await drafter.json<{ pages: number }>(`${address}/warnings`)).pages).toBeGreaterThan(1);
    plan = await drafter.json(`${address}/submit`, { rev: plan.rev });
    plan = await leader.json(`${address}/return`, { rev: plan.rev, reason: "Ghi rõ thời hạn." });
    expect(plan.state).toBe("returned");
    const { description } = await drafter.json<{ description: object }>(address);
    plan = await drafter.json(address, { rev: plan.rev, description }, "PUT");
    plan = await drafter.json(`${address}/submit`, { rev: plan.rev });
    plan = await leader.json(`${address}/sign`, { rev: plan.rev, password: KEY });
    plan = await clerk.json(`${address}/number`, { rev: plan.rev });
    expect(plan.number?.text).toBe("01");
    plan = await clerk.json(`${address}/seal`, { rev: plan.rev, password: KEY });

    const organisations = await clerk.json<{ id: string; code: string }[]>("/api/access/organisations");
    const to = organisations.find((one) => one.code === "H98.12")!.id;
    plan = await clerk.json(`${address}/send`, { rev: plan.rev, to: [to] });
    await service.office.deliver();

    const [arrived] = await receiver.json<{ id: string; checked: string }[]>("/api/incoming");
    expect(arrived!.checked).toBe("TOTAL_PASSED");
    const { verdict } = await receiver.json<{ verdict: { signatures: unknown[] } }>(`/api/incoming/${arrived!.id}`);
    expect(verdict.signatures).toHaveLength(2);
    const accepted = await receiver.json<{ status: string; entry: { number: number } }>(
      `/api/incoming/${arrived!.id}/accept`,
      {},
    );
    expect(accepted).toMatchObject({ status: "03", entry: { number: 1 } });
    await service.office.deliver();
    await service.office.deliver();

    const [delivery] = await clerk.json<{ status: string }[]>(`${address}/deliveries`);
    expect(delivery!.status).toBe("03");
    const year = new Date().getFullYear();
    expect(await clerk.json(`/api/registers/outgoing?year=${year}`)).toMatchObject([
      { number: 1, notation: "01/KH-UBND" },
    ]);
    expect(
      await receiver.json(`/api/registers/incoming?year=${year}&search=${encodeURIComponent("chuyen doi so")}`),
    ).toMatchObject([{ number: 1 }]);
  });

  it("gives files under names that every browser reads", async () => {
    const drafter = await signedIn(service, "thuan");
    const { id } = await drafter.json<SeenDocument>("/api/documents", { description: LETTER });
    const pdf = await drafter.get(`/api/documents/${id}/pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(pdf.headers.get("content-disposition")).toMatch(
      /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''\S+\.pdf$/,
    );
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    const docx = await drafter.get(`/api/documents/${id}/docx`);
    expect(
      Buffer.from(await docx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
  });

  it("describes itself", async () => {
    const description = (await (await service.app.request("/api/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, unknown>;
    };
    expect(description.openapi).toBe("3.1.0");
    for (const address of [
      "/api/documents/{id}/sign",
      "/api/programmes/{id}/import",
      "/api/incoming/{id}/accept",
      "/api/verify",
      "/api/health",
    ]) {
      expect(Object.keys(description.paths)).toContain(address);
    }
    expect(await (await service.app.request("/api/health")).json()).toMatchObject({ status: "ok" });
  });
});
