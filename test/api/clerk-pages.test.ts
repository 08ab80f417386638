import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import type { Actor } from "../../shared/access/index.ts";
import type { Programme } from "../../shared/tasks/index.ts";
import {
  client,
  KEY,
  LETTER,
  ORIGIN,
  openOffices,
  openService,
  PASSWORD,
  type SeenDocument,
  signedIn,
  type TestService,
} from "./service.ts";

/** The leader's and the clerk's pages as a browser without script asks for them. */
describe("the leader's and the clerk's pages", () => {
  let service: TestService;
  const cookies: Record<string, string> = {};

  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    for (const userName of ["nguyet", "thuan", "thuha"]) {
      const answer = await service.app.request("/dang-nhap", {
        method: "POST",
        headers: { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ userName, password: PASSWORD }),
      });
      cookies[userName] = (answer.headers.get("set-cookie") ?? "").split(";")[0]!;
    }
  });
  afterAll(async () => {
    await service.office.idle();
    await service.close();
  });

  const get = async (userName: string, address: string) =>
    (await service.app.request(address, { headers: { cookie: cookies[userName]! } })).text();
  const post = (userName: string, address: string, fields: [string, string][]) =>
    service.app.request(address, {
      method: "POST",
      headers: { origin: ORIGIN, cookie: cookies[userName]!, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });
  const field = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)![1]!;
  const boxOf = (page: string, id: string) => new RegExp(`value="(${id}~[^"]+)"`).exec(page)![1]!;
  const actorOf = async (userName: string): Promise<Actor> =>
    (await service.office.access.signIn(userName, PASSWORD)).actor;

  async function submitted(subject: string): Promise<SeenDocument> {
    const drafter = await signedIn(service, "thuan");
    const { id, rev } = await drafter.json<SeenDocument>("/api/documents", { description: { ...LETTER, subject } });
    return drafter.json(`/api/documents/${id}/submit`, { rev });
  }
  async function signed(subject: string): Promise<SeenDocument> {
    const { id, rev } = await submitted(subject);
    return (await signedIn(service, "nguyet")).json(`/api/documents/${id}/sign`, { rev, password: KEY });
  }
  async function issued(subject: string): Promise<SeenDocument> {
    const clerk = await signedIn(service, "thuha");
    const { id, rev } = await signed(subject);
    const numbered = await clerk.json<SeenDocument>(`/api/documents/${id}/number`, { rev });
    return clerk.json(`/api/documents/${id}/seal`, { rev: numbered.rev, password: KEY });
  }

  it("lets a document and its appendices be read one after the other on the page where it is signed", async () => {
    const drafter = await signedIn(service, "thuan");
    const sample = sampleProgramme("x");
    const made = await drafter.json<Programme>("/api/programmes", { title: sample.title, period: sample.period });
    const put = (next: Programme, revision: number) => {
      const programme = { ...next, id: made.id, organisationId: made.organisationId, revision };
      return drafter.json<Programme>(`/api/programmes/${made.id}`, { programme, why: "Sau phiên họp", basis: "Thông báo số 118/TB-UBND" }, "PUT"); // biome-ignore format: one thought
    };
    const first = await put(sample, made.revision);
    const second = await put(sampleRevision("x"), first.revision);
    const { id, rev } = await drafter.json<SeenDocument>("/api/documents/amendment", {
      programmeId: made.id,
      from: first.revision,
      to: second.revision,
      basis: "Thông báo số 118/TB-UBND ngày 18/11/2026",
      appendixTitle: "Danh mục nhiệm vụ điều chỉnh",
      letter: { ...SAMPLE_LETTER, signature: { ...SAMPLE_LETTER.signature, name: LETTER.signature.name } },
    });
    const submitted = await drafter.json<SeenDocument>(`/api/documents/${id}/submit`, { rev });
    const frame = (page: string) => /<iframe class="paper" src="([^"#]+)/.exec(page)![1];
    const page = await get("nguyet", `/van-ban/${id}`);
    expect(page).toContain("Phụ lục: Danh mục nhiệm vụ điều chỉnh");
    expect(frame(page)).toBe(`/van-ban/${id}/pdf`);
    const appendix = await get("nguyet", `/van-ban/${id}?xem=phu-luc-1`);
    expect(frame(appendix)).toBe(`/van-ban/${id}/phu-luc/0`);
    // What is signed and returned there is the document, whichever file is read.
    expect(appendix).toContain(`action="/van-ban/${id}/ky"`);
    for (const query of ["", "?phu-luc=0"]) {
      const answer = await service.app.request(`/van-ban/${id}/xem.pdf${query}`, {
        headers: { cookie: cookies.nguyet! },
      });
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe("%PDF-");
    }
    await (await signedIn(service, "nguyet")).json(`/api/documents/${id}/return`, {
      rev: submitted.rev,
      reason: "Đọc xong",
    });
  });

  it("marks what the leader has not opened, and no more once it was", async () => {
    const [one, two] = [await submitted("Chưa xem một"), await submitted("Chưa xem hai")];
    expect((await get("nguyet", "/trinh-ky")).match(/Chưa mở xem/g)).toHaveLength(2);
    await get("nguyet", `/van-ban/${one.id}`);
    const list = await get("nguyet", "/trinh-ky");
    expect(list.match(/Chưa mở xem/g)).toHaveLength(1);
    expect(list.match(/Đã mở xem lúc/g)).toHaveLength(1);
    expect(list).toMatch(new RegExp(`data-not-opened="1"(?:(?!</tr>)[\\s\\S])*${two.id}~`));
  });

  it("leads from a signed document to the next that waits, and says when none is left", async () => {
    const waiting = await service.office.workflow.waiting(await actorOf("nguyet"));
    const ids = waiting.map(({ document }) => document.id);
    expect(ids).toHaveLength(2);
    const first = await get("nguyet", `/van-ban/${ids[0]}`);
    expect(first).toContain("Văn bản <b>1</b> trong <b>2</b> văn bản chờ bạn ký");
    expect(first).toContain(`href="/van-ban/${ids[1]}"`);
    const key = field(first, "key");
    const sign = (id: string, page: string, opinion: string) =>
      post("nguyet", `/van-ban/${id}/ky`, [["rev", field(page, "rev")], ["opinion", opinion], ["key", key], [`password.${key}`, KEY]]); // biome-ignore format: one thought
    // A wrong password loses nothing of what was written.
    const wrong = await post("nguyet", `/van-ban/${ids[0]}/ky`, [["rev", field(first, "rev")], ["opinion", "Gửi ngay trong ngày."], ["key", key], [`password.${key}`, "sai"]]); // biome-ignore format: one thought
    expect(await wrong.text()).toContain("Gửi ngay trong ngày.");
    const answer = await sign(ids[0]!, first, "Gửi ngay trong ngày.");
    expect(answer.headers.get("location")).toBe(`/van-ban/${ids[0]}?xong=da-ky`);
    const after = await get("nguyet", answer.headers.get("location")!);
    expect(after).toMatch(new RegExp(`href="/van-ban/${ids[1]}" autofocus[^>]*>Văn bản tiếp theo`));
    expect(after).toContain("Còn 1 văn bản chờ bạn ký.");
    expect(await get("nguyet", `/van-ban/${ids[0]}/phieu-trinh`)).toContain("Gửi ngay trong ngày.");
    await sign(ids[1]!, await get("nguyet", `/van-ban/${ids[1]}`), "");
    expect(await get("nguyet", `/van-ban/${ids[1]}?xong=da-ky`)).toContain("Không còn văn bản nào chờ bạn");
  });

  it("numbers the chosen documents in the order that was entered, and leads to the act", async () => {
    const documents = [await signed("Số sau"), await signed("Số trước")];
    const page = await get("thuha", "/van-thu");
    const empty = await post("thuha", "/van-thu/cap-so", []);
    expect(empty.status).toBe(422);
    expect(await empty.text()).toContain("Chưa chọn văn bản nào để cấp số.");
    const answer = await post("thuha", "/van-thu/cap-so", [
      ["cap", boxOf(page, documents[0]!.id)],
      [`thu-tu.${documents[0]!.id}`, "2"],
      ["cap", boxOf(page, documents[1]!.id)],
      [`thu-tu.${documents[1]!.id}`, "1"],
    ]);
    expect(answer.status).toBe(303);
    const address = answer.headers.get("location")!;
    expect(address).toMatch(/^\/van-thu\/lan-lam\//);
    await service.office.idle();
    const act = await get("thuha", address);
    expect(act).toContain("Đã cấp số 2 văn bản");
    expect(act).not.toContain('http-equiv="refresh"');
    const clerk = await signedIn(service, "thuha");
    const [later, sooner] = await Promise.all(
      documents.map(async ({ id }) => Number((await clerk.json<SeenDocument>(`/api/documents/${id}`)).number!.text)),
    );
    expect(later).toBe(sooner! + 1);
    // Found again from the clerk's page.
    expect(await get("thuha", "/van-thu")).toContain(`href="${address}"`);
    expect((await service.app.request(`${address}?da-co=f2-0`, { headers: { cookie: cookies.thuha! } })).status).toBe(
      204,
    );
  });

  it("shows where the seal will stand, lets another place be asked for, and carries it to the act", async () => {
    const waiting = await service.office.documents.list(await actorOf("thuha"), { state: "numbered" });
    const address = `/van-ban/${waiting[0]!.id}`;
    const own = await get("thuha", address);
    const words = (page: string) => /Dấu sẽ đặt ở trang \d+, [^<]+/.exec(page)![0];
    const links = [...own.matchAll(/href="[^"]*\?cho=([a-z-]+)#cho-dat"/g)].map(([, word]) => word!);
    expect(links.length).toBeGreaterThan(0);
    const other = await get("thuha", `${address}?cho=${links[0]}`);
    expect(words(other)).not.toBe(words(own));
    expect(other).toContain(`<input type="hidden" name="cho" value="${links[0]}"`);
    // Said again when something goes wrong.
    const key = field(other, "key");
    const refused = await post("thuha", `${address}/dong-dau`, [["rev", field(other, "rev")], ["cho", links[0]!], ["key", key], [`password.${key}`, "sai"]]); // biome-ignore format: one thought
    expect(words(await refused.text())).toBe(words(other));
    const done = await post("thuha", `${address}/dong-dau`, [["rev", field(other, "rev")], ["cho", links[0]!], ["key", key], [`password.${key}`, KEY]]); // biome-ignore format: one thought
    expect(done.headers.get("location")).toBe(`${address}?xong=da-phat-hanh`);
  });

  it("keeps a group, sends the chosen documents to it, and reports on each receiver", async () => {
    const department = (await service.office.access.organisationByCode("H98.12"))!.id;
    expect(await get("thuha", "/van-thu/nhom-noi-nhan")).toContain("Chưa có nhóm nào");
    const kept = await post("thuha", "/van-thu/nhom-noi-nhan", [["name", "Các sở"], ["to", department]]); // biome-ignore format: one thought
    expect(kept.headers.get("location")).toBe("/van-thu/nhom-noi-nhan?xong=da-luu");
    const [group] = await service.office.recipients.groups(await actorOf("thuha"));
    const nameless = await post("thuha", "/van-thu/nhom-noi-nhan", [["name", ""], ["to", department]]); // biome-ignore format: one thought
    expect(nameless.status).toBe(422);
    expect(await nameless.text()).toMatch(new RegExp(`value="${department}" checked`));
    const document = await issued("Gửi theo nhóm");
    const page = await get("thuha", "/van-thu");
    const nobody = await post("thuha", "/van-thu/gui", [["gui", boxOf(page, document.id)]]);
    expect(await nobody.text()).toContain("Chưa chọn nơi nhận nào.");
    const answer = await post("thuha", "/van-thu/gui", [["gui", boxOf(page, document.id)], ["nhom", group!.id]]); // biome-ignore format: one thought
    await service.office.idle();
    expect(await get("thuha", answer.headers.get("location")!)).toContain("Đã vào hàng gửi tới 1 nơi nhận");
    const report = () => get("thuha", `/van-ban/${document.id}/tinh-trang-gui`);
    expect(await report()).toContain("Đang chờ gửi");
    expect(await report()).toContain('hx-trigger="every 5s"');
    await service.office.deliver();
    await service.office.deliver();
    expect(await report()).toContain("1 đã gửi, chưa tiếp nhận");
    expect(await get("thuha", "/van-thu")).toContain("0/1 đã tiếp nhận");
    const receiver = await signedIn(service, "yen");
    const arrived = (await receiver.json<{ id: string; subject: string }[]>("/api/incoming")).find(({ subject }) => subject === "Gửi theo nhóm")!; // biome-ignore format: one thought
    await receiver.json(`/api/incoming/${arrived.id}/accept`, {}, "POST");
    await service.office.deliver();
    const done = await report();
    expect(done).toContain("1 đã tiếp nhận");
    // Nothing more is awaited: the page asks no more.
    expect(done).not.toContain('hx-trigger="every 5s"');
    expect(done).not.toContain('http-equiv="refresh"');
  });

  it("sends again everything that was given up, at once", async () => {
    const lam = await signedIn(service, "lam");
    for (const code of ["H98.77", "H98.78"])
      await lam.json("/api/access/organisations", {
        organisation: { code, name: `Cơ quan ${code}`, place: "Hương Giang", system: "state" },
        person: { name: `Văn thư ${code}`, position: "Văn thư", userName: code.toLowerCase().replace(".", "-"), password: PASSWORD, roles: ["clerk"] }, // biome-ignore format: one thought
      });
    const { office } = service;
    const document = await issued("Gửi không tới");
    const ids = await Promise.all(
      ["H98.77", "H98.78"].map(async (code) => (await office.access.organisationByCode(code))!.id),
    );
    const clerk = await actorOf("thuha");
    const sent = await office.documents.send(clerk, document.id, document.rev, ids);
    // The packet is lost before it goes out: no waiting mends that.
    const [one] = await office.documents.deliveries(clerk, document.id);
    const { files } = office.storage;
    const whole = files.get.bind(files);
    files.get = async (name) => (name === one!.packet ? Promise.reject(Object.assign(await missing())) : whole(name));
    await office.deliver();
    files.get = whole;
    expect((await office.documents.deliveries(clerk, sent.id)).map(({ state }) => state)).toEqual(["dead", "dead"]);
    const page = await get("thuha", `/van-ban/${document.id}/tinh-trang-gui`);
    expect(page).toContain("2 không gửi được");
    expect(page).toContain("Gửi lại cả 2 nơi chưa gửi được");
    const again = await post("thuha", `/van-ban/${document.id}/gui-lai-tat-ca`, []);
    expect(again.headers.get("location")).toBe(`/van-ban/${document.id}?xong=da-gui`);
    await office.deliver();
    expect((await office.documents.deliveries(clerk, sent.id)).map(({ state }) => state)).toEqual(["sent", "sent"]);
    const nothing = await client(service).send(`/api/documents/${document.id}/resend-all`, undefined, "POST");
    expect(nothing.status).toBe(401);
  });

  async function missing() {
    const { VanthuError } = await import("../../shared/errors/index.ts");
    return new VanthuError("NOT_FOUND", { message: "Không có tệp này." });
  }

  it("offers no forms to who may only look", async () => {
    await signed("Chỉ được xem");
    const page = await get("nguyet", "/van-thu");
    expect(page).toContain("Chỉ được xem");
    expect(page).not.toContain("/van-thu/cap-so");
    expect((await post("nguyet", "/van-thu/nhom-noi-nhan", [["name", "X"]])).status).toBe(403);
  });
});
