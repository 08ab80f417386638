import type { AppendixDescription, DocumentDescription } from "../documents/model.ts";
import { roman } from "../format/index.ts";
import { type Programme, plainWords } from "../tasks/index.ts";

/** Where a task stood in an issued document: "Phụ lục II", number "03". */
export interface TaskPlace {
  appendix: string;
  number: string;
}

/**
 * Where the tasks of a programme stand in the appendices of a document, by task id. A row is a task when its cell says the task's
 * name (spacing, case and diacritics aside); of tasks with one name the one with the row's number.
 *
 * @param documents the document and its appendices issued as files of their own
 */
export function issuedPlaces(documents: readonly DocumentDescription[], programme: Programme): Map<string, TaskPlace> {
  const byName = Map.groupBy(programme.tasks, (task) => plainWords(task.name));
  const places = new Map<string, TaskPlace>();
  for (const { appendices = [] } of documents) {
    for (const [index, appendix] of appendices.entries()) {
      const label = labelOf(appendix, index, appendices.length);
      for (const { name, number } of numberedRows(appendix, byName)) {
        const candidates = (byName.get(name) ?? []).filter((task) => !places.has(task.id));
        const task = candidates.find((one) => sameNumber(one.number, number)) ?? candidates[0];
        if (task !== undefined) places.set(task.id, { appendix: label, number: number || task.number });
      }
    }
  }
  return places;
}

/** As composing labels them when nothing else is said (NĐ30 Phụ lục I, phần I.III.1.b). */
function labelOf(appendix: AppendixDescription, index: number, count: number): string {
  return (appendix.label ?? (count > 1 ? `Phụ lục ${roman(index + 1)}` : "Phụ lục")).trim();
}

/** Rows of an appendix whose names are known, with their numbers. Which column holds the names the names themselves tell. */
function numberedRows(
  appendix: AppendixDescription,
  known: ReadonlyMap<string, unknown>,
): { name: string; number: string }[] {
  const { columns = [], rows = [] } = appendix.table ?? {};
  const cells = rows.flatMap((row) => ("cells" in row ? [row.cells.map(plainWords)] : []));
  const raw = rows.flatMap((row) => ("cells" in row ? [row.cells] : []));
  const hits = columns.map((_, column) => cells.filter((row) => known.has(row[column] ?? "")).length);
  const nameColumn = hits.indexOf(Math.max(0, ...hits));
  if ((hits[nameColumn] ?? 0) === 0) return [];
  const numberColumn = columns.findIndex(({ header }) => /^(s?tt|so tt|so thu tu)$/.test(plainWords(header)));
  return cells.flatMap((row, index) => {
    const name = row[nameColumn] ?? "";
    return known.has(name) ? [{ name, number: (raw[index]![numberColumn] ?? "").trim() }] : [];
  });
}

function sameNumber(a: string, b: string): boolean {
  const bare = (number: string) => number.trim().replace(/^0+(?=\d)/, "");
  return bare(a) === bare(b);
}
