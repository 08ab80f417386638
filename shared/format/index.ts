export {
  dateParts,
  dayText,
  formatDate,
  formatDateInWords,
  formatDateWithSlashes,
  isIsoDate,
  monthText,
} from "./dates.ts";
export { headingNumber, POINT_LETTERS, pointLetter, roman, romanValue } from "./heading-numbers.ts";
export { KINDS, kindName } from "./kinds.ts";
export type {
  BodyRule,
  ElementName,
  ElementRule,
  HeadingNumbering,
  Kind,
  PageRule,
  Range,
  Ruled,
  RuleSet,
} from "./model.ts";
export { countText, formatNumber, formatSymbol, notationFor, numberForm, numberText, withUnit } from "./numbers.ts";
export { RULE_SETS, ruleSetFor } from "./rule-sets.ts";
export { documentSymbol } from "./symbol.ts";
export { textWidth } from "./text-width.ts";
