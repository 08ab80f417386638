import { describe, expect, it } from "vitest";
import { readTemplate } from "../../shared/docx/index.ts";
import { isVanthuError, type VanthuError } from "../../shared/errors/index.ts";
import { openPackage } from "../../shared/opc/index.ts";
import { checkTemplate, refuseActiveContent } from "../../shared/word/index.ts";
import { changed, pdfText, withParts } from "./word-files.ts";

const KINDS = { plan: "KH", letter: "CV", appendix: "PL" } as const;
const PLAN = readTemplate("nd30", "KH");
const RELS = "word/_rels/document.xml.rels";
const relation =
  (type: string, target: string, mode = ' TargetMode="External"') =>
  (xml: string) =>
    xml.replace(
      "</Relationships>",
      `<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"${mode}/></Relationships>`,
    );

function refusal(template: Uint8Array, form: keyof typeof KINDS = "plan"): VanthuError {
  try {
    checkTemplate(template, "nd30", form);
  } catch (error) {
    if (isVanthuError(error)) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("the templates that come with Vanthu", () => {
  it.each(
    (["nd30", "hd36", "hd05"] as const).flatMap((ruleSet) =>
      (Object.keys(KINDS) as (keyof typeof KINDS)[]).map((form) => [ruleSet, form] as const),
    ),
  )("%s/%s fill with the sample and keep to the rules of form", (ruleSet, form) => {
    const check = checkTemplate(readTemplate(ruleSet, KINDS[form]), ruleSet, form);
    expect(check.findings).toEqual([]);
    expect(check.notes).toEqual([]);
    expect(check.warnings).toEqual([]);
    expect(check.pages).toBeGreaterThan(1);
    expect(pdfText(check.pdf)).toContain("Lắp điểm truy cập không dây");
  });
});

describe("a template that lacks something", () => {
  it("is refused with every missing tag and bookmark by name", () => {
    const bare = changed(PLAN, (xml) =>
      xml
        .replace("{kyHieu}", "KH-UBND")
        .replace("{@phuLuc}", " ")
        .replace(/<w:bookmarkStart[^>]*w:name="(?:NgayBanHanh|ChuKyLanhDao)"[^>]*\/>/g, ""),
    );
    const error = refusal(bare);
    expect(error.code).toBe("TEMPLATE_INCOMPLETE");
    expect(error.faults!.map(({ where }) => where)).toEqual(["{kyHieu}", "{@phuLuc}", "NgayBanHanh", "ChuKyLanhDao"]);
    expect(error.faults![2]!.hint).toContain("Insert › Bookmark");
  });

  it.each([
    "so", "kyHieu", "ngay", "thang", "nam", "tenLoai", "trichYeu", "@noiDung", "@phuLuc", "kinhGuiMot", "kinhGuiNhieu",
    "noiNhan", "quyenHan", "chucVu", "hoTen", "@doKhan",
  ])("without {%s} is refused for that tag", (tag) => {
    const paragraphs = /<w:p>(?:(?!<w:p>).)*?<\/w:p>/gs;
    const bare = changed(PLAN, (xml) =>
      xml
        .replace(paragraphs, (one) => (new RegExp(`\\{[#/]${tag}\\}`).test(one) ? "" : one))
        .replaceAll(`{${tag}}`, "x")
        .replaceAll("{.}", tag === "noiNhan" || tag === "quyenHan" || tag === "kinhGuiNhieu" ? "x" : "{.}"),
    );
    const error = refusal(bare);
    expect(error.faults?.some(({ where }) => where === `{${tag}}`) || error.where === `{${tag}}`).toBe(true);
  }); // biome-ignore format: a list of names

  it.each(["SoVanBan", "NgayBanHanh", "ThangBanHanh", "NamBanHanh", "ChuKyLanhDao", "HoTenNguoiKy"])(
    "without the bookmark %s is refused for it",
    (name) => {
      const bare = changed(PLAN, (xml) => xml.replace(new RegExp(`<w:bookmarkStart[^>]*w:name="${name}"[^>]*/>`), ""));
      expect(refusal(bare).faults!.map(({ where }) => where)).toEqual([name]);
    },
  );

  it("names unknown and broken tags with their place", () => {
    expect(refusal(changed(PLAN, (xml) => xml.replace("{hoTen}", "{hoVaTen}"))).code).toBe("TEMPLATE_TAG_UNKNOWN");
    expect(refusal(changed(PLAN, (xml) => xml.replace("{/noiNhan}", ""))).code).toBe("TEMPLATE_TAG_BROKEN");
  });

  it("finds a tag that is there and shows nothing", () => {
    const hidden = changed(PLAN, (xml) =>
      xml.replace(/<w:r>(<w:t[^>]*>\{chucVu\})/, "<w:r><w:rPr><w:vanish/></w:rPr>$1"),
    );
    expect(refusal(hidden).faults!.map(({ where }) => where)).toEqual(["{chucVu}"]);
  });

  it("is told, not refused, when the office wrote its own name for good", () => {
    const own = changed(PLAN, (xml) =>
      xml.replaceAll("{coQuan}", "SỞ KHOA HỌC VÀ CÔNG NGHỆ").replace("{diaDanh}", "Hà Nội"),
    );
    const check = checkTemplate(own, "nd30", "plan");
    expect(check.notes.map(({ message }) => message)).toEqual([
      expect.stringContaining("{coQuan}"),
      expect.stringContaining("{diaDanh}"),
    ]);
  });

  it("that breaks the rules of form shows the findings with their clauses", () => {
    const narrow = changed(PLAN, (xml) => xml.replace(/w:left="1701"/, 'w:left="500"'));
    const { findings } = checkTemplate(narrow, "nd30", "plan");
    expect(findings.map(({ rule }) => rule)).toContain("page.margins");
  });
});

describe("a template that works for the sample alone", () => {
  const loop = /<w:p>(?:(?!<w:p>).)*\{#noiNhan\}.*?\{\/noiNhan\}(?:(?!<w:p>).)*<\/w:p>/s;
  it("is refused with white words, which would hide what a document says", () => {
    const white = changed(PLAN, (xml) =>
      xml.replace(
        /<w:r>(?:<w:rPr>.*?<\/w:rPr>)?(<w:t[^>]*>\{trichYeu\})/s,
        '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>$1',
      ),
    );
    expect(refusal(white).code).toBe("WORD_UNSEEN_TEXT");
  });

  it("is refused when a place is there twice", () => {
    const twice = changed(PLAN, (xml) =>
      xml.replace(
        "<w:sectPr",
        '<w:p><w:bookmarkStart w:id="88" w:name="SoVanBan"/><w:r><w:t>   </w:t></w:r><w:bookmarkEnd w:id="88"/></w:p><w:sectPr',
      ),
    );
    const error = refusal(twice);
    expect(error.code).toBe("TEMPLATE_INCOMPLETE");
    expect(error.faults!.map(({ where, message }) => [where, message])).toEqual([
      ["SoVanBan", expect.stringContaining("2 lần")],
    ]);
    const repeated = changed(PLAN, (xml) => {
      const list = loop.exec(xml)?.[0];
      expect(list).toBeDefined();
      const start = /<w:bookmarkStart[^>]*w:name="SoVanBan"[^>]*\/>/.exec(xml)![0];
      const end = `<w:bookmarkEnd w:id="${/w:id="(\d+)"/.exec(start)![1]}"/>`;
      return xml
        .replace(start, "")
        .replace(end, "")
        .replace("{.}", `{.}</w:t></w:r>${start}<w:r><w:t> </w:t></w:r>${end}<w:r><w:t>`);
    });
    expect(refusal(repeated).faults!.map(({ where }) => where)).toContain("SoVanBan");
  });

  it("is refused when it says nothing of a single addressee, or loses a place without one", () => {
    const single = changed(PLAN, (xml) => {
      expect(xml).toContain("{kinhGuiMot}");
      return xml.replace("{kinhGuiMot}", "{#kinhGuiNhieu}{kinhGuiMot}{/kinhGuiNhieu}");
    });
    expect(refusal(single).faults!.map(({ where }) => where)).toEqual(["{kinhGuiMot}"]);
  });
});

describe("a Word file that would do more than be read", () => {
  const field = (instruction: string) => (xml: string) =>
    xml.replace(
      "</w:body>",
      `<w:p><w:fldSimple w:instr=" ${instruction} "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p></w:body>`,
    );
  const split =
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:body>';
  const cases: [string, Uint8Array, RegExp][] = [
    ["macros", withParts(PLAN, { "word/vbaProject.bin": "x" }), /macro/],
    [
      "the content type of macros",
      changed(PLAN, (xml) => xml.replace("document.main+xml", "document.macroEnabled.main+xml"), "[Content_Types].xml"),
      /macro/,
    ],
    ["an ActiveX control", withParts(PLAN, { "word/activeX/activeX1.xml": "<x/>" }), /ActiveX/],
    ["an OLE object", withParts(PLAN, { "word/embeddings/oleObject1.bin": "x" }), /OLE/],
    [
      "a remote template",
      changed(PLAN, relation("attachedTemplate", "https://xa.example/m.dotm"), RELS),
      /mẫu nằm ngoài/,
    ],
    ["a linked picture", changed(PLAN, relation("image", "https://xa.example/a.png"), RELS), /nơi khác/],
    ["a link to a program", changed(PLAN, relation("hyperlink", "file:///c:/x.exe"), RELS), /Liên kết/],
    ["another file inside", changed(PLAN, relation("aFChunk", "a.html", ""), RELS), /altChunk/],
    ["a field that includes a file", changed(PLAN, field("INCLUDETEXT &quot;c:\\x&quot;")), /INCLUDETEXT/],
    ["an OLE object of another name", changed(PLAN, relation("oleObject", "theme/x.dat", ""), RELS), /OLE/],
    ["an embedded file of another name", changed(PLAN, relation("package", "theme/x.dat", ""), RELS), /nhúng một tệp/],
    ["a control of another name", changed(PLAN, relation("control", "theme/x.dat", ""), RELS), /ActiveX/],
    ["macros of another name", changed(PLAN, relation("vbaProject", "theme/x.dat", ""), RELS), /macro/],
    ["letters that stand for a field's name", changed(PLAN, field("&#73;NCLUDETEXT &quot;c:\\x&quot;")), /INCLUDETEXT/],
    [
      "a field in other quotes",
      changed(PLAN, (xml) => field("INCLUDETEXT c:\\x")(xml).replace(/w:instr="([^"]*)"/, "w:instr='$1'")),
      /INCLUDETEXT/,
    ],
    [
      "a field with a remark in its name",
      changed(PLAN, (xml) => xml.replace("</w:body>", split.replace("DDE<", "D<!-- x -->DE<"))),
      /DDEAUTO/,
    ],
    [
      "a field in a field",
      changed(PLAN, (xml) =>
        xml.replace(
          "</w:body>",
          split.replace(
            "DDE<",
            'DDE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText><',
          ),
        ),
      ),
      /DDEAUTO/,
    ],
    [
      "a source of letters to be merged",
      changed(
        PLAN,
        (xml) => xml.replace("</w:settings>", '<w:mailMerge><w:connectString w:val="x"/></w:mailMerge></w:settings>'),
        "word/settings.xml",
      ),
      /trộn thư/,
    ],
    ["a field cut into pieces", changed(PLAN, (xml) => xml.replace("</w:body>", split)), /DDEAUTO/],
  ];
  it.each(cases)("with %s is refused with the reason", (_name, bytes, words) => {
    const error = refusal(bytes);
    expect(error.code).toBe("WORD_ACTIVE_CONTENT");
    expect(error.faults![0]!.message).toMatch(words);
    expect(error.faults![0]!.hint).not.toBe("");
  });

  it("may have links that a reader clicks, and page numbers", () => {
    expect(() => refuseActiveContent(changed(PLAN, relation("hyperlink", "https://xa.example/"), RELS))).not.toThrow();
    expect(openPackage(PLAN).text("word/header1.xml")).toContain("PAGE");
    expect(() => refuseActiveContent(PLAN)).not.toThrow();
  });
});
