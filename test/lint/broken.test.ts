import { describe, expect, it } from "vitest";
import { lint } from "../../shared/lint/index.ts";
import { edited, OWN, own, paragraphSet, replaced, styled } from "./samples.ts";

describe("documents of our own templates", () => {
  for (const name of Object.keys(OWN)) {
    it(`${name} has nothing to find`, () => {
      expect(lint(own(name)).findings).toEqual([]);
    });
  }

  it("tells the rule set from the header and the date", () => {
    expect(lint(own("nd30")).ruleSet).toBe("nd30");
    expect(lint(own("hd36")).ruleSet).toBe("hd36");
    expect(lint(own("hd05")).ruleSet).toBe("hd05");
    expect(lint(own("hd05"), { date: "2026-05-26" }).ruleSet).toBe("hd36");
    expect(lint(own("hd36"), { date: "2026-05-27" }).ruleSet).toBe("hd05");
    expect(lint(own("hd05"), { ruleSet: "nd30" }).ruleSet).toBe("nd30");
  });

  it("finds a Party document wrong under the State rules, and the other way round", () => {
    const rules = (name: string, ruleSet: "nd30" | "hd05") =>
      lint(own(name), { ruleSet }).findings.map((one) => one.rule);
    expect(rules("hd05", "nd30")).toEqual(
      expect.arrayContaining([
        "nationalName.text",
        "motto.missing",
        "organisation.asterisk",
        "number.separator",
        "signature.prefix",
      ]),
    );
    expect(rules("nd30", "hd05")).toEqual(
      expect.arrayContaining([
        "nationalName.text",
        "motto.party",
        "organisation.asterisk",
        "number.colon",
        "subject.hyphens",
        "signature.prefix",
      ]),
    );
  });
});

type Broken = [rule: string, sample: string, edit: (xml: string) => string, fixable: boolean];

const sz = (size: number): string => `<w:sz w:val="${size * 2}"/>`;
const swap =
  (part: string, from: string | RegExp, to: string): ((xml: string) => string) =>
  (xml) => {
    const at = xml.indexOf(part);
    return at < 0 ? xml : xml.slice(0, at) + xml.slice(at).replace(from, to);
  };
const BODY = "Căn cứ chương trình công tác";

