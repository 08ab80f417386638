import { afterEach, describe, expect, it } from "vitest";
import type { ErrorCode } from "../../shared/errors/index.ts";
import {
  cscSigner,
  type KeyHolder,
  type RemoteProfile,
  remoteSigner,
  type SigningAnswer,
  VIETTEL_MYSIGN,
  VNPT_SMARTCA,
  VNPT_SMARTCA_SP769,
} from "../../shared/key-holders/index.ts";
import { completeSignature, type IssuedCertificate } from "../../shared/signing/index.ts";
import { pdfsig } from "../signing/outside.ts";
import { codeOf } from "../signing/refusal.ts";
import { authority, batchOf } from "./outside-keys.ts";
import {
  ACCOUNT,
  cscService,
  type RemoteService,
  viettelMySign,
  vnptGateway,
  vnptPartner,
} from "./remote-simulators.ts";

const person = authority.issueCertificate({ commonName: "Trần Minh Quang", kind: "person" });
/** RSASSA-PSS-params: SHA-256, MGF1 with SHA-256, a salt of 32 bytes (RFC 4055, 3.1), as OpenSSL writes them. */
const PSS_PARAMETERS = "MDSgDzANBglghkgBZQMEAgEFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEg";
const running: RemoteService[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

function signaturesOf(answer: SigningAnswer): Uint8Array[] {
  if (answer.state !== "signed") throw new Error(`still ${answer.state}`);
  return answer.outcomes.map(({ signature, error }) => {
    if (signature === undefined) throw error;
    return signature;
  });
}

const SERVICES: [string, RemoteProfile, (holder: IssuedCertificate) => Promise<RemoteService>][] = [
  ["VNPT SmartCA", VNPT_SMARTCA, vnptGateway],
  ["VNPT SmartCA for partners", VNPT_SMARTCA_SP769, vnptPartner],
  ["Viettel MySign", VIETTEL_MYSIGN, viettelMySign],
];

describe.each(SERVICES)("%s", (_name, profile, start) => {
  async function open(account: Partial<typeof ACCOUNT> = {}): Promise<{ service: RemoteService; holder: KeyHolder }> {
    const service = await start(person);
    running.push(service);
    const profileId = "adss:ras:profile:001";
    return { service, holder: remoteSigner(profile, { ...ACCOUNT, profileId, ...account, baseUrl: service.url }) };
  }

  it("signs several digests after one confirmation on the phone; each file is valid", async () => {
    const { service, holder } = await open();
    const identity = await holder.identity();
    expect(Buffer.from(identity.certificateChain[0]!)).toEqual(Buffer.from(person.certificate));
    expect(identity.certificateChain).toHaveLength(3);
    const { batch, files } = batchOf(identity, 3);
    service.phone.decision = "waiting";
    const asked = await holder.signDigests(batch, { requestId: "lan-ky-1" });
    if (asked.state !== "waiting") throw new Error("signed without asking");
    expect(asked.message).toContain("điện thoại");
    expect((await holder.poll!(asked.transaction, batch)).state).toBe("waiting");
    service.phone.decision = "signed";
    // Another process asks on: all it has is the transaction and the batch.
    const other = remoteSigner(profile, { ...ACCOUNT, profileId: "adss:ras:profile:001", baseUrl: service.url });
    const signatures = signaturesOf(await other.poll!(asked.transaction, batch));
    const pdfs = files.map(({ state, preparedPdf }, i) => completeSignature(state, preparedPdf, signatures[i]!).pdf);
    expect(pdfs).toHaveLength(3);
    expect(pdfsig(pdfs[2]!).get("ChuKyLanhDao")).toContain("Signature is Valid");
    expect(service.transactions.size).toBe(1);
    // Nothing but digests left: no attributes, no document.
    expect(JSON.stringify(service.asked.map((one) => one.body)).length).toBeLessThan(6_000);
  });

  it.each<["refused" | "expired" | "failed", ErrorCode]>([
    ["refused", "KEY_HOLDER_REFUSED"],
    ["expired", "KEY_HOLDER_EXPIRED"],
    ["failed", "KEY_HOLDER_REFUSED"],
  ])("says so when the request was %s", async (decision, code) => {
    const { service, holder } = await open();
    const { batch } = batchOf(await holder.identity(), 1);
    const asked = await holder.signDigests(batch, { requestId: "lan-ky" });
    if (asked.state !== "waiting") throw new Error("signed without asking");
    service.phone.decision = decision;
    expect(await codeOf(holder.poll!(asked.transaction, batch))).toBe(code);
  });

  it("gives a file without signature its own fault", async () => {
    const { service, holder } = await open();
    const { batch } = batchOf(await holder.identity(), 3);
    const asked = await holder.signDigests(batch, { requestId: "lan-ky" });
    if (asked.state !== "waiting") throw new Error("signed without asking");
    service.phone.incomplete = true;
    const answer = await holder.poll!(asked.transaction, batch);
    if (answer.state !== "signed") throw new Error("still waiting");
    expect(answer.outcomes.map((one) => one.error?.code)).toEqual([undefined, undefined, "KEY_HOLDER_ANSWER"]);
  });

  it("refuses more than one confirmation covers, before anything is sent", async () => {
    const { service, holder } = await open();
    const { batch } = batchOf(await holder.identity(), 1);
    const many = Array.from({ length: 51 }, () => batch[0]!);
    expect(await codeOf(holder.signDigests(many, { requestId: "lan-ky" }))).toBe("KEY_HOLDER_LIMIT");
    expect(service.transactions.size).toBe(0);
  });

  it("says when the account is wrong, the service slow, broken, or down", async () => {
    const wrong = await open({ clientSecret: "sai" });
    expect(await codeOf(wrong.holder.identity())).toBe("KEY_HOLDER_UNAUTHORISED");

    const slow = await open({ timeoutMs: 60 });
    slow.service.faults.push(...Array.from({ length: 4 }, () => ({ delayMs: 300 })));
    expect(await codeOf(slow.holder.identity())).toBe("KEY_HOLDER_TIMEOUT");

    const broken = await open();
    broken.service.faults.push({ text: "<html>lỗi</html>" });
    expect(await codeOf(broken.holder.identity())).toBe("KEY_HOLDER_ANSWER");
    broken.service.faults.push({ status: 503, text: "bận" }, { status: 500, json: {} });
    expect(await codeOf(broken.holder.identity())).toBe("nothing thrown");

    const down = await open();
    running.splice(running.indexOf(down.service), 1);
    await down.service.close();
    expect(await codeOf(down.holder.identity())).toBe("KEY_HOLDER_UNREACHABLE");
  });

  it("asks the person only once when the answer to the request is lost", async () => {
    const { service, holder } = await open();
    const { batch } = batchOf(await holder.identity(), 1);
    service.faults.push({ hangUp: true });
    const code = await codeOf(holder.signDigests(batch, { requestId: "lan-ky-mat" }));
    // A service that knows the request's name is asked again under it; the other is not asked again at all.
    expect(code).toBe(profile.repeatable ? "nothing thrown" : "KEY_HOLDER_UNREACHABLE");
    expect(service.transactions.size).toBe(profile.repeatable ? 1 : 0);
  });
});

describe("a token that ends early", () => {
  it("is renewed once, and the question asked again", async () => {
    const service = await viettelMySign(person);
    running.push(service);
    const holder = remoteSigner(VIETTEL_MYSIGN, {
      ...ACCOUNT,
      profileId: "adss:ras:profile:001",
      baseUrl: service.url,
    });
    const { batch } = batchOf(await holder.identity(), 1);
    service.faults.push({ status: 401, json: { error: "invalid_token" } });
    expect((await holder.signDigests(batch, { requestId: "lan-ky" })).state).toBe("waiting");
    expect(service.asked.filter(({ path }) => path.endsWith("/login"))).toHaveLength(2);
    expect(service.transactions.size).toBe(1);
  });
});

describe("the Cloud Signature Consortium's API v2", () => {
  async function open(
    mind: Parameters<typeof cscService>[1] = {},
    more: Partial<Parameters<typeof cscSigner>[0]> = {},
  ) {
    const service = await cscService(person, mind);
    running.push(service);
    const accessToken = async () => "the-csc";
    const holder = cscSigner({
      baseUrl: `${service.url}/csc/v2`,
      label: "Dịch vụ ký thử",
      accessToken,
      pauseMs: 5,
      timeoutMs: 1_000,
      ...more,
    });
    return { service, holder };
  }

  it("signs a batch under one authorisation bound to its hashes", async () => {
    const { service, holder } = await open();
    expect((await holder.info()).methods).toContain("signatures/signHash");
    const identity = await holder.identity();
    // The chain is put in order: own certificate, issuing authority, root.
    expect(identity.certificateChain.map((one) => Buffer.from(one).toString("hex"))).toEqual(
      person.chain.map((one) => Buffer.from(one).toString("hex")),
    );
    const { batch, files } = batchOf(identity, 4);
    const signatures = signaturesOf(await holder.signDigests(batch, { requestId: "a", pin: "123456" }));
    for (const [i, { state, preparedPdf }] of files.entries()) completeSignature(state, preparedPdf, signatures[i]!);
    expect(service.asked.filter(({ path }) => path.endsWith("/authorize"))).toHaveLength(1);
    expect(service.asked.filter(({ path }) => path.endsWith("/signHash"))).toHaveLength(1);
  });

  it("signs asynchronously, also when the confirmation comes from a phone", async () => {
    const { service, holder } = await open({ byPhone: true, pollsBeforeDone: 1 }, { asynchronous: true });
    const { batch, files } = batchOf(await holder.identity(), 2);
    let answer = await holder.signDigests(batch, { requestId: "a" });
    const states: string[] = [];
    while (answer.state === "waiting") {
      states.push(answer.transaction.split(":")[0]!);
      answer = await holder.poll!(answer.transaction, batch);
      if (states.length > 6) throw new Error("never done");
    }
    expect(states).toEqual(["authorise", "authorise", "sign"]);
    const [signature] = signaturesOf(answer);
    completeSignature(files[0]!.state, files[0]!.preparedPdf, signature!);
    expect(service.transactions.size).toBe(1);
  });

  it("understands RSASSA-PSS and says so to the service", async () => {
    const { service, holder } = await open({ algorithms: ["1.2.840.113549.1.1.10"] }, { algorithm: "RSA-PSS-SHA256" });
    const { batch } = batchOf(await holder.identity(), 1);
    await holder.signDigests(batch, { requestId: "a", pin: "123456" });
    const body = service.asked.find(({ path }) => path.endsWith("/signHash"))!.body;
    expect(body.signAlgo).toBe("1.2.840.113549.1.1.10");
    expect(body.signAlgoParams).toBe(PSS_PARAMETERS);
  });

  it("says when the PIN is wrong, the person refuses or is too late, the batch too large", async () => {
    const wrong = await open();
    const { batch } = batchOf(await wrong.holder.identity(), 3);
    expect(await codeOf(wrong.holder.signDigests(batch, { requestId: "a", pin: "000000" }))).toBe(
      "KEY_HOLDER_UNAUTHORISED",
    );
    const small = await open({ multisign: 2 });
    expect(await codeOf(small.holder.signDigests(batch, { requestId: "a", pin: "123456" }))).toBe("KEY_HOLDER_LIMIT");
    for (const [decision, code] of [
      ["refused", "KEY_HOLDER_REFUSED"],
      ["expired", "KEY_HOLDER_EXPIRED"],
    ] as const) {
      const phone = await open({ byPhone: true });
      const asked = await phone.holder.signDigests(batch, { requestId: "a" });
      if (asked.state !== "waiting") throw new Error("signed without asking");
      phone.service.phone.decision = decision;
      expect(await codeOf(phone.holder.poll!(asked.transaction, batch))).toBe(code);
    }
  });

  it("says before anything is signed that a credential is authorised only on the service's own page", async () => {
    const { service, holder } = await open({ mode: "oauth2code" });
    await expect(holder.identity()).rejects.toMatchObject({
      code: "KEY_HOLDER_REFUSED",
      message: expect.stringContaining("chuyển sang trang của dịch vụ"),
    });
    expect(service.transactions.size).toBe(0);
  });

  it("repeats what is harmless when the service is busy, and never a signature whose answer is lost", async () => {
    const busy = await open();
    busy.service.faults.push({ status: 503 }, { status: 429, headers: { "retry-after": "0.01" } });
    const { batch } = batchOf(await busy.holder.identity(), 1);
    await busy.holder.signDigests(batch, { requestId: "a", pin: "123456" });
    const lost = await open();
    await lost.holder.identity();
    lost.service.faults.push({ hangUp: true });
    expect(await codeOf(lost.holder.signDigests(batch, { requestId: "a", pin: "123456" }))).toBe(
      "KEY_HOLDER_UNREACHABLE",
    );
    expect(lost.service.asked.filter(({ path }) => path.endsWith("/authorize"))).toHaveLength(1);
    const full = await open();
    full.service.faults.push(...Array.from({ length: 3 }, () => ({ status: 429 })));
    expect(await codeOf(full.holder.identity())).toBe("KEY_HOLDER_BUSY");
  });

  it("does not send secrets over an open line or to where a redirect points", async () => {
    expect(() =>
      cscSigner({ baseUrl: "http://ky-so.example.vn/csc/v2", label: "x", accessToken: async () => "" }),
    ).toThrow("HTTPS");
    const { service, holder } = await open();
    service.faults.push(
      ...Array.from({ length: 3 }, () => ({ status: 302, headers: { location: "http://127.0.0.1:9/" } })),
    );
    expect(await codeOf(holder.identity())).toBe("KEY_HOLDER_UNREACHABLE");
  });
});
