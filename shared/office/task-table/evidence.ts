import { createHash } from "node:crypto";
import { type Actor, allow } from "../../access/index.ts";
import { type Fault, isVanthuError, VanthuError } from "../../errors/index.ts";
import type { RecordedEvent, TaskFile } from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { refuseMarked } from "../secrecy/index.ts";
import { type EvidenceKind, evidenceKind } from "./evidence-kinds.ts";
import type { BroughtFile, TaskTableDesk } from "./model.ts";

/** Bounds on the files of one act: how many, and the bytes of each. */
export const EVIDENCE_LIMITS = { files: 10, bytes: 20 * 1024 * 1024 };

/** Longest name of a file, in characters; a longer one is cut before its ending. */
const NAME_LENGTH = 150;

type Context = Pick<OfficeContext, "access" | "clock" | "storage">;

/**
 * Looks at files that somebody hands in as evidence: how many, how large, what they are by their content, whether they are marked as secret.
 * Nothing is stored yet.
 *
 * @throws EVIDENCE_FILE with a fault per file, SECRET_REFUSED
 */
export async function checkEvidence(
  context: Context,
  actor: Actor,
  files: readonly BroughtFile[],
): Promise<{ file: TaskFile; bytes: Uint8Array }[]> {
  if (files.length === 0) return [];
  const faults: Fault[] = [];
  const fault = (message: string, where: string, hint?: string) =>
    faults.push({ code: "EVIDENCE_FILE", message, where, ...(hint === undefined ? {} : { hint }) });
  if (files.length > EVIDENCE_LIMITS.files)
    fault(`Mỗi lần gửi tối đa ${EVIDENCE_LIMITS.files} tệp; lần này có ${files.length}.`, "files");
  const checked = files.slice(0, EVIDENCE_LIMITS.files).map(({ name, bytes }, index) => {
    const where = `files[${index}]`;
    const shown = `Tệp “${name.slice(0, 80)}”`;
    if (bytes.length === 0) fault(`${shown} rỗng.`, where);
    else if (bytes.length > EVIDENCE_LIMITS.bytes)
      fault(
        `${shown} lớn hơn ${EVIDENCE_LIMITS.bytes / 1024 / 1024} MB.`,
        where,
        "Nén lại hoặc tách thành các tệp nhỏ hơn.",
      );
    else {
      const kind = kindOf(bytes, (message, hint) => fault(`${shown}: ${message}`, where, hint));
      if (kind !== undefined && !endsLike(name, kind))
        fault(
          `${shown} có nội dung là .${kind.ending}, khác với tên.`,
          where,
          `Đổi tên tệp cho đúng đuôi .${kind.ending} rồi gửi lại.`,
        );
      else if (kind !== undefined) return { file: described(context, actor, { name, bytes }, kind), bytes };
    }
    return undefined;
  });
  const [first] = faults;
  if (first !== undefined)
    throw new VanthuError("EVIDENCE_FILE", {
      message: faults.length === 1 ? first.message : `Có ${faults.length} tệp minh chứng không nhận được.`,
      where: first.where,
      hint: first.hint ?? "Nhận tệp PDF, Word (.docx), Excel (.xlsx) và ảnh PNG, JPEG, WebP.",
      faults,
    });
  await refuseMarked(context, actor, { files }, "evidence");
  return checked.filter((one) => one !== undefined);
}

/** Keeps the bytes of checked files; what is kept twice is kept once. */
export async function keepEvidence(
  { storage }: Context,
  checked: readonly { file: TaskFile; bytes: Uint8Array }[],
): Promise<void> {
  for (const { file, bytes } of checked) await storage.files.put(bytes, file.contentType);
}

function kindOf(bytes: Uint8Array, fault: (message: string, hint?: string) => void): EvidenceKind | undefined {
  try {
    const kind = evidenceKind(bytes);
    if (kind === undefined)
      fault("không phải PDF, Word (.docx), Excel (.xlsx) không có macro, hoặc ảnh PNG, JPEG, WebP.");
    return kind;
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    fault(error.message, error.hint);
    return undefined;
  }
}

function endsLike(name: string, { ending, also = [] }: EvidenceKind): boolean {
  const own = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase();
  return own === ending || (own !== undefined && also.includes(own));
}

function described(
  { clock }: Context,
  actor: Actor,
  { name, bytes }: BroughtFile,
  { contentType }: EvidenceKind,
): TaskFile {
  const plain = name
    .normalize("NFC")
    .replaceAll(/^.*[\\/]/g, "")
    // What turns the direction of writing would show a name as another one.
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, "")
    .trim();
  const dot = plain.lastIndexOf(".");
  const stem = plain.slice(0, dot);
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    name: plain.length <= NAME_LENGTH ? plain : `${stem.slice(0, NAME_LENGTH - 8).trim()}…${plain.slice(dot)}`,
    contentType,
    bytes: bytes.length,
    addedOn: vietnamDate(clock()),
    by: actor.name,
  };
}

/** Hands files out to those who may read the programme: only those that the task has, or had in some revision. */
export function evidenceReader({
  storage,
  programmes,
}: Pick<OfficeContext, "storage" | "programmes">): Pick<TaskTableDesk, "file"> {
  return {
    async file(actor, programmeId, taskId, sha256) {
      allow(actor, "programme.read");
      const { tasks } = await programmes.get(actor.organisationId, programmeId);
      const now = tasks.find(({ id }) => id === taskId)?.files?.find((file) => file.sha256 === sha256);
      const found =
        now ??
        filesIn(await programmes.events(actor.organisationId, programmeId, { taskId })).find(
          (file) => file.sha256 === sha256,
        );
      if (found === undefined)
        throw new VanthuError("NOT_FOUND", {
          message: "Nhiệm vụ không có tệp minh chứng này.",
          where: sha256.slice(0, 64),
        });
      return { name: found.name, contentType: found.contentType, bytes: await storage.files.get(found.sha256) };
    },
  };
}

/** Every file that the events of a task name. */
function filesIn(events: readonly RecordedEvent[]): TaskFile[] {
  return events
    .flatMap(({ fields, added, removed }) => [
      ...fields.filter(({ field }) => field === "files").flatMap(({ before, after }) => [before, after]),
      (added as { files?: unknown } | undefined)?.files,
      (removed as { files?: unknown } | undefined)?.files,
    ])
    .flatMap((files) => (files ?? []) as TaskFile[]);
}
