import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
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
  /** Megabytes that the worker may grow by before it ends itself. */
  memoryMB: number;
}

/** What the worker hands back: that it has begun, then the result, or the error taken apart. */
export type WorkerAnswer =
  | { begun: true }
  | { result: object }
  | { error: { code: ErrorCode; message: string; where?: string; hint?: string; faults?: Fault[] } }
  | { fault: { name: string; message: string; stack?: string } };

const DEFAULT_TIMEOUT = 60_000;
const DEFAULT_MEMORY = 768;
/** How long an idle worker is kept for the next file; the last one longer, so that somebody who sends a file now and then does not wait for it. */
const IDLE_MS = 20_000;
const LAST_IDLE_MS = 300_000;
/** A worker is exchanged for a new one after so many files, and after one that took so long: what it left behind goes with it. */
const MOST_FILES = 300;
const LONG_MS = 5_000;

/** How running out of memory for a buffer or a string is said. */
const OUT_OF_MEMORY = /^(Invalid (typed )?array length|Array buffer allocation failed|Invalid string length)/;

/** What a worker is told of the world: where the program's own files lie. No secret of the service reaches it. */
const ENVIRONMENT = [
  "VANTHU_ROOT",
  "VANTHU_TEMPLATES",
  "NODE_COMPILE_CACHE",
  "TZ",
  "LANG",
  "PATH",
  "SystemRoot",
  "TEMP",
  "TMP",
  "TMPDIR",
];
/** How a process of Node ends that ran out of heap. */
const ABORTED = 134;

interface Kept {
  worker: ChildProcess;
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
 * The worker is a process of its own: a thread that runs out of heap within one large array takes the whole service with it (Node.js, doc
 * of `resourceLimits`).
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
    return (await run({ job, input, memoryMB }, timeoutMs)) as JobResult<Name>;
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function run(task: WorkerTask, timeoutMs: number): Promise<object> {
  const { memoryMB } = task;
  const { worker, files } = takeWorker(memoryMB);
  const began = performance.now();
  let begun = false;
  return new Promise((resolve, reject) => {
    const settle = (keep: boolean, act: () => void): void => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      if (keep && files < MOST_FILES && performance.now() - began < LONG_MS) keepWorker(worker, files, memoryMB);
      else endWorker(worker);
      act();
    };
    const onMessage = (answer: WorkerAnswer): void => {
      if ("begun" in answer) begun = true;
      else if ("result" in answer) settle(true, () => resolve(answer.result));
      else if ("error" in answer) settle(true, () => reject(new VanthuError(answer.error.code, answer.error)));
      else if (OUT_OF_MEMORY.test(answer.fault.message)) settle(false, () => reject(memory(task.job, memoryMB)));
      else settle(false, () => reject(Object.assign(new Error(answer.fault.message), answer.fault)));
    };
    const onError = (error: Error): void => settle(false, () => reject(error));
    const onExit = (code: number | null, ended: NodeJS.Signals | null): void =>
      settle(false, () => {
        // It ended while it was idle, which was not known yet.
        if (!begun && files > 1) resolve(run(task, timeoutMs));
        // What ends a worker in the middle of a file is want of memory: its own limit, the heap's, or the machine's.
        else if (ended !== null || code === ABORTED) reject(memory(task.job, memoryMB));
        else reject(new Error(`a worker for files ended with ${code}`));
      });
    const timer = setTimeout(() => settle(false, () => reject(timeout(task.job, timeoutMs))), timeoutMs);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.ref();
    worker.channel?.ref();
    try {
      // When it cannot be sent the worker has ended, and says so by itself.
      worker.send(task, () => {});
    } catch (error) {
      // What cannot be copied was never sent.
      settle(false, () => reject(error));
    }
  });
}

function takeWorker(memoryMB: number): { worker: ChildProcess; files: number } {
  const index = idle.findIndex((kept) => kept.memoryMB === memoryMB);
  if (index >= 0) {
    const [kept] = idle.splice(index, 1) as [Kept];
    clearTimeout(kept.timer);
    kept.worker.off("exit", kept.onExit);
    return { worker: kept.worker, files: kept.files + 1 };
  }
  const worker = fork(workerFile(), {
    // A third is left for the buffers beside the heap. A file that nests deep finds no deeper stack than a thread's.
    execArgv: [`--max-old-space-size=${Math.max(32, Math.floor((memoryMB * 2) / 3))}`, "--stack-size=3900"],
    env: Object.fromEntries(ENVIRONMENT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return { worker, files: 1 };
}

function keepWorker(worker: ChildProcess, files: number, memoryMB: number): void {
  worker.unref();
  worker.channel?.unref();
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

function endWorker(worker: ChildProcess): void {
  // It may still report how it ends; nobody needs to know.
  worker.on("error", () => {});
  worker.kill("SIGKILL");
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
