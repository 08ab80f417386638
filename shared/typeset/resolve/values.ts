import { findChild, type XmlElement } from "../../opc/index.ts";
import type { BorderLine, CellBorders } from "./model.ts";

/** An on/off property (ST_OnOff): absent value means on. */
export function isOn(element: XmlElement): boolean {
  const value = element.attributes["w:val"];
  return value === undefined || !(value === "0" || value === "false" || value === "off" || value === "none");
}

/** A signed whole number of an attribute; undefined when absent or not a number. "12.0" and "1in" occur in the wild. */
export function numberOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number.parseFloat(value);
  if (!Number.isFinite(number)) return undefined;
  // ST_TwipsMeasure also allows universal measures (ISO/IEC 29500-1, 22.9.2.15)
  if (value.endsWith("pt")) return number * 20;
  if (value.endsWith("in")) return number * 1440;
  if (value.endsWith("cm")) return (number * 1440) / 2.54;
  if (value.endsWith("mm")) return (number * 1440) / 25.4;
  return number;
}

/** Colours of w:highlight by name (ST_HighlightColor). */
export const HIGHLIGHTS: Record<string, string> = {
  black: "000000",
  blue: "0000FF",
  cyan: "00FFFF",
  green: "00FF00",
  magenta: "FF00FF",
  red: "FF0000",
  yellow: "FFFF00",
  white: "FFFFFF",
  darkBlue: "000080",
  darkCyan: "008080",
  darkGreen: "008000",
  darkMagenta: "800080",
  darkRed: "800000",
  darkYellow: "808000",
  darkGray: "808080",
  lightGray: "C0C0C0",
};

/** RRGGBB or undefined for `auto` and nonsense. */
export function colorOf(value: string | undefined): string | undefined {
  return value !== undefined && /^[0-9A-Fa-f]{6}$/.test(value) ? value.toUpperCase() : undefined;
}

/** Fill of a w:shd; patterns are mixed to their share of the foreground (ST_Shd pctN). */
export function shadingOf(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  const fill = colorOf(element.attributes["w:fill"]);
  const pattern = element.attributes["w:val"] ?? "clear";
  if (pattern === "solid") return colorOf(element.attributes["w:color"]) ?? "000000";
  const share = /^pct(\d+)$/.exec(pattern);
  if (share === null) return fill;
  const part = Number(share[1]) / 100;
  const front = colorOf(element.attributes["w:color"]) ?? "000000";
  const back = fill ?? "FFFFFF";
  let mixed = "";
  for (let at = 0; at < 6; at += 2) {
    const value =
      Number.parseInt(front.slice(at, at + 2), 16) * part + Number.parseInt(back.slice(at, at + 2), 16) * (1 - part);
    mixed += Math.round(value).toString(16).padStart(2, "0");
  }
  return mixed.toUpperCase();
}

/** A border element (CT_Border); sizes are eighths of a point. */
export function borderOf(element: XmlElement | undefined): BorderLine | undefined {
  if (element === undefined) return undefined;
  const value = element.attributes["w:val"] ?? "none";
  const color = colorOf(element.attributes["w:color"]) ?? "000000";
  const space = (numberOf(element.attributes["w:space"]) ?? 0) * 20;
  if (value === "none" || value === "nil") return { style: "none", width: 0, color, space };
  const width = Math.max(numberOf(element.attributes["w:sz"]) ?? 4, 2) * 2.5;
  let style: BorderLine["style"] = "single";
  if (/double|triple|thinThick|thickThin/i.test(value)) style = "double";
  else if (value === "dotted") style = "dotted";
  else if (/^d(ash|otD)/.test(value)) style = "dashed";
  else if (value === "thick") style = "thick";
  return { style, width, color, space };
}

/** top, bottom, left/start, right/end of a w:tcBorders or w:tblBorders. */
export function edgesOf(element: XmlElement | undefined): CellBorders {
  if (element === undefined) return {};
  return {
    top: borderOf(findChild(element, "w:top")),
    bottom: borderOf(findChild(element, "w:bottom")),
    left: borderOf(findChild(element, "w:left") ?? findChild(element, "w:start")),
    right: borderOf(findChild(element, "w:right") ?? findChild(element, "w:end")),
  };
}
