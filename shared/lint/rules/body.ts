import { POINT_LETTERS, romanValue } from "../../format/index.ts";
import { figure, fold, isCapitals } from "../fold.ts";
import type { Line, LintParagraph } from "../model.ts";
import type { Judgement } from "./judge.ts";
import { judgeLook, judgeSize, placeOf, placesOf, seenRuns } from "./judge.ts";

/** Căn cứ: a line each, ";" after each, the last closed. */
export function judgeBasis(j: Judgement): void {
  const { parts, rules } = j;
  const rule = rules.elements.basis;
  judgeLook(j, "basis", parts.basis, rule, { align: true });
  const next = parts.body.find((line) => line.text !== "");
  // "Chính phủ ban hành …." closes the list in the same slant: it is the last line then.
  const closed =
    rules.system === "state" && next?.text.endsWith(".") && seenRuns(next).every((run) => run.style.italic);
  const wrong = parts.basis.filter((line, index) => {
    const last = index === parts.basis.length - 1 && !closed;
    // HD05 lets a comma stand where the sentence goes on; HD36 asks for one.
    return last
      ? !/[.,;]$/.test(line.text) || (rules.system === "state" && !line.text.endsWith("."))
      : !line.text.endsWith(";");
  });
  if (wrong.length === 0) return;
  j.add({
    rule: "basis.punctuation",
    clause: rule.clause,
    where: placesOf(wrong),
    expected: "mỗi căn cứ kết thúc bằng “;”, căn cứ cuối bằng “.”",
    found: wrong
      .map((line) => `“…${line.text.slice(-10)}”`)
      .slice(0, 3)
      .join("; "),
  });
}

/** A paragraph of running text and its lines. */
interface TextParagraph {
  line: Line;
  paragraph: LintParagraph;
}

/** Sizes, alignment, indents and distances of the running text. Distances cannot be told from a PDF. */
export function judgeBody(j: Judgement): void {
  const { parts, rules } = j;
  const { clause } = rules.bodyText;
  const lines = parts.body.filter((line) => line.text !== "");
  judgeSize(j, "body", lines, rules.elements.body.size, rules.elements.body.clause);
  const text: TextParagraph[] = [];
  for (const line of lines) {
    const { paragraph } = line;
    if (paragraph === undefined || paragraph.align === "center" || paragraph.align === "right") continue;
    if (text.at(-1)?.paragraph === paragraph) continue;
    text.push({ line, paragraph });
  }
  // A line of its own may be flush left; what is longer than a line must fill both margins.
  const ragged = text.filter(({ paragraph }) => paragraph.align !== "justify" && paragraph.text.length > 95);
  if (ragged.length > 0) {
    j.add({
      rule: "body.align",
      clause: rules.elements.body.clause,
      where: placesOf(ragged.map((one) => one.line)),
      expected: "canh đều cả hai lề",
      found: "canh trái",
    });
  }
  judgeIndent(j, text);
  judgeSpacing(j, text);
  const pitch = rules.bodyText.value.line;
  const offLine = text.filter(
    ({ paragraph, line }) => paragraph.text.length > 95 && !pitchFits(paragraph, line, pitch),
  );
  if (offLine.length > 0) {
    const sample = offLine[0]!.paragraph.line;
    j.add({
      rule: "body.line",
      clause,
      where: placesOf(offLine.map((one) => one.line)),
      expected:
        pitch.rule === "exact"
          ? `giãn dòng chính xác (Exactly) ${figure(pitch.min)}–${figure(pitch.max)} pt`
          : `giãn dòng tối thiểu ${pitch.min === 1 ? "dòng đơn" : figure(pitch.min)}, tối đa ${figure(pitch.max)} dòng`,
      found:
        sample.rule === "multiple"
          ? `${String(Math.round(sample.value * 100) / 100).replace(".", ",")} dòng`
          : `${figure(sample.value)} pt`,
    });
  }
}

/** Single spacing of Times New Roman is 1.15 times its size. */
const NATURAL = 1.15;

