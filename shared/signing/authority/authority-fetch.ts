import type { Fetch } from "../long-term/bounded-fetch.ts";
import type { TestAuthority } from "./test-authority.ts";

/**
 * The services of a test authority as a `fetch`: `POST …/tsa` and `POST …/ocsp`, `GET …/root.crl`, `…/issuing.crl`, `…/root.crt`,
 * `…/issuing.crt`. Whatever the host: in this process it stands for the network, and an HTTP server hands its requests to it.
 *
 * @example
 * const timestamp = { authorities: [{ url: "http://tsa.test/tsa" }], fetch: authorityFetch(authority) };
 */
export function authorityFetch(authority: TestAuthority): Fetch {
  return async (url, init) => {
    const { pathname } = new URL(url);
    const request = new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
    const answer = (type: string, bytes: Uint8Array) =>
      new Response(new Uint8Array(bytes), { headers: { "content-type": type } });
    switch (`${init.method ?? "GET"} ${pathname}`) {
      case "POST /tsa":
        return answer("application/timestamp-reply", authority.timestamp(request));
      case "POST /ocsp":
        return answer("application/ocsp-response", authority.ocsp(request));
      case "GET /root.crl":
        return answer("application/pkix-crl", authority.crls[0]!);
      case "GET /issuing.crl":
        return answer("application/pkix-crl", authority.crl);
      case "GET /root.crt":
        return answer("application/pkix-cert", authority.root);
      case "GET /issuing.crt":
        return answer("application/pkix-cert", authority.issuing);
      default:
        return new Response("", { status: 404 });
    }
  };
}
