import { type Actor, may, type Person, SYSTEM_ACTOR } from "../../access/index.ts";
import type { DocumentAction, Performer, Transition, WorkflowRules } from "../../documents/index.ts";
import { plainName } from "../../key-holders/index.ts";
import type { DocumentRecord, DocumentSummary } from "../model.ts";
import type { Turn } from "./model.ts";

/** What of a document decides whose turn it is; both the record and its summary can say it. */
export interface TurnInput {
  state: DocumentRecord["state"];
  /** Person ids. */
  draftedBy: string;
  reviewer?: string;
  /** Name of who is to sign; by id where the document knows it. */
  signatory: string;
  signer?: string;
}

/** Of a whole record. */
export function turnInput(document: DocumentRecord): TurnInput {
  const { state, history, reviewer, description, signer } = document;
  return {
    state,
    draftedBy: history[0]!.personId,
    ...(reviewer === undefined ? {} : { reviewer: reviewer.personId }),
    signatory: description.signature.name,
    ...(signer === undefined ? {} : { signer }),
  };
}

/** Of a summary. */
export function summaryTurn({ state, draftedBy, reviewer, signatory, signer }: DocumentSummary): TurnInput {
  return {
    state,
    draftedBy,
    ...(reviewer === undefined ? {} : { reviewer }),
    signatory,
    ...(signer === undefined ? {} : { signer }),
  };
}

/** What a document waits for now, among all that is allowed; undefined when its work is done. */
export function awaited(input: TurnInput, rules: WorkflowRules): DocumentAction | undefined {
  const toNumber = rules.order === "number-first" && !rules.numbered;
  switch (input.state) {
    case "draft":
      return "submit";
    case "returned":
      return "revise";
    case "submitted":
      if (rules.approval === "required" || input.reviewer !== undefined) return "approve";
      return toNumber ? "number" : "sign";
    case "approved":
      return toNumber ? "number" : "sign";
    case "signed":
      return "number";
    case "numbered":
      return "seal";
    case "issued":
      return "send";
    default:
      return undefined;
  }
}

const VERBS: Partial<Record<DocumentAction, string>> = {
  submit: "trình ký",
  revise: "sửa và trình lại",
  approve: "duyệt hoặc trả lại",
  sign: "ký hoặc trả lại",
  number: "cấp số, ghi ngày",
  seal: "đóng dấu, phát hành",
  send: "gửi",
};

/** Who must do what the document waits for, among these people of the office. */
export function turnOf(input: TurnInput, action: DocumentAction, people: readonly Person[]): Turn {
  const working = people.filter(({ disabled }) => disabled !== true);
  const chosen = working.filter((person) => awaits(input, action, actorLike(person)));
  const clerk = action === "number" || action === "seal" || action === "send";
  const roles: Turn["roles"] = clerk ? ["clerk"] : chosen.length === 0 && action !== "submit" ? ["leader"] : [];
  const names = chosen.map(({ name }) => name);
  const who = clerk
    ? `văn thư${names.length === 0 ? "" : ` (${names.slice(0, 5).join(", ")})`}`
    : names.length > 0
      ? names.slice(0, 5).join(" hoặc ")
      : action === "sign" && input.signatory !== ""
        ? `${input.signatory} (chưa có tài khoản)`
        : action === "submit" || action === "revise"
          ? "người soạn"
          : "lãnh đạo";
  return { people: chosen.map(({ id, name }) => ({ personId: id, name })), roles, words: `${who} ${VERBS[action]}` };
}

/** Is it this person who must do it? */
export function awaits(input: TurnInput, action: DocumentAction, actor: Actor): boolean {
  switch (action) {
    case "submit":
    case "revise":
      return isDrafter(input, actor);
    case "approve":
      return input.reviewer === undefined ? may(actor, "document.sign") : input.reviewer === actor.personId;
    case "sign":
      return (
        may(actor, "document.sign") &&
        (input.signer ?? actor.personId) === actor.personId &&
        plainName(input.signatory) === plainName(actor.name)
      );
    case "number":
      return may(actor, "document.number");
    case "seal":
      return may(actor, "document.seal");
    case "send":
      return may(actor, "document.send");
    default:
      return false;
  }
}

/** Drafted by this person, or by the schedule of reports for whoever drafts here. */
function isDrafter({ draftedBy }: Pick<TurnInput, "draftedBy">, actor: Actor): boolean {
  if (draftedBy === SYSTEM_ACTOR.personId) return actor.roles.includes("drafter");
  return draftedBy === actor.personId;
}

/** May this actor do what an arrow says with this document? The act itself asks the same again. */
export function mayPerform(
  actor: Actor,
  document: DocumentRecord,
  { action, from }: Pick<Transition, "action" | "from">,
): boolean {
  const input = turnInput(document);
  switch (action) {
    case "submit":
      return may(actor, "document.submit");
    case "revise":
      return may(actor, "document.draft");
    case "withdraw":
      return mayWithdraw(actor, document);
    case "return":
      return may(actor, "document.return") || input.reviewer === actor.personId;
    case "approve":
      return mayApprove(actor, input);
    case "sign":
      return awaits(input, "sign", actor);
    case "number":
      return may(actor, "document.number");
    case "seal":
      return may(actor, "document.seal");
    case "send":
      return may(actor, "document.send");
    case "recall":
      return may(actor, "document.recall");
    case "void": {
      const unsigned = from === "draft" || from === "returned";
      return may(actor, "document.void") || (unsigned && isDrafter(input, actor) && may(actor, "document.draft"));
    }
    default:
      return may(actor, "document.draft");
  }
}

/**
 * Who may approve: whoever is named as reviewer; the leader (NĐ30 Điều 11.1: the one who may sign); while nobody is named also whoever has the
 * right to approve (Điều 12: head of the drafting unit, who checks form), but never the own draft.
 */
export function mayApprove(actor: Actor, { reviewer, draftedBy }: Pick<TurnInput, "reviewer" | "draftedBy">): boolean {
  if (reviewer === actor.personId || may(actor, "document.sign")) return true;
  return reviewer === undefined && may(actor, "document.approve") && draftedBy !== actor.personId;
}

/** Who submitted a draft may take it back, and who drafted it. */
export function mayWithdraw(actor: Actor, document: DocumentRecord): boolean {
  const submitted = document.history.findLast(({ action }) => action === "submit");
  return (
    may(actor, "document.submit") &&
    (submitted?.personId === actor.personId || document.history[0]!.personId === actor.personId)
  );
}

const PERFORMERS: Record<Performer, string> = {
  drafter: "người soạn",
  reviewer: "người duyệt, lãnh đạo",
  signatory: "người có thẩm quyền ký",
  clerk: "văn thư",
  "leader-or-clerk": "lãnh đạo, văn thư",
};

/** Who an arrow is for, in Vietnamese. */
export function performerWords(who: Performer): string {
  return PERFORMERS[who];
}

function actorLike({ id, organisationId, name, roles }: Person): Actor {
  return { personId: id, organisationId, name, roles };
}
