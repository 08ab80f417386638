import { createHash } from "node:crypto";
import { type Actor, allow } from "../../access/index.ts";
import { reviewWordBounded } from "../../bounded/index.ts";
import { LIFECYCLE } from "../../documents/index.ts";
import { type Fault, VanthuError } from "../../errors/index.ts";
import type { WordReview } from "../../word/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { changeOperations, commitChange, historyEntry, readDocument, readDocumentAt } from "../document-file.ts";
import { carriedAttachments } from "../drafting.ts";
import type { DocumentRecord, Revised } from "../model.ts";
import { docxOfDocument } from "../rendering.ts";
import { checkRendered, fullDescription, keepFigures } from "../reports/documents.ts";
import { refuseMarked } from "../secrecy/index.ts";
import { holdOperations } from "../workflow/index.ts";
import { withFields } from "./fields.ts";
import type { WordProposal, WordProposalView, WordRoundDesk, WordVersion } from "./model.ts";
import {
  proposalsOf,
  readProposal,
  readReview,
  readWordVersions,
  type StoredProposal,
  type StoredReview,
  wordVersionKey,
  wordVersionsOf,
} from "./records.ts";

const DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/** Largest Word file that is taken: what the service reads at once. */
const MOST_BYTES = 25 * 1024 * 1024;
/** How long a file waits for a decision. */
const KEPT_MS = 30 * 24 * 3600_000;
const MOST_WAITING = 20;

