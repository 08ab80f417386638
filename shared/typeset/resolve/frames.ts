import type { XmlElement } from "../../opc/index.ts";
import type { Block, Floating, Paragraph } from "./model.ts";
import { fingerprint } from "./properties.ts";
import { numberOf } from "./values.ts";

/** Where the frame of a paragraph stands (w:framePr, 17.3.1.11); paragraphs in a row with equal ones share one frame. */
export interface Frame {
  key: string;
  /** Twips; 0 is as wide, as high as its text. */
  width: number;
  height: number;
  exact: boolean;
  x: Floating["x"];
  y: Floating["y"];
  wrap: Floating["wrap"];
  distance: NonNullable<Floating["distance"]>;
}

/** Reads a w:framePr; undefined when there is none. */
export function readFrame(element: XmlElement | undefined): Frame | undefined {
  if (element === undefined) return undefined;
  const { attributes } = element;
  const number = (name: string): number => numberOf(attributes[`w:${name}`]) ?? 0;
  const across = attributes["w:hAnchor"] ?? "text";
  const down = attributes["w:vAnchor"] ?? "text";
  const alignX = attributes["w:xAlign"] as Floating["x"]["align"];
  const alignY = attributes["w:yAlign"];
  const initial = attributes["w:dropCap"];
  const dropped = initial === "drop" || initial === "margin";
  const wrap = attributes["w:wrap"] ?? "around";
  const [side, above] = [number("hSpace"), number("vSpace")];
  return {
    key: fingerprint(element),
    width: number("w"),
    height: number("h"),
    exact: attributes["w:hRule"] === "exact",
    x: {
      from: across === "text" ? "column" : across,
      offset: number("x"),
      ...(alignX === undefined ? {} : { align: alignX }),
    },
    y: {
      from: down === "text" || dropped ? "paragraph" : down,
      offset: number("y"),
      ...(alignY === undefined || alignY === "inline" || down === "text"
        ? {}
        : { align: alignY as Floating["y"]["align"] }),
    },
    wrap: initial === "margin" ? "none" : wrap === "none" || wrap === "notBeside" ? "topAndBottom" : "square",
    distance: { top: above, bottom: above, left: side, right: side },
  };
}

/**
 * Takes paragraphs in frames out of the row and hangs each frame on the paragraph that follows it.
 *
 * @param inHeader in a header or footer the page's margins are the edges of the text
 * @param lost told of a paragraph that nothing follows to hang it on; it stays in the row
 */
export function hangFrames(blocks: readonly Block[], inHeader: boolean, lost: (where: string) => void): Block[] {
  if (!blocks.some((block) => block.kind === "paragraph" && block.frame !== undefined)) return [...blocks];
  const kept: Block[] = [];
  let waiting: { frame: Frame; paragraphs: Paragraph[] }[] = [];
  const give = (to: Paragraph): void => {
    const floats = waiting.map(({ frame, paragraphs }) => floatOf(frame, paragraphs, inHeader));
    if (floats.length > 0)
      to.inlines = [...floats.map((float) => ({ kind: "float" as const, float, style: to.mark })), ...to.inlines];
    if (floats.length > 0) to.hasFrames = true;
    waiting = [];
  };
  const giveUp = (): void => {
    for (const { paragraphs } of waiting) {
      for (const paragraph of paragraphs) {
        lost(paragraph.where);
        kept.push(paragraph);
      }
    }
    waiting = [];
  };
  for (const block of blocks) {
    if (block.kind === "table") {
      giveUp();
      kept.push(block);
    } else if (block.frame !== undefined) {
      const last = waiting.at(-1);
      if (last?.frame.key === block.frame.key) last.paragraphs.push(block);
      else waiting.push({ frame: block.frame, paragraphs: [block] });
    } else {
      give(block);
      kept.push(block);
    }
  }
  giveUp();
  return kept;
}

function floatOf(frame: Frame, paragraphs: Paragraph[], inHeader: boolean): Floating {
  const from = inHeader && frame.x.from === "margin" ? "column" : frame.x.from;
  return {
    shape: boxOf(paragraphs),
    width: frame.width,
    height: frame.height,
    x: { ...frame.x, from },
    y: frame.y,
    behind: false,
    wrap: frame.wrap,
    distance: frame.distance,
    sides: "bothSides",
    grows: { width: frame.width === 0, height: !(frame.exact && frame.height > 0), least: frame.height },
  };
}

/** Lines round every paragraph of a frame stand round the frame. */
function boxOf(paragraphs: Paragraph[]): Floating["shape"] {
  const none = { top: 0, bottom: 0, left: 0, right: 0 };
  const { top, bottom, leftBorder: left, rightBorder: right } = paragraphs[0]!.style;
  const same = paragraphs.every(({ style }) => style.top === top && style.leftBorder === left);
  if (top === undefined || bottom === undefined || left === undefined || right === undefined || !same)
    return { kind: "box", blocks: paragraphs, insets: none };
  const plain = {
    top: undefined,
    bottom: undefined,
    leftBorder: undefined,
    rightBorder: undefined,
    between: undefined,
  };
  return {
    kind: "box",
    blocks: paragraphs.map((paragraph) => ({ ...paragraph, style: { ...paragraph.style, ...plain } })),
    insets: { top: top.space, bottom: bottom.space, left: left.space, right: right.space },
    border: top,
  };
}
