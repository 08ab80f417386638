/** Kinds of business of a packet (QCVN 102:2016, BussinessDocType): 0 new, 1 recall, 2 update, 3 replace. */
export type PacketBusiness = "new" | "recall" | "update" | "replace";

/** One organisation in a packet. */
export interface PacketOrganisation {
  /** Mã định danh (QĐ 20/2020/QĐ-TTg), up to 35 characters. */
  organisationCode: string;
  name: string;
  address?: string;
  email?: string;
  telephone?: string;
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
  kind: { code: string; name: string };
  subject: string;
  content?: string;
  signatory: { competence: string; position: string; name: string };
  /** ISO date. */
  dueOn?: string;
  priority: 0 | 1 | 2 | 3 | 4;
  pages: number;
  appendices: string[];
  places: string[];
  business: PacketBusiness;
  businessReason?: string;
  /** DocumentIds that this one replaces, updates or recalls. */
  replaces: string[];
  /** DocumentId that this one answers. */
  answers?: string;
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

/** A status packet, from the receiver back to the sender. */
export interface StatusPacket {
  from: PacketOrganisation;
  to: PacketOrganisation;
  documentId: string;
  code: StatusCode;
  description: string;
  staff?: string;
  /** ISO 8601 */
  at: string;
}
