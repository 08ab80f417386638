import type { XmlElement } from "../../opc/index.ts";
import type { WarningCode } from "../warnings.ts";
import type { Block, Floating, FloatPosition, Picture, RunStyle } from "./model.ts";
import { type Crop, cropPicture, type Media, vectorOf } from "./vector-pictures.ts";

/** What reading a drawing needs from its part. */
export interface DrawingContext {
  /** Bytes and name of the part behind a relationship id. */
  media(id: string): Media | undefined;
  warn(code: WarningCode, detail?: string): void;
  /** Block content of a text box. */
  blocks(content: XmlElement): Block[];
  /** The parsed part behind a relationship id. */
  part(id: string): XmlElement | undefined;
  /** One object for equal formatting. */
  intern(style: RunStyle): RunStyle;
  /** Colours of the theme by `accent1`, `text1`, … */
  colors: ReadonlyMap<string, string>;
}

/** Where a drawing stands, and how text keeps clear of it. */
export type Place = Pick<Floating, "x" | "y" | "behind" | "wrap" | "level" | "distance" | "sides">;

/** In the line it is anchored in. */
export const HERE: Place = {
  x: { from: "character", offset: 0 },
  y: { from: "paragraph", offset: 0 },
  behind: false,
  wrap: "none",
};

/** The sides text may run on (ST_WrapText). */
export function sidesOf(value: string | undefined): Floating["sides"] {
  return value === "left" || value === "right" || value === "largest" ? value : "bothSides";
}

/** A picture of a part, as vectors where it can be, cut at its edges where anything is to be cut. */
export function pictureOf(
  media: Media,
  original: Media | undefined,
  frame: Pick<Picture, "width" | "height" | "alt" | "decorative">,
  crop: Crop,
  context: DrawingContext,
): Picture {
  const vector = vectorOf(media, original, frame, (code, detail) => context.warn(code, detail));
  const picture: Picture = {
    part: media.name,
    bytes: media.bytes,
    ...frame,
    ...(vector === undefined ? {} : { vector }),
  };
  if (Object.values(crop).every((value) => value === 0)) return picture;
  const cut = cropPicture(picture.bytes, picture.vector, crop);
  if (cut === undefined) context.warn("IMAGE_CHANGED", picture.part);
  return cut === undefined ? picture : { ...picture, vector: cut };
}

/** Where a thing stands that is so far from the edge of a group of this size. */
export function within(position: FloatPosition, at: number, size: number): FloatPosition {
  return position.align === undefined
    ? { ...position, offset: position.offset + at }
    : { ...position, group: { at, size } };
}
