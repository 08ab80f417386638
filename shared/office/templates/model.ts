import type { Actor } from "../../access/index.ts";
import type { DocumentKind, RuleSetId } from "../../documents/index.ts";
import type { Finding } from "../../lint/index.ts";
import type { TypesetWarning } from "../../typeset/index.ts";
import type { TemplateForm, TemplateNote } from "../../word/index.ts";

/** A template that a draft may be set in, as the page of composing offers it. */
export interface TemplateChoice {
  /** What `DocumentDescription.template` says: "nd30/plan" for one that comes with Vanthu, else the id of the office's own. */
  id: string;
  name: string;
  /** The office's own; otherwise one that comes with Vanthu. */
  own: boolean;
  /** What a draft of this kind is set in when it names none. */
  default: boolean;
}

/** One Word file of a template, as it was uploaded and checked; never overwritten. */
export interface TemplateVersion {
  /** From 1. */
  version: number;
  /** ISO 8601 instant. */
  at: string;
  personId: string;
  person: string;
  /** What changed, in the words of whoever uploaded it. */
  note?: string;
  /** Name of the uploaded file. */
  file: string;
  /** sha256 of the Word file, and of the sample typeset from it. */
  docx: string;
  pdf: string;
  pages: number;
  /** What the format check says of the sample. */
  findings: Finding[];
  /** Where the PDF shows the sample otherwise than Word would. */
  warnings: TypesetWarning[];
  /** What is not needed but was missed. */
  notes: TemplateNote[];
}

/** A template of an office's own. */
export interface OwnTemplate {
  id: string;
  organisationId: string;
  ruleSet: RuleSetId;
  form: TemplateForm;
  name: string;
  /** Version that drafts are set in; absent while none was put to use. */
  active?: number;
  /** It is offered no more; drafts that name it are set in the default. */
  off?: true;
  /** Number of the newest version. */
  newest: number;
  createdAt: string;
}

/** A template that comes with Vanthu. */
export interface ShippedTemplate {
  /** "nd30/plan" */
  id: string;
  ruleSet: RuleSetId;
  form: ShippedForm;
  name: string;
  /** Kinds of documents that are set in it; none for inner papers and blocks. */
  kinds: DocumentKind[];
}

/** Every form that templates come in; an office has its own of the first three. */
export type ShippedForm =
  | TemplateForm
  | "copy"
  | "plan-extract"
  | "letter-extract"
  | "slip"
  | "arrival-stamp"
  | "handling-slip"
  | "stamp-and-slip";

/** Which template a document was drawn with, fixed when it is submitted. */
export interface DrawnWith {
  id: string;
  name: string;
  /** Version of the office's own; absent for one that comes with Vanthu. */
  version?: number;
  /** sha256 of the Word template. */
  sha256: string;
}

/** What an office has: its own templates, those that come with Vanthu, and the defaults it set. */
export interface TemplateList {
  own: (OwnTemplate & { rev: number; versions: TemplateVersion[] })[];
  shipped: ShippedTemplate[];
  /** Defaults that are the office's own, by rule set and kind; all others are the shipped ones. */
  defaults: { ruleSet: RuleSetId; kind: DocumentKind; template: string; rev: number }[];
}

/** What is uploaded. */
export interface TemplateUpload {
  name: string;
  bytes: Uint8Array;
}

/** Word templates of an office: its own beside those that come with Vanthu. */
export interface TemplateDesk {
  /** Templates that a draft of this kind may name, the default first. @throws FORBIDDEN */
  choices(actor: Actor, of: { kind: DocumentKind; ruleSet: RuleSetId }): Promise<TemplateChoice[]>;
  /** @throws FORBIDDEN */
  list(actor: Actor): Promise<TemplateList>;
  /** @throws FORBIDDEN, NOT_FOUND */
  get(actor: Actor, id: string): Promise<OwnTemplate & { rev: number; versions: TemplateVersion[] }>;
  /**
   * A new template of the office's own, checked and set with sample data; not used before {@link TemplateDesk.activate}.
   * @throws FORBIDDEN, INVALID, TEMPLATE_* with every fault, WORD_ACTIVE_CONTENT, SECRET_REFUSED, FILE_*, PACKAGE_*, READING_*, TYPESET_*
   */
  create(
    actor: Actor,
    input: { ruleSet: RuleSetId; form: TemplateForm; name: string; note?: string },
    file: TemplateUpload,
  ): Promise<OwnTemplate & { rev: number }>;
  /** One more version of a template. @throws as `create`; NOT_FOUND, CONFLICT */
  addVersion(
    actor: Actor,
    id: string,
    rev: number,
    file: TemplateUpload,
    note?: string,
  ): Promise<OwnTemplate & { rev: number }>;
  /** Puts a version to use: drafts follow it from now on, submitted documents stay as they are. @throws FORBIDDEN, NOT_FOUND, CONFLICT */
  activate(actor: Actor, id: string, rev: number, version: number): Promise<OwnTemplate & { rev: number }>;
  /** Another name, offered or not. Switching off takes away its defaults. @throws FORBIDDEN, NOT_FOUND, CONFLICT, INVALID */
  change(
    actor: Actor,
    id: string,
    rev: number,
    to: { name?: string; off?: boolean },
  ): Promise<OwnTemplate & { rev: number }>;
  /** What drafts of a kind are set in when they name none; the id of a shipped template brings that back. @throws FORBIDDEN, NOT_FOUND, INVALID */
  setDefault(actor: Actor, of: { kind: DocumentKind; ruleSet: RuleSetId }, template: string): Promise<void>;
  /** A template file: shipped ("nd30/plan"), or a version of the office's own (the active or newest one when absent). @throws FORBIDDEN, NOT_FOUND */
  file(actor: Actor, id: string, version?: number): Promise<{ name: string; bytes: Uint8Array }>;
  /** The sample of a version, or of a shipped template, typeset. @throws FORBIDDEN, NOT_FOUND */
  sample(actor: Actor, id: string, version?: number): Promise<{ name: string; bytes: Uint8Array }>;
}
