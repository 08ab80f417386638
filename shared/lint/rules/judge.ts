import type { ElementRule, RuleSet } from "../../format/index.ts";
import { excerpt, figure, isCapitals } from "../fold.ts";
import type { Fix, Judged, Line, LintFile, Severity, StyledText } from "../model.ts";
import type { Parts } from "../parts.ts";

/** What a rule looks at, and where it puts what it finds. */
export interface Judgement {
  file: LintFile;
  parts: Parts;
  rules: RuleSet;
  add(finding: Omit<Judged, "severity" | "fixes"> & { severity?: Severity; fixes?: Fix[] }): void;
}

/** Place of a line with the beginning of its text. */
export function placeOf(line: Line): string {
  return line.text === "" ? line.where : `${line.where} “${excerpt(line.text)}”`;
}

/** Several places as one text: the first few, and how many more. */
export function placesOf(lines: readonly Line[], shown = 6): string {
  if (lines.length === 1) return placeOf(lines[0]!);
  const places = [...new Set(lines.map((line) => line.where))];
  const rest = places.length - shown;
  return rest > 0 ? `${places.slice(0, shown).join("; ")} và ${rest} chỗ khác` : places.join("; ");
}

/** Runs that say something: white space and marks of notes have no look of their own. */
export function seenRuns(line: Line): StyledText[] {
  return line.runs.filter((run) => run.text.trim() !== "" && !run.style.small);
}

/** A mend of the look of a whole line; nothing in a PDF. */
export function styleFix(line: Line, set: { size?: number; bold?: boolean; italic?: boolean }): Fix[] {
  return line.paragraph === undefined
    ? []
    : [
        {
          kind: "style",
          paragraph: line.paragraph.ordinal,
          start: line.start,
          end: line.start + line.text.length,
          set,
        },
      ];
}

/** A mend of characters of a line: `from` and `to` count in the line's text. */
export function textFix(line: Line, from: number, to: number, text: string): Fix[] {
  return line.paragraph === undefined
    ? []
    : [{ kind: "text", paragraph: line.paragraph.ordinal, start: line.start + from, end: line.start + to, text }];
}

const ALIGNED = { left: "canh trái", center: "canh giữa", right: "canh phải", justify: "canh đều hai lề" } as const;

/** What an element is not asked for, where the caller knows better. */
export interface Leave {
  size?: boolean;
  bold?: boolean;
  italic?: boolean;
  capitals?: boolean;
  align?: boolean;
}

/**
 * Judges the look of an element against its rule: size, weight, slant, underline, capitals, alignment. One finding for each
 * that fails, over all its lines.
 */
export function judgeLook(
  j: Judgement,
  element: string,
  lines: readonly Line[],
  rule: ElementRule,
  leave: Leave = {},
): void {
  const present = lines.filter((line) => seenRuns(line).length > 0);
  if (present.length === 0) return;
  const { clause } = rule;
  if (!leave.size) judgeSize(j, element, present, rule.size, clause);
  for (const aspect of ["bold", "italic"] as const) {
    if (leave[aspect]) continue;
    const wrong = present.filter((line) => seenRuns(line).some((run) => run.style[aspect] !== rule[aspect]));
    if (wrong.length === 0) continue;
    const [yes, no] = aspect === "bold" ? ["chữ đậm", "chữ không đậm"] : ["chữ nghiêng", "chữ đứng"];
    j.add({
      rule: `${element}.${aspect}`,
      clause,
      where: placesOf(wrong),
      expected: rule[aspect] ? yes : no,
      found: rule[aspect] ? no : yes,
      fixes: wrong.flatMap((line) => styleFix(line, { [aspect]: rule[aspect] })),
    });
  }
  if (rule.underline && j.file.source === "docx") {
    const wrong = present.filter((line) =>
      seenRuns(line).some((run) => !run.style.underline && /\p{L}/u.test(run.text)),
    );
    if (wrong.length > 0) {
      j.add({
        rule: `${element}.underline`,
        clause,
        where: placesOf(wrong),
        expected: "gạch chân",
        found: "không gạch chân",
      });
    }
  }
  if (!leave.capitals) {
    const wrong = present.filter(
      (line) =>
        /\p{L}.*\p{L}/u.test(line.text) &&
        isCapitals(line.text) !== rule.capitals &&
        (rule.capitals || line.text.length > 6),
    );
    if (wrong.length > 0) {
      const [expected, found] = rule.capitals ? ["chữ in hoa", "chữ in thường"] : ["chữ in thường", "chữ in hoa"];
      j.add({ rule: `${element}.capitals`, clause, where: placesOf(wrong), expected, found });
    }
  }
  // Where a line ends on a page of a PDF does not tell how it was aligned.
  if (!leave.align && j.file.source === "docx") {
    const wrong = present.filter((line) => line.align !== undefined && !alignedAs(line, rule.align));
    if (wrong.length > 0) {
      j.add({
        rule: `${element}.align`,
        clause,
        where: placesOf(wrong),
        expected: ALIGNED[rule.align],
        found: ALIGNED[wrong[0]!.align!],
      });
    }
  }
}

/** A short line at the left margin looks the same justified or not. */
function alignedAs(line: Line, wanted: ElementRule["align"]): boolean {
  const { align } = line;
  if (align === wanted) return true;
  return (
    (wanted === "left" && align === "justify") || (wanted === "justify" && align === "left" && line.text.length < 80)
  );
}

/** Judges sizes alone. */
export function judgeSize(
  j: Judgement,
  element: string,
  lines: readonly Line[],
  size: { min: number; max: number },
  clause: string,
): void {
  const outside = (value: number): boolean => value < size.min - 0.05 || value > size.max + 0.05;
  const wrong = lines.filter((line) => seenRuns(line).some((run) => outside(run.style.size)));
  if (wrong.length === 0) return;
  const sizes = [
    ...new Set(
      wrong.flatMap((line) =>
        seenRuns(line)
          .map((run) => run.style.size)
          .filter(outside),
      ),
    ),
  ].sort((a, b) => a - b);
  j.add({
    rule: `${element}.size`,
    clause,
    where: placesOf(wrong),
    expected:
      size.min === size.max ? `cỡ chữ ${figure(size.min)}` : `cỡ chữ từ ${figure(size.min)} đến ${figure(size.max)}`,
    found: `cỡ chữ ${sizes.slice(0, 6).map(figure).join("; ")}`,
    // Each run goes to the nearest size that the rule permits.
    fixes: wrong.flatMap((line) => nearestSizes(line, size, outside)),
  });
}

function nearestSizes(line: Line, size: { min: number; max: number }, outside: (value: number) => boolean): Fix[] {
  if (line.paragraph === undefined) return [];
  const fixes: Fix[] = [];
  let at = line.start;
  for (const run of line.runs) {
    const end = at + run.text.length;
    if (run.text.trim() !== "" && !run.style.small && outside(run.style.size)) {
      const set = { size: run.style.size < size.min ? size.min : size.max };
      fixes.push({ kind: "style", paragraph: line.paragraph.ordinal, start: at, end, set });
    }
    at = end;
  }
  return fixes;
}
