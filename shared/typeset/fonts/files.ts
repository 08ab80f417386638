/** Bytes of a font file and the name it is known by. */
export interface FontFile {
  bytes: Uint8Array;
  /** Unique within the process; a path where there are files. */
  key: string;
}

/** Where font files come from: folders of this machine, or bytes that a browser has fetched. */
export interface FontFiles {
  /**
   * A face that comes with Vanthu, by its file name: `Tinos_700Bold_Italic.ttf`.
   *
   * @throws FONT_UNREADABLE when it is not there
   */
  shipped(name: string): FontFile;
  /** The TrueType files under a folder of real fonts. */
  folder(path: string): Iterable<FontFile>;
}

let files: FontFiles | undefined;

/** Says where font files come from; to be called before anything is typeset. On Node the room's index does so itself. */
export function useFontFiles(given: FontFiles): void {
  files = given;
}

/** The files in use. */
export function fontFiles(): FontFiles {
  if (files === undefined) throw new Error("useFontFiles has not been called");
  return files;
}
