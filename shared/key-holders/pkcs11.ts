import { spawn } from "node:child_process";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm } from "../signing/index.ts";
import { chainFrom, identityOf } from "./identity.ts";
import { answerFault } from "./json-service.ts";
import type { KeyHolder, SignatureOutcome } from "./model.ts";
import { refused, unauthorised } from "./refusals.ts";
import { remembered } from "./remembered.ts";
import { cmsSignature } from "./signature-form.ts";

/** A key on a PKCS#11 device (USB token, HSM), driven by OpenSC's pkcs11-tool. */
export interface Pkcs11Key {
  /** The maker's library: "/usr/lib/softhsm/libsofthsm2.so". */
  module: string;
  tokenLabel: string;
  /** CKA_ID of key and certificate, hexadecimal. */
  keyId: string;
  /** Issuers of the certificate, DER, where the device has only the certificate itself. */
  issuers?: Uint8Array[];
  /** The certificate itself, DER, where the device has none. */
  certificate?: Uint8Array;
  algorithm?: SignatureAlgorithm;
  /** pkcs11-tool by its path; the one on the PATH when absent. */
  program?: string;
  /** For one signature; 20 s when absent. */
  timeoutMs?: number;
  /** More of the environment, where the library wants it (SOFTHSM2_CONF). */
  environment?: Record<string, string>;
}

/** DigestInfo before a digest (RFC 8017, 9.2): the mechanism RSA-PKCS signs what it is given. */
const DIGEST_INFO: Partial<Record<SignatureAlgorithm, Uint8Array>> = {
  "RSA-SHA256": Buffer.from("3031300d060960864801650304020105000420", "hex"),
  "RSA-SHA384": Buffer.from("3041300d060960864801650304020205000430", "hex"),
  "RSA-SHA512": Buffer.from("3051300d060960864801650304020305000440", "hex"),
};
const MECHANISMS: Record<SignatureAlgorithm, string[]> = {
  "RSA-SHA256": ["--mechanism", "RSA-PKCS"],
  "RSA-SHA384": ["--mechanism", "RSA-PKCS"],
  "RSA-SHA512": ["--mechanism", "RSA-PKCS"],
  "RSA-PSS-SHA256": pssMechanism("SHA256", 32),
  "RSA-PSS-SHA384": pssMechanism("SHA384", 48),
  "RSA-PSS-SHA512": pssMechanism("SHA512", 64),
  "ECDSA-P256-SHA256": ["--mechanism", "ECDSA"],
  "ECDSA-P384-SHA384": ["--mechanism", "ECDSA"],
};

/** RSASSA-PSS with a salt as long as the hash. */
function pssMechanism(hash: string, salt: number): string[] {
  return ["--mechanism", "RSA-PKCS-PSS", "--hash-algorithm", hash, "--mgf", `MGF1-${hash}`, "--salt-len", `${salt}`];
}

const LABEL = "Thiết bị PKCS#11";
const PIN_VARIABLE = "VANTHU_PKCS11_PIN";
const MAX_OUTPUT = 1_000_000;

/**
 * A key on a PKCS#11 device. Every signature is one run of pkcs11-tool (no native code in this process); the PIN goes through the child's
 * environment, never through its arguments. A wrong PIN ends the batch at once, because devices lock after a few.
 */
export function pkcs11Signer(key: Pkcs11Key): KeyHolder {
  const base = ["--module", key.module, "--token-label", key.tokenLabel, "--id", key.keyId];
  const identity = remembered(async () => {
    const own = key.certificate ?? (await runTool(key, [...base, "--read-object", "--type", "cert"]));
    return identityOf(chainFrom(new Uint8Array(own), key.issuers ?? []), key.algorithm);
  });

  return {
    kind: "pkcs11",
    label: LABEL,
    maxBatch: 200,
    identity,
    async signDigests(batch, { pin }) {
      if (pin === undefined || pin === "") throw unauthorised(LABEL, "thiếu mã PIN");
      const outcomes: SignatureOutcome[] = [];
      for (const { digest, algorithm } of batch) {
        const input = Buffer.concat([DIGEST_INFO[algorithm] ?? new Uint8Array(), digest]);
        try {
          const args = [...base, "--login", "--pin", `env:${PIN_VARIABLE}`, "--sign", ...MECHANISMS[algorithm]];
          const signature = await runTool(key, args, { input, pin });
          outcomes.push({ signature: cmsSignature(algorithm, new Uint8Array(signature)) });
        } catch (error) {
          if (!isVanthuError(error)) throw error;
          if (error.code === "KEY_HOLDER_UNAUTHORISED" || error.code === "KEY_HOLDER_PROGRAM") throw error;
          outcomes.push({ error });
        }
      }
      return { state: "signed", outcomes };
    },
  };
}

