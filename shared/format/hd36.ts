import type { ElementRule, RuleSet } from "./model.ts";

const upright = { bold: false, italic: false, capitals: false } as const;
const bold = { bold: true, italic: false, capitals: false } as const;
const boldCapitals = { bold: true, italic: false, capitals: true } as const;
const fourteen = { min: 14, max: 14, use: 14 };
const text = { min: 14, max: 15, use: 14 };

const heading: ElementRule = { ...bold, size: text, align: "justify", clause: "HD36 II.6" };

/** Guidance 36-HD/VPTW (03/4/2018): form and technique of Party documents, until 26/5/2026. */
export const HD36: RuleSet = {
  id: "hd36",
  name: "Hướng dẫn số 36-HD/VPTW ngày 03/4/2018 của Văn phòng Trung ương Đảng",
  system: "party",
  validFrom: "2018-04-03",
  validTo: "2026-05-26",
  font: { value: "Times New Roman", clause: "HD36 I.3" },
  page: {
    value: {
      width: 210,
      height: 297,
      top: { min: 20, max: 20, use: 20 },
      bottom: { min: 20, max: 20, use: 20 },
      left: { min: 30, max: 30, use: 30 },
      right: { min: 15, max: 15, use: 15 },
      pageNumberFromTop: 10,
    },
    clause: "HD36 I.1–2",
  },
  bodyText: {
    value: { firstLineIndent: 10, spacing: 6, line: { rule: "exact", min: 18, max: 22, use: 18 } },
    clause: "HD36 II.6",
  },
  elements: {
    nationalName: {
      ...boldCapitals,
      size: { min: 15, max: 15, use: 15 },
      align: "center",
      below: "line-full",
      clause: "HD36 II.1",
    },
    motto: { ...bold, size: fourteen, align: "center", clause: "HD36 II.1 (không có tiêu ngữ)" },
    superior: { ...upright, capitals: true, size: fourteen, align: "center", clause: "HD36 II.2" },
    organisation: { ...boldCapitals, size: fourteen, align: "center", below: "asterisk", clause: "HD36 II.2" },
    number: { ...upright, size: fourteen, align: "center", clause: "HD36 II.3" },
    placeAndDate: { ...upright, italic: true, size: fourteen, align: "center", clause: "HD36 II.4" },
    kindName: { ...boldCapitals, size: { min: 15, max: 16, use: 15 }, align: "center", clause: "HD36 II.5" },
    subject: { ...bold, size: text, align: "center", below: "hyphens", clause: "HD36 II.5" },
    letterSubject: {
      ...upright,
      italic: true,
      size: { min: 12, max: 12, use: 12 },
      align: "center",
      clause: "HD36 II.5",
    },
    basis: { ...upright, size: text, align: "justify", clause: "HD36 II.6" },
    body: { ...upright, size: text, align: "justify", clause: "HD36 II.6" },
    heading1: { ...heading, capitals: true },
    heading2: heading,
    heading3: heading,
    heading4: { ...heading, bold: false, italic: true },
    addressees: { ...upright, italic: true, size: fourteen, align: "center", clause: "HD36 II.9" },
    authority: { ...boldCapitals, size: fourteen, align: "center", clause: "HD36 II.7" },
    position: { ...upright, capitals: true, size: fourteen, align: "center", clause: "HD36 II.7" },
    signatoryName: { ...bold, size: fourteen, align: "center", clause: "HD36 II.7" },
    recipientsHead: { ...upright, underline: true, size: fourteen, align: "left", clause: "HD36 II.9" },
    recipients: { ...upright, size: { min: 12, max: 12, use: 12 }, align: "left", clause: "HD36 II.9" },
    appendixLabel: { ...bold, size: fourteen, align: "center", clause: "HD36 III; thông lệ" },
    appendixTitle: { ...boldCapitals, size: text, align: "center", clause: "HD36 III; thông lệ" },
    appendixAttachedTo: {
      ...upright,
      italic: true,
      size: fourteen,
      align: "center",
      below: "hyphens",
      clause: "HD36 III; thông lệ",
    },
    urgency: { ...boldCapitals, size: fourteen, align: "center", clause: "HD36 III" },
    pageNumber: { ...upright, size: fourteen, align: "center", clause: "HD36 I.2" },
  },
  national: { value: ["ĐẢNG CỘNG SẢN VIỆT NAM"], clause: "HD36 II.1" },
  number: {
    value: { before: "Số ", between: "-", pattern: "Số {n}-{s}", letterPattern: "Số {n}-{s}" },
    clause: "HD36 II.3",
  },
  headings: {
    value: [
      { style: "roman", after: "- " },
      { style: "arabic", after: ". " },
      { style: "arabic-nested", after: ". " },
      { style: "letter", after: ") " },
    ],
    clause: "HD36 II.6; cấp 1.1 theo thông lệ",
  },
  recipients: {
    value: { head: "Nơi nhận:", between: ",", last: ".", archive: "Lưu Văn phòng" },
    clause: "HD36 II.9",
  },
  signaturePrefixes: { value: ["T/M", "K/T", "T/L", "Q."], clause: "HD36 II.7" },
  addresseesHead: {
    value: { letter: "Kính gửi:", submission: "Kính gửi:", between: ",", last: "." },
    clause: "HD36 II.9",
  },
  letterSubjectPrefix: { value: "V/v ", clause: "HD36 II.5" },
  endMark: { value: ".", clause: "HD36 II.6" },
  citedDate: { value: "slashes", clause: "HD36 II.6" },
};
