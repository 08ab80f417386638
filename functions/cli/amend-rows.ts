import type { AmendmentRow } from "../../shared/amendments/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import type { AmendmentRequest, ChosenRow } from "../../shared/office/index.ts";
import { readJson } from "./render.ts";

/**
 * `--rows`: which rows are taken and how they are noted. Positions in the list of changes ("1,3,5-8"), or a JSON file with
 * `[{"taskId": "…", "take": false}, {"taskId": "…", "note": "…"}]`, where what is not named stays as it is.
 *
 * @throws USAGE for positions that are none, INVALID for a file of another form
 */
export function readRowChoice(choice: string, rows: AmendmentRow[]): Pick<AmendmentRequest, "left" | "notes"> {
  if (!/^[\d\s,-]+$/.test(choice)) return fromFile(choice);
  const taken = new Set<number>();
  for (const part of choice.split(",")) {
    const match = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (!(first >= 1 && last >= first && last <= rows.length)) {
      throw new VanthuError("USAGE", {
        message: `--rows có dòng không có: ${part.trim()}.`,
        hint: `Có ${rows.length} dòng thay đổi, viết như 1,3,5-8.`,
      });
    }
    for (let row = first; row <= last; row += 1) taken.add(row);
  }
  return { left: rows.filter((_, index) => !taken.has(index + 1)).map((row) => row.taskId) };
}

function fromFile(file: string): Pick<AmendmentRequest, "left" | "notes"> {
  const json = readJson(file);
  const left: string[] = [];
  const notes: Record<string, string> = {};
  for (const [index, entry] of (Array.isArray(json) ? json : [undefined]).entries()) {
    const { taskId, take, note } = (entry ?? {}) as Record<string, unknown>;
    const sound =
      typeof taskId === "string" &&
      (take === undefined || typeof take === "boolean") &&
      (note === undefined || typeof note === "string");
    if (!sound) {
      throw new VanthuError("INVALID", {
        message: "Tệp của --rows không đúng dạng.",
        where: `${file}: [${index}]`,
        hint: 'Mỗi dòng là {"taskId": "…", "take": true hoặc false, "note": "…"}.',
      });
    }
    if (take === false) left.push(taskId);
    if (note !== undefined) notes[taskId] = note;
  }
  return { left, notes };
}

/** The rows that stand in the appendix, with their notes. @throws NOTHING_AMENDED */
export function amendedRows(chosen: ChosenRow[]): AmendmentRow[] {
  const taken = chosen.filter((row) => row.taken).map(({ row, note }) => ({ ...row, note }));
  if (taken.length > 0) return taken;
  throw new VanthuError("NOTHING_AMENDED", {
    message: chosen.length === 0 ? "Hai bản của chương trình không khác nhau." : "Không còn dòng nào trong phụ lục.",
    hint: "Chọn hai bản khác nhau, hoặc chọn ít nhất một dòng.",
  });
}
