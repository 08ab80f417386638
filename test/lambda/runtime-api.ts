import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

/** A function to run: its folder as Lambda unpacks it, its handler, its environment. */
export interface FunctionUnderTest {
  folder: string;
  /** "index.handler" */
  handler: string;
  environment: Record<string, string>;
  /** Milliseconds that the function is told it has. */
  timeoutMs?: number;
}

/** What a function did with an event. */
export interface Invocation {
  outcome: "response" | "error";
  /** The JSON it answered, or the error as the runtime client reports it. */
  // biome-ignore lint/suspicious/noExplicitAny: any handler's answer
  body: any;
  ms: number;
}

/** A running function. */
export interface RunningFunction {
  /** Milliseconds from the start of the process to the first request for an event. */
  initMs: number;
  invoke(event: unknown): Promise<Invocation>;
  /** What it wrote so far. */
  log(): string;
  stop(): void;
}

const CLIENT = path.resolve(import.meta.dirname, "../node_modules/aws-lambda-ric");

/**
 * Runs a function under Amazon's own runtime client (`aws-lambda-ric`) against a Lambda Runtime API (2018-06-01) of ours on loopback: the client asks
 * for events as it does in the cloud, and the same code answers them.
 *
 * @throws Error when the client is not there, or when the function fails to start
 */
export async function startFunction(fn: FunctionUnderTest): Promise<RunningFunction> {
  if (!existsSync(path.join(CLIENT, "rapid-client.node"))) {
    throw new Error(
      "aws-lambda-ric is not installed or did not compile; test/run installs it (it needs gcc, cmake and autotools)",
    );
  }
  const api = new RuntimeApi(fn.timeoutMs ?? 29_000);
  const address = await api.listen();
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(CLIENT, "index.mjs"), fn.handler], {
    cwd: fn.folder,
    env: {
      PATH: process.env.PATH,
      AWS_LAMBDA_RUNTIME_API: address,
      LAMBDA_TASK_ROOT: fn.folder,
      _HANDLER: fn.handler,
      AWS_LAMBDA_FUNCTION_NAME: "under-test",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "2048",
      AWS_LAMBDA_LOG_GROUP_NAME: "group",
      AWS_LAMBDA_LOG_STREAM_NAME: "stream",
      AWS_REGION: "ap-southeast-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      ...fn.environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  api.watch(child);
  await api.ready();
  const initMs = performance.now() - started;
  return {
    initMs,
    invoke: (event) => api.invoke(event),
    log: () => api.log,
    stop() {
      child.kill("SIGKILL");
      api.close();
    },
  };
}

/** The part of the Runtime API that a client uses: next event, response, error, error at start. */
class RuntimeApi {
  log = "";
  private readonly timeoutMs: number;
  private readonly server: Server;
  private readonly started = Promise.withResolvers<void>();
  /** The client's open request for the next event. */
  private waiting: ((event: unknown) => void) | undefined;
  private current: { at: number; done: PromiseWithResolvers<Invocation> } | undefined;

  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
    this.server = createServer(async (request, response) => {
      const action = (request.url ?? "").replace("/2018-06-01/runtime", "");
      if (action === "/invocation/next") {
        this.waiting = (event) => {
          response.writeHead(200, {
            "content-type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": randomUUID(),
            "Lambda-Runtime-Deadline-Ms": String(Date.now() + this.timeoutMs),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:ap-southeast-1:123456789012:function:under-test",
            "Lambda-Runtime-Trace-Id": "Root=1-0;Sampled=0",
          });
          response.end(JSON.stringify(event));
        };
        this.started.resolve();
        return;
      }
      const body = await readBody(request);
      response.writeHead(202).end();
      if (action === "/init/error") this.fail(new Error(`the function did not start: ${body}`));
      const [, outcome] = /^\/invocation\/[^/]+\/(response|error)$/.exec(action) ?? [];
      if (outcome === undefined || this.current === undefined) return;
      const { at, done } = this.current;
      this.current = undefined;
      done.resolve({
        outcome: outcome as Invocation["outcome"],
        body: body === "" ? undefined : JSON.parse(body),
        ms: performance.now() - at,
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  watch(child: ChildProcess): void {
    const keep = (text: Buffer) => {
      this.log = (this.log + text).slice(-20_000);
    };
    child.stdout!.on("data", keep);
    child.stderr!.on("data", keep);
    child.on("exit", (code, signal) =>
      this.fail(new Error(`the runtime client ended (${code ?? signal}):\n${this.log}`)),
    );
  }

  async ready(): Promise<void> {
    const late = setTimeout(
      () => this.fail(new Error(`the function asked for no event within 30 s:\n${this.log}`)),
      30_000,
    );
    try {
      await this.started.promise;
    } finally {
      clearTimeout(late);
    }
  }

  async invoke(event: unknown): Promise<Invocation> {
    // After an answer the client takes a moment to ask again.
    while (this.waiting === undefined) await new Promise((resolve) => setTimeout(resolve, 2));
    const give = this.waiting;
    this.waiting = undefined;
    const done = Promise.withResolvers<Invocation>();
    this.current = { at: performance.now(), done };
    give(event);
    return done.promise;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private fail(error: Error): void {
    this.started.reject(error);
    // Nobody may be waiting for the start any more.
    this.started.promise.catch(() => {});
    this.current?.done.reject(error);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
