import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inDirectory } from "../signing/outside.ts";

/** Where Debian's packages put Java libraries. */
const LIBRARIES = "/usr/share/java";
/** The libraries of CheckPdfA.java and the package of each. */
const NEEDED: [jar: string, debian: string][] = [
  ["preflight.jar", "libpdfbox2-java"],
  ["pdfbox2.jar", "libpdfbox2-java"],
  ["xmpbox.jar", "libpdfbox2-java"],
  ["fontbox2.jar", "libfontbox2-java"],
  ["commons-logging.jar", "libcommons-logging-java"],
  ["javax.activation.jar", "libactivation-java"],
  ["jaxb-api.jar", "libjaxb-api-java"],
  ["itext5.jar", "libitext5-java"],
  ["itext5-pdfa.jar", "libitext5-java"],
];

/** A fault as one of the programs tells it. */
export interface PdfAFault {
  program: "preflight" | "itext";
  code: string;
  words: string;
}

/**
 * Where PDF/A-2 allows what PDF/A-1 forbids, and where a file says that it is not PDF/A-1: the only things that preflight, which knows PDF/A-1 alone, may
 * say of a file of ours.
 */
const ONLY_IN_PART_1: [code: RegExp, words: RegExp, why: string][] = [
  [/^1\.4$/, /cross reference streams are not allowed/, "PDF 1.7 has them (ISO 19005-2, 6.1.4)"],
  [/^3\.1\.11$/, /CIDSet entry is missing/, "no longer asked for (ISO 19005-2, 6.2.11.4.2)"],
  [/^1\.0\.6$/, /Invalid float range/, "reals may be as large as single precision has them (ISO 19005-2, 6.1.13)"],
  [/^7\.11\.2$/, /part must be 1/, "it is part 2 or 3"],
  [/^4\.1\.2$/, /ca entry in a ExtGState/i, "transparency is allowed (ISO 19005-2, 6.2.10)"],
  [/^2\.2\.2$/, /Soft Mask must be null or None/, "transparency is allowed (ISO 19005-2, 6.2.10)"],
];

/** What both programs say of each file, without what is said only because preflight knows nothing newer than PDF/A-1. */
export function faultsOfPdfA(files: Record<string, Uint8Array>): Record<string, PdfAFault[]> {
  for (const [jar, debian] of NEEDED)
    if (!existsSync(path.join(LIBRARIES, jar))) throw new Error(`${jar} is missing: apt-get install ${debian}`);
  return inDirectory((directory) => {
    const names = Object.keys(files);
    names.forEach((name, index) => {
      writeFileSync(path.join(directory, `${index}.pdf`), files[name]!);
    });
    const classpath = NEEDED.map(([jar]) => path.join(LIBRARIES, jar)).join(":");
    const said = execFileSync(
      "java",
      [
        "-cp",
        classpath,
        path.join(import.meta.dirname, "CheckPdfA.java"),
        ...names.map((_, index) => path.join(directory, `${index}.pdf`)),
      ],
      { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 120_000 },
    );
    const found: Record<string, PdfAFault[]> = Object.fromEntries(names.map((name) => [name, []]));
    for (const line of said.split("\n").filter(Boolean)) {
      const [file, program, code, words] = line.split("\t") as [string, PdfAFault["program"], string, string];
      const aside = ONLY_IN_PART_1.some(([codes, text]) => codes.test(code) && text.test(words));
      if (program === "preflight" && aside) continue;
      found[names[Number(path.basename(file, ".pdf"))]!]!.push({ program, code, words });
    }
    return found;
  });
}
