import { escapeXml } from "../../opc/index.ts";
import type { ResolvedDocument } from "../resolve/model.ts";
import { textString } from "./objects.ts";

/** Name of the program in the PDF's metadata. */
const PRODUCER = "Vanthu";

/** What a file says of itself. */
export interface Metadata {
  properties: ResolvedDocument["properties"];
  now: Date;
  /** PDF/A part and conformance level. */
  part: 2 | 3;
  level: "A" | "B";
  /** Does the file also claim PDF/UA-1? */
  accessible: boolean;
}

/** The document information dictionary (ISO 32000-1, 14.3.3). */
export function infoDictionary({ properties, now }: Metadata): string {
  const date = pdfDate(now);
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
export function pdfDate(date: Date): string {
  return `D:${date.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;
}

/**
 * Says what pdfuaid:part is, for PDF/A takes only properties it knows or that are described in the file (ISO 19005-2, 6.6.2.3;
 * ISO 14289-1, 5).
 */
const UA_SCHEMA =
  `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"` +
  ` xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\n` +
  `<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\n` +
  `<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\n` +
  `<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n` +
  `<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n` +
  `<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\n` +
  `<pdfaProperty:name>part</pdfaProperty:name>\n<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n` +
  `<pdfaProperty:category>internal</pdfaProperty:category>\n` +
  `<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>\n` +
  `</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n`;

/** XMP that says the same as the document information (ISO 19005-2, 6.6.2 and 6.6.4). */
export function xmp(metadata: Metadata): string {
  const { properties, part, level, accessible } = metadata;
  const date = `${metadata.now.toISOString().slice(0, 19)}Z`;
  const alternative = (name: string, value: string): string =>
    value === ""
      ? ""
      : `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(value)}</rdf:li></rdf:Alt></${name}>\n`;
  return (
    `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n` +
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n${accessible ? UA_SCHEMA : ""}<rdf:Description rdf:about=""` +
    ` xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
    ` xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"${accessible ? ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"' : ""}>\n` +
    `<pdfaid:part>${part}</pdfaid:part>\n<pdfaid:conformance>${level}</pdfaid:conformance>\n` +
    `${accessible ? "<pdfuaid:part>1</pdfuaid:part>\n" : ""}<dc:format>application/pdf</dc:format>\n` +
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
