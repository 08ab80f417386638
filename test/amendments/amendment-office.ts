import type { DocumentRecord, Revised } from "../../shared/office/index.ts";
import { type OfficeFixture, PASSWORD } from "../office/office-fixture.ts";

export { SAMPLE_LETTER } from "../../samples/plan.ts";
export { type OfficeFixture, openFixture } from "../office/office-fixture.ts";

/** Brings a draft to "issued": submitted, signed by the leader, numbered, sealed. */
export async function issueDocument(
  { office, drafter, leader, clerk }: OfficeFixture,
  draft: Revised<DocumentRecord>,
): Promise<Revised<DocumentRecord>> {
  const submitted = await office.documents.submit(drafter, draft.id, draft.rev);
  const signed = await office.documents.sign(leader, submitted.id, submitted.rev, PASSWORD);
  const numbered = await office.documents.number(clerk, signed.id, signed.rev);
  return office.documents.seal(clerk, numbered.id, numbered.rev, PASSWORD);
}
