import type { FindingCode } from "./findings.ts";
import type { SignatureVerdict, StandingNow, Verdict } from "./model.ts";

const INDICATIONS: Record<SignatureVerdict["indication"], string> = {
  TOTAL_PASSED: "HỢP LỆ",
  TOTAL_FAILED: "KHÔNG HỢP LỆ",
  INDETERMINATE: "CHƯA KẾT LUẬN ĐƯỢC",
};

const VERDICTS: Record<Verdict["verdict"], string> = {
  ...INDICATIONS,
  NO_SIGNATURE: "KHÔNG CÓ CHỮ KÝ",
  UNREADABLE: "KHÔNG ĐỌC ĐƯỢC",
};

const ROLES: Record<NonNullable<SignatureVerdict["role"]>, string> = {
  leader: "Chữ ký của người có thẩm quyền",
  seal: "Chữ ký của cơ quan, tổ chức",
  appendix: "Chữ ký trên phụ lục",
  copy: "Chữ ký trên bản sao",
};

const TIME_SOURCES: Record<SignatureVerdict["timeSource"], string> = {
  timestamp: "theo dấu thời gian",
  "document-timestamp": "theo dấu thời gian của tệp",
  container: "gói chứng cứ chứng minh đã có lúc đó",
  claimed: "do người ký khai, chưa có dấu thời gian chứng minh",
};

const COVERAGES: Record<SignatureVerdict["coverage"], string> = {
  "whole-file": "toàn bộ tệp",
  revision: "toàn bộ tệp như lúc ký; sau đó tệp được ghi thêm",
  partial: "không xác định được phần được ký",
};

const CHANGES: Record<SignatureVerdict["changesAfter"], string> = {
  none: "không có",
  lta: "chỉ thêm dữ liệu để kiểm tra lâu dài",
  form: "điền ô hoặc ký thêm",
  annotation: "chú thích",
  metadata: "chỉ thông tin mô tả tệp",
  other: "nội dung hoặc cấu trúc",
};

/**
 * The verdict as Vietnamese text for the command line, with everything that TT 15/2025/TT-BKHCN wants shown: who issued, to whom, the
 * managing unit, the time of signing, whether the content is whole, whether the certificate was valid at signing, and its validity.
 */
export function describeVerdict(verdict: Verdict): string {
  const { document } = verdict;
  const said = verdict.summary.replace(/^(Hợp lệ|Không hợp lệ|Chưa kết luận được là hợp lệ hay không)[:.] /, "");
  const lines = [`${VERDICTS[verdict.verdict]}: ${said}`];
  const facts = [
    document.number === undefined ? undefined : `số ${symbolText(document)}`,
    document.issuedOn === undefined ? undefined : `ngày ${spokenIso(document.issuedOn)}`,
    document.organisation,
  ].filter((fact) => fact !== undefined);
  if (facts.length > 0) lines.push(`Văn bản: ${facts.join(", ")}`);
  if (document.copy !== undefined) lines.push(`Bản sao điện tử: ${copyWords(document.copy)}`);
  if (verdict.verdict !== "UNREADABLE") {
    lines.push(
      `Tệp: ${document.pages} trang, ${document.bytes} byte, ${document.revisions} lần lưu, SHA-256 ${document.sha256}`,
    );
  }
  verdict.signatures.forEach((signature, i) => {
    lines.push("", ...describeSignature(signature, i + 1));
  });
  return lines.join("\n");
}

/** "bản sao y do Sở Nội vụ thực hiện lúc 05/01/2026; 08:30:15 +07:00". */
export function copyWords({ form, organisation, time, signedByIt }: NonNullable<Verdict["document"]["copy"]>): string {
  const words = { "sao-y": "bản sao y", "sao-luc": "bản sao lục", "trich-sao": "bản trích sao" };
  const doubt = signedByIt ? "" : " (CHÚ Ý: chứng thư số ký bản sao không mang tên cơ quan này)";
  return `${words[form]} do ${organisation} thực hiện, ký số lúc ${time}${doubt}`;
}

/** A signature's heading: in which capacity it was made, and its verdict in words. */
export function signatureTitle(s: SignatureVerdict): { title: string; verdict: string } {
  const stamp = s.field.endsWith(".tst") ? "Dấu thời gian" : "Dấu thời gian của tệp";
  const title = s.kind === "document-timestamp" ? stamp : s.role === undefined ? "Chữ ký số" : ROLES[s.role];
  return { title, verdict: INDICATIONS[s.indication] };
}

/** A verdict in Vietnamese words, capitals. */
export function verdictWords(verdict: Verdict["verdict"]): string {
  return VERDICTS[verdict];
}

/**
 * What is to be shown of a signature, in order: labels and texts (TT 15/2025/TT-BKHCN: issuer, subject, managing unit, time of signing, integrity,
 * validity at signing, period of validity), changes and reasons left out.
 */
