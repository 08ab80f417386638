import { z } from "@hono/zod-openapi";
import type {
  ActualInput,
  Programme,
  ProgrammeEvent,
  RecordedEvent,
  Task as StoredTask,
} from "../../shared/tasks/index.ts";
import { described } from "./schemas.ts";
import { FILES_IN_JSON } from "./task-table-schema.ts";

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
  extensions: z
    .array(z.object({ before: Deadline, changedOn: z.iso.date(), basis: text }))
    .max(1000)
    .optional(),
  progress: z
    .object({
      percent: z.number().min(0).max(100),
      on: z.iso.date(),
      result: text,
      evidence: text,
      difficulties: text,
      proposals: text,
    })
    .optional(),
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
  actual: z.object({ value: z.number(), on: z.iso.date(), evidence: text }).optional(),
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

const reason = { why: z.string().max(2000).optional(), basis: z.string().max(2000).optional() };
const OnRevision = z.object({ revision: z.number().int().min(1), ...reason });
const TaskFields = z.object({
  number: text,
  name: text,
  leadAgency: text,
  coordinatingAgencies: text,
  output: text,
  deadline: z.union([text, Deadline]),
  basis: text,
  note: text,
  amendmentNote: text,
  groupId: z.string().max(100),
});

/** Revision as one more query value. */
const revisionNumber = z.coerce.number().int().min(1);
/** Which events are asked for. */
export const EventsQuery = z.object({
  taskId: id.optional(),
  targetId: id.optional(),
  groupId: id.optional(),
  revision: revisionNumber.optional(),
  before: revisionNumber.optional(),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
});
/** A page of revisions, the newest first. */
export const HistoryQuery = z.object({
  before: revisionNumber.optional(),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
});
/** Two revisions to compare. */
export const CompareQuery = z.object({ from: revisionNumber, to: revisionNumber });
/** An instant, ISO 8601. */
export const InstantQuery = z.object({ instant: z.string().max(40) });
/** A revision to be restored. */
export const RestoreBody = z
  .object({ revision: z.number().int().min(1), seen: z.number().int().min(1).optional(), ...reason })
  .openapi("Restore");
/** Every change of one thing names the revision that was seen. */
export const ReasonBody = OnRevision.openapi("ChangeOnRevision");
/** A task to be added. */
export const AddTaskBody = OnRevision.extend({
  task: TaskFields.partial().extend({ name: text, id: id.optional(), after: z.string().max(100).optional() }),
}).openapi("AddTask");
/** Fields of a task to be changed; what is absent stays. */
export const EditTaskBody = OnRevision.extend({
  edit: TaskFields.partial().extend({ completedOn: z.string().max(10).optional() }),
}).openapi("EditTask");
/** Where a task goes. */
export const MoveTaskBody = OnRevision.extend({
  groupId: z.string().max(100).optional(),
  after: z.string().max(100).optional(),
  number: text.optional(),
}).openapi("MoveTask");
/** The day a task was completed. */
export const CompleteBody = OnRevision.extend({ on: z.string().max(10), files: FILES_IN_JSON }).openapi("CompleteTask");
/** A new deadline, with the document that allows it. */
export const ExtendBody = OnRevision.extend({
  deadline: z.union([text, Deadline]),
  basis: z.string().max(2000),
}).openapi("ExtendTask");
/** A report of progress; the room checks what it says. */
export const ProgressBody = OnRevision.extend({
  percent: z.number(),
  on: z.string().max(10),
  result: text.optional(),
  evidence: text.optional(),
  difficulties: text.optional(),
  proposals: text.optional(),
  files: FILES_IN_JSON,
}).openapi("ReportProgress");
/** What was reached of a target. */
export const ActualBody = OnRevision.extend({
  value: z.number(),
  on: z.string().max(10),
  evidence: text.optional(),
} satisfies Record<keyof ActualInput, z.ZodType>).openapi("TargetActual");
/** A group to be added. */
export const AddGroupBody = OnRevision.extend({
  group: z.object({ id: id.optional(), number: text, name: text, after: z.string().max(100).optional() }),
}).openapi("AddGroup");
/** What to change of a group. */
export const EditGroupBody = OnRevision.extend({
  edit: z.object({ number: text.optional(), name: text.optional() }),
}).openapi("EditGroup");

/** `{id}` and `{taskId}` in an address. */
export const TaskParam = z.object({ id, taskId: id });
/** `{id}` and `{targetId}` in an address. */
export const TargetParam = z.object({ id, targetId: id });
/** `{id}` and `{groupId}` in an address. */
export const GroupParam = z.object({ id, groupId: id });

/** Events with who, when, why and on which basis, as answered. */
export const RecordedEventSchema = described<RecordedEvent>(
  "RecordedEvent",
  "Một thay đổi: loại, đối tượng, các trường trước và sau, bản, thời điểm, người thực hiện, lý do, căn cứ",
);
/** Events between two revisions, as answered. */
export const EventSchema = described<ProgrammeEvent>(
  "ProgrammeEvent",
  "Một khác biệt giữa hai bản: loại, đối tượng, các trường trước và sau",
);
/** The revision that a change led to, with the task it was about: a programme can be large. */
export const ChangedTaskSchema = z
  .object({
    id,
    revision: z.number().int(),
    task: described<StoredTask>("Task", "Một nhiệm vụ").optional(),
  })
  .openapi("ChangedTask");
/** The revision that a change led to. */
export const ChangedSchema = z.object({ id, revision: z.number().int() }).openapi("ChangedProgramme");
/** The revision that was valid at an instant. */
export const RevisionAtSchema = z.object({ revision: z.number().int().nullable() }).openapi("RevisionAt");
