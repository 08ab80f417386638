import { VanthuError } from "../../errors/index.ts";
import type { StoredItem } from "../../storage/index.ts";
import type { WordReview } from "../../word/index.ts";
import type { OfficeContext } from "../context.ts";
import type { WordProposal, WordVersion } from "./model.ts";

type Stores = Pick<OfficeContext, "storage">;

/** What was found in a proposal, as JSON in the file store: it may outgrow a record. */
export type StoredReview = Omit<WordReview, "docx" | "pdf" | "anchors">;

/** A proposal as it is stored. */
export type StoredProposal = WordProposal & { review: string };

/** Partition of the proposals of a document; sort keys are their ids. */
export function proposalsOf(organisationId: string, documentId: string): string {
  return `org/${organisationId}/word-proposals/${documentId}`;
}

/** Partition of the Word versions of a document; sort keys are their numbers. */
export function wordVersionsOf(organisationId: string, documentId: string): string {
  return `org/${organisationId}/word-versions/${documentId}`;
}

/** Sort key of a version. */
export function wordVersionKey(version: number): string {
  return String(version).padStart(6, "0");
}

/** @throws NOT_FOUND */
export async function readProposal(
  { storage }: Stores,
  organisationId: string,
  documentId: string,
  id: string,
): Promise<StoredItem<StoredProposal>> {
  const item = await storage.records.get<StoredProposal>(proposalsOf(organisationId, documentId), id);
  if (item !== undefined) return item;
  throw new VanthuError("NOT_FOUND", {
    message: "Không có tệp Word này chờ xem.",
    where: id,
    hint: "Tệp đã được nhận, đã bỏ, hoặc quá 30 ngày. Tải tệp lên lại.",
  });
}

/** What was found in a proposal. */
export async function readReview({ storage }: Stores, proposal: StoredProposal): Promise<StoredReview> {
  return JSON.parse(new TextDecoder().decode(await storage.files.get(proposal.review))) as StoredReview;
}

/** Word versions of a document, newest first. */
export async function readWordVersions(
  { storage }: Stores,
  organisationId: string,
  documentId: string,
): Promise<WordVersion[]> {
  const pk = wordVersionsOf(organisationId, documentId);
  return (await storage.records.query<WordVersion>(pk, { reverse: true })).items.map(({ data }) => data);
}
