/** What fields are called on the pages, by the name that errors give. */
const FIELD_WORDS = new Map(
  Object.entries({
    addressees: "Kính gửi",
    appendixTitle: "Tên phụ lục",
    basis: "Căn cứ",
    body: "Nội dung",
    abbreviation: "Chữ viết tắt tên cơ quan",
    amount: "Số lượng bản",
    code: "Mã định danh",
    compared: "Xác nhận đã đối chiếu",
    file: "Tệp",
    answerSymbol: "Số, ký hiệu văn bản trả lời",
    dossier: "Số và ký hiệu hồ sơ",
    dueOn: "Thời hạn",
    files: "Tệp",
    from: "Từ ngày",
    "from.name": "Cơ quan gửi",
    "from.organisationCode": "Mã định danh cơ quan gửi",
    "from.address": "Địa chỉ cơ quan gửi",
    lead: "Chủ trì",
    note: "Kết quả giải quyết",
    opinion: "Ý kiến",
    pages: "Số trang",
    people: "Người giải quyết",
    workingDays: "Số ngày làm việc",
    issuedOn: "Ngày ban hành",
    issuer: "Cơ quan ban hành",
    keyPassword: "Mật khẩu khóa ký",
    name: "Tên",
    notation: "Ký hiệu",
    opening: "Mở đầu",
    password: "Mật khẩu",
    period: "Kỳ thực hiện",
    personName: "Họ và tên",
    place: "Địa danh",
    position: "Chức vụ",
    kind: "Kỳ báo cáo",
    appendices: "Phụ lục",
    commonTasks: "Nhiệm vụ chung",
    footnotes: "Chú thích cuối trang",
    generalAim: "Mục tiêu chung",
    implementation: "Tổ chức thực hiện",
    purpose: "Mục đích",
    requirements: "Yêu cầu",
    urgency: "Mức độ khẩn",
    programmeId: "Chương trình nhiệm vụ",
    reason: "Lý do",
    recipients: "Nơi nhận",
    remindBefore: "Nhắc trước khi chốt số liệu",
    responsible: "Người phụ trách",
    roles: "Vai trò",
    "rule.closesOn": "Ngày chốt của tháng cuối kỳ",
    "rule.opensOn": "Ngày mở của tháng trước",
    "rule.sendWithinWorkingDays": "Gửi trong số ngày làm việc",
    "signature.name": "Họ và tên người ký",
    "signature.position": "Chức vụ của người ký",
    "signature.authority": "Thẩm quyền ký",
    since: "Bắt đầu từ ngày",
    subject: "Trích yếu",
    superior: "Cơ quan cấp trên",
    signatory: "Người ký",
    standing: "Văn bản giấy là",
    system: "Hệ thống",
    term: "Nhiệm kỳ",
    title: "Tên",
    to: "Nơi nhận",
    userName: "Tên đăng nhập",
    why: "Lý do",
  }),
);

/**
 * The place of an error for a reader: a field by its label ("recipients[2]" → "Nơi nhận, dòng 3"), a place in words as it is; undefined
 * for names that only a program understands.
 */
export function placeInWords(where: string | undefined): string | undefined {
  if (where === undefined) return undefined;
  const field = /^([a-zA-Z.]+)(?:\[(\d+)\])?$/.exec(where);
  const words = field ? FIELD_WORDS.get(field[1]!) : undefined;
  if (words !== undefined) return field![2] === undefined ? words : `${words}, dòng ${Number(field![2]) + 1}`;
  return /^[\w.#/:[\]-]+$/.test(where) ? undefined : where;
}
