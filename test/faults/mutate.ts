import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

/** Numbers from 0 up to, not including, 1: the same for the same seed (mulberry32). */
export type Random = () => number;

/** A row of numbers for a seed. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Values that programs stumble over. */
const VALUES = [
  "", "0", "-1", "1", "2147483647", "-2147483648", "4294967296", "99999999999999999999", "1e308", "NaN", "Infinity", "0.0000001", "abc", "true",
  "auto", "none", "#", "000000", "../../../etc/passwd", "%00", "ệ", "\u0300", "𠮷", "both", "restart", "continue", "nil", "dxa", "pct", "5000%", "{}",
]; // biome-ignore format: a list

/** A Word file or workbook changed in one to four places: in its bytes, in the bytes of a part, or in its elements and attributes. */
export function mutate(docx: Uint8Array, random: Random): Uint8Array {
  const pick = (count: number): number => Math.floor(random() * count);
  if (random() < 0.1) return mutateBytes(docx, random);
  const files = unzipSync(docx);
  const names = Object.keys(files);
  const xml = names.filter((name) => /\.(xml|rels)$/.test(name));
  const weighted = [
    ...xml,
    ...Array.from({ length: 6 }, () => xml.find((name) => /(document|sheet1)\.xml$/.test(name)) ?? xml[0]!),
  ];
  for (let left = 1 + pick(4); left > 0; left -= 1) {
    const how = random();
    if (how < 0.1) {
      const name = names[pick(names.length)]!;
      if (files[name] !== undefined) files[name] = new Uint8Array(mutateBytes(files[name], random));
    } else if (how < 0.14) delete files[names[pick(names.length)]!];
    else {
      const name = weighted[pick(weighted.length)]!;
      if (files[name] !== undefined) files[name] = strToU8(mutateXml(strFromU8(files[name]), random));
    }
  }
  return zipSync(files, { level: 1 });
}

function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const pick = (count: number): number => Math.floor(random() * count);
  const copy = bytes.slice();
  if (copy.length === 0) return copy;
  const how = pick(4);
  if (how === 0) return copy.subarray(0, pick(copy.length));
  if (how === 1) {
    const from = pick(copy.length);
    copy.copyWithin(from, pick(copy.length), pick(copy.length));
    return copy;
  }
  for (let left = 1 + pick(8); left > 0; left -= 1) {
    const at = pick(copy.length);
    copy[at] = how === 2 ? copy[at]! ^ (1 << pick(8)) : [0, 1, 127, 128, 255][pick(5)]!;
  }
  return copy;
}

function mutateXml(text: string, random: Random): string {
  const pick = (count: number): number => Math.floor(random() * count);
  const places = (pattern: RegExp): RegExpExecArray | undefined => {
    const all = [...text.matchAll(pattern)];
    return all[pick(Math.max(1, all.length))];
  };
  switch (pick(7)) {
    case 0: {
      const found = places(/="([^"]*)"/g);
      if (found === undefined) return text;
      return splice(text, found.index + 2, found[1]!.length, VALUES[pick(VALUES.length)]!);
    }
    case 1: {
      const found = places(/<[\w:]+(?: [^<>]*)?\/>/g);
      return found === undefined ? text : splice(text, found.index, found[0].length, "");
    }
    case 2: {
      const found = places(/<[\w:]+(?: [^<>]*)?\/>/g);
      return found === undefined ? text : splice(text, found.index, 0, found[0].repeat(1 + pick(3)));
    }
    case 3: {
      // A whole element once more, inside or beside itself.
      const found = places(
        /<(w:(?:p|r|tc|tr|tbl|sdt|sectPr|drawing|pict|txbxContent|hyperlink|footnote|style|lvl)|row|c|si|sheet|mergeCell)[ >]/g,
      );
      const part = found === undefined ? undefined : elementAt(text, found.index, found[1]!);
      if (found === undefined || part === undefined) return text;
      const inside = found.index + text.slice(found.index).indexOf(">") + 1;
      return splice(text, random() < 0.5 ? found.index : inside, 0, part.repeat(random() < 0.1 ? 200 : 1));
    }
    case 4: {
      const found = places(/<((?:w:)?[a-zA-Z]+)[ >]/g);
      const part = found === undefined ? undefined : elementAt(text, found.index, found[1]!);
      return found === undefined || part === undefined ? text : splice(text, found.index, part.length, "");
    }
    case 5: {
      // An element under another element's name.
      const found = places(/<((?:w:)?[a-zA-Z]+)[ >]/g);
      const other = places(/<((?:w:)?[a-zA-Z]+)[ >]/g);
      const part = found === undefined ? undefined : elementAt(text, found.index, found[1]!);
      if (found === undefined || other === undefined || part === undefined) return text;
      const name = found[1]!;
      const renamed = `<${other[1]}${part.slice(name.length + 1, part.length - name.length - 3)}</${other[1]}>`;
      return splice(text, found.index, part.length, part.endsWith(`</${name}>`) ? renamed : part);
    }
    default: {
      const found = places(/>([^<]+)</g);
      if (found === undefined) return text;
      const long = random() < 0.2 ? "dài".repeat(1 + pick(3000)) : VALUES[pick(VALUES.length)]!;
      return splice(text, found.index + 1, found[1]!.length, long.replace(/[<&]/g, ""));
    }
  }
}

function splice(text: string, at: number, length: number, put: string): string {
  return text.slice(0, at) + put + text.slice(at + length);
}

/** The whole of the element that begins at a place. */
function elementAt(text: string, at: number, name: string): string | undefined {
  const tags = new RegExp(`<(/?)${name}(?=[ />])[^<>]*?(/?)>`, "g");
  tags.lastIndex = at;
  let depth = 0;
  for (let tag = tags.exec(text); tag !== null; tag = tags.exec(text)) {
    if (tag[1] === "/") depth -= 1;
    else if (tag[2] !== "/") depth += 1;
    if (depth <= 0) return text.slice(at, tag.index + tag[0].length);
  }
  return undefined;
}
