import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openPackage, writeZip } from "../../shared/opc/index.ts";

/** The Word file with one part changed; its other parts stay as they are. */
export function changed(docx: Uint8Array, change: (xml: string) => string, part = "word/document.xml"): Uint8Array {
  return withParts(docx, { [part]: change(openPackage(docx).text(part) ?? "") });
}

/** The Word file with parts replaced or added. */
export function withParts(docx: Uint8Array, parts: Record<string, string>): Uint8Array {
  const opened = openPackage(docx);
  const names = [...new Set([...opened.names, ...Object.keys(parts)])];
  return writeZip(
    names.map((name) => [
      name,
      parts[name] === undefined ? opened.bytes(name)! : new TextEncoder().encode(parts[name]),
    ]),
  );
}

/** The Word files opened and saved again by LibreOffice, in one run. */
export function savedByLibreOffice(files: readonly Uint8Array[]): Uint8Array[] {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-word-"));
  try {
    const names = files.map((_, index) => path.join(folder, `tep-${index}.docx`));
    files.forEach((bytes, index) => {
      writeFileSync(names[index]!, bytes);
    });
    const out = path.join(folder, "luu-lai");
    const profile = `-env:UserInstallation=file://${folder}/ho-so`;
    execFileSync(
      "soffice",
      ["--headless", profile, "--convert-to", "docx:MS Word 2007 XML", "--outdir", out, ...names],
      { stdio: "ignore", timeout: 120_000 },
    );
    return names.map((name) => new Uint8Array(readFileSync(path.join(out, path.basename(name)))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Text of a PDF as pdftotext reads it, spaces and line ends made one. */
export function pdfText(pdf: Uint8Array): string {
  return execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" }).replaceAll(/\s+/g, " ");
}
