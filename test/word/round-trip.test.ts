import { describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { reviewWord, sampleDescription, type WordDifference, type WordReview } from "../../shared/word/index.ts";
import { changed, pdfText, savedByLibreOffice, withParts } from "./word-files.ts";

const PLAN = sampleDescription("nd30", "plan");
const SAMPLES: [string, DocumentDescription][] = [
  ["a letter", SAMPLE_LETTER],
  ["a plan with appendices", PLAN],
  ["a Party plan", sampleDescription("hd05", "plan")],
  ["a Party letter", sampleDescription("hd05", "letter")],
  ["a report of the older Party guidance", { ...sampleDescription("hd36", "plan"), kind: "BC" }],
  ["an appendix of its own", sampleDescription("nd30", "appendix")],
];

const docxOf = (description: DocumentDescription) => renderDocx(description).docx;
const review = (description: DocumentDescription, change: (xml: string) => string): WordReview => {
  const base = docxOf(description);
  return reviewWord(base, changed(base, change), { description });
};
/** "changed: old → new" */
const told = ({ change, cells }: WordDifference): string => {
  const side = (leave: string) =>
    cells
      .map((marks) =>
        marks
          .filter(({ kind }) => kind !== leave)
          .map(({ text }) => text)
          .join(""),
      )
      .join(" | ");
  return `${change}: ${side("added")} → ${side("removed")}`;
};
const lettersOnly = (marks: WordReview["comparison"]["differences"][number]["cells"]) =>
  marks.flatMap((cell) => cell.filter(({ kind }) => kind !== "same").map(({ kind, text }) => `${kind} ${text.trim()}`));

describe("our Word file, unchanged", () => {
  it.each(SAMPLES)("of %s has no differences and comes back byte for byte", (_name, description) => {
    const docx = docxOf(description);
    const same = reviewWord(docx, docx, { description });
    expect(same.comparison).toMatchObject({ differences: [], total: 0, formats: [] });
    expect(same.comparison.same).toBeGreaterThan(10);
    expect(same.fields).toEqual([]);
    expect(same.notices).toEqual([]);
    expect(same.places.every(({ state }) => state === "there")).toBe(true);
    expect(same.places).toHaveLength(description.kind === "PL" ? 0 : 6);
    expect(same.docx).toBe(docx);
  });
});

describe("our Word file, saved again by LibreOffice", () => {
  const saved = savedByLibreOffice(SAMPLES.map(([, description]) => docxOf(description)));
  it.each(SAMPLES.map(([name, description], index) => [name, description, index] as const))(
    "of %s says the same words, and its bookmarks are found",
    (_name, description, index) => {
      const again = reviewWord(docxOf(description), saved[index]!, { description });
      expect(again.comparison.differences.map(told)).toEqual([]);
      expect(again.comparison.total).toBe(0);
      expect(again.fields).toEqual([]);
      expect(again.places.map(({ state }) => state)).toEqual(again.places.map(() => "there"));
    },
  );
});

describe("an edited Word file", () => {
  it("shows exactly the words that were changed", () => {
    const found = review(SAMPLE_LETTER, (xml) =>
      xml.replace("trước ngày 05/12/2026", "trước ngày 15/12/2026").replace("giữ nguyên như đã giao", "vẫn như cũ"),
    );
    expect(found.comparison.total).toBe(2);
    expect(found.comparison.differences.map(({ cells }) => lettersOnly(cells))).toEqual([
      ["removed giữ nguyên", "added vẫn", "removed đã giao", "added cũ"],
      ["removed 05/12/2026", "added 15/12/2026"],
    ]);
    expect(found.comparison.differences.map(({ change, what }) => [change, what])).toEqual([
      ["changed", "paragraph"],
      ["changed", "paragraph"],
    ]);
    expect(found.comparison.formats).toEqual([]);
    expect(pdfText(found.pdf)).toContain("trước ngày 15/12/2026");
    // The form can say the same: what was changed stands in its text.
    expect(found.body).toContain("trước ngày 15/12/2026");
    expect(found.body).toContain("2. Cơ quan chủ trì");
  });

  it("names paragraphs that were put in and taken out", () => {
    const found = review(SAMPLE_LETTER, (xml) => {
      const paragraphs = [...xml.matchAll(/<w:p>(?:(?!<w:p>).)*?<\/w:p>/gs)].map(([one]) => one);
      const gone = paragraphs.find((one) => one.includes("cập nhật nhiệm vụ vào hệ thống"))!;
      const kept = paragraphs.find((one) => one.includes("Trong quá trình thực hiện"))!;
      const added = kept.replace(/<w:t[^>]*>[^<]*<\/w:t>/, "<w:t>Văn bản này có hiệu lực từ ngày ký.</w:t>");
      return xml.replace(gone, "").replace(kept, added + kept);
    });
    expect(found.comparison.differences.map(told)).toEqual([
      expect.stringMatching(/^removed: 3\. Sở Khoa học và Công nghệ cập nhật .* → $/),
      "added:  → Văn bản này có hiệu lực từ ngày ký.",
    ]);
    expect(found.body).toContain("Văn bản này có hiệu lực từ ngày ký");
    expect(found.body).not.toContain("cập nhật nhiệm vụ vào hệ thống");
  });

  it("compares tables row by row", () => {
    const found = review(PLAN, (xml) => {
      const rows = [...xml.matchAll(/<w:tr>(?:(?!<w:tr>).)*?<\/w:tr>/gs)].map(([one]) => one);
      const row = rows.find((one) => one.includes("Lắp điểm truy cập"))!;
      const more = row
        .replace("Lắp điểm truy cập không dây", "Mua máy quét")
        .replace('<w:t xml:space="preserve">2</w:t>', "<w:t>3</w:t>");
      return xml.replace(row, row.replace("11/12/2026", "20/12/2026") + more);
    });
    const differences = found.comparison.differences;
    expect(differences.map(({ what, change }) => [what, change])).toEqual([
      ["row", "changed"],
      ["row", "added"],
    ]);
    expect(lettersOnly(differences[0]!.cells)).toEqual(["removed 11/12/2026", "added 20/12/2026"]);
    expect(differences[0]!.cells).toHaveLength(4);
    expect(differences[0]!.where).toMatch(/^bảng \d+, hàng 4$/);
    expect(told(differences[1]!)).toContain("Mua máy quét");
    expect(found.comparison.tablesChanged).toBe(true);
    // A changed table cannot be said in the form.
    expect(found.body).toBeUndefined();
  });

  it("names what looks otherwise in the words of Word's own menus", () => {
    const found = review(PLAN, (xml) =>
      xml
        .replace(/(<w:r>)(<w:t[^>]*>Đoạn cuối)/, '$1<w:rPr><w:sz w:val="26"/></w:rPr>$2')
        .replaceAll('w:left="1701"', 'w:left="1417"'),
    );
    expect(found.comparison.total).toBe(0);
    const formats = found.comparison.formats.map(({ what, before, after, places }) => [what, before, after, places]);
    expect(formats).toContainEqual(["Cỡ chữ", "14", "13", 1]);
    expect(formats).toContainEqual(["Lề trái của trang", "30 mm", "25 mm", 3]);
    expect(found.comparison.formats.find(({ what }) => what === "Cỡ chữ")!.where[0]).toContain("Đoạn cuối");
  });

  it("breaks rules of form, which are told with their clauses", () => {
    const found = review(PLAN, (xml) => xml.replaceAll('w:left="1701"', 'w:left="400"'));
    expect(found.findings.map(({ rule }) => rule)).toContain("page.margins");
    expect(found.findings[0]!.clause).toContain("NĐ30");
  });

  it("tells changed footnotes and headers", () => {
    const base = docxOf(PLAN);
    const notes = changed(base, (xml) => xml.replace("Số liệu của ví dụ", "Số liệu của bản thử"), "word/footnotes.xml");
    const found = reviewWord(base, notes, { description: PLAN });
    expect(found.comparison.differences.map(({ what, where }) => [what, where])).toEqual([["note", "chú thích 1"]]);
    expect(found.body).toBeUndefined();
  });
});

describe("subject, recipients and signatory of an edited file", () => {
  it("are read back with certainty where they stand as in the file handed out", () => {
    const found = review(SAMPLE_LETTER, (xml) =>
      xml
        .replace("điều chỉnh, bổ sung nhiệm vụ", "sửa đổi nhiệm vụ")
        .replace("- Như trên;", "- Như trên; Sở Tài chính;")
        .replace("Lê Thị Minh Nguyệt", "Trần Quang Vinh")
        .replace("UBND-KGVX", "UBND-TH"),
    );
    const fields = Object.fromEntries(found.fields.map(({ field, after, certain }) => [field, { after, certain }]));
    expect(fields.subject).toEqual({
      after: "V/v sửa đổi nhiệm vụ chuyển đổi số quý IV năm 2026 và năm 2027",
      certain: true,
    });
    expect(fields.recipients!.after.split("\n")[0]).toBe("Như trên; Sở Tài chính");
    expect(fields.name).toEqual({ after: "Trần Quang Vinh", certain: true });
    expect(fields.notation).toEqual({ after: "UBND-TH", certain: true });
    expect(Object.keys(fields).sort()).toEqual(["name", "notation", "recipients", "subject"]);
  });

  it("are asked for where they cannot be found any more", () => {
    const found = review(SAMPLE_LETTER, (xml) => xml.replace(/Nơi nhận:/, "Gửi cho"));
    const recipients = found.fields.find(({ field }) => field === "recipients");
    expect(recipients).toMatchObject({ certain: false });
  });

  it("are asked for where the file handed out could not be read either, and their words are gone", () => {
    // A template that heads its recipients in the office's own way.
    const base = changed(docxOf(SAMPLE_LETTER), (xml) => xml.replace(/Nơi nhận:/, "Gửi cho"));
    const found = reviewWord(
      base,
      changed(base, (xml) => xml.replace("- Như trên;", "- Các báo, đài;")),
      {
        description: SAMPLE_LETTER,
      },
    );
    expect(found.fields).toEqual([expect.objectContaining({ field: "recipients", certain: false })]);
    expect(reviewWord(base, base, { description: SAMPLE_LETTER }).fields).toEqual([]);
  });

  it("belong to one kind: another name of the document, another urgency are no edit in Word", () => {
    const kind = (xml: string) => xml.replace(">KẾ HOẠCH<", ">QUYẾT ĐỊNH<");
    expect(() => review(PLAN, kind)).toThrow("“KẾ HOẠCH” không còn trên một dòng riêng");
    const urgency = (xml: string) => xml.replace(">KHẨN<", ">THƯỜNG<");
    expect(() => review(PLAN, urgency)).toThrow("“KHẨN” không còn trên một dòng riêng");
  });
});

describe("places for number, date and signature", () => {
  const without =
    (...names: string[]) =>
    (xml: string) =>
      xml.replace(new RegExp(`<w:bookmarkStart[^>]*w:name="(?:${names.join("|")})"[^>]*/>`, "g"), "");

  it("are put back where the text shows them, in the same place on the page", () => {
    const base = docxOf(SAMPLE_LETTER);
    const whole = reviewWord(base, base, { description: SAMPLE_LETTER });
    const names = whole.places.map(({ bookmark }) => bookmark);
    const found = reviewWord(base, changed(base, without(...names)), { description: SAMPLE_LETTER });
    expect(found.places.map(({ state }) => state)).toEqual(names.map(() => "restored"));
    const boxes = (one: WordReview) =>
      Object.fromEntries(one.anchors.map(({ name, page, rect }) => [name, [page, ...rect.map(Math.round)]]));
    expect(boxes(found)).toEqual(boxes(whole));
  });

  it.each(["hd05", "hd36", "nd30"] as const)("are put back in a %s plan too", (ruleSet) => {
    const description = sampleDescription(ruleSet, "plan");
    const base = docxOf(description);
    const whole = reviewWord(base, base, { description });
    const found = review(description, without("SoVanBan", "ThangBanHanh", "NamBanHanh"));
    expect(found.places.filter(({ state }) => state === "restored").map(({ bookmark }) => bookmark)).toEqual([
      "SoVanBan",
      "ThangBanHanh",
      "NamBanHanh",
    ]);
    expect(found.anchors).toEqual(whole.anchors);
  });

  it("are told as missing, with what to do, where nothing shows them", () => {
    const found = review(SAMPLE_LETTER, (xml) => without("SoVanBan")(xml).replace("Số: ", "Công văn số "));
    const lost = found.places.find(({ bookmark }) => bookmark === "SoVanBan")!;
    expect(lost.state).toBe("missing");
    expect(lost.hint).toContain("“Số:”");
  });

  it("may not be filled in by hand: numbers are the clerk's", () => {
    const found = review(SAMPLE_LETTER, (xml) =>
      xml.replace(/(w:name="SoVanBan"\/><w:r>(?:<w:rPr>.*?<\/w:rPr>)?<w:t[^>]*>)[^<]*/, "$115"),
    );
    expect(found.places.find(({ bookmark }) => bookmark === "SoVanBan")).toMatchObject({ state: "filled" });
  });
});

describe("places that were moved or doubled", () => {
  const edge = (xml: string, name: string): [string, string] => {
    const start = new RegExp(`<w:bookmarkStart w:id="(\\d+)" w:name="${name}"/>`).exec(xml)!;
    return [start[0], `<w:bookmarkEnd w:id="${start[1]}"/>`];
  };
  const blankWith = ([start, end]: [string, string]) => `<w:p>${start}<w:r><w:t>      </w:t></w:r>${end}</w:p>`;
  const stateOf = (found: WordReview, name: string) => found.places.find(({ bookmark }) => bookmark === name)!.state;
  const boxOf = (found: WordReview, name: string) =>
    found.anchors.filter((anchor) => anchor.name === name).map(({ page, rect }) => [page, ...rect.map(Math.round)]);
  const whole = review(SAMPLE_LETTER, (xml) => xml);

  it.each(["SoVanBan", "NgayBanHanh", "NamBanHanh"])("%s taken elsewhere goes back where the text shows it", (name) => {
    const found = review(SAMPLE_LETTER, (xml) => {
      const [start, end] = edge(xml, name);
      return xml
        .replace(start, "")
        .replace(end, "")
        .replace("<w:sectPr", `${blankWith([start, end])}<w:sectPr`);
    });
    expect(stateOf(found, name)).toBe("restored");
    expect(boxOf(found, name)).toEqual(boxOf(whole, name));
  });

  it.each(["1", "77"])("a second one before the right one (id %s) goes", (id) => {
    const found = review(SAMPLE_LETTER, (xml) => {
      const twice = blankWith(edge(xml, "SoVanBan")).replaceAll('w:id="1"', `w:id="${id}"`);
      return xml.replace("<w:sectPr", `${twice}<w:sectPr`);
    });
    expect(stateOf(found, "SoVanBan")).toBe("restored");
    expect(boxOf(found, "SoVanBan")).toEqual(boxOf(whole, "SoVanBan"));
  });

  it("swapped with another is told, not filled with the other's", () => {
    const found = review(SAMPLE_LETTER, (xml) =>
      xml
        .replace('w:name="NgayBanHanh"', 'w:name="X"')
        .replace('w:name="NamBanHanh"', 'w:name="NgayBanHanh"')
        .replace('w:name="X"', 'w:name="NamBanHanh"'),
    );
    expect([stateOf(found, "NgayBanHanh"), stateOf(found, "NamBanHanh")]).toEqual(["restored", "restored"]);
    for (const name of ["NgayBanHanh", "NamBanHanh"]) expect(boxOf(found, name)).toEqual(boxOf(whole, name));
  });

  it("of the signature, away from the name, goes back over the name", () => {
    const found = review(SAMPLE_LETTER, (xml) => {
      const edges = edge(xml, "ChuKyLanhDao");
      const moved = blankWith(edges);
      return xml.replace(edges[0], "").replace(edges[1], "").replace("<w:body>", `<w:body>${moved}`);
    });
    expect(stateOf(found, "ChuKyLanhDao")).toBe("restored");
  });
});

describe("words that nobody sees", () => {
  const line =
    (look: string, words = "Mức thu là 50%") =>
    (xml: string) =>
      xml.replace("<w:sectPr", `<w:p><w:r><w:rPr>${look}</w:rPr><w:t>${words}</w:t></w:r></w:p><w:sectPr`);

  it.each([
    ["white", '<w:color w:val="FFFFFF"/>'],
    ["nearly white", '<w:color w:val="FAFAFA"/>'],
    ["of the colour behind them", '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'],
    ["half a point high", '<w:sz w:val="1"/>'],
    ["a hundredth as wide", '<w:w w:val="1"/>'],
  ])("%s are refused: what is signed is what is seen", (_name, look) => {
    let error: unknown;
    try {
      review(SAMPLE_LETTER, line(look));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "WORD_UNSEEN_TEXT" });
    expect((error as Error).message).toContain("Mức thu là 50%");
  });

  it("are none where they are white on dark, or only blanks", () => {
    const dark = '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>';
    expect(() => review(SAMPLE_LETTER, line(dark))).not.toThrow();
    expect(() => review(SAMPLE_LETTER, line('<w:color w:val="FFFFFF"/>', " … "))).not.toThrow();
  });

  it("as hidden text are told: they are on no page", () => {
    const found = review(SAMPLE_LETTER, line("<w:vanish/>"));
    expect(found.notices.map(({ message }) => message)).toEqual([expect.stringContaining("1 chỗ chữ ẩn")]);
  });
});

