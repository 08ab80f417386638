/**
 * A reference model of the workflow in words of its own: what was done to a document so far, and from that what may be done by whom. It shares
 * nothing with the table of `shared/documents/lifecycle.ts`.
 */

/** The four people of the test. */
export type Role = "drafter" | "checker" | "leader" | "clerk";
export const PEOPLE: readonly Role[] = ["drafter", "checker", "leader", "clerk"];

export type Act =
  | "edit"
  | "submit"
  | "withdraw"
  | "return"
  | "approve"
  | "sign"
  | "number"
  | "seal"
  | "send"
  | "void"
  | "recall";
export const ACTS: readonly Act[] = [
  "edit",
  "submit",
  "withdraw",
  "return",
  "approve",
  "sign",
  "number",
  "seal",
  "send",
  "void",
  "recall",
];

export interface ModelRules {
  numbersFirst: boolean;
  mustBeApproved: boolean;
}

/** What happened to one document. */
export interface ModelDocument {
  id: string;
  by: Role;
  /** On the table of those who decide. */
  handedIn: boolean;
  sentBack: boolean;
  okayed: boolean;
  signed: boolean;
  /** Its number, and whether the file in hand carries it. */
  number?: number;
  numberInFile: boolean;
  sealed: boolean;
  out: boolean;
  closed?: "recalled" | "replaced" | "voided";
  lastHandedInBy?: Role;
  checker?: Role;
  /** What it does to another once it is sealed. */
  about?: { kind: "amends" | "corrects" | "replaces" | "recalls"; id: string };
  changedBy: string[];
  editing?: { who: Role; until: number };
  history: string[];
}

export class WorkflowModel {
  readonly documents = new Map<string, ModelDocument>();
  rules: ModelRules = { numbersFirst: false, mustBeApproved: false };
  /** By number. */
  readonly numbers = new Map<number, { state: "reserved" | "issued" | "voided"; id: string }>();
  /** Ids of documents that have a line in the register of outgoing documents. */
  readonly register = new Set<string>();

  add(id: string, by: Role, about?: ModelDocument["about"]): void {
    this.documents.set(id, {
      id,
      by,
      handedIn: false,
      sentBack: false,
      okayed: false,
      signed: false,
      numberInFile: false,
      sealed: false,
      out: false,
      changedBy: [],
      history: ["draft"],
      ...(about === undefined ? {} : { about }),
    });
  }

  stateOf(one: ModelDocument): string {
    if (one.closed !== undefined) return one.closed;
    if (one.sealed) return one.out ? "sent" : "issued";
    if (one.signed) return one.numberInFile ? "numbered" : "signed";
    if (one.okayed) return "approved";
    if (one.handedIn) return "submitted";
    return one.sentBack ? "returned" : "draft";
  }

  /** Is this act in order for the document, whoever does it? */
  inOrder(one: ModelDocument, act: Act): boolean {
    if (one.closed !== undefined) return false;
    if (one.sealed) return act === "send" || act === "recall";
    const waits = one.handedIn && !one.signed;
    const open = !one.handedIn && !one.signed;
    const enough = one.okayed || !this.rules.mustBeApproved;
    switch (act) {
      case "edit":
        return open;
      case "submit":
        return open && !one.sentBack;
      case "withdraw":
      case "approve":
        return waits && !one.okayed;
      case "return":
        return waits;
      case "sign":
        return waits && enough && (one.numberInFile || !this.rules.numbersFirst);
      case "number":
        return !one.numberInFile && (one.signed || (waits && enough && this.rules.numbersFirst));
      case "seal":
        return one.signed && one.numberInFile;
      case "void":
        return !waits;
      default:
        return false;
    }
  }

  /** May this person do it at all? */
  mayDo(one: ModelDocument, act: Act, who: Role): boolean {
    switch (act) {
      case "edit":
      case "submit":
        return true;
      case "withdraw":
        return who === one.by || who === one.lastHandedInBy;
      case "return":
        return who === "leader" || who === "clerk" || who === one.checker;
      case "approve":
        return (
          who === one.checker ||
          who === "leader" ||
          (who === "clerk" && one.checker === undefined && one.by !== "clerk")
        );
      case "sign":
        return who === "leader";
      case "number":
      case "seal":
      case "send":
        return who === "clerk";
      case "void":
        return who === "leader" || who === "clerk" || (!one.signed && who === one.by);
      case "recall":
        return who === "leader" || who === "clerk";
    }
  }

  /** Does somebody else edit it now? */
  takenByOther(one: ModelDocument, who: Role, now: number): boolean {
    return one.editing !== undefined && one.editing.until > now && one.editing.who !== who;
  }

  /** Will it be done? */
  allows(one: ModelDocument, act: Act, who: Role, now: number): boolean {
    if (!this.inOrder(one, act) || !this.mayDo(one, act, who)) return false;
    if (act === "send" && one.out) return false;
    const touchesDraft = act === "edit" || act === "submit" || act === "void";
    return !(touchesDraft && this.takenByOther(one, who, now));
  }

  /** Does it. `number`: what the office gave, to be compared. */
  does(one: ModelDocument, act: Act, who: Role, checker?: Role): void {
    switch (act) {
      case "edit":
        one.sentBack = false;
        one.history.push("edit");
        return;
      case "submit":
        Object.assign(one, { handedIn: true, lastHandedInBy: who, checker, editing: undefined });
        one.history.push("submit");
        return;
      case "withdraw":
      case "return":
        Object.assign(one, { handedIn: false, okayed: false, numberInFile: false, sentBack: act === "return" });
        one.history.push(act);
        return;
      case "approve":
        one.okayed = true;
        one.history.push("approve");
        return;
      case "sign":
        if (!one.okayed) one.history.push("approve");
        Object.assign(one, { signed: true, okayed: true });
        one.history.push("sign");
        return;
      case "number":
        if (one.number === undefined) {
          one.number = this.numbers.size + 1;
          this.numbers.set(one.number, { state: "reserved", id: one.id });
        }
        one.numberInFile = true;
        one.history.push("number");
        return;
      case "seal":
        one.sealed = true;
        this.numbers.get(one.number!)!.state = "issued";
        this.register.add(one.id);
        one.history.push("seal", "issue");
        this.changeOlder(one);
        return;
      case "send":
        one.out = true;
        one.history.push("send");
        return;
      case "void":
        if (one.number !== undefined) this.numbers.get(one.number)!.state = "voided";
        one.closed = "voided";
        one.editing = undefined;
        one.history.push("void");
        return;
      case "recall":
        one.closed = "recalled";
        one.history.push("recall");
    }
  }

  private changeOlder(one: ModelDocument): void {
    const older = one.about && this.documents.get(one.about.id);
    if (older === undefined || older.closed !== undefined) return;
    older.changedBy.push(one.id);
    if (one.about!.kind === "replaces") older.closed = "replaced";
    if (one.about!.kind === "recalls") older.closed = "recalled";
    older.history.push(
      { amends: "amend", corrects: "correct", replaces: "replace", recalls: "recall" }[one.about!.kind],
    );
  }
}
