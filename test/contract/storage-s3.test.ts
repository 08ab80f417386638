import { createHash, randomBytes } from "node:crypto";
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FileStore, s3Files } from "../../shared/storage/index.ts";
import { type CephGateway, startCephGateway } from "./ceph-gateway.ts";
import { fileStoreContract } from "./file-store.ts";

/** Set by test/run where no S3 server can be had; it then reports these tests as missing. */
const MISSING = process.env.VANTHU_TEST_WITHOUT_S3 === "1";

describe.skipIf(MISSING)("files in S3 (Ceph's gateway)", () => {
  let gateway: CephGateway;
  let client: S3Client;
  let files: FileStore;
  const keyOf = (sha256: string) => `files/${sha256.slice(0, 2)}/${sha256.slice(2)}`;

  beforeAll(async () => {
    gateway = await startCephGateway();
    client = new S3Client({ ...gateway.options, requestChecksumCalculation: "WHEN_REQUIRED" });
    await client.send(new CreateBucketCommand({ Bucket: "vanthu" }));
    await client.send(
      new PutBucketVersioningCommand({ Bucket: "vanthu", VersioningConfiguration: { Status: "Enabled" } }),
    );
    files = s3Files("vanthu", gateway.options);
  }, 300_000);
  afterAll(async () => {
    client?.destroy();
    await gateway?.stop();
  });

  fileStoreContract(() => ({
    files,
    async damage(sha256) {
      const Body = Buffer.from(await files.get(sha256));
      Body[100]! ^= 1;
      await client.send(new PutObjectCommand({ Bucket: "vanthu", Key: keyOf(sha256), Body }));
    },
  }));

  it("keep their content type, and one version however often they are stored", async () => {
    const bytes = randomBytes(1000);
    for (let i = 0; i < 3; i++) await files.put(bytes, "application/pdf");
    const Key = keyOf(createHash("sha256").update(bytes).digest("hex"));
    const head = await client.send(new HeadObjectCommand({ Bucket: "vanthu", Key }));
    expect(head).toMatchObject({ ContentType: "application/pdf", ContentLength: 1000 });
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket: "vanthu", Prefix: Key }));
    expect(Versions).toHaveLength(1);
  });

  it("are refused, not called absent, when the key to the bucket is wrong", async () => {
    const stranger = s3Files("vanthu", {
      ...gateway.options,
      credentials: { accessKeyId: "vanthu", secretAccessKey: "khác" },
    });
    await expect(stranger.get("0".repeat(64))).rejects.toThrow(
      expect.objectContaining({ name: "SignatureDoesNotMatch" }),
    );
    await expect(stranger.has("0".repeat(64))).rejects.toThrow();
  });
});
