import { parseCertificate } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import { openPkcs12, type SignatureAlgorithm, type Signer } from "../signing/index.ts";
import type { KeyHolder, SignatureOutcome } from "./model.ts";

/** How a PKCS#12 file is unlocked. */
export interface UnlockOptions {
  algorithm?: SignatureAlgorithm;
  /** After so many minutes the key is forgotten; 5 when absent. */
  minutes?: number;
}

/** An unlocked PKCS#12 key. */
export interface UnlockedKey extends KeyHolder {
  /** Forgets the key now. */
  lock(): void;
}

const MAX_MINUTES = 60;

/**
 * Unlocks a PKCS#12 file for one session: the key stays in the memory of this process for some minutes and is then forgotten; the password
 * is not kept at all. (Forgetting drops the last reference; OpenSSL clears the key's memory when the object is collected.)
 *
 * @throws VanthuError INVALID (`minutes`), P12_UNREADABLE, P12_PASSWORD_WRONG, P12_NO_KEY, SIGN_KEY_MISMATCH
 *
 * @example
 * const holder = unlockPkcs12(p12, password, { minutes: 10 });
 * await office.signing.signAll(actor, documents, "leader", holder, {});
 * holder.lock();
 */
export function unlockPkcs12(bytes: Uint8Array, password: string, options: UnlockOptions = {}): UnlockedKey {
  const minutes = options.minutes ?? 5;
  if (!(minutes > 0 && minutes <= MAX_MINUTES)) {
    throw new VanthuError("INVALID", { message: `Thời gian mở khóa từ 1 đến ${MAX_MINUTES} phút.`, where: "minutes" });
  }
  let signer: Signer | undefined = openPkcs12(bytes, password, options.algorithm);
  const { certificateChain, algorithm } = signer;
  const until = performance.now() + minutes * 60_000;
  const forget = () => {
    signer = undefined;
    clearTimeout(timer);
  };
  const timer = setTimeout(forget, minutes * 60_000);
  timer.unref();
  const { subject } = parseCertificate(certificateChain[0]!);
  return {
    kind: "pkcs12",
    label: `Tệp chứng thư số của ${subject.commonName ?? subject.text}`,
    maxBatch: 10_000,
    identity: async () => ({ certificateChain, algorithm }),
    async signDigests(batch) {
      const outcomes: SignatureOutcome[] = [];
      for (const { data } of batch) {
        if (signer === undefined || performance.now() > until) {
          forget();
          outcomes.push({ error: locked() });
        } else outcomes.push({ signature: await signer.sign(data) });
      }
      return { state: "signed", outcomes };
    },
    lock: forget,
  };
}

function locked(): VanthuError {
  return new VanthuError("KEY_HOLDER_LOCKED", {
    message: "Khóa ký đã tự khóa lại. Văn bản chưa được ký.",
    hint: "Nhập lại mật khẩu của chứng thư số rồi ký tiếp.",
  });
}
