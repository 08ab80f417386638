import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { networkOf } from "../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../shared/errors/index.ts";

/** How often one address may ask. */
export interface RateLimit {
  /** So many at once… */
  burst: number;
  /** …and so many a minute from then on. */
  perMinute: number;
}

/** Limits of the public check: files are costly to check; codes must not be found by trying. */
export interface PublicLimits {
  check: RateLimit;
  lookUp: RateLimit;
  /** Steps of signing in, right or wrong; what was wrong is counted by the accounts besides, over all processes. */
  signIn: RateLimit;
  /**
   * Header in which the proxy before us writes the client's address; of several addresses the last, which the proxy itself wrote, counts.
   * Absent: the address of the connection. Never set it where clients reach the service directly.
   */
  addressHeader?: string;
}

/** Limits that hold unless the service is told others. */
export const PUBLIC_LIMITS: PublicLimits = {
  check: { burst: 30, perMinute: 20 },
  lookUp: { burst: 60, perMinute: 60 },
  signIn: { burst: 150, perMinute: 120 },
};

/** Addresses remembered at once; some 2 MB. */
const ADDRESSES = 20_000;

/** A token bucket for each address. In memory: each process counts for itself, and forgets when it ends. */
export class TokenBuckets {
  readonly #limit: RateLimit;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** @param now milliseconds that never go back */
  constructor(limit: RateLimit, now: () => number = () => performance.now()) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Takes one token: 0 when there was one, else the seconds until there is. */
  take(address: string): number {
    const { burst, perMinute } = this.#limit;
    const now = this.#now();
    const kept = this.#buckets.get(address);
    const refilled = kept === undefined ? burst : Math.min(burst, kept.tokens + ((now - kept.at) / 60_000) * perMinute);
    const allowed = refilled >= 1;
    // Asked last stands last: the oldest is the one that is forgotten.
    this.#buckets.delete(address);
    if (kept === undefined && this.#buckets.size >= ADDRESSES) this.#buckets.delete(this.#buckets.keys().next().value!);
    this.#buckets.set(address, { tokens: allowed ? refilled - 1 : refilled, at: now });
    return allowed ? 0 : Math.max(1, Math.ceil(((1 - refilled) / perMinute) * 60));
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#buckets.size;
  }
}

function tooManyChecks(wait: number): VanthuError {
  return new VanthuError("TOO_MANY_CHECKS", {
    message: "Địa chỉ mạng của bạn đã gửi quá nhiều yêu cầu kiểm tra trong thời gian ngắn.",
    hint: `Chờ ${wait} giây rồi thử lại. Cần kiểm tra nhiều tệp thì dùng trang kiểm tra ngoại tuyến hoặc lệnh vanthu verify.`,
  });
}

function tooManySignIns(wait: number): VanthuError {
  return new VanthuError("TOO_MANY_ATTEMPTS", {
    message: "Địa chỉ mạng của bạn đã gửi quá nhiều lần đăng nhập trong thời gian ngắn.",
    hint: `Chờ ${wait} giây rồi thử lại.`,
  });
}

/** Refuses an address that asks too often: 429 with `Retry-After`, in the form that `answer` gives a problem. */
function rateLimited(
  limit: RateLimit,
  addressHeader: string | undefined,
  answer: (problem: Problem, c: Context) => Response | Promise<Response>,
  tooMany: (wait: number) => VanthuError = tooManyChecks,
): MiddlewareHandler {
  const buckets = new TokenBuckets(limit);
  return async (c, next) => {
    const address = clientAddress(c, addressHeader);
    const wait = address === undefined ? 0 : buckets.take(networkOf(address));
    if (wait === 0) return next();
    const problem = tooMany(wait).toProblem();
    const refused = await answer(problem, c);
    refused.headers.set("retry-after", String(wait));
    return refused;
  };
}

/**
 * Address that a request comes from: what the configured header says, else the connection's (Node's socket, API Gateway's source address).
 * Undefined where there is no connection: the app was asked inside its own process.
 */
export function clientAddress(c: Context, header?: string): string | undefined {
  const named = header === undefined ? undefined : c.req.header(header)?.split(",").at(-1)?.trim();
  const env = c.env as Connection | undefined;
  const found = named || env?.incoming?.socket?.remoteAddress || env?.event?.requestContext?.http?.sourceIp;
  return found?.slice(0, 64);
}

/** What the two ways of running hand over with a request (@hono/node-server, hono/aws-lambda). */
interface Connection {
  incoming?: { socket?: { remoteAddress?: string } };
  event?: { requestContext?: { http?: { sourceIp?: string } } };
}

/** Puts the limits on what may be used without an account: checking files, looking up codes and standings, signing in. */
export function limitPublicUse(
  app: OpenAPIHono,
  limits: Partial<PublicLimits> = {},
  answer: (problem: Problem, c: Context) => Response | Promise<Response>,
): void {
  const { check, lookUp, signIn, addressHeader } = { ...PUBLIC_LIMITS, ...limits };
  const checking = rateLimited(check, addressHeader, answer);
  const looking = rateLimited(lookUp, addressHeader, answer);
  // "/*" also means the address before it.
  for (const path of ["/kiem-tra/*", "/api/verify/*", "/api/standing/*"]) app.post(path, checking);
  for (const path of ["/kiem-tra/ma/*", "/tinh-trang/*", "/api/standing/*"]) app.get(path, looking);
  const signing = rateLimited(signIn, addressHeader, answer, tooManySignIns);
  for (const path of ["/dang-nhap/*", "/api/access/sign-in", "/api/identity/sign-in/*"]) app.post(path, signing);
  // Each beginning writes a record.
  app.get("/dang-nhap/ngoai/*", signing);
}
