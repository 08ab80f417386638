import { setTimeout as sleep } from "node:timers/promises";
import { isVanthuError, VanthuError } from "../errors/index.ts";

/** How a signing service is reached. */
export interface ServiceReach {
  /** Base address; HTTPS, except to this machine. */
  baseUrl: string;
  /** For people: "VNPT SmartCA". */
  label: string;
  /** For one answer; 20 s when absent. */
  timeoutMs?: number;
  /** Pause before the first repetition, doubled each time; 300 ms when absent. */
  pauseMs?: number;
}

/** One question to a signing service. */
interface ServiceCall {
  path: string;
  body: unknown;
  /** Sent as a form instead of JSON (OAuth2, RFC 6749, 4.4.2). */
  form?: boolean;
  headers?: Record<string, string>;
  /**
   * Does asking twice do no more than asking once? Only then is a question repeated whose answer was lost: a person must not be asked
   * twice to confirm, nor a signature be paid for twice.
   */
  repeatable: boolean;
}

/** An answer as it came; whoever asked judges the status. */
export interface ServiceAnswer {
  status: number;
  /** Parsed JSON; undefined for an empty answer. */
  body: unknown;
}

const ATTEMPTS = 3;
/** 1,000 signatures of RSA-4096 in base64, with room. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_PAUSE = 5_000;

/** Reads the address once, so that a wrong one is found when the holder is configured. @throws VanthuError INVALID */
export function openService(reach: ServiceReach): (call: ServiceCall) => Promise<ServiceAnswer> {
  const base = addressOf(reach.baseUrl);
  const timeoutMs = reach.timeoutMs ?? 20_000;
  return async (call) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await ask(base, call, timeoutMs, reach.label);
        const again = answer.status === 429 || (call.repeatable && answer.status >= 500);
        if (!again || attempt === ATTEMPTS) return judged(answer, reach.label);
        await sleep(Math.min(answer.retryAfterMs ?? (reach.pauseMs ?? 300) * 2 ** (attempt - 1), MAX_PAUSE));
      } catch (error) {
        const lost = isVanthuError(error) && /^KEY_HOLDER_(UNREACHABLE|TIMEOUT)$/.test(error.code);
        if (!lost || !call.repeatable || attempt === ATTEMPTS) throw error;
        await sleep((reach.pauseMs ?? 300) * 2 ** (attempt - 1));
      }
    }
  };
}

/** Does anything answer at this address? What it says to an empty question does not matter. @throws VanthuError KEY_HOLDER_*, INVALID */
export async function reachService(reach: ServiceReach): Promise<void> {
  try {
    await openService(reach)({ path: "/", body: {}, repeatable: false });
  } catch (error) {
    if (!isVanthuError(error) || error.code !== "KEY_HOLDER_ANSWER") throw error;
  }
}

function judged(answer: ServiceAnswer, label: string): ServiceAnswer {
  if (answer.status === 429) {
    throw new VanthuError("KEY_HOLDER_BUSY", {
      message: `${label} đang quá tải. Văn bản chưa được ký.`,
      where: label,
      hint: "Chờ vài phút rồi ký lại.",
    });
  }
  if (answer.status >= 500) throw unreachable(label, `HTTP ${answer.status}`);
  return answer;
}

async function ask(
  base: string,
  call: ServiceCall,
  timeoutMs: number,
  label: string,
): Promise<ServiceAnswer & { retryAfterMs?: number }> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${base}${call.path}`, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": call.form ? "application/x-www-form-urlencoded" : "application/json",
        ...call.headers,
      },
      body: call.form ? new URLSearchParams(call.body as Record<string, string>).toString() : JSON.stringify(call.body),
      // Credentials travel in these requests: nobody may send them elsewhere.
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await bounded(response, label);
  } catch (cause) {
    if (isVanthuError(cause)) throw cause;
    if ((cause as Error).name === "TimeoutError") {
      throw new VanthuError("KEY_HOLDER_TIMEOUT", {
        message: `${label} không trả lời trong ${timeoutMs / 1000} giây. Văn bản chưa được ký.`,
        where: label,
        hint: "Thử lại sau. Nếu điện thoại đã hiện yêu cầu xác nhận của lần này thì từ chối yêu cầu đó.",
        cause,
      });
    }
    throw unreachable(label, "không kết nối được", cause);
  }
  const seconds = Number(response.headers.get("retry-after"));
  return {
    status: response.status,
    body: jsonOf(text, response.status, label),
    ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
  };
}

async function bounded(response: Response, label: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MAX_BYTES) throw answerFault(label, "quá dài");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function jsonOf(text: string, status: number, label: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's error page says nothing more than its status.
    if (status >= 400) return undefined;
    throw answerFault(label, "không phải JSON");
  }
}

function unreachable(label: string, why: string, cause?: unknown): VanthuError {
  return new VanthuError("KEY_HOLDER_UNREACHABLE", {
    message: `Không liên lạc được với ${label} (${why}). Văn bản chưa được ký.`,
    where: label,
    hint: "Kiểm tra kết nối mạng rồi ký lại; việc này không làm mất văn bản.",
    cause,
  });
}

/** An answer that is of no use. */
export function answerFault(label: string, what: string): VanthuError {
  return new VanthuError("KEY_HOLDER_ANSWER", {
    message: `${label} trả lời không đúng (${what}). Văn bản chưa được ký.`,
    where: label,
    hint: "Thử lại; nếu vẫn lỗi thì báo cho nhà cung cấp dịch vụ ký số.",
  });
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  // TT 15/2025/TT-BKHCN, Điều 5: TLS 1.2 or newer; secrets and tokens travel in these requests.
  if (url?.protocol === "https:" || (url?.protocol === "http:" && local)) return url.href.replace(/\/+$/, "");
  throw new VanthuError("INVALID", { message: "Địa chỉ dịch vụ ký số phải dùng HTTPS.", where: "baseUrl" });
}
