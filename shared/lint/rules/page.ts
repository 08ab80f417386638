import type { Range } from "../../format/index.ts";
import { figure } from "../fold.ts";
import type { Fix } from "../model.ts";
import { TWIPS_PER_MM } from "../units.ts";
import type { Judgement } from "./judge.ts";

/** Word rounds lengths to twips and people type centimetres with two decimals. */
const TOLERANCE = 0.6;

const SIDES = [
  ["top", "trên"],
  ["bottom", "dưới"],
  ["left", "trái"],
  ["right", "phải"],
] as const;

/** Paper and margins, section by section. */
export function judgePage(j: Judgement): void {
  const { value, clause } = j.rules.page;
  const wrongPaper: string[] = [];
  const sizes = new Set<string>();
  j.file.sections.forEach((section, index) => {
    const portrait = near(section.width, value.width) && near(section.height, value.height);
    const landscape = near(section.width, value.height) && near(section.height, value.width);
    if (portrait || landscape) return;
    wrongPaper.push(String(index + 1));
    sizes.add(`${figure(section.width)} × ${figure(section.height)} mm`);
  });
  const unit = j.file.source === "pdf" ? "trang" : "phần";
  if (wrongPaper.length > 0) {
    j.add({
      rule: "page.size",
      clause,
      where: `${unit} ${wrongPaper.slice(0, 8).join(", ")}`,
      expected: `khổ A4 (${value.width} × ${value.height} mm)`,
      found: [...sizes].slice(0, 3).join("; "),
    });
  }
  judgeMargins(j);
}

function judgeMargins(j: Judgement): void {
  const { value, clause } = j.rules.page;
  const places: string[] = [];
  const fixes: Fix[] = [];
  j.file.sections.forEach((section, index) => {
    const { margins } = section;
    if (margins === undefined) return;
    // A page turned on its side may keep the margins of the sheet, which then stand at other edges.
    const turned = section.width > section.height;
    const ranges = { top: value.top, bottom: value.bottom, left: value.left, right: value.right };
    const lying = { top: value.left, bottom: value.right, left: value.bottom, right: value.top };
    if (turned && SIDES.every(([side]) => within(margins[side], lying[side]))) return;
    for (const [side, name] of SIDES) {
      if (within(margins[side], ranges[side])) continue;
      places.push(`phần ${index + 1}: lề ${name} ${figure(margins[side])} mm`);
      const to = margins[side] < ranges[side].min ? ranges[side].min : ranges[side].max;
      fixes.push({ kind: "margin", section: index, side, twips: Math.round(to * TWIPS_PER_MM) });
    }
  });
  if (places.length === 0) return;
  const span = (range: Range): string =>
    range.min === range.max ? figure(range.min) : `${figure(range.min)}–${figure(range.max)}`;
  j.add({
    rule: "page.margins",
    clause,
    where: [...new Set(places.map((place) => place.replace(/:.*/, "")))].slice(0, 8).join(", "),
    expected: `lề trên ${span(value.top)}, dưới ${span(value.bottom)}, trái ${span(value.left)}, phải ${span(value.right)} mm`,
    found: places
      .slice(0, 6)
      .map((place) => place.replace(/^.*: /, ""))
      .join("; "),
    fixes,
  });
}

function near(found: number, wanted: number): boolean {
  return Math.abs(found - wanted) <= 1;
}

function within(found: number, range: Range): boolean {
  return found >= range.min - TOLERANCE && found <= range.max + TOLERANCE;
}

/** Where the page number stands, and that page 1 has none. */
export function judgePageNumber(j: Judgement): void {
  const rule = j.rules.elements.pageNumber;
  const { clause } = rule;
  const first = j.file.sections[0];
  if (first?.pageNumber === undefined) return;
  const shown = j.file.sections.map((section) => section.pageNumber).find((number) => number?.place !== undefined);
  const expected = "số trang canh giữa trong lề trên, không hiện ở trang 1";
  if (shown === undefined) {
    if (j.file.pages() > 1) {
      j.add({
        rule: "pageNumber.missing",
        clause,
        where: "đầu trang, từ trang 2",
        expected,
        found: "không có số trang",
      });
    }
    return;
  }
  if (first.pageNumber.onFirstPage) {
    j.add({
      rule: "pageNumber.firstPage",
      clause,
      where: "trang 1",
      expected: "trang 1 không hiện số trang",
      found: "trang 1 có số trang",
    });
  }
  if (shown.place === "bottom") {
    j.add({
      rule: "pageNumber.place",
      clause,
      where: "cuối trang",
      expected: "số trang đặt trong lề trên",
      found: "số trang đặt ở chân trang",
    });
  }
  if (shown.align !== "center") {
    j.add({
      rule: "pageNumber.align",
      clause,
      where: "đầu trang",
      expected: "số trang canh giữa",
      found: "số trang không canh giữa",
    });
  }
  const { style } = shown;
  if (style !== undefined && (style.size < rule.size.min - 0.05 || style.size > rule.size.max + 0.05)) {
    const span =
      rule.size.min === rule.size.max
        ? figure(rule.size.min)
        : `từ ${figure(rule.size.min)} đến ${figure(rule.size.max)}`;
    j.add({
      rule: "pageNumber.size",
      clause,
      where: "số trang",
      expected: `cỡ chữ ${span}`,
      found: `cỡ chữ ${figure(style.size)}`,
    });
  }
  if (style !== undefined && (style.italic || style.bold)) {
    j.add({
      rule: "pageNumber.style",
      clause,
      where: "số trang",
      expected: "chữ đứng, không đậm",
      found: style.italic ? "chữ nghiêng" : "chữ đậm",
    });
  }
  if (!shown.arabic) {
    j.add({ rule: "pageNumber.numerals", clause, where: "số trang", expected: "chữ số Ả Rập", found: "kiểu số khác" });
  }
}
