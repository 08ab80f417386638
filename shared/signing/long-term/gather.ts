import { VanthuError } from "../../errors/index.ts";
import { Revision } from "../revision.ts";
import { embeddedSignatures } from "./embedded.ts";
import type { RevocationOptions } from "./model.ts";
import { readSecurityStore } from "./security-store.ts";
import { ValidationCollector } from "./validation-data.ts";

/** What was got for judging the signatures of a file, DER. */
export interface GatheredEvidence {
  certificates: Uint8Array[];
  crls: Uint8Array[];
  ocsp: Uint8Array[];
  /** What could not be got (Vietnamese); the rest is there nevertheless. */
  missing: string[];
}

/**
 * Gets what a verifier without network lacks: issuers, OCSP answers and revocation lists for every signature and timestamp of a file, newer
 * than what the file carries where there is newer. The file is not changed; whether anybody is trusted is not asked here.
 *
 * @throws the codes of readPdf for a file that cannot be read
 */
export async function gatherEvidence(pdf: Uint8Array, options: RevocationOptions = {}): Promise<GatheredEvidence> {
  const revision = new Revision(pdf);
  const held = readSecurityStore(revision);
  const stored = (list: keyof typeof held) => [...held[list].values()].map(({ bytes }) => bytes);
  const collector = new ValidationCollector(options, { crls: stored("CRLs"), ocsps: stored("OCSPs") });
  collector.know(stored("Certs"));
  const makers = embeddedSignatures(revision).flatMap(({ maker, timestamps }) => [maker, ...timestamps]);
  for (const { certificates } of makers) collector.know(certificates);
  const out: GatheredEvidence = { certificates: [], crls: [], ocsp: [], missing: [] };
  const now = options.now?.() ?? new Date();
  for (const { certificate } of makers) {
    try {
      const data = await collector.collect(certificate, now, true);
      out.certificates.push(...data.certificates.map(({ raw }) => raw));
      out.crls.push(...data.crls);
      out.ocsp.push(...data.ocsps);
    } catch (error) {
      if (!(error instanceof VanthuError)) throw error;
      out.missing.push(error.message);
    }
  }
  return out;
}
