import { readNumber } from "../../../shared/tasks/index.ts";

/** A number as people type it ("78,5", "1.234 %"); NaN for what is none, which the desk refuses with its field. */
export function decimal(text: string): number {
  return readNumber(text) ?? Number.NaN;
}
