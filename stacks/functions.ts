import type { storage } from "./storage";

type Stores = ReturnType<typeof storage>;

/** What every function here has in common. Handlers read templates and fonts at run time, from where `VANTHU_ROOT` says. */
export function shape(stores: Stores) {
  return {
    runtime: "nodejs24.x" as const,
    architecture: "x86_64" as const,
    logging: { retention: "1 year" as const, format: "json" as const },
    environment: {
      VANTHU_TABLE: stores.table.name,
      VANTHU_BUCKET: stores.files.name,
      VANTHU_SECRET_KEY: stores.secretKey.value,
      VANTHU_ROOT: "/var/task",
      VANTHU_STAGE: $app.stage,
    },
    transform: {
      // SST 4.17 also lets anybody of the account with sts:AssumeRole take a function's role (meant for `sst dev`); nobody but Lambda needs to.
      role: { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) },
    },
    copyFiles: [
      { from: "package.json" },
      { from: "templates" },
      ...["tinos", "arimo", "cousine", "carlito", "caladea"].map((font) => ({
        from: `node_modules/@expo-google-fonts/${font}`,
      })),
      // Draws the pictures that stand in Word files for readers that know no vectors (shared/charts/resvg.ts).
      { from: "node_modules/@resvg/resvg-wasm/package.json" },
      { from: "node_modules/@resvg/resvg-wasm/index_bg.wasm" },
      { from: "node_modules/htmx.org/dist/htmx.min.js" },
      // Draws pages in the browser (functions/web/assets.ts).
      ...[
        "legacy/build/pdf.min.mjs",
        "legacy/build/pdf.worker.min.mjs",
        "standard_fonts",
        "wasm/openjpeg_nowasm_fallback.js",
      ].map((part) => ({ from: `node_modules/pdfjs-dist/${part}` })),
    ],
  };
}

/** What `shared/storage` does to the table: strongly consistent reads, and transactions of these four. */
export function recordPermissions(stores: Stores) {
  return {
    actions: [
      "dynamodb:GetItem",
      "dynamodb:Query",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "dynamodb:DeleteItem",
      "dynamodb:ConditionCheckItem",
    ],
    resources: [stores.table.arn],
  };
}

/** Files are written once and read; nothing may delete one. Listing only so that a missing file reads as missing (404, not 403). */
export function filePermissions(stores: Stores) {
  return [
    { actions: ["s3:GetObject", "s3:PutObject"], resources: [$interpolate`${stores.files.arn}/files/*`] },
    { actions: ["s3:ListBucket"], resources: [stores.files.arn] },
  ];
}

/**
 * Signing with keys of AWS KMS: those that `VANTHU_KMS_KEYS` names at deployment (ARNs with commas between them), and no other. The keys
 * themselves are made by whoever holds the certificates.
 */
export function keyPermissions() {
  const keys = (process.env.VANTHU_KMS_KEYS ?? "").split(",").filter((arn) => arn.trim() !== "");
  return keys.length === 0
    ? []
    : [{ actions: ["kms:Sign", "kms:GetPublicKey"], resources: keys.map((arn) => arn.trim()) }];
}
