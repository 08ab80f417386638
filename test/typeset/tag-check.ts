import { type PdfValue, QpdfFile } from "./qpdf-file.ts";
import { textFaults, tokens } from "./text-check.ts";

/** Structure types that may stand in the structure types named (ISO 32000-1, 14.8.4; where a rule is strict). */
const INSIDE: Record<string, string[]> = {
  Table: ["TR", "THead", "TBody", "TFoot", "Caption"],
  THead: ["TR"],
  TBody: ["TR"],
  TR: ["TH", "TD"],
  L: ["LI", "L", "Caption"],
  LI: ["Lbl", "LBody"],
  TOC: ["TOCI", "TOC", "Caption"],
  TOCI: ["Lbl", "Reference", "NonStruct", "P", "TOC"],
};
/** Structure types that stand only in those named. */
const WITHIN: Record<string, string[]> = {
  TR: ["Table", "THead", "TBody", "TFoot"],
  TH: ["TR"],
  TD: ["TR"],
  THead: ["Table"],
  TBody: ["Table"],
  LI: ["L"],
  LBody: ["LI"],
  TOCI: ["TOC"],
  Lbl: ["LI", "Note", "TOCI"],
};
const STANDARD = new Set(
  "Document Part Sect Div P H1 H2 H3 H4 H5 H6 L LI Lbl LBody TOC TOCI Caption Table THead TBody TR TH TD Figure Link Reference Note Span Form".split(
    " ",
  ),
);

/** A marked-content sequence of a page, with what it draws. */
interface Marked {
  /** Its number, or undefined for an artifact. */
  id?: number;
  tag: string;
  draws: number;
}

