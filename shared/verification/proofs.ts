import type { Certificate } from "../asn1/index.ts";
import { type Evidence, revocationContext } from "./evidence.ts";
import { revocationOfPath } from "./revocation.ts";
import type { LookedAt } from "./signature.ts";
import type { TimestampCheck } from "./timestamp.ts";
import { findPath } from "./trust.ts";

/** A proof that something existed at a time. */
export interface TimeProof {
  at: Date;
  source: "timestamp" | "document-timestamp" | "container";
}

/** Why a sound timestamp still proves nothing; undefined when it does. */
export type Unproven =
  | "không dẫn đến tổ chức tin cậy"
  | "chứng thư số đã bị thu hồi"
  | "chưa biết chứng thư số có bị thu hồi hay không";

/** Proofs of existence by signature, earliest first. */
export interface Proofs {
  /** The earliest proven time for a signature, among its own timestamps and document timestamps that cover it. */
  of(signature: LookedAt): TimeProof | undefined;
  /** Why a timestamp is not used. */
  doubt(stamp: TimestampCheck): Unproven | undefined;
}

/**
 * Which times are proven. A timestamp counts when it is sound, its authority has a valid path to an anchor and is known not to be
 * revoked; anything less leaves the claimed time, and the certificate is then judged at the time of verification.
 */
export function proofsOf(signatures: readonly LookedAt[], evidence: Evidence): Proofs {
  const doubts = new Map<TimestampCheck, Unproven | undefined>();
  const doubt = (stamp: TimestampCheck): Unproven | undefined => {
    if (!doubts.has(stamp)) doubts.set(stamp, doubtOf(stamp.certificate, stamp.at, evidence));
    return doubts.get(stamp);
  };
  return {
    doubt,
    of(signature) {
      const candidates: TimeProof[] = [];
      const add = (stamps: readonly TimestampCheck[], source: TimeProof["source"]) => {
        for (const stamp of stamps) {
          if (stamp.sound && stamp.at !== undefined && stamp.at <= evidence.now && doubt(stamp) === undefined) {
            candidates.push({ at: stamp.at, source });
          }
        }
      };
      if (signature.kind === "signature") add(signature.timestamps, "timestamp");
      for (const later of signatures) {
        const covers = (later.range?.revision ?? -1) > (signature.range?.revision ?? Number.POSITIVE_INFINITY);
        if (later.kind === "document-timestamp" && covers) add(later.timestamps, "document-timestamp");
      }
      if (signature.kind === "document-timestamp") add(signature.timestamps, "document-timestamp");
      const existed = evidence.existedAt;
      if (existed !== undefined && existed <= evidence.now) candidates.push({ at: existed, source: "container" });
      return candidates.sort((a, b) => a.at.getTime() - b.at.getTime())[0];
    },
  };
}

function doubtOf(certificate: Certificate | undefined, at: Date | undefined, evidence: Evidence): Unproven | undefined {
  if (certificate === undefined || at === undefined) return "không dẫn đến tổ chức tin cậy";
  const path = findPath(certificate, evidence.pool, evidence.anchors, at).found;
  if (path === undefined) return "không dẫn đến tổ chức tin cậy";
  const states = revocationOfPath(path, revocationContext(evidence, at));
  // A key that was stolen stamps any time it likes, so any revocation but a mere end of use undoes the proof.
  if (
    states.some(
      (s) => s.status === "revoked" && !(s.revokedAt !== undefined && s.revokedAt > at && isOrderly(s.reason)),
    )
  ) {
    return "chứng thư số đã bị thu hồi";
  }
  if (states.some((s) => s.status === "unknown")) return "chưa biết chứng thư số có bị thu hồi hay không";
  return undefined;
}

/** RFC 3161, 4: affiliationChanged (3), superseded (4), cessationOfOperation (5) leave earlier stamps good. */
function isOrderly(reason: number | undefined): boolean {
  return reason === 3 || reason === 4 || reason === 5;
}
