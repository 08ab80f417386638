/** Typesets one file as often as it is told, in a process of its own, so that its memory can be seen: a message with the file, then one for each run. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { typeset } from "../../shared/typeset/index.ts";

let docx = new Uint8Array();

process.on("message", (file: string) => {
  if (file !== "") docx = new Uint8Array(readFileSync(file));
  const started = performance.now();
  const { pdf, pages } = typeset(docx);
  const ms = performance.now() - started;
  process.send!({ ms, pages, bytes: pdf.length, peakMB: Math.round(process.resourceUsage().maxRSS / 1024) });
});
