import { type Fault, VanthuError } from "../../errors/index.ts";
import type {
  DocumentPacket,
  PacketBusiness,
  PacketOrganisation,
  PacketStaff,
  PacketWarning,
  StatusPacket,
  UnpackedPacket,
} from "../model.ts";
import { buildDocumentId, isOrganisationCode } from "../organisation-code.ts";
import { readAttachments } from "./attachments.ts";
import { BUSINESS, isStatusCode, STATUS_WORDS } from "./names.ts";
import { readPacketDate, readPacketTime } from "./time.ts";
import {
  child,
  children,
  childText,
  DEFAULT_PACKET_LIMITS,
  type PacketElement,
  type PacketLimits,
  readPacketTree,
} from "./tree.ts";

/**
 * Reads an edXML packet from outside, tolerant of how other systems write it (any order of children, `TraceHeader` before `Bussiness`,
 * zipped attachments, wrong kinds in the manifest), strict about what is read: bounded, no DOCTYPE, dates of the calendar, codes of the right form.
 *
 * A packet's own XML signature is not evaluated; `warnings` says when there is one.
 *
 * @throws EDXML_INVALID with every fault named; EDXML_NAMESPACE, EDXML_TOO_LARGE, XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP, PACKAGE_TOO_LARGE, PACKAGE_BROKEN
 */
export function unpackEdxml(bytes: Uint8Array, limits: Partial<PacketLimits> = {}): UnpackedPacket {
  const bound = { ...DEFAULT_PACKET_LIMITS, ...limits };
  const root = readPacketTree(bytes, bound);
  const reading = new Reading();
  const header = child(child(root, "edXMLEnvelope"), "edXMLHeader");
  const message = child(header, "MessageHeader");
  if (message === undefined) {
    throw new VanthuError("EDXML_INVALID", {
      message: "Gói tin không có phần đầu (MessageHeader).",
      where: "/edXML/edXMLEnvelope/edXMLHeader",
    });
  }
  noteSignature(child(header, "Signature"), reading);
  if (child(message, "StatusCode") !== undefined) {
    const status = readStatus(message, reading);
    reading.refuse();
    return { kind: "status", status, warnings: reading.warnings };
  }
  const packet = readDocument(message, child(header, "TraceHeaderList"), reading);
  reading.refuse();
  packet.attachments = readAttachments(root, bound, reading.warnings);
  // A recall carries no file, and an update may change the list of receivers only.
  if (packet.attachments.length === 0 && packet.business !== "recall" && packet.business !== "update") {
    throw new VanthuError("EDXML_INVALID", {
      message: "Gói tin không có tệp văn bản.",
      where: "/edXML/AttachmentEncoded",
    });
  }
  return { kind: "document", packet, warnings: reading.warnings };
}

/** Collects what is wrong, so that a bad packet is refused once with every fault named. */
class Reading {
  readonly warnings: PacketWarning[] = [];
  private readonly faults: Fault[] = [];

  fault(message: string, where: string): void {
    this.faults.push({ code: "EDXML_INVALID", message, where });
  }

  warn(code: string, message: string, where: string): void {
    this.warnings.push({ code, message, where });
  }

  refuse(): void {
    const [first] = this.faults;
    if (first === undefined) return;
    throw new VanthuError("EDXML_INVALID", {
      message: `Gói tin edXML không hợp lệ: ${first.message}`,
      where: first.where,
      hint: "Yêu cầu bên gửi kiểm tra và gửi lại gói tin.",
      faults: this.faults,
    });
  }

  required(parent: PacketElement | undefined, name: string, where: string, what: string): string {
    const value = childText(parent, name);
    if (value === "") this.fault(`Thiếu ${what}.`, `${where}/${name}`);
    // Longest of a name or number that becomes part of a key in the store; a subject may be longer.
    if (value.length > (name === "Subject" ? 4000 : 500))
      this.fault(`Phần ${what} dài quá mức cho phép.`, `${where}/${name}`);
    return value;
  }

  date(text: string, where: string): string {
    const date = readPacketDate(text);
    if (date === undefined) this.fault(`Ngày “${text.slice(0, 40)}” không đúng dạng năm/tháng/ngày.`, where);
    return date ?? "";
  }

  time(text: string, where: string): string {
    const time = readPacketTime(text);
    if (time === undefined)
      this.fault(`Thời điểm “${text.slice(0, 40)}” không đúng dạng năm/tháng/ngày giờ:phút:giây.`, where);
    return time ?? "";
  }

