import { type Actor, allow } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import type { StoredItem, WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { noteDetails, readDocument } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import type { SlipOpinion, SubmissionSlip, WorkflowDesk } from "./model.ts";
import { renderSlip } from "./slip-document.ts";
import { mayPerform } from "./turn.ts";

const DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const LONGEST = 4_000;
const MOST_OPINIONS = 40;
/** A record may have 400 KB: what is said leaves room for what is decided. */
const MOST_BYTES = 320_000;

/** A slip with the files that were made of it last; opinions that came since are not in them yet. */
interface StoredSlip extends SubmissionSlip {
  made?: { opinions: number; docx: string; pdf: string };
}

/** Submission slips: read, as files, and with what people say to them. */
export function slipDesk(context: OfficeContext): Pick<WorkflowDesk, "slip" | "slipFile" | "opinion"> {
  const read = async (actor: Actor, id: string, version?: number) => {
    allow(actor, "document.read");
    const document = await readDocument(context, actor, id);
    const stored = await storedSlip(context, actor.organisationId, id, version);
    if (stored !== undefined) return { document, stored };
    throw new VanthuError("NOT_FOUND", {
      message: "Văn bản chưa được trình nên chưa có phiếu trình.",
      where: version === undefined ? id : String(version),
    });
  };

  return {
    async slip(actor, id, version) {
      return shown((await read(actor, id, version)).stored.data);
    },

    async slipFile(actor, id, format, version) {
      const { document, stored } = await read(actor, id, version);
      const { version: number, opinions, made } = stored.data;
      const files = made?.opinions === opinions.length ? made : await makeFiles(context, document, stored.data, stored);
      return { name: `phieu-trinh-${number}.${format}`, bytes: await context.storage.files.get(files[format]) };
    },

    async opinion(actor, id, text) {
      const { document, stored } = await read(actor, id);
      const mine = (action: "approve" | "sign") => mayPerform(actor, document, { from: document.state, action });
      if (!mine("approve") && !mine("sign")) allow(actor, "document.return");
      if (document.state !== "submitted" && document.state !== "approved") {
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Chỉ cho ý kiến vào văn bản đang trình.",
          where: document.state,
        });
      }
      const said = checkedText(text, "opinion", "Cần ghi ý kiến.");
      if (stored.data.opinions.length >= MOST_OPINIONS)
        throw new VanthuError("INVALID", {
          message: `Mỗi lần trình ghi tối đa ${MOST_OPINIONS} ý kiến.`,
          where: "opinion",
        });
      const opinion = await opinionOf(context, actor, "opinion", said, context.clock().toISOString());
      const data = { ...stored.data, opinions: [...stored.data.opinions, opinion] };
      if (Buffer.byteLength(JSON.stringify(data)) > MOST_BYTES)
        throw new VanthuError("INVALID", { message: "Các ý kiến của lần trình này đã quá dài.", where: "opinion" });
      await context.access.commitAudited([update(stored, data)], {
        organisationId: actor.organisationId,
        actor: { personId: actor.personId, name: actor.name },
        at: opinion.at,
        action: "document.opinion",
        subject: id,
        ...noteDetails(document, said),
      });
      return shown(data);
    },
  };
}

/** The newest slip of a document, as it is shown. The caller has read the document. */
export async function newestSlip(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  id: string,
): Promise<SubmissionSlip | undefined> {
  const stored = await storedSlip(context, organisationId, id);
  return stored && shown(stored.data);
}

/** The write that puts the slip of a new submission beside the version it came with; its files are made and stored first. */
export async function slipOperations(
  context: OfficeContext,
  actor: Actor,
  document: DocumentRecord,
  submitted: { version: number; at: string; summary?: string },
): Promise<WriteOperation[]> {
  const { description, reviewer } = document;
  const summary = submitted.summary?.trim() ?? "";
  const slip: SubmissionSlip = {
    version: submitted.version,
    at: submitted.at,
    proposer: {
      personId: actor.personId,
      name: actor.name,
      position: await positionOf(context, actor.organisationId, actor.personId),
    },
    ...(reviewer === undefined ? {} : { reviewer }),
    signatory: description.signature.name,
    subject: `${KINDS[document.kind].name} ${document.subject.replaceAll("\n", " ")}`,
    summary: summary === "" ? document.subject : checkedText(summary, "summary", ""),
    opinions: [],
  };
  const made = await makeFiles(context, document, slip);
  const pk = slipsOf(document.organisationId, document.id);
  return [{ op: "insert", pk, sk: padded(slip.version), data: { ...slip, made } satisfies StoredSlip }];
}

