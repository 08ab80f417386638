import { isOrganisationCode } from "../organisation-code.ts";
import { isStatusCode } from "./names.ts";
import { readPacketTime } from "./time.ts";

/**
 * The shape of a packet as data: element order, how often, and the form of values. It says what the common library writes and what the
 * unofficial schema derived from it says; the official annex of QCVN 102:2016/BTTTT was not at hand.
 */
export interface ElementRule {
  name: string;
  /** Default 1. */
  min?: number;
  /** Default 1. */
  max?: number;
  /** Checks the text; absent: any text. */
  value?: ValueRule;
  /** In this order. Absent: text only. */
  children?: ElementRule[];
  /** Two ways to go on after the common children: a document or a status. */
  either?: { when: string; present: ElementRule[]; absent: ElementRule[] };
  /** Content of this element is not looked at (an XML signature). */
  opaque?: boolean;
}

/** A form of text, with its name in Vietnamese for messages. */
export interface ValueRule {
  what: string;
  test(text: string): boolean;
}

const organisationCode: ValueRule = { what: "mã định danh cơ quan", test: isOrganisationCode };
const statusCode: ValueRule = { what: "mã trạng thái 01–06, 13, 15, 16", test: isStatusCode };
const priority: ValueRule = { what: "độ khẩn từ 0 đến 4", test: (text) => /^[0-4]$/.test(text) };
const business: ValueRule = { what: "loại nghiệp vụ 0, 1, 2 hoặc 3", test: (text) => /^[0-3]$/.test(text) };
const base64: ValueRule = { what: "base64", test: (text) => /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) };
const time: ValueRule = {
  what: "ngày dạng năm/tháng/ngày hoặc năm/tháng/ngày giờ:phút:giây",
  test: (text) => /^\d{4}\/\d{2}\/\d{2}( \d{2}:\d{2}:\d{2})?$/.test(text) && readPacketTime(text) !== undefined,
};
const filled: ValueRule = { what: "không được trống", test: (text) => text.trim() !== "" };

const many = Number.POSITIVE_INFINITY;
const maybe = (name: string, value?: ValueRule): ElementRule => ({ name, min: 0, value });
const list = (name: string, item: string, value?: ValueRule): ElementRule => ({
  name,
  min: 0,
  children: [{ name: item, min: 0, max: many, value }],
});

const organisation: ElementRule[] = [
  { name: "OrganId", value: organisationCode },
  maybe("OrganizationInCharge"),
  maybe("OrganName"),
  maybe("OrganAdd"),
  maybe("Email"),
  maybe("Telephone"),
  maybe("Fax"),
  maybe("Website"),
];
const responseFor: ElementRule[] = [
  { name: "OrganId", value: organisationCode },
  maybe("Code"),
  maybe("DocumentId"),
  maybe("PromulgationDate", time),
];
const staffInfo: ElementRule = {
  name: "StaffInfo",
  min: 0,
  children: [maybe("Department"), maybe("Staff"), maybe("Email"), maybe("Mobile")],
};

const documentHeader: ElementRule[] = [
  { name: "To", max: many, children: organisation },
  maybe("DocumentId"),
  {
    name: "Code",
    children: [
      { name: "CodeNumber", value: filled },
      { name: "CodeNotation", value: filled },
    ],
  },
  { name: "PromulgationInfo", children: [maybe("Place"), { name: "PromulgationDate", value: time }] },
  { name: "DocumentType", min: 0, children: [{ name: "Type" }, maybe("TypeDetail"), maybe("TypeName")] },
  { name: "Subject", value: filled },
  maybe("Content"),
  { name: "SignerInfo", min: 0, children: [maybe("Competence"), maybe("Position"), maybe("FullName")] },
  maybe("DueDate", time),
  {
    name: "OtherInfo",
    min: 0,
    children: [
      maybe("Priority", priority),
      maybe("SphereOfPromulgation"),
      maybe("TyperNotation"),
      maybe("PromulgationAmount"),
      maybe("PageAmount"),
      maybe("ReplyFors"),
      maybe("Direction"),
      maybe("ReferenceCodes"),
      list("Appendixes", "Appendix"),
    ],
  },
  { name: "ResponseFor", min: 0, max: many, children: responseFor },
  maybe("SteeringType"),
  list("ResponseForTask", "TaskCode"),
  maybe("ApplicationType"),
  list("ToPlaces", "Place"),
];

const statusHeader: ElementRule[] = [
  { name: "ResponseFor", children: responseFor },
  staffInfo,
  { name: "StatusCode", value: statusCode },
  maybe("Description"),
  { name: "Timestamp", value: time },
];

const bussiness: ElementRule = {
  name: "Bussiness",
  min: 0,
  children: [
    maybe("DocumentId"),
    { name: "BussinessDocType", value: business },
    maybe("BussinessDocReason"),
    maybe("Paper"),
    {
      name: "BussinessDocumentInfo",
      min: 0,
      children: [
        maybe("DocumentInfo"),
        maybe("DocumentReceiver"),
        {
          name: "ReceiverList",
          min: 0,
          children: [
            {
              name: "Receiver",
              min: 0,
              max: many,
              children: [{ name: "OrganId", value: organisationCode }, { name: "ReceiverType" }],
            },
          ],
        },
      ],
    },
    {
      name: "ReplacementInfoList",
      min: 0,
      children: [
        {
          name: "ReplacementInfo",
          min: 0,
          max: many,
          children: [{ name: "DocumentId" }, list("OrganIdList", "OrganId", organisationCode)],
        },
      ],
    },
    staffInfo,
  ],
};

/** The whole packet, from its root. */
export const PACKET_RULE: ElementRule = {
  name: "edXML",
  children: [
    {
      name: "edXMLEnvelope",
      children: [
        {
          name: "edXMLHeader",
          children: [
            {
              name: "MessageHeader",
              children: [{ name: "From", children: organisation }],
              either: { when: "StatusCode", present: statusHeader, absent: documentHeader },
            },
            {
              name: "TraceHeaderList",
              min: 0,
              children: [
                bussiness,
                {
                  name: "TraceHeader",
                  min: 0,
                  max: many,
                  children: [
                    { name: "OrganId", value: organisationCode },
                    { name: "Timestamp", value: time },
                  ],
                },
              ],
            },
            { name: "Signature", min: 0, opaque: true },
          ],
        },
        {
          name: "edXMLBody",
          min: 0,
          children: [
            {
              name: "edXMLManifest",
              children: [
                {
                  name: "Reference",
                  min: 0,
                  max: many,
                  children: [maybe("ContentId"), maybe("ContentType"), maybe("Description"), maybe("AttachmentName")],
                },
              ],
            },
          ],
        },
      ],
    },
    {
      name: "AttachmentEncoded",
      min: 0,
      children: [
        {
          name: "Attachment",
          min: 0,
          max: many,
          children: [
            { name: "ContentId" },
            { name: "AttachmentName" },
            maybe("Description"),
            maybe("ContentType"),
            { name: "ContentTransferEncoded", value: base64 },
          ],
        },
      ],
    },
  ],
};
