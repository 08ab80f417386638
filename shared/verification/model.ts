/** The verdict on one file: DESIGN.md, "Verdict"; indications are the words of ETSI EN 319 102-1. */
export interface Verdict {
  verdict: "TOTAL_PASSED" | "INDETERMINATE" | "TOTAL_FAILED" | "NO_SIGNATURE" | "UNREADABLE";
  /** One Vietnamese sentence. */
  summary: string;
  document: {
    sha256: string;
    bytes: number;
    pages: number;
    revisions: number;
    number?: string;
    notation?: string;
    issuedOn?: string;
    organisation?: string;
    standing?: string;
    /** Of an electronic copy: what it says of itself at the top right (NĐ30 Phụ lục III, mẫu 3.2). `time` as written; `signedByIt`: the certificate is that organisation's. */
    copy?: { form: "sao-y" | "sao-luc" | "trich-sao"; organisation: string; time: string; signedByIt: boolean };
  };
  signatures: SignatureVerdict[];
}

/** One signature or document timestamp, in the order of signing. */
export interface SignatureVerdict {
  field: string;
  kind: "signature" | "document-timestamp";
  role?: "leader" | "seal" | "appendix" | "copy";
  signer: CertificateSummary;
  issuer: CertificateSummary;
  indication: "TOTAL_PASSED" | "INDETERMINATE" | "TOTAL_FAILED";
  subIndication?: string;
  /** The signed bytes are as they were. */
  intact: boolean;
  cryptographicallyValid: boolean;
  /** A path to a configured anchor was found and is valid. */
  trusted: boolean;
  /** Label of the anchor's scope; test anchors say "thử nghiệm". */
  trustScope?: string;
  algorithm: { digest: string; signature: string; keyBits: number };
  weak: boolean;
  /** ISO 8601 with +07:00. */
  signedAt?: string;
  /** "container": the evidence container that the file lies in proves that it existed then. */
  timeSource: "timestamp" | "document-timestamp" | "container" | "claimed";
  level: "B-B" | "B-T" | "B-LT" | "B-LTA" | "none";
  /** So many bytes from the start are the file as it was signed; absent when the range could not be made sure of. */
  signedBytes?: number;
  coverage: "whole-file" | "revision" | "partial";
  changesAfter: "none" | "lta" | "form" | "annotation" | "metadata" | "other";
  changes: DocumentChange[];
  /** Beside the verdict, which is for the time of signing: would the same be judged valid if it were signed now? Absent without a readable certificate. */
  now?: StandingNow;
  revocation: { checked: boolean; status: "good" | "revoked" | "unknown"; source?: string; message: string };
  /** Vietnamese, worst first. */
  reasons: { code: string; message: string }[];
}

/** What a signature made with the same certificate and algorithm at the time of the check would be worth. */
export interface StandingNow {
  valid: "yes" | "no" | "unknown";
  /** Time of the check, ISO 8601 with +07:00. */
  at: string;
  /** Why not; Vietnamese. Empty for "yes". */
  reasons: { code: string; message: string }[];
}

/** Who a certificate speaks of. Dates are ISO 8601. */
export interface CertificateSummary {
  commonName: string;
  organisation?: string;
  /** Managing unit (organisational unit). */
  unit?: string;
  serial?: string;
  notBefore?: string;
  notAfter?: string;
  sha256?: string;
}

/** One change made after a signature. */
export interface DocumentChange {
  class: "lta" | "form" | "signature" | "annotation" | "metadata" | "other";
  /** Does the signature (DocMDP, FieldMDP) and the policy allow it? */
  allowed: boolean;
  /** 1 is the first page. */
  page?: number;
  /** PDF object, "12 0". */
  object: string;
  /** Vietnamese: what a reader would see. */
  what: string;
}

/** A trust anchor as configured. Nothing is trusted but what an administrator put there. */
export interface TrustAnchor {
  /** DER */
  certificate: Uint8Array;
  /** "NEAC", "Ban Cơ yếu", "nước ngoài", "thử nghiệm". */
  scope: string;
  /** Where it came from and when. */
  source: string;
}
