import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeApi } from "../../functions/api/openapi.ts";
import { type WatchedService, watchAnswers } from "./openapi/answers.ts";
import { type Client, client, KEY, LETTER, openOffices, openService, type SeenDocument, signedIn } from "./service.ts";

const TABLE = `TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành
I\tHẠ TẦNG SỐ\t\t
1\tXóa điểm trắng sóng di động tại các thôn vùng cao\tSở Khoa học và Công nghệ\tTrước ngày 30/6/2027
2\tNâng cấp đường truyền đến trụ sở xã\tSở Khoa học và Công nghệ\tQuý II/2027
`;

interface Job {
  id: string;
  state: string;
  documents: { state: string }[];
}

/** A machine's key of a person, with only these scopes. */
async function machine(service: WatchedService, userName: string, scopes: string[]): Promise<Client> {
  const person = await signedIn(service, userName);
  const { key } = await person.json<{ key: string }>("/api/identity/api-keys", {
    name: `Máy của ${userName}`,
    scopes,
    days: 30,
  });
  return client(service, key);
}

async function signedBy(machine: Client, role: "leader" | "seal", document: SeenDocument): Promise<void> {
  const [key] = await machine.json<{ id: string }[]>(`/api/keys/usable?role=${role}`);
  let job = await machine.json<Job>("/api/signing/jobs", {
    documents: [{ id: document.id, rev: document.rev }],
    role,
    keyId: key!.id,
    unlock: { password: KEY },
  });
  for (let asked = 0; job.state !== "finished" && asked < 100; asked += 1) {
    await new Promise((wait) => setTimeout(wait, 50));
    job = await machine.json(`/api/signing/jobs/${job.id}`);
  }
  expect(job.documents.map(({ state }) => state)).toEqual(["signed"]);
}

