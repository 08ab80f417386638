import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLAIN_PDF } from "../office/incoming-support.ts";
import {
  type Client,
  issuedLetter,
  KEY,
  LETTER,
  ORIGIN,
  openOffices,
  openService,
  PASSWORD,
  signedIn,
  type TestService,
} from "./service.ts";

/** An incoming document as far as these tests look at it. */
interface Seen {
  id: string;
  status: string;
  progress: string;
  handling: { rev: number; dueOn?: string };
  entry?: { number: number };
  files: unknown[];
  changeAsked?: { kind: string };
  documentId: string;
}

let service: TestService;
let clerk: Client;
let receiver: Client;
beforeAll(async () => {
  service = openService();
  await openOffices(service);
  clerk = await signedIn(service, "thuha");
  receiver = await signedIn(service, "yen");
});
afterAll(() => service.close());

const deliver = async () => {
  await service.office.deliver();
  await service.office.deliver();
};
/** A page as a browser of yen gets it. */
async function page(address: string, form?: Record<string, string | string[]>): Promise<Response> {
  const signIn = await service.app.request("/dang-nhap", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN },
    body: new URLSearchParams({ userName: "yen", password: PASSWORD }),
  });
  const cookie = signIn.headers.get("set-cookie")!.split(";")[0]!;
  if (form === undefined) return service.app.request(address, { headers: { cookie } });
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one);
  return service.app.request(address, {
    method: "POST",
    headers: { cookie, "content-type": "application/x-www-form-urlencoded", origin: ORIGIN },
    body,
  });
}

