import { dossierCode } from "../codes.ts";
import { listTotals, romanNumber } from "../list-rules.ts";
import type { Dossier, DossierList, NumberedDocument } from "../model.ts";
import { inWords, placeAndDay, type SheetOffice, sheetHead, shortDay } from "./heads.ts";
import type { Line, Sheet, SheetPart } from "./word-sheet.ts";

const officeLines = ({ superior, name }: SheetOffice) => [...(superior === undefined ? [] : [superior]), name];
const centred = (text: string, more: Partial<Line> = {}): Line => ({ text, align: "center", ...more });

/** Danh mục hồ sơ (Phụ lục V.II). */
export function listSheet(list: DossierList, office: SheetOffice): Sheet {
  const totals = listTotals(list);
  const { decision } = list;
  const rows = list.headings.flatMap((heading, h) => [
    { group: `${romanNumber(h + 1)}. ${heading.title.toLocaleUpperCase("vi")}`, bold: true },
    ...heading.parts.flatMap((part, p) => [
      ...(part.title === "" ? [] : [{ group: `${p + 1}. ${part.title}`, bold: true, italic: true }]),
      ...part.items.map(({ notation, title, retention, maker, note }) => [
        notation,
        title,
        retention,
        maker.name,
        note ?? "",
      ]),
    ]),
  ]);
  return {
    title: `Danh mục hồ sơ năm ${list.year}`,
    orientation: "portrait",
    parts: [
      sheetHead(officeLines(office)),
      centred("DANH MỤC HỒ SƠ", { bold: true, size: 14, before: 18 }),
      centred(`Năm ${list.year}`, { bold: true, size: 14 }),
      centred(
        decision === undefined
          ? "(Dự thảo, chưa được phê duyệt)"
          : `(Kèm theo Quyết định số ${decision.symbol} ngày ${shortDay(decision.date)} của ${decision.issuer})`,
        { italic: true, after: 12 },
      ),
      {
        table: {
          columns: [
            { header: "Số và ký hiệu hồ sơ", share: 1.5, align: "center" },
            { header: "Tên đề mục và tiêu đề hồ sơ", share: 5 },
            { header: "Thời hạn bảo quản", share: 1.4, align: "center" },
            { header: "Người lập hồ sơ", share: 2 },
            { header: "Ghi chú", share: 1.3 },
          ],
          rows,
          numbered: true,
        },
      },
      { text: `Danh mục hồ sơ này có ${count(totals.all)} hồ sơ, bao gồm:`, before: 12, indent: 10 },
      { text: `${count(totals.permanent)} hồ sơ bảo quản vĩnh viễn;`, indent: 10 },
      { text: `${count(totals.timed)} hồ sơ bảo quản có thời hạn.`, indent: 10, after: 12 },
      ...(list.approved === undefined
        ? []
        : [
            {
              pair: {
                left: [],
                right: [
                  centred("NGƯỜI PHÊ DUYỆT", { bold: true, after: 54 }),
                  centred(list.approved.name, { bold: true }),
                ],
              },
            } satisfies SheetPart,
          ]),
    ],
  };
}

