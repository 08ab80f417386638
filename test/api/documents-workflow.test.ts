import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SubmissionSlip, VersionComparison, WaitingDocument, WorkflowView } from "../../shared/office/index.ts";
import {
  type Client,
  issuedLetter,
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

let service: TestService;
let drafter: Client;
let leader: Client;
let clerk: Client;
let administrator: Client;

beforeAll(async () => {
  service = openService();
  await openOffices(service);
  [drafter, leader, clerk, administrator] = (await Promise.all(
    ["thuan", "nguyet", "thuha", "lam"].map((name) => signedIn(service, name)),
  )) as [Client, Client, Client, Client];
});
afterAll(() => service.close());

async function draft(body = LETTER.body): Promise<SeenDocument> {
  return drafter.json("/api/documents", { description: { ...LETTER, body } });
}

const at = ({ id }: SeenDocument, rest = "") => `/api/documents/${id}${rest}`;

describe("the workflow over the API", () => {
  it("goes through a reviewer, an approval and a signature, and says at each step who must act", async () => {
    const reviewers = await drafter.json<{ personId: string; name: string }[]>("/api/documents/reviewers");
    const reviewerId = reviewers.find(({ name }) => name === "Đỗ Thu Hà")!.personId;
    let one = await draft();
    one = await drafter.json(at(one, "/submit"), { rev: one.rev, reviewerId, summary: "Đề nghị ký trong ngày" });
    const view = await clerk.json<WorkflowView>(at(one, "/workflow"));
    expect(view).toMatchObject({ state: "submitted", turn: { words: "Đỗ Thu Hà duyệt hoặc trả lại" } });
    expect(view.actions.filter(({ mine }) => mine).map(({ action }) => action)).toEqual(["return", "approve"]);
    const waiting = await clerk.json<WaitingDocument[]>("/api/documents/waiting");
    expect(waiting).toContainEqual(expect.objectContaining({ action: "approve" }));
    await leader.json<SubmissionSlip>(at(one, "/opinions"), { text: "Xem lại hạn gửi" });
    one = await clerk.json(at(one, "/approve"), { rev: one.rev, opinion: "Đúng thể thức" });
    expect(one.state).toBe("approved");
    one = await leader.json(at(one, "/sign"), { rev: one.rev, password: KEY });
    const slip = await drafter.json<SubmissionSlip>(at(one, "/slip"));
    expect(slip.opinions.map(({ act, text }) => [act, text])).toEqual([
      ["opinion", "Xem lại hạn gửi"],
      ["approve", "Đúng thể thức"],
      ["sign", ""],
    ]);
    for (const [format, type] of [
      ["pdf", "application/pdf"],
      ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ] as const)
      expect((await drafter.get(at(one, `/slip/${format}`))).headers.get("content-type")).toBe(type);
    expect((await clerk.json<WorkflowView>(at(one, "/workflow"))).clock).toMatchObject({ standing: "in-time" });
    const voided = await clerk.json<SeenDocument>(at(one, "/void"), { rev: one.rev, reason: "Trùng văn bản khác" });
    expect(voided.state).toBe("voided");
  });

  it("compares versions, withdraws, and locks what is being edited", async () => {
    let one = await draft("Gửi trước ngày 05/12/2026.");
    one = await drafter.json(at(one, "/submit"), { rev: one.rev });
    one = await drafter.json(at(one, "/withdraw"), { rev: one.rev, reason: "Sửa hạn" });
    expect((await drafter.send(at(one, "/hold"), undefined, "POST")).status).toBe(200);
    const description = { ...LETTER, body: "Gửi trước ngày 10/12/2026." };
    const refused = await clerk.send(at(one), { rev: one.rev, description }, "PUT");
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      code: "DOCUMENT_HELD",
      title: expect.stringContaining("Phạm Văn Thuận"),
    });
    await clerk.json(at(one, "/take-over"), { reason: "Gấp" });
    one = await clerk.json(at(one), { rev: one.rev, description }, "PUT");
    expect((await clerk.send(at(one, "/hold"), undefined, "DELETE")).status).toBe(204);
    const compared = await drafter.json<VersionComparison>(at(one, "/compare?from=1&to=0"));
    expect(compared.parts.map(({ part }) => part)).toContain("Nội dung");
    expect((await drafter.get(at(one, "/versions/1/pdf"))).status).toBe(200);
  });

  it("recalls, and drafts what replaces, from an issued document", async () => {
    const issued = await issuedLetter(service);
    const made = await drafter.json<SeenDocument & { relation: object }>(at(issued, "/related"), { kind: "replaces" });
    expect(made).toMatchObject({ state: "draft", relation: { kind: "replaces", documentId: issued.id } });
    expect((await drafter.send(at(issued, "/recall"), { rev: issued.rev, reason: "Sai" })).status).toBe(403);
    const recalled = await leader.json<SeenDocument>(at(issued, "/recall"), {
      rev: issued.rev,
      reason: "Sai thẩm quyền",
    });
    expect(recalled.state).toBe("recalled");
  });

  it("lets the administrator alone say that approval must come first", async () => {
    const address = "/api/documents/workflow-settings";
    expect((await leader.send(address, { approval: "required" }, "PUT")).status).toBe(403);
    await administrator.json(address, { approval: "required" }, "PUT");
    try {
      let one = await draft();
      one = await drafter.json(at(one, "/submit"), { rev: one.rev });
      const refused = await leader.send(at(one, "/sign"), { rev: one.rev, password: KEY });
      expect(await refused.json()).toMatchObject({ code: "APPROVAL_FIRST" });
    } finally {
      await administrator.json(address, { approval: "optional" }, "PUT");
    }
    expect((await administrator.send(address, { approval: "sometimes" }, "PUT")).status).toBeGreaterThanOrEqual(400);
  });

  it("shows nothing of it to another organisation", async () => {
    const stranger = await signedIn(service, "yen");
    const issued = await issuedLetter(service);
    const tries: [string, unknown?, string?][] = [
      ["/workflow"],
      ["/slip"],
      ["/slip/pdf"],
      ["/versions"],
      ["/versions/1/pdf"],
      ["/compare?from=1&to=0"],
      ["/approve", { rev: issued.rev }],
      ["/withdraw", { rev: issued.rev }],
      ["/void", { rev: issued.rev, reason: "x" }],
      ["/recall", { rev: issued.rev, reason: "x" }],
      ["/related", { kind: "amends" }],
      ["/hold", undefined, "POST"],
      ["/hold", undefined, "DELETE"],
      ["/take-over", { reason: "x" }],
      ["/opinions", { text: "x" }],
    ];
    for (const [rest, body, method] of tries)
      expect((await stranger.send(at(issued, rest), body, method)).status, rest).toBe(404);
  });
});

