import type { Block, DocumentContent } from "./model.ts";

/**
 * Numbers the captions of pictures through the whole document, body first, then the appendices: "Biểu đồ 1. …". A picture without a caption
 * keeps none and takes no number.
 */
export function numberPictures(content: DocumentContent): DocumentContent {
  let count = 0;
  const numbered = (blocks: Block[]): Block[] =>
    blocks.map((block) => {
      if (block.type !== "picture" || block.caption.length === 0) return block;
      count += 1;
      return { ...block, caption: [{ text: `Biểu đồ ${count}. `, bold: true }, ...block.caption] };
    });
  return {
    ...content,
    blocks: numbered(content.blocks),
    appendices: content.appendices.map((appendix) => ({ ...appendix, blocks: numbered(appendix.blocks) })),
  };
}
