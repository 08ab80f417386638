import { paragraph, run, twips } from "./wordml.ts";

/** Papers that go with an incoming document: the stamp "ĐẾN", the handling slip, both one after another. */
export type IncomingForm = "arrival-stamp" | "handling-slip" | "stamp-and-slip";

/** Size of the stamp in millimetres (NĐ30 Phụ lục IV, V: 35 mm x 50 mm). */
const STAMP = { width: 50, height: 35 } as const;

/** Body of the forms. @param header the head of the office's papers: name, national name, place and date */
export function incomingPaperBody(form: IncomingForm, header: string, room: number): string {
  if (form === "arrival-stamp") return stampPage();
  if (form === "handling-slip") return slip(header, room);
  return stampPage() + paragraph("Normal", '<w:r><w:br w:type="page"/></w:r>', SMALL) + slip(header, room);
}

const SMALL = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>';

function text(value: string, size: number, properties = ""): string {
  return run(value, `${properties}<w:sz w:val="${size * 2}"/><w:szCs w:val="${size * 2}"/>`);
}

function line(value: string, size: number, align: "left" | "center" = "left", properties = ""): string {
  const layout = `<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:firstLine="0"/><w:jc w:val="${align}"/>`;
  return paragraph("Normal", text(value, size, properties), layout);
}

/** The stamp at its true size, and under it which document it belongs to. */
function stampPage(): string {
  const width = twips(STAMP.width);
  const left = Math.round(width * 0.4);
  const heights = shares(twips(STAMP.height), [7.5, 6, 6, 9, 6.5]);
  const row = (height: number, cells: string) =>
    `<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="${height}" w:hRule="exact"/></w:trPr>${cells}</w:tr>`;
  const cell = (cellWidth: number, inner: string, properties = "") =>
    `<w:tc><w:tcPr><w:tcW w:w="${cellWidth}" w:type="dxa"/>${properties}<w:vAlign w:val="center"/></w:tcPr>${inner}</w:tc>`;
  const bold = "<w:b/><w:bCs/>";
  const span = '<w:gridSpan w:val="2"/>';
  const rows = [
    row(heights[0]!, cell(width, line("{coQuanDau}", 7, "center", bold), span)),
    row(
      heights[1]!,
      cell(left, line("ĐẾN", 16, "center", bold), '<w:vMerge w:val="restart"/>') +
        cell(width - left, line("Số: {soDen}", 9)),
    ),
    row(heights[2]!, cell(left, line("", 10), "<w:vMerge/>") + cell(width - left, line("Ngày: {ngayDen}", 9))),
    row(heights[3]!, cell(width, line("Chuyển: {chuyen}", 9), span)),
    row(heights[4]!, cell(width, line("Số và ký hiệu HS: {hoSo}", 9), span)),
  ];
  const side = (name: string) => `<w:${name} w:val="single" w:sz="8" w:space="0" w:color="C00000"/>`;
  const borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map(side).join("");
  const table =
    `<w:tbl><w:tblPr><w:tblW w:w="${width}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/>` +
    '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="0"/></w:tblPr>' +
    `<w:tblGrid><w:gridCol w:w="${left}"/><w:gridCol w:w="${width - left}"/></w:tblGrid>${rows.join("")}</w:tbl>`;
  return (
    table +
    paragraph("Normal", text("Dấu đến của: {vanBan}", 12), '<w:spacing w:before="240" w:after="0"/>') +
    paragraph(
      "Normal",
      text("Trang này lập kèm văn bản; tệp văn bản nhận được giữ nguyên như khi đến.", 11, "<w:i/><w:iCs/>"),
      '<w:spacing w:before="60" w:after="0"/>',
    )
  );
}

/** Whole numbers in the proportion given that sum up exactly. */
function shares(total: number, parts: readonly number[]): number[] {
  const sum = parts.reduce((all, one) => all + one, 0);
  const whole = parts.map((one) => Math.round((total * one) / sum));
  whole[0]! += total - whole.reduce((all, one) => all + one, 0);
  return whole;
}

/** PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN (NĐ30 Phụ lục IV, VII). */
function slip(header: string, room: number): string {
  const third = Math.round(room / 3);
  const body = (value: string) => paragraph("VanthuThan", run(value));
  const loop = (tag: string, lines: string[]) => [`{#${tag}}`, ...lines, `{/${tag}}`].map(body).join("");
  const heading = (value: string) => paragraph("VanthuThan", run(value, "<w:b/><w:bCs/>"), "<w:keepNext/>");
  return [
    header,
    paragraph("VanthuTenLoai", run("PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN"), '<w:spacing w:before="240"/>'),
    paragraph("VanthuGiua", run("{vanBan}")),
    paragraph("VanthuGiua", run("Số đến: {soDen}, ngày đến: {ngayDen}{hanGiaiQuyet}")),
    paragraph("VanthuGach", "", `<w:ind w:left="${third}" w:right="${third}" w:firstLine="0"/>`),
    heading("1. Ý kiến của lãnh đạo cơ quan, tổ chức"),
    loop("yKienLanhDao", [
      "{#noiDung}",
      "{.}",
      "{/noiDung}",
      "- Giao đơn vị, cá nhân chủ trì: {chuTri}",
      "- Giao các đơn vị, cá nhân tham gia phối hợp giải quyết: {phoiHop}",
      "- Thời hạn giải quyết: {thoiHan}",
      "- Ngày cho ý kiến: {ngay}",
      "- Người cho ý kiến: {nguoi}",
    ]),
    heading("2. Ý kiến của lãnh đạo đơn vị"),
    loop("yKienDonVi", [
      "{#noiDung}",
      "{.}",
      "{/noiDung}",
      "- Giao cho cá nhân: {giao}",
      "- Thời hạn giải quyết: {thoiHan}",
      "- Ngày cho ý kiến: {ngay}",
      "- Người cho ý kiến: {nguoi}",
    ]),
    heading("3. Ý kiến đề xuất của người giải quyết"),
    loop("yKienDeXuat", ["{#noiDung}", "{.}", "{/noiDung}", "- Ngày đề xuất: {ngay}", "- Người đề xuất: {nguoi}"]),
    paragraph("VanthuHetPhan", ""),
  ].join("");
}
