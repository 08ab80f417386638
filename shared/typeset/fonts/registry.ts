import { type FontFile, fontFiles } from "./files.ts";
import { type Face, glyphOf, parseFace } from "./ttf.ts";

/** The four faces of a family, in the order regular, bold, italic, bold italic: `faces[bold + 2 * italic]`. */
type Family = (() => Face)[];

/** Fonts that come with Vanthu; each has the advance widths and line metrics of the face it stands for. */
const SHIPPED = ["Tinos", "Arimo", "Cousine", "Carlito", "Caladea"];
const STYLES = ["400Regular", "700Bold", "400Regular_Italic", "700Bold_Italic"];

/** File names of the faces that come with Vanthu. */
export const SHIPPED_FILES: readonly string[] = SHIPPED.flatMap((name) =>
  STYLES.map((style) => `${name}_${style}.ttf`),
);

/** Names in Word files for which a shipped face has the very same widths. */
const SAME_METRICS: Record<string, string> = {
  "times new roman": "Tinos",
  times: "Tinos",
  "times new roman bold": "Tinos",
  "times new roman italic": "Tinos",
  tinos: "Tinos",
  "liberation serif": "Tinos",
  arial: "Arimo",
  "arial bold": "Arimo",
  helvetica: "Arimo",
  arimo: "Arimo",
  "liberation sans": "Arimo",
  "courier new": "Cousine",
  courier: "Cousine",
  cousine: "Cousine",
  "liberation mono": "Cousine",
  calibri: "Carlito",
  carlito: "Carlito",
  cambria: "Caladea",
  caladea: "Caladea",
};

/** Nearest shipped face by kind for a few common names; anything else becomes Tinos. */
const NEAREST: [RegExp, string][] = [
  [/mono|consolas|typewriter|code/i, "Cousine"],
  [/calibri|aptos|segoe|corbel|candara/i, "Carlito"],
  [/sans|arial|helvet|tahoma|verdana|trebuchet|gothic|roboto|\.vnarial|vni-helve|open|inter|gill|century g/i, "Arimo"],
  [/cambria|georgia|constantia/i, "Caladea"],
];

/** Tried in this order for a character that the wanted face lacks. */
const FALLBACK_ORDER = ["Tinos", "Arimo", "Carlito", "Cousine", "Caladea"];

const shipped = new Map<string, Family>();
const loaded = new Map<string, Face>();
const folders = new Map<string, Map<string, Family>>();

function load({ key, bytes }: FontFile): Face {
  let face = loaded.get(key);
  if (face === undefined) {
    face = parseFace(bytes, key);
    loaded.set(key, face);
  }
  return face;
}

function shippedFamily(name: string): Family {
  let family = shipped.get(name);
  if (family === undefined) {
    family = STYLES.map((style) => {
      let face: Face | undefined;
      return () => {
        face ??= load(fontFiles().shipped(`${name}_${style}.ttf`));
        return face;
      };
    });
    shipped.set(name, family);
  }
  return family;
}

/** Families found in a folder of real fonts, by lower-case family name. A file that cannot be read is passed over. */
function folderFamilies(folder: string): Map<string, Family> {
  const known = folders.get(folder);
  if (known !== undefined) return known;
  const families = new Map<string, (Face | undefined)[]>();
  for (const file of fontFiles().folder(folder)) {
    try {
      const face = load(file);
      const slots = families.get(face.family.toLowerCase()) ?? [];
      slots[(face.bold ? 1 : 0) + (face.italic ? 2 : 0)] = face;
      families.set(face.family.toLowerCase(), slots);
    } catch {
      // not a usable TrueType file
    }
  }
  const result = new Map<string, Family>();
  for (const [name, slots] of families) {
    const any = slots.find((face) => face !== undefined)!;
    result.set(
      name,
      [0, 1, 2, 3].map((slot) => {
        const face = slots[slot] ?? slots[slot & 1] ?? slots[0] ?? any;
        return () => face;
      }),
    );
  }
  folders.set(folder, result);
  return result;
}

/** How a family name of the Word file was served. */
interface FontMatch {
  faces: Family;
  /** exact: the family itself or one of the same widths; nearest: another one, so lines may break elsewhere. */
  match: "exact" | "nearest";
  /** Name of the family used. */
  used: string;
}

/** Finds faces for the family names in a document. */
export class FontRegistry {
  readonly #folders: string[];
  readonly #matches = new Map<string, FontMatch>();
  readonly #fallbacks = new Map<string, Face | undefined>();

  constructor(fontFolders: readonly string[] = []) {
    this.#folders = [...fontFolders];
  }

  /** The family that serves `name`. Fonts of the configured folders win over shipped ones. */
  match(name: string): FontMatch {
    let match = this.#matches.get(name);
    if (match !== undefined) return match;
    const lower = name.toLowerCase();
    for (const folder of this.#folders) {
      const faces = folderFamilies(folder).get(lower);
      if (faces !== undefined) {
        match = { faces, match: "exact", used: name };
        this.#matches.set(name, match);
        return match;
      }
    }
    const same = SAME_METRICS[lower];
    const used = same ?? NEAREST.find(([pattern]) => pattern.test(name))?.[1] ?? "Tinos";
    match = { faces: shippedFamily(used), match: same === undefined ? "nearest" : "exact", used };
    this.#matches.set(name, match);
    return match;
  }

  face(name: string, bold: boolean, italic: boolean): Face {
    return this.match(name).faces[(bold ? 1 : 0) + (italic ? 2 : 0)]!();
  }

  /** Another face that has the character, in the same style; undefined when none has. */
  fallback(codePoint: number, bold: boolean, italic: boolean): Face | undefined {
    const key = `${codePoint}/${bold}/${italic}`;
    if (this.#fallbacks.has(key)) return this.#fallbacks.get(key);
    const slot = (bold ? 1 : 0) + (italic ? 2 : 0);
    let found: Face | undefined;
    for (const folder of this.#folders) {
      for (const family of folderFamilies(folder).values()) {
        const face = family[slot]!();
        if (found === undefined && glyphOf(face, codePoint) !== 0) found = face;
      }
    }
    for (const name of FALLBACK_ORDER) {
      if (found !== undefined) break;
      const face = shippedFamily(name)[slot]!();
      if (glyphOf(face, codePoint) !== 0) found = face;
    }
    this.#fallbacks.set(key, found);
    return found;
  }
}
