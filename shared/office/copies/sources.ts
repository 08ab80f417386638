import type { Actor } from "../../access/index.ts";
import type { Medium, Standing } from "../../copies/index.ts";
import type { DocumentDescription } from "../../documents/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import { type Verdict, verifyPdf } from "../../verification/index.ts";
import type { OfficeContext } from "../context.ts";
import { readDocument } from "../document-file.ts";
import { documentSymbolOf } from "../issuing.ts";
import { fullDescription } from "../reports/documents.ts";
import type { CopiedText, CopySource, CopyUpload } from "./model.ts";

/** A source of copies, read whole. */
export interface ReadSource {
  at: CopySource;
  text: CopiedText;
  medium: Medium;
  standing: Standing;
  /** The text itself first, then what was issued with it as files of their own. */
  files: { sha256: string; bytes: Uint8Array }[];
  /** Of an electronic source: the worst verdict of its files. */
  verdict?: Verdict;
  warnings: string[];
  /** The sender took it back, or it was not accepted. */
  recalled?: boolean;
  /** What the text says, where it is known for certain: documents of this office. */
  description?: DocumentDescription;
}

/** Partition of uploaded sources. */
export function uploadsOf(organisationId: string): string {
  return `org/${organisationId}/copy-uploads`;
}

/**
 * Reads a source of the actor's own organisation. The signatures of an electronic one are checked as of now; what that says is for
 * {@link requireSound} to judge.
 *
 * @throws NOT_FOUND, COPY_SOURCE_NOT_ISSUED
 */
export async function readSource(context: OfficeContext, actor: Actor, at: CopySource): Promise<ReadSource> {
  if (at.from === "document") return ownDocument(context, actor, at.id);
  if (at.from === "incoming") return incomingDocument(context, actor, at.id);
  return uploaded(context, actor, at.id);
}

async function ownDocument(context: OfficeContext, actor: Actor, id: string): Promise<ReadSource> {
  const document = await readDocument(context, actor, id);
  // One that was replaced is still a document of the office; one that was recalled is not to be spread any more.
  if (document.files.issued === undefined || document.state === "recalled") {
    throw new VanthuError("COPY_SOURCE_NOT_ISSUED", {
      message:
        document.state === "recalled"
          ? "Văn bản đã bị thu hồi, không sao được."
          : "Văn bản chưa phát hành, chưa sao được.",
      where: id,
      hint: "Chỉ sao bản gốc đã ký số, cấp số và đóng dấu.",
    });
  }
  const organisation = await context.access.organisation(document.organisationId);
  const { description } = await fullDescription(context, document);
  const number = document.number!.text;
  const names = [document.files.issued, ...document.attachments.flatMap(({ issued }) => issued ?? [])];
  const files = await filesNamed(context, names);
  return {
    at: { from: "document", id },
    text: {
      kindName: document.kind === "CV" ? "" : KINDS[document.kind].name,
      number,
      notation: description.notation,
      symbol: documentSymbolOf(document),
      issuedOn: document.issuedOn!,
      issuer: organisation.name,
      subject: document.subject.replaceAll("\n", " "),
    },
    medium: "electronic",
    standing: "original",
    files,
    verdict: await worstVerdict(context, files),
    warnings: [],
    // Where the file says more than the form does, its text is read as that of a document from outside.
    ...(document.word?.textOnly ? {} : { description: { ...description, number, date: document.issuedOn! } }),
  };
}

async function incomingDocument(context: OfficeContext, actor: Actor, id: string): Promise<ReadSource> {
  const organisation = await context.access.organisation(actor.organisationId);
  const record = await context.inbox.get(id);
  if (record.organisationCode !== organisation.code)
    throw new VanthuError("NOT_FOUND", { message: "Không có văn bản đến này.", where: id });
  if (record.cancelled !== undefined)
    throw new VanthuError("INCOMING_CANCELLED", {
      message: "Văn bản đã bị hủy theo yêu cầu thu hồi của nơi gửi, không được sao.",
      where: id,
      hint: "Nghị định 30/2020/NĐ-CP Điều 18 khoản 4 điểm b. Chờ văn bản thay thế của nơi gửi.",
    });
  const pdfs = record.files.filter(
    ({ name, contentType }) => contentType === "application/pdf" || /\.pdf$/i.test(name),
  );
  if (pdfs.length === 0)
    throw new VanthuError("COPY_SOURCE_UNSOUND", { message: "Văn bản đến không có tệp PDF để sao.", where: id });
  const files = await filesNamed(
    context,
    pdfs.map(({ sha256 }) => sha256),
  );
  const verdict = await worstVerdict(context, files);
  const asked = record.changeAsked?.kind;
  const warnings: string[] = [];
  if (record.status === "01") warnings.push("Văn bản đến chưa được tiếp nhận vào sổ.");
  if (asked === "update" || asked === "replace")
    warnings.push("Nơi gửi đã cập nhật hoặc thay thế văn bản này; xem văn bản sau trước khi sao.");
  if (record.files.length > pdfs.length)
    warnings.push(`${record.files.length - pdfs.length} tệp kèm theo không phải PDF, không có trong bản sao.`);
  return {
    at: { from: "incoming", id },
    text: {
      kindName: /công văn/i.test(record.kind.name) ? "" : record.kind.name,
      number: record.number,
      notation: record.notation,
      symbol: symbolFrom(record.number, record.notation),
      issuedOn: record.issuedOn,
      issuer: record.from.name,
      subject: record.subject,
    },
    medium: "electronic",
    standing: standingOf(verdict),
    files,
    verdict,
    warnings,
    recalled: asked === "recall" || asked === "take-back" || record.status === "02",
  };
}

