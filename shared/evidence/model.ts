import type { RevocationOptions, Signer, TimestampOptions } from "../signing/index.ts";
import type { Verdict } from "../verification/index.ts";

/** A file for the container. */
export interface EvidenceInput {
  /** Path within the container, with "/" between folders; letters, not META-INF. */
  name: string;
  /** Media type, "application/pdf". */
  mime: string;
  bytes: Uint8Array;
}

/** Input of the packing. */
export interface EvidenceRequest {
  /** The first one is the document that all is about. */
  files: readonly EvidenceInput[];
  signer: Signer;
  /** Claimed time of signing. */
  at: Date;
  /** Time-stamping authorities; without them the container proves no time. */
  timestamp?: TimestampOptions;
  /** Where revocation data of every signature inside, and of the container's own, comes from; none is gathered when absent. */
  revocation?: RevocationOptions;
  /** Stamps everything, the container's signature included, once more; as `timestamp` is given when absent. */
  archive?: boolean;
}

/** A packed container. */
export interface PackedEvidence {
  bytes: Uint8Array;
  level: "B-B" | "B-T" | "B-LT" | "B-LTA";
  /** What could not be got of revocation data (Vietnamese). */
  missing: string[];
}

/** What is wrong with the container itself, beside its signatures. */
export interface EvidenceFault {
  code:
    | "CONTAINER_UNREADABLE"
    | "MIMETYPE_WRONG"
    | "NAME_UNSAFE"
    | "NAME_TWICE"
    | "FILE_NOT_NAMED"
    | "FILE_MISSING"
    | "FILE_CHANGED"
    | "DIGEST_UNKNOWN"
    | "MANIFEST_BROKEN"
    | "SIGNATURE_MISSING"
    | "SIGNATURE_UNKNOWN"
    | "TOO_MANY_DOCUMENTS";
  severity: "failed" | "indeterminate";
  /** Vietnamese. */
  message: string;
  /** Name of the file, where it is one. */
  where?: string;
}

/** A file of an opened container. */
export interface EvidenceFile {
  name: string;
  /** As the manifest says; "" when it does not. */
  mime: string;
  bytes: Uint8Array;
  /** Hexadecimal. */
  sha256: string;
  /** Named by a manifest that the container's signature covers, and fitting the digest there. */
  covered: boolean;
  /** Of a signed PDF: judged as of the time that the container proves. */
  verdict?: Verdict;
}

/** How much of a container from outside is taken. */
export interface EvidenceLimits {
  /** All files unpacked, bytes; 512 MB when absent. */
  unpackedBytes?: number;
  /** Signed documents that are verified; 200 when absent. With more the container is not judged. */
  documents?: number;
}

/** What is told of an opened container, without its contents. */
export interface EvidenceSummary {
  /** ISO 8601 with +07:00. */
  provenAt?: string;
  files: (Omit<EvidenceFile, "bytes"> & { size: number })[];
  faults: EvidenceFault[];
}

/** An opened container. */
export interface EvidenceCheck {
  /**
   * The whole: the worst of the container's signatures, its faults and the signed documents in it. `signatures` are the container's own;
   * `document` speaks of the container as a file.
   */
  verdict: Verdict;
  files: EvidenceFile[];
  faults: EvidenceFault[];
  /** When everything in it is proven to have existed, ISO 8601 with +07:00; absent without a trusted timestamp. */
  provenAt?: string;
}
