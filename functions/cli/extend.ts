import { VanthuError } from "../../shared/errors/index.ts";
import { extendSignature, renewDocumentTimestamp } from "../../shared/signing/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";
import { LEVEL_ARGUMENTS, levelOptions } from "./signature-level.ts";

const ADDED = { "document-timestamp": "dấu thời gian cho cả tệp", "validation-data": "dữ liệu kiểm tra lâu dài" };

/** `vanthu extend`: brings the signatures of a file to a higher level, or renews its last timestamp. */
export const extend: Command = {
  name: "extend",
  usage:
    "TỆP.pdf -o KẾT_QUẢ.pdf --level B-T|B-LT|B-LTA --tsa ĐỊA_CHỈ [--tsa ĐỊA_CHỈ_DỰ_PHÒNG] [--renew] [--crl TỆP] " +
    "[--timeout GIÂY] [--json]",
  summary: "Nâng mức các chữ ký trong tệp để kiểm tra được lâu dài, hoặc đóng thêm dấu thời gian mới (--renew).",
  async run(args) {
    const { values, positionals } = readArguments(
      extend,
      args,
      {
        output: { type: "string", short: "o" },
        level: { type: "string", default: "B-LTA" },
        renew: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        ...LEVEL_ARGUMENTS,
      },
      { min: 1, max: 1 },
    );
    const hint = `vanthu extend ${extend.usage}`;
    if (values.output === undefined) throw new VanthuError("USAGE", { message: "Thiếu -o.", hint });
    const { level, timestamp, revocation } = levelOptions(values, hint);
    const pdf = readInput(positionals[0]!);
    const result = values.renew
      ? await renewDocumentTimestamp(pdf, { timestamp, revocation })
      : await extendSignature(pdf, level, { timestamp, revocation });
    writeOutput(values.output, result.pdf);
    if (values.json) printJson({ level, added: result.added, bytes: result.pdf.length });
    else {
      const added = result.added.map((one) => ADDED[one]).join(", ");
      process.stdout.write(`${values.output}: ${added === "" ? "không có gì phải thêm" : `đã thêm ${added}`}\n`);
    }
    return EXIT.ok;
  },
};
