import { createHash } from "node:crypto";
import { VanthuError } from "../../errors/index.ts";
import { writeZip, type ZipPart } from "../../opc/index.ts";
import { dossierCode } from "../codes.ts";
import { metadataXml } from "../metadata.ts";
import type { NumberedDocument } from "../model.ts";
import { documentEad, dossierEad } from "./ead.ts";
import { type MetsFile, metsXml } from "./mets.ts";
import type { ArchiveInput, ArchivePackage } from "./model.ts";
import { contentId, folderOf, ID_BLANK, objectIdOf } from "./object-id.ts";
import { type PremisFile, premisXml } from "./premis.ts";

/** All files of one package; ZIP itself ends at 4 GB. */
export const MOST_PACKAGE_BYTES = 1024 * 1024 * 1024;
const REP = "representations/rep1";
const XML = "text/xml";

/**
 * Packs a dossier for the archive as TT 05/2025/TT-BNV lays it out (METS, EAD, PREMIS; E-ARK CSIP): the files byte for byte, each with its
 * checksums in METS (SHA-256) and PREMIS (SHA-256, SHA-512). The same input gives the same bytes.
 *
 * @throws INVALID when a file's bytes are missing, do not fit their name, or are too many
 *
 * @example
 * const { name, bytes } = packDossier({ kind: "SIP_hoso", dossier, documents, metadata, bytes, documentation: [], organisation, events: [], at });
 */
export function packDossier(input: ArchiveInput): ArchivePackage {
  const { dossier, documents, metadata, at, kind, organisation, events } = input;
  requireBytes(input);
  const code = dossierCode(dossier.code);
  const arcFileCode =
    input.session === undefined
      ? undefined
      : [organisation.code, organisation.code, dossier.code.year, input.session.number, input.session.ordinal].join(
          ".",
        );

  // The representation: data, a description of each document, PREMIS, and the METS over them.
  const data = documents.flatMap((document) => dataFiles(document, code, input));
  const descriptions = documents.map((document) => {
    const name = `EAD_doc_${ordinalText(document)}.xml`;
    const href = `metadata/descriptive/${name}`;
    return { document, href, bytes: documentEad(document, metadata.documents.get(document.ordinal), at) };
  });
  const decree = documents.flatMap((document) => {
    const held = metadata.documents.get(document.ordinal);
    return held === undefined
      ? []
      : [{ href: `metadata/other/ND30_${ordinalText(document)}.xml`, bytes: utf8(metadataXml(held)) }];
  });
  const repPremis = premisXml(
    `${code}/rep1`,
    data.map(({ href, ...file }): PremisFile => ({ path: href, ...file })),
    events.filter(({ file }) => file !== undefined),
  );
  const repFiles: MetsFile[] = data.map(({ href, contentType, bytes }) => ({ href, contentType, bytes }));
  const repOther = decree.map(({ href, bytes }): MetsFile => ({ href, contentType: XML, bytes }));
  const repMets = metsXml({
    objectId: "rep1",
    label: `${code} rep1`,
    kind,
    at,
    organisation,
    descriptive: descriptions.map(({ href, bytes }) => ({ href, contentType: XML, bytes })),
    preservation: [{ href: "metadata/preservation/PREMIS_rep1.xml", contentType: XML, bytes: repPremis }],
    groups: [
      { use: "Data", files: repFiles },
      { use: "Metadata/other", files: repOther },
    ],
  });

  // The package around it.
  const documentation = input.documentation.map(
    ({ name, contentType, bytes }): MetsFile => ({ href: `documentation/${safeName(name)}`, contentType, bytes }),
  );
  const ead = dossierEad(
    dossier,
    descriptions.map(({ document, href }) => ({
      document,
      data: data.filter(({ of }) => of === document.ordinal).map((one) => `${REP}/${one.href}`),
      description: `${REP}/${href}`,
    })),
    metadata.dossier,
    arcFileCode === undefined ? {} : { arcFileCode },
    at,
  );
  const premis = premisXml(
    code,
    documentation.map(
      ({ href, contentType, bytes }): PremisFile => ({
        path: href,
        originalName: href.split("/").at(-1)!,
        contentType,
        bytes,
      }),
    ),
    events.filter(({ file }) => file === undefined),
  );
  const other: MetsFile = {
    href: "metadata/other/ND30_hoso.xml",
    contentType: XML,
    bytes: utf8(metadataXml(metadata.dossier)),
  };
  const rootMets = (objectId: string) =>
    metsXml({
      objectId,
      label: dossier.title,
      kind,
      at,
      organisation,
      descriptive: [{ href: "metadata/descriptive/EAD.xml", contentType: XML, bytes: ead }],
      preservation: [{ href: "metadata/preservation/PREMIS.xml", contentType: XML, bytes: premis }],
      groups: [
        { use: "Metadata/other", files: [other] },
        { use: "Documentation", files: documentation },
      ],
      representations: [{ href: `${REP}/METS.xml`, contentType: XML, bytes: repMets }],
    });
  const objectId = objectIdOf(kind, input.fonds, contentId(rootMets(objectIdOf(kind, input.fonds, ID_BLANK))));
  const inRep = (href: string) => `${REP}/${href}`;
  const files: [string, Uint8Array][] = [
    ["METS.xml", rootMets(objectId)],
    ["metadata/descriptive/EAD.xml", ead],
    ["metadata/preservation/PREMIS.xml", premis],
    [other.href, other.bytes],
    [`${REP}/METS.xml`, repMets],
    ...data.map(({ href, bytes }): [string, Uint8Array] => [inRep(href), bytes]),
    ...descriptions.map(({ href, bytes }): [string, Uint8Array] => [inRep(href), bytes]),
    ...decree.map(({ href, bytes }): [string, Uint8Array] => [inRep(href), bytes]),
    [inRep("metadata/preservation/PREMIS_rep1.xml"), repPremis],
    ...documentation.map(({ href, bytes }): [string, Uint8Array] => [href, bytes]),
  ];
  const folder = folderOf(objectId);
  // PDFs are compressed within themselves already, and lie byte for byte as they are.
  const zip = writeZip(
    files.map(
      ([name, bytes]): ZipPart =>
        name.endsWith(".xml") ? [`${folder}/${name}`, bytes] : [`${folder}/${name}`, bytes, "stored"],
    ),
  );
  return {
    name: `${folder}.zip`,
    objectId,
    bytes: zip,
    sha256: createHash("sha256").update(zip).digest("hex"),
    files: files.length,
  };
}

