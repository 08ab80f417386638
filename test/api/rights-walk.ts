import { packEdxml } from "../../shared/exchange/index.ts";
import type { SigningKey } from "../../shared/office/index.ts";
import { samplePacket } from "../exchange/sample-packet.ts";
import { WALK } from "./rights-walk-table.ts";
import {
  client,
  issuedLetter,
  KEY,
  LETTER,
  ORIGIN,
  openOffices,
  openService,
  PASSWORD,
  type SeenDocument,
  type TestService,
} from "./service.ts";

/**
 * Every route of the app × every role × own and other organisation. The routes are the app's own (`app.routes`): one that has no line in
 * `rights-walk-table.ts` fails here. A letter in a line is a role that is let through; all others must be refused, and whoever is of another
 * organisation must neither get nor change anything of this one.
 */
const ROLES = {
  n: "nobody", // has an account, and no post in force
  k: "auditor",
  v: "archivist",
  d: "drafter",
  q: "administrator",
  l: "leader",
  c: "clerk",
} as const;
export type Letter = keyof typeof ROLES | "f";
export const LETTERS = [...Object.keys(ROLES), "f"] as Letter[];
/** Words that stand only in the first organisation's data. */
const CANARY = "thác-bạc-5930";
/** What an answer of these means that the role did not come through; 422 and 415: the request itself was read and refused first. */
const SHUT = new Set([400, 401, 403, 404, 405, 410, 413, 415, 422]);

let service: TestService;
const tokens: Partial<Record<Letter, string>> = {};
const users: Record<Letter, string> = {
  n: "khong",
  k: "giam-sat",
  v: "luu-tru",
  d: "thuan",
  q: "lam",
  l: "nguyet",
  c: "thuha",
  f: "yen",
};
/** What the first organisation has, by the beginning of the addresses that name it. */
export const things: [string, string][] = [];
const secrets: string[] = [CANARY];

async function signIn(letter: Letter): Promise<string> {
  const { token } = await service.office.access.signIn(users[letter], PASSWORD);
  tokens[letter] = token;
  return token;
}

/** An app with two organisations and everybody who walks. */
export async function openWalk(): Promise<void> {
  service = openService();
  await openOffices(service);
  const lam = client(service, await signIn("q"));
  for (const [letter, role] of [
    ["n", "drafter"],
    ["k", "auditor"],
    ["v", "archivist"],
  ] as const)
    await lam.json("/api/access/people", {
      name: `Trần Thị ${ROLES[letter]}`,
      position: "Cán bộ",
      userName: users[letter],
      password: PASSWORD,
      roles: [role],
    });
  // Whoever administers tries things on somebody, who is not one of those that walk.
  const somebody = await lam.json<{ id: string }>("/api/access/people", {
    name: `Cao Văn ${CANARY}`,
    position: "Cán bộ",
    userName: "ai-do",
    password: PASSWORD,
    roles: ["drafter"],
  });
  const people = await lam.json<{ id: string; userName: string }[]>("/api/access/people");
  const idOf = (letter: Letter) => people.find(({ userName }) => userName === users[letter])!.id;
  await lam.json(
    `/api/access/people/${idOf("n")}/posts`,
    { posts: [{ title: "Nguyên chuyên viên", roles: ["drafter"], to: "2020-01-01" }] },
    "PUT",
  );
  const unit = await lam.json<{ id: string }>("/api/access/units", { name: `Phòng ${CANARY}`, symbol: "PHT" });
  for (const letter of LETTERS) await signIn(letter);
  const as = (letter: Letter) => client(service, tokens[letter]);
  await as("f").json("/api/access/keys/own", { password: KEY });
  const mandate = (await lam.json<{ id: string }[]>("/api/mandates"))[0]!;
  const description = { ...LETTER, subject: `${LETTER.subject} ${CANARY}` };
  const draft = await as("d").json<SeenDocument>("/api/documents", { description });
  const submitted = await as("d").json<SeenDocument>(`/api/documents/${draft.id}/submit`, { rev: draft.rev });
  const issued = await issuedLetter(service);
  const copy = await as("c").json<SeenDocument>("/api/copies", {
    source: { from: "document", id: issued.id },
    form: "sao-y",
    to: "paper",
    signatory: idOf("l"),
    recipients: ["Lưu: VT"],
  });
  const programme = await as("d").json<{ id: string }>("/api/programmes", {
    title: `Chương trình ${CANARY}`,
    period: "Năm 2026",
  });
  // Something came in from the other organisation.
  const { access, incoming } = service.office;
  const [own, other] = [(await access.organisationByCode("H98"))!, (await access.organisationByCode("H98.12"))!];
  const packet = samplePacket({
    from: { organisationCode: other.code, name: other.name },
    to: [{ organisationCode: own.code, name: own.name }],
    subject: `Báo cáo ${CANARY}`,
  });
  await incoming.receive(packEdxml(packet), "goi-1", own.code);
  const arrived = (await as("c").json<{ id: string }[]>("/api/incoming"))[0]!;
  const key = (await as("l").json<SigningKey[]>("/api/keys/usable?role=leader"))[0]!;
  things.push(
    ["/api/access/people", somebody.id],
    ["/api/identity/people", somebody.id],
    ["/quan-tri/nguoi-dung", somebody.id],
    ["/quan-tri/dang-nhap/nguoi", somebody.id],
    ["/api/registers", "outgoing"],
    ["/api/access/units", unit.id],
    ["/quan-tri/don-vi", unit.id],
    ["/api/mandates", mandate.id],
    ["/quan-tri/tham-quyen", mandate.id],
    ["/api/documents", submitted.id],
    ["/api/rights", submitted.id],
    ["/api/standing", issued.id],
    ["/van-ban/", submitted.id],
    ["/quyen-xem", submitted.id],
    ["/api/copies", copy.id],
    ["/sao-van-ban", copy.id],
    ["/api/programmes", programme.id],
    ["/nhiem-vu", programme.id],
    ["/api/keys", key.id],
    ["/api/incoming", arrived.id],
    ["/van-ban-den", arrived.id],
  );
  secrets.push(somebody.id, unit.id, mandate.id, submitted.id, issued.id, copy.id, programme.id, key.id, arrived.id);
}

