import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  AttributeValue,
  CancellationReason,
  DynamoDBClient,
  DynamoDBClientConfig,
  TransactWriteItem,
} from "@aws-sdk/client-dynamodb";
import { type CheckedOperation, checkOperations, conflict, couldBeKey } from "./limits.ts";
import type { QueryRange, RecordStore, StoredItem, WriteOperation } from "./ports.ts";
import { keyBounds } from "./range.ts";

/** How often a transaction that met another one in flight, a throttle or a fault of the service is sent again. */
const TRANSACTION_ATTEMPTS = 10;
/** Reasons for cancelling that say nothing about our conditions: try again. */
const PASSING_REASONS = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

const NAMES = { "#rev": "rev", "#data": "data", "#expiresAt": "expiresAt", "#ttl": "ttl" };
const ABSENT = "(attribute_not_exists(pk) OR #expiresAt <= :now)";
const AT_REVISION = "(#rev = :rev AND (attribute_not_exists(#expiresAt) OR #expiresAt > :now))";

type Item = Record<string, AttributeValue>;

/**
 * Records in one DynamoDB table: keys `pk`, `sk`; `rev`; `data` as JSON text; `expiresAt` in milliseconds and `ttl` in seconds.
 * Reads are strongly consistent. Writes are always transactions, also of one item: their request token makes the SDK's own
 * retries harmless, where a plain conditional write retried after a lost answer would report a conflict with itself.
 */
export function dynamoRecords(table: string, options: DynamoDBClientConfig = {}): RecordStore {
  let opened: DynamoDBClient | undefined;
  const sdk = async () => {
    // Loaded when used: the command line on one machine does not pay for the cloud's clients.
    const dynamo = await import("@aws-sdk/client-dynamodb");
    opened ??= new dynamo.DynamoDBClient(options);
    return { ...dynamo, client: opened };
  };

  return {
    async get<T>(pk: string, sk: string) {
      if (!couldBeKey(pk, sk)) return undefined;
      const { client, GetItemCommand } = await sdk();
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: table, Key: keyOf(pk, sk), ConsistentRead: true }),
      );
      return item && isLive(item, Date.now()) ? toItem<T>(item) : undefined;
    },

    async query<T>(pk: string, range: QueryRange = {}) {
      const bounds = keyBounds(range);
      const items: StoredItem<T>[] = [];
      if (bounds.empty) return { items };
      const { client, QueryCommand } = await sdk();
      const values: Item = { ":pk": { S: pk } };
      if (bounds.lower !== undefined) values[":lower"] = { S: bounds.lower };
      if (bounds.upper !== undefined) values[":upper"] = { S: bounds.upper };
      // One more than asked for tells whether there is a next page; one more again for the key that `after` names.
      const wanted = range.limit === undefined ? Number.POSITIVE_INFINITY : range.limit + 1;
      let start: Item | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: keyCondition(bounds.lower, bounds.upper),
            ExpressionAttributeValues: values,
            ScanIndexForward: !range.reverse,
            ConsistentRead: true,
            ExclusiveStartKey: start,
            Limit: Number.isFinite(wanted) ? wanted + 1 : undefined,
          }),
        );
        const now = Date.now();
        for (const item of page.Items ?? [])
          if (item.sk?.S !== bounds.skip && isLive(item, now)) items.push(toItem<T>(item));
        start = page.LastEvaluatedKey;
      } while (start && items.length < wanted);
      if (range.limit === undefined || items.length <= range.limit) return { items };
      items.length = range.limit;
      return { items, next: items.at(-1)?.sk };
    },

    async commit(operations: WriteOperation[]) {
      const checked = checkOperations(operations);
      if (checked.length === 0) return;
      const { client, TransactWriteItemsCommand, TransactionCanceledException } = await sdk();
      const now = Date.now();
      const steps = checked.map((operation) => toStep(table, operation, now));
      let token = randomUUID();
      for (let attempt = 1; ; attempt++) {
        try {
          await client.send(new TransactWriteItemsCommand({ TransactItems: steps, ClientRequestToken: token }));
          return;
        } catch (error) {
          if (!(error instanceof TransactionCanceledException)) {
            if (!isOutcomeUnknown(error) || attempt === TRANSACTION_ATTEMPTS) throw error;
            // Whether it was written is not known: with the same token it is written once, and told as done when it was.
            await sleep(Math.random() * Math.min(500, 10 * 2 ** attempt));
            continue;
          }
          token = randomUUID();
          const reasons = error.CancellationReasons ?? [];
          const failed = reasons.findIndex((reason) => reason.Code === "ConditionalCheckFailed");
          if (failed >= 0) throw conflict(checked[failed]!, failed, error);
          const passing = findPassing(reasons);
          if (passing < 0) throw error;
          if (attempt === TRANSACTION_ATTEMPTS) throw conflict(checked[passing]!, passing, error);
          await sleep(Math.random() * Math.min(500, 10 * 2 ** attempt));
        }
      }
    },

    async close() {
      opened?.destroy();
    },
  };
}