  organisation(element: PacketElement | undefined, where: string): PacketOrganisation {
    const organisationCode = this.required(element, "OrganId", where, "mã định danh cơ quan");
    if (organisationCode !== "" && !isOrganisationCode(organisationCode)) {
      this.fault(`Mã định danh “${organisationCode.slice(0, 60)}” không đúng dạng.`, `${where}/OrganId`);
    }
    return withoutUndefined({
      organisationCode,
      name: childText(element, "OrganName"),
      superior: optionalText(element, "OrganizationInCharge"),
      address: optionalText(element, "OrganAdd"),
      email: optionalText(element, "Email"),
      telephone: optionalText(element, "Telephone"),
      fax: optionalText(element, "Fax"),
      website: optionalText(element, "Website"),
    });
  }
}

const MESSAGE = "MessageHeader";

function readStatus(message: PacketElement, reading: Reading): StatusPacket {
  const answered = child(message, "ResponseFor");
  const code = childText(message, "StatusCode");
  if (!isStatusCode(code))
    reading.fault(`Mã trạng thái “${code.slice(0, 20)}” không có trong danh mục.`, `${MESSAGE}/StatusCode`);
  const known = isStatusCode(code) ? code : "01";
  const description = childText(message, "Description");
  // A rejection must say why (practice of all code bases seen; column "lý do" of the sender's page).
  if (known === "02" && description === "")
    reading.fault("Từ chối tiếp nhận phải nêu lý do.", `${MESSAGE}/Description`);
  return withoutUndefined({
    from: reading.organisation(child(message, "From"), `${MESSAGE}/From`),
    to: reading.organisation(answered, `${MESSAGE}/ResponseFor`),
    documentId: reading.required(answered, "DocumentId", `${MESSAGE}/ResponseFor`, "mã văn bản được phản hồi"),
    code: known,
    description: description === "" ? STATUS_WORDS[known] : description,
    staff: optionalText(child(message, "StaffInfo"), "Staff"),
    at: reading.time(childText(message, "Timestamp"), `${MESSAGE}/Timestamp`),
  });
}

function readDocument(message: PacketElement, trace: PacketElement | undefined, reading: Reading): DocumentPacket {
  const from = reading.organisation(child(message, "From"), `${MESSAGE}/From`);
  const receivers = children(message, "To");
  if (receivers.length === 0) reading.fault("Gói tin không có nơi nhận.", `${MESSAGE}/To`);
  const code = child(message, "Code");
  const number = reading.required(code, "CodeNumber", `${MESSAGE}/Code`, "số văn bản");
  const notation = reading.required(code, "CodeNotation", `${MESSAGE}/Code`, "ký hiệu văn bản");
  const promulgation = child(message, "PromulgationInfo");
  const issuedOn = reading.date(
    childText(promulgation, "PromulgationDate"),
    `${MESSAGE}/PromulgationInfo/PromulgationDate`,
  );
  const kind = child(message, "DocumentType");
  const signer = child(message, "SignerInfo");
  const other = child(message, "OtherInfo");
  const business = child(trace, "Bussiness");
  const built = buildDocumentId({ organisationCode: from.organisationCode, issuedOn, number, notation });
  const given = childText(message, "DocumentId");
  if (given !== "" && given !== built) {
    reading.warn(
      "EDXML_DOCUMENT_ID",
      `Mã văn bản “${given.slice(0, 200)}” khác với mã lập từ số, ký hiệu và ngày (${built}).`,
      `${MESSAGE}/DocumentId`,
    );
  }
  if (given.length > 500) reading.fault("Mã văn bản dài quá mức cho phép.", `${MESSAGE}/DocumentId`);
  const due = childText(message, "DueDate");
  const copies = childText(other, "PromulgationAmount");
  return withoutUndefined({
    documentId: given === "" ? built : given,
    from,
    to: receivers.map((to, index) => reading.organisation(to, `${MESSAGE}/To[${index + 1}]`)),
    number,
    notation,
    place: childText(promulgation, "Place"),
    issuedOn,
    kind: withoutUndefined({
      code: childText(kind, "Type"),
      name: childText(kind, "TypeName"),
      detail: optionalText(kind, "TypeDetail"),
    }),
    subject: reading.required(message, "Subject", MESSAGE, "trích yếu"),
    content: optionalText(message, "Content"),
    signatory: {
      competence: childText(signer, "Competence"),
      position: childText(signer, "Position"),
      name: childText(signer, "FullName"),
    },
    dueOn: due === "" ? undefined : reading.date(due, `${MESSAGE}/DueDate`),
    priority: readPriority(childText(other, "Priority"), reading),
    pages: Math.max(0, Number.parseInt(childText(other, "PageAmount"), 10) || 0),
    copies: /^\d{1,6}$/.test(copies) ? Number(copies) : undefined,
    sphere: optionalText(other, "SphereOfPromulgation"),
    typist: optionalText(other, "TyperNotation"),
    appendices: texts(child(other, "Appendixes"), "Appendix"),
    places: texts(child(message, "ToPlaces"), "Place"),
    business: readBusiness(childText(business, "BussinessDocType"), reading),
    businessReason: optionalText(business, "BussinessDocReason"),
    staff: readStaff(child(business, "StaffInfo")),
    replaces: readReplaced(business),
    answers: optionalText(child(message, "ResponseFor"), "DocumentId"),
    answersTasks: readTasks(message),
    attachments: [],
    sentAt: readSentAt(trace, issuedOn, reading),
  });
}

