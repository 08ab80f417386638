import type { Link, Paragraph } from "../resolve/model.ts";
import type { Page, PageLink } from "./model.ts";
import type { StructNode } from "./structure.ts";

/** Marks stretches of one line as links; those of one link are one area. */
export class LinkAreas {
  readonly #page: Page;
  readonly #paragraph: Paragraph;
  readonly #owner: StructNode | undefined;
  #last: PageLink | undefined;

  constructor(page: Page, paragraph: Paragraph, owner: StructNode | undefined) {
    this.#page = page;
    this.#paragraph = paragraph;
    this.#owner = owner;
  }

  /** Gives the link's element when the document is tagged. */
  add(link: Link, x: number, y: number, width: number, height: number): StructNode | undefined {
    const { structure } = this.#page;
    const tag =
      this.#owner === undefined
        ? structure?.furnitureLink(this.#paragraph, link)
        : structure!.span(this.#paragraph, this.#owner, link);
    const node = typeof tag === "object" ? tag : undefined;
    const last = this.#last;
    if (last?.link === link) {
      last.x1 = Math.max(last.x1, x + width);
      last.y0 = Math.min(last.y0, y);
      last.y1 = Math.max(last.y1, y + height);
    } else {
      this.#last = { link, x0: x, y0: y, x1: x + width, y1: y + height, node };
      this.#page.links.push(this.#last);
    }
    return node;
  }
}
