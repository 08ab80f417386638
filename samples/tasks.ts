/**
 * The sample programme's tasks as an office would keep them in a sheet. All names, agencies and figures are invented; no part is
 * taken from a real document.
 */

/** Columns: STT, Nhiệm vụ, Cơ quan chủ trì, Cơ quan phối hợp, Sản phẩm, Thời gian hoàn thành, Căn cứ giao, Ghi chú. */
export type SampleRow = [string, string, string, string, string, string, string, string];

/** A group of the sheet with its rows. */
export interface SampleGroup {
  number: string;
  name: string;
  rows: SampleRow[];
}

const KHCN = "Sở Khoa học và Công nghệ";
const NOI_VU = "Sở Nội vụ";
const TAI_CHINH = "Sở Tài chính";
const VAN_PHONG = "Văn phòng UBND tỉnh";
const Y_TE = "Sở Y tế";
const GIAO_DUC = "Sở Giáo dục và Đào tạo";
const NONG_NGHIEP = "Sở Nông nghiệp và Môi trường";
const CONG_AN = "Công an tỉnh";
const CONG_THUONG = "Sở Công Thương";
const CAP_XA = "UBND các xã, phường";

const CT = "Chương trình số 12-CTr/TU ngày 20/8/2026 của Tỉnh ủy Hương Giang";
const NQ = "Nghị quyết số 27/NQ-HĐND ngày 10/7/2026 của HĐND tỉnh";
const KL = "Thông báo số 96/TB-UBND ngày 15/9/2026 của UBND tỉnh";

