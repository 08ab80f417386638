/** A table as read from a file, before anything is known of its columns. */
export interface Grid {
  /** Name of the sheet or table; "" for a text file. */
  name: string;
  rows: GridRow[];
  hidden?: boolean;
  /** Columns that the file hides, counted from 0. */
  hiddenColumns?: Set<number>;
  /** How many rows with data the file hides (a filter that was left on). */
  hiddenRows?: number;
  /** Serial dates count from 1904. */
  from1904?: boolean;
  /** Cells were guarded against being run as formulas (CSV): an apostrophe before = + - @ is no text. */
  guarded?: boolean;
  /** Rows can be cut by page breaks (printed tables): a row without a number right after a repeated header continues the one before. */
  paged: boolean;
}

/** One row. */
export interface GridRow {
  /** Counted from 1 as in the file (line of a text file, row of a sheet). */
  number: number;
  cells: string[];
  /** Text of cells that are covered by a merged cell above, by column; such cells are "" in `cells`. */
  covered?: Map<number, string>;
}

/** Bounds on one table: beyond them a file is not a task table. The bytes are what a page can carry from preview to decision (base64). */
export const GRID_LIMITS = { bytes: 16 * 1024 * 1024, rows: 20_000, columns: 200 } as const;

/** Stands for the value of a formula that was never worked out. */
export const FORMULA_WITHOUT_VALUE = "#CHƯA TÍNH!";

/** 0 → "A", 27 → "AB": columns as a spreadsheet names them. */
export function columnLetters(column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** "A" → 0, "AB" → 27. */
export function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
