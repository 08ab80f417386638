import { VanthuError } from "../../shared/errors/index.ts";
import {
  type EvidenceSummary,
  evidenceSummary,
  isEvidenceContainer,
  openEvidence,
  verificationReport,
} from "../../shared/evidence/index.ts";
import { unpackEdxml } from "../../shared/exchange/index.ts";
import type { Office, PublicOffice } from "../../shared/office/index.ts";

/** How many files of one packet are checked for somebody without an account, and how large they may be unpacked. */
const CHECKED_FILES = 20;
const CHECKED_BYTES = 64 * 1024 * 1024;

/** A checked file of an upload; of an evidence container also what lies in it. */
export interface CheckedUpload {
  fileName: string;
  verdict: Awaited<ReturnType<Office["verify"]>>;
  container?: EvidenceSummary;
}

/**
 * Checks an uploaded file: a PDF, an evidence container (ASiC-E), or an exchange packet (edXML) whose PDF files are checked one by one. What the bytes are decides, not
 * the file's name.
 *
 * @throws FILE_WRONG_KIND for a packet without a PDF; EDXML_TOO_LARGE rather than leaving files out; what unpacking throws
 */
export async function verifyUpload(
  office: PublicOffice,
  file: { name: string; bytes: Uint8Array },
): Promise<CheckedUpload[]> {
  if (isEvidenceContainer(file.bytes)) {
    const limits = { unpackedBytes: CHECKED_BYTES, documents: CHECKED_FILES };
    const check = openEvidence(file.bytes, { ...(await office.keys.trust()), at: office.clock() }, limits);
    return [{ fileName: file.name, verdict: check.verdict, container: evidenceSummary(check) }];
  }
  if (!isXml(file.bytes)) return [{ fileName: file.name, verdict: await office.verify(file.bytes) }];
  const unpacked = unpackEdxml(file.bytes, { attachmentBytes: CHECKED_BYTES });
  const attachments = unpacked.kind === "document" ? unpacked.packet.attachments.filter((one) => isPdf(one.bytes)) : [];
  if (attachments.length === 0) {
    throw new VanthuError("FILE_WRONG_KIND", {
      message: "Gói edXML này không có tệp PDF nào để kiểm tra chữ ký.",
      where: file.name,
      hint: "Chọn tệp PDF hoặc gói có văn bản kèm theo.",
    });
  }
  if (attachments.length > CHECKED_FILES) {
    throw new VanthuError("EDXML_TOO_LARGE", {
      message: `Gói edXML có ${attachments.length} tệp PDF; ở đây chỉ kiểm tra được gói có đến ${CHECKED_FILES} tệp.`,
      where: file.name,
      hint: "Tách các tệp PDF ra rồi kiểm tra từng tệp.",
    });
  }
  const checked = [];
  for (const one of attachments) checked.push({ fileName: one.name, verdict: await office.verify(one.bytes) });
  return checked;
}

/** Checks an uploaded file and sets the report on it as a PDF. @throws what {@link verifyUpload} throws */
export async function reportUpload(
  office: PublicOffice,
  file: { name: string; bytes: Uint8Array },
  service: string,
): Promise<{ name: string; contentType: string; bytes: Uint8Array }> {
  const checked = await verifyUpload(office, file);
  const { trust } = await office.keys.trust();
  const bytes = verificationReport(
    checked.map(({ fileName, verdict, container }) => ({
      name: fileName,
      verdict,
      ...(container === undefined ? {} : { container }),
    })),
    { at: office.clock(), online: true, trust, service },
  );
  const name = file.name.replace(/\.[^.]*$/, "");
  return { name: `${name}.bao-cao-kiem-tra.pdf`, contentType: "application/pdf", bytes };
}

function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes("%PDF-");
}

function isXml(bytes: Uint8Array): boolean {
  return /^(?:\ufeff|\u00ef\u00bb\u00bf)?\s*<\?xml|^\s*<\w/.test(
    Buffer.from(bytes.subarray(0, 256)).toString("latin1"),
  );
}
