import type { HeadingInput } from "./list-rules.ts";
import type { ListHeading } from "./model.ts";

/**
 * Reads a list as people type it, a line each:
 *
 *     # Văn phòng | VP
 *     ## Tổng hợp
 *     Tập báo cáo công tác năm | Vĩnh viễn | Nguyễn Thị Hòa | ghi chú
 *
 * What a line lacks is left empty for {@link numberList} to name.
 */
export function readListText(text: string): HeadingInput[] {
  const headings: HeadingInput[] = [];
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === "") continue;
    const cells = trimmed
      .replace(/^#+/, "")
      .split("|")
      .map((cell) => cell.trim());
    if (/^#(?!#)/.test(trimmed)) {
      headings.push({ title: cells[0] ?? "", abbreviation: cells[1] ?? "", parts: [] });
      continue;
    }
    if (headings.length === 0) headings.push({ title: "", abbreviation: "", parts: [] });
    const { parts } = headings.at(-1)!;
    if (trimmed.startsWith("##")) {
      parts.push({ title: cells[0] ?? "", items: [] });
      continue;
    }
    if (parts.length === 0) parts.push({ title: "", items: [] });
    const [title = "", retention = "", maker = "", note = ""] = cells;
    parts.at(-1)!.items.push({ title, retention, maker: { name: maker }, ...(note === "" ? {} : { note }) });
  }
  return headings;
}

/** A list as {@link readListText} reads it. */
export function writeListText(headings: readonly ListHeading[]): string {
  const lines: string[] = [];
  for (const { title, abbreviation, parts } of headings) {
    lines.push(`# ${title} | ${abbreviation}`);
    for (const part of parts) {
      if (part.title !== "") lines.push(`## ${part.title}`);
      for (const item of part.items)
        lines.push([item.title, item.retention, item.maker.name, ...(item.note ? [item.note] : [])].join(" | "));
    }
  }
  return lines.join("\n");
}
