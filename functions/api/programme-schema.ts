import { z } from "@hono/zod-openapi";
import type { Programme } from "../../shared/tasks/index.ts";

const text = z.string().max(20_000);
const id = z.string().min(1).max(100);
const Deadline = z.object({
  text,
  kind: z.enum(["before", "within", "recurring", "none"]),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  every: z.enum(["continuous", "day", "week", "month", "quarter", "half-year", "year"]).optional(),
});
const Task = z.object({
  id,
  groupId: id.optional(),
  number: text,
  name: text,
  leadAgency: text,
  coordinatingAgencies: text,
  output: text,
  deadline: Deadline,
  basis: text,
  note: text,
  amendmentNote: text,
  completedOn: z.iso.date().optional(),
});
const Target = z.object({
  id,
  section: text,
  text,
  metric: text,
  comparison: z.enum(["=", ">=", ">", "<=", "<", "none"]),
  value: z.number().optional(),
  unit: text,
  leadAgency: text,
  coordinatingAgencies: text,
  deadline: Deadline,
});

/** A whole programme that a machine hands in to be stored: every part has its type, for what is stored is shown on every page after. */
export const ProgrammeInput: z.ZodType<Programme> = z.object({
  id,
  organisationId: z.string().max(100),
  title: z.string().trim().min(1).max(500),
  period: z.string().max(500),
  basis: z.array(text).max(100),
  revision: z.number().int().min(1),
  groups: z.array(z.object({ id, number: text, name: text })).max(5_000),
  tasks: z.array(Task).max(50_000),
  targets: z.array(Target).max(5_000),
});
