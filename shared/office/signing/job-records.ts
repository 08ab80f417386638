import { createHash } from "node:crypto";
import type { Actor } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import type { StoredItem, WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { SigningJob } from "../keys/model.ts";
import type { DocumentToSign, SigningRole } from "./session-model.ts";

/** One document of a stored act of signing. */
export interface JobDocument {
  id: string;
  rev: number;
  title: string;
  /** As they were asked for ({@link DocumentToSign}). */
  sealWish?: DocumentToSign["sealWish"];
  opinion?: string;
  /** queued: not tried yet. */
  state: "queued" | "waiting" | "signed" | "failed";
  /** While it waits: the session, and the holder's transaction. */
  sessionId?: string;
  transaction?: string;
  /** Index in {@link JobRecord.problems}: a thousand documents may fail for one reason. */
  problem?: number;
}

/** An act of signing as it is stored: found again after the page was left, and by any process. */
export interface JobRecord {
  id: string;
  organisationId: string;
  startedAt: string;
  requester: { personId: string; name: string };
  role: SigningRole;
  key: { id: string; label: string };
  state: SigningJob["state"];
  documents: JobDocument[];
  problems: { code: string; message: string; hint?: string }[];
  /** Transactions that the person has still to confirm. */
  waiting: { transaction: string; message: string; expiresAt: string }[];
  /** When it is worth asking the holder again. */
  dueAt?: string;
  /** Last sign of life of whoever works on it. */
  beatAt: string;
  /** Names the same act asked for again. */
  claim: string;
  /** The service's access token, sealed: no password is kept. */
  token?: string;
  warning?: string;
}

/** Acts of signing are shown for so long. */
const KEPT_MS = 90 * 86_400_000;
/** Every act that is not finished, of all organisations: what the worker looks at. */
const OPEN = "signing-open";

/** Where a job stands. */
export interface JobPlace {
  organisationId: string;
  personId: string;
  id: string;
}

/** Partition of a person's acts of signing. */
export function jobsOf(organisationId: string, personId: string): string {
  return `org/${organisationId}/signing-jobs/${personId}`;
}

function claimsOf(organisationId: string): string {
  return `org/${organisationId}/signing-claims`;
}

/** The same person, the same capacity, the same documents. */
export function claimOf(actor: Actor, role: SigningRole, ids: readonly string[]): string {
  const text = JSON.stringify([actor.personId, role, [...ids].sort()]);
  return createHash("sha256").update(text).digest("hex");
}

/** An unfinished act on the same documents. */
export async function claimedJob(
  context: OfficeContext,
  actor: Actor,
  claim: string,
): Promise<StoredItem<JobRecord> | undefined> {
  const { records } = context.storage;
  const found = await records.get<{ id: string }>(claimsOf(actor.organisationId), claim);
  if (found === undefined) return undefined;
  const job = await records.get<JobRecord>(jobsOf(actor.organisationId, actor.personId), found.data.id);
  return job?.data.state === "finished" ? undefined : job;
}

/** The writes that start an act: the job itself, that it is open, and its claim; CONFLICT when the same act has just been started. */
export function startOperations(job: JobRecord): WriteOperation[] {
  const { organisationId, requester, id, claim } = job;
  return [
    jobWrite(job),
    { op: "insert", pk: OPEN, sk: `${organisationId}/${requester.personId}/${id}`, data: {} },
    { op: "insert", pk: claimsOf(organisationId), sk: claim, data: { id } },
  ];
}

/** Replaces a job at its revision; a finished one is open no longer. @returns the item as it is then */
export async function saveJob(context: OfficeContext, given: JobRecord, rev: number): Promise<StoredItem<JobRecord>> {
  const { token, ...rest } = given;
  // Nobody asks the service for a finished act again: its token ends with it.
  const job: JobRecord = token === undefined || given.state === "finished" ? rest : given;
  const write = jobWrite(job, rev);
  const { organisationId, requester, id, claim } = job;
  const over: WriteOperation[] =
    job.state !== "finished"
      ? []
      : [
          // Both are written once and never changed: their revision is 1.
          { op: "remove", pk: OPEN, sk: `${organisationId}/${requester.personId}/${id}`, rev: 1 },
          { op: "remove", pk: claimsOf(organisationId), sk: claim, rev: 1 },
        ];
  await context.storage.records.commit([write, ...over]);
  return { pk: write.pk, sk: write.sk, rev: rev + 1, data: job };
}

function jobWrite(job: JobRecord, rev?: number): WriteOperation {
  const place = { pk: jobsOf(job.organisationId, job.requester.personId), sk: job.id, data: job };
  const expiresAt = Date.parse(job.startedAt) + KEPT_MS;
  return rev === undefined ? { op: "insert", ...place, expiresAt } : { op: "update", ...place, rev, expiresAt };
}

/** @throws NOT_FOUND */
export async function readJob(context: OfficeContext, place: JobPlace): Promise<StoredItem<JobRecord>> {
  const item = await context.storage.records.get<JobRecord>(jobsOf(place.organisationId, place.personId), place.id);
  if (item !== undefined) return item;
  throw new VanthuError("NOT_FOUND", {
    message: "Không có lần trình ký này, hoặc đã quá cũ.",
    where: place.id,
    hint: "Mở danh sách văn bản chờ ký.",
  });
}

/** Acts that are not finished, of all organisations. */
export async function* openJobs(context: OfficeContext): AsyncGenerator<JobPlace> {
  let after: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof context.storage.records.query>> = await context.storage.records.query(OPEN, {
      limit: 200,
      ...(after === undefined ? {} : { after }),
    });
    for (const { sk } of page.items) {
      const [organisationId, personId, id] = sk.split("/");
      yield { organisationId: organisationId!, personId: personId!, id: id! };
    }
    after = page.next;
  } while (after !== undefined);
}

