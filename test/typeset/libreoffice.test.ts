import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { typeset } from "../../shared/typeset/index.ts";
import { referenceMaker } from "../bench/fidelity/reference.ts";
import { A4, paragraph, run, table, wordFile } from "./word-file.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "typeset-lo-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SUBJECTS = [
  "Văn phòng Ủy ban nhân dân",
  "Phòng Kinh tế",
  "Trung tâm Phục vụ hành chính công",
  "Các thôn, bản",
  "Công an xã",
];
const VERBS = [
  "chủ trì, phối hợp rà soát",
  "tổng hợp, báo cáo",
  "xây dựng kế hoạch chi tiết",
  "theo dõi, đôn đốc",
  "niêm yết công khai",
];
const OBJECTS = [
  "kết quả giải quyết thủ tục hành chính trên môi trường điện tử",
  "danh mục nhiệm vụ quá hạn của từng tháng",
  "việc số hóa sổ hộ tịch giai đoạn 1990 - 2015",
  "hồ sơ công việc theo Quyết định số 15-QĐ của cấp trên",
  "các điểm truy cập mạng tại nhà văn hóa",
];
const TAILS = [
  "trước ngày 25 hằng tháng",
  "bảo đảm đúng tiến độ, chất lượng",
  "gửi về cơ quan thường trực để tổng hợp",
  "",
  "theo thẩm quyền được giao",
];

/** Sentence `seed` of an endless, always equal supply. */
function sentence(seed: number): string {
  const pick = (list: string[], step: number): string => list[(seed * step + (seed >> 2)) % list.length]!;
  const tail = pick(TAILS, 3);
  return `${pick(SUBJECTS, 7)} ${pick(VERBS, 11)} ${pick(OBJECTS, 13)}${tail === "" ? "" : `, ${tail}`}.`;
}

/** As Word has it: LibreOffice takes the note number's height from the paragraph style. */
const styles =
  '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>';
const raised = '<w:vertAlign w:val="superscript"/>';

/** A plan: headings kept with the next, justified paragraphs, footnotes, then a landscape appendix. */
function plan(spacing: string): Uint8Array {
  let body = paragraph(run("KẾ HOẠCH", "<w:b/>"), '<w:jc w:val="center"/>');
  let footnotes = "";
  for (let index = 0; index < 90; index += 1) {
    if (index % 9 === 0)
      body += paragraph(
        run(`${index / 9 + 1}. Nhóm nhiệm vụ`, "<w:b/>"),
        `<w:keepNext/>${spacing}<w:ind w:firstLine="720"/><w:jc w:val="both"/>`,
      );
    let content = run(
      `- ${sentence(index)} ${sentence(index + 40)}${index % 3 === 0 ? ` ${sentence(index + 80)}` : ""}`,
    );
    if (index % 20 === 5) {
      const id = index;
      content += `<w:r><w:rPr>${raised}</w:rPr><w:footnoteReference w:id="${id}"/></w:r>`;
      const runs = `<w:r><w:rPr>${raised}</w:rPr><w:footnoteRef/></w:r>${run(` ${sentence(index + 7)} ${sentence(index + 9)}`)}`;
      footnotes += `<w:footnote w:id="${id}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>${runs}</w:p></w:footnote>`;
    }
    body += paragraph(content, `${spacing}<w:ind w:firstLine="720"/><w:jc w:val="both"/>`);
  }
  body += paragraph("", `<w:sectPr>${A4}</w:sectPr>`);
  const cell = (text: string, jc = "left"): string =>
    paragraph(run(text, '<w:sz w:val="24"/>'), `<w:jc w:val="${jc}"/><w:rPr><w:sz w:val="24"/></w:rPr>`);
  const rows = Array.from({ length: 30 }, (_unused, index) => ({
    cells: [
      cell(String(index + 1), "center"),
      cell(sentence(index + 3), "both"),
      cell(SUBJECTS[index % 5]!),
      cell(`Quý ${(index % 4) + 1}/2026`, "center"),
    ],
  }));
  body += paragraph("Phụ lục", '<w:jc w:val="center"/>');
  body += table(
    [700, 7000, 4000, 2800],
    [
      {
        cells: ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"].map((head) => cell(head, "center")),
        properties: "<w:tblHeader/>",
      },
      ...rows,
    ],
  );
  body += paragraph("Hết");
  const section =
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>';
  return wordFile({ body, styles, footnotes, section });
}

/** Lines of each page, without spaces: what pdftotext finds on one baseline. Raised figures are left out. */
function lines(pdf: string): string[][] {
  const pages: string[][] = [];
  const xml = execFileSync("pdftotext", ["-bbox", pdf, "-"], { encoding: "utf8" });
  for (const page of xml.split("<page ").slice(1)) {
    const words = [...page.matchAll(/xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</g)]
      .map(([, x, y, text]) => ({ x: Number(x), y: Number(y), text: text! }))
      .filter((word) => !/^\d$/.test(word.text));
    const rows = new Map<number, typeof words>();
    for (const word of words) {
      const key = [...rows.keys()].find((y) => Math.abs(y - word.y) < 2.5) ?? word.y;
      rows.set(key, [...(rows.get(key) ?? []), word]);
    }
    pages.push(
      [...rows]
        .sort((a, b) => a[0] - b[0])
        .map(([, row]) =>
          row
            .sort((a, b) => a.x - b.x)
            .map((word) => word.text)
            .join("")
            .replace(/\d(?=[.,;]?$)/, ""),
        ),
    );
  }
  return pages;
}

describe("beside LibreOffice", () => {
  it.each([
    ["1.15 lines", '<w:spacing w:before="60" w:after="60" w:line="276" w:lineRule="auto"/>'],
    ["exactly 18 pt", '<w:spacing w:after="120" w:line="360" w:lineRule="exact"/>'],
  ])(
    "a plan with footnotes and a landscape appendix with %s has the same pages and at least 97 of 100 lines",
    (_name, spacing) => {
      const docx = plan(spacing);
      const source = join(folder, "plan.docx");
      writeFileSync(source, docx);
      const reference = referenceMaker(folder)(source);
      expect(reference, "soffice không dựng được tệp").toBeDefined();
      const theirs = lines(reference!);
      const own = join(folder, "own.pdf");
      writeFileSync(own, typeset(docx, { like: "libreoffice" }).pdf);
      const ours = lines(own);
      expect(ours.length).toBe(theirs.length);
      let same = 0;
      let all = 0;
      theirs.forEach((page, index) => {
        for (const line of page) {
          all += 1;
          if (ours[index]!.includes(line)) same += 1;
        }
      });
      expect(all).toBeGreaterThan(250);
      expect(same / all).toBeGreaterThanOrEqual(0.97);
    },
    120_000,
  );
});
