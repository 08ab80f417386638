import type { Configuration } from "openid-client";
import { VanthuError } from "../errors/index.ts";
import type { AskNetwork } from "./identity-context.ts";

/** What a provider is asked with. */
export interface ProviderAccess {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret?: string;
}

/** Claims of an ID token and the user info, of one subject. */
export type Claims = Record<string, unknown> & { sub: string };

/** Speaks OpenID Connect with one provider. */
export interface ProviderClient {
  /** Where the browser is sent (OpenID Connect Core 3.1.2.1, with PKCE by RFC 7636). */
  authorizationAddress(ask: { redirectUri: string; state: string; nonce: string; verifier: string }): Promise<string>;
  /**
   * Exchanges the code and judges what comes back: state, issuer (RFC 9207), signature, audience, nonce, times.
   * @throws PROVIDER_REFUSED, PROVIDER_UNREACHABLE
   */
  claims(address: URL, expected: { state: string; nonce: string; verifier: string }): Promise<Claims>;
  /** Where the browser may end its session there too (RP-Initiated Logout 1.0); undefined where the provider offers none. */
  logoutAddress(returnTo: string): string | undefined;
}

/** A provider's clock may be so far off ours. Seconds. */
const CLOCK_TOLERANCE = 60;
const TIMEOUT_SECONDS = 8;
const MAX_BYTES = 512 * 1024;

/**
 * Reads what a provider says of itself and answers a client for it. The library is loaded when the first person comes by a provider.
 *
 * @param clock decides what has expired
 * @throws PROVIDER_UNREACHABLE
 */
export async function openProvider(
  access: ProviderAccess,
  clock: () => Date,
  ask: AskNetwork = (url, init) => globalThis.fetch(url, init),
): Promise<ProviderClient> {
  const oidc = await import("openid-client");
  const insecure = access.issuer.startsWith("http:");
  const network = boundedNetwork(ask, insecure);
  const judged = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw problemOf(error, access.name);
    }
  };
  const authentication = access.clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(access.clientSecret);
  // Signatures are judged too, not only that the answer came over TLS (OpenID Connect Core 3.1.3.7, 6).
  const settings = [oidc.enableNonRepudiationChecks, ...(insecure ? [oidc.allowInsecureRequests] : [])];
  const metadata = (skew: number) => ({ [oidc.clockTolerance]: CLOCK_TOLERANCE, [oidc.clockSkew]: skew });
  const config: Configuration = await judged(() =>
    oidc.discovery(new URL(access.issuer), access.clientId, metadata(0), authentication, {
      timeout: TIMEOUT_SECONDS,
      [oidc.customFetch]: network as never,
      execute: settings,
    }),
  );
  const server = config.serverMetadata();
  for (const address of [
    server.authorization_endpoint,
    server.token_endpoint,
    server.jwks_uri,
    server.userinfo_endpoint,
  ])
    if (address !== undefined && !isProviderAddress(address, insecure))
      throw unreachable(access.name, "địa chỉ không dùng HTTPS");

  return {
    async authorizationAddress({ redirectUri, state, nonce, verifier }) {
      const parameters = {
        redirect_uri: redirectUri,
        scope: "openid email profile",
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      };
      return oidc.buildAuthorizationUrl(config, parameters).href;
    },

    claims: (address, expected) =>
      judged(async () => {
        // Our clock decides, not the machine's: both are the same but in tests.
        const skew = Math.round((clock().getTime() - Date.now()) / 1000);
        const now = new oidc.Configuration(server, access.clientId, metadata(skew), authentication);
        now.timeout = TIMEOUT_SECONDS;
        now[oidc.customFetch] = network as never;
        for (const setting of settings) setting(now);
        const tokens = await oidc.authorizationCodeGrant(now, address, {
          expectedState: expected.state,
          expectedNonce: expected.nonce,
          pkceCodeVerifier: expected.verifier,
          idTokenExpected: true,
        });
        const said = tokens.claims()!;
        // Many providers give e-mail and the like only here; it must be of the same subject.
        const more = server.userinfo_endpoint ? await oidc.fetchUserInfo(now, tokens.access_token, said.sub) : {};
        return { ...more, ...said };
      }),

    logoutAddress: (returnTo) =>
      server.end_session_endpoint !== undefined && isProviderAddress(server.end_session_endpoint, insecure)
        ? oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }).href
        : undefined,
  };
}

