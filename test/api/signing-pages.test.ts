import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restoreTestAuthority, type TestAuthorityState } from "../../shared/signing/index.ts";
import { ACCOUNT, vnptGateway } from "../key-holders/remote-simulators.ts";
import {
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

/** The pages of signing as a browser without script asks for them. */
describe("the pages of signing", () => {
  let service: TestService;
  const cookies: Record<string, string> = {};

  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    for (const userName of ["lam", "nguyet", "thuan", "thuha"]) {
      const answer = await service.app.request("/dang-nhap", {
        method: "POST",
        headers: { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ userName, password: PASSWORD }),
      });
      cookies[userName] = (answer.headers.get("set-cookie") ?? "").split(";")[0]!;
    }
  });
  afterAll(() => service.close());

  const get = (userName: string, address: string) =>
    service.app.request(address, { headers: { cookie: cookies[userName]! } });
  const post = (userName: string, address: string, fields: [string, string][]) =>
    service.app.request(address, {
      method: "POST",
      headers: { origin: ORIGIN, cookie: cookies[userName]!, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });

  const actorOf = async (userName: string) => (await service.office.access.signIn(userName, PASSWORD)).actor;

  /** A letter that waits for the leader. */
  async function submitted(subject: string): Promise<SeenDocument> {
    const drafter = await signedIn(service, "thuan");
    const { id, rev } = await drafter.json<SeenDocument>("/api/documents", { description: { ...LETTER, subject } });
    return drafter.json(`/api/documents/${id}/submit`, { rev });
  }

  const boxOf = async (id: string) =>
    new RegExp(`value="(${id}~[^"]+)"`).exec(await (await get("nguyet", "/trinh-ky")).text())![1]!;
  const keyOf = async () => / name="key" value="([^"]+)"/.exec(await (await get("nguyet", "/trinh-ky")).text())![1]!;

  it("signs the chosen documents and leads to the act of signing", async () => {
    const [one, two] = [await submitted("Mời họp tuần"), await submitted("Phân công trực")];
    const key = await keyOf();
    const answer = await post("nguyet", "/trinh-ky/ky", [
      ["vb", await boxOf(one.id)],
      ["vb", await boxOf(two.id)],
      ["key", key],
      [`password.${key}`, KEY],
    ]);
    expect(answer.status).toBe(303);
    const job = answer.headers.get("location")!;
    expect(job).toMatch(/^\/trinh-ky\/lan-ky\//);
    const page = await (await get("nguyet", job)).text();
    expect(page).toContain("Đã ký 2 văn bản");
    expect(page).not.toContain('http-equiv="refresh"');
    const done = await (await get("nguyet", "/trinh-ky?muc=da-ky")).text();
    expect(done.match(/Phân công trực/g)).toHaveLength(1);
    // Somebody else's act of signing does not exist for others.
    expect((await get("thuha", job)).status).toBe(404);
  });

  it("answers 204 while nothing changed, so that the page stays as it is", async () => {
    const letter = await submitted("Kiểm kê tài sản");
    const key = await keyOf();
    const fields: [string, string][] = [
      ["vb", await boxOf(letter.id)],
      ["key", key],
      [`password.${key}`, KEY],
    ];
    const job = (await post("nguyet", "/trinh-ky/ky", fields)).headers.get("location")!;
    expect((await get("nguyet", `${job}?da-co=f0s`)).status).toBe(204);
    expect((await get("nguyet", `${job}?da-co=w1w`)).status).toBe(200);
  });

  it("refuses a document that changed after the list was opened, and signs none of the others", async () => {
    const [one, two] = [await submitted("Báo cáo nhanh"), await submitted("Đôn đốc tiến độ")];
    const [key, seen, other] = [await keyOf(), await boxOf(one.id), await boxOf(two.id)];
    const leader = await signedIn(service, "nguyet");
    const drafter = await signedIn(service, "thuan");
    const returned = await leader.json<SeenDocument>(`/api/documents/${one.id}/return`, {
      rev: one.rev,
      reason: "Sửa ngày",
    });
    const edited = await drafter.json<SeenDocument>(
      `/api/documents/${one.id}`,
      { rev: returned.rev, description: { ...LETTER, subject: "Báo cáo nhanh (sửa)" } },
      "PUT",
    );
    await drafter.json(`/api/documents/${one.id}/submit`, { rev: edited.rev });
    const answer = await post("nguyet", "/trinh-ky/ky", [
      ["vb", other],
      ["vb", seen],
      ["key", key],
      [`password.${key}`, KEY],
    ]);
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(page).toContain("đã thay đổi sau khi bạn mở trang này");
    // What was chosen stays chosen; what was entered as a secret is gone.
    expect(page).toMatch(new RegExp(`value="${two.id}~[^"]+" checked`));
    expect(page).not.toContain(KEY);
    for (const { id } of [one, two])
      expect(await drafter.json<SeenDocument>(`/api/documents/${id}`)).toMatchObject({ state: "submitted" });
  });

  it.each([
    ["no document", [], "Chưa chọn văn bản nào"],
    ["no key", [["vb", "x~y"]], "Chưa chọn chứng thư số"],
  ] as [string, [string, string][], string][])("says what is missing: %s", async (name, fields, words) => {
    const key = await keyOf();
    const answer = await post("nguyet", "/trinh-ky/ky", name === "no key" ? fields : [...fields, ["key", key]]);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(words);
  });

  it("does not let another leader's document be chosen", async () => {
    const drafter = await signedIn(service, "thuan");
    const signature = { ...LETTER.signature, name: "Nguyễn Quang Huy" };
    const { id, rev } = await drafter.json<SeenDocument>("/api/documents", { description: { ...LETTER, signature } });
    await drafter.json(`/api/documents/${id}/submit`, { rev });
    const page = await (await get("nguyet", "/trinh-ky?chon=tat-ca")).text();
    expect(page).not.toContain(`value="${id}~`);
    expect(page).toContain("người khác ký");
  });

  it("lets the page of a document to be signed speak to the program on the person's computer, and no other page", async () => {
    const { id } = await submitted("Thông báo nghỉ lễ");
    const policy = async (userName: string, address: string) =>
      (await get(userName, address)).headers.get("content-security-policy")!;
    expect(await policy("nguyet", `/van-ban/${id}`)).toContain("connect-src 'self' wss://127.0.0.1:8987;");
    for (const [userName, address] of [
      ["thuan", `/van-ban/${id}`],
      ["nguyet", "/trinh-ky"],
      ["nguyet", "/tai-khoan"],
    ] as const)
      expect(await policy(userName, address)).toContain("connect-src 'self';");
  });

  it("draws the page with the place of the signature to scale", async () => {
    const { id } = await submitted("Sơ kết công tác");
    const page = await (await get("nguyet", `/van-ban/${id}`)).text();
    // A4 in points.
    expect(page).toMatch(/<svg[^>]* viewBox="0 0 595\.\d 841\.\d"/);
    expect(page).toMatch(/aria-label="Trang 1 thu nhỏ, chỗ đặt chữ ký rộng \d+ mm, cách mép trái \d+ mm/);
  });

  it.each([
    "/quan-tri/chung-thu-so",
    "/quan-tri/ket-noi-ky-so",
    "/quan-tri/ket-noi-ky-so/moi?loai=csc",
    "/quan-tri/thiet-lap-ky",
  ])("%s is the administrator's", async (address) => {
    expect((await get("lam", address)).status).toBe(200);
    expect((await get("thuha", address)).status).toBe(403);
    expect((await get("nguyet", address)).status).toBe(403);
  });

  it("has the clerk number first where the office has set that order", async () => {
    const { level } = await service.office.keys.settings(await actorOf("lam"));
    const choose = (order: string) =>
      post("lam", "/quan-tri/thiet-lap-ky", [["level", level], ["whenUnreachable", "refuse"], ["order", order]]); // biome-ignore format: one thought
    expect((await choose("number-first")).status).toBe(303);
    const { id } = await submitted("Cấp số trước khi ký");
    const waiting = await (await get("nguyet", "/trinh-ky?chon=tat-ca")).text();
    expect(waiting).not.toContain(`value="${id}~`);
    expect(waiting).toContain("chờ văn thư cấp số");
    expect(await (await get("nguyet", `/van-ban/${id}`)).text()).toContain("Văn thư cấp số, ghi ngày trước khi ký.");
    expect(await (await get("thuha", "/van-thu")).text()).toContain(`/van-ban/${id}`);
    const rev = /name="rev" value="(\d+)"/.exec(await (await get("thuha", `/van-ban/${id}`)).text())![1]!;
    const numbered = await post("thuha", `/van-ban/${id}/cap-so`, [["rev", rev]]);
    expect(numbered.headers.get("location")).toContain("xong=da-cap-so");
    // The steps stand in the order in which this document goes.
    const stepsOf = async (userName: string) => {
      const page = await (await get(userName, `/van-ban/${id}`)).text();
      const list = /<ol class="steps"[\s\S]*?<\/ol>/.exec(page)![0];
      return [...list.matchAll(/<li(?: class="(\w+)")?[\s\S]*?<span class="name">([^<]+)/g)].map(
        ([, standing, name]) => `${name}: ${standing ?? "later"}`,
      );
    };
    expect(await stepsOf("thuha")).toEqual([
      "Dự thảo: done",
      "Trình ký: done",
      "Cấp số, ghi ngày: now",
      "Duyệt: later",
      "Ký: later",
      "Phát hành: later",
      "Gửi: later",
    ]);
    const key = await keyOf();
    await post("nguyet", "/trinh-ky/ky", [["vb", await boxOf(id)], ["key", key], [`password.${key}`, KEY]]); // biome-ignore format: one thought
    expect(await (await get("thuha", `/van-ban/${id}`)).text()).toContain("Đóng dấu, phát hành");
    expect((await choose("leader-first")).status).toBe(303);
    // Nor does changing the office's order turn round what was done.
    expect((await stepsOf("thuha")).slice(2, 5)).toEqual(["Cấp số, ghi ngày: done", "Duyệt: done", "Ký: now"]);
  });

  it("seals the chosen documents with one confirmation, and leads to the act of sealing", async () => {
    const [leader, clerk] = [await signedIn(service, "nguyet"), await signedIn(service, "thuha")];
    const ids: string[] = [];
    for (const subject of ["Thông tuyến đường liên thôn", "Nghiệm thu nhà văn hóa"]) {
      const letter = await submitted(subject);
      const address = `/api/documents/${letter.id}`;
      const signed = await leader.json<SeenDocument>(`${address}/sign`, { rev: letter.rev, password: KEY });
      await clerk.json<SeenDocument>(`${address}/number`, { rev: signed.rev });
      ids.push(letter.id);
    }
    const page = async (query = "") => (await get("thuha", `/van-thu${query}`)).text();
    const all = await page("?chon=tat-ca");
    const boxes = ids.map((id) => new RegExp(`value="(${id}~[^"]+)" checked`).exec(all)![1]!);
    const key = / name="key" value="([^"]+)"/.exec(all)![1]!;
    const seal = (password: string, chosen: string[]) =>
      post("thuha", "/van-thu/dong-dau", [...chosen.map((box): [string, string] => ["vb", box]), ["key", key], [`password.${key}`, password]]); // biome-ignore format: one thought
    expect(await (await seal(KEY, [])).text()).toContain("Chưa chọn văn bản nào để đóng dấu.");
    const wrong = await (await seal("sai", boxes)).text();
    expect(wrong).toContain('role="alert"');
    expect(wrong).toMatch(new RegExp(`value="${boxes[0]}" checked`));
    const answer = await seal(KEY, boxes);
    expect(answer.status).toBe(303);
    expect(await (await get("thuha", answer.headers.get("location")!)).text()).toContain("Đã đóng dấu 2 văn bản");
    for (const id of ids) {
      const { state } = await clerk.json<SeenDocument>(`/api/documents/${id}`);
      expect(state).toBe("issued");
    }
    expect(await page()).not.toContain(boxes[0]!);
  });

  it("shows the clerk a seal that waits on the phone, and one that was refused, with the reason", async () => {
    const stored = await service.office.storage.records.get<TestAuthorityState>("office", "test-authority");
    const commonName = LETTER.organisation.name;
    const signer = await vnptGateway(
      restoreTestAuthority(stored!.data).issueCertificate({
        commonName,
        organisation: commonName,
        kind: "organisation",
      }),
    );
    try {
      const [lam, clerk] = [await actorOf("lam"), await actorOf("thuha")];
      const { keys } = service.office;
      const connection = await keys.saveConnection(lam, {
        kind: "vnpt-smartca",
        name: "SmartCA của cơ quan",
        settings: { baseUrl: signer.url, clientId: ACCOUNT.clientId },
        secrets: { clientSecret: ACCOUNT.clientSecret },
        enabled: true,
      });
      const password = ACCOUNT.userPassword;
      const key = await keys.linkKey(lam, "seal", connection.id, { userId: ACCOUNT.userId }, { password });
      const [leader, sealer] = [await signedIn(service, "nguyet"), await signedIn(service, "thuha")];
      const letter = await submitted("Đóng dấu từ xa");
      const address = `/api/documents/${letter.id}`;
      const signed = await leader.json<SeenDocument>(`${address}/sign`, { rev: letter.rev, password: KEY });
      const { rev } = await sealer.json<SeenDocument>(`${address}/number`, { rev: signed.rev });
      signer.phone.decision = "waiting";
      const answer = await post("thuha", `/van-ban/${letter.id}/dong-dau`, [["rev", String(rev)], ["key", key.id], [`password.${key.id}`, password]]); // biome-ignore format: one thought
      const job = answer.headers.get("location")!;
      expect(await (await get("thuha", job)).text()).toContain("Chờ bạn xác nhận trên điện thoại");
      expect(await (await get("thuha", "/van-thu")).text()).toContain("Lần đóng dấu đang chờ xác nhận");
      expect(await (await get("thuha", `/van-ban/${letter.id}`)).text()).toContain("Xem lần đóng dấu đang chờ");
      signer.phone.decision = "refused";
      const id = job.split("/").at(-1)!;
      await expect
        .poll(async () => (await keys.job(clerk, id)).state, { timeout: 15_000, interval: 500 })
        .toBe("finished");
      const desk = await (await get("thuha", "/van-thu")).text();
      expect(desk).toContain("Không đóng dấu được");
      expect(desk).toContain("đã từ chối");
      expect(await (await get("thuha", job)).text()).toContain("Đóng dấu lại");
    } finally {
      await signer.close();
    }
  }, 30_000);

  it("never shows a connection's secret again, and keeps it when it is left empty", async () => {
    const fields = (secret: string, name: string): [string, string][] => [
      ["kind", "viettel-mysign"],
      ["name", name],
      ["baseUrl", "https://mysign.example"],
      ["clientId", "don-vi"],
      ["clientSecret", secret],
    ];
    const added = await post("lam", "/quan-tri/ket-noi-ky-so/moi", fields("bi-mat-ung-dung", "MySign"));
    expect(added.headers.get("location")).toBe("/quan-tri/ket-noi-ky-so?xong=da-luu");
    const list = await (await get("lam", "/quan-tri/ket-noi-ky-so")).text();
    const address = /href="(\/quan-tri\/ket-noi-ky-so\/[^"]+)"><b>MySign</.exec(list)![1]!;
    const changed = await post("lam", address, fields("", "MySign của Văn phòng"));
    expect(changed.status).toBe(303);
    const page = await (await get("lam", address)).text();
    expect(page).toContain("MySign của Văn phòng");
    expect(page).toContain("Đã lưu; để trống là giữ như cũ");
    expect(page).not.toContain("bi-mat-ung-dung");
    expect((await post("lam", `${address}/go`, [])).status).toBe(303);
  });

  it("does not repeat a wrong password of a key file", async () => {
    const form = new FormData();
    form.set("file", new File([new Uint8Array([48, 3, 2, 1, 3])], "khoa.p12"));
    form.set("p12Password", "mat-khau-cua-tep");
    const answer = await service.app.request("/tai-khoan/khoa/nhap", {
      method: "POST",
      headers: { origin: ORIGIN, cookie: cookies.nguyet! },
      body: form,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).not.toContain("mat-khau-cua-tep");
  });

  it("shows nobody another person's picture", async () => {
    expect((await get("thuan", "/quan-tri/chung-thu-so/hinh.png?cua=dau")).status).toBe(404);
    expect((await get("nguyet", "/tai-khoan/hinh.png?cua=dau")).status).toBe(403);
  });
});