function readPriority(text: string, reading: Reading): DocumentPacket["priority"] {
  if (text === "") return 0;
  if (/^[0-4]$/.test(text)) return Number(text) as DocumentPacket["priority"];
  reading.warn(
    "EDXML_PRIORITY",
    `Độ khẩn “${text.slice(0, 20)}” không có trong danh mục; coi là thường.`,
    `${MESSAGE}/OtherInfo/Priority`,
  );
  return 0;
}

function readBusiness(text: string, reading: Reading): PacketBusiness {
  for (const [name, { code }] of Object.entries(BUSINESS)) if (code === text) return name as PacketBusiness;
  if (text !== "")
    reading.fault(
      `Loại nghiệp vụ “${text.slice(0, 20)}” không có trong danh mục.`,
      "TraceHeaderList/Bussiness/BussinessDocType",
    );
  return "new";
}

function readReplaced(business: PacketElement | undefined): string[] {
  const ids = children(child(business, "ReplacementInfoList"), "ReplacementInfo").map((one) =>
    childText(one, "DocumentId"),
  );
  ids.unshift(childText(business, "DocumentId"));
  return [...new Set(ids.filter((id) => id !== ""))];
}

function readStaff(element: PacketElement | undefined): PacketStaff | undefined {
  const staff = withoutUndefined({
    department: optionalText(element, "Department"),
    name: optionalText(element, "Staff"),
    email: optionalText(element, "Email"),
    mobile: optionalText(element, "Mobile"),
  });
  return Object.keys(staff).length === 0 ? undefined : staff;
}

function readTasks(message: PacketElement): string[] | undefined {
  const codes = texts(child(message, "ResponseForTask"), "TaskCode");
  return codes.length === 0 ? undefined : codes;
}

/** The sender's own trace; a packet without one is taken as sent on its day of issue. */
function readSentAt(trace: PacketElement | undefined, issuedOn: string, reading: Reading): string {
  const first = childText(child(trace, "TraceHeader"), "Timestamp");
  if (first !== "") return reading.time(first, "TraceHeaderList/TraceHeader/Timestamp");
  reading.warn("EDXML_TRACE", "Gói tin không ghi thời điểm gửi; lấy ngày ban hành.", "TraceHeaderList/TraceHeader");
  return readPacketTime(issuedOn) ?? "";
}

function noteSignature(signature: PacketElement | undefined, reading: Reading): void {
  if (signature === undefined || signature.children.length === 0) return;
  const method = child(child(signature, "SignedInfo"), "SignatureMethod")?.attributes.Algorithm ?? "";
  const weak = method.endsWith("#rsa-sha1");
  reading.warn(
    weak ? "EDXML_SIGNATURE_SHA1" : "EDXML_SIGNATURE",
    `Gói tin có chữ ký XML${weak ? " dùng SHA-1, thuật toán không còn được chấp nhận (TT 15/2025/TT-BKHCN, Phụ lục I)" : ""}; chữ ký này không được đánh giá, việc kiểm tra dựa vào chữ ký số trong tệp PDF.`,
    "edXMLHeader/Signature",
  );
}

function texts(parent: PacketElement | undefined, name: string): string[] {
  return children(parent, name)
    .map((one) => one.text.trim())
    .filter((text) => text !== "");
}

/** Text of an optional element: absent and empty are the same. */
function optionalText(parent: PacketElement | undefined, name: string): string | undefined {
  return childText(parent, name) || undefined;
}

/** Leaves out what is undefined, so that reading back what was packed gives exactly what was packed. */
function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
