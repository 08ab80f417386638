import { limitFault } from "./faults.ts";
import type { PdfFile } from "./file.ts";
import { decodeStream } from "./filters.ts";
import { type PdfDict, PdfStream, PdfString } from "./objects.ts";
import { textOf } from "./text-string.ts";

/** A file that travels inside a PDF. */
export interface EmbeddedFile {
  name: string;
  /** Undoes its filters. Errors: PDF_FILTER, PDF_LIMIT when it is larger than the bound given. */
  read(limit?: number): Uint8Array;
}

/** Bytes that an embedded file may decode to unless told otherwise. */
const EMBEDDED_LIMIT = 64 * 1024 * 1024;
/** Nodes of the name tree, and files, that are looked at. */
const MOST = { nodes: 1000, files: 1000 };

/**
 * The files embedded in a PDF: those of the name tree /EmbeddedFiles (ISO 32000-1, 7.11.4), then associated files of the catalog (/AF,
 * ISO 19005-3, 6.8) that the tree does not name. What is broken is left out.
 *
 * Errors: PDF_SYNTAX when the file has no catalog.
 */
export function embeddedFiles(file: PdfFile): EmbeddedFile[] {
  const specifications: PdfDict[] = [];
  const tree = file.dict(file.dict(file.catalog.get("Names"))?.get("EmbeddedFiles"));
  const nodes = tree === undefined ? [] : [tree];
  const seen = new Set<PdfDict>();
  // Breadth first over the tree as it grows; a node is looked at once, so that no circle keeps us here.
  for (const node of nodes) {
    if (seen.has(node) || seen.size >= MOST.nodes) continue;
    seen.add(node);
    const names = file.array(node.get("Names"));
    for (let at = 1; at < names.length; at += 2) push(file.dict(names[at]));
    for (const kid of file.array(node.get("Kids"))) {
      const dict = file.dict(kid);
      if (dict !== undefined) nodes.push(dict);
    }
  }
  for (const associated of file.array(file.catalog.get("AF"))) push(file.dict(associated));

  function push(specification: PdfDict | undefined): void {
    if (specification === undefined || specifications.includes(specification)) return;
    if (specifications.length < MOST.files) specifications.push(specification);
  }
  return specifications.flatMap((specification) => {
    const embedded = file.dict(specification.get("EF"));
    const stream = file.resolve(embedded?.get("UF") ?? embedded?.get("F"));
    const name = file.resolve(specification.get("UF") ?? specification.get("F"));
    if (!(stream instanceof PdfStream) || !(name instanceof PdfString)) return [];
    const read = (limit = EMBEDDED_LIMIT): Uint8Array => {
      if (!stream.dict.has("Filter") && stream.raw.length > limit) throw limitFault("tệp đính kèm quá lớn");
      return decodeStream(stream, file, limit);
    };
    return [{ name: textOf(name), read }];
  });
}
