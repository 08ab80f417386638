import { attribute, childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { dateText } from "./field-dates.ts";
import type { FieldName, Link, RunStyle } from "./model.ts";
import { isOn, numberOf } from "./values.ts";

/** What a field is worked out to: by the pages phase, or at once as text (in a symbol font, when one is named). */
export type Computed =
  | { kind: "page"; field: FieldName; format?: string; bookmark?: string }
  | { kind: "text"; text: string; family?: string };

/** One open complex field (w:fldChar). */
export interface OpenField {
  instruction: string;
  inResult: boolean;
  computed?: Computed;
  style?: RunStyle;
  sawResult: boolean;
  /** Text of a result that is not shown, for it is worked out anew. */
  stored: string;
  /** Word must not renew it (w:fldLock). */
  locked: boolean;
  /** What a form field is set to (w:ffData). */
  form?: XmlElement;
  /** What its result links to. */
  link?: Link;
}

/** What the value of a field depends on besides its instruction. */
export interface FieldSurroundings {
  /** The moment the PDF is made; absent when nothing is to be renewed. */
  now?: Date;
  /** Language of the field's text, `vi-VN`. */
  language: string;
  /** When the file was made and saved last, as its properties say. */
  created?: string;
  modified?: string;
  /** Does it stand in a table of contents? That is shown as stored. */
  inContents: boolean;
}

/** Fields whose stored result Word itself would renew when the file is opened or printed. */
const RENEWED =
  /^\s*(DATE|TIME|PRINTDATE|SAVEDATE|FILENAME|FILESIZE|AUTHOR|LASTSAVEDBY|NUMWORDS|NUMCHARS|EDITTIME|REVNUM|SECTION|=)/i;

/** Fields that Word prints nothing for. */
const SILENT = /^\s*(SET|XE|TC|TA|RD|PRIVATE|ASK|FILLIN|NEXT|NEXTIF|SKIPIF|BIDIOUTLINE|GOTOBUTTON|ADVANCE)\b/i;

/** A field's code is read so far: an address is no longer than 2083 letters, and what is taken apart costs more than its length. */
export const LONGEST_INSTRUCTION = 4096;

/** Is this the code of a character, and not one half of a pair? */
export function isCharacter(code: number): boolean {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
}

/** What to say of a field that is not worked out: its result is a stored one, or there is none. */
export function staleness(instruction: string, sawResult: boolean): "FIELD_CACHED" | "FIELD_EMPTY" | undefined {
  if (sawResult) return RENEWED.test(instruction) ? "FIELD_CACHED" : undefined;
  return SILENT.test(instruction) ||
    instruction.trim() === "" ||
    /^\s*(REF|HYPERLINK|TOC|INDEX|IF|MERGEFIELD)\b/i.test(instruction)
    ? undefined
    : "FIELD_EMPTY";
}

/** What a field comes to here; undefined for one that is shown as stored (ISO/IEC 29500-1, 17.16.5). */
export function computedField(instruction: string, around: FieldSurroundings, form?: XmlElement): Computed | undefined {
  const word = /^\s*([A-Za-z]+)/.exec(instruction)?.[1]?.toUpperCase();
  switch (word) {
    case "PAGE":
    case "NUMPAGES":
    case "SECTIONPAGES":
      return { kind: "page", field: word, format: fieldFormat(instruction) };
    case "PAGEREF": {
      // With \p the text says where the place is, seen from here.
      const bookmark = /^\s*PAGEREF\s+"?([^\s"\\]+)/i.exec(instruction)?.[1];
      if (bookmark === undefined || around.inContents || /\\p\b/i.test(instruction)) return undefined;
      return { kind: "page", field: "PAGEREF", format: fieldFormat(instruction), bookmark };
    }
    case "DATE":
    case "TIME": {
      const text = around.now === undefined ? undefined : dateText(around.now, instruction, around.language, word);
      return text === undefined ? undefined : { kind: "text", text };
    }
    case "SYMBOL": {
      const code = /^\s*SYMBOL\s+(0x[\da-f]+|\d+)/i.exec(instruction)?.[1];
      const family = /\\f\s*"?([^"\\]+?)"?\s*(\\|$)/i.exec(instruction)?.[1];
      const value = code === undefined ? Number.NaN : Number(code);
      if (!(value > 0x1f && isCharacter(value))) return undefined;
      return { kind: "text", text: String.fromCodePoint(value), ...(family === undefined ? {} : { family }) };
    }
    case "FORMCHECKBOX":
      return form === undefined ? undefined : { kind: "text", text: isTicked(form) ? "☒" : "☐" };
    case "FORMDROPDOWN": {
      return form === undefined ? undefined : { kind: "text", text: chosen(form) ?? "" };
    }
    default:
      return undefined;
  }
}

/** What CREATEDATE and SAVEDATE come to where the file holds no result; Word renews them only when asked to. */
export function datedField(instruction: string, around: FieldSurroundings): Computed | undefined {
  const word = /^\s*([A-Za-z]+)/.exec(instruction)?.[1]?.toUpperCase();
  const moment = word === "CREATEDATE" ? around.created : word === "SAVEDATE" ? around.modified : undefined;
  if (moment === undefined) return undefined;
  const text = dateText(new Date(moment), instruction, around.language, "DATE");
  return text === undefined ? undefined : { kind: "text", text };
}

function isTicked(form: XmlElement): boolean {
  const box = findChild(form, "w:checkBox");
  const set = findChild(box, "w:checked") ?? findChild(box, "w:default");
  return set !== undefined && isOn(set);
}

function chosen(form: XmlElement): string | undefined {
  const list = findChild(form, "w:ddList");
  if (list === undefined) return undefined;
  const at = numberOf(attribute(findChild(list, "w:result") ?? findChild(list, "w:default"), "w:val")) ?? 0;
  return attribute(childElements(list, "w:listEntry")[at], "w:val");
}

/** `\* roman` and the like as a number format. */
function fieldFormat(instruction: string): string | undefined {
  const name = /\\\*\s*([A-Za-z]+)/.exec(instruction)?.[1];
  const formats: Record<string, string> = {
    roman: "lowerRoman",
    Roman: "upperRoman",
    ROMAN: "upperRoman",
    alphabetic: "lowerLetter",
    ALPHABETIC: "upperLetter",
    Arabic: "decimal",
    ArabicDash: "numberInDash",
    Ordinal: "ordinal",
    CardText: "cardinalText",
  };
  return name === undefined ? undefined : formats[name];
}
