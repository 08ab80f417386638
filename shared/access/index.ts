import type { RecordStore, WriteOperation } from "../storage/index.ts";
import {
  type AuditCheck,
  auditHead,
  auditOperations,
  auditPlace,
  auditTrail,
  checkAudit,
  commitAudited,
  type SealedHead,
} from "./audit.ts";
import { type Directory, openDirectory } from "./directory.ts";
import { type Identity, openIdentity } from "./identity.ts";
import { type AskNetwork, NO_KEEPER, type SecretKeeper } from "./identity-context.ts";
import type { AuditEntry, AuditEvent } from "./model.ts";

export { actingKey, withApiKey } from "./acting-key.ts";
export { isApiKey, SIGNING_SCOPES, scopesFor } from "./api-keys.ts";
export {
  type AuditCheck,
  auditHead,
  auditOperations,
  auditTrail,
  checkAudit,
  commitAudited,
  type SealedHead,
  SYSTEM_ACTOR,
} from "./audit.ts";
export type {
  Directory,
  NewPerson,
  OrganisationChanges,
  PersonChanges,
} from "./directory.ts";
export type { Identity } from "./identity.ts";
export type {
  ApiKeyInput,
  ApiKeyView,
  ExpectedIdentity,
  PasskeySite,
  PasskeyView,
  PersonClaim,
  Provider,
  ProviderAnswer,
  ProviderChoice,
  ProviderInput,
  ProviderLink,
  SecondFactorView,
  SecondFactorWay,
  SessionView,
  SignedIn,
  SignInFrom,
  SignInSettings,
  SignInStep,
  SignInWay,
  TotpEnrolment,
} from "./identity-model.ts";
export { ROLES } from "./input.ts";
export {
  generalMandate,
  type Mandate,
  type MandateForm,
  mandateHolds,
  mandatesPartition,
} from "./mandates.ts";
export type { Actor, AuditEntry, AuditEvent, Organisation, Person, Post, Role, Unit } from "./model.ts";
export { type Action, allow, inPerson, may, PERMISSIONS } from "./permissions.ts";
export { actorFor, inForce, personOn, postsOf } from "./posts.ts";
export { firstInRequest, requestId, withinRequest } from "./request-scope.ts";
export { GUARDED_ROLES, hasSecondPerson, newGuardedRoles } from "./self-grants.ts";
export type { SessionDesk, Sessions } from "./sessions.ts";
export type { Proof } from "./sign-in.ts";
export { networkOf } from "./sign-in-limits.ts";
export { type Units, withUnitsUnder } from "./units.ts";

/** Organisations, people, sessions and the audit trail. Who may do what: {@link allow}, {@link may}. */
export interface Access extends Directory, Identity {
  /** {@link auditOperations} on this store: to be committed with what is done. One call a commit and organisation. */
  auditOperations(events: AuditEvent | AuditEvent[]): Promise<WriteOperation[]>;
  /** {@link commitAudited} on this store. @throws CONFLICT at once when it is the caller's own operations that conflict */
  commitAudited(operations: WriteOperation[], events: AuditEvent | AuditEvent[]): Promise<void>;
  auditTrail(
    organisationId: string,
    range?: { limit?: number; reverse?: boolean; after?: string },
  ): Promise<{ entries: AuditEntry[]; next?: string }>;
  /** @param sealed heads that were noted before, elsewhere */
  checkAudit(organisationId: string, sealed?: readonly SealedHead[]): Promise<AuditCheck>;
  /** Where a reading that goes on behind entry `sequence` begins: `after` of {@link Access.auditTrail}. */
  auditPlace(sequence: number): string;
  auditHead(organisationId: string): Promise<Omit<SealedHead, "day">>;
}

/**
 * Opens the access room on a record store.
 * @param clock the time for sessions, locks and the trail
 * @param options.secrets keeps what must be read again (secrets of authenticator apps and of providers); without it there are none
 * @example
 * const access = openAccess(storage.records);
 * const { token, actor } = await access.signIn("van.thu", password);
 * allow(actor, "document.number");
 */
export function openAccess(
  records: RecordStore,
  clock: () => Date = () => new Date(),
  options: { secrets?: SecretKeeper; ask?: AskNetwork; passwordCost?: number } = {},
): Access {
  return {
    ...openDirectory(records, clock, options.passwordCost),
    ...openIdentity({
      records,
      clock,
      secrets: options.secrets ?? NO_KEEPER,
      ...(options.ask === undefined ? {} : { ask: options.ask }),
      ...(options.passwordCost === undefined ? {} : { passwordCost: options.passwordCost }),
    }),
    auditOperations: (events) => auditOperations(records, events),
    commitAudited: (operations, events) => commitAudited(records, operations, events),
    auditTrail: (organisationId, range) => auditTrail(records, organisationId, range),
    checkAudit: (organisationId, sealed) => checkAudit(records, organisationId, sealed),
    auditPlace,
    auditHead: (organisationId) => auditHead(records, organisationId),
  };
}
