import { IMPORT_FIELD_LABELS, type ImportField } from "../../../shared/tasks/index.ts";
import type { Form } from "../desk.tsx";

/** What a column can be read as, in the order of the choice. */
export const FIELD_CHOICES: [string, string][] = [
  ["ignored", "Không dùng"],
  ...(Object.entries(IMPORT_FIELD_LABELS) as [ImportField, string][]).map(([field, label]): [string, string] => [
    field,
    field === "number" ? "Số thứ tự" : label,
  ]),
];

/** Largest number of columns and agencies that a form can answer for. */
const ANSWERS = 500;

/** How the table is to be read, as the form says: nothing of it where the table was shown for the first time. */
export function choicesOf(form: Form): {
  sheet?: string;
  headerRow?: number;
  mapping?: Partial<Record<ImportField, number>>;
  renames: Record<string, string>;
  mode: "replace" | "add";
} {
  const sheet = form.text("sheet");
  const sameSheet = sheet === form.text("shownSheet");
  const headerRow = /^\d{1,6}$/.test(form.text("headerRow")) ? Number(form.text("headerRow")) : undefined;
  const sameHeader = sameSheet && form.text("headerRow") === form.text("shownHeaderRow");
  const mapping = sameHeader ? mappingOf(form) : undefined;
  return {
    ...(sheet === "" ? {} : { sheet }),
    // A header row belongs to the sheet it was seen in; one that was found by its names needs no telling.
    ...(sameSheet && headerRow !== undefined && (!sameHeader || form.text("headerGiven") === "1") ? { headerRow } : {}),
    ...(mapping === undefined ? {} : { mapping }),
    renames: renamesOf(form),
    mode: form.text("mode") === "add" ? "add" : "replace",
  };
}

/** Every field has the column that was chosen for it, or none. */
function mappingOf(form: Form): Partial<Record<ImportField, number>> | undefined {
  const fields = Object.keys(IMPORT_FIELD_LABELS) as ImportField[];
  const mapping: Partial<Record<ImportField, number>> = {};
  let chosen = 0;
  for (let column = 0; column < ANSWERS; column += 1) {
    const text = form.text(`cot-${column}`);
    if (text === "") continue;
    chosen += 1;
    const field = fields.find((known) => known === text);
    if (field !== undefined && mapping[field] === undefined) mapping[field] = column;
  }
  if (chosen === 0) return undefined;
  for (const field of fields) mapping[field] ??= -1;
  return mapping;
}

function renamesOf(form: Form): Record<string, string> {
  const renames: Record<string, string> = {};
  for (let index = 0; index < ANSWERS; index += 1) {
    const from = form.text(`ten-${index}`);
    if (from === "") break;
    const to = form.text(`thanh-${index}`);
    if (to !== "") renames[from] = to;
  }
  return renames;
}

/** 1 → "A", 28 → "AB": columns as a spreadsheet names them. */
export function columnLetters(column: number): string {
  let text = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}
