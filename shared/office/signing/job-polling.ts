import { type Actor, allow } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import type { StoredItem } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { readDocument } from "../document-file.ts";
import { heldKey } from "../keys/holding.ts";
import { readKey } from "../keys/records.ts";
import { keepToken, tokenKeeper } from "../keys/tokens.ts";
import { type JobDocument, type JobRecord, problemIn, readJob, saveJob } from "./job-records.ts";
import type { SigningDesk, SigningOutcome } from "./session-model.ts";
import { asOurs } from "./session-steps.ts";

/** Asked again not sooner than this after a failed question. */
const PAUSE_MS = 5_000;
/** One who works on a job gives a sign of life with every group; after so long without one, nobody does. */
const SILENT_MS = 120_000;

/** What following a job did. */
export interface Followed {
  item: StoredItem<JobRecord>;
  /** Transactions asked. */
  asked: number;
}

/** Is the holder worth asking now? */
export function isDue({ state, dueAt }: JobRecord, now: Date): boolean {
  return state === "waiting" && (dueAt === undefined || dueAt <= now.toISOString());
}

/** Nobody works on it any more. */
function isSilent({ state, beatAt }: JobRecord, now: Date): boolean {
  return state === "running" && Date.parse(beatAt) + SILENT_MS < now.getTime();
}

/**
 * Asks the holder for the transactions of a waiting job and records what came of its documents. Of several who do it at the same moment one
 * asks; and whoever asks, sessions are used once.
 */
export async function follow(
  context: OfficeContext,
  signing: SigningDesk,
  item: StoredItem<JobRecord>,
): Promise<Followed> {
  const claimed = await claim(context, item);
  if (claimed === undefined) return { item: await readJob(context, placeOf(item.data)), asked: 0 };
  const job = structuredClone(claimed.data);
  const transactions = [...new Set(job.documents.flatMap((one) => (one.state === "waiting" ? one.transaction! : [])))];
  let asked = 0;
  try {
    const actor = await requesterOf(context, job);
    const { data: key } = await readKey(context.storage, job.organisationId, job.key.id);
    const tokens = tokenKeeper(context, key, job);
    const { holder } = await heldKey(context, key, {}, { tokens, known: true });
    job.waiting = [];
    for (const transaction of transactions) {
      asked += 1;
      const { outcomes, waiting } = await signing.collect(actor, holder, transaction);
      for (const outcome of outcomes) take(job, transaction, outcome);
      for (const { message, expiresAt, pollAfterMs } of waiting) {
        const known = claimed.data.waiting.find((one) => one.transaction === transaction);
        // Holders tell a new end at every answer; what counts is the first.
        job.waiting.push({ transaction, message, expiresAt: known?.expiresAt ?? expiresAt });
        job.dueAt = later(context, pollAfterMs);
      }
    }
    await keepToken(context, job, tokens);
  } catch (error) {
    const ours = asOurs(error);
    const over = isOver(ours) || isTooLate(context, claimed.data);
    job.waiting = over ? [] : claimed.data.waiting;
    const problem = problemIn(job, ours);
    for (const document of job.documents) {
      if (document.state !== "waiting") continue;
      // The person sees why it takes longer; the next question may be answered.
      Object.assign(document, over ? { state: "failed", problem } : { problem });
      if (over) await abandon(context, signing, job, document, ours);
    }
  }
  if (!job.documents.some(({ state }) => state === "waiting")) Object.assign(job, { state: "finished", waiting: [] });
  job.beatAt = context.clock().toISOString();
  try {
    return { item: await saveJob(context, job, claimed.rev), asked };
  } catch (error) {
    // Cancelled meanwhile, say: what is stored counts.
    if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
    return { item: await readJob(context, placeOf(job)), asked };
  }
}

/**
 * Ends a job that nobody works on any more (the process was stopped): what was signed is signed, the rest says what to do. A job that
 * somebody may still be working on is left as it is.
 */
