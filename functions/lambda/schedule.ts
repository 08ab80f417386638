import { deliver } from "../workers/deliver.ts";
import { logDelivery } from "./metrics.ts";
import { officeOnAws } from "./office.ts";

const office = officeOnAws();

/** Every minute: sends what is due, whether or not anybody woke the worker. A failure is the function's, so that its alarm sees it. */
export async function handler(): Promise<void> {
  logDelivery(await deliver(office, Date.now() + 25_000));
}
