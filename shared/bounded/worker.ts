import { Worker } from "node:worker_threads";
import { isVanthuError } from "../errors/index.ts";
import { JOBS } from "./jobs.ts";
import type { WorkerAnswer, WorkerTask } from "./pool.ts";

/** How often memory is looked at: buffers lie outside of the heap that Node's own limit bounds. */
const WATCH_MS = 40;
/** Bytes that the process may have, told to the thread that watches while this one is busy with a file. */
const most = new BigInt64Array(new SharedArrayBuffer(8));

/** Ends the process when it has grown too much, or when the service that asked is gone and nobody waits any more. */
const WATCHMAN = `
const { workerData: { most, everyMs } } = require("node:worker_threads");
const asker = process.ppid;
setInterval(() => {
  const limit = Number(Atomics.load(most, 0));
  if ((limit > 0 && process.memoryUsage.rss() > limit) || process.ppid !== asker) process.kill(process.pid, "SIGKILL");
}, everyMs);
`;
new Worker(WATCHMAN, {
  eval: true,
  workerData: { most, everyMs: WATCH_MS },
  execArgv: [],
  resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
}).unref();

/** The worker of the pool: one file after another, each answered with its result or its error. */
process.on("message", async (task: WorkerTask) => {
  tell({ begun: true });
  Atomics.store(most, 0, BigInt(process.memoryUsage.rss()) + BigInt(task.memoryMB) * 1024n * 1024n);
  const answer = await answerTo(task);
  Atomics.store(most, 0, 0n);
  tell(answer);
});
// Who asked is gone. Before that it is told to end together with the service, which still waits for files in work.
process.on("disconnect", () => process.exit());
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});

function tell(answer: WorkerAnswer): void {
  process.send!(answer);
}

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
