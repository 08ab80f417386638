import { rmSync } from "node:fs";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openAccess } from "../../shared/access/index.ts";
import { openInbox, openOutbox, packEdxml } from "../../shared/exchange/index.ts";
import { createTable, openDynamoStorage, type Storage } from "../../shared/storage/index.ts";
import { type CephGateway, startCephGateway } from "../contract/ceph-gateway.ts";
import { type DynamoDbLocal, startDynamoDbLocal } from "../contract/dynamodb-local.ts";
import { RECEIVER, SENDER, samplePacket } from "../exchange/sample-packet.ts";
import { synthesise } from "../stacks/synthesise.ts";
import { issue, office as people } from "../verification/support.ts";
import { bundleFunction, type FunctionBuild } from "./bundle.ts";
import { type RunningFunction, startFunction } from "./runtime-api.ts";

const TABLE = "vanthu-records";
const BUCKET = "vanthu-files";

/** One key pair for both stores: DynamoDB Local keeps a set of tables for each key. */
const KEYS = { accessKeyId: "vanthu", secretAccessKey: "vanthu-secret" };

/** Set by test/run where no S3 server can be had; it then reports the delivery functions' tests as missing. */
const MISSING = process.env.VANTHU_TEST_WITHOUT_S3 === "1";

let builds: FunctionBuild[];
let dynamo: DynamoDbLocal;
let gateway: Promise<CephGateway> | undefined;
let environment: Record<string, string>;
const running: RunningFunction[] = [];
const bundles: Record<string, ReturnType<typeof bundleFunction>> = {};

/** Every function that the stacks name, bundled and started under Amazon's runtime client. */
async function start(name: string): Promise<RunningFunction & { bytes: number }> {
  const fn = builds.find((one) => one.handler === `functions/lambda/${name}.handler`);
  if (fn === undefined) throw new Error(`the stacks name no function ${name}`);
  bundles[name] ??= bundleFunction(fn);
  const { folder, bytes } = await bundles[name];
  const started = await startFunction({
    folder,
    handler: "index.handler",
    environment: { ...environment, VANTHU_ROOT: folder },
    // As in stacks/: the api has 29 s, the worker 120.
    timeoutMs: name === "deliver" ? 120_000 : 29_000,
  });
  running.push(started);
  return { ...started, bytes };
}

/** An event of an HTTP API, payload format 2.0. */
function httpEvent(method: string, path: string, headers: Record<string, string> = {}) {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: { host: "vanthu.example", ...headers },
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      domainName: "vanthu.example",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "203.0.113.9", userAgent: "test" },
      requestId: "r",
      routeKey: "$default",
      stage: "$default",
      time: "",
      timeEpoch: 0,
    },
    isBase64Encoded: false,
  };
}

/** A batch as an event source mapping hands it on. */
const queueEvent = {
  Records: [
    {
      messageId: "m-1",
      receiptHandle: "r",
      body: "outbox",
      attributes: {},
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: "arn",
      awsRegion: "ap-southeast-1",
    },
  ],
};

beforeAll(async () => {
  // Each takes its time to start; none needs another.
  if (!MISSING) gateway = startCephGateway();
  [dynamo, builds] = await Promise.all([
    startDynamoDbLocal().then((local) => ({ ...local, options: { ...local.options, credentials: KEYS } })),
    synthesise("lambda").then((synthesis) => synthesis.builds),
    gateway,
  ]);
  await createTable(TABLE, dynamo.options);
  environment = {
    VANTHU_TABLE: TABLE,
    VANTHU_BUCKET: BUCKET,
    VANTHU_STAGE: "test",
    VANTHU_QUEUE_URL: "http://127.0.0.1:9/queue",
    AWS_ENDPOINT_URL_DYNAMODB: String(dynamo.options.endpoint),
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
  };
}, 300_000);
afterEach(() => {
  for (const fn of running.splice(0)) fn.stop();
});
afterAll(async () => {
  await dynamo?.stop();
  await (await gateway?.catch(() => undefined))?.stop();
  for (const bundle of Object.values(bundles)) rmSync((await bundle).folder, { recursive: true });
});

describe("the api function", () => {
  it("answers pages and the API from the bundle alone", async () => {
    const api = await start("api");
    const health = await api.invoke(httpEvent("GET", "/api/health"));
    expect(health, api.log()).toMatchObject({ outcome: "response", body: { statusCode: 200 } });
    expect(JSON.parse(health.body.body)).toMatchObject({ status: "ok" });

    const page = await api.invoke(httpEvent("GET", "/kiem-tra", { accept: "text/html" }));
    expect(page.body).toMatchObject({
      statusCode: 200,
      headers: { "content-type": expect.stringContaining("text/html") },
    });
    expect(page.body.body).toContain("Kiểm tra");
    expect(page.body.headers["content-security-policy"]).toContain("default-src 'none'");

    const absent = await api.invoke(httpEvent("GET", "/api/khong-co"));
    expect(absent.body).toMatchObject({
      statusCode: 404,
      headers: { "content-type": expect.stringContaining("application/problem+json") },
    });
    const closed = await api.invoke(httpEvent("GET", "/api/documents"));
    expect(closed.body.statusCode).toBe(401);

    console.info(`api: ${Math.round(api.initMs)} ms to start, bundle of ${Math.round(api.bytes / 1024)} KB`);
    // Lambda unpacks 250 MB at most.
    expect(api.bytes).toBeLessThan(12 * 1024 * 1024);
  });

  it("tells an error of ours without its inside", async () => {
    environment = { ...environment, VANTHU_TABLE: "khong-co-bang" };
    const api = await start("api");
    environment = { ...environment, VANTHU_TABLE: TABLE };
    const answer = await api.invoke(httpEvent("GET", "/api/health"));
    expect(answer.body.statusCode).toBe(500);
    expect(answer.body.body).not.toMatch(/khong-co-bang|ResourceNotFound|node_modules/);
  });
});

