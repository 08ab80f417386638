/** An organisation that uses this service. Organisations never see each other's data. */
export interface Organisation {
  id: string;
  /** Mã định danh (QĐ 20/2020/QĐ-TTg). */
  code: string;
  name: string;
  superior?: string;
  place: string;
  /** Id of the organisation above it in the tree; {@link Organisation.superior} is only what stands on its documents. */
  parent?: string;
  /** State or Party: decides which rule sets it writes by. */
  system: "state" | "party";
  /** Term of the Party committee, "2025-2030"; Party numbers run on through it. Absent: the five years by the calendar. */
  term?: string;
  address?: string;
  email?: string;
}

/** drafter: chuyên viên; leader: lãnh đạo; clerk: văn thư; archivist: lưu trữ; auditor: kiểm tra, giám sát; administrator: quản trị. */
export type Role = "drafter" | "leader" | "clerk" | "archivist" | "auditor" | "administrator";

/** A person of one organisation. */
export interface Person {
  id: string;
  organisationId: string;
  name: string;
  /** Title of the main post. */
  position: string;
  /** Lower-case; the only one of its kind in this service. */
  userName: string;
  /** What the posts in force today give together. */
  roles: Role[];
  /** Every post, the main one first; absent: the one post that `position` and `roles` say. */
  posts?: Post[];
  /** Has left or is suspended: cannot sign in, and no session of theirs is valid. */
  disabled?: boolean;
}

/** A unit (đơn vị) of an organisation; units stand in a tree. */
export interface Unit {
  id: string;
  organisationId: string;
  name: string;
  /** As in notations: "KGVX", "VP". */
  symbol: string;
  parentId?: string;
}

/** A post (chức vụ) that a person holds: one person may hold several. `from` and `to` are ISO dates, both included. */
export interface Post {
  id: string;
  unitId?: string;
  title: string;
  roles: Role[];
  from?: string;
  to?: string;
}

/** Who does something: every service call carries one. */
export interface Actor {
  personId: string;
  organisationId: string;
  name: string;
  /** What holds today. */
  roles: Role[];
  /** Ids of the units of the posts in force today. */
  units?: string[];
  /** Set when a machine acts with an API key: it may do nothing but these actions, and of these only what the roles allow. */
  apiKey?: { id: string; scopes: readonly string[] };
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
