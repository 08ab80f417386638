import { type Office, openOffice } from "../../shared/office/index.ts";
import { openDynamoStorage } from "../../shared/storage/index.ts";
import { environmentSecrets } from "../secret-key.ts";

/**
 * The office over DynamoDB and S3, as the function's environment names them (stacks/functions.ts). Opened once for each running function;
 * opening reads nothing.
 */
export function officeOnAws(): Office {
  // A store of the office's own (Ceph, MinIO) has no address for each bucket.
  const ownStore = process.env.AWS_ENDPOINT_URL_S3 !== undefined;
  return openOffice({
    secrets: environmentSecrets(),
    // A function sleeps as soon as it has answered.
    background: false,
    storage: openDynamoStorage({
      table: required("VANTHU_TABLE"),
      bucket: required("VANTHU_BUCKET"),
      s3: ownStore ? { forcePathStyle: true } : {},
    }),
  });
}

/** A setting without which the function must not start. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
