import { type Actor, allow } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import type { StoredItem } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { readDocument } from "../document-file.ts";
import { type HeldKey, heldKey } from "../keys/holding.ts";
import type { KeyDesk, Unlock } from "../keys/model.ts";
import { readKey, type StoredKey, servesRole } from "../keys/records.ts";
import { keepToken, tokenKeeper } from "../keys/tokens.ts";
import { follow, isDue, settleInterrupted } from "./job-polling.ts";
import {
  claimedJob,
  claimOf,
  type JobDocument,
  type JobRecord,
  jobsOf,
  problemIn,
  readJob,
  saveJob,
  shownJob,
  startOperations,
  ticketOf,
} from "./job-records.ts";
import { isAuthorityFault } from "./levels.ts";
import type { BatchResult, DocumentToSign, SigningDesk, SigningOutcome, SigningRole } from "./session-model.ts";
import { asOurs } from "./session-steps.ts";

/** Documents of one act of signing. */
const MAX_DOCUMENTS = 1_000;
/** Signed before the page answers; the rest goes on behind it. */
const WITHIN_CALL = 50;
/** Recorded together while a local key signs. */
const GROUP = 50;
/** Prepared in memory at the same time for one confirmation elsewhere. */
const REMOTE_GROUP = 200;
/** Acts shown in a list. */
const LISTED = 50;
const TITLE = 80;

type JobDesk = Pick<KeyDesk, "sign" | "jobs" | "job" | "cancelJob">;

/** Acts of signing: one confirmation for many documents, recorded, so that they can be left and found again. */
export function signingJobs(context: OfficeContext, signing: SigningDesk): JobDesk & { idle(): Promise<void> } {
  /** Acts that this process is working on. */
  const working = new Map<string, Promise<unknown>>();

  /** Follows a job as far as it can be followed now. */
  const current = async (item: StoredItem<JobRecord>): Promise<StoredItem<JobRecord>> => {
    if (working.has(item.data.id)) return item;
    if (item.data.state === "running") return settleInterrupted(context, item);
    return isDue(item.data, context.clock()) ? (await follow(context, signing, item)).item : item;
  };

  return {
    async sign(actor, documents, role, keyId, unlock) {
      allow(actor, role === "leader" ? "document.sign" : "document.seal");
      const wanted = distinct(documents);
      const claim = claimOf(
        actor,
        role,
        wanted.map(({ id }) => id),
      );
      const under = await claimedJob(context, actor, claim);
      if (under !== undefined) return shownJob((await current(under)).data);
      const key = await keyFor(context, actor, role, keyId);
      const job = await newJob(context, actor, wanted, role, key, claim);
      const tokens = tokenKeeper(context, key);
      const held = await heldKey(context, key, unlock, {
        tokens,
        notifyUrl: (base) => `${base.replace(/\/+$/, "")}/${ticketOf(job)}`,
      });
      try {
        await context.storage.records.commit(startOperations(job));
      } catch (error) {
        held.lock();
        // The same act was started at this very moment (a double click): that one counts.
        const twin =
          isVanthuError(error) && error.code === "CONFLICT" ? await claimedJob(context, actor, claim) : undefined;
        if (twin === undefined) throw error;
        return shownJob(twin.data);
      }
      const steps = work(context, signing, actor, { item: { ...itemOf(job), rev: 1 }, held, unlock, tokens });
      const all = (async () => {
        try {
          let last = await steps.next();
          while (!last.done) last = await steps.next();
        } finally {
          held.lock();
          working.delete(job.id);
        }
      })();
      working.set(job.id, all);
      const inCall = held.holder.poll === undefined && wanted.length > WITHIN_CALL && context.background;
      if (inCall) {
        await Promise.race([all, steps.first]);
        // What goes wrong behind the answer is told by the job: it stays open until somebody looks.
        all.catch(() => undefined);
      } else await all;
      return shownJob((await readJob(context, placeOf(job))).data);
    },

    async jobs(actor, filter = {}) {
      allow(actor, "document.read");
      const pk = jobsOf(actor.organisationId, actor.personId);
      const { items } = await context.storage.records.query<JobRecord>(pk, { reverse: true, limit: LISTED });
      const shown = items.filter(({ data }) => !filter.open || data.state !== "finished");
      return shown.map(({ data }) => shownJob(data));
    },

    async job(actor, id) {
      allow(actor, "document.read");
      const { organisationId, personId } = actor;
      return shownJob((await current(await readJob(context, { organisationId, personId, id }))).data);
    },

    async cancelJob(actor, id) {
      allow(actor, "document.read");
      const place = { organisationId: actor.organisationId, personId: actor.personId, id };
      const { data } = await readJob(context, place);
      if (data.state === "finished") return shownJob(data);
      await context.storage.records.commit([
        {
          op: "put",
          pk: cancelledOf(actor.organisationId),
          sk: id,
          data: {},
          expiresAt: context.clock().getTime() + 86_400_000,
        },
      ]);
      // A key on this machine stops before its next group.
      await working.get(id)?.catch(() => undefined);
      const read = await readJob(context, place);
      // Not worked on here: another process stops before its next group; after one that died, what is signed is signed.
      const item = read.data.state === "running" ? await settleInterrupted(context, read) : read;
      if (item.data.state !== "waiting") return shownJob(item.data);
      const job = structuredClone(item.data);
      const problem = problemIn(job, cancelled());
      for (const document of job.documents) {
        if (document.state === "signed" || document.state === "failed") continue;
        if (document.sessionId !== undefined) {
          try {
            await signing.cancel(actor, document.sessionId, "người ký đã hủy");
          } catch (error) {
            // Completed or given up a moment ago: that is what the document then says.
            if (!isVanthuError(error)) throw error;
            const { status } = await signing.session(actor, document.sessionId);
            if (status === "completed") {
              Object.assign(document, { state: "signed" });
              continue;
            }
          }
        }
        Object.assign(document, { state: "failed", problem });
      }
      return shownJob((await saveJob(context, { ...job, state: "finished", waiting: [] }, item.rev)).data);
    },

    async idle() {
      await Promise.allSettled(working.values());
    },
  };
}

