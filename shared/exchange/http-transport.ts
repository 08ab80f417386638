import { type ErrorCode, VanthuError } from "../errors/index.ts";
import type { Transport } from "./model.ts";

/** Where a provincial exchange (LGSP) is reached, and how long to wait. */
export interface HttpTransportOptions {
  /** Base address, without `/v1/sendEdoc`. HTTPS, except to this machine. */
  endpoint: string;
  /** `X-SystemId` and `X-SecretKey` as issued to this organisation, or whatever the exchange asks for. */
  headers: Record<string, string>;
  /** Default 60 s; shorter than the outbox's lease. */
  timeoutMs?: number;
}

/** Error codes of the provincial variant: what they mean, and whether trying again can help. */
const ANSWERS: Record<string, { message: string; code: ErrorCode }> = {
  "10": { message: "Trục liên thông: tệp không hợp lệ.", code: "EXCHANGE_REFUSED" },
  "15": { message: "Trục liên thông: sai SystemId hoặc SecretKey.", code: "EXCHANGE_UNREACHABLE" },
  "18": { message: "Trục liên thông: đơn vị nhận không tồn tại.", code: "EXCHANGE_REFUSED" },
  "19": { message: "Trục liên thông: đơn vị gửi chưa đăng ký.", code: "EXCHANGE_UNREACHABLE" },
  "20": { message: "Trục liên thông: lỗi hệ thống.", code: "EXCHANGE_UNREACHABLE" },
  "21": { message: "Trục liên thông: lỗi xử lý tệp.", code: "EXCHANGE_UNREACHABLE" },
  "22": { message: "Trục liên thông: định dạng edXML sai.", code: "EXCHANGE_REFUSED" },
  "23": { message: "Trục liên thông: đơn vị nhận đã bị khóa.", code: "EXCHANGE_UNREACHABLE" },
};

/** An answer longer than this is not one. */
const ANSWER_BYTES = 64 * 1024;

/**
 * Sends packets over the provincial variant: `POST /v1/sendEdoc`, the packet as multipart field `file_doc`, the message id as
 * `Idempotency-Key`, answer `{ ErrorCode: "0", DocId }`.
 *
 * Source: samples of one province's exchange (Lạng Sơn); the VPCP client library names the fields the same way. Not tried against a live one.
 */
export function httpTransport(options: HttpTransportOptions): Transport {
  const address = addressOf(options.endpoint);
  const timeoutMs = options.timeoutMs ?? 60_000;
  return {
    async send(packet, to, messageId) {
      const form = new FormData();
      form.set("serviceType", "eDoc");
      form.set("messageType", isStatus(packet) ? "status" : "edoc");
      form.set("to", to);
      form.set("file_doc", new Blob([new Uint8Array(packet)], { type: "application/xml" }), `${messageId}.edxml`);
      let response: Response;
      let text: string;
      try {
        response = await fetch(address, {
          method: "POST",
          // Exchanges that do not know Idempotency-Key still see the same file name again.
          headers: { ...options.headers, "Idempotency-Key": messageId, Accept: "application/json" },
          body: form,
          redirect: "error",
          signal: AbortSignal.timeout(timeoutMs),
        });
        text = await readBounded(response);
      } catch (error) {
        throw new VanthuError("EXCHANGE_UNREACHABLE", {
          message: "Không kết nối được với trục liên thông.",
          where: to,
          cause: error,
        });
      }
      return readAnswer(response.status, text, to);
    },
  };
}

function addressOf(endpoint: string): string {
  const url = new URL(`${endpoint.replace(/\/+$/, "")}/v1/sendEdoc`);
  const local = url.hostname === "127.0.0.1" || url.hostname === "localhost" || url.hostname === "[::1]";
  // TT 15/2025/TT-BKHCN, Phụ lục I: TLS 1.2 or newer; the secret key travels in a header.
  if (url.protocol === "https:" || (url.protocol === "http:" && local)) return url.href;
  throw new VanthuError("INVALID", { message: "Địa chỉ trục liên thông phải dùng HTTPS.", where: "endpoint" });
}

/** A status packet has no attachments and is short; looking for its element in the first part is enough. */
function isStatus(packet: Uint8Array): boolean {
  return Buffer.from(packet.buffer, packet.byteOffset, Math.min(packet.length, ANSWER_BYTES)).includes(":StatusCode>");
}

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > ANSWER_BYTES) throw new Error("answer too long");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function readAnswer(status: number, text: string, to: string): { receiptId: string } {
  const answer = parseAnswer(text);
  const code = answer.ErrorCode ?? answer.errorCode;
  if (status >= 200 && status < 300 && code !== undefined && String(code) === "0") {
    return { receiptId: String(answer.DocId ?? answer.docId ?? answer.data ?? "").slice(0, 200) };
  }
  const known = Object.hasOwn(ANSWERS, String(code)) ? ANSWERS[String(code)] : undefined;
  if (known !== undefined) throw new VanthuError(known.code, { message: known.message, where: to });
  const refused = status === 400 || status === 413 || status === 415 || status === 422;
  throw new VanthuError(refused ? "EXCHANGE_REFUSED" : "EXCHANGE_UNREACHABLE", {
    message: refused ? "Trục liên thông từ chối gói tin." : "Trục liên thông trả lời không đúng dạng.",
    where: `${to} (HTTP ${status})`,
  });
}

function parseAnswer(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
