import { X509Certificate } from "node:crypto";
import { allow, inPerson, may } from "../../access/index.ts";
import { type Certificate, parseCertificate, verifySignedBy } from "../../asn1/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { TrustAnchor } from "../../verification/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import type { InstallationDesk, KeptAnchor, TrustEntry, TrustFolder, TrustScope } from "./model.ts";

/** Scopes as verdicts name them. */
const SCOPE_NAMES: Readonly<Record<Exclude<TrustScope, "other">, string>> = {
  neac: "NEAC",
  government: "Ban Cơ yếu Chính phủ",
  foreign: "nước ngoài",
  test: "thử nghiệm",
};

const MAX_CERTIFICATE = 64 * 1024;
const MAX_SOURCE = 300;
/** What a fingerprint may be written with between its digits. */
const BETWEEN = /[\s:.-]/g;

/** The list of what this installation trusts, and its changes where the machine has a folder for it. */
export function trustDesk(
  context: OfficeContext,
  folder: TrustFolder | undefined,
): Pick<InstallationDesk, "trust" | "addAnchor" | "removeAnchor"> {
  const mayChange = async (actor: Parameters<InstallationDesk["trust"]>[0]) => {
    if (folder === undefined)
      return "Danh sách được đóng gói cùng chương trình khi triển khai (VANTHU_TRUST_FOLDER); muốn sửa thì sửa thư mục đó rồi triển khai lại.";
    const root = await context.access.rootOrganisation();
    return may(actor, "administer") && actor.organisationId === root
      ? undefined
      : "Danh sách dùng chung cho mọi cơ quan trên máy chủ này; chỉ quản trị viên của cơ quan lập ra hệ thống được sửa.";
  };
  const changing = async (actor: Parameters<InstallationDesk["trust"]>[0]): Promise<TrustFolder> => {
    allow(actor, "administer");
    inPerson(actor);
    const why = await mayChange(actor);
    if (why !== undefined || folder === undefined)
      throw new VanthuError("FORBIDDEN", { message: "Không sửa được danh sách tin cậy ở đây.", hint: why });
    return folder;
  };
  const note = (actor: Parameters<InstallationDesk["trust"]>[0], action: string, entry: TrustEntry) =>
    context.access.commitAudited([], {
      organisationId: actor.organisationId,
      actor: { personId: actor.personId, name: actor.name },
      at: context.clock().toISOString(),
      action,
      subject: entry.sha256,
      details: { subject: entry.subject.slice(0, 200), scope: entry.scopeName, source: entry.source },
    });

  return {
    async trust(actor) {
      allow(actor, "administer");
      const { trust, crls } = await context.keyring.trust();
      const why = await mayChange(actor);
      const kept = new Set(folder?.trust.map(({ certificate }) => parseCertificate(certificate).sha256));
      const anchors = trust.map((anchor) => entryOf(anchor, kept, context.clock()));
      return {
        anchors: anchors.sort(
          (a, b) => a.scopeName.localeCompare(b.scopeName, "vi") || (a.notAfter < b.notAfter ? -1 : 1),
        ),
        crls: crls.length,
        mayChange: why === undefined,
        ...(why === undefined ? {} : { why }),
      };
    },

    async addAnchor(actor, { certificate: bytes, scope, source, fingerprint }) {
      const to = await changing(actor);
      const certificate = anchorFrom(bytes);
      if (!Object.hasOwn(SCOPE_NAMES, scope))
        throw new VanthuError("INVALID", { message: "Chưa chọn phạm vi tin cậy.", where: "scope" });
      const from = source.normalize("NFC").replaceAll(/\s+/g, " ").trim();
      if (from === "" || from.length > MAX_SOURCE)
        throw new VanthuError("INVALID", {
          message: "Chưa ghi nguồn của chứng thư.",
          where: "source",
          hint: "Ghi nơi lấy chứng thư: địa chỉ trang công bố, số công văn gửi kèm.",
        });
      const given = fingerprint.replaceAll(BETWEEN, "").toLowerCase();
      if (!/^[0-9a-f]{64}$/.test(given))
        throw new VanthuError("TRUST_FINGERPRINT", {
          message: "Vân tay SHA-256 phải gồm 64 chữ số thập lục phân.",
          where: "fingerprint",
          hint: "Chép từ nơi tổ chức chứng thực công bố (trang chính thức, công văn), không chép từ chính tệp này.",
        });
      if (given !== certificate.sha256)
        throw new VanthuError("TRUST_FINGERPRINT", {
          message: "Tệp này không phải chứng thư có vân tay đã nhập. Chưa có gì được thêm.",
          where: "fingerprint",
          hint: "Tải lại chứng thư từ nơi công bố chính thức và so lại vân tay; nếu vẫn khác, đừng dùng tệp này.",
        });
      const { trust } = await context.keyring.trust();
      if (trust.some((one) => parseCertificate(one.certificate).sha256 === certificate.sha256))
        throw new VanthuError("ALREADY_EXISTS", {
          message: "Chứng thư này đã có trong danh sách tin cậy.",
          where: "certificate",
        });
      const kept = to.add({
        certificate: certificate.raw,
        scope: SCOPE_NAMES[scope as keyof typeof SCOPE_NAMES],
        source: from,
        addedOn: vietnamDate(context.clock()),
        addedBy: actor.name,
      });
      const entry = entryOf(kept, new Set([certificate.sha256]), context.clock());
      try {
        await note(actor, "trust.add", entry);
      } catch (error) {
        // Nothing is trusted without a line that says by whom.
        to.remove(kept.file);
        throw error;
      }
      return entry;
    },

    async removeAnchor(actor, sha256) {
      const from = await changing(actor);
      const { trust } = await context.keyring.trust();
      const found = trust.find((one) => parseCertificate(one.certificate).sha256 === sha256);
      if (found === undefined)
        throw new VanthuError("NOT_FOUND", {
          message: "Không có chứng thư này trong danh sách tin cậy.",
          where: sha256,
        });
      const kept = from.trust.filter((one) => parseCertificate(one.certificate).sha256 === sha256);
      if (kept.length === 0)
        throw new VanthuError("TRUST_FIXED", {
          message: "Chứng thư gốc thử nghiệm của chính hệ thống này không gỡ được.",
          where: sha256,
          hint: "Chữ ký thử nghiệm luôn được ghi rõ là thử nghiệm.",
        });
      const entry = entryOf(found, new Set(), context.clock());
      // Of one certificate in two files both go: otherwise it would still be trusted.
      for (const { file } of kept) from.remove(file);
      await note(actor, "trust.remove", entry);
    },
  };
}