/** Drafts that are worked on in Word. */
export function wordRoundDesk(context: OfficeContext): WordRoundDesk {
  const { storage } = context;

  async function draftOf(actor: Actor, id: string): Promise<Revised<DocumentRecord>> {
    allow(actor, "document.draft");
    const document = await readDocument(context, actor, id);
    requireDraft(document);
    return document;
  }

  async function look(actor: Actor, document: DocumentRecord, file: { name: string; bytes: Uint8Array }) {
    const { organisationId } = actor;
    if (file.bytes.length > MOST_BYTES)
      throw new VanthuError("PACKAGE_TOO_LARGE", {
        message: "Tệp Word lớn hơn 25 MB.",
        where: file.name.slice(0, 200),
        hint: "Giảm dung lượng hình trong tệp (Picture Format › Compress Pictures) rồi tải lên lại.",
      });
    await refuseMarked(context, actor, { files: [file] }, "documents");
    const base = await docxOfDocument(context, document);
    const { description, attachments } = await fullDescription(context, document);
    const review = await reviewWordBounded(base, file.bytes, { description, attachments });
    // The figures of a report are sealed: its pages must still say what its snapshot says.
    checkRendered(document, review.pdf);
    const waiting = await storage.records.query(proposalsOf(organisationId, document.id), { limit: MOST_WAITING });
    if (waiting.items.length >= MOST_WAITING)
      throw new VanthuError("INVALID", {
        message: `Văn bản đã có ${MOST_WAITING} tệp Word chờ xem.`,
        where: document.id,
        hint: "Nhận hoặc bỏ những tệp đã tải lên trước.",
      });
    const proposal = await stored(actor, document, file.name, base, review);
    return shown(document, proposal.data, proposal.review);
  }

  async function stored(
    actor: Actor,
    document: DocumentRecord,
    name: string,
    base: Uint8Array,
    review: WordReview,
  ): Promise<{ data: StoredProposal; review: StoredReview }> {
    const { docx, pdf, anchors: _anchors, ...found } = review;
    const kept: StoredReview = { ...found, notices: [...found.notices, ...ofProgramme(document, review)] };
    const files = {
      docx: (await storage.files.put(docx, DOCX_TYPE)).sha256,
      pdf: (await storage.files.put(pdf, "application/pdf")).sha256,
      review: (await storage.files.put(new TextEncoder().encode(JSON.stringify(kept)), "application/json")).sha256,
    };
    const now = context.clock();
    const data: StoredProposal = {
      id: timeOrderedId(now),
      documentId: document.id,
      at: now.toISOString(),
      personId: actor.personId,
      person: actor.name,
      file: name.normalize("NFC").slice(0, 200),
      ...files,
      base: sha256Of(base),
      pages: review.pages,
      words: review.comparison.total,
      formats: review.comparison.formats.length,
    };
    const pk = proposalsOf(actor.organisationId, document.id);
    await storage.records.commit([{ op: "insert", pk, sk: data.id, data, expiresAt: now.getTime() + KEPT_MS }]);
    return { data, review: kept };
  }

  async function shown(
    document: DocumentRecord,
    { review: _file, ...proposal }: StoredProposal,
    review: StoredReview,
  ): Promise<WordProposalView> {
    const editable = document.state === "draft" || document.state === "returned";
    const stale = !editable || sha256Of(await docxOfDocument(context, document)) !== proposal.base;
    const { body, text: _text, ...found } = review;
    return { ...proposal, ...found, stale, textRead: body !== undefined };
  }

  return {
    async propose(actor, documentId, file) {
      return look(actor, await draftOf(actor, documentId), file);
    },

    async proposals(actor, documentId) {
      allow(actor, "document.draft");
      await readDocument(context, actor, documentId);
      const { items } = await storage.records.query<StoredProposal>(proposalsOf(actor.organisationId, documentId), {
        reverse: true,
      });
      return items.map(({ data: { review: _file, ...proposal } }): WordProposal => proposal);
    },

    async proposal(actor, documentId, proposalId) {
      allow(actor, "document.draft");
      const document = await readDocument(context, actor, documentId);
      const { data } = await readProposal(context, actor.organisationId, documentId, proposalId);
      return shown(document, data, await readReview(context, data));
    },

    async proposalFile(actor, documentId, proposalId, format) {
      allow(actor, "document.draft");
      await readDocument(context, actor, documentId);
      const { data } = await readProposal(context, actor.organisationId, documentId, proposalId);
      return { name: `${data.file.replace(/\.docx$/i, "")}.${format}`, bytes: await storage.files.get(data[format]) };
    },

    async accept(actor, documentId, rev, proposalId, fields = {}) {
      allow(actor, "document.draft");
      const document = await readDocumentAt(context, actor, documentId, rev);
      requireDraft(document);
      const holds = await holdOperations(context, actor, documentId, false);
      const item = await readProposal(context, actor.organisationId, documentId, proposalId);
      const proposal = item.data;
      if (sha256Of(await docxOfDocument(context, document)) !== proposal.base) throw moved(documentId);
      const review = await readReview(context, proposal);
      refuseLostPlaces(review);
      const people = await context.access.people(actor.organisationId);
      const described = withFields(document.description, review, fields, people);
      const description = review.body === undefined ? described : { ...described, body: review.body };
      await refuseMarked(context, actor, { value: description }, "documents");
      await keepFigures(context, document, description);
      const version = ((await readWordVersions(context, actor.organisationId, documentId))[0]?.version ?? 0) + 1;
      const entry = historyEntry(context, actor, "word", acceptedNote(version, proposal));
      const kept: WordVersion = {
        version,
        at: entry.at,
        personId: actor.personId,
        person: actor.name,
        file: proposal.file,
        docx: proposal.docx,
        words: proposal.words,
        formats: proposal.formats,
      };
      const change = changeOperations(
        document,
        {
          state: "draft",
          description,
          subject: description.subject,
          ...(await carriedAttachments(context, document, description)),
          word: { version, docx: proposal.docx, ...(review.body === undefined ? { textOnly: true } : {}) },
        },
        entry,
      );
      return commitChange(context, actor, change, [
        ...holds,
        { op: "insert", pk: wordVersionsOf(actor.organisationId, documentId), sk: wordVersionKey(version), data: kept },
        { op: "remove", pk: item.pk, sk: item.sk, rev: item.rev },
      ]);
    },

    async discard(actor, documentId, proposalId) {
      allow(actor, "document.draft");
      await readDocument(context, actor, documentId);
      const { pk, sk, rev } = await readProposal(context, actor.organisationId, documentId, proposalId);
      await storage.records.commit([{ op: "remove", pk, sk, rev }]);
    },

    async leave(actor, documentId, rev) {
      allow(actor, "document.draft");
      const document = await readDocumentAt(context, actor, documentId, rev);
      requireDraft(document);
      const holds = await holdOperations(context, actor, documentId, false);
      if (document.word === undefined) return document;
      const entry = historyEntry(context, actor, "word", `Rời bản Word ${document.word.version}, trở lại biểu mẫu`);
      return commitChange(
        context,
        actor,
        changeOperations(document, { state: "draft", word: undefined }, entry),
        holds,
      );
    },

    async versions(actor, documentId) {
      allow(actor, "document.read");
      await readDocument(context, actor, documentId);
      return readWordVersions(context, actor.organisationId, documentId);
    },

    async versionFile(actor, documentId, version) {
      allow(actor, "document.read");
      await readDocument(context, actor, documentId);
      const found = await oneVersion(actor, documentId, version);
      return { name: `ban-word-${version}.docx`, bytes: await storage.files.get(found.docx) };
    },

    async restore(actor, documentId, version) {
      allow(actor, "document.draft");
      const document = await readDocument(context, actor, documentId);
      const found = await oneVersion(actor, documentId, version);
      requireDraft(document);
      return look(actor, document, { name: found.file, bytes: await storage.files.get(found.docx) });
    },
  };

  async function oneVersion(actor: Actor, documentId: string, version: number): Promise<WordVersion> {
    const versions = await readWordVersions(context, actor.organisationId, documentId);
    const found = versions.find((one) => one.version === version);
    if (found !== undefined) return found;
    throw new VanthuError("NOT_FOUND", { message: `Văn bản không có bản Word ${version}.`, where: String(version) });
  }
}

