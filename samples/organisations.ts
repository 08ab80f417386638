import type { Organisation, Person } from "../shared/access/model.ts";

/** Invented organisations: the province's people's committee that issues, its receivers, and the Party committee. Codes are not in use. */
export const SAMPLE_ORGANISATIONS: Organisation[] = [
  {
    id: "ubnd-hg",
    code: "H98",
    name: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
    address: "Số 01 đường Hòa Bình, phường An Thịnh, tỉnh Hương Giang",
    email: "ubnd@huonggiang.example.vn",
  },
  {
    id: "skhcn-hg",
    code: "H98.12",
    name: "Sở Khoa học và Công nghệ",
    superior: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
    email: "skhcn@huonggiang.example.vn",
  },
  {
    id: "stc-hg",
    code: "H98.08",
    name: "Sở Tài chính",
    superior: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
    email: "stc@huonggiang.example.vn",
  },
  {
    id: "xa-bach-sa",
    code: "H98.41",
    name: "Ủy ban nhân dân xã Bạch Sa",
    place: "Bạch Sa",
    system: "state",
    email: "bachsa@huonggiang.example.vn",
  },
  {
    id: "phuong-an-thinh",
    code: "H98.42",
    name: "Ủy ban nhân dân phường An Thịnh",
    place: "An Thịnh",
    system: "state",
    email: "anthinh@huonggiang.example.vn",
  },
  {
    id: "tinh-uy-hg",
    code: "A98",
    name: "Tỉnh ủy Hương Giang",
    place: "Hương Giang",
    system: "party",
    email: "vptu@huonggiang.example.vn",
  },
];

/** Invented people, at least one of each role where documents are made. */
export const SAMPLE_PEOPLE: Person[] = [
  person("ubnd-hg", "nguyet", "Lê Thị Minh Nguyệt", "Phó Chủ tịch", ["leader"]),
  person("ubnd-hg", "thuan", "Phạm Văn Thuận", "Chuyên viên", ["drafter"]),
  person("ubnd-hg", "thuha", "Đỗ Thu Hà", "Văn thư", ["clerk"]),
  person("ubnd-hg", "lam", "Vũ Đình Lâm", "Quản trị hệ thống", ["administrator"]),
  person("skhcn-hg", "binh", "Hà Quốc Bình", "Giám đốc", ["leader"]),
  person("skhcn-hg", "yen", "Cao Hải Yến", "Văn thư", ["clerk", "drafter"]),
  person("stc-hg", "dung", "Ngô Tiến Dũng", "Giám đốc", ["leader"]),
  person("stc-hg", "oanh", "Bùi Kim Oanh", "Văn thư", ["clerk", "drafter"]),
  person("xa-bach-sa", "son", "Hoàng Văn Sơn", "Chủ tịch", ["leader"]),
  person("xa-bach-sa", "mai", "Lò Thị Mai", "Văn thư", ["clerk", "drafter"]),
  person("phuong-an-thinh", "tam", "Trịnh Minh Tâm", "Chủ tịch", ["leader"]),
  person("phuong-an-thinh", "loan", "Đặng Thúy Loan", "Văn thư", ["clerk", "drafter"]),
  person("tinh-uy-hg", "hien", "Nguyễn Đức Hiển", "Phó Bí thư", ["leader"]),
  person("tinh-uy-hg", "quynh", "Mai Như Quỳnh", "Chuyên viên Văn phòng", ["drafter"]),
  person("tinh-uy-hg", "tuyet", "Lương Ánh Tuyết", "Văn thư", ["clerk"]),
];

function person(
  organisationId: string,
  userName: string,
  name: string,
  position: string,
  roles: Person["roles"],
): Person {
  return { id: `${organisationId}-${userName}`, organisationId, name, position, userName, roles };
}
