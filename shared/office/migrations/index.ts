export { DATA_VERSION, dataVersion, LEASE_MS, type MigrationRun, migrate } from "./migrate.ts";
export type { Migration } from "./steps.ts";
