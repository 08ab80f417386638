import { execFileSync } from "node:child_process";
import path from "node:path";
import { filePermissions, keyPermissions, recordPermissions, shape } from "./functions";
import type { storage } from "./storage";
import type { workers } from "./workers";

/** The pages and the API: one function behind one HTTP API. */
export function api(stores: ReturnType<typeof storage>, background: ReturnType<typeof workers>) {
  const common = shape(stores);
  const gateway = new sst.aws.ApiGatewayV2("Api", {
    // Origins are checked by the app itself; nothing here is for other sites.
    cors: false,
    accessLog: { retention: "1 year" },
    transform: {
      // A ceiling on what one deployment can be made to cost; the app limits sign-ins by account.
      stage: (args) => {
        args.defaultRouteSettings = { throttlingBurstLimit: 200, throttlingRateLimit: 100 };
      },
    },
  });
  // The verifier for the page that is kept for checking without network, made anew at every deployment.
  const program = path.join($cli.paths.root, "node_modules/.bin/node");
  execFileSync(program, ["functions/offline/build.ts", "dist/offline-check.js"], { cwd: $cli.paths.root });
  // The worker that reads files from outside (shared/bounded/pool.ts).
  execFileSync(program, ["functions/lambda/build-worker.ts", "dist/bounded-worker.js"], { cwd: $cli.paths.root });
  const route = gateway.route("$default", {
    ...common,
    copyFiles: [
      ...common.copyFiles,
      { from: "dist/offline-check.js", to: "offline-check.js" },
      { from: "dist/bounded-worker.js", to: "bounded-worker.js" },
    ],
    environment: { ...common.environment, VANTHU_QUEUE_URL: background.queue.url },
    handler: "functions/lambda/api.handler",
    // Typesetting and signing are pure computing: Lambda gives a whole processor from 1769 MB on.
    memory: "2048 MB",
    // An HTTP API answers within 30 seconds or not at all.
    timeout: "29 seconds",
    permissions: [
      recordPermissions(stores),
      ...filePermissions(stores),
      ...keyPermissions(),
      { actions: ["sqs:SendMessage"], resources: [background.queue.arn] },
    ],
  });
  return { url: gateway.url, gateway, function: route.nodes.function };
}
