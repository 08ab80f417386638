import { describe, expect, it } from "vitest";
import { createTable } from "../../shared/storage/index.ts";
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
});
