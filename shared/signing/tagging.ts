import { dict, name, type PdfDict, type PdfObject, PdfRef } from "../pdf/index.ts";
import type { Revision } from "./revision.ts";

/** Deepest parent tree that is gone into. */
const MAX_DEPTH = 16;

/**
 * Makes a new field of a tagged file an element of its structure, so that it is read out with the rest (ISO 14289-1, 7.18.4;
 * ISO 32000-1, 14.7.4.4). Nothing happens in a file without structure, or with one that cannot be added to.
 * To be called before the widget is added to the revision.
 *
 * @param widget the number kept for it
 * @param entries its dictionary, which gets /StructParent
 */
export function tagWidget(revision: Revision, page: PdfRef, widget: PdfRef, entries: PdfDict): void {
  const tree = revision.catalog.dict.get("StructTreeRoot");
  const root = revision.dict(tree);
  const parents = root?.get("ParentTree");
  const key = revision.resolve(root?.get("ParentTreeNextKey"));
  if (!(tree instanceof PdfRef) || root === undefined || !(parents instanceof PdfRef) || typeof key !== "number")
    return;
  const path = lastLeaf(revision, parents);
  if (path === undefined) return;
  const top = kidsOf(revision, root);
  const only = top.length === 1 ? top[0] : undefined;
  const holder = only instanceof PdfRef && revision.dict(only) !== undefined ? only : tree;

  const object = dict({ Type: name("OBJR"), Obj: widget, Pg: page });
  const element = revision.add(dict({ S: name("Form"), P: holder, Pg: page, K: object }));
  revision.patch(holder, { K: [...kidsOf(revision, revision.dict(holder)), element] });
  revision.patch(tree, { ParentTreeNextKey: key + 1 });
  entries.set("StructParent", key);
  path.forEach((node, depth) => {
    const held = revision.dict(node)!;
    const [least] = revision.array(held.get("Limits"));
    const limits = least === undefined ? {} : { Limits: [least, key] };
    const nums = depth === path.length - 1 ? { Nums: [...revision.array(held.get("Nums")), key, element] } : {};
    if (least !== undefined || depth === path.length - 1) revision.patch(node, { ...limits, ...nums });
  });
  if (revision.dict(page)?.has("Tabs") !== true) revision.patch(page, { Tabs: name("S") });
}

/** The entry /K of an element as a list. */
function kidsOf(revision: Revision, element: PdfDict | undefined): PdfObject[] {
  const kids = element?.get("K");
  if (kids === undefined || kids === null) return [];
  const value = revision.resolve(kids);
  return Array.isArray(value) ? value : [kids];
}

/** Nodes from the root of a number tree to its last leaf; undefined when some is not an object of its own. */
function lastLeaf(revision: Revision, root: PdfRef): PdfRef[] | undefined {
  const path: PdfRef[] = [];
  let node: PdfObject | undefined = root;
  while (path.length < MAX_DEPTH) {
    if (!(node instanceof PdfRef)) return undefined;
    const held: PdfDict | undefined = revision.dict(node);
    if (held === undefined) return undefined;
    path.push(node);
    const kids = revision.array(held.get("Kids"));
    if (kids.length === 0) return path;
    node = kids.at(-1);
  }
  return undefined;
}