export const closeWalk = () => service.close();

/** Routes as the app has them, once each. */
export function routesOf(): string[] {
  const all = service.app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path}`);
  return [...new Set(all)].sort();
}

/** Everything that routes ask for at once; each takes what it knows. */
const BODY = {
  rev: 1,
  revision: 1,
  reason: "kiểm tra quyền",
  password: PASSWORD,
  keyPassword: KEY,
  current: PASSWORD,
  replacement: PASSWORD,
  decision: "confirm",
  level: "office",
  to: ["khong-co"],
  description: LETTER,
  documents: [{ id: "khong-co", rev: 1 }],
  document: { id: "khong-co", rev: 1 },
  role: "leader",
  keyId: "khong-co",
  unlock: { password: KEY },
  name: "Tên mới",
  position: "Chức vụ",
  title: "Tiêu đề",
  text: "nội dung",
  note: "ghi chú",
  opinion: "ý kiến",
  messageId: "khong-co",
  id: "khong-co",
  year: 2026,
  signatures: ["AAAA"],
  posts: [{ title: "Chức vụ", roles: ["drafter"] }],
};

/** Asks a route as somebody; parameters name what the first organisation has. */
export async function ask(
  route: string,
  letter: Letter | undefined,
): Promise<{ status: number; text: string; to: string }> {
  const [method, address] = route.split(" ") as [string, string];
  const thing = things.findLast(([beginning]) => address.startsWith(beginning))?.[1] ?? "khong-co";
  let first = true;
  const path = address.replace(/\/\*$/, "/x").replace(/:\w+(\{[^}]*\})?/g, () => {
    const value = first ? thing : "0";
    first = false;
    return value;
  });
  const machine = address.startsWith("/api/");
  const headers: Record<string, string> = { origin: ORIGIN, "sec-fetch-site": "same-origin" };
  const token = letter === undefined ? undefined : (tokens[letter] ?? (await signIn(letter)));
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  let body: string | FormData | undefined;
  if (!["GET", "HEAD", "DELETE"].includes(method)) {
    if (machine) {
      headers["content-type"] = "application/json";
      body = JSON.stringify(BODY);
    } else {
      body = new FormData();
      for (const [name, value] of Object.entries(BODY)) if (typeof value !== "object") body.set(name, String(value));
    }
  }
  const answer = await service.app.request(`${path}${method === "GET" && machine ? "?year=2026" : ""}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, text: await answer.text(), to: answer.headers.get("location") ?? "" };
}

/** A page leads to where one signs in. */
export const sentAway = ({ status, to }: { status: number; to: string }) =>
  status === 303 && to.startsWith("/dang-nhap");
const isShut = (answer: { status: number; to: string }) => SHUT.has(answer.status) || sentAway(answer);

/** Walks every route of the table as these; answers what is wrong, a line each. */
export async function walk(letters: readonly Letter[]): Promise<{ wrong: string[]; observed: Record<string, string> }> {
  const wrong: string[] = [];
  const seen: Record<string, string> = {};
  for (const [route, may] of Object.entries(WALK)) {
    const observed: Letter[] = [];
    // Whoever is refused asks first, so that nothing is gone when it is asked for.
    for (const letter of letters.toSorted((a, b) => Number(may.includes(a)) - Number(may.includes(b)))) {
      let answer = await ask(route, letter);
      if ((answer.status === 401 || sentAway(answer)) && (await ask("GET /api/access/me", letter)).status === 401) {
        await signIn(letter);
        answer = await ask(route, letter);
      }
      if (answer.status >= 500 && answer.status !== 503)
        wrong.push(`${route} as ${letter}: ${answer.status} ${answer.text.slice(0, 200)}`);
      if (!isShut(answer)) observed.push(letter);
      if (letter === "f" && answer.status < 400)
        for (const secret of secrets)
          if (answer.text.includes(secret)) wrong.push(`${route}: another organisation sees ${secret}`);
      if (letter === "n" && answer.status < 400 && answer.text.includes(CANARY))
        wrong.push(`${route}: nobody sees data`);
    }
    seen[route] = observed.join("");
    // What one has removed is not there for the next.
    const removes = route.startsWith("DELETE ");
    const said = letters.filter((letter) => may.includes(letter));
    if (
      said.some((letter) => !observed.includes(letter) && !(removes && observed.length > 0)) ||
      observed.some((letter) => !said.includes(letter))
    )
      wrong.push(
        `${route}: "${LETTERS.filter((one) => observed.includes(one)).join("")}" come through, said is "${said.join("")}"`,
      );
  }
  return { wrong, observed: seen };
}
