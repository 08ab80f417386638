import { describe, expect, it } from "vitest";
import {
  type Block,
  composeContent,
  composePlan,
  type DocumentDescription,
  parseDescription,
  plainText,
  tasksTable,
} from "../../shared/documents/index.ts";
import { PLAN, PROGRAMME } from "../docx/sample.ts";

const LETTER: DocumentDescription = {
  ruleSet: "nd30",
  kind: "CV",
  organisation: { superior: "Ủy ban nhân dân tỉnh Khâu Phạ", name: "Sở Nội vụ" },
  notation: "SNV-VP",
  place: "Khâu Phạ",
  date: "2026-04-05",
  subject: "rà soát danh mục hồ sơ",
  addressees: ["Các phòng", "Các đơn vị sự nghiệp;"],
  body: "Sở đề nghị các phòng rà soát.",
  recipients: ["Như trên", "- Lưu: VT, VP."],
  signature: { authority: ["KT. Giám đốc"], position: "Phó Giám đốc", name: "Nguyễn Thị Hạ" },
};

function lines(blocks: readonly Block[]): string[] {
  return blocks.map((block) =>
    block.type === "table" ? "[bảng]" : plainText("inlines" in block ? block.inlines : block.caption),
  );
}

describe("composeContent", () => {
  it("punctuates addressees and recipients by the rule set", () => {
    const state = composeContent(LETTER);
    expect(state.addressees).toEqual(["Các phòng;", "Các đơn vị sự nghiệp."]);
    expect(state.recipients).toEqual(["Như trên;", "Lưu: VT, VP."]);
    const hd36 = composeContent({ ...LETTER, ruleSet: "hd36", recipients: ["Như trên", "Lưu Văn phòng"] });
    expect(hd36.recipients).toEqual(["Như trên,", "Lưu Văn phòng."]);
    const hd05 = composeContent({ ...LETTER, ruleSet: "hd05", recipients: ["Như trên", "Lưu Văn phòng"] });
    expect(hd05.recipients).toEqual(["Như trên;", "Lưu Văn phòng."]);
  });

  it("leaves a single addressee without punctuation", () => {
    expect(composeContent({ ...LETTER, addressees: ["Bộ Nội vụ"] }).addressees).toEqual(["Bộ Nội vụ"]);
  });

  it("begins a letter's subject as the rule set says, and keeps one that is begun already", () => {
    expect(composeContent(LETTER).subjectLines).toEqual(["V/v rà soát danh mục hồ sơ"]);
    expect(composeContent({ ...LETTER, ruleSet: "hd05" }).subjectLines).toEqual(["về việc rà soát danh mục hồ sơ"]);
    expect(composeContent({ ...LETTER, subject: "V/v mời họp\nquý II" }).subjectLines).toEqual([
      "V/v mời họp",
      "quý II",
    ]);
  });

  it("sets names and titles in capitals, but not the signatory's name", () => {
    const content = composeContent(LETTER);
    expect(content.organisation).toEqual({ superior: "ỦY BAN NHÂN DÂN TỈNH KHÂU PHẠ", name: "SỞ NỘI VỤ" });
    expect(content.signature).toEqual({ authority: ["KT. GIÁM ĐỐC"], position: "PHÓ GIÁM ĐỐC", name: "Nguyễn Thị Hạ" });
  });

  it.each([
    ["nd30", "Sở đề nghị các phòng rà soát.", "Sở đề nghị các phòng rà soát./."],
    ["nd30", "Đã có dấu hết./.", "Đã có dấu hết./."],
    ["nd30", "Gồm các việc sau:", "Gồm các việc sau:"],
    ["hd05", "Không có dấu chấm", "Không có dấu chấm."],
    ["hd36", "Đã có.", "Đã có."],
  ] as const)("ends the text with the mark of %s", (ruleSet, body, expected) => {
    expect(lines(composeContent({ ...LETTER, ruleSet, body }).blocks)).toEqual([expected]);
  });

  it.each([
    [
      "nd30",
      ["I. MỤC ĐÍCH", "1. Chung", "1.1. Hạ tầng", "a) Mạng", "b) Máy", "1.2. Dữ liệu", "2. Riêng", "II. TỔ CHỨC"],
    ],
    [
      "hd36",
      ["I- MỤC ĐÍCH", "1. Chung", "1.1. Hạ tầng", "a) Mạng", "b) Máy", "1.2. Dữ liệu", "2. Riêng", "II- TỔ CHỨC"],
    ],
  ] as const)("numbers headings as %s wants", (ruleSet, expected) => {
    const body = "# Mục đích\n## Chung\n### Hạ tầng\n#### Mạng\n#### Máy\n### Dữ liệu\n## Riêng\n# Tổ chức";
    expect(lines(composeContent({ ...LETTER, ruleSet, body }).blocks)).toEqual(expected);
  });

  it("keeps headings that are numbered by their author, and counts on from them", () => {
    const body = "# III. Nhiệm vụ\n## 4. Việc\n## Việc nữa\n## (2) Đóng ngoặc\n## 100% hồ sơ\n#### đ) Điểm\n# Sau cùng";
    expect(lines(composeContent({ ...LETTER, body }).blocks)).toEqual([
      "III. Nhiệm vụ",
      "4. Việc",
      "5. Việc nữa",
      "(2) Đóng ngoặc",
      "3. 100% hồ sơ",
      "đ) Điểm",
      "IV. SAU CÙNG",
    ]);
  });

  it("labels appendices, and says what they belong to", () => {
    const appendices = [{ title: "Danh mục việc" }, { title: "Biểu mẫu", label: "Phụ lục số 02", attachedTo: "" }];
    const state = composeContent({ ...LETTER, number: "7", kind: "KH", notation: "KH-SNV", appendices });
    expect(state.appendices.map(({ label, titleLines, attachedTo }) => [label, titleLines, attachedTo])).toEqual([
      ["Phụ lục I", ["DANH MỤC VIỆC"], "(Kèm theo Kế hoạch số 07/KH-SNV ngày 05 tháng 4 năm 2026 của Sở Nội vụ)"],
      ["Phụ lục số 02", ["BIỂU MẪU"], ""],
    ]);
    const party = composeContent({
      ...LETTER,
      ruleSet: "hd36",
      number: "7",
      notation: "CV/BTCTU",
      appendices: [{ title: "Danh mục" }],
    });
    expect(party.appendices[0]).toMatchObject({
      label: "Phụ lục",
      attachedTo: "(Kèm theo Công văn số 07-CV/BTCTU, ngày 05/4/2026 của Sở Nội vụ)",
    });
  });

  it("composes letters to NFC and drops control characters", () => {
    const body = "Kế hoạch\u0000\u0007".normalize("NFD");
    expect(lines(composeContent({ ...LETTER, body }).blocks)).toEqual(["Kế hoạch./.".normalize("NFC")]);
  });
});

