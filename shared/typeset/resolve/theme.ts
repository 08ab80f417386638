import { childElements, findChild, type XmlElement } from "../../opc/index.ts";
import type { Theme } from "./properties.ts";

/** Theme fonts under the names w:rFonts uses, theme colours under the names w:color uses (DrawingML a:theme). */
export function readTheme(root: XmlElement | undefined): Theme {
  const theme: Theme = { fonts: new Map(), colors: new Map() };
  const elements = findChild(root, "a:themeElements");
  const fonts = findChild(elements, "a:fontScheme");
  for (const [name, kind] of [
    ["a:majorFont", "major"],
    ["a:minorFont", "minor"],
  ] as const) {
    const latin = findChild(findChild(fonts, name), "a:latin")?.attributes.typeface;
    if (latin === undefined || latin === "") continue;
    for (const slot of ["HAnsi", "Ascii", "Bidi", "EastAsia"]) theme.fonts.set(`${kind}${slot}`, latin);
  }
  const scheme = findChild(elements, "a:clrScheme");
  if (scheme !== undefined) {
    const aliases: Record<string, string[]> = {
      dk1: ["dark1", "text1"],
      lt1: ["light1", "background1"],
      dk2: ["dark2", "text2"],
      lt2: ["light2", "background2"],
      hlink: ["hyperlink"],
      folHlink: ["followedHyperlink"],
    };
    for (const slot of childElements(scheme)) {
      const name = slot.name.replace(/^a:/, "");
      const color = findChild(slot, "a:srgbClr")?.attributes.val ?? findChild(slot, "a:sysClr")?.attributes.lastClr;
      if (color === undefined) continue;
      for (const alias of [name, ...(aliases[name] ?? [])]) theme.colors.set(alias, color.toUpperCase());
    }
  }
  return theme;
}
