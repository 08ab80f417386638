import { type Actor, allow, type Organisation } from "../../access/index.ts";
import {
  AMENDMENT_KINDS,
  type AmendmentRow,
  type AmendmentWording,
  amendedAppendix,
  changesBeyondTasks,
  checkWording,
  compareRevisions,
  proposeInstrument,
} from "../../amendments/index.ts";
import { type DocumentDescription, parseDescription } from "../../documents/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { ruleSetFor } from "../../format/index.ts";
import type { RecordStore } from "../../storage/index.ts";
import type { Programme, Programmes, RecordedEvent } from "../../tasks/index.ts";
import { storedAttachment } from "../attachments.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { changeOperations, commitChange, historyEntry, readDocumentAt, summariesOf } from "../document-file.ts";
import { createDraft } from "../drafting.ts";
import type { DocumentSummary } from "../model.ts";
import { type PreviewFinding, previewOf } from "../preview/index.ts";
import { renderDescription } from "../rendering.ts";
import { hiddenFrom } from "../rights/index.ts";
import { refuseMarked } from "../secrecy/index.ts";
import { holdOperations } from "../workflow/index.ts";
import { amendedOf, citationOf, givenDocument, placesOf, readIssued } from "./amended-documents.ts";
import type {
  AmendableDocument,
  AmendedDocument,
  AmendmentComparison,
  AmendmentDesk,
  AmendmentDraft,
  AmendmentRequest,
  ChosenRow,
  DocumentAmendment,
} from "./model.ts";

/** More events than one revision can have. */
const EVENTS = 1_000_000;
/** Longest note and citation, in letters. */
const NOTE_LENGTH = 2000;

