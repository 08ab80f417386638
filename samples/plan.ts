import type { DocumentDescription, PlanRequest } from "../shared/documents/index.ts";

/** What a plan says besides the stored tasks and targets. Markdown-like, as every free text. */
export interface SamplePlanParts extends Omit<PlanRequest, "programme" | "ruleSet" | "organisation" | "place"> {
  programmeId: string;
}

/** Texts of the sample plan of the people's committee. */
export const SAMPLE_PLAN: SamplePlanParts = {
  programmeId: "cds-2027",
  subject: "Thực hiện nhiệm vụ chuyển đổi số tỉnh Hương Giang\nquý IV năm 2026 và năm 2027",
  notation: "KH-UBND",
  opening:
    "Căn cứ Chương trình số 12-CTr/TU ngày 20/8/2026 của Tỉnh ủy Hương Giang và Nghị quyết số 27/NQ-HĐND ngày 10/7/2026 của Hội đồng nhân dân tỉnh, Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện nhiệm vụ chuyển đổi số quý IV năm 2026 và năm 2027 với các nội dung sau:",
  purpose: [
    "- Đưa công việc hằng ngày của các cơ quan trong tỉnh lên môi trường số, bớt giấy tờ và bớt số lần người dân phải đi lại.",
    "- Tạo chuyển biến nhìn thấy được ở cấp xã, nơi giải quyết phần lớn thủ tục của người dân sau khi bỏ cấp huyện.",
    "- Lấy dữ liệu dùng chung làm nền, mỗi dữ liệu có một cơ quan chịu trách nhiệm cập nhật[^dulieu].",
  ].join("\n\n"),
  requirements: [
    "- Mỗi nhiệm vụ có một cơ quan chủ trì, một sản phẩm kiểm đếm được và một thời hạn cụ thể.",
    "- Không phát động phong trào nặng về hình thức; nhiệm vụ chậm quá 30 ngày phải giải trình bằng văn bản với Chủ tịch Ủy ban nhân dân tỉnh.",
    "- Bảo đảm an toàn thông tin ngay từ khâu thiết kế; hệ thống chưa được phê duyệt cấp độ an toàn thì chưa đưa vào vận hành.",
  ].join("\n\n"),
  generalAim:
    "Đến hết năm 2027, người dân và doanh nghiệp trong tỉnh nộp hồ sơ, theo dõi và nhận kết quả trên môi trường điện tử là chủ yếu; cơ quan nhà nước các cấp điều hành dựa trên dữ liệu đúng, đủ và kịp thời; kinh tế số trở thành một nguồn tăng trưởng mới của vùng trung du Hương Giang.",
  implementation: [
    "## Sở Khoa học và Công nghệ",
    "- Là cơ quan đầu mối, đôn đốc các cơ quan được giao nhiệm vụ; tổng hợp kết quả trình Ủy ban nhân dân tỉnh trước ngày 20 hằng tháng.",
    "- Hướng dẫn kỹ thuật cho các xã, phường; cử cán bộ xuống cơ sở khi có đề nghị.",
    "## Sở Tài chính",
    "Chủ trì cân đối, bố trí kinh phí theo khả năng của ngân sách tỉnh; hướng dẫn quyết toán gọn, đúng quy định.",
    "## Các sở, ban, ngành và Ủy ban nhân dân các xã, phường",
    "- Phân công người phụ trách từng nhiệm vụ, cập nhật tiến độ trên hệ thống theo dõi nhiệm vụ của tỉnh trước ngày 15 hằng tháng.",
    "- Chủ động đề xuất điều chỉnh khi nhiệm vụ không còn phù hợp với thực tế, gửi về Sở Khoa học và Công nghệ để tổng hợp.",
    "## Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các đoàn thể",
    "Vận động đoàn viên, hội viên và Nhân dân cùng tham gia, giám sát việc thực hiện Kế hoạch này.",
  ].join("\n\n"),
  recipients: [
    "Thường trực Tỉnh ủy (để báo cáo)",
    "Thường trực HĐND tỉnh",
    "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
    "Các sở, ban, ngành",
    "UBND các xã, phường",
    "Lưu: VT, KGVX",
  ],
  signature: {
    authority: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"],
    position: "PHÓ CHỦ TỊCH",
    name: "Lê Thị Minh Nguyệt",
  },
  footnotes: {
    dulieu: "Danh mục dữ liệu dùng chung do Sở Khoa học và Công nghệ trình công bố theo nhiệm vụ số 14 của Phụ lục.",
  },
};

