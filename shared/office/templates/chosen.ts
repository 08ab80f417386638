import { createHash } from "node:crypto";
import type { DocumentDescription } from "../../documents/index.ts";
import { readTemplate as readShipped } from "../../docx/index.ts";
import type { OfficeContext } from "../context.ts";
import type { DrawnWith, OwnTemplate } from "./model.ts";
import { FORM_NAMES, formOf, shippedId, storedDefault, storedTemplate, storedVersion } from "./store.ts";

/** The template a description is set in. */
export interface ChosenTemplate {
  drawnWith: DrawnWith;
  bytes: Uint8Array;
  /** The office's own: from outside, so it is only filled in a worker. */
  own: boolean;
}

type Described = Pick<DocumentDescription, "ruleSet" | "kind" | "template">;

/**
 * The template of a description: the one it names, else the office's default for its kind, else the shipped one. One that was switched off,
 * was never put to use or is of another form counts as not named, so that a draft can always be set.
 */
export async function chosenTemplate(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  description: Described,
): Promise<ChosenTemplate> {
  const named = description.template;
  const shipped = shippedId(description.ruleSet, description.kind);
  if (named !== shipped) {
    const own =
      (named === undefined ? undefined : await usable(context, organisationId, description, named)) ??
      (await defaultOf(context, organisationId, description));
    if (own !== undefined) return own;
  }
  const bytes = readShipped(description.ruleSet, description.kind);
  const name = FORM_NAMES[formOf(description.kind)];
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { drawnWith: { id: shipped, name, sha256 }, bytes, own: false };
}

/**
 * Bytes of the office's own template for a description; undefined when it is set in the one that comes with Vanthu.
 *
 * @example
 * const template = await templateFor(context, actor.organisationId, description);
 * await previewBounded(description, { ...(template === undefined ? {} : { template }) });
 */
export async function templateFor(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  description: Described,
): Promise<Uint8Array | undefined> {
  const chosen = await chosenTemplate(context, organisationId, description);
  return chosen.own ? chosen.bytes : undefined;
}

async function defaultOf(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  description: Described,
): Promise<ChosenTemplate | undefined> {
  const set = await storedDefault(context, organisationId, description.ruleSet, description.kind);
  return set === undefined ? undefined : usable(context, organisationId, description, set.data.template);
}

async function usable(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  description: Described,
  id: string,
): Promise<ChosenTemplate | undefined> {
  const template = (await storedTemplate(context, organisationId, id))?.data;
  if (template === undefined || !isOffered(template, description)) return undefined;
  const version = await storedVersion(context, organisationId, id, template.active!);
  if (version === undefined) return undefined;
  const bytes = await context.storage.files.get(version.docx);
  return {
    drawnWith: { id, name: template.name, version: version.version, sha256: version.docx },
    bytes,
    own: true,
  };
}

/** May a draft of this kind be set in it? */
export function isOffered(template: OwnTemplate, of: Pick<DocumentDescription, "ruleSet" | "kind">): boolean {
  return (
    template.active !== undefined &&
    template.off !== true &&
    template.ruleSet === of.ruleSet &&
    template.form === formOf(of.kind)
  );
}
