import { parentPort } from "node:worker_threads";
import { isVanthuError } from "../errors/index.ts";
import { JOBS } from "./jobs.ts";
import type { WorkerAnswer, WorkerTask } from "./pool.ts";

/** The worker of the pool: one file after another, each answered with its result or its error. */
parentPort!.on("message", async (task: WorkerTask) => {
  const answer = await answerTo(task);
  parentPort!.postMessage(answer, "result" in answer ? buffersOf(answer.result) : []);
});

async function answerTo({ job, input }: WorkerTask): Promise<WorkerAnswer> {
  try {
    const work = JOBS[job] as (...input: unknown[]) => Promise<object>;
    return { result: await work(...input) };
  } catch (error) {
    if (isVanthuError(error)) {
      const { code, message, where, hint, faults } = error;
      return { error: { code, message, where, hint, faults } };
    }
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { fault: { name, message, stack } };
  }
}

/** Files in a result are handed over and not copied. */
function buffersOf(result: object): ArrayBuffer[] {
  const buffers = Object.values(result)
    .filter((value) => value instanceof Uint8Array)
    .map(({ buffer, byteLength }) => ({ buffer: buffer as ArrayBuffer, whole: buffer.byteLength === byteLength }));
  return [...new Set(buffers.filter(({ whole }) => whole).map(({ buffer }) => buffer))];
}
