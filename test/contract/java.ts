import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const JARS = ["pdfbox2", "fontbox2", "commons-logging", "bcprov", "bcpkix", "bcutil"].map(
  (name) => `/usr/share/java/${name}.jar`,
);

/**
 * Runs SignatureJudge.java (PDFBox 2 and BouncyCastle, from Debian's libpdfbox2-java and libbcpkix-java) and gives what it prints.
 * What is not installed fails the test by saying so.
 */
export function signatureJudge(args: string[], input = ""): string {
  const absent = JARS.filter((jar) => !existsSync(jar));
  if (absent.length > 0) throw new Error(`${absent.join(", ")}: libpdfbox2-java and libbcpkix-java are needed here`);
  const source = path.join(import.meta.dirname, "SignatureJudge.java");
  const run = spawnSync("java", ["-Xss8m", "-cp", JARS.join(":"), source, ...args], {
    input,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.error !== undefined) throw new Error(`java cannot be run (default-jdk-headless is needed): ${run.error}`);
  if (run.status !== 0) throw new Error(`SignatureJudge.java → ${run.status}\n${run.stderr}`);
  return run.stdout;
}

/** What PDFBox and BouncyCastle say of every signature in files: by file, then by field, "valid" or what is wrong. */
export function judgedByJava(files: readonly string[], root: string): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>(files.map((file) => [file, new Map()]));
  for (const line of signatureJudge(["judge", root], `${files.join("\n")}\n`).split("\n")) {
    const [file = "", field = "", , said = ""] = line.split("\t");
    found.get(file)?.set(field, said);
  }
  return found;
}
