/** An organisation that uses this service. Organisations never see each other's data. */
export interface Organisation {
  id: string;
  /** Mã định danh (QĐ 20/2020/QĐ-TTg). */
  code: string;
  name: string;
  superior?: string;
  place: string;
  /** State or Party: decides which rule sets it writes by. */
  system: "state" | "party";
  /** Term of the Party committee, "2025-2030"; Party numbers run on through it. Absent: the five years by the calendar. */
  term?: string;
  address?: string;
  email?: string;
}

/** drafter: chuyên viên; leader: lãnh đạo; clerk: văn thư; administrator: quản trị. */
export type Role = "drafter" | "leader" | "clerk" | "administrator";

/** A person of one organisation. */
export interface Person {
  id: string;
  organisationId: string;
  name: string;
  position: string;
  /** Lower-case; the only one of its kind in this service. */
  userName: string;
  roles: Role[];
  /** Has left or is suspended: cannot sign in, and no session of theirs is valid. */
  disabled?: boolean;
}

/** Who does something: every service call carries one. */
export interface Actor {
  personId: string;
  organisationId: string;
  name: string;
  roles: Role[];
}

/** Something that was done, before it has its place in the audit trail. `action` is a word of ours ("document.sign"), `subject` an id. */
export interface AuditEvent {
  organisationId: string;
  actor: { personId: string; name: string };
  /** ISO 8601 */
  at: string;
  action: string;
  subject: string;
  details?: Record<string, string>;
}

/** One line of the audit trail, counted from 1; `previous` chains it to the line before (sha256). */
export interface AuditEntry {
  sequence: number;
  /** ISO 8601 */
  at: string;
  actor: { personId: string; name: string };
  organisationId: string;
  action: string;
  subject: string;
  details?: Record<string, string>;
  previous: string;
  hash: string;
}
