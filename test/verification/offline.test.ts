import vm from "node:vm";
import { deflateSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { buildOfflineScript } from "../../functions/offline/build.ts";
import { inflateSync } from "../../functions/offline/node-zlib.ts";
import { packEvidence } from "../../shared/evidence/index.ts";
import { openPackage, writeZip, type ZipPart } from "../../shared/opc/index.ts";
import { type Verdict, type VerifyOptions, verifyPdf } from "../../shared/verification/index.ts";
import { OpenSsl } from "./openssl.ts";
import { signRaw } from "./raw-signature.ts";
import { issue, letter, office } from "./support.ts";

/** The offline page's worker in a world that has nothing of Node's: what it asks and answers are messages. */
class OfflineWorker {
  readonly #context: vm.Context;
  #listener: ((event: { data: unknown }) => void) | undefined;
  #answer: { html: string; verdict: Verdict } | undefined;

  constructor(script: string) {
    this.#context = vm.createContext({
      addEventListener: (_: string, listener: (event: { data: unknown }) => void) => {
        this.#listener = listener;
      },
      postMessage: (answer: { html: string; verdict: Verdict }) => {
        this.#answer = answer;
      },
      TextEncoder,
      TextDecoder,
      Uint8Array,
      ArrayBuffer,
      console,
    });
    vm.runInContext(script, this.#context);
  }

  check(file: Uint8Array, options: VerifyOptions): { html: string; verdict: Verdict } {
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
    this.#listener!({
      data: {
        name: "van-ban.pdf",
        bytes: new Uint8Array(file).buffer,
        trust: {
          anchors: options.trust.map((one) => ({ ...one, certificate: base64(one.certificate) })),
          crls: (options.crls ?? []).map(base64),
        },
      },
    });
    return this.#answer!;
  }
}

const people = office();
const rsa = office("RSA-2048");
let worker: OfflineWorker;
let sealed: Uint8Array;

beforeAll(async () => {
  worker = new OfflineWorker(await buildOfflineScript());
  sealed = (await issue(people)).sealed;
});

/** Both verifiers on one file: the same verdict in every field. */
function same(file: Uint8Array, options: VerifyOptions): Verdict {
  const here = verifyPdf(file, { ...options, offline: true });
  // Both say when they checked; a second may lie between.
  const timeless = (verdict: Verdict) =>
    JSON.parse(JSON.stringify(verdict, (key, value) => (key === "now" ? { ...value, at: "" } : value)));
  expect(timeless(worker.check(file, options).verdict)).toEqual(timeless(here));
  return here;
}

describe("the offline page's verifier", () => {
  it("says of sound documents what the service says, in words too", async () => {
    expect(same(sealed, people.options()).verdict).toBe("TOTAL_PASSED");
    expect(same((await issue(rsa)).sealed, rsa.options()).verdict).toBe("TOTAL_PASSED");
    expect(same((await issue(people, "stream")).sealed, people.options()).verdict).toBe("TOTAL_PASSED");
    const { html } = worker.check(sealed, people.options());
    expect(html).toContain("Chữ ký số của cơ quan (dấu)");
    expect(html).toContain("Trần Minh Quang");
  });

  it("opens evidence containers, and sees what was changed in one", async () => {
    const { bytes } = await packEvidence({
      files: [{ name: "van-ban.pdf", mime: "application/pdf", bytes: sealed }],
      signer: people.seal.signer(),
      at: new Date(),
      revocation: { certificates: [people.authority.root], crls: people.authority.crls },
    });
    const opened = worker.check(bytes, people.options());
    expect(opened.verdict.verdict).toBe("TOTAL_PASSED");
    expect(opened.html).toContain("Các tệp trong gói chứng cứ");
    const zip = openPackage(bytes);
    const parts = zip.names.map(
      (name): ZipPart => (name === "mimetype" ? [name, zip.bytes(name)!, "stored"] : [name, zip.bytes(name)!]),
    );
    expect(
      worker.check(writeZip([...parts, ["them.txt", bytes.subarray(0, 9)]]), people.options()).verdict.verdict,
    ).toBe("TOTAL_FAILED");
  });

  it("trusts nothing but what lies in the page", () => {
    expect(same(sealed, { trust: [] }).verdict).toBe("INDETERMINATE");
    expect(same(sealed, { trust: rsa.trust, crls: people.authority.crls }).verdict).toBe("INDETERMINATE");
  });

  it("gives the same verdict on changed, cut and lengthened files", () => {
    for (let at = 0; at < sealed.length; at += 997) {
      const mutant = sealed.slice();
      mutant[at]! ^= 1 << (at % 8);
      same(mutant, people.options());
    }
    expect(same(sealed.subarray(0, sealed.length - 400), people.options()).verdict).not.toBe("TOTAL_PASSED");
    expect(same(Buffer.concat([sealed, Buffer.from("\n%%EOF\n")]), people.options()).verdict).not.toBe("TOTAL_PASSED");
    expect(same(letter(), people.options()).verdict).toBe("NO_SIGNATURE");
    expect(same(Buffer.from("không phải PDF"), people.options()).verdict).toBe("UNREADABLE");
  });

  it("knows every algorithm that the service knows, the weak ones as weak", () => {
    const openssl = new OpenSsl();
    for (const [kind, key, ...more] of [
      ["rsa", ["-newkey", "rsa:2048"], "-md", "sha384"],
      ["pss", ["-newkey", "rsa:3072"], "-md", "sha256", "-keyopt", "rsa_padding_mode:pss"],
      ["p384", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"], "-md", "sha384"],
      ["p521", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"], "-md", "sha512"],
      ["sha1", ["-newkey", "rsa:2048"], "-md", "sha1"],
      ["short", ["-newkey", "rsa:1024"], "-md", "sha256"],
    ] as [string, string[], ...string[]][]) {
      const certificate = openssl.certificate(kind, key);
      const file = signRaw(letter(), {
        field: "ChuKy",
        subFilter: "ETSI.CAdES.detached",
        cms: (data) => openssl.cms(kind, data, "-cades", ...more),
      });
      const verdict = same(file, { trust: [{ certificate, scope: "nội bộ", source: "bài kiểm thử" }] });
      expect(verdict.signatures[0], kind).toMatchObject({ weak: kind === "sha1" || kind === "short", intact: true });
      expect(verdict.signatures[0]!.cryptographicallyValid, kind).toBe(true);
    }
  });

  it("stops a stream that explodes, and reads none that is cut or has a wrong checksum", () => {
    const packed = deflateSync(Buffer.alloc(5_000_000));
    expect(inflateSync(packed, { maxOutputLength: 5_000_000 }).length).toBe(5_000_000);
    expect(() => inflateSync(packed, { maxOutputLength: 4_999_999 })).toThrow(RangeError);
    expect(() => inflateSync(packed.subarray(0, packed.length - 1))).toThrow();
    const wrong = Buffer.from(packed);
    wrong[wrong.length - 1]! ^= 1;
    expect(() => inflateSync(wrong)).toThrow();
  });
});
