/** Progress of tasks over programmes: figures that are kept, the tasks behind them. */
export { progressDesk } from "./desk.ts";
export { type ProgrammeDigests, programmeDigests } from "./digests.ts";
export type {
  ProgressDesk,
  ProgressFigures,
  ProgressFilter,
  ProgressRow,
  ProgressState,
  ProgressTask,
} from "./model.ts";
export { type Arrivals, arrivalsReader, urgency, watch } from "./watch.ts";