/** Amended appendices of the actor's own organisation. */
export function amendmentDesk(context: OfficeContext): AmendmentDesk {
  const { programmes, access } = context;
  const { records } = context.storage;

  async function compare(actor: Actor, request: AmendmentRequest): Promise<Compared> {
    const { organisationId } = actor;
    const issued =
      request.documentId === undefined
        ? undefined
        : await readIssued(context, actor, request.documentId, request.programmeId);
    const fromRevision = request.from ?? issued?.programme?.revision;
    if (fromRevision === undefined) {
      throw new VanthuError("INVALID", {
        message: "Chưa chọn bản đã ban hành của chương trình.",
        where: "from",
        hint: "Chọn văn bản đã ban hành, hoặc bản của chương trình mà văn bản ấy mang theo.",
      });
    }
    const from = await programmes.get(organisationId, request.programmeId, fromRevision);
    const to = await programmes.get(organisationId, request.programmeId, request.to);
    if (from.revision > to.revision) {
      throw new VanthuError("INVALID", {
        message: `Bản đã ban hành (bản ${from.revision}) phải có trước bản điều chỉnh (bản ${to.revision}).`,
        where: "from",
        hint: "Chọn lại hai bản; muốn trở về nội dung cũ thì khôi phục bản ấy thành bản mới.",
      });
    }
    const organisation = await access.organisation(organisationId);
    const rows = compareRevisions(from, to, {
      events: await eventsBetween(programmes, from, to),
      wording: (await readWording(records, organisationId)).own,
      ...(request.basis ? { basis: request.basis } : {}),
      ...(request.appendix ? { appendix: request.appendix } : {}),
      ...(issued === undefined ? {} : { places: await placesOf(context, actor, issued, from) }),
    });
    const chosen = chooseRows(rows, request);
    const amended = issued === undefined ? givenDocument(request, organisation) : amendedOf(issued, organisation);
    const taken = chosen.filter((row) => row.taken).map(({ row }) => row);
    return {
      from,
      to,
      organisation,
      ...(amended === undefined ? {} : { amended }),
      rows: chosen,
      counts: AMENDMENT_KINDS.map((kind): [typeof kind, number] => [
        kind,
        rows.filter((row) => row.kinds.includes(kind)).length,
      ]).filter(([, count]) => count > 0),
      proposal: proposeInstrument(taken, {
        tasks: from.tasks.length,
        ...(amended === undefined ? {} : { amended: amended.kind }),
        ruleSet: ruleSetFor(organisation.system, vietnamDate(context.clock())),
      }),
      beyond: changesBeyondTasks(from, to),
    };
  }

  /** Letter, appendix and choices, as they are stored. */
  async function composed(actor: Actor, draft: AmendmentDraft) {
    const letter = parseDescription(draft.letter);
    const title = draft.appendixTitle.trim();
    if (title === "") throw new VanthuError("INVALID", { message: "Phụ lục cần có tên.", where: "appendixTitle" });
    const compared = await compare(actor, draft);
    const description = appendixOf(compared, letter, title);
    return {
      letter,
      attachments: [await storedAttachment(context, { title, name: "phu-luc.pdf", description })],
      programme: { id: compared.to.id, revision: compared.to.revision },
      amendment: choicesOf(compared, draft),
    };
  }

  return {
    async documents(actor, programmeId) {
      allow(actor, "document.read");
      const organisation = await access.organisation(actor.organisationId);
      const { items } = await records.query<DocumentSummary>(summariesOf(actor.organisationId), { reverse: true });
      const hidden = await hiddenFrom(context, actor);
      const found = items.filter(
        ({ data }) =>
          data.programme?.id === programmeId &&
          (data.state === "issued" || data.state === "sent") &&
          !hidden.has(data.id),
      );
      return found.map(({ data }): AmendableDocument => {
        const amended: AmendedDocument = {
          recordId: data.id,
          organisationCode: organisation.code,
          kind: data.kind,
          number: data.number!.text,
          notation: data.notation,
          issuedOn: data.issuedOn!,
        };
        return {
          ...amended,
          recordId: data.id,
          citation: citationOf(amended, data.ruleSet),
          subject: data.subject.replaceAll("\n", " "),
          revision: data.programme!.revision,
          amendment: data.programme!.amendment ?? false,
        };
      });
    },

    async compare(actor, request) {
      allow(actor, "programme.read");
      const { organisation: _, ...comparison } = await compare(actor, request);
      return comparison;
    },

    async appendix(actor, draft) {
      allow(actor, "programme.read");
      const compared = await compare(actor, draft);
      const letter = draft.letter ?? plainLetter(compared.organisation, vietnamDate(context.clock()));
      return renderDescription(context, actor.organisationId, appendixOf(compared, letter, draft.appendixTitle));
    },

    async preview(actor, draft, { part = "appendix", ...options } = {}) {
      allow(actor, "document.draft");
      await refuseMarked(context, actor, { value: draft }, "amendments");
      const compared = await compare(actor, draft);
      const taken = compared.rows.filter((row) => row.taken).length;
      const lacking: PreviewFinding[] = [];
      const lacks = (field: string, message: string) =>
        lacking.push({ code: `${field}.missing`, kind: "missing", severity: "error", message, field });
      if (taken === 0) lacks("rows", "Chưa chọn dòng nào để đưa vào phụ lục.");
      if (draft.appendixTitle.trim() === "") lacks("appendixTitle", "Phụ lục chưa có tên.");
      if (part === "letter" || taken === 0) return previewOf(context, actor, draft.letter, { ...options, lacking });
      const appendix = appendixOf(compared, draft.letter, draft.appendixTitle.trim() || "…");
      return previewOf(context, actor, appendix, { ...options, lacking, attached: true });
    },

    async draft(actor, draft) {
      allow(actor, "document.draft");
      const { letter, ...parts } = await composed(actor, draft);
      return createDraft(context, actor, letter, parts);
    },

    async redraft(actor, id, rev, draft) {
      allow(actor, "document.draft");
      const document = await readDocumentAt(context, actor, id, rev);
      if (document.amendment === undefined || (document.state !== "draft" && document.state !== "returned")) {
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Chỉ lập lại được phụ lục điều chỉnh còn là dự thảo.",
          where: id,
          hint: "Đề nghị người ký trả lại văn bản rồi sửa.",
        });
      }
      const holds = await holdOperations(context, actor, id, false);
      const { letter, ...parts } = await composed(actor, draft);
      await refuseMarked(context, actor, { value: [letter, parts.attachments] }, "documents");
      const { kind, ruleSet, subject } = letter;
      const change = changeOperations(
        document,
        { state: "draft", description: letter, kind, ruleSet, subject, ...parts, word: undefined },
        historyEntry(context, actor, "edit"),
      );
      return commitChange(context, actor, change, holds);
    },

    async wording(actor) {
      allow(actor, "programme.read");
      return readWording(records, actor.organisationId);
    },

    async saveWording(actor, rev, wording) {
      allow(actor, "document.draft");
      const own = checkWording(wording);
      const stored = await readWording(records, actor.organisationId);
      if (stored.rev !== rev) {
        throw new VanthuError("CONFLICT", {
          message: "Mẫu câu ghi chú đã được người khác thay đổi.",
          where: "wording",
          hint: "Tải lại trang để xem mẫu câu mới rồi làm lại.",
        });
      }
      const key = { pk: wordingOf(actor.organisationId), sk: "own" };
      await access.commitAudited(
        [rev === 0 ? { op: "insert", ...key, data: { own } } : { op: "update", ...key, rev, data: { own } }],
        {
          organisationId: actor.organisationId,
          actor: { personId: actor.personId, name: actor.name },
          at: context.clock().toISOString(),
          action: "settings.amendment-wording",
          subject: actor.organisationId,
        },
      );
      return { own, rev: rev + 1 };
    },
  };
}

