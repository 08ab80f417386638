import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { composeContent, composePlan } from "../../shared/documents/index.ts";
import { fillTemplate, readForm, renderDocx, TAGS, templateFor } from "../../shared/docx/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { PLAN } from "./sample.ts";

const DESCRIPTION = composePlan(PLAN);
const CONTENT = composeContent(DESCRIPTION);

async function changed(change: (xml: string) => string): Promise<Uint8Array> {
  const parts = unzipSync(await templateFor("nd30", "KH"));
  parts["word/document.xml"] = strToU8(change(strFromU8(parts["word/document.xml"]!)));
  return zipSync(parts);
}

function failure(template: Uint8Array): VanthuError {
  try {
    fillTemplate(template, CONTENT);
  } catch (error) {
    if (error instanceof VanthuError) return error;
    throw error;
  }
  throw new Error("mẫu hỏng mà vẫn điền được");
}

describe("a template that an office has changed wrongly", () => {
  it("is refused when the text has its place in a header only, where nobody would read it", async () => {
    const parts = unzipSync(await templateFor("nd30", "KH"));
    const text = strFromU8(parts["word/document.xml"]!);
    const place = /<w:p>(?:(?!<\/w:p>).)*\{@noiDung\}.*?<\/w:p>/.exec(text)![0];
    parts["word/document.xml"] = strToU8(text.replace(place, ""));
    const header = strFromU8(parts["word/header1.xml"]!);
    parts["word/header1.xml"] = strToU8(header.replace("</w:hdr>", `${place}</w:hdr>`));
    expect(failure(zipSync(parts)).code).toBe("TEMPLATE_TAG_MISSING");
  });

  it("gets no empty paragraph when it has put the place of the text into a content control", async () => {
    const plain = strFromU8(unzipSync(fillTemplate(await templateFor("nd30", "KH"), CONTENT))["word/document.xml"]!);
    const template = await changed((xml) =>
      xml.replace(/<w:p>(?:(?!<\/w:p>).)*\{@noiDung\}.*?<\/w:p>/, "<w:sdt><w:sdtContent>$&</w:sdtContent></w:sdt>"),
    );
    const filled = strFromU8(unzipSync(fillTemplate(template, CONTENT))["word/document.xml"]!);
    expect(filled.replace("<w:sdt><w:sdtContent>", "").replace("</w:sdtContent></w:sdt>", "")).toBe(plain);
  });

  it("names an unknown tag, the paragraph it stands in, and the tag that was meant", async () => {
    const error = failure(
      await changed((xml) => xml.replace("{hoTen}", "{hoTenNguoiKy}").replace("{chucVu}", "{chucDanh}")),
    );
    expect(error.code).toBe("TEMPLATE_TAG_UNKNOWN");
    expect(error.faults?.map((fault) => fault.message)).toEqual(
      expect.arrayContaining(["Không có thẻ nào tên là “hoTenNguoiKy”.", "Không có thẻ nào tên là “chucDanh”."]),
    );
    expect(error.faults?.find((fault) => fault.message.includes("hoTenNguoiKy"))?.where).toMatch(
      /^word\/document\.xml, đoạn \d+: “\{hoTenNguoiKy\}”$/,
    );
    const mistyped = failure(await changed((xml) => xml.replace("{hoTen}", "{hoten}")));
    expect(mistyped.hint).toContain("{hoTen}");
  });

  it("finds a tag that Word has cut into several runs", async () => {
    const cut = "{so</w:t></w:r><w:r><w:t>Van</w:t></w:r><w:r><w:t>Ban}";
    const error = failure(await changed((xml) => xml.replace("{so}", cut)));
    expect(error.code).toBe("TEMPLATE_TAG_UNKNOWN");
    expect(error.where).toContain("Số: {soVanBan}/{kyHieu}");
  });

  it("fills a known tag that Word has cut into several runs", async () => {
    const template = await changed((xml) => xml.replace("{kyHieu}", "{ky</w:t></w:r><w:r><w:t>Hieu}"));
    expect(strFromU8(unzipSync(fillTemplate(template, CONTENT))["word/document.xml"]!)).toContain("KH-UBND");
  });

  it("names a tag that is not closed", async () => {
    const error = failure(await changed((xml) => xml.replace("{hoTen}", "{hoTen")));
    expect(error.code).toBe("TEMPLATE_TAG_BROKEN");
    expect(error.message).toContain("không đóng");
    expect(error.where).toContain("word/document.xml, đoạn");
  });

  it("names a list that is not closed", async () => {
    const error = failure(await changed((xml) => xml.replace("{/noiNhan}", "")));
    expect(error.code).toBe("TEMPLATE_TAG_BROKEN");
    expect(error.message).toContain("noiNhan");
  });

  it("is refused when the text would have no place", async () => {
    const error = failure(await changed((xml) => xml.replace("{@noiDung}", "")));
    expect(error).toMatchObject({ code: "TEMPLATE_TAG_MISSING", hint: "Thêm một đoạn chỉ có {@noiDung} vào mẫu." });
  });

  it("is refused when it is no Word file, whatever its name says", async () => {
    expect(failure(new TextEncoder().encode("%PDF-1.7 và nhiều chữ khác nữa")).code).toBe("FILE_NOT_ZIP");
    expect(failure(zipSync({ "a.txt": strToU8("x") })).code).toBe("FILE_WRONG_KIND");
    expect(failure(await changed((xml) => xml.slice(0, 300))).code).toBe("XML_MALFORMED");
  });

  it("cannot reach what is not a tag", async () => {
    for (const tag of ["constructor", "__proto__", "toString"]) {
      expect(failure(await changed((xml) => xml.replace("{hoTen}", `{${tag}}`))).code).toBe("TEMPLATE_TAG_UNKNOWN");
    }
  });
});

