import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { createTable, dynamoRecords, openSqliteStorage } from "../../shared/storage/index.ts";
import { type DynamoDbLocal, startDynamoDbLocal } from "../contract/dynamodb-local.ts";
import { expectSound, numberAtOnce } from "./many-clerks.ts";

const SERIES = "ubnd/nn/chung/2026";

describe("64 workers × 200 documents in one series: 0 gaps, 0 repeats", () => {
  it("SQLite, 64 processes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vanthu-ledger-long-"));
    await numberAtOnce(folder, SERIES, { processes: 64, clerks: 1, documents: 200 });
    const { records } = openSqliteStorage(folder);
    await expectSound(records, SERIES, 12_800);
    await records.close();
    rmSync(folder, { recursive: true, force: true });
  }, 900_000);

  describe("DynamoDB", () => {
    let server: DynamoDbLocal;
    beforeAll(async () => {
      server = await startDynamoDbLocal();
      await createTable("ledger", server.options);
    });
    afterAll(() => server?.stop());

    it("2 processes of 32", async () => {
      await numberAtOnce(JSON.stringify(server.options), SERIES, { processes: 2, clerks: 32, documents: 200 });
      const records = dynamoRecords("ledger", server.options);
      await expectSound(records, SERIES, 12_800);
      await records.close();
    }, 1_800_000);
  });
});