/** A certificate as a trust list shows it. @param kept fingerprints of those in the folder of the machine */
function entryOf(anchor: TrustAnchor | KeptAnchor, kept: ReadonlySet<string>, now: Date): TrustEntry {
  const { subject, issuer, serial, notBefore, notAfter, sha256 } = parseCertificate(anchor.certificate);
  const addedOn = "addedOn" in anchor ? anchor.addedOn : undefined;
  const addedBy = "addedBy" in anchor ? anchor.addedBy : undefined;
  return {
    sha256,
    subject: subject.text,
    issuer: issuer.text,
    serial,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    scope: scopeOf(anchor.scope),
    scopeName: anchor.scope,
    source: anchor.source,
    ...(addedOn === undefined ? {} : { addedOn }),
    ...(addedBy === undefined ? {} : { addedBy }),
    inUse: notBefore <= now && now <= notAfter,
    fixed: !kept.has(sha256),
  };
}

/** The scope that a name means; administrators name folders as they like. */
function scopeOf(name: string): TrustScope {
  const text = name.toLocaleLowerCase("vi").normalize("NFC");
  if (text.includes("thử nghiệm") || /\btest\b|thu-nghiem/.test(text)) return "test";
  if (text.includes("neac")) return "neac";
  if (/cơ yếu|co-?yeu|\bbcy\b/.test(text)) return "government";
  return /nước ngoài|nuoc-ngoai/.test(text) ? "foreign" : "other";
}

/** A root or issuing certificate from a file: DER or PEM. @throws INVALID, TRUST_NOT_ANCHOR */
function anchorFrom(bytes: Uint8Array): Certificate {
  let certificate: Certificate;
  try {
    if (bytes.length === 0 || bytes.length > MAX_CERTIFICATE) throw new Error("length");
    const text = Buffer.from(bytes).toString("latin1");
    const pem = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(text);
    certificate = parseCertificate(pem === null ? bytes : Buffer.from(pem[1]!, "base64"));
    // The folder is read with another parser: what it refuses must not get there.
    new X509Certificate(certificate.raw);
  } catch (cause) {
    throw new VanthuError("INVALID", {
      message: "Tệp không phải một chứng thư X.509.",
      where: "certificate",
      hint: "Chọn tệp .cer, .crt, .der hoặc .pem của chứng thư gốc.",
      cause,
    });
  }
  const authority = certificate.basicConstraints?.ca === true && certificate.keyUsage?.has("keyCertSign") !== false;
  if (!authority)
    throw new VanthuError("TRUST_NOT_ANCHOR", {
      message: "Đây không phải chứng thư của một tổ chức cấp chứng thư.",
      where: "certificate",
      hint: "Chứng thư của người ký không đưa vào danh sách này; chọn chứng thư gốc của tổ chức cấp.",
    });
  if (certificate.selfIssued && !verifySignedBy(certificate, certificate))
    throw new VanthuError("TRUST_NOT_ANCHOR", {
      message: "Chứng thư gốc này có chữ ký sai: tệp hỏng hoặc bị giả.",
      where: "certificate",
      hint: "Tải lại từ nơi công bố chính thức.",
    });
  return certificate;
}
