import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Workers of one machine. */
export type WorkerName = "deliver" | "reports" | "signing" | "backup";

/** What a monitor reads, in Prometheus' text format. Labels are patterns and names of ours: never an id, an address of a document or a person. */
export interface Metrics {
  /** One answered request. `route` is the pattern ("/api/documents/:id"). */
  answered(method: string, route: string, status: number, ms: number): void;
  /** One run of a worker ended. */
  ran(worker: WorkerName, failed: boolean): void;
  /** Asked at each reading: how many packets wait and how many were given up. */
  text(): Promise<{ contentType: string; body: string }>;
}

/** What is looked up when a monitor reads. */
export interface Readings {
  /** Packets in the outboxes of all organisations. */
  outbox(): Promise<{ waiting: number; givenUp: number }>;
  /** Bytes free where the data lies. */
  free(): Promise<number>;
  /** ISO instant of the last backup. */
  lastBackup(): Promise<string | undefined>;
}

/** Makes the metrics of one process. */
export function openMetrics(readings: Readings, version: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: "vanthu_request_seconds",
    help: "Time to answer a request",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers,
  });
  const runs = new Counter({
    name: "vanthu_worker_runs_total",
    help: "Runs of the workers that ended",
    labelNames: ["worker", "outcome"],
    registers,
  });
  const last = new Gauge({
    name: "vanthu_worker_last_run_timestamp_seconds",
    help: "When a worker last ended a run without a fault",
    labelNames: ["worker"],
    registers,
  });
  new Gauge({ name: "vanthu_info", help: "Version", labelNames: ["version"], registers }).set({ version }, 1);
  const packets = new Gauge({
    name: "vanthu_outbox_packets",
    help: "Packets that wait to be sent, or were given up",
    labelNames: ["state"],
    registers,
    async collect() {
      const { waiting, givenUp } = await readings.outbox();
      packets.set({ state: "waiting" }, waiting);
      packets.set({ state: "given-up" }, givenUp);
    },
  });
  const free = new Gauge({
    name: "vanthu_disk_free_bytes",
    help: "Bytes free where the data lies",
    registers,
    async collect() {
      free.set(await readings.free());
    },
  });
  const saved = new Gauge({
    name: "vanthu_backup_timestamp_seconds",
    help: "When the last daily backup was made; 0 when none was",
    registers,
    async collect() {
      const at = await readings.lastBackup();
      saved.set(at === undefined ? 0 : Date.parse(at) / 1000);
    },
  });
  return {
    answered: (method, route, status, ms) => requests.observe({ method, route, status: String(status) }, ms / 1000),
    ran(worker, failed) {
      runs.inc({ worker, outcome: failed ? "failed" : "ended" });
      if (!failed) last.set({ worker }, Date.now() / 1000);
    },
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
