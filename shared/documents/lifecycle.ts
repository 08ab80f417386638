import { VanthuError } from "../errors/index.ts";

/** Where an outgoing document stands. Issued means sealed: legal effect needs both signatures (NĐ30 Điều 5.1). */
export type DocumentState =
  | "draft"
  | "submitted"
  | "returned"
  | "approved"
  | "signed"
  | "numbered"
  | "issued"
  | "sent"
  | "recalled"
  | "replaced"
  | "voided";

/** What is done to a document. Sealing issues it: one act, one commit. */
export type DocumentAction =
  | "submit"
  | "withdraw"
  | "return"
  | "revise"
  | "approve"
  | "sign"
  | "number"
  | "seal"
  | "send"
  | "recall"
  | "amend"
  | "correct"
  | "replace"
  | "void";

/** Whose turn an action is. reviewer: whoever was named to look the draft through, and whoever may approve; signatory: who is named under the text. */
export type Performer = "drafter" | "reviewer" | "signatory" | "clerk" | "leader-or-clerk";

/**
 * In which order an office signs and numbers. leader-first: the decree's order. number-first: number and date stand in the file before the
 * leader signs; the document keeps its state meanwhile, and the leader's signature takes it straight to where the seal follows.
 */
export type SigningOrder = "leader-first" | "number-first";

/** Must a draft be approved (duyệt) before it is signed? optional: a leader who signs what was submitted approves it with that. */
export type ApprovalRule = "optional" | "required";

/** What an office has set, and what of it holds for one document. */
export interface WorkflowRules {
  order: SigningOrder;
  approval: ApprovalRule;
  /** Where numbers come first: does the file in hand carry its number already? */
  numbered: boolean;
}

/** The decree's own order, while an office has set nothing. */
export const DEFAULT_RULES: WorkflowRules = { order: "leader-first", approval: "optional", numbered: false };

/** One arrow of the machine. It exists only where every rule of `when` holds. */
export interface Transition {
  from: DocumentState;
  action: DocumentAction;
  to: DocumentState;
  who: Performer;
  /** Where the law asks for it, or what it rests on. */
  clause: string;
  when?: Partial<WorkflowRules>;
  /** Must say why. */
  reason?: true;
}

const DRAFTING = "NĐ30 Điều 10";
const APPROVING = "NĐ30 Điều 11";
const CHECKING = "NĐ30 Điều 12";
const SIGNING = "NĐ30 Điều 13";
const NUMBERING = "NĐ30 Điều 15";
const SEALING = "NĐ30 Điều 17; Điều 5.1";
const ISSUING = "NĐ30 Điều 18.1";
const CHANGING = "NĐ30 Điều 18.3";
const RECALLING = "NĐ30 Điều 18.4";
const VOIDING = "NĐ30 Điều 15.1";

const LEADER_FIRST = { order: "leader-first" } as const;
const WITHOUT_NUMBER = { order: "number-first", numbered: false } as const;
const WITH_NUMBER = { order: "number-first", numbered: true } as const;
const UNAPPROVED = { approval: "optional" } as const;

/**
 * The life of an outgoing document, as data; everything that asks what may follow asks this table.
 * The order draft → approval → signature → number → seal → sending is the decree's (NĐ30 Điều 10 to 18); what is issued is never changed
 * again, only by another document (Điều 18.3), and what was recalled, replaced or voided is closed for good.
 */