/** Revision 1: 28 tasks in 6 groups. */
export const SAMPLE_GROUPS: SampleGroup[] = [
  {
    number: "I",
    name: "LÃNH ĐẠO, ĐIỀU PHỐI VÀ TRUYỀN THÔNG",
    rows: [
      [
        "1",
        "Kiện toàn Ban Điều hành chuyển đổi số tỉnh Hương Giang và ban hành quy chế làm việc của Ban",
        NOI_VU,
        KHCN,
        "Quyết định của Chủ tịch UBND tỉnh; quy chế làm việc",
        "Trước ngày 30/11/2026",
        CT,
        "",
      ],
      [
        "2",
        "Giao ban công tác chuyển đổi số với người đứng đầu các sở và xã, phường, gắn kết quả với bình xét thi đua",
        VAN_PHONG,
        `${KHCN}; ${CAP_XA}`,
        "Thông báo kết luận từng kỳ giao ban",
        "Hằng tháng",
        KL,
        "",
      ],
      [
        "3",
        "Mở chuyên mục “Hương Giang số” trên báo và đài của tỉnh, mỗi tuần giới thiệu một cách làm hay ở cơ sở",
        "Báo và Phát thanh, Truyền hình Hương Giang",
        "Các sở, ban, ngành",
        "- Chuyên mục định kỳ trên báo điện tử\n- Phóng sự truyền hình hằng tuần",
        "Thường xuyên",
        CT,
        "",
      ],
      [
        "4",
        "Tổ chức hội thi “Tổ công nghệ số giỏi” dành cho các tổ công nghệ số ở thôn, tổ dân phố",
        "Tỉnh đoàn Hương Giang",
        `${KHCN}; ${CAP_XA}`,
        "Hội thi cấp tỉnh; tài liệu hướng dẫn nhân rộng",
        "Quý II/2027",
        CT,
        "",
      ],
    ],
  },
  {
    number: "II",
    name: "CƠ CHẾ, CHÍNH SÁCH VÀ NGUỒN LỰC",
    rows: [
      [
        "5",
        "Trình HĐND tỉnh nghị quyết quy định mức chi hỗ trợ thành viên tổ công nghệ số ở thôn, tổ dân phố",
        TAI_CHINH,
        `${KHCN}; ${NOI_VU}`,
        "Nghị quyết của HĐND tỉnh",
        "Tháng 12 năm 2026",
        NQ,
        "",
      ],
      [
        "6",
        "Ban hành quy định về thuê dịch vụ công nghệ thông tin trong cơ quan nhà nước của tỉnh, thay cho cách mua sắm riêng lẻ từng đơn vị",
        TAI_CHINH,
        KHCN,
        "Quyết định của UBND tỉnh",
        "Quý I năm 2027",
        NQ,
        "",
      ],
      [
        "7",
        "Bố trí dự toán năm 2027 cho chuyển đổi số theo danh mục nhiệm vụ đã duyệt, ưu tiên thiết bị cho bộ phận một cửa cấp xã",
        TAI_CHINH,
        "Các sở, ban, ngành; UBND các xã, phường",
        "Phương án phân bổ dự toán",
        "Trước ngày 31/12/2026",
        NQ,
        "",
      ],
      [
        "8",
        "Rà soát thời hạn bảo hành, bản quyền của toàn bộ phần mềm dùng chung, lập lộ trình thay thế các phần mềm không còn được hỗ trợ",
        KHCN,
        "Các sở, ban, ngành",
        "Báo cáo rà soát; lộ trình thay thế",
        "Trong Quý I/2027",
        KL,
        "",
      ],
    ],
  },
  {
    number: "III",
    name: "HẠ TẦNG SỐ VÀ AN TOÀN THÔNG TIN",
    rows: [
      [
        "9",
        "Xóa các điểm trắng sóng di động tại những thôn vùng cao của các xã Nậm Lan, Bạch Sa và Tân Khê",
        KHCN,
        "Các doanh nghiệp viễn thông; UBND các xã Nậm Lan, Bạch Sa, Tân Khê",
        "22 thôn có sóng 4G ổn định",
        "Đến hết ngày 30/6/2027",
        CT,
        "",
      ],
      [
        "10",
        "Nâng băng thông mạng truyền số liệu chuyên dùng đến trụ sở của từng xã, phường",
        KHCN,
        "Các doanh nghiệp viễn thông",
        "Đường truyền tối thiểu 200 Mb/s tại mỗi trụ sở",
        "Quý II/2027",
        CT,
        "",
      ],
      [
        "11",
        "Chuyển các hệ thống thông tin đang đặt tại phòng máy của từng sở về trung tâm dữ liệu tỉnh",
        KHCN,
        "Các sở, ban, ngành",
        "Biên bản bàn giao từng hệ thống; phòng máy cũ ngừng hoạt động",
        "Từ tháng 01/2027 đến tháng 9/2027",
        KL,
        "",
      ],
      [
        "12",
        "Phê duyệt hồ sơ đề xuất cấp độ an toàn cho hệ thống thông tin của các sở và UBND các xã, phường",
        CONG_AN,
        `${KHCN}; ${CAP_XA}`,
        "Quyết định phê duyệt cấp độ từng hệ thống",
        "Hoàn thành trước ngày 15/4/2027",
        KL,
        "",
      ],
      [
        "13",
        "Diễn tập ứng cứu sự cố tấn công mã hóa dữ liệu tại trung tâm dữ liệu tỉnh",
        CONG_AN,
        KHCN,
        "Kịch bản và báo cáo kết quả diễn tập",
        "tháng 5/2027",
        KL,
        "",
      ],
    ],
  },
  {
    number: "IV",
    name: "DỮ LIỆU VÀ NỀN TẢNG DÙNG CHUNG",
    rows: [
      [
        "14",
        "Công bố danh mục dữ liệu dùng chung của tỉnh, ghi rõ cơ quan chịu trách nhiệm cập nhật từng bộ dữ liệu",
        KHCN,
        "Các sở, ban, ngành",
        "Quyết định công bố danh mục",
        "Trước ngày 28/02/2027",
        CT,
        "",
      ],
      [
        "15",
        "Số hóa sổ hộ tịch còn lưu bản giấy và đối chiếu với cơ sở dữ liệu hộ tịch điện tử",
        "Sở Tư pháp",
        CAP_XA,
        "Sổ hộ tịch được số hóa, xác nhận khớp dữ liệu",
        "Trong năm 2027",
        CT,
        "",
      ],
      [
        "16",
        "Xây dựng bản đồ số về vùng trồng chè, cam và dược liệu, mỗi thửa gắn mã vùng trồng",
        NONG_NGHIEP,
        CAP_XA,
        "Bản đồ số; tối thiểu 1.200 mã vùng trồng",
        "Quý III/2027",
        NQ,
        "",
      ],
      [
        "17",
        "Kết nối hồ sơ sức khỏe của người dân giữa trạm y tế xã với các bệnh viện trong tỉnh",
        Y_TE,
        "Bảo hiểm xã hội tỉnh",
        "Hồ sơ sức khỏe liên thông giữa hai tuyến",
        "Quý III - IV/2027",
        CT,
        "",
      ],
      [
        "18",
        "Đưa học bạ số vào sử dụng tại các trường trung học cơ sở và trung học phổ thông",
        GIAO_DUC,
        CAP_XA,
        "Học bạ có chữ ký số của nhà trường",
        "Hoàn thành trước ngày 31/8/2027",
        CT,
        "",
      ],
    ],
  },
  {
    number: "V",
    name: "DỊCH VỤ CÔNG VÀ PHỤC VỤ NGƯỜI DÂN",
    rows: [
      [
        "19",
        "Viết lại hướng dẫn nộp hồ sơ trực tuyến của 60 thủ tục phát sinh nhiều nhất bằng lời lẽ dễ hiểu, có hình minh họa và bản tiếng dân tộc",
        VAN_PHONG,
        "Các sở, ban, ngành",
        "60 bản hướng dẫn trên cổng dịch vụ công",
        "Quý I/2027",
        KL,
        "",
      ],
      [
        "20",
        "Lắp đặt ki-ốt tự phục vụ tại trung tâm phục vụ hành chính công của các xã, phường đông dân",
        VAN_PHONG,
        `${TAI_CHINH}; ${CAP_XA}`,
        "18 ki-ốt hoạt động, có người trực hướng dẫn",
        "Quý II năm 2027",
        NQ,
        "",
      ],
      [
        "21",
        "Trả kết quả giải quyết thủ tục hành chính bằng bản điện tử có ký số, lưu vào kho dữ liệu của người nộp",
        VAN_PHONG,
        "Các sở, ban, ngành; UBND các xã, phường",
        "Kết quả điện tử đủ giá trị pháp lý",
        "Thường xuyên",
        CT,
        "",
      ],
      [
        "22",
        "Khảo sát mức độ hài lòng qua tin nhắn ngay sau khi trả kết quả, công khai điểm của từng bộ phận một cửa",
        VAN_PHONG,
        KHCN,
        "Bảng điểm công khai hằng tháng",
        "Hằng tháng",
        KL,
        "",
      ],
      [
        "23",
        "Thu phí, lệ phí và tiền nước sinh hoạt không dùng tiền mặt tại các phường và thị tứ",
        CONG_THUONG,
        "Ngân hàng Nhà nước khu vực; UBND các phường",
        "Tỷ lệ thanh toán không dùng tiền mặt tăng theo từng quý",
        "Trong năm 2027",
        NQ,
        "",
      ],
    ],
  },
  {
    number: "VI",
    name: "NHÂN LỰC, KINH TẾ SỐ VÀ ĐỔI MỚI SÁNG TẠO",
    rows: [
      [
        "24",
        "Bồi dưỡng kỹ năng làm việc trên môi trường số cho công chức cấp xã theo hình thức cầm tay chỉ việc",
        NOI_VU,
        KHCN,
        "12 lớp; ít nhất 600 lượt học viên",
        "Quý IV/2026",
        CT,
        "",
      ],
      [
        "25",
        "Tuyển chọn, bố trí mỗi xã, phường một công chức chuyên trách công nghệ thông tin",
        NOI_VU,
        CAP_XA,
        "Danh sách công chức được bố trí",
        "Trước ngày 31/3/2027",
        NQ,
        "",
      ],
      [
        "26",
        "Đưa sản phẩm đạt chuẩn từ ba sao của tỉnh lên các sàn thương mại điện tử, có mã truy xuất nguồn gốc",
        CONG_THUONG,
        `${NONG_NGHIEP}; Hội Nông dân tỉnh`,
        "Ít nhất 90 sản phẩm có gian hàng",
        "Quý II/2027",
        NQ,
        "",
      ],
      [
        "27",
        "Hỗ trợ hộ kinh doanh dùng hóa đơn điện tử khởi tạo từ máy tính tiền",
        "Thuế tỉnh Hương Giang",
        `${CONG_THUONG}; ${CAP_XA}`,
        "Hộ kinh doanh thuộc diện áp dụng được hướng dẫn tại chỗ",
        "Quý IV/2026",
        KL,
        "",
      ],
      [
        "28",
        "Mở vườn ươm sáng tạo trẻ tại Trường Cao đẳng Hương Giang, nhận ươm tạo ý tưởng về nông nghiệp và du lịch",
        KHCN,
        "Trường Cao đẳng Hương Giang; Tỉnh đoàn Hương Giang",
        "Đề án vườn ươm; 10 ý tưởng được ươm tạo",
        "Quý IV năm 2027",
        CT,
        "",
      ],
    ],
  },
];

