import type { Actor } from "../../shared/access/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import type {
  DocumentSummary,
  KeyDesk,
  KeyOwner,
  Office,
  SigningJob,
  SigningKey,
  SigningRole,
  Unlock,
} from "../../shared/office/index.ts";
import type { Form } from "./desk.tsx";

/** Keys that a page offers to somebody who is about to sign. */
export interface KeyOffer {
  role: SigningRole;
  /** The preferred one first. */
  usable: SigningKey[];
  /** Keys of the same owner that cannot sign now: shown with the reason, so that nobody looks for them. */
  others: SigningKey[];
  now: Date;
}

/** What can be signed with in this role, and what cannot any more. */
export async function keyOffer(desk: KeyDesk, actor: Actor, role: SigningRole, now: Date): Promise<KeyOffer> {
  const [usable, all] = await Promise.all([desk.usable(actor, role), desk.keys(actor)]);
  const owner: KeyOwner = role === "seal" ? "seal" : { personId: actor.personId };
  const others = all.filter((key) => sameOwner(key.owner, owner) && !usable.some(({ id }) => id === key.id));
  return { role, usable, others, now };
}

/** Ids of submitted documents that must get their number before they are signed; none where the leader signs first. */
export async function waitingForNumber(
  office: Office,
  actor: Actor,
  documents: readonly DocumentSummary[],
): Promise<Set<string>> {
  const waiting = new Set<string>();
  if ((await office.keys.settings(actor)).order !== "number-first") return waiting;
  const { approval } = await office.workflow.settings(actor);
  // One that was returned keeps its number but not the file that carried it.
  for (const { id, state, numbered } of documents)
    if (numbered !== true && (state === "approved" || (state === "submitted" && approval === "optional")))
      waiting.add(id);
  return waiting;
}

/** Do both mean the same person, or the organisation's seal? */
export function sameOwner(a: KeyOwner, b: KeyOwner): boolean {
  if (a === "seal" || b === "seal") return a === b;
  return a.personId === b.personId;
}

/**
 * The key chosen in a form, and what was entered for it. Fields of secrets carry the key's id, because without script the fields of every
 * key are in the form. Secrets are taken as they were typed.
 *
 * @throws INVALID when no key was chosen
 */
export function chosenKey(form: Form): { keyId: string; unlock: Unlock } {
  const keyId = form.text("key");
  if (keyId === "") {
    throw new VanthuError("INVALID", {
      message: "Chưa chọn chứng thư số để ký.",
      where: "key",
      hint: "Chọn một chứng thư số trong danh sách.",
    });
  }
  const entered = (name: string) => form.all(`${name}.${keyId}`)[0] || undefined;
  const [password, pin, otp] = [entered("password"), entered("pin"), entered("otp")?.trim()];
  return { keyId, unlock: { ...(password && { password }), ...(pin && { pin }), ...(otp && { otp }) } };
}

/** What came last of each document that this person's acts of signing were about. */
export interface LastAct {
  job: SigningJob;
  document: SigningJob["documents"][number];
}

/** By document id; `jobs` the newest first. */
export function lastActs(jobs: readonly SigningJob[]): Map<string, LastAct> {
  const last = new Map<string, LastAct>();
  for (const job of jobs)
    for (const document of job.documents) if (!last.has(document.id)) last.set(document.id, { job, document });
  return last;
}

/** Is this document still being signed? */
export function isUnderWay(act: LastAct | undefined): boolean {
  return (
    act !== undefined &&
    act.job.state !== "finished" &&
    (act.document.state === "waiting" || act.document.state === "running")
  );
}

/** Names the way a job stands: as long as it is the same there is nothing new to show. */
export function standingOf(job: SigningJob): string {
  const states = job.documents.map(({ state }) => state[0]).join("");
  return `${job.state[0]}${job.waiting?.length ?? 0}${states}`;
}