describe("the public check's function", () => {
  it("checks a file with no store, no key and no right at all, and refuses who asks too often", async () => {
    const all = environment;
    // What stacks/verify.ts gives it: nothing that leads to a store.
    environment = { VANTHU_STAGE: "test" };
    const check = await start("verify");
    environment = all;
    const page = await check.invoke(httpEvent("GET", "/kiem-tra", { accept: "text/html" }));
    expect(page, check.log()).toMatchObject({ outcome: "response", body: { statusCode: 200 } });
    expect(page.body.body).toContain("Kiểm tra");

    const { sealed } = await issue(people());
    const post = {
      ...httpEvent("POST", "/api/verify", { "content-type": "application/pdf" }),
      body: Buffer.from(sealed).toString("base64"),
      isBase64Encoded: true,
    };
    const answer = await check.invoke(post);
    expect(answer.body, check.log()).toMatchObject({ statusCode: 200 });
    const { verdict } = JSON.parse(answer.body.body).files[0];
    // Nothing is packed with it in this test, so nothing is trusted; the cryptography is judged.
    expect(verdict).toMatchObject({ verdict: "INDETERMINATE", signatures: [{ intact: true }, { intact: true }] });
    for (const path of ["/kiem-tra/ma/ABCD", "/api/documents", "/van-ban", "/api/standing/00"])
      expect((await check.invoke(httpEvent("GET", path))).body.statusCode, path).toBe(404);

    let refused: { statusCode: number; headers: Record<string, string> } | undefined;
    for (let i = 0; i < 40 && refused === undefined; i += 1) {
      const { body } = await check.invoke({ ...post, body: "", isBase64Encoded: false });
      if (body.statusCode === 429) refused = body;
    }
    expect(Number(refused?.headers["retry-after"])).toBeGreaterThan(0);
    console.info(`verify: ${Math.round(check.initMs)} ms to start, bundle of ${Math.round(check.bytes / 1024)} KB`);
  });
});

describe.skipIf(MISSING)("the delivery functions", () => {
  let storage: Storage;

  beforeAll(async () => {
    const { options } = (await gateway)!;
    const s3 = new S3Client(options);
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    s3.destroy();
    storage = openDynamoStorage({ table: TABLE, bucket: BUCKET, dynamo: dynamo.options, s3: options });
    environment = {
      ...environment,
      AWS_ENDPOINT_URL_S3: String(options.endpoint),
    };
    const access = openAccess(storage.records);
    for (const { organisationCode, name } of [SENDER, RECEIVER]) {
      await access.createOrganisation({ code: organisationCode, name, place: "Sông Lam", system: "state" });
    }
  });
  afterAll(() => storage?.records.close());

  const queue = async (number: string) => {
    const outbox = openOutbox(storage, () => new Date());
    const packet = samplePacket({ number, documentId: `H99.07,2026/11/20,${number}/KH-UBND` });
    const { sha256 } = await storage.files.put(packEdxml(packet), "application/xml");
    await storage.records.commit(
      outbox.sendOperations({
        kind: "document",
        packet: sha256,
        documentId: packet.documentId,
        from: SENDER.organisationCode,
        recipients: packet.to,
      }),
    );
    return async () => (await outbox.deliveries(packet.documentId))[0]!;
  };

  it("send what waits when the queue wakes them, to the receiver and its status back", async () => {
    const delivery = await queue("41");
    const fn = await start("deliver");
    const answer = await fn.invoke(queueEvent);
    expect(answer, fn.log()).toMatchObject({ outcome: "response", body: { batchItemFailures: [] } });
    expect(await delivery()).toMatchObject({ state: "sent", status: "01" });
    const { records } = await openInbox(storage, () => new Date()).list(RECEIVER.organisationCode);
    // The sample's PDF is no PDF: the automatic check ran, and says so.
    expect(records[0]).toMatchObject({ number: "41", check: { verdict: "UNREADABLE" } });
    expect(fn.log()).toContain('"MessagesSent":2,"MessagesFailed":0,"MessagesGivenUp":0');
  });

  it("send what waits by the clock", async () => {
    const delivery = await queue("42");
    const fn = await start("schedule");
    expect(await fn.invoke({})).toMatchObject({ outcome: "response" });
    expect(await delivery()).toMatchObject({ state: "sent", status: "01" });
  });

  it("draft reports and tell who must act by the clock", async () => {
    const fn = await start("report-schedule");
    expect(await fn.invoke({}), fn.log()).toMatchObject({ outcome: "response" });
    expect(fn.log()).toContain('"ReportsDrafted":0,"ReportsMissed":0,"ReportsFailed":0');
  });

  it("give every message back when the store does not answer", async () => {
    environment = { ...environment, VANTHU_TABLE: "khong-co-bang" };
    const [deliver, schedule] = [await start("deliver"), await start("schedule")];
    environment = { ...environment, VANTHU_TABLE: TABLE };
    expect((await deliver.invoke(queueEvent)).body).toEqual({ batchItemFailures: [{ itemIdentifier: "m-1" }] });
    expect(await schedule.invoke({})).toMatchObject({
      outcome: "error",
      body: { errorType: "ResourceNotFoundException" },
    });
  });
});
