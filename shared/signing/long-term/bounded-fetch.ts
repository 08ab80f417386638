/** How anything is asked of another machine: the global `fetch`, or what takes its place in tests and on this machine. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Why nothing usable came back. */
export type FetchFault = "address" | "unreachable" | "timeout" | "too-large" | "status";

/** What {@link fetchBounded} throws; whoever asked turns it into an error of its own family. */
export class FetchError extends Error {
  readonly fault: FetchFault;

  constructor(fault: FetchFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }
}

/** One bounded question. */
interface BoundedRequest {
  url: string;
  /** POST when there is one. */
  body?: Uint8Array;
  headers: Record<string, string>;
  timeoutMs: number;
  maxBytes: number;
  fetch?: Fetch | undefined;
  /** May the address be on this machine or in a private network? Addresses that come out of a certificate are anybody's. */
  privateAllowed: boolean;
}

/**
 * Asks once over HTTP(S), bounded in time (the whole answer counts) and in size; redirections are not followed, so that nobody is sent
 * elsewhere than where he was asked to go.
 *
 * @throws FetchError
 */
export async function fetchBounded(request: BoundedRequest): Promise<Uint8Array> {
  const url = addressOf(request.url, request.privateAllowed);
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // A transport that does not listen to the signal is left behind all the same.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new FetchError(
          "timeout",
          `không trả lời trong ${String(Math.ceil(request.timeoutMs / 100) / 10).replace(".", ",")} giây`,
        ),
      );
      abort.abort();
    }, request.timeoutMs);
  });
  const answer = ask(url, request, abort.signal);
  // Lost races must not end the process as unhandled.
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

async function ask(url: string, request: BoundedRequest, signal: AbortSignal): Promise<Uint8Array> {
  const { body, headers, maxBytes } = request;
  let response: Response;
  try {
    response = await (request.fetch ?? fetch)(url, {
      method: body === undefined ? "GET" : "POST",
      headers,
      redirect: "error",
      signal,
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
  } catch (cause) {
    throw new FetchError("unreachable", "không kết nối được", cause);
  }
  if (response.status !== 200) throw new FetchError("status", `trả lời HTTP ${response.status}`);
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > maxBytes) throw new FetchError("too-large", `trả lời dài quá ${maxBytes} byte`);
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof FetchError) throw cause;
    throw new FetchError("unreachable", "đứt kết nối giữa chừng", cause);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function addressOf(text: string, privateAllowed: boolean): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new FetchError("address", "địa chỉ không đúng dạng");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new FetchError("address", "địa chỉ phải là http hoặc https");
  if (!privateAllowed && isPrivate(url.hostname)) throw new FetchError("address", "địa chỉ nằm trong mạng nội bộ");
  return url.href;
}

/** This machine, private networks, link-local (RFC 1918, RFC 4193, RFC 3927), by their literal addresses and usual names. */
function isPrivate(name: string): boolean {
  // "localhost." is localhost (RFC 1034, 3.1).
  const host = name.replace(/\.$/, "");
  if (host === "localhost" || host.endsWith(".localhost") || host.endsWith(".local") || host.endsWith(".internal"))
    return true;
  if (host.startsWith("[")) return /^\[(::|f[cd]|fe[89ab])/i.test(host);
  const parts = host.split(".");
  if (parts.length === 1) return true;
  const [a = 0, b = 0] = parts.map(Number);
  if (parts.length !== 4 || parts.some((part) => !/^\d+$/.test(part))) return false;
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128)
  );
}
