import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { VanthuError } from "../shared/errors/index.ts";
import type { TrustAnchor } from "../shared/verification/index.ts";

/**
 * Anchors and revocation lists from a folder: `.pem`, `.crt`, `.cer`, `.der` certificates and `.crl` lists. A file name that holds
 * "thu-nghiem" or "test" marks a test anchor; the folder a certificate lies in names its scope otherwise.
 */
export function readTrustFolder(folder: string): { trust: TrustAnchor[]; crls: Uint8Array[] } {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  } catch (cause) {
    throw new VanthuError("INPUT_MISSING", { message: "Không đọc được thư mục tin cậy.", where: folder, cause });
  }
  const trust: TrustAnchor[] = [];
  const crls: Uint8Array[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    if (/\.crl$/i.test(name)) crls.push(derOf(readFileSync(file), "X509 CRL"));
    if (!/\.(pem|crt|cer|der)$/i.test(name)) continue;
    const certificate = new X509Certificate(readFileSync(file));
    const test = /thu-nghiem|thử nghiệm|test/i.test(name) || /thử nghiệm/i.test(certificate.subject);
    const scope = test ? "thử nghiệm" : path.dirname(name) === "." ? "quản trị viên cấu hình" : path.dirname(name);
    trust.push({ certificate: certificate.raw, scope, source: name });
  }
  return { trust, crls };
}

function derOf(bytes: Buffer, label: string): Uint8Array {
  const text = bytes.toString("latin1");
  const match = new RegExp(`-----BEGIN ${label}-----([^-]+)-----END`).exec(text);
  return match === null ? bytes : Buffer.from(match[1]!, "base64");
}

/** Subfolder of the data where the administrator puts root certificates and revocation lists to trust, beside the test authority. */
export const TRUST_FOLDER = "tin-cay";

/** What the administrator of one machine trusts: the folder in the data folder, empty where there is none. @throws as {@link readTrustFolder} */
export function configuredTrust(dataFolder: string): ReturnType<typeof readTrustFolder> {
  const folder = path.join(dataFolder, TRUST_FOLDER);
  return existsSync(folder) ? readTrustFolder(folder) : { trust: [], crls: [] };
}
