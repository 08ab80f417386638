import { ANCHORS } from "../../shared/documents/index.ts";
import { STYLES } from "../../shared/docx/index.ts";
import { type RuleSet, textWidth } from "../../shared/format/index.ts";
import { type IncomingForm, incomingPaperBody } from "./incoming-papers.ts";
import { bookmark, paragraph, plainTable, run, twips } from "./wordml.ts";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/**
 * The forms that templates are made in: documents with a name (NĐ30 PL III, form 1.4), letters (1.5), separate appendices (2.2), the block
 * under a copy on paper (3.1), extracts of documents and letters, whose original is signed, and the slip that goes with a draft (phiếu trình).
 */
export type Form = "plan" | "letter" | "appendix" | "copy" | "plan-extract" | "letter-extract" | "slip" | IncomingForm;

/** `word/document.xml` of a template. */
export function documentXml(ruleSet: RuleSet, form: Form): string {
  const body = bodyOf(ruleSet, form);
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="${W}" xmlns:r="${R}"><w:body>${body}${section(ruleSet)}</w:body></w:document>`;
}

function bodyOf(ruleSet: RuleSet, form: Form): string {
  switch (form) {
    case "appendix":
      return paragraph(STYLES.body, run("{@phuLuc}"));
    case "copy":
      return copyBlock(ruleSet);
    case "arrival-stamp":
    case "handling-slip":
    case "stamp-and-slip":
      return incomingPaperBody(form, header(ruleSet, "slip"), room(ruleSet));
    case "slip":
      return slipBody(ruleSet);
    case "plan-extract":
      return mainBody(ruleSet, "plan", true);
    case "letter-extract":
      return mainBody(ruleSet, "letter", true);
    default:
      return mainBody(ruleSet, form);
  }
}

/** Under the end of a copied text: a line over the whole width, then the parts of the copy (NĐ30 PL I Phần II.II.2–3, form 3.1). */
function copyBlock(ruleSet: RuleSet): string {
  const total = room(ruleSet);
  const right = ruleSet.system === "state" ? 5660 : 5400;
  const under =
    ruleSet.system === "state" ? paragraph(STYLES.line, run("{@gachCoQuan}")) : paragraph("VanthuSo", run("*"));
  const head = plainTable(
    [total - right, right],
    [
      [
        paragraph("VanthuCoQuan", run("{coQuan}")) + under,
        paragraph("VanthuTenLoai", run("{tenLoai}"), '<w:spacing w:before="0"/>'),
      ],
      [paragraph("VanthuSo", numberRun(ruleSet)), paragraph("VanthuNgay", dateRun())],
    ],
  );
  return paragraph(STYLES.line, "") + head + signature(ruleSet, "copy") + paragraph(STYLES.sectionEnd, "");
}

/**
 * The submission slip: an inner paper of the office, so it has no number; the decree gives no form, the office's own habit does. Who
 * submits stands at the right, without room for a signature: who said what, and when, is kept by the System.
 */
function slipBody(ruleSet: RuleSet): string {
  const total = room(ruleSet);
  const left = Math.round(total * 0.48);
  return [
    header(ruleSet, "slip"),
    title(ruleSet),
    addressees(ruleSet),
    paragraph(STYLES.body, run("{@noiDung}")),
    paragraph("VanthuHetPhan", "", '<w:keepNext/><w:spacing w:before="120"/>'),
    plainTable(
      [left, total - left],
      [
        [
          paragraph("VanthuNoiNhan", ""),
          paragraph("VanthuChucVu", run("{chucVu}")) + paragraph("VanthuHoTen", run("{hoTen}")),
        ],
      ],
    ),
    paragraph(STYLES.body, run("{@phuLuc}")),
  ].join("");
}

function mainBody(ruleSet: RuleSet, form: "plan" | "letter", signed = false): string {
  return [
    header(ruleSet, form),
    form === "plan" ? title(ruleSet) : "",
    addressees(ruleSet),
    paragraph(STYLES.body, run("{@noiDung}")),
    signature(ruleSet, signed ? "signed" : "blank"),
    paragraph(STYLES.body, run("{@phuLuc}")),
  ].join("");
}

/** Width of the text in twips. */
function room(ruleSet: RuleSet): number {
  const { width, left, right } = ruleSet.page.value;
  return twips(width) - twips(left.use) - twips(right.use);
}

/** A line under a fixed text, as long as the text (NĐ30 PL I.II.1.b; HD36 II.1). */
function fullLine(text: string, size: number, width: number): string {
  const side = Math.max(0, Math.round((width - textWidth(text, size, true) * 20) / 2));
  return paragraph(STYLES.line, "", `<w:ind w:left="${side}" w:right="${side}" w:firstLine="0"/>`);
}

function header(ruleSet: RuleSet, form: "plan" | "letter" | "slip"): string {
  const state = ruleSet.system === "state";
  const total = room(ruleSet);
  // Wide enough for place and date on one line ("Hương Giang, ngày 20 tháng 11 năm 2026" in 14 pt italic takes 252 pt).
  const right = state ? 5660 : 5400;
  const left = total - right;
  const [nationalName, motto] = ruleSet.national.value;
  const { elements } = ruleSet;
  const agency = [
    // An agency without a superior has no first line at all, so the condition stands in paragraphs of its own.
    ...["{#coQuanCapTren}", "{coQuanCapTren}", "{/coQuanCapTren}"].map((tag) =>
      paragraph("VanthuCoQuanCapTren", run(tag)),
    ),
    paragraph("VanthuCoQuan", run("{coQuan}")),
    state ? paragraph(STYLES.line, run("{@gachCoQuan}")) : paragraph("VanthuSo", run("*")),
  ];
  const national = state
    ? [
        paragraph("VanthuQuocHieu", run(nationalName!)),
        paragraph("VanthuTieuNgu", run(motto!)),
        fullLine(motto!, elements.motto.size.use, right),
      ]
    : [paragraph("VanthuQuocHieu", run(nationalName!)), fullLine(nationalName!, elements.nationalName.size.use, right)];
  const under = [paragraph("VanthuSo", form === "slip" ? "" : numberRun(ruleSet))];
  if (form === "letter") under.push(paragraph("VanthuTrichYeuCongVan", run("{trichYeu}")));
  under.push(paragraph("VanthuDoKhan", run("{@doKhan}")));
  return plainTable(
    [left, right],
    [
      [agency.join(""), national.join("")],
      // Number and date stand on one line (NĐ30 PL I.II.4.c).
      [under.join(""), paragraph("VanthuNgay", dateRun())],
    ],
  );
}

function numberRun(ruleSet: RuleSet): string {
  return (
    run(ruleSet.number.value.before) +
    bookmark(1, ANCHORS.number, run("{so}")) +
    run(`${ruleSet.number.value.between}{kyHieu}`)
  );
}

function dateRun(): string {
  return (
    run("{diaDanh}, ngày ") +
    bookmark(2, ANCHORS.day, run("{ngay}")) +
    run(" tháng ") +
    bookmark(3, ANCHORS.month, run("{thang}")) +
    run(" năm ") +
    bookmark(4, ANCHORS.year, run("{nam}"))
  );
}

function title(ruleSet: RuleSet): string {
  const below =
    ruleSet.system === "state"
      ? paragraph(STYLES.line, run("{@gachTrichYeu}"))
      : paragraph("VanthuGachNgang", run("-----"));
  return paragraph("VanthuTenLoai", run("{tenLoai}")) + paragraph("VanthuTrichYeu", run("{trichYeu}")) + below;
}

/** One addressee on the line of "Kính gửi:", centred; several each on a line, their dashes under the colon (NĐ30 PL I.II.9.a). */
function addressees(ruleSet: RuleSet): string {
  const italic = ruleSet.elements.addressees.italic ? "<w:i/><w:iCs/>" : "";
  const loop = (tag: string, style: string, inner: string) =>
    paragraph(style, run(`{#${tag}}`)) + inner + paragraph(style, run(`{/${tag}}`));
  const colon = 1701 + Math.round(textWidth("Kính gửi", ruleSet.elements.addressees.size.use) * 20);
  const item = `<w:ind w:left="${colon + 240}" w:hanging="240"/>`;
  return (
    loop(
      "kinhGuiMot",
      "VanthuKinhGui",
      paragraph("VanthuKinhGui", run("{kinhGuiTen}", italic) + run(" {kinhGuiMot}")),
    ) +
    loop("coNhieuKinhGui", "VanthuKinhGuiDau", paragraph("VanthuKinhGuiDau", run("{kinhGuiTen}", italic))) +
    loop("kinhGuiNhieu", "VanthuKinhGuiMuc", paragraph("VanthuKinhGuiMuc", run("- {.}"), item)) +
    loop("coNhieuKinhGui", STYLES.sectionEnd, paragraph(STYLES.sectionEnd, "", '<w:spacing w:before="200"/>'))
  );
}

/** Room for the signature under a copy: less than a document's, so that the block finds its place under the text more often. */
const COPY_ROOM = `<w:spacing w:line="${twips(22)}" w:lineRule="exact"/>`;

/** @param kind "signed": the original is signed, an extract says so in the place of the signature; "copy": under a copy on paper */
function signature(ruleSet: RuleSet, kind: "blank" | "signed" | "copy" = "blank"): string {
  const total = room(ruleSet);
  const left = Math.round(total * 0.48);
  const recipients = [
    paragraph("VanthuNoiNhanDau", run(ruleSet.recipients.value.head)),
    ...["{#noiNhan}", "- {.}", "{/noiNhan}"].map((text) => paragraph("VanthuNoiNhan", run(text))),
  ];
  const signatory = [
    ...["{#quyenHan}", "{.}", "{/quyenHan}"].map((text) => paragraph("VanthuQuyenHan", run(text))),
    paragraph("VanthuChucVu", run("{chucVu}")),
    kind === "signed"
      ? paragraph(
          "VanthuHoTen",
          run("(Đã ký)", '<w:b w:val="0"/><w:bCs w:val="0"/>'),
          '<w:keepNext/><w:spacing w:before="480" w:after="480"/>',
        )
      : paragraph(
          "VanthuChoKy",
          bookmark(5, ANCHORS.leaderSignature, run("\u00a0".repeat(9))),
          kind === "copy" ? COPY_ROOM : "",
        ),
    paragraph("VanthuHoTen", bookmark(6, ANCHORS.signatoryName, run("{hoTen}"))),
  ];
  return (
    paragraph("VanthuHetPhan", "", '<w:keepNext/><w:spacing w:before="120"/>') +
    plainTable([left, total - left], [[recipients.join(""), signatory.join("")]])
  );
}

/** A4 upright, margins of the rule set, page number in the header but not on page 1. */
function section(ruleSet: RuleSet): string {
  const page = ruleSet.page.value;
  const margins = [
    `w:top="${twips(page.top.use)}"`,
    `w:right="${twips(page.right.use)}"`,
    `w:bottom="${twips(page.bottom.use)}"`,
    `w:left="${twips(page.left.use)}"`,
    `w:header="${twips(page.pageNumberFromTop)}"`,
    `w:footer="${twips(10)}"`,
    'w:gutter="0"',
  ].join(" ");
  return (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:headerReference w:type="first" r:id="rIdFirstHeader"/>' +
    `<w:pgSz w:w="${twips(page.width)}" w:h="${twips(page.height)}"/><w:pgMar ${margins}/><w:cols w:space="708"/><w:titlePg/></w:sectPr>`
  );
}

/** Header with the page number, centred (NĐ30 PL I.I.6); the first page's is empty. */
export function headerXml(withNumber: boolean): string {
  const field =
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>' +
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:hdr xmlns:w="${W}" xmlns:r="${R}">${paragraph("VanthuSoTrang", withNumber ? field : "")}</w:hdr>`;
}
