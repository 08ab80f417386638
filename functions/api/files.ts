import type { Context } from "hono";
import { isVanthuError, VanthuError } from "../../shared/errors/index.ts";

/** Largest upload the service reads, in bytes. API Gateway itself stops at 6 MB; on one machine this is the bound. */
export const UPLOAD_LIMIT = 25 * 1024 * 1024;

/** Content type of a Word file (ECMA-376). */
export const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Content type of an evidence container (ETSI EN 319 162-1). */
export const EVIDENCE_TYPE = "application/vnd.etsi.asic-e+zip";

/**
 * A file as an answer, its name in UTF-8 by RFC 5987/6266 with an ASCII fallback.
 *
 * @param inline shown in the browser instead of being saved (only types that cannot run script: our PDF pages use it)
 */
export function fileAnswer(file: { name: string; contentType: string; bytes: Uint8Array }, inline = false): Response {
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      "content-type": file.contentType,
      "content-length": String(file.bytes.length),
      "content-disposition": contentDisposition(file.name, inline),
      "cache-control": "private, no-store",
    },
  });
}

/** `Content-Disposition` for a Vietnamese file name (RFC 6266; RFC 5987 `filename*`). */
export function contentDisposition(name: string, inline: boolean): string {
  const clean =
    [...name.toWellFormed().normalize("NFC")]
      .filter((char) => char >= " " && char !== "\u007f" && !/[\\/]/.test(char))
      .join("") || "tep";
  const ascii = clean
    .replace(/[đĐ]/g, (char) => (char === "đ" ? "d" : "D"))
    .normalize("NFD")
    .replace(/[^\x20-\x7e]/g, "")
    .replace(/["%;]/g, "_");
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${inline ? "inline" : "attachment"}; filename="${ascii || "tep"}"; filename*=UTF-8''${encoded}`;
}

/**
 * Fields and files of a posted form; of a name that comes several times, all.
 *
 * @throws INVALID when the body is no form, or breaks off
 */
export async function postedForm(c: Context): Promise<Record<string, string | File | (string | File)[]>> {
  try {
    return await c.req.parseBody({ all: true });
  } catch (cause) {
    // Over the limit is told as such; anything else is what the sender wrote.
    if (isVanthuError(cause)) throw cause;
    throw new VanthuError("INVALID", {
      message: "Biểu mẫu gửi lên không đọc được.",
      hint: "Tải lại trang rồi gửi lại.",
      cause,
    });
  }
}

/**
 * The file of a multipart field.
 *
 * @throws INVALID when nothing was chosen
 */
export async function uploadedFile(value: unknown, field: string): Promise<{ name: string; bytes: Uint8Array }> {
  const file = Array.isArray(value) ? value[0] : value;
  if (!(file instanceof File) || file.size === 0) {
    throw new VanthuError("INVALID", {
      message: "Chưa chọn tệp, hoặc tệp rỗng.",
      where: field,
      hint: "Chọn một tệp có nội dung rồi gửi lại.",
    });
  }
  return { name: file.name.normalize("NFC"), bytes: new Uint8Array(await file.arrayBuffer()) };
}
