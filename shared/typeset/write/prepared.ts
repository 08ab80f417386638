import { bareTables } from "../fonts/bare.ts";
import { assemble } from "../fonts/subset.ts";
import { parseFace } from "../fonts/ttf.ts";
import { codePageProgram, PREPARED, type Program } from "./fonts.ts";

/**
 * A face as a bundle ships it: {@link bareFace}, and in a table of our own the font that most documents embed of it, already deflated, so that the first
 * document of a process does not wait for that.
 *
 * @throws FONT_UNREADABLE
 */
export function preparedFace(bytes: Uint8Array, key: string): Uint8Array {
  const tables = bareTables(parseFace(bytes, key));
  const program = codePageProgram(parseFace(assemble(tables), key));
  const all: [string, Uint8Array][] = [...tables, [PREPARED, serialised(program)]];
  return assemble(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Length of the head (4 bytes), the head as JSON, the font file, its map to Unicode. */
function serialised({ file, unicode, ...head }: Program): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify({ ...head, file: file.length, unicode: unicode.length }));
  const bytes = new Uint8Array(4 + text.length + file.length + unicode.length);
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, 4);
  bytes.set(file, 4 + text.length);
  bytes.set(unicode, 4 + text.length + file.length);
  return bytes;
}