/** Mục lục văn bản, tài liệu trong hồ sơ (Phụ lục V.IV). */
export function contentsSheet(dossier: Dossier, documents: readonly NumberedDocument[], office: SheetOffice): Sheet {
  return {
    title: `Mục lục văn bản, tài liệu hồ sơ ${dossierCode(dossier.code)}`,
    orientation: "landscape",
    parts: [
      sheetHead(officeLines(office)),
      centred("MỤC LỤC VĂN BẢN, TÀI LIỆU", { bold: true, size: 14, before: 18 }),
      centred(`Số, ký hiệu hồ sơ: ${dossier.code.notation}`, { bold: true }),
      centred(`Năm ${dossier.code.year}`, { bold: true }),
      centred(dossier.title, { italic: true, after: 12 }),
      {
        table: {
          columns: [
            { header: "STT", share: 0.6, align: "center" },
            { header: "Số, ký hiệu văn bản", share: 1.8 },
            { header: "Ngày tháng năm văn bản", share: 1.4, align: "center" },
            { header: "Tên loại và trích yếu nội dung văn bản", share: 5 },
            { header: "Tác giả văn bản", share: 2.4 },
            { header: "Tờ số/ Trang số", share: 1.1, align: "center" },
            { header: "Ghi chú", share: 1.4 },
          ],
          rows: documents.map(({ ordinal, facts, fromPage, toPage, note }) => [
            String(ordinal),
            facts.symbol,
            shortDay(facts.issuedOn),
            [facts.typeName, facts.subject].filter((text) => text !== "").join(" "),
            facts.issuer,
            fromPage === toPage ? String(fromPage) : `${fromPage}-${toPage}`,
            note ?? "",
          ]),
          numbered: true,
        },
      },
      { text: `Hồ sơ có ${count(documents.length)} văn bản, ${count(dossier.pages)} trang.`, before: 12, indent: 10 },
    ],
  };
}

/** What a hand-over of several dossiers is about. */
export interface HandOver {
  year: number;
  /** Who hands over: unit and person. */
  from: { unit: string; name: string; position: string };
  to: { name: string; position: string };
  /** ISO day. */
  on: string;
  dossiers: readonly Dossier[];
  /** SHA-256 of the archive package of each dossier, by the dossier's id. */
  packages: Readonly<Record<string, string>>;
  /** "Danh mục hồ sơ năm 2026, Kế hoạch thu thập tài liệu số 12/KH-VP" */
  basis: string;
}

/** Mục lục hồ sơ, tài liệu nộp lưu (Phụ lục V.III). */
export function handOverListSheet(handOver: HandOver, office: SheetOffice): Sheet {
  const { dossiers, year, from, on } = handOver;
  return {
    title: `Mục lục hồ sơ, tài liệu nộp lưu năm ${year}`,
    orientation: "landscape",
    parts: [
      sheetHead([office.name, from.unit]),
      centred("MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU", { bold: true, size: 14, before: 18 }),
      centred(from.unit, { bold: true }),
      centred(`Năm ${year}`, { bold: true, after: 12 }),
      {
        table: {
          columns: [
            { header: "Số TT", share: 0.6, align: "center" },
            { header: "Số, ký hiệu hồ sơ", share: 1.6 },
            { header: "Tiêu đề hồ sơ", share: 5 },
            { header: "Thời gian tài liệu", share: 2, align: "center" },
            { header: "Thời hạn bảo quản", share: 1.3, align: "center" },
            { header: "Số tờ/ Số trang", share: 1, align: "center" },
            { header: "Ghi chú", share: 1.4 },
          ],
          rows: dossiers.map((one, index) => [
            String(index + 1),
            one.code.notation,
            one.title,
            `${shortDay(one.startedOn)} - ${shortDay(one.endedOn)}`,
            one.retention,
            String(one.pages),
            one.note ?? "",
          ]),
          numbered: true,
        },
      },
      { text: `Mục lục này gồm: ${count(dossiers.length)} hồ sơ (đơn vị bảo quản).`, before: 12, indent: 10 },
      { text: `Viết bằng chữ: ${capital(inWords(dossiers.length))} hồ sơ (đơn vị bảo quản).`, indent: 10, after: 12 },
      {
        pair: {
          left: [],
          right: [
            centred(placeAndDay(office.place, on), { italic: true }),
            centred("Người lập", { bold: true }),
            centred("(Ký và ghi rõ họ và tên, chức vụ)", { italic: true, after: 54 }),
            centred(from.name, { bold: true }),
            centred(from.position),
          ],
        },
      },
    ],
  };
}

