import type { PdfFile } from "../../pdf/index.ts";
import type { DocumentChange, SignatureVerdict } from "../model.ts";
import { annotationsRule } from "./annotation-rules.ts";
import {
  type ChangeRule,
  catalogRule,
  dssRule,
  frozenRule,
  pagesRule,
  structureRule,
  trailerRule,
} from "./document-rules.ts";
import { drawnPartsRule } from "./drawn-parts.ts";
import { fieldsRule, formRule, gatherRule } from "./form-rules.ts";
import { orphanRule } from "./orphan-rule.ts";
import { resourceGrowthRule } from "./resource-growth.ts";
import { type RawChange, Step, type WalkBudget } from "./step.ts";

/** The rules that together see every change; the order matters only for the first three (what is taken, what counts as unchanged, what is known) and the last two (what is left). */
const RULES: readonly ChangeRule[] = [
  gatherRule,
  resourceGrowthRule,
  (step) => step.inherit(),
  drawnPartsRule,
  trailerRule,
  orphanRule,
  catalogRule,
  dssRule,
  formRule,
  fieldsRule,
  annotationsRule,
  pagesRule,
  frozenRule,
  structureRule,
];

/**
 * What revision `index` of the file changed against the one before. `budget` bounds the objects looked at over all revisions.
 * Errors: PDF_* when the addition cannot be read or too much would have to be.
 */
export function changesOf(file: PdfFile, index: number, budget: WalkBudget): RawChange[] {
  const step = new Step(file.at(index - 1), index === file.revisions.length - 1 ? file : file.at(index), budget);
  for (const rule of RULES) rule(step);
  step.bequeath();
  const seen = new Set<string>();
  return step.changes.filter((change) => {
    const key = `${change.class} ${change.object} ${change.what}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Which fields a signature locks (ISO 32000-1, 12.8.2.4). */
export interface FieldLock {
  action: "All" | "Include" | "Exclude";
  fields: readonly string[];
}

/** What a signature says about later changes. */
export interface ChangeTerms {
  /** DocMDP permissions in force: 1 nothing, 2 forms and signatures, 3 annotations too; absent without certification. */
  permission?: 1 | 2 | 3;
  /** The signature's own lock allows no more than this. */
  limit?: 1 | 2 | 3 | undefined;
  locks: readonly FieldLock[];
  /** The organisation's seal: number and date are settled. */
  seal: boolean;
  /** Fields that hold a signature in the newest state of the file. */
  signedFields: ReadonlySet<string>;
}

/** Names of the fields for number and date (shared contract with the signing room). */
const NUMBER_AND_DATE: ReadonlySet<string> = new Set(["SoVanBan", "NgayBanHanh", "ThangBanHanh", "NamBanHanh"]);

/**
 * May this change stand after a signature on these terms? DSS and document timestamps always (ISO 32000-2, 12.8.5.3); filling in and
 * signing unless DocMDP says 1 or the field is locked; annotations only by DocMDP 3 and where they hide nothing; description unless DocMDP says 1; the rest never.
 * After the seal number, date and whatever had a value are final: other validators call a changed number "form filling". Without a
 * certification that allows it, a field that already showed something stays as it is too: what looks like printed text may be a field
 * (the "replace" kind of shadow attack). Whatever is allowed, a field that keeps its value may not come to show another.
 */
export function allows(terms: ChangeTerms, change: RawChange): boolean {
  const permission = Math.min(terms.permission ?? 2, terms.limit ?? 3);
  switch (change.class) {
    case "lta":
      return true;
    case "signature":
      // An empty field is only there to be signed; one that stays empty may be what is left of a signature.
      if (change.unsigned === true && !terms.signedFields.has(change.field ?? "")) return false;
      return permission >= 2 && !isLocked(terms, change);
    case "form":
      if (permission < 2 || isLocked(terms, change) || change.turned === true || change.hides === true) return false;
      if (terms.seal && (change.hadValue === true || NUMBER_AND_DATE.has(change.field ?? ""))) return false;
      return change.hadValue !== true || terms.permission !== undefined;
    case "annotation":
      return permission >= 3 && change.hides !== true;
    case "metadata":
      return permission >= 2;
    case "other":
      return false;
  }
}

function isLocked(terms: ChangeTerms, change: RawChange): boolean {
  const { field } = change;
  if (field === undefined) return false;
  return terms.locks.some((lock) => {
    const named = lock.fields.some((f) => f === field || field.startsWith(`${f}.`));
    return lock.action === "All" || (lock.action === "Include" ? named : !named);
  });
}

/** As the verdict tells it. */
export function judge(terms: ChangeTerms, change: RawChange): DocumentChange {
  const judged = JUDGED.get(change) ?? {};
  JUDGED.set(change, judged);
  const allowed = allows(terms, change);
  const key = allowed ? "allowed" : "forbidden";
  judged[key] ??= {
    class: change.class,
    allowed,
    ...(change.page === undefined ? {} : { page: change.page }),
    object: change.object,
    what: change.what,
  };
  return judged[key];
}

/** With many signatures each change is told of many of them. */
const JUDGED = new WeakMap<RawChange, { allowed?: DocumentChange; forbidden?: DocumentChange }>();

/** The one word for all changes: the one that weighs most. A later signature alone is form filling. */
export function levelOf(changes: readonly DocumentChange[]): SignatureVerdict["changesAfter"] {
  const has = (c: DocumentChange["class"]) => changes.some((change) => change.class === c);
  if (has("other")) return "other";
  if (has("annotation")) return "annotation";
  if (has("form") || has("signature")) return "form";
  if (has("metadata")) return "metadata";
  return has("lta") ? "lta" : "none";
}
