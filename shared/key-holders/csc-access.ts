import { VanthuError } from "../errors/index.ts";
import { type AccessToken, type TokenKeeper, tokenInMemory } from "./access-token.ts";
import { answerFault, openService, type ServiceReach } from "./json-service.ts";
import { lineAt, textAt, valueAt } from "./json-values.ts";
import { unauthorised } from "./refusals.ts";

/**
 * How an office comes into a service that speaks CSC API v2 (8.3, 8.4): client: the application by itself (OAuth2 client credentials);
 * login: the person's account (auth/login, HTTP Basic); consent: the person agreed on the service's own page (OAuth2 authorization code).
 */
export interface CscEntry extends ServiceReach {
  how: "client" | "login" | "consent";
  /** Base of the OAuth2 server; what the service names in /info, else `baseUrl`, when absent. */
  oauthUrl?: string | undefined;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  /** login: the person's account. */
  userId?: string | undefined;
  password?: string | undefined;
  tokens?: TokenKeeper;
}

/** Where the person is sent to agree, and what they come back with. */
export interface CscConsent extends Omit<CscEntry, "how" | "tokens" | "userId" | "password"> {
  redirectUri: string;
}

/** A token is renewed so long before it runs out. */
const EARLY_MS = 60_000;
const DEFAULT_SECONDS = 3_600;

/**
 * The access token of a service, asked for when there is none and kept by `tokens`.
 *
 * @throws VanthuError INVALID for an address without HTTPS; the function: KEY_HOLDER_*
 */
export function cscAccess(entry: CscEntry): () => Promise<string> {
  const { label, how } = entry;
  const tokens = entry.tokens ?? tokenInMemory();
  return async () => {
    const kept = await tokens.read();
    if (kept !== undefined && kept.until > Date.now()) return kept.text;
    const fresh = await renewed(entry, kept);
    await tokens.write(fresh);
    return fresh.text;
  };

  async function renewed(from: CscEntry, kept: AccessToken | undefined): Promise<AccessToken> {
    if (how === "client") return granted(from, { grant_type: "client_credentials" });
    if (how === "login") return loggedIn(from);
    if (kept?.refresh !== undefined)
      return {
        refresh: kept.refresh,
        ...(await granted(from, { grant_type: "refresh_token", refresh_token: kept.refresh })),
      };
    throw new VanthuError("KEY_HOLDER_UNAUTHORISED", {
      message: `Người ký chưa đồng ý, hoặc đồng ý đã hết hạn trên ${label}. Văn bản chưa được ký.`,
      where: label,
      hint: "Mở trang Khóa ký và đồng ý lại trên trang của dịch vụ.",
    });
  }
}

/**
 * Address of the service's page where the person agrees that the office uses their account (CSC API v2, 8.4.2; scope "service").
 *
 * @param state random, single use: what comes back must carry it (RFC 6749, 10.12)
 * @param challenge S256 of a random verifier (RFC 7636)
 */
export async function cscConsentAddress(consent: CscConsent, state: string, challenge: string): Promise<string> {
  const base = await oauthBase(consent);
  const query = new URLSearchParams({
    response_type: "code",
    client_id: consent.clientId ?? "",
    redirect_uri: consent.redirectUri,
    scope: "service",
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
  });
  return `${base}/oauth2/authorize?${query}`;
}

/** Exchanges the code that the person came back with (8.4.3). @throws VanthuError KEY_HOLDER_* */
export function cscConsentToken(consent: CscConsent, code: string, verifier: string): Promise<AccessToken> {
  const { redirectUri } = consent;
  return granted(consent, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
}

async function granted(entry: Omit<CscEntry, "how">, grant: Record<string, string>): Promise<AccessToken> {
  const ask = openService({ ...entry, baseUrl: await oauthBase(entry) });
  const { clientId, clientSecret, label } = entry;
  const body = {
    ...grant,
    ...(clientId === undefined ? {} : { client_id: clientId }),
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
  };
  // A code or a refresh token serves once: its answer must not be asked for twice.
  const repeatable = grant.grant_type === "client_credentials";
  const answer = await ask({ path: "/oauth2/token", body, form: true, repeatable });
  return tokenOf(answer, label);
}

async function loggedIn(entry: CscEntry): Promise<AccessToken> {
  const { userId = "", password, label } = entry;
  if (userId === "" || password === undefined || password === "") throw unauthorised(label, "thiếu mật khẩu tài khoản");
  const basic = Buffer.from(`${userId}:${password}`, "utf8").toString("base64");
  const headers = { Authorization: `Basic ${basic}` };
  // Not repeated: accounts lock after a few wrong passwords.
  const answer = await openService(entry)({
    path: "/auth/login",
    body: { rememberMe: false },
    headers,
    repeatable: false,
  });
  return tokenOf(answer, label);
}

function tokenOf({ status, body }: { status: number; body: unknown }, label: string): AccessToken {
  if (status >= 400) throw unauthorised(label, lineAt(body, "error_description") ?? lineAt(body, "error"));
  const text = textAt(body, "access_token");
  if (text === undefined || text === "") throw answerFault(label, "access_token");
  const seconds = Number(valueAt(body, "expires_in") ?? DEFAULT_SECONDS);
  const lasts = (Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : DEFAULT_SECONDS) * 1000;
  const refresh = textAt(body, "refresh_token");
  return {
    text,
    until: Date.now() + Math.max(lasts - EARLY_MS, lasts / 2),
    ...(refresh === undefined ? {} : { refresh }),
  };
}

/** 11.1: /info names the OAuth2 server where it is another than the service itself. */
async function oauthBase(entry: Omit<CscEntry, "how">): Promise<string> {
  const given = entry.oauthUrl ?? "";
  if (given !== "") return given.replace(/\/+$/, "");
  const answer = await openService(entry)({ path: "/info", body: {}, repeatable: true });
  const named = (answer.status < 400 ? textAt(answer.body, "oauth2") : undefined) ?? "";
  if (named !== "" && !isAddress(named, entry.baseUrl)) throw answerFault(entry.label, "oauth2");
  return (named === "" ? entry.baseUrl : named).replace(/\/+$/, "");
}

/** Secrets and people are sent there: HTTPS, or the very machine that was configured. */
function isAddress(named: string, baseUrl: string): boolean {
  if (!URL.canParse(named)) return false;
  const { protocol, origin } = new URL(named);
  return protocol === "https:" || origin === new URL(baseUrl).origin;
}