describe("the workflow on the pages, without script", () => {
  it("shows each act with its form, asks for reason and confirmation, and leads back", async () => {
    const cookie = await signInPage("thuha");
    const page = (address: string, form?: Record<string, string>) =>
      service.app.request(address, {
        headers: { cookie, origin: ORIGIN, ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}) },
        ...(form ? { method: "POST", body: new URLSearchParams(form).toString() } : {}),
      });
    const issued = await issuedLetter(service);
    const text = await (await page(`/van-ban/${issued.id}`)).text();
    for (const words of ["Lý do thu hồi", "Tôi xác nhận thu hồi", "Soạn dự thảo", "Phiếu trình", "Đang chờ"])
      expect(text).toContain(words);
    const rev = String(issued.rev);
    const unconfirmed = await page(`/van-ban/${issued.id}/thu-hoi`, { rev, reason: "Sai" });
    expect(unconfirmed.status).toBe(422);
    const refused = await unconfirmed.text();
    expect(refused).toContain("Chưa đánh dấu xác nhận");
    // What was typed is still there, in the form it was typed in and in no other.
    expect(refused.match(/>\s*Sai<\/textarea>/g)).toHaveLength(1);
    const recalled = await page(`/van-ban/${issued.id}/thu-hoi`, { rev, reason: "Sai", confirm: "1" });
    expect(recalled.headers.get("location")).toBe(`/van-ban/${issued.id}?xong=da-thu-hoi`);
    expect(await (await page(`/van-ban/${issued.id}`)).text()).toContain("Đã thu hồi lúc");

    let one = await draft();
    one = await drafter.json(at(one, "/submit"), { rev: one.rev, summary: "Tóm tắt của phiếu" });
    expect(await (await page(`/van-ban/${one.id}/phieu-trinh`)).text()).toContain("Tóm tắt của phiếu");
    const said = await page(`/van-ban/${one.id}/y-kien`, { text: "Đã xem" });
    expect(said.status).toBe(303);
    expect((await page(`/van-ban/${one.id}/so-sanh?tu=1&den=0`)).status).toBe(200);
    expect(await (await page("/tong-quan")).text()).toContain("Việc chờ tôi");
  });
});

async function signInPage(userName: string): Promise<string> {
  const answer = await service.app.request("/dang-nhap", {
    method: "POST",
    headers: { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ userName, password: PASSWORD }).toString(),
  });
  return answer.headers.get("set-cookie")!.split(";")[0]!;
}
