import type { FieldValues } from "../lines/index.ts";
import type { Floating, Paragraph } from "../resolve/model.ts";
import { layStack, stackHeight } from "./cells.ts";
import { type LayoutContext, layParagraph } from "./paragraphs.ts";

/** Works out the size of the frames that hang on a paragraph and are as wide or as high as their text, which may hold the page's number. */
export function fitFrames(paragraph: Paragraph, width: number, values: FieldValues, context: LayoutContext): void {
  if (paragraph.hasFrames !== true) return;
  for (const inline of paragraph.inlines) if (inline.kind === "float") sizeFrame(inline.float, width, values, context);
}

function sizeFrame(float: Floating, room: number, values: FieldValues, context: LayoutContext): void {
  const { grows, shape } = float;
  if (grows === undefined || shape.kind !== "box") return;
  const sides = shape.insets.left + shape.insets.right;
  if (grows.width) {
    let widest = 0;
    for (const block of shape.blocks) {
      if (block.kind === "table") widest = room;
      else {
        const { style } = block;
        const natural = layParagraph({ ...block, style: { ...style, align: "left" } }, room, values, context).lines;
        for (const line of natural) widest = Math.max(widest, line.right + Math.max(style.right, 0));
      }
    }
    // A hair more, so that the same text fits on the same lines.
    float.width = Math.min(widest + sides + 1, room);
  }
  if (grows.height) {
    const inner = Math.max(float.width - sides, 200);
    const height = stackHeight(layStack(shape.blocks, inner, values, context)) + shape.insets.top + shape.insets.bottom;
    float.height = Math.max(grows.least, height);
  }
}
