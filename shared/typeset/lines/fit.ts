import type { LayoutRules } from "../differences.ts";
import { type Face, type FontRegistry, glyphOf } from "../fonts/index.ts";
import type { RunStyle } from "../resolve/model.ts";

/** A run's formatting with the face that serves it, at the size it is drawn. Lengths in twips. */
export interface Fitted {
  style: RunStyle;
  face: Face;
  /** Drawn size in points (smaller for superscripts). */
  size: number;
  /** Twips per font unit, horizontal scale included. */
  unit: number;
  /** Advance of each glyph in font units: the face's own, unless they are rounded to a device's steps. */
  advances: Uint16Array | Float64Array;
  /** Room kept free behind it at the end of a line. */
  overhang: number;
  /** Line box above and below the baseline: hhea ascender with line gap, and descender. */
  ascent: number;
  descent: number;
  /** Glyph box above and below the baseline, for anchors and backgrounds. */
  top: number;
  bottom: number;
  /** Baseline raised by so much. */
  raise: number;
}

/** The rules that change how wide and high letters are. */
export type FitRules = Pick<LayoutRules, "advanceStep" | "italicRoom" | "scriptSize" | "signLine">;

/** How far superscripts and subscripts are moved, as parts of the type size (Word's own proportions). */
const SCRIPT = { up: 0.34, down: 0.14 };

/** Finds faces for run formatting and keeps what it found. */
export class Fitter {
  readonly #fonts: FontRegistry;
  readonly #known = new Map<RunStyle, Fitted>();
  readonly #fallbacks = new Map<RunStyle, Map<Face, Fitted>>();
  readonly #replaced: (family: string, used: string) => void;
  readonly #rules: FitRules;

  constructor(fonts: FontRegistry, replaced: (family: string, used: string) => void, rules: FitRules) {
    this.#fonts = fonts;
    this.#replaced = replaced;
    this.#rules = rules;
  }

  fit(style: RunStyle): Fitted {
    let fitted = this.#known.get(style);
    if (fitted === undefined) {
      const match = this.#fonts.match(style.family);
      if (match.match === "nearest") this.#replaced(style.family, match.used);
      fitted = this.#make(style, this.#fonts.face(style.family, style.bold, style.italic));
      this.#known.set(style, fitted);
    }
    return fitted;
  }

  /** The same formatting in another face that has the character; undefined when none has it. */
  fallback(style: RunStyle, codePoint: number): Fitted | undefined {
    const face = this.#fonts.fallback(codePoint, style.bold, style.italic);
    if (face === undefined || glyphOf(face, codePoint) === 0) return undefined;
    let faces = this.#fallbacks.get(style);
    if (faces === undefined) {
      faces = new Map();
      this.#fallbacks.set(style, faces);
    }
    let fitted = faces.get(face);
    if (fitted === undefined) {
      // Line height stays that of the wanted face, so one odd sign does not spread the lines.
      const wanted = this.fit(style);
      fitted = { ...this.#make(style, face), ascent: wanted.ascent, descent: wanted.descent };
      faces.set(face, fitted);
    }
    return fitted;
  }

  #make(style: RunStyle, face: Face): Fitted {
    const script = style.vertical !== "baseline";
    const size = script ? style.size * this.#rules.scriptSize : style.size;
    const perUnit = (style.size * 20) / face.unitsPerEm;
    // The natural line is one rounding of the whole (14 pt Times: 322 twips), so the parts must add up to it.
    const natural = Math.round((face.ascender + face.descender + face.lineGap) * perUnit);
    const descent = Math.round(face.descender * perUnit);
    const signs = style.signs === undefined ? undefined : this.#rules.signLine(style.signs);
    const em = style.size * 20;
    const scriptRaise =
      style.vertical === "superscript" ? SCRIPT.up : style.vertical === "subscript" ? -SCRIPT.down : 0;
    const step = this.#rules.advanceStep;
    const units = step === undefined ? 0 : (step * face.unitsPerEm) / (size * 20);
    return {
      style,
      face,
      size,
      unit: ((size * 20) / face.unitsPerEm) * style.scale,
      advances:
        step === undefined
          ? face.advances
          : Float64Array.from(face.advances, (wide) => Math.round(wide / units) * units),
      overhang: style.italic && this.#rules.italicRoom ? Math.floor(natural / 12) : 0,
      ascent: (signs === undefined ? natural - descent : Math.round(signs.ascent * em)) + Math.max(style.raise, 0),
      descent: (signs === undefined ? descent : Math.round(signs.descent * em)) + Math.max(-style.raise, 0),
      top: face.ascender * perUnit,
      bottom: face.descender * perUnit,
      raise: style.raise + scriptRaise * style.size * 20,
    };
  }
}

/** Width in twips of a text in one face. */
export function measure(text: string, fitted: Fitted): number {
  const { glyphs, beyond } = fitted.face;
  const { advances } = fitted;
  let units = 0;
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xdc00 && index + 1 < text.length) {
      units += advances[beyond.get(text.codePointAt(index)!) ?? 0]!;
      index += 1;
    } else units += advances[glyphs[code]!]!;
    count += 1;
  }
  return units * fitted.unit + count * fitted.style.spacing;
}