/** HTTPS; plain HTTP only where the provider itself is on this machine. */
export function isProviderAddress(text: string, local: boolean): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (local && url.protocol === "http:" && loopback);
}

/** Follows nobody elsewhere, waits and reads only so much. */
function boundedNetwork(ask: AskNetwork, local: boolean): AskNetwork {
  return async (url, init) => {
    if (!isProviderAddress(url, local)) throw new Error("address not allowed");
    const answer = await ask(url, { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000) });
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body ?? []) {
      length += part.length;
      if (length > MAX_BYTES) throw new Error("answer too long");
      parts.push(part);
    }
    const body = [204, 205, 304].includes(answer.status) ? null : Buffer.concat(parts);
    return new Response(body, { status: answer.status, headers: answer.headers });
  };
}

/** Words for each claim that can be wrong. */
const CLAIM_FAULTS: Record<string, string> = {
  nonce: "trả lời thuộc về một lượt đăng nhập khác (nonce)",
  aud: "trả lời dành cho ứng dụng khác (aud)",
  azp: "trả lời dành cho ứng dụng khác (azp)",
  iss: "trả lời do nơi khác phát hành (iss)",
  exp: "trả lời đã hết hạn (exp)",
  nbf: "trả lời chưa có hiệu lực (nbf)",
  iat: "thời điểm phát hành không đúng (iat)",
  auth_time: "thời điểm xác thực không đúng (auth_time)",
};

function problemOf(error: unknown, name: string): VanthuError {
  if (error instanceof VanthuError) return error;
  const {
    code,
    cause,
    error: oauth,
    message,
  } = error as {
    code?: string;
    cause?: { claim?: string; reason?: string } & Error;
    error?: string;
    message?: string;
  };
  const detail = cause as { claim?: string; message?: string; code?: string; cause?: { claim?: string } } | undefined;
  if (oauth !== undefined) {
    // The provider's own words are its concern; the code alone is told (RFC 6749, 4.1.2.1 and 5.2).
    const word = /^[a-z_]{1,40}$/.test(oauth) ? oauth : "?";
    return refused(
      name,
      word === "access_denied" ? "bạn hoặc nhà cung cấp đã từ chối" : `nhà cung cấp báo lỗi ${word}`,
      error,
    );
  }
  const claim = detail?.claim ?? detail?.cause?.claim;
  if (claim !== undefined) return refused(name, CLAIM_FAULTS[claim] ?? `thông tin ${claim} không đúng`, error);
  const said = `${message ?? ""} ${detail?.message ?? ""}`;
  if (/\bstate\b/.test(said)) return refused(name, "trả lời thuộc về một lượt đăng nhập khác (state)", error);
  if (/\biss\b/.test(said)) return refused(name, CLAIM_FAULTS.iss!, error);
  if (/nonce/.test(said)) return refused(name, CLAIM_FAULTS.nonce!, error);
  if (/signature|JWK|"alg"|kid/i.test(said)) return refused(name, "chữ ký của nhà cung cấp không đúng", error);
  if (code?.startsWith("OAUTH_JWT_") || code === "OAUTH_INVALID_RESPONSE" || code === "OAUTH_KEY_SELECTION_FAILED")
    return refused(name, "trả lời không đúng chuẩn", error);
  return unreachable(name, "không liên lạc được hoặc trả lời không đúng OpenID Connect", error);
}

/** What somebody is told whose answer of a provider is not believed. */
export function refused(name: string, why: string, cause?: unknown): VanthuError {
  return new VanthuError("PROVIDER_REFUSED", {
    message: `Không đăng nhập được qua ${name}: ${why}.`,
    where: name,
    hint: "Đăng nhập lại từ đầu. Vẫn lỗi thì báo người quản trị của cơ quan.",
    ...(cause === undefined ? {} : { cause }),
  });
}

function unreachable(name: string, why: string, cause?: unknown): VanthuError {
  return new VanthuError("PROVIDER_UNREACHABLE", {
    message: `Nhà cung cấp định danh ${name}: ${why}.`,
    where: name,
    hint: "Thử lại sau ít phút, hoặc đăng nhập bằng cách khác. Người quản trị kiểm tra địa chỉ (issuer) đã khai.",
    ...(cause === undefined ? {} : { cause }),
  });
}
