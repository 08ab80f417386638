import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type AppOptions, createApp } from "../../functions/api/app.ts";
import { type Office, openOffice, secretBox } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";

/** Password of every account here, and of every key. */
export const PASSWORD = "mat-khau-dai";
export const KEY = "khoa-ky-dai";
/** Where the app is asked; its own origin. */
export const ORIGIN = "http://localhost";

/** The app over a real office on an empty folder. */
export interface TestService {
  app: ReturnType<typeof createApp>;
  office: Office;
  close(): Promise<void>;
}

/** Opens an app on a folder of its own. */
export function openService(options: AppOptions = {}): TestService {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-api-"));
  const storage = openSqliteStorage(folder);
  const office = openOffice({ storage, secrets: secretBox(new Uint8Array(32).fill(7)), passwordCost: 2 ** 8 });
  return {
    app: createApp(office, options),
    office,
    async close() {
      await storage.records.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A machine that talks JSON to the API with a bearer token. */
export interface Client {
  get(path: string): Promise<Response>;
  /** Answers the JSON of an answer below 400; anything else fails the test with the problem's text. */
  json<T = Record<string, never>>(path: string, body?: unknown, method?: string): Promise<T>;
  send(path: string, body?: unknown, method?: string): Promise<Response>;
  upload(path: string, fields: Record<string, string | File>, method?: string): Promise<Response>;
}

/** A client with a token, or without one. */
export function client(service: TestService, token?: string): Client {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const send: Client["send"] = async (address, body, method = body === undefined ? "GET" : "POST") =>
    service.app.request(address, {
      method,
      headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  return {
    get: (address) => send(address),
    send,
    async json(address, body, method) {
      const answer = await send(address, body, method);
      if (answer.status >= 400) throw new Error(`${method ?? ""} ${address}: ${answer.status} ${await answer.text()}`);
      return answer.json() as never;
    },
    async upload(address, fields, method = "POST") {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return service.app.request(address, { method, headers, body: form });
    },
  };
}

/** Signs in over the API. */
export async function signedIn(service: TestService, userName: string): Promise<Client> {
  const { token } = await client(service).json<{ token: string }>("/api/access/sign-in", {
    userName,
    password: PASSWORD,
  });
  return client(service, token);
}

/** Two organisations with everybody that the straight line needs, made over the API alone. */
export async function openOffices(service: TestService): Promise<void> {
  const person = (name: string, position: string, userName: string, roles: string[]) => ({
    name,
    position,
    userName,
    password: PASSWORD,
    roles,
  });
  const stranger = client(service);
  await stranger.json("/api/access/set-up", {
    organisation: { code: "H98", name: "Ủy ban nhân dân tỉnh Hương Giang", place: "Hương Giang", system: "state" },
    person: person("Vũ Đình Lâm", "Quản trị hệ thống", "lam", ["administrator"]),
    keyPassword: KEY,
  });
  const administrator = await signedIn(service, "lam");
  await administrator.json("/api/access/people", person("Lê Thị Minh Nguyệt", "Phó Chủ tịch", "nguyet", ["leader"]));
  await administrator.json("/api/access/people", person("Phạm Văn Thuận", "Chuyên viên", "thuan", ["drafter"]));
  await administrator.json("/api/access/people", person("Đỗ Thu Hà", "Văn thư", "thuha", ["clerk"]));
  await administrator.json("/api/access/organisations", {
    organisation: {
      code: "H98.12",
      name: "Sở Khoa học và Công nghệ",
      superior: "Ủy ban nhân dân tỉnh Hương Giang",
      place: "Hương Giang",
      system: "state",
    },
    person: person("Cao Hải Yến", "Văn thư", "yen", ["administrator", "leader", "clerk", "drafter"]),
  });
  await (await signedIn(service, "nguyet")).json("/api/access/keys/own", { password: KEY });
}

/** A letter's description. */
export const LETTER = {
  ruleSet: "nd30",
  kind: "CV",
  organisation: { name: "Ủy ban nhân dân tỉnh Hương Giang" },
  notation: "UBND-KGVX",
  place: "Hương Giang",
  subject: "chuẩn bị số liệu chuyển đổi số quý IV năm 2026",
  addressees: ["Các sở, ban, ngành"],
  body: "Ủy ban nhân dân tỉnh yêu cầu các cơ quan rà soát, gửi số liệu chuyển đổi số quý IV về Sở Khoa học và Công nghệ trước ngày 10/12/2026.",
  recipients: ["Như trên", "Lưu: VT, KGVX"],
  signature: {
    authority: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"],
    position: "PHÓ CHỦ TỊCH",
    name: "Lê Thị Minh Nguyệt",
  },
};

/** A document as far as these tests look at it. */
export interface SeenDocument {
  id: string;
  rev: number;
  state: string;
  number?: { text: string };
}

/** Takes a letter from draft to issued. */
export async function issuedLetter(service: TestService): Promise<SeenDocument> {
  const drafter = await signedIn(service, "thuan");
  const leader = await signedIn(service, "nguyet");
  const clerk = await signedIn(service, "thuha");
  let document = await drafter.json<SeenDocument>("/api/documents", { description: LETTER });
  const address = `/api/documents/${document.id}`;
  document = await drafter.json(`${address}/submit`, { rev: document.rev });
  document = await leader.json(`${address}/sign`, { rev: document.rev, password: KEY });
  document = await clerk.json(`${address}/number`, { rev: document.rev });
  return clerk.json(`${address}/seal`, { rev: document.rev, password: KEY });
}
