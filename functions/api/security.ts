import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";
import { VanthuError } from "../../shared/errors/index.ts";

const SESSION_COOKIE = "vanthu_phien";

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
      isMachineRoute(c.req.path) && (bearerToken(c) !== undefined || getCookie(c, SESSION_COOKIE) === undefined);
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

function isBrowserCrossSite(c: Context): boolean {
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
  return bearerToken(c) ?? getCookie(c, SESSION_COOKIE);
}

function bearerToken(c: Context): string | undefined {
  return /^Bearer ([\w.~+/=-]+)$/.exec(c.req.header("authorization") ?? "")?.[1];
}

/** Gives the browser its session; the cookie is out of reach of script and not sent along by other sites' forms. */
export function giveSessionCookie(c: Context, token: string, options: { secure: boolean; expiresAt?: Date }): void {
  setCookie(c, SESSION_COOKIE, token, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: options.secure,
    expires: options.expiresAt,
  });
}

/** Takes the session away again. */
export function dropSessionCookie(c: Context): void {
  deleteCookie(c, SESSION_COOKIE, { path: "/" });
}
