import PizZip from "pizzip";
import { composePlan, type DocumentDescription, parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { PLAN } from "../docx/sample.ts";

const PARTY_PLAN = {
  ...PLAN,
  organisation: { superior: "Đảng bộ tỉnh Khâu Phạ", name: "Đảng ủy xã Suối Lim", formalName: "Ban Thường vụ Đảng ủy" },
  number: "5",
  notation: "KH/ĐU",
  recipients: ["Tỉnh ủy Khâu Phạ (để báo cáo)", "Các chi bộ trực thuộc", "Lưu Văn phòng Đảng ủy"],
  signature: { authority: ["T/M Ban Thường vụ"], position: "Phó Bí thư", name: "Giàng A Sùng" },
};

const state = composePlan(PLAN);
const party = composePlan({ ...PARTY_PLAN, ruleSet: "hd05", date: "2026-09-02" });
const party36 = composePlan({ ...PARTY_PLAN, ruleSet: "hd36" });

const letter = {
  kind: "CV",
  subject: "báo cáo tiến độ chuyển đổi số",
  addressees: ["Sở Nội vụ", "Sở Tài chính"],
} as const;

/** Documents of our own templates, by name; each is right in every rule. */
export const OWN = {
  nd30: state,
  hd36: party36,
  hd05: party,
  nd30Letter: { ...state, ...letter, notation: "UBND-VP", recipients: ["Như trên", "Lưu: VT"] },
  nd30Submission: {
    ...state,
    kind: "TTr",
    notation: "TTr-UBND",
    addressees: ["UBND tỉnh Khâu Phạ"],
    urgency: "KHẨN",
    recipients: ["Như trên", "Lưu: VT"],
  },
  nd30Draft: { ...state, number: undefined, date: undefined },
  hd36Letter: { ...party36, ...letter, notation: "CV/ĐU", recipients: ["Như trên", "Lưu Văn phòng Đảng ủy"] },
  hd05Letter: { ...party, ...letter, notation: "CV/ĐU", recipients: ["Như trên", "Lưu Văn phòng Đảng ủy"] },
  hd05Submission: {
    ...party,
    kind: "TTr",
    notation: "TTr/ĐU",
    addressees: ["Ban Thường vụ Tỉnh ủy"],
    recipients: ["Như trên", "Lưu Văn phòng Đảng ủy"],
  },
  appendix: { ...state, kind: "PL" },
} satisfies Record<string, unknown> as unknown as Record<string, DocumentDescription>;

/** A document of our own as a Word file. */
export function own(name: string, change: Partial<DocumentDescription> = {}): Uint8Array {
  return renderDocx(parseDescription({ ...OWN[name], ...change })).docx;
}

/** A Word file with one part rewritten, as another hand might leave it; fails when the rewriting changes nothing. */
export function edited(docx: Uint8Array, edit: (xml: string) => string, part = "word/document.xml"): Uint8Array {
  const zip = new PizZip(docx);
  const before = zip.file(part)!.asText();
  const after = edit(before);
  if (after === before) throw new Error(`nothing was changed in ${part}`);
  zip.file(part, after);
  return zip.generate({ type: "uint8array" });
}

/** Gives the run that begins with a text formatting of its own: `styled("Số: ", "<w:b/>")`. */
export function styled(text: string, properties: string): (xml: string) => string {
  return (xml) =>
    xml.replace(
      `<w:r><w:t xml:space="preserve">${text}`,
      `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}`,
    );
}

/** Changes a property of the paragraph that holds a text: `paragraph("Số: ", '<w:jc w:val="left"/>')`. */
export function paragraphSet(text: string, properties: string): (xml: string) => string {
  return (xml) => {
    const at = xml.indexOf(text);
    const end = xml.lastIndexOf("</w:pPr>", at);
    return at < 0 ? xml : xml.slice(0, end) + properties + xml.slice(end);
  };
}

/** Replaces a text. */
export function replaced(from: string, to: string): (xml: string) => string {
  return (xml) => xml.replace(from, to);
}
