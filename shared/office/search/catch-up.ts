import type { AuditEntry } from "../../access/index.ts";
import type { Dossier, DossierDocument } from "../../dossiers/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import type { OfficeContext } from "../context.ts";
import { documentsOf } from "../document-file.ts";
import { contentsOf, dossiersOf } from "../dossiers/records.ts";
import type { DocumentRecord } from "../model.ts";
import type { FullEntry } from "./entry.ts";
import { documentEntry, dossierEntry, incomingEntry, readDossierAnyway, uploadEntry } from "./gather.ts";
import type { IndexStore } from "./index-store.ts";

/** Things read in one step, entries of the trail read at once. */
const STEP = 100;
const TRAIL_PAGE = 200;
/** Incoming documents and dossiers read in one step: the text of their files is read too. */
const STEP_WITH_FILES = 10;
/** Dossiers are kept by year. */
const FIRST_YEAR = 1945;

/** Acts that change nothing that is found. */
const IDLE = new Set(["document.view", "dossier.view", "dossier.export", "dossier.announce", "incoming.view"]);

/**
 * Brings the index of an organisation up to now, for so long: builds it when it is new, then takes over what the audit trail says was
 * changed, and what came in.
 *
 * @param forMs how long it may take; it goes on where it stopped when it is asked again
 * @returns is everything in it?
 */
export async function catchUp(
  context: OfficeContext,
  organisationId: string,
  index: IndexStore,
  forMs: number,
): Promise<boolean> {
  const until = performance.now() + forMs;
  try {
    while (performance.now() < until) {
      const { head } = await index.head();
      const more = head.built
        ? await changes(context, organisationId, index)
        : await build(context, organisationId, index);
      if (!more) {
        await index.pack();
        return true;
      }
    }
    await index.pack();
    return false;
  } catch (error) {
    // Another process does the same work at this moment; what it has not done yet is done next time.
    if (isVanthuError(error) && error.code === "CONFLICT") return false;
    throw error;
  }
}

/** One step of building; answers whether there is more to do. */
async function build(context: OfficeContext, organisationId: string, index: IndexStore): Promise<boolean> {
  const { head, rev } = await index.head();
  const { records } = context.storage;
  // What changes while it is built is read again from the trail.
  const trail = head.building === undefined ? await lastEntry(context, organisationId) : head.trail;
  const at = head.building ?? { source: "documents" as const };
  const entries: FullEntry[] = [];
  let next: string | undefined;
  let incoming = head.incoming;
  if (at.source === "documents") {
    const page = await records.query<DocumentRecord>(documentsOf(organisationId), { limit: STEP, after: at.after });
    for (const { data } of page.items) entries.push(await documentEntry(context, data));
    next = page.next;
  } else if (at.source === "incoming") {
    const { code } = await context.access.organisation(organisationId);
    const page = await context.inbox.list(code, { limit: STEP_WITH_FILES, after: at.after });
    if (at.after === undefined) incoming = page.records[0]?.id;
    for (const record of page.records) entries.push(await incomingEntry(context, organisationId, record));
    next = page.next;
  } else {
    const [year = "", after] = (at.after ?? `${FIRST_YEAR}`).split(" ");
    const page = await dossiersOfYear(context, organisationId, year, after);
    entries.push(...page.entries);
    const more = await nextYear(context, organisationId, Number(year));
    next = page.next === undefined ? more : `${year} ${page.next}`;
  }
  await index.put(entries);
  await index.pack();
  const source =
    next !== undefined
      ? at.source
      : at.source === "documents"
        ? "incoming"
        : at.source === "incoming"
          ? "dossiers"
          : undefined;
  // Packing moved the head.
  const { head: now, rev: moved } = await index.head();
  const { building: _before, ...rest } = now;
  await index.setHead(
    {
      ...rest,
      trail,
      ...(incoming === undefined ? {} : { incoming }),
      ...(source === undefined
        ? { built: true }
        : { building: { source, ...(next === undefined ? {} : { after: next }) } }),
    },
    Math.max(rev, moved),
  );
  return true;
}

/** The next year that may have dossiers; years without any cost one look each. */
async function nextYear(context: OfficeContext, organisationId: string, after: number): Promise<string | undefined> {
  const last = context.clock().getUTCFullYear() + 1;
  for (let year = after + 1; year <= last; year += 1) {
    const { items } = await context.storage.records.query(dossiersOf(organisationId, String(year)), { limit: 1 });
    if (items.length > 0) return String(year);
  }
  return undefined;
}

