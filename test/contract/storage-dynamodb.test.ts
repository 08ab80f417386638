import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTable, dynamoRecords, type RecordStore } from "../../shared/storage/index.ts";
import { type DynamoDbLocal, startDynamoDbLocal } from "./dynamodb-local.ts";
import { recordStoreContract } from "./record-store.ts";

describe("records in DynamoDB (Amazon's DynamoDB Local)", () => {
  let server: DynamoDbLocal;
  let records: RecordStore;

  beforeAll(async () => {
    server = await startDynamoDbLocal();
    await createTable("vanthu", server.options);
    records = dynamoRecords("vanthu", server.options);
  });
  afterAll(async () => {
    await records?.close();
    await server?.stop();
  });

  recordStoreContract(() => records);

  it("makes its table only once", async () => {
    await createTable("vanthu", server.options);
  });

  it("writes the time to live that DynamoDB clears away by, in seconds", async () => {
    const { DynamoDBClient, DescribeTimeToLiveCommand, GetItemCommand } = await import("@aws-sdk/client-dynamodb");
    const client = new DynamoDBClient(server.options);
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: "vanthu" }));
    expect(TimeToLiveDescription).toMatchObject({ TimeToLiveStatus: "ENABLED", AttributeName: "ttl" });
    const expiresAt = Date.now() + 60_000;
    await records.commit([{ op: "put", pk: "ttl", sk: "a", data: 1, expiresAt }]);
    const { Item } = await client.send(
      new GetItemCommand({ TableName: "vanthu", Key: { pk: { S: "ttl" }, sk: { S: "a" } } }),
    );
    expect(Item?.ttl).toEqual({ N: String(Math.ceil(expiresAt / 1000)) });
    client.destroy();
  });
});
