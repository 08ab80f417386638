/** Verifies one large file in a process of its own and tells time and peak memory: started by `npm run bench:verify`. */
import { readFileSync } from "node:fs";
import { verifyPdf } from "../../shared/verification/index.ts";
import { peakMemory } from "./memory.ts";

/** What the child answers. Bytes of memory beyond what the process had before, and milliseconds. */
export interface VerifiedLarge {
  verdict: string;
  ms: number;
  peak: number;
}

process.once("message", ({ root, crls }: { root: string; crls: string[] }) => {
  const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const held = readFileSync(process.argv[2]!);
  const file = new Uint8Array(held.buffer, held.byteOffset, held.length);
  const { verdict } = verifyPdf(file, {
    trust: [{ certificate: bytes(root), scope: "thử nghiệm", source: "bench" }],
    crls: crls.map(bytes),
    offline: true,
  });
  const ms = performance.now() - started;
  // Not maxRSS: that of a child begins with what its parent held.
  const peak = peakMemory(process.pid) * 1024 * 1024 - before;
  process.send!({ verdict, ms, peak } satisfies VerifiedLarge, () => process.exit(0));
});
