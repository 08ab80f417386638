import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const FONTS = ["tinos", "arimo", "cousine", "carlito", "caladea"];
/** What LibreOffice shall take for the fonts that Word files name: those of the same widths that we take. */
const ALIASES: [string, string][] = [
  ["Times New Roman", "Tinos"],
  ["Times", "Tinos"],
  ["Arial", "Arimo"],
  ["Helvetica", "Arimo"],
  ["Courier New", "Cousine"],
  ["Calibri", "Carlito"],
  ["Cambria", "Caladea"],
];

/** LibreOffice with exactly the fonts that the typesetter has; PDFs are kept by the sha256 of the Word file. */
export function referenceMaker(kept: string): (docx: string) => string | undefined {
  mkdirSync(kept, { recursive: true });
  const profile = mkdtempSync(path.join(tmpdir(), "vanthu-fidelity-"));
  const config = path.join(profile, "fonts.conf");
  writeFileSync(
    config,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
${FONTS.map((font) => `<dir>${path.join(ROOT, "node_modules/@expo-google-fonts", font)}</dir>`).join("\n")}
<dir>/usr/share/fonts/truetype/dejavu</dir><dir>/usr/share/fonts/truetype/noto</dir>
<cachedir>${path.join(profile, "cache")}</cachedir>
${ALIASES.map(([from, to]) => `<match target="pattern"><test name="family" qual="any"><string>${from}</string></test><edit name="family" mode="assign" binding="strong"><string>${to}</string></edit></match>`).join("\n")}
<match target="pattern"><edit name="family" mode="append_last"><string>Tinos</string></edit></match>
</fontconfig>`,
  );
  process.once("exit", () => rmSync(profile, { recursive: true, force: true }));
  return (docx) => {
    const pdf = path.join(kept, `${createHash("sha256").update(readFileSync(docx)).digest("hex")}.pdf`);
    if (existsSync(pdf)) return pdf;
    const input = path.join(profile, "input.docx");
    copyFileSync(docx, input);
    try {
      execFileSync(
        "soffice",
        [
          `-env:UserInstallation=file://${path.join(profile, "office")}`,
          "--headless",
          "--convert-to",
          "pdf",
          "--outdir",
          profile,
          input,
        ],
        { stdio: "pipe", timeout: 120_000, env: { ...process.env, FONTCONFIG_FILE: config } },
      );
      copyFileSync(path.join(profile, "input.pdf"), pdf);
      rmSync(path.join(profile, "input.pdf"));
      return pdf;
    } catch {
      return undefined;
    }
  };
}
