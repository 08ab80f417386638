import { describe, expect, it } from "vitest";
import {
  type DocumentAction,
  type DocumentState,
  LIFECYCLE,
  nextStates,
  transition,
} from "../../shared/documents/index.ts";

describe("the life of a document", () => {
  it("goes from draft to sent in the decree's order: signature, number, seal", () => {
    const actions: DocumentAction[] = [
      "submit",
      "return",
      "revise",
      "submit",
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
      "signed",
      "numbered",
      "issued",
      "sent",
      "recalled",
    ]);
  });

  it("refuses what is out of turn, and says what is allowed", () => {
    expect(() => transition("draft", "sign")).toThrowError(
      expect.objectContaining({
        code: "STATE_FORBIDDEN",
        message: "Không thể ký văn bản dự thảo.",
        hint: "Ở bước này chỉ có thể: trình ký.",
      }),
    );
  });

  it("never seals before the leader has signed, and never changes a recalled document", () => {
    const beforeSigning: DocumentState[] = ["draft", "submitted", "returned"];
    for (const state of beforeSigning) expect(Object.keys(LIFECYCLE[state].next)).not.toContain("seal");
    expect(nextStates("recalled")).toEqual([]);
  });
});
