import { createInterface } from "node:readline/promises";
import { VanthuError } from "../../shared/errors/index.ts";
import { dateParts, numberText } from "../../shared/format/index.ts";
import { fillFields, openPkcs12, type SignatureRole, signatureFields, signPdf } from "../../shared/signing/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";
import { LEVEL_ARGUMENTS, levelOptions } from "./signature-level.ts";

const ROLES: SignatureRole[] = ["leader", "seal", "appendix", "copy"];

/** `vanthu sign`: one signature, added in an incremental update; number and date may be filled in first. */
export const sign: Command = {
  name: "sign",
  usage:
    "TỆP.pdf -o KẾT_QUẢ.pdf --p12 TỆP_KHÓA --role leader|seal|appendix|copy [--number SỐ --date NGÀY] " +
    "[--level B-B|B-T|B-LT|B-LTA --tsa ĐỊA_CHỈ [--tsa ĐỊA_CHỈ_DỰ_PHÒNG] [--crl TỆP] [--timeout GIÂY]] [--json]",
  summary: "Ký số một tệp PDF bằng khóa PKCS#12; mật khẩu lấy từ VANTHU_P12_PASSWORD hoặc hỏi.",
  async run(args) {
    const { values, positionals } = readArguments(
      sign,
      args,
      {
        output: { type: "string", short: "o" },
        p12: { type: "string" },
        role: { type: "string" },
        number: { type: "string" },
        date: { type: "string" },
        text: { type: "string" },
        level: { type: "string", default: "B-B" },
        ...LEVEL_ARGUMENTS,
        json: { type: "boolean", default: false },
      },
      { min: 1, max: 1 },
    );
    const hint = `vanthu sign ${sign.usage}`;
    if (values.output === undefined || values.p12 === undefined || !ROLES.includes(values.role as SignatureRole)) {
      throw new VanthuError("USAGE", { message: "Thiếu -o, --p12 hoặc --role.", hint });
    }
    const options = levelOptions(values, hint);
    const pdf = readInput(positionals[0]!);
    const signer = openPkcs12(readInput(values.p12), await password());
    const filled =
      values.number === undefined && values.date === undefined
        ? pdf
        : fillFields(pdf, fieldValues(values.number, values.date));
    const request = { pdf: filled, signer, role: values.role as SignatureRole, at: new Date() };
    const result = await signPdf({ ...request, ...(values.text ? { text: values.text } : {}) }, options);
    writeOutput(values.output, result.pdf);
    const fields = signatureFields(result.pdf).filter((field) => field.signed);
    if (values.json)
      printJson({ field: result.field, level: options.level, bytes: result.pdf.length, signatures: fields });
    else
      process.stdout.write(`${values.output}: đã ký mức ${options.level} (${result.field}), ${fields.length} chữ ký\n`);
    return EXIT.ok;
  },
};

/** Field values from `--number 32 --date 2026-01-09`, as documents write them. */
function fieldValues(number: string | undefined, date: string | undefined): Parameters<typeof fillFields>[1] {
  const values: Parameters<typeof fillFields>[1] = {};
  if (number !== undefined) values.SoVanBan = numberText(number);
  if (date !== undefined) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date))
      throw new VanthuError("USAGE", {
        message: "Ngày không đúng dạng.",
        where: `--date ${date}`,
        hint: "Ví dụ: 2026-11-22",
      });
    const { day, month, year } = dateParts(date);
    Object.assign(values, { NgayBanHanh: day, ThangBanHanh: month, NamBanHanh: year });
  }
  return values;
}

/** The password of a key: from VANTHU_P12_PASSWORD, else asked for. @throws USAGE where nobody can be asked */
export async function password(): Promise<string> {
  const given = process.env.VANTHU_P12_PASSWORD;
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) {
    throw new VanthuError("USAGE", {
      message: "Chưa có mật khẩu của khóa.",
      hint: "Đặt biến môi trường VANTHU_P12_PASSWORD.",
    });
  }
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await ask.question("Mật khẩu khóa: ");
  } finally {
    ask.close();
  }
}
