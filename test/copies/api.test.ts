import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CopyRecord, CopyUpload, CopyView } from "../../shared/office/index.ts";
import {
  type Client,
  issuedLetter,
  KEY,
  openOffices,
  openService,
  signedIn,
  type TestService,
} from "../api/service.ts";
import { scannedPage } from "./pictures.ts";

/** Copies over HTTP, as machines make them. */
let service: TestService;
let clerk: Client;
let letter: string;
beforeAll(async () => {
  service = openService();
  await openOffices(service);
  clerk = await signedIn(service, "thuha");
  letter = (await issuedLetter(service)).id;
});
afterAll(() => service.close());

const COMMON = { recipients: ["Các phòng chuyên môn", "Lưu: VT"] };

async function signatory(): Promise<string> {
  const { signatories } = await clerk.json<CopyView>(`/api/copies/source?from=document&id=${letter}`);
  return signatories[0]!.id;
}

describe("/api/copies", () => {
  it("tells what may be made of a document, previews and makes it, and lists it in the register", async () => {
    const view = await clerk.json<CopyView>(`/api/copies/source?from=document&id=${letter}`);
    expect(view.offers).toHaveLength(6);
    const request = { source: view.source, form: "sao-y", to: "paper", signatory: await signatory(), ...COMMON };
    const preview = await clerk.send("/api/copies/preview", request);
    expect(preview.headers.get("content-type")).toBe("application/pdf");
    expect(await clerk.json<CopyRecord[]>("/api/copies")).toEqual([]);

    const made = await clerk.json<CopyRecord & { rev: number }>("/api/copies", request);
    expect(made.number?.symbol).toBe("01/SY-UBND");
    const pdf = await clerk.get(`/api/copies/${made.id}/pdf`);
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    const confirmed = await clerk.json<CopyRecord>(`/api/copies/${made.id}/confirm`, { rev: made.rev });
    expect(confirmed.state).toBe("signed");
    const register = await clerk.json<{ symbol: string }[]>(`/api/copies/register?year=${made.madeOn.slice(0, 4)}`);
    expect(register.map(({ symbol }) => symbol)).toEqual(["01/SY-UBND"]);
  });

  it("answers a copy that may not be made with the clause, in problem details", async () => {
    const request = {
      source: { from: "document", id: letter },
      form: "sao-y",
      to: "electronic",
      signatory: await signatory(),
      ...COMMON,
      unlock: { password: KEY },
    };
    const answer = await clerk.send("/api/copies", request);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: "COPY_FORBIDDEN",
      where: "NĐ 30/2020/NĐ-CP Điều 25 khoản 1",
    });
    const drafter = await signedIn(service, "thuan");
    expect((await drafter.send("/api/copies", request)).status).toBe(403);
  });

  it("takes a scan in and makes a signed copy of it that anybody may check", async () => {
    const answer = await clerk.upload("/api/copies/uploads", {
      file: new File([Uint8Array.from(scannedPage(200))], "trang-1.png"),
      standing: "authentic",
      kindName: "Quyết định",
      number: "218",
      notation: "QĐ-UBND",
      issuedOn: "2026-11-02",
      issuer: "Ủy ban nhân dân xã Nà Tấu",
      subject: "Về việc cử cán bộ tham gia tổ công nghệ số cộng đồng",
      compared: "true",
    });
    expect(answer.status).toBe(201);
    const upload = (await answer.json()) as CopyUpload;
    const made = await clerk.json<CopyRecord & { rev: number }>("/api/copies", {
      source: { from: "upload", id: upload.id },
      form: "sao-y",
      to: "electronic",
      signatory: await signatory(),
      ...COMMON,
      unlock: { password: KEY },
    });
    expect(made.line).toMatch(/^SAO Y; Ủy ban nhân dân tỉnh Hương Giang; /);
    const pdf = new Uint8Array(await (await clerk.get(`/api/copies/${made.id}/pdf`)).arrayBuffer());
    const checked = await clerk.upload("/api/verify", { file: new File([pdf], "sao-y.pdf") });
    expect(JSON.stringify(await checked.json())).toContain('"copy":{"form":"sao-y"');
    const organisations = await service.office.access.organisations();
    const to = [organisations.find(({ code }) => code === "H98.12")!.id];
    const sent = await clerk.json<CopyRecord>(`/api/copies/${made.id}/send`, { rev: made.rev, to });
    expect(sent.state).toBe("sent");
    expect(await clerk.json<unknown[]>(`/api/copies/${made.id}/deliveries`)).toHaveLength(1);
  });

  it("refuses inputs of a wrong shape by their fields, and a scan that is none", async () => {
    const wrong = await clerk.send("/api/copies", { source: { from: "elsewhere", id: "x" }, form: "sao", to: "paper" });
    expect(wrong.status).toBe(422);
    const { faults } = (await wrong.json()) as { faults: { where: string }[] };
    expect(faults.map(({ where }) => where)).toEqual(expect.arrayContaining(["source.from", "form", "signatory"]));
    const none = await clerk.upload("/api/copies/uploads", {
      file: new File(["không phải ảnh"], "a.png"),
      standing: "authentic",
      number: "1",
      notation: "QĐ-UBND",
      issuedOn: "2026-11-02",
      issuer: "Xã",
      subject: "x",
      compared: "true",
    });
    expect(await none.json()).toMatchObject({ code: "COPY_SCAN_UNFIT" });
  });
});
