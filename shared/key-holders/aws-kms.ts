import { createPublicKey } from "node:crypto";
import type { KMSClient, SigningAlgorithmSpec } from "@aws-sdk/client-kms";
import { parseCertificate, publicKeyOf } from "../asn1/index.ts";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import type { SignatureAlgorithm } from "../signing/index.ts";
import { identityOf } from "./identity.ts";
import { answerFault } from "./json-service.ts";
import type { KeyHolder, SignatureOutcome } from "./model.ts";
import { refused, unauthorised } from "./refusals.ts";
import { remembered } from "./remembered.ts";

/** A key in AWS KMS (ECC or RSA, usage SIGN_VERIFY). */
export interface AwsKmsKey {
  /** Region "ap-southeast-1"; credentials come from the surroundings, as for every AWS client. */
  region: string;
  /** Key id, ARN or "alias/…". */
  keyId: string;
  /** DER, the certificate of this key first: KMS keeps none. */
  certificateChain: Uint8Array[];
  algorithm?: SignatureAlgorithm;
  /** For one signature; 5 s when absent. */
  timeoutMs?: number;
  /** Another address than AWS's own. */
  endpoint?: string;
}

/** RSASSA-PSS of KMS has a salt as long as the hash, as PAdES profiles want it. */
const ALGORITHMS: Record<SignatureAlgorithm, SigningAlgorithmSpec> = {
  "RSA-SHA256": "RSASSA_PKCS1_V1_5_SHA_256",
  "RSA-SHA384": "RSASSA_PKCS1_V1_5_SHA_384",
  "RSA-SHA512": "RSASSA_PKCS1_V1_5_SHA_512",
  "RSA-PSS-SHA256": "RSASSA_PSS_SHA_256",
  "RSA-PSS-SHA384": "RSASSA_PSS_SHA_384",
  "RSA-PSS-SHA512": "RSASSA_PSS_SHA_512",
  "ECDSA-P256-SHA256": "ECDSA_SHA_256",
  "ECDSA-P384-SHA384": "ECDSA_SHA_384",
};
const LABEL = "AWS KMS";
/** Signatures asked for at the same time; the quota of one account is in the hundreds a second. */
const PARALLEL = 16;

/**
 * A key in AWS KMS: it signs digests (MessageType DIGEST), one call each. Before the first signature the key's public half is compared with
 * the certificate's, so that a key under a wrong certificate signs nothing. The role needs kms:Sign and kms:GetPublicKey.
 *
 * @throws VanthuError SIGN_KEY_MISMATCH (also at the first use, when key and certificate do not belong together)
 *
 * @example
 * const holder = await awsKms({ region: "ap-southeast-1", keyId: "alias/con-dau", certificateChain });
 */
export async function awsKms(options: AwsKmsKey): Promise<KeyHolder> {
  const { keyId } = options;
  const identity = identityOf(options.certificateChain, options.algorithm);
  // Loaded at first use: most installations have no key there.
  const { GetPublicKeyCommand, KMSClient: Client, SignCommand } = await import("@aws-sdk/client-kms");
  const timeoutMs = options.timeoutMs ?? 5_000;
  const client: KMSClient = new Client({
    region: options.region,
    maxAttempts: 3,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
  });
  const abort = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) });

  const compare = async () => {
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }), abort());
    if (PublicKey === undefined) throw answerFault(LABEL, "PublicKey");
    const certified = publicKeyOf(parseCertificate(identity.certificateChain[0]!).publicKey);
    const kept = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
    if (certified === undefined || !kept.equals(certified)) {
      throw new VanthuError("SIGN_KEY_MISMATCH", {
        message: "Khóa trong AWS KMS không thuộc về chứng thư số đã cấu hình.",
        where: keyId,
        hint: "Cấu hình đúng chứng thư số của khóa này.",
      });
    }
  };
  const compared = remembered(() =>
    compare().catch((error) => {
      throw translated(error, keyId);
    }),
  );

  const sign = async (digest: Uint8Array, algorithm: SignatureAlgorithm): Promise<SignatureOutcome> => {
    try {
      const SigningAlgorithm = ALGORITHMS[algorithm];
      const command = new SignCommand({ KeyId: keyId, Message: digest, MessageType: "DIGEST", SigningAlgorithm });
      const { Signature } = await client.send(command, abort());
      return Signature === undefined ? { error: answerFault(LABEL, "Signature") } : { signature: Signature };
    } catch (error) {
      return { error: translated(error, keyId) };
    }
  };

  return {
    kind: "aws-kms",
    label: LABEL,
    maxBatch: 10_000,
    identity: async () => identity,
    async signDigests(batch) {
      await compared();
      const outcomes: SignatureOutcome[] = new Array(batch.length);
      let next = 0;
      const worker = async () => {
        for (let i = next++; i < batch.length; i = next++)
          outcomes[i] = await sign(batch[i]!.digest, batch[i]!.algorithm);
      };
      await Promise.all(Array.from({ length: Math.min(PARALLEL, batch.length) }, worker));
      return { state: "signed", outcomes };
    },
  };
}

/** KMS's errors by their names (API reference, Sign: Errors). */
function translated(error: unknown, keyId: string): VanthuError {
  if (isVanthuError(error)) return error;
  const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const where = keyId;
  if (name === "AbortError" || name === "TimeoutError") {
    return new VanthuError("KEY_HOLDER_TIMEOUT", {
      message: "AWS KMS không trả lời kịp. Văn bản chưa được ký.",
      where,
      hint: "Ký lại sau ít phút.",
      cause: error,
    });
  }
  if (/Throttling|LimitExceeded|TooManyRequests/.test(name)) {
    return new VanthuError("KEY_HOLDER_BUSY", {
      message: "AWS KMS đang hạn chế số lần gọi. Văn bản chưa được ký.",
      where,
      hint: "Chờ vài phút rồi ký lại, hoặc đề nghị nâng hạn mức.",
      cause: error,
    });
  }
  if (/AccessDenied|UnrecognizedClient|InvalidSignature|ExpiredToken|Credentials/.test(name))
    return unauthorised(LABEL, name);
  if (
    /NotFound|Disabled|KMSInvalidState|InvalidKeyUsage|KeyUnavailable|Validation/.test(name) &&
    $metadata?.httpStatusCode !== 500
  )
    return refused(LABEL, name, false);
  return new VanthuError("KEY_HOLDER_UNREACHABLE", {
    message: "Không liên lạc được với AWS KMS. Văn bản chưa được ký.",
    where,
    hint: "Kiểm tra kết nối mạng rồi ký lại.",
    cause: error,
  });
}