export async function settleInterrupted(
  context: OfficeContext,
  item: StoredItem<JobRecord>,
): Promise<StoredItem<JobRecord>> {
  if (!isSilent(item.data, context.clock())) return item;
  const job = structuredClone(item.data);
  const problem = problemIn(
    job,
    new VanthuError("SIGN_INTERRUPTED", {
      message: "Hệ thống đã dừng trong lúc đang ký. Văn bản này chưa được ký.",
      hint: "Chọn lại các văn bản chưa ký và ký lại. Nếu điện thoại còn hiện yêu cầu xác nhận cũ thì từ chối yêu cầu đó.",
    }),
  );
  for (const document of job.documents) {
    if (document.state !== "queued") continue;
    if (await wasSigned(context, job, document)) document.state = "signed";
    else Object.assign(document, { state: "failed", problem });
  }
  job.state = job.documents.some(({ state }) => state === "waiting") ? "waiting" : "finished";
  try {
    return await saveJob(context, job, item.rev);
  } catch (error) {
    if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
    return readJob(context, placeOf(job));
  }
}

/** Takes the turn to ask; undefined when somebody else has it. */
async function claim(context: OfficeContext, item: StoredItem<JobRecord>): Promise<StoredItem<JobRecord> | undefined> {
  try {
    return await saveJob(context, { ...item.data, dueAt: later(context, PAUSE_MS) }, item.rev);
  } catch (error) {
    if (isVanthuError(error) && error.code === "CONFLICT") return undefined;
    throw error;
  }
}

/** Who asked for the job, with the roles of today. @throws FORBIDDEN when they may no longer sign, NOT_FOUND */
async function requesterOf(context: OfficeContext, job: JobRecord): Promise<Actor> {
  const person = await context.access.person(job.organisationId, job.requester.personId);
  const roles = person.disabled === true ? [] : person.roles;
  const actor = { personId: person.id, organisationId: job.organisationId, name: job.requester.name, roles };
  allow(actor, job.role === "leader" ? "document.sign" : "document.seal");
  return actor;
}

function take(job: JobRecord, transaction: string, outcome: SigningOutcome): void {
  const document = job.documents.find((one) => one.id === outcome.documentId && one.transaction === transaction);
  if (document?.state !== "waiting") return;
  delete document.problem;
  if (outcome.state === "signed") document.state = "signed";
  else if (outcome.state === "failed") {
    document.problem = problemIn(job, outcome.error);
    // An authority that is down today may answer in a minute: the signature is kept for it.
    if (!outcome.again) document.state = "failed";
  }
}

/** Asking again would only be refused again. */
function isOver({ code }: VanthuError): boolean {
  return ["FORBIDDEN", "NOT_FOUND", "INVALID", "SECRET_UNREADABLE", "SECRET_KEY_MISSING", "SIGN_KEY_MISMATCH"].includes(
    code,
  );
}

/** Sessions end a quarter of an hour after they were prepared; nothing can come of a job long after. */
function isTooLate(context: OfficeContext, { startedAt }: JobRecord): boolean {
  return Date.parse(startedAt) + 30 * 60_000 < context.clock().getTime();
}

async function abandon(
  context: OfficeContext,
  signing: SigningDesk,
  job: JobRecord,
  document: JobDocument,
  error: VanthuError,
): Promise<void> {
  const { personId, name } = job.requester;
  const actor: Actor = { personId, name, organisationId: job.organisationId, roles: ["leader", "clerk"] };
  try {
    await signing.cancel(actor, document.sessionId!, error.message);
  } catch (failure) {
    if (!isVanthuError(failure)) throw failure;
    if (await wasSigned(context, job, document)) Object.assign(document, { state: "signed" });
  }
}

/** Does the document carry the signature that this job was to make? */
async function wasSigned(context: OfficeContext, job: JobRecord, { id }: JobDocument): Promise<boolean> {
  const { personId, name } = job.requester;
  const actor: Actor = { personId, name, organisationId: job.organisationId, roles: [] };
  try {
    const { history } = await readDocument(context, actor, id);
    const action = job.role === "leader" ? "sign" : "issue";
    return history.some((one) => one.action === action && one.personId === personId && one.at >= job.startedAt);
  } catch (error) {
    if (isVanthuError(error) && error.code === "NOT_FOUND") return false;
    throw error;
  }
}

function later(context: OfficeContext, ms: number): string {
  return new Date(context.clock().getTime() + ms).toISOString();
}

function placeOf({ organisationId, requester, id }: JobRecord) {
  return { organisationId, personId: requester.personId, id };
}
