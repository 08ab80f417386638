import { createHash } from "node:crypto";
import type { Organisation, SealedHead } from "../../access/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import { requestTimestamp } from "../../signing/index.ts";
import { verifyTimestamp } from "../../verification/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { noteTimestamp } from "../installation/index.ts";
import { timestampOptions } from "../signing/levels.ts";
import { readSigningSettings } from "../signing/settings.ts";
import { type CheckedSeal, sealText, type TrailSeal } from "./model.ts";

/** Partition of the whole installation: the day on which each organisation's head was last noted. */
const LAST = "audit-sealed";
/** An authority that does not answer is asked again after so long, in milliseconds; until then the head stands noted without its stamp. */
const RETRY_MS = 3_600_000;

interface Last {
  day: string;
  /** ISO instant from which a missing stamp is asked for again. */
  retryAt?: string;
}

/** What a run did. */
export interface SealRun {
  sealed: number;
  problems: string[];
}

/** Partition of an organisation's seals; sort keys are days. */
function sealPartition(organisationId: string): string {
  return `audit-seals#${organisationId}`;
}

/**
 * Notes the head of every organisation's trail once a day, with a timestamp of the office's authority where it has one. Whoever rewrites the
 * whole trail later would have to forge that authority's signature. One that fails stops no other.
 */
export async function sealTrails(context: OfficeContext, now: Date): Promise<SealRun> {
  const { records } = context.storage;
  const run: SealRun = { sealed: 0, problems: [] };
  const day = vietnamDate(now);
  const { items } = await records.query<Last>(LAST);
  const last = new Map(items.map((item) => [item.sk, item.data]));
  for (const organisation of await context.access.organisations()) {
    const known = last.get(organisation.id);
    const waits = known?.retryAt !== undefined && known.retryAt <= now.toISOString();
    if (known?.day === day && !waits) continue;
    try {
      if (await sealTrail(context, organisation, day, now)) run.sealed += 1;
    } catch (error) {
      if (!isVanthuError(error)) throw error;
      run.problems.push(`${organisation.code}: ${error.message}`);
    }
  }
  return run;
}

/** @returns was a new head or a new stamp noted? */
async function sealTrail(context: OfficeContext, organisation: Organisation, day: string, now: Date): Promise<boolean> {
  const { records } = context.storage;
  const pk = sealPartition(organisation.id);
  const stored = await records.get<TrailSeal>(pk, day);
  const head = stored?.data ?? (await context.access.auditHead(organisation.id));
  if (head.sequence === 0) return false;
  const seal: TrailSeal = stored?.data ?? { day, at: now.toISOString(), sequence: head.sequence, hash: head.hash };
  const stamp = seal.token === undefined ? await stamped(context, organisation, seal) : {};
  const retryAt = stamp === undefined ? new Date(now.getTime() + RETRY_MS).toISOString() : undefined;
  try {
    await records.commit([
      ...(stored === undefined
        ? [{ op: "insert" as const, pk, sk: day, data: { ...seal, ...stamp } }]
        : [{ op: "update" as const, pk, sk: day, rev: stored.rev, data: { ...seal, ...stamp } }]),
      { op: "put", pk: LAST, sk: organisation.id, data: { day, ...(retryAt === undefined ? {} : { retryAt }) } },
    ]);
    return true;
  } catch (error) {
    // Another worker noted it first.
    if (isVanthuError(error) && error.code === "CONFLICT") return false;
    throw error;
  }
}

/** The stamp; nothing where no authority is configured; undefined when it is to be asked again. */
async function stamped(
  context: OfficeContext,
  { id, code }: Organisation,
  seal: TrailSeal,
): Promise<Pick<TrailSeal, "token" | "authority"> | undefined> {
  const settings = await readSigningSettings(context, id);
  if (settings.authorities.length === 0) return {};
  const options = await timestampOptions(context, settings, false);
  try {
    const digest = createHash("sha256").update(sealText(code, seal)).digest();
    const stamp = await requestTimestamp(digest, options);
    await noteTimestamp(context, id, stamp);
    const { token, authority } = stamp;
    return { token: Buffer.from(token).toString("base64"), authority };
  } catch (error) {
    if (isVanthuError(error) && error.code.startsWith("TSA_")) return undefined;
    throw error;
  }
}

/** All noted heads of an organisation, oldest first. */
export async function sealsOf(context: Pick<OfficeContext, "storage">, organisationId: string): Promise<TrailSeal[]> {
  const { items } = await context.storage.records.query<TrailSeal>(sealPartition(organisationId));
  return items.map((item) => item.data);
}

/** For the chain's own check: at these numbers these hashes stood. */
export function sealedHeads(seals: readonly TrailSeal[]): SealedHead[] {
  return seals.map(({ day, sequence, hash }) => ({ day, sequence, hash }));
}

/** Looks at a seal's timestamp again, offline, with what this installation trusts. */
export async function checkSeal(
  context: Pick<OfficeContext, "keyring" | "clock">,
  code: string,
  seal: TrailSeal,
): Promise<CheckedSeal> {
  if (seal.token === undefined) return { ...seal, stamp: "not-stamped" };
  const { trust, crls } = await context.keyring.trust();
  const token = new Uint8Array(Buffer.from(seal.token, "base64"));
  const content = new TextEncoder().encode(sealText(code, seal));
  const verdict = verifyTimestamp(token, content, { trust, crls, at: context.clock(), offline: true, name: seal.day });
  const sound = verdict.intact && verdict.cryptographicallyValid;
  const stamp = verdict.indication === "TOTAL_PASSED" ? "proven" : sound ? "unproven" : "broken";
  return { ...seal, stamp, ...(verdict.signedAt === undefined ? {} : { stampedAt: verdict.signedAt }) };
}
