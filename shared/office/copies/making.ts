import type { Organisation } from "../../access/index.ts";
import {
  type CopyBlock,
  compactText,
  copyNotation,
  copySignatureText,
  FORM_TITLES,
  makeExtract,
  makePaperCopy,
  type Passage,
  passagesOf,
  requireAllowed,
  requireFromSource,
  textOfPdf,
} from "../../copies/index.ts";
import { type DocumentDescription, describeText, parseDescription, type RuleSetId } from "../../documents/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { KINDS, ruleSetFor } from "../../format/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import type { CopyRequest, CopySettings, NamedSignatory } from "./model.ts";
import { readCopySettings, requireAbbreviation, signatoryNamed } from "./settings.ts";
import { type ReadSource, requireCopyable } from "./sources.ts";

/** Everything that is decided before a copy is numbered or signed. */
export interface PlannedCopy {
  ruleSet: RuleSetId;
  clause: string;
  signatory: NamedSignatory;
  recipients: string[];
  amount: number;
  /** ISO date. */
  madeOn: string;
  /** Files of the copy's text: of the source, or of the extract. */
  files: Uint8Array[];
  /** Electronic: the line at the top right, at a time. */
  line(at: Date): string;
  /** On paper: what follows the number, and the copy laid out with a number, or blank. */
  notation(): string;
  paper(number?: string): ReturnType<typeof makePaperCopy>;
}

const LIMITS = { recipients: 100, line: 300, amount: 10_000 } as const;

/**
 * Checks a request against the decree and the office's settings, and makes ready what will be signed or printed.
 * @throws COPY_*, INVALID
 */
export function planCopy(
  source: ReadSource,
  request: CopyRequest,
  office: { organisation: Organisation; settings: CopySettings; now: Date },
): PlannedCopy {
  const { organisation, settings, now } = office;
  const offer = requireAllowed(source.standing, { form: request.form, from: source.medium, to: request.to });
  requireCopyable(source);
  const signatory = signatoryNamed(settings, request.signatory);
  const madeOn = vietnamDate(now);
  const ruleSet = ruleSetFor(organisation.system, madeOn);
  const recipients = checkedRecipients(request.recipients);
  const files = request.form === "trich-sao" ? [extractOf(source, request)] : source.files.map(({ bytes }) => bytes);
  const notation = () => copyNotation(ruleSet, request.form, requireAbbreviation(settings));
  return {
    ruleSet,
    clause: offer.clause,
    signatory,
    recipients,
    amount: checkedAmount(request.amount ?? 1),
    madeOn,
    files,
    line: (at) => copySignatureText(request.form, organisation.name, at),
    notation,
    paper: (number) => {
      const block: CopyBlock = {
        ruleSet,
        form: request.form,
        organisation: organisation.name,
        ...(number === undefined ? {} : { number }),
        notation: notation(),
        place: organisation.place,
        date: madeOn,
        signatory,
        recipients,
      };
      return makePaperCopy(files, block, `${source.text.kindName} ${source.text.symbol}`.trim());
    },
  };
}

function extractOf(source: ReadSource, request: CopyRequest): Uint8Array {
  const own = source.description ?? readDescription(source);
  const description = source.description ?? request.description ?? own;
  if (description === undefined) {
    throw new VanthuError("INVALID", {
      message: "Không đọc được chữ của văn bản được sao (bản quét); cần nhập phần thể thức và nội dung trích.",
      where: "description",
      hint: "Nhập các phần thể thức và đoạn cần trích, chép đúng nguyên văn.",
    });
  }
  const passages = request.passages ?? passagesOf(description).map(({ index }) => index);
  if (source.description === undefined) {
    const text = compactText(source.files.map(({ bytes }) => textOfPdf(bytes)).join("\n"));
    // A scan without words can only be compared by whoever makes the copy.
    if (text !== "") requireFromSource(description, passages, text);
  }
  const { kindName } = source.text;
  const foreign = kindName !== "" && kindName.toLocaleUpperCase("vi") !== KINDS[description.kind].title;
  return makeExtract(description, passages, foreign ? { kindName } : {}).pdf;
}

/** What can be read of a source that is not this office's own, for the form of an extract; undefined for a scan without words. */
export function readDescription(source: ReadSource): DocumentDescription | undefined {
  if (source.description !== undefined) return source.description;
  const { text } = source;
  try {
    const words = source.files.map(({ bytes }) => textOfPdf(bytes))[0] ?? "";
    if (words.trim() === "") return undefined;
    const { description } = describeText(words);
    return parseDescription({
      ...description,
      organisation: { ...description.organisation, name: description.organisation.name || text.issuer },
      number: description.number ?? text.number,
      date: description.date ?? text.issuedOn,
      notation: description.notation || text.notation,
      subject: description.subject || text.subject,
      place: description.place || "…",
    });
  } catch (error) {
    // What cannot be read as a document is typed in by hand.
    if (!isVanthuError(error)) throw error;
    return undefined;
  }
}

/** Passages to choose from; none where nothing can be read. */
export function readPassages(description: DocumentDescription | undefined): Passage[] | undefined {
  return description === undefined ? undefined : passagesOf(description);
}

function checkedRecipients(recipients: readonly string[]): string[] {
  const list = recipients.map((one) => one.normalize("NFC").replace(/\s+/g, " ").trim()).filter((one) => one !== "");
  if (list.length === 0 || list.length > LIMITS.recipients || list.some((one) => one.length > LIMITS.line)) {
    throw new VanthuError("INVALID", {
      message: list.length === 0 ? "Chưa ghi nơi nhận bản sao." : "Nơi nhận bản sao quá nhiều hoặc quá dài.",
      where: "recipients",
      hint: "Mỗi dòng một nơi nhận, dòng cuối là nơi lưu (Lưu: VT).",
    });
  }
  return list;
}

function checkedAmount(amount: number): number {
  if (Number.isInteger(amount) && amount >= 1 && amount <= LIMITS.amount) return amount;
  throw new VanthuError("INVALID", { message: "Số lượng bản sao không hợp lệ.", where: "amount" });
}

/** What a copy is called in file names and lists: "SAO Y 15-QĐ-UBND". */
export function copyFileName(record: { form: CopyRequest["form"]; source: { text: { symbol: string } } }): string {
  return `${FORM_TITLES[record.form]} ${record.source.text.symbol}`.replaceAll("/", "-");
}

/** What planning reads of the office, read once. */
export async function planningContext(
  context: OfficeContext,
  organisationId: string,
): Promise<{ organisation: Organisation; settings: CopySettings; now: Date }> {
  const [organisation, settings] = await Promise.all([
    context.access.organisation(organisationId),
    readCopySettings(context, organisationId),
  ]);
  return { organisation, settings, now: context.clock() };
}
