import type { MachineReadings } from "../shared/office/index.ts";
import type { WorkerName } from "./metrics.ts";

/** What each worker does, in words, and how often it runs at the latest, in milliseconds. */
const WORKERS: Readonly<Record<WorkerName, { name: string; everyMs: number }>> = {
  deliver: { name: "gửi văn bản", everyMs: 60_000 },
  reports: { name: "lịch báo cáo và nhắc việc", everyMs: 15 * 60_000 },
  signing: { name: "chờ chữ ký, gia hạn dấu thời gian", everyMs: 15 * 60_000 },
  backup: { name: "sao lưu", everyMs: 24 * 3_600_000 },
};

/** The last runs of the workers of this process, for the page that says how the installation is. */
export interface WorkerRuns {
  ran(worker: WorkerName, failed: boolean): void;
  read: NonNullable<MachineReadings["workers"]>;
}

/** Remembers when each worker last ended a run, and when one last failed. What has not run yet counts from now. */
export function openRuns(now: () => Date = () => new Date()): WorkerRuns {
  const began = now().toISOString();
  const last = new Map<WorkerName, { lastAt?: string; failedAt?: string }>();
  return {
    ran(worker, failed) {
      last.set(worker, { ...last.get(worker), [failed ? "failedAt" : "lastAt"]: now().toISOString() });
    },
    read: () =>
      (Object.keys(WORKERS) as WorkerName[])
        // Nobody set the backup up: it is told of by itself.
        .filter((worker) => worker !== "backup" || last.has(worker))
        .map((worker) => ({ ...WORKERS[worker], ...(last.get(worker) ?? { lastAt: began }) })),
  };
}
