import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { VanthuError } from "../../errors/index.ts";

/**
 * Keeps secrets of the installation (passwords of signing services, PKCS#12 files, access tokens) unreadable in the store. Whoever has the
 * store without the installation's key learns nothing; what was sealed for one purpose does not open for another, so nobody can move one
 * secret to another's place.
 */
export interface SecretBox {
  /** Encrypts; `purpose` names what it is and whose ("org/…/connection/…/clientSecret"). */
  seal(plain: Uint8Array, purpose: string): Promise<string>;
  /** @throws VanthuError SECRET_UNREADABLE for another purpose, another key, or damage */
  open(sealed: string, purpose: string): Promise<Uint8Array>;
}

/** Bytes of an installation key. */
export const SECRET_KEY_BYTES = 32;

const VERSION = "v1.";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A box by AES-256-GCM (NIST SP 800-38D; TT 15/2025/TT-BKHCN Phụ lục I): a random nonce for each secret, the purpose authenticated with it.
 *
 * @param key 32 bytes, or where to get them; asked for at the first secret
 * @throws VanthuError SECRET_KEY_MISSING (at the first secret) for a key of another length
 *
 * @example
 * const secrets = secretBox(() => readSecretKey(folder));
 */
export function secretBox(key: Uint8Array | (() => Uint8Array | Promise<Uint8Array>)): SecretBox {
  const bytes = async () => {
    const given = typeof key === "function" ? await key() : key;
    if (given.length === SECRET_KEY_BYTES) return given;
    throw missing(`khóa dài ${given.length} byte, cần ${SECRET_KEY_BYTES} byte`);
  };
  return {
    async seal(plain, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", await bytes(), nonce).setAAD(Buffer.from(purpose, "utf8"));
      const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}${sealed.toString("base64")}`;
    },

    async open(sealed, purpose) {
      const all = Buffer.from(sealed.startsWith(VERSION) ? sealed.slice(VERSION.length) : "", "base64");
      const secretKey = await bytes();
      try {
        const decipher = createDecipheriv("aes-256-gcm", secretKey, all.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(purpose, "utf8")).setAuthTag(all.subarray(-TAG_BYTES));
        const plain = decipher.update(all.subarray(NONCE_BYTES, -TAG_BYTES));
        return new Uint8Array(Buffer.concat([plain, decipher.final()]));
      } catch {
        // The cause would only say that the tag does not fit.
        throw new VanthuError("SECRET_UNREADABLE", {
          message: "Không giải mã được thông tin bí mật đã lưu: khóa của hệ thống đã đổi hoặc dữ liệu bị hỏng.",
          where: purpose.split("/").slice(2).join("/"),
          hint: "Khôi phục đúng khóa của hệ thống (khoa-he-thong, VANTHU_SECRET_KEY), hoặc nhập lại thông tin bí mật này.",
        });
      }
    },
  };
}

/** Where an office was opened without a key: everything works but what needs a secret. */
export const NO_SECRETS: SecretBox = {
  seal: async () => {
    throw missing("chưa cấu hình");
  },
  open: async () => {
    throw missing("chưa cấu hình");
  },
};

function missing(why: string): VanthuError {
  return new VanthuError("SECRET_KEY_MISSING", {
    message: `Hệ thống chưa có khóa để mã hóa thông tin bí mật (${why}).`,
    where: "VANTHU_SECRET_KEY",
    hint: "Đặt khóa 32 byte dạng base64 vào VANTHU_SECRET_KEY, hoặc chạy dịch vụ với thư mục dữ liệu có khóa.",
  });
}
