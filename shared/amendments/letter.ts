import { escapeText } from "../documents/index.ts";
import { countText } from "../format/index.ts";
import { shortCitation } from "./citation.ts";
import type { AmendmentRow } from "./compare.ts";
import type { AmendmentInstrument } from "./instrument.ts";
import { cleanPhrase, spaced } from "./phrases.ts";
import type { AmendmentKind } from "./wording.ts";

/** What a letter's first text is made of. */
export interface LetterContext {
  instrument: AmendmentInstrument;
  /** "Ủy ban nhân dân tỉnh Hương Giang" */
  organisation: string;
  /** "Chương trình nhiệm vụ chuyển đổi số" */
  programme: string;
  /** "Kế hoạch số 32/KH-UBND ngày 20/11/2026"; absent: the document is not known. */
  amended?: string;
  /** "Công văn" */
  letter: string;
}

const DOING: Record<AmendmentInstrument, string> = {
  correction: "đính chính",
  amendment: "điều chỉnh, bổ sung",
  replacement: "thay thế",
};

/** What is said of each kind in the letter, the number of tasks in place of "#". */
const SENTENCES: [AmendmentKind[], string][] = [
  [["added"], "Bổ sung # nhiệm vụ"],
  [["renamed"], "Cập nhật lại tên # nhiệm vụ"],
  [["deadline", "extended"], "Điều chỉnh thời gian hoàn thành # nhiệm vụ"],
  [["leadAgency", "coordinatingAgencies"], "Điều chỉnh cơ quan chủ trì, phối hợp của # nhiệm vụ"],
  [["output"], "Điều chỉnh sản phẩm đầu ra của # nhiệm vụ"],
  [["moved"], "Chuyển nhóm # nhiệm vụ"],
  [["removed"], "Đưa # nhiệm vụ ra khỏi danh mục"],
  [["completed", "reopened"], "Cập nhật tình trạng hoàn thành của # nhiệm vụ"],
  [["basis", "note"], "Cập nhật căn cứ giao, ghi chú của # nhiệm vụ"],
];

/** First texts of the letter that carries an amended appendix, with figures counted from the rows; the clerk goes on from them. */
export function letterTexts(
  rows: readonly AmendmentRow[],
  context: LetterContext,
): { subject: string; body: string; appendixTitle: string } {
  const { amended, organisation, programme } = context;
  const doing = DOING[context.instrument];
  // "nhiệm vụ chuyển đổi số tỉnh", but "danh mục nhiệm vụ thuộc Chương trình chuyển đổi số tỉnh".
  const tasks = /^(chương trình|kế hoạch|đề án|danh mục)\s/iu.test(programme.trim())
    ? `danh mục nhiệm vụ thuộc ${spaced(programme)}`
    : `danh mục nhiệm vụ ${cleanPhrase(programme)}`;
  const bases = [...new Set(rows.flatMap((row) => row.bases.map(shortCitation)))].slice(0, 5);
  const issuedWith = amended === undefined ? "" : ` ban hành kèm theo ${amended}`;
  // The body is Markdown-like: what a title or citation has of its signs is to be read, not obeyed.
  const opening = escapeText(
    `${bases.length > 0 ? `Thực hiện ${bases.join("; ")}, ${organisation}` : organisation} ${doing} ${tasks}${issuedWith} như sau:`,
  );
  const lines = SENTENCES.flatMap(([kinds, sentence]) => {
    const found = rows.filter((row) => kinds.some((kind) => row.kinds.includes(kind))).length;
    return found === 0 ? [] : [`- ${sentence.replace("#", countText(found))}.`];
  });
  const closing =
    context.instrument === "replacement"
      ? `Nội dung cụ thể tại Phụ lục gửi kèm ${context.letter} này.`
      : `Nội dung cụ thể tại Phụ lục gửi kèm ${context.letter} này; những nhiệm vụ không nêu trong Phụ lục giữ nguyên như đã ban hành.`;
  return {
    subject: `${doing} ${tasks}`,
    body: [opening, ...lines, closing].join("\n\n"),
    appendixTitle: `Danh mục nhiệm vụ ${doing}\n${programme}`,
  };
}
