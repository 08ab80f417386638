import type { KeyConnection, KeyOwner, SigningKey, SigningRole } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import type { Tone } from "./pieces.tsx";

/** Where keys are kept, as people call it. */
export const KEY_KIND_WORDS: Record<SigningKey["kind"], string> = {
  pkcs12: "Tệp khóa trên hệ thống",
  "aws-kms": "AWS KMS",
  csc: "Ký số từ xa (CSC)",
  "vnpt-smartca": "VNPT SmartCA",
  "viettel-mysign": "Viettel MySign",
  pkcs11: "Thiết bị PKCS#11 của máy chủ",
};

/** The common name in a name as {@link SigningKey} and the trust list tell it ("CN=…, O=…"), commas in it kept; the whole text where there is none. */
export function commonNameIn(name: string): string {
  return /(?:^|, )CN=(.*?)(?=, [A-Za-z\d.]+=|$)/.exec(name)?.[1] ?? name;
}

/** From so many days before its end a certificate is marked as ending soon. */
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/** How long a certificate still serves. */
export interface Validity {
  state: "early" | "valid" | "soon" | "expired";
  tone: Tone;
  /** "Còn hạn đến 20/11/2027", for a chip. */
  words: string;
}

/** Validity of a certificate on a day. */
export function validityOf({ notBefore, notAfter }: SigningKey["certificate"], now: Date): Validity {
  const left = Date.parse(notAfter) - now.getTime();
  if (Date.parse(notBefore) > now.getTime())
    return { state: "early", tone: "warn", words: `Có hiệu lực từ ${shortDate(notBefore)}` };
  if (left < 0) return { state: "expired", tone: "bad", words: `Hết hạn từ ${shortDate(notAfter)}` };
  if (left <= SOON_DAYS * DAY_MS) {
    const days = Math.floor(left / DAY_MS);
    const words = `Còn ${days === 0 ? "chưa đến 1" : days} ngày, hết hạn ${shortDate(notAfter)}`;
    return { state: "soon", tone: "warn", words };
  }
  return { state: "valid", tone: "good", words: `Còn hạn đến ${shortDate(notAfter)}` };
}

/** What signing in this role is called. */
export const ROLE_SIGNING_WORDS: Record<SigningRole, { verb: string; done: string; password: string }> = {
  leader: { verb: "ký", done: "Đã ký", password: "Mật khẩu khóa ký" },
  seal: { verb: "đóng dấu", done: "Đã đóng dấu", password: "Mật khẩu khóa dấu cơ quan" },
};

/** Whose key it is, for a list of all keys. `names`: people by id. */
export function ownerWords(owner: KeyOwner, names: ReadonlyMap<string, string>): string {
  return owner === "seal" ? "Con dấu cơ quan" : (names.get(owner.personId) ?? "Người dùng đã xóa");
}

/** Does the person confirm on a phone, in an application of the service? */
export function isRemote(kind: SigningKey["kind"]): boolean {
  return kind === "vnpt-smartca" || kind === "viettel-mysign" || kind === "csc";
}

/** A connection in a choice. */
export function connectionWords(connection: KeyConnection): string {
  return `${connection.name} (${KEY_KIND_WORDS[connection.kind]})`;
}
