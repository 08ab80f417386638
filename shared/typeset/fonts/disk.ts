import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FontFile, FontFiles } from "./files.ts";

const require = createRequire(import.meta.url);

/** A bundle has its faces beside it, made smaller by {@link bareFace}; run from source they are those of the packages. */
const BESIDE = fileURLToPath(new URL("./fonts/", import.meta.url));

/** Path of the package's file of a shipped face: `@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf`. */
export function packagedFont(name: string): string {
  const [, family, style] = /^([^_]+)_(.+)\.ttf$/.exec(name)!;
  return require.resolve(`@expo-google-fonts/${family!.toLowerCase()}/${style}/${name}`);
}

function read(path: string): FontFile {
  // A plain Uint8Array: a Buffer's slice() shares its bytes instead of copying them.
  return { bytes: new Uint8Array(readFileSync(path)), key: path };
}

/** Fonts in the files of this machine. */
export const diskFonts: FontFiles = {
  shipped(name) {
    const beside = join(BESIDE, name);
    return read(existsSync(beside) ? beside : packagedFont(name));
  },

  folder: (path) => walk(path, 0),
};

function* walk(directory: string, depth: number): Iterable<FontFile> {
  let names: string[];
  try {
    names = readdirSync(directory).sort();
  } catch {
    return;
  }
  for (const name of names) {
    const path = join(directory, name);
    if (/\.ttf$/i.test(name)) {
      try {
        yield read(path);
      } catch {
        // cannot be read, as if it were not there
      }
    } else if (depth < 3 && statSync(path, { throwIfNoEntry: false })?.isDirectory()) yield* walk(path, depth + 1);
  }
}
