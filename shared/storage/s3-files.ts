import { createHash } from "node:crypto";
import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { checkFileName, damagedFile, missingFile } from "./limits.ts";
import { sha256Of } from "./local-files.ts";
import type { FileStore } from "./ports.ts";

/**
 * Files in an S3 bucket (Amazon's, or an office's own Ceph), as `files/ab/cdef…`.
 *
 * Whole and unchanged on the way: Content-MD5 (which a bucket with Object Lock also demands), because stores outside AWS neither keep
 * SHA-256 checksums nor take the SDK's trailing ones. Unchanged at rest: the sha256 is proved on every read.
 * The role needs s3:GetObject, s3:PutObject and s3:ListBucket (without the last a missing file reads as 403, not 404).
 */
export function s3Files(bucket: string, options: S3ClientConfig = {}): FileStore {
  let opened: S3Client | undefined;
  const sdk = async () => {
    // Loaded when used: the command line on one machine does not pay for the cloud's clients.
    const s3 = await import("@aws-sdk/client-s3");
    opened ??= new s3.S3Client({
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      ...options,
    });
    return { ...s3, client: opened };
  };

  const sizeOf = async (sha256: string): Promise<number | undefined> => {
    const { client, HeadObjectCommand } = await sdk();
    try {
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: keyOf(sha256) }));
      return head.ContentLength;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };

  return {
    async put(bytes, contentType) {
      const sha256 = sha256Of(bytes);
      // Looked up first, so that a bucket with versions does not gather copies of one file.
      if ((await sizeOf(sha256)) !== bytes.byteLength) {
        const { client, PutObjectCommand } = await sdk();
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(sha256),
            Body: bytes,
            ContentLength: bytes.byteLength,
            ContentType: contentType,
            ContentMD5: createHash("md5").update(bytes).digest("base64"),
          }),
        );
      }
      return { sha256, bytes: bytes.byteLength };
    },

    async get(sha256) {
      checkFileName(sha256);
      const { client, GetObjectCommand } = await sdk();
      try {
        const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(sha256) }));
        const bytes = await object.Body!.transformToByteArray();
        if (sha256Of(bytes) !== sha256) throw damagedFile(sha256);
        return bytes;
      } catch (error) {
        throw isMissing(error) ? missingFile(sha256) : error;
      }
    },

    async has(sha256) {
      checkFileName(sha256);
      return (await sizeOf(sha256)) !== undefined;
    },
  };
}

function keyOf(sha256: string): string {
  return `files/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
}

function isMissing(error: unknown): boolean {
  const name = (error as Error).name;
  return name === "NoSuchKey" || name === "NotFound";
}
