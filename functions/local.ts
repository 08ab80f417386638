import { statfs } from "node:fs/promises";
import { serve } from "@hono/node-server";
import { programVersion } from "../shared/home/index.ts";
import { type OfficeOptions, openOffice } from "../shared/office/index.ts";
import { backUpFolder, lastBackup, localWakeUp, openSqliteStorage } from "../shared/storage/index.ts";
import { type AppOptions, createApp } from "./api/app.ts";
import { openMetrics, type WorkerName } from "./metrics.ts";
import { openRuns } from "./runs.ts";
import { folderSecrets } from "./secret-key.ts";
import { configuredTrust, TRUST_FOLDER } from "./trust-folder.ts";
import { startBackupWorker } from "./workers/backup.ts";
import { startReportSchedule } from "./workers/report-schedule.ts";
import { startSchedule } from "./workers/schedule.ts";
import { startSigningWorker } from "./workers/signing.ts";
import { wakingOffice } from "./workers/waking-office.ts";

/** Where the whole service runs on one machine. */
export interface LocalOptions extends AppOptions {
  /** Folder of the data; made when absent. */
  folder: string;
  /** 0 takes any free port. */
  port: number;
  /** Address to listen on; 127.0.0.1 keeps it to this machine. */
  host: string;
  /** How often the worker looks into the outboxes without being woken, in milliseconds. */
  deliverEveryMs?: number;
  /** How often the worker looks whether a report is to be drafted, in milliseconds. */
  reportsEveryMs?: number;
  /** How often the worker asks for signatures that are waited for, in milliseconds. */
  signingEveryMs?: number;
  clock?: OfficeOptions["clock"];
  /** Folder that a backup is made into once a day. */
  backupFolder?: string;
  /** Secret that a monitor shows to read `/metrics`. */
  metricsToken?: string;
  /** Write a line for each answer to stdout. */
  requestLog?: boolean;
}

/** The running service. */
export interface LocalServer {
  /** "http://127.0.0.1:8080" */
  address: string;
  /** Takes no new requests, lets those under way and the running workers end, closes the store. */
  stop(): Promise<void>;
}

/** A request under way when the service is stopped is given so long, in milliseconds. */
const LAST_REQUESTS_MS = 10_000;

/**
 * Starts pages, API and the workers of deliveries, reports and signatures over the embedded store, all in this process.
 *
 * @throws whatever listening throws (`EADDRINUSE` when the port is taken); nothing is left running then
 */
export async function startLocal(options: LocalOptions): Promise<LocalServer> {
  const storage = openSqliteStorage(options.folder);
  const wakeUp = localWakeUp();
  const { backupFolder } = options;
  const trustFolder = configuredTrust(options.folder);
  const free = async () => {
    const { bavail, bsize } = await statfs(options.folder);
    return bavail * bsize;
  };
  const runs = openRuns();
  const office = wakingOffice(
    openOffice({
      storage,
      trustFolder,
      machine: {
        freeBytes: free,
        workers: () => runs.read(),
        backup: async () => {
          const lastAt = backupFolder === undefined ? undefined : await lastBackup(backupFolder);
          return { configured: backupFolder !== undefined, ...(lastAt === undefined ? {} : { lastAt }) };
        },
      },
      secrets: folderSecrets(options.folder),
      ...(options.clock ? { clock: options.clock } : {}),
    }),
    wakeUp,
  );
  const metrics = openMetrics(
    {
      outbox: () => office.backlog(),
      free,
      lastBackup: async () => (backupFolder === undefined ? undefined : lastBackup(backupFolder)),
    },
    programVersion(),
  );
  const app = createApp(office, {
    ...options,
    watch: {
      answered: metrics.answered,
      ...(options.requestLog ? { log: (line: string) => console.log(line) } : {}),
      ...(options.metricsToken === undefined ? {} : { metrics: { token: options.metricsToken, text: metrics.text } }),
    },
  });
  /** Each run of a worker is counted, also those that found nothing to do. */
  const counted = <Input extends unknown[], Output>(
    worker: WorkerName,
    call: (...input: Input) => Promise<Output>,
  ): ((...input: Input) => Promise<Output>) => {
    return async (...input) => {
      let failed = true;
      try {
        const output = await call(...input);
        failed = false;
        return output;
      } finally {
        metrics.ran(worker, failed);
        runs.ran(worker, failed);
      }
    };
  };
  let server: ReturnType<typeof serve> | undefined;
  try {
    await office.migrate({ wait: true });
    const port = await new Promise<number>((resolve, reject) => {
      server = serve({ fetch: app.fetch, port: options.port, hostname: options.host }, (info) => resolve(info.port));
      server.once("error", reject);
    });
    const stopSchedule = startSchedule(
      { deliver: counted("deliver", office.deliver) },
      {
        wakeUp,
        everyMs: options.deliverEveryMs ?? 5_000,
        onError: logWorker("deliver"),
      },
    );
    const stopReports = startReportSchedule(
      { ...office, runReportSchedule: counted("reports", office.runReportSchedule) },
      {
        ...(options.reportsEveryMs === undefined ? {} : { everyMs: options.reportsEveryMs }),
        onError: logWorker("reports"),
      },
    );
    const stopSigning = startSigningWorker(
      { runSigning: counted("signing", office.runSigning) },
      {
        ...(options.signingEveryMs === undefined ? {} : { everyMs: options.signingEveryMs }),
        onError: logWorker("signing"),
      },
    );
    const stopBackups =
      backupFolder === undefined
        ? undefined
        : startBackupWorker({
            backUp: counted("backup", async () => {
              const how = { program: programVersion(), others: [TRUST_FOLDER] };
              return (await backUpFolder(options.folder, backupFolder, how)).manifest.at;
            }),
            last: async () => lastBackup(backupFolder),
            onError: logWorker("backup"),
          });
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    return {
      address: `http://${host}:${port}`,
      async stop() {
        await closeServer(server!);
        await Promise.all([stopSchedule(), stopReports(), stopSigning(), stopBackups?.(), office.idle()]);
        await storage.records.close();
      },
    };
  } catch (error) {
    await storage.records.close();
    throw error;
  }
}

function logWorker(fault: string): (error: unknown) => void {
  return (error) => console.error(JSON.stringify({ at: new Date().toISOString(), fault, error: String(error) }));
}

function closeServer(server: ReturnType<typeof serve>): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), LAST_REQUESTS_MS);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    // Browsers keep idle connections open; they would hold up the end.
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
}
