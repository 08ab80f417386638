import { describe, expect, it } from "vitest";
import {
  type Agency,
  matchAgency,
  renameAgencies,
  reviewAgencies,
  STANDARD_AGENCIES,
  splitAgencies,
} from "../../shared/tasks/index.ts";

const OWN: Agency[] = [
  ...STANDARD_AGENCIES,
  { id: "td", name: "Tỉnh đoàn Hương Giang", abbreviations: ["Tỉnh đoàn"], formerNames: [] },
  { id: "ubnd", name: "UBND tỉnh", abbreviations: [], formerNames: [] },
];
const best = (text: string) => {
  const found = matchAgency(text, OWN)[0];
  return found === undefined ? undefined : [found.match.name, found.kind];
};

describe("an agency's name", () => {
  it.each([
    ["Sở Khoa học và Công nghệ", "Sở Khoa học và Công nghệ", "exact"],
    ["sở khoa học  và công nghệ", "Sở Khoa học và Công nghệ", "exact"],
    ["Sở Nội vụ (chủ trì nội dung 1)", "Sở Nội vụ", "exact"],
    ["Ủy ban nhân dân tỉnh", "UBND tỉnh", "exact"],
    ["Sở Nội vụ tỉnh Hương Giang", "Sở Nội vụ", "exact"],
    ["So khoa hoc va cong nghe", "Sở Khoa học và Công nghệ", "similar"],
    ["Sở Khoa học và Công ngệ", "Sở Khoa học và Công nghệ", "similar"],
    ["Sở KH&CN", "Sở Khoa học và Công nghệ", "abbreviation"],
    ["Sở KHCN", "Sở Khoa học và Công nghệ", "abbreviation"],
    ["SKHCN", "Sở Khoa học và Công nghệ", "abbreviation"],
    ["Sở VH, TT và DL", "Sở Văn hóa, Thể thao và Du lịch", "abbreviation"],
    ["Tỉnh đoàn", "Tỉnh đoàn Hương Giang", "abbreviation"],
    ["Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", "former"],
    ["Sở TT&TT", "Sở Khoa học và Công nghệ", "former"],
    ["Sở Kế hoạch và Đầu tư", "Sở Tài chính", "former"],
    ["Sở KH&ĐT", "Sở Tài chính", "former"],
    ["Sở LĐ-TB&XH", "Sở Nội vụ", "former"],
    ["Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường", "former"],
    ["Sở NN&PTNT", "Sở Nông nghiệp và Môi trường", "former"],
    ["Sở Giao thông vận tải", "Sở Xây dựng", "former"],
    ["Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ", "former"],
    ["Ủy ban Dân tộc", "Bộ Dân tộc và Tôn giáo", "former"],
    ["Ban Dân tộc", "Sở Dân tộc và Tôn giáo", "former"],
  ])("%s is %s (%s)", (text, name, kind) => {
    expect(best(text)).toEqual([name, kind]);
  });

  it("tells since when and by which document, and where else a part of the work went", () => {
    const found = matchAgency("Sở Lao động - Thương binh và Xã hội", OWN);
    expect(found.map(({ match, former }) => [match.name, former?.part])).toEqual([
      ["Sở Nội vụ", undefined],
      ["Sở Giáo dục và Đào tạo", "giáo dục nghề nghiệp"],
      ["Sở Y tế", "bảo trợ xã hội, trẻ em"],
    ]);
    expect(found[0]!.former).toMatchObject({ until: "2025-03-01", source: expect.stringContaining("150/2025/NĐ-CP") });
  });

  it("is not guessed across kinds, nor from nothing", () => {
    expect(best("Bộ Y tế")).toEqual(["Bộ Y tế", "exact"]);
    expect(best("Hợp tác xã Bản Mới")).toBeUndefined();
    expect(best("")).toBeUndefined();
  });
});

describe("a cell with several agencies", () => {
  it.each([
    ["Sở Nội vụ; Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]],
    ["- Sở Nội vụ\n- Công an tỉnh.", ["Sở Nội vụ", "Công an tỉnh"]],
    [
      "Sở Văn hóa, Thể thao và Du lịch, Công an tỉnh và Sở Y tế",
      ["Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh", "Sở Y tế"],
    ],
    ["Sở Khoa học và Công nghệ", ["Sở Khoa học và Công nghệ"]],
    [
      "Sở Nội vụ (phối hợp Sở Y tế, Công an tỉnh), UBND tỉnh",
      ["Sở Nội vụ (phối hợp Sở Y tế, Công an tỉnh)", "UBND tỉnh"],
    ],
    ["", []],
  ])("%j", (cell, names) => {
    expect(splitAgencies(cell).map(({ text }) => text)).toEqual(names);
  });

  it("knows words for many", () => {
    const cell = "Sở Tư pháp, các sở, ban, ngành; UBND các xã, phường và các cơ quan liên quan";
    expect(splitAgencies(cell).map(({ text, collective }) => [text, collective])).toEqual([
      ["Sở Tư pháp", false],
      ["các sở, ban, ngành", true],
      ["UBND các xã, phường", true],
      ["các cơ quan liên quan", true],
    ]);
  });
});

describe("a table's agencies", () => {
  const tasks = [
    {
      leadAgency: "Sở Thông tin và Truyền thông",
      coordinatingAgencies: "Sở Khoa học và Công nghệ; Các sở, ban, ngành",
    },
    { leadAgency: "Sở TT&TT (nội dung 1)", coordinatingAgencies: "Hợp tác xã Bản Mới, Sở Nội vụ" },
    { leadAgency: "Sở Nội vụ", coordinatingAgencies: "Sở Khoa học và Công nghệ, Sở Thông tin và Truyền thông" },
  ];

  it("are reviewed: old names first, unknown ones last, known and collective ones not at all", () => {
    const found = reviewAgencies(tasks, OWN);
    expect(found.map(({ text, kind, cells }) => [text, kind, cells])).toEqual([
      ["Sở Thông tin và Truyền thông", "former", 2],
      ["Sở TT&TT", "former", 1],
      ["Hợp tác xã Bản Mới", "unknown", 1],
    ]);
    expect(found[0]!.suggestions[0]!.match.name).toBe("Sở Khoa học và Công nghệ");
  });

  it("are renamed only as accepted; what then comes twice is kept once, brackets stay", () => {
    const renames = {
      "Sở Thông tin và Truyền thông": "Sở Khoa học và Công nghệ",
      "Sở TT&TT": "Sở Khoa học và Công nghệ",
    };
    expect(renameAgencies(tasks, renames)).toEqual([
      { leadAgency: "Sở Khoa học và Công nghệ", coordinatingAgencies: "Sở Khoa học và Công nghệ; Các sở, ban, ngành" },
      { leadAgency: "Sở Khoa học và Công nghệ (nội dung 1)", coordinatingAgencies: "Hợp tác xã Bản Mới, Sở Nội vụ" },
      { leadAgency: "Sở Nội vụ", coordinatingAgencies: "Sở Khoa học và Công nghệ" },
    ]);
    expect(renameAgencies(tasks, {})).toEqual(tasks);
  });
});
