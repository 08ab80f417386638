import { describe, expect, it } from "vitest";
import { describeText } from "../../shared/documents/index.ts";
import { importTable, parseTargets } from "../../shared/tasks/index.ts";
import { firstMissing, renderSeed, runningText, seedsPresent, seedText, squash } from "./seeds-support.ts";

// The expectations are taken from the texts by the simplest means at hand, never by the importers that are being tested.
const present = seedsPresent();
const NAME = "Nguyễn Văn Mẫu";

/** Lines from the one after `from` to the one before `to`. */
function linesBetween(text: string, from: RegExp, to: RegExp): string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => from.test(line));
  const end = lines.findIndex((line, index) => index > start && to.test(line));
  return lines.slice(start + 1, end).filter((line) => line.trim() !== "");
}

function only(text: string, pattern: RegExp): string {
  return pattern.exec(text)![0].replaceAll(/\s+/g, " ").trim();
}

describe.skipIf(!present)("000: a Party plan from Word", () => {
  const text = present ? seedText("000") : "";
  const plain = text.replaceAll(/\[bookmark:[^\]]*\]/g, "");
  const note = /\[1:\s*([^\]]+)\]/.exec(plain)?.[1] ?? "";
  const body = linesBetween(plain, /^-----/, /Nơi nhận:/).map((line) => line.replace(/\[1:[^\]]+\]/, ""));
  const recipients = linesBetween(`${plain}\nEND`, /Nơi nhận:/, /^END/);
  const { description, warnings } = describeText(text || "x", {
    organisation: { name: "Tỉnh ủy Lai Châu" },
    signature: { authority: ["T/M BAN THƯỜNG VỤ"], position: "PHÓ BÍ THƯ", name: NAME },
  });
  const rendered = renderSeed("000", description);
  const all = rendered.paragraphs.map((paragraph) => paragraph.text);

  it("comes out with every paragraph in order, and nothing between them", () => {
    const expected = body.map((line) => squash(line.replace("[footnoteRef:1]", "")));
    const lines = rendered.paragraphs
      .filter((paragraph) => !paragraph.inTable)
      .flatMap((paragraph) => paragraph.text.split("\n").map(squash));
    const start = lines.indexOf(expected[0]!);
    expect(expected.length).toBeGreaterThan(150);
    expect(lines.slice(start, start + expected.length)).toEqual(expected);
    expect(
      firstMissing(
        runningText(rendered.pages, rendered.footnotes),
        [squash(body.join("").split("[footnoteRef:1]")[0]!), squash(body.join("").split("[footnoteRef:1]")[1]!)],
        1,
      ),
    ).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it("has its footnote where it was cited, printed at the foot of that page", () => {
    expect(rendered.footnotes.map(squash)).toEqual([squash(note)]);
    const cited = rendered.paragraphs.filter((paragraph) => paragraph.footnotes > 0);
    expect(cited.map((paragraph) => squash(paragraph.text))).toEqual([
      squash(body.find((line) => line.includes("[footnoteRef"))!.replace("[footnoteRef:1]", "")),
    ]);
    const page = rendered.pages.find((content) => squash(content).includes(squash(note)))!;
    expect(squash(page)).toContain(squash(body.find((line) => line.includes("[footnoteRef"))!.split("[")[0]!));
  });

  it("gives its targets as data: each with a lead agency and a deadline where the plan names them", () => {
    const lines = linesBetween(plain, /^2\. Mục tiêu cụ thể/, /^III\./).map((line) => line.trim());
    const targets = parseTargets(lines.join("\n").replaceAll(/\[[^\]]*\]/g, ""));
    const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
    // One of them is a sentence without a dash.
    expect(targets).toHaveLength(count(/^- /) + 1);
    expect(targets.filter((target) => target.leadAgency !== "")).toHaveLength(count(/^\+ Đơn vị chủ trì/));
    expect(targets.filter((target) => target.coordinatingAgencies !== "")).toHaveLength(count(/^\+ Đơn vị phối hợp/));
    expect(targets.filter((target) => target.deadline.to !== undefined)).toHaveLength(count(/^\+ Thời gian/));
    const measured = lines.filter((line) => /^- .*\d(?:,\d+)?%/.test(line)).length;
    expect(targets.filter((target) => target.unit === "%").length).toBeGreaterThanOrEqual(measured);
  });

  it("has the head of a Party document", () => {
    for (const line of [
      "TỈNH ỦY LAI CHÂU",
      "ĐẢNG CỘNG SẢN VIỆT NAM",
      only(plain, /Số \d+-KH\/TU/),
      only(plain, /\S+ \S+, ngày \d+ tháng \d+ năm \d+/),
      "KẾ HOẠCH",
      ...linesBetween(plain, /^KẾ HOẠCH/, /^-----/),
    ]) {
      expect(all.flatMap((paragraph) => paragraph.split("\n")).map(squash), line).toContain(squash(line));
    }
    expect(squash(all.join(""))).not.toContain(squash("CỘNG HÒA XÃ HỘI"));
    expect(squash(rendered.pages[0]!)).toContain(squash("ĐẢNG CỘNG SẢN VIỆT NAM"));
  });

  it("ends with its recipients and the signature block in the Party form", () => {
    const end = all.slice(all.findIndex((paragraph) => /Nơi nhận/.test(paragraph))).map(squash);
    expect(end.filter((line) => line.startsWith("-"))).toEqual(recipients.map(squash));
    for (const line of ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", NAME]) expect(end).toContain(squash(line));
    expect(squash(rendered.pages.at(-1)!)).toContain(squash(NAME));
  });
});