interface Work {
  item: StoredItem<JobRecord>;
  held: HeldKey;
  unlock: Unlock;
  tokens: ReturnType<typeof tokenKeeper>;
}

/** Signs group after group and records each; `first` is kept when the first group is recorded. */
function work(
  context: OfficeContext,
  signing: SigningDesk,
  actor: Actor,
  { item, held, unlock, tokens }: Work,
): AsyncGenerator<void> & { first: Promise<void> } {
  const { promise: first, resolve } = Promise.withResolvers<void>();
  const { holder } = held;
  const size = holder.poll === undefined ? GROUP : REMOTE_GROUP;
  const { role } = item.data;
  const authorisation = {
    ...(unlock.pin === undefined ? {} : { pin: unlock.pin }),
    ...(unlock.otp === undefined ? {} : { otp: unlock.otp }),
  };
  async function* steps(): AsyncGenerator<void> {
    let { rev } = item;
    const job = structuredClone(item.data);
    let stopped: VanthuError | undefined;
    for (let start = 0; start < job.documents.length; start += size) {
      const some = job.documents.slice(start, start + size);
      if (start > 0 && (await isCancelled(context, job))) stopped ??= cancelled();
      let result: BatchResult | undefined;
      if (stopped === undefined) {
        try {
          result = await signing.signAll(actor, some.map(documentOf), role, holder, authorisation);
          stopped = result.stopped ?? authorityDown(result);
        } catch (error) {
          // What is refused before any document was prepared (certificate, authority) is refused for all.
          stopped = asOurs(error);
        }
      }
      take(job, some, result, stopped, context.clock());
      if (result?.warning !== undefined) job.warning = result.warning;
      await keepToken(context, job, tokens);
      const last = start + size >= job.documents.length;
      if (last) job.state = job.documents.some(({ state }) => state === "waiting") ? "waiting" : "finished";
      job.beatAt = context.clock().toISOString();
      ({ rev } = await saveJob(context, job, rev));
      resolve();
      yield;
    }
  }
  return Object.assign(steps(), { first });
}

/** Writes into a job what came of some of its documents. */
function take(
  job: JobRecord,
  some: JobDocument[],
  result: BatchResult | undefined,
  stopped: VanthuError | undefined,
  now: Date,
): void {
  for (const [index, document] of some.entries()) {
    const outcome: SigningOutcome | undefined = result?.outcomes[index];
    if (outcome?.state === "signed") document.state = "signed";
    else if (outcome?.state === "waiting")
      Object.assign(document, {
        state: "waiting",
        sessionId: outcome.sessionId,
        transaction: outcome.transaction,
      });
    else Object.assign(document, { state: "failed", problem: problemIn(job, outcome?.error ?? stopped!) });
  }
  for (const { transaction, message, expiresAt, pollAfterMs } of result?.waiting ?? []) {
    job.waiting.push({ transaction, message, expiresAt });
    job.dueAt = new Date(now.getTime() + pollAfterMs).toISOString();
  }
}

