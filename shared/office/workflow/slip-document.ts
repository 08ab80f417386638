import { vietnameseDay, vietnamTime } from "../../calendar/index.ts";
import type { Block, ContentTable, DocumentContent, Inline, RuleSetId } from "../../documents/index.ts";
import { fillTemplate, readForm } from "../../docx/index.ts";
import { typeset } from "../../typeset/index.ts";
import { vietnamDate } from "../context.ts";
import type { SlipOpinion, SubmissionSlip } from "./model.ts";

/** What a slip is set with, besides what it says. */
export interface SlipHead {
  ruleSet: RuleSetId;
  organisation: { superior?: string; name: string };
  place: string;
}

const ACTS: Record<SlipOpinion["act"], string> = {
  opinion: "Ý kiến",
  approve: "Duyệt",
  return: "Trả lại",
  sign: "Ký ban hành",
  withdraw: "Người soạn rút lại",
};

/** The submission slip as a Word file from its own template, and as PDF typeset from that file. The same slip gives the same bytes. */
export function renderSlip(slip: SubmissionSlip, head: SlipHead): { docx: Uint8Array; pdf: Uint8Array } {
  const docx = fillTemplate(readForm(head.ruleSet, "slip"), contentOf(slip, head));
  return { docx, pdf: typeset(docx).pdf };
}

function contentOf(slip: SubmissionSlip, { ruleSet, organisation, place }: SlipHead): DocumentContent {
  const { proposer, opinions } = slip;
  const person = (name: string, position: string) => (position === "" ? name : `${name}, ${position}`);
  const blocks: Block[] = [
    labelled("Văn bản trình: ", slip.subject),
    labelled("Bản trình số: ", `${slip.version}, trình lúc ${timeOf(slip.at)}`),
    labelled("Người trình: ", person(proposer.name, proposer.position)),
    ...(slip.reviewer === undefined ? [] : [labelled("Người duyệt: ", slip.reviewer.name)]),
    heading("Tóm tắt nội dung, đề xuất"),
    ...slip.summary
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => paragraph([{ text: line.trim() }])),
    heading("Ý kiến và quyết định"),
    opinions.length === 0
      ? paragraph([{ text: "Chưa có ý kiến.", italic: true }])
      : { type: "table", table: opinionTable(opinions) },
  ];
  return {
    ruleSet,
    kind: "TTr",
    kindName: "PHIẾU TRÌNH",
    organisation: {
      superior: (organisation.superior ?? "").toLocaleUpperCase("vi"),
      name: organisation.name.toLocaleUpperCase("vi"),
    },
    notation: "",
    place,
    date: vietnamDate(new Date(slip.at)),
    subjectLines: ["Về việc xem xét, ký ban hành văn bản"],
    addressees: slip.signatory === "" ? [] : [slip.signatory],
    blocks,
    appendices: [],
    recipients: [],
    signature: { authority: [], position: "NGƯỜI TRÌNH", name: proposer.name },
  };
}

function opinionTable(opinions: readonly SlipOpinion[]): ContentTable {
  const cell = (text: string): Inline[][] => text.split("\n").map((line) => [{ text: line }]);
  return {
    columns: [
      { header: [{ text: "Thời điểm" }], width: 20, align: "center" },
      { header: [{ text: "Người cho ý kiến" }], width: 27, align: "left" },
      { header: [{ text: "Việc" }], width: 15, align: "left" },
      { header: [{ text: "Ý kiến" }], width: 38, align: "left" },
    ],
    rows: opinions.map(({ at, person, position, act, text }) => ({
      cells: [
        cell(timeOf(at)),
        cell(position === "" ? person : `${person}\n${position}`),
        cell(ACTS[act]),
        cell(text === "" ? "Đồng ý" : text),
      ],
    })),
    keepRowsWhole: true,
  };
}

function heading(text: string): Block {
  return { type: "paragraph", inlines: [{ text, bold: true }], align: "justify", indent: true };
}

function labelled(label: string, text: string): Block {
  return paragraph([{ text: label, bold: true }, { text }]);
}

function paragraph(inlines: Inline[]): Block {
  return { type: "paragraph", inlines, align: "justify", indent: true };
}

/** "09:30 ngày 24/11/2026" */
function timeOf(instant: string): string {
  const local = vietnamTime(new Date(instant));
  return `${local.slice(11, 16)} ngày ${vietnameseDay(local.slice(0, 10))}`;
}
