import type { RuleSetId, SignatureBlock } from "../documents/model.ts";

/** Forms of a copy (NĐ30 Điều 25): sao y, sao lục, trích sao. */
export type CopyForm = "sao-y" | "sao-luc" | "trich-sao";

/** On paper, or electronic. */
export type Medium = "paper" | "electronic";

/**
 * What a text is before it is copied (NĐ30 Điều 3.8–12): bản gốc, bản chính (only on paper), or itself a copy of one of the three forms.
 * What an office holds of an electronic document that was signed and issued is its bản gốc.
 */
export type Standing = "original" | "authentic" | CopyForm;

/** One way from a source to a copy. */
export interface CopyWay {
  form: CopyForm;
  from: Medium;
  to: Medium;
}

/** What may or may not be made of a source, with the clause that says so. */
export interface CopyOffer extends CopyWay {
  allowed: boolean;
  /** "NĐ 30/2020/NĐ-CP Điều 25 khoản 1 điểm b". */
  clause: string;
  /** How it is made, or why it may not be made and what to do instead (Vietnamese). */
  why: string;
}

/** Who signs or decides on a copy for the organisation (NĐ30 Điều 27.1: the head says who). */
export type CopySignatory = SignatureBlock;

/** What the block under a copy on paper says (NĐ30 Phụ lục III, mẫu 3.1). */
export interface CopyBlock {
  ruleSet: RuleSetId;
  form: CopyForm;
  /** Organisation that makes the copy. */
  organisation: string;
  /** Serial number, one series for all copies, blank while not yet given; and what follows it: "SY-UBND", Party "BS/UBKTTU". */
  number?: string;
  notation: string;
  place: string;
  /** ISO date of the copy. */
  date: string;
  signatory: CopySignatory;
  /** Nơi nhận, the archive line included. */
  recipients: string[];
}

/** A copy laid out on paper. */
export interface PaperCopy {
  pdf: Uint8Array;
  pages: number;
  /** The block stands under the end of the text on its last page, or had no room there and stands on a sheet of its own. */
  block: "same-page" | "own-page";
}

/** One page picture of a scan. */
export interface ScanImage {
  /** File name, for messages. */
  name: string;
  bytes: Uint8Array;
}

/** A scan that keeps to Phụ lục I, Phần II, I.2. */
export interface Scan {
  pdf: Uint8Array;
  pages: number;
  /** The coarsest page, dots an inch. */
  resolution: number;
  /** Things an official should look at though they are no fault (Vietnamese). */
  warnings: string[];
}

/** A passage of a document that an extract may take up. */
export interface Passage {
  index: number;
  kind: "heading" | "paragraph" | "table" | "picture" | "appendix";
  /** As it reads; of a table its first cells. */
  text: string;
}
