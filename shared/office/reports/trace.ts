import { VanthuError } from "../../errors/index.ts";
import { withUnit } from "../../format/index.ts";
import { asOf, countTargetsOf, plain, type Report, type ReportInput, type ReportTask } from "../../reports/index.ts";
import { taskStatus } from "../../tasks/index.ts";
import type { FigureTrace, TracedTask } from "./model.ts";

/**
 * The tasks and targets behind a figure, as they stood when the figure was counted: those of the period before at its close.
 * @throws NOT_FOUND
 */
export function traceFigure(input: ReportInput, report: Report, figureId: string): FigureTrace {
  const figure = report.figures.find((one) => one.id === figureId);
  if (figure === undefined)
    throw new VanthuError("NOT_FOUND", { message: "Báo cáo không có số liệu này.", where: figureId.slice(0, 200) });
  const { id, title, revision } = report.programme;
  const present = new Map(input.programme.tasks.map((task) => [task.id, task]));
  const earlier = new Map(input.previous?.tasks.map((task) => [task.id, task]));
  const ofBefore = figureId.startsWith("previous.");
  const window = ofBefore && input.previous !== undefined ? input.previous.window : input.window;
  const tasks = figure.tasks.flatMap((taskId): TracedTask[] => {
    const now = present.get(taskId);
    const then = earlier.get(taskId);
    if (then !== undefined && (ofBefore || now === undefined)) {
      const name = then.name === "" ? (now?.name ?? "") : then.name;
      const task = { ...then, name, leadAgency: now?.leadAgency ?? "" };
      return [traced(task, input.previous!.window.to)];
    }
    return now === undefined ? [] : [traced(now, input.window.to)];
  });
  const wanted = new Set(figure.targets);
  const targets = countTargetsOf(input)
    .filter(({ target }) => wanted.has(target.id))
    .map(({ target, planned, actual, reached }) => ({
      id: target.id,
      text: target.text,
      planned: plain(planned),
      actual: plain(actual),
      ...(reached === undefined ? {} : { reached }),
    }));
  return {
    figure,
    written: withUnit(figure.value, figure.unit),
    window,
    programme: { id, title, revision: ofBefore ? (input.previous?.revision ?? revision) : revision },
    tasks,
    targets,
  };
}

function traced(task: Omit<ReportTask, "progress">, day: string): TracedTask {
  const then = asOf(task, day);
  const { code, label, due, daysLeft } = taskStatus(then, day);
  return {
    id: then.id,
    number: then.number,
    name: then.name,
    leadAgency: then.leadAgency,
    deadline: then.deadline.text,
    ...(due === undefined ? {} : { due }),
    status: { code, label },
    ...(then.completedOn === undefined ? {} : { completedOn: then.completedOn }),
    ...(code === "open-overdue" ? { overdueDays: -daysLeft! } : {}),
  };
}
