import type { Actor } from "../../access/index.ts";
import { SYSTEM_ACTOR } from "../../access/index.ts";
import { isVanthuError, type VanthuError } from "../../errors/index.ts";
import { extendSignature, renewalDue, renewDocumentTimestamp, type SignatureLevel } from "../../signing/index.ts";
import type { StoredItem, WriteOperation } from "../../storage/index.ts";
import { verifyPdf } from "../../verification/index.ts";
import type { OfficeContext } from "../context.ts";
import { changeCopy, readCopy } from "../copies/records.ts";
import { changeOperations, commitChange, readDocument } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import { settle, tell } from "../notices.ts";
import { type LevelledPdf, levelOptions } from "./levels.ts";
import { asOurs } from "./session-steps.ts";
import { LEVELS, readSigningSettings } from "./settings.ts";

/** That an issued document, or an electronic copy, needs care at a time; sort keys are "due/organisation/document". */
interface Care {
  organisationId: string;
  documentId: string;
  /** Absent for a document. */
  of?: "copy";
  /** Failed tries in a row. */
  tries: number;
}

const CARE = "signing-care";
/** A failed renewal is tried again after this, then after twice as long, up to a week. */
const RETRY_MS = 3_600_000;
const MAX_RETRY_MS = 7 * 86_400_000;

/** Scope of the test authority's anchor (keyring.ts). */
const TEST_SCOPE = "thử nghiệm";

/** What caring for issued files did. */
export interface CareRun {
  renewed: number;
  problems: string[];
}

/**
 * The writes that have an issued document or a copy looked after: at once when a file did not reach the office's level, before its document timestamp
 * weakens when it did.
 */
export async function careOperations(
  context: OfficeContext,
  document: Pick<DocumentRecord, "organisationId" | "id"> & Pick<Care, "of">,
  files: readonly LevelledPdf[],
): Promise<WriteOperation[]> {
  const { level: wanted } = await readSigningSettings(context, document.organisationId);
  const lower = files.some(({ level }) => LEVELS.indexOf(level) < LEVELS.indexOf(wanted));
  const due = lower ? context.clock() : earliest(files.map(({ pdf }) => renewalDue(pdf, context.clock()).from));
  return due === undefined ? [] : [careWrite(due, { ...keyOf(document), tries: 0 })];
}

/** Looks after what is due, document by document; one that fails stops no other and is told to the administrators. */
export async function careForFiles(context: OfficeContext, now: Date, limit = 200): Promise<CareRun> {
  const run: CareRun = { renewed: 0, problems: [] };
  const { items } = await context.storage.records.query<Care>(CARE, { to: `${now.toISOString()}/~`, limit });
  for (const item of items) {
    try {
      run.renewed += await careFor(context, item);
    } catch (error) {
      run.problems.push(await failed(context, item, asOurs(error)));
    }
  }
  return run;
}

/** @returns how many files became better */
async function careFor(context: OfficeContext, item: StoredItem<Care>): Promise<number> {
  const { organisationId, documentId, of } = item.data;
  const actor: Actor = { ...SYSTEM_ACTOR, organisationId, roles: [] };
  const remove: WriteOperation = { op: "remove", pk: item.pk, sk: item.sk, rev: item.rev };
  let renewed: number;
  try {
    renewed = await (of === "copy" ? careForCopy : careForDocument)(context, actor, documentId, remove);
  } catch (error) {
    if (!isVanthuError(error) || error.code !== "NOT_FOUND") throw error;
    await context.storage.records.commit([remove]);
    return 0;
  }
  const { records } = context.storage;
  await settle(records, organisationId, [{ role: "administrator" }], noticeKey(documentId), context.clock());
  return renewed;
}

/** What is to be looked after next; never under the key that is removed in the same commit. */
async function nextCare(
  context: OfficeContext,
  of: Parameters<typeof careOperations>[1],
  files: readonly LevelledPdf[],
  removed: WriteOperation,
): Promise<WriteOperation[]> {
  return (await careOperations(context, of, files)).filter(({ sk }) => sk !== removed.sk);
}

