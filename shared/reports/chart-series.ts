import { TASK_STATUS_LABELS } from "../tasks/index.ts";
import { stepsOf } from "./input.ts";
import type { ReportCharts } from "./model.ts";
import { STATUS_ORDER, type Statistics } from "./statistics.ts";

/** Bars of the chart by agency; what is beyond goes together. */
const AGENCIES = 12;

/** The numbers behind a report's charts. */
export function chartSeries({ input, book, standings, agencies }: Statistics): ReportCharts {
  const bars = agencies.map(({ key, name }) => ({
    name,
    done: book.valueOf(`${key}.done`),
    openInTime: book.valueOf(`${key}.open`),
    overdue: book.valueOf(`${key}.overdue`),
  }));
  const rest = bars.length > AGENCIES ? bars.splice(AGENCIES - 1) : [];
  if (rest.length > 0) {
    const sum = (field: "done" | "openInTime" | "overdue") => rest.reduce((all, bar) => all + bar[field], 0);
    bars.push({ name: "Cơ quan khác", done: sum("done"), openInTime: sum("openInTime"), overdue: sum("overdue") });
  }
  return {
    status: STATUS_ORDER.map((code) => ({
      code,
      label: TASK_STATUS_LABELS[code],
      value: book.valueOf(`status.${code}`),
      share: book.valueOf(`share.${code}`),
    })),
    agencies: bars,
    burnUp: stepsOf(input.window).map((day) => ({
      day,
      total: standings.length,
      done: standings.filter(({ task }) => task.completedOn !== undefined && task.completedOn <= day).length,
      planned: standings.filter(({ status }) => status.due !== undefined && status.due <= day).length,
    })),
  };
}
