import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildOptions, build } from "esbuild";

/** One resource that a deployment would create. */
export interface Resource {
  type: string;
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs of every kind of AWS resource
  inputs: any;
}

/** What the configuration would deploy: resources, and the functions that SST was asked to build. */
export interface Synthesis {
  app: { name: string; removal: string; protect: boolean };
  resources: Resource[];
  // biome-ignore lint/suspicious/noExplicitAny: SST's own record of a function
  builds: any[];
}

const ROOT = path.resolve(import.meta.dirname, "../..");
const PLATFORM = path.join(ROOT, ".sst/platform");
const REGION = "ap-southeast-1";
const ACCOUNT = "123456789012";

/** What the bundle and the test share; the bundle is a module of its own and sees only globals. */
interface Exchange {
  resources: Resource[];
  region: string;
  account: string;
}

/**
 * Runs the real `sst.config.ts` with the real SST components (unpacked by `sst install`) under Pulumi's mocks, as SST's own tests do, without AWS,
 * Pulumi's program or the network. Ids and ARNs are invented; what AWS itself would refuse is not found here.
 */
export async function synthesise(stage: string): Promise<Synthesis> {
  const lock = readLock();
  const work = path.join(ROOT, ".sst/synth");
  mkdirSync(work, { recursive: true });
  const exchange: Exchange = { resources: [], region: REGION, account: ACCOUNT };
  const builds: unknown[] = [];
  const server = await startCommandLine(work, builds);
  // SST installs its providers in the platform's folder and its bundles resolve from there.
  const files = [`app-${stage}-${process.pid}.mjs`, `run-${stage}-${process.pid}.mjs`].map((name) =>
    path.join(PLATFORM, name),
  );
  const [appFile, runFile] = files as [string, string];
  try {
    process.env.SST_SERVER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(globalThis, { vanthuSynthesis: exchange });
    const config = path.join(ROOT, "sst.config.ts");
    await build({
      ...BUNDLE,
      outfile: appFile,
      banner: { js: `${BANNER}globalThis.$config = (config) => config;` },
      stdin: {
        resolveDir: ROOT,
        loader: "ts",
        contents: `import config from ${JSON.stringify(config)}; export default config.app({ stage: ${JSON.stringify(stage)} });`,
      },
    });
    const app = {
      name: "",
      stage,
      removal: "remove",
      providers: {},
      home: "aws",
      protect: false,
      ...(await import(pathToFileURL(appFile).href)).default,
    };
    await build({
      ...BUNDLE,
      outfile: runFile,
      inject: [path.join(PLATFORM, "src/shim/run.js")],
      define: {
        $app: JSON.stringify(app),
        $cli: JSON.stringify({
          command: "diff",
          dev: false,
          paths: { home: work, root: ROOT, work: path.join(ROOT, ".sst"), platform: PLATFORM },
          state: { version: {} },
        }),
        $dev: "false",
      },
      stdin: { resolveDir: ROOT, loader: "ts", sourcefile: "synthesis.ts", contents: runProgram(config) },
      plugins: [globals(lock)],
    });
    const module = await import(pathToFileURL(runFile).href);
    await module.settle();
    await quiet(exchange.resources);
    return { app, resources: exchange.resources, builds };
  } finally {
    server.closeAllConnections();
    server.close();
    for (const file of files) for (const name of [file, `${file}.map`]) rmSync(name, { force: true });
  }
}

interface Provider {
  alias: string;
  package: string;
}

function readLock(): Provider[] {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, ".sst/provider-lock.json"), "utf8"));
  } catch (cause) {
    throw new Error(
      "SST's components are not unpacked. Run test/run, or: SST_SKIP_DEPENDENCY_CHECK=1 SST_NO_BUN=1 SST_TELEMETRY_DISABLED=1 SST_STAGE=dev npx sst install",
      { cause },
    );
  }
}

const BANNER =
  'import { createRequire as requireMaker } from "module"; import { fileURLToPath as toPath } from "url"; ' +
  "const require = requireMaker(import.meta.url); const __filename = toPath(import.meta.url); const __dirname = toPath(new URL('.', import.meta.url));";

/** As SST's own command line bundles a configuration. */
const BUNDLE: BuildOptions = {
  bundle: true,
  format: "esm",
  platform: "node",
  mainFields: ["module", "main"],
  logLevel: "error",
  nodePaths: [path.join(PLATFORM, "node_modules")],
  external: [
    "@pulumi/*",
    "undici",
    "@pulumiverse/*",
    "@sst-provider/*",
    "@aws-sdk/*",
    "esbuild",
    "archiver",
    "glob",
    "vite",
  ],
  banner: { js: BANNER },
};