/** The letter that carries the amended appendix to the agencies. Number and date are given when it is issued. */
export const SAMPLE_LETTER: DocumentDescription = {
  ruleSet: "nd30",
  kind: "CV",
  organisation: { name: "Ủy ban nhân dân tỉnh Hương Giang" },
  notation: "UBND-KGVX",
  place: "Hương Giang",
  subject: "điều chỉnh, bổ sung nhiệm vụ chuyển đổi số quý IV năm 2026 và năm 2027",
  addressees: ["Các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"],
  body: [
    "Ủy ban nhân dân tỉnh đã ban hành Kế hoạch thực hiện nhiệm vụ chuyển đổi số quý IV năm 2026 và năm 2027. Qua rà soát tại Thông báo số 118/TB-UBND ngày 18/11/2026, một số nhiệm vụ cần điều chỉnh cho sát thực tế. Ủy ban nhân dân tỉnh yêu cầu:",
    "1. Các cơ quan thực hiện nhiệm vụ theo Phụ lục gửi kèm Công văn này; những nhiệm vụ không nêu trong Phụ lục giữ nguyên như đã giao.",
    "2. Cơ quan chủ trì nhiệm vụ được bổ sung hoặc đổi thời hạn gửi kế hoạch chi tiết về Sở Khoa học và Công nghệ trước ngày 05/12/2026.",
    "3. Sở Khoa học và Công nghệ cập nhật nhiệm vụ vào hệ thống theo dõi của tỉnh và báo cáo tiến độ trong kỳ giao ban gần nhất.",
    "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các cơ quan phản ánh kịp thời để Ủy ban nhân dân tỉnh xem xét, chỉ đạo.",
  ].join("\n\n"),
  recipients: ["Như trên", "Chủ tịch, các Phó Chủ tịch UBND tỉnh", "Lưu: VT, KGVX"],
  signature: {
    authority: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"],
    position: "PHÓ CHỦ TỊCH",
    name: "Lê Thị Minh Nguyệt",
  },
};

/** Title of the amended appendix. */
export const SAMPLE_APPENDIX_TITLE = "Danh mục nhiệm vụ chuyển đổi số\nđiều chỉnh, bổ sung quý IV năm 2026 và năm 2027";

/** A plan of the Party committee, complete in itself, for `vanthu render`. */
export const SAMPLE_PARTY_PLAN: DocumentDescription = {
  ruleSet: "hd05",
  kind: "KH",
  organisation: { name: "Tỉnh ủy Hương Giang" },
  number: "24",
  notation: "KH/TU",
  place: "Hương Giang",
  date: "2026-11-20",
  subject: "lãnh đạo công tác chuyển đổi số\ntrong các cơ quan đảng của tỉnh năm 2027",
  body: [
    "Ban Thường vụ Tỉnh ủy ban hành Kế hoạch lãnh đạo công tác chuyển đổi số trong các cơ quan đảng của tỉnh năm 2027 như sau:",
    "# Mục đích, yêu cầu",
    "## Mục đích",
    "Rút ngắn thời gian xử lý công việc của cấp ủy, giữ bí mật nhà nước nghiêm ngặt, tạo nền nếp làm việc trên môi trường số trong toàn Đảng bộ.",
    "## Yêu cầu",
    "- Người đứng đầu cấp ủy trực tiếp sử dụng hệ thống, nêu gương trước cán bộ, đảng viên.",
    "- Gắn kết quả chuyển đổi số với đánh giá, xếp loại tổ chức đảng hằng năm[^xeploai].",
    "# Nhiệm vụ trọng tâm",
    "## Văn bản và hồ sơ",
    "- Gửi, nhận văn bản điện tử có ký số giữa Văn phòng Tỉnh ủy với 100% đảng ủy trực thuộc, trừ văn bản mật.",
    "- Lập hồ sơ công việc điện tử ngay khi phát sinh; nộp lưu hồ sơ điện tử vào kho lưu trữ của Tỉnh ủy.",
    "## Sinh hoạt đảng",
    "- Dùng sổ tay đảng viên điện tử trong sinh hoạt chi bộ; phấn đấu tối thiểu 85% đảng viên cài đặt và sử dụng thường xuyên.",
    "# Tổ chức thực hiện",
    "- Văn phòng Tỉnh ủy chủ trì tham mưu, theo dõi, định kỳ hằng quý báo cáo Thường trực Tỉnh ủy.",
    "- Các đảng ủy trực thuộc xây dựng kế hoạch, gửi về Văn phòng Tỉnh ủy trước ngày 31/12/2026.",
  ].join("\n\n"),
  recipients: [
    "Văn phòng Trung ương Đảng",
    "Các đồng chí Tỉnh ủy viên",
    "Các đảng ủy trực thuộc",
    "Lưu Văn phòng Tỉnh ủy",
  ],
  signature: { authority: ["T/M BAN THƯỜNG VỤ"], position: "PHÓ BÍ THƯ", name: "Nguyễn Đức Hiển" },
  footnotes: { xeploai: "Theo hướng dẫn đánh giá, xếp loại tổ chức đảng và đảng viên của Ban Tổ chức Tỉnh ủy." },
};
