import { type DocumentContent, parseDescription } from "../documents/index.ts";
import { fillTemplate, readForm, type TemplateSource } from "../docx/index.ts";
import { VanthuError } from "../errors/index.ts";
import { readPdf } from "../pdf/index.ts";
import { typeset } from "../typeset/index.ts";
import type { CopyBlock } from "./model.ts";
import { pageMarks } from "./page-marks.ts";
import { FORM_TITLES } from "./rules.ts";

/** The block of a paper copy, set on a page of its own: from `top` (the line over it) down to `bottom`, in points from the page's foot. */
export interface SetBlock {
  docx: Uint8Array;
  pdf: Uint8Array;
  top: number;
  bottom: number;
}

/**
 * Sets the block of a copy on paper (NĐ30 Phụ lục I, Phần II, II; Phụ lục III, mẫu 3.1) from the Word template `copy.docx` of the rule
 * set: line over the full width, name of the organisation, number, form, place and date, signature block with its room, recipients.
 *
 * @throws INVALID for what the block says, COPY_BLOCK_TOO_LONG, TEMPLATE_*
 */
export function setCopyBlock(block: CopyBlock, templates: TemplateSource = {}): SetBlock {
  const docx = fillTemplate(readForm(block.ruleSet, "copy", templates), contentOf(block));
  const { pdf, pages } = typeset(docx);
  const file = readPdf(pdf);
  const marks = pageMarks(file, file.pages()[0]!);
  if (pages !== 1 || marks.length === 0) {
    throw new VanthuError("COPY_BLOCK_TOO_LONG", {
      message: "Phần thể thức bản sao dài hơn một trang giấy.",
      where: "recipients",
      hint: "Rút gọn nơi nhận của bản sao.",
    });
  }
  return {
    docx,
    pdf,
    top: Math.max(...marks.map(({ box }) => box[3])),
    bottom: Math.min(...marks.map(({ box }) => box[1])),
  };
}

/** The block's texts where the template's tags expect them; names in capitals and recipients punctuated as the rule set wants. */
function contentOf(block: CopyBlock): DocumentContent {
  // Checked by the same rules as a document's own parts.
  const checked = parseDescription({
    ruleSet: block.ruleSet,
    kind: "PL",
    organisation: { name: block.organisation },
    ...(block.number === undefined ? {} : { number: block.number }),
    notation: block.notation,
    place: block.place,
    date: block.date,
    subject: FORM_TITLES[block.form],
    body: "",
    recipients: block.recipients,
    signature: {
      authority: block.signatory.authority,
      position: block.signatory.position,
      name: block.signatory.name,
    },
  });
  const { signature } = checked;
  const capitals = (text: string) => text.toLocaleUpperCase("vi");
  const items = checked.recipients.map((item) =>
    item
      .trim()
      .replace(/^[-–]\s+/, "")
      .replace(/\s*[;,.]$/, ""),
  );
  return {
    ruleSet: block.ruleSet,
    kind: "PL",
    kindName: FORM_TITLES[block.form],
    organisation: { superior: "", name: capitals(checked.organisation.name) },
    ...(block.number === undefined ? {} : { number: block.number }),
    notation: checked.notation,
    place: checked.place,
    date: block.date,
    subjectLines: [],
    addressees: [],
    blocks: [],
    appendices: [],
    recipients: items.map((item, index) => `${item}${index === items.length - 1 ? "." : ";"}`),
    signature: {
      authority: signature.authority.map(capitals),
      position: capitals(signature.position),
      name: signature.name,
    },
  };
}
