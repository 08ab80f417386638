import { createHash } from "node:crypto";
import { type Actor, allow } from "../../access/index.ts";
import { markWords } from "../../amendments/index.ts";
import { compareWordBounded } from "../../bounded/index.ts";
import type { AppendixTable, DocumentDescription } from "../../documents/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { StoredItem, WriteOperation } from "../../storage/index.ts";
import { attachmentDescription } from "../attachments.ts";
import type { OfficeContext } from "../context.ts";
import { readDocument } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import { docxOfDocument } from "../rendering.ts";
import { fullDescription } from "../reports/documents.ts";
import type { ComparedPart, DocumentVersion, VersionComparison, WorkflowDesk } from "./model.ts";

/** Cells of word comparison for one page: about a second of work (`markWords`). */
const COMPARED_CELLS = 40_000_000;

/** Versions that were submitted, and what differs between them. */
export function versionDesk(context: OfficeContext): Pick<WorkflowDesk, "versions" | "compare" | "versionFile"> {
  const one = async (actor: Actor, id: string, version: number): Promise<DocumentVersion> => {
    const found = (await versionsOf(context, actor.organisationId, id)).find((each) => each.version === version);
    if (found !== undefined) return found;
    throw new VanthuError("NOT_FOUND", {
      message: `Văn bản không có bản trình số ${version}.`,
      where: String(version),
    });
  };
  const partsOf = async (version: DocumentVersion): Promise<[string, string][]> => {
    const text = new TextDecoder().decode(await context.storage.files.get(version.description));
    const { description, attachments } = JSON.parse(text) as KeptDescription;
    return [...descriptionParts(description), ...attachments.flatMap(attachmentParts)];
  };
  const draftParts = async (document: DocumentRecord): Promise<[string, string][]> => {
    const { description, attachments } = await keptDescription(context, document);
    return [...descriptionParts(description), ...attachments.flatMap(attachmentParts)];
  };

  return {
    async versions(actor, id) {
      allow(actor, "document.read");
      await readDocument(context, actor, id);
      return versionsOf(context, actor.organisationId, id);
    },

    async compare(actor, id, from, to) {
      allow(actor, "document.read");
      const document = await readDocument(context, actor, id);
      const before = await one(actor, id, from);
      const later = to === 0 ? undefined : await one(actor, id, to);
      // What was worked on in Word says more than its form: the files themselves are compared.
      if (before.word !== undefined || (later === undefined ? document.word !== undefined : later.word !== undefined)) {
        const now = later ?? { version: 0 as const, subject: document.subject };
        const { files } = context.storage;
        const docx = later === undefined ? await docxOfDocument(context, document) : await files.get(later.docx);
        return { from: before, to: now, ...(await comparedFiles(await files.get(before.docx), docx)) };
      }
      const old = await partsOf(before);
      if (later === undefined) {
        const now = { version: 0 as const, subject: document.subject };
        return { from: before, to: now, ...compared(old, await draftParts(document)) };
      }
      return { from: before, to: later, ...compared(old, await partsOf(later)) };
    },

    async versionFile(actor, id, version, format) {
      allow(actor, "document.read");
      await readDocument(context, actor, id);
      const found = await one(actor, id, version);
      return { name: `ban-trinh-${version}.${format}`, bytes: await context.storage.files.get(found[format]) };
    },
  };
}

/** Versions of a document, oldest first. The caller has read the document. */
export async function versionsOf(
  { storage }: Pick<OfficeContext, "storage">,
  organisationId: string,
  id: string,
): Promise<DocumentVersion[]> {
  const { items } = await storage.records.query<DocumentVersion>(versionsPartition(organisationId, id));
  return items.map(({ data }) => data);
}

/** The newest version. */
async function lastVersion(
  { storage }: Pick<OfficeContext, "storage">,
  organisationId: string,
  id: string,
): Promise<StoredItem<DocumentVersion> | undefined> {
  const partition = versionsPartition(organisationId, id);
  return (await storage.records.query<DocumentVersion>(partition, { reverse: true, limit: 1 })).items[0];
}

/** The write that keeps what is being submitted as the next version, and the version. */
export async function keepVersion(
  context: OfficeContext,
  actor: Actor,
  document: DocumentRecord,
  files: { docx: string; pdf: string; attachments: DocumentRecord["attachments"] },
  at: string,
): Promise<{ version: DocumentVersion; operations: WriteOperation[] }> {
  const { organisationId, id } = document;
  const kept = new TextEncoder().encode(JSON.stringify(await keptDescription(context, document)));
  const version: DocumentVersion = {
    version: ((await lastVersion(context, organisationId, id))?.data.version ?? 0) + 1,
    at,
    personId: actor.personId,
    person: actor.name,
    subject: document.subject,
    docx: files.docx,
    pdf: files.pdf,
    description: (await context.storage.files.put(kept, "application/json")).sha256,
    attachments: files.attachments.map(({ title, docx, pdf }) => ({ title, docx: docx!, pdf: pdf! })),
    ...(document.word === undefined ? {} : { word: document.word.version }),
  };
  const pk = versionsPartition(organisationId, id);
  return { version, operations: [{ op: "insert", pk, sk: padded(version.version), data: version }] };
}

