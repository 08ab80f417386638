import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type ErrorCode, type Fault, VanthuError } from "../errors/index.ts";
import type { JobInput, JobName, JobResult } from "./jobs.ts";

/** What a file may cost before it is given up. */
export interface Bounds {
  /** Milliseconds of work, waiting for a free worker not counted; a minute when absent. */
  timeoutMs?: number;
  /** Megabytes that it may add to the process, about; 768 when absent (a table of 5,000 rows needs 350). */
  memoryMB?: number;
  /** Nobody waits for the answer any more: work that has not begun is not begun. */
  signal?: AbortSignal | undefined;
}

/** What is handed to the worker. */
export interface WorkerTask {
  job: JobName;
  input: unknown[];
}

/** What the worker hands back: the result, or the error taken apart. */
export type WorkerAnswer =
  | { result: object }
  | { error: { code: ErrorCode; message: string; where?: string; hint?: string; faults?: Fault[] } }
  | { fault: { name: string; message: string; stack?: string } };

const DEFAULT_TIMEOUT = 60_000;
const DEFAULT_MEMORY = 768;
/** How often memory is looked at: buffers lie outside of the heap that a worker's own limit bounds. */
const WATCH_MS = 40;
/** How long an idle worker is kept for the next file; the last one longer, so that somebody who sends a file now and then does not wait for it. */
const IDLE_MS = 20_000;
const LAST_IDLE_MS = 300_000;
/** A worker is exchanged for a new one after so many files, and after one that took so long: what it left behind goes with it. */
const MOST_FILES = 300;
const LONG_MS = 5_000;

/** How running out of memory for a buffer or a string is said. */
const OUT_OF_MEMORY = /^(Invalid (typed )?array length|Array buffer allocation failed|Invalid string length)/;

interface Kept {
  worker: Worker;
  files: number;
  memoryMB: number;
  timer: NodeJS.Timeout;
  onExit: () => void;
}

const idle: Kept[] = [];
const waiting: (() => void)[] = [];
let running = 0;

/**
 * Does a job in a worker that is ended when the file costs too much. As many run at once as there are processors; others wait their turn.
 *
 * @throws what the job throws; *_TIMEOUT and *_MEMORY when the file was given up
 */
export async function inWorker<Name extends JobName>(
  job: Name,
  input: JobInput<Name>,
  { timeoutMs = DEFAULT_TIMEOUT, memoryMB = DEFAULT_MEMORY, signal }: Bounds,
): Promise<JobResult<Name>> {
  // Who waits is given the place of one that is done, so that nobody slips in between.
  if (running >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    signal?.throwIfAborted();
    return (await run({ job, input }, timeoutMs, memoryMB)) as JobResult<Name>;
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function run(task: WorkerTask, timeoutMs: number, memoryMB: number): Promise<object> {
  const { worker, files } = takeWorker(memoryMB);
  const before = process.memoryUsage.rss();
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const settle = (keep: boolean, act: () => void): void => {
      clearTimeout(timer);
      clearInterval(watch);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      if (keep && files < MOST_FILES && performance.now() - began < LONG_MS) keepWorker(worker, files, memoryMB);
      else endWorker(worker);
      act();
    };
    const onMessage = (answer: WorkerAnswer): void => {
      if ("result" in answer) settle(true, () => resolve(answer.result));
      else if ("error" in answer) settle(true, () => reject(new VanthuError(answer.error.code, answer.error)));
      else if (OUT_OF_MEMORY.test(answer.fault.message)) settle(false, () => reject(memory(task.job, memoryMB)));
      else settle(false, () => reject(Object.assign(new Error(answer.fault.message), answer.fault)));
    };
    const onError = (error: NodeJS.ErrnoException): void =>
      settle(false, () => reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? memory(task.job, memoryMB) : error));
    const onExit = (code: number): void => settle(false, () => reject(new Error(`the worker ended with ${code}`)));
    const timer = setTimeout(() => settle(false, () => reject(timeout(task.job, timeoutMs))), timeoutMs);
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() - before > memoryMB * 1024 * 1024 * running)
        settle(false, () => reject(memory(task.job, memoryMB)));
    }, WATCH_MS);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.ref();
    // The caller keeps its bytes: they are copied, not handed over.
    try {
      worker.postMessage(task);
    } catch (error) {
      // What cannot be copied was never sent.
      settle(false, () => reject(error));
    }
  });
}

function takeWorker(memoryMB: number): { worker: Worker; files: number } {
  const index = idle.findIndex((kept) => kept.memoryMB === memoryMB);
  if (index >= 0) {
    const [kept] = idle.splice(index, 1) as [Kept];
    clearTimeout(kept.timer);
    kept.worker.off("exit", kept.onExit);
    return { worker: kept.worker, files: kept.files + 1 };
  }
  const worker = new Worker(workerFile(), {
    // A third is left for the buffers beside the heap.
    resourceLimits: { maxOldGenerationSizeMb: Math.max(32, Math.floor((memoryMB * 2) / 3)), stackSizeMb: 4 },
    execArgv: [],
  });
  return { worker, files: 1 };
}

function keepWorker(worker: Worker, files: number, memoryMB: number): void {
  worker.unref();
  const forget = (): void => {
    const index = idle.indexOf(kept);
    if (index >= 0) idle.splice(index, 1);
  };
  const end = (): void => {
    forget();
    endWorker(worker);
  };
  const timer = setTimeout(end, idle.length === 0 ? LAST_IDLE_MS : IDLE_MS).unref();
  const kept: Kept = { worker, files, memoryMB, timer, onExit: forget };
  worker.on("exit", forget);
  idle.push(kept);
}

function endWorker(worker: Worker): void {
  // It may still report how it ends; nobody needs to know.
  worker.on("error", () => {});
  void worker.terminate();
}

/** Beside this file when run from source, beside the bundle when bundled (functions/cli/vanthu.mjs, stacks/api.ts). */
function workerFile(): string {
  const source = fileURLToPath(new URL("./worker.ts", import.meta.url));
  return existsSync(source) ? source : fileURLToPath(new URL("./bounded-worker.js", import.meta.url));
}

function timeout(job: JobName, ms: number): VanthuError {
  const seconds = Math.round(ms / 100) / 10;
  if (job !== "typeset")
    return new VanthuError("READING_TIMEOUT", {
      message: `Đọc tệp này quá ${seconds} giây nên đã dừng.`,
      hint: "Chia tệp thành nhiều phần, hoặc mở bằng Word, Excel rồi lưu lại.",
    });
  return new VanthuError("TYPESET_TIMEOUT", {
    message: `Dàn trang tệp Word này quá ${seconds} giây nên đã dừng.`,
    hint: "Chia tệp thành nhiều phần, mở bằng Word rồi lưu lại, hoặc tăng giới hạn thời gian.",
  });
}

function memory(job: JobName, megabytes: number): VanthuError {
  if (job !== "typeset")
    return new VanthuError("READING_MEMORY", {
      message: `Đọc tệp này cần quá ${megabytes} MB bộ nhớ nên đã dừng.`,
      hint: "Chia tệp thành nhiều phần, hoặc mở bằng Word, Excel rồi lưu lại.",
    });
  return new VanthuError("TYPESET_MEMORY", {
    message: `Dàn trang tệp Word này cần quá ${megabytes} MB bộ nhớ nên đã dừng.`,
    hint: "Chia tệp thành nhiều phần, giảm kích thước hình, hoặc mở bằng Word rồi lưu lại.",
  });
}
