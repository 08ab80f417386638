import { handle } from "hono/aws-lambda";
import { sqsWakeUp } from "../../shared/storage/index.ts";
import { createApp } from "../api/app.ts";
import { wakingOffice } from "../workers/waking-office.ts";
import { officeOnAws, required } from "./office.ts";

/** Pages and API behind the HTTP API of stacks/api.ts. */
export const handler = handle(
  createApp({ office: wakingOffice(officeOnAws(), sqsWakeUp(required("VANTHU_QUEUE_URL"))) }),
);