function pitchFits(
  paragraph: LintParagraph,
  line: Line,
  pitch: { rule: "multiple" | "exact"; min: number; max: number },
): boolean {
  const { rule, value } = paragraph.line;
  const size = seenRuns(line)[0]?.style.size ?? 14;
  if (pitch.rule === "multiple") {
    const times = rule === "multiple" ? value : value / (size * NATURAL);
    // "At least" less than a natural line is a natural line. Exact pitches are typed in whole points.
    if (rule === "atLeast") return times <= pitch.max + 0.02;
    return times >= pitch.min - (rule === "exact" ? 0.07 : 0.005) && times <= pitch.max + 0.02;
  }
  if (rule === "multiple") return false;
  return value >= pitch.min - 0.1 && value <= pitch.max + 0.1;
}

function judgeIndent(j: Judgement, text: readonly TextParagraph[]): void {
  const { value, clause } = j.rules.bodyText;
  // NĐ30 names both 1 cm and 1.27 cm; the Party guidance says "about 10 mm".
  const allowed = [10, 12.7];
  const wrong = text.filter(({ paragraph }) => {
    if (paragraph.text.startsWith("\t") || paragraph.label !== "") return false;
    if (paragraph.text.length <= 95) return false;
    const at = paragraph.left + paragraph.first;
    return !allowed.some((mm) => Math.abs(at - mm) <= 0.8);
  });
  if (wrong.length === 0) return;
  const sample = wrong[0]!.paragraph;
  j.add({
    rule: "body.indent",
    clause,
    where: placesOf(wrong.map((one) => one.line)),
    expected:
      j.rules.system === "state"
        ? "đầu dòng lùi vào 1 cm hoặc 1,27 cm"
        : `đầu dòng lùi vào khoảng ${figure(value.firstLineIndent)} mm`,
    found: `${figure(sample.left + sample.first)} mm`,
  });
}

function judgeSpacing(j: Judgement, text: readonly TextParagraph[]): void {
  const { value, clause } = j.rules.bodyText;
  const wrong: Line[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < text.length; index += 1) {
    const above = text[index - 1]!.paragraph;
    const below = text[index]!.paragraph;
    // Only paragraphs that follow each other in the file: an empty one between them is a distance too.
    if (below.index !== above.index + 1) continue;
    const joined = above.contextual && below.contextual && above.styleId === below.styleId;
    const gap = joined ? 0 : above.after + below.before;
    if (gap >= value.spacing - 0.1) continue;
    wrong.push(text[index]!.line);
    least = Math.min(least, gap);
  }
  if (wrong.length === 0) return;
  j.add({
    rule: "body.spacing",
    clause,
    where: placesOf(wrong),
    expected: `cách đoạn tối thiểu ${figure(value.spacing)} pt`,
    found: `${figure(least)} pt`,
  });
}

/** Roman numeral, any sign, and text. "I" alone in a sentence is no heading: the text must begin with a capital. */
const ROMAN = /^([IVXLC]+)[\s\u00a0]*([.\-–—)/:])[\s\u00a0]*(\p{L}.*)$/u;
const ARABIC = /^(\d{1,3})([.)\-–/])[\s\u00a0]*(\p{L}.*)$/u;
const POINT = /^([a-zđ])([.)\-/])[\s\u00a0]+(\S.*)$/;
const ARTICLE = /^Điều[\s\u00a0]+(\d+)([.:\-–]?)[\s\u00a0]*(.*)$/;

