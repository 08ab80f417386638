import type { XmlElement } from "../../opc/index.ts";
import { SvgRefused } from "./svg-values.ts";

/** Properties that are handed down (SVG 1.1, appendix N), with their initial values. */
const INHERITED: Record<string, string> = {
  color: "#000000",
  fill: "#000000",
  "fill-opacity": "1",
  "fill-rule": "nonzero",
  stroke: "none",
  "stroke-width": "1",
  "stroke-opacity": "1",
  "stroke-dasharray": "none",
  "stroke-dashoffset": "0",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-miterlimit": "4",
  "font-family": "serif",
  "font-size": "16",
  "font-weight": "normal",
  "font-style": "normal",
  "text-anchor": "start",
  visibility: "visible",
};

/** Properties that would change the picture in a way that is not drawn here, with the values that change nothing. */
const UNDRAWN: Record<string, RegExp> = {
  "clip-path": /^none$/,
  mask: /^none$/,
  filter: /^none$/,
  marker: /^none$/,
  "marker-start": /^none$/,
  "marker-mid": /^none$/,
  "marker-end": /^none$/,
  "mix-blend-mode": /^normal$/,
  "vector-effect": /^none$/,
  "text-decoration": /^none$/,
  "letter-spacing": /^(normal|0(px|pt|em)?)$/,
  "word-spacing": /^(normal|0(px|pt|em)?)$/,
  "baseline-shift": /^(baseline|0)$/,
  "writing-mode": /^(lr-tb|lr|horizontal-tb)$/,
  "dominant-baseline": /^(auto|alphabetic)$/,
  "alignment-baseline": /^(auto|baseline|alphabetic)$/,
  direction: /^ltr$/,
  "font-variant": /^normal$/,
  "font-stretch": /^normal$/,
  "paint-order": /^(normal|fill( stroke)?( markers)?)$/,
  overflow: /^(visible|hidden|auto)$/,
  transform: /^none$/,
  clip: /^auto$/,
};

/** Attributes that move or bend text in ways that are not drawn here. */
const UNDRAWN_ATTRIBUTES = [
  "rotate",
  "textLength",
  "lengthAdjust",
  "requiredFeatures",
  "requiredExtensions",
  "systemLanguage",
];

/** The properties an element is drawn with. */
export interface SvgStyle {
  inherited: Record<string, string>;
  opacity: string;
  /** False for display: none. */
  shown: boolean;
}

/** What the picture's outermost element takes its properties from. */
export const INITIAL: SvgStyle = { inherited: INHERITED, opacity: "1", shown: true };

/** Presentation attributes and the style attribute (which goes before them) over what the parent hands down. */
export function styleOf(element: XmlElement, parent: SvgStyle): SvgStyle {
  const own = new Map<string, string>();
  for (const [name, value] of Object.entries(element.attributes)) if (name !== "style") own.set(name, value);
  for (const name of UNDRAWN_ATTRIBUTES) if (own.has(name)) throw new SvgRefused(name);
  // The attribute of this name is read where the element is placed; only the property of a style is none of ours.
  own.delete("transform");
  for (const declaration of (element.attributes.style ?? "").split(";")) {
    const colon = declaration.indexOf(":");
    if (colon < 0) continue;
    own.set(declaration.slice(0, colon).trim().toLowerCase(), declaration.slice(colon + 1).trim());
  }
  let inherited = parent.inherited;
  for (const [name, value] of own) {
    if (Object.hasOwn(UNDRAWN, name) && !UNDRAWN[name]!.test(value.trim()))
      throw new SvgRefused(`${name}: ${value.slice(0, 30)}`);
    if (
      name === "font" ||
      (/url\(|var\(|!important/i.test(value) && (Object.hasOwn(INHERITED, name) || name === "opacity"))
    )
      throw new SvgRefused(`${name}: ${value.slice(0, 30)}`);
    if (Object.hasOwn(INHERITED, name) && value.trim() !== "inherit") {
      if (inherited === parent.inherited) inherited = { ...inherited };
      inherited[name] = value.trim();
    }
  }
  return { inherited, opacity: own.get("opacity") ?? "1", shown: own.get("display")?.trim() !== "none" };
}
