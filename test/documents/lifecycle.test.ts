import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  ACTION_NAMES,
  allowedActions,
  DOCUMENT_STATES,
  type DocumentAction,
  type DocumentState,
  LIFECYCLE,
  TRANSITIONS,
  transition,
} from "../../shared/documents/index.ts";

/** Every state that can be reached from one, by any rules. */
function reachable(from: DocumentState): Set<DocumentState> {
  const seen = new Set<DocumentState>([from]);
  for (const state of seen) for (const one of TRANSITIONS) if (one.from === state) seen.add(one.to);
  return seen;
}

describe("the life of a document", () => {
  it("goes from draft to sent in the decree's order: approval, signature, number, seal", () => {
    const actions: DocumentAction[] = [
      "submit",
      "return",
      "revise",
      "submit",
      "withdraw",
      "submit",
      "approve",
      "sign",
      "number",
      "seal",
      "send",
      "recall",
    ];
    const states: DocumentState[] = ["draft"];
    for (const action of actions) states.push(transition(states.at(-1)!, action));
    expect(states.slice(1)).toEqual([
      "submitted",
      "returned",
      "draft",
      "submitted",
      "draft",
      "submitted",
      "approved",
      "signed",
      "numbered",
      "issued",
      "sent",
      "recalled",
    ]);
  });

  it("lets a leader sign what was only submitted, unless the office wants approval first (Điều 11)", () => {
    expect(transition("submitted", "sign")).toBe("signed");
    expect(() => transition("submitted", "sign", { approval: "required" })).toThrowError(
      expect.objectContaining({ code: "STATE_FORBIDDEN" }),
    );
    expect(transition("approved", "sign", { approval: "required" })).toBe("signed");
  });

  it("keeps a document in its state while it takes its number first, and then signs it straight to the seal", () => {
    const order = "number-first";
    for (const state of ["submitted", "approved"] as const) {
      expect(allowedActions(state, { order })).toContain("number");
      expect(allowedActions(state, { order })).not.toContain("sign");
      expect(transition(state, "number", { order })).toBe(state);
      expect(allowedActions(state, { order, numbered: true })).not.toContain("number");
      expect(transition(state, "sign", { order, numbered: true })).toBe("numbered");
    }
    expect(allowedActions("submitted", { order, approval: "required" })).not.toContain("number");
  });

  it("refuses what is out of turn, and says what is allowed", () => {
    expect(() => transition("draft", "sign")).toThrowError(
      expect.objectContaining({
        code: "STATE_FORBIDDEN",
        message: "Không thể ký văn bản dự thảo.",
        hint: "Ở bước này chỉ có thể: trình ký, hủy.",
      }),
    );
    expect(() => transition("recalled", "send")).toThrowError(
      expect.objectContaining({ hint: "Văn bản đã kết thúc xử lý." }),
    );
  });

  it("never seals before the leader has signed, and never sends what is not sealed", () => {
    const sealed = TRANSITIONS.filter(({ action }) => action === "seal");
    expect(sealed.map(({ from }) => from)).toEqual(["numbered"]);
    for (const { from } of TRANSITIONS.filter(({ action }) => action === "send"))
      expect(["issued", "sent"]).toContain(from);
    // Whatever leads to "numbered" is a signature, or a number on what is signed.
    for (const { from, action } of TRANSITIONS.filter(({ to }) => to === "numbered"))
      expect(action === "sign" || from === "signed").toBe(true);
  });

  it("closes for good what was recalled, replaced or voided, and never voids what is issued", () => {
    for (const state of ["recalled", "replaced", "voided"] as const) expect(allowedActions(state)).toEqual([]);
    for (const state of ["issued", "sent"] as const) expect(allowedActions(state)).not.toContain("void");
    expect(reachable("issued")).not.toContain("draft");
  });

  it("asks for a reason wherever something is taken back or ended", () => {
    for (const { action, reason } of TRANSITIONS)
      expect(reason === true, action).toBe(["return", "void", "recall"].includes(action));
  });

  it("names every state and every action, reaches every state, and says each action once in a state", () => {
    expect([...reachable("draft")].sort()).toEqual([...DOCUMENT_STATES].sort());
    for (const state of DOCUMENT_STATES) {
      expect(LIFECYCLE[state].name).not.toBe("");
      for (const order of ["leader-first", "number-first"] as const)
        for (const approval of ["optional", "required"] as const)
          for (const numbered of [false, true]) {
            const actions = allowedActions(state, { order, approval, numbered });
            expect(new Set(actions).size).toBe(actions.length);
          }
    }
  });

  it("stands in docs/quy-trinh.md as it is here", () => {
    const text = readFileSync(new URL("../../docs/quy-trinh.md", import.meta.url), "utf8");
    for (const state of DOCUMENT_STATES) expect(text).toContain(`\`${state}\``);
    for (const { from, action, to, clause } of TRANSITIONS) {
      const line = text
        .split("\n")
        .map((one) => one.replace(/ +/g, " "))
        .find((one) => one.startsWith(`| \`${from}\` | ${ACTION_NAMES[action]} (\`${action}\`) | \`${to}\``));
      expect(line, `${from} ${action} ${to}`).toBeDefined();
      expect(line).toContain(clause);
    }
  });
});
