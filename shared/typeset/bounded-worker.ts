import { parentPort } from "node:worker_threads";
import { isVanthuError } from "../errors/index.ts";
import type { WorkerAnswer, WorkerTask } from "./bounded.ts";
import { typeset } from "./index.ts";

/** The worker of {@link typesetBounded}: one file after another, each answered with its result or its error. */
parentPort!.on("message", ({ docx, options }: WorkerTask) => {
  const answer = answerTo(docx, options);
  parentPort!.postMessage(answer, "result" in answer ? [answer.result.pdf.buffer as ArrayBuffer] : []);
});

function answerTo(docx: Uint8Array, options: WorkerTask["options"]): WorkerAnswer {
  try {
    return { result: typeset(docx, options) };
  } catch (error) {
    if (isVanthuError(error)) {
      const { code, message, where, hint, faults } = error;
      return { error: { code, message, where, hint, faults } };
    }
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { fault: { name, message, stack } };
  }
}
