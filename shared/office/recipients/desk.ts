import { type Actor, allow } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { foldVietnamese } from "../../records/index.ts";
import type { StoredItem, WriteOperation } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { receiver } from "../dispatch.ts";
import type { RecipientDesk, RecipientGroup } from "./model.ts";

const MAX_GROUPS = 100;
/** One sending takes as many. */
const MAX_MEMBERS = 1_000;
const LONGEST_NAME = 100;
const BY_NAME = new Intl.Collator("vi");

type Stored = Omit<RecipientGroup, "rev">;

/** Groups of receivers, kept by the clerks of an office. */
export function recipientDesk(context: OfficeContext): RecipientDesk {
  const { records } = context.storage;
  const groupsOf = (organisationId: string) => `org/${organisationId}/recipient-groups`;

  async function all(organisationId: string): Promise<StoredItem<Stored>[]> {
    return (await records.query<Stored>(groupsOf(organisationId), { limit: MAX_GROUPS })).items;
  }

  async function read(actor: Actor, id: string): Promise<StoredItem<Stored>> {
    const item = await records.get<Stored>(groupsOf(actor.organisationId), id);
    if (item !== undefined) return item;
    throw new VanthuError("NOT_FOUND", {
      message: "Không có nhóm nơi nhận này.",
      where: id,
      hint: "Tải lại trang để xem các nhóm hiện có.",
    });
  }

  async function write(actor: Actor, operation: WriteOperation, action: string, { id, name }: Stored): Promise<void> {
    await context.access.commitAudited([operation], {
      organisationId: actor.organisationId,
      actor: { personId: actor.personId, name: actor.name },
      at: context.clock().toISOString(),
      action,
      subject: id,
      details: { name },
    });
  }

  return {
    async groups(actor) {
      allow(actor, "document.read");
      const items = await all(actor.organisationId);
      return items
        .map(({ data, rev }) => ({ ...data, rev }))
        .sort((a, b) => BY_NAME.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
    },

    async saveGroup(actor, { id, rev, name, organisations }) {
      allow(actor, "document.send");
      const said = name.normalize("NFC").replace(/\s+/g, " ").trim();
      if (said === "" || said.length > LONGEST_NAME)
        throw new VanthuError("INVALID", {
          message: said === "" ? "Chưa đặt tên nhóm." : `Tên nhóm dài quá ${LONGEST_NAME} ký tự.`,
          where: "name",
        });
      const ids = [...new Set(organisations)].filter((one) => one !== actor.organisationId);
      if (ids.length === 0 || ids.length > MAX_MEMBERS)
        throw new VanthuError("INVALID", {
          message: ids.length === 0 ? "Nhóm chưa có cơ quan nào." : `Mỗi nhóm tối đa ${MAX_MEMBERS} cơ quan.`,
          where: "organisations",
          hint: "Chọn cơ quan trong danh bạ.",
        });
      const others = (await all(actor.organisationId)).filter(({ sk }) => sk !== id);
      if (others.some(({ data }) => foldVietnamese(data.name) === foldVietnamese(said)))
        throw new VanthuError("INVALID", {
          message: `Đã có nhóm tên “${said}”.`,
          where: "name",
          hint: "Đặt tên khác, hoặc sửa nhóm đã có.",
        });
      if (id === undefined && others.length >= MAX_GROUPS)
        throw new VanthuError("INVALID", { message: `Mỗi cơ quan lưu tối đa ${MAX_GROUPS} nhóm.`, where: "name" });
      const members = await Promise.all(ids.map((one) => receiver(context, one)));
      members.sort((a, b) => BY_NAME.compare(a.name, b.name));
      const data: Stored = {
        id: id ?? timeOrderedId(context.clock()),
        name: said,
        organisations: members.map((one) => one.id),
      };
      const place = { pk: groupsOf(actor.organisationId), sk: data.id, data };
      if (id === undefined) {
        await write(actor, { op: "insert", ...place }, "recipients.add", data);
        return { ...data, rev: 1 };
      }
      const before = await read(actor, id);
      requireRev(before, rev);
      await write(actor, { op: "update", ...place, rev: before.rev }, "recipients.change", data);
      return { ...data, rev: before.rev + 1 };
    },

    async removeGroup(actor, id, rev) {
      allow(actor, "document.send");
      const before = await read(actor, id);
      requireRev(before, rev);
      const { pk, sk } = before;
      await write(actor, { op: "remove", pk, sk, rev: before.rev }, "recipients.remove", before.data);
    },

    async expand(actor, to, groups) {
      allow(actor, "document.read");
      const members: string[] = [...to];
      for (const id of new Set(groups)) members.push(...(await read(actor, id)).data.organisations);
      return [...new Set(members)];
    },
  };
}

function requireRev(item: StoredItem<Stored>, rev: number | undefined): void {
  if (item.rev === rev) return;
  throw new VanthuError("CONFLICT", {
    message: "Nhóm nơi nhận đã được người khác sửa.",
    where: item.sk,
    hint: "Tải lại trang để xem nhóm như hiện nay rồi sửa lại.",
  });
}
