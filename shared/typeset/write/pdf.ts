import { escapeXml } from "../../opc/index.ts";
import type { Face } from "../fonts/index.ts";
import type { Page } from "../pages/model.ts";
import type { ResolvedDocument } from "../resolve/model.ts";
import { ContentWriter } from "./content.ts";
import { UsedFont } from "./fonts.ts";
import { srgbProfile } from "./icc.ts";
import { writeImage } from "./images.ts";
import { ObjectWriter, textString } from "./objects.ts";

/** Writing's surroundings. */
export interface WriteOptions {
  properties: ResolvedDocument["properties"];
  /** Time for CreationDate and ModDate. */
  now: Date;
  /** Told of a picture that cannot be shown. */
  unusable(part: string): void;
}

/** Pages under one node of the page tree; keeps the tree of a long document shallow but not flat. */
const KIDS = 64;

/**
 * Writes the pages as PDF/A-2b (ISO 19005-2): PDF 1.7, every font embedded, XMP metadata, an sRGB output intent, a file
 * identifier, no encryption, nothing that needs a reader's own resources.
 */
export function writePdf(pages: Page[], options: WriteOptions): Uint8Array {
  const out = new ObjectWriter();
  const catalog = out.reserve();
  const root = out.reserve();
  const resources = out.reserve();
  const fonts = new Map<Face, UsedFont>();
  const images = new Map<Uint8Array, { name: string; number: number } | undefined>();
  const content = new ContentWriter({
    font(face) {
      let font = fonts.get(face);
      if (font === undefined) {
        font = new UsedFont(face, `F${fonts.size + 1}`);
        fonts.set(face, font);
      }
      return font;
    },
    image({ picture }) {
      if (!images.has(picture.bytes)) {
        const number = writeImage(picture.bytes, out);
        if (number === undefined) options.unusable(picture.part);
        images.set(picture.bytes, number === undefined ? undefined : { name: `I${images.size + 1}`, number });
      }
      return images.get(picture.bytes)?.name;
    },
  });

  const groups: number[] = [];
  const pageNumbers: number[] = [];
  const flat = pages.length <= KIDS;
  for (let from = 0; from < pages.length; from += KIDS) {
    const parent = flat ? root : out.reserve();
    const kids: number[] = [];
    for (const page of pages.slice(from, from + KIDS)) {
      const stream = out.stream("", content.page(page));
      kids.push(
        out.write(
          `<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 ${page.width / 20} ${page.height / 20}] /Resources ${resources} 0 R /Contents ${stream} 0 R >>`,
        ),
      );
    }
    pageNumbers.push(...kids);
    const list = kids.map((kid) => `${kid} 0 R`).join(" ");
    if (flat) groups.push(...kids);
    else groups.push(out.write(`<< /Type /Pages /Parent ${root} 0 R /Count ${kids.length} /Kids [${list}] >>`, parent));
  }
  out.write(`<< /Type /Pages /Count ${pages.length} /Kids [${groups.map((kid) => `${kid} 0 R`).join(" ")}] >>`, root);

  const fontEntries = [...fonts.values()].map((font) => `/${font.name} ${font.write(out)} 0 R`).join(" ");
  const imageEntries = [...images.values()]
    .filter((image) => image !== undefined)
    .map((image) => `/${image.name} ${image.number} 0 R`);
  out.write(
    `<< /Font << ${fontEntries} >>${imageEntries.length === 0 ? "" : ` /XObject << ${imageEntries.join(" ")} >>`} >>`,
    resources,
  );

  const profile = out.stream("/N 3", srgbProfile(), { filter: "FlateDecode" });
  const intent = out.write(
    `<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile ${profile} 0 R >>`,
  );
  const metadata = out.stream("/Type /Metadata /Subtype /XML", new TextEncoder().encode(xmp(options)), {
    compress: false,
  });
  const outline = writeOutline(pages, pageNumbers, out);
  const info = out.write(infoDictionary(options));
  out.write(
    `<< /Type /Catalog /Pages ${root} 0 R /Lang (vi-VN) /Metadata ${metadata} 0 R /OutputIntents [${intent} 0 R]` +
      ` /ViewerPreferences << /DisplayDocTitle true >>${outline === undefined ? "" : ` /Outlines ${outline} 0 R`} >>`,
    catalog,
  );
  return out.finish(catalog, info);
}

