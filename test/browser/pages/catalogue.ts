import type { PreparedOffice } from "./office.ts";
import type { Viewer } from "./people.ts";

type Ids = PreparedOffice["ids"];

/** One look at a page. */
export interface PageLine {
  /** The route as the app has it: "/van-ban/:id". */
  route: string;
  /** Name of its picture. */
  name: string;
  /** Who looks. */
  as: Viewer;
  /** Where, in the prepared office; the route itself where it has no parameters. */
  address?: (ids: Ids) => string;
  /** Words of the page that are there only when it shows what it is for. */
  stands: string | RegExp;
  /** Status of the answer; 200 when absent. */
  status?: number;
}

/**
 * Every page of the app (GET, HTML), at least once. A route of the app without a line here or in {@link NO_PAGES} fails the test, so whoever adds
 * a page adds its line: address, who looks, what stands there.
 */
export const PAGES: PageLine[] = [
  // Open to everybody.
  { route: "/bat-dau", name: "bat-dau", as: "first", stands: "Mã định danh" },
  { route: "/dang-nhap", name: "dang-nhap", as: "stranger", stands: "Mật khẩu" },
  { route: "/dang-nhap/buoc-hai", name: "dang-nhap-buoc-hai", as: "second-step", stands: "Mã xác thực" },
  { route: "/dang-nhap/cai-xac-thuc", name: "dang-nhap-cai-xac-thuc", as: "enrolling", stands: "Cài xong" },
  { route: "/kiem-tra", name: "kiem-tra", as: "stranger", stands: "Tệp PDF đã ký số" },
  { route: "/kiem-tra/ma", name: "kiem-tra-ma", as: "stranger", stands: "Mã kiểm tra" },
  {
    route: "/kiem-tra/ma/:code",
    name: "kiem-tra-ma-van-ban",
    as: "stranger",
    address: ({ code }) => `/kiem-tra/ma/${code}`,
    stands: "UBND-KGVX",
  },
  {
    route: "/tinh-trang/:sha256",
    name: "tinh-trang",
    as: "stranger",
    address: ({ sha256 }) => `/tinh-trang/${sha256}`,
    stands: "Còn hiệu lực",
  },
  {
    route: "*",
    name: "khong-co-trang",
    as: "stranger",
    address: () => "/trang-khong-co",
    stands: "Không",
    status: 404,
  },

  { route: "/api/tai-lieu", name: "tai-lieu-api", as: "stranger", stands: "Tìm theo việc cần làm" },
  {
    route: "/api/tai-lieu/:area",
    name: "tai-lieu-api-van-ban",
    as: "stranger",
    address: () => "/api/tai-lieu/documents",
    stands: "/api/documents/{id}/submit",
  },
  { route: "/api/tai-lieu/du-lieu", name: "tai-lieu-api-du-lieu", as: "stranger", stands: "DocumentDescription" },
  {
    route: "/api/tai-lieu/du-lieu/:name",
    name: "tai-lieu-api-mot-dang",
    as: "stranger",
    address: () => "/api/tai-lieu/du-lieu/Document",
    stands: "Soạn từ mô tả",
  },

  // What waits, and what was told.
  { route: "/tong-quan", name: "tong-quan-nguoi-soan", as: "drafter", stands: "Tổng quan" },
  { route: "/tong-quan", name: "tong-quan-lanh-dao", as: "leader", stands: "Tổng quan" },
  { route: "/tong-quan", name: "tong-quan-van-thu", as: "clerk", stands: "Tổng quan" },
  { route: "/tong-quan/tien-do", name: "tien-do", as: "leader", stands: "Cơ quan chủ trì" },
  {
    route: "/tong-quan/tien-do",
    name: "tien-do-nhom",
    as: "drafter",
    address: () => "/tong-quan/tien-do?theo=nhom",
    stands: "Nhóm nhiệm vụ",
  },
  { route: "/tong-quan/nhiem-vu", name: "tien-do-nhiem-vu", as: "leader", stands: "Cơ quan chủ trì" },
  { route: "/thong-bao", name: "thong-bao", as: "drafter", stands: "Thông báo" },
  {
    route: "/thong-bao",
    name: "thong-bao-da-xong",
    as: "clerk",
    address: () => "/thong-bao?muc=da-xong",
    stands: "Thông báo",
  },

  // Programmes of tasks.
  { route: "/nhiem-vu", name: "nhiem-vu", as: "drafter", stands: "chuyển đổi số tỉnh Hương Giang" },
  { route: "/nhiem-vu", name: "nhiem-vu-trong", as: "receiver", stands: "Chưa có chương trình" },
  { route: "/nhiem-vu/don-vi", name: "don-vi", as: "drafter", stands: "Ban Quản lý dự án số" },
  { route: "/nhiem-vu/don-vi/them", name: "don-vi-them", as: "drafter", stands: "Tên cơ quan" },
  {
    route: "/nhiem-vu/don-vi/:agency",
    name: "don-vi-sua",
    as: "drafter",
    address: ({ agency }) => `/nhiem-vu/don-vi/${encodeURIComponent(agency)}`,
    stands: "Bỏ khỏi danh mục",
  },
  { route: "/nhiem-vu/:id", name: "chuong-trinh", as: "drafter", address: inProgramme(""), stands: "Đã hoàn thành" },
  {
    route: "/nhiem-vu/:id",
    name: "chuong-trinh-sua-trong-bang",
    as: "drafter",
    address: inProgramme("?sua=1&xep=han&phang=1"),
    stands: "Thôi sửa trong bảng",
  },
  {
    route: "/nhiem-vu/:id",
    name: "chuong-trinh-ban-cu",
    as: "auditor",
    address: inProgramme("?ban=2"),
    stands: "bản 2",
  },
  {
    route: "/nhiem-vu/:id/nhiem-vu/:taskId",
    name: "nhiem-vu-mot",
    as: "drafter",
    address: ({ programme, task }) => `/nhiem-vu/${programme}/nhiem-vu/${task}`,
    stands: "Tờ trình số 14/TTr-SKHCN",
  },
  {
    route: "/nhiem-vu/:id/nhiem-vu/:taskId",
    name: "nhiem-vu-mot-chi-xem",
    as: "clerk",
    address: ({ programme, task }) => `/nhiem-vu/${programme}/nhiem-vu/${task}`,
    stands: "Tờ trình số 14/TTr-SKHCN",
  },
  {
    route: "/nhiem-vu/:id/chi-tieu/:targetId",
    name: "chi-tieu",
    as: "drafter",
    address: ({ programme, target }) => `/nhiem-vu/${programme}/chi-tieu/${target}`,
    stands: "92,5",
  },
  {
    route: "/nhiem-vu/:id/them-nhiem-vu",
    name: "them-nhiem-vu",
    as: "drafter",
    address: inProgramme("/them-nhiem-vu"),
    stands: "Cơ quan chủ trì",
  },
  {
    route: "/nhiem-vu/:id/lich-su",
    name: "chuong-trinh-lich-su",
    as: "drafter",
    address: inProgramme("/lich-su"),
    stands: "Nhập danh mục nhiệm vụ",
  },
  {
    route: "/nhiem-vu/:id/so-sanh",
    name: "chuong-trinh-so-sanh",
    as: "drafter",
    address: inProgramme("/so-sanh"),
    stands: "So sánh",
  },
  {
    route: "/nhiem-vu/:id/khoi-phuc",
    name: "chuong-trinh-khoi-phuc",
    as: "drafter",
    address: inProgramme("/khoi-phuc?ban=2"),
    stands: "Khôi phục",
  },
  {
    route: "/nhiem-vu/:id/hoan-tac",
    name: "chuong-trinh-hoan-tac",
    as: "drafter",
    address: inProgramme("/hoan-tac?ban=3"),
    stands: "Những gì sẽ trở lại như trước",
  },
  {
    route: "/nhiem-vu/:id/nhap",
    name: "chuong-trinh-nhap",
    as: "drafter",
    address: inProgramme("/nhap"),
    stands: "Tệp .xlsx, .csv hoặc .tsv",
  },

  // Reports.
  { route: "/bao-cao", name: "bao-cao", as: "drafter", stands: "Báo cáo" },
  {
    route: "/bao-cao/moi",
    name: "bao-cao-moi",
    as: "drafter",
    address: ({ programme, year }) => `/bao-cao/moi?ct=${programme}&ky=${year}`,
    stands: "nhiệm vụ",
  },
  {
    route: "/bao-cao/xem",
    name: "bao-cao-so-lieu",
    as: "drafter",
    address: ({ programme, year, report }) => `/bao-cao/xem?ct=${programme}&ky=${year}&so=${report.figure}`,
    stands: "nhiệm vụ",
  },
  {
    route: "/bao-cao/van-ban/:id",
    name: "bao-cao-van-ban",
    as: "drafter",
    address: ({ report }) => `/bao-cao/van-ban/${report.document}`,
    stands: "nhiệm vụ",
  },
  {
    route: "/bao-cao/van-ban/:id/so-lieu",
    name: "bao-cao-van-ban-so-lieu",
    as: "leader",
    address: ({ report }) => `/bao-cao/van-ban/${report.document}/so-lieu?so=${report.figure}`,
    stands: "nhiệm vụ",
  },
  { route: "/bao-cao/lich/moi", name: "bao-cao-lich-moi", as: "drafter", stands: "Người phụ trách" },
  {
    route: "/bao-cao/lich/:id",
    name: "bao-cao-lich",
    as: "drafter",
    address: ({ report }) => `/bao-cao/lich/${report.schedule}`,
    stands: "Phạm Văn Thuận",
  },
  { route: "/bao-cao/ky-chot", name: "bao-cao-ky-chot", as: "leader", stands: "chốt" },

  // Composing.
  { route: "/soan-van-ban", name: "soan-van-ban", as: "drafter", stands: "Từ chương trình nhiệm vụ" },
  {
    route: "/soan-van-ban/:loai",
    name: "soan-cong-van",
    as: "drafter",
    address: () => "/soan-van-ban/cong-van",
    stands: "Trích yếu",
  },
  {
    route: "/soan-van-ban/ke-hoach",
    name: "soan-ke-hoach",
    as: "drafter",
    address: ({ programme }) => `/soan-van-ban/ke-hoach?chuong-trinh=${programme}`,
    stands: "Mục đích",
  },
  {
    route: "/soan-van-ban/dieu-chinh",
    name: "soan-dieu-chinh",
    as: "drafter",
    address: ({ programme }) => `/soan-van-ban/dieu-chinh?chuong-trinh=${programme}`,
    stands: "Phụ lục",
  },
  {
    route: "/soan-van-ban/dieu-chinh",
    name: "soan-dieu-chinh-du-thao",
    as: "drafter",
    address: ({ amendment }) => `/soan-van-ban/dieu-chinh?du-thao=${amendment}`,
    stands: "Phụ lục",
  },
  { route: "/soan-van-ban/mau-ghi-chu", name: "soan-mau-ghi-chu", as: "drafter", stands: "ghi chú" },

  // Documents.
  { route: "/van-ban", name: "van-ban", as: "drafter", stands: "Mọi văn bản của cơ quan" },
  { route: "/van-ban", name: "van-ban-trong", as: "receiver", stands: "Chưa có văn bản nào" },
  one("draft", "drafter", "Trình ký"),
  one("submitted", "leader", "Ký số"),
  one("approved", "leader", "Ký số"),
  one("returned", "drafter", "Ghi rõ thời hạn gửi góp ý"),
  one("signed", "clerk", "Cấp số"),
  one("numbered", "clerk", "Đóng dấu"),
  one("issued", "clerk", "Gửi"),
  one("sent", "clerk", "Đã tiếp nhận"),
  one("recalled", "clerk", "Mẫu số liệu sai"),
  one("voided", "clerk", "Lịch trực đã thay"),
  {
    route: "/van-ban/:id",
    name: "van-ban-phu-luc-dieu-chinh",
    as: "drafter",
    address: ({ amendment }) => `/van-ban/${amendment}`,
    stands: "Phụ lục",
  },
  {
    route: "/van-ban/:id/sua",
    name: "van-ban-sua",
    as: "drafter",
    address: inDocument("draft", "/sua"),
    stands: "Lưu dự thảo",
  },
  {
    route: "/van-ban/:id/phieu-trinh",
    name: "van-ban-phieu-trinh",
    as: "leader",
    address: inDocument("submitted", "/phieu-trinh"),
    stands: "Hạt kiểm lâm",
  },
  {
    route: "/van-ban/:id/word",
    name: "van-ban-sua-bang-word",
    as: "drafter",
    address: ({ wordDraft }) => `/van-ban/${wordDraft}/word`,
    stands: "Đang dùng bản Word 1",
  },
  {
    route: "/van-ban/:id/word/:proposal",
    name: "van-ban-so-ban-word",
    as: "drafter",
    address: ({ wordDraft, wordProposal }) => `/van-ban/${wordDraft}/word/${wordProposal}`,
    stands: "Khác về trình bày",
  },
  {
    route: "/van-ban/:id/so-sanh",
    name: "van-ban-so-sanh",
    as: "drafter",
    address: inDocument("returned", "/so-sanh?tu=1&den=2"),
    stands: "phần khác nhau",
  },
  {
    route: "/van-ban/:id/quyen",
    name: "van-ban-quyen",
    as: "drafter",
    address: inDocument("restricted", "/quyen"),
    stands: "Phạm Văn Thuận",
  },
  {
    route: "/van-ban/:id/goi-chung-cu",
    name: "van-ban-goi-chung-cu",
    as: "clerk",
    address: inDocument("sent", "/goi-chung-cu"),
    stands: "chứng cứ",
  },
  { route: "/quyen-xem", name: "quyen-xem", as: "leader", stands: "Xác nhận" },

  // Signing.
  { route: "/trinh-ky", name: "trinh-ky", as: "leader", stands: "Cần ký" },
  {
    route: "/trinh-ky",
    name: "trinh-ky-chon",
    as: "leader",
    address: () => "/trinh-ky?muc=can-ky&chon=tat-ca",
    stands: "Đang chọn",
  },
  {
    route: "/trinh-ky",
    name: "trinh-ky-dang-xu-ly",
    as: "leader",
    address: () => "/trinh-ky?muc=dang-xu-ly",
    stands: "Đang xử lý",
  },
  { route: "/trinh-ky", name: "trinh-ky-da-ky", as: "leader", address: () => "/trinh-ky?muc=da-ky", stands: "Đã ký" },
  {
    route: "/trinh-ky",
    name: "trinh-ky-that-bai",
    as: "leader",
    address: () => "/trinh-ky?muc=that-bai",
    stands: "Thất bại",
  },
  {
    route: "/trinh-ky/lan-ky/:id",
    name: "lan-ky-xong",
    as: "leader",
    address: ({ jobs }) => `/trinh-ky/lan-ky/${jobs.done}`,
    stands: "Đã ký 2 văn bản",
  },
  {
    route: "/trinh-ky/lan-ky/:id",
    name: "lan-ky-cho",
    as: "leader",
    address: ({ jobs }) => `/trinh-ky/lan-ky/${jobs.waiting}`,
    stands: "điện thoại",
  },

  // The clerk.
  { route: "/van-thu", name: "van-thu", as: "clerk", stands: "tổng kết chuyển đổi số" },
  {
    route: "/van-thu/lan-lam/:id",
    name: "van-thu-lan-cap-so",
    as: "clerk",
    address: ({ bulk }) => `/van-thu/lan-lam/${bulk}`,
    stands: "không cấp số được",
  },
  { route: "/van-thu/nhom-noi-nhan", name: "van-thu-nhom-noi-nhan", as: "clerk", stands: "Các sở, ban, ngành" },
  {
    route: "/van-thu/nhom-noi-nhan/:id",
    name: "van-thu-nhom-noi-nhan-sua",
    as: "clerk",
    address: ({ group }) => `/van-thu/nhom-noi-nhan/${group}`,
    stands: "Lưu nhóm",
  },
  {
    route: "/van-ban/:id/tinh-trang-gui",
    name: "van-ban-tinh-trang-gui",
    as: "clerk",
    address: inDocument("sent", "/tinh-trang-gui"),
    stands: "Đã tiếp nhận",
  },
  { route: "/van-ban-den", name: "van-ban-den", as: "clerk", stands: "Kết quả chuyển đổi số" },
  { route: "/van-ban-den", name: "van-ban-den-cua-toi", as: "drafter", stands: "kinh phí" },
  incoming("waiting", "clerk", "Tiếp nhận"),
  incoming("working", "drafter", "Tổng hợp, tham mưu"),
  incoming("answered", "leader", "trả lời"),
  incoming("done", "clerk", "Đã tổng hợp vào báo cáo quý"),
  incoming("unassigned", "leader", "Phân phối"),
  incoming("rejected", "clerk", "không thuộc thẩm quyền"),
  incoming("taken", "clerk", "Số liệu nhầm"),
  incoming("paper", "clerk", "đề nghị hỗ trợ máy tính"),
  { route: "/van-ban-den/bao-cao", name: "van-ban-den-bao-cao", as: "leader", stands: "giải quyết văn bản" },
  { route: "/van-ban-den/dang-ky", name: "van-ban-den-dang-ky", as: "clerk", stands: "Trích yếu" },
  { route: "/sao-van-ban", name: "sao-van-ban", as: "clerk", stands: "Ngày Chuyển đổi số" },
  {
    route: "/sao-van-ban/:id",
    name: "ban-sao-giay",
    as: "clerk",
    address: ({ copies }) => `/sao-van-ban/${copies.printed}`,
    stands: "Sao y",
  },
  {
    route: "/sao-van-ban/:id",
    name: "ban-sao-dien-tu",
    as: "clerk",
    address: ({ copies }) => `/sao-van-ban/${copies.sent}`,
    stands: "Sao y",
  },
  { route: "/sao-van-ban/cai-dat", name: "sao-cai-dat", as: "leader", stands: "ký bản sao" },
  {
    route: "/sao-van-ban/nguon/:from/:id",
    name: "sao-nguon",
    as: "clerk",
    address: ({ documents }) => `/sao-van-ban/nguon/van-ban/${documents.issued}`,
    stands: "Sao y",
  },
  {
    route: "/sao-van-ban/nguon/:from/:id",
    name: "sao-nguon-lam",
    as: "clerk",
    address: ({ documents }) => `/sao-van-ban/nguon/van-ban/${documents.issued}?lam=trich-sao.paper`,
    stands: "Trích sao",
  },
  { route: "/sao-van-ban/so", name: "sao-so", as: "clerk", stands: "Ngày Chuyển đổi số" },
  { route: "/sao-van-ban/tai-len", name: "sao-tai-len", as: "clerk", stands: "Tệp" },

  // Registers and books.
  ...register("so-van-ban-di", "outgoing"),
  ...register("so-van-ban-den", "incoming"),
  ...register("so-van-ban/ban-sao", "copies"),
  ...register("so-van-ban/gui-buu-dien", "postal"),
  ...register("so-van-ban/su-dung-ban-luu", "loans"),
  ...register("so-van-ban/theo-doi-giai-quyet", "following"),
  { route: "/so-van-ban/quan-ly", name: "so-quan-ly", as: "clerk", stands: "Khóa sổ" },
  { route: "/so-van-ban/bao-cao", name: "so-bao-cao", as: "clerk", stands: "số" },

  // Dossiers, metadata, search.
  { route: "/ho-so", name: "ho-so", as: "drafter", stands: "Chương trình, báo cáo công tác năm" },
  {
    route: "/ho-so/:id",
    name: "ho-so-mo",
    as: "drafter",
    address: ({ dossiers }) => `/ho-so/${dossiers.open}`,
    stands: "Ghi chép cuộc họp",
  },
  {
    route: "/ho-so/:id",
    name: "ho-so-da-ket-thuc",
    as: "drafter",
    address: ({ dossiers }) => `/ho-so/${dossiers.closed}`,
    stands: "Nộp",
  },
  {
    route: "/ho-so/:id",
    name: "ho-so-trong-luu-tru",
    as: "archivist",
    address: ({ dossiers }) => `/ho-so/${dossiers.received}`,
    stands: "Tổ công nghệ số",
  },
  {
    route: "/ho-so/dua-vao/:from/:id",
    name: "ho-so-dua-vao",
    as: "drafter",
    address: ({ documents }) => `/ho-so/dua-vao/document/${documents.recalled}`,
    stands: "01.VP",
  },
  {
    route: "/ho-so/danh-muc/:year",
    name: "danh-muc-ho-so",
    as: "drafter",
    address: ({ dossiers }) => `/ho-so/danh-muc/${dossiers.year}`,
    stands: "05/QĐ-UBND",
  },
  {
    route: "/ho-so/danh-muc/:year",
    name: "danh-muc-ho-so-du-thao",
    as: "leader",
    address: ({ dossiers }) => `/ho-so/danh-muc/${dossiers.year + 1}`,
    stands: "Văn phòng",
  },
  { route: "/ho-so/mo", name: "ho-so-mo-moi", as: "drafter", stands: "Thời hạn bảo quản" },
  { route: "/ho-so/nop-luu", name: "ho-so-nop-luu", as: "archivist", stands: "Triển khai chuyển đổi số" },
  { route: "/ho-so/kiem-tra-goi", name: "ho-so-kiem-tra-goi", as: "archivist", stands: "Gói" },
  {
    route: "/dac-ta/:from/:id",
    name: "dac-ta",
    as: "archivist",
    address: ({ documents }) => `/dac-ta/document/${documents.issued}`,
    stands: "Dữ liệu đặc tả",
  },
  { route: "/tim-kiem", name: "tim-kiem", as: "drafter", stands: "Tìm" },
  {
    route: "/tim-kiem",
    name: "tim-kiem-thay",
    as: "drafter",
    address: () => "/tim-kiem?tim=chuyen+doi+so",
    stands: "kết quả",
  },
  { route: "/tim-kiem/thong-ke", name: "tim-kiem-thong-ke", as: "archivist", stands: "lượt" },
  {
    route: "/tim-kiem/lich-su/:kind/:id",
    name: "tim-kiem-lich-su",
    as: "archivist",
    address: ({ documents }) => `/tim-kiem/lich-su/document/${documents.issued}`,
    stands: "Lê Thị Minh Nguyệt",
  },

  // One's own account.
  { route: "/tai-khoan", name: "tai-khoan", as: "leader", stands: "Chứng thư số của tôi" },
  { route: "/tai-khoan/dang-nhap", name: "tai-khoan-dang-nhap", as: "leader", stands: "Phiên" },
  { route: "/tai-khoan/dang-nhap/xac-thuc", name: "tai-khoan-xac-thuc", as: "leader", stands: "xác thực" },
  { route: "/tai-khoan/khoa-api", name: "tai-khoan-khoa-api", as: "drafter", stands: "Bảng tính của phòng" },

  // Administration.
  { route: "/quan-tri", name: "quan-tri", as: "administrator", stands: "Phạm Văn Thuận" },
  {
    route: "/quan-tri/nguoi-dung/:personId",
    name: "quan-tri-nguoi-dung",
    as: "administrator",
    address: ({ person }) => `/quan-tri/nguoi-dung/${person}`,
    stands: "Phạm Văn Thuận",
  },
  { route: "/quan-tri/nguoi-dung", name: "quan-tri-moi-nguoi", as: "administrator", stands: "Phạm Văn Thuận" },
  { route: "/quan-tri/han-chung-thu", name: "quan-tri-han-chung-thu", as: "administrator", stands: "Con dấu" },
  { route: "/quan-tri/tin-cay", name: "quan-tri-tin-cay", as: "administrator", stands: "Vân tay SHA-256" },
  { route: "/quan-tri/tinh-trang", name: "quan-tri-tinh-trang", as: "administrator", stands: "Kho dữ liệu" },
  { route: "/quan-tri/don-vi", name: "quan-tri-don-vi", as: "administrator", stands: "Phòng Khoa giáo" },
  {
    route: "/quan-tri/de-nghi-quyen",
    name: "quan-tri-de-nghi-quyen",
    as: "administrator",
    stands: "Không có đề nghị nào",
  },
  { route: "/quan-tri/tham-quyen", name: "quan-tri-tham-quyen", as: "administrator", stands: "12/QĐ-UBND" },
  { route: "/quan-tri/dang-nhap", name: "quan-tri-dang-nhap", as: "administrator", stands: "Phiên" },
  {
    route: "/quan-tri/dang-nhap/nguoi/:personId",
    name: "quan-tri-dang-nhap-nguoi",
    as: "administrator",
    address: ({ person }) => `/quan-tri/dang-nhap/nguoi/${person}`,
    stands: "Phạm Văn Thuận",
  },
  { route: "/quan-tri/khoa-api", name: "quan-tri-khoa-api", as: "administrator", stands: "Phần mềm một cửa" },
  { route: "/quan-tri/chung-thu-so", name: "quan-tri-chung-thu-so", as: "administrator", stands: "Lê Thị Minh Nguyệt" },
  { route: "/quan-tri/ket-noi-ky-so", name: "quan-tri-ket-noi", as: "administrator", stands: "SmartCA của cơ quan" },
  {
    route: "/quan-tri/ket-noi-ky-so/moi",
    name: "quan-tri-ket-noi-moi",
    as: "administrator",
    address: () => "/quan-tri/ket-noi-ky-so/moi?loai=csc",
    stands: "Địa chỉ",
  },
  {
    route: "/quan-tri/ket-noi-ky-so/:id",
    name: "quan-tri-ket-noi-sua",
    as: "administrator",
    address: ({ connection }) => `/quan-tri/ket-noi-ky-so/${connection}`,
    stands: "SmartCA của cơ quan",
  },
  { route: "/quan-tri/thiet-lap-ky", name: "quan-tri-thiet-lap-ky", as: "administrator", stands: "Mức" },
  { route: "/quan-tri/mau-van-ban", name: "mau-van-ban", as: "administrator", stands: "Mẫu có sẵn của Vanthu" },
  {
    route: "/quan-tri/mau-van-ban/:id",
    name: "mau-van-ban-mot-mau",
    as: "administrator",
    address: ({ template }) => `/quan-tri/mau-van-ban/${template}`,
    stands: "Kết quả thử",
  },
  { route: "/quan-tri/quy-trinh", name: "quan-tri-quy-trinh", as: "administrator", stands: "Phải duyệt trước khi ký" },
  { route: "/quan-tri/lich-lam-viec", name: "lich-lam-viec", as: "administrator", stands: "Quốc khánh" },
  { route: "/quan-tri/lich-lam-viec", name: "lich-lam-viec-chi-xem", as: "drafter", stands: "Quốc khánh" },
  { route: "/nhat-ky", name: "nhat-ky", as: "auditor", stands: "Phạm Văn Thuận" },
  { route: "/nhat-ky/kiem-tra", name: "nhat-ky-kiem-tra", as: "auditor", stands: "Nhật ký" },
];

