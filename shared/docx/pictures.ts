import { type Drawing, toPng, toSvg } from "../charts/index.ts";
import type { Block } from "../documents/index.ts";
import { escapeXml } from "../opc/index.ts";
import type { BuildContext } from "./build-context.ts";
import { insertBefore, type TextParts } from "./footnotes.ts";
import { runsXml } from "./runs.ts";
import { STYLES } from "./styles.ts";

/** English Metric Units in a point and in a twip (ISO/IEC 29500-1, 20.1.2.1). */
const EMU = { point: 12_700, twip: 635 } as const;

const DRAWING = "http://schemas.openxmlformats.org/drawingml/2006";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/** A blip's SVG original ([MS-ODRAWXML] 2.3.4: svgBlip) and the extension it stands in. */
const SVG = {
  namespace: "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
  extension: "{96DAC541-7B7A-43D3-8B79-37D633B846F1}",
} as const;

/** Room kept for caption and leading under a picture that fills a page, in twips. */
const CAPTION_ROOM = 1200;

/** Part, relationship ids and name of picture `index` (from 0). */
function namesOf(index: number): { png: string; svg: string; pngId: string; svgId: string } {
  const name = `bieu-do-${index + 1}`;
  return {
    png: `media/${name}.png`,
    svg: `media/${name}.svg`,
    pngId: `rIdVanthuPng${index + 1}`,
    svgId: `rIdVanthuSvg${index + 1}`,
  };
}

/**
 * A picture and its caption as two paragraphs that stay together: the picture inline, as PNG with its SVG original as extension, with its sentence
 * as alternative text. It is made smaller where it is wider than the text or higher than a page.
 */
export function pictureXml(
  block: Block & { type: "picture" },
  page: { width: number; height: number },
  context: BuildContext,
  { keepNext, section }: { keepNext: boolean; section: string },
): string {
  const captioned = block.caption.length > 0;
  // Said here as well as by the style: a template of the office's own may not have it, and an exact line height would cut the picture.
  const place =
    '<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="center"/>';
  const picture = paragraph(
    STYLES.picture,
    (captioned || keepNext ? "<w:keepNext/>" : "") + place + (captioned ? "" : section),
    inlineXml(block.drawing, page, context),
  );
  if (!captioned) return picture;
  const caption = '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="center"/>';
  const properties = (keepNext ? "<w:keepNext/>" : "") + caption + section;
  return picture + paragraph(STYLES.caption, properties, runsXml(block.caption, context));
}

function paragraph(style: string, properties: string, runs: string): string {
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${properties}</w:pPr>${runs}</w:p>`;
}

function inlineXml(drawing: Drawing, page: { width: number; height: number }, context: BuildContext): string {
  let index = context.pictures.indexOf(drawing);
  if (index < 0) index = context.pictures.push(drawing) - 1;
  context.drawingObjects += 1;
  const { pngId, svgId } = namesOf(index);
  const scale = Math.min(
    1,
    (page.width * EMU.twip) / (drawing.width * EMU.point),
    ((page.height - CAPTION_ROOM) * EMU.twip) / (drawing.height * EMU.point),
  );
  const cx = Math.round(drawing.width * EMU.point * scale);
  const cy = Math.round(drawing.height * EMU.point * scale);
  // Above every id that a template is likely to use itself.
  const id = 9000 + context.drawingObjects;
  const name = `Biểu đồ ${context.drawingObjects}`;
  const alternative = escapeXml(
    drawing.description === undefined ? drawing.title : `${drawing.title} ${drawing.description}`,
  );
  return (
    `<w:r><w:drawing><wp:inline xmlns:wp="${DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${cx}" cy="${cy}"/>` +
    `<wp:docPr id="${id}" name="${name}" descr="${alternative}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="${DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>` +
    `<a:graphic xmlns:a="${DRAWING}/main"><a:graphicData uri="${DRAWING}/picture"><pic:pic xmlns:pic="${DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="${id}" name="${name}"/><pic:cNvPicPr/></pic:nvPicPr>` +
    `<pic:blipFill><a:blip xmlns:r="${RELATIONS}" r:embed="${pngId}"><a:extLst><a:ext uri="${SVG.extension}"><asvg:svgBlip xmlns:asvg="${SVG.namespace}" r:embed="${svgId}"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
    `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
  );
}

/** Puts the pictures into the package, with their relations and content types. */
export function writePictures(
  parts: TextParts & { writeBytes(name: string, bytes: Uint8Array): void },
  pictures: readonly Drawing[],
): void {
  if (pictures.length === 0) return;
  let relations = "";
  pictures.forEach((drawing, index) => {
    const { png, svg, pngId, svgId } = namesOf(index);
    parts.writeBytes(`word/${png}`, toPng(drawing));
    parts.writeBytes(
      `word/${svg}`,
      new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${toSvg(drawing)}`),
    );
    relations +=
      `<Relationship Id="${pngId}" Type="${RELATIONS}/image" Target="${png}"/>` +
      `<Relationship Id="${svgId}" Type="${RELATIONS}/image" Target="${svg}"/>`;
  });
  insertBefore(parts, "word/_rels/document.xml.rels", "</Relationships>", relations);
  const types = parts.read("[Content_Types].xml") ?? "";
  const missing = [
    ["png", "image/png"],
    ["svg", "image/svg+xml"],
  ].filter(([extension]) => !new RegExp(`<Default [^>]*Extension="${extension}"`, "i").test(types));
  const defaults = missing
    .map(([extension, type]) => `<Default Extension="${extension}" ContentType="${type}"/>`)
    .join("");
  // CT_Types takes defaults and overrides in any order (ISO/IEC 29500-2, 10.1.2.2).
  if (defaults !== "") insertBefore(parts, "[Content_Types].xml", "</Types>", defaults);
}
