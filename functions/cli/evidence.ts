import path from "node:path";
import { VanthuError } from "../../shared/errors/index.ts";
import { type EvidenceInput, isEvidenceContainer, packEvidence } from "../../shared/evidence/index.ts";
import { openPkcs12 } from "../../shared/signing/index.ts";
import { readTrustFolder } from "../trust-folder.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";
import { password } from "./sign.ts";
import { LEVEL_ARGUMENTS, levelOptions } from "./signature-level.ts";
import { verify } from "./verify.ts";

/** Media types by the end of a file's name. */
const TYPES: Readonly<Record<string, string>> = {
  ".pdf": "application/pdf",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".edxml": "application/xml",
  ".xml": "application/xml",
  ".json": "application/json",
  ".txt": "text/plain",
  ".png": "image/png",
  ".jpg": "image/jpeg",
};

/** `vanthu evidence`: packs files into a signed evidence container, or checks one. */
export const evidence: Command = {
  name: "evidence",
  usage:
    "pack TỆP... -o GÓI.asice --p12 TỆP_KHÓA [--tsa ĐỊA_CHỈ [--tsa ĐỊA_CHỈ_DỰ_PHÒNG]] [--trust THƯ_MỤC] [--crl TỆP] [--offline] [--timeout GIÂY] [--json]" +
    " | check GÓI.asice [--trust THƯ_MỤC] [--at THỜI_ĐIỂM] [--report BÁO_CÁO.pdf] [--json]",
  summary:
    "Gói chứng cứ ASiC-E: văn bản, phụ lục, gói tin, biên nhận và bằng chứng thu hồi trong một tệp được ký, kiểm tra lại được nhiều năm sau khi không còn mạng.",
  async run(args) {
    const [action, ...rest] = args;
    if (action === "pack") return pack(rest);
    if (action === "check") return check(rest);
    throw new VanthuError("USAGE", {
      message: "Cần pack (lập gói) hoặc check (kiểm tra gói).",
      hint: `vanthu evidence ${evidence.usage}`,
    });
  },
};

async function pack(args: string[]): Promise<number> {
  const hint = `vanthu evidence ${evidence.usage}`;
  const { values, positionals } = readArguments(
    evidence,
    args,
    {
      output: { type: "string", short: "o" },
      p12: { type: "string" },
      trust: { type: "string" },
      offline: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      ...LEVEL_ARGUMENTS,
    },
    { min: 1, max: 500 },
  );
  if (values.output === undefined || values.p12 === undefined)
    throw new VanthuError("USAGE", { message: "Thiếu -o hoặc --p12.", hint });
  const level = values.tsa === undefined ? "B-B" : "B-LT";
  const { timestamp, revocation } = levelOptions({ ...values, level }, hint);
  const { trust, crls } = values.trust === undefined ? { trust: [], crls: [] } : readTrustFolder(values.trust);
  const files = positionals.map(
    (file): EvidenceInput => ({
      name: path.basename(file).normalize("NFC"),
      mime: TYPES[path.extname(file).toLowerCase()] ?? "application/octet-stream",
      bytes: readInput(file),
    }),
  );
  const signer = openPkcs12(readInput(values.p12), await password());
  const packed = await packEvidence({
    files,
    signer,
    at: new Date(),
    ...(values.tsa === undefined ? {} : { timestamp }),
    revocation: {
      ...revocation,
      certificates: trust.map(({ certificate }) => certificate),
      crls: [...(revocation.crls ?? []), ...crls],
      ...(values.offline ? { fetch: async () => Promise.reject(new Error("offline")) } : {}),
    },
  });
  writeOutput(values.output, packed.bytes);
  if (values.json) printJson({ level: packed.level, bytes: packed.bytes.length, missing: packed.missing });
  else {
    process.stdout.write(`${values.output}: gói chứng cứ mức ${packed.level}, ${files.length} tệp\n`);
    for (const one of packed.missing) process.stdout.write(`   ! Chưa lấy được bằng chứng thu hồi: ${one}\n`);
  }
  return packed.missing.length === 0 ? EXIT.ok : EXIT.findings;
}

async function check(args: string[]): Promise<number> {
  const file = args.find((one, i) => !one.startsWith("-") && !/^--(trust|at|report)$/.test(args[i - 1] ?? ""));
  if (file !== undefined && !isEvidenceContainer(readInput(file))) {
    throw new VanthuError("FILE_WRONG_KIND", {
      message: "Tệp không phải là gói chứng cứ ASiC-E.",
      where: file,
      hint: "Kiểm tra tệp PDF, edXML bằng lệnh vanthu verify.",
    });
  }
  return verify.run([...args, "--offline"]);
}
