import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VanthuError } from "../../shared/errors/index.ts";
import {
  httpTransport,
  type Inbox,
  localTransport,
  type Outbox,
  openInbox,
  openOutbox,
  packEdxml,
  packStatus,
  type StatusPacket,
  type Transport,
} from "../../shared/exchange/index.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { RECEIVER, SENDER, samplePacket } from "./sample-packet.ts";

let storage: Storage;
let now: Date;
let outbox: Outbox;
let inbox: Inbox;
let transport: Transport;

const clock = () => now;
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const packet = samplePacket();

beforeEach(() => {
  storage = openSqliteStorage(mkdtempSync(path.join(tmpdir(), "vanthu-exchange-")));
  now = new Date("2026-11-20T02:15:00.000Z");
  outbox = openOutbox(storage, clock);
  inbox = openInbox(storage, clock);
  transport = localTransport((code) => (code.startsWith("H99.07") ? inbox : undefined));
});
afterEach(() => storage.records.close());

/** What the office does when it sends: the packet as a file, the queue rows in its own commit. */
async function send(recipients = packet.to, change = {}) {
  const stored = await storage.files.put(packEdxml({ ...packet, ...change }), "application/xml");
  const request = {
    kind: "document" as const,
    packet: stored.sha256,
    documentId: packet.documentId,
    from: SENDER.organisationCode,
    recipients,
  };
  await storage.records.commit([
    { op: "insert", pk: "document/1", sk: `sent-${stored.sha256}`, data: {} },
    ...outbox.sendOperations(request),
  ]);
}

const drain = (options = {}) => outbox.drain({ transport, ...options });
const firstDelivery = async () => (await outbox.deliveries(packet.documentId))[0]!;