describe("incoming documents through the front door", () => {
  it("a signed letter goes from one organisation to the other; each step comes back to the sender's page", async () => {
    const letter = await issuedLetter(service);
    const organisations = await clerk.json<{ id: string; code: string }[]>("/api/access/organisations");
    const to = organisations.find((one) => one.code === "H98.12")!.id;
    await clerk.json(`/api/documents/${letter.id}/send`, { rev: letter.rev, to: [to] });
    await deliver();
    const [arrived] = await receiver.json<Seen[]>("/api/incoming?progress=waiting");
    const address = `/api/incoming/${arrived!.id}`;
    let seen = await receiver.json<Seen>(`${address}/accept`, {});
    expect(seen).toMatchObject({ progress: "unassigned", entry: { number: 1 } });
    const { people } = await receiver.json<{ people: { id: string; name: string }[] }>("/api/incoming/assignees");
    const yen = people.find(({ name }) => name === "Cao Hải Yến")!;

    // The page does what the API does.
    const shown = await (await page(`/van-ban-den/${seen.id}`)).text();
    expect(shown).toContain("Phân phối");
    expect(shown).toContain("ĐẾN");
    const assigned = await page(`/van-ban-den/${seen.id}/phan-phoi`, {
      rev: String(seen.handling.rev),
      lead: `nguoi:${yen.id}`,
      opinion: "Tổng hợp số liệu, trả lời đúng hạn.",
      dueOn: "",
      workingDays: "5",
    });
    expect(assigned.headers.get("location")).toBe(`/van-ban-den/${seen.id}?xong=da-phan-phoi`);
    seen = await receiver.json<Seen>(address);
    expect(seen).toMatchObject({ progress: "working", status: "04" });
    seen = await receiver.json<Seen>(`${address}/comments`, { rev: seen.handling.rev, text: "Đề xuất gửi công văn." });
    const stale = await receiver.send(`${address}/start`, { rev: 1 });
    expect(stale.status).toBe(409);

    const draft = await receiver.json<{ id: string; rev: number }>(`${address}/answers`, { rev: seen.handling.rev });
    expect(await (await page(`/van-ban-den/${seen.id}`)).text()).toContain(`/van-ban/${draft.id}`);
    expect(await receiver.json(`/api/incoming/answered-by/${draft.id}`)).toMatchObject({ id: seen.id });
    expect(await (await page(`/van-ban/${draft.id}`)).text()).toContain("Trả lời văn bản đến");
    seen = await receiver.json<Seen>(address);
    // The answer goes the whole way; it is packed as the answer of what it answers, and finishes the work without a further word.
    const { office } = service;
    const own = await office.access.organisation(to);
    await office.keys.issueTestKey(own, { personId: yen.id, name: yen.name }, KEY);
    await office.keys.issueTestKey(own, "seal", KEY);
    const answer = `/api/documents/${draft.id}`;
    let sent = await receiver.json<{ rev: number; number?: { text: string } }>(
      answer,
      {
        rev: draft.rev,
        description: {
          ...LETTER,
          organisation: { name: own.name },
          notation: "SKHCN-CĐS",
          addressees: ["Ủy ban nhân dân tỉnh Hương Giang"],
          signature: { authority: [], position: "GIÁM ĐỐC", name: yen.name },
        },
      },
      "PUT",
    );
    sent = await receiver.json(`${answer}/submit`, { rev: sent.rev });
    sent = await receiver.json(`${answer}/sign`, { rev: sent.rev, password: KEY });
    sent = await receiver.json(`${answer}/number`, { rev: sent.rev });
    sent = await receiver.json(`${answer}/seal`, { rev: sent.rev, password: KEY });
    const province = organisations.find((one) => one.code === "H98")!.id;
    await receiver.json(`${answer}/send`, { rev: sent.rev, to: [province] });
    seen = await receiver.json<Seen>(`${address}/finish`, { rev: seen.handling.rev });
    expect(seen).toMatchObject({ progress: "done", answerSymbols: "01/SKHCN-CĐS" });
    await deliver();
    const [answered] = await clerk.json<{ answers: string }[]>("/api/incoming");
    expect(answered!.answers).toBe(seen.documentId);
    await deliver();
    const [delivery] = await clerk.json<{ statuses: { code: string }[]; label: string }[]>(
      `/api/documents/${letter.id}/deliveries`,
    );
    expect(delivery!.statuses.map(({ code }) => code)).toEqual(["01", "03", "04", "05", "06"]);
    expect(delivery!.label).toBe("Hoàn thành");

    const stamp = await receiver.json<{ number: number; passedTo: string }>(`${address}/stamp`);
    expect(stamp).toMatchObject({ number: 1, passedTo: "Cao Hải Yến" });
    const paper = await receiver.get(`${address}/papers/stamp-and-slip/pdf`);
    expect(paper.headers.get("content-type")).toBe("application/pdf");
    // Another organisation sees nothing of it, by any of the addresses.
    for (const own of [address, `${address}/stamp`, `${address}/papers/slip/pdf`, `${address}/files/0`])
      expect((await clerk.get(own)).status).toBe(404);
    expect((await clerk.send(`${address}/assign`, { rev: 1, lead: { personId: yen.id } })).status).toBe(404);
    expect((await clerk.send(`${address}/change-answer`, { agree: true })).status).toBe(404);
  });

  it("paper is registered by form and by API, duplicates are told before the number", async () => {
    const data = {
      channel: "paper",
      from: { name: "Hội Nông dân phường Bến Đá" },
      number: "15",
      notation: "BC-HND",
      issuedOn: "2026-11-10",
      kindName: "Báo cáo",
      subject: "Kết quả hoạt động quý III",
      signatory: { position: "Chủ tịch", name: "Bùi Văn Tám" },
    };
    const file = () => new File([new Uint8Array(PLAIN_PDF)], "quet.pdf", { type: "application/pdf" });
    const upload = async () =>
      (await receiver.upload("/api/incoming", { data: JSON.stringify(data), file: file() })).json() as Promise<Seen>;
    const first = await upload();
    expect((await receiver.json<Seen>(`/api/incoming/${first.id}/accept`, {})).entry?.number).toBe(2);
    const second = await upload();
    expect((await receiver.send(`/api/incoming/${second.id}/accept`, {})).status).toBe(409);
    expect(await (await page(`/van-ban-den/${second.id}`)).text()).toContain("Có dấu hiệu trùng văn bản");
    const refused = await page(`/van-ban-den/${second.id}/tiep-nhan`, {});
    expect(refused.status).toBe(409);
    const accepted = await page(`/van-ban-den/${second.id}/tiep-nhan`, { known: "1" });
    expect(accepted.status).toBe(303);
    const bad = await receiver.upload("/api/incoming", {
      data: JSON.stringify({ ...data, subject: "" }),
      file: file(),
    });
    expect(bad.status).toBe(422);
    expect(await bad.json()).toMatchObject({ code: "INVALID", where: "subject" });
    expect((await receiver.upload("/api/incoming", { data: "{", file: file() })).status).toBe(422);
    expect((await page("/van-ban-den/dang-ky")).status).toBe(200);
  });

  it("a form that is refused is shown again as it was typed", async () => {
    const one = (await receiver.json<Seen[]>("/api/incoming?progress=unassigned"))[0]!;
    const { people } = await receiver.json<{ people: { id: string }[] }>("/api/incoming/assignees");
    const typed = { opinion: "Giao tham mưu <ngay>, báo cáo trước thứ Sáu.", lead: `nguoi:${people[0]!.id}` };
    const stale = await page(`/van-ban-den/${one.id}/phan-phoi`, { ...typed, rev: "0", dueOn: "2020-01-02" });
    expect(stale.status).toBe(409);
    const text = await stale.text();
    expect(text).toContain("Giao tham mưu &lt;ngay&gt;, báo cáo trước thứ Sáu.");
    expect(text).toContain('value="2020-01-02"');
    expect(text).toMatch(new RegExp(`<option value="nguoi:${people[0]!.id}" selected`));
    const long = await page(`/van-ban-den/${one.id}/ket-thuc`, { rev: "1", note: "ý ".repeat(800) });
    expect(long.status).toBe(422);
    expect(await long.text()).toContain("ý ".repeat(799).trim());
  });

  it("lists by tab, filter and words; reports of a period as page, PDF and workbook", async () => {
    expect(await (await page("/van-ban-den?muc=da-giai-quyet&tim=chuyen+doi+so")).text()).toContain("Đã giải quyết");
    expect(await receiver.json<Seen[]>("/api/incoming?search=nong+dan")).toHaveLength(2);
    const today = new Date().toISOString().slice(0, 4);
    const period = `from=${today}-01-01&to=${today}-12-31`;
    expect(await receiver.json(`/api/incoming/figures?${period}`)).toMatchObject({ totals: { total: 3, done: 1 } });
    expect(await clerk.json(`/api/incoming/outgoing-figures?${period}`)).toMatchObject({
      totals: { total: 1, onTime: 1, sent: 1 },
      receivers: { total: 1, done: 1 },
    });
    expect((await receiver.get(`/api/incoming/figures/incoming/xlsx?${period}`)).status).toBe(200);
    expect((await receiver.get("/api/incoming/figures?from=2026-02-01&to=2026-01-01")).status).toBe(422);
    expect(await receiver.json(`/api/incoming/follow-up?year=${today}`)).toHaveLength(3);
    const shown = await page(`/van-ban-den/bao-cao?tu=${today}-01-01&den=${today}-12-31`);
    expect(await shown.text()).toContain("Theo đơn vị, cá nhân chủ trì");
    expect((await page("/van-ban-den/bao-cao?tu=sai")).status).toBe(422);
    expect((await page(`/van-ban-den/bao-cao/den/pdf?tu=${today}-01-01&den=${today}-12-31`)).status).toBe(200);
  });
});
