/** An element of an XML text with its place in it, so that a mend can change those characters only. */
export interface SourceElement {
  name: string;
  start: number;
  /** After the opening tag. */
  openEnd: number;
  /** Before the closing tag; equal to `openEnd` when the element is empty. */
  closeStart: number;
  end: number;
  children: SourceElement[];
}

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;

/**
 * The elements of an XML text with their places. The text must be known to be well-formed (`parseXml` has read it).
 */
export function locateElements(xml: string): SourceElement {
  const root: SourceElement = { name: "", start: 0, openEnd: 0, closeStart: xml.length, end: xml.length, children: [] };
  const stack = [root];
  for (const match of xml.matchAll(TOKEN)) {
    const name = match[2];
    if (name === undefined) continue;
    const from = match.index;
    const to = from + match[0].length;
    if (match[1] === "/") {
      const open = stack.length > 1 ? stack.pop()! : root;
      open.closeStart = from;
      open.end = to;
      continue;
    }
    const element: SourceElement = { name, start: from, openEnd: to, closeStart: to, end: to, children: [] };
    stack[stack.length - 1]!.children.push(element);
    if (match[4] !== "/") stack.push(element);
  }
  return root;
}

/** First child of a name. */
export function childOf(element: SourceElement | undefined, name: string): SourceElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** Value of an attribute in an element's opening tag, entities left as they are. */
export function attributeOf(xml: string, element: SourceElement | undefined, name: string): string | undefined {
  if (element === undefined) return undefined;
  const tag = xml.slice(element.start, element.openEnd);
  return new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    .exec(tag)
    ?.slice(1)
    .find((value) => value !== undefined);
}

/** A run's piece of text and the element that holds it. */
export interface SourcePiece {
  run: SourceElement;
  /** The w:t, or the element that stands for one character (w:tab, w:br). */
  element: SourceElement;
  text: string;
}

/** A paragraph's place in the main part. */
export interface SourceParagraph {
  element: SourceElement;
  pieces: SourcePiece[];
  nfc: boolean;
}

/** Paragraphs of the main part in the order in which typesetting reads them, and the section properties. */
export interface DocxSource {
  xml: string;
  paragraphs: SourceParagraph[];
  sections: SourceElement[];
}

/** Reads where the paragraphs of a main part (`word/document.xml`) and their texts stand. */
export function locateParagraphs(xml: string): DocxSource {
  const document = childOf(locateElements(xml), "w:document");
  const body = childOf(document, "w:body");
  const source: DocxSource = { xml, paragraphs: [], sections: [] };
  if (body === undefined) return source;
  readBlocks(body, source, true);
  return source;
}

/** The contents of the text boxes in an element; of two renderings of one box (DrawingML, VML) only the first. */
function textBoxesOf(element: SourceElement): SourceElement[] {
  if (element.name === "w:txbxContent") return [element];
  const children =
    element.name === "mc:AlternateContent"
      ? [childOf(element, "mc:Choice") ?? childOf(element, "mc:Fallback")].filter((one) => one !== undefined)
      : element.children;
  return children.flatMap(textBoxesOf);
}

function readBlocks(parent: SourceElement, source: DocxSource, top: boolean): void {
  for (const child of parent.children) {
    switch (child.name) {
      case "w:p": {
        const section = childOf(childOf(child, "w:pPr"), "w:sectPr");
        if (section !== undefined && top) source.sections.push(section);
        const paragraph: SourceParagraph = { element: child, pieces: [], nfc: true };
        source.paragraphs.push(paragraph);
        readInlines(child, child, source.xml, paragraph);
        for (const box of textBoxesOf(child)) readBlocks(box, source, false);
        break;
      }
      case "w:sectPr":
        if (top) source.sections.push(child);
        break;
      case "w:sdt": {
        const content = childOf(child, "w:sdtContent");
        if (content !== undefined) readBlocks(content, source, top);
        break;
      }
      case "mc:AlternateContent": {
        const choice = childOf(child, "mc:Choice") ?? childOf(child, "mc:Fallback");
        if (choice !== undefined) readBlocks(choice, source, top);
        break;
      }
      case "w:tbl":
        readBlocks(child, source, false);
        break;
      case "w:tc":
      case "w:tr":
      case "w:ins":
      case "w:moveTo":
      case "w:customXml":
      case "w:smartTag":
        readBlocks(child, source, top);
        break;
    }
  }
}

function readInlines(parent: SourceElement, run: SourceElement, xml: string, paragraph: SourceParagraph): void {
  for (const child of parent.children) {
    switch (child.name) {
      case "w:r":
        readInlines(child, child, xml, paragraph);
        break;
      case "w:t": {
        const raw = decodeXml(xml.slice(child.openEnd, child.closeStart));
        const composed = raw.normalize("NFC");
        if (composed !== raw) paragraph.nfc = false;
        const preserve = attributeOf(xml, child, "xml:space") === "preserve";
        const text = (preserve ? composed : composed.trim()).replace(/[\t\r\n]+/g, " ");
        if (text !== "") paragraph.pieces.push({ run, element: child, text });
        break;
      }
      case "w:tab":
      case "w:ptab":
        if (parent.name === "w:r") paragraph.pieces.push({ run, element: child, text: "\t" });
        break;
      case "w:br":
      case "w:cr":
        paragraph.pieces.push({ run, element: child, text: "\n" });
        break;
      case "w:noBreakHyphen":
        paragraph.pieces.push({ run, element: child, text: "-\u2060" });
        break;
      case "w:sdt": {
        const content = childOf(child, "w:sdtContent");
        if (content !== undefined) readInlines(content, run, xml, paragraph);
        break;
      }
      case "w:ins":
      case "w:moveTo":
      case "w:hyperlink":
      case "w:smartTag":
      case "w:customXml":
      case "w:fldSimple":
        readInlines(child, run, xml, paragraph);
        break;
    }
  }
}

/** Text of character data: references and CDATA resolved. */
function decodeXml(raw: string): string {
  if (!/[&<]/.test(raw)) return raw;
  const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return raw
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_all, data: string) => data.replace(/&/g, "&amp;"))
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));/g, (all, hex: string, decimal: string, name: string) => {
      if (name !== undefined) return named[name] ?? all;
      const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "";
    });
}
