/**
 * Why our pages of a file are more or fewer than the reference's, words of it are missing, or lines and pages of it start elsewhere: known and
 * looked at one by one. The comparison says so when a difference has no reason here.
 */
const REASONS: Record<string, string> = {
  "Phuluc1.docx":
    "Bảng mẫu chữ rộng hơn trang nằm trên ba trang ở LibreOffice, hai trang ở đây, nên hàng đầu bảng lặp lại ít hơn một lần; hình vuông nằm ngoài trang.",
  "Phuluc2.docx":
    "Hai dòng đầy khít: LibreOffice làm tròn bề rộng chữ nên xuống dòng sớm hơn một từ; số dòng và các trang không đổi.",
  "Phuluc3.docx":
    "Dòng chấm dài cả nghìn dấu bị cắt ở dấu chấm khác nhau một hai dấu nên chữ sau đó ghép lệch; LibreOffice còn hạ dòng chỉ có tab 1,2 pt.",
  "REQUIREMENT_AI_CANBO.docx":
    "Số trong vòng tròn (①②③) và hình tượng (emoji) lấy từ phông khác nên rộng hẹp khác nhau; thay bằng dấu, có cảnh báo GLYPH_MISSING.",
  "01_TO_GIOI_THIEU_SAN_PHAM.docx": "Hình tượng (emoji) không có trong phông kèm theo: thay bằng dấu (GLYPH_MISSING).",
  "endnotes.docx": "LibreOffice đặt chú thích cuối ở một trang riêng; Word đặt ngay sau dòng cuối của văn bản.",
  "rFonts.docx":
    "LibreOffice tính lại tham chiếu hỏng (REF) thành “Error: Reference source not found”, ở đây in kết quả lưu sẵn như Word; chữ Ả Rập không có phông.",
  "headers_footers.docx":
    "LibreOffice tính lại tham chiếu hỏng (REF) thành “Error: Reference source not found”, dài hơn kết quả lưu sẵn mà Word in.",
  "numbering/document.docx":
    "Dấu đầu dòng của phông ký hiệu: LibreOffice giữ mã riêng của phông, ở đây là dấu Unicode tương đương; các mục đều là “one two three” nên ghép lệch.",
  "revision/document.docx": "LibreOffice in cả chữ đã xóa; ở đây in như khi chấp nhận mọi thay đổi.",
  "table-spans/document.docx":
    "Mọi ô đều là chữ “Test” nên không ghép được từ nào với từ nào; nhìn bằng mắt hai trang như nhau.",
  "Creating SmartArt with docx4j.docx":
    "Hai dòng mã nguồn dài bằng phông không có sẵn, mỗi chương trình thay bằng phông khác nên xuống dòng khác, rồi lệch dồn.",
  "Docx4j_GettingStarted.docx":
    "Phông Consolas, Verdana, Trebuchet MS không có sẵn: phông thay thế rộng hẹp và cao thấp khác Word (dòng mã thấp hơn 0,4 pt) rồi lệch dồn.",
  "Docx4j_Russian.docx": "Bản PDF của Word được làm từ một bản khác của tệp: có câu không có trong tệp Word.",
  "Convert_Out.docx":
    "Phông Consolas không có sẵn: LibreOffice thay bằng phông không đều chữ, ở đây bằng phông đều chữ nên dòng mã xuống dòng khác.",
  "PDF list items.docx":
    "Phông Consolas không có sẵn: LibreOffice thay bằng Times, ở đây bằng phông đều chữ như Word nên dòng mã dài hơn.",
  "article-section-isLgl.docx": "LibreOffice không theo w:isLgl: in số La Mã ở cấp trên, Word in chữ số.",
  "indentation_firstline.docx":
    "Một dòng đầy khít: LibreOffice làm tròn bề rộng chữ nên xuống dòng sớm hơn một từ; các câu lặp lại nên ghép lệch.",
  "arabic_align.docx": "Chữ Ả Rập chưa dựng được (RIGHT_TO_LEFT).",
  "arabic_numbering.docx": "Chữ Ả Rập chưa dựng được (RIGHT_TO_LEFT).",
  "Symbols.docx": "Bảng ký hiệu: LibreOffice giữ mã riêng của phông ký hiệu, ở đây là dấu Unicode tương đương.",
  "Word2007-fonts.docx": "Phông Symbol: LibreOffice giữ mã riêng của phông, ở đây là chữ Hy Lạp tương ứng.",
  "sample-docx.docx":
    "LibreOffice in cả chữ đã xóa khi còn theo dõi thay đổi; ở đây in như khi chấp nhận mọi thay đổi.",
  "word/tables.docx":
    "Chữ 12 pt trong bảng: LibreOffice lấy cỡ chữ mặc định của tệp (11 pt), Word giữ cỡ của kiểu đoạn khi kiểu bảng không nêu cỡ.",
};

/** The reason for a file, by the end of its name. */
export function reasonOf(file: string): string | undefined {
  return Object.entries(REASONS).find(([name]) => file === name || file.endsWith(`/${name}`))?.[1];
}