/** Routes that answer no page: files, pictures, ways on to another address. Each is asked for and must not answer HTML. */
export const NO_PAGES: { route: string; as: Viewer; address?: (ids: Ids) => string }[] = [
  { route: "/", as: "drafter" },
  { route: "/kiem-tra/ngoai-tuyen", as: "stranger" },
  { route: "/tep-tinh/:hash/:name", as: "stranger", address: () => "/tep-tinh/0/khong-co.css" },
  { route: "/tep-tinh/:hash/pdfjs/*", as: "stranger", address: () => "/tep-tinh/0/pdfjs/khong-co.mjs" },
  { route: "/dang-nhap/ngoai/:id", as: "stranger", address: () => "/dang-nhap/ngoai/khong-co" },
  { route: "/dang-nhap/ngoai/:id/quay-ve", as: "stranger", address: () => "/dang-nhap/ngoai/khong-co/quay-ve" },
  { route: "/tai-khoan/dong-y", as: "leader" },
  { route: "/nhiem-vu/mau-nhap.xlsx", as: "drafter" },
  { route: "/nhiem-vu/:id/nhap/tep-mau", as: "drafter", address: inProgramme("/nhap/tep-mau") },
  {
    route: "/nhiem-vu/:id/nhiem-vu/:taskId/o/:column",
    as: "drafter",
    address: ({ programme, task }) => `/nhiem-vu/${programme}/nhiem-vu/${task}/o/ghi-chu`,
  },
  {
    route: "/nhiem-vu/:id/nhiem-vu/:taskId/tep/:sha256",
    as: "drafter",
    address: ({ programme, task }) => `/nhiem-vu/${programme}/nhiem-vu/${task}/tep/${"0".repeat(64)}`,
  },
  {
    route: "/nhiem-vu/:id/nhiem-vu/:taskId/hang",
    as: "drafter",
    address: ({ programme, task }) => `/nhiem-vu/${programme}/nhiem-vu/${task}/hang`,
  },
  { route: "/nhiem-vu/:id/xuat.csv", as: "drafter", address: inProgramme("/xuat.csv") },
  { route: "/nhiem-vu/:id/xuat.xlsx", as: "drafter", address: inProgramme("/xuat.xlsx") },
  {
    route: "/bao-cao/van-ban/:id/ban-chot",
    as: "drafter",
    address: ({ report }) => `/bao-cao/van-ban/${report.document}/ban-chot`,
  },
  { route: "/van-ban/:id/pdf", as: "drafter", address: inDocument("issued", "/pdf") },
  { route: "/van-ban/:id/xem.pdf", as: "drafter", address: inDocument("issued", "/xem.pdf") },
  { route: "/van-ban/:id/docx", as: "drafter", address: inDocument("issued", "/docx") },
  { route: "/van-ban/:id/ma-kiem-tra.svg", as: "drafter", address: inDocument("issued", "/ma-kiem-tra.svg") },
  { route: "/van-ban/:id/phieu-trinh.pdf", as: "drafter", address: inDocument("issued", "/phieu-trinh.pdf") },
  { route: "/van-ban/:id/phieu-trinh.docx", as: "drafter", address: inDocument("issued", "/phieu-trinh.docx") },
  {
    route: "/van-ban/:id/word/:proposal/:file{tep\\.(?:pdf|docx)}",
    as: "drafter",
    address: ({ wordDraft, wordProposal }) => `/van-ban/${wordDraft}/word/${wordProposal}/tep.pdf`,
  },
  {
    route: "/van-ban/:id/word/ban/:file{[0-9]{1,7}\\.docx}",
    as: "drafter",
    address: ({ wordDraft }) => `/van-ban/${wordDraft}/word/ban/1.docx`,
  },
  {
    route: "/quan-tri/mau-van-ban/:id/:file{[0-9]{1,7}\\.(?:pdf|docx)}",
    as: "administrator",
    address: ({ template }) => `/quan-tri/mau-van-ban/${template}/1.pdf`,
  },
  {
    route: "/quan-tri/mau-van-ban/co-san/:ruleSet/:file{[a-z-]+\\.(?:pdf|docx)}",
    as: "administrator",
    address: () => "/quan-tri/mau-van-ban/co-san/nd30/plan.docx",
  },
  {
    route: "/van-ban/:id/ban-trinh/:file{[0-9]{1,6}\\.(?:pdf|docx)}",
    as: "drafter",
    address: inDocument("returned", "/ban-trinh/1.pdf"),
  },
  {
    route: "/van-ban/:id/phu-luc/:index",
    as: "drafter",
    address: ({ amendment }) => `/van-ban/${amendment}/phu-luc/0`,
  },
  {
    route: "/van-ban-den/:id/tep/:index",
    as: "clerk",
    address: ({ incoming }) => `/van-ban-den/${incoming.working}/tep/0`,
  },
  {
    route: "/van-ban-den/:id/giay/:paper/:format",
    as: "clerk",
    address: ({ incoming }) => `/van-ban-den/${incoming.working}/giay/phieu/pdf`,
  },
  { route: "/van-ban-den/bao-cao/:which/:format", as: "leader", address: () => "/van-ban-den/bao-cao/den/xlsx" },
  { route: "/sao-van-ban/:id/pdf", as: "clerk", address: ({ copies }) => `/sao-van-ban/${copies.printed}/pdf` },
  {
    route: "/sao-van-ban/nguon/:from/:id/pdf",
    as: "clerk",
    address: ({ copies }) => `/sao-van-ban/nguon/tep/${copies.upload}/pdf`,
  },
  { route: "/so-van-ban", as: "clerk" },
  ...[
    "so-van-ban-di",
    "so-van-ban-den",
    "so-van-ban/ban-sao",
    "so-van-ban/gui-buu-dien",
    "so-van-ban/su-dung-ban-luu",
    "so-van-ban/theo-doi-giai-quyet",
  ].flatMap((folder) => ["pdf", "xlsx"].map((format) => ({ route: `/${folder}/so.${format}`, as: "clerk" as const }))),
  { route: "/so-van-ban/ban-sao/dong", as: "clerk" },
  { route: "/so-van-ban/theo-doi-giai-quyet/dong", as: "clerk" },
  { route: "/so-van-ban/bao-cao.pdf", as: "clerk" },
  { route: "/so-van-ban/bao-cao.xlsx", as: "clerk" },
  { route: "/ho-so/danh-muc", as: "drafter" },
  {
    route: "/ho-so/danh-muc/:year/tep/:format",
    as: "drafter",
    address: ({ dossiers }) => `/ho-so/danh-muc/${dossiers.year}/tep/xlsx`,
  },
  {
    route: "/ho-so/:id/muc-luc/:format",
    as: "drafter",
    address: ({ dossiers }) => `/ho-so/${dossiers.open}/muc-luc/xlsx`,
  },
  {
    route: "/ho-so/:id/goi/:kind",
    as: "archivist",
    address: ({ dossiers }) => `/ho-so/${dossiers.received}/goi/AIP_hoso`,
  },
  {
    route: "/ho-so/:id/tep/:from/:source/:index",
    as: "drafter",
    address: ({ dossiers, documents }) => `/ho-so/${dossiers.open}/tep/document/${documents.issued}/0`,
  },
  {
    route: "/ho-so/nop-luu/:record/:which/:format",
    as: "archivist",
    address: ({ dossiers }) => `/ho-so/nop-luu/${dossiers.record}/bien-ban/pdf`,
  },
  {
    route: "/dac-ta/:from/:id/xml",
    as: "archivist",
    address: ({ documents }) => `/dac-ta/document/${documents.issued}/xml`,
  },
  { route: "/tim-kiem/xuat/:format", as: "drafter", address: () => "/tim-kiem/xuat/xlsx?tim=chuyen" },
  {
    route: "/tim-kiem/in/:kind/:id",
    as: "drafter",
    address: ({ documents }) => `/tim-kiem/in/document/${documents.issued}`,
  },
  { route: "/tai-khoan/hinh.png", as: "leader" },
  {
    route: "/quan-tri/chung-thu-so/hinh.png",
    as: "administrator",
    address: () => "/quan-tri/chung-thu-so/hinh.png?cua=dau",
  },
];

