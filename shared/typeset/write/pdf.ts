import type { Face, FontRegistry } from "../fonts/index.ts";
import type { Attachment } from "../model.ts";
import type { Page } from "../pages/model.ts";
import type { StructNode } from "../pages/structure.ts";
import type { ResolvedDocument } from "../resolve/model.ts";
import { checkAttachments, isArchivedPdf, writeAttachments } from "./attachments.ts";
import { ContentWriter } from "./content.ts";
import { UsedFont } from "./fonts.ts";
import { srgbProfile } from "./icc.ts";
import { writeImage } from "./images.ts";
import { Destinations, LinkWriter } from "./links.ts";
import { infoDictionary, type Metadata, xmp } from "./metadata.ts";
import { ObjectWriter } from "./objects.ts";
import { writeOutline } from "./outline.ts";
import { writeStructure } from "./structure.ts";
import { writeVector } from "./svg.ts";

/** Writing's surroundings. */
interface WriteOptions {
  properties: ResolvedDocument["properties"];
  /** Time for CreationDate and ModDate. */
  now: Date;
  attachments: readonly Attachment[];
  /** Does the file claim PDF/UA-1 as well? */
  accessible: boolean;
  /** Where letters of vector pictures are looked for. */
  registry: FontRegistry;
  /** Told of a picture that cannot be shown. */
  unusable(part: string): void;
}

/** Pages under one node of the page tree; keeps the tree of a long document shallow but not flat. */
const KIDS = 64;

/**
 * Writes the pages as PDF/A-2 (ISO 19005-2), level A when they are tagged and B when not; with attachments that are not PDF/A
 * themselves as PDF/A-3: PDF 1.7, every font embedded, XMP metadata, an sRGB output intent, a file
 * identifier, no encryption, nothing that needs a reader's own resources. The pages are empty afterwards.
 */
export function writePdf(pages: Page[], options: WriteOptions): Uint8Array {
  checkAttachments(options.attachments);
  const structure = pages.find((page) => page.structure !== undefined)?.structure;
  const meta: Metadata = {
    properties: options.properties,
    now: options.now,
    part: options.attachments.every(isArchivedPdf) ? 2 : 3,
    level: structure === undefined ? "B" : "A",
    accessible: options.accessible,
  };
  const out = new ObjectWriter();
  const catalog = out.reserve();
  const root = out.reserve();
  const resources = out.reserve();
  const fonts = new Map<Face, UsedFont>();
  const fontResources = out.reserve();
  const images = new Map<object, { name: string; number: number } | undefined>();
  const fontOf = (face: Face): UsedFont => {
    let font = fonts.get(face);
    if (font === undefined) {
      font = new UsedFont(face, `F${fonts.size + 1}`);
      fonts.set(face, font);
    }
    return font;
  };
  const content = new ContentWriter({
    font: fontOf,
    image({ picture }) {
      const source = picture.vector ?? picture.bytes;
      if (!images.has(source)) {
        const number =
          picture.vector === undefined
            ? writeImage(picture.bytes, out)
            : writeVector(picture.vector, out, { registry: options.registry, font: fontOf, fonts: fontResources });
        if (number === undefined) options.unusable(picture.part);
        images.set(source, number === undefined ? undefined : { name: `I${images.size + 1}`, number });
      }
      return images.get(source)?.name;
    },
  });

  const destinations = new Destinations(pages);
  const links = new LinkWriter(pages, destinations, out);
  const owners: StructNode[][] = [];
  const groups: number[] = [];
  const pageNumbers: number[] = [];
  const flat = pages.length <= KIDS;
  for (let from = 0; from < pages.length; from += KIDS) {
    const parent = flat ? root : out.reserve();
    const kids: number[] = [];
    for (const page of pages.slice(from, from + KIDS)) {
      const index = pageNumbers.length + kids.length;
      const number = out.reserve();
      const stream = out.stream("", content.page(page, index));
      owners.push(content.owners);
      // What stands on a page is written once: the memory of a long document is free for what is still to be written.
      page.ops = [];
      page.under = [];
      const annotations = links.page(page, index, number);
      const annots = annotations.length === 0 ? "" : ` /Annots [${annotations.map((each) => `${each} 0 R`).join(" ")}]`;
      out.write(
        `<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 ${page.width / 20} ${page.height / 20}] /Resources ${resources} 0 R` +
          ` /Contents ${stream} 0 R${structure === undefined ? "" : ` /StructParents ${index} /Tabs /S`}${annots} >>`,
        number,
      );
      kids.push(number);
    }
    pageNumbers.push(...kids);
    const list = kids.map((kid) => `${kid} 0 R`).join(" ");
    if (flat) groups.push(...kids);
    else groups.push(out.write(`<< /Type /Pages /Parent ${root} 0 R /Count ${kids.length} /Kids [${list}] >>`, parent));
  }
  out.write(`<< /Type /Pages /Count ${pages.length} /Kids [${groups.map((kid) => `${kid} 0 R`).join(" ")}] >>`, root);

  const fontEntries = [...fonts.values()].map((font) => font.write(out)).join("");
  for (const font of fonts.values()) font.release();
  content.release();
  const imageEntries = [...images.values()]
    .filter((image) => image !== undefined)
    .map((image) => `/${image.name} ${image.number} 0 R`);
  out.write(`<< ${fontEntries}>>`, fontResources);
  out.write(
    `<< /Font ${fontResources} 0 R${imageEntries.length === 0 ? "" : ` /XObject << ${imageEntries.join(" ")} >>`} >>`,
    resources,
  );

  const profile = out.stream("/N 3", srgbProfile(), { filter: "FlateDecode" });
  const intent = out.write(
    `<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile ${profile} 0 R >>`,
  );
  const metadata = out.stream("/Type /Metadata /Subtype /XML", new TextEncoder().encode(xmp(meta)), {
    compress: false,
  });
  const outline = writeOutline(pages, pageNumbers, out);
  const tree = structure === undefined ? undefined : out.reserve();
  if (structure !== undefined && tree !== undefined)
    writeStructure({ root: structure.root, number: tree, pages: pageNumbers, owners, links: links.nodes }, out);
  const named = destinations.write(pageNumbers, out);
  const attached = writeAttachments(options.attachments, options.now, out);
  const info = out.write(infoDictionary(meta));
  const names =
    (named === undefined ? "" : ` /Dests ${named} 0 R`) +
    (attached === undefined ? "" : ` /EmbeddedFiles ${attached.names} 0 R`);
  out.write(
    `<< /Type /Catalog /Pages ${root} 0 R /Lang (vi-VN) /Metadata ${metadata} 0 R /OutputIntents [${intent} 0 R]` +
      " /ViewerPreferences << /DisplayDocTitle true >>" +
      (tree === undefined ? "" : ` /MarkInfo << /Marked true >> /StructTreeRoot ${tree} 0 R`) +
      (outline === undefined ? "" : ` /Outlines ${outline} 0 R`) +
      (names === "" ? "" : ` /Names <<${names} >>`) +
      (attached === undefined ? "" : ` /AF [${attached.files.map((file) => `${file} 0 R`).join(" ")}]`) +
      " >>",
    catalog,
  );
  return out.finish(catalog, info);
}
