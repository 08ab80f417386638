import type { Office } from "../../shared/office/index.ts";
import type { WakeUp } from "../../shared/storage/index.ts";

/** Topic of the wake-ups: something stands in an outbox. */
const OUTBOX_TOPIC = "outbox";

/**
 * The same office, but what queues something to be sent also wakes the delivery worker, after it is committed. A lost wake-up loses
 * nothing: the worker looks by the clock as well.
 */
export function wakingOffice(office: Office, wakeUp: WakeUp): Office {
  const waking =
    <Input extends unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      const output = await call(...input);
      await wakeUp.wake(OUTBOX_TOPIC);
      return output;
    };
  const { bulk, documents, incoming } = office;
  return {
    ...office,
    documents: {
      ...documents,
      send: waking(documents.send),
      resend: waking(documents.resend),
      resendAll: waking(documents.resendAll),
    },
    bulk: { ...bulk, send: waking(bulk.send) },
    incoming: {
      ...incoming,
      accept: waking(incoming.accept),
      reject: waking(incoming.reject),
      receive: waking(incoming.receive),
      assign: waking(incoming.assign),
      comment: waking(incoming.comment),
      start: waking(incoming.start),
      finish: waking(incoming.finish),
      answerChange: waking(incoming.answerChange),
    },
  };
}
