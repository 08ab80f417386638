import { VanthuError } from "../errors/index.ts";
import { SHIPPED_FILES, useFontFiles } from "./fonts/index.ts";

export { type Conformance, type TypesetOptions, typeset } from "./typeset.ts";

/** File names of the faces that come with Vanthu; a page fetches those it wants. */
export const FONT_FILES = SHIPPED_FILES;

/**
 * The way in where there are no files: faces are handed over as bytes, by their file names. The same document with the same faces gives the same
 * bytes as on a server.
 */
export function provideFonts(fonts: ReadonlyMap<string, Uint8Array>): void {
  useFontFiles({
    shipped(name) {
      const bytes = fonts.get(name);
      if (bytes === undefined)
        throw new VanthuError("FONT_UNREADABLE", { message: "Thiếu phông chữ để dàn trang.", where: name });
      return { bytes, key: name };
    },
    folder: () => [],
  });
}
