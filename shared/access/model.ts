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
  userName: string;
  roles: Role[];
}

/** Who does something: every service call carries one. */
export interface Actor {
  personId: string;
  organisationId: string;
  name: string;
  roles: Role[];
}

/** One line of the audit trail; `previous` chains it to the line before (sha256). */
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
