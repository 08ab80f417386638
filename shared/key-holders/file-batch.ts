import { isVanthuError, type VanthuError } from "../errors/index.ts";
import { completeSignature, type PrepareRequest, prepareSignature, type SignedPdf } from "../signing/index.ts";
import type { Authorisation, DigestToSign, KeyHolder } from "./model.ts";
import { incomplete } from "./refusals.ts";

/** A file of a batch: everything of a signature but the key; `name` is what the person sees. */
export interface BatchFile extends Omit<PrepareRequest, "signer" | "validMinutes"> {
  name: string;
}

/** What came of one file of a batch. */
export type BatchOutcome = ({ signed: SignedPdf; error?: undefined } | { signed?: undefined; error: VanthuError }) & {
  name: string;
};

/** Files prepared at the same time: bounds the memory of a large batch, whatever its holder takes at once. */
const MAX_TOGETHER = 200;

/**
 * Signs many files under one confirmation, with a holder that answers at once (PKCS#12, KMS, PKCS#11, CSC without waiting). Each file has its
 * own outcome; one that fails stops no other. What a holder refuses as a whole (a wrong PIN) is the outcome of every file not signed yet.
 * Nothing is stored: for holders that let wait, and for documents of an office, there are signing sessions.
 *
 * @returns as many outcomes as files, in their order
 *
 * @example
 * const outcomes = await signFiles(files, unlockPkcs12(p12, password), { requestId });
 */
export async function signFiles(
  files: readonly BatchFile[],
  holder: KeyHolder,
  authorisation: Authorisation,
): Promise<BatchOutcome[]> {
  const identity = await holder.identity();
  const outcomes: BatchOutcome[] = [];
  const size = Math.max(1, Math.min(MAX_TOGETHER, holder.maxBatch));
  let fatal: VanthuError | undefined;
  for (let start = 0; start < files.length; start += size) {
    const some = files.slice(start, start + size);
    if (fatal !== undefined) {
      for (const { name } of some) outcomes.push({ name, error: fatal });
      continue;
    }
    const prepared = some.map(({ name, ...request }) =>
      attempt(() => prepareSignature({ ...request, signer: identity })),
    );
    const ready = prepared.flatMap((one, at) => (one.value === undefined ? [] : [{ at, ...one.value }]));
    const batch = ready.map(({ at, state }) => digestOf(state, some[at]!.name));
    const results: (BatchOutcome | undefined)[] = prepared.map((one, at) =>
      one.error === undefined ? undefined : { name: some[at]!.name, error: one.error },
    );
    try {
      const answer = await holder.signDigests(batch, {
        ...authorisation,
        requestId: `${authorisation.requestId}.${start}`,
      });
      ready.forEach(({ at, state, preparedPdf }, index) => {
        const { name } = some[at]!;
        const outcome = answer.state === "signed" ? answer.outcomes[index] : undefined;
        const done = attempt(() => {
          if (outcome?.signature === undefined) throw outcome?.error ?? incomplete(holder.label, name);
          return completeSignature(state, preparedPdf, outcome.signature, new Date(), { inPlace: true });
        });
        results[at] = done.value === undefined ? { name, error: done.error! } : { name, signed: done.value };
      });
    } catch (error) {
      if (!isVanthuError(error)) throw error;
      fatal = error;
    }
    outcomes.push(...results.map((one, at) => one ?? { name: some[at]!.name, error: fatal! }));
  }
  return outcomes;
}

/** What a holder is given of a prepared signature. */
export function digestOf(
  state: { digest: string; attributes: string; algorithm: DigestToSign["algorithm"] },
  name: string,
): DigestToSign {
  return {
    digest: new Uint8Array(Buffer.from(state.digest, "base64")),
    data: new Uint8Array(Buffer.from(state.attributes, "base64")),
    algorithm: state.algorithm,
    name,
  };
}

function attempt<T>(work: () => T): { value: T; error?: undefined } | { value?: undefined; error: VanthuError } {
  try {
    return { value: work() };
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return { error };
  }
}
