import type { Page } from "../pages/model.ts";
import { type ObjectWriter, textString } from "./objects.ts";

interface OutlineItem {
  number: number;
  title: string;
  dest: string;
  children: OutlineItem[];
}

/** Headings as bookmarks of the reader's side bar (ISO 32000-1, 12.3.3); undefined when there are none. */
export function writeOutline(
  pages: readonly Page[],
  pageNumbers: readonly number[],
  out: ObjectWriter,
): number | undefined {
  const top: OutlineItem[] = [];
  const open: { level: number; item: OutlineItem }[] = [];
  pages.forEach((page, index) => {
    for (const heading of page.headings) {
      while (open.length > 0 && open.at(-1)!.level >= heading.level) open.pop();
      const item: OutlineItem = {
        number: out.reserve(),
        title: heading.text.slice(0, 250),
        dest: `[${pageNumbers[index]} 0 R /XYZ 0 ${Math.round((page.height - heading.y) / 20)} null]`,
        children: [],
      };
      (open.at(-1)?.item.children ?? top).push(item);
      open.push({ level: heading.level, item });
    }
  });
  if (top.length === 0) return undefined;
  const root = out.reserve();
  const writeLevel = (items: OutlineItem[], parent: number): void => {
    items.forEach((item, index) => {
      const previous = index === 0 ? "" : ` /Prev ${items[index - 1]!.number} 0 R`;
      const next = index === items.length - 1 ? "" : ` /Next ${items[index + 1]!.number} 0 R`;
      const inner =
        item.children.length === 0
          ? ""
          : ` /First ${item.children[0]!.number} 0 R /Last ${item.children.at(-1)!.number} 0 R /Count -${item.children.length}`;
      out.write(
        `<< /Title ${textString(item.title)} /Parent ${parent} 0 R${previous}${next}${inner} /Dest ${item.dest} >>`,
        item.number,
      );
      writeLevel(item.children, item.number);
    });
  };
  out.write(
    `<< /Type /Outlines /First ${top[0]!.number} 0 R /Last ${top.at(-1)!.number} 0 R /Count ${top.length} >>`,
    root,
  );
  writeLevel(top, root);
  return root;
}
