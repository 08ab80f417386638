import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Client,
  LETTER,
  openOffices,
  openService,
  PASSWORD,
  type SeenDocument,
  signedIn,
  type TestService,
} from "../api/service.ts";

/** Words of a restricted document at every address there is, asked by people of the office who may not see it. */
const WORD = "hoa-ban-7719";
let service: TestService;
let id = "";
const others: Record<string, Client> = {};
const ids: Record<string, string> = {};

beforeAll(async () => {
  service = openService();
  await openOffices(service);
  const lam = await signedIn(service, "lam");
  for (const [userName, name, role] of [
    ["cuong", "Hồ Mạnh Cường", "drafter"],
    ["dung", "Tạ Việt Dũng", "leader"],
    ["khanh", "Lò Văn Khánh", "archivist"],
  ] as const)
    await lam.json("/api/access/people", { name, position: "Cán bộ", userName, password: PASSWORD, roles: [role] });
  for (const one of await lam.json<{ id: string; userName: string }[]>("/api/access/people"))
    ids[one.userName] = one.id;
  for (const who of ["cuong", "dung", "khanh"]) others[who] = await signedIn(service, who);
  others.lam = lam;
  const [drafter, leader, clerk] = [
    await signedIn(service, "thuan"),
    await signedIn(service, "nguyet"),
    await signedIn(service, "thuha"),
  ];
  const description = { ...LETTER, subject: `${LETTER.subject} ${WORD}`, body: `${LETTER.body ?? ""}\n\n${WORD}` };
  // What was said of it before it was restricted stands in the trail for ever, and is not shown either.
  const draft = await drafter.json<SeenDocument>("/api/documents", {
    description,
  });
  id = draft.id;
  await drafter.json(`/api/documents/${id}/submit`, { rev: draft.rev });
  const rev = async () => (await clerk.json<SeenDocument>(`/api/documents/${id}`)).rev;
  await leader.json(`/api/documents/${id}/return`, { rev: await rev(), reason: `Bỏ phần ${WORD}` });
  await drafter.json(`/api/rights/${id}`, { rev: await rev(), level: "restricted", people: [], units: [] }, "PUT");
  await drafter.json(`/api/documents/${id}`, { rev: await rev(), description }, "PUT");
  await drafter.json(`/api/documents/${id}/submit`, { rev: await rev() });
  await leader.json(`/api/documents/${id}/return`, { rev: await rev(), reason: `Viết lại phần ${WORD}` });
}, 120_000);
afterAll(() => service.close());

describe("a restricted document", () => {
  it("is told of by no address, no list, no notice, and no line of the trail", async () => {
    const addresses = new Set(
      service.app.routes
        .filter(({ method, path }) => method === "GET" && !path.includes("*"))
        .map(({ path }) => path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, id)),
    );
    expect(addresses.size).toBeGreaterThan(100);
    const leaks: string[] = [];
    for (const [who, person] of Object.entries(others))
      for (const address of addresses) {
        if (address === "/dang-xuat") continue;
        const answer = await person.get(address);
        if ((await answer.text()).includes(WORD)) leaks.push(`${who} ${address} ${answer.status}`);
      }
    for (const address of [
      `/api/search?q=${WORD}`,
      `/tim-kiem?q=${WORD}`,
      `/nhat-ky?tim=${WORD}`,
      `/api/audit?search=${WORD}`,
    ])
      for (const who of ["dung", "lam"]) {
        const text = await (await others[who]!.get(address)).text();
        if (/Viết lại|Bỏ phần/.test(text)) leaks.push(`${who} ${address}`);
      }
    expect(leaks).toEqual([]);
  }, 60_000);
});
