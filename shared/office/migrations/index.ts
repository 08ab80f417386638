export { DATA_VERSION, dataVersion, type MigrationRun, migrate } from "./migrate.ts";
export type { Migration } from "./steps.ts";
