export { attachedToLine } from "./compose-appendices.ts";
export { bodyLines, composeContent, symbolOf } from "./compose-content.ts";
export {
  composePlan,
  composePlanWithParts,
  type PlanPart,
  type PlanPartLines,
  type PlanRequest,
} from "./compose-plan.ts";
export { parseDescription, parseUnfinished } from "./description.ts";
export { escapeText } from "./escape.ts";
export * from "./from-text.ts";
export { type DescribedText, describeText, type TextWarning } from "./from-text.ts";
export { parseInlines, plainText } from "./inline.ts";
export {
  ACTION_NAMES,
  type ApprovalRule,
  allowedActions,
  DEFAULT_RULES,
  DOCUMENT_STATES,
  type DocumentAction,
  type DocumentState,
  LIFECYCLE,
  type Performer,
  type SigningOrder,
  TRANSITIONS,
  type Transition,
  transition,
  transitionsFrom,
  type WorkflowRules,
} from "./lifecycle.ts";
export { parseBlocks } from "./markup.ts";
export { type MarkupMistake, markupMistakes } from "./markup-mistakes.ts";
export {
  ANCHORS,
  type AppendixContent,
  type AppendixDescription,
  type AppendixRow,
  type AppendixTable,
  type Block,
  type ContentRow,
  type ContentTable,
  type DocumentContent,
  type DocumentDescription,
  type DocumentKind,
  type Inline,
  type RuleSetId,
  type SignatureBlock,
  type TableColumn,
  type TextRun,
} from "./model.ts";
export { numberHeadings } from "./number-headings.ts";
export { PLAN_COLUMNS, type TasksTableOptions, tasksTable } from "./tasks-table.ts";
