import path from "node:path";
import type { api } from "./api";
import { shape } from "./functions";
import type { storage } from "./storage";

/**
 * The public check as a function of its own: it reads files of strangers and has no right on the stores, nor their names, nor the
 * installation's key. Whom it trusts is packed with it: the folder that `VANTHU_TRUST_FOLDER` names at deployment (functions/trust-folder.ts).
 *
 * What has to look something up stays with the main function: codes (`/kiem-tra/ma`), standings, the test root.
 */
export function verify(stores: ReturnType<typeof storage>, front: ReturnType<typeof api>) {
  const { environment, ...common } = shape(stores);
  const trust = process.env.VANTHU_TRUST_FOLDER;
  const definition = {
    ...common,
    copyFiles: [
      ...common.copyFiles,
      // Made by stacks/api.ts.
      { from: "dist/offline-check.js", to: "offline-check.js" },
      { from: "dist/bounded-worker.js", to: "bounded-worker.js" },
      ...(trust === undefined || trust === "" ? [] : [{ from: path.resolve($cli.paths.root, trust), to: "trust" }]),
    ],
    environment: { VANTHU_ROOT: environment.VANTHU_ROOT, VANTHU_STAGE: environment.VANTHU_STAGE },
    handler: "functions/lambda/verify.handler",
    memory: "2048 MB" as const,
    timeout: "29 seconds" as const,
    permissions: [],
  };
  const fn = new sst.aws.Function("Verify", definition);
  const routes = [
    "GET /kiem-tra",
    "POST /kiem-tra",
    "GET /kiem-tra/ngoai-tuyen",
    "POST /kiem-tra/bao-cao",
    "POST /api/verify",
    "POST /api/verify/{proxy+}",
  ];
  for (const route of routes) front.gateway.route(route, fn.arn);
  return { function: $util.output(fn) };
}
