import type { DocumentKind, RuleSetId } from "../../documents/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { KINDS, RULE_SETS } from "../../format/index.ts";
import type { StoredItem } from "../../storage/index.ts";
import type { TemplateForm } from "../../word/index.ts";
import type { OfficeContext } from "../context.ts";
import type { OwnTemplate, ShippedForm, ShippedTemplate, TemplateVersion } from "./model.ts";

type Stores = Pick<OfficeContext, "storage">;

/** Partition of an organisation's own templates; sort keys are their ids. */
export function templatesOf(organisationId: string): string {
  return `org/${organisationId}/templates`;
}

/** Partition of the versions of one template; sort keys are their numbers. */
export function templateVersionsOf(organisationId: string, id: string): string {
  return `org/${organisationId}/template-versions/${id}`;
}

/** Partition of the defaults that an organisation set; sort keys are "nd30/KH". */
export function templateDefaultsOf(organisationId: string): string {
  return `org/${organisationId}/template-defaults`;
}

/** Sort key of a version. */
export function versionKey(version: number): string {
  return String(version).padStart(6, "0");
}

/** The default of one kind under one rule set. */
export interface TemplateDefault {
  template: string;
}

/** Form that a kind is set in (NĐ30 PL III, forms 1.4, 1.5, 2.2). */
export function formOf(kind: DocumentKind): TemplateForm {
  if (kind === "CV") return "letter";
  return kind === "PL" ? "appendix" : "plan";
}

/** Kinds that are set in a form. */
export function kindsOf(form: string): DocumentKind[] {
  if (form !== "plan" && form !== "letter" && form !== "appendix") return [];
  return (Object.keys(KINDS) as DocumentKind[]).filter((kind) => formOf(kind) === form);
}

/** Names of the forms, as an office calls them. */
export const FORM_NAMES: Record<ShippedForm, string> = {
  plan: "Văn bản có tên loại",
  letter: "Công văn",
  appendix: "Phụ lục thành tệp riêng",
  copy: "Khối bản sao giấy",
  "plan-extract": "Trích sao văn bản có tên loại",
  "letter-extract": "Trích sao công văn",
  slip: "Phiếu trình",
  "arrival-stamp": "Dấu “Đến”",
  "handling-slip": "Phiếu giải quyết văn bản đến",
  "stamp-and-slip": "Dấu “Đến” và phiếu giải quyết",
};

/** Every template that comes with Vanthu. */
export function shippedTemplates(): ShippedTemplate[] {
  return (Object.keys(RULE_SETS) as RuleSetId[]).flatMap((ruleSet) =>
    (Object.keys(FORM_NAMES) as ShippedForm[]).map(
      (form): ShippedTemplate => ({
        id: `${ruleSet}/${form}`,
        ruleSet,
        form,
        name: FORM_NAMES[form],
        kinds: kindsOf(form),
      }),
    ),
  );
}

/** Id of the shipped template of a kind. */
export function shippedId(ruleSet: RuleSetId, kind: DocumentKind): string {
  return `${ruleSet}/${formOf(kind)}`;
}

/** A template of the organisation's own, or undefined. */
export async function storedTemplate(
  { storage }: Stores,
  organisationId: string,
  id: string,
): Promise<StoredItem<OwnTemplate> | undefined> {
  return storage.records.get<OwnTemplate>(templatesOf(organisationId), id);
}

/** As {@link storedTemplate}. @throws NOT_FOUND */
export async function readTemplate(
  context: Stores,
  organisationId: string,
  id: string,
): Promise<StoredItem<OwnTemplate>> {
  const item = await storedTemplate(context, organisationId, id);
  if (item !== undefined) return item;
  throw new VanthuError("NOT_FOUND", { message: "Không có mẫu này.", where: id });
}

/** All templates of the organisation's own. */
export async function storedTemplates({ storage }: Stores, organisationId: string): Promise<StoredItem<OwnTemplate>[]> {
  return (await storage.records.query<OwnTemplate>(templatesOf(organisationId))).items;
}

/** A version, or undefined. */
export async function storedVersion(
  { storage }: Stores,
  organisationId: string,
  id: string,
  version: number,
): Promise<TemplateVersion | undefined> {
  const pk = templateVersionsOf(organisationId, id);
  return (await storage.records.get<TemplateVersion>(pk, versionKey(version)))?.data;
}

/** The default that the organisation set for a kind, or undefined. */
export async function storedDefault(
  { storage }: Stores,
  organisationId: string,
  ruleSet: RuleSetId,
  kind: DocumentKind,
): Promise<StoredItem<TemplateDefault> | undefined> {
  return storage.records.get<TemplateDefault>(templateDefaultsOf(organisationId), `${ruleSet}/${kind}`);
}