interface Compared extends AmendmentComparison {
  organisation: Organisation;
}

/**
 * Events of the revisions after `from` up to `to`; none when `from` is the newer one.
 * @throws NOT_FOUND
 */
export async function eventsBetween(programmes: Programmes, from: Programme, to: Programme): Promise<RecordedEvent[]> {
  const revisions = Array.from({ length: Math.max(0, to.revision - from.revision) }, (_, i) => from.revision + i + 1);
  const events = await Promise.all(
    revisions.map((revision) => programmes.events(to.organisationId, to.id, { revision, limit: EVENTS })),
  );
  return events.flat();
}

/** An office's own templates of notes; `rev` 0 while there are none. */
export async function readWording(
  records: RecordStore,
  organisationId: string,
): Promise<{ own: Partial<AmendmentWording>; rev: number }> {
  const item = await records.get<{ own: Partial<AmendmentWording> }>(wordingOf(organisationId), "own");
  return { own: item?.data.own ?? {}, rev: item?.rev ?? 0 };
}

function wordingOf(organisationId: string): string {
  return `org/${organisationId}/amendment-wording`;
}

/** What the appendix takes from its letter while there is no letter yet: whose it is. */
export function plainLetter(
  organisation: Pick<Organisation, "name" | "superior" | "place"> & { system?: Organisation["system"] },
  today: string,
): DocumentDescription {
  return {
    ruleSet: ruleSetFor(organisation.system ?? "state", today),
    kind: "CV",
    organisation: { name: organisation.name, ...(organisation.superior ? { superior: organisation.superior } : {}) },
    notation: "…",
    place: organisation.place,
    subject: "",
    body: "",
    recipients: [],
    signature: { authority: [], position: "", name: "" },
  };
}

/**
 * The clerk's decisions on the rows.
 * @throws INVALID naming tasks that have no row, and notes that are too long
 */
export function chooseRows(rows: AmendmentRow[], request: Pick<AmendmentRequest, "left" | "notes">): ChosenRow[] {
  const left = new Set(request.left ?? []);
  const notes = new Map(Object.entries(request.notes ?? {}));
  const known = new Set(rows.map((row) => row.taskId));
  const unknown = [...left, ...notes.keys()].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new VanthuError("INVALID", {
      message: `Có ${unknown.length} nhiệm vụ được nêu mà không khác nhau giữa hai bản.`,
      where: unknown[0]!,
      hint: "So sánh lại hai bản rồi chọn lại các dòng.",
    });
  }
  return rows.map((row) => {
    const own = notes.get(row.taskId)?.normalize("NFC").trim();
    if (own !== undefined && own.length > NOTE_LENGTH) {
      throw new VanthuError("INVALID", { message: `Ghi chú dài quá ${NOTE_LENGTH} ký tự.`, where: row.taskId });
    }
    // An emptied note is no note of the clerk's: the office's wording stands again.
    const written = own !== undefined && own !== "" && own !== row.note;
    return { row, note: written ? own : row.note, written, taken: !left.has(row.taskId) };
  });
}

/** @throws NOTHING_AMENDED */
function appendixOf(compared: Compared, letter: DocumentDescription, title: string): DocumentDescription {
  const rows = compared.rows.filter((row) => row.taken).map(({ row, note }) => ({ ...row, note }));
  if (rows.length === 0) {
    const none = compared.rows.length === 0;
    throw new VanthuError("NOTHING_AMENDED", {
      message: none ? "Hai bản của chương trình không khác nhau." : "Chưa chọn dòng nào để đưa vào phụ lục.",
      where: `bản ${compared.from.revision} và bản ${compared.to.revision}`,
      hint: none ? "Chọn hai bản khác nhau của chương trình nhiệm vụ." : "Chọn ít nhất một dòng.",
    });
  }
  return amendedAppendix(rows, { letter, title });
}

function choicesOf(compared: Compared, draft: AmendmentDraft): DocumentAmendment {
  const written = compared.rows.filter((row) => row.written && row.taken);
  return {
    programmeId: compared.to.id,
    from: compared.from.revision,
    to: compared.to.revision,
    basis: (draft.basis ?? "").trim(),
    appendix: (draft.appendix ?? "").trim(),
    ...(compared.amended === undefined ? {} : { amended: compared.amended }),
    instrument: draft.instrument ?? compared.proposal.instrument,
    proposed: compared.proposal.instrument,
    rows: compared.rows.filter((row) => row.taken).length,
    left: compared.rows.filter((row) => !row.taken).map(({ row }) => row.taskId),
    notes: Object.fromEntries(written.map(({ row, note }) => [row.taskId, note])),
  };
}
