/** Kinds of business of a packet (QCVN 102:2016, BussinessDocType): 0 new, 1 recall, 2 update, 3 replace. */
export type PacketBusiness = "new" | "recall" | "update" | "replace";

/** One organisation in a packet. */
export interface PacketOrganisation {
  /** Mã định danh (QĐ 20/2020/QĐ-TTg), up to 35 characters. */
  organisationCode: string;
  name: string;
  /** OrganizationInCharge: the superior organisation. */
  superior?: string;
  address?: string;
  email?: string;
  telephone?: string;
  fax?: string;
  website?: string;
}

/** Who handles a packet or a status (StaffInfo). */
export interface PacketStaff {
  department?: string;
  name?: string;
  email?: string;
  mobile?: string;
}

/** A document packet (edXML): one document with its attachments on its way from one organisation to others. */
export interface DocumentPacket {
  /** `{OrganId},{yyyy/MM/dd},{number}/{notation}` */
  documentId: string;
  from: PacketOrganisation;
  to: PacketOrganisation[];
  number: string;
  notation: string;
  place: string;
  /** ISO date. */
  issuedOn: string;
  kind: { code: string; name: string; detail?: string };
  subject: string;
  content?: string;
  signatory: { competence: string; position: string; name: string };
  /** ISO date. */
  dueOn?: string;
  /** 0 normal, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc, 4 hỏa tốc hẹn giờ. */
  priority: 0 | 1 | 2 | 3 | 4;
  pages: number;
  /** PromulgationAmount: number of copies issued. */
  copies?: number;
  /** SphereOfPromulgation and TyperNotation, as written. */
  sphere?: string;
  typist?: string;
  appendices: string[];
  /** ToPlaces: nơi nhận, in words. */
  places: string[];
  business: PacketBusiness;
  businessReason?: string;
  /** Clerk who sends. */
  staff?: PacketStaff;
  /** DocumentIds that this one replaces, updates or recalls. */
  replaces: string[];
  /** DocumentId that this one answers. */
  answers?: string;
  /** Codes of the tasks that this one answers (ResponseForTask). */
  answersTasks?: string[];
  attachments: PacketAttachment[];
  /** ISO 8601 instant of packing. */
  sentAt: string;
}

/** A file in a packet; the first is the document itself. */
export interface PacketAttachment {
  name: string;
  description: string;
  contentType: string;
  bytes: Uint8Array;
}

/** Status of a packet at the receiver: 01 arrived, 02 rejected, 03 accepted, 04 assigned, 05 in progress, 06 done, 13 taken back, 15/16 change agreed/refused. */
export type StatusCode = "01" | "02" | "03" | "04" | "05" | "06" | "13" | "15" | "16";

/** A status packet, from the receiver back to the sender (13: from the sender to the receiver). */
export interface StatusPacket {
  from: PacketOrganisation;
  /** The organisation whose document it speaks of; only its code travels. For 13 the receiver is named by the transport. */
  to: PacketOrganisation;
  documentId: string;
  code: StatusCode;
  description: string;
  /** Name of who handles it. */
  staff?: string;
  /** ISO 8601 */
  at: string;
}

/** Something in a packet that was read another way than the usual, or mended. Vietnamese message. */
export interface PacketWarning {
  code: string;
  message: string;
  where: string;
}

/** What {@link unpackEdxml} gives: a document or a status, as the packet itself says. */
export type UnpackedPacket =
  | { kind: "document"; packet: DocumentPacket; warnings: PacketWarning[] }
  | { kind: "status"; status: StatusPacket; warnings: PacketWarning[] };

/** How a delivery stands: waiting (to be sent, or sent again), sent (the receiver's machine has it), dead (given up; somebody must look). */
export type DeliveryState = "waiting" | "sent" | "dead";

/** One status that came back from a receiver. Never changed, never removed. */
export interface DeliveryStatus {
  code: StatusCode;
  description: string;
  staff?: string;
  /** When the receiver says it happened, and when it came here (ISO 8601). */
  at: string;
  recordedAt: string;
}

/** One document on its way to one receiver, for the clerk's page. */
export interface Delivery {
  messageId: string;
  documentId: string;
  /** Codes of sender and receiver; `toName` is the receiver's name. */
  from: string;
  to: string;
  toName: string;
  /** sha256 of the packet in the file store. */
  packet: string;
  state: DeliveryState;
  /** Times tried so far. */
  attempts: number;
  /** ISO 8601 instants. */
  queuedAt: string;
  nextAt?: string;
  sentAt?: string;
  receiptId?: string;
  /** Vietnamese: why the last try failed. */
  lastError?: { code: string; message: string };
  /** Every status that came back, oldest first. */
  statuses: DeliveryStatus[];
  /** The newest status, or undefined while none came. */
  status?: StatusCode;
  /** One Vietnamese word or two for the page: "Đang chờ gửi", "Đã gửi", "Đã đến", "Đã tiếp nhận"… */
  label: string;
}

/** By what way a document came that no exchange carried: paper (by hand or post), e-mail, or as a file from elsewhere. */
export type OtherChannel = "paper" | "email" | "file";

/** A document that came in, as the exchange keeps it. Files by sha256. */
export interface IncomingRecord {
  id: string;
  /** Absent: it came as a packet, and its sender is told how it fares. */
  channel?: OtherChannel;
  /** Code of the receiving organisation, and the receiver as the packet names it. */
  organisationCode: string;
  receiver: PacketOrganisation;
  documentId: string;
  from: PacketOrganisation;
  number: string;
  notation: string;
  place: string;
  issuedOn: string;
  kind: { code: string; name: string };
  subject: string;
  signatory: { competence: string; position: string; name: string };
  dueOn?: string;
  priority: number;
  pages: number;
  business: PacketBusiness;
  businessReason?: string;
  replaces: string[];
  /** The packet as it came; "" of a document that came by another way. */
  packet: string;
  /** Its files, the document first. */
  files: { name: string; description: string; contentType: string; sha256: string; bytes: number }[];
  warnings: PacketWarning[];
  /** ISO 8601 */
  arrivedAt: string;
  /** What the automatic check of the signatures found: the verdict's word and sentence; `file` is the whole verdict as JSON in the file store. */
  check?: { verdict: string; summary: string; at: string; file: string };
  /** Where it stands now, and how it came there, oldest first. */
  status: StatusCode;
  history: { code: StatusCode; description: string; staff?: string; at: string }[];
  /** The sender asked to take it back (13) or sent a recall, update or replacement of it; to be answered with 15 or 16. */
  changeAsked?: ChangeAsked;
  /** Taken back at its sender's wish: no work is done with it any more, and its files are no longer given out. */
  cancelled?: { at: string; kind: ChangeAsked["kind"]; reason: string; staff?: string };
  /** The document that the packet answers (ResponseFor), as it says. */
  answers?: string;
}

/** What a sender asks about a document that it sent. `by`: id here of the packet that asks; absent for a take-back, which is a status. */
export interface ChangeAsked {
  kind: "take-back" | "recall" | "update" | "replace";
  at: string;
  reason: string;
  by?: string;
}

/** Tells the time; tests give a fixed one. */
export type Clock = () => Date;

/** Carries a packet to another organisation. At-least-once: the receiver knows a message by its id. */
export interface Transport {
  /**
   * @param to code of the receiving organisation
   * @throws EXCHANGE_UNREACHABLE (try again later), EXCHANGE_REFUSED (never will be taken)
   */
  send(packet: Uint8Array, to: string, messageId: string): Promise<{ receiptId: string }>;
}