/** Biên bản giao nhận hồ sơ, tài liệu (Phụ lục V.V). */
export function handOverRecordSheet(handOver: HandOver, office: SheetOffice): Sheet {
  const { dossiers, from, to, on, basis, year, packages } = handOver;
  const days = dossiers.flatMap(({ startedOn, endedOn }) => [startedOn, endedOn ?? startedOn]).sort();
  const files = dossiers.reduce((sum, one) => sum + one.files, 0);
  const paragraph = (text: string, more: Partial<Line> = {}): Line => ({
    text,
    align: "both",
    indent: 10,
    before: 3,
    ...more,
  });
  return {
    title: `Biên bản giao nhận hồ sơ, tài liệu năm ${year}`,
    orientation: "portrait",
    parts: [
      sheetHead(officeLines(office), [centred(placeAndDay(office.place, on), { italic: true, size: 13, before: 3 })]),
      centred("BIÊN BẢN", { bold: true, size: 14, before: 18 }),
      centred("Giao nhận hồ sơ, tài liệu", { bold: true, size: 14, after: 12 }),
      paragraph("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;", {
        italic: true,
      }),
      paragraph(`Căn cứ ${basis},`, { italic: true }),
      paragraph("Chúng tôi gồm:"),
      paragraph(`BÊN GIAO: ${from.unit}`, { bold: true }),
      paragraph(`Ông (bà): ${from.name}`),
      paragraph(`Chức vụ công tác: ${from.position}`),
      paragraph("BÊN NHẬN: Lưu trữ cơ quan", { bold: true }),
      paragraph(`Ông (bà): ${to.name}`),
      paragraph(`Chức vụ công tác: ${to.position}`),
      paragraph("Thống nhất lập biên bản giao nhận tài liệu với những nội dung như sau:"),
      paragraph(`1. Tên khối tài liệu giao nộp: Hồ sơ, tài liệu năm ${year} của ${from.unit}.`),
      paragraph(`2. Thời gian của hồ sơ, tài liệu: từ ${shortDay(days[0])} đến ${shortDay(days.at(-1))}.`),
      paragraph("3. Số lượng tài liệu:"),
      paragraph("a) Đối với hồ sơ, tài liệu giấy: không có."),
      paragraph("b) Đối với hồ sơ, tài liệu điện tử:"),
      paragraph(`- Tổng số hồ sơ: ${count(dossiers.length)};`),
      paragraph(`- Tổng số tệp tin trong hồ sơ: ${count(files)}.`),
      paragraph(
        "4. Tình trạng tài liệu giao nộp: các tệp còn nguyên vẹn, mã băm SHA-256 khớp với danh mục trong gói lưu trữ. Mã băm SHA-256 của gói lưu trữ từng hồ sơ lúc giao nhận:",
        { after: 6 },
      ),
      {
        table: {
          columns: [
            { header: "Số TT", share: 0.6, align: "center" },
            { header: "Mã hồ sơ", share: 2 },
            { header: "SHA-256 của gói", share: 5 },
          ],
          rows: dossiers.map((one, index) => [
            String(index + 1),
            dossierCode(one.code),
            // Two halves: a line of the table holds so many digits.
            (packages[one.id] ?? "").replace(/^(.{32})(?=.)/, "$1\n"),
          ]),
          size: 11,
        },
      },
      paragraph("5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo."),
      paragraph("Biên bản này được lập thành hai bản; bên giao giữ một bản, bên nhận giữ một bản./.", { after: 12 }),
      {
        pair: {
          left: [
            centred("ĐẠI DIỆN BÊN GIAO", { bold: true }),
            centred("(Ký và ghi rõ họ và tên)", { italic: true, after: 54 }),
            centred(from.name, { bold: true }),
          ],
          right: [
            centred("ĐẠI DIỆN BÊN NHẬN", { bold: true }),
            centred("(Ký và ghi rõ họ và tên)", { italic: true, after: 54 }),
            centred(to.name, { bold: true }),
          ],
        },
      },
    ],
  };
}

function count(value: number): string {
  return value > 0 && value < 10 ? `0${value}` : String(value);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
}