/** Name of the program in the PDF's metadata. */
const PRODUCER = "Vanthu";

function created(options: WriteOptions): Date {
  return options.now;
}

function infoDictionary(options: WriteOptions): string {
  const { properties } = options;
  const date = pdfDate(created(options));
  const entries: [string, string][] = [
    ["Title", properties.title],
    ["Author", properties.author],
    ["Subject", properties.subject],
    ["Keywords", properties.keywords],
  ];
  const texts = entries.filter(([, value]) => value !== "").map(([key, value]) => ` /${key} ${textString(value)}`);
  return `<<${texts.join("")} /Creator (${PRODUCER}) /Producer (${PRODUCER}) /CreationDate (${date}) /ModDate (${date}) >>`;
}

/** D:YYYYMMDDHHmmSS in universal time (ISO 32000-1, 7.9.4). */
function pdfDate(date: Date): string {
  return `D:${date.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;
}

/** XMP that says the same as the document information (ISO 19005-2, 6.6.2 and 6.6.4). */
function xmp(options: WriteOptions): string {
  const { properties } = options;
  const date = `${created(options).toISOString().slice(0, 19)}Z`;
  const alternative = (name: string, value: string): string =>
    value === ""
      ? ""
      : `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(value)}</rdf:li></rdf:Alt></${name}>\n`;
  return (
    `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n` +
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<rdf:Description rdf:about=""` +
    ` xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
    ` xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">\n` +
    `<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n<dc:format>application/pdf</dc:format>\n` +
    alternative("dc:title", properties.title) +
    (properties.author === ""
      ? ""
      : `<dc:creator><rdf:Seq><rdf:li>${escapeXml(properties.author)}</rdf:li></rdf:Seq></dc:creator>\n`) +
    alternative("dc:description", properties.subject) +
    `<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>\n` +
    (properties.keywords === "" ? "" : `<pdf:Keywords>${escapeXml(properties.keywords)}</pdf:Keywords>\n`) +
    `<pdf:Producer>${PRODUCER}</pdf:Producer>\n<xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool>\n` +
    `<xmp:CreateDate>${date}</xmp:CreateDate>\n<xmp:ModifyDate>${date}</xmp:ModifyDate>\n<xmp:MetadataDate>${date}</xmp:MetadataDate>\n` +
    `</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n${" ".repeat(99)}\n<?xpacket end="w"?>`
  );
}

interface OutlineItem {
  number: number;
  title: string;
  dest: string;
  children: OutlineItem[];
}

/** Headings as bookmarks of the reader's side bar (ISO 32000-1, 12.3.3); undefined when there are none. */
function writeOutline(pages: Page[], pageNumbers: number[], out: ObjectWriter): number | undefined {
  const top: OutlineItem[] = [];
  const open: { level: number; item: OutlineItem }[] = [];
  pages.forEach((page, index) => {
    for (const heading of page.headings) {
      while (open.length > 0 && open.at(-1)!.level >= heading.level) open.pop();
      const item: OutlineItem = {
        number: out.reserve(),
        title: heading.text.slice(0, 250),
        dest: `[${pageNumbers[index]} 0 R /XYZ 0 ${Math.round((page.height - heading.y) / 20)} null]`,
        children: [],
      };
      (open.at(-1)?.item.children ?? top).push(item);
      open.push({ level: heading.level, item });
    }
  });
  if (top.length === 0) return undefined;
  const root = out.reserve();
  const writeLevel = (items: OutlineItem[], parent: number): void => {
    items.forEach((item, index) => {
      const previous = index === 0 ? "" : ` /Prev ${items[index - 1]!.number} 0 R`;
      const next = index === items.length - 1 ? "" : ` /Next ${items[index + 1]!.number} 0 R`;
      const inner =
        item.children.length === 0
          ? ""
          : ` /First ${item.children[0]!.number} 0 R /Last ${item.children.at(-1)!.number} 0 R /Count -${item.children.length}`;
      out.write(
        `<< /Title ${textString(item.title)} /Parent ${parent} 0 R${previous}${next}${inner} /Dest ${item.dest} >>`,
        item.number,
      );
      writeLevel(item.children, item.number);
    });
  };
  out.write(
    `<< /Type /Outlines /First ${top[0]!.number} 0 R /Last ${top.at(-1)!.number} 0 R /Count ${top.length} >>`,
    root,
  );
  writeLevel(top, root);
  return root;
}