/** Reads a page's content: what is drawn must be in marked content, sequences must nest, text objects too. */
function readContent(content: string, where: string, faults: string[]): Marked[] {
  const found: Marked[] = [];
  const open: (Marked & { inText: boolean })[] = [];
  let inText = false;
  let operands: string[] = [];
  for (const token of tokens(content)) {
    if (/^[A-Za-z'"*]+[01]?$/.test(token) && !["true", "false", "null"].includes(token)) {
      switch (token) {
        case "BDC":
        case "BMC": {
          const tag = operands[0]?.slice(1) ?? "";
          const at = operands.indexOf("/MCID");
          const mark = { tag, id: at < 0 ? undefined : Number(operands[at + 1]), draws: 0, inText };
          if (open.length > 0) faults.push(`${where}: ${tag} in ${open[0]!.tag}`);
          if (mark.id === undefined && tag !== "Artifact") faults.push(`${where}: ${tag} has no MCID`);
          if (tag === "Artifact" && !operands.includes("/Type")) faults.push(`${where}: artifact of no type`);
          open.push(mark);
          found.push(mark);
          break;
        }
        case "EMC": {
          const mark = open.pop();
          if (mark === undefined) faults.push(`${where}: EMC without a beginning`);
          else if (mark.inText !== inText) faults.push(`${where}: ${mark.tag} crosses a text object`);
          break;
        }
        case "BT":
          inText = true;
          break;
        case "ET":
          if (open.at(-1)?.inText) faults.push(`${where}: a text object ends within ${open.at(-1)!.tag}`);
          inText = false;
          break;
        case "Tj":
        case "TJ":
        case "'":
        case '"':
        case "S":
        case "s":
        case "f":
        case "F":
        case "f*":
        case "B":
        case "B*":
        case "b":
        case "b*":
        case "sh":
        case "EI":
        case "Do":
          if (open.length === 0) faults.push(`${where}: ${token} is neither tagged nor an artifact`);
          else open.at(-1)!.draws += 1;
          break;
      }
      operands = [];
    } else operands.push(token);
  }
  if (open.length > 0) faults.push(`${where}: ${open[0]!.tag} is not closed`);
  return found;
}

/** An element as the checker read it. */
export interface Element {
  type: string;
  kids: Element[];
  value: PdfValue;
  /** Number of marked contents that are its own, over all pages. */
  marked: number;
}

/** Numbers of a number tree. */
function numberTree(node: PdfValue): Map<number, PdfValue> {
  const found = new Map<number, PdfValue>();
  const nums = node.at("/Nums").list;
  for (let at = 0; at + 1 < nums.length; at += 2) found.set(nums[at]!.number, nums[at + 1]!);
  for (const kid of node.at("/Kids").list) for (const [key, value] of numberTree(kid)) found.set(key, value);
  return found;
}

function attribute(element: Element, key: string): PdfValue {
  return (
    element.value
      .at("/A")
      .list.map((each) => each.at(key))
      .find((each) => each.exists) ?? element.value.at("/-")
  );
}

/** Columns that each row of a table has once the cells of the rows above reach into it. */
function rowWidths(rows: Element[]): number[] {
  const reach: number[] = [];
  return rows.map((row) => {
    let width = reach.filter((left) => left > 0).length;
    for (let column = 0; column < reach.length; column += 1) if (reach[column]! > 0) reach[column]! -= 1;
    for (const cell of row.kids) {
      const columns = attribute(cell, "/ColSpan").exists ? attribute(cell, "/ColSpan").number : 1;
      const height = attribute(cell, "/RowSpan").exists ? attribute(cell, "/RowSpan").number : 1;
      width += columns;
      for (let step = 1; step <= columns && height > 1; step += 1) reach.push(height - 1);
    }
    return width;
  });
}

/**
 * Checks the tags of a PDF from outside: what is drawn is tagged or an artifact, elements and parent tree agree both ways, and
 * the rules of PDF/A-2a and PDF/UA-1 that can be checked by machine hold. Gives every fault, and the structure.
 */
export function checkTags(pdf: Uint8Array): { faults: string[]; root: Element; file: QpdfFile } {
  const file = new QpdfFile(pdf);
  const { catalog, pages } = file;
  const faults: string[] = [];
  if (catalog.at("/MarkInfo").at("/Suspects").json === true) faults.push("MarkInfo says that tags are suspect");
  if (catalog.at("/MarkInfo").at("/Marked").json !== true) faults.push("MarkInfo does not say Marked");
  if (!/^[a-z]{2}(-[A-Z]{2})?$/.test(catalog.at("/Lang").text)) faults.push("no language");
  if (catalog.at("/ViewerPreferences").at("/DisplayDocTitle").json !== true) faults.push("the title is not shown");
  if (!/<dc:title>.*<rdf:li[^>]*>[^<]+</s.test(catalog.at("/Metadata").data.toString("utf8"))) faults.push("no title");

  const tree = catalog.at("/StructTreeRoot");
  const parents = numberTree(tree.at("/ParentTree"));
  const waiting = new Map<string, Set<number>>();
  const pageOf = new Map<string, { marks: Map<number, Marked>; parents: PdfValue[]; page: PdfValue }>();
  pages.forEach((page, index) => {
    const where = `page ${index + 1}`;
    const content = page
      .at("/Contents")
      .list.map((stream) => stream.data.toString("latin1"))
      .join("\n");
    const marks = new Map<number, Marked>();
    for (const mark of readContent(content, where, faults)) {
      if (mark.id === undefined) continue;
      if (marks.has(mark.id)) faults.push(`${where}: MCID ${mark.id} twice`);
      if (mark.draws === 0) faults.push(`${where}: MCID ${mark.id} draws nothing`);
      marks.set(mark.id, mark);
    }
    const list = parents.get(page.at("/StructParents").number);
    if (list === undefined) faults.push(`${where}: not in the parent tree`);
    if (list !== undefined && list.list.length !== marks.size)
      faults.push(`${where}: ${marks.size} marked contents, ${list.list.length} in the parent tree`);
    pageOf.set(page.reference!, { marks, parents: list?.list ?? [], page });
    waiting.set(page.reference!, new Set(marks.keys()));
    if (page.at("/Annots").list.length > 0 && page.at("/Tabs").text !== "S")
      faults.push(`${where}: tab order is not /S`);
  });

  const notes = new Set<string>();
  const reached = new Set<string>();
  let heading = 0;
  const read = (value: PdfValue, parent: PdfValue): Element => {
    const type = value.at("/S").text;
    const element: Element = { type, kids: [], value, marked: 0 };
    const where = `${type} ${value.reference}`;
    if (!STANDARD.has(type)) faults.push(`${where}: not a standard type`);
    if (reached.has(value.reference!)) faults.push(`${where}: reached twice`);
    reached.add(value.reference!);
    if (value.at("/P").reference !== parent.reference) faults.push(`${where}: /P does not lead to its parent`);
    const own = value.at("/Pg").reference;
    const take = (pageReference: string | undefined, id: number): void => {
      const page = pageOf.get(pageReference ?? "");
      if (page === undefined || !waiting.get(pageReference!)!.delete(id))
        return void faults.push(`${where}: marked content ${id} is not there or belongs to two`);
      element.marked += 1;
      if (page.parents[id]?.reference !== value.reference)
        faults.push(`${where}: the parent tree says otherwise of ${id}`);
      const tag = page.marks.get(id)!.tag;
      if (tag !== type) faults.push(`${where}: its marked content is tagged ${tag}`);
    };
    let annotations = 0;
    for (const kid of value.at("/K").list) {
      if (typeof kid.json === "number") take(own, kid.number);
      else if (kid.at("/Type").text === "MCR") take(kid.at("/Pg").reference ?? own, kid.at("/MCID").number);
      else if (kid.at("/Type").text === "OBJR") {
        annotations += 1;
        const annotation = kid.at("/Obj");
        const page = pageOf.get(kid.at("/Pg").reference ?? own ?? "")?.page;
        if (!page?.at("/Annots").list.some((each) => each.reference === annotation.reference))
          faults.push(`${where}: its annotation is not on the page`);
        if (parents.get(annotation.at("/StructParent").number)?.reference !== value.reference)
          faults.push(`${where}: the parent tree says otherwise of its annotation`);
        if ((annotation.at("/F").number & 4) === 0) faults.push(`${where}: its annotation is not printed`);
        if (annotation.at("/Contents").text === "" && annotation.at("/TU").text === "")
          faults.push(`${where}: its annotation has no description`);
      } else element.kids.push(read(kid, value));
    }
    const allowed = INSIDE[type];
    for (const kid of element.kids)
      if (allowed !== undefined && !allowed.includes(kid.type)) faults.push(`${where}: holds ${kid.type}`);
    if (
      element.marked === 0 &&
      element.kids.length === 0 &&
      annotations === 0 &&
      !["TD", "TH", "Document"].includes(type)
    )
      faults.push(`${where}: empty`);
    const within = WITHIN[type];
    if (within !== undefined && !within.includes(parent.at("/S").text))
      faults.push(`${where}: in ${parent.at("/S").text}`);
    const captions = element.kids.filter((kid) => kid.type === "Caption");
    if (captions.length > 1 && ["Table", "TOC", "L"].includes(type)) faults.push(`${where}: two captions`);
    if (type === "Table" && captions.length === 1 && ![element.kids[0], element.kids.at(-1)].includes(captions[0]))
      faults.push(`${where}: a caption in its middle`);
    if ((type === "TOC" || type === "L") && captions.length === 1 && element.kids[0] !== captions[0])
      faults.push(`${where}: a caption that is not first`);
    if (type === "LI" && element.kids.findIndex((kid) => kid.type === "Lbl") > 0)
      faults.push(`${where}: a label that is not first`);
    if (type === "TH" && !["Column", "Row", "Both"].includes(attribute(element, "/Scope").text))
      faults.push(`${where}: no scope`);
    if (type === "Figure" && (value.at("/Alt").text === "" || attribute(element, "/BBox").list.length !== 4))
      faults.push(`${where}: no alternative text or box`);
    if (type === "Link" && annotations === 0) faults.push(`${where}: no annotation`);
    if (type === "Link" && element.marked + element.kids.length === 0 && value.at("/Alt").text === "")
      faults.push(`${where}: nothing to read`);
    if (type === "Note") {
      if (value.at("/ID").text === "" || notes.has(value.at("/ID").text))
        faults.push(`${where}: no identifier of its own`);
      notes.add(value.at("/ID").text);
    }
    if (type === "L" && element.kids.some((item) => item.kids.some((kid) => kid.type === "Lbl"))) {
      if (["", "None"].includes(attribute(element, "/ListNumbering").text)) faults.push(`${where}: numbered in no way`);
    }
    if (/^H[1-6]$/.test(type)) headings.push(Number(type[1]));
    if (type === "Table") {
      const rows = element.kids.flatMap((kid) => (kid.type === "TR" ? [kid] : kid.type === "Caption" ? [] : kid.kids));
      const widths = new Set(rowWidths(rows));
      if (widths.size > 1) faults.push(`${where}: rows of ${[...widths].join(" and ")} columns`);
    }
    return element;
  };
  const headings: number[] = [];
  const top = tree.at("/K").list[0] ?? tree;
  const root = read(top, tree);
  // Kids are read after their parent is made, so the list of headings is in reading order.
  for (const level of headings) {
    if (level > heading + 1) faults.push(`H${level} after H${heading}`);
    heading = level;
  }
  for (const [page, left] of waiting)
    if (left.size > 0) faults.push(`page ${page}: ${left.size} marked contents of no element`);
  pages.forEach((page, index) => {
    for (const annotation of page.at("/Annots").list) {
      const type = annotation.at("/Subtype").text;
      if (!["Link", "Widget"].includes(type)) faults.push(`page ${index + 1}: an annotation of type ${type}`);
      const owner = parents.get(annotation.at("/StructParent").number)?.at("/S").text;
      if (owner !== (type === "Link" ? "Link" : "Form"))
        faults.push(`page ${index + 1}: ${type} in ${owner ?? "no element"}`);
    }
  });
  faults.push(...textFaults(file), ...fileFaults(file));
  const keys = [...parents.keys()];
  if (tree.at("/ParentTreeNextKey").number <= Math.max(...keys, -1)) faults.push("the next key is taken");
  return { faults, root, file };
}

/** What a file may not have, or must have, whatever is on its pages (Matterhorn Protocol 1.02, checkpoints 02, 06, 20, 21, 25, 26 and 28). */
function fileFaults({ catalog, trailer, objects }: QpdfFile): string[] {
  const faults: string[] = [];
  const never = (found: boolean, what: string): void => {
    if (found) faults.push(what);
  };
  never(trailer.at("/Encrypt").exists, "the file is encrypted");
  never(catalog.at("/StructTreeRoot").at("/RoleMap").exists, "types of its own, mapped to the standard ones");
  never(catalog.at("/OCProperties").exists, "layers");
  never(catalog.at("/AcroForm").at("/XFA").exists, "a form in XFA");
  never(catalog.at("/Names").at("/JavaScript").exists || catalog.at("/OpenAction").at("/JS").exists, "scripts");
  const xmp = catalog.at("/Metadata").data.toString("utf8");
  never(!/<pdfaid:part>[23]<\/pdfaid:part>/.test(xmp), "XMP does not say which PDF/A it is");
  never(!/<pdfaid:conformance>A<\/pdfaid:conformance>/.test(xmp), "XMP does not say level A");
  for (const [name, { value, stream }] of Object.entries(objects)) {
    const dictionary = (stream?.dict ?? value) as Record<string, unknown> | undefined;
    if (typeof dictionary !== "object" || dictionary === null) continue;
    never(
      "/EF" in dictionary && !("/F" in dictionary && "/UF" in dictionary),
      `${name}: an attachment without its names`,
    );
    never(dictionary["/Subtype"] === "/PS" || "/Ref" in dictionary, `${name}: a reference to another file`);
    never(
      ["/Movie", "/Sound", "/TrapNet", "/3D", "/Screen"].includes(String(dictionary["/Subtype"])),
      `${name}: ${dictionary["/Subtype"]}`,
    );
  }
  return faults;
}

/** Elements of a type, in reading order. */
export function elements(root: Element, type: string): Element[] {
  return [...(root.type === type ? [root] : []), ...root.kids.flatMap((kid) => elements(kid, type))];
}

/** The tree in short: `Table(THead(TR(TH TH)) TBody(TR(TD TD)))`. */
export function outline(element: Element): string {
  return element.kids.length === 0 ? element.type : `${element.type}(${element.kids.map(outline).join(" ")})`;
}
