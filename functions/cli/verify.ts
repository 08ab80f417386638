import path from "node:path";
import { VanthuError } from "../../shared/errors/index.ts";
import {
  describeEvidence,
  type EvidenceSummary,
  evidenceSummary,
  isEvidenceContainer,
  openEvidence,
  verificationReport,
} from "../../shared/evidence/index.ts";
import { unpackEdxml } from "../../shared/exchange/index.ts";
import { verdictOnline } from "../../shared/office/index.ts";
import { openPackage } from "../../shared/opc/index.ts";
import { checkSnapshot, type SnapshotCheck } from "../../shared/reports/index.ts";
import { describeVerdict, type Verdict, type VerifyOptions, verifyPdf } from "../../shared/verification/index.ts";
import { readTrustFolder } from "../trust-folder.ts";
import { type Command, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";

/** Exit code by verdict, worst of several files: 0 passed, 1 failed, 2 indeterminate, 3 no signature, 4 unreadable. */
const EXIT_BY_VERDICT = {
  TOTAL_PASSED: 0,
  TOTAL_FAILED: 1,
  INDETERMINATE: 2,
  NO_SIGNATURE: 3,
  UNREADABLE: 4,
} as const satisfies Record<Verdict["verdict"], number>;

/** What is told of one file. */
type Checked = Verdict & { report?: SnapshotCheck; container?: EvidenceSummary };

/** `vanthu verify`: the verdict on a PDF, on an evidence container, or on every PDF of an edXML package or ZIP. */
export const verify: Command = {
  name: "verify",
  usage:
    "TỆP.pdf|TỆP.asice|TỆP.edxml|TỆP.zip [--trust THƯ_MỤC] [--at THỜI_ĐIỂM] [--offline] [--report BÁO_CÁO.pdf] [--json]",
  summary:
    "Kiểm tra chữ ký số: ai ký, lúc nào, theo thứ tự nào, có gì thay đổi sau khi ký; báo cáo định kỳ: số liệu có khớp với bản chốt.",
  async run(args) {
    const { values, positionals } = readArguments(
      verify,
      args,
      {
        trust: { type: "string" },
        at: { type: "string" },
        offline: { type: "boolean", default: false },
        report: { type: "string" },
        json: { type: "boolean", default: false },
      },
      { min: 1, max: 1 },
    );
    const file = positionals[0]!;
    const bytes = readInput(file);
    const { trust, crls } = values.trust === undefined ? { trust: [], crls: [] } : readTrustFolder(values.trust);
    const at = values.at === undefined ? undefined : readTime(values.at);
    // What authorities say now is of no use for another time.
    const online = !values.offline && at === undefined;
    const verdicts: { name: string; verdict: Checked }[] = [];
    for (const entry of filesIn(path.basename(file), bytes))
      verdicts.push({
        name: entry.name,
        verdict: await checked(entry.bytes, { trust, crls, at, offline: true }, online),
      });
    if (values.report !== undefined) {
      const reported = verdicts.map(({ name, verdict: { container, ...verdict } }) => ({
        name,
        verdict,
        ...(container === undefined ? {} : { container }),
      }));
      writeOutput(values.report, verificationReport(reported, { at: at ?? new Date(), online, trust }));
    }
    if (values.json) printJson(verdicts.length === 1 ? verdicts[0]!.verdict : { files: verdicts });
    else for (const entry of verdicts) process.stdout.write(`${entry.name}\n${described(entry.verdict)}\n`);
    // A report whose figures do not follow from its data has failed, whoever signed it.
    if (verdicts.some(({ verdict }) => verdict.report?.matches === false)) return EXIT_BY_VERDICT.TOTAL_FAILED;
    return worst(verdicts.map((entry) => entry.verdict));
  },
};

/** The verdict; of a periodic report what its snapshot says of its figures, of an evidence container what it holds. */
async function checked(bytes: Uint8Array, options: VerifyOptions, online: boolean): Promise<Checked> {
  if (isEvidenceContainer(bytes)) {
    const check = openEvidence(bytes, options);
    return { ...check.verdict, container: evidenceSummary(check) };
  }
  const report = checkSnapshot(bytes);
  const verdict = online ? await verdictOnline(bytes, options) : verifyPdf(bytes, options);
  return report === undefined ? verdict : { ...verdict, report };
}

function described({ report, container, ...verdict }: Checked): string {
  const lines = [describeVerdict(verdict)];
  if (container !== undefined) lines.push("", describeEvidence(container));
  if (report !== undefined) {
    lines.push("", `Báo cáo: ${report.summary}`, `   Bản chốt số liệu: SHA-256 ${report.sha256}`);
    for (const { where, message, expected, found } of report.differences) {
      lines.push(`   ! ${message} [${where}]`);
      if (expected !== "") lines.push(`     theo dữ liệu: ${expected}`);
      if (found !== "") lines.push(`     tìm thấy: ${found}`);
    }
  }
  return lines.join("\n");
}

function worst(verdicts: Verdict[]): number {
  const order: Verdict["verdict"][] = ["TOTAL_FAILED", "UNREADABLE", "INDETERMINATE", "NO_SIGNATURE", "TOTAL_PASSED"];
  const found = order.find((candidate) => verdicts.some((verdict) => verdict.verdict === candidate));
  return EXIT_BY_VERDICT[found ?? "NO_SIGNATURE"];
}

/** What of the input is checked: itself, the PDFs attached to an edXML packet, or those in a ZIP. */
function filesIn(name: string, bytes: Uint8Array): { name: string; bytes: Uint8Array }[] {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  if (start.startsWith("PK") && !isEvidenceContainer(bytes)) {
    const zip = openPackage(bytes);
    const pdfs = zip.names
      .filter((part) => part.toLowerCase().endsWith(".pdf"))
      .map((part) => ({ name: part, bytes: zip.bytes(part)! }));
    return refuseNone(pdfs, name);
  }
  if (
    start
      .replace(/^\u00ef\u00bb\u00bf/, "")
      .trimStart()
      .startsWith("<")
  ) {
    const unpacked = unpackEdxml(bytes);
    const attachments = unpacked.kind === "document" ? unpacked.packet.attachments : [];
    return refuseNone(
      attachments.filter((attachment) => isPdf(attachment.bytes)),
      name,
    );
  }
  return [{ name, bytes }];
}

function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes("%PDF-");
}

function refuseNone<T>(files: T[], name: string): T[] {
  if (files.length > 0) return files;
  throw new VanthuError("FILE_WRONG_KIND", {
    message: "Trong tệp không có văn bản PDF nào để kiểm tra.",
    where: name,
    hint: "Kiểm tra lại tệp: cần một tệp PDF, gói edXML hoặc tệp ZIP chứa PDF.",
  });
}

function readTime(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new VanthuError("USAGE", {
      message: "Thời điểm không đúng dạng.",
      where: `--at ${text}`,
      hint: "Ví dụ: 2026-11-22T08:30:00+07:00",
    });
  }
  return time;
}
