import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseCertificate } from "../shared/asn1/index.ts";
import { VanthuError } from "../shared/errors/index.ts";
import type { KeptAnchor, TrustFolder } from "../shared/office/index.ts";

/**
 * Anchors and revocation lists from a folder: `.pem`, `.crt`, `.cer`, `.der` certificates and `.crl` lists. A file name that holds
 * "thu-nghiem" or "test" marks a test anchor; the folder a certificate lies in names its scope otherwise. What was added in the pages says its
 * source in lines before the certificate.
 *
 * @throws VanthuError INPUT_MISSING; INVALID naming the file that is no certificate
 */
export function readTrustFolder(folder: string): { trust: KeptAnchor[]; crls: Uint8Array[] } {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  } catch (cause) {
    throw new VanthuError("INPUT_MISSING", { message: "Không đọc được thư mục tin cậy.", where: folder, cause });
  }
  const trust: KeptAnchor[] = [];
  const crls: Uint8Array[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    if (/\.crl$/i.test(name)) crls.push(derOf(readFileSync(file), "X509 CRL"));
    if (!/\.(pem|crt|cer|der)$/i.test(name)) continue;
    const bytes = readFileSync(file);
    const certificate = certificateIn(bytes, name);
    const test = /thu-nghiem|thử nghiệm|test/i.test(name) || /thử nghiệm/i.test(certificate.subject);
    const scope = test ? "thử nghiệm" : path.dirname(name) === "." ? "quản trị viên cấu hình" : path.dirname(name);
    const { source, ...added } = notesOf(bytes);
    trust.push({ certificate: certificate.raw, scope, source: source ?? name, file: name, ...added });
  }
  return { trust, crls };
}

/** A file that is no certificate is named: who put it there must know which one it is. @throws VanthuError INVALID */
function certificateIn(bytes: Uint8Array, name: string): X509Certificate {
  try {
    const certificate = new X509Certificate(bytes);
    // What the checks of signatures cannot read would make every one of them fail.
    parseCertificate(certificate.raw);
    return certificate;
  } catch (cause) {
    throw new VanthuError("INVALID", {
      message: "Một tệp trong thư mục tin cậy không phải chứng thư X.509 đọc được.",
      where: name,
      hint: "Đưa tệp này ra khỏi thư mục tin cậy, hoặc thay bằng tệp chứng thư đúng.",
      cause,
    });
  }
}

const NOTES = { source: "Nguồn", addedOn: "Ngày thêm", addedBy: "Người thêm" } as const;

/** What stands before the certificate. */
function notesOf(bytes: Buffer): { source?: string; addedOn?: string; addedBy?: string } {
  const head = bytes.subarray(0, 4096).toString("utf8").split("-----BEGIN")[0]!;
  const found = Object.entries(NOTES).flatMap(([name, word]) => {
    const line = head.split("\n").find((one) => one.startsWith(`# ${word}: `));
    return line === undefined ? [] : [[name, line.slice(word.length + 4).trim()] as const];
  });
  return Object.fromEntries(found);
}

function derOf(bytes: Buffer, label: string): Uint8Array {
  const text = bytes.toString("latin1");
  const match = new RegExp(`-----BEGIN ${label}-----([^-]+)-----END`).exec(text);
  return match === null ? bytes : Buffer.from(match[1]!, "base64");
}

/** Subfolder of the data where the administrator puts root certificates and revocation lists to trust, beside the test authority. */
export const TRUST_FOLDER = "tin-cay";

/**
 * What the administrator of one machine trusts: the folder in the data folder, empty where there is none. Files that somebody puts there by hand
 * count from the next start, or from when the pages add another; what the pages add or remove counts at once.
 *
 * @throws as {@link readTrustFolder}
 */
export function configuredTrust(dataFolder: string): TrustFolder {
  const folder = path.join(dataFolder, TRUST_FOLDER);
  const read = () => (existsSync(folder) ? readTrustFolder(folder) : { trust: [], crls: [] });
  let now = read();
  return {
    get trust() {
      return now.trust;
    },
    get crls() {
      return now.crls;
    },
    add({ certificate, scope, source, addedOn, addedBy }) {
      // What somebody put there by hand since is read with it: a fault in that is met before anything is written.
      read();
      const sha256 = new X509Certificate(certificate).fingerprint256.replaceAll(":", "").toLowerCase();
      // The folder names the scope; a slash in it would be another folder.
      const file = path.join(scope.replaceAll(/[/\\]/g, "-"), `${sha256.slice(0, 32)}.pem`);
      const notes = [
        [NOTES.source, source],
        [NOTES.addedOn, addedOn],
        [NOTES.addedBy, addedBy],
      ].map(([word, text]) => `# ${word}: ${text!.replaceAll(/[\r\n]+|-----/g, " ")}\n`);
      try {
        mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
        // Whole or not at all: a start in between must not meet half a certificate.
        const aside = path.join(folder, `${file}.moi`);
        writeFileSync(aside, `${notes.join("")}${new X509Certificate(certificate).toString()}`, { flush: true });
        renameSync(aside, path.join(folder, file));
      } catch (cause) {
        throw new VanthuError("INPUT_MISSING", {
          message: "Không ghi được vào thư mục tin cậy; chưa có gì được thêm.",
          where: TRUST_FOLDER,
          hint: "Kiểm tra quyền ghi và dung lượng đĩa của thư mục dữ liệu.",
          cause,
        });
      }
      now = read();
      return now.trust.find((one) => one.file === file)!;
    },
    remove(file) {
      if (!now.trust.some((one) => one.file === file)) return;
      try {
        rmSync(path.join(folder, file), { force: true });
      } catch (cause) {
        throw new VanthuError("INPUT_MISSING", {
          message: "Không gỡ được tệp khỏi thư mục tin cậy; chứng thư vẫn được tin cậy.",
          where: TRUST_FOLDER,
          hint: "Kiểm tra quyền ghi của thư mục dữ liệu.",
          cause,
        });
      }
      now = { ...now, trust: now.trust.filter((one) => one.file !== file) };
    },
  };
}
