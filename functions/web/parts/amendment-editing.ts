import {
  type AmendmentInstrument,
  type AmendmentKind,
  INSTRUMENTS,
  letterTexts,
} from "../../../shared/amendments/index.ts";
import type { DocumentDescription, DocumentKind } from "../../../shared/documents/index.ts";
import { VanthuError } from "../../../shared/errors/index.ts";
import { KINDS, ruleSetFor } from "../../../shared/format/index.ts";
import { type AmendmentComparison, type AmendmentRequest, citationOf } from "../../../shared/office/index.ts";
import { askedNumber, type Desk, type Form, type WebContext } from "../desk.tsx";
import { CARRIERS } from "./amendment-form.tsx";
import { type DocumentSetting, descriptionFrom, notationOf, type Typed, typedOf } from "./document-fields.tsx";

/** What the editor is shown with. */
export interface Editing {
  request: AmendmentRequest & { from: number };
  typed: Typed;
}

/** A draft with what was chosen for it, over the revisions it was made from or those asked for now. */
export async function reopened(desk: Desk, c: WebContext, draftId: string): Promise<Editing> {
  const actor = c.get("actor");
  const document = await desk.office.documents.get(actor, draftId);
  const { amendment, description } = document;
  if (amendment === undefined)
    throw new VanthuError("NOT_FOUND", { message: "Văn bản này không có phụ lục điều chỉnh.", where: draftId });
  const { recordId, ...outside } = amendment.amended ?? {};
  const documentId = c.req.query("van-ban") ?? recordId ?? "";
  const [one, other] = [askedNumber(c, "tu", amendment.from), askedNumber(c, "den", amendment.to)];
  const request = {
    programmeId: amendment.programmeId,
    from: Math.min(one, other),
    to: Math.max(one, other),
    basis: amendment.basis,
    appendix: amendment.appendix,
    ...(documentId === "" ? {} : { documentId }),
    ...(documentId === "" && recordId === undefined && amendment.amended ? { amended: amendment.amended } : {}),
  };
  const { rows } = await desk.office.amendments.compare(actor, request);
  const there = new Set(rows.map(({ row }) => row.taskId));
  const given = recordId === undefined ? (outside as Partial<NonNullable<typeof amendment.amended>>) : {};
  return {
    request: {
      ...request,
      left: amendment.left.filter((id) => there.has(id)),
      notes: Object.fromEntries(Object.entries(amendment.notes).filter(([id]) => there.has(id))),
    },
    typed: {
      ...typedOf(description),
      draftId,
      rev: String(document.rev),
      basis: amendment.basis,
      appendix: amendment.appendix,
      appendixTitle: document.attachments[0]?.title ?? "",
      instrument: amendment.instrument === amendment.proposed ? "" : amendment.instrument,
      letterKind: document.kind,
      ...(given.number === undefined
        ? {}
        : {
            amendedKind: given.kind ?? "KH",
            amendedNumber: given.number,
            amendedNotation: given.notation ?? "",
            amendedDate: given.issuedOn ?? "",
          }),
    },
  };
}

/** The request and what was typed, from the posted form. Notes that still read as the page had made them are made anew. */
export async function editingOf(desk: Desk, c: WebContext, form: Form): Promise<Editing> {
  const texts = form.texts();
  const base = {
    programmeId: form.text("programmeId"),
    from: Number(form.text("from")) || 1,
    to: Number(form.text("to")) || 1,
    ...(form.text("documentId") === "" ? {} : { documentId: form.text("documentId") }),
  };
  const then = await desk.office.amendments.compare(c.get("actor"), {
    ...base,
    basis: form.text("basisThen"),
    appendix: form.text("appendixThen"),
  });
  const automatic = new Map(then.rows.map(({ row }) => [row.taskId, row.note]));
  const taken = new Set(form.all("take"));
  const seen = [...new Set(form.all("seen"))].filter((id) => automatic.has(id));
  const notes: Record<string, string> = {};
  for (const id of seen) {
    const note = texts[`note:${id}`] ?? "";
    if (note !== "" && plain(note) !== plain(automatic.get(id)!)) notes[id] = note;
  }
  const typed: Typed = Object.fromEntries(Object.entries(texts).filter(([name]) => !name.startsWith("note:")));
  // Texts that nobody changed follow the rows.
  for (const name of ["subject", "body"] as const) if (plain(typed[name] ?? "") === plain(typed[`${name}Then`] ?? "")) delete typed[name]; // biome-ignore format: one thought
  return {
    request: {
      ...base,
      basis: form.text("basis"),
      appendix: form.text("appendix"),
      left: seen.filter((id) => !taken.has(id)),
      notes,
      ...outsideDocument(form),
    },
    typed,
  };
}

