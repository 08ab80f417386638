import { handle } from "hono/aws-lambda";
import { sqsWakeUp } from "../../shared/storage/index.ts";
import { createApp } from "../api/app.ts";
import { wakingOffice } from "../workers/waking-office.ts";
import { officeOnAws, required } from "./office.ts";

const office = wakingOffice(officeOnAws(), sqsWakeUp(required("VANTHU_QUEUE_URL")));

/** Pages and API behind the HTTP API of stacks/api.ts, which speaks HTTPS only. */
export const handler = handle(createApp(office, { secureCookies: true }));
