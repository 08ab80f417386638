import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { DocumentKind, RuleSetId } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { homeFolder } from "../home/index.ts";

/** Form of a kind: letters, appendices issued as files of their own, and documents with a name (NĐ30 PL III, forms 1.5, 2.2, 1.4). */
function formOf(kind: DocumentKind): "plan" | "letter" | "appendix" {
  if (kind === "CV") return "letter";
  return kind === "PL" ? "appendix" : "plan";
}

/** Where templates are looked for besides the ones that come with Vanthu. */
export interface TemplateSource {
  /** An office's own folder with `nd30/plan.docx` and so on; what it lacks comes from ours. Default: `VANTHU_TEMPLATES`. */
  folder?: string;
}

/**
 * Finds the Word template for a rule set and kind: the office's own first, then the one that comes with Vanthu.
 *
 * @throws TEMPLATE_MISSING
 */
export function templatePath(ruleSet: RuleSetId, kind: DocumentKind, source: TemplateSource = {}): string {
  return formPath(ruleSet, formOf(kind), source);
}

function formPath(ruleSet: RuleSetId, form: string, source: TemplateSource): string {
  const own = source.folder ?? process.env.VANTHU_TEMPLATES;
  const folders = [...(own === undefined || own === "" ? [] : [own]), path.join(homeFolder(), "templates")];
  const name = path.join(ruleSet, `${form}.docx`);
  const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) {
    throw new VanthuError("TEMPLATE_MISSING", {
      message: "Không có mẫu Word cho loại văn bản này.",
      where: name,
      hint: "Đặt tệp mẫu vào thư mục mẫu của cơ quan, hoặc cài lại Vanthu.",
    });
  }
  return found;
}

/** Bytes of the template for a rule set and kind, see {@link templatePath}. */
export function templateFor(ruleSet: RuleSetId, kind: DocumentKind, source: TemplateSource = {}): Promise<Uint8Array> {
  return readFile(templatePath(ruleSet, kind, source));
}

/** As {@link templateFor}, at once. */
export function readTemplate(ruleSet: RuleSetId, kind: DocumentKind, source: TemplateSource = {}): Uint8Array {
  return readFileSync(templatePath(ruleSet, kind, source));
}

/**
 * Bytes of a template by the name of its form, for what is no document of its own: "copy", the block under a copy on paper; "plan-extract"
 * and "letter-extract", documents whose original is signed; "slip", the submission slip.
 *
 * @throws TEMPLATE_MISSING
 */
export function readForm(
  ruleSet: RuleSetId,
  form:
    | "copy"
    | "plan-extract"
    | "letter-extract"
    | "appendix"
    | "slip"
    | "arrival-stamp"
    | "handling-slip"
    | "stamp-and-slip",
  source: TemplateSource = {},
): Uint8Array {
  return readFileSync(formPath(ruleSet, form, source));
}