async function runTool(key: Pkcs11Key, args: string[], secret?: { input: Uint8Array; pin: string }): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // No more of our environment than a library needs: it may hold secrets that are none of a device's business.
  const { PATH, HOME, LANG } = process.env;
  const child = spawn(key.program ?? "pkcs11-tool", args, {
    env: { PATH, HOME, LANG, ...key.environment, ...(secret === undefined ? {} : { [PIN_VARIABLE]: secret.pin }) },
    stdio: ["pipe", "pipe", "pipe"],
    timeout: key.timeoutMs ?? 20_000,
    killSignal: "SIGKILL",
  });
  const out: Buffer[] = [];
  let words = "";
  let length = 0;
  child.stdout.on("data", (part: Buffer) => {
    length += part.length;
    if (length > MAX_OUTPUT) child.kill("SIGKILL");
    else out.push(part);
  });
  child.stderr.on("data", (part: Buffer) => {
    if (words.length < 10_000) words += part.toString("utf8");
  });
  // A child that ends without reading is told of by its exit.
  child.stdin.on("error", () => undefined);
  child.stdin.end(secret?.input);
  child.on("error", (cause: NodeJS.ErrnoException) => reject(missing(cause)));
  child.on("close", (code, signal) => {
    const bytes = Buffer.concat(out);
    if (signal !== null) reject(late());
    else if (code !== 0) reject(faultOf(words, code));
    else if (bytes.length === 0) reject(answerFault(LABEL, "trống"));
    else resolve(bytes);
  });
  return promise;
}

/** By the PKCS#11 return value that the program names (PKCS #11 v3.0, 5.1). */
function faultOf(words: string, code: number | null): VanthuError {
  const value = /CKR_[A-Z_0-9]+/.exec(words)?.[0];
  if (value !== undefined && /PIN|LOGGED/.test(value)) return unauthorised(LABEL, value);
  if (/No slot with (a )?token|token.*not found|CKR_TOKEN_NOT_PRESENT|CKR_DEVICE|No slots/i.test(words)) {
    return new VanthuError("KEY_HOLDER_UNREACHABLE", {
      message: "Không thấy thiết bị ký số. Văn bản chưa được ký.",
      where: LABEL,
      hint: "Cắm thiết bị vào máy rồi ký lại.",
    });
  }
  if (/Failed to load|cannot open shared object/i.test(words)) return missing(new Error(words.slice(0, 300)));
  const line = words.trim().split("\n").at(-1)?.slice(0, 200);
  return refused(LABEL, value ?? line ?? `mã ${code}`, false);
}

function missing(cause: Error): VanthuError {
  return new VanthuError("KEY_HOLDER_PROGRAM", {
    message: "Không chạy được chương trình điều khiển thiết bị ký số (pkcs11-tool, thư viện của thiết bị).",
    where: LABEL,
    hint: "Cài gói opensc và thư viện PKCS#11 của hãng thiết bị, rồi kiểm tra đường dẫn trong cấu hình.",
    cause,
  });
}

function late(): VanthuError {
  return new VanthuError("KEY_HOLDER_TIMEOUT", {
    message: "Thiết bị ký số không trả lời kịp. Văn bản chưa được ký.",
    where: LABEL,
    hint: "Rút thiết bị, cắm lại rồi ký lại.",
  });
}
