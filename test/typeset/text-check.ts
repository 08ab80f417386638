import type { PdfValue, QpdfFile } from "./qpdf-file.ts";

/** Operands and operators of a content stream; strings stay as they are written. */
export function* tokens(content: string): Generator<string> {
  const pattern =
    /\((?:[^()\\]|\\[\s\S]|\((?:[^()\\]|\\[\s\S])*\))*\)|<<|>>|<[0-9A-Fa-f\s]*>|\[|\]|\/[^\s()<>[\]{}/%]*|[^\s()<>[\]{}/%]+/g;
  for (const match of content.matchAll(pattern)) yield match[0];
}

/** Codes that a font's ToUnicode gives a meaning. */
function meanings(font: PdfValue): Map<number, string> {
  const map = font.at("/ToUnicode").data.toString("latin1");
  const found = new Map<number, string>();
  for (const [, block] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code, text] of block!.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g))
      found.set(Number.parseInt(code!, 16), Buffer.from(text!, "hex").swap16().toString("utf16le"));
  return found;
}

/** Codes of one or two bytes of a string as a content stream has it. */
function codesOf(token: string, width: 1 | 2): number[] {
  let bytes: Buffer;
  if (token.startsWith("<")) bytes = Buffer.from(token.slice(1, -1).replace(/\s/g, ""), "hex");
  else {
    const named: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
    const plain = token
      .slice(1, -1)
      .replace(/\\([0-7]{1,3}|[\s\S])/g, (_, escaped: string) =>
        /^[0-7]/.test(escaped) ? String.fromCharCode(Number.parseInt(escaped, 8)) : (named[escaped] ?? escaped),
      );
    bytes = Buffer.from(plain, "latin1");
  }
  return Array.from({ length: Math.floor(bytes.length / width) }, (_unused, index) =>
    bytes.readUIntBE(index * width, width),
  );
}

/** Is this the meaning of a character that can be read out (ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7)? */
function isMeaningful(text: string): boolean {
  return [...text].every((each) => {
    const code = each.codePointAt(0)!;
    return code > 0 && code !== 0xfeff && code !== 0xfffe && code !== 0xffff && !(code >= 0xe000 && code <= 0xf8ff);
  });
}

interface Font {
  name: string;
  /** Bytes of a code. */
  bytes: 1 | 2;
  meanings: Map<number, string>;
  /** Has a code a width of its own? */
  widths(code: number): boolean;
}

/** Reads a simple TrueType font or a Type 0 font with TrueType outlines. */
function readFont(value: PdfValue, faults: string[]): Font {
  const name = value.at("/BaseFont").text;
  const composite = value.at("/Subtype").text === "Type0";
  const program = composite ? (value.at("/DescendantFonts").list[0] ?? value) : value;
  if (!program.at("/FontDescriptor").at("/FontFile2").exists) faults.push(`${name}: not embedded`);
  if (!value.at("/ToUnicode").exists) faults.push(`${name}: without ToUnicode`);
  if (composite && program.at("/CIDToGIDMap").text !== "Identity") faults.push(`${name}: without CIDToGIDMap`);
  // [0 [w0 w1 …]] of the one, [w w …] from FirstChar on of the other.
  const first = composite ? 0 : value.at("/FirstChar").number;
  const count = (composite ? program.at("/W").list[1] : value.at("/Widths"))?.list.length ?? 0;
  return {
    name,
    bytes: composite ? 2 : 1,
    meanings: meanings(value),
    widths: (code) => code >= first && code < first + count,
  };
}

/**
 * Checks what a PDF's text is set with: every font embedded, every glyph shown one that the font has (never `.notdef`, ISO 19005-2, 6.2.11.8), with
 * a width of its own and a meaning in Unicode; also within form XObjects, which hold no marked content of their own.
 */
export function textFaults(file: QpdfFile): string[] {
  const faults: string[] = [];
  const fonts = new Map<string, Font>();
  const fontOf = (value: PdfValue): Font => {
    const key = value.reference ?? "";
    let known = fonts.get(key);
    if (known === undefined) {
      known = readFont(value, faults);
      fonts.set(key, known);
    }
    return known;
  };
  const seen = new Set<string>();
  const read = (content: string, resources: PdfValue, where: string, form: boolean): void => {
    let font: Font | undefined;
    let operands: string[] = [];
    for (const token of tokens(content)) {
      if (!/^[A-Za-z'"*]+[01]?$/.test(token) || ["true", "false", "null"].includes(token)) {
        operands.push(token);
        continue;
      }
      if (token === "Tf") font = fontOf(resources.at("/Font").at(operands[0] ?? ""));
      else if (["Tj", "TJ", "'", '"'].includes(token)) {
        for (const text of operands.filter((each) => /^[(<]/.test(each))) {
          if (font === undefined) faults.push(`${where}: text in no font`);
          else
            for (const code of codesOf(text, font.bytes)) {
              if (font.bytes === 2 && code === 0) faults.push(`${where}: .notdef of ${font.name}`);
              else if (!font.widths(code)) faults.push(`${where}: no width for ${code} of ${font.name}`);
              else if (!isMeaningful(font.meanings.get(code) ?? "\0"))
                faults.push(`${where}: no meaning of ${code} of ${font.name}`);
            }
        }
      } else if (token === "BDC" && form && operands.includes("/MCID"))
        faults.push(`${where}: marked content in a form`);
      else if (token === "Do") {
        const object = resources.at("/XObject").at(operands[0] ?? "");
        const name = object.reference ?? "";
        if (object.at("/Subtype").text === "Form" && !seen.has(name)) {
          seen.add(name);
          read(object.data.toString("latin1"), object.at("/Resources"), `form ${name}`, true);
        }
      }
      operands = [];
    }
  };
  file.pages.forEach((page, index) => {
    const content = page
      .at("/Contents")
      .list.map((stream) => stream.data.toString("latin1"))
      .join("\n");
    read(content, page.at("/Resources"), `page ${index + 1}`, false);
  });
  return [...new Set(faults)];
}