/** One fault each, and the one finding it must give. */
const BROKEN: Broken[] = [
  ["page.size", "nd30", replaced('<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="12240" w:h="15840"/>'), false],
  ["page.margins", "nd30", replaced('w:left="1701" w:header', 'w:left="1134" w:header'), true],
  [
    "page.margins",
    "hd05",
    replaced('w:right="850" w:bottom="1134" w:left="1701"', 'w:right="1134" w:bottom="1134" w:left="1701"'),
    true,
  ],
  ["font.family", "nd30", styled(BODY, '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'), false],
  ["text.unicode", "nd30", (xml) => xml.replace(/Căn cứ chương trình[^<]*/, (text) => text.normalize("NFD")), true],
  ["pageNumber.firstPage", "nd30", (xml) => xml.replace(/<w:titlePg\/>/, ""), false],
  ["nationalName.missing", "nd30", replaced("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ""), false],
  ["nationalName.size", "nd30", styled("CỘNG HÒA", sz(15)), true],
  ["nationalName.bold", "hd05", styled("ĐẢNG CỘNG SẢN", '<w:b w:val="0"/>'), true],
  ["motto.hyphens", "nd30", replaced("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do – Hạnh phúc"), true],
  ["motto.text", "nd30", replaced("Độc lập - Tự do - Hạnh phúc", "Độc lập - Tự Do - Hạnh Phúc"), false],
  ["motto.missing", "nd30", replaced("Độc lập - Tự do - Hạnh phúc", ""), false],
  ["motto.italic", "nd30", styled("Độc lập", "<w:i/>"), true],
  ["motto.align", "nd30", paragraphSet("Độc lập - Tự do", '<w:jc w:val="right"/>'), false],
  [
    "motto.party",
    "hd05",
    replaced(
      "ĐẢNG CỘNG SẢN VIỆT NAM</w:t></w:r></w:p>",
      "ĐẢNG CỘNG SẢN VIỆT NAM</w:t></w:r></w:p><w:p><w:r><w:t>Độc lập - Tự do - Hạnh phúc</w:t></w:r></w:p>",
    ),
    false,
  ],
  ["superior.bold", "nd30", styled("TỈNH KHÂU PHẠ", "<w:b/>"), true],
  ["organisation.size", "nd30", styled("ỦY BAN NHÂN DÂN", sz(16)), true],
  ["organisation.asterisk", "hd05", swap("ĐẢNG ỦY XÃ SUỐI LIM", ">*<", "><"), false],
  ["number.colon", "nd30", replaced("Số: ", "Số "), false],
  ["number.colon", "hd05", replaced("Số ", "Số: "), false],
  ["number.leadingZero", "nd30", replaced(">05</w:t>", ">5</w:t>"), true],
  ["number.leadingZero", "hd36", replaced(">05</w:t>", ">5</w:t>"), true],
  ["number.separator", "nd30", replaced(">/KH-UBND<", ">-KH-UBND<"), false],
  ["number.spaces", "nd30", replaced(">/KH-UBND<", ">/KH - UBND<"), true],
  ["number.kind", "nd30", replaced(">/KH-UBND<", ">/KHA-UBND<"), false],
  ["number.kind", "hd05", replaced("-KH/ĐU<", "-BC/ĐU<"), false],
  ["number.symbol", "nd30", replaced(">/KH-UBND<", ">/KH-ubnd<"), false],
  ["number.pattern", "nd30", replaced(">/KH-UBND<", ">/2026/KH-UBND<"), false],
  [
    "number.missing",
    "nd30",
    (xml) => xml.replace(">Số: <", "><").replace(">05</w:t>", "></w:t>").replace(">/KH-UBND<", "><"),
    false,
  ],
  [
    "number.bold",
    "nd30",
    (xml) => ["Số: ", "05", "/KH-UBND"].reduce((text, part) => styled(part, "<w:b/>")(text), xml),
    true,
  ],
  ["placeAndDate.day", "nd30", replaced(">09</w:t>", ">9</w:t>"), true],
  ["placeAndDate.month", "nd30", replaced(">01</w:t>", ">1</w:t>"), true],
  ["placeAndDate.month", "nd30", replaced(">01</w:t>", ">03</w:t>"), true],
  ["placeAndDate.comma", "nd30", replaced("Suối Lim, ngày", "Suối Lim ngày"), false],
  [
    "placeAndDate.date",
    "nd30",
    (xml) => xml.replace(">09</w:t>", ">31</w:t>").replace(">01</w:t>", ">02</w:t>"),
    false,
  ],
  [
    "placeAndDate.missing",
    "nd30",
    (xml) => xml.replace("Suối Lim, ngày", "Suối Lim").replace("> tháng <", "><"),
    false,
  ],
  ["kindName.size", "hd05", styled("KẾ HOẠCH", sz(14)), true],
  ["kindName.align", "nd30", paragraphSet(">KẾ HOẠCH<", '<w:jc w:val="left"/>'), false],
  ["subject.bold", "nd30", styled("Chuyển đổi số xã", '<w:b w:val="0"/>'), true],
  ["subject.hyphens", "hd05", replaced(">-----<", ">---<"), false],
  ["letterSubject.prefix", "nd30Letter", replaced("V/v ", "Về việc "), false],
  ["letterSubject.italic", "hd05Letter", styled("về việc", '<w:i w:val="0"/>'), true],
  ["addressees.head", "hd05Submission", replaced("Kính trình", "Kính gửi"), false],
  ["addressees.punctuation", "nd30Letter", replaced("Sở Tài chính.", "Sở Tài chính;"), false],
  ["body.size", "nd30", styled(BODY, sz(12)), true],
  ["body.align", "nd30", paragraphSet(BODY, '<w:jc w:val="left"/>'), false],
  ["body.indent", "nd30", paragraphSet(BODY, '<w:ind w:firstLine="0"/>'), false],
  ["body.line", "nd30", paragraphSet(BODY, '<w:spacing w:line="480" w:lineRule="auto"/>'), false],
  ["body.line", "hd05", paragraphSet(BODY, '<w:spacing w:line="276" w:lineRule="auto"/>'), false],
  [
    "body.spacing",
    "nd30",
    (xml) =>
      ["Mục đích<", "Đưa việc giải quyết"].reduce(
        (text, part) => paragraphSet(part, '<w:spacing w:before="0" w:after="0"/>')(text),
        xml,
      ),
    false,
  ],
  ["headings.sign", "nd30", replaced(">I. <", ">I- <"), false],
  ["headings.sign", "hd05", replaced(">I- <", ">I. <"), false],
  ["headings.sequence", "nd30", replaced(">IV. <", ">VI. <"), false],
  ["heading1.capitals", "nd30", replaced("MỤC ĐÍCH, YÊU CẦU", "Mục đích, yêu cầu"), false],
  ["authority.bold", "nd30", styled("TM. ỦY BAN", '<w:b w:val="0"/>'), true],
  ["signature.prefix", "nd30", replaced("TM. ỦY BAN", "T/M ỦY BAN"), false],
  ["signature.prefix", "hd05", replaced("T/M BAN", "TM. BAN"), false],
  ["position.bold", "hd05", styled("PHÓ BÍ THƯ", "<w:b/>"), true],
  ["signatoryName.degree", "nd30", replaced("Lò Thị Mây", "TS. Lò Thị Mây"), false],
  ["signatoryName.missing", "nd30", replaced("Lò Thị Mây", ""), false],
  ["recipientsHead.italic", "nd30", styled("Nơi nhận:", '<w:i w:val="0"/>'), true],
  ["recipientsHead.underline", "hd05", styled("Nơi nhận:", '<w:u w:val="none"/>'), false],
  ["recipients.head", "nd30", replaced("Nơi nhận:", "Nơi nhận"), true],
  ["recipients.size", "nd30", styled("- Các phòng", sz(13)), true],
  ["recipients.punctuation", "nd30", replaced("- Các phòng, thôn, bản;", "- Các phòng, thôn, bản,"), true],
  ["recipients.punctuation", "hd05", replaced("Lưu Văn phòng Đảng ủy.", "Lưu Văn phòng Đảng ủy"), true],
  ["recipients.punctuation", "hd36", replaced("Các chi bộ trực thuộc,", "Các chi bộ trực thuộc;"), true],
  ["recipients.dash", "nd30", replaced("- Các phòng, thôn", "+ Các phòng, thôn"), true],
  ["recipients.asAbove", "nd30Letter", replaced("- Như trên;", "- Các thôn, bản;"), false],
  ["recipients.archive", "nd30", replaced("- Lưu: VT, VP.", "- Lưu hồ sơ."), false],
  ["recipients.archive", "hd05", replaced("- Lưu Văn phòng Đảng ủy.", "- Lưu: VT."), false],
  ["appendixLabel.capitals", "nd30", replaced(">Phụ lục<", ">PHỤ LỤC<"), false],
  [
    "appendixTitle.capitals",
    "nd30",
    (xml) =>
      xml.replace(
        /(>Phụ lục<.*?<w:t xml:space="preserve">)([^<]+)/,
        (_all, head: string, title: string) => head + title.toLowerCase(),
      ),
    false,
  ],
  ["appendixAttachedTo.italic", "nd30", styled("(Kèm theo", '<w:i w:val="0"/>'), true],
  ["appendix.pageNumber", "nd30", replaced('<w:pgNumType w:start="1"/>', ""), false],
];

describe("one fault gives one finding", () => {
  for (const [index, [rule, sample, edit, fixable]] of BROKEN.entries()) {
    it(`${rule} in ${sample} (${index + 1})`, () => {
      const { findings } = lint(edited(own(sample), edit));
      expect(findings.map((one) => [one.rule, one.severity, one.fixable])).toEqual([[rule, "error", fixable]]);
      const [finding] = findings;
      expect(finding?.clause).toMatch(/^(NĐ30|HD36|HD05) /);
      for (const text of [finding?.where, finding?.expected, finding?.found]) expect(text?.trim()).not.toBe("");
    });
  }
});

describe("what is custom or cannot be told for certain", () => {
  const only = (name: string, edit: (xml: string) => string) =>
    lint(edited(own(name), edit)).findings.map((one) => [one.rule, one.severity]);

  it("only warns of a missing end mark", () => {
    expect(only("nd30", replaced("tổ chức thực hiện./.", "tổ chức thực hiện."))).toEqual([["endMark", "warning"]]);
    expect(only("hd05", replaced("tổ chức thực hiện.", "tổ chức thực hiện./."))).toEqual([["endMark", "warning"]]);
  });

  it("only warns of a missing line under the motto or the subject", () => {
    const noLine = (after: string) => (xml: string) => {
      const at = xml.indexOf(after);
      return xml.slice(0, at) + xml.slice(at).replace('<w:pStyle w:val="VanthuGach"/>', "");
    };
    expect(only("nd30", noLine("Hạnh phúc"))).toEqual([["motto.line", "warning"]]);
    expect(only("nd30", noLine("KẾ HOẠCH"))).toEqual([["subject.line", "warning"]]);
  });

  it("only warns of an appendix's label in a Party document, which only custom speaks of", () => {
    expect(only("hd05", replaced(">Phụ lục<", ">PHỤ LỤC<"))).toEqual([["appendixLabel.capitals", "warning"]]);
  });

  it("only warns of a degree where a ministry may permit it", () => {
    const school = own("nd30", {
      organisation: { superior: "Sở Giáo dục và Đào tạo", name: "Trường THPT Suối Lim" },
      signature: { authority: [], position: "Hiệu trưởng", name: "TS. Lò Thị Mây" },
    });
    expect(lint(school).findings.map((one) => [one.rule, one.severity])).toEqual([["signatoryName.degree", "warning"]]);
  });
});

describe("how Vietnamese is written", () => {
  it("does not mind where the tone mark stands", () => {
    expect(lint(edited(own("nd30"), replaced("CỘNG HÒA", "CỘNG HOÀ"))).findings).toEqual([]);
  });

  it("reads decomposed letters, and says that they are", () => {
    const { findings, ruleSet } = lint(
      edited(own("hd05"), (xml) => xml.replace(/>([^<]+)</g, (_all, text: string) => `>${text.normalize("NFD")}<`)),
    );
    expect(ruleSet).toBe("hd05");
    expect(findings.map((one) => one.rule)).toEqual(["text.unicode"]);
  });
});
