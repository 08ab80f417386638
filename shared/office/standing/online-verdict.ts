import { isVanthuError } from "../../errors/index.ts";
import { gatherEvidence, type RevocationOptions } from "../../signing/index.ts";
import { type Verdict, type VerifyOptions, verifyPdf } from "../../verification/index.ts";

/** One question may take so long, and all together; somebody waits for the verdict. */
const TIMEOUT_MS = 5000;
const TOTAL_MS = 12_000;

/**
 * The verdict with what certification authorities say now. Asked is only where it can matter: about signatures that lead to a configured anchor
 * and whose revocation nothing at hand settles. Nobody can make this machine ask addresses of their own choice by a file that no anchor vouches for.
 *
 * @param sources how authorities are asked; their addresses may not lie in a private network unless it says so
 */
export async function verdictOnline(
  pdf: Uint8Array,
  options: VerifyOptions,
  sources: RevocationOptions = {},
): Promise<Verdict> {
  const first = verifyPdf(pdf, { ...options, offline: true });
  if (!first.signatures.some((one) => one.trusted && one.revocation.status === "unknown")) return first;
  try {
    const found = await gatherEvidence(pdf, {
      timeoutMs: TIMEOUT_MS,
      totalMs: TOTAL_MS,
      certificates: options.trust.map(({ certificate }) => certificate),
      crls: options.crls,
      ocsp: options.ocsp,
      ...sources,
    });
    return verifyPdf(pdf, {
      ...options,
      offline: true,
      intermediates: [...(options.intermediates ?? []), ...found.certificates],
      crls: [...(options.crls ?? []), ...found.crls],
      ocsp: [...(options.ocsp ?? []), ...found.ocsp],
      // Answers made a moment ago are from after a time that was taken before asking.
      ...(options.at === undefined ? {} : { at: later(options.at, sources.now?.()) }),
    });
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return first;
  }
}

function later(at: Date, now: Date | undefined): Date {
  return now !== undefined && now > at ? now : at;
}
