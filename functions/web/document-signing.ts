import { type Actor, may } from "../../shared/access/index.ts";
import type { DocumentAction } from "../../shared/documents/index.ts";
import { ERROR_CODES, type ErrorCode, VanthuError } from "../../shared/errors/index.ts";
import type { DocumentRecord, Office, SigningJob } from "../../shared/office/index.ts";
import type { SealWish } from "../../shared/signing/index.ts";
import type { SigningShown } from "./parts/next-actions.tsx";
import { placeOf } from "./parts/signature-place.tsx";
import { isUnderWay, keyOffer, lastActs } from "./signing-desk.ts";

/** What the form for signing or sealing needs, when this is what comes next and this person may do it. */
export async function signingOf(
  office: Office,
  actor: Actor,
  document: DocumentRecord,
  can: DocumentAction[],
  chosen: { key?: string; wish?: SealWish },
): Promise<SigningShown | undefined> {
  const role = can.includes("sign") && may(actor, "document.sign") ? "leader" : can.includes("seal") && may(actor, "document.seal") ? "seal" : undefined; // biome-ignore format: one thought
  if (role === undefined) return undefined;
  const [offer, jobs, place] = await Promise.all([
    keyOffer(office.keys, actor, role, office.clock()),
    office.keys.jobs(actor, { open: true }),
    placeOf(office, actor, document, role, chosen.wish),
  ]);
  const act = lastActs(jobs).get(document.id);
  const open = isUnderWay(act) ? act?.job : undefined;
  return {
    offer,
    ...(chosen.key === undefined ? {} : { chosen: chosen.key }),
    ...(open === undefined ? {} : { open }),
    ...(place === undefined ? {} : { place }),
  };
}

/** What stopped the only document of an act of signing that is over; undefined when nothing did. */
export function failureOf(job: SigningJob): VanthuError | undefined {
  const [only] = job.documents;
  if (only?.state !== "failed" || only.problem === undefined) return undefined;
  const { code, message, hint } = only.problem;
  const known = Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : "INTERNAL";
  return new VanthuError(known, { message, ...(hint === undefined ? {} : { hint }) });
}