export function signatureFacts(s: SignatureVerdict): [label: string, text: string][] {
  const unit = [s.signer.unit, s.signer.organisation].filter((part) => part !== undefined).join(", ");
  const facts: [string, string][] = [];
  const add = (label: string, value: string | undefined) => {
    if (value !== undefined && value !== "") facts.push([label, value]);
  };
  add("Người ký", s.signer.commonName === "" ? "không xác định" : s.signer.commonName);
  add("Cơ quan, đơn vị quản lý", unit);
  add(
    "Tổ chức cấp chứng thư số",
    [s.issuer.commonName, s.issuer.organisation].filter((part) => part !== undefined && part !== "").join(", "),
  );
  if (s.signer.notBefore !== undefined && s.signer.notAfter !== undefined) {
    add(
      "Hiệu lực chứng thư số",
      `${spokenIso(s.signer.notBefore)} đến ${spokenIso(s.signer.notAfter)}, số hiệu ${s.signer.serial ?? ""}`,
    );
  }
  if (s.signedAt !== undefined)
    add("Thời điểm ký", `${s.signedAt.slice(11, 19)} ngày ${spokenIso(s.signedAt)} (${TIME_SOURCES[s.timeSource]})`);
  add(
    "Toàn vẹn",
    isOnlySeen(s)
      ? "không kiểm tra được"
      : s.intact
        ? "nội dung được ký còn nguyên vẹn"
        : "nội dung được ký KHÔNG còn nguyên vẹn hoặc không xác định được",
  );
  add("Hiệu lực khi ký", validityAtSigning(s));
  add("Hiệu lực lúc kiểm tra", s.now === undefined ? undefined : standingWords(s.now));
  add("Tin cậy", s.trusted ? `có, theo gốc ${s.trustScope ?? ""}` : "chưa xác định được");
  add("Thu hồi", s.revocation.message);
  add(
    "Thuật toán",
    s.algorithm.signature === ""
      ? undefined
      : `${s.algorithm.signature} ${s.algorithm.keyBits} bit, ${s.algorithm.digest}${s.weak ? " (YẾU)" : ""}`,
  );
  const standard = /\.(p7s|tst)$/.test(s.field) ? "CAdES" : "PAdES";
  add("Mức", s.level === "none" ? undefined : `${standard} ${s.level}`);
  add("Phạm vi", COVERAGES[s.coverage]);
  add("Thay đổi sau khi ký", isOnlySeen(s) ? undefined : CHANGES[s.changesAfter]);
  return facts;
}

/** Does it stand in a file whose structure cannot be read, so that nothing of it was checked? */
export function isOnlySeen({ reasons }: SignatureVerdict): boolean {
  return reasons.some(({ code }) => code === ("ONLY_SEEN" satisfies FindingCode));
}

/** "không còn dùng được: chứng thư số đã hết hạn…": could the same certificate and algorithm still sign when the file was checked? */
export function standingWords({ valid, reasons }: StandingNow): string {
  const words = {
    yes: "chứng thư số vẫn dùng được để ký",
    no: "nay không còn dùng được để ký",
    unknown: "chưa rõ nay còn dùng được không",
  }[valid];
  const why = reasons.map(({ message }) => message.replace(/\.$/, "")).join("; ");
  return why === "" ? words : `${words}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
}

function describeSignature(s: SignatureVerdict, index: number): string[] {
  const { title, verdict } = signatureTitle(s);
  const sub = s.subIndication === undefined ? "" : ` (${s.subIndication})`;
  const lines = [`${index}. ${title} (${s.field}): ${verdict}${sub}`];
  for (const [label, text] of signatureFacts(s)) lines.push(`   ${label}: ${text}`);
  for (const change of s.changes) {
    const page = change.page === undefined ? "" : `, trang ${change.page}`;
    lines.push(
      `     ${change.allowed ? "-" : "! KHÔNG ĐƯỢC PHÉP:"} ${change.what} (đối tượng ${change.object}${page})`,
    );
  }
  for (const reason of s.reasons) lines.push(`   * ${reason.message} [${reason.code}]`);
  return lines;
}

function validityAtSigning(s: SignatureVerdict): string | undefined {
  const { signedAt } = s;
  const { notBefore, notAfter } = s.signer;
  if (signedAt === undefined || notBefore === undefined || notAfter === undefined) return undefined;
  const at = Date.parse(signedAt);
  if (at < Date.parse(notBefore)) return "chứng thư số chưa có hiệu lực";
  if (at > Date.parse(notAfter)) return "chứng thư số đã hết hạn";
  if (s.revocation.status === "revoked") return "chứng thư số bị thu hồi, xem lý do";
  return s.revocation.status === "good"
    ? "còn hiệu lực, không bị thu hồi"
    : "trong thời hạn; chưa rõ có bị thu hồi hay không";
}

/** "2026-01-05…" as "05/01/2026". */
function spokenIso(iso: string): string {
  return iso.slice(0, 10).split("-").reverse().join("/");
}

/** Number and notation as on the page: "05/KH-UBND" (State), "32-KH/TU" (Party, whose notation has the slash itself); "" for neither. */
export function symbolText({ number, notation }: Pick<Verdict["document"], "number" | "notation">): string {
  if (number === undefined || notation === undefined) return number ?? notation ?? "";
  return `${number}${notation.includes("/") ? "-" : "/"}${notation}`;
}
