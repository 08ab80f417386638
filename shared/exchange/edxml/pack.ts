import { zipSync } from "fflate";
import { VanthuError } from "../../errors/index.ts";
import { escapeXml } from "../../opc/index.ts";
import type { DocumentPacket, PacketAttachment, PacketOrganisation, StatusPacket } from "../model.ts";
import { isOrganisationCode, parseDocumentId } from "../organisation-code.ts";
import { BUSINESS, EDXML_NAMESPACE, STATUS_WORDS } from "./names.ts";
import { packetDate, packetTime } from "./time.ts";

/** File kinds that travel as they are; any other is zipped first (practice of the VPCP library). */
const RAW_KINDS = /\.(pdf|docx?|xlsx?)$/i;

/**
 * Packs a document into an edXML packet (`.edxml`, QCVN 102:2016/BTTTT), in the element order that the common library writes.
 *
 * The packet's own XML signature is left out: it is optional, and what proves the document are the PAdES signatures inside its PDF,
 * which travel untouched.
 *
 * @throws EDXML_INVALID when an organisation code, a date or an attachment is missing or malformed
 */
export function packEdxml(packet: DocumentPacket): Uint8Array {
  refuseFaults(packet);
  const business = BUSINESS[packet.business];
  const changed = packet.business === "recall" || packet.business === "update" ? packet.replaces[0] : undefined;
  const header = element("MessageHeader", [
    organisation("From", packet.from),
    ...packet.to.map((to) => organisation("To", to)),
    text("DocumentId", packet.documentId),
    element("Code", [text("CodeNumber", packet.number), text("CodeNotation", packet.notation)]),
    element("PromulgationInfo", [text("Place", packet.place), text("PromulgationDate", packetDate(packet.issuedOn))]),
    element("DocumentType", [
      text("Type", packet.kind.code),
      optional("TypeDetail", packet.kind.detail),
      text("TypeName", packet.kind.name),
    ]),
    text("Subject", packet.subject),
    optional("Content", packet.content),
    element("SignerInfo", [
      text("Competence", packet.signatory.competence),
      text("Position", packet.signatory.position),
      text("FullName", packet.signatory.name),
    ]),
    optional("DueDate", packet.dueOn === undefined ? undefined : packetDate(packet.dueOn)),
    element("OtherInfo", [
      text("Priority", String(packet.priority)),
      optional("SphereOfPromulgation", packet.sphere),
      optional("TyperNotation", packet.typist),
      optional("PromulgationAmount", packet.copies === undefined ? undefined : String(packet.copies)),
      text("PageAmount", String(packet.pages)),
      text("Direction", "false"),
      packet.appendices.length === 0
        ? ""
        : element(
            "Appendixes",
            packet.appendices.map((title) => text("Appendix", title)),
          ),
    ]),
    packet.answers === undefined ? "" : responseFor(packet.answers),
    packet.answersTasks?.length
      ? element(
          "ResponseForTask",
          packet.answersTasks.map((code) => text("TaskCode", code)),
        )
      : "",
    packet.places.length === 0
      ? ""
      : element(
          "ToPlaces",
          packet.places.map((place) => text("Place", place)),
        ),
  ]);
  const trace = element("TraceHeaderList", [
    element("Bussiness", [
      optional("DocumentId", changed),
      text("BussinessDocType", business.code),
      text("BussinessDocReason", packet.businessReason ?? business.reason),
      text("Paper", "0"),
      packet.business === "replace" ? replacements(packet) : "",
      packet.staff === undefined
        ? ""
        : element("StaffInfo", [
            optional("Department", packet.staff.department),
            optional("Staff", packet.staff.name),
            optional("Email", packet.staff.email),
            optional("Mobile", packet.staff.mobile),
          ]),
    ]),
    element("TraceHeader", [
      text("OrganId", packet.from.organisationCode),
      text("Timestamp", packetTime(packet.sentAt)),
    ]),
  ]);
  const files = packet.attachments.map(encodeAttachment);
  const manifest = files
    .map((file) =>
      element("Reference", [
        text("ContentId", file.id),
        text("ContentType", file.contentType),
        text("Description", file.description),
        text("AttachmentName", file.name),
      ]),
    )
    .join("");
  const body = element("edXMLBody", [`<edXML:edXMLManifest version="1.0">${manifest}</edXML:edXMLManifest>`]);
  // Outside the envelope the library writes no prefix: the default namespace, which is the same one.
  const encoded = files
    .map(
      (file) =>
        `<Attachment>${bare("ContentId", file.id)}${bare("AttachmentName", file.name)}${bare("Description", file.description)}` +
        `${bare("ContentType", file.contentType)}<edXML:ContentTransferEncoded xmlns:edXML="${EDXML_NAMESPACE}">${file.base64}</edXML:ContentTransferEncoded></Attachment>`,
    )
    .join("");
  return envelope(
    `${element("edXMLHeader", [header, trace])}${body}`,
    `<AttachmentEncoded>${encoded}</AttachmentEncoded>`,
  );
}

/**
 * Packs a status. A status packet has a header only.
 *
 * @throws EDXML_INVALID
 */
