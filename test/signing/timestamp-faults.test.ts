import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { der, OID, parseTimestampQuery, readDer } from "../../shared/asn1/index.ts";
import { type ErrorCode, isVanthuError, type VanthuError } from "../../shared/errors/index.ts";
import {
  createTestAuthority,
  type Fetch,
  requestTimestamp,
  restoreTestAuthority,
  signatureFields,
  signPdf,
  type TimestampOptions,
} from "../../shared/signing/index.ts";
import { onePagePdf } from "./documents.ts";
import { onlineAuthority } from "./services.ts";

const { authority, fetch: honest } = onlineAuthority();
const URL_A = "http://tsa-mot.example/tsa";
const URL_B = "http://tsa-hai.example/tsa";
const digest = createHash("sha256").update("Kế hoạch").digest();

/** The request of a fetch as the authority reads it. */
async function requestOf(init: RequestInit): Promise<Uint8Array> {
  return new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
}

const reply = (bytes: Uint8Array) => new Response(new Uint8Array(bytes));

/** A request with one thing changed before the authority answers it: so its answer is well signed, but to something else. */
function asked(
  change: (query: ReturnType<typeof parseTimestampQuery>) => { hash?: Uint8Array; nonce?: bigint },
): Fetch {
  return async (_url, init) => {
    const query = parseTimestampQuery(await requestOf(init));
    const { hash = query.imprint.hash, nonce = query.nonce ?? 0n } = change(query);
    const imprint = der.sequence(der.algorithm(OID.sha256, der.null()), der.octetString(hash));
    return reply(authority.timestamp(der.sequence(der.integer(1), imprint, der.integer(nonce), der.boolean(true))));
  };
}

const forever: Fetch = () => new Promise(() => undefined);
const drip: Fetch = async () =>
  new Response(
    new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        controller.enqueue(new Uint8Array(1));
      },
    }),
  );
const endless: Fetch = async () =>
  new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }));

/** A token signed by somebody whose certificate is for signing documents. */
const foreign: Fetch = async (_url, init) => {
  const other = createTestAuthority();
  const issued = other.issueCertificate({ commonName: "Người khác", kind: "person", algorithm: "EC-P256" });
  const state = other.toJSON();
  const key = issued.key.export({ format: "pem", type: "pkcs8" }).toString();
  const certificate = Buffer.from(issued.certificate).toString("base64");
  const wrong = restoreTestAuthority({ ...state, services: { ...state.services!, timestamps: { key, certificate } } });
  return reply(wrong.timestamp(await requestOf(init)));
};

/** The last bytes of the answer are the token's signature. */
const broken: Fetch = async (_url, init) => {
  const answer = authority.timestamp(await requestOf(init));
  answer[answer.length - 3]! ^= 1;
  return reply(answer);
};

const FAULTS: [string, Fetch, ErrorCode, Partial<TimestampOptions>?][] = [
  ["is down", () => Promise.reject(new TypeError("fetch failed")), "TSA_UNREACHABLE"],
  ["answers HTTP 503", async () => new Response("busy", { status: 503 }), "TSA_UNREACHABLE"],
  ["never answers", forever, "TSA_TIMEOUT"],
  ["answers a byte at a time", drip, "TSA_TIMEOUT"],
  ["answers without end", endless, "TSA_TOO_LARGE"],
  ["answers a page of HTML", async () => new Response("<html>Đăng nhập</html>"), "TSA_MALFORMED"],
  ["answers nothing", async () => new Response(new Uint8Array()), "TSA_MALFORMED"],
  [
    "answers something after the answer",
    async (_url, init) => reply(Buffer.concat([authority.timestamp(await requestOf(init)), Buffer.alloc(4)])),
    "TSA_MALFORMED",
  ],
  ["says granted without a token", async () => reply(der.sequence(der.sequence(der.integer(0)))), "TSA_MALFORMED"],
  ["refuses", async () => reply(authority.timestamp(new Uint8Array([1]))), "TSA_REJECTED"],
  ["answers with another nonce", asked(() => ({ nonce: 7n })), "TSA_NONCE_MISMATCH"],
  ["stamps something else", asked(() => ({ hash: new Uint8Array(32) })), "TSA_IMPRINT_MISMATCH"],
  [
    "has a clock an hour late",
    async (_url, init) => reply(authority.timestamp(await requestOf(init), new Date(Date.now() - 3_600_000))),
    "TSA_CLOCK_OFF",
  ],
  [
    "has a clock an hour early",
    async (_url, init) => reply(authority.timestamp(await requestOf(init), new Date(Date.now() + 3_600_000))),
    "TSA_CLOCK_OFF",
  ],
  ["signs badly", broken, "TSA_SIGNATURE_INVALID"],
  ["signs with a certificate for documents", foreign, "TSA_CERT_USAGE"],
];