/** `sst` and the providers are globals in a configuration; the command line makes them so by importing them in every file. */
function globals(lock: Provider[]): NonNullable<BuildOptions["plugins"]>[number] {
  const imports = `${lock.map((provider) => `import * as ${provider.alias} from "${provider.package}";`).join("")}import * as sst from "${PLATFORM}/src/components";`;
  return {
    name: "globals",
    setup(bundle) {
      bundle.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        if (file.startsWith(path.join(ROOT, ".sst")) || file.includes("node_modules")) return undefined;
        return { contents: `${imports}\n${readFileSync(file, "utf8")}`, loader: "ts" };
      });
    },
  };
}

function runProgram(config: string): string {
  return `
    import * as pulumi from "@pulumi/pulumi";
    const exchange = globalThis.vanthuSynthesis;
    await pulumi.runtime.setMocks({
      newResource({ type, name, inputs }) {
        // What has to do with a secret comes marked as one (Pulumi's signature of secrets); the test looks at the value.
        const plain = (value) => value !== null && typeof value === "object"
          ? value["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270" ? plain(value.value)
          : Array.isArray(value) ? value.map(plain)
          : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
          : value;
        exchange.resources.push({ type, name, inputs: plain(inputs) });
        const service = type.split("/")[0].replace("aws:", "");
        const called = inputs.name ?? name;
        return { id: name + "-id", state: { ...inputs, name: called, bucket: inputs.bucket ?? name,
          arn: ["arn:aws", service, exchange.region, exchange.account, called].join(":"),
          url: "https://queue.example/" + name, apiEndpoint: "https://api.example", executionArn: "arn:aws:execute-api:x",
          invokeArn: "arn:aws:invoke:x", qualifiedArn: "arn:aws:qualified:x" } };
      },
      call({ token, inputs }) {
        if (token === "aws:index/getRegion:getRegion") return { name: exchange.region, region: exchange.region, id: exchange.region };
        if (token === "aws:index/getCallerIdentity:getCallerIdentity") return { accountId: exchange.account, arn: "", userId: "", id: exchange.account };
        if (token === "aws:index/getPartition:getPartition") return { partition: "aws", dnsSuffix: "amazonaws.com", id: "aws" };
        if (token === "aws:iam/getPolicyDocument:getPolicyDocument") {
          const Statement = (inputs.statements ?? []).map((one) => ({ Effect: one.effect ?? "Allow", Action: one.actions, Resource: one.resources, Principal: one.principals, Condition: one.conditions }));
          return { ...inputs, json: JSON.stringify({ Version: "2012-10-17", Statement }) };
        }
        return inputs;
      },
    }, $app.name, $app.stage, false);
    const { run } = await import("${PLATFORM}/src/auto/run.ts");
    const config = (await import(${JSON.stringify(config)})).default;
    await pulumi.runtime.runInPulumiStack(() => run(config.run));
    export const settle = async () => { await pulumi.runtime.disconnect?.(); await pulumi.runtime.waitForRPCs?.(); };
  `;
}

/** The part of SST's command line that its components call back: bootstrap names, and building functions (only recorded here; test/lambda builds them). */
async function startCommandLine(work: string, builds: unknown[]): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, params } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    let result: unknown = {};
    if (method === "Provider.Aws.Bootstrap") {
      result = {
        asset: "sst-asset",
        state: "sst-state",
        assetEcrRegistryId: ACCOUNT,
        assetEcrUrl: `${ACCOUNT}.ecr`,
        appsyncHttp: "x",
        appsyncRealtime: "x",
      };
    }
    if (method === "Runtime.Build") {
      builds.push(params[0]);
      const out = path.join(work, `function-${params[0].functionID}`);
      mkdirSync(out, { recursive: true });
      writeFileSync(path.join(out, "index.mjs"), "export const handler = async () => ({});\n");
      result = { handler: "index.handler", out, errors: [], sourcemaps: [] };
    }
    response.setHeader("content-type", "application/json").end(JSON.stringify({ id: 1, result, error: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Resources are made by promises of promises; when none has come for a while, all are there. */
async function quiet(resources: Resource[]): Promise<void> {
  let same = 0;
  let last = -1;
  while (same < 6) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    same = resources.length === last ? same + 1 : 0;
    last = resources.length;
  }
}
