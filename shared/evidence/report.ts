import { createHash } from "node:crypto";
import { programVersion } from "../home/index.ts";
import { typeset } from "../typeset/index.ts";
import {
  copyWords,
  type SignatureVerdict,
  signatureFacts,
  signatureTitle,
  standingWords,
  symbolText,
  type TrustAnchor,
  type Verdict,
  verdictWords,
} from "../verification/index.ts";
import type { EvidenceSummary } from "./model.ts";
import { band, factTable, listTable, paragraph, run, wordFile } from "./report-docx.ts";

/** Under what conditions a file was checked. */
export interface ReportConditions {
  /** When it was checked. */
  at: Date;
  /** Were certification authorities asked, or was only used what was at hand? */
  online: boolean;
  trust: readonly TrustAnchor[];
  /** Who checked, "Nguyễn Thu Hà, UBND xã An Phú"; nobody is named when absent. */
  by?: string;
  /** Address or name of the service. */
  service?: string;
}

/** A checked file. */
export interface ReportedFile {
  name: string;
  verdict: Verdict;
  /** Of an evidence container: what it holds and what is wrong with it. */
  container?: EvidenceSummary;
}

interface Shown {
  sign: string;
  colour: string;
  fill: string;
}

/** Dark enough to be read in grey; the sign says the same without colour. */
const LOOKS: Record<Verdict["verdict"], Shown> = {
  TOTAL_PASSED: { sign: "√", colour: "1B5E20", fill: "E8F5E9" },
  TOTAL_FAILED: { sign: "×", colour: "B71C1C", fill: "FDECEA" },
  INDETERMINATE: { sign: "!", colour: "8A4B00", fill: "FFF4E0" },
  NO_SIGNATURE: { sign: "–", colour: "424242", fill: "F2F2F2" },
  UNREADABLE: { sign: "?", colour: "B71C1C", fill: "FDECEA" },
};

const MOST_CHANGES = 200;

/**
 * "Báo cáo kiểm tra chữ ký số" as a tagged PDF/A to be filed: the verdict in words, colour and sign; all that TT 15/2025/TT-BKHCN wants shown of
 * each signature, for the time of signing and for now; what was changed after it; hashes; when and under what conditions was checked.
 *
 * @throws what typesetting throws
 *
 * @example
 * const pdf = verificationReport([{ name: "ke-hoach.pdf", verdict }], { at: new Date(), online: false, trust });
 */
export function verificationReport(files: readonly ReportedFile[], conditions: ReportConditions): Uint8Array {
  const title = "Báo cáo kiểm tra chữ ký số";
  const body = [
    paragraph(run("BÁO CÁO"), { heading: 1, align: "center" }),
    paragraph(run("Kiểm tra chữ ký số", { bold: true, size: 28 }), { align: "center", after: 60 }),
    paragraph(run(`Lập lúc ${spoken(conditions.at)}`, { italic: true }), { align: "center", after: 200 }),
    ...files.flatMap((file, i) => fileSection(file, files.length > 1 ? `Tệp ${i + 1}/${files.length}. ` : "")),
    ...conditionSection(conditions),
    ...legend(),
    ...(conditions.by === undefined ? [] : signatureBlock(conditions.by)),
  ].join("");
  const prints = files.map(({ verdict }) => verdict.document.sha256.slice(0, 16)).slice(0, 3);
  const foot = `Vanthu ${programVersion()} · SHA-256 của tệp được kiểm tra: ${prints.join("…, ")}…`;
  return typeset(wordFile(title, body, foot), { now: conditions.at }).pdf;
}

