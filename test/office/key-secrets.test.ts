import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { startLocal } from "../../functions/local.ts";
import { environmentSecrets, folderSecrets, SECRET_KEY_FILE } from "../../functions/secret-key.ts";
import { secretBox } from "../../shared/office/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";

const place = temporaryFolder();
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "utf8"));
const textOf = (plain: Uint8Array) => Buffer.from(plain).toString("utf8");
const KEY = Buffer.alloc(32, 9).toString("base64");

afterEach(() => vi.unstubAllEnvs());
afterAll(() => place.drop());

/** A data folder of its own. */
function folder(name: string): string {
  const made = path.join(place.folder, name);
  mkdirSync(made);
  return made;
}

describe("secrets of an installation", () => {
  const box = secretBox(new Uint8Array(32).fill(1));

  it("open for their purpose only, and with their key only", async () => {
    const sealed = await box.seal(bytes("mật khẩu"), "org/a/connection/1/clientSecret");
    expect(sealed).not.toContain("mật");
    expect(textOf(await box.open(sealed, "org/a/connection/1/clientSecret"))).toBe("mật khẩu");
    const unreadable = { code: "SECRET_UNREADABLE" };
    // Moved to another organisation's place, altered, cut, or with another installation's key.
    await expect(box.open(sealed, "org/b/connection/1/clientSecret")).rejects.toMatchObject(unreadable);
    const other = secretBox(new Uint8Array(32).fill(2));
    await expect(other.open(sealed, "org/a/connection/1/clientSecret")).rejects.toMatchObject(unreadable);
    for (const broken of ["", "v1.", "v1.AAAA", sealed.slice(0, -4), `${sealed.slice(0, 10)}A${sealed.slice(11)}`, "x"])
      await expect(box.open(broken, "org/a/connection/1/clientSecret")).rejects.toMatchObject(unreadable);
  });

  it("are sealed differently every time", async () => {
    const sealed = await Promise.all([1, 2, 3].map(() => box.seal(bytes("x"), "p")));
    expect(new Set(sealed).size).toBe(3);
  });

  it("lie under a key file that is made once, for its owner only", async () => {
    const data = folder("mot");
    const file = path.join(data, SECRET_KEY_FILE);
    const boxes = [folderSecrets(data), folderSecrets(data), folderSecrets(data)];
    expect(existsSync(file)).toBe(false);
    const sealed = await Promise.all(boxes.map((one) => one.seal(bytes("bí mật"), "p")));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const one of sealed) expect(textOf(await folderSecrets(data).open(one, "p"))).toBe("bí mật");
    chmodSync(file, 0o644);
    await expect(folderSecrets(data).open(sealed[0]!, "p")).rejects.toMatchObject({ code: "SECRET_KEY_MISSING" });
    chmodSync(file, 0o600);
    writeFileSync(file, "không phải khóa");
    await expect(folderSecrets(data).open(sealed[0]!, "p")).rejects.toMatchObject({ code: "SECRET_KEY_MISSING" });
  });

  it("or under the key of the environment, which goes before the file", async () => {
    const data = folder("hai");
    vi.stubEnv("VANTHU_SECRET_KEY", KEY);
    const sealed = await folderSecrets(data).seal(bytes("x"), "p");
    expect(existsSync(path.join(data, SECRET_KEY_FILE))).toBe(false);
    expect(textOf(await environmentSecrets().open(sealed, "p"))).toBe("x");
    vi.stubEnv("VANTHU_SECRET_KEY", "");
    await expect(environmentSecrets().seal(bytes("x"), "p")).rejects.toMatchObject({ code: "SECRET_KEY_MISSING" });
    vi.stubEnv("VANTHU_SECRET_KEY", "ngắn");
    await expect(environmentSecrets().seal(bytes("x"), "p")).rejects.toMatchObject({ code: "SECRET_KEY_MISSING" });
  });

  it("the service on one machine keeps them so, across restarts", async () => {
    const data = folder("ba");
    const start = () => startLocal({ folder: data, port: 0, host: "127.0.0.1", signingEveryMs: 50 });
    const account = { userName: "lam", password: "mat-khau-dai-2026" };
    const ask = async (address: string, body: unknown, token?: string) => {
      const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
      const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
      expect(answer.status, await answer.clone().text()).toBeLessThan(300);
      return (await answer.json()) as { id: string; token: string; secrets: string[] };
    };
    let server = await start();
    await ask(`${server.address}/api/access/set-up`, {
      organisation: { code: "H98", name: "Ủy ban nhân dân tỉnh Hương Giang", place: "Hương Giang", system: "state" },
      person: { name: "Vũ Đình Lâm", position: "Quản trị", roles: ["administrator"], ...account },
      keyPassword: "khoa-ky-dai-2026",
    });
    const { token } = await ask(`${server.address}/api/access/sign-in`, account);
    const connection = {
      kind: "viettel-mysign",
      name: "MySign",
      settings: { baseUrl: "http://127.0.0.1:9", clientId: "x" },
      enabled: true,
      secrets: { clientSecret: "rat-bi-mat-cua-don-vi" },
    };
    const { id } = await ask(`${server.address}/api/keys/connections`, connection, token);
    await server.stop();
    for (const name of ["vanthu.sqlite", "vanthu.sqlite-wal"]) {
      const file = path.join(data, name);
      if (existsSync(file)) expect(readFileSync(file).includes("rat-bi-mat")).toBe(false);
    }
    server = await start();
    const checked = await ask(`${server.address}/api/keys/connections/${id}/check`, {}, token);
    expect(checked).toMatchObject({
      secrets: ["clientSecret"],
      problem: expect.stringContaining("Không liên lạc được"),
    });
    await server.stop();
  });
});