function outsideDocument(form: Form): Pick<AmendmentRequest, "amended"> {
  const [number, notation, issuedOn] = [
    form.text("amendedNumber"),
    form.text("amendedNotation"),
    form.text("amendedDate"),
  ];
  if (number === "" && notation === "" && issuedOn === "") return {};
  return { amended: { kind: kindOf(form.text("amendedKind")), number, notation, issuedOn } };
}

/** All rows, or those with a kind of change, taken in or out. */
export async function choosingMany(
  desk: Desk,
  c: WebContext,
  editing: Editing,
  into: boolean,
  kind: string,
): Promise<Editing> {
  const { rows } = await desk.office.amendments.compare(c.get("actor"), editing.request);
  const meant = (kinds: AmendmentKind[]) => kind === "" || kinds.some((one) => one === kind);
  const left = rows.filter(({ row, taken }) => (meant(row.kinds) ? !into : !taken)).map(({ row }) => row.taskId);
  return { ...editing, request: { ...editing.request, left } };
}

/** First texts of the letter, from the rows that are taken. */
export function firstTexts(comparison: AmendmentComparison, setting: DocumentSetting, typed: Typed) {
  const ruleSet = ruleSetFor(setting.organisation.system, setting.today);
  return letterTexts(
    comparison.rows.filter((row) => row.taken).map(({ row }) => row),
    {
      instrument: instrumentOf(typed) ?? comparison.proposal.instrument,
      organisation: setting.organisation.name,
      programme: comparison.to.title,
      ...(comparison.amended === undefined ? {} : { amended: citationOf(comparison.amended, ruleSet) }),
      letter: KINDS[kindOf(typed.letterKind ?? "CV")].name,
    },
  );
}

/** The instrument that was chosen over the proposal. */
export function instrumentOf(typed: Typed): AmendmentInstrument | undefined {
  const chosen = typed.instrument ?? "";
  return Object.hasOwn(INSTRUMENTS, chosen) ? (chosen as AmendmentInstrument) : undefined;
}

function kindOf(text: string): DocumentKind {
  return CARRIERS.find((kind) => kind === text) ?? "CV";
}

/** The letter as far as the appendix needs it: notation, organisation, kind. */
export function letterKindFrom(form: Form, setting: DocumentSetting): DocumentDescription {
  const kind = kindOf(form.text("letterKind"));
  const description = descriptionFrom(form, setting, kind);
  // A notation that is only the one proposed for a letter follows the kind.
  const proposed = description.notation === "" || description.notation === notationOf(setting, "CV");
  return proposed && kind !== "CV" ? { ...description, notation: notationOf(setting, kind) } : description;
}

/** @throws INVALID for a letter to nobody */
export function refuseNobody(letter: DocumentDescription): void {
  if (letter.kind !== "CV" || letter.addressees !== undefined) return;
  throw new VanthuError("INVALID", {
    message: "Công văn cần có nơi kính gửi.",
    where: "addressees",
    hint: "Ghi cơ quan nhận ở ô Kính gửi, mỗi nơi một dòng.",
  });
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
