/** Years that files cannot be removed in production: the shortest time in which the law has offices keep ordinary documents. */
const RETENTION_YEARS = 10;

/**
 * Where everything is kept: records in one DynamoDB table, files by their sha256 in one bucket (the adapters of `shared/storage`).
 *
 * Point-in-time recovery is on in every stage (SST's default); in production nothing here can be deleted by a deployment.
 */
export function storage() {
  const production = $app.stage === "production";
  const table = new sst.aws.Dynamo("Records", {
    fields: { pk: "string", sk: "string" },
    primaryIndex: { hashKey: "pk", rangeKey: "sk" },
    ttl: "ttl",
    deletionProtection: production,
  });
  const files = new sst.aws.Bucket("Files", {
    versioning: true,
    // Files are read by the functions only, never by a browser.
    cors: false,
    transform: { bucket: { objectLockEnabled: true } },
  });
  // Governance, not compliance: a court may order a removal, and then a person with the bypass right does it. No function here has that right.
  new aws.s3.BucketObjectLockConfiguration("FilesLock", {
    bucket: files.name,
    rule: {
      defaultRetention: production ? { mode: "GOVERNANCE", years: RETENTION_YEARS } : { mode: "GOVERNANCE", days: 1 },
    },
  });
  // 32 random bytes in base64 (`sst secret set SecretKey "$(openssl rand -base64 32)"`): encrypts passwords of signing services and imported
  // keys. Without it everything works but keeping those, which is then refused.
  const secretKey = new sst.Secret("SecretKey", "");
  return { table, files, secretKey };
}
