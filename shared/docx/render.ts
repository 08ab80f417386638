import { composeContent, type DocumentContent, type DocumentDescription } from "../documents/index.ts";
import { fillTemplate } from "./fill-template.ts";
import { readTemplate, type TemplateSource } from "./template-store.ts";

/** A filled Word file and what was filled into it. */
export interface RenderedDocx {
  docx: Uint8Array;
  content: DocumentContent;
}

/**
 * From a description to a Word file: resolved for its rule set, then filled into the template of its kind.
 *
 * @param options `template`: bytes of another template; `folder`: an office's own templates; `places`: as {@link fillTemplate}
 * @example
 * const { docx } = renderDocx(parseDescription(JSON.parse(text)));
 */
export function renderDocx(
  description: DocumentDescription,
  options: TemplateSource & { template?: Uint8Array; places?: boolean } = {},
): RenderedDocx {
  const content = composeContent(description);
  const template = options.template ?? readTemplate(description.ruleSet, description.kind, options);
  return { docx: fillTemplate(template, content, options), content };
}
