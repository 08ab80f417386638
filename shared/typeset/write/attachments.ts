import { VanthuError } from "../../errors/index.ts";
import type { Attachment } from "../model.ts";
import { hex, md5 } from "./digest.ts";
import { pdfDate } from "./metadata.ts";
import { nameTree, type ObjectWriter, pdfName, textString } from "./objects.ts";

/** Bounds what is embedded in one file; a PDF is made in memory. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 200;
/** type "/" subtype of RFC 6838, 4.2. */
const MIME_TYPE = /^[A-Za-z0-9][\w!#$&^.+-]{0,126}\/[A-Za-z0-9][\w!#$&^.+-]{0,126}$/;
/** How a PDF begins (ISO 32000-1, 7.5.2). */
const PDF_MARK = "%PDF-";

/** What the catalog says of embedded files. */
interface WrittenAttachments {
  /** Reference of the name tree for /Names /EmbeddedFiles. */
  names: number;
  /** References of the file specifications, for /AF. */
  files: number[];
}

/**
 * Refuses attachments that could not be found again in a reader, or would not fit.
 *
 * @throws ATTACHMENT_INVALID
 */
export function checkAttachments(attachments: readonly Attachment[]): void {
  const names = new Set<string>();
  let bytes = 0;
  const refuse = (index: number, message: string, hint?: string): never => {
    throw new VanthuError("ATTACHMENT_INVALID", { message, where: `tệp đính kèm ${index + 1}`, hint });
  };
  attachments.forEach((attachment, index) => {
    const { name, mimeType, modified } = attachment;
    // A name is what a reader saves the file under, so it may not lead elsewhere (control characters, separators).
    if (name.trim() === "" || name.length > 255 || /[\p{Cc}/\\:*?"<>|]/u.test(name) || /^\.+$/.test(name))
      refuse(
        index,
        `Tên tệp đính kèm “${name.slice(0, 80)}” không dùng được.`,
        'Đặt tên không có dấu / \\ : * ? " < > |.',
      );
    if (names.has(name)) refuse(index, `Hai tệp đính kèm cùng tên “${name}”.`, "Đặt cho mỗi tệp một tên riêng.");
    names.add(name);
    if (!MIME_TYPE.test(mimeType))
      refuse(index, `Kiểu nội dung “${mimeType.slice(0, 80)}” của “${name}” không đúng dạng.`);
    if (modified !== undefined && Number.isNaN(modified.getTime()))
      refuse(index, `Ngày sửa của “${name}” không hợp lệ.`);
    bytes += attachment.bytes.length;
  });
  if (attachments.length > MAX_FILES || bytes > MAX_BYTES)
    refuse(
      attachments.length - 1,
      `Tệp đính kèm vượt giới hạn ${MAX_FILES} tệp hoặc ${MAX_BYTES / 1024 / 1024} MB.`,
      "Gửi riêng các tệp lớn.",
    );
}

/**
 * May PDF/A-2 hold this file? Only PDF/A-1 and PDF/A-2 files may be embedded there (ISO 19005-2, 6.8); the file's own claim is
 * taken. Everything else asks for PDF/A-3.
 */
export function isArchivedPdf(attachment: Attachment): boolean {
  const { bytes } = attachment;
  const isPdf = [...PDF_MARK].every((letter, index) => bytes[index] === letter.charCodeAt(0));
  return isPdf && /pdfaid:part(?:>|=["'])[12](?:<|["'])/.test(new TextDecoder("latin1").decode(bytes));
}

/** Writes embedded files with their specifications (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8). */
export function writeAttachments(
  attachments: readonly Attachment[],
  now: Date,
  out: ObjectWriter,
): WrittenAttachments | undefined {
  if (attachments.length === 0) return undefined;
  const entries = attachments.map((attachment): [string, string] => {
    const { name, bytes, mimeType, description, relationship, modified } = attachment;
    const sum = hex(md5(bytes));
    const date = pdfDate(modified ?? now);
    const file = out.stream(
      `/Type /EmbeddedFile /Subtype ${pdfName(mimeType)} /Params << /Size ${bytes.length} /CheckSum <${sum}> /CreationDate (${date}) /ModDate (${date}) >>`,
      bytes,
    );
    const shown = textString(name);
    const specification = out.write(
      `<< /Type /Filespec /F ${shown} /UF ${shown}${description === undefined || description === "" ? "" : ` /Desc ${textString(description)}`}` +
        ` /AFRelationship /${relationship ?? "Unspecified"} /EF << /F ${file} 0 R /UF ${file} 0 R >> >>`,
    );
    return [name, `${specification} 0 R`];
  });
  const files = entries.map(([, reference]) => Number.parseInt(reference, 10));
  return { names: nameTree(entries, out), files };
}
