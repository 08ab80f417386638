import { parseDeadline } from "../deadline.ts";
import type { ImportField } from "../model.ts";
import { cleanCell } from "./cell-text.ts";
import type { Grid } from "./grid.ts";

/** Rows looked at to guess what a column holds. */
const SAMPLED_ROWS = 60;

/** Begins the name of an agency. */
const AGENCY =
  /^(?:Sở|Bộ|UBND|HĐND|Ủy ban|Ban|Văn phòng|VP|Công an|Thanh tra|Phòng|Trung tâm|Chi cục|Cục|Tỉnh đoàn|Hội|Đài|Báo|Các sở|Các cơ quan|Các đơn vị)(?!\p{L})/u;

/**
 * Proposes what the columns of a table without header row hold, by their values: a counted number, agencies, deadlines, and the longest
 * text as the task's name. A proposal only: the user decides.
 */
export function guessColumns(grid: Grid): Map<ImportField, number> {
  const rows = grid.rows.slice(0, SAMPLED_ROWS).filter((row) => row.cells.filter((cell) => cell.trim()).length > 2);
  const width = rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
  const values = Array.from({ length: width }, (_, column) =>
    grid.hiddenColumns?.has(column)
      ? []
      : rows.map((row) => cleanCell(row.cells[column] ?? "")).filter((text) => text !== ""),
  );
  const share = (column: number, test: (text: string) => boolean) => {
    const texts = values[column]!;
    return texts.length === 0 ? 0 : texts.filter(test).length / texts.length;
  };
  const guessed = new Map<ImportField, number>();
  const free = () => values.map((_, column) => column).filter((column) => ![...guessed.values()].includes(column));
  const take = (field: ImportField, score: (column: number) => number, least: number) => {
    const best = free()
      .map((column) => ({ column, score: score(column) }))
      .filter((candidate) => candidate.score >= least)
      .sort((a, b) => b.score - a.score || a.column - b.column)[0];
    if (best !== undefined) guessed.set(field, best.column);
  };
  take(
    "number",
    (column) => (column > 2 ? 0 : share(column, (text) => /^\d{1,4}(?:\.\d{1,3})*[.)]?$/.test(text))),
    0.6,
  );
  take("deadline", (column) => share(column, (text) => text.length < 120 && parseDeadline(text).kind !== "none"), 0.5);
  take("leadAgency", (column) => share(column, (text) => AGENCY.test(text) && text.length < 200), 0.5);
  take("coordinatingAgencies", (column) => share(column, (text) => AGENCY.test(text)), 0.5);
  take("name", (column) => average(values[column]!.map((text) => text.length)), 8);
  take("output", (column) => average(values[column]!.map((text) => text.length)), 8);
  return guessed;
}

function average(lengths: number[]): number {
  return lengths.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
}