/** Text extracted from a PDF: one printed line a line. */
describe.skipIf(!present).each([
  {
    number: "002",
    form: "State",
    defaults: { organisation: { name: "Ủy ban nhân dân tỉnh Lai Châu" }, notation: "KH-UBND", place: "Lai Châu" },
    head: ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "KẾ HOẠCH"],
    signature: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", NAME],
  },
  {
    number: "003",
    form: "Party",
    defaults: { organisation: { name: "Tỉnh ủy Lai Châu" } },
    head: ["TỈNH ỦY LAI CHÂU", "ĐẢNG CỘNG SẢN VIỆT NAM", "KẾ HOẠCH"],
    signature: ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", NAME],
  },
])("$number: a $form plan from a PDF", ({ number, defaults, head, signature }) => {
  const text = present ? seedText(number) : "KẾ HOẠCH\n";
  const lines = linesBetween(text, /^\s*KẾ HOẠCH\s*$/, /^Nơi nhận:/)
    .map((line) => line.trim())
    // A link target that extraction left at the end of a page.
    .filter((line) => !/^https?:\S+$/.test(line) && !/^-{3,}$/.test(line));
  const { description } = describeText(text || "x", {
    ...defaults,
    signature: { authority: [], position: "", name: NAME },
  });
  const rendered = renderSeed(number, description);
  const all = rendered.paragraphs.map((paragraph) => paragraph.text);
  const from = all.findIndex((paragraph) => squash(paragraph) === squash("KẾ HOẠCH"));
  const to = all.findIndex((paragraph) => /^Nơi nhận/.test(paragraph));
  const body = all.slice(from + 1, to).filter((paragraph) => paragraph.trim() !== "" && !/^-+$/.test(paragraph.trim()));

  it("comes out with its whole text in order", () => {
    expect(lines.length).toBeGreaterThan(150);
    expect(squash(body.join(""))).toBe(squash(lines.join("")));
    expect(
      firstMissing(runningText(rendered.pages).replaceAll("-----", ""), [squash(lines.join(""))], 0),
    ).toBeUndefined();
  });

  it("begins a paragraph where the document did: at a line's beginning, and at every item and number", () => {
    const starts = new Set<number>();
    let offset = 0;
    for (const line of lines) {
      starts.add(offset);
      offset += squash(line).length;
    }
    const begun = new Set<number>();
    offset = 0;
    for (const paragraph of body.flatMap((entry) => entry.split("\n"))) {
      expect(starts.has(offset), paragraph.slice(0, 60)).toBe(true);
      begun.add(offset);
      offset += squash(paragraph).length;
    }
    offset = 0;
    for (const line of lines) {
      if (/^(?:- [^\p{Ll}]|(?:\d\.)+\s|[IVX]+\.\s)/u.test(line))
        expect(begun.has(offset), line.slice(0, 60)).toBe(true);
      offset += squash(line).length;
    }
    // A line that goes on in small letters is no paragraph of its own.
    for (const paragraph of body.flatMap((entry) => entry.split("\n")).slice(4))
      expect(paragraph).not.toMatch(/^\p{Ll}/u);
  });

  it("has head, recipients and signature of its form", () => {
    const found = all.flatMap((paragraph) => paragraph.split("\n")).map(squash);
    for (const line of [...head, ...signature]) expect(found, line).toContain(squash(line));
    const symbol = /Số:? \d+[-/]\S+/.exec(text)?.[0];
    if (symbol !== undefined) expect(found).toContain(squash(symbol));
    const tail = text.slice(text.indexOf("Nơi nhận:")).split(/\n\s*T\/?M\b/)[0]!;
    const recipients = tail
      .split(/\n\s*- /)
      .slice(1)
      .map((recipient) => squash(`-${recipient}`));
    expect(
      found.slice(found.findIndex((line) => line.startsWith("Nơinhận"))).filter((line) => line.startsWith("-")),
    ).toEqual(recipients);
    expect(rendered.sizes.every(([width, height]) => width < height)).toBe(true);
  });
});

