import { STYLES } from "../../shared/docx/index.ts";
import type { ElementName, ElementRule, RuleSet } from "../../shared/format/index.ts";
import { escapeXml } from "../../shared/opc/index.ts";
import { twips } from "./wordml.ts";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/** Paragraph style: how it is spaced and indented; sizes and weights come from the rule set. */
interface Layout {
  id: string;
  name: string;
  rule?: ElementRule;
  size?: number;
  bold?: boolean;
  italic?: boolean;
  align?: ElementRule["align"];
  /** Points. */
  before?: number;
  after?: number;
  /** Value of w:line and its rule; single spacing when absent. */
  line?: { value: number; rule: "auto" | "exact" | "atLeast" };
  /** Twips. */
  firstLine?: number;
  left?: number;
  keepNext?: boolean;
  keepLines?: boolean;
  widowControl?: boolean;
  outline?: number;
  border?: boolean;
}

/** `word/styles.xml` for a rule set: the named styles that an office sees and changes in Word. */
export function stylesXml(ruleSet: RuleSet): string {
  const font = escapeXml(ruleSet.font.value);
  const size = ruleSet.elements.body.size.use * 2;
  const defaults =
    `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="${font}" w:eastAsia="${font}" w:hAnsi="${font}" w:cs="${font}"/>` +
    `<w:color w:val="000000"/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
    '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>';
  const base =
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>' +
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>' +
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>' +
    `<w:style w:type="character" w:customStyle="1" w:styleId="${STYLES.footnoteReference}"><w:name w:val="Vanthu Dấu chú thích"/><w:qFormat/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="${W}">${defaults}${base}${layouts(ruleSet).map(styleXml).join("")}</w:styles>`;
}

function layouts(ruleSet: RuleSet): Layout[] {
  const text = ruleSet.bodyText.value;
  const line =
    text.line.rule === "exact"
      ? { value: text.line.use * 20, rule: "exact" as const }
      : { value: Math.round(text.line.use * 240), rule: "auto" as const };
  const running = { line, after: text.spacing, firstLine: twips(text.firstLineIndent), widowControl: true };
  const element = (name: ElementName) => ruleSet.elements[name];
  const state = ruleSet.system === "state";
  const heading = (level: number): Layout => ({
    id: STYLES.headings[level - 1]!,
    name: `Vanthu Tiêu đề ${level}`,
    rule: element(`heading${level}` as ElementName),
    ...running,
    keepNext: true,
    outline: level - 1,
  });
  return [
    { id: STYLES.body, name: "Vanthu Thân", rule: element("body"), ...running },
    heading(1),
    heading(2),
    heading(3),
    heading(4),
    {
      id: STYLES.centred,
      name: "Vanthu Giữa",
      size: element("body").size.use,
      align: "center",
      line,
      after: text.spacing,
    },
    { id: STYLES.line, name: "Vanthu Gạch", size: 2, line: { value: 60, rule: "exact" }, after: 6, border: true },
    { id: STYLES.sectionEnd, name: "Vanthu Hết phần", size: 1, line: { value: 20, rule: "exact" } },
    { id: "VanthuCoQuanCapTren", name: "Vanthu Cơ quan cấp trên", rule: element("superior") },
    { id: "VanthuCoQuan", name: "Vanthu Cơ quan", rule: element("organisation") },
    { id: "VanthuQuocHieu", name: state ? "Vanthu Quốc hiệu" : "Vanthu Tiêu đề Đảng", rule: element("nationalName") },
    ...(state ? [{ id: "VanthuTieuNgu", name: "Vanthu Tiêu ngữ", rule: element("motto") }] : []),
    { id: "VanthuSo", name: "Vanthu Số, ký hiệu", rule: element("number") },
    { id: "VanthuNgay", name: "Vanthu Địa danh, ngày", rule: element("placeAndDate") },
    { id: STYLES.urgency, name: "Vanthu Độ khẩn", rule: element("urgency"), before: 6 },
    { id: "VanthuTenLoai", name: "Vanthu Tên loại", rule: element("kindName"), before: 18, keepNext: true },
    { id: "VanthuTrichYeu", name: "Vanthu Trích yếu", rule: element("subject"), keepNext: true },
    // 6 pt between number and subject of a letter: NĐ30 PL I.II.5.c.
    { id: "VanthuTrichYeuCongVan", name: "Vanthu Trích yếu công văn", rule: element("letterSubject"), before: 6 },
    { id: "VanthuGachNgang", name: "Vanthu Gạch nối dưới trích yếu", size: 14, align: "center", after: 6 },
    { id: "VanthuKinhGui", name: "Vanthu Kính gửi", rule: element("addressees"), before: 12, after: 12, italic: false },
    {
      id: "VanthuKinhGuiDau",
      name: "Vanthu Kính gửi, dòng đầu",
      rule: element("addressees"),
      align: "left",
      left: 1701,
      before: 12,
      italic: false,
    },
    {
      id: "VanthuKinhGuiMuc",
      name: "Vanthu Kính gửi, danh sách",
      rule: element("addressees"),
      align: "left",
      left: 2835,
      italic: false,
    },
    { id: "VanthuNoiNhanDau", name: "Vanthu Nơi nhận, dòng đầu", rule: element("recipientsHead"), keepNext: true },
    { id: "VanthuNoiNhan", name: "Vanthu Nơi nhận", rule: element("recipients") },
    { id: "VanthuQuyenHan", name: "Vanthu Quyền hạn ký", rule: element("authority"), keepNext: true },
    { id: "VanthuChucVu", name: "Vanthu Chức vụ", rule: element("position"), keepNext: true },
    // Room for the signature image and the seal that overlaps it (NĐ30 PL I.II.7.d, 8): 26 mm. The blank that the bookmark holds is as
    // high as the room (60 pt), so that typesetting reports a box in which the signature has its place.
    {
      id: "VanthuChoKy",
      name: "Vanthu Chỗ ký",
      size: 60,
      align: "center",
      line: { value: twips(26), rule: "exact" },
      keepNext: true,
    },
    { id: "VanthuHoTen", name: "Vanthu Họ tên người ký", rule: element("signatoryName") },
    { id: "VanthuSoTrang", name: "Vanthu Số trang", rule: element("pageNumber") },
    { id: STYLES.appendixLabel, name: "Vanthu Phụ lục", rule: element("appendixLabel"), keepNext: true },
    { id: STYLES.appendixTitle, name: "Vanthu Tên phụ lục", rule: element("appendixTitle"), keepNext: true },
    { id: STYLES.appendixAttachedTo, name: "Vanthu Kèm theo", rule: element("appendixAttachedTo"), keepNext: true },
    {
      id: STYLES.tableHeader,
      name: "Vanthu Bảng, hàng đầu",
      size: 12,
      bold: true,
      align: "center",
      before: 3,
      after: 3,
      keepNext: true,
    },
    {
      id: STYLES.tableGroup,
      name: "Vanthu Bảng, nhóm",
      size: 12,
      bold: true,
      align: "left",
      before: 3,
      after: 3,
      keepNext: true,
    },
    { id: STYLES.tableCell, name: "Vanthu Bảng, ô", size: 12, align: "left", before: 2, after: 2 },
    { id: STYLES.picture, name: "Vanthu Hình", size: 12, align: "center", before: 6, after: 3, keepNext: true },
    {
      id: STYLES.caption,
      name: "Vanthu Tên hình",
      size: 13,
      italic: true,
      align: "center",
      after: 8,
      widowControl: true,
    },
    { id: STYLES.footnoteText, name: "Vanthu Chú thích", size: 11, align: "justify" },
  ];
}

function styleXml(layout: Layout): string {
  const { rule } = layout;
  const size = (layout.size ?? rule?.size.use ?? 14) * 2;
  const bold = layout.bold ?? rule?.bold ?? false;
  const italic = layout.italic ?? rule?.italic ?? false;
  const align = layout.align ?? rule?.align ?? "left";
  const line = layout.line ?? { value: 240, rule: "auto" };
  const indent = [
    layout.left === undefined ? "" : ` w:left="${layout.left}"`,
    layout.firstLine === undefined ? "" : ` w:firstLine="${layout.firstLine}"`,
  ].join("");
  // Children in the order of CT_PPrBase: keepNext, keepLines, widowControl, pBdr, spacing, ind, jc, outlineLvl.
  const pPr = [
    layout.keepNext ? "<w:keepNext/>" : "",
    layout.keepLines ? "<w:keepLines/>" : "",
    layout.widowControl ? "<w:widowControl/>" : "",
    layout.border ? '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>' : "",
    `<w:spacing w:before="${(layout.before ?? 0) * 20}" w:after="${(layout.after ?? 0) * 20}" w:line="${line.value}" w:lineRule="${line.rule}"/>`,
    indent === "" ? "" : `<w:ind${indent}/>`,
    `<w:jc w:val="${align === "justify" ? "both" : align}"/>`,
    layout.outline === undefined ? "" : `<w:outlineLvl w:val="${layout.outline}"/>`,
  ].join("");
  const rPr = [
    bold ? "<w:b/><w:bCs/>" : "",
    italic ? "<w:i/><w:iCs/>" : "",
    `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`,
    rule?.underline ? '<w:u w:val="single"/>' : "",
  ].join("");
  return (
    `<w:style w:type="paragraph" w:customStyle="1" w:styleId="${layout.id}"><w:name w:val="${escapeXml(layout.name)}"/><w:basedOn w:val="Normal"/><w:qFormat/>` +
    `<w:pPr>${pPr}</w:pPr><w:rPr>${rPr}</w:rPr></w:style>`
  );
}
