import type { PlanRequest } from "../../shared/documents/index.ts";
import type { Deadline, Programme, Task } from "../../shared/tasks/model.ts";

/** A deadline as written; the tests here do not need it parsed. */
export function deadline(text: string): Deadline {
  return { text, kind: "none" };
}

function task(number: string, groupId: string, name: string, leadAgency: string, output: string, when: string): Task {
  return {
    id: `nv-${number}`,
    groupId,
    number,
    name,
    leadAgency,
    coordinatingAgencies: "Các phòng, ban; các thôn, bản",
    output,
    deadline: deadline(when),
    basis: "Kế hoạch số 15/KH-UBND",
    note: "",
    amendmentNote: "",
  };
}

/** A small programme of an invented commune. */
export const PROGRAMME: Programme = {
  id: "ct-2026",
  organisationId: "xa-suoi-lim",
  title: "CHUYỂN ĐỔI SỐ XÃ SUỐI LIM NĂM 2026",
  period: "2026",
  basis: [],
  revision: 1,
  groups: [
    { id: "g1", number: "I", name: "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH" },
    { id: "g2", number: "II", name: "HẠ TẦNG VÀ DỮ LIỆU SỐ" },
  ],
  tasks: [
    task(
      "1",
      "g1",
      "Kiện toàn Tổ công nghệ số cộng đồng ở 12 thôn, bản",
      "Văn phòng HĐND và UBND xã",
      "Quyết định của Chủ tịch UBND xã",
      "Trước ngày 15/3/2026",
    ),
    task(
      "2",
      "g1",
      "Giao ban tiến độ hằng tháng, công khai kết quả trên trang thông tin của xã",
      "Văn phòng HĐND và UBND xã",
      "Thông báo kết luận",
      "Hằng tháng",
    ),
    task(
      "3",
      "g2",
      "Lắp đặt điểm truy cập Internet công cộng tại 05 nhà văn hóa thôn:\n- Thôn Nà Pục;\n- Thôn Bản Cuối",
      "Phòng Văn hóa - Xã hội",
      "05 điểm truy cập hoạt động",
      "Quý II/2026",
    ),
    task(
      "4",
      "g2",
      "Số hóa sổ hộ tịch giai đoạn 1990 - 2015",
      "Trung tâm Phục vụ hành chính công xã",
      "100% sổ được số hóa",
      "Trước ngày 30/11/2026",
    ),
  ],
  targets: [
    {
      id: "mt-1",
      section: "Chính quyền số",
      text: "≥ 90% hồ sơ công việc được xử lý trên môi trường mạng",
      metric: "hồ sơ công việc trên môi trường mạng",
      comparison: ">=",
      value: 90,
      unit: "%",
      leadAgency: "Văn phòng HĐND và UBND xã",
      coordinatingAgencies: "",
      deadline: deadline("Trong năm 2026"),
    },
    {
      id: "mt-2",
      section: "Xã hội số",
      text: "Ít nhất 60% người từ 15 tuổi trở lên có tài khoản thanh toán [điện tử].",
      metric: "người có tài khoản thanh toán",
      comparison: ">=",
      value: 60,
      unit: "%",
      leadAgency: "Phòng Kinh tế",
      coordinatingAgencies: "Các thôn, bản",
      deadline: deadline("Trước ngày 31/12/2026"),
    },
  ],
};

/** A plan of that commune under the State rules; tests change what they need. */
export const PLAN: PlanRequest = {
  programme: PROGRAMME,
  ruleSet: "nd30",
  organisation: {
    superior: "Tỉnh Khâu Phạ",
    name: "Ủy ban nhân dân\nxã Suối Lim",
    formalName: "Ủy ban nhân dân xã Suối Lim",
  },
  number: "5",
  notation: "KH-UBND",
  place: "Suối Lim",
  date: "2026-01-09",
  subject: "Chuyển đổi số xã Suối Lim năm 2026",
  opening:
    "Căn cứ chương trình công tác năm 2026 và tình hình thực tế của địa phương, Ủy ban nhân dân xã Suối Lim ban hành Kế hoạch chuyển đổi số năm 2026 với các nội dung như sau:",
  purpose:
    "Đưa việc giải quyết thủ tục hành chính lên môi trường số, để người dân ở các bản xa không phải đi lại nhiều lần; *lấy mức độ hài lòng của người dân* làm thước đo.",
  requirements: "- Mỗi nhiệm vụ có một cơ quan chủ trì, một thời hạn và một sản phẩm.\n- Tiết kiệm, không phô trương.",
  generalAim: "Đến hết năm 2026, mọi giao dịch giữa người dân và chính quyền xã đều có thể làm từ xa.",
  implementation:
    "## Văn phòng HĐND và UBND xã\n\nTheo dõi, đôn đốc, tổng hợp báo cáo Chủ tịch UBND xã trước ngày 25 hằng tháng.\n\n## Các phòng, thôn, bản\n\nCăn cứ nhiệm vụ được giao, xây dựng lịch làm việc cụ thể và tổ chức thực hiện.",
  targetFootnotes: { "mt-2": "Số liệu gốc do *Ngân hàng* chi nhánh huyện cung cấp ngày 20/12/2025." },
  appendix: { mergeLeadAgency: true },
  recipients: [
    "UBND tỉnh (để báo cáo)",
    "Thường trực Đảng ủy, HĐND xã",
    "Chủ tịch, các Phó Chủ tịch UBND xã",
    "Các phòng, thôn, bản",
    "Lưu: VT, VP",
  ],
  signature: { authority: ["TM. Ủy ban nhân dân", "KT. Chủ tịch"], position: "Phó Chủ tịch", name: "Lò Thị Mây" },
};