interface KeptDescription {
  description: DocumentDescription;
  attachments: { title: string; description: DocumentDescription }[];
}

async function keptDescription(context: OfficeContext, document: DocumentRecord): Promise<KeptDescription> {
  const attachments = await Promise.all(
    document.attachments.map(async (one) => ({
      title: one.title,
      description: await attachmentDescription(context, one),
    })),
  );
  return { description: (await fullDescription(context, document)).description, attachments };
}

/** Two Word files as parts: each place that says something else, then what looks otherwise. */
async function comparedFiles(
  before: Uint8Array,
  after: Uint8Array,
): Promise<Pick<VersionComparison, "parts" | "same">> {
  const { differences, formats, same } = await compareWordBounded(before, after);
  const parts: ComparedPart[] = differences.map(({ where, cells }) => ({
    part: `${where.charAt(0).toLocaleUpperCase("vi")}${where.slice(1)}`,
    marks: cells.flatMap((marks, index) => (index === 0 ? marks : [{ kind: "same" as const, text: " | " }, ...marks])),
  }));
  for (const { what, before: was, after: is, where } of formats)
    parts.push({
      part: `${what}: ${where[0] ?? ""}`,
      marks: [
        { kind: "removed", text: was },
        { kind: "added", text: is },
      ],
    });
  return { parts, same };
}

function compared(before: [string, string][], after: [string, string][]): Pick<VersionComparison, "parts" | "same"> {
  const old = new Map(before);
  const now = new Map(after);
  const budget = { cells: COMPARED_CELLS };
  const parts: ComparedPart[] = [];
  let same = 0;
  for (const part of new Set([...now.keys(), ...old.keys()])) {
    const [was, is] = [old.get(part) ?? "", now.get(part) ?? ""];
    if (was === is) same += 1;
    else parts.push({ part, marks: markWords(was, is, budget) });
  }
  return { parts, same };
}

/** What a description says, part by part; of two parts with one name the later is numbered. */
function descriptionParts(description: DocumentDescription, prefix = ""): [string, string][] {
  const { organisation, signature, appendices = [], footnotes = {}, pictures = {} } = description;
  const named: [string, string][] = [
    ["Loại văn bản", `${description.kind} (${description.ruleSet})`],
    ["Cơ quan ban hành", [organisation.superior, organisation.name].filter(Boolean).join("\n")],
    ["Số, ký hiệu", `${description.number ?? ""}/${description.notation}`],
    ["Địa danh, ngày", [description.place, description.date ?? description.year ?? ""].join(", ")],
    ["Mức độ khẩn", description.urgency ?? ""],
    ["Trích yếu", description.subject],
    ["Kính gửi", (description.addressees ?? []).join("\n")],
    ["Nội dung", description.body],
    ...Object.entries(footnotes).map(([label, text]): [string, string] => [`Chú thích ${label}`, text]),
    ...Object.entries(pictures).map(([name, drawing]): [string, string] => [`Hình ${name}`, pictureText(drawing)]),
    ...appendices.flatMap(({ title, label, attachedTo, body, table }, index): [string, string][] => {
      const name = label ?? `Phụ lục ${index + 1}`;
      return [
        [`${name}, tên`, [title, attachedTo].filter(Boolean).join("\n")],
        [`${name}, nội dung`, body ?? ""],
        [`${name}, bảng`, table === undefined ? "" : tableText(table)],
      ];
    }),
    ["Nơi nhận", description.recipients.join("\n")],
    ["Người ký", [...signature.authority, signature.position, signature.name].join("\n")],
  ];
  return named.map(([name, text]) => [prefix + name, text]);
}

function attachmentParts(
  { title, description }: KeptDescription["attachments"][number],
  index: number,
): [string, string][] {
  return descriptionParts(description, `Phụ lục kèm theo ${index + 1} (${title.replaceAll("\n", " ").slice(0, 60)}): `);
}

/** Of a drawing only whether it changed can be told in words. */
function pictureText(drawing: unknown): string {
  const sha256 = createHash("sha256").update(JSON.stringify(drawing)).digest("hex");
  return `bản vẽ ${sha256.slice(0, 8)}`;
}

function tableText({ columns, rows }: AppendixTable): string {
  const lines = rows.map((row) =>
    "group" in row
      ? `${row.group.number} ${row.group.title}`
      : row.cells.map((cell) => cell.replaceAll("\n", " ")).join(" | "),
  );
  return [columns.map(({ header }) => header).join(" | "), ...lines].join("\n");
}

function versionsPartition(organisationId: string, id: string): string {
  return `org/${organisationId}/document-versions/${id}`;
}

function padded(version: number): string {
  return String(version).padStart(6, "0");
}