describe("composePlan", () => {
  const plan = composePlan(PLAN);
  const content = composeContent(parseDescription(plan));

  it("has the four sections in order, numbered by the rule set", () => {
    const heads = content.blocks.filter((block) => block.type === "heading" && block.level === 1);
    expect(lines(heads)).toEqual([
      "I. MỤC ĐÍCH, YÊU CẦU",
      "II. MỤC TIÊU",
      "III. NHIỆM VỤ, GIẢI PHÁP",
      "IV. TỔ CHỨC THỰC HIỆN",
    ]);
  });

  it("says after each target who leads, who helps and by when", () => {
    const text = lines(content.blocks);
    const at = text.indexOf("- ≥ 90% hồ sơ công việc được xử lý trên môi trường mạng.");
    expect(text.slice(at, at + 3)).toEqual([
      "- ≥ 90% hồ sơ công việc được xử lý trên môi trường mạng.",
      "+ Đơn vị chủ trì: Văn phòng HĐND và UBND xã.",
      "+ Thời gian thực hiện: Trong năm 2026.",
    ]);
    const second = text.indexOf("- Ít nhất 60% người từ 15 tuổi trở lên có tài khoản thanh toán [điện tử].");
    expect(text[second + 2]).toBe("+ Đơn vị phối hợp: Các thôn, bản.");
  });

  it("puts a target's footnote before its full stop", () => {
    const block = content.blocks.find(
      (each) => each.type === "paragraph" && plainText(each.inlines).startsWith("- Ít nhất 60%"),
    );
    expect(block?.type === "paragraph" && block.inlines.slice(-2)).toEqual([
      {
        footnote: [
          { text: "Số liệu gốc do " },
          { text: "Ngân hàng", italic: true },
          { text: " chi nhánh huyện cung cấp ngày 20/12/2025." },
        ],
      },
      { text: "." },
    ]);
  });

  it("refers to the appendix, which holds every task under its group", () => {
    expect(lines(content.blocks)).toContain("(Có Phụ lục kèm theo)");
    const table = plan.appendices![0]!.table!;
    expect(table.rows).toHaveLength(PROGRAMME.tasks.length + PROGRAMME.groups.length);
    expect(plan.appendices![0]!.orientation).toBe("landscape");
  });

  it("can tell the tasks in words instead", () => {
    const inWords = composePlan({ ...PLAN, tasksIn: "text" });
    expect(inWords.appendices).toBeUndefined();
    const text = lines(composeContent(inWords).blocks);
    expect(text).toContain("1. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH");
    expect(text).toContain("- Kiện toàn Tổ công nghệ số cộng đồng ở 12 thôn, bản.");
    expect(text).toContain("+ Sản phẩm: Quyết định của Chủ tịch UBND xã.");
  });

  it("can make an appendix for each group", () => {
    const plan = composePlan({ ...PLAN, appendix: { perGroup: true } });
    expect(plan.appendices?.map((appendix) => appendix.title)).toEqual([
      "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
      "HẠ TẦNG VÀ DỮ LIỆU SỐ",
    ]);
    expect(plan.body).toContain("các Phụ lục I, II kèm theo");
  });
});

describe("tasksTable", () => {
  it("has the columns asked for, in their order", () => {
    const table = tasksTable(PROGRAMME, ["number", "name", "basis", "amendmentNote"], {
      headers: { basis: "Căn cứ giao" },
    });
    expect(table.columns.map((column) => column.header)).toEqual([
      "STT",
      "Nhiệm vụ",
      "Căn cứ giao",
      "Nội dung điều chỉnh",
    ]);
    expect(table.rows[1]).toEqual({
      cells: ["1", "Kiện toàn Tổ công nghệ số cộng đồng ở 12 thôn, bản", "Kế hoạch số 15/KH-UBND", ""],
    });
  });

  it("merges the same lead agency of neighbours within a group", () => {
    const { rows } = tasksTable(PROGRAMME, ["number", "leadAgency"], { mergeLeadAgency: true });
    expect(rows[1]).toEqual({ cells: ["1", "Văn phòng HĐND và UBND xã"], mergeDown: [false, true] });
    expect(rows[2]).toEqual({ cells: ["2", "Văn phòng HĐND và UBND xã"] });
  });
});
