import type { DocumentDescription, RuleSetId } from "../documents/index.ts";
import type { TemplateForm } from "./model.ts";

/** Long enough to turn a page, with everything a document can have: what a template is tried with. Invented people and places. */
export function sampleDescription(ruleSet: RuleSetId, form: TemplateForm): DocumentDescription {
  const state = ruleSet === "nd30";
  const organisation = state
    ? { superior: "Ủy ban nhân dân tỉnh Hương Giang", name: "Sở Khoa học và Công nghệ" }
    : { superior: "Đảng bộ tỉnh Hương Giang", name: "Đảng ủy xã Nà Tấu" };
  const signature = state
    ? { authority: ["KT. GIÁM ĐỐC"], position: "PHÓ GIÁM ĐỐC", name: "Trần Quang Vinh" }
    : { authority: ["T/M BAN THƯỜNG VỤ"], position: "PHÓ BÍ THƯ", name: "Trần Quang Vinh" };
  const common = {
    ruleSet,
    organisation,
    place: "Hương Giang",
    signature,
    recipients: state ? SAMPLE.recipients : [...SAMPLE.recipients.slice(0, -1), "Lưu Văn phòng Đảng ủy"],
    addressees: SAMPLE.addressees,
    urgency: "KHẨN" as const,
  };
  const table = {
    columns: [
      { header: "STT", width: 1, align: "center" as const },
      { header: "Nhiệm vụ", width: 5 },
      { header: "Cơ quan chủ trì", width: 3 },
      { header: "Thời hạn", width: 2, align: "center" as const },
    ],
    rows: [
      { group: { number: "I", title: "Hạ tầng số" } },
      ...["Nâng cấp mạng nội bộ", "Lắp điểm truy cập không dây"].map((title, index) => ({
        cells: [String(index + 1), title, "Văn phòng", `${10 + index}/12/2026`],
      })),
    ],
  };
  if (form === "appendix")
    return {
      ...common,
      kind: "PL",
      notation: state ? "KH-SKHCN" : "KH/ĐU",
      subject: SAMPLE.subject,
      body: SAMPLE.body,
      appendices: [{ title: "Danh mục nhiệm vụ", table }],
    };
  const letter = form === "letter";
  return {
    ...common,
    kind: letter ? "CV" : "KH",
    notation: letter ? (state ? "SKHCN-VP" : "CV/ĐU") : state ? "KH-SKHCN" : "KH/ĐU",
    subject: SAMPLE.subject,
    body: SAMPLE.body,
    appendices: [
      { title: "Danh mục nhiệm vụ", table },
      { title: "Biểu theo dõi", orientation: "landscape", table },
    ],
    footnotes: { nguon: "Số liệu của ví dụ, chỉ để thử mẫu." },
  };
}

/** What must be found again in the filled sample. */
export const SAMPLE = {
  subject: "Thử mẫu văn bản của cơ quan",
  addressees: ["Ủy ban nhân dân các xã thử nghiệm", "Các phòng chuyên môn thử nghiệm"],
  recipients: ["Như trên", "Văn phòng thử nghiệm", "Lưu: VT"],
  body: [
    "# MỤC ĐÍCH, YÊU CẦU",
    "Đoạn văn này cho thấy cỡ chữ, kiểu chữ, giãn dòng và thụt đầu dòng của phần nội dung khi đặt trong mẫu[^nguon].",
    "## Yêu cầu",
    ...Array.from(
      { length: 12 },
      (_, index) =>
        `- Ý thứ ${index + 1} của văn bản thử: câu đủ dài để sang dòng thứ hai, nhờ đó thấy được khoảng cách giữa các dòng, giữa các đoạn và cách căn lề hai bên của mẫu.`,
    ),
    "# TỔ CHỨC THỰC HIỆN",
    "Đoạn cuối của phần nội dung, đứng ngay trên khối chữ ký.",
  ].join("\n\n"),
};
