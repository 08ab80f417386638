import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";
import { VanthuError } from "../../shared/errors/index.ts";
import { clientAddress } from "./rate-limit.ts";

/** Are two secrets the same? Tells neither where they differ nor how long the wanted one is: digests have one length. */
export function sameSecret(wanted: string, given: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(wanted), digest(given));
}

/** Cookies of ours; over HTTPS their names begin with __Host-, so that no other host of the domain can plant one (RFC 6265bis, 4.1.3.2). */
const SESSION_COOKIE = "vanthu_phien";
/** Ticket of a sign-in whose second step is still to come. */
const TICKET_COOKIE = "vanthu_buoc_hai";
/** What binds a sign-in at an identity provider to the browser that began it. */
const BROWSER_COOKIE = "vanthu_trinh_duyet";
const OVER_HTTPS = "overHttps";
const ADDRESS = "clientAddress";

/**
 * Headers of every answer. Nothing is loaded from elsewhere and nothing inline runs; only our own pages may frame our own PDF.
 * `form-action 'self'` keeps a planted form from sending a key password away.
 */
export function protectiveHeaders(overHttps: boolean): MiddlewareHandler {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      workerSrc: ["'self'"],
      // Fonts that checked files need not carry (parts/changed-pages.tsx).
      fontSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      frameSrc: ["'self'"],
      objectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
      baseUri: ["'none'"],
    },
    strictTransportSecurity: overHttps,
    xFrameOptions: "SAMEORIGIN",
    referrerPolicy: "same-origin",
    crossOriginResourcePolicy: "same-origin",
    crossOriginOpenerPolicy: "same-origin",
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  });
  return async (c, next) => {
    c.set(OVER_HTTPS, overHttps);
    await headers(c, next);
    const address: string | undefined = c.get(MORE_CONNECTION);
    const policy = c.res.headers.get(POLICY);
    if (address !== undefined && policy !== null)
      c.res.headers.set(POLICY, policy.replace("connect-src 'self'", `connect-src 'self' ${address}`));
  };
}

const POLICY = "content-security-policy";
const MORE_CONNECTION = "moreConnection";

/** Lets the script of this one page also speak to the address: an origin, known beforehand, never taken from a request. */
export function letPageConnect(c: Context, address: string): void {
  c.set(MORE_CONNECTION, address);
}

/**
 * Refuses a change that a page of another site set off in a signed-in browser. Such a request carries our cookie (SameSite=Lax keeps most
 * away already), so a change that does must come from our own origin, by `Sec-Fetch-Site` or, in older browsers, `Origin`. Requests of
 * machines carry a bearer token or nothing that a browser would add by itself; forms without a cookie (sign-in) are checked too.
 *
 * @throws CROSS_SITE
 */
export function sameOriginChanges(): MiddlewareHandler {
  return async (c, next) => {
    if (["GET", "HEAD", "OPTIONS"].includes(c.req.method) || isFromOurPages(c)) return next();
    const machine =
      isMachineRoute(c.req.path) && (bearerToken(c) !== undefined || readCookie(c, SESSION_COOKIE) === undefined);
    if (machine && !isBrowserCrossSite(c)) return next();
    throw new VanthuError("CROSS_SITE", {
      message: "Yêu cầu không đến từ trang của hệ thống nên bị từ chối.",
      hint: "Mở lại trang trong hệ thống rồi thực hiện lại.",
    });
  };
}

function isMachineRoute(path: string): boolean {
  return path.startsWith("/api/") || path.startsWith("/v1/");
}

/** Did a page of another site make the browser ask? */
export function isBrowserCrossSite(c: Context): boolean {
  const site = c.req.header("sec-fetch-site");
  return site === "cross-site" || site === "same-site";
}

function isFromOurPages(c: Context): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const origin = c.req.header("origin");
  if (origin === undefined) return false;
  try {
    return new URL(origin).host === new URL(c.req.url).host;
  } catch {
    return false;
  }
}

/** Token of a request: a bearer token, else the session cookie. */
export function sessionToken(c: Context): string | undefined {
  return bearerToken(c) ?? readCookie(c, SESSION_COOKIE);
}

/** What an `Authorization: Bearer` header carries: a session's token or a machine's key. */
export function bearerToken(c: Context): string | undefined {
  return /^Bearer ([\w.~+/=-]+)$/.exec(c.req.header("authorization") ?? "")?.[1];
}

/** Gives the browser its session; the cookie is out of reach of script and not sent along by other sites' forms. */
export function giveSessionCookie(c: Context, token: string, options: { secure: boolean; expiresAt?: Date }): void {
  writeCookie(c, SESSION_COOKIE, token, options.secure, options.expiresAt);
}

/** Takes the session away again. */
export function dropSessionCookie(c: Context): void {
  dropCookie(c, SESSION_COOKIE);
}

/** Keeps the ticket of the second step in the browser; without one takes it away. */
export function giveTicket(c: Context, ticket: { ticket: string; endsAt: string } | undefined): void {
  if (ticket === undefined) dropCookie(c, TICKET_COOKIE);
  else writeCookie(c, TICKET_COOKIE, ticket.ticket, overHttps(c), new Date(ticket.endsAt));
}

/** The ticket of the second step, if this browser has one. */
export function ticketOf(c: Context): string | undefined {
  return readCookie(c, TICKET_COOKIE);
}

/** Keeps what binds sign-ins at a provider to this browser, for a quarter of an hour. */
export function giveBrowserSecret(c: Context, secret: string): void {
  writeCookie(c, BROWSER_COOKIE, secret, overHttps(c), new Date(Date.now() + 15 * 60_000));
}

/** What binds sign-ins at a provider to this browser. */
export function browserSecret(c: Context): string | undefined {
  return readCookie(c, BROWSER_COOKIE);
}

/** Our own address as the browser knows it: the host that it asked, over HTTPS wherever we stand behind it. */
export function siteOf(c: Context): { origin: string; host: string } {
  const url = new URL(c.req.url);
  if (overHttps(c)) url.protocol = "https:";
  return { origin: url.origin, host: url.hostname };
}

/** Where a request comes from, for sign-ins, limits and the list of sessions. */
export function signInFrom(c: Context): { address?: string; device?: string } {
  const address: string | undefined = c.get(ADDRESS);
  const device = c.req
    .header("user-agent")
    ?.replace(/[^\x20-\x7e]/g, "")
    .slice(0, 200);
  return { ...(address === undefined ? {} : { address }), ...(device ? { device } : {}) };
}

/** Notes the client's address for whoever needs it. @param addressHeader as in PublicLimits */
export function knowAddress(addressHeader: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    c.set(ADDRESS, clientAddress(c, addressHeader));
    await next();
  };
}

function overHttps(c: Context): boolean {
  return c.get(OVER_HTTPS) === true;
}

function nameOf(c: Context, name: string): string {
  return overHttps(c) ? `__Host-${name}` : name;
}

function readCookie(c: Context, name: string): string | undefined {
  return getCookie(c, nameOf(c, name));
}

function writeCookie(c: Context, name: string, value: string, secure: boolean, expires: Date | undefined): void {
  setCookie(c, secure ? `__Host-${name}` : name, value, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure,
    ...(expires === undefined ? {} : { expires }),
  });
}

function dropCookie(c: Context, name: string): void {
  deleteCookie(c, nameOf(c, name), { path: "/", secure: overHttps(c) });
}
