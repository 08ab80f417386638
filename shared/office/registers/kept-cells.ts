import { type Fault, VanthuError } from "../../errors/index.ts";
import { isIsoDate } from "../../format/index.ts";
import type { RegisterForm } from "./model.ts";

const LENGTH = 1_000;
const MOST_COPIES = 100_000;

/**
 * Cells of a line as a person typed them, ready to be stored: texts trimmed, numbers as numbers; an empty one is undefined.
 *
 * @param before the line as it is, for a change of some columns; absent for a new line, which must have what the register requires
 * @throws INVALID naming every cell
 */
export function checkedCells(
  form: RegisterForm,
  cells: Record<string, string>,
  before?: Record<string, unknown>,
): Record<string, string | number | undefined> {
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "INVALID", where, message });
  const result: Record<string, string | number | undefined> = {};
  for (const key of Object.keys(cells))
    if (!form.columns.some((column) => column.key === key && column.kept === true))
      fault(key, `Cột “${form.columns.find((column) => column.key === key)?.header ?? key}” không ghi tay được.`);
  for (const column of form.columns) {
    const { key, header, is } = column;
    if (column.kept !== true || (before !== undefined && cells[key] === undefined)) continue;
    const text = (cells[key] ?? "")
      .normalize("NFC")
      .replace(/[^\S\n]+/g, " ")
      .trim();
    if (text === "") {
      const needed = column.required === true || (before !== undefined && is === "number");
      if (needed) fault(key, `Cần ghi “${header}”.`);
      else result[key] = undefined;
    } else if (text.length > LENGTH) fault(key, `“${header}” dài hơn ${LENGTH} ký tự.`);
    else if (is === "date" && !isIsoDate(text)) fault(key, `“${header}” phải là ngày có thật.`);
    else if (is === "number" && !(/^\d{1,6}$/.test(text) && Number(text) <= MOST_COPIES))
      fault(key, `“${header}” phải là số nguyên không âm.`);
    else result[key] = is === "number" ? Number(text) : text;
  }
  if (faults.length > 0)
    throw new VanthuError("INVALID", {
      message: `Dòng sổ có ${faults.length} lỗi: ${faults[0]!.message}`,
      where: faults[0]!.where!,
      faults,
    });
  return result;
}
