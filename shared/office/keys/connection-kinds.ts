import { isAbsolute, normalize } from "node:path";
import { type Fault, VanthuError } from "../../errors/index.ts";
import type { SignatureAlgorithm } from "../../signing/index.ts";
import type { KeyConnection } from "./model.ts";

const SIGNATURE_ALGORITHMS = [
  "RSA-SHA256",
  "RSA-PSS-SHA256",
  "ECDSA-P256-SHA256",
  "ECDSA-P384-SHA384",
] as const satisfies SignatureAlgorithm[];

/** One thing to be entered for a connection. */
export interface ConnectionField {
  name: string;
  /** For people (Vietnamese). */
  label: string;
  required?: boolean;
  /** What may be entered, where it is a choice; the first holds when nothing is entered. */
  choices?: readonly string[];
  hint?: string;
  /** Several lines (PEM). */
  long?: boolean;
}

/** What a kind of connection needs. */
export interface ConnectionKind {
  name: string;
  settings: readonly ConnectionField[];
  secrets: readonly ConnectionField[];
  /** What a key of it is told by: whose account, which certificate there. */
  at: readonly ("userId" | "credentialId")[];
}

const BASE_URL: ConnectionField = {
  name: "baseUrl",
  label: "Địa chỉ dịch vụ",
  required: true,
  hint: "Bắt đầu bằng https://",
};
const ALGORITHM: ConnectionField = {
  name: "algorithm",
  label: "Thuật toán ký",
  choices: ["", ...SIGNATURE_ALGORITHMS],
  hint: "Để trống: theo loại khóa trong chứng thư số.",
};
const CLIENT_ID: ConnectionField = { name: "clientId", label: "Mã ứng dụng (client id, sp_id)", required: true };
const CLIENT_SECRET: ConnectionField = {
  name: "clientSecret",
  label: "Mật khẩu ứng dụng (client secret, sp_password)",
  required: true,
};

/** Everything that can be connected to, as forms and checks need it. */
export const CONNECTION_KINDS: Record<KeyConnection["kind"], ConnectionKind> = {
  "vnpt-smartca": {
    name: "VNPT SmartCA",
    settings: [
      BASE_URL,
      CLIENT_ID,
      {
        name: "variant",
        label: "Cổng",
        choices: ["gateway", "sp769"],
        hint: "gateway: gwsca.vnpt.vn, hỏi mật khẩu SmartCA khi ký; sp769: tài khoản đối tác.",
      },
      {
        name: "notifyUrl",
        label: "Địa chỉ nhận thông báo",
        hint: "Địa chỉ HTTPS của hệ thống này, tới /api/signing/notify; có thể để trống.",
      },
    ],
    secrets: [CLIENT_SECRET],
    at: ["userId", "credentialId"],
  },
  "viettel-mysign": {
    name: "Viettel MySign",
    settings: [
      BASE_URL,
      CLIENT_ID,
      { name: "profileId", label: "Hồ sơ ký (profile id)", hint: "Thường là adss:ras:profile:001." },
    ],
    secrets: [CLIENT_SECRET],
    at: ["userId", "credentialId"],
  },
  csc: {
    name: "Ký số từ xa theo CSC API v2",
    settings: [
      { ...BASE_URL, hint: "Bắt đầu bằng https://, kết thúc bằng /csc/v2" },
      {
        name: "access",
        label: "Cách vào dịch vụ",
        choices: ["client", "login", "consent"],
        hint: "client: tài khoản ứng dụng (OAuth2 client credentials); login: tài khoản người ký (auth/login); consent: người ký đồng ý trên trang của dịch vụ (OAuth2 authorization code).",
      },
      { name: "oauthUrl", label: "Địa chỉ OAuth2", hint: "Để trống: địa chỉ mà dịch vụ tự nêu, hoặc địa chỉ dịch vụ." },
      { name: "clientId", label: "Mã ứng dụng (client id)" },
      {
        name: "redirectUri",
        label: "Địa chỉ quay về",
        hint: "Của hệ thống này, tới /api/keys/consent; chỉ với consent.",
      },
      {
        name: "confirm",
        label: "Người ký xác nhận bằng",
        choices: ["pin", "otp", "pin-otp", "device"],
        hint: "Mã PIN, mã OTP, cả hai, hoặc xác nhận trên thiết bị của họ.",
      },
      { name: "asynchronous", label: "Ký không đồng bộ", choices: ["no", "yes"] },
      ALGORITHM,
    ],
    secrets: [{ ...CLIENT_SECRET, required: false }],
    at: ["userId", "credentialId"],
  },
  "aws-kms": {
    name: "AWS KMS",
    settings: [
      { name: "region", label: "Vùng (region)", required: true, hint: "Ví dụ ap-southeast-1." },
      { name: "keyId", label: "Mã khóa", required: true, hint: "Key id, ARN hoặc alias/…" },
      {
        name: "certificate",
        label: "Chứng thư số (PEM)",
        required: true,
        long: true,
        hint: "Chứng thư của khóa này đứng đầu, rồi tới các cấp trên. KMS không giữ chứng thư số.",
      },
      ALGORITHM,
      { name: "endpoint", label: "Địa chỉ khác của KMS", hint: "Chỉ khi không dùng địa chỉ của AWS." },
    ],
    secrets: [],
    at: [],
  },
  pkcs11: {
    name: "Thiết bị ký PKCS#11 (USB token, HSM)",
    settings: [
      {
        name: "module",
        label: "Thư viện của hãng",
        required: true,
        hint: "Tệp .so trong /usr hoặc /opt của máy chủ, do người quản trị máy chủ cài.",
      },
      { name: "tokenLabel", label: "Nhãn thiết bị", required: true },
      { name: "keyId", label: "Mã khóa (CKA_ID)", required: true, hint: "Số thập lục phân." },
      { name: "certificate", label: "Chứng thư số (PEM)", long: true, hint: "Khi thiết bị không giữ đủ chứng thư số." },
      ALGORITHM,
    ],
    secrets: [{ name: "pin", label: "Mã PIN của thiết bị", hint: "Để trống: người ký nhập mỗi lần." }],
    at: [],
  },
};

