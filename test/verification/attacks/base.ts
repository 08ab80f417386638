import { layFields, signPdf } from "../../../shared/signing/index.ts";
import type { VerifyOptions } from "../../../shared/verification/index.ts";
import { ANCHORS, issue, letter, office, SIGNED_AT } from "../support.ts";

/** What every attack starts from: documents that we signed, and the people who did. */
export interface AttackBase {
  people: ReturnType<typeof office>;
  /** Leader certified, number and date filled in, organisation sealed. */
  sealed: Uint8Array;
  /** The same with a cross-reference stream. */
  sealedStream: Uint8Array;
  /** Certified only. */
  certified: Uint8Array;
  /** Before anybody signed, with fields for number and date. */
  laid: Uint8Array;
  /** Another document of the same office, of other content and date. */
  other: Uint8Array;
  /** Signs a file once, without certification. */
  approve(pdf: Uint8Array): Promise<Uint8Array>;
  /** Certifies a prepared file as the leader. */
  certify(pdf: Uint8Array): Promise<Uint8Array>;
  options(): VerifyOptions;
}

/** Makes the documents. */
export async function attackBase(): Promise<AttackBase> {
  const people = office();
  const table = await issue(people);
  const stream = await issue(people, "stream");
  const approve = async (pdf: Uint8Array) =>
    (await signPdf({ pdf, signer: people.seal.signer(), role: "appendix", at: SIGNED_AT, text: "32/KH-UBND" })).pdf;
  const certify = async (pdf: Uint8Array) =>
    (await signPdf({ pdf, signer: people.leader.signer(), role: "leader", at: SIGNED_AT })).pdf;
  return {
    people,
    sealed: table.sealed,
    sealedStream: stream.sealed,
    certified: table.signed,
    laid: layFields(letter(), ANCHORS),
    other: await certify(
      layFields(
        Buffer.from(Buffer.from(letter()).toString("latin1").replace("so hoa ho so", "ban dat cong"), "latin1"),
        ANCHORS,
      ),
    ),
    approve,
    certify,
    options: people.options,
  };
}

/** One forged file. */
export interface Attack {
  /** Kind as the literature names it: "ISA: …" incremental saving, "SWA" wrapping, "USF" universal forgery, "Shadow", "EAA", "SSA", "Xref", "Content". */
  name: string;
  bytes: Uint8Array;
}
