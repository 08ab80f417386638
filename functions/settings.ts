import { existsSync, statSync } from "node:fs";
import { VanthuError } from "../shared/errors/index.ts";
import { SECRET_KEY_BYTES } from "../shared/office/index.ts";
import { PUBLIC_LIMITS, type PublicLimits } from "./api/rate-limit.ts";

/** How one machine's service is set, by environment variables. */
export interface Settings {
  /** Behind HTTPS: cookies are sent over it only. */
  https: boolean;
  /** Exchanges that may hand packets in, id → secret. */
  exchangePeers: Record<string, string>;
  publicLimits: Partial<PublicLimits>;
  /** Secret that a monitor gives to read `/metrics`; absent: nobody may. */
  metricsToken?: string;
  /** Folder that a backup is made into once a day; absent: none is. */
  backupFolder?: string;
  /** Write a line for each request. */
  requestLog: boolean;
}

/** Names that are read elsewhere, where they are needed; here only so that a misspelt one is found. */
const ELSEWHERE = [
  "DATA",
  "ROOT",
  "TEMPLATES",
  "SECRET_KEY",
  "P12_PASSWORD",
  "PKCS11_PIN",
  "KMS_KEYS",
  "TABLE",
  "BUCKET",
  "QUEUE_URL",
  "TRUST_FOLDER",
  "STAGE",
  "ALARM_EMAIL",
];

const FLAGS: Readonly<Record<string, boolean>> = { "": false, "0": false, "1": true };

/**
 * Reads and checks every setting, before anything is opened.
 *
 * @throws VanthuError SETTINGS_INVALID naming every fault, also names that begin with VANTHU_ and mean nothing; never the value of a secret
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const faults: { code: "SETTINGS_INVALID"; where: string; message: string }[] = [];
  const fault = (name: string, message: string) =>
    faults.push({ code: "SETTINGS_INVALID", where: `VANTHU_${name}`, message });
  const known = new Set(ELSEWHERE);
  const read = (name: string) => {
    known.add(name);
    return environment[`VANTHU_${name}`] ?? "";
  };
  const flag = (name: string) => {
    const value = FLAGS[read(name)];
    if (value === undefined) fault(name, "Chỉ nhận 1 (bật) hoặc 0 (tắt).");
    return value ?? false;
  };
  const folder = (name: string) => {
    const value = read(name);
    if (value !== "" && existsSync(value) && !statSync(value).isDirectory()) fault(name, "Phải là một thư mục.");
    return value === "" ? undefined : value;
  };

  const https = flag("HTTPS");
  const requestLog = flag("REQUEST_LOG");
  const exchangePeers = peersIn(read("EXCHANGE_PEERS"), (message) => fault("EXCHANGE_PEERS", message));

  const perMinute = read("CHECKS_PER_MINUTE");
  const checks = Number(perMinute || PUBLIC_LIMITS.check.perMinute);
  if (!Number.isInteger(checks) || checks < 1 || checks > 100_000)
    fault("CHECKS_PER_MINUTE", "Số lần kiểm tra mỗi phút phải là số nguyên từ 1 đến 100000.");
  const addressHeader = read("ADDRESS_HEADER").toLowerCase();
  if (addressHeader !== "" && !/^[a-z0-9-]{1,64}$/.test(addressHeader))
    fault("ADDRESS_HEADER", "Phải là tên một trường của HTTP, ví dụ x-forwarded-for.");

  const metricsToken = read("METRICS_TOKEN");
  if (metricsToken !== "" && metricsToken.length < 16) fault("METRICS_TOKEN", "Cần ít nhất 16 ký tự.");
  const backupFolder = folder("BACKUP_FOLDER");

  const key = environment.VANTHU_SECRET_KEY ?? "";
  if (key !== "" && Buffer.from(key.trim(), "base64").length !== SECRET_KEY_BYTES)
    fault("SECRET_KEY", `Khóa hệ thống phải là ${SECRET_KEY_BYTES} byte viết dạng base64.`);
  const templates = environment.VANTHU_TEMPLATES ?? "";
  if (templates !== "" && !existsSync(templates)) fault("TEMPLATES", "Không có thư mục mẫu này.");

  for (const name of Object.keys(environment)) {
    const own = /^VANTHU_(.+)$/.exec(name)?.[1];
    // What tests set is no setting of the service.
    if (own === undefined || known.has(own) || /^(TEST_|LONG$|PICTURES$)/.test(own)) continue;
    fault(own, "Không có cài đặt nào tên như vậy; xem lại cách viết.");
  }
  if (faults.length > 0)
    throw new VanthuError("SETTINGS_INVALID", {
      message: `Có ${faults.length} cài đặt sai nên dịch vụ chưa chạy.`,
      where: faults[0]!.where,
      hint: "Sửa các biến môi trường được nêu rồi chạy lại.",
      faults,
    });
  return {
    https,
    exchangePeers,
    publicLimits: {
      check: { burst: Math.ceil(checks * 1.5), perMinute: checks },
      ...(addressHeader === "" ? {} : { addressHeader }),
    },
    ...(metricsToken === "" ? {} : { metricsToken }),
    ...(backupFolder === undefined ? {} : { backupFolder }),
    requestLog,
  };
}

/** "HE-THONG-1=mat-khau;HE-THONG-2=mat-khau". */
function peersIn(text: string, fault: (message: string) => void): Record<string, string> {
  const peers: Record<string, string> = {};
  for (const [index, pair] of text.split(";").entries()) {
    if (pair.trim() === "") continue;
    const [id = "", ...secret] = pair.split("=");
    if (id.trim() === "" || secret.join("=") === "") fault(`Phần thứ ${index + 1} không có dạng TÊN=MẬT_KHẨU.`);
    else if (Object.hasOwn(peers, id.trim())) fault(`Hệ thống ${id.trim()} được khai báo hai lần.`);
    else peers[id.trim()] = secret.join("=");
  }
  return peers;
}
