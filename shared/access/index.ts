import type { RecordStore, WriteOperation } from "../storage/index.ts";
import { type AuditCheck, auditOperations, auditTrail, checkAudit, commitAudited } from "./audit.ts";
import { type Directory, openDirectory } from "./directory.ts";
import type { AuditEntry, AuditEvent } from "./model.ts";
import { openSessions, type Sessions } from "./sessions.ts";

export { type AuditCheck, auditOperations, auditTrail, checkAudit, commitAudited, SYSTEM_ACTOR } from "./audit.ts";
export type {
  Directory,
  NewPerson,
  OrganisationChanges,
  PersonChanges,
} from "./directory.ts";
export type { Actor, AuditEntry, AuditEvent, Organisation, Person, Role } from "./model.ts";
export { type Action, allow, may, PERMISSIONS } from "./permissions.ts";
export type { Sessions } from "./sessions.ts";

/** Organisations, people, sessions and the audit trail. Who may do what: {@link allow}, {@link may}. */
export interface Access extends Directory, Sessions {
  /** {@link auditOperations} on this store: to be committed with what is done. One call a commit and organisation. */
  auditOperations(events: AuditEvent | AuditEvent[]): Promise<WriteOperation[]>;
  /** {@link commitAudited} on this store. @throws CONFLICT at once when it is the caller's own operations that conflict */
  commitAudited(operations: WriteOperation[], events: AuditEvent | AuditEvent[]): Promise<void>;
  auditTrail(
    organisationId: string,
    range?: { limit?: number; reverse?: boolean; after?: string },
  ): Promise<{ entries: AuditEntry[]; next?: string }>;
  checkAudit(organisationId: string): Promise<AuditCheck>;
}

/**
 * Opens the access room on a record store.
 * @param clock the time for sessions, locks and the trail
 * @example
 * const access = openAccess(storage.records);
 * const { token, actor } = await access.signIn("van.thu", password);
 * allow(actor, "document.number");
 */
export function openAccess(records: RecordStore, clock: () => Date = () => new Date()): Access {
  return {
    ...openDirectory(records, clock),
    ...openSessions(records, clock),
    auditOperations: (events) => auditOperations(records, events),
    commitAudited: (operations, events) => commitAudited(records, operations, events),
    auditTrail: (organisationId, range) => auditTrail(records, organisationId, range),
    checkAudit: (organisationId) => checkAudit(records, organisationId),
  };
}
