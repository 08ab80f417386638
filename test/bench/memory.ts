import { readdirSync, readFileSync } from "node:fs";

/** Largest memory in MB that a process and all it started have held so far, as Linux counts it (VmHWM); 0 elsewhere. */
export function peakMemory(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const own = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").trim().split(" ").filter(Boolean),
    );
    return Math.round(children.reduce((sum, child) => sum + peakMemory(Number(child)), own));
  } catch {
    return 0;
  }
}