async function failure(work: Promise<unknown>): Promise<VanthuError> {
  try {
    await work;
  } catch (error) {
    if (isVanthuError(error)) return error;
    throw error;
  }
  throw new Error("nothing thrown");
}

describe("a time-stamping authority that", () => {
  it.each(FAULTS)("%s", async (_name, fetch, code) => {
    const options = { authorities: [{ url: URL_A }], fetch, timeoutMs: 150 };
    const error = await failure(requestTimestamp(digest, options));
    expect(error.code).toBe(code);
    expect(error.where).toBe(URL_A);
    expect(error.message).toMatch(/\.$/);

    const signer = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "EC-P256" });
    const pdf = onePagePdf();
    const before = Uint8Array.from(pdf);
    const request = { pdf, signer: signer.signer(), role: "leader" as const, at: new Date() };
    expect((await failure(signPdf(request, { level: "B-T", timestamp: options }))).code).toBe(code);
    expect(pdf).toEqual(before);
    expect(signatureFields(pdf)).toEqual([]);
  });

  it("stamps under another policy than the one asked for is refused", async () => {
    const authorities = [{ url: URL_A, policy: "1.2.3" }];
    const ignorant: Fetch = async (_url, init) => {
      const { imprint, nonce } = parseTimestampQuery(await requestOf(init));
      const digestOf = der.sequence(der.algorithm(OID.sha256, der.null()), der.octetString(imprint.hash));
      return reply(
        authority.timestamp(der.sequence(der.integer(1), digestOf, der.integer(nonce ?? 0n), der.boolean(true))),
      );
    };
    expect((await failure(requestTimestamp(digest, { authorities, fetch: ignorant }))).code).toBe(
      "TSA_POLICY_MISMATCH",
    );
    expect((await failure(requestTimestamp(digest, { authorities, fetch: honest }))).code).toBe("TSA_REJECTED");
  });

  it("is replaced by the next one when it fails; all failing are all told", async () => {
    for (const [, bad] of FAULTS) {
      const fetch: Fetch = (url, init) => (url === URL_A ? bad(url, init) : honest(url, init));
      const stamp = await requestTimestamp(digest, {
        authorities: [{ url: URL_A }, { url: URL_B }],
        fetch,
        timeoutMs: 150,
      });
      expect(stamp.authority).toBe(URL_B);
      expect(Math.abs(stamp.at.getTime() - Date.now())).toBeLessThan(5000);
    }
    const fetch: Fetch = async (url) => (url === URL_A ? Promise.reject(new TypeError("x")) : new Response("?"));
    const error = await failure(requestTimestamp(digest, { authorities: [{ url: URL_A }, { url: URL_B }], fetch }));
    expect(error.code).toBe("TSA_UNREACHABLE");
    expect(error.faults?.map(({ code, where }) => [code, where])).toEqual([
      ["TSA_UNREACHABLE", URL_A],
      ["TSA_MALFORMED", URL_B],
    ]);
  });

  it("is only asked over HTTP, and must be there", async () => {
    for (const url of ["file:///etc/passwd", "ftp://tsa.example", "tsa"]) {
      expect((await failure(requestTimestamp(digest, { authorities: [{ url }] }))).code).toBe("TSA_UNREACHABLE");
    }
    expect((await failure(requestTimestamp(digest, { authorities: [] }))).code).toBe("TSA_NOT_CONFIGURED");
  });
});

describe("requestTimestamp", () => {
  it("sends digest, nonce and the wish for the certificate, as DER", async () => {
    let sent: Uint8Array | undefined;
    const fetch: Fetch = async (url, init) => {
      sent = await requestOf(init);
      expect(new Headers(init.headers).get("content-type")).toBe("application/timestamp-query");
      return honest(url, { ...init, body: new Uint8Array(sent) });
    };
    const options = { authorities: [{ url: URL_A }], fetch, nonce: 0xfedcba9876543210n };
    for (const name of ["sha256", "sha384", "sha512"]) {
      const stamp = await requestTimestamp(createHash(name).update("x").digest(), options);
      expect(stamp.certificate.subject.commonName).toContain("dấu thời gian");
      expect(parseTimestampQuery(sent!)).toMatchObject({ nonce: 0xfedcba9876543210n, certificateWanted: true });
      expect(readDer(sent!).raw.length).toBe(sent!.length);
    }
  });

  it("says when a token is larger than the room kept for it", async () => {
    const signer = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person", algorithm: "EC-P256" });
    const request = { pdf: onePagePdf(), signer: signer.signer(), role: "leader" as const, at: new Date() };
    const timestamp = { authorities: [{ url: URL_A }], fetch: honest, room: 512 };
    expect((await failure(signPdf(request, { level: "B-T", timestamp }))).code).toBe("TSA_TOO_LARGE");
  });
});
