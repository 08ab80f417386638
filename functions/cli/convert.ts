import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { VanthuError } from "../../shared/errors/index.ts";
import { type TypesetWarning, typeset } from "../../shared/typeset/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";

/** `vanthu convert`: a Word file to PDF, by our own typesetter or by LibreOffice where it is installed. */
export const convert: Command = {
  name: "convert",
  usage: "TỆP.docx KẾT_QUẢ.pdf [--engine own|libreoffice] [--json]",
  summary: "Chuyển tệp Word sang PDF/A.",
  async run(args) {
    const { values, positionals } = readArguments(
      convert,
      args,
      { engine: { type: "string", default: "own" }, json: { type: "boolean", default: false } },
      { min: 2, max: 2 },
    );
    const [input, output] = positionals as [string, string];
    const docx = readInput(input);
    const started = performance.now();
    let result: { pdf: Uint8Array; pages: number; warnings: TypesetWarning[] };
    if (values.engine === "own") result = typeset(docx);
    else if (values.engine === "libreoffice") result = byLibreOffice(docx);
    else {
      throw new VanthuError("USAGE", {
        message: "Không có cách dàn trang này.",
        where: `--engine ${values.engine}`,
        hint: "Chọn own hoặc libreoffice.",
      });
    }
    const ms = Math.round((performance.now() - started) * 10) / 10;
    writeOutput(output, result.pdf);
    if (values.json) printJson({ pages: result.pages, ms, engine: values.engine, warnings: result.warnings });
    else {
      process.stdout.write(`${output}: ${result.pages} trang, ${ms} ms\n`);
      for (const warning of result.warnings)
        process.stdout.write(`  ${warning.code} ${warning.where}: ${warning.message}\n`);
    }
    return EXIT.ok;
  },
};

/** The optional second engine, for a Word file outside the subset. */
function byLibreOffice(docx: Uint8Array): { pdf: Uint8Array; pages: number; warnings: TypesetWarning[] } {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-"));
  try {
    writeFileSync(path.join(folder, "in.docx"), docx);
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const run = spawnSync(
      "soffice",
      [profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path.join(folder, "in.docx")],
      {
        timeout: 300_000,
      },
    );
    let pdf: Buffer;
    try {
      if (run.error) throw run.error;
      pdf = readFileSync(path.join(folder, "in.pdf"));
    } catch (cause) {
      throw new VanthuError("LIBREOFFICE_MISSING", {
        message: "LibreOffice không có trên máy này hoặc không chuyển được tệp.",
        hint: "Cài LibreOffice Writer, hoặc dùng --engine own.",
        cause,
      });
    }
    const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
    return { pdf, pages, warnings: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
