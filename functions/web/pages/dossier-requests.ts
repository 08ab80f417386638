import { VanthuError } from "../../../shared/errors/index.ts";
import type { SheetFormat } from "../../../shared/office/index.ts";
import type { Desk, WebContext } from "../desk.tsx";
import { yearOf } from "../parts/dates.ts";

/** The menu's address of the dossiers. */
export const DOSSIERS = "/ho-so";
/** The way back to the dossiers of the year: address and name. */
export const BACK_TO_DOSSIERS: [string, string] = [DOSSIERS, "Hồ sơ"];

const FORMATS: readonly string[] = ["docx", "pdf", "xlsx"];

/** The year an address asks for; the current year in Vietnam when it asks for none that can be. */
export function yearAsked(office: Desk["office"], text: string | undefined): number {
  const asked = Number(text);
  return Number.isInteger(asked) && asked >= 1945 && asked <= 2200 ? asked : yearOf(office.clock());
}

/** Answers an address that names nothing: NO_SUCH_PAGE. */
export function absent(c: WebContext): never {
  throw new VanthuError("NO_SUCH_PAGE", { message: "Không có trang hoặc địa chỉ này.", where: c.req.path });
}

/** The format of a sheet the address ends with; NO_SUCH_PAGE when it is none of docx, pdf, xlsx. */
export function sheetFormat(c: WebContext): SheetFormat {
  const format = c.req.param("format") ?? "";
  return FORMATS.includes(format) ? (format as SheetFormat) : absent(c);
}
