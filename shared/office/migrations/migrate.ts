import { isVanthuError, VanthuError } from "../../errors/index.ts";
import type { OfficeContext } from "../context.ts";
import { MIGRATIONS, type Migration } from "./steps.ts";

/** Where the version of an installation's data stands. */
const PLACE = { pk: "installation", sk: "data-version" };
const LEASE = { pk: "installation", sk: "migrating" };
/** Whoever began a step and is not heard of again for so long has ended; milliseconds. */
const LEASE_MS = 10 * 60_000;

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
 * @throws VanthuError DATA_TOO_NEW when a newer program has written here: going on could spoil what it wrote
 */
export async function migrate(context: OfficeContext, steps: readonly Migration[] = MIGRATIONS): Promise<MigrationRun> {
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
  if (!(await leased(context))) return run;
  try {
    // Another process may have been at it until a moment ago: what it did is not done, nor noted, again.
    version = (await dataVersion(context)) || version;
    for (const step of steps.filter((one) => one.version > version)) {
      await step.run(context);
      await note(context, step.version);
      version = step.version;
      run.ran.push(step.name);
    }
  } finally {
    const lease = await records.get(LEASE.pk, LEASE.sk);
    if (lease !== undefined) await records.commit([{ op: "remove", ...LEASE, rev: lease.rev }]);
  }
  return { ...run, to: version };
}

/** The version of the stored data; 0 before the first migration. */
export async function dataVersion({ storage }: Pick<OfficeContext, "storage">): Promise<number> {
  return (await storage.records.get<DataVersion>(PLACE.pk, PLACE.sk))?.data.version ?? 0;
}

async function note({ storage, clock }: OfficeContext, version: number): Promise<void> {
  const stored = await storage.records.get<DataVersion>(PLACE.pk, PLACE.sk);
  const data: DataVersion = { version, reached: { ...stored?.data.reached, [version]: clock().toISOString() } };
  await storage.records.commit([
    stored === undefined ? { op: "insert", ...PLACE, data } : { op: "update", ...PLACE, rev: stored.rev, data },
  ]);
}

/** @returns false while another process is at it */
async function leased({ storage }: OfficeContext): Promise<boolean> {
  const expiresAt = Date.now() + LEASE_MS;
  try {
    await storage.records.commit([{ op: "insert", ...LEASE, data: {}, expiresAt }]);
    return true;
  } catch (error) {
    if (isVanthuError(error) && error.code === "CONFLICT") return false;
    throw error;
  }
}
