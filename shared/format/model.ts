import type { DocumentKind, RuleSetId } from "../documents/model.ts";

/** A value that the rules fix, with the clause it comes from. */
export interface Ruled<T> {
  value: T;
  /** Where it is written: "NĐ30 PL I.I.1"; "thông lệ" where offices do it so and no clause says it. */
  clause: string;
}

/** A permitted range and the value Vanthu uses. Sizes in points, lengths in millimetres. */
export interface Range {
  min: number;
  max: number;
  use: number;
}

/** Parts of a document whose look is ruled (NĐ30 PL I.IV, "ô số"; HD36/HD05 table of components). */
export type ElementName =
  | "nationalName"
  | "motto"
  | "superior"
  | "organisation"
  | "number"
  | "placeAndDate"
  | "kindName"
  | "subject"
  | "letterSubject"
  | "basis"
  | "body"
  | "heading1"
  | "heading2"
  | "heading3"
  | "heading4"
  | "addressees"
  | "authority"
  | "position"
  | "signatoryName"
  | "recipientsHead"
  | "recipients"
  | "appendixLabel"
  | "appendixTitle"
  | "appendixAttachedTo"
  | "urgency"
  | "pageNumber";

/** How one part looks. */
export interface ElementRule {
  /** Points. */
  size: Range;
  bold: boolean;
  italic: boolean;
  underline?: boolean;
  capitals: boolean;
  align: "left" | "center" | "right" | "justify";
  /** What stands under it: a line as long as the text, a line of a third to a half of it, or a mark of its own. */
  below?: "line-full" | "line-part" | "asterisk" | "hyphens";
  clause: string;
}

/** Page of a rule set; lengths in millimetres. */
export interface PageRule {
  width: number;
  height: number;
  top: Range;
  bottom: Range;
  left: Range;
  right: Range;
  /** From the top edge of the paper to the page number. */
  pageNumberFromTop: number;
}

/** Running text of a rule set. */
export interface BodyRule {
  /** Millimetres. */
  firstLineIndent: number;
  /** Points between paragraphs, at least. */
  spacing: number;
  /** "multiple": of single spacing; "exact": points. */
  line: { rule: "multiple" | "exact"; min: number; max: number; use: number };
}

/** Everything a rule set says, as data. */
export interface RuleSet {
  id: RuleSetId;
  /** Name of the legal text, Vietnamese. */
  name: string;
  system: "state" | "party";
  /** ISO dates, both inclusive. */
  validFrom: string;
  validTo?: string;
  font: Ruled<string>;
  page: Ruled<PageRule>;
  bodyText: Ruled<BodyRule>;
  elements: Record<ElementName, ElementRule>;
  /** Text of the right half of the header, line by line. */
  national: Ruled<string[]>;
  /** Number and symbol. `pattern` for named kinds, `letterPattern` for công văn: `{n}` is the number, `{s}` the symbol. */
  number: Ruled<{ before: string; between: "/" | "-"; pattern: string; letterPattern: string }>;
  /** Numbering of headings, levels 1 to 4. */
  headings: Ruled<[HeadingNumbering, HeadingNumbering, HeadingNumbering, HeadingNumbering]>;
  recipients: Ruled<{ head: string; between: string; last: string; archive: string }>;
  /** Prefixes that mean "on behalf of", "for", "by order of", "by authority of", "acting". */
  signaturePrefixes: Ruled<string[]>;
  addresseesHead: Ruled<{ letter: string; submission: string; between: string; last: string }>;
  /** What a letter's subject begins with. */
  letterSubjectPrefix: Ruled<string>;
  /** What ends the text. */
  endMark: Ruled<"./." | ".">;
  /** Date inside a citation: "ngày 05 tháng 01 năm 2026" or ", ngày 05/01/2026". */
  citedDate: Ruled<"words" | "slashes">;
}

/** One level of headings: how its number is written. */
export interface HeadingNumbering {
  style: "roman" | "arabic" | "arabic-nested" | "letter";
  /** What follows the number: ". ", "- ", ") ". */
  after: string;
}

/** A kind of document: its code as it stands in the symbol, and its name. */
export interface Kind {
  code: DocumentKind;
  /** "KẾ HOẠCH"; "" where the kind has no name on the page (công văn). */
  title: string;
  /** "Kế hoạch", "Công văn": in running text. */
  name: string;
}
