import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { type Client, client } from "../api/service.ts";
import { type OfficeFixture, openFixture, SAMPLE_LETTER } from "./amendment-office.ts";

/** `/api/amendments`. */
describe("amendments over the API", () => {
  let fixture: OfficeFixture;
  let machine: Client;
  let programmeId: string;

  beforeAll(async () => {
    fixture = await openFixture();
    const { office, drafter, sender } = fixture;
    const sample = sampleProgramme(sender.id);
    const made = await office.programmes.create(drafter, { title: sample.title, period: sample.period });
    programmeId = made.id;
    const first = await office.programmes.save(drafter, { ...sample, id: made.id, revision: made.revision }, "Lập");
    await office.programmes.save(
      drafter,
      { ...sampleRevision(sender.id), id: made.id, revision: first.revision },
      "Sửa",
    );
    const { token } = await office.access.signIn("thuan", "mat-khau-thu-2026");
    const service = { app: createApp(office), office, close: async () => {} };
    machine = client(service, token);
  });
  afterAll(() => fixture?.close());

  it("compares, previews and drafts", async () => {
    const request = { programmeId, from: 2, basis: "Thông báo số 118/TB-UBND", notes: { t6: "Gia hạn một quý" } };
    const compared = await machine.json<{
      from: number;
      to: number;
      rows: { note: string; written: boolean }[];
      proposal: object;
    }>("/api/amendments/compare", request);
    expect(compared).toMatchObject({ from: 2, to: 3, proposal: { instrument: "amendment", exchange: "update" } });
    expect(compared.rows.filter((row) => row.written).map((row) => row.note)).toEqual(["Gia hạn một quý"]);
    const preview = await machine.send("/api/amendments/appendix/pdf", { ...request, appendixTitle: "Danh mục" });
    expect(preview.headers.get("content-type")).toBe("application/pdf");
    expect(
      Buffer.from(await preview.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    const draft = await machine.json<{ state: string; amendment: object }>("/api/amendments", {
      ...request,
      appendixTitle: "Danh mục",
      letter: SAMPLE_LETTER,
      amended: { kind: "KH", number: "32", notation: "KH-UBND", issuedOn: "2026-10-01" },
    });
    expect(draft).toMatchObject({
      state: "draft",
      amendment: { rows: 11, amended: { organisationCode: "H98", number: "32" }, notes: { t6: "Gia hạn một quý" } },
    });
    expect(await machine.json(`/api/amendments/documents?programmeId=${programmeId}`)).toEqual([]);
  });

  it("keeps the office's wording and names what is wrong in it", async () => {
    const { rev } = await machine.json<{ rev: number }>("/api/amendments/wording");
    const saved = await machine.json<{ own: object }>(
      "/api/amendments/wording",
      { rev, own: { added: "Mới theo {căn cứ}" } },
      "PUT",
    );
    expect(saved.own).toEqual({ added: "Mới theo {basis}" });
    const wrong = await machine.send(
      "/api/amendments/wording",
      { rev: rev + 1, own: { added: "{x}", xyz: "" } },
      "PUT",
    );
    expect(wrong.status).toBe(422);
    const problem = (await wrong.json()) as { code: string; faults: { where: string }[] };
    expect(problem.faults.map((fault) => fault.where)).toEqual(["added", "xyz"]);
    const bad = await machine.send("/api/amendments/compare", { programmeId, from: 0 });
    expect(bad.status).toBe(422);
  });
});
