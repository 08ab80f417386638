import { performance } from "node:perf_hooks";
import { typesetBounded } from "../../shared/bounded/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { type Conformance, openLibreOffice, type TypesetWarning } from "../../shared/typeset/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";

/** Seconds for one file by default, and the most that may be asked for. */
const SECONDS = 120;
const MOST_SECONDS = 3600;

/** `vanthu convert`: a Word file to PDF, by our own typesetter or by LibreOffice where it is installed; both are ended when a file costs too much. */
export const convert: Command = {
  name: "convert",
  usage: "TỆP.docx KẾT_QUẢ.pdf [--engine own|libreoffice] [--pdf a-2a|a-2b|ua-1] [--timeout GIÂY] [--json]",
  summary: "Chuyển tệp Word sang PDF/A.",
  async run(args) {
    const { values, positionals } = readArguments(
      convert,
      args,
      {
        engine: { type: "string", default: "own" },
        pdf: { type: "string" },
        timeout: { type: "string", default: String(SECONDS) },
        json: { type: "boolean", default: false },
      },
      { min: 2, max: 2 },
    );
    const [input, output] = positionals as [string, string];
    const timeoutMs = secondsOf(values.timeout) * 1000;
    if (values.engine !== "own" && values.engine !== "libreoffice") {
      throw new VanthuError("USAGE", {
        message: "Không có cách dàn trang này.",
        where: `--engine ${values.engine}`,
        hint: "Chọn own hoặc libreoffice.",
      });
    }
    const conformance = conformanceOf(values.pdf, values.engine);
    const docx = readInput(input);
    const started = performance.now();
    const result =
      values.engine === "own"
        ? await typesetBounded(docx, { timeoutMs, ...conformance })
        : await byLibreOffice(docx, timeoutMs);
    const ms = Math.round((performance.now() - started) * 10) / 10;
    writeOutput(output, result.pdf);
    if (values.json) printJson({ pages: result.pages, ms, engine: values.engine, warnings: result.warnings });
    else {
      process.stdout.write(`${output}: ${result.pages} trang, ${ms} ms\n`);
      for (const warning of result.warnings)
        process.stdout.write(`  ${warning.code} ${warning.where}: ${warning.message}\n`);
      const hint = result.warnings.find((warning) => warning.hint !== undefined)?.hint;
      if (hint !== undefined) process.stdout.write(`  Gợi ý: ${hint}\n`);
    }
    return EXIT.ok;
  },
};

/** What the PDF is to be: for keeping with tags (the default) or without, or accessible as well. */
const CONFORMANCES: Record<string, Conformance> = { "a-2a": "PDF/A-2a", "a-2b": "PDF/A-2b", "ua-1": "PDF/UA-1" };

function conformanceOf(asked: string | undefined, engine: string): { conformance?: Conformance } {
  if (asked === undefined) return {};
  const conformance = CONFORMANCES[asked];
  if (conformance !== undefined && engine === "own") return { conformance };
  throw new VanthuError("USAGE", {
    message:
      conformance === undefined ? "Không có loại PDF này." : "LibreOffice chỉ cho PDF/A-2; loại khác cần --engine own.",
    where: `--pdf ${asked}`,
    hint: "Chọn a-2a (lưu trữ, có cấu trúc), a-2b (lưu trữ, không cấu trúc) hoặc ua-1 (thêm trợ năng).",
  });
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds;
  throw new VanthuError("USAGE", {
    message: `Thời gian phải lớn hơn 0 và không quá ${MOST_SECONDS} giây.`,
    where: `--timeout ${text}`,
  });
}

/** The optional second engine, for a Word file outside of what we set ourselves. */
async function byLibreOffice(
  docx: Uint8Array,
  timeoutMs: number,
): Promise<{ pdf: Uint8Array; pages: number; warnings: TypesetWarning[] }> {
  const libreOffice = openLibreOffice({ timeoutMs });
  try {
    return { ...(await libreOffice.convert(docx)), warnings: [] };
  } finally {
    libreOffice.close();
  }
}
