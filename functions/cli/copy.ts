import path from "node:path";
import {
  type CopyBlock,
  type CopyForm,
  compactText,
  copyNotation,
  copySignatureText,
  FORM_TITLES,
  isPdf,
  type Medium,
  makeExtract,
  makePaperCopy,
  passagesOf,
  readScan,
  requireAllowed,
  requireFromSource,
  type Standing,
  textOfPdf,
} from "../../shared/copies/index.ts";
import { parseDescription, type RuleSetId } from "../../shared/documents/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { RULE_SETS } from "../../shared/format/index.ts";
import { openPkcs12, signPdf } from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { readTrustFolder } from "../trust-folder.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";
import { readJson } from "./render.ts";
import { password } from "./sign.ts";
import { LEVEL_ARGUMENTS, levelOptions } from "./signature-level.ts";

const FORMS = Object.keys(FORM_TITLES) as CopyForm[];
const MEDIA: Record<string, Medium> = { giay: "paper", "dien-tu": "electronic" };
const STANDINGS: Record<string, Standing> = {
  "ban-goc": "original",
  "ban-chinh": "authentic",
  "sao-y": "sao-y",
  "sao-luc": "sao-luc",
  "trich-sao": "trich-sao",
};

/** `vanthu copy`: a certified copy of a scan or of a signed PDF, by the rules of NĐ30 Điều 25. */
export const copy: Command = {
  name: "copy",
  usage:
    "TỆP.pdf|TRANG.png… -o KẾT_QUẢ.pdf --kind sao-y|sao-luc|trich-sao --to dien-tu|giay --organisation TÊN_CƠ_QUAN " +
    "[--standing ban-goc|ban-chinh|sao-y|…] [--p12 KHÓA_DẤU] [--trust THƯ_MỤC] [--block KHỐI.json] " +
    "[--describe MÔ_TẢ.json [--passages 0,2,5]] [--rule-set nd30|hd05] [--level MỨC --tsa ĐỊA_CHỈ] [--json]",
  summary:
    "Sao y, sao lục, trích sao từ bản quét hoặc văn bản điện tử đã ký số; sang điện tử (ký số) hoặc bản in giấy.",
  async run(args) {
    const { values, positionals } = readArguments(
      copy,
      args,
      {
        output: { type: "string", short: "o" },
        kind: { type: "string" },
        to: { type: "string" },
        standing: { type: "string" },
        organisation: { type: "string" },
        p12: { type: "string" },
        trust: { type: "string" },
        block: { type: "string" },
        describe: { type: "string" },
        passages: { type: "string" },
        "rule-set": { type: "string", default: "nd30" },
        level: { type: "string", default: "B-B" },
        ...LEVEL_ARGUMENTS,
        json: { type: "boolean", default: false },
      },
      { min: 1, max: 500 },
    );
    const hint = `vanthu copy ${copy.usage}`;
    const form = FORMS.find((one) => one === values.kind);
    const to = MEDIA[values.to ?? ""];
    const ruleSet = values["rule-set"] as RuleSetId;
    if (values.output === undefined || form === undefined || to === undefined || !values.organisation)
      throw new VanthuError("USAGE", { message: "Thiếu -o, --kind, --to hoặc --organisation.", hint });
    if (!Object.hasOwn(RULE_SETS, ruleSet)) throw new VanthuError("USAGE", { message: "--rule-set không đúng.", hint });
    const levels = levelOptions(values, hint);

    const source = readSource(positionals, values.standing, values.trust, hint);
    const offer = requireAllowed(source.standing, { form, from: source.medium, to });
    const text = form === "trich-sao" ? extract(source.pdf, values.describe, values.passages, hint) : source.pdf;

    if (to === "paper") {
      if (values.block === undefined)
        throw new VanthuError("USAGE", {
          message: "Bản sao giấy cần --block: tệp JSON ghi số, địa danh, ngày, người ký, nơi nhận.",
          hint,
        });
      const block = blockFrom(readJson(values.block), { form, ruleSet, organisation: values.organisation });
      const made = makePaperCopy([text], block, path.basename(values.output, ".pdf"));
      writeOutput(values.output, made.pdf);
      tell(values.json, {
        output: values.output,
        clause: offer.clause,
        pages: made.pages,
        block: made.block,
        words: `đã lập bản in ${FORM_TITLES[form]} số ${block.number ?? "…"}, ${made.pages} trang; in ra rồi ký, đóng dấu`,
      });
      return EXIT.ok;
    }
    if (values.p12 === undefined)
      throw new VanthuError("USAGE", { message: "Bản sao điện tử cần --p12: khóa của cơ quan.", hint });
    const signer = openPkcs12(readInput(values.p12), await password());
    const at = new Date();
    const line = copySignatureText(form, values.organisation, at);
    const { pdf } = await signPdf({ pdf: text, signer, role: "copy", text: line, at }, levels);
    writeOutput(values.output, pdf);
    tell(values.json, { output: values.output, clause: offer.clause, line, words: `đã ký số bản sao: ${line}` });
    return EXIT.ok;
  },
};

