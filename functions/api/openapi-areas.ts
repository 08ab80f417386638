import type { Area } from "./openapi-model.ts";

/** Areas of the API by the first part of their address (`/api/<part>`): the order they are shown in. */
export const AREAS: Readonly<Record<string, Area>> = {
  access: {
    name: "Đăng nhập và người dùng",
    description: "Phiên làm việc, cơ quan, đơn vị, người dùng, chức vụ, khóa ký thử nghiệm.",
  },
  identity: {
    name: "Xác thực",
    description: "Phiên đang mở, bước xác thực thứ hai, khóa truy cập, nhà cung cấp định danh, khóa API.",
  },
  programmes: { name: "Nhiệm vụ", description: "Chương trình nhiệm vụ, nhóm, nhiệm vụ, chỉ tiêu, tiến độ, lịch sử." },
  progress: {
    name: "Tiến độ nhiệm vụ",
    description: "Tiến độ theo cơ quan chủ trì và theo nhóm, và các nhiệm vụ đứng sau.",
  },
  tables: { name: "Bảng và cơ quan", description: "Nhập, xuất chương trình bằng bảng; danh mục cơ quan chủ trì." },
  amendments: { name: "Điều chỉnh nhiệm vụ", description: "So sánh hai bản của chương trình, phụ lục điều chỉnh." },
  reports: { name: "Báo cáo", description: "Báo cáo định kỳ và các nhiệm vụ đứng sau từng số liệu." },
  "report-schedules": { name: "Lịch báo cáo", description: "Báo cáo tự soạn khi đến kỳ chốt số liệu." },
  calendar: { name: "Lịch làm việc", description: "Ngày nghỉ, đếm ngày làm việc, nhắc việc, việc cần chú ý." },
  templates: { name: "Mẫu văn bản", description: "Mẫu Word của cơ quan và mẫu có sẵn." },
  documents: { name: "Văn bản đi", description: "Soạn, trình, duyệt, ký, cấp số, đóng dấu, gửi, thu hồi." },
  bulk: {
    name: "Làm nhiều việc một lượt",
    description: "Cấp số, đóng dấu, gửi nhiều văn bản; kết quả riêng từng văn bản.",
  },
  recipients: { name: "Danh bạ nơi nhận", description: "Những nơi thường gửi và nhóm nơi nhận của cơ quan." },
  mandates: { name: "Thẩm quyền ký", description: "Ai được ký thay ai, loại văn bản nào, từ ngày đến ngày nào." },
  grants: {
    name: "Xác nhận quyền tự cấp",
    description: "Quyền mà người quản trị tự cấp cho mình chờ người khác xác nhận.",
  },
  rights: { name: "Quyền xem văn bản", description: "Ai được xem văn bản; thay đổi cần lãnh đạo xác nhận." },
  keys: { name: "Khóa ký", description: "Chứng thư số, kết nối tới nơi giữ khóa, hình chữ ký và con dấu." },
  signing: { name: "Ký số", description: "Ký nhiều văn bản, ký bằng khóa ở nơi khác, giao tệp cho phần mềm ký." },
  incoming: { name: "Văn bản đến", description: "Tiếp nhận, phân phối, giải quyết, trả lời, báo cáo tình hình." },
  copies: { name: "Bản sao", description: "Sao y, sao lục, trích sao." },
  registers: { name: "Sổ văn bản", description: "Các sổ theo Phụ lục IV, dãy số, khóa sổ, tiếp quản." },
  dossiers: { name: "Hồ sơ", description: "Danh mục hồ sơ, lập hồ sơ, nộp lưu, gói lưu trữ, dữ liệu đặc tả." },
  search: { name: "Tìm kiếm", description: "Tìm văn bản, hồ sơ; yêu cầu đã lưu; thống kê sử dụng." },
  notices: { name: "Thông báo", description: "Việc cần làm gửi tới người dùng và vai trò." },
  verify: { name: "Kiểm tra chữ ký", description: "Kiểm tra tệp đã ký; không cần tài khoản." },
  standing: { name: "Tình trạng văn bản", description: "Hiệu lực theo mã băm hoặc mã kiểm tra; không cần tài khoản." },
  audit: { name: "Nhật ký", description: "Nhật ký của cơ quan: đọc, chứng minh, xuất." },
  installation: {
    name: "Hệ thống",
    description: "Danh sách tin cậy, hạn của chứng thư số, dịch vụ cấp dấu thời gian, tình hình hoạt động.",
  },
  health: { name: "Hoạt động của máy chủ", description: "Cho hệ thống giám sát." },
  "openapi.json": { name: "Mô tả API", description: "Mô tả này, để máy đọc." },
  exchange: { name: "Cửa nhận gói tin", description: "Hệ thống khác chuyển gói tin edXML tới." },
};

/** The area of an address; what has no name yet goes by its address. */
export function areaOf(path: string): string {
  return path.startsWith("/v1/") ? "exchange" : (path.split("/")[2] ?? "");
}