function inProgramme(rest: string): (ids: Ids) => string {
  return ({ programme }) => `/nhiem-vu/${programme}${rest}`;
}

function inDocument(state: keyof Ids["documents"], rest: string): (ids: Ids) => string {
  return ({ documents }) => `/van-ban/${documents[state]}${rest}`;
}

function one(state: keyof Ids["documents"], as: Viewer, stands: string): PageLine {
  return { route: "/van-ban/:id", name: `van-ban-mot-${state}`, as, address: inDocument(state, ""), stands };
}

function incoming(state: keyof Ids["incoming"], as: Viewer, stands: string): PageLine {
  const address = ({ incoming: ids }: Ids) => `/van-ban-den/${ids[state]}`;
  return { route: "/van-ban-den/:id", name: `van-ban-den-mot-${state}`, as, address, stands };
}

function register(folder: string, name: keyof Ids["lines"]): PageLine[] {
  const picture = folder.replaceAll("/", "-");
  const line = ({ year, lines }: Ids) => `/${folder}/dong?nam=${year}&dong=${encodeURIComponent(lines[name])}`;
  const list: PageLine = { route: `/${folder}`, name: picture, as: "clerk", stands: "Sổ" };
  // Lines that follow from others have no page of their own.
  if (name === "copies" || name === "following") return [list];
  return [list, { route: `/${folder}/dong`, name: `${picture}-dong`, as: "clerk", address: line, stands: "Lưu" }];
}
