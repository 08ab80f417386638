import { type Actor, allow } from "../../access/index.ts";
import { isIsoDay } from "../../calendar/index.ts";
import { type DossierList, listItems, listSheet, numberList } from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { tellOperations } from "../notices.ts";
import type { DossierDesk, ListView } from "./model.ts";
import { auditEvent, codeKey } from "./records.ts";
import { sheetFile, sheetOffice } from "./sheets.ts";

/** Partition of an organisation's lists; sort keys are years. */
function listsOf(organisationId: string): string {
  return `org/${organisationId}/dossier-lists`;
}

/** Lists of dossiers: drawn up, approved, printed. */
export function listDesk(
  context: OfficeContext,
): Pick<DossierDesk, "years" | "list" | "saveList" | "approveList" | "listSheet"> {
  const { records } = context.storage;

  return {
    async years(actor) {
      allow(actor, "dossier.read");
      const { items } = await records.query(listsOf(actor.organisationId), { reverse: true });
      return items.map(({ sk }) => Number(sk));
    },

    async list(actor, year) {
      allow(actor, "dossier.read");
      return readList(context, actor, year);
    },

    async saveList(actor, year, rev, { numbering, headings }) {
      allow(actor, "dossier.keep");
      requireYear(year);
      const before = await readList(context, actor, year);
      requireDraft(before);
      const data: DossierList = { year, numbering, headings: numberList(headings, numbering), state: "draft" };
      await context.access.commitAudited(
        [write(actor, year, rev, data)],
        auditEvent(context, actor, "dossier-list.save", String(year)),
      );
      return readList(context, actor, year);
    },

    async approveList(actor, year, rev, decision) {
      // Điều 28: the head of the organisation approves it.
      allow(actor, "document.sign");
      const { rev: held, opened: _opened, ...list } = await readList(context, actor, year);
      if (held === 0 || list.headings.length === 0)
        throw new VanthuError("NOT_FOUND", { message: `Chưa lập danh mục hồ sơ năm ${year}.`, where: String(year) });
      requireDraft(list);
      for (const [where, text] of Object.entries(decision))
        if (text.trim() === "" || text.length > 200 || (where === "date" && !isIsoDay(text)))
          throw new VanthuError("INVALID", {
            message: "Ghi đủ số, ngày và cơ quan của quyết định ban hành danh mục.",
            where,
          });
      const people = await context.access.people(actor.organisationId);
      const ids = (name: string) =>
        people.filter((one) => one.name === name && one.disabled !== true).map(({ id }) => id);
      const data: DossierList = {
        ...list,
        // Makers are written as names; where a name is one person's, the dossier will be theirs.
        headings: list.headings.map((heading) => ({
          ...heading,
          parts: heading.parts.map((part) => ({
            ...part,
            items: part.items.map((item) => {
              const [id, ...others] = ids(item.maker.name);
              return id === undefined || others.length > 0 ? item : { ...item, maker: { ...item.maker, personId: id } };
            }),
          })),
        })),
        decision,
        state: "approved",
        approved: { at: context.clock().toISOString(), personId: actor.personId, name: actor.name },
      };
      const makers = [...new Set(listItems(data).flatMap(({ item }) => item.maker.personId ?? []))];
      // A commit holds 100 operations at most; further makers see the list where everybody sees it.
      const told = await tellOperations(
        records,
        actor.organisationId,
        makers.slice(0, 80).map((personId) => ({ personId })),
        {
          key: `dossier-list/${year}`,
          kind: "dossier-list",
          text: `Danh mục hồ sơ năm ${year} đã được phê duyệt. Mở các hồ sơ giao cho bạn lập.`,
          href: `/ho-so/danh-muc/${year}`,
          subject: String(year),
        },
        context.clock(),
      );
      await context.access.commitAudited(
        [write(actor, year, rev, data), ...told],
        auditEvent(context, actor, "dossier-list.approve", String(year), { decision: decision.symbol }),
      );
      return readList(context, actor, year);
    },

    async listSheet(actor, year, format) {
      allow(actor, "dossier.read");
      const { rev, opened: _opened, ...list } = await readList(context, actor, year);
      if (rev === 0)
        throw new VanthuError("NOT_FOUND", { message: `Chưa lập danh mục hồ sơ năm ${year}.`, where: String(year) });
      return sheetFile(context, listSheet(list, await sheetOffice(context, actor)), format);
    },
  };
}

/** A year's list with the dossiers opened from it; an empty draft of revision 0 when there is none. */
export async function readList(context: OfficeContext, actor: Actor, year: number): Promise<ListView> {
  const { records } = context.storage;
  const [item, codes] = await Promise.all([
    records.get<DossierList>(listsOf(actor.organisationId), String(year)),
    records.query<{ id: string }>(codeKey(actor.organisationId, year, "")[0], { prefix: `${year}/` }),
  ]);
  const opened = Object.fromEntries(codes.items.map(({ sk, data }) => [sk.slice(5), data.id]));
  const empty: DossierList = { year, numbering: "whole", headings: [], state: "draft" };
  return { ...(item?.data ?? empty), rev: item?.rev ?? 0, opened };
}

function write(actor: Actor, year: number, rev: number, data: DossierList): WriteOperation {
  const key = { pk: listsOf(actor.organisationId), sk: String(year) };
  return rev === 0 ? { op: "insert", ...key, data } : { op: "update", ...key, rev, data };
}

function requireDraft(list: Pick<DossierList, "state" | "year">): void {
  if (list.state === "draft") return;
  throw new VanthuError("DOSSIER_STATE", {
    message: `Danh mục hồ sơ năm ${list.year} đã được phê duyệt nên không sửa được.`,
    where: String(list.year),
    hint: "Hồ sơ phát sinh ngoài danh mục thì mở trực tiếp (Điều 29 khoản 2 điểm c).",
  });
}

function requireYear(year: number): void {
  if (Number.isInteger(year) && year >= 1945 && year <= 2200) return;
  throw new VanthuError("INVALID", { message: "Năm của danh mục hồ sơ không đúng.", where: String(year) });
}