/** Did the service itself fail (5xx), or is it still at work on what an attempt before sent? */
function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "TransactionInProgressException" || ("$fault" in error && error.$fault === "server");
}

/**
 * Makes the table if it is not there yet: on demand, keys `pk` and `sk`, expiry by `ttl`. For tests and a first start without SST.
 */
export async function createTable(table: string, options: DynamoDBClientConfig = {}): Promise<void> {
  const dynamo = await import("@aws-sdk/client-dynamodb");
  const client = new dynamo.DynamoDBClient(options);
  try {
    await client.send(
      new dynamo.CreateTableCommand({
        TableName: table,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    );
    await dynamo.waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 2 }, { TableName: table });
    await client.send(
      new dynamo.UpdateTimeToLiveCommand({
        TableName: table,
        TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
      }),
    );
  } catch (error) {
    if (!(error instanceof dynamo.ResourceInUseException)) throw error;
  } finally {
    client.destroy();
  }
}

function toStep(table: string, operation: CheckedOperation, now: number): TransactWriteItem {
  const key = { TableName: table, Key: keyOf(operation.pk, operation.sk) };
  if (!("json" in operation)) {
    const { rev } = operation;
    const names: Record<string, string> = { "#expiresAt": NAMES["#expiresAt"] };
    const values: Item = { ":now": { N: String(now) } };
    if (rev > 0) {
      names["#rev"] = NAMES["#rev"];
      values[":rev"] = { N: String(rev) };
    }
    const condition = {
      ...key,
      ConditionExpression: rev > 0 ? AT_REVISION : ABSENT,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    };
    return operation.op === "remove" ? { Delete: condition } : { ConditionCheck: condition };
  }
  const { expiresAt } = operation;
  const values: Item = { ":data": { S: operation.json }, ":zero": { N: "0" }, ":one": { N: "1" } };
  if (operation.op !== "put") values[":now"] = { N: String(now) };
  if (operation.op === "update") values[":rev"] = { N: String(operation.rev) };
  if (expiresAt !== undefined) {
    values[":expiresAt"] = { N: String(expiresAt) };
    values[":ttl"] = { N: String(Math.ceil(expiresAt / 1000)) };
  }
  return {
    Update: {
      ...key,
      UpdateExpression: `SET #data = :data, #rev = if_not_exists(#rev, :zero) + :one${
        expiresAt === undefined ? " REMOVE #expiresAt, #ttl" : ", #expiresAt = :expiresAt, #ttl = :ttl"
      }`,
      ConditionExpression: { insert: ABSENT, update: AT_REVISION, put: undefined }[operation.op],
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: values,
    },
  };
}

function keyCondition(lower: string | undefined, upper: string | undefined): string {
  if (lower !== undefined && upper !== undefined) return "pk = :pk AND sk BETWEEN :lower AND :upper";
  if (lower !== undefined) return "pk = :pk AND sk >= :lower";
  return upper === undefined ? "pk = :pk" : "pk = :pk AND sk <= :upper";
}

/** Index of a reason that will pass, if all reasons are of that kind; otherwise -1. */
function findPassing(reasons: CancellationReason[]): number {
  const others = reasons.some((reason) => reason.Code !== "None" && !PASSING_REASONS.has(reason.Code ?? ""));
  return others ? -1 : reasons.findIndex((reason) => PASSING_REASONS.has(reason.Code ?? ""));
}

function keyOf(pk: string, sk: string): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

function isLive(item: Item, now: number): boolean {
  return item.expiresAt?.N === undefined || Number(item.expiresAt.N) > now;
}

function toItem<T>(item: Item): StoredItem<T> {
  const stored: StoredItem<T> = {
    pk: item.pk!.S!,
    sk: item.sk!.S!,
    rev: Number(item.rev!.N),
    data: JSON.parse(item.data!.S!) as T,
  };
  if (item.expiresAt?.N !== undefined) stored.expiresAt = Number(item.expiresAt.N);
  return stored;
}