function fileSection({ name, verdict, container }: ReportedFile, before: string): string[] {
  const { document } = verdict;
  const facts: [string, string, { mono?: boolean; size?: number }?][] = [["Tên tệp", name]];
  const symbol = symbolText(document);
  if (symbol !== "") facts.push(["Số, ký hiệu", symbol]);
  if (document.issuedOn !== undefined) facts.push(["Ngày ban hành", dated(document.issuedOn)]);
  if (document.organisation !== undefined) facts.push(["Cơ quan ban hành", document.organisation]);
  if (document.copy !== undefined) facts.push(["Bản sao điện tử", copyWords(document.copy)]);
  if (document.standing !== undefined) facts.push(["Tình trạng văn bản", document.standing]);
  const size = `${document.bytes.toLocaleString("vi-VN")} byte`;
  facts.push([
    "Dung lượng",
    document.pages === 0 ? size : `${size}; ${document.pages} trang; ${document.revisions} lần lưu`,
  ]);
  facts.push(["Mã băm SHA-256", document.sha256, { mono: true, size: 16 }]);
  return [
    paragraph(run(`${before}Kết luận`), { heading: 2 }),
    band({ ...LOOKS[verdict.verdict], words: verdictWords(verdict.verdict) }, said(verdict.summary)),
    paragraph(run("Tệp được kiểm tra"), { heading: 2 }),
    factTable(facts),
    ...verdict.signatures.flatMap((one, i) => signatureSection(one, i + 1, verdict.signatures.length)),
    ...(container === undefined ? [] : containerSection(container)),
  ];
}

/** The band says the verdict itself. */
function said(summary: string): string {
  const rest = summary.replace(/^(Hợp lệ|Không hợp lệ|Chưa kết luận được là hợp lệ hay không)[:.] /, "");
  return rest.charAt(0).toLocaleUpperCase("vi") + rest.slice(1);
}

function signatureSection(signature: SignatureVerdict, index: number, of: number): string[] {
  const { title, verdict } = signatureTitle(signature);
  const look = LOOKS[signature.indication];
  const etsi = signature.subIndication === undefined ? "" : ` / ${signature.subIndication}`;
  const facts = signatureFacts(signature).map(([label, text]) => [label, capital(text)] as const);
  const changes = signature.changes.slice(0, MOST_CHANGES);
  return [
    paragraph(run(`Chữ ký ${index}/${of}: ${title}`), { heading: 2 }),
    band({ ...look, words: verdict }, reasonOf(signature)),
    paragraph("", { after: 60 }),
    factTable([
      ...facts,
      ["Kết luận theo ETSI EN 319 102-1", `${signature.indication}${etsi}`],
      ["Ô ký, tệp chữ ký", signature.field],
      ...(signature.signer.sha256 === undefined
        ? []
        : ([["SHA-256 của chứng thư số", signature.signer.sha256, { mono: true, size: 16 }]] as const)),
    ]),
    ...(signature.reasons.length < 2
      ? []
      : [
          paragraph(run("Các lý do và lưu ý:", { bold: true }), { before: 120, after: 60, keepNext: true }),
          ...signature.reasons.map(({ code, message }) =>
            paragraph(run(`– ${message} [${code}]`), { after: 40, align: "both" }),
          ),
        ]),
    ...(changes.length === 0
      ? []
      : [
          paragraph(run("Thay đổi sau khi ký:", { bold: true }), { before: 120, after: 60, keepNext: true }),
          listTable(
            [
              ["Nội dung thay đổi", 5],
              ["Trang", 1],
              ["Đối tượng", 1.3],
              ["Được phép", 1.7],
            ],
            changes.map(({ what, page, object, allowed }) => [
              what,
              page === undefined ? "–" : String(page),
              object,
              allowed ? "Được phép" : "KHÔNG được phép",
            ]),
          ),
        ]),
  ];
}

function reasonOf(signature: SignatureVerdict): string {
  const [first] = signature.reasons;
  if (signature.indication !== "TOTAL_PASSED" && first !== undefined) return `${first.message} [${first.code}]`;
  const now = signature.now === undefined ? "" : ` Lúc kiểm tra: ${standingWords(signature.now)}.`;
  const trial = signature.reasons.find(({ code }) => code === "TEST_AUTHORITY");
  return `Hợp lệ tại thời điểm ký.${now}${trial === undefined ? "" : ` ${trial.message}`}`;
}

