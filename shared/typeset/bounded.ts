import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type ErrorCode, type Fault, VanthuError } from "../errors/index.ts";
import type { TypesetResult } from "./model.ts";
import type { TypesetOptions } from "./typeset.ts";

/** What a conversion may cost before it is ended. */
export interface Bounds {
  /** Milliseconds of work, waiting for a free worker not counted; a minute when absent. */
  timeoutMs?: number;
  /** Megabytes that it may add to the process, about; 768 when absent (a table of 5,000 rows needs 350). */
  memoryMB?: number;
}

/** What is handed to the worker. */
export interface WorkerTask {
  docx: Uint8Array;
  options: TypesetOptions;
}

/** What the worker hands back: the result, or the error taken apart. */
export type WorkerAnswer =
  | { result: TypesetResult }
  | { error: { code: ErrorCode; message: string; where?: string; hint?: string; faults?: Fault[] } }
  | { fault: { name: string; message: string; stack?: string } };

const DEFAULT_TIMEOUT = 60_000;
const DEFAULT_MEMORY = 768;
/** How often memory is looked at: buffers lie outside of the heap that a worker's own limit bounds. */
const WATCH_MS = 40;
/** How long an idle worker is kept for the next file. */
const IDLE_MS = 20_000;

/** How running out of memory for a buffer or a string is said. */
const OUT_OF_MEMORY = /^(Invalid (typed )?array length|Array buffer allocation failed|Invalid string length)/;

interface Kept {
  worker: Worker;
  memoryMB: number;
  timer: NodeJS.Timeout;
  onExit: () => void;
}

const idle: Kept[] = [];
const waiting: (() => void)[] = [];
let running = 0;

/**
 * {@link typeset} in a worker that is ended when a file costs too much: for every Word file that comes from outside. Results are those of
 * `typeset`, byte for byte. As many run at once as there are processors; others wait their turn.
 *
 * @throws what `typeset` throws; TYPESET_TIMEOUT and TYPESET_MEMORY when the file was given up
 *
 * @example
 * const { pdf, warnings } = await typesetBounded(upload, { timeoutMs: 20_000, memoryMB: 512 });
 */
export async function typesetBounded(
  docx: Uint8Array,
  { timeoutMs = DEFAULT_TIMEOUT, memoryMB = DEFAULT_MEMORY, ...options }: TypesetOptions & Bounds = {},
): Promise<TypesetResult> {
  // Who waits is given the place of one that is done, so that nobody slips in between.
  if (running >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await run(docx, options, timeoutMs, memoryMB);
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function run(docx: Uint8Array, options: TypesetOptions, timeoutMs: number, memoryMB: number): Promise<TypesetResult> {
  const worker = takeWorker(memoryMB);
  const before = process.memoryUsage.rss();
  return new Promise((resolve, reject) => {
    const settle = (keep: boolean, act: () => void): void => {
      clearTimeout(timer);
      clearInterval(watch);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      if (keep) keepWorker(worker, memoryMB);
      else endWorker(worker);
      act();
    };
    const onMessage = (answer: WorkerAnswer): void => {
      if ("result" in answer) settle(true, () => resolve(answer.result));
      else if ("error" in answer) settle(true, () => reject(new VanthuError(answer.error.code, answer.error)));
      else if (OUT_OF_MEMORY.test(answer.fault.message)) settle(false, () => reject(memory(memoryMB)));
      else settle(false, () => reject(Object.assign(new Error(answer.fault.message), answer.fault)));
    };
    const onError = (error: NodeJS.ErrnoException): void =>
      settle(false, () => reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? memory(memoryMB) : error));
    const onExit = (code: number): void =>
      settle(false, () => reject(new Error(`the typesetting worker ended with ${code}`)));
    const timer = setTimeout(() => settle(false, () => reject(timeout(timeoutMs))), timeoutMs);
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() - before > memoryMB * 1024 * 1024 * running)
        settle(false, () => reject(memory(memoryMB)));
    }, WATCH_MS);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.ref();
    // The caller keeps its bytes: they are copied, not handed over.
    worker.postMessage({ docx, options } satisfies WorkerTask);
  });
}

function takeWorker(memoryMB: number): Worker {
  const index = idle.findIndex((kept) => kept.memoryMB === memoryMB);
  if (index >= 0) {
    const [kept] = idle.splice(index, 1) as [Kept];
    clearTimeout(kept.timer);
    kept.worker.off("exit", kept.onExit);
    return kept.worker;
  }
  return new Worker(workerFile(), {
    // A third is left for the buffers beside the heap.
    resourceLimits: { maxOldGenerationSizeMb: Math.max(32, Math.floor((memoryMB * 2) / 3)), stackSizeMb: 4 },
    execArgv: [],
  });
}

function keepWorker(worker: Worker, memoryMB: number): void {
  worker.unref();
  const forget = (): void => {
    const index = idle.indexOf(kept);
    if (index >= 0) idle.splice(index, 1);
  };
  const timer = setTimeout(() => {
    forget();
    endWorker(worker);
  }, IDLE_MS).unref();
  const kept: Kept = { worker, memoryMB, timer, onExit: forget };
  worker.on("exit", forget);
  idle.push(kept);
}

function endWorker(worker: Worker): void {
  // It may still report how it ends; nobody needs to know.
  worker.on("error", () => {});
  void worker.terminate();
}

/** Beside this file when run from source, beside the bundle's pieces when bundled. */
function workerFile(): string {
  const source = fileURLToPath(new URL("./bounded-worker.ts", import.meta.url));
  return existsSync(source) ? source : fileURLToPath(new URL("./typeset-worker.js", import.meta.url));
}

function timeout(ms: number): VanthuError {
  return new VanthuError("TYPESET_TIMEOUT", {
    message: `Dàn trang tệp Word này quá ${Math.round(ms / 100) / 10} giây nên đã dừng.`,
    hint: "Chia tệp thành nhiều phần, mở bằng Word rồi lưu lại, hoặc tăng giới hạn thời gian.",
  });
}

function memory(megabytes: number): VanthuError {
  return new VanthuError("TYPESET_MEMORY", {
    message: `Dàn trang tệp Word này cần quá ${megabytes} MB bộ nhớ nên đã dừng.`,
    hint: "Chia tệp thành nhiều phần, giảm kích thước hình, hoặc mở bằng Word rồi lưu lại.",
  });
}
