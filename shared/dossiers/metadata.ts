import { isIsoDay, vietnameseDay } from "../calendar/index.ts";
import { type Fault, VanthuError } from "../errors/index.ts";
import { escapeXml } from "../opc/index.ts";
import { METADATA_FIELDS, type MetadataField, type MetadataTable } from "./metadata-fields.ts";

/** Values by the number of the field; several where a document lies in several dossiers or went to several receivers. */
export type MetadataValues = Record<string, string | string[]>;

/** A field with what stands in it. */
export interface MetadataLine extends MetadataField {
  values: string[];
  /** What is wrong with a value, in Vietnamese. */
  fault?: string;
}

/** The metadata of one document or dossier. */
export interface Metadata {
  table: MetadataTable;
  lines: MetadataLine[];
  /** Added by hand (III.7.c): name and text, beyond the decree's fields. */
  additional: { name: string; text: string }[];
}

/** Additional metadata of one thing. */
const MOST_ADDITIONAL = 50;
const ADDITIONAL_NAME = 100;
const ADDITIONAL_TEXT = 2000;

/** All fields of a table in the decree's order, with values and with what is wrong with them. */
export function metadataOf(
  table: MetadataTable,
  values: MetadataValues,
  additional: Metadata["additional"] = [],
): Metadata {
  const lines = METADATA_FIELDS[table].map((field): MetadataLine => {
    const held = [values[field.number] ?? []].flat().filter((value) => value !== "");
    const fault = held.map((value) => valueFault(field, value)).find((one) => one !== undefined);
    return { ...field, values: held, ...(fault === undefined ? {} : { fault }) };
  });
  return { table, lines, additional };
}

/** What is wrong with a value of a field: too long, or not of its type. */
export function valueFault(field: MetadataField, value: string): string | undefined {
  if (field.length !== undefined && [...value].length > field.length)
    return `“${field.name}” dài ${[...value].length} ký tự, quá ${field.length} ký tự.`;
  if (field.type === "Number" && !/^\d+$/.test(value)) return `“${field.name}” phải là số.`;
  if (field.type === "Date" && !isDate(value)) return `“${field.name}” phải là ngày DD/MM/YYYY.`;
  return undefined;
}

/** Refuses values that somebody typed for fields of a table. @throws METADATA_LENGTH, INVALID for fields that the system fills in */
export function requireByHand(
  table: MetadataTable,
  values: Record<string, string>,
  additional: Metadata["additional"],
): void {
  const faults: Fault[] = [];
  for (const [number, value] of Object.entries(values)) {
    const field = METADATA_FIELDS[table].find((one) => one.number === number);
    if (field === undefined || !field.byHand) {
      throw new VanthuError("INVALID", {
        message: `Trường ${number} do hệ thống tự cập nhật, không nhập tay.`,
        where: number,
        hint: "Chỉ nhập những trường bảng dữ liệu đặc tả cho phép; thông tin khác ghi vào phần bổ sung.",
      });
    }
    const fault = value === "" ? undefined : valueFault(field, value);
    if (fault !== undefined) faults.push({ code: "METADATA_LENGTH", where: number, message: fault });
  }
  if (additional.length > MOST_ADDITIONAL)
    faults.push({
      code: "METADATA_LENGTH",
      where: "additional",
      message: `Nhiều nhất ${MOST_ADDITIONAL} dữ liệu bổ sung.`,
    });
  additional.forEach(({ name, text }, index) => {
    if (name.trim() === "" || name.length > ADDITIONAL_NAME || text.length > ADDITIONAL_TEXT)
      faults.push({
        code: "METADATA_LENGTH",
        where: `additional[${index}]`,
        message: `Dữ liệu bổ sung cần tên (tối đa ${ADDITIONAL_NAME} ký tự) và nội dung tối đa ${ADDITIONAL_TEXT} ký tự.`,
      });
  });
  if (faults.length > 0)
    throw new VanthuError("METADATA_LENGTH", {
      message: `Dữ liệu đặc tả chưa đúng: ${faults[0]!.message}`,
      hint: "Độ dài và kiểu theo NĐ 30/2020/NĐ-CP Phụ lục VI Phần II.",
      faults,
    });
}

/** "22/11/2026" of an ISO day: 10 characters, as the decree's Date. */
export function metadataDate(day: string | undefined): string {
  return day === undefined ? "" : vietnameseDay(day.slice(0, 10));
}

function isDate(value: string): boolean {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(value) ?? [];
  return day !== undefined && isIsoDay(`${year}-${month}-${day}`);
}

/** Names of the tables' roots in XML. */
const ROOTS: Record<MetadataTable, string> = { I: "OutgoingDocument", II: "IncomingDocument", III: "File" };

/**
 * The metadata as XML (Phụ lục VI Phần I.III.4.g): an element for each field that has a value, named as the decree names it, gathered under
 * its group; several values are several elements.
 */
export function metadataXml({ table, lines, additional }: Metadata): string {
  const element = (line: MetadataLine, indent: string): string =>
    line.values
      .map((value) => `${indent}<${line.english} field="${line.number}">${escapeXml(value)}</${line.english}>\n`)
      .join("");
  let body = "";
  for (const line of lines.filter(({ number }) => !number.includes("."))) {
    const below = lines.filter(({ number }) => number.startsWith(`${line.number}.`));
    if (below.length === 0) {
      body += element(line, "  ");
      continue;
    }
    // One group for each value: the code of each dossier, each receiver.
    const most = Math.max(...below.map(({ values }) => values.length));
    for (let index = 0; index < most; index += 1) {
      const inner = below
        .map((one) => element({ ...one, values: one.values.slice(index, index + 1) }, "    "))
        .join("");
      body += `  <${line.english} field="${line.number}">\n${inner}  </${line.english}>\n`;
    }
  }
  for (const { name, text } of additional)
    body += `  <Additional name="${escapeXml(name)}">${escapeXml(text)}</Additional>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${ROOTS[table]} xmlns="urn:vanthu:metadata:nd30-2020" standard="NĐ 30/2020/NĐ-CP, Phụ lục VI, Phần II, mục ${table}">\n${body}</${ROOTS[table]}>\n`;
}
