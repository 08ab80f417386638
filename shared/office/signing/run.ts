import { isVanthuError } from "../../errors/index.ts";
import { sealTrails } from "../audit/index.ts";
import type { OfficeContext } from "../context.ts";
import { endingKeys } from "../keys/endings.ts";
import type { SigningRun } from "../keys/model.ts";
import { careForFiles } from "./care.ts";
import { follow, isDue, settleInterrupted } from "./job-polling.ts";
import { type JobRecord, openJobs, readJob } from "./job-records.ts";
import type { SigningDesk } from "./session-model.ts";

/**
 * One run of the signing worker over all organisations: asks for signatures that are waited for, ends acts that were interrupted, and looks
 * after issued files. Any number may run at once: sessions are used once, and of several one asks.
 */
export function signingRunner(context: OfficeContext, signing: SigningDesk): (now?: Date) => Promise<SigningRun> {
  const tellEndings = endingKeys(context);
  return async (now = context.clock()) => {
    const run: SigningRun = { asked: 0, completed: 0, failed: 0, renewed: 0, problems: [] };
    for await (const place of openJobs(context)) {
      try {
        const item = await readJob(context, place);
        const { state } = item.data;
        if (state === "running") {
          count(run, item.data, (await settleInterrupted(context, item)).data);
          continue;
        }
        if (!isDue(item.data, now)) continue;
        const followed = await follow(context, signing, item);
        run.asked += followed.asked;
        count(run, item.data, followed.item.data);
      } catch (error) {
        if (!isVanthuError(error)) throw error;
        // A job that ran out while it was open has nothing left to be asked.
        if (error.code !== "NOT_FOUND") run.problems.push(`${place.id}: ${error.message}`);
      }
    }
    const { renewed, problems } = await careForFiles(context, now);
    run.renewed = renewed;
    run.problems.push(...problems);
    const trails = await sealTrails(context, now);
    run.problems.push(...trails.problems);
    await tellEndings(now);
    return run;
  };
}

/** Documents that were completed or given up between two states of a job. */
function count(run: SigningRun, before: JobRecord, after: JobRecord): void {
  for (const [index, { state }] of after.documents.entries()) {
    if (before.documents[index]?.state === state) continue;
    if (state === "signed") run.completed += 1;
    if (state === "failed") run.failed += 1;
  }
}