async function careForDocument(
  context: OfficeContext,
  actor: Actor,
  id: string,
  remove: WriteOperation,
): Promise<number> {
  const document = await readDocument(context, actor, id);
  const { organisationId } = document;
  const { level } = await readSigningSettings(context, organisationId);
  const files = { ...document.files };
  const attachments = document.attachments.map((one) => ({ ...one }));
  const places: { issued?: string }[] = [files, ...attachments].filter(({ issued }) => issued !== undefined);
  const better: LevelledPdf[] = [];
  let renewed = 0;
  for (const place of places) {
    const before = await context.storage.files.get(place.issued!);
    const pdf = await cared(context, organisationId, before, level);
    better.push({ pdf, level });
    if (pdf === before) continue;
    place.issued = (await context.storage.files.put(pdf, "application/pdf")).sha256;
    renewed += 1;
  }
  const next = await nextCare(context, document, better, remove);
  if (renewed === 0) await context.storage.records.commit([remove, ...next]);
  else {
    const at = context.clock().toISOString();
    const entry = {
      at,
      personId: SYSTEM_ACTOR.personId,
      person: SYSTEM_ACTOR.name,
      action: "renew" as const,
      note: level,
    };
    await commitChange(context, actor, changeOperations(document, { files, attachments }, entry), [remove, ...next]);
  }
  return renewed;
}

async function careForCopy(context: OfficeContext, actor: Actor, id: string, remove: WriteOperation): Promise<number> {
  const copy = await readCopy(context, actor, id);
  const { organisationId } = copy;
  const { level } = await readSigningSettings(context, organisationId);
  const before = await context.storage.files.get(copy.file);
  const pdf = await cared(context, organisationId, before, level);
  const next = await nextCare(context, { organisationId, id, of: "copy" }, [{ pdf, level }], remove);
  if (pdf === before) {
    await context.storage.records.commit([remove, ...next]);
    return 0;
  }
  const { sha256: file } = await context.storage.files.put(pdf, "application/pdf");
  await changeCopy(context, actor, copy, { file }, { action: "renew", note: level }, [remove, ...next]);
  return 1;
}

/** A file at its level, with a document timestamp that lasts; the same bytes when nothing is to be done. */
async function cared(
  context: OfficeContext,
  organisationId: string,
  pdf: Uint8Array,
  level: SignatureLevel,
): Promise<Uint8Array> {
  const settings = await readSigningSettings(context, organisationId);
  const { trust, crls } = await context.keyring.trust();
  const at = context.clock();
  const verdict = verifyPdf(pdf, { trust, crls, at, offline: true });
  // A file that test keys signed may be stamped by the test authority; a real one never is.
  const test = verdict.signatures.every(({ kind, trustScope }) => kind !== "signature" || trustScope === TEST_SCOPE);
  const options = await levelOptions(context, settings, test, level);
  const extended = renewalDue(pdf, at).due
    ? await renewDocumentTimestamp(pdf, options)
    : await extendSignature(pdf, level, options);
  return extended.added.length === 0 ? pdf : extended.pdf;
}

/** Puts a failed care off and tells the administrators, once. */
async function failed(context: OfficeContext, item: StoredItem<Care>, error: VanthuError): Promise<string> {
  const { organisationId, documentId, of, tries } = item.data;
  const now = context.clock();
  const pause = Math.min(RETRY_MS * 2 ** tries, MAX_RETRY_MS);
  try {
    await context.storage.records.commit([
      { op: "remove", pk: item.pk, sk: item.sk, rev: item.rev },
      careWrite(new Date(now.getTime() + pause), { ...item.data, tries: tries + 1 }),
    ]);
  } catch (conflict) {
    // Another worker did it meanwhile.
    if (!isVanthuError(conflict) || conflict.code !== "CONFLICT") throw conflict;
  }
  const text = `Chưa gia hạn được dấu thời gian hoặc nâng mức chữ ký của một ${of === "copy" ? "bản sao điện tử" : "văn bản đã phát hành"}. ${error.message}`;
  const href = of === "copy" ? `/sao-van-ban/${documentId}` : `/van-ban/${documentId}`;
  await tell(
    context.storage.records,
    organisationId,
    [{ role: "administrator" }],
    { key: noticeKey(documentId), kind: "signing-care", text, href, subject: documentId },
    now,
  );
  return `${documentId}: ${error.message}`;
}

function noticeKey(documentId: string): string {
  return `signing-care/${documentId}`;
}

function keyOf({ organisationId, id, of }: Parameters<typeof careOperations>[1]): Omit<Care, "tries"> {
  return { organisationId, documentId: id, ...(of === undefined ? {} : { of }) };
}

function careWrite(due: Date, data: Care): WriteOperation {
  return { op: "put", pk: CARE, sk: `${due.toISOString()}/${data.organisationId}/${data.documentId}`, data };
}

function earliest(dates: (Date | undefined)[]): Date | undefined {
  const known = dates.filter((one) => one !== undefined);
  return known.sort((a, b) => a.getTime() - b.getTime())[0];
}
