import {
  boxOf,
  IDENTITY,
  inherited,
  matrixOf,
  PdfDict,
  PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
} from "../../pdf/index.ts";
import { widgetRect } from "../form.ts";
import type { Revision } from "../revision.ts";
import type { Box } from "./form-xobject.ts";
import { type Drawn, DrawnReader } from "./page-content.ts";
import { type PageFrame, toShown, transformed } from "./page-frame.ts";

/** Something on a page that a signature must not stand on. Boxes are in shown coordinates ({@link PageFrame}). */
export interface Obstacle {
  kind: "text" | "picture" | "field";
  box: Box;
  /** The word, or the name of the field. */
  text: string;
  /** Of a word. */
  baseline: number;
  size: number;
}

/** What stands on a page. */
export interface PageContent {
  obstacles: Obstacle[];
  /** A picture covers most of the page, as in a scan: what is written in it cannot be read as text. */
  scanned: boolean;
}

/** A picture that covers this share of the page is its background, not something beside the text. */
const BACKGROUND = 0.6;
/** Flags Hidden and NoView of an annotation (ISO 32000-1, table 165). */
const UNSEEN = 2 | 32;
const MAX_ANNOTATIONS = 5000;

/**
 * Everything on a page that may not be hidden: letters of the content and of filled fields, pictures, fields and other annotations.
 *
 * @param except fields that are no obstacle: the signature that the seal covers, the field to be signed
 * @throws VanthuError PDF_FILTER, PDF_LIMIT when the content cannot be read: what cannot be read cannot be kept clear of
 */
export function readPage(revision: Revision, frame: PageFrame, except: readonly PdfRef[] = []): PageContent {
  const { page } = frame;
  const current = revision.dict(page.ref) ?? page.dict;
  const reader = new DrawnReader(revision);
  const parts = revision.resolve(current.get("Contents"));
  const streams = (Array.isArray(parts) ? parts : [parts])
    .map((part) => revision.resolve(part))
    .filter((part) => part instanceof PdfStream);
  const drawn = reader.content(streams, revision.dict(inherited(revision, current, "Resources")), frame.matrix);
  const obstacles: Obstacle[] = [];
  let scanned = false;
  const take = (one: Drawn): void => {
    if (one.kind === "path") return;
    const { kind, box, text, baseline, size } = one;
    const shown: Box = [
      Math.max(0, box[0]),
      Math.max(0, box[1]),
      Math.min(frame.width, box[2]),
      Math.min(frame.height, box[3]),
    ];
    if (shown[0] >= shown[2] || shown[1] >= shown[3]) return;
    if (kind === "picture" && areaOf(shown) > BACKGROUND * frame.width * frame.height) scanned = true;
    else obstacles.push({ kind, box: shown, text, baseline, size });
  };
  for (const one of drawn) take(one);
  const skip = new Set(except.map((ref) => ref.num));
  for (const ref of revision.array(current.get("Annots")).slice(0, MAX_ANNOTATIONS)) {
    const annotation = revision.dict(ref);
    if (annotation === undefined || (ref instanceof PdfRef && skip.has(ref.num))) continue;
    const seen = seenAnnotation(revision, annotation);
    if (seen !== undefined)
      obstacles.push({ kind: "field", box: toShown(frame, seen.box), text: seen.name, baseline: 0, size: 0 });
  }
  return { obstacles, scanned };
}

/** Links and windows that pop up show nothing by themselves. */
const NOT_DRAWN = ["Link", "Popup"];

function seenAnnotation(revision: Revision, annotation: PdfDict): { box: Box; name: string } | undefined {
  const subtype = revision.resolve(annotation.get("Subtype"));
  const flags = revision.resolve(annotation.get("F"));
  if (subtype instanceof PdfName && NOT_DRAWN.includes(subtype.name)) return undefined;
  if (typeof flags === "number" && (flags & UNSEEN) !== 0) return undefined;
  const box = widgetRect(revision, annotation);
  if (box === undefined) return undefined;
  // A signature's widget may be larger than its picture; only what it shows can be hidden.
  const kind = revision.resolve(annotation.get("FT") ?? revision.dict(annotation.get("Parent"))?.get("FT"));
  const isSignature = kind instanceof PdfName && kind.name === "Sig";
  const shown = isSignature ? shownOfWidget(revision, annotation) : box;
  if (shown === undefined) return undefined;
  const text = revision.resolve(annotation.get("T"));
  return {
    box: shown,
    name:
      text !== null && typeof text === "object" && "bytes" in text ? Buffer.from(text.bytes).toString("latin1") : "",
  };
}

/**
 * The part of a widget that its appearance draws on, in the page's own coordinates: of a seal's or person's signature its picture.
 * Undefined when nothing is drawn; the whole widget where the appearance cannot be told.
 */
export function shownOfWidget(revision: Revision, widget: PdfDict): Box | undefined {
  const rect = widgetRect(revision, widget);
  const form = normalAppearance(revision, widget);
  if (rect === undefined || form === undefined) return undefined;
  const bbox = boxOf(revision, form.dict.get("BBox"));
  if (bbox === undefined) return rect;
  const own = matrixOf(revision, form.dict.get("Matrix")) ?? IDENTITY;
  const drawn = new DrawnReader(revision, { paths: true }).form(form, IDENTITY);
  const ink = union(drawn.map(({ box }) => box));
  if (ink === undefined) return undefined;
  // 12.5.5, algorithm 8.1: the turned box is laid over the rectangle.
  const [a, b, c, d] = transformed(bbox, own);
  const [sx, sy] = [(rect[2] - rect[0]) / Math.max(c - a, 1e-6), (rect[3] - rect[1]) / Math.max(d - b, 1e-6)];
  const placed: Box = [
    rect[0] + (ink[0] - a) * sx,
    rect[1] + (ink[1] - b) * sy,
    rect[0] + (ink[2] - a) * sx,
    rect[1] + (ink[3] - b) * sy,
  ];
  return [
    Math.max(rect[0], placed[0]),
    Math.max(rect[1], placed[1]),
    Math.min(rect[2], placed[2]),
    Math.min(rect[3], placed[3]),
  ];
}

function normalAppearance(revision: Revision, widget: PdfDict): PdfStream | undefined {
  let object: PdfObject = revision.resolve(revision.dict(widget.get("AP"))?.get("N"));
  if (object instanceof PdfDict) {
    const state = revision.resolve(widget.get("AS"));
    object = state instanceof PdfName ? revision.resolve(object.get(state.name)) : null;
  }
  return object instanceof PdfStream ? object : undefined;
}

/** The box around boxes. */
function union(boxes: readonly Box[]): Box | undefined {
  const [first, ...rest] = boxes;
  return first === undefined
    ? undefined
    : rest.reduce<Box>(
        (all, box) => [
          Math.min(all[0], box[0]),
          Math.min(all[1], box[1]),
          Math.max(all[2], box[2]),
          Math.max(all[3], box[3]),
        ],
        first,
      );
}

function areaOf([x0, y0, x1, y1]: Box): number {
  return (x1 - x0) * (y1 - y0);
}

/** Whether two boxes share more than an edge. */
export function overlaps(a: Box, b: Box, apart = 0): boolean {
  return a[0] < b[2] + apart && b[0] < a[2] + apart && a[1] < b[3] + apart && b[1] < a[3] + apart;
}
