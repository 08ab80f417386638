import { join } from "node:path";
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { dynamoRecords } from "./dynamodb-records.ts";
import { localFiles } from "./local-files.ts";
import type { Storage } from "./ports.ts";
import { s3Files } from "./s3-files.ts";
import { sqliteRecords } from "./sqlite-records.ts";

export { createTable, dynamoRecords } from "./dynamodb-records.ts";
export { COMMIT_BYTES, COMMIT_OPERATIONS, ITEM_BYTES } from "./limits.ts";
export { localFiles, sha256Of } from "./local-files.ts";
export type { FileStore, QueryRange, RecordStore, Storage, StoredItem, WakeUp, WriteOperation } from "./ports.ts";
export { type RetryOptions, withRetry } from "./retry.ts";
export { s3Files } from "./s3-files.ts";
export {
  type BackupManifest,
  type BackupResult,
  backUpFolder,
  checkBackup,
  lastBackup,
  restoreFolder,
} from "./sqlite-backup.ts";
export { sqliteRecords } from "./sqlite-records.ts";
export { sqsWakeUp } from "./sqs-wake-up.ts";
export { type LocalWakeUp, localWakeUp } from "./wake-up.ts";

/** The embedded default: records in `folder/vanthu.sqlite`, files under `folder/files`. Several processes may open one folder. */
export function openSqliteStorage(folder: string): Storage {
  return { records: sqliteRecords(folder), files: localFiles(join(folder, "files")) };
}

/** Names of the table and the bucket, and options of the two clients (endpoint, region, credentials; from the environment by default). */
export interface DynamoStorageOptions {
  table: string;
  bucket: string;
  dynamo?: DynamoDBClientConfig;
  s3?: S3ClientConfig;
}

/** The cloud's adapters: records in DynamoDB, files in S3. Opens nothing until first used. */
export function openDynamoStorage(options: DynamoStorageOptions): Storage {
  return { records: dynamoRecords(options.table, options.dynamo), files: s3Files(options.bucket, options.s3) };
}
