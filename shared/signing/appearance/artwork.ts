import { dict, name, type PdfObject } from "../../pdf/index.ts";
import { MM, SEAL_DIAMETER, SEAL_SIZES, SIGNATURE_WIDTH } from "../place.ts";
import type { Revision } from "../revision.ts";
import { drawName, drawSeal } from "./drawn.ts";
import { type EmbeddedPicture, embedPicture, readPicture } from "./embedded-picture.ts";
import { type Box, paintImage } from "./form-xobject.ts";
import { num } from "./outline.ts";
import { ROUND, type Silhouette } from "./silhouette.ts";

/** What a visible signature shows, at some size. Lengths in points. */
export interface Artwork {
  width: number;
  height: number;
  silhouette: Silhouette;
  /** The file of a picture; absent for what is drawn. */
  png?: Uint8Array;
  picture?: EmbeddedPicture;
  /** Gives the page content of what is drawn, in a box from (0, 0) of this size. */
  draw?: () => string;
}

/** A rectangle that is full. */
const FULL: Silhouette = [[0, 1]];

/**
 * A person's signature as large as it fits: the picture, never larger than the file says it is on paper; or the name drawn.
 *
 * @throws VanthuError SIGN_IMAGE_UNREADABLE
 */
export function signatureArtwork(
  person: string,
  png: Uint8Array | undefined,
  room: { width: number; height: number },
): Artwork {
  if (png === undefined) {
    const { content, box } = drawName(person, room.width, room.height);
    const [x0, y0, x1, y1] = box;
    return {
      width: x1 - x0,
      height: y1 - y0,
      silhouette: FULL,
      draw: () => `q 1 0 0 1 ${num(-x0)} ${num(-y0)} cm\n${content}Q\n`,
    };
  }
  const picture = readPicture(png);
  const scale = Math.min(
    Math.min(room.width, SIGNATURE_WIDTH) / picture.width,
    room.height / picture.height,
    picture.size === undefined ? Number.POSITIVE_INFINITY : picture.size.width / picture.width,
  );
  return {
    width: picture.width * scale,
    height: picture.height * scale,
    silhouette: picture.silhouette,
    png,
    picture,
  };
}

/** Diameters of a seal without a picture, in millimetres: it has no true size, so it gives way where there is little room. */
const DRAWN_SEALS = [34, 32, 30, 28, 26, 24].map((diameter) => diameter * MM);

/**
 * The organisation's seal: its picture in true size, which the file says (pHYs) when that is a seal's, else 36 mm wide; or a drawn one, and
 * smaller ones to be tried after it.
 *
 * @throws VanthuError SIGN_IMAGE_UNREADABLE
 */
export function sealArtworks(organisation: string, png: Uint8Array | undefined): [Artwork, ...Artwork[]] {
  if (png === undefined) {
    const drawn = (diameter: number): Artwork => ({
      width: diameter,
      height: diameter,
      silhouette: ROUND,
      draw: () => drawSeal(organisation, diameter),
    });
    return [drawn(SEAL_DIAMETER), ...DRAWN_SEALS.map(drawn)];
  }
  const picture = readPicture(png);
  const stated = picture.size?.width ?? 0;
  const wide = stated >= SEAL_SIZES.least - 1 && stated <= SEAL_SIZES.most + 1 ? stated : SEAL_DIAMETER;
  const scale = Math.min(wide / picture.width, SEAL_SIZES.most / picture.height);
  return [
    { width: picture.width * scale, height: picture.height * scale, silhouette: picture.silhouette, png, picture },
  ];
}

/**
 * Page content that shows an artwork in a box, and what it needs.
 *
 * @param under whether what lies under it stays as dark as it is (blend mode Multiply, ISO 32000-1, 11.3.5.2; PDF/A-2, 6.2.10 allows it)
 */
export function paint(
  revision: Revision,
  art: Artwork,
  box: Box,
  under = false,
): { content: string; resources: Record<string, PdfObject> } {
  const resources: Record<string, PdfObject> = {};
  let content = paintImage(box);
  if (art.picture !== undefined) resources.XObject = dict({ Im: embedPicture(revision, art.picture) });
  else {
    const [sx, sy] = [(box[2] - box[0]) / art.width, (box[3] - box[1]) / art.height];
    content = `q ${num(sx)} 0 0 ${num(sy)} ${num(box[0])} ${num(box[1])} cm\n${art.draw?.() ?? ""}Q\n`;
  }
  if (!under) return { content, resources };
  resources.ExtGState = dict({ M: dict({ Type: name("ExtGState"), BM: name("Multiply") }) });
  return { content: `/M gs ${content}`, resources };
}
