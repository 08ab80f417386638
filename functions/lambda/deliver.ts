import { deliver } from "../workers/deliver.ts";
import { logDelivery } from "./metrics.ts";
import { officeOnAws } from "./office.ts";

/** The part of an SQS event that is looked at. */
export interface QueueEvent {
  Records: { messageId: string; body: string }[];
}

/** Leaves the run under way this long to end before Lambda stops the function (stacks/workers.ts: 120 s). */
const STOP_BEFORE_MS = 40_000;

const office = officeOnAws();

/**
 * Woken by the queue. Messages carry nothing but the topic, so one run answers all of them; when it fails, all come again and at last
 * stand in the dead letters, where an alarm looks.
 */
export async function handler(
  event: QueueEvent,
  context: { getRemainingTimeInMillis(): number },
): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
  try {
    logDelivery(
      await deliver(office, Date.now() + Math.max(1000, context.getRemainingTimeInMillis() - STOP_BEFORE_MS)),
    );
    return { batchItemFailures: [] };
  } catch (error) {
    console.error(error);
    return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }
}
