import {
  type Block,
  composeContent,
  type DocumentContent,
  type DocumentDescription,
  type Inline,
  parseDescription,
  plainText,
} from "../documents/index.ts";
import { fillTemplate, readForm, type TemplateSource } from "../docx/index.ts";
import { VanthuError } from "../errors/index.ts";
import { typeset } from "../typeset/index.ts";
import type { Passage } from "./model.ts";
import { compactText } from "./source-text.ts";

/** Stands where something of the text was left out. */
const OMITTED = "[...]";
/** Letters of a passage that are shown to choose by. */
const SHOWN = 400;

/** An extract set in type. */
export interface SetExtract {
  docx: Uint8Array;
  pdf: Uint8Array;
  pages: number;
}

/**
 * What of a document an extract may take up, in order: headings, paragraphs, tables, pictures of the text, then whole appendices. Indexes
 * are what {@link makeExtract} takes.
 * @throws INVALID for the description
 */
export function passagesOf(description: DocumentDescription): Passage[] {
  const content = composeContent(parseDescription(description));
  return [
    ...content.blocks.map((block, index): Passage => ({ index, kind: block.type, text: cut(blockText(block)) })),
    ...content.appendices.map(
      ({ label, titleLines }, at): Passage => ({
        index: content.blocks.length + at,
        kind: "appendix",
        text: cut([label, ...titleLines].filter((one) => one !== "").join(". ")),
      }),
    ),
  ];
}

/**
 * Makes an extract anew with all parts of the original's form and the chosen passages word for word (NĐ30 Điều 25.3.b); where something is
 * left out stands "[...]", and in the place of the signature "(Đã ký)". Numbers of headings stay those of the original.
 *
 * @param description the whole original, with its number and date
 * @param chosen indexes of {@link passagesOf}
 * @param options `kindName`: of a document whose kind is none of ours ("Nghị quyết")
 * @throws COPY_EXTRACT_EMPTY, INVALID, TEMPLATE_*
 */
export function makeExtract(
  description: DocumentDescription,
  chosen: readonly number[],
  options: TemplateSource & { kindName?: string } = {},
): SetExtract {
  const checked = parseDescription(description);
  for (const key of ["number", "date"] as const)
    if (checked[key] === undefined)
      throw new VanthuError("INVALID", {
        message: "Bản trích sao phải có đủ số và ngày của văn bản được sao.",
        where: key,
        hint: "Điền số, ngày ban hành của văn bản được sao.",
      });
  const form = checked.kind === "CV" ? "letter-extract" : checked.kind === "PL" ? "appendix" : "plan-extract";
  const content = extractOf(composeContent(checked), chosen);
  if (options.kindName !== undefined) content.kindName = options.kindName.toLocaleUpperCase("vi");
  const docx = fillTemplate(readForm(checked.ruleSet, form, options), content);
  const { pdf, pages } = typeset(docx);
  return { docx, pdf, pages };
}

/**
 * Refuses passages that do not stand in the source word for word (Điều 3.12: "bản sao chính xác phần nội dung"). Spacing and line breaks do
 * not count.
 *
 * @param source text of the source as {@link compactText} gives it
 * @throws COPY_PASSAGE_FOREIGN naming the passage
 */
export function requireFromSource(description: DocumentDescription, chosen: readonly number[], source: string): void {
  const content = composeContent(parseDescription(description));
  const wanted = new Set(chosen);
  content.blocks.forEach((block, index) => {
    if (!wanted.has(index)) return;
    for (const part of textsOf(block)) {
      // The mark at the end of a text is set by the rules and may be written another way in the source.
      const text = compactText(part.replace(/\.?\/\.$/, ""));
      if (text === "" || source.includes(text)) continue;
      throw new VanthuError("COPY_PASSAGE_FOREIGN", {
        message: `Đoạn trích không có nguyên văn trong văn bản được sao: “${cut(part, 120)}”.`,
        where: `passages[${index}]`,
        hint: "Nghị định 30/2020/NĐ-CP Điều 3 khoản 12: bản trích sao phải chính xác. Chép lại đúng nguyên văn.",
      });
    }
  });
}

function extractOf(content: DocumentContent, chosen: readonly number[]): DocumentContent {
  const wanted = new Set(chosen);
  const count = content.blocks.length;
  const outside = chosen.find(
    (index) => !Number.isInteger(index) || index < 0 || index >= count + content.appendices.length,
  );
  if (outside !== undefined)
    throw new VanthuError("INVALID", { message: "Không có đoạn này trong văn bản.", where: `passages ${outside}` });
  if (wanted.size === 0)
    throw new VanthuError("COPY_EXTRACT_EMPTY", {
      message: "Chưa chọn đoạn nào để trích sao.",
      where: "passages",
      hint: "Chọn ít nhất một đoạn của văn bản.",
    });
  const blocks: Block[] = [];
  let left = false;
  content.blocks.forEach((block, index) => {
    if (!wanted.has(index)) {
      if (!left) blocks.push({ type: "paragraph", align: "center", indent: false, inlines: [{ text: OMITTED }] });
      left = true;
      return;
    }
    blocks.push(block);
    left = false;
  });
  return { ...content, blocks, appendices: content.appendices.filter((_, at) => wanted.has(count + at)) };
}

function blockText(block: Block): string {
  return textsOf(block).join(" | ");
}

function textsOf(block: Block): string[] {
  if (block.type === "table") {
    const { columns, rows } = block.table;
    const cells = rows.flatMap((row) => ("group" in row ? [row.group.number, row.group.title] : row.cells.flat()));
    return [...columns.map(({ header }) => header), ...cells].map(textOf).filter((text) => text.trim() !== "");
  }
  if (block.type === "picture") return [textOf(block.caption)];
  return [textOf(block.inlines)];
}

function textOf(inlines: Inline[]): string {
  return plainText(inlines);
}

function cut(text: string, most = SHOWN): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > most ? `${flat.slice(0, most)}…` : flat;
}
