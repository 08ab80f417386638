import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import { openOffice, secretBox } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { type Client, client, ORIGIN, openOffices, PASSWORD, signedIn, type TestService } from "./service.ts";

/** Somebody has taken an administrator's open session, and knows no password: what opens new doors must stay shut. */
let service: TestService & { pass(minutes: number): void };
let stolen: Client;
let cookie = "";
let people: { id: string; userName: string }[];
beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-guards-"));
  const storage = openSqliteStorage(folder);
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead);
  const office = openOffice({ storage, clock, secrets: secretBox(new Uint8Array(32).fill(7)), passwordCost: 2 ** 8 });
  service = {
    app: createApp(office),
    office,
    pass: (minutes) => {
      ahead += minutes * 60_000;
    },
    async close() {
      await storage.records.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await openOffices(service);
  const { token } = await office.access.signIn("lam", PASSWORD);
  stolen = client(service, token);
  cookie = `vanthu_phien=${token}`;
  people = await stolen.json("/api/access/people");
});
afterAll(() => service.close());

const idOf = (userName: string) => people.find((one) => one.userName === userName)!.id;
const post = (address: string, fields: Record<string, string>) =>
  service.app.request(address, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN, cookie },
    body: new URLSearchParams(fields).toString(),
  });

describe("a session whose proof is old", () => {
  it("neither resets a password, its own first of all, nor lets anybody in, nor gives roles", async () => {
    service.pass(16);
    const person = { name: "Bà Mới", position: "x", userName: "ba.moi", password: PASSWORD, roles: ["administrator"] };
    const organisation = { code: "H97", name: "Cơ quan mới", place: "Bình An", system: "state" };
    for (const [address, body, method] of [
      [`/api/access/people/${idOf("lam")}/password`, { replacement: "mật khẩu của kẻ trộm" }, "POST"],
      ["/api/access/people", person, "POST"],
      ["/api/access/organisations", { organisation, person }, "POST"],
      [`/api/access/people/${idOf("thuan")}`, { roles: ["leader"] }, "PATCH"],
      [`/api/access/people/${idOf("thuan")}/posts`, { posts: [{ title: "x", roles: ["leader"] }] }, "PUT"],
    ] as const) {
      const answer = await stolen.send(address, body, method);
      expect(answer.status, address).toBe(403);
      expect(await answer.text()).toContain("PROOF_NEEDED");
    }
    const lam = `/quan-tri/nguoi-dung/${idOf("lam")}`;
    for (const [address, fields] of [
      [`${lam}/mat-khau`, { replacement: "mật khẩu của kẻ trộm" }],
      [lam, { name: "Khác" }],
      [`${lam}/chuc-vu`, {}],
      ["/quan-tri/nguoi-dung", { personName: "Bà Mới", userName: "ba.moi", password: PASSWORD }],
      ["/quan-tri/co-quan", {}],
    ] as const) {
      const answer = await post(address, fields);
      expect(answer.status, address).toBe(403);
      expect(await answer.text(), address).toContain("Xác nhận lại là bạn");
    }
    await service.office.access.signIn("lam", PASSWORD);
  });

  it("is not shown the secret of an authenticator app, not by a wrong code either", async () => {
    const page = await post("/tai-khoan/dang-nhap/xac-thuc", { code: "000000" });
    expect(page.status).toBe(403);
    expect(await page.text()).not.toContain('class="qr"');
    expect((await stolen.send("/api/identity/totp/confirm", { code: "000000" })).status).toBe(403);
  });

  it("does all that once the person has proved who it is", async () => {
    await post("/tai-khoan/xac-nhan", { back: "/quan-tri", confirmPassword: PASSWORD });
    const answer = await post(`/quan-tri/nguoi-dung/${idOf("thuan")}/mat-khau`, { replacement: "mật khẩu cấp lại" });
    expect(answer.status).toBe(303);
    await service.office.access.signIn("thuan", "mật khẩu cấp lại");
  });
});

describe("a machine's key", () => {
  it("changes no password, not even with the one that holds", async () => {
    const clerk = await signedIn(service, "thuha");
    const { key } = await clerk.json<{ key: string }>("/api/identity/api-keys", {
      name: "Phần mềm một cửa",
      scopes: ["document.read"],
      days: 1,
    });
    const machine = client(service, key);
    const body = { current: PASSWORD, replacement: "mật khẩu của máy" };
    expect((await machine.send("/api/access/password", body)).status).toBe(403);
    await service.office.access.signIn("thuha", PASSWORD);
  });
});
