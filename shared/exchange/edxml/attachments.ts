import { VanthuError } from "../../errors/index.ts";
import { openPackage } from "../../opc/index.ts";
import type { PacketAttachment, PacketWarning } from "../model.ts";
import { child, children, childText, type PacketElement, type PacketLimits } from "./tree.ts";

const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** Content types by extension, for senders that leave them out or call everything a zip. */
const TYPES = new Map(
  Object.entries({
    pdf: "application/pdf",
    doc: "application/msword",
    docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    xls: "application/vnd.ms-excel",
    xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    xml: "application/xml",
    txt: "text/plain",
    jpg: "image/jpeg",
    png: "image/png",
    zip: "application/zip",
  }),
);

/**
 * Decodes the attachments. Kind is decided by the Attachment and by the first bytes, never by the manifest: the common library's
 * manifest says `application/zip` for a PDF that travels raw.
 *
 * @throws EDXML_INVALID, EDXML_TOO_LARGE, PACKAGE_TOO_LARGE, PACKAGE_BROKEN
 */
export function readAttachments(
  root: PacketElement,
  limits: PacketLimits,
  warnings: PacketWarning[],
): PacketAttachment[] {
  const elements = children(child(root, "AttachmentEncoded"), "Attachment");
  if (elements.length > limits.attachments) {
    throw new VanthuError("EDXML_TOO_LARGE", {
      message: `Gói tin có hơn ${limits.attachments} tệp đính kèm.`,
      where: "/edXML/AttachmentEncoded",
    });
  }
  const files: PacketAttachment[] = [];
  let left = limits.attachmentBytes;
  elements.forEach((element, index) => {
    const where = `/edXML/AttachmentEncoded/Attachment[${index + 1}]`;
    for (const file of readAttachment(element, where, left, warnings)) {
      left -= file.bytes.length;
      if (left < 0) throw tooLarge(where);
      files.push(file);
    }
  });
  return files;
}

function readAttachment(
  element: PacketElement,
  where: string,
  left: number,
  warnings: PacketWarning[],
): PacketAttachment[] {
  const name = fileName(childText(element, "AttachmentName"));
  const description = childText(element, "Description");
  const declared = childText(element, "ContentType").toLowerCase();
  const encoded = child(element, "ContentTransferEncoded")?.text ?? "";
  if (name === "")
    throw new VanthuError("EDXML_INVALID", { message: "Tệp đính kèm không có tên.", where: `${where}/AttachmentName` });
  if (encoded.trim() === "")
    throw new VanthuError("EDXML_INVALID", {
      message: `Tệp đính kèm “${name}” trống.`,
      where: `${where}/ContentTransferEncoded`,
    });
  if (!BASE64.test(encoded)) {
    throw new VanthuError("EDXML_INVALID", {
      message: `Nội dung tệp đính kèm “${name}” không phải là base64.`,
      where: `${where}/ContentTransferEncoded`,
    });
  }
  const buffer = Buffer.from(encoded, "base64");
  const bytes = asPlainBytes(buffer);
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const contentType = TYPES.get(extension) ?? (declared === "" ? "application/octet-stream" : declared);
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const saysZip = /^application\/(x-)?zip(-compressed)?$/.test(declared);
  if (saysZip && !isZip) {
    warnings.push({
      code: "EDXML_ATTACHMENT_KIND",
      message: `Tệp “${name}” khai là tệp nén nhưng không phải; giữ nguyên nội dung.`,
      where,
    });
  }
  // A Word or Excel file is a ZIP too, and a .zip was meant to arrive as one.
  if (!saysZip || !isZip || /^(docx|xlsx|pptx|zip)$/.test(extension))
    return [{ name, description, contentType, bytes }];
  const zip = openPackage(bytes, { unpackedBytes: Math.max(0, left), parts: 100 });
  if (zip.names.length === 0)
    throw new VanthuError("PACKAGE_BROKEN", { message: `Tệp nén “${name}” không có gì bên trong.`, where });
  if (zip.names.length === 1)
    return [{ name, description, contentType, bytes: asPlainBytes(zip.bytes(zip.names[0]!)!) }];
  return zip.names.map((part) => {
    const inner = fileName(part);
    return {
      name: inner,
      description,
      contentType: TYPES.get(/\.([a-z0-9]+)$/i.exec(inner)?.[1]?.toLowerCase() ?? "") ?? "application/octet-stream",
      bytes: asPlainBytes(zip.bytes(part)!),
    };
  });
}

/** Not a Buffer: equal packets are equal whatever way their bytes came in. */
function asPlainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Only the last part of a path, without control characters: a name from outside must never choose a folder. */
function fileName(text: string): string {
  const last = text.trim().split(/[\\/]/).at(-1) ?? "";
  const clean = last
    .replace(/[\u0000-\u001f\u007f]/g, "")
    .slice(0, 255)
    .toWellFormed();
  return clean === "." || clean === ".." ? "" : clean;
}

function tooLarge(where: string): VanthuError {
  return new VanthuError("EDXML_TOO_LARGE", { message: "Các tệp đính kèm bung ra vượt giới hạn cho phép.", where });
}