describe("tracked changes and comments", () => {
  const COMMENTS =
    '<?xml version="1.0" encoding="UTF-8"?><w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="7" w:author="A"><w:p><w:r><w:t>Xem lại</w:t></w:r></w:p></w:comment></w:comments>';
  const track = (xml: string) =>
    xml.replace(
      /<w:r>(<w:t[^>]*>)([^<]*)vướng mắc([^<]*)<\/w:t><\/w:r>/,
      '<w:r>$1$2</w:t></w:r><w:del w:id="90" w:author="A"><w:r><w:delText>vướng mắc</w:delText></w:r></w:del><w:ins w:id="91" w:author="A"><w:commentRangeStart w:id="7"/><w:r><w:t>khó khăn</w:t></w:r><w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:ins><w:r>$1$3</w:t></w:r>',
    );

  it("are told, and taken as shown: the file that is kept has neither", () => {
    const base = docxOf(SAMPLE_LETTER);
    const edited = withParts(changed(base, track), { "word/comments.xml": COMMENTS });
    const found = reviewWord(base, edited, { description: SAMPLE_LETTER });
    expect(found.comparison.differences.map(({ cells }) => lettersOnly(cells))).toEqual([
      ["removed vướng mắc", "added khó khăn"],
    ]);
    expect(found.notices.map(({ message }) => message)).toEqual([
      expect.stringContaining("2 chỗ theo dõi sửa đổi"),
      expect.stringContaining("1 nhận xét"),
    ]);
    const text = new TextDecoder("latin1").decode(found.docx);
    expect(text).not.toContain("word/comments.xml");
    const again = reviewWord(base, found.docx, { description: SAMPLE_LETTER });
    expect(again.notices).toEqual([]);
    expect(again.comparison).toEqual(found.comparison);
  });

  it("joins paragraphs whose end was deleted", () => {
    const found = review(SAMPLE_LETTER, (xml) => {
      const at = xml.indexOf("1. Các cơ quan thực hiện");
      const properties = xml.lastIndexOf("</w:pPr>", at);
      return `${xml.slice(0, properties)}<w:rPr><w:del w:id="95" w:author="A"/></w:rPr>${xml.slice(properties)}`;
    });
    const joined = found.comparison.differences.map(told).join("\n");
    expect(joined).toMatch(/như đã giao\.2\. Cơ quan chủ trì/);
  });
});
