export { auditDesk } from "./desk.ts";
export type { AuditDesk, CheckedSeal, TrailCheck, TrailFilter, TrailSeal } from "./model.ts";
export { proveTrails } from "./prove.ts";
export { type SealRun, sealTrails } from "./seals.ts";
