import type { TypesetWarning } from "./model.ts";

/** Codes of {@link TypesetWarning}, with the Vietnamese message each carries. */
const WARNING_MESSAGES = {
  FONT_REPLACED: "Phông chữ không có sẵn, đã thay bằng phông gần nhất; chỗ xuống dòng có thể khác Word.",
  FONT_LEGACY_ENCODING:
    "Phông chữ thuộc bảng mã cũ (TCVN3/VNI); chữ đã được đổi sang Unicode khi in, hãy kiểm tra lại.",
  GLYPH_MISSING: "Không phông chữ nào có ký tự này; đã in ô vuông thay thế.",
  TRACKED_CHANGES: "Văn bản còn theo dõi thay đổi; đã dựng như khi chấp nhận mọi thay đổi.",
  COMMENTS_OMITTED: "Văn bản có nhận xét (comment); nhận xét không được in.",
  IMAGE_UNSUPPORTED: "Hình bị hỏng hoặc thuộc định dạng chưa vẽ được nên không in.",
  SVG_FALLBACK: "Hình SVG có phần chưa vẽ được dạng nét; đã dùng hình điểm ảnh kèm theo.",
  IMAGE_PARTIAL: "Hình EMF/WMF có phần chưa vẽ được như Word.",
  IMAGE_MISSING: "Không tìm thấy tệp hình trong gói Word.",
  IMAGE_UNDESCRIBED:
    "Hình chưa có văn bản thay thế nên người khiếm thị không biết hình vẽ gì; PDF/UA cần có, hãy ghi trong Word (Văn bản thay thế).",
  IMAGE_CHANGED: "Hình bị xoay hoặc có hiệu ứng; đã in nguyên hình.",
  SHAPE_UNSUPPORTED: "Hình vẽ hoặc hộp văn bản chưa dựng được như Word; nội dung không được in.",
  WRAP_UNSUPPORTED: "Hình có chữ chạy quanh; chữ không tránh hình như trong Word.",
  CHART_REDRAWN: "Biểu đồ được vẽ lại từ số liệu lưu trong tệp Word; hình dáng có thể khác Word đôi chút.",
  CHART_UNSUPPORTED: "Biểu đồ hoặc sơ đồ chưa dựng được; không in.",
  EQUATION_AS_TEXT: "Công thức toán được in thành chữ thường.",
  OLE_UNSUPPORTED: "Đối tượng nhúng chưa dựng được; không in.",
  LINK_DROPPED: "Liên kết không phải địa chỉ http, https hoặc thư điện tử; chữ được giữ, liên kết bị bỏ.",
  FIELD_CACHED: "Trường dùng kết quả lưu sẵn trong tệp Word, không tính lại.",
  FIELD_EMPTY: "Trường không có kết quả lưu sẵn nên để trống.",
  NOTE_MISSING: "Chú thích được nhắc đến nhưng không có nội dung.",
  NOTE_IN_HEADER: "Chú thích chân trang trong đầu trang hoặc chân trang không được in.",
  NUMBER_FORMAT: "Kiểu đánh số chưa biết; đã dùng chữ số thường.",
  SECTION_VERTICAL: "Canh dọc trang của phần này chưa dựng được như Word.",
  TEXT_DIRECTION: "Chữ xoay trong ô chưa dựng được; đã in ngang.",
  FRAME_IN_FLOW: "Khung hoặc bảng nổi được đặt trong dòng văn bản.",
  CELL_CLIPPED: "Nội dung ô cao hơn chiều cao cố định của hàng; phần dư bị che trong Word.",
  BACKGROUND_OMITTED: "Màu nền trang không được in.",
  ALTCHUNK_OMITTED: "Phần nhúng từ tệp khác (altChunk) không được in.",
  RIGHT_TO_LEFT: "Chữ viết từ phải sang trái chưa dựng được như Word.",
  TOO_WIDE: "Bảng rộng hơn trang.",
  MACROS_IGNORED: "Tệp Word có macro; macro không bao giờ được chạy.",
  EXTERNAL_IGNORED: "Tệp Word trỏ tới tài liệu ở nơi khác; nội dung đó không được tải về.",
  LINE_NUMBERS: "Số dòng ở lề không được in.",
  LINE_GRID:
    "Phần này đặt dòng theo lưới (docGrid); ở đây theo giãn dòng của đoạn nên chỗ sang trang có thể khác Word.",
  BORDER_ART: "Viền trang bằng hình trang trí được in thành đường kẻ.",
  CELL_SPACING: "Bảng có khoảng cách giữa các ô; ở đây các ô được in sát nhau.",
  RUBY_OMITTED: "Chữ chú âm (ruby) trên dòng không được in.",
  CONTENT_UNKNOWN: "Phần tử chưa biết có nội dung; nội dung đó không được in.",
  PAGE_RESTART_NOTES: "Chú thích đánh số lại theo trang; đã đánh số liên tục.",
} as const;

/** A warning code. */
export type WarningCode = keyof typeof WARNING_MESSAGES;

/** What another engine may show: for these the warning says that there is one. */
const OUTSIDE: ReadonlySet<WarningCode> = new Set<WarningCode>([
  "IMAGE_UNSUPPORTED",
  "IMAGE_PARTIAL",
  "IMAGE_CHANGED",
  "SHAPE_UNSUPPORTED",
  "WRAP_UNSUPPORTED",
  "CHART_REDRAWN",
  "CHART_UNSUPPORTED",
  "EQUATION_AS_TEXT",
  "OLE_UNSUPPORTED",
  "SECTION_VERTICAL",
  "TEXT_DIRECTION",
  "FRAME_IN_FLOW",
  "BACKGROUND_OMITTED",
  "ALTCHUNK_OMITTED",
  "RIGHT_TO_LEFT",
  "LINE_NUMBERS",
  "LINE_GRID",
  "BORDER_ART",
  "CELL_SPACING",
  "RUBY_OMITTED",
  "CONTENT_UNKNOWN",
]);

/** Where to turn for what is in {@link OUTSIDE}. */
const OTHER_ENGINE =
  "Nếu phần này quan trọng, hãy cài LibreOffice rồi chuyển lại bằng “vanthu convert … --engine libreoffice”.";

/** At most so many places are named per code; the last says how many more there are. */
const PLACES_PER_CODE = 20;

/** Collects warnings, each place once. */
export class Warnings {
  readonly #list: TypesetWarning[] = [];
  readonly #seen = new Set<string>();
  readonly #counts = new Map<WarningCode, number>();

  add(code: WarningCode, part: string, where: string, detail = ""): void {
    const key = `${code}\n${part}\n${where}\n${detail}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count > PLACES_PER_CODE) return;
    const message = WARNING_MESSAGES[code];
    this.#list.push({
      code,
      part,
      where,
      message: detail === "" ? message : `${message} (${detail})`,
      ...(OUTSIDE.has(code) ? { hint: OTHER_ENGINE } : {}),
    });
  }

  list(): TypesetWarning[] {
    const more = [...this.#counts].filter(([, count]) => count > PLACES_PER_CODE);
    return [
      ...this.#list,
      ...more.map(([code, count]) => ({
        code,
        part: "word/document.xml",
        where: `${count - PLACES_PER_CODE} chỗ khác`,
        message: WARNING_MESSAGES[code],
      })),
    ];
  }
}
