import type { DocumentKind } from "../../documents/index.ts";

/** A period of figures, ISO dates, both included. */
export interface IncomingPeriod {
  from: string;
  to: string;
}

/** One line of the book "Sổ theo dõi giải quyết văn bản đến": the seven columns of NĐ30 Phụ lục IV, VIII. */
export interface FollowUpLine {
  id: string;
  /** Số đến. */
  arrivalNumber: number;
  /** Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản. */
  document: string;
  /** Đơn vị hoặc người nhận. */
  assignees: string;
  /** Thời hạn giải quyết; ISO date. */
  dueOn?: string;
  /** Tiến độ giải quyết, in words. */
  progress: string;
  /** Số, ký hiệu văn bản trả lời. */
  answer: string;
  /** Ghi chú. */
  note: string;
}

/** Documents by how they were dealt with. `done` = `onTime` + `late` + those without a deadline. */
export interface HandlingCounts {
  total: number;
  unassigned: number;
  /** Being dealt with, the deadline not yet reached or none. */
  working: number;
  /** Being dealt with, or not even assigned, after the deadline. */
  overdue: number;
  done: number;
  onTime: number;
  late: number;
  cancelled: number;
}

/** Figures of the documents that arrived in a period. */
export interface IncomingFigures {
  period: IncomingPeriod;
  /** Day in Vietnam that the states are of. */
  asOf: string;
  organisation: string;
  totals: HandlingCounts;
  /** Those that came by exchange, on paper, by e-mail, as files. */
  channels: { exchange: number; paper: number; email: number; file: number };
  /** Rejected or still waiting: they have no arrival number and are in none of the totals. */
  rejected: number;
  waiting: number;
  /** By who leads: units and people, the name first in the alphabet first. */
  byAssignee: ({ name: string; kind: "unit" | "person" } & HandlingCounts)[];
  /** Overdue ones, the longest first; working days over. */
  overdue: { id: string; arrivalNumber: number; document: string; assignees: string; dueOn: string; days: number }[];
}

/** Outgoing documents by how they went out. */
export interface IssuingCounts {
  total: number;
  /** Issued on the day of the leader's signature, at latest the next working day (NĐ30 Điều 18.1). */
  onTime: number;
  late: number;
  sent: number;
  recalled: number;
}

/** Figures of the documents issued in a period. */
export interface OutgoingFigures {
  period: IncomingPeriod;
  asOf: string;
  organisation: string;
  totals: IssuingCounts;
  byKind: ({ kind: DocumentKind; name: string } & IssuingCounts)[];
  /** By who drafted. */
  byDrafter: ({ name: string } & IssuingCounts)[];
  /** Receivers of all documents sent, by what came back. */
  receivers: {
    total: number;
    accepted: number;
    done: number;
    rejected: number;
    arrived: number;
    underWay: number;
    failed: number;
  };
  /** Drafts of now that are not issued yet, by state. */
  open: { draft: number; submitted: number; approved: number; signed: number; numbered: number };
}
