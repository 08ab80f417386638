import { type Actor, type AuditEntry, allow } from "../../access/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import { writeZip, type ZipPart } from "../../opc/index.ts";
import { foldVietnamese } from "../../records/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { hiddenFrom } from "../rights/index.ts";
import { type AuditDesk, sealText, type TrailCheck, type TrailFilter } from "./model.ts";
import { checkSeal, sealedHeads, sealsOf } from "./seals.ts";

/** Lines that one answer looks at, so that a search for what is not there ends; the next answer goes on. */
const LOOK_AT_MOST = 5_000;
const STEP = 500;
const LINES = 100;

/** Reading, proving and taking out the audit trail of an organisation. */
export function auditDesk(context: OfficeContext): AuditDesk {
  const { access } = context;

  const audited = (actor: Actor, action: string, details: Record<string, string>) =>
    access.commitAudited([], {
      organisationId: actor.organisationId,
      actor: { personId: actor.personId, name: actor.name },
      at: context.clock().toISOString(),
      action,
      subject: actor.organisationId,
      details,
    });

  return {
    async list(actor, filter = {}) {
      allow(actor, "audit.read");
      const limit = Math.min(Math.max(filter.limit ?? LINES, 1), 500);
      const fits = matcher(filter);
      const hidden = await hiddenFrom(context, actor);
      const entries: AuditEntry[] = [];
      let { after } = filter;
      for (let looked = 0; looked < LOOK_AT_MOST; looked += STEP) {
        const page = await access.auditTrail(actor.organisationId, { reverse: true, limit: STEP, after });
        for (const kept of page.entries) {
          const entry = hidden.has(kept.subject) ? withoutNote(kept) : kept;
          // Lines are written in the order of time: from here on all are older.
          if (filter.from !== undefined && vietnamDate(new Date(entry.at)) < filter.from) return { entries };
          if (!fits(entry)) continue;
          entries.push(entry);
          if (entries.length === limit) {
            const more = entry.sequence > 1;
            return { entries, ...(more ? { next: access.auditPlace(entry.sequence) } : {}) };
          }
        }
        if (page.next === undefined) return { entries };
        after = page.next;
      }
      return { entries, ...(after === undefined ? {} : { next: after }) };
    },

    async check(actor) {
      allow(actor, "audit.read");
      return checkTrail(context, actor.organisationId);
    },

    async seals(actor) {
      allow(actor, "audit.read");
      return (await sealsOf(context, actor.organisationId)).reverse();
    },

    async export(actor) {
      allow(actor, "audit.export");
      const day = vietnamDate(context.clock());
      const { code, name } = await access.organisation(actor.organisationId);
      const seals = await sealsOf(context, actor.organisationId);
      // What is taken out ends with the line that says who took it out.
      await audited(actor, "audit.export", { seals: String(seals.length) });
      const parts: ZipPart[] = [
        ["HUONG-DAN.txt", utf8(guide(name, code))],
        ["nhat-ky.jsonl", await jsonLines(context, actor.organisationId)],
      ];
      for (const seal of seals) {
        parts.push([`dau/${seal.day}.txt`, utf8(sealText(code, seal))]);
        if (seal.token !== undefined)
          parts.push([`dau/${seal.day}.tst`, new Uint8Array(Buffer.from(seal.token, "base64"))]);
      }
      return { name: `nhat-ky-${code}-${day}.zip`, bytes: writeZip(parts) };
    },
  };
}

/** The whole proof of one organisation's trail, for the desk and for the command line. */
export async function checkTrail(
  context: Pick<OfficeContext, "access" | "storage" | "keyring" | "clock">,
  organisationId: string,
): Promise<TrailCheck> {
  const { code } = await context.access.organisation(organisationId);
  const noted = await sealsOf(context, organisationId);
  const check = await context.access.checkAudit(organisationId, sealedHeads(noted));
  const seals = await Promise.all(noted.map((seal) => checkSeal(context, code, seal)));
  const broken = seals.filter(({ stamp }) => stamp === "broken");
  const faults = [
    ...check.faults,
    ...broken.map(({ day, sequence }) => ({
      sequence,
      message: `Dấu thời gian ngày ${vietnameseDay(day)} không khớp với nội dung nó xác nhận.`,
    })),
  ];
  const { entries, hash } = check;
  return { organisationId, entries, hash, seals, faults, sound: faults.length === 0 };
}

/** A line about a document that the reader may not see: what was done, without what was said of it. */
function withoutNote(entry: AuditEntry): AuditEntry {
  const { note, ...details } = entry.details ?? {};
  return note === undefined || entry.action === "document.restrict" ? entry : { ...entry, details };
}

function matcher({ to, personId, action, search }: TrailFilter): (entry: AuditEntry) => boolean {
  const words = foldVietnamese(search ?? "")
    .split(" ")
    .filter((word) => word !== "");
  return (entry) => {
    if (to !== undefined && vietnamDate(new Date(entry.at)) > to) return false;
    if (personId !== undefined && entry.actor.personId !== personId) return false;
    if (action !== undefined && entry.action !== action && !entry.action.startsWith(`${action}.`)) return false;
    if (words.length === 0) return true;
    const text = foldVietnamese(
      [entry.subject, entry.actor.name, entry.action, ...Object.values(entry.details ?? {})].join(" "),
    );
    return words.every((word) => text.includes(word));
  };
}

/** Every entry as it is stored, one a line, oldest first. */
async function jsonLines({ access }: OfficeContext, organisationId: string): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let after: string | undefined;
  do {
    const page = await access.auditTrail(organisationId, { limit: STEP, after });
    pieces.push(Buffer.from(page.entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")));
    after = page.next;
  } while (after !== undefined);
  return new Uint8Array(Buffer.concat(pieces));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function guide(name: string, code: string): string {
  return `NHẬT KÝ HỆ THỐNG CỦA ${name.toLocaleUpperCase("vi")} (${code})

nhat-ky.jsonl: mỗi dòng là một việc đã làm (JSON, UTF-8), theo thứ tự từ số 1. "previous" là "hash" của dòng trước (dòng
đầu: 64 chữ số 0). "hash" là SHA-256 của mảng JSON không có khoảng trắng, gồm lần lượt: sequence, at, actor.personId,
actor.name, organisationId, action, subject, details dưới dạng mảng các cặp [tên, giá trị] xếp theo tên (không có thì []),
previous. Sửa, xóa, chèn hoặc đổi chỗ một dòng bất kỳ đều làm đứt chuỗi này.

dau/NGÀY.txt: số thứ tự và "hash" của dòng cuối vào ngày đó. dau/NGÀY.tst: dấu thời gian (RFC 3161) đóng trên tệp .txt
cùng tên, do tổ chức cấp dấu thời gian của cơ quan cấp. Kiểm tra bằng OpenSSL:

  openssl ts -verify -token_in -in dau/NGÀY.tst -data dau/NGÀY.txt -CAfile chung-thu-goc.pem

rồi so dòng thứ tư và thứ năm của tệp .txt với "sequence" và "hash" trong nhat-ky.jsonl.
`;
}
