import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { type WriteOperation, withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { MIGRATIONS, type Migration } from "./steps.ts";

/** Where the version of an installation's data stands. */
const PLACE = { pk: "installation", sk: "data-version" };
const LEASE = { pk: "installation", sk: "migrating" };
/** Whoever is at it says so this often, and whoever has not said so for so long has ended; milliseconds. */
export const LEASE_MS = 45_000;
const BEATS = 4;

interface DataVersion {
  version: number;
  /** ISO instants by version. */
  reached: Record<string, string>;
}

/** What a migration did. */
export interface MigrationRun {
  from: number;
  to: number;
  /** Names of the steps, in order. */
  ran: string[];
}

/** The version that this program writes. */
export const DATA_VERSION = MIGRATIONS.at(-1)?.version ?? 0;

/**
 * Brings the stored data to what this program writes: each step once, in order, its version noted when it has ended. Steps may be run again after a
 * crash. An installation without organisations has nothing to bring along. Of several processes one does it; the others come back without waiting.
 *
 * @param steps those of this program
 * @param options.wait waits for the process that is at it, and takes over when that one has ended without finishing
 * @param options.leaseMs how long a process may be silent
 * @throws VanthuError DATA_TOO_NEW when a newer program has written here: going on could spoil what it wrote
 */
export async function migrate(
  context: OfficeContext,
  steps: readonly Migration[] = MIGRATIONS,
  options: { wait?: boolean; leaseMs?: number } = {},
): Promise<MigrationRun> {
  const leaseMs = options.leaseMs ?? LEASE_MS;
  const { records } = context.storage;
  const stored = await records.get<DataVersion>(PLACE.pk, PLACE.sk);
  const newest = steps.at(-1)?.version ?? 0;
  let version = stored?.data.version ?? 0;
  const run: MigrationRun = { from: version, to: version, ran: [] };
  if (version > newest)
    throw new VanthuError("DATA_TOO_NEW", {
      message: `Dữ liệu thuộc phiên bản ${version}, chương trình này chỉ biết đến phiên bản ${newest}.`,
      where: "data-version",
      hint: "Chạy phiên bản Vanthu mới hơn, hoặc khôi phục bản sao lưu trước khi nâng cấp.",
    });
  if (version === newest) return run;
  if (stored === undefined && (await context.access.organisations()).length === 0) {
    await note(context, newest);
    return { ...run, to: newest };
  }
  let lease = await takeLease(context, leaseMs);
  while (lease === undefined) {
    if (options.wait !== true) return run;
    await sleep(leaseMs / BEATS / 4);
    version = (await dataVersion(context)) || version;
    if (version === newest) return { ...run, to: version };
    lease = await takeLease(context, leaseMs);
  }
  try {
    // Another process may have been at it until a moment ago: what it did is not done, nor noted, again.
    version = (await dataVersion(context)) || version;
    for (const step of steps) {
      if (step.version <= version) continue;
      await step.run(context);
      const reached = await noteHeld(context, lease, step.version);
      // It was silent for so long that another one has taken over: that one goes on.
      if (reached === undefined) break;
      version = reached;
      run.ran.push(step.name);
    }
  } finally {
    await lease.end();
  }
  return { ...run, to: version };
}

/** The version of the stored data; 0 before the first migration. */
export async function dataVersion({ storage }: Pick<OfficeContext, "storage">): Promise<number> {
  return (await storage.records.get<DataVersion>(PLACE.pk, PLACE.sk))?.data.version ?? 0;
}

/** Notes a version in one commit with the lease; the version that is noted then, undefined where another process holds the lease. */
async function noteHeld(context: OfficeContext, lease: Lease, version: number): Promise<number | undefined> {
  return withRetry(async () => {
    const renewal = await lease.renewal();
    return renewal === undefined ? undefined : note(context, version, renewal);
  });
}

/** Never lowers it: a process that was paused does not know what another one did meanwhile. */
async function note({ storage, clock }: OfficeContext, version: number, ...also: WriteOperation[]): Promise<number> {
  const stored = await storage.records.get<DataVersion>(PLACE.pk, PLACE.sk);
  if (stored !== undefined && stored.data.version >= version) return stored.data.version;
  const data: DataVersion = { version, reached: { ...stored?.data.reached, [version]: clock().toISOString() } };
  await storage.records.commit([
    stored === undefined ? { op: "insert", ...PLACE, data } : { op: "update", ...PLACE, rev: stored.rev, data },
    ...also,
  ]);
  return version;
}

/** The right to change the data, kept up by a sign of life until it ends. */
interface Lease {
  /** The write that keeps it for longer, also where it ran out and nobody took it; undefined when another process has it. */
  renewal(): Promise<WriteOperation | undefined>;
  end(): Promise<void>;
}

/** @returns undefined while another process is at it */
async function takeLease({ storage }: OfficeContext, leaseMs: number): Promise<Lease | undefined> {
  const { records } = storage;
  const expiresAt = () => Date.now() + leaseMs;
  const holder = randomUUID();
  try {
    await records.commit([{ op: "insert", ...LEASE, data: { holder }, expiresAt: expiresAt() }]);
  } catch (error) {
    if (isVanthuError(error) && error.code === "CONFLICT") return undefined;
    throw error;
  }
  const renewal = async (): Promise<WriteOperation | undefined> => {
    const item = await records.get<{ holder: string }>(LEASE.pk, LEASE.sk);
    const renewed = { ...LEASE, data: { holder }, expiresAt: expiresAt() };
    if (item === undefined) return { op: "insert", ...renewed };
    return item.data.holder === holder ? { op: "update", ...renewed, rev: item.rev } : undefined;
  };
  let beating = Promise.resolve();
  const beat = async () => {
    try {
      const write = await renewal();
      if (write !== undefined) await records.commit([write]);
    } catch {
      // Not heard this time; it is heard the next time, or another one takes over.
    }
  };
  const timer = setInterval(() => {
    beating = beating.then(beat);
  }, leaseMs / BEATS);
  timer.unref();
  return {
    renewal,
    async end() {
      clearInterval(timer);
      await beating;
      const item = await records.get<{ holder: string }>(LEASE.pk, LEASE.sk);
      if (item?.data.holder === holder) await records.commit([{ op: "remove", ...LEASE, rev: item.rev }]);
    },
  };
}