/** The tasks of a plan are the programme's: what a table in Word says does not change them. */
function ofProgramme({ programme }: DocumentRecord, { comparison }: WordReview): WordReview["notices"] {
  if (programme === undefined || !comparison.tablesChanged) return [];
  return [
    {
      message:
        "Bảng trong tệp Word khác dự thảo. Dữ liệu của chương trình nhiệm vụ không đổi theo bảng; muốn đổi nhiệm vụ thì sửa chương trình rồi soạn lại.",
    },
  ];
}

function acceptedNote(version: number, { file, words, formats }: WordProposal): string {
  return `Bản Word ${version} (${file}): ${words} chỗ khác về chữ, ${formats} về trình bày`;
}

function requireDraft({ id, state }: Pick<DocumentRecord, "id" | "state">): void {
  if (state === "draft" || state === "returned") return;
  throw new VanthuError("STATE_FORBIDDEN", {
    message: `Văn bản ${LIFECYCLE[state].name}, không nhận bản sửa từ Word được nữa.`,
    where: id,
    hint: "Rút lại hoặc đề nghị trả lại văn bản rồi tải tệp lên.",
  });
}

function refuseLostPlaces({ places }: Pick<StoredReview, "places">): void {
  const lost = places.filter(({ state }) => state === "missing" || state === "filled");
  if (lost.length === 0) return;
  const faults = lost.map(
    ({ bookmark, label, state, hint }): Fault => ({
      code: "WORD_PLACES_MISSING",
      message: state === "missing" ? `Tệp Word không còn ${label}.` : `Có chữ ở ${label}.`,
      where: bookmark,
      ...(hint === undefined ? {} : { hint }),
    }),
  );
  throw new VanthuError("WORD_PLACES_MISSING", {
    message: faults.map(({ message }) => message).join(" "),
    where: faults[0]!.where,
    hint: faults[0]!.hint,
    faults,
  });
}

function moved(id: string): VanthuError {
  return new VanthuError("CONFLICT", {
    message: "Dự thảo đã thay đổi sau khi tệp Word được so sánh.",
    where: id,
    hint: "Tải tệp Word lên lại để so với dự thảo hiện tại; hoặc tải bản Word mới về rồi sửa tiếp.",
  });
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