export function packStatus(status: StatusPacket): Uint8Array {
  for (const [where, code] of [
    ["from", status.from.organisationCode],
    ["to", status.to.organisationCode],
  ] as const) {
    if (!isOrganisationCode(code))
      throw invalid(`Mã định danh “${code}” không đúng dạng.`, `${where}.organisationCode`);
  }
  return envelope(
    element("edXMLHeader", [
      element("MessageHeader", [
        organisation("From", status.from),
        responseFor(status.documentId, status.to.organisationCode),
        status.staff === undefined ? "" : element("StaffInfo", [text("Staff", status.staff)]),
        text("StatusCode", status.code),
        text("Description", status.description || STATUS_WORDS[status.code]),
        text("Timestamp", packetTime(status.at)),
      ]),
    ]),
    "",
  );
}

function refuseFaults(packet: DocumentPacket): void {
  const faults: { code: "EDXML_INVALID"; message: string; where: string }[] = [];
  const fault = (message: string, where: string) => faults.push({ code: "EDXML_INVALID", message, where });
  const codes = [packet.from, ...packet.to].map((one, index) => ({
    code: one.organisationCode,
    where: index === 0 ? "from" : `to[${index - 1}]`,
  }));
  for (const { code, where } of codes)
    if (!isOrganisationCode(code)) fault(`Mã định danh “${code}” không đúng dạng.`, `${where}.organisationCode`);
  if (packet.to.length === 0) fault("Gói tin không có nơi nhận.", "to");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(packet.issuedOn)) fault("Ngày ban hành không đúng dạng năm-tháng-ngày.", "issuedOn");
  if (Number.isNaN(Date.parse(packet.sentAt))) fault("Thời điểm gửi không đúng dạng.", "sentAt");
  if (packet.subject.trim() === "") fault("Thiếu trích yếu.", "subject");
  if (packet.number === "" || packet.notation === "") fault("Thiếu số hoặc ký hiệu.", "number");
  if (packet.attachments.length === 0 && packet.business !== "recall" && packet.business !== "update")
    fault("Gói tin không có tệp văn bản.", "attachments");
  if (packet.business !== "new" && packet.replaces.length === 0)
    fault("Chưa nêu văn bản bị thu hồi, cập nhật hoặc thay thế.", "replaces");
  packet.attachments.forEach((file, index) => {
    if (file.name.trim() === "" || /[\\/]/.test(file.name))
      fault("Tên tệp đính kèm trống hoặc có dấu gạch chéo.", `attachments[${index}].name`);
  });
  if (faults.length > 0) {
    throw new VanthuError("EDXML_INVALID", {
      message: `Không đóng được gói edXML: ${faults[0]!.message}`,
      where: faults[0]!.where,
      faults,
    });
  }
}

function invalid(message: string, where: string): VanthuError {
  return new VanthuError("EDXML_INVALID", { message, where });
}

function encodeAttachment(file: PacketAttachment, index: number) {
  const raw = RAW_KINDS.test(file.name);
  // A fixed time keeps packing a pure function: the same document gives the same bytes.
  const bytes = raw ? file.bytes : zipSync({ [file.name]: [file.bytes, { mtime: new Date(1980, 0, 1) }] });
  return {
    id: `cid:${index + 1}`,
    name: file.name,
    description: file.description,
    contentType: raw ? file.contentType : "application/zip",
    base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
  };
}

function replacements(packet: DocumentPacket): string {
  const receivers = element(
    "OrganIdList",
    packet.to.map((to) => text("OrganId", to.organisationCode)),
  );
  return element(
    "ReplacementInfoList",
    packet.replaces.map((id) => element("ReplacementInfo", [text("DocumentId", id), receivers])),
  );
}

function responseFor(documentId: string, organisationCode?: string): string {
  const reference = parseDocumentId(documentId);
  const code = organisationCode ?? reference?.organisationCode;
  if (code === undefined)
    throw invalid(`Mã văn bản “${documentId}” không đúng dạng “mã cơ quan,năm/tháng/ngày,số/ký hiệu”.`, "answers");
  return element("ResponseFor", [
    text("OrganId", code),
    optional("Code", reference === undefined ? undefined : `${reference.number}/${reference.notation}`),
    text("DocumentId", documentId),
    optional("PromulgationDate", reference === undefined ? undefined : packetDate(reference.issuedOn)),
  ]);
}

function organisation(name: string, one: PacketOrganisation): string {
  return element(name, [
    text("OrganId", one.organisationCode),
    optional("OrganizationInCharge", one.superior),
    text("OrganName", one.name),
    optional("OrganAdd", one.address),
    optional("Email", one.email),
    optional("Telephone", one.telephone),
    optional("Fax", one.fax),
    optional("Website", one.website),
  ]);
}

function envelope(inside: string, after: string): Uint8Array {
  return new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<edXML xmlns="${EDXML_NAMESPACE}">` +
      `<edXML:edXMLEnvelope xmlns:edXML="${EDXML_NAMESPACE}">${inside}</edXML:edXMLEnvelope>${after}</edXML>\n`,
  );
}

function element(name: string, children: string[]): string {
  return `<edXML:${name}>${children.join("")}</edXML:${name}>`;
}

function text(name: string, value: string): string {
  return `<edXML:${name}>${escapeXml(value)}</edXML:${name}>`;
}

function bare(name: string, value: string): string {
  return `<${name}>${escapeXml(value)}</${name}>`;
}

function optional(name: string, value: string | undefined): string {
  return value === undefined || value === "" ? "" : text(name, value);
}
