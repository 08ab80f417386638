import { berToDer, isNamedBy, OID, parseCertificate, parseSignedData } from "../asn1/index.ts";
import { isVanthuError } from "../errors/index.ts";
import { summaryOfCertificate } from "./certificates.ts";
import { finding } from "./findings.ts";
import type { CertificateSummary, SignatureVerdict } from "./model.ts";

/** Signatures told of one file, and bytes of one signature, at most. */
const MAX_SEEN = 64;
const MAX_CONTENTS = 1_000_000;

/**
 * The signatures that a file seems to hold whose structure cannot be read (damaged, encrypted, beyond the limits): found by their /ByteRange alone,
 * so that a reader learns who may have signed. Nothing is checked and nothing trusted; each says so.
 */
export function signaturesSeen(bytes: Uint8Array): SignatureVerdict[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const seen = new Map<number, SignatureVerdict>();
  let at = file.indexOf("/ByteRange");
  for (let tries = 0; at >= 0 && tries < 4 * MAX_SEEN && seen.size < MAX_SEEN; tries++) {
    const hole = holeOf(file, at);
    if (hole !== undefined && !seen.has(hole.start)) {
      const contents = Buffer.from(file.toString("latin1", hole.start + 1, hole.end - 1), "hex");
      if (contents.some((one) => one !== 0)) seen.set(hole.start, told(contents, seen.size + 1));
    }
    at = file.indexOf("/ByteRange", at + 10);
  }
  return [...seen.values()];
}

/** `<…>` where /ByteRange says, else the next one behind it. */
function holeOf(file: Buffer, range: number): { start: number; end: number } | undefined {
  const text = file.toString("latin1", range, range + 200);
  const stated = /^\/ByteRange\s*\[\s*\d+\s+(\d+)/.exec(text)?.[1];
  const next = file.indexOf("/Contents", range);
  for (const start of [stated === undefined ? -1 : Number(stated), next < 0 ? -1 : file.indexOf("<", next)]) {
    if (start < 0 || file[start] !== 0x3c || file[start + 1] === 0x3c) continue;
    const end = file.indexOf(">", start) + 1;
    if (end > start + 2 && end - start <= 2 * MAX_CONTENTS) return { start, end };
  }
  return undefined;
}

function told(contents: Uint8Array, count: number): SignatureVerdict {
  const { kind, signer } = whoOf(contents);
  return {
    field: `Chữ ký ${count}`,
    kind,
    signer,
    issuer: { commonName: "" },
    indication: "INDETERMINATE",
    subIndication: "FORMAT_FAILURE",
    intact: false,
    cryptographicallyValid: false,
    trusted: false,
    algorithm: { digest: "", signature: "", keyBits: 0 },
    weak: false,
    timeSource: "claimed",
    level: "none",
    coverage: "partial",
    changesAfter: "other",
    changes: [],
    revocation: { checked: false, status: "unknown", message: "Không kiểm tra vì không đọc được tệp." },
    reasons: [finding("ONLY_SEEN")].map(({ code, message }) => ({ code, message })),
  };
}

/** The certificate that the signature names, as it names itself. */
function whoOf(contents: Uint8Array): { kind: SignatureVerdict["kind"]; signer: CertificateSummary } {
  try {
    const data = parseSignedData(berToDer(contents).der);
    const kind = data.eContentType === OID.tstInfo ? "document-timestamp" : "signature";
    for (const bytes of data.certificates.slice(0, 50)) {
      try {
        const certificate = parseCertificate(bytes);
        if (data.signerInfos.some(({ sid }) => isNamedBy(sid, certificate)))
          return { kind, signer: summaryOfCertificate(certificate) };
      } catch (error) {
        if (!isVanthuError(error)) throw error;
      }
    }
    return { kind, signer: { commonName: "" } };
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return { kind: "signature", signer: { commonName: "" } };
  }
}
