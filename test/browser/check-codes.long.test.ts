import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dict, name, PdfDict, type PdfObject, PdfRef, PdfStream, readPdf } from "../../shared/pdf/index.ts";
import { LETTER } from "../api/service.ts";
import { update, withEntries } from "../verification/raw-signature.ts";
import { ask, KEY, look, openOffice, openStage, PASSWORD, signIn, tokenOf, visitor } from "./service.ts";

interface Step {
  id: string;
  rev: number;
}

/** The issued file with a white box and other words over its first page, added by a correct update. */
function overwritten(pdf: Uint8Array): Uint8Array {
  const page = readPdf(pdf).pages()[0]!;
  return update(pdf, (file) => {
    const held = file.get(page.ref.num) as PdfDict;
    const num = file.size;
    const cover = new PdfStream(
      dict({
        Type: name("XObject"),
        Subtype: name("Form"),
        BBox: [0, 0, 420, 60],
        Resources: dict({ Font: dict({ F1: new PdfRef(num + 2) }) }),
      }),
      Buffer.from("1 g 0 0 420 60 re f 0 g BT /F1 14 Tf 20 24 Td (bao cao truoc ngay 31/12/2027) Tj ET"),
    );
    const draw = new PdfStream(new PdfDict(), Buffer.from("q 1 0 0 1 90 480 cm /Che Do Q"));
    const resources = file.dict(held.get("Resources"))!;
    const drawn = withEntries(file.dict(resources.get("XObject")) ?? new PdfDict(), { Che: new PdfRef(num) });
    return new Map<number, PdfObject>([
      [num, cover],
      [num + 1, draw],
      [num + 2, dict({ Type: name("Font"), Subtype: name("Type1"), BaseFont: name("Helvetica") })],
      [
        page.ref.num,
        withEntries(held, {
          Contents: [...[held.get("Contents")!].flat(), new PdfRef(num + 1)],
          Resources: withEntries(resources, { XObject: drawn }),
        }),
      ],
    ]);
  });
}

describe("codes, standing and pictures of a document issued here", () => {
  const stage = openStage();
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-codes-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (title: string) => path.join(folder, `${title}.pdf`);
  let id: string;

  beforeAll(async () => {
    await openOffice(stage);
    const [drafter, leader, clerk] = await Promise.all(["thuan", "nguyet", "thuha"].map((one) => tokenOf(stage, one)));
    await ask(stage, "/api/access/keys/own", { password: KEY }, leader);
    await ask(
      stage,
      "/api/access/organisations",
      {
        organisation: { code: "H98.12", name: "Sở Khoa học và Công nghệ", place: "Hương Giang", system: "state" },
        person: {
          name: "Cao Hải Yến",
          position: "Văn thư",
          userName: "yen",
          password: PASSWORD,
          roles: ["administrator", "clerk"],
        },
      },
      leader,
    );
    let step = await ask<Step>(stage, "/api/documents", { description: LETTER }, drafter);
    const act = async (name: string, token: string | undefined, more: object = {}) => {
      step = await ask<Step>(stage, `/api/documents/${step.id}/${name}`, { rev: step.rev, ...more }, token);
    };
    await act("submit", drafter);
    await act("sign", leader, { password: KEY });
    await act("number", clerk);
    await act("seal", clerk, { password: KEY });
    id = step.id;
    const headers = { authorization: `Bearer ${clerk}` };
    const pdf = await fetch(`${stage.service.address}/api/documents/${id}/pdf`, { headers });
    const bytes = new Uint8Array(await pdf.arrayBuffer());
    writeFileSync(file("ban-goc"), bytes);
    writeFileSync(file("bi-che"), overwritten(bytes));
    const to = await ask<{ id: string; code: string }[]>(stage, "/api/access/organisations", undefined, clerk, "GET");
    await act("send", clerk, { to: to.filter((one) => one.code === "H98.12").map((one) => one.id) });
  });

  it("stands on the document's page with its QR, and leads a stranger to number, date and standing", async () => {
    const clerk = await visitor(stage);
    await signIn(clerk.page, "thuha");
    await clerk.page.goto(`/van-ban/${id}`);
    const card = clerk.page.locator("#ma-kiem-tra");
    expect(await card.getByRole("img", { name: /Mã QR/ }).count()).toBe(1);
    const code = (await card.locator("code").textContent())!;
    await look(clerk.page, "ma-kiem-tra-van-ban");
    expect(clerk.faults).toEqual([]);
    await clerk.context.close();

    for (const width of [1280, 390]) {
      const { page, context, faults } = await visitor(stage, width);
      await page.goto("/kiem-tra/ma");
      await page.getByLabel("Mã kiểm tra").fill(code.toLowerCase());
      await page.getByRole("button", { name: "Tìm văn bản" }).click();
      await page
        .getByRole("region", { name: "Tình trạng hiệu lực" })
        .getByText("Còn hiệu lực", { exact: true })
        .waitFor();
      await look(page, `ma-kiem-tra-${width}`);
      await page.getByLabel("Tệp PDF của văn bản").setInputFiles(file("bi-che"));
      await page.getByRole("button", { name: "So tệp" }).click();
      await page.getByText("Không phải tệp của văn bản này").waitFor();
      await page
        .getByRole("heading", { name: /Trang 1: khác nhau/ })
        .first()
        .waitFor();
      await look(page, `ma-so-tep-${width}`);
      await page.getByLabel("Tệp PDF của văn bản").setInputFiles(file("ban-goc"));
      await page.getByRole("button", { name: "So tệp" }).click();
      await page.getByText("Đúng là bản đã phát hành").waitFor();
      expect(faults).toEqual([]);
      await context.close();
    }
  });

  it("an incoming document shows the same pictures, from the office's own copy", async () => {
    await expect.poll(() => receivedCount(), { timeout: 20_000 }).toBeGreaterThan(0);
    const { page, context, faults } = await visitor(stage);
    await signIn(page, "yen");
    await page.goto("/van-ban-den");
    await page.locator("tbody a").first().click();
    await page.locator(".pictures summary").first().click();
    await page
      .getByRole("heading", { name: /Trang 1: khác nhau/ })
      .first()
      .waitFor();
    await look(page, "van-ban-den-hinh");
    expect(faults).toEqual([]);
    await context.close();
  });

  async function receivedCount(): Promise<number> {
    const yen = await tokenOf(stage, "yen");
    return (await ask<unknown[]>(stage, "/api/incoming", undefined, yen, "GET")).length;
  }
});
