import { childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { numberOf } from "./values.ts";

/** A colour with how much of what is under it shows through (0 to 1, 1 hides it). */
export interface Paint {
  color: string;
  opacity: number;
}

/** Names of DrawingML for the colours of a theme. */
const SCHEME: Record<string, string> = {
  tx1: "text1",
  tx2: "text2",
  bg1: "background1",
  bg2: "background2",
  dk1: "dark1",
  lt1: "light1",
  dk2: "dark2",
  lt2: "light2",
};

/** Colours of Office's own theme, for a file without one. */
const OFFICE: Record<string, string> = {
  text1: "000000",
  dark1: "000000",
  background1: "FFFFFF",
  light1: "FFFFFF",
  text2: "44546A",
  dark2: "44546A",
  background2: "E7E6E6",
  light2: "E7E6E6",
  accent1: "4472C4",
  accent2: "ED7D31",
  accent3: "A5A5A5",
  accent4: "FFC000",
  accent5: "5B9BD5",
  accent6: "70AD47",
};

/** The few named colours that files really use (ST_PresetColorVal). */
const NAMED: Record<string, string> = {
  black: "000000",
  white: "FFFFFF",
  red: "FF0000",
  green: "008000",
  lime: "00FF00",
  blue: "0000FF",
  yellow: "FFFF00",
  silver: "C0C0C0",
  gray: "808080",
  grey: "808080",
  navy: "000080",
  maroon: "800000",
  teal: "008080",
  purple: "800080",
  olive: "808000",
  aqua: "00FFFF",
  fuchsia: "FF00FF",
  orange: "FFA500",
  window: "FFFFFF",
  windowtext: "000000",
};

/** A colour by its name in CSS, or undefined. */
export function namedColor(name: string): string | undefined {
  return NAMED[name.toLowerCase()];
}

/**
 * The colour that stands in an element (a:solidFill, a:lnRef, …) with its changes of light and shade (ISO/IEC 29500-1, 20.1.2.3).
 *
 * @param placeholder what `phClr` means here
 */
export function paintIn(
  holder: XmlElement | undefined,
  theme: ReadonlyMap<string, string>,
  placeholder?: string,
): Paint | undefined {
  if (holder === undefined) return undefined;
  for (const child of childElements(holder)) {
    const value = child.attributes.val ?? "";
    let color: string | undefined;
    switch (child.name) {
      case "a:srgbClr":
        color = /^[\da-f]{6}$/i.test(value) ? value.toUpperCase() : undefined;
        break;
      case "a:schemeClr": {
        const name = SCHEME[value] ?? value;
        color = value === "phClr" ? placeholder : (theme.get(name) ?? OFFICE[name]);
        break;
      }
      case "a:sysClr":
        color = child.attributes.lastClr?.toUpperCase() ?? namedColor(value);
        break;
      case "a:prstClr":
        color = namedColor(value);
        break;
      default:
        continue;
    }
    return color === undefined ? undefined : changed(color, child);
  }
  return undefined;
}

/** The colour of a fill: a gradient or pattern as its first colour; `none` where it says that there is none. */
export function fillOf(holder: XmlElement | undefined, theme: ReadonlyMap<string, string>): Paint | "none" | undefined {
  if (holder === undefined) return undefined;
  if (findChild(holder, "a:noFill") !== undefined) return "none";
  const solid = findChild(holder, "a:solidFill");
  if (solid !== undefined) return paintIn(solid, theme);
  const stops = findChild(findChild(holder, "a:gradFill"), "a:gsLst");
  if (stops !== undefined) return paintIn(findChild(stops, "a:gs"), theme);
  return paintIn(findChild(findChild(holder, "a:pattFill"), "a:fgClr"), theme);
}

function changed(color: string, element: XmlElement): Paint {
  let channels = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  let opacity = 1;
  for (const change of childElements(element)) {
    const part = (numberOf(change.attributes.val) ?? 100_000) / 100_000;
    switch (change.name) {
      case "a:alpha":
        opacity = part;
        break;
      case "a:shade":
        channels = channels.map((value) => value * part);
        break;
      case "a:tint":
        channels = channels.map((value) => value * part + (1 - part));
        break;
      case "a:lumMod":
        channels = lit(channels, (light) => light * part);
        break;
      case "a:lumOff":
        channels = lit(channels, (light) => light + part);
        break;
    }
  }
  const hex = channels.map((value) =>
    Math.round(Math.min(Math.max(value, 0), 1) * 255)
      .toString(16)
      .padStart(2, "0"),
  );
  return { color: hex.join("").toUpperCase(), opacity: Math.min(Math.max(opacity, 0), 1) };
}

/** The same hue and saturation at another lightness (HSL). */
function lit(channels: readonly number[], change: (light: number) => number): number[] {
  const [high, low] = [Math.max(...channels), Math.min(...channels)];
  const light = (high + low) / 2;
  const wanted = Math.min(Math.max(change(light), 0), 1);
  const spread = (at: number): number => 1 - Math.abs(2 * at - 1);
  const scale = spread(light) === 0 ? 0 : spread(wanted) / spread(light);
  return channels.map((value) => wanted + (value - light) * scale);
}
