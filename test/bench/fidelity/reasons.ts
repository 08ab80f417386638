/**
 * Why our pages of a file are more or fewer than the reference's, or words of it are missing: known and looked at one by one. The comparison
 * says so when a difference has no reason here.
 */
export const REASONS: Record<string, string> = {
  "Phuluc3.docx":
    "Mẫu trình bày, mỗi mẫu vừa đúng một trang: các dòng chấm (tab có dấu chấm) và bảng chữ ký cao hơn LibreOffice khoảng 1 pt nên mẫu thứ hai tràn sang trang sau rồi lệch dồn. Chưa sửa.",
  "Phuluc4.docx":
    "Khung bì thư neo ở cuối trang 1 cao hơn chỗ còn lại: LibreOffice vẽ tràn ra ngoài mép trang; ở đây đoạn mang khung sang trang sau.",
  "Phuluc1.docx":
    "Bảng mẫu chữ rộng hơn trang nằm trên ba trang ở LibreOffice, hai trang ở đây, nên hàng đầu bảng lặp lại ít hơn một lần; hình vuông nằm ngoài trang.",
  "endnotes.docx": "LibreOffice đặt chú thích cuối ở một trang riêng; Word đặt ngay sau dòng cuối của văn bản.",
  "rFonts.docx":
    "LibreOffice tính lại tham chiếu hỏng (REF) thành “Error: Reference source not found”, ở đây in kết quả lưu sẵn như Word; chữ Ả Rập không có phông.",
  "headers_footers.docx":
    "LibreOffice tính lại tham chiếu hỏng (REF) thành “Error: Reference source not found”, dài hơn kết quả lưu sẵn mà Word in.",
  "extended-props-test/document.docx": "Chữ nằm trong biểu đồ (CHART_UNSUPPORTED).",
  "numbering/document.docx":
    "Dấu đầu dòng của phông ký hiệu: LibreOffice giữ mã riêng của phông, ở đây là dấu Unicode tương đương.",
  "revision/document.docx": "LibreOffice in cả chữ đã xóa; ở đây in như khi chấp nhận mọi thay đổi.",
  "REQUIREMENT_AI_CANBO.docx": "Hình tượng (emoji) không có trong phông kèm theo: thay bằng dấu (GLYPH_MISSING).",
  "01_TO_GIOI_THIEU_SAN_PHAM.docx": "Hình tượng (emoji) không có trong phông kèm theo: thay bằng dấu (GLYPH_MISSING).",
  "02_HUONG_DAN_SU_DUNG_NHANH.docx": "Hình tượng (emoji) không có trong phông kèm theo: thay bằng dấu (GLYPH_MISSING).",
  "Docx4j_Russian.docx": "Bản PDF của Word được làm từ một bản khác của tệp: có câu không có trong tệp Word.",
  "article-section-isLgl.docx": "LibreOffice không theo w:isLgl: in số La Mã ở cấp trên, Word in chữ số.",
  "arabic_align.docx": "Chữ Ả Rập chưa dựng được (RIGHT_TO_LEFT).",
  "arabic_numbering.docx": "Chữ Ả Rập chưa dựng được (RIGHT_TO_LEFT).",
  "Symbols.docx": "Bảng ký hiệu: LibreOffice giữ mã riêng của phông ký hiệu, ở đây là dấu Unicode tương đương.",
  "Word2007-fonts.docx": "Phông Symbol: LibreOffice giữ mã riêng của phông, ở đây là chữ Hy Lạp tương ứng.",
  "sample-docx.docx":
    "LibreOffice in cả chữ đã xóa khi còn theo dõi thay đổi; ở đây in như khi chấp nhận mọi thay đổi.",
  "chart.docx": "Chữ nằm trong biểu đồ (CHART_UNSUPPORTED).",
  "WordAddIn_walkthrough.docx":
    "Số trang của một tham chiếu (PAGEREF): Word tính lại khi in, ở đây là số lưu sẵn trong tệp.",
  "invoice2013.docx": "Ô đánh dấu ☒ không có trong phông kèm theo: thay bằng □.",
};

/** The reason for a file, by the end of its name. */
export function reasonOf(file: string): string | undefined {
  return Object.entries(REASONS).find(([name]) => file === name || file.endsWith(`/${name}`))?.[1];
}
