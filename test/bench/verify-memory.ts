/** Verifies one large file in a process of its own and tells time and peak memory: started by `npm run bench:verify`. */
import { readFileSync } from "node:fs";
import { verifyPdf } from "../../shared/verification/index.ts";

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
  const file = new Uint8Array(readFileSync(process.argv[2]!));
  const { verdict } = verifyPdf(file, {
    trust: [{ certificate: bytes(root), scope: "thử nghiệm", source: "bench" }],
    crls: crls.map(bytes),
    offline: true,
  });
  const ms = performance.now() - started;
  // Kilobytes: the most the process ever held.
  const peak = process.resourceUsage().maxRSS * 1024 - before;
  process.send!({ verdict, ms, peak } satisfies VerifiedLarge, () => process.exit(0));
});
