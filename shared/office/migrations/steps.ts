import type { OfficeContext } from "../context.ts";
import { summariesOf } from "../document-file.ts";
import { ensureKinds } from "../document-kinds.ts";
import { ensureRows } from "../incoming/index.ts";
import { withGeneralMandates } from "../mandates/index.ts";

/** One step from one version of the stored data to the next. */
export interface Migration {
  /** Counted from 1 without gaps; never changed once released. */
  version: number;
  /** For logs. */
  name: string;
  /** May be run again after it was cut off: it looks at what is there. */
  run(context: OfficeContext): Promise<void>;
}

/** All steps, the oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: "leaders from before mandates get the general one of their post",
    async run(context) {
      for (const { id } of await context.access.organisations())
        await withGeneralMandates(context, id, await context.access.people(id));
    },
  },
  {
    version: 2,
    name: "incoming documents get the rows that lists are read from",
    async run(context) {
      for (const { id } of await context.access.organisations()) await ensureRows(context, id);
    },
  },
  {
    version: 3,
    name: "documents get their place by kind",
    async run(context) {
      for (const { id } of await context.access.organisations()) await ensureKinds(context, id, summariesOf(id));
    },
  },
];