async function dossiersOfYear(
  context: OfficeContext,
  organisationId: string,
  year: string,
  after: string | undefined,
): Promise<{ entries: FullEntry[]; next?: string }> {
  const { items, next } = await context.storage.records.query<Dossier>(dossiersOf(organisationId, year), {
    limit: STEP_WITH_FILES,
    after,
  });
  const entries: FullEntry[] = [];
  for (const { data } of items) {
    entries.push(await dossierEntry(context, data));
    const contents = await context.storage.records.query<DossierDocument>(contentsOf(organisationId, data.id), {
      prefix: "upload/",
    });
    for (const { sk } of contents.items) {
      const entry = await uploadEntry(context, organisationId, sk.slice("upload/".length));
      if (entry !== undefined) entries.push(entry);
    }
  }
  return { entries, ...(next === undefined ? {} : { next }) };
}

/**
 * Takes over what was changed since, oldest first and so much at a time; answers whether there is more to do. What was done is noted with
 * each step, so that what breaks off goes on where it stopped.
 */
async function changes(context: OfficeContext, organisationId: string, index: IndexStore): Promise<boolean> {
  const { head } = await index.head();
  const touched = new Set<string>();
  const page = await context.access.auditTrail(organisationId, {
    limit: TRAIL_PAGE,
    ...(head.trail === 0 ? {} : { after: context.access.auditPlace(head.trail) }),
  });
  for (const entry of page.entries) for (const key of touchedBy(entry)) touched.add(key);
  const trail = page.entries.at(-1)?.sequence ?? head.trail;
  const arrived = await arrivedSince(context, organisationId, head.incoming);
  // Oldest first: the newest that is in the index says what is.
  const taken = arrived.slice(-STEP_WITH_FILES);
  for (const id of taken) touched.add(`incoming/${id}`);
  const newest = taken[0] ?? head.incoming;
  if (trail === head.trail && newest === head.incoming) return false;
  for (const key of touched) {
    const entry = await entryFor(context, organisationId, key);
    if (entry !== undefined) await index.put([entry]);
  }
  const { head: now, rev } = await index.head();
  await index.setHead({ ...now, trail, ...(newest === undefined ? {} : { incoming: newest }) }, rev);
  return page.next !== undefined || taken.length < arrived.length;
}

/** Ids of what came in after one, newest first. */
async function arrivedSince(
  context: OfficeContext,
  organisationId: string,
  known: string | undefined,
): Promise<string[]> {
  const { code } = await context.access.organisation(organisationId);
  const found: string[] = [];
  let after: string | undefined;
  do {
    // Mostly nothing came: one is enough to see it.
    const page = await context.inbox.list(code, { limit: found.length === 0 ? 1 : STEP, after });
    for (const { id } of page.records) {
      if (id === known) return found;
      found.push(id);
    }
    after = page.next;
  } while (after !== undefined);
  return found;
}

/** Keys of what an act changed. */
function touchedBy({ action, subject, details }: AuditEntry): string[] {
  if (IDLE.has(action)) return [];
  const [area, what] = action.split(".");
  if (area === "dossier") return [`dossier/${subject}`, ...(details?.document === undefined ? [] : [details.document])];
  if (area === "metadata") return [`${what}/${subject}`];
  if (area === "incoming") return [`incoming/${subject}`];
  // Signing, numbering, rights: the subject is a document, or nothing that is found.
  return [`document/${subject}`];
}

async function entryFor(context: OfficeContext, organisationId: string, key: string): Promise<FullEntry | undefined> {
  const slash = key.indexOf("/");
  const [kind, id] = [key.slice(0, slash), key.slice(slash + 1)];
  if (kind === "document") {
    const item = await context.storage.records.get<DocumentRecord>(documentsOf(organisationId), id);
    return item === undefined ? undefined : documentEntry(context, item.data);
  }
  if (kind === "dossier") {
    const dossier = await readDossierAnyway(context, organisationId, id);
    return dossier === undefined ? undefined : dossierEntry(context, dossier);
  }
  if (kind === "upload") return uploadEntry(context, organisationId, id);
  if (kind !== "incoming") return undefined;
  try {
    const record = await context.inbox.get(id);
    const { code } = await context.access.organisation(organisationId);
    return record.organisationCode === code ? incomingEntry(context, organisationId, record) : undefined;
  } catch (error) {
    if (isVanthuError(error) && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}

async function lastEntry(context: OfficeContext, organisationId: string): Promise<number> {
  return (await context.access.auditHead(organisationId)).sequence;
}