/** Index of a problem in a job, added when it is new. */
export function problemIn(job: JobRecord, error: VanthuError): number {
  const { code, message, hint } = error;
  const known = job.problems.findIndex((one) => one.code === code && one.message === message);
  if (known >= 0) return known;
  // Enough to see what is wrong; a record has its limits.
  if (job.problems.length >= 100) return job.problems.length - 1;
  job.problems.push({ code, message, ...(hint === undefined ? {} : { hint }) });
  return job.problems.length - 1;
}

/** A job as its page shows it. */
export function shownJob(job: JobRecord): SigningJob {
  const { id, startedAt, requester, role, key, state, waiting, dueAt, warning } = job;
  return {
    id,
    startedAt,
    requester,
    role,
    key,
    state,
    ...(state === "waiting" && dueAt !== undefined ? { dueAt } : {}),
    ...(waiting.length === 0 ? {} : { waiting: waiting.map(({ message, expiresAt }) => ({ message, expiresAt })) }),
    documents: job.documents.map((one) => {
      const problem = one.problem === undefined ? undefined : job.problems[one.problem];
      return {
        id: one.id,
        title: one.title,
        state: one.state === "queued" ? "running" : one.state,
        ...(problem === undefined ? {} : { problem }),
      };
    }),
    ...(warning === undefined ? {} : { warning }),
  };
}

/** Names a job in an address that a signing service calls; it opens nothing, it only makes the job due. */
export function ticketOf({ organisationId, requester, id }: JobRecord): string {
  return Buffer.from([organisationId, requester.personId, id].join("/"), "utf8").toString("base64url");
}

/** A service called the address of a job: it is worth asking now. Unknown tickets, and jobs that do not wait, change nothing. */
export async function makeDue(context: OfficeContext, ticket: string): Promise<void> {
  const [organisationId, personId, id, ...rest] = Buffer.from(ticket.slice(0, 300), "base64url")
    .toString("utf8")
    .split("/");
  if (!organisationId || !personId || !id || rest.length > 0) return;
  const item = await context.storage.records.get<JobRecord>(jobsOf(organisationId, personId), id);
  if (item?.data.state !== "waiting") return;
  try {
    await saveJob(context, { ...item.data, dueAt: context.clock().toISOString() }, item.rev);
  } catch (error) {
    // Somebody asks at this moment anyway.
    if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
  }
}