describe("an office's own templates", () => {
  it("come before ours, and ours fill the gaps", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-mau-"));
    try {
      mkdirSync(path.join(folder, "nd30"));
      writeFileSync(
        path.join(folder, "nd30", "plan.docx"),
        await changed((xml) => xml.replace("Nơi nhận:", "Nơi gửi:")),
      );
      const own = strFromU8(unzipSync(renderDocx(DESCRIPTION, { folder }).docx)["word/document.xml"]!);
      expect(own).toContain("Nơi gửi:");
      expect((await templateFor("nd30", "CV", { folder })).length).toBeGreaterThan(1000);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("may lack footnotes: the part is made when a text has one", async () => {
    const parts = unzipSync(await templateFor("nd30", "KH"));
    delete parts["word/footnotes.xml"];
    const strip = (name: string, pattern: RegExp) => {
      parts[name] = strToU8(strFromU8(parts[name]!).replace(pattern, ""));
    };
    strip("[Content_Types].xml", /<Override PartName="\/word\/footnotes.xml"[^>]*\/>/);
    strip("word/_rels/document.xml.rels", /<Relationship Id="rIdFootnotes"[^>]*\/>/);
    strip("word/settings.xml", /<w:footnotePr>.*<\/w:footnotePr>/);
    const filled = unzipSync(fillTemplate(zipSync(parts), CONTENT));
    expect(strFromU8(filled["word/footnotes.xml"]!)).toContain("Số liệu gốc do ");
    expect(strFromU8(filled["[Content_Types].xml"]!)).toContain("/word/footnotes.xml");
    expect(strFromU8(filled["word/_rels/document.xml.rels"]!)).toContain("footnotes.xml");
    expect(strFromU8(filled["word/settings.xml"]!)).toMatch(/<w:footnotePr>.*<\/w:footnotePr><w:compat>/);
  });
});

describe("the templates that come with Vanthu", () => {
  it.each(["nd30", "hd36", "hd05"] as const)(
    "of %s use known tags only, and styles that they define",
    async (ruleSet) => {
      const kinds = await Promise.all((["KH", "CV", "PL"] as const).map((kind) => templateFor(ruleSet, kind)));
      for (const template of [...kinds, readForm(ruleSet, "slip")]) {
        const parts = unzipSync(template);
        const document = strFromU8(parts["word/document.xml"]!);
        const styles = strFromU8(parts["word/styles.xml"]!);
        for (const [, tag] of document.matchAll(/\{[#/]?([^}]*)\}/g)) expect(Object.keys(TAGS)).toContain(tag);
        for (const [, style] of document.matchAll(/<w:pStyle w:val="(\w+)"/g))
          expect(styles).toContain(`w:styleId="${style}"`);
        expect(strFromU8(parts["word/settings.xml"]!)).toContain(
          'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"',
        );
      }
    },
  );

  it("are what templates/make.ts writes today", async () => {
    const { templatePackage } = await import("../../templates/source/package.ts");
    const { RULE_SETS } = await import("../../shared/format/index.ts");
    const made = templatePackage(RULE_SETS.nd30, "plan");
    expect(Buffer.from(made).equals(Buffer.from(await templateFor("nd30", "KH")))).toBe(true);
    const slip = templatePackage(RULE_SETS.nd30, "slip");
    expect(Buffer.from(slip).equals(Buffer.from(readForm("nd30", "slip")))).toBe(true);
  });
});
