import type { FieldName, Link, RunStyle } from "./model.ts";

/** One open complex field (w:fldChar). */
export interface OpenField {
  instruction: string;
  inResult: boolean;
  computed?: FieldName;
  style?: RunStyle;
  sawResult: boolean;
  /** What its result links to. */
  link?: Link;
}

/** Fields that are worked out by the pages phase. */
const COMPUTED: FieldName[] = ["PAGE", "NUMPAGES", "SECTIONPAGES"];
/** Fields whose stored result Word itself would renew when the file is opened or printed. */
export const RENEWED = /^\s*(DATE|TIME|PRINTDATE|SAVEDATE|FILENAME|AUTHOR|NUMWORDS|EDITTIME|=)\b/i;

/** The field that an instruction names, when the pages phase works it out. */
export function computedField(instruction: string): FieldName | undefined {
  const word = /^\s*([A-Za-z]+)/.exec(instruction)?.[1]?.toUpperCase();
  return COMPUTED.find((name) => name === word);
}

/** `\* roman` and the like as a number format. */
export function fieldFormat(instruction: string): string | undefined {
  const name = /\\\*\s*([A-Za-z]+)/.exec(instruction)?.[1];
  const formats: Record<string, string> = {
    roman: "lowerRoman",
    Roman: "upperRoman",
    ROMAN: "upperRoman",
    alphabetic: "lowerLetter",
    ALPHABETIC: "upperLetter",
    Arabic: "decimal",
    ArabicDash: "numberInDash",
  };
  return name === undefined ? undefined : formats[name];
}
