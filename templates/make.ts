// Writes the Word templates of every rule set: `node templates/make.ts`. The .docx files are committed beside it; run it again after
// changing a rule set or templates/source. An office that wants another look edits the .docx in Word and keeps its own folder.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { RULE_SETS } from "../shared/format/index.ts";
import type { Form } from "./source/document.ts";
import { templatePackage } from "./source/package.ts";

const FORMS: Form[] = [
  "plan",
  "letter",
  "appendix",
  "copy",
  "plan-extract",
  "letter-extract",
  "slip",
  "arrival-stamp",
  "handling-slip",
  "stamp-and-slip",
];
const here = path.dirname(fileURLToPath(import.meta.url));

for (const ruleSet of Object.values(RULE_SETS)) {
  const folder = path.join(here, ruleSet.id);
  mkdirSync(folder, { recursive: true });
  for (const form of FORMS) {
    const bytes = templatePackage(ruleSet, form);
    writeFileSync(path.join(folder, `${form}.docx`), bytes);
    process.stdout.write(`${ruleSet.id}/${form}.docx ${bytes.length} byte\n`);
  }
}