interface Source {
  pdf: Uint8Array;
  medium: Medium;
  standing: Standing;
}

/** What the files are: a signed PDF says so itself; anything else is a scan of paper, which `--standing` names. */
function readSource(
  files: string[],
  standing: string | undefined,
  trustFolder: string | undefined,
  hint: string,
): Source {
  const images = files.map((name) => ({ name: path.basename(name), bytes: readInput(name) }));
  const [only] = images;
  if (images.length === 1 && isPdf(only!.bytes)) {
    const { trust, crls } = trustFolder === undefined ? { trust: [], crls: [] } : readTrustFolder(trustFolder);
    const verdict = verifyPdf(only!.bytes, { trust, crls, offline: true });
    if (verdict.verdict === "UNREADABLE")
      throw new VanthuError("COPY_SOURCE_UNSOUND", { message: verdict.summary, where: only!.name });
    if (verdict.signatures.length > 0) {
      const sound = verdict.signatures.every((one) => one.intact && one.cryptographicallyValid && one.trusted);
      const misnamed = verdict.document.copy?.signedByIt === false;
      if (!sound || misnamed || (verdict.verdict !== "TOTAL_PASSED" && verdict.verdict !== "INDETERMINATE")) {
        throw new VanthuError("COPY_SOURCE_UNSOUND", {
          message: `Văn bản điện tử không bảo đảm xác thực, toàn vẹn nên không sao được. ${verdict.summary}`,
          where: only!.name,
          hint: "Đưa chứng thư gốc tin cậy vào thư mục của --trust; tệp đã bị sửa thì cần bản gốc khác.",
        });
      }
      return { pdf: only!.bytes, medium: "electronic", standing: verdict.document.copy?.form ?? "original" };
    }
  }
  const named = STANDINGS[standing ?? ""];
  if (named === undefined)
    throw new VanthuError("USAGE", {
      message: "Bản quét cần --standing: văn bản giấy là bản gốc, bản chính hay bản sao nào.",
      hint,
    });
  const scan = readScan(images);
  for (const warning of scan.warnings) process.stderr.write(`${warning}\n`);
  return { pdf: scan.pdf, medium: "paper", standing: named };
}

function extract(source: Uint8Array, file: string | undefined, passages: string | undefined, hint: string): Uint8Array {
  if (file === undefined)
    throw new VanthuError("USAGE", {
      message: "Trích sao cần --describe: mô tả JSON của văn bản được sao (lệnh vanthu describe).",
      hint,
    });
  const description = parseDescription(readJson(file));
  const chosen =
    passages === undefined
      ? passagesOf(description).map(({ index }) => index)
      : passages.split(",").map((one) => Number(one.trim()));
  const text = compactText(textOfPdf(source));
  if (text !== "") requireFromSource(description, chosen, text);
  return makeExtract(description, chosen).pdf;
}

/** The block of a paper copy from its JSON; what the command line says stays as it says. */
function blockFrom(json: unknown, fixed: Pick<CopyBlock, "form" | "ruleSet" | "organisation">): CopyBlock {
  const invalid = (where: string) =>
    new VanthuError("INVALID", {
      message: "Tệp khối bản sao thiếu hoặc sai giá trị.",
      where,
      hint: '{"number":"07","abbreviation":"UBND","place":"…","date":"2026-11-22","signatory":{"authority":[],"position":"…","name":"…"},"recipients":["Lưu: VT"]}',
    });
  if (typeof json !== "object" || json === null) throw invalid("(gốc)");
  const given = json as Record<string, unknown>;
  const text = (key: string): string => {
    const value = given[key];
    if (typeof value !== "string" || value.trim() === "") throw invalid(key);
    return value;
  };
  const { signatory, recipients } = given;
  if (typeof signatory !== "object" || signatory === null) throw invalid("signatory");
  if (!Array.isArray(recipients)) throw invalid("recipients");
  // Their own parts are checked where every document's are.
  return {
    ...fixed,
    ...(given.number === undefined ? {} : { number: text("number") }),
    notation: copyNotation(fixed.ruleSet, fixed.form, text("abbreviation")),
    place: text("place"),
    date: text("date"),
    signatory: { authority: [], position: "", name: "", ...(signatory as Partial<CopyBlock["signatory"]>) },
    recipients: recipients as string[],
  };
}

function tell(json: boolean, { words, ...facts }: { words: string; output: string } & Record<string, unknown>): void {
  if (json) printJson(facts);
  else process.stdout.write(`${facts.output}: ${words} (${String(facts.clause)})\n`);
}
