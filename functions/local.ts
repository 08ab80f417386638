import { existsSync } from "node:fs";
import path from "node:path";
import { serve } from "@hono/node-server";
import { type OfficeOptions, openOffice } from "../shared/office/index.ts";
import { localWakeUp, openSqliteStorage } from "../shared/storage/index.ts";
import { type AppOptions, createApp } from "./api/app.ts";
import { folderSecrets } from "./secret-key.ts";
import { readTrustFolder } from "./trust-folder.ts";
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
}

/** The running service. */
export interface LocalServer {
  /** "http://127.0.0.1:8080" */
  address: string;
  /** Takes no new requests, lets those under way and the running workers end, closes the store. */
  stop(): Promise<void>;
}

/** Subfolder of the data where the administrator puts root certificates and revocation lists to trust, beside the test authority. */
const TRUST_FOLDER = "tin-cay";

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
  const configured = path.join(options.folder, TRUST_FOLDER);
  const trust = existsSync(configured) ? readTrustFolder(configured) : undefined;
  const office = wakingOffice(
    openOffice({
      storage,
      trust,
      secrets: folderSecrets(options.folder),
      ...(options.clock ? { clock: options.clock } : {}),
    }),
    wakeUp,
  );
  const app = createApp(office, options);
  let server: ReturnType<typeof serve> | undefined;
  try {
    const port = await new Promise<number>((resolve, reject) => {
      server = serve({ fetch: app.fetch, port: options.port, hostname: options.host }, (info) => resolve(info.port));
      server.once("error", reject);
    });
    const stopSchedule = startSchedule(office, {
      wakeUp,
      everyMs: options.deliverEveryMs ?? 5_000,
      onError: logWorker("deliver"),
    });
    const stopReports = startReportSchedule(office, {
      ...(options.reportsEveryMs === undefined ? {} : { everyMs: options.reportsEveryMs }),
      onError: logWorker("reports"),
    });
    const stopSigning = startSigningWorker(office, {
      ...(options.signingEveryMs === undefined ? {} : { everyMs: options.signingEveryMs }),
      onError: logWorker("signing"),
    });
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    return {
      address: `http://${host}:${port}`,
      async stop() {
        await closeServer(server!);
        await Promise.all([stopSchedule(), stopReports(), stopSigning(), office.idle()]);
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
