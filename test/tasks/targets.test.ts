import { describe, expect, it } from "vitest";
import { SAMPLE_TARGETS } from "../../samples/tasks.ts";
import { parseTargetSentence, parseTargets } from "../../shared/tasks/index.ts";

describe("target sentences", () => {
  it.each([
    ["Tỷ lệ hồ sơ được số hóa đạt trên 90%.", "Tỷ lệ hồ sơ được số hóa", ">", 90, "%"],
    ["Tỷ lệ phủ sóng ≥ 37,6%", "Tỷ lệ phủ sóng", ">=", 37.6, "%"],
    ["- 100% trường học có mạng cáp quang.", "trường học có mạng cáp quang", "=", 100, "%"],
    ["Tối thiểu 90% công chức dùng chữ ký số", "công chức dùng chữ ký số", ">=", 90, "%"],
    ["Trên 85% hộ dân có tài khoản số", "hộ dân có tài khoản số", ">", 85, "%"],
    ["Mỗi xã có ít nhất 01 điểm truy cập công cộng", "Mỗi xã", ">=", 1, "điểm"],
    ["Thời gian chờ không quá 15 phút", "Thời gian chờ", "<=", 15, "phút"],
    ["Số vụ mất an toàn dưới 5 vụ", "Số vụ mất an toàn", "<", 5, "vụ"],
    ["Có ≥ 1.200 cán bộ nghiên cứu toàn tỉnh", "cán bộ nghiên cứu toàn tỉnh", ">=", 1200, "cán bộ"],
    ["Chỉ số chuyển đổi số ≥ 0,75", "Chỉ số chuyển đổi số", ">=", 0.75, ""],
    ["Tỷ trọng kinh tế số năm 2027 ước đạt 7%", "Tỷ trọng kinh tế số năm 2027", "=", 7, "%"],
    ["80% trở lên người dân hài lòng", "người dân hài lòng", ">=", 80, "%"],
  ])("%s", (text, metric, comparison, value, unit) => {
    expect(parseTargetSentence(text)).toEqual({ metric, comparison, value, unit });
  });

  it("without a figure is a target all the same", () => {
    expect(parseTargetSentence("Duy trì bộ phận một cửa thông suốt.")).toEqual({
      metric: "Duy trì bộ phận một cửa thông suốt",
      comparison: "none",
      unit: "",
    });
  });
});

describe("passages of targets", () => {
  it("give sections, who leads, who helps and by when", () => {
    const targets = parseTargets(SAMPLE_TARGETS);
    expect(targets).toHaveLength(12);
    expect(targets[0]).toMatchObject({
      section: "Phục vụ người dân, doanh nghiệp",
      comparison: ">=",
      value: 75,
      leadAgency: "Văn phòng UBND tỉnh",
      coordinatingAgencies: "Các sở, ban, ngành; UBND các xã, phường",
      deadline: { text: "Trong năm 2027", kind: "within", to: "2027-12-31" },
    });
    expect(
      targets.every(
        (target) => target.leadAgency !== "" && target.value !== undefined && target.deadline.kind !== "none",
      ),
    ).toBe(true);
  });

  it("take a sentence without a dash when “+” lines follow it, and pass other text by", () => {
    const text =
      "Đoạn mở đầu nói chung.\n2.4. Theo dõi\nBảo đảm 100% việc được cập nhật.\n + Đơn vị chủ trì: Sở A.\n+ Thời gian thực hiện: Quý II.";
    expect(parseTargets(text, { year: 2027 })).toMatchObject([
      {
        section: "Theo dõi",
        metric: "việc được cập nhật",
        value: 100,
        leadAgency: "Sở A",
        deadline: { to: "2027-06-30" },
      },
    ]);
  });
});
