import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { createTable, dynamoRecords } from "../../shared/storage/index.ts";
import { useDynamoDbLocal } from "./dynamodb-local.ts";
import { recordStoreContract } from "./record-store.ts";

describe("records in DynamoDB (Amazon's DynamoDB Local)", () => {
  const dynamo = useDynamoDbLocal();

  recordStoreContract(() => dynamo.records);

  it("makes its table only once", async () => {
    await createTable("vanthu", dynamo.server.options);
  });

  it("writes the time to live that DynamoDB clears away by, in seconds", async () => {
    const { DynamoDBClient, DescribeTimeToLiveCommand, GetItemCommand } = await import("@aws-sdk/client-dynamodb");
    const client = new DynamoDBClient(dynamo.server.options);
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: "vanthu" }));
    expect(TimeToLiveDescription).toMatchObject({ TimeToLiveStatus: "ENABLED", AttributeName: "ttl" });
    const expiresAt = Date.now() + 60_000;
    await dynamo.records.commit([{ op: "put", pk: "ttl", sk: "a", data: 1, expiresAt }]);
    const { Item } = await client.send(
      new GetItemCommand({ TableName: "vanthu", Key: { pk: { S: "ttl" }, sk: { S: "a" } } }),
    );
    expect(Item?.ttl).toEqual({ N: String(Math.ceil(expiresAt / 1000)) });
    client.destroy();
  });

  it("writes once what the service did but answered with a fault of its own, however often", async () => {
    const faults = await faultyDoor(dynamo.server.options.endpoint as string, 7);
    const records = dynamoRecords("vanthu", { ...dynamo.server.options, endpoint: faults.address });
    await records.commit([{ op: "insert", pk: "lỗi máy chủ", sk: "a", data: { number: 1 } }]);
    expect(faults.left()).toBe(0);
    expect(await dynamo.records.get("lỗi máy chủ", "a")).toMatchObject({ rev: 1, data: { number: 1 } });
    await records.close();
    faults.close();
  });
});

/** A door to the service: it passes everything on, and answers the first transactions with 500 though they were done. */
async function faultyDoor(endpoint: string, faults: number) {
  let left = faults;
  const door = createServer((question, answer) => {
    const inner = request(
      endpoint,
      { method: question.method, path: question.url, headers: question.headers },
      (done) => {
        const fault = left > 0 && String(question.headers["x-amz-target"]).endsWith("TransactWriteItems");
        if (!fault) {
          answer.writeHead(done.statusCode ?? 500, done.headers);
          done.pipe(answer);
          return;
        }
        left -= 1;
        done.resume();
        answer.writeHead(500, { "content-type": "application/x-amz-json-1.0" });
        answer.end(JSON.stringify({ __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message: "" }));
      },
    );
    question.pipe(inner);
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const { port } = door.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, left: () => left, close: () => door.close() };
}
