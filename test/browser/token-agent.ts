import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";

/** Where VGCA Sign Service listens on a person's computer. */
const PORT = 8987;
/** RFC 6455, 1.3. */
const HANDSHAKE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** What the program is told by the page. */
export interface AgentOrder {
  FileUploadHandler: string;
  /** Address of the file to be signed. */
  FileName: string;
  SessionId?: string;
  JWTToken?: string;
  MetaData?: { Key: string; Value: string }[];
  DocNumber?: string;
  IssuedDate?: string;
}

/** The simulated program on the person's computer. */
export interface TokenAgent {
  /** Operations and orders that came in. */
  orders: { operation: string; order: AgentOrder }[];
  /** What the person does with the token: signs the file, cancels, or brings back another file. */
  act: "sign" | "cancel" | "other-file";
  close(): Promise<void>;
}

/**
 * A simulator of VGCA Sign Service, made from its description: it listens on wss://127.0.0.1:8987 with a certificate of its own, is told by
 * the page where the file is and where it goes, fetches it, signs it, sends it back and answers {Status, Message}.
 *
 * @param sign what the token does with a file
 */
export async function startTokenAgent(sign: (pdf: Uint8Array) => Promise<Uint8Array>): Promise<TokenAgent> {
  const sockets = new Set<Duplex>();
  const agent: Pick<TokenAgent, "orders" | "act"> = { orders: [], act: "sign" };
  const server = createServer(ownCertificate());
  server.on("upgrade", (request, socket: Duplex) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${HANDSHAKE}`).digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    let held = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      const text = readText(held);
      if (text === undefined) return;
      held = Buffer.alloc(0);
      const order = JSON.parse(text) as AgentOrder;
      agent.orders.push({ operation: (request.url ?? "").slice(1), order });
      carryOut(agent.act, order, sign).then(
        (reply) => socket.write(textFrame(JSON.stringify(reply))),
        (error) => socket.write(textFrame(JSON.stringify({ Status: 1, Message: String(error) }))),
      );
    });
  });
  server.listen(PORT, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(agent, {
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  });
}

async function carryOut(
  act: TokenAgent["act"],
  order: AgentOrder,
  sign: (pdf: Uint8Array) => Promise<Uint8Array>,
): Promise<Record<string, unknown>> {
  if (act === "cancel") return { Status: 1, Message: "Người dùng hủy bỏ" };
  const fetched = await fetch(order.FileName, headersOf(order));
  if (!fetched.ok) throw new Error(`Không tải được tệp: ${fetched.status}`);
  const pdf = new Uint8Array(await fetched.arrayBuffer());
  const signed = await sign(pdf);
  if (act === "other-file") signed[20] = signed[20]! ^ 1;
  const form = new FormData();
  form.set("uploadfile", new File([Uint8Array.from(signed)], "van-ban.signed.pdf", { type: "application/pdf" }));
  const answer = await fetch(order.FileUploadHandler, { method: "POST", body: form, ...headersOf(order) });
  const told = (await answer.json().catch(() => ({}))) as { Status?: boolean; Message?: string; FileServer?: string };
  // The program says that it signed; whether the server took the file is the server's to say.
  return { Status: 0, Message: told.Message ?? "", FileServer: told.FileServer ?? "" };
}

function headersOf({ JWTToken }: AgentOrder): { headers?: Record<string, string> } {
  return JWTToken ? { headers: { authorization: `Bearer ${JWTToken}` } } : {};
}

/** A whole masked text frame of a client (RFC 6455, 5.2); undefined while more is to come. */
function readText(bytes: Buffer): string | undefined {
  if (bytes.length < 6 || (bytes[0]! & 0x0f) !== 1) return undefined;
  const short = bytes[1]! & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + 4 + length) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const text = Buffer.from(bytes.subarray(start + 4, start + 4 + length));
  for (let i = 0; i < text.length; i += 1) text[i] = text[i]! ^ mask[i % 4]!;
  return text.toString("utf8");
}

function textFrame(text: string): Buffer {
  const body = Buffer.from(text, "utf8");
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 0xff]); // biome-ignore format: one thought
  return Buffer.concat([head, body]);
}

/** The program's certificate, made by itself. */
function ownCertificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-agent-"));
  try {
    const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
    execFileSync(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], // biome-ignore format: one thought
      { stdio: "ignore" },
    );
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