export const TRANSITIONS: readonly Transition[] = [
  { from: "draft", action: "submit", to: "submitted", who: "drafter", clause: DRAFTING },
  { from: "draft", action: "void", to: "voided", who: "drafter", clause: VOIDING, reason: true },

  { from: "submitted", action: "withdraw", to: "draft", who: "drafter", clause: DRAFTING },
  { from: "submitted", action: "return", to: "returned", who: "reviewer", clause: CHECKING, reason: true },
  { from: "submitted", action: "approve", to: "approved", who: "reviewer", clause: APPROVING },
  {
    from: "submitted",
    action: "number",
    to: "submitted",
    who: "clerk",
    clause: NUMBERING,
    when: { ...WITHOUT_NUMBER, ...UNAPPROVED },
  },
  {
    from: "submitted",
    action: "sign",
    to: "signed",
    who: "signatory",
    clause: SIGNING,
    when: { ...LEADER_FIRST, ...UNAPPROVED },
  },
  {
    from: "submitted",
    action: "sign",
    to: "numbered",
    who: "signatory",
    clause: SIGNING,
    when: { ...WITH_NUMBER, ...UNAPPROVED },
  },

  { from: "returned", action: "revise", to: "draft", who: "drafter", clause: DRAFTING },
  { from: "returned", action: "void", to: "voided", who: "drafter", clause: VOIDING, reason: true },

  { from: "approved", action: "return", to: "returned", who: "reviewer", clause: CHECKING, reason: true },
  { from: "approved", action: "number", to: "approved", who: "clerk", clause: NUMBERING, when: WITHOUT_NUMBER },
  { from: "approved", action: "sign", to: "signed", who: "signatory", clause: SIGNING, when: LEADER_FIRST },
  { from: "approved", action: "sign", to: "numbered", who: "signatory", clause: SIGNING, when: WITH_NUMBER },

  { from: "signed", action: "number", to: "numbered", who: "clerk", clause: NUMBERING },
  { from: "signed", action: "void", to: "voided", who: "leader-or-clerk", clause: VOIDING, reason: true },

  { from: "numbered", action: "seal", to: "issued", who: "clerk", clause: SEALING },
  { from: "numbered", action: "void", to: "voided", who: "leader-or-clerk", clause: VOIDING, reason: true },

  { from: "issued", action: "send", to: "sent", who: "clerk", clause: ISSUING },
  { from: "sent", action: "send", to: "sent", who: "clerk", clause: ISSUING },
  ...(["issued", "sent"] as const).flatMap((from): Transition[] => [
    { from, action: "recall", to: "recalled", who: "leader-or-clerk", clause: RECALLING, reason: true },
    { from, action: "amend", to: from, who: "leader-or-clerk", clause: CHANGING },
    { from, action: "correct", to: from, who: "leader-or-clerk", clause: CHANGING },
    { from, action: "replace", to: "replaced", who: "leader-or-clerk", clause: CHANGING },
  ]),
];

/** What each state is called in a sentence ("văn bản đã trình ký"). */
export const LIFECYCLE: Record<DocumentState, { name: string }> = {
  draft: { name: "dự thảo" },
  submitted: { name: "đã trình ký" },
  returned: { name: "bị trả lại" },
  approved: { name: "đã duyệt" },
  signed: { name: "đã ký" },
  numbered: { name: "đã cấp số" },
  issued: { name: "đã phát hành" },
  sent: { name: "đã gửi" },
  recalled: { name: "đã thu hồi" },
  replaced: { name: "đã bị thay thế" },
  voided: { name: "đã hủy" },
};

/** All states, in the order of the line. */
export const DOCUMENT_STATES = Object.keys(LIFECYCLE) as DocumentState[];

/** What each action is called after "Không thể". */
export const ACTION_NAMES: Record<DocumentAction, string> = {
  submit: "trình ký",
  withdraw: "rút lại",
  return: "trả lại",
  revise: "sửa lại",
  approve: "duyệt",
  sign: "ký",
  number: "cấp số",
  seal: "đóng dấu",
  send: "gửi",
  recall: "thu hồi",
  amend: "sửa đổi, bổ sung",
  correct: "đính chính",
  replace: "thay thế",
  void: "hủy",
};

/** The arrows that lead out of a state under these rules. */
export function transitionsFrom(state: DocumentState, rules: Partial<WorkflowRules> = {}): Transition[] {
  const all = { ...DEFAULT_RULES, ...rules };
  return TRANSITIONS.filter(({ from, when = {} }) => from === state && holds(when, all));
}

/** Actions that are allowed now. */
export function allowedActions(state: DocumentState, rules: Partial<WorkflowRules> = {}): DocumentAction[] {
  return transitionsFrom(state, rules).map(({ action }) => action);
}

/**
 * The state after an action.
 *
 * @throws STATE_FORBIDDEN when the action is not allowed in this state
 */
export function transition(
  state: DocumentState,
  action: DocumentAction,
  rules: Partial<WorkflowRules> = {},
): DocumentState {
  const possible = transitionsFrom(state, rules);
  const next = possible.find((one) => one.action === action);
  if (next === undefined) {
    const allowed = possible.map((one) => ACTION_NAMES[one.action]);
    throw new VanthuError("STATE_FORBIDDEN", {
      message: `Không thể ${ACTION_NAMES[action]} văn bản ${LIFECYCLE[state].name}.`,
      where: state,
      hint: allowed.length === 0 ? "Văn bản đã kết thúc xử lý." : `Ở bước này chỉ có thể: ${allowed.join(", ")}.`,
    });
  }
  return next.to;
}

function holds(when: Partial<WorkflowRules>, rules: WorkflowRules): boolean {
  return (
    (when.order === undefined || when.order === rules.order) &&
    (when.approval === undefined || when.approval === rules.approval) &&
    (when.numbered === undefined || when.numbered === rules.numbered)
  );
}