/** The targets as a plan states them: sentence, who leads, who coordinates, by when. */
export const SAMPLE_TARGETS = `1. Phục vụ người dân, doanh nghiệp
- Tỷ lệ hồ sơ nộp trực tuyến trên tổng số hồ sơ tiếp nhận đạt tối thiểu 75%.
+ Đơn vị chủ trì: Văn phòng UBND tỉnh.
+ Đơn vị phối hợp: Các sở, ban, ngành; UBND các xã, phường.
+ Thời gian thực hiện: Trong năm 2027.
- Trên 92% kết quả giải quyết thủ tục hành chính được trả bằng bản điện tử có ký số.
+ Đơn vị chủ trì: Văn phòng UBND tỉnh.
+ Thời gian thực hiện: Trước ngày 30/9/2027.
- Mức độ hài lòng của người nộp hồ sơ ≥ 93,5%.
+ Đơn vị chủ trì: Văn phòng UBND tỉnh.
+ Thời gian thực hiện: Quý IV/2027.
- Thời gian chờ trung bình tại bộ phận một cửa không quá 15 phút.
+ Đơn vị chủ trì: UBND các xã, phường.
+ Thời gian thực hiện: Thường xuyên.
2. Hạ tầng và dữ liệu
- 100% trụ sở xã, phường có đường truyền dự phòng.
+ Đơn vị chủ trì: Sở Khoa học và Công nghệ.
+ Thời gian thực hiện: Trước ngày 30/6/2027.
- Số thôn chưa có sóng di động băng rộng dưới 5 thôn.
+ Đơn vị chủ trì: Sở Khoa học và Công nghệ.
+ Đơn vị phối hợp: Các doanh nghiệp viễn thông.
+ Thời gian thực hiện: Quý II/2027.
- 100% bộ dữ liệu trong danh mục dùng chung có cơ quan cập nhật và lịch cập nhật.
+ Đơn vị chủ trì: Sở Khoa học và Công nghệ.
+ Thời gian thực hiện: Trước ngày 28/02/2027.
- 100% hệ thống thông tin đang vận hành được phê duyệt cấp độ an toàn.
+ Đơn vị chủ trì: Công an tỉnh.
+ Thời gian thực hiện: Trước ngày 15/4/2027.
3. Nhân lực và kinh tế số
- Ít nhất 95% công chức cấp xã hoàn thành khóa bồi dưỡng kỹ năng số.
+ Đơn vị chủ trì: Sở Nội vụ.
+ Thời gian thực hiện: Quý I/2027.
- Mỗi xã, phường có ít nhất 01 công chức chuyên trách công nghệ thông tin.
+ Đơn vị chủ trì: Sở Nội vụ.
+ Thời gian thực hiện: Trước ngày 31/3/2027.
- Tỷ trọng kinh tế số trong tổng sản phẩm trên địa bàn đạt 12,4%.
+ Đơn vị chủ trì: Sở Tài chính.
+ Đơn vị phối hợp: Sở Công Thương.
+ Thời gian thực hiện: Trong năm 2027.
- Tối thiểu 90 sản phẩm của tỉnh được bán trên sàn thương mại điện tử.
+ Đơn vị chủ trì: Sở Công Thương.
+ Thời gian thực hiện: Quý II/2027.`;
