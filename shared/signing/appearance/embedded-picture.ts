import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { dict, name, type PdfRef, PdfStream } from "../../pdf/index.ts";
import type { Revision } from "../revision.ts";
import { decodePng } from "./png.ts";
import { type Silhouette, silhouetteOf } from "./silhouette.ts";

/** A picture of a signature or seal, made ready to be embedded. */
export interface EmbeddedPicture {
  width: number;
  height: number;
  /** Physical size in points as the file states it. */
  size?: { width: number; height: number };
  silhouette: Silhouette;
  /** Deflated samples. */
  rgb: Uint8Array;
  alpha?: Uint8Array;
}

/** Pictures made ready last, by their sha-256: an office signs with the same few again and again. */
const ready = new Map<string, EmbeddedPicture>();
const KEPT = 16;

/**
 * Reads a PNG and makes it ready for embedding.
 *
 * @throws VanthuError SIGN_IMAGE_UNREADABLE
 */
export function readPicture(png: Uint8Array): EmbeddedPicture {
  const key = createHash("sha256").update(png).digest("base64");
  let made = ready.get(key);
  if (made === undefined) {
    const picture = decodePng(png);
    const { width, height, size, alpha } = picture;
    made = {
      width,
      height,
      silhouette: silhouetteOf(picture),
      rgb: deflateSync(picture.rgb),
      ...(size === undefined ? {} : { size }),
      ...(alpha === undefined ? {} : { alpha: deflateSync(alpha) }),
    };
  } else ready.delete(key);
  ready.set(key, made);
  if (ready.size > KEPT) ready.delete(ready.keys().next().value as string);
  return made;
}

/** The picture as an image XObject, its transparency as a soft mask (ISO 32000-1, 11.6.5.3; allowed by PDF/A-2, 6.2.10). */
export function embedPicture(revision: Revision, { width, height, rgb, alpha }: EmbeddedPicture): PdfRef {
  const image = (data: Uint8Array, colourSpace: string, mask?: PdfRef) =>
    revision.add(
      new PdfStream(
        dict({
          Type: name("XObject"),
          Subtype: name("Image"),
          Width: width,
          Height: height,
          ColorSpace: name(colourSpace),
          BitsPerComponent: 8,
          Filter: name("FlateDecode"),
          SMask: mask,
        }),
        data,
      ),
    );
  return image(rgb, "DeviceRGB", alpha === undefined ? undefined : image(alpha, "DeviceGray"));
}
