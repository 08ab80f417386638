import type { Actor } from "../../access/index.ts";
import { type Sheet, type SheetOffice, type SheetPart, sheetDocx } from "../../dossiers/index.ts";
import { type WorkbookCell, writeWorkbook } from "../../tasks/index.ts";
import { typeset } from "../../typeset/index.ts";
import type { OfficeContext } from "../context.ts";
import type { MadeFile, SheetFormat } from "./model.ts";

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The actor's organisation as sheets name it. */
export async function sheetOffice(context: OfficeContext, actor: Actor): Promise<SheetOffice> {
  const { name, superior, place } = await context.access.organisation(actor.organisationId);
  return { name, place, ...(superior === undefined ? {} : { superior }) };
}

/** A sheet as a file: Word, PDF typeset from that same Word file, or the table of it as a workbook. */
export function sheetFile(context: Pick<OfficeContext, "clock">, sheet: Sheet, format: SheetFormat): MadeFile {
  const base = sheet.title.replace(/[^\p{L}\p{N}.]+/gu, "-");
  if (format === "xlsx") return { name: `${base}.xlsx`, contentType: XLSX, bytes: workbook(sheet) };
  const docx = sheetDocx(sheet);
  if (format === "docx") return { name: `${base}.docx`, contentType: DOCX, bytes: docx };
  return { name: `${base}.pdf`, contentType: "application/pdf", bytes: typeset(docx, { now: context.clock() }).pdf };
}

function workbook({ title, parts }: Sheet): Uint8Array {
  const tables = parts.filter((part): part is Extract<SheetPart, { table: unknown }> => "table" in part);
  return writeWorkbook(
    tables.map(({ table }, index) => ({
      name: tables.length === 1 ? "Danh mục" : `Bảng ${index + 1}`,
      columns: table.columns.map(({ share }) => ({ width: Math.max(8, Math.round(share * 10)) })),
      headerRow: 2,
      rows: [
        { kind: "title" as const, cells: [{ text: title, style: "title" as const }] },
        {
          kind: "header" as const,
          cells: table.columns.map(({ header }): WorkbookCell => ({ text: header, style: "header" })),
        },
        ...table.rows.map((row) =>
          Array.isArray(row)
            ? { cells: row.map(cellOf) }
            : {
                kind: "group" as const,
                cells: [{ text: row.group, style: "group" as const }],
              },
        ),
      ],
    })),
  );
}

/** Days become dates, short whole numbers numbers; everything else stays text. */
function cellOf(text: string): WorkbookCell {
  if (text === "") return "";
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  if (day !== undefined) return { day: `${year}-${month}-${day}` };
  return /^[1-9]\d{0,6}$/.test(text) ? { number: Number(text) } : { text };
}