/** Longest setting; a chain of certificates in PEM has some ten thousand characters. */
const MAX_LENGTH = 40_000;
const MAX_LINE = 500;
/** Libraries come from where only the machine's administrator can write: a setting must not choose what code this machine runs. */
const MODULE_PLACES = ["/usr/", "/opt/"];

/** What is given for a connection. */
export type ConnectionInput = Pick<KeyConnection, "kind" | "name" | "settings" | "enabled"> & {
  secrets?: Record<string, string>;
};

/**
 * Checks what was entered for a connection and leaves out what its kind does not know.
 *
 * @param kept names of the secrets that are there already
 * @throws VanthuError INVALID with every fault
 */
export function checkConnection(input: ConnectionInput, kept: readonly string[]): ConnectionInput {
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "INVALID", where, message });
  const kind = CONNECTION_KINDS[input.kind];
  if (kind === undefined)
    throw new VanthuError("INVALID", { message: "Loại kết nối này không được hỗ trợ.", where: "kind" });
  const name = input.name.normalize("NFC").trim();
  if (name === "" || name.length > 120) fault("name", "Tên kết nối dài từ 1 đến 120 ký tự.");
  const settings: Record<string, string> = {};
  for (const field of kind.settings) {
    const value = (input.settings[field.name] ?? "").trim();
    const where = `settings.${field.name}`;
    if (value === "" && field.required) fault(where, `Cần nhập: ${field.label}.`);
    if (value.length > (field.long ? MAX_LENGTH : MAX_LINE)) fault(where, `${field.label} quá dài.`);
    if (field.choices !== undefined && value !== "" && !field.choices.includes(value))
      fault(where, `${field.label} là một trong: ${field.choices.filter((one) => one !== "").join(", ")}.`);
    if (value !== "") settings[field.name] = value;
  }
  for (const url of ["baseUrl", "oauthUrl", "endpoint", "notifyUrl", "redirectUri"]) {
    if (settings[url] !== undefined && !isServiceAddress(settings[url]))
      fault(`settings.${url}`, "Địa chỉ phải dùng HTTPS.");
  }
  const { module, keyId } = settings;
  if (input.kind === "pkcs11" && module !== undefined) {
    const plain = isAbsolute(module) && normalize(module) === module && module.includes(".so");
    if (!plain || !MODULE_PLACES.some((place) => module.startsWith(place)))
      fault("settings.module", "Thư viện phải là tệp .so trong /usr hoặc /opt của máy chủ.");
    if (keyId !== undefined && !/^([0-9a-f]{2}){1,64}$/i.test(keyId))
      fault("settings.keyId", "Mã khóa là số thập lục phân, ví dụ 01 hoặc a1b2.");
  }
  const secrets: Record<string, string> = {};
  for (const field of kind.secrets) {
    const value = input.secrets?.[field.name] ?? "";
    const where = `secrets.${field.name}`;
    if (value === "" && field.required && !kept.includes(field.name)) fault(where, `Cần nhập: ${field.label}.`);
    if (value.length > 2_000) fault(where, `${field.label} quá dài.`);
    if (value !== "") secrets[field.name] = value;
  }
  if (faults.length > 0) {
    throw new VanthuError("INVALID", {
      message: `Kết nối có ${faults.length} lỗi: ${faults[0]!.message}`,
      where: faults[0]!.where!,
      hint: "Sửa các trường được nêu rồi lưu lại.",
      faults,
    });
  }
  return { kind: input.kind, name, settings, enabled: input.enabled, secrets };
}

/** HTTPS, or this machine itself (TT 15/2025/TT-BKHCN Điều 5: TLS 1.2 or newer). */
function isServiceAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  return url !== undefined && url.username === "" && (url.protocol === "https:" || (url.protocol === "http:" && local));
}
