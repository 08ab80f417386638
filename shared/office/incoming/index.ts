/** Incoming documents: from their arrival to the answer, by the exchange, on paper or by e-mail. */
import type { OfficeContext } from "../context.ts";
import { answeringDesk } from "./answering.ts";
import { assigningDesk } from "./assigning.ts";
import { figuresDesk } from "./figures.ts";
import { listingDesk } from "./listing.ts";
import type { IncomingDesk } from "./model.ts";
import { papersDesk } from "./papers.ts";
import { readingDesk } from "./reading.ts";
import { recallingDesk } from "./recalling.ts";
import { receivingDesk } from "./receiving.ts";
import { registeringDesk } from "./registering.ts";

export { answeredDocumentId } from "./answer-links.ts";
export { symbolOf } from "./handling-records.ts";
export { hiddenArrivals, isWanted } from "./listing.ts";
export type * from "./model.ts";
export { ensureRows } from "./older-rows.ts";
export { dueWords, PROGRESS_WORDS } from "./progress.ts";
export { incomingReminder } from "./reminders.ts";
export { derivedRows } from "./summary-rows.ts";

/** Opens the desk of incoming documents. */
export function incomingDesk(context: OfficeContext): IncomingDesk {
  return {
    ...listingDesk(context),
    ...readingDesk(context),
    ...receivingDesk(context),
    ...registeringDesk(context),
    ...assigningDesk(context),
    ...answeringDesk(context),
    ...recallingDesk(context),
    ...papersDesk(context),
    ...figuresDesk(context),
  };
}
