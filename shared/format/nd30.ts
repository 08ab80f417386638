import type { ElementRule, RuleSet } from "./model.ts";

const upright = { bold: false, italic: false, capitals: false } as const;
const bold = { bold: true, italic: false, capitals: false } as const;
const boldCapitals = { bold: true, italic: false, capitals: true } as const;
const fourteen = { min: 13, max: 14, use: 14 };
const thirteen = { min: 12, max: 13, use: 13 };

const heading: ElementRule = {
  ...bold,
  size: fourteen,
  align: "justify",
  clause: "NĐ30 PL I.II.5.d; bảng mẫu chữ, dòng 6",
};

/** Decree 30/2020/NĐ-CP, Phụ lục I: form and technique of administrative documents of State bodies. */
export const ND30: RuleSet = {
  id: "nd30",
  name: "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ",
  system: "state",
  validFrom: "2020-03-05",
  font: { value: "Times New Roman", clause: "NĐ30 PL I.I.4" },
  page: {
    value: {
      width: 210,
      height: 297,
      top: { min: 20, max: 25, use: 20 },
      bottom: { min: 20, max: 25, use: 20 },
      left: { min: 30, max: 35, use: 30 },
      right: { min: 15, max: 20, use: 15 },
      // The clause says "inside the top margin"; 10 mm leaves 14 pt text clear of the body.
      pageNumberFromTop: 10,
    },
    clause: "NĐ30 PL I.I.1–3, 6",
  },
  bodyText: {
    value: { firstLineIndent: 12.7, spacing: 6, line: { rule: "multiple", min: 1, max: 1.5, use: 1.15 } },
    clause: "NĐ30 PL I.II.5.e",
  },
  elements: {
    nationalName: { ...boldCapitals, size: thirteen, align: "center", clause: "NĐ30 PL I.II.1.a" },
    motto: { ...bold, size: fourteen, align: "center", below: "line-full", clause: "NĐ30 PL I.II.1.b" },
    superior: { ...upright, capitals: true, size: thirteen, align: "center", clause: "NĐ30 PL I.II.2.b" },
    organisation: { ...boldCapitals, size: thirteen, align: "center", below: "line-part", clause: "NĐ30 PL I.II.2.b" },
    number: { ...upright, size: { min: 13, max: 13, use: 13 }, align: "center", clause: "NĐ30 PL I.II.3.c" },
    placeAndDate: { ...upright, italic: true, size: fourteen, align: "center", clause: "NĐ30 PL I.II.4.c" },
    kindName: { ...boldCapitals, size: fourteen, align: "center", clause: "NĐ30 PL I.II.5.b" },
    subject: { ...bold, size: fourteen, align: "center", below: "line-part", clause: "NĐ30 PL I.II.5.b" },
    letterSubject: { ...upright, size: { min: 12, max: 13, use: 12 }, align: "center", clause: "NĐ30 PL I.II.5.c" },
    basis: { ...upright, italic: true, size: fourteen, align: "justify", clause: "NĐ30 PL I.II.6.a" },
    body: { ...upright, size: fourteen, align: "justify", clause: "NĐ30 PL I.II.6.e" },
    heading1: { ...heading, capitals: true },
    heading2: heading,
    heading3: heading,
    heading4: { ...heading, bold: false },
    addressees: { ...upright, size: fourteen, align: "center", clause: "NĐ30 PL I.II.9.a" },
    authority: { ...boldCapitals, size: fourteen, align: "center", clause: "NĐ30 PL I.II.7.đ" },
    position: { ...boldCapitals, size: fourteen, align: "center", clause: "NĐ30 PL I.II.7.đ" },
    signatoryName: { ...bold, size: fourteen, align: "center", clause: "NĐ30 PL I.II.7.đ" },
    recipientsHead: {
      ...bold,
      italic: true,
      size: { min: 12, max: 12, use: 12 },
      align: "left",
      clause: "NĐ30 PL I.II.9.c",
    },
    recipients: { ...upright, size: { min: 11, max: 11, use: 11 }, align: "left", clause: "NĐ30 PL I.II.9.c" },
    appendixLabel: { ...bold, size: { min: 14, max: 14, use: 14 }, align: "center", clause: "NĐ30 PL I.III.1.c" },
    appendixTitle: { ...boldCapitals, size: fourteen, align: "center", clause: "NĐ30 PL I.III.1.c" },
    appendixAttachedTo: {
      ...upright,
      italic: true,
      size: fourteen,
      align: "center",
      below: "line-part",
      clause: "NĐ30 PL I.III.1.d; mẫu 2.1, 2.2",
    },
    urgency: { ...boldCapitals, size: { min: 13, max: 14, use: 13 }, align: "center", clause: "NĐ30 PL I.III.2.b" },
    pageNumber: { ...upright, size: fourteen, align: "center", clause: "NĐ30 PL I.I.6" },
  },
  national: {
    value: ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
    clause: "NĐ30 PL I.II.1",
  },
  number: {
    value: { before: "Số: ", between: "/", pattern: "Số: {n}/{s}", letterPattern: "Số: {n}/{s}" },
    clause: "NĐ30 PL I.II.3",
  },
  headings: {
    value: [
      { style: "roman", after: ". " },
      { style: "arabic", after: ". " },
      { style: "arabic-nested", after: ". " },
      { style: "letter", after: ") " },
    ],
    clause: "NĐ30 PL I.II.6.d; cấp 1.1 theo thông lệ",
  },
  recipients: {
    value: { head: "Nơi nhận:", between: ";", last: ".", archive: "Lưu: VT" },
    clause: "NĐ30 PL I.II.9.b–c",
  },
  signaturePrefixes: { value: ["TM.", "KT.", "TL.", "TUQ.", "Q."], clause: "NĐ30 Điều 13; PL I.II.7.a" },
  addresseesHead: {
    value: { letter: "Kính gửi:", submission: "Kính gửi:", between: ";", last: "." },
    clause: "NĐ30 PL I.II.9.a, c",
  },
  letterSubjectPrefix: { value: "V/v ", clause: "NĐ30 PL I.II.5.c" },
  endMark: { value: "./.", clause: "NĐ30 PL III, mẫu 1.1–1.8" },
  citedDate: { value: "words", clause: "NĐ30 PL I.II.6.a" },
};