/** An authority that failed every document of a group would make each of the next wait for it again. */
function authorityDown({ outcomes }: BatchResult): VanthuError | undefined {
  const errors = outcomes.map(({ error }) => error);
  return errors.every(isAuthorityFault) ? errors[0] : undefined;
}

async function newJob(
  context: OfficeContext,
  actor: Actor,
  documents: readonly DocumentToSign[],
  role: SigningRole,
  key: StoredKey,
  claim: string,
): Promise<JobRecord> {
  const at = context.clock();
  const now = at.toISOString();
  const titled: JobDocument[] = [];
  for (const one of documents)
    titled.push({ ...documentOf(one), title: await titleOf(context, actor, one.id), state: "queued" });
  return {
    id: timeOrderedId(at),
    organisationId: actor.organisationId,
    startedAt: now,
    requester: { personId: actor.personId, name: actor.name },
    role,
    key: { id: key.id, label: key.label },
    state: "running",
    documents: titled,
    problems: [],
    waiting: [],
    beatAt: now,
    claim,
  };
}

async function titleOf(context: OfficeContext, actor: Actor, id: string): Promise<string> {
  try {
    const { kind, subject } = await readDocument(context, actor, id);
    const title = `${KINDS[kind].name} ${subject}`.replace(/\s+/g, " ").trim();
    return title.length > TITLE ? `${title.slice(0, TITLE - 1)}…` : title;
  } catch (error) {
    // That it is not there is told by its outcome.
    if (isVanthuError(error) && error.code === "NOT_FOUND") return id.slice(0, TITLE);
    throw error;
  }
}

/** @throws NOT_FOUND for a key that this person cannot sign with in this role */
async function keyFor(context: OfficeContext, actor: Actor, role: SigningRole, keyId: string): Promise<StoredKey> {
  const { data } = await readKey(context.storage, actor.organisationId, keyId);
  if (servesRole(actor, data, role)) return data;
  throw new VanthuError("NOT_FOUND", {
    message: role === "leader" ? "Khóa này không phải của bạn." : "Khóa này không phải là con dấu của cơ quan.",
    where: keyId,
    hint: "Chọn một khóa ký khác trong danh sách.",
  });
}

function distinct(documents: readonly DocumentToSign[]): DocumentToSign[] {
  const byId = new Map(documents.map((one) => [one.id, one]));
  if (byId.size === 0 || byId.size > MAX_DOCUMENTS) {
    throw new VanthuError("INVALID", {
      message: byId.size === 0 ? "Chưa chọn văn bản nào." : `Mỗi lần ký tối đa ${MAX_DOCUMENTS} văn bản.`,
      where: "documents",
      hint: byId.size === 0 ? "Chọn ít nhất một văn bản." : "Chia thành nhiều lần ký.",
    });
  }
  return [...byId.values()].map(documentOf);
}

function documentOf({ id, rev, sealWish, opinion }: DocumentToSign): DocumentToSign {
  return {
    id,
    rev,
    ...(sealWish === undefined ? {} : { sealWish }),
    ...(opinion === undefined || opinion.trim() === "" ? {} : { opinion: opinion.slice(0, 4_000) }),
  };
}

function placeOf({ organisationId, requester, id }: JobRecord) {
  return { organisationId, personId: requester.personId, id };
}

function itemOf(job: JobRecord): Omit<StoredItem<JobRecord>, "rev"> {
  return { pk: jobsOf(job.organisationId, job.requester.personId), sk: job.id, data: job };
}

function cancelledOf(organisationId: string): string {
  return `org/${organisationId}/signing-cancelled`;
}

async function isCancelled(context: OfficeContext, { organisationId, id }: JobRecord): Promise<boolean> {
  return (await context.storage.records.get(cancelledOf(organisationId), id)) !== undefined;
}

function cancelled(): VanthuError {
  return new VanthuError("SIGN_CANCELLED", {
    message: "Người ký đã hủy lần ký này. Văn bản chưa được ký.",
    hint: "Nếu điện thoại còn hiện yêu cầu xác nhận thì từ chối yêu cầu đó.",
  });
}
