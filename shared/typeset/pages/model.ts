import type { Fitted } from "../lines/index.ts";
import type { Link, Picture } from "../resolve/model.ts";
import type { ArtifactKind, StructNode, Structure, Tag } from "./structure.ts";

/** One thing drawn on a page. Twips from the page's top left corner, y downwards. */
export type Op =
  | {
      kind: "text";
      x: number /** Baseline. */;
      y: number;
      width: number;
      text: string;
      fitted: Fitted;
      stretch: number;
      tag?: Tag;
    }
  | {
      kind: "line";
      x1: number;
      y1: number;
      x2: number;
      y2: number;
      width: number;
      color: string;
      dash: "solid" | "dotted" | "dashed";
      tag?: undefined;
    }
  | { kind: "fill"; x: number; y: number; width: number; height: number; color: string; tag?: undefined }
  | { kind: "image"; x: number; y: number; width: number; height: number; picture: Picture; tag?: Tag };

/** A stretch of one line that leads somewhere. Twips from the top left. */
export interface PageLink {
  link: Link;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  /** Its element, when the document is tagged. */
  node?: StructNode;
}

/** A bookmark's box on a page, in twips from the top left. */
export interface PageMark {
  name: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  fitted: Fitted;
  area: boolean;
  /** Only a place to link to. */
  hidden?: boolean;
}

/** A finished page. */
export interface Page {
  width: number;
  height: number;
  /** Number shown by PAGE. */
  number: number;
  section: number;
  /** Drawn below everything else: fills and pictures behind the text. */
  under: Op[];
  ops: Op[];
  /** Floating things in front of the text, each with its level: drawn last, once all of the page is known. */
  over?: { level: number; ops: Op[] }[];
  marks: PageMark[];
  links: PageLink[];
  /** Headings for the outline: level 0–8, text, and top. */
  headings: { level: number; text: string; y: number }[];
  /** Says whose what is drawn here is; absent when the document is not tagged. */
  structure?: Structure;
  /** What is drawn now is page furniture of this kind. */
  artifact?: ArtifactKind;
}
