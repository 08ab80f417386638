import { setTimeout as sleep } from "node:timers/promises";
import { ledgerPartition, NUMBER_RETRY, openLedger } from "../../shared/records/index.ts";
import { type RecordStore, withRetry } from "../../shared/storage/index.ts";

/** Clerks who number documents at the same time, each number in one commit with its document, as the office does it. */
export async function numberDocuments(
  records: RecordStore,
  series: string,
  clerks: number,
  documents: number,
  name: string,
): Promise<void> {
  const ledger = openLedger(records);
  const clerk = async (who: string) => {
    for (let i = 0; i < documents; i++) {
      const documentId = `${who}-${i}`;
      await withRetry(
        async () => {
          const event = { documentId, by: who, at: new Date().toISOString() };
          const { number, operations } = await ledger.next(series, event);
          // The office fills the number into the PDF and stores it here.
          await sleep(2);
          await records.commit([...operations, { op: "insert", pk: "văn bản", sk: documentId, data: { number } }]);
        },
        { partition: ledgerPartition(series), ...NUMBER_RETRY },
      );
    }
  };
  await Promise.all(Array.from({ length: clerks }, (_, i) => clerk(`${name}-${i}`)));
}