describe.skipIf(!present)(
  "001: a Party letter with the letter and the framework it passes on, from text recognition",
  () => {
    const text = present ? seedText("001") : "x";
    const notes = [...text.matchAll(/^<sup>\d+<\/sup> (.+)$/gm)].map((match) => match[1]!);
    const clean = text
      .replaceAll(/^<sup>\d+<\/sup> .+$/gm, "")
      .replaceAll(/<sup>\d+<\/sup>/g, "")
      .replaceAll(/\$\\geq ?([^$]*)\$/g, "≥ $1")
      .replaceAll("\\%", "%")
      .replaceAll(/^#+ |\\?\*+|^---$/gm, "");
    const { description, enclosed, warnings } = describeText(text);
    const main = renderSeed("001", description);
    const inner = renderSeed("001-enclosed", enclosed[0]!);
    const linesOf = (from: RegExp, to: RegExp) => squash(linesBetween(`${clean}\nEND`, from, to).join(""));
    const textOf = (rendered: typeof main) => squash(rendered.paragraphs.map((paragraph) => paragraph.text).join(""));

    it("gives the letter: head, addressees, whole text, recipients, signature", () => {
      const whole = textOf(main);
      expect(whole).toContain(linesOf(/thuộc huyện\.$/, /Nơi nhận:/));
      const found = main.paragraphs.flatMap((paragraph) => paragraph.text.split("\n")).map(squash);
      const head = clean.slice(0, clean.indexOf("Kính gửi"));
      for (const line of head.split("\n").filter((entry) => entry.trim().length > 1))
        expect(found, line).toContain(squash(line));
      const addressees = linesBetween(clean, /^Nghị quyết số 57-NQ\/TW của Bộ Chính trị$/, /^Thực hiện Công văn/);
      expect(addressees).toHaveLength(5);
      for (const line of addressees) expect(whole).toContain(squash(line.replace(/^.*Kính gửi: ?/, "")));
      const end = clean
        .slice(clean.indexOf("Nơi nhận:"), clean.indexOf("BAN CHẤP HÀNH"))
        .split("\n")
        .filter((line) => line.trim() !== "");
      for (const line of end) expect(found, line).toContain(squash(line));
    });

    it("carries everything else of the text after it, without the receiver's stamp", () => {
      const whole = textOf(main);
      const second = linesOf(/^Lưu hồ sơ số:/, /^PHỤ LỤC/);
      expect(whole).toContain(second);
      const framework = linesOf(/^về phát triển .*\)$/, /^END/);
      expect(framework.length).toBeGreaterThan(40_000);
      expect(whole.endsWith(framework)).toBe(true);
      expect(whole.indexOf(second)).toBeLessThan(whole.indexOf(framework));
      expect(warnings.every((warning) => warning.message.startsWith("Bỏ dấu đến"))).toBe(true);
      expect(whole).not.toContain(squash("VĂN BẢN ĐẾN QUA MẠNG"));
    });

    it("gives the enclosed letter in its own form, with the framework as its appendix", () => {
      const whole = textOf(inner);
      const framework = linesOf(/^về phát triển .*\)$/, /^END/);
      expect(whole.endsWith(framework)).toBe(true);
      expect(whole).toContain(linesOf(/Kính gửi: Các tỉnh/, /^Nơi nhận:/).slice(-400));
      const found = inner.paragraphs.flatMap((paragraph) => paragraph.text.split("\n")).map(squash);
      for (const line of linesBetween(clean, /^PHỤ LỤC/, /^\(Kèm theo/)) expect(found, line).toContain(squash(line));
      for (const line of [only(clean, /Số \d+-CV\/BCĐTW/), "PHỤ LỤC"]) expect(found).toContain(squash(line));
    });

    it("keeps every footnote, in order", () => {
      expect(notes).toHaveLength(10);
      expect(main.footnotes.map(squash)).toEqual(notes.map(squash));
      expect(inner.footnotes.map(squash)).toEqual(notes.map(squash));
      const printed = squash(main.pages.join(""));
      for (const note of notes) expect(printed).toContain(squash(note));
    });

    it("prints it all", () => {
      const printed = runningText(main.pages, main.footnotes);
      // Page numbers begin anew in each appendix, so pages join only roughly: every line must be found.
      for (const line of clean.split("\n").filter((entry) => entry.length > 60 && !/^(?:VĂN|Số 2515)/.test(entry))) {
        const words = line.trim().split(/\s+/);
        expect(printed, line).toContain(squash(words.slice(0, 6).join("")));
      }
    });
  },
);

