import type { Page, PageLink } from "../pages/model.ts";
import type { StructNode } from "../pages/structure.ts";
import { nameTree, type ObjectWriter, pdfNumber, textString } from "./objects.ts";

/** Places that can be linked to: the bookmarks that came to stand on a page, each at its first place. */
export class Destinations {
  readonly #places = new Map<string, { page: number; x: number; y: number }>();

  constructor(pages: readonly Page[]) {
    pages.forEach((page, index) => {
      for (const mark of page.marks) {
        if (this.#places.has(mark.name)) continue;
        this.#places.set(mark.name, { page: index, x: mark.x0 / 20, y: (page.height - mark.y0) / 20 });
      }
    });
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** Writes them as named destinations (ISO 32000-1, 12.3.2.3); undefined when there are none. */
  write(pageNumbers: readonly number[], out: ObjectWriter): number | undefined {
    if (this.#places.size === 0) return undefined;
    const entries = [...this.#places].map(([name, { page, x, y }]): [string, string] => [
      name,
      `[${pageNumbers[page]} 0 R /XYZ ${pdfNumber(x)} ${pdfNumber(y)} null]`,
    ]);
    return nameTree(entries, out);
  }
}

/** Writes the links of all pages. One that leads nowhere is not written, and its text is then plain text. */
export class LinkWriter {
  /** Elements by the number of their annotation, from the number of pages on. */
  readonly nodes: StructNode[] = [];
  readonly #destinations: Destinations;
  readonly #pageCount: number;
  readonly #out: ObjectWriter;

  constructor(pages: readonly Page[], destinations: Destinations, out: ObjectWriter) {
    this.#destinations = destinations;
    this.#pageCount = pages.length;
    this.#out = out;
    for (const page of pages)
      for (const link of page.links) if (!this.#leads(link) && link.node !== undefined) link.node.type = "Span";
  }

  #leads({ link }: PageLink): boolean {
    return link.uri !== undefined || this.#destinations.has(link.anchor ?? "");
  }

  /** Writes the annotations of one page (12.5.6.5), after its content; gives their object numbers. */
  page(page: Page, index: number, pageNumber: number): number[] {
    const written: number[] = [];
    for (const area of page.links) {
      if (!this.#leads(area)) continue;
      const { link, node } = area;
      const box = [area.x0, page.height - area.y1, area.x1, page.height - area.y0];
      const action =
        link.uri === undefined ? `/Dest ${textString(link.anchor!)}` : `/A << /S /URI /URI ${textString(link.uri)} >>`;
      // Printed, and without the frame that a link has when nothing is said (PDF/A-2, 6.3.2; table 165).
      let body =
        `<< /Type /Annot /Subtype /Link /Rect [${box.map((value) => pdfNumber(value / 20)).join(" ")}] /F 4 /Border [0 0 0]` +
        ` /P ${pageNumber} 0 R /Contents ${textString(link.tip ?? link.uri ?? `Đến ${link.anchor}`)} ${action}`;
      if (node !== undefined) {
        body += ` /StructParent ${this.#pageCount + this.nodes.length}`;
        this.nodes.push(node);
      }
      const object = this.#out.write(`${body} >>`);
      if (node !== undefined) {
        node.content ??= [];
        node.content.push({ kind: "annotation", page: index, object });
      }
      written.push(object);
    }
    return written;
  }
}