describe("a day's work by machines alone", () => {
  let service: WatchedService;
  let programme: { id: string; revision: number };
  let plan: SeenDocument;
  let incoming: { id: string; handling: { rev: number } };
  beforeAll(async () => {
    service = watchAnswers(openService());
    await openOffices(service);
  }, 60_000);
  afterAll(() => service.close());

  it("takes tasks to a plan that another office received and answered for, and reports, with keys of narrow scope", async () => {
    const drafter = await machine(service, "thuan", [
      "programme.read",
      "programme.edit",
      "document.read",
      "document.draft",
      "document.submit",
      "directory.read",
    ]);
    const leader = await machine(service, "nguyet", ["document.read", "document.sign"]);
    const clerk = await machine(service, "thuha", [
      "document.read",
      "document.number",
      "document.seal",
      "document.send",
      "directory.read",
      "register.read",
    ]);
    const receiver = await machine(service, "yen", [
      "incoming.read",
      "incoming.receive",
      "incoming.assign",
      "incoming.process",
      "directory.read",
    ]);

    // tasks
    programme = await drafter.json("/api/programmes", { title: "Chuyển đổi số năm 2027", period: "2027" });
    const file = () => new File([TABLE], "nhiệm vụ.tsv");
    const seen = (await (
      await drafter.upload(`/api/tables/programmes/${programme.id}/preview`, { file: file() })
    ).json()) as { result: { tasks: unknown[] } };
    expect(seen.result.tasks).toHaveLength(2);
    programme = (await (
      await drafter.upload(`/api/tables/programmes/${programme.id}/import`, {
        file: file(),
        revision: String(programme.revision),
      })
    ).json()) as { id: string; revision: number };
    expect(programme.revision).toBe(2);

    // plan → submit → sign → number → seal → send
    const parts = {
      programmeId: programme.id,
      subject: "Chuyển đổi số năm 2027",
      notation: "KH-UBND",
      opening: "Ủy ban nhân dân tỉnh ban hành Kế hoạch chuyển đổi số năm 2027 như sau:",
      purpose: "- Đưa dịch vụ công lên mạng.",
      requirements: "- Rõ người, rõ việc.",
      implementation: "Các sở, ban, ngành tổ chức thực hiện.",
      recipients: ["Các sở, ban, ngành", "Lưu: VT"],
      signature: LETTER.signature,
    };
    plan = await drafter.json("/api/documents/plan", parts);
    plan = await drafter.json(`/api/documents/${plan.id}/submit`, { rev: plan.rev, summary: "Kế hoạch năm 2027" });
    expect(await leader.json("/api/documents/waiting")).toMatchObject([{ document: { id: plan.id } }]);
    await signedBy(leader, "leader", plan);
    plan = await clerk.json(`/api/documents/${plan.id}`);
    plan = await clerk.json(`/api/documents/${plan.id}/number`, { rev: plan.rev });
    await signedBy(clerk, "seal", plan);
    plan = await clerk.json(`/api/documents/${plan.id}`);
    const organisations = await clerk.json<{ id: string; code: string }[]>("/api/access/organisations");
    const to = organisations.find(({ code }) => code === "H98.12")!.id;
    plan = await clerk.json(`/api/documents/${plan.id}/send`, { rev: plan.rev, to: [to] });
    await service.office.deliver();

    // receive → assign → handle
    const [arrived] = await receiver.json<{ id: string; checked: string }[]>("/api/incoming");
    expect(arrived!.checked).toBe("TOTAL_PASSED");
    incoming = await receiver.json(`/api/incoming/${arrived!.id}/accept`, {});
    const { people } = await receiver.json<{ people: { id: string }[] }>("/api/incoming/assignees");
    incoming = await receiver.json(`/api/incoming/${incoming.id}/assign`, {
      rev: incoming.handling.rev,
      lead: { personId: people[0]!.id },
      opinion: "Giao chủ trì.",
    });
    incoming = await receiver.json(`/api/incoming/${incoming.id}/start`, { rev: incoming.handling.rev });
    incoming = await receiver.json(`/api/incoming/${incoming.id}/finish`, {
      rev: incoming.handling.rev,
      note: "Đã triển khai.",
    });
    for (let round = 0; round < 5; round += 1) await service.office.deliver();
    const [delivery] = await clerk.json<{ status: string }[]>(`/api/documents/${plan.id}/deliveries`);
    expect(delivery!.status).toBe("06");

    // report
    const { tasks } = await drafter.json<{ tasks: { id: string }[] }>(`/api/programmes/${programme.id}`);
    const day = service.office.clock().toISOString().slice(0, 10);
    const changed = await drafter.json<{ revision: number }>(
      `/api/programmes/${programme.id}/tasks/${tasks[0]!.id}/progress`,
      {
        revision: programme.revision,
        percent: 60,
        on: day,
        result: "Phủ sóng 6 trong 10 thôn.",
      },
    );
    expect(changed.revision).toBe(3);
    const period = day.slice(0, 4);
    expect(await drafter.json(`/api/reports/preview?programme=${programme.id}&period=${period}`)).toBeDefined();
    const report = await drafter.json<SeenDocument>("/api/reports", {
      programmeId: programme.id,
      period,
      notation: "BC-UBND",
      recipients: ["Như trên", "Lưu: VT"],
      signature: LETTER.signature,
    });
    expect(report.state).toBe("draft");
  }, 60_000);

  it("keeps a key to its scopes", async () => {
    const reader = await machine(service, "thuha", ["document.read"]);
    expect((await reader.get(`/api/documents/${plan.id}`)).status).toBe(200);
    const refused = await reader.send(`/api/documents/${plan.id}/recall`, { rev: plan.rev, reason: "thử" });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "FORBIDDEN", where: "document.recall" });
    expect((await reader.get("/api/identity/sessions")).status).toBe(403);
  });

  it("refuses a machine that read too early, and says so to it", async () => {
    const clerk = await machine(service, "thuha", ["document.read", "document.send"]);
    const answer = await clerk.send(`/api/documents/${plan.id}/send`, { rev: 1, to: ["khong-co"] });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "CONFLICT" });
  });

  it("can read everything there is to read, and every answer is as the description says", async () => {
    const people = Object.fromEntries(
      await Promise.all(
        ["lam", "nguyet", "thuan", "thuha", "yen"].map(async (name) => [name, await signedIn(service, name)] as const),
      ),
    );
    const year = service.office.clock().getFullYear();
    const values: Record<string, string> = {
      year: String(year),
      register: "outgoing",
      owner: "seal",
      format: "pdf",
      code: "khong-co",
      part: "tasks",
      version: "1",
      name: "Sở Nội vụ",
    };
    const things: [string, string][] = [
      ["/api/incoming", incoming.id],
      ["/api/programmes", programme.id],
      ["/api/tables", programme.id],
      ["/api/calendar/attention", programme.id],
      ["/api/", plan.id],
    ];
    const { paths } = describeApi(service.app);
    for (const [path, { get }] of Object.entries(paths)) {
      if (get === undefined || path.includes("figures/{figure}")) continue;
      const id = things.find(([beginning]) => path.startsWith(beginning))![1];
      const address = path.replace("{id}", id).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "khong-co");
      const query = (get.parameters ?? [])
        .filter((one) => one.in === "query" && (one.required || one.name === "year"))
        .map(({ name, example }) => {
          const value =
            name === "programme"
              ? programme.id
              : name === "from" && path.includes("compare")
                ? "1"
                : (values[name] ?? String(example));
          return `${name}=${encodeURIComponent(value)}`;
        });
      // Until somebody may, so that files are made once.
      for (const person of Object.values(people))
        if ((await person.get(`${address}${query.length > 0 ? `?${query.join("&")}` : ""}`)).status < 400) break;
    }
    expect(service.faults()).toEqual([]);
    expect(service.seen.size).toBeGreaterThan(110);
  }, 60_000);
});
