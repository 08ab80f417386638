import { type Actor, may } from "../../access/index.ts";
import type { Dossier, DossierState } from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { DossierAction } from "./model.ts";

/** States in which a step is possible. */
const STATES: Record<DossierAction, readonly DossierState[]> = {
  edit: ["open"],
  put: ["open"],
  close: ["open"],
  reopen: ["closed"],
  access: ["open", "closed", "offered", "kept"],
  freeze: ["open", "closed", "offered", "kept"],
  unfreeze: ["open", "closed", "offered", "kept"],
  offer: ["closed"],
  receive: ["offered"],
  return: ["offered"],
  "keep-back": ["closed"],
  transfer: ["open", "closed"],
  export: ["closed", "offered", "kept"],
};

/** Steps that change nothing of the dossier itself, or that a lock is ended with. */
const WHILE_FROZEN: readonly DossierAction[] = ["unfreeze", "export"];

const STATE_WORDS: Record<DossierState, string> = {
  open: "đang mở",
  closed: "đã kết thúc",
  offered: "đang chờ lưu trữ nhận",
  kept: "đã nộp lưu",
};

/** Who may do a step with this dossier, whatever its state. */
function mayDo(actor: Actor, dossier: Dossier, action: DossierAction): boolean {
  const own = dossier.maker.personId === actor.personId && may(actor, "dossier.keep");
  const archive = may(actor, "archive.keep");
  const head = may(actor, "document.sign");
  switch (action) {
    case "receive":
    case "return":
      return archive;
    // By order of the authorised person (Phụ lục VI Phần I.IV.1.g).
    case "freeze":
    case "unfreeze":
      return head || archive || may(actor, "administer");
    case "access":
      return dossier.state === "kept" ? archive : own || head;
    case "transfer":
      return own || head;
    case "keep-back":
      return own;
    case "export":
      return own || archive || head;
    default:
      return own || (head && action !== "offer");
  }
}

/** What this person may do with the dossier now. */
export function actionsOf(actor: Actor, dossier: Dossier): DossierAction[] {
  return (Object.keys(STATES) as DossierAction[]).filter(
    (action) =>
      STATES[action].includes(dossier.state) &&
      (dossier.frozen === undefined ? action !== "unfreeze" : WHILE_FROZEN.includes(action)) &&
      mayDo(actor, dossier, action),
  );
}

/** Lets a step pass. @throws FORBIDDEN, DOSSIER_STATE, DOSSIER_FROZEN */
export function requireAction(actor: Actor, dossier: Dossier, action: DossierAction): void {
  if (!mayDo(actor, dossier, action))
    throw new VanthuError("FORBIDDEN", {
      message: "Bạn không có quyền làm việc này với hồ sơ.",
      where: dossier.id,
      hint: "Người lập hồ sơ, lãnh đạo hoặc người lưu trữ mới được làm.",
    });
  if (dossier.frozen !== undefined && !WHILE_FROZEN.includes(action))
    throw new VanthuError("DOSSIER_FROZEN", {
      message: `Hồ sơ đang bị khóa: ${dossier.frozen.reason}`,
      where: dossier.id,
      hint: "Người có thẩm quyền mở khóa thì mới thay đổi được hồ sơ.",
    });
  if (!STATES[action].includes(dossier.state) || (action === "unfreeze" && dossier.frozen === undefined))
    throw new VanthuError("DOSSIER_STATE", {
      message: `Hồ sơ ${STATE_WORDS[dossier.state]} nên không làm được việc này.`,
      where: dossier.id,
      hint: "Mở lại hồ sơ để xem những việc làm được.",
    });
}
