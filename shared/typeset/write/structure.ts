import type { StructNode } from "../pages/structure.ts";
import { nameTree, type ObjectWriter, textString } from "./objects.ts";

/** Pages whose marked content is listed in one leaf of the parent tree. */
const PARENT_LEAF = 32;

/** What the structure is written from. */
interface StructureInput {
  root: StructNode;
  /** Object number kept for the StructTreeRoot. */
  number: number;
  /** Object numbers of the pages. */
  pages: readonly number[];
  /** Element of each marked content of each page, by its number. */
  owners: readonly (readonly StructNode[])[];
  /** Element of each link annotation, in the order of their StructParent numbers, which follow those of the pages. */
  links: readonly StructNode[];
}

/**
 * Writes the structure tree (ISO 32000-1, 14.7): elements with their marked content, and the parent tree that leads back. The
 * elements go into object streams, so that even those of a long table cost little.
 */
export function writeStructure(input: StructureInput, out: ObjectWriter): void {
  const { root, number, pages } = input;
  const nodes: StructNode[] = [];
  const notes: [string, string][] = [];
  const collect = (node: StructNode): void => {
    node.number = out.reserve();
    nodes.push(node);
    for (const item of node.content ?? []) if (item.kind === "element") collect(item);
    for (const kid of node.kids ?? []) if (isWorthKeeping(kid)) collect(kid);
  };
  collect(root);
  for (const node of nodes) {
    const parent = node.parent === undefined ? number : node.parent.number;
    let body = `<</S/${node.type}/P ${parent} 0 R`;
    let page = node.markedPage;
    let kids = "";
    let count = 0;
    if (page >= 0) {
      kids = ` ${node.markedId}`;
      count = 1;
    } else if (node.content !== undefined) {
      const first = node.content.find((item) => item.kind === "marked");
      if (first?.kind === "marked") page = first.page;
    }
    if (page >= 0) body += `/Pg ${pages[page]} 0 R`;
    for (const item of node.content ?? []) {
      count += 1;
      if (item.kind === "element") kids += ` ${item.number} 0 R`;
      else if (item.kind === "annotation") kids += ` <</Type/OBJR/Obj ${item.object} 0 R/Pg ${pages[item.page]} 0 R>>`;
      else if (item.page === page) kids += ` ${item.id}`;
      else kids += ` <</Type/MCR/Pg ${pages[item.page]} 0 R/MCID ${item.id}>>`;
    }
    for (const kid of node.kids ?? []) {
      const reference = kid.number;
      if (reference === 0) continue;
      count += 1;
      kids += ` ${reference} 0 R`;
    }
    if (count === 1) body += `/K${kids}`;
    else if (count > 1) body += `/K[${kids.slice(1)}]`;
    body += attributes(node);
    if (node.alt !== undefined) body += `/Alt ${textString(node.alt)}`;
    if (node.type === "Note") {
      const id = `note-${notes.length + 1}`;
      notes.push([id, `${node.number} 0 R`]);
      body += `/ID(${id})`;
    }
    out.compressed(`${body}>>`, node.number);
  }
  const parents = parentTree(input, out);
  const ids = notes.length === 0 ? "" : ` /IDTree ${nameTree(notes, out)} 0 R`;
  out.write(
    `<< /Type /StructTreeRoot /K ${root.number} 0 R /ParentTree ${parents} 0 R` +
      ` /ParentTreeNextKey ${pages.length + input.links.length}${ids} >>`,
    number,
  );
}

/** Cells stay even when empty, or a row would have fewer than the others; so does what holds one. Nothing else stays empty. */
function isWorthKeeping(node: StructNode): boolean {
  if (node.type === "TD" || node.type === "TH" || node.markedPage >= 0 || node.content !== undefined) return true;
  return node.kids?.some(isWorthKeeping) ?? false;
}

/** Attribute objects (14.8.5): scope and spans of cells, numbering of lists, boxes of figures. */
function attributes(node: StructNode): string {
  switch (node.type) {
    case "TH":
    case "TD": {
      let text = node.type === "TH" ? `/Scope/${node.scope ?? "Column"}` : "";
      if (node.columns !== undefined) text += `/ColSpan ${node.columns}`;
      if (node.rows !== undefined) text += `/RowSpan ${node.rows}`;
      return text === "" ? "" : `/A<</O/Table${text}>>`;
    }
    case "L":
      return `/A<</O/List/ListNumbering/${node.numbering ?? "None"}>>`;
    case "Figure":
      return node.box === undefined ? "" : `/A<</O/Layout/Placement/Block/BBox[${node.box.join(" ")}]>>`;
    default:
      return "";
  }
}

/** The number tree from marked content and annotations to elements (14.7.4.4). */
function parentTree(input: StructureInput, out: ObjectWriter): number {
  const entries: string[] = input.owners.map((owners) => {
    let list = "[";
    for (const owner of owners) list += `${list === "[" ? "" : " "}${owner.number} 0 R`;
    return `${list}]`;
  });
  for (const link of input.links) entries.push(`${link.number} 0 R`);
  const leaves: string[] = [];
  for (let from = 0; from < entries.length; from += PARENT_LEAF) {
    const nums = entries.slice(from, from + PARENT_LEAF).map((entry, index) => `${from + index} ${entry}`);
    const limits = entries.length <= PARENT_LEAF ? "" : `/Limits[${from} ${from + nums.length - 1}]`;
    leaves.push(`<<${limits}/Nums[${nums.join(" ")}]>>`);
  }
  if (leaves.length === 1) return out.compressed(leaves[0]!);
  return out.compressed(`<</Kids[${leaves.map((leaf) => `${out.compressed(leaf)} 0 R`).join(" ")}]>>`);
}
