import { countText, numberForm, withUnit } from "../format/index.ts";
import type { ReportFigure, SentencePart } from "./model.ts";

/** Where figures are written down once and cited from then on. */
export class FigureBook {
  readonly #figures = new Map<string, ReportFigure>();
  readonly #rules: number;

  /** @param rules version by which figures are written */
  constructor(rules: number) {
    this.#rules = rules;
  }

  /** A count of tasks. */
  count(id: string, label: string, tasks: readonly string[]): ReportFigure {
    return this.#add({ id, label, value: tasks.length, unit: "nhiệm vụ", tasks: [...tasks], targets: [] });
  }

  /** A count of targets. */
  countTargets(id: string, label: string, targets: readonly string[]): ReportFigure {
    return this.#add({ id, label, value: targets.length, unit: "chỉ tiêu", tasks: [], targets: [...targets] });
  }

  /** Any other figure: a share, a difference, days, a measured value. */
  value(
    id: string,
    label: string,
    value: number,
    unit: string,
    behind: { tasks?: readonly string[]; targets?: readonly string[] },
  ): ReportFigure {
    return this.#add({
      id,
      label,
      value,
      unit,
      tasks: [...(behind.tasks ?? [])],
      targets: [...(behind.targets ?? [])],
    });
  }

  #add(figure: ReportFigure): ReportFigure {
    if (this.#figures.has(figure.id)) throw new RangeError(`figure ${figure.id} twice`);
    this.#figures.set(figure.id, figure);
    return figure;
  }

  /** The figure of an id that was written down. */
  get(id: string): ReportFigure {
    const figure = this.#figures.get(id);
    if (figure === undefined) throw new RangeError(`no figure ${id}`);
    return figure;
  }

  /** Its value. */
  valueOf(id: string): number {
    return this.get(id).value;
  }

  /** In the order in which they were written down. */
  list(): ReportFigure[] {
    return [...this.#figures.values()];
  }

  /** The figure as it stands in a sentence: counts below ten with a leading zero, as in every other document of an office. */
  say(id: string): SentencePart {
    const { value, unit } = this.get(id);
    const size = Math.abs(value);
    // The first rules wrote a count in a sentence as in a table.
    if (this.#rules < 2 || unit === "%" || !Number.isSafeInteger(size)) return this.cite(id);
    return { figure: id, text: countText(size) };
  }

  /** The figure as it stands in a cell: percent with its sign, everything else bare. A difference loses its sign. */
  cite(id: string): SentencePart {
    const { value, unit } = this.get(id);
    return { figure: id, text: unit === "%" ? withUnit(value, unit) : numberForm(Math.abs(value)) };
  }

  /** A figure with its unit as written: "30 ngày", "95%". */
  citeWithUnit(id: string): SentencePart {
    const { value, unit } = this.get(id);
    return { figure: id, text: withUnit(value, unit) };
  }

  /** A difference with its sign, for tables: "+3", "-1", "0". */
  citeSigned(id: string): SentencePart {
    const { value } = this.get(id);
    return { figure: id, text: value > 0 ? `+${numberForm(value)}` : numberForm(value) };
  }
}
