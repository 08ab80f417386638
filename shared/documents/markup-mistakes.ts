import { parseInlines } from "./inline.ts";
import { parseBlocks } from "./markup.ts";
import type { Block, Inline } from "./model.ts";

/** Something in a text that looks like a sign of the language (`docs/noi-dung.md`) and is not read as one. */
export interface MarkupMistake {
  /** "heading.space", "heading.level", "heading.empty", "sign.open", "table.rule", "table.cells", "fence.open" */
  code: string;
  /** From 0. */
  line: number;
  /** Vietnamese. */
  message: string;
  hint: string;
}

/** More of them help nobody. */
const MOST = 50;

/**
 * What an author most likely meant as a sign and what stands on the page as plain text instead. Nothing of it is forbidden: every text can
 * be set.
 */
export function markupMistakes(text: string): MarkupMistake[] {
  const lines = text.normalize("NFC").split(/\r\n?|\n/);
  const found: MarkupMistake[] = [...lineMistakes(lines)];
  const starts: number[] = [];
  const blocks = parseBlocks(
    text,
    () => [],
    () => undefined,
    starts,
  );
  blocks.forEach((block, index) => {
    const sign = openSign(block);
    const written = lines.slice(starts[index]!, starts[index + 1]).join("\n");
    // What is written with a backslash was meant as it stands.
    if (sign !== undefined && written.replaceAll(/\\./g, "").includes(sign)) {
      found.push({
        code: "sign.open",
        line: lineWith(lines, starts[index]!, starts[index + 1] ?? lines.length, sign),
        message: `Dấu “${sign}” mở mà không có dấu đóng trong cùng đoạn, nên in ra như chữ thường.`,
        hint: `Thêm “${sign}” liền sau chữ cuối; nếu muốn in chính dấu này thì viết “\\${sign[0]}”.`,
      });
    }
  });
  let level = 0;
  blocks.forEach((block, index) => {
    if (block.type !== "heading") return;
    if (block.level > level + 1) {
      found.push({
        code: "heading.level",
        line: starts[index]!,
        message: `Tiêu đề cấp ${block.level} (${"#".repeat(block.level)}) đứng ngay sau ${level === 0 ? "chỗ chưa có tiêu đề" : `tiêu đề cấp ${level}`}, bỏ qua một cấp.`,
        hint: `Dùng ${"#".repeat(level + 1)} cho cấp kế tiếp.`,
      });
    }
    level = block.level;
  });
  return found.sort((one, other) => one.line - other.line).slice(0, MOST);
}

function* lineMistakes(lines: string[]): Generator<MarkupMistake> {
  let fence: number | undefined;
  for (const [line, whole] of lines.entries()) {
    const text = whole.trim();
    if (/^#{1,6}(?=[^#\s])/.test(text)) {
      yield {
        code: "heading.space",
        line,
        message: "Sau dấu # của tiêu đề thiếu dấu cách, nên cả dòng in ra như chữ thường.",
        hint: "Viết “# Tên phần”, “## Tên mục”.",
      };
    } else if (/^#{1,4}$/.test(text)) {
      yield {
        code: "heading.empty",
        line,
        message: "Tiêu đề chưa có chữ.",
        hint: "Viết tên phần, mục sau dấu #, hoặc bỏ dòng này.",
      };
    } else if (/^#{5,}\s/.test(text)) {
      yield {
        code: "heading.level",
        line,
        message: "Tiêu đề chỉ có bốn cấp (#, ##, ###, ####).",
        hint: "Bớt dấu #, hoặc viết thành điểm a), b).",
      };
    }
    if (/^:::[ \t]*(center|left|right)$/.test(text)) fence = line;
    else if (text === ":::") fence = undefined;
    yield* tableMistakes(lines, line);
  }
  if (fence !== undefined) {
    yield {
      code: "fence.open",
      line: fence,
      message: "Khối canh lề mở bằng ::: mà không đóng, nên dấu ::: in ra như chữ thường.",
      hint: "Thêm một dòng chỉ có ::: ở cuối khối.",
    };
  }
}

/** Of the first line of a run of lines with bars. */
function* tableMistakes(lines: string[], line: number): Generator<MarkupMistake> {
  const barred = (at: number) => (lines[at] ?? "").trim().startsWith("|");
  if (!barred(line) || barred(line - 1)) return;
  const rule = (lines[line + 1] ?? "").trim();
  if (!/^\|?[ \t:|-]*-[ \t:|-]*$/.test(rule)) {
    if (barred(line + 1)) {
      yield {
        code: "table.rule",
        line: line + 1,
        message: "Bảng thiếu dòng gạch dưới dòng tên cột, nên các dấu | in ra như chữ thường.",
        hint: "Thêm dòng “|---|---|” ngay dưới dòng tên cột.",
      };
    }
    return;
  }
  const columns = cells(lines[line]!);
  for (let at = line + 2; barred(at); at += 1) {
    if (cells(lines[at]!) <= columns) continue;
    yield {
      code: "table.cells",
      line: at,
      message: `Hàng này có ${cells(lines[at]!)} ô, dòng tên cột chỉ có ${columns}.`,
      hint: "Bớt dấu |, hoặc viết “\\|” khi muốn in chính dấu này.",
    };
  }
}

function cells(line: string): number {
  const bare = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return bare.split(/(?<!\\)\|/).length;
}

/** A sign for bold, italic or underlined that was left as text right before a word. */
function openSign(block: Block): string | undefined {
  for (const inlines of textsOf(block)) {
    for (const inline of inlines) {
      if (!("text" in inline)) continue;
      // A word may end with a star that refers to something below a table; one that begins a word was meant as a sign.
      const sign = /(?:^|[\s(“"'])(\*{1,3}|__)(?=[\p{L}\p{N}“"(])/u.exec(inline.text)?.[1];
      if (sign !== undefined) return sign;
    }
  }
  return undefined;
}

function textsOf(block: Block): Inline[][] {
  if (block.type === "picture") return [block.caption];
  if (block.type !== "table") return [block.inlines];
  return block.table.rows.flatMap((row) => ("cells" in row ? row.cells.flat() : [row.group.number, row.group.title]));
}

/** The line of a block on which the sign stands unpaired; its first when it cannot be told. */
function lineWith(lines: string[], from: number, to: number, sign: string): number {
  for (let line = from; line < to; line += 1) {
    const read = parseInlines(lines[line]!, () => []);
    if (read.some((inline) => "text" in inline && inline.text.includes(sign))) return line;
  }
  return from;
}
