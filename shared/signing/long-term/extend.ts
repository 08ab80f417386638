import { VanthuError } from "../../errors/index.ts";
import { readPdf } from "../../pdf/index.ts";
import { Revision } from "../revision.ts";
import { addDocumentTimestamp } from "./document-timestamp.ts";
import { type EmbeddedMaker, type EmbeddedSignature, embeddedSignatures } from "./embedded.ts";
import type { ExtendedPdf, LevelOptions, RevocationOptions, SignatureLevel, TimestampOptions } from "./model.ts";
import { addToSecurityStore, readSecurityStore, type SecurityStore } from "./security-store.ts";
import { ValidationCollector, type ValidationData } from "./validation-data.ts";

/**
 * Brings all signatures of a file to a level (ETSI EN 319 142-1, 6), by incremental updates that leave every earlier byte as it is:
 * B-T by a document timestamp where a signature has no timestamp of its own; B-LT by a DSS with paths and revocation data of all
 * signatures and timestamps; B-LTA by a document timestamp over that. A file that is there already comes back as it was.
 * The revocation data of the last timestamp's authority is added as well, so that the file needs nothing from outside to be verified.
 *
 * @throws VanthuError SIGN_NOTHING_TO_EXTEND, TSA_*, REVOCATION_UNAVAILABLE, PDF_ENCRYPTED; the codes of readPdf. Nothing is half done:
 *   the given file stays the only one
 *
 * @example
 * const { pdf } = await extendSignature(sealed, "B-LTA", { timestamp: { authorities: [{ url }] }, revocation: {} });
 */
export async function extendSignature(
  pdf: Uint8Array,
  level: SignatureLevel,
  options: Omit<LevelOptions, "level">,
): Promise<ExtendedPdf> {
  const signatures = signaturesOf(pdf);
  const out: ExtendedPdf = { pdf, added: [] };
  if (level === "B-B") return out;
  const timestamp = options.timestamp ?? { authorities: [] };
  await stampUnstamped(out, signatures, timestamp);
  if (level === "B-T") return out;
  const complete = !(await addValidationData(out, options.revocation));
  if (level === "B-LT" || (complete && isArchived(out.pdf))) return out;
  await archive(out, timestamp, options.revocation);
  return out;
}

/**
 * Renews the proof of a file at level B-LTA before its last timestamp weakens: newer validation data for that timestamp, then another
 * document timestamp over everything.
 *
 * @throws VanthuError as {@link extendSignature}
 */
export async function renewDocumentTimestamp(
  pdf: Uint8Array,
  options: Omit<LevelOptions, "level">,
): Promise<ExtendedPdf> {
  const signatures = signaturesOf(pdf);
  const out: ExtendedPdf = { pdf, added: [] };
  const timestamp = options.timestamp ?? { authorities: [] };
  await stampUnstamped(out, signatures, timestamp);
  await addValidationData(out, options.revocation, true);
  await archive(out, timestamp, options.revocation);
  return out;
}

/** The signatures and document timestamps of a file that somebody has signed. @throws SIGN_NOTHING_TO_EXTEND */
function signaturesOf(pdf: Uint8Array): EmbeddedSignature[] {
  const signatures = embeddedSignatures(new Revision(pdf));
  if (signatures.some(({ kind }) => kind === "signature")) return signatures;
  throw new VanthuError("SIGN_NOTHING_TO_EXTEND", {
    message: "Tệp chưa có chữ ký số nào đọc được nên không nâng mức được.",
    hint: "Ký tệp trước.",
  });
}

/** A document timestamp, when some signature has no proof of time. */
async function stampUnstamped(
  out: ExtendedPdf,
  signatures: readonly EmbeddedSignature[],
  options: TimestampOptions,
): Promise<void> {
  const last = signatures.findLast(({ kind }) => kind === "document-timestamp")?.end ?? -1;
  const stamped = ({ kind, timestamps, end }: EmbeddedSignature) =>
    kind === "document-timestamp" || timestamps.length > 0 || end < last;
  if (signatures.every(stamped)) return;
  out.pdf = (await addDocumentTimestamp(out.pdf, options)).pdf;
  out.added.push("document-timestamp");
}

/** A document timestamp over everything, and what is needed to verify it. */
async function archive(
  out: ExtendedPdf,
  timestamp: TimestampOptions,
  revocation: RevocationOptions | undefined,
): Promise<void> {
  out.pdf = (await addDocumentTimestamp(out.pdf, timestamp)).pdf;
  out.added.push("document-timestamp");
  await addValidationData(out, revocation);
}

/**
 * Completes the DSS for all signatures and timestamps.
 *
 * @param renew fetch newer data for the last timestamp
 * @returns whether anything was missing
 */
async function addValidationData(out: ExtendedPdf, options: RevocationOptions = {}, renew = false): Promise<boolean> {
  const revision = new Revision(out.pdf);
  const signatures = embeddedSignatures(revision);
  const held = readSecurityStore(revision);
  const bytesOf = (list: keyof SecurityStore) => [...held[list].values()].map(({ bytes }) => bytes);
  const collector = new ValidationCollector(options, { crls: bytesOf("CRLs"), ocsps: bytesOf("OCSPs") });
  collector.know(bytesOf("Certs"));
  for (const { maker, timestamps } of signatures) {
    for (const { certificates } of [maker, ...timestamps]) collector.know(certificates);
  }
  const now = options.now?.() ?? new Date();
  const all: ValidationData[] = [];
  for (const signature of signatures) {
    const at = provenTime(signature, signatures) ?? now;
    const fresh = renew && signature === signatures.at(-1);
    for (const maker of [signature.maker, ...signature.timestamps]) {
      all.push(await collector.collect(maker.certificate, maker.at ?? at, fresh));
    }
  }
  if (!addToSecurityStore(revision, held, all)) return false;
  out.pdf = revision.append().bytes;
  out.added.push("validation-data");
  return true;
}

/** When a signature was there at the latest: by its own timestamp, else by the next one of the document. */
function provenTime(signature: EmbeddedSignature, all: readonly EmbeddedSignature[]): Date | undefined {
  const own: EmbeddedMaker | undefined =
    signature.kind === "document-timestamp" ? signature.maker : signature.timestamps[0];
  return own?.at ?? all.find(({ kind, end }) => kind === "document-timestamp" && end > signature.end)?.maker.at;
}

/** Does a document timestamp cover the last signature and a DSS? */
function isArchived(pdf: Uint8Array): boolean {
  const signatures = embeddedSignatures(new Revision(pdf));
  const last = signatures.at(-1);
  return last?.kind === "document-timestamp" && readPdf(pdf.subarray(0, last.end)).catalog.has("DSS");
}
