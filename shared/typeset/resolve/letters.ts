import type { WarningCode } from "../warnings.ts";
import { fromLegacy, isLegacyFont } from "./legacy.ts";
import type { RunStyle } from "./model.ts";
import type { Styles } from "./styles.ts";
import { isSymbolFont, symbolText } from "./symbols.ts";

/**
 * A run's text as it is printed: NFC, white space as single spaces, the codes of symbol fonts and of the old Vietnamese fonts as Unicode, in a
 * font that has the letters.
 *
 * @param preserve keep white space at the ends (xml:space)
 * @returns undefined when nothing is left
 */
export function lettersOf(
  value: string,
  style: RunStyle,
  preserve: boolean,
  styles: Styles,
  warn: (code: WarningCode, detail?: string) => void,
): { text: string; style: RunStyle } | undefined {
  let text = preserve ? value : value.trim();
  if (text === "") return undefined;
  if (/[\t\r\n]/.test(text)) text = text.replace(/[\t\r\n]+/g, " ");
  if (/[\u0300-\u036f]/.test(text)) text = text.normalize("NFC");
  if (isSymbolFont(style.family)) {
    return {
      text: symbolText(text, style.family),
      style: styles.intern({ ...style, family: "Times New Roman", signs: style.family }),
    };
  }
  if (isLegacyFont(style.family)) {
    const today = fromLegacy(text, style.family);
    warn("FONT_LEGACY_ENCODING", style.family);
    return { text: today.text, style: styles.intern({ ...style, family: today.family }) };
  }
  if (/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text)) warn("RIGHT_TO_LEFT");
  return { text, style };
}