function containerSection({ files, faults }: NonNullable<ReportedFile["container"]>): string[] {
  return [
    paragraph(run("Các tệp trong gói chứng cứ"), { heading: 2 }),
    listTable(
      [
        ["Tệp", 4],
        ["Trong danh mục được ký", 1.6],
        ["Chữ ký số của tệp", 1.8],
        ["SHA-256", 2.6],
      ],
      files.map((file) => [
        file.name,
        file.covered ? "Có, khớp" : "KHÔNG",
        file.verdict === undefined ? "–" : verdictWords(file.verdict.verdict),
        file.sha256,
      ]),
      { size: 18 },
    ),
    ...(faults.length === 0
      ? []
      : [
          paragraph(run("Lỗi của gói:", { bold: true }), { before: 120, after: 60, keepNext: true }),
          ...faults.map(({ code, message, where }) =>
            paragraph(run(`– ${message}${where === undefined ? "" : ` (${where})`} [${code}]`), { after: 40 }),
          ),
        ]),
  ];
}

function conditionSection({ at, online, trust, service }: ReportConditions): string[] {
  return [
    paragraph(run("Thời điểm và điều kiện kiểm tra"), { heading: 2 }),
    factTable([
      ["Thời điểm kiểm tra", spoken(at)],
      ["Chương trình", `Vanthu ${programVersion()}${service === undefined ? "" : `, ${service}`}`],
      [
        "Cách kiểm tra",
        online
          ? "Trực tuyến: hỏi tổ chức chứng thực (OCSP, CRL) khi tệp không mang đủ thông tin thu hồi"
          : "Ngoại tuyến: chỉ dùng thông tin trong tệp và thông tin có sẵn",
      ],
      [
        "Căn cứ",
        "ETSI EN 319 102-1; Thông tư 15/2025/TT-BKHCN, Phụ lục I và II; Nghị định 30/2020/NĐ-CP. Kết luận chính là cho thời điểm ký đã được chứng minh; dòng “Hiệu lực lúc kiểm tra” nói về hiện tại",
      ],
    ]),
    paragraph(
      run(trust.length === 0 ? "Không có tổ chức nào được tin cậy." : "Danh sách tổ chức được tin cậy:", {
        bold: true,
      }),
      {
        before: 120,
        after: 60,
        keepNext: true,
      },
    ),
    ...(trust.length === 0
      ? []
      : [
          listTable(
            [
              ["Phạm vi", 2],
              ["Nguồn", 3.4],
              ["SHA-256 của chứng thư gốc", 4.6],
            ],
            trust.map(({ scope, source, certificate }) => [
              scope,
              source,
              createHash("sha256").update(certificate).digest("hex"),
            ]),
            { size: 18 },
          ),
        ]),
  ];
}

function legend(): string[] {
  const line = (words: string, text: string) =>
    paragraph([run(`${words}: `, { bold: true, size: 22 }), run(text, { size: 22 })], { after: 40, align: "both" });
  return [
    paragraph(run("Cách hiểu kết luận"), { heading: 2 }),
    line(
      "HỢP LỆ",
      "mọi chữ ký còn nguyên vẹn, đúng người ký, được tin cậy và không có thay đổi nào ngoài những gì chữ ký cho phép.",
    ),
    line("KHÔNG HỢP LỆ", "có bằng chứng là chữ ký sai, nội dung đã bị sửa hoặc chứng thư số không dùng được lúc ký."),
    line("CHƯA KẾT LUẬN ĐƯỢC", "chưa đủ căn cứ; không được coi là hợp lệ, cũng không được coi là không hợp lệ."),
    paragraph(
      run("Báo cáo này do chương trình lập, chỉ nói về tệp có mã băm ghi ở trên, tại thời điểm và điều kiện đã nêu.", {
        italic: true,
        size: 22,
      }),
      { before: 80, align: "both" },
    ),
  ];
}

function signatureBlock(by: string): string[] {
  return [
    paragraph(run("Người kiểm tra", { bold: true }), { before: 280, keepNext: true, align: "center" }),
    paragraph(run("(Ký, ghi rõ họ tên)", { italic: true }), { after: 900, keepNext: true, align: "center" }),
    paragraph(run(by, { bold: true }), { align: "center" }),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
}

function spoken(at: Date): string {
  const local = new Date(at.getTime() + 7 * 3_600_000).toISOString();
  return `${local.slice(11, 19)} ngày ${dated(local)} (giờ Việt Nam)`;
}

function dated(iso: string): string {
  return iso.slice(0, 10).split("-").reverse().join("/");
}
