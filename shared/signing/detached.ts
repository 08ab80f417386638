import { createHash } from "node:crypto";
import { berToDer, type Certificate, parseCertificate, parseSignedData, publicKeyOf } from "../asn1/index.ts";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import { ALGORITHMS, verifyBytes } from "./algorithms.ts";
import { signedAttributes, signedData } from "./cms.ts";
import type { RevocationOptions, SignatureLevel, TimestampOptions } from "./long-term/model.ts";
import { requestTimestamp } from "./long-term/request-timestamp.ts";
import { ValidationCollector } from "./long-term/validation-data.ts";
import type { Signer } from "./model.ts";

/** Input of {@link signDetached}. */
export interface DetachedRequest {
  /** The bytes that are signed; they do not become part of the signature. */
  content: Uint8Array;
  signer: Signer;
  /** Claimed time of signing. */
  at: Date;
  /** Has the signature stamped. */
  timestamp?: TimestampOptions;
  /** Puts what a later verifier needs into the signature. */
  revocation?: RevocationOptions;
}

/** A CAdES signature. */
export interface DetachedSignature {
  /** ContentInfo, DER. */
  cms: Uint8Array;
  level: Exclude<SignatureLevel, "B-LTA">;
  /** What could not be got of revocation data (Vietnamese). */
  missing: string[];
}

/**
 * Signs bytes that stay where they are: CAdES baseline (ETSI EN 319 122-1), B-B; stamped it is B-T, with revocation data as well B-LT. Revocation
 * data that cannot be got is named in `missing`; the signature is then as good as it can be.
 *
 * @throws VanthuError SIGN_SIGNATURE_INVALID when the key holder's answer does not fit its certificate; ASN1_*; TSA_*; whatever the signer throws
 */
export async function signDetached(request: DetachedRequest): Promise<DetachedSignature> {
  const { content, signer, at, timestamp, revocation } = request;
  const certificate = parseCertificate(signer.certificateChain[0]!);
  const attributes = signedAttributes(
    createHash(ALGORITHMS[signer.algorithm].digest).update(content).digest(),
    certificate,
    undefined,
    at,
  );
  const signature = await signer.sign(attributes);
  const key = publicKeyOf(certificate.publicKey);
  if (key === undefined || !verifyBytes(signer.algorithm, key, attributes, signature)) {
    throw new VanthuError("SIGN_SIGNATURE_INVALID", {
      message: "Chữ ký nhận được không phải do chứng thư số đã báo trước tạo ra.",
      where: certificate.subject.commonName ?? certificate.subject.text,
      hint: "Kiểm tra chứng thư số đã chọn trên thiết bị hoặc dịch vụ ký rồi ký lại.",
    });
  }
  const stamp =
    timestamp === undefined
      ? undefined
      : await requestTimestamp(createHash("sha256").update(signature).digest(), timestamp);
  const { evidence, missing } = await collected(
    [certificate, ...(stamp === undefined ? [] : [stamp.certificate])],
    [
      ...signer.certificateChain,
      ...(stamp === undefined ? [] : parseSignedData(berToDer(stamp.token).der).certificates),
    ],
    stamp?.at ?? at,
    revocation,
  );
  const cms = signedData(signer.algorithm, certificate, signer.certificateChain, attributes, signature, {
    ...(stamp === undefined ? {} : { timestamp: stamp.token }),
    ...(evidence === undefined ? {} : { evidence }),
  });
  const level = stamp === undefined ? "B-B" : evidence === undefined || missing.length > 0 ? "B-T" : "B-LT";
  return { cms, level, missing };
}

async function collected(
  certificates: readonly Certificate[],
  chain: readonly Uint8Array[],
  at: Date,
  revocation: RevocationOptions | undefined,
): Promise<{
  evidence?: { certificates: Uint8Array[]; crls: Uint8Array[]; ocsp: Uint8Array[] };
  missing: string[];
}> {
  if (revocation === undefined) return { missing: [] };
  const collector = new ValidationCollector(revocation);
  collector.know(chain);
  const evidence = { certificates: [] as Uint8Array[], crls: [] as Uint8Array[], ocsp: [] as Uint8Array[] };
  const missing: string[] = [];
  for (const certificate of certificates) {
    try {
      const data = await collector.collect(certificate, at);
      evidence.certificates.push(...data.certificates.map(({ raw }) => raw));
      evidence.crls.push(...data.crls);
      evidence.ocsp.push(...data.ocsps);
    } catch (error) {
      if (!isVanthuError(error)) throw error;
      missing.push(error.message);
    }
  }
  return { evidence, missing };
}