describe.skipIf(!present)("004: an amended appendix cut by page breaks", () => {
  const text = present ? seedText("004") : "x";
  const rows = text
    .split("\n")
    .filter((line) => line.split("\t").length > 5)
    .map((line) => line.split("\t"));
  const header = rows[0] ?? [];
  const parts = rows.filter((row) => row[0] !== "STT");
  const plain = (cell: string) => squash(cell.replaceAll(/<[^>]+>/g, ""));
  const groups = parts.filter((row) => /^[IVX]+$/.test(row[0]!));
  /** Each task's cells: its own row and the rows without a number under it, put together. */
  const tasks = parts.reduce<string[][]>((found, row) => {
    if (/^\d+$/.test(row[0]!)) found.push(header.map((_, column) => plain(row[column] ?? "")));
    else if (row[0] === "") found.push(found.pop()!.map((cell, column) => cell + plain(row[column] ?? "")));
    return found;
  }, []);

  it("imports to 14 tasks in 8 groups, every cell whole", () => {
    const result = importTable({ name: "phu-luc.txt", bytes: new TextEncoder().encode(text) });
    expect(tasks).toHaveLength(14);
    expect(groups).toHaveLength(8);
    expect(result.refused).toEqual([]);
    expect(result.groups.map((group) => [group.number, squash(group.name)])).toEqual(
      groups.map((row) => [row[0], squash(row[1]!)]),
    );
    expect(
      result.tasks.map((task) =>
        [
          task.number,
          task.name,
          task.leadAgency,
          task.coordinatingAgencies,
          task.output,
          task.deadline.text,
          task.basis,
          task.note,
          task.amendmentNote,
        ].map(squash),
      ),
    ).toEqual(tasks);
    // No two words run together where a cell was cut, none apart: every cut is between words in this text.
    const words = new Set(text.replaceAll(/<[^>]+>/g, "").split(/\s+/));
    for (const task of result.tasks)
      for (const word of task.name.split(/\s+/))
        expect(
          [...words].some((known) => known.includes(word)),
          word,
        ).toBe(true);
    expect(result.tasks.every((task) => task.deadline.kind !== "none")).toBe(true);
    const groupOf = new Map(result.groups.map((group) => [group.id, group.number]));
    let open = "";
    const expected = parts.flatMap((row) => {
      if (/^[IVX]+$/.test(row[0]!)) open = row[0]!;
      return /^\d+$/.test(row[0]!) ? [open] : [];
    });
    expect(result.tasks.map((task) => groupOf.get(task.groupId ?? ""))).toEqual(expected);
  });

  it("comes out as a landscape table with its header on every page", () => {
    const { description } = describeText(text, { ruleSet: "hd36", place: "Lai Châu" });
    const rendered = renderSeed("004", description);
    expect(description).toMatchObject({ kind: "PL", notation: "CV-BCĐ" });
    const all = rendered.paragraphs.map((paragraph) => squash(paragraph.text)).join("");
    const cells = parts
      .filter((row) => /^[IVX]+$|^\d+$/.test(row[0]!))
      .flatMap((row) => {
        const task = tasks.find((candidate) => candidate[0] === row[0]);
        return task ?? [row[0]!, squash(row[1]!)];
      });
    expect(all).toContain(cells.join(""));
    expect(rendered.documentXml).toContain("w:tblHeader");
    expect(rendered.pages.length).toBeGreaterThan(2);
    expect(rendered.sizes.every(([width, height]) => width > height)).toBe(true);
    for (const page of rendered.pages) expect(squash(page)).toContain(squash(header.join("")));
    const title = linesBetween(text, /^Phụ lục/, /^STT/).map(squash);
    for (const line of title) expect(all).toContain(line);
  });
});