async function uploaded(context: OfficeContext, actor: Actor, id: string): Promise<ReadSource> {
  const item = await context.storage.records.get<CopyUpload>(uploadsOf(actor.organisationId), id);
  if (item === undefined)
    throw new VanthuError("NOT_FOUND", { message: "Không có tệp này trong các bản đã tải lên.", where: id });
  const { file, medium, standing, text, warnings } = item.data;
  const files = await filesNamed(context, [file]);
  const verdict = medium === "electronic" ? await worstVerdict(context, files) : undefined;
  return {
    at: { from: "upload", id },
    text,
    medium,
    standing,
    files,
    ...(verdict === undefined ? {} : { verdict }),
    warnings,
  };
}

async function filesNamed(context: OfficeContext, names: readonly string[]): Promise<ReadSource["files"]> {
  return Promise.all(names.map(async (sha256) => ({ sha256, bytes: await context.storage.files.get(sha256) })));
}

/** "15/QĐ-UBND" (State), "15-QĐ/TU" (Party). */
export function symbolFrom(number: string, notation: string): string {
  return `${number}${notation.includes("/") ? "-" : "/"}${notation}`;
}

/** What an electronic text is: what it says of itself as a copy, when its signer is the organisation that it names; else an original. */
export function standingOf(verdict: Verdict): Standing {
  return verdict.document.copy?.form ?? "original";
}

/** The verdict on a file as of now. */
export async function verdictOf(context: OfficeContext, bytes: Uint8Array): Promise<Verdict> {
  const { trust, crls } = await context.keyring.trust();
  return verifyPdf(bytes, { trust, crls, at: context.clock(), offline: true });
}

async function worstVerdict(context: OfficeContext, files: ReadSource["files"]): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const { bytes } of files) verdicts.push(await verdictOf(context, bytes));
  return verdicts.find((one) => faultOf(one) !== undefined) ?? verdicts[0]!;
}

/**
 * Refuses an electronic source that does not verify: not signed, changed after signing, or by somebody nobody here trusts
 * (NĐ30 Điều 21.2.a asks for authenticity and wholeness). Only what the file cannot settle by itself, whether a certificate was revoked
 * meanwhile, is let pass.
 *
 * @throws COPY_SOURCE_UNSOUND
 */
export function requireSound(verdict: Verdict): void {
  const fault = faultOf(verdict);
  if (fault === undefined) return;
  throw new VanthuError("COPY_SOURCE_UNSOUND", {
    message: `Văn bản điện tử không bảo đảm xác thực, toàn vẹn nên không sao được. ${fault}`,
    where: verdict.verdict,
    hint: "Nghị định 30/2020/NĐ-CP Điều 21 khoản 2: trả lại nơi gửi, đề nghị gửi lại bản gốc đã ký số.",
  });
}

function faultOf(verdict: Verdict): string | undefined {
  if (verdict.document.copy?.signedByIt === false)
    return "Tệp ghi là bản sao của một cơ quan, nhưng chứng thư số ký bản sao không mang tên cơ quan đó.";
  if (verdict.verdict === "TOTAL_PASSED") return undefined;
  const certain = verdict.signatures.every((one) => one.intact && one.cryptographicallyValid && one.trusted);
  if (verdict.verdict === "INDETERMINATE" && certain) return undefined;
  return verdict.summary;
}

/**
 * Refuses a source of which no copy at all may be made.
 * @throws COPY_SOURCE_UNSOUND, COPY_FORBIDDEN for one that was taken back or rejected (NĐ30 Điều 18.4.b, 21.2.b)
 */
export function requireCopyable({ verdict, recalled }: ReadSource): void {
  if (recalled === true) {
    throw new VanthuError("COPY_FORBIDDEN", {
      message: "Văn bản đã bị nơi gửi thu hồi hoặc đã bị từ chối tiếp nhận, không được sao.",
      where: "NĐ 30/2020/NĐ-CP Điều 18 khoản 4 điểm b, Điều 21 khoản 2 điểm b",
      hint: "Chờ văn bản thay thế của nơi gửi.",
    });
  }
  if (verdict !== undefined) requireSound(verdict);
}

/** Why {@link requireCopyable} would refuse, for pages. */
export function refusalOf(source: ReadSource): { code: string; message: string; hint?: string } | undefined {
  try {
    requireCopyable(source);
    return undefined;
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}
