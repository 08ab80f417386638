import { ROLE_WORDS } from "./words.ts";

/** What an action of the audit trail is about, by the part before its dot. */
export const AUDIT_GROUPS: Readonly<Record<string, string>> = {
  account: "tài khoản",
  agency: "danh bạ đơn vị thực hiện",
  audit: "nhật ký",
  backup: "sao lưu",
  calendar: "lịch làm việc",
  connection: "kết nối dịch vụ ký",
  copy: "bản sao",
  document: "văn bản đi",
  dossier: "hồ sơ",
  incoming: "văn bản đến",
  key: "chứng thư số",
  mandate: "thẩm quyền ký",
  organisation: "cơ quan",
  password: "mật khẩu",
  person: "người dùng",
  programme: "chương trình nhiệm vụ",
  recipients: "nhóm nơi nhận",
  register: "sổ văn bản",
  report: "báo cáo",
  "report-schedule": "lịch báo cáo",
  session: "phiên làm việc",
  settings: "cài đặt",
  signing: "việc ký",
  template: "mẫu văn bản",
  trust: "chứng thư gốc trong danh sách tin cậy",
  unit: "đơn vị",
};

const VERBS: Readonly<Record<string, string>> = {
  accept: "tiếp nhận",
  add: "thêm",
  activate: "đưa vào sử dụng",
  adopt: "nhận vào",
  amend: "ghi được sửa đổi, bổ sung",
  answer: "soạn trả lời",
  approve: "duyệt",
  assign: "phân công",
  begin: "bắt đầu",
  cancel: "hủy",
  change: "sửa",
  "change-agreed": "đồng ý yêu cầu của nơi gửi về",
  "change-refused": "từ chối yêu cầu của nơi gửi về",
  close: "đóng",
  comment: "ghi ý kiến về",
  correct: "ghi được đính chính",
  create: "tạo",
  default: "đặt mặc định",
  disable: "khóa",
  dossier: "ghi số và ký hiệu hồ sơ cho",
  draft: "soạn",
  edit: "sửa",
  end: "kết thúc",
  evidence: "lập gói chứng cứ của",
  export: "xuất",
  finish: "kết thúc giải quyết",
  "hand-out": "giao tệp đi ký ngoài cho",
  image: "đặt hình cho",
  "image-remove": "bỏ hình của",
  issue: "phát hành",
  link: "liên kết",
  lock: "tạm khóa vì sai mật khẩu:",
  make: "lập",
  number: "cấp số",
  open: "mở",
  opinion: "cho ý kiến vào phiếu trình",
  packet: "nhận tệp gói tin của",
  prefer: "chọn dùng trước",
  read: "xem",
  reassign: "phân phối lại",
  recall: "thu hồi",
  refuse: "từ chối",
  register: "đăng ký",
  reject: "từ chối",
  remove: "gỡ",
  renew: "gia hạn dấu thời gian của",
  reopen: "giải quyết lại",
  replace: "ghi bị thay thế",
  resend: "gửi lại",
  restrict: "đặt quyền xem",
  return: "trả lại",
  save: "lưu",
  seal: "đóng dấu",
  send: "gửi",
  sign: "ký",
  start: "mở",
  submit: "trình",
  "take-over": "nhận sửa thay",
  upload: "tải lên",
  version: "thêm phiên bản",
  void: "hủy",
  withdraw: "rút lại",
  word: "nhận bản sửa từ Word của",
};

/** An action in words: "ký văn bản đi". What has no words is shown by its code, so that nothing is hidden. */
export function auditWords(action: string): string {
  const dot = action.indexOf(".");
  const group = AUDIT_GROUPS[action.slice(0, dot)];
  if (group === undefined) return action;
  // Settings are named by what they are about.
  if (action.startsWith("settings.")) return `sửa ${group} (${action.slice(dot + 1)})`;
  const verb = VERBS[action.slice(dot + 1)];
  return verb === undefined ? action : `${verb} ${group}`;
}

/** What a line says besides, by our names for it. */
const DETAILS: Readonly<Record<string, string>> = {
  address: "địa chỉ mạng",
  answer: "số, ký hiệu trả lời",
  approval: "duyệt",
  basis: "căn cứ",
  by: "bằng",
  change: "thay đổi",
  code: "mã định danh",
  dossier: "hồ sơ",
  dueOn: "hạn",
  file: "tệp",
  form: "hình thức ký",
  from: "từ",
  key: "khóa",
  kind: "loại",
  lead: "chủ trì",
  level: "mức chữ ký",
  name: "tên",
  note: "ghi chú",
  number: "số",
  order: "thứ tự ký",
  parent: "trực thuộc",
  people: "người",
  person: "người",
  posts: "chức vụ",
  reason: "lý do",
  results: "số kết quả",
  roles: "vai trò",
  scope: "phạm vi tin cậy",
  signatories: "người ký",
  source: "nguồn",
  standing: "loại bản",
  subject: "cấp cho",
  symbol: "ký hiệu",
  to: "nơi nhận",
  unit: "đơn vị",
  userName: "tên đăng nhập",
};

/** Values of ours that have words; everything else is shown as it is. */
const VALUES: Readonly<Record<string, string>> = {
  password: "mật khẩu",
  passkey: "khóa truy cập",
  provider: "nhà cung cấp định danh",
  totp: "ứng dụng xác thực",
  "leader-first": "ký trước, cấp số sau",
  "number-first": "cấp số trước, ký sau",
  required: "phải duyệt trước khi ký",
  optional: "ký là duyệt",
};

/** Name of a detail in words; what has none is shown by its own name, so that nothing is hidden. */
export function detailName(name: string): string {
  return DETAILS[name] ?? name;
}

/** Value of a detail in words. */
export function detailWords(name: string, value: string): string {
  if (name === "roles")
    return value
      .split(" ")
      .map((role) => ROLE_WORDS[role as keyof typeof ROLE_WORDS] ?? role)
      .join(", ");
  return VALUES[value] ?? value;
}
