import type { IncomingRecord } from "../../exchange/index.ts";

/**
 * What is left to see of a document that its sender took back: that it came, and how it was taken back (NĐ30 Phụ lục VI, III.8.b and c).
 */
export function withoutCancelled(record: IncomingRecord): IncomingRecord {
  if (record.cancelled === undefined) return record;
  return {
    ...record,
    subject: "(đã hủy theo yêu cầu thu hồi)",
    signatory: { competence: "", position: "", name: "" },
    files: [],
    warnings: [],
  };
}