interface DataFile extends MetsFile {
  of: number;
  originalName: string;
}

/** "{mã hồ sơ}.{STT}.pdf"; further files of one document have a number behind. */
function dataFiles(document: NumberedDocument, code: string, { bytes }: ArchiveInput): DataFile[] {
  return document.files.map((file, index) => {
    const ending = /\.([A-Za-z0-9]{1,8})$/.exec(file.name)?.[1]?.toLowerCase() ?? "bin";
    const name = `${safeName(code)}.${ordinalText(document)}${index === 0 ? "" : `_${index}`}.${ending}`;
    return {
      of: document.ordinal,
      href: `data/${name}`,
      contentType: file.contentType,
      bytes: bytes.get(file.sha256)!,
      originalName: file.name,
    };
  });
}

function requireBytes({ documents, bytes, documentation }: ArchiveInput): void {
  let total = documentation.reduce((sum, one) => sum + one.bytes.length, 0);
  for (const { files, facts } of documents)
    for (const file of files) {
      const held = bytes.get(file.sha256);
      if (held === undefined || createHash("sha256").update(held).digest("hex") !== file.sha256)
        throw new VanthuError("FILE_DAMAGED", {
          message: "Tệp của hồ sơ thiếu hoặc không còn khớp mã băm nên không đóng gói được.",
          where: `${facts.symbol} ${file.name}`.trim(),
          hint: "Phục hồi tệp từ bản sao lưu rồi đóng gói lại.",
        });
      total += held.length;
    }
  if (total > MOST_PACKAGE_BYTES)
    throw new VanthuError("INVALID", {
      message: `Hồ sơ có ${Math.ceil(total / 1024 / 1024)} MB tệp, quá 1024 MB của một gói.`,
      hint: "Chia hồ sơ thành nhiều tập.",
    });
}

/** 7 digits, as docCode of TT 05/2025/TT-BNV. */
function ordinalText({ ordinal }: { ordinal: number }): string {
  return String(ordinal).padStart(7, "0");
}

/** A name that every file system takes; Vietnamese letters stay. */
function safeName(name: string): string {
  return name
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^\.+/, "");
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