describe("from the sender's outbox to the receiver's inbox and back", () => {
  it("delivers a document, stores its files, and brings every status back as a row of its own", async () => {
    await send();
    expect(await firstDelivery()).toMatchObject({ state: "waiting", label: "Đang chờ gửi", toName: RECEIVER.name });
    expect(await drain()).toMatchObject({ sent: 1, retried: 0, dead: [], lost: 0 });
    expect(await firstDelivery()).toMatchObject({
      state: "sent",
      attempts: 1,
      label: "Đã gửi",
      sentAt: now.toISOString(),
    });

    const { records } = await inbox.list(RECEIVER.organisationCode);
    expect(records).toHaveLength(1);
    const [incoming] = records;
    expect(incoming).toMatchObject({
      documentId: packet.documentId,
      subject: packet.subject,
      status: "01",
      from: SENDER,
      pages: 13,
    });
    expect(await storage.files.get(incoming!.files[0]!.sha256)).toEqual(packet.attachments[0]!.bytes);

    later(1000);
    expect((await drain()).sent).toBe(1);
    expect(await firstDelivery()).toMatchObject({ status: "01", label: "Đã đến" });

    const checked = await inbox.recordCheck(incoming!.id, { verdict: "TOTAL_PASSED", summary: "Chữ ký hợp lệ." });
    expect(JSON.parse(new TextDecoder().decode(await storage.files.get(checked.check!.file)))).toMatchObject({
      verdict: "TOTAL_PASSED",
    });
    for (const code of ["03", "05", "06"] as const) {
      later(60_000);
      await inbox.changeStatus(incoming!.id, code, { staff: "Phạm Thu Hà" });
      await drain();
    }
    const delivery = await firstDelivery();
    expect(delivery.statuses.map((status) => status.code)).toEqual(["01", "03", "05", "06"]);
    expect(delivery.statuses[1]).toMatchObject({ description: "Đã tiếp nhận", staff: "Phạm Thu Hà" });
    expect(delivery.label).toBe("Hoàn thành");
    expect((await inbox.get(incoming!.id)).history.map((entry) => entry.code)).toEqual(["01", "03", "05", "06"]);
    expect(await drain()).toMatchObject({ sent: 0, retried: 0 });
  });

  it("holds statuses to their order, and a rejection to a reason", async () => {
    await send();
    await drain();
    const [incoming] = (await inbox.list(RECEIVER.organisationCode)).records;
    await expect(inbox.changeStatus(incoming!.id, "06")).rejects.toMatchObject({ code: "EXCHANGE_STATUS_ORDER" });
    await expect(inbox.changeStatus(incoming!.id, "15")).rejects.toMatchObject({ code: "EXCHANGE_STATUS_ORDER" });
    await expect(inbox.changeStatus(incoming!.id, "02")).rejects.toMatchObject({ code: "INVALID" });
    await inbox.changeStatus(incoming!.id, "02", { description: "Gửi nhầm nơi nhận" });
    await expect(inbox.changeStatus(incoming!.id, "03")).rejects.toMatchObject({ code: "EXCHANGE_STATUS_ORDER" });
    await drain();
    expect((await firstDelivery()).label).toBe("Từ chối tiếp nhận: Gửi nhầm nơi nhận");
  });

  it("takes the same message once, and the same packet under two ids as one document", async () => {
    const bytes = packEdxml(packet);
    const [first, again] = await Promise.all([inbox.accept(bytes, "m-1"), inbox.accept(bytes, "m-1")]);
    expect(again.receiptId).toBe(first.receiptId);
    expect([first.repeated, again.repeated].sort()).toEqual([false, true]);
    expect(await inbox.accept(bytes, "m-2")).toMatchObject({ receiptId: first.receiptId, repeated: true });
    await expect(inbox.accept(packEdxml({ ...packet, subject: "Khác" }), "m-1")).rejects.toMatchObject({
      code: "EXCHANGE_MESSAGE_REUSED",
    });
    await expect(inbox.accept(bytes, "../x")).rejects.toMatchObject({ code: "INVALID" });
    expect((await inbox.list(RECEIVER.organisationCode)).records).toHaveLength(1);
  });

  it("asks which receiver is meant when several are served here", async () => {
    const other = { organisationCode: "H99.07.013", name: "Ủy ban nhân dân xã Đồng Mít" };
    const bytes = packEdxml({ ...packet, to: [RECEIVER, other] });
    await expect(inbox.accept(bytes, "m-1")).rejects.toMatchObject({ code: "EXCHANGE_RECEIVER_UNKNOWN" });
    await expect(inbox.accept(bytes, "m-1", "H01")).rejects.toMatchObject({ code: "EXCHANGE_RECEIVER_UNKNOWN" });
    expect(await inbox.accept(bytes, "m-1", other.organisationCode)).toMatchObject({
      organisationCode: other.organisationCode,
    });
    const choosy = openInbox(storage, clock, { serves: (code) => code === RECEIVER.organisationCode });
    expect(await choosy.accept(bytes, "m-2")).toMatchObject({ organisationCode: RECEIVER.organisationCode });
  });

  it("refuses a status about a document that was not sent to who speaks", async () => {
    await send();
    await drain();
    const status: StatusPacket = {
      from: { ...RECEIVER, organisationCode: "H12" },
      to: SENDER,
      documentId: packet.documentId,
      code: "03",
      description: "",
      at: now.toISOString(),
    };
    await expect(inbox.accept(packStatus(status), "s-1")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("takes a recall to the document it speaks of, to be agreed or refused", async () => {
    await send();
    await drain();
    const [incoming] = (await inbox.list(RECEIVER.organisationCode)).records;
    await inbox.changeStatus(incoming!.id, "03");
    later(1000);
    await inbox.accept(
      packEdxml({
        ...packet,
        business: "recall",
        businessReason: "Ký nhầm bản",
        replaces: [packet.documentId],
        attachments: [],
      }),
      "m-9",
    );
    expect((await inbox.get(incoming!.id)).changeAsked).toMatchObject({ kind: "recall", reason: "Ký nhầm bản" });
    const refused = await inbox.changeStatus(incoming!.id, "16", { description: "Đã triển khai" });
    expect(refused).toMatchObject({ status: "03" });
    expect(refused.changeAsked).toBeUndefined();
    await inbox.accept(
      packStatus({
        from: SENDER,
        to: RECEIVER,
        documentId: packet.documentId,
        code: "13",
        description: "Lấy lại",
        at: now.toISOString(),
      }),
      "m-10",
    );
    expect(await inbox.changeStatus(incoming!.id, "15")).toMatchObject({ status: "15" });
  });

  it("leaves nothing behind when a packet is refused", async () => {
    const bytes = new TextEncoder().encode(
      new TextDecoder().decode(packEdxml(packet)).replace("2026/11/20</", "2026/02/30</"),
    );
    await expect(inbox.accept(bytes, "m-1")).rejects.toMatchObject({ code: "EDXML_INVALID" });
    expect((await inbox.list(RECEIVER.organisationCode)).records).toEqual([]);
    expect(await inbox.accept(packEdxml(packet), "m-1")).toMatchObject({ repeated: false });
  });
});

describe("when the receiver cannot be reached", () => {
  const unreachable = new VanthuError("EXCHANGE_UNREACHABLE", { message: "Bên nhận không trả lời." });

  it("tries again with growing waits, then gives up and says so; a person can queue it again", async () => {
    await send();
    const failing = { transport: { send: () => Promise.reject(unreachable) }, attempts: 4, firstWaitMs: 1000 };
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(await drain(failing)).toMatchObject({ retried: 1, dead: [] });
      const { nextAt } = await firstDelivery();
      waits.push(Date.parse(nextAt!) - now.getTime());
      expect(await drain(failing)).toMatchObject({ retried: 0 });
      now = new Date(nextAt!);
    }
    expect(waits[0]).toBeGreaterThanOrEqual(900);
    expect(waits[1]).toBeGreaterThan(waits[0]! * 1.5);
    expect(waits[2]).toBeGreaterThan(waits[1]! * 1.5);
    expect((await firstDelivery()).label).toBe("Đang gửi lại (đã thử 3 lần)");

    const { dead } = await drain(failing);
    expect(dead).toEqual([expect.objectContaining({ to: RECEIVER.organisationCode, code: "EXCHANGE_UNREACHABLE" })]);
    expect(await firstDelivery()).toMatchObject({ state: "dead", label: "Không gửi được: Bên nhận không trả lời." });
    const [given] = await outbox.dead(SENDER.organisationCode);
    await outbox.requeue(SENDER.organisationCode, given!.messageId);
    expect(await outbox.dead(SENDER.organisationCode)).toEqual([]);
    expect((await drain()).sent).toBe(1);
    await expect(outbox.requeue(SENDER.organisationCode, given!.messageId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("gives up what ends every worker that tries it", async () => {
    await send();
    const never = { transport: { send: () => new Promise<never>(() => {}) }, attempts: 3, leaseMs: 1000 };
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      outbox.drain(never);
      await expect.poll(async () => (await firstDelivery()).attempts).toBe(attempt);
      later(1001);
    }
    const sent: string[] = [];
    const counting = { send: async (_packet: Uint8Array, to: string) => ({ receiptId: String(sent.push(to)) }) };
    expect((await outbox.drain({ ...never, transport: counting })).dead).toHaveLength(1);
    expect(sent).toEqual([]);
    expect((await firstDelivery()).state).toBe("dead");
  });

  it("gives up at once what will never be taken", async () => {
    await send([{ organisationCode: "H99.07.999", name: "Không có trong gói tin" }]);
    expect((await drain()).dead).toEqual([expect.objectContaining({ code: "EXCHANGE_REFUSED" })]);
  });

  it("sends again after a crash between sending and recording, to one effect", async () => {
    await send();
    const crash = localTransport(() => inbox);
    const dying: Transport = {
      async send(bytes, to, id) {
        await crash.send(bytes, to, id);
        // The worker dies here: its lease stays, and nobody records the receipt.
        return new Promise(() => {});
      },
    };
    void drain({ transport: dying, leaseMs: 5000 });
    await expect.poll(async () => (await inbox.list(RECEIVER.organisationCode)).records.length).toBe(1);
    // Only the status 01 is due; the message itself is leased.
    expect((await drain()).sent).toBe(1);
    expect((await firstDelivery()).state).toBe("waiting");
    later(5001);
    expect((await drain()).sent).toBe(1);
    expect(await firstDelivery()).toMatchObject({ state: "sent", attempts: 2 });
    expect((await inbox.list(RECEIVER.organisationCode)).records).toHaveLength(1);
  });
});

describe("many receivers", () => {
  it("queues hundreds in two operations and unfolds them into one message each", async () => {
    const recipients = Array.from({ length: 130 }, (_, index) => ({
      organisationCode: `H99.07.${100 + index}`,
      name: `Xã số ${index + 1}`,
    }));
    const stored = await storage.files.put(packEdxml({ ...packet, to: recipients }), "application/xml");
    const operations = outbox.sendOperations({
      kind: "document",
      packet: stored.sha256,
      documentId: packet.documentId,
      from: SENDER.organisationCode,
      recipients,
    });
    expect(operations).toHaveLength(2);
    await storage.records.commit(operations);
    expect(await outbox.deliveries(packet.documentId)).toHaveLength(130);
    for (let round = 0; round < 12; round += 1) {
      await drain({ limit: 200 });
      later(5);
    }
    const deliveries = await outbox.deliveries(packet.documentId);
    expect(deliveries.map((delivery) => delivery.status)).toEqual(Array(130).fill("01"));
    expect(new Set(deliveries.map((delivery) => delivery.messageId)).size).toBe(130);
  });

  it("refuses the same receiver twice, none, and one without a code", () => {
    const request = {
      kind: "document" as const,
      packet: "00",
      documentId: packet.documentId,
      from: SENDER.organisationCode,
    };
    expect(() => outbox.sendOperations({ ...request, recipients: [] })).toThrow(/Chưa chọn/);
    expect(() => outbox.sendOperations({ ...request, recipients: [RECEIVER, RECEIVER] })).toThrow(/hai lần/);
    expect(() =>
      outbox.sendOperations({ ...request, recipients: [{ organisationCode: "", name: "Sở Y tế" }] }),
    ).toThrow(/mã định danh/);
  });
});

describe("over the provincial exchange (HTTP)", () => {
  it("posts the packet with its headers and reads the answer; error codes say whether to try again", async () => {
    const seen: { url?: string; headers: Record<string, unknown>; body: string }[] = [];
    let answer: { status: number; body: string } = {
      status: 200,
      body: JSON.stringify({ ErrorCode: "0", DocId: 778 }),
    };
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      seen.push({ url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const http = httpTransport({
        endpoint,
        headers: { "X-SystemId": "songlam", "X-SecretKey": "bi-mat" },
        timeoutMs: 2000,
      });
      const post = () => http.send(packEdxml(packet), RECEIVER.organisationCode, "m-1");
      expect(await post()).toEqual({ receiptId: "778" });
      expect(seen[0]).toMatchObject({
        url: "/v1/sendEdoc",
        headers: { "x-systemid": "songlam", "x-secretkey": "bi-mat", "idempotency-key": "m-1" },
      });
      expect(seen[0]!.body).toContain("<edXML:CodeNumber>32</edXML:CodeNumber>");
      answer = { status: 200, body: JSON.stringify({ ErrorCode: 18 }) };
      await expect(post()).rejects.toMatchObject({
        code: "EXCHANGE_REFUSED",
        message: expect.stringContaining("không tồn tại"),
      });
      answer = { status: 200, body: JSON.stringify({ ErrorCode: "20" }) };
      await expect(post()).rejects.toMatchObject({ code: "EXCHANGE_UNREACHABLE" });
      answer = { status: 502, body: "<html>bad gateway</html>" };
      await expect(post()).rejects.toMatchObject({
        code: "EXCHANGE_UNREACHABLE",
        where: expect.stringContaining("502"),
      });
      answer = { status: 200, body: "x".repeat(100_000) };
      await expect(post()).rejects.toMatchObject({ code: "EXCHANGE_UNREACHABLE" });
    } finally {
      server.closeAllConnections();
      server.close();
    }
    expect(() => httpTransport({ endpoint: "http://lgsp.example", headers: {} })).toThrow(/HTTPS/);
  });
});
