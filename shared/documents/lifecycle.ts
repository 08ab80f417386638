import { VanthuError } from "../errors/index.ts";

/** Where a document stands on its way out. */
export type DocumentState = "draft" | "submitted" | "returned" | "signed" | "numbered" | "issued" | "sent" | "recalled";

/** What is done to a document. */
export type DocumentAction = "submit" | "return" | "revise" | "sign" | "number" | "seal" | "send" | "recall";

/**
 * The life of an outgoing document, as data: drafted and submitted (or returned and revised), signed by the leader, numbered and
 * dated by the System, sealed by the clerk, sent, and recalled if it must be.
 * The order signature → number → seal is the decree's (NĐ30 Điều 13–17); a recalled document is never changed again (Điều 18).
 * Issued means sealed: legal effect needs both signatures (Điều 5.1).
 */
export const LIFECYCLE: Record<DocumentState, { name: string; next: Partial<Record<DocumentAction, DocumentState>> }> =
  {
    draft: { name: "dự thảo", next: { submit: "submitted" } },
    submitted: { name: "đã trình ký", next: { return: "returned", sign: "signed" } },
    returned: { name: "bị trả lại", next: { revise: "draft" } },
    signed: { name: "đã ký", next: { number: "numbered" } },
    numbered: { name: "đã cấp số", next: { seal: "issued" } },
    issued: { name: "đã phát hành", next: { send: "sent", recall: "recalled" } },
    sent: { name: "đã gửi", next: { send: "sent", recall: "recalled" } },
    recalled: { name: "đã thu hồi", next: {} },
  };

/**
 * In which order an office signs and numbers. leader-first: the decree's order. number-first: number and date stand in the file before the
 * leader signs; the document stays submitted meanwhile, and the leader's signature takes it straight to where the seal follows.
 */
export type SigningOrder = "leader-first" | "number-first";

/** What differs from {@link LIFECYCLE} where numbers come first. */
const NUMBER_FIRST: typeof LIFECYCLE.draft.next = { return: "returned", number: "submitted", sign: "numbered" };

function nextOf(state: DocumentState, order: SigningOrder): Partial<Record<DocumentAction, DocumentState>> {
  return order === "number-first" && state === "submitted" ? NUMBER_FIRST : LIFECYCLE[state].next;
}

const ACTION_NAMES: Record<DocumentAction, string> = {
  submit: "trình ký",
  return: "trả lại",
  revise: "sửa lại",
  sign: "ký",
  number: "cấp số",
  seal: "đóng dấu",
  send: "gửi",
  recall: "thu hồi",
};

/** States that can follow. */
export function nextStates(state: DocumentState): DocumentState[] {
  return Object.values(LIFECYCLE[state].next);
}

/** Actions that are allowed now. */
export function allowedActions(state: DocumentState, order: SigningOrder = "leader-first"): DocumentAction[] {
  return Object.keys(nextOf(state, order)) as DocumentAction[];
}

/**
 * The state after an action.
 *
 * @throws STATE_FORBIDDEN when the action is not allowed in this state
 */
export function transition(
  state: DocumentState,
  action: DocumentAction,
  order: SigningOrder = "leader-first",
): DocumentState {
  const next = nextOf(state, order)[action];
  if (next === undefined) {
    const allowed = allowedActions(state, order).map((name) => ACTION_NAMES[name]);
    throw new VanthuError("STATE_FORBIDDEN", {
      message: `Không thể ${ACTION_NAMES[action]} văn bản ${LIFECYCLE[state].name}.`,
      where: state,
      hint: allowed.length === 0 ? "Văn bản đã kết thúc xử lý." : `Ở bước này chỉ có thể: ${allowed.join(", ")}.`,
    });
  }
  return next;
}
