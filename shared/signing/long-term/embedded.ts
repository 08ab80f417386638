import { berToDer, type Certificate, OID, parseSignedData, parseTstInfo, type SignedData } from "../../asn1/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import { PdfString } from "../../pdf/index.ts";
import { formFields } from "../form.ts";
import type { SignatureField } from "../model.ts";
import { signaturesIn } from "../policy.ts";
import type { Revision } from "../revision.ts";
import { certificateOf } from "./timestamp-token.ts";

/** Who made a signature or timestamp, and what certificates came with it. */
export interface EmbeddedMaker {
  certificate: Certificate;
  /** DER */
  certificates: Uint8Array[];
  /** Of a timestamp: the time it states. */
  at?: Date;
}

/** A signature or document timestamp that stands in a file, read but not verified. */
export interface EmbeddedSignature {
  field: string;
  kind: SignatureField["kind"];
  /** Value of /Contents with its padding. */
  contents: Uint8Array;
  /** Where its signed bytes end. */
  end: number;
  maker: EmbeddedMaker;
  /** Signature timestamps inside it. */
  timestamps: EmbeddedMaker[];
}

/** Timestamps looked at in one signature. */
const MAX_TIMESTAMPS = 8;

/** The signatures of a file in the order of signing; those whose CMS cannot be read are left out. */
export function embeddedSignatures(revision: Revision): EmbeddedSignature[] {
  return signaturesIn(revision, formFields(revision))
    .flatMap(({ field, kind, signature }) => {
      const contents = revision.resolve(signature?.get("Contents"));
      const range = revision.array(signature?.get("ByteRange")).map((n) => revision.resolve(n));
      const [, , start, length] = range;
      if (!(contents instanceof PdfString) || typeof start !== "number" || typeof length !== "number") return [];
      const read = readCms(contents.bytes);
      return read === undefined ? [] : [{ field, kind, contents: contents.bytes, end: start + length, ...read }];
    })
    .sort((a, b) => a.end - b.end);
}

function readCms(contents: Uint8Array): Pick<EmbeddedSignature, "maker" | "timestamps"> | undefined {
  try {
    const data = parseSignedData(berToDer(contents).der);
    const maker = makerOf(data);
    if (maker === undefined) return undefined;
    const tokens = (data.signerInfos[0]?.unsignedAttributes ?? [])
      .filter(({ oid }) => oid === OID.signatureTimestamp)
      .flatMap(({ values }) => values)
      .slice(0, MAX_TIMESTAMPS);
    const timestamps = tokens.flatMap(({ raw }) => makerOf(parseSignedData(berToDer(raw).der)) ?? []);
    return { maker, timestamps };
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return undefined;
  }
}

function makerOf(data: SignedData): EmbeddedMaker | undefined {
  const [signer] = data.signerInfos;
  const certificate = signer === undefined ? undefined : certificateOf(signer, data);
  if (certificate === undefined) return undefined;
  const stamp =
    data.eContentType === OID.tstInfo && data.eContent !== undefined ? parseTstInfo(data.eContent) : undefined;
  return { certificate, certificates: data.certificates, ...(stamp === undefined ? {} : { at: stamp.at }) };
}
