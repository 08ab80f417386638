import { createPublicKey } from "node:crypto";
import type { IssuedCertificate, SignatureAlgorithm } from "../../shared/signing/index.ts";
import { type Simulator, simulate } from "./http-simulator.ts";
import { otherDigest, signDigestByOpenssl } from "./outside-keys.ts";

const ALGORITHMS: Record<string, { algorithm: SignatureAlgorithm; bytes: number }> = {
  RSASSA_PKCS1_V1_5_SHA_256: { algorithm: "RSA-SHA256", bytes: 32 },
  RSASSA_PSS_SHA_256: { algorithm: "RSA-PSS-SHA256", bytes: 32 },
  ECDSA_SHA_256: { algorithm: "ECDSA-P256-SHA256", bytes: 32 },
  ECDSA_SHA_384: { algorithm: "ECDSA-P384-SHA384", bytes: 48 },
};

/** KMS's JSON protocol, for Sign with a digest and GetPublicKey; signatures by OpenSSL. */
export async function kmsSimulator(
  holder: IssuedCertificate,
  mind: { wrongDigest?: boolean } = {},
): Promise<Simulator> {
  return simulate(({ headers, body }) => {
    const fault = (type: string) => ({
      status: 400,
      json: { __type: type, message: type },
      headers: { "x-amzn-errortype": type, "content-type": "application/x-amz-json-1.1" },
    });
    if (!headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) return fault("MissingAuthenticationToken");
    if (body.KeyId !== "alias/lanh-dao") return fault("NotFoundException");
    if (headers["x-amz-target"] === "TrentService.GetPublicKey") {
      const spki = createPublicKey(holder.key).export({ type: "spki", format: "der" });
      return { json: { KeyId: body.KeyId, PublicKey: spki.toString("base64"), KeyUsage: "SIGN_VERIFY" } };
    }
    if (headers["x-amz-target"] !== "TrentService.Sign") return fault("UnknownOperationException");
    const known = ALGORITHMS[body.SigningAlgorithm as string];
    const digest = Buffer.from(body.Message as string, "base64");
    if (body.MessageType !== "DIGEST" || known === undefined || digest.length !== known.bytes)
      return fault("ValidationException");
    const signature = signDigestByOpenssl(holder.key, known.algorithm, mind.wrongDigest ? otherDigest(digest) : digest);
    return {
      json: { KeyId: body.KeyId, Signature: signature.toString("base64"), SigningAlgorithm: body.SigningAlgorithm },
    };
  });
}