/** Numbers of headings: their sign, their order, their look. */
export function judgeHeadings(j: Judgement): void {
  const roman = new Sequence(j);
  const arabic = new Sequence(j);
  const points = new Sequence(j);
  const articles = new Sequence(j);
  const first: Line[] = [];
  const second: Line[] = [];
  const heads: Line[] = [];
  const [one] = j.rules.headings.value;
  const wrongSign: Line[] = [];
  const seen = new Set<LintParagraph>();
  for (const line of j.parts.body) {
    const { paragraph } = line;
    if (line.text === "" || line.side !== "full" || (paragraph !== undefined && seen.has(paragraph))) continue;
    if (paragraph !== undefined) seen.add(paragraph);
    const label = paragraph?.label ?? "";
    const text = (label === "" ? line.text : `${label} ${line.text}`).normalize("NFC");
    const bold = seenRuns(line).every((run) => run.style.bold);
    const found = {
      roman: ROMAN.exec(text),
      arabic: ARABIC.exec(text),
      point: POINT.exec(text),
      article: ARTICLE.exec(text),
    };
    if (/^(phần|chương|mục|tiểu mục)[\s\u00a0]+(thứ|[ivxlc]+|\d+|[a-z]\b)/i.test(text)) {
      for (const sequence of [roman, arabic, points]) sequence.restart();
    } else if (
      found.roman !== null &&
      romanValue(found.roman[1]!) !== undefined &&
      (bold || isCapitals(found.roman[3]!))
    ) {
      first.push(line);
      roman.next(line, romanValue(found.roman[1]!)!, found.roman[1]!);
      arabic.restart();
      points.restart();
      if (found.roman[2] !== one.after.trim()) wrongSign.push(line);
    } else if (found.article !== null && (bold || seenRuns(line)[0]?.style.bold === true || found.article[2] === ".")) {
      articles.next(line, Number(found.article[1]), found.article[1]!);
      heads.push(line);
      arabic.restart();
      points.restart();
      if (found.article[2] !== ".") wrongSign.push(line);
    } else if (found.arabic !== null && bold) {
      second.push(line);
      arabic.next(line, Number(found.arabic[1]), found.arabic[1]!);
      points.restart();
      if (found.arabic[2] !== ".") wrongSign.push(line);
    } else if (found.point !== null) {
      const at = POINT_LETTERS.indexOf(found.point[1]!);
      if (at >= 0 && found.point[2] === ")") points.next(line, at + 1, found.point[1]!);
    }
  }
  if (wrongSign.length > 0) {
    j.add({
      rule: "headings.sign",
      clause: j.rules.headings.clause,
      where: placesOf(wrongSign),
      expected: `“I${one.after.trimEnd()}”, “1.”, “Điều 1.” ở đầu đề mục`,
      found: wrongSign
        .slice(0, 3)
        .map((line) => `“${line.text.slice(0, 8).trim()}…”`)
        .join("; "),
    });
  }
  const { heading1, heading2 } = j.rules.elements;
  judgeLook(j, "heading1", first, heading1, { size: true, align: true });
  judgeLook(j, "heading2", second, heading2, { size: true, align: true, italic: true, capitals: true });
  const thin = heads.filter((line) => seenRuns(line)[0]?.style.bold !== true);
  if (thin.length > 0) {
    j.add({
      rule: "article.bold",
      clause: heading2.clause,
      where: placesOf(thin),
      expected: "chữ “Điều” và số thứ tự đậm",
      found: "chữ không đậm",
    });
  }
}

/** Numbers that must follow each other; one finding for each break. */
class Sequence {
  readonly #j: Judgement;
  #last = 0;

  constructor(j: Judgement) {
    this.#j = j;
  }

  restart(): void {
    this.#last = 0;
  }

  next(line: Line, value: number, written: string): void {
    if (value !== 1 && value !== this.#last + 1 && this.#last > 0) {
      this.#j.add({
        rule: "headings.sequence",
        clause: this.#j.rules.headings.clause,
        where: placeOf(line),
        expected: "số thứ tự liên tục",
        found: `${written} không nối tiếp mục trước`,
      });
    }
    this.#last = value;
  }
}

/** "./." or "." after the last sentence; a custom of the forms, so only a warning. */
export function judgeEndMark(j: Judgement): void {
  const { value, clause } = j.rules.endMark;
  if (j.parts.recipientsHead === undefined && !j.parts.signed) return;
  const last = j.parts.body.findLast((line) => line.text !== "");
  if (last === undefined || fold(last.text).length < 3) return;
  const slashed = last.text.endsWith("./.");
  if (value === "./." ? slashed : !slashed && last.text.endsWith(".")) return;
  j.add({
    rule: "endMark",
    clause,
    severity: "warning",
    where: placeOf(last),
    expected: `nội dung kết thúc bằng “${value}”`,
    found: `“…${last.text.slice(-8)}”`,
  });
}