/**
 * The write that adds what was decided to the newest slip, for the caller's own commit; none for documents submitted before there were slips.
 */
export async function decisionOperations(
  context: OfficeContext,
  actor: Actor,
  id: string,
  act: SlipOpinion["act"],
  text: string,
  at: string,
): Promise<WriteOperation[]> {
  const stored = await storedSlip(context, actor.organisationId, id);
  if (stored === undefined) return [];
  const opinion = await opinionOf(context, actor, act, text, at);
  return [update(stored, { ...stored.data, opinions: [...stored.data.opinions, opinion] })];
}

/** What somebody wrote, trimmed and bounded. @throws INVALID */
export function checkedText(text: string, where: string, whenEmpty: string): string {
  const said = text.normalize("NFC").trim();
  if (said === "") throw new VanthuError("INVALID", { message: whenEmpty, where });
  if (said.length > LONGEST) throw new VanthuError("INVALID", { message: `Nội dung dài quá ${LONGEST} ký tự.`, where });
  return said;
}

async function opinionOf(
  context: OfficeContext,
  actor: Actor,
  act: SlipOpinion["act"],
  text: string,
  at: string,
): Promise<SlipOpinion> {
  const position = await positionOf(context, actor.organisationId, actor.personId);
  return { at, personId: actor.personId, person: actor.name, position, act, text };
}

async function positionOf(context: OfficeContext, organisationId: string, personId: string): Promise<string> {
  try {
    return (await context.access.person(organisationId, personId)).position;
  } catch (error) {
    // Whoever has no entry in the directory (the System itself) has no position either.
    if (isVanthuError(error) && error.code === "NOT_FOUND") return "";
    throw error;
  }
}

/** Makes and stores the files of a slip; with `stored`, notes them there unless it changed meanwhile. */
async function makeFiles(
  context: OfficeContext,
  document: DocumentRecord,
  slip: SubmissionSlip,
  stored?: StoredItem<StoredSlip>,
): Promise<NonNullable<StoredSlip["made"]>> {
  const { ruleSet, organisation, place } = document.description;
  const { docx, pdf } = renderSlip(slip, { ruleSet, organisation, place });
  const made = {
    opinions: slip.opinions.length,
    docx: (await context.storage.files.put(docx, DOCX_TYPE)).sha256,
    pdf: (await context.storage.files.put(pdf, "application/pdf")).sha256,
  };
  if (stored === undefined) return made;
  try {
    await context.storage.records.commit([update(stored, { ...stored.data, made })]);
  } catch (error) {
    // Somebody said something at this moment: the next reader makes the files with it.
    if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
  }
  return made;
}

async function storedSlip(
  { storage }: Pick<OfficeContext, "storage">,
  organisationId: string,
  id: string,
  version?: number,
): Promise<StoredItem<StoredSlip> | undefined> {
  const pk = slipsOf(organisationId, id);
  if (version !== undefined) return storage.records.get<StoredSlip>(pk, padded(version));
  return (await storage.records.query<StoredSlip>(pk, { reverse: true, limit: 1 })).items[0];
}

function shown({ made: _files, ...slip }: StoredSlip): SubmissionSlip {
  return slip;
}

function update(stored: StoredItem<StoredSlip>, data: StoredSlip): WriteOperation {
  return { op: "update", pk: stored.pk, sk: stored.sk, rev: stored.rev, data };
}

function slipsOf(organisationId: string, id: string): string {
  return `org/${organisationId}/submission-slips/${id}`;
}

function padded(version: number): string {
  return String(version).padStart(6, "0");
}
