import { filePermissions, keyPermissions, recordPermissions, shape } from "./functions";
import type { storage } from "./storage";

/** Longest run of one delivery. */
const DELIVER_SECONDS = 120;

/**
 * What works in the background. The outbox in the table is the truth; the queue only wakes the worker early, and a schedule looks every
 * minute in case a wake-up was lost. Another drafts reports and tells who must act; another asks for signatures that are waited for and renews
 * timestamps.
 */
export function workers(stores: ReturnType<typeof storage>) {
  const deadLetters = deadLetterQueue("DeliverDeadLetters");
  const queue = new sst.aws.Queue("Deliver", {
    dlq: { queue: deadLetters.arn, retry: 5 },
    // AWS: at least six times the function's timeout, so that a slow run is not started twice.
    visibilityTimeout: `${6 * DELIVER_SECONDS} seconds`,
  });
  const common = {
    ...shape(stores),
    memory: "1024 MB" as const,
    permissions: [recordPermissions(stores), ...filePermissions(stores)],
  };
  const deliver = queue.subscribe(
    { ...common, handler: "functions/lambda/deliver.handler", timeout: `${DELIVER_SECONDS} seconds` },
    { batch: { size: 10, partialResponses: true } },
  );
  const scheduleDeadLetters = deadLetterQueue("ScheduleDeadLetters");
  const schedule = new sst.aws.CronV2("EveryMinute", {
    schedule: "rate(1 minute)",
    // The next minute is a better retry than the same one again.
    retries: 0,
    dlq: scheduleDeadLetters.arn,
    function: { ...common, handler: "functions/lambda/schedule.handler", timeout: "55 seconds" },
  });
  const reportDeadLetters = deadLetterQueue("ReportsDeadLetters");
  const reports = new sst.aws.CronV2("EveryQuarterHour", {
    schedule: "rate(15 minutes)",
    // What a run left undone the next one does.
    retries: 0,
    dlq: reportDeadLetters.arn,
    function: {
      ...common,
      handler: "functions/lambda/report-schedule.handler",
      // A first run after a long pause drafts for every organisation at once.
      timeout: "10 minutes",
    },
  });
  const signingDeadLetters = deadLetterQueue("SigningDeadLetters");
  const signing = new sst.aws.CronV2("EveryMinuteForSignatures", {
    schedule: "rate(1 minute)",
    // The next minute is a better retry than the same one again.
    retries: 0,
    dlq: signingDeadLetters.arn,
    function: {
      ...common,
      handler: "functions/lambda/signing.handler",
      timeout: "55 seconds",
      permissions: [...common.permissions, ...keyPermissions()],
    },
  });
  return {
    queue,
    deadLetters,
    deliver,
    schedule,
    scheduleDeadLetters,
    reports,
    reportDeadLetters,
    signing,
    signingDeadLetters,
  };
}

/** Keeps what could not be handled for as long as SQS can, so that somebody can look. */
function deadLetterQueue(name: string) {
  return new sst.aws.Queue(name, { transform: { queue: { messageRetentionSeconds: 14 * 24 * 3600 } } });
}
