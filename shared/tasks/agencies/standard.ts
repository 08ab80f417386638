import type { Agency, FormerName } from "./model.ts";

/** Nghị quyết 176/2025/QH15 of 18/02/2025: the ministries as they work from 01/3/2025. */
const MINISTRIES = "Nghị quyết 176/2025/QH15 ngày 18/02/2025";
/** Nghị định 45/2025/NĐ-CP of 28/02/2025, replaced from 01/7/2025 by Nghị định 150/2025/NĐ-CP: departments of a province. */
const DEPARTMENTS = "Nghị định 45/2025/NĐ-CP ngày 28/02/2025 (nay là Nghị định 150/2025/NĐ-CP ngày 12/6/2025)";
/** The old ministries worked to the end of 28/02/2025; provinces reorganised their departments from the same day. */
const SINCE = "2025-03-01";

/** A province's department beside the ministry that looks after the same work: what follows "Bộ" and "Sở". */
interface Sector {
  id: string;
  name: string;
  former: { name: string; part?: string }[];
}

const SECTORS: Sector[] = [
  {
    id: "noi-vu",
    name: "Nội vụ",
    former: [{ name: "Lao động - Thương binh và Xã hội" }],
  },
  { id: "tu-phap", name: "Tư pháp", former: [] },
  { id: "tai-chinh", name: "Tài chính", former: [{ name: "Kế hoạch và Đầu tư" }] },
  { id: "cong-thuong", name: "Công Thương", former: [] },
  {
    id: "nong-nghiep-va-moi-truong",
    name: "Nông nghiệp và Môi trường",
    former: [{ name: "Nông nghiệp và Phát triển nông thôn" }, { name: "Tài nguyên và Môi trường" }],
  },
  { id: "xay-dung", name: "Xây dựng", former: [{ name: "Giao thông vận tải" }] },
  {
    id: "khoa-hoc-va-cong-nghe",
    name: "Khoa học và Công nghệ",
    former: [{ name: "Thông tin và Truyền thông" }],
  },
  {
    id: "van-hoa-the-thao-va-du-lich",
    name: "Văn hóa, Thể thao và Du lịch",
    former: [{ name: "Thông tin và Truyền thông", part: "báo chí, xuất bản" }],
  },
  {
    id: "giao-duc-va-dao-tao",
    name: "Giáo dục và Đào tạo",
    former: [{ name: "Lao động - Thương binh và Xã hội", part: "giáo dục nghề nghiệp" }],
  },
  {
    id: "y-te",
    name: "Y tế",
    former: [{ name: "Lao động - Thương binh và Xã hội", part: "bảo trợ xã hội, trẻ em" }],
  },
];

function sectorAgencies(kind: "Bộ" | "Sở", source: string): Agency[] {
  return SECTORS.map(({ id, name, former }) => ({
    id: `${kind === "Bộ" ? "bo" : "so"}-${id}`,
    name: `${kind} ${name}`,
    abbreviations: [],
    formerNames: former.map((old): FormerName => ({ ...old, name: `${kind} ${old.name}`, until: SINCE, source })),
  }));
}

function agency(id: string, name: string, abbreviations: string[] = [], formerNames: FormerName[] = []): Agency {
  return { id, name, abbreviations, formerNames };
}

/**
 * Agencies that offices of a province name in their tasks, as they are since the reorganisation of 2025: ministries by NQ 176/2025/QH15
 * Điều 1, departments by NĐ 45/2025/NĐ-CP and NĐ 150/2025/NĐ-CP, each with the names merged into it. An office adds its own and corrects these.
 */
export const STANDARD_AGENCIES: readonly Agency[] = [
  ...sectorAgencies("Bộ", MINISTRIES),
  agency("bo-quoc-phong", "Bộ Quốc phòng"),
  agency("bo-cong-an", "Bộ Công an"),
  agency("bo-ngoai-giao", "Bộ Ngoại giao"),
  agency(
    "bo-dan-toc-va-ton-giao",
    "Bộ Dân tộc và Tôn giáo",
    [],
    [{ name: "Ủy ban Dân tộc", until: SINCE, source: MINISTRIES }],
  ),
  agency("ngan-hang-nha-nuoc", "Ngân hàng Nhà nước Việt Nam", ["NHNN", "Ngân hàng Nhà nước"]),
  agency("thanh-tra-chinh-phu", "Thanh tra Chính phủ", ["TTCP"]),
  agency("van-phong-chinh-phu", "Văn phòng Chính phủ", ["VPCP"]),
  ...sectorAgencies("Sở", DEPARTMENTS),
  agency("so-ngoai-vu", "Sở Ngoại vụ"),
  agency("so-du-lich", "Sở Du lịch"),
  agency(
    "so-dan-toc-va-ton-giao",
    "Sở Dân tộc và Tôn giáo",
    [],
    [{ name: "Ban Dân tộc", until: SINCE, source: DEPARTMENTS }],
  ),
  agency("thanh-tra-tinh", "Thanh tra tỉnh"),
  agency("van-phong-ubnd-tinh", "Văn phòng UBND tỉnh", ["VPUB", "VP UBND tỉnh"]),
];
