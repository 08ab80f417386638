import { type Actor, allow, may } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { cscSigner, reachService } from "../../key-holders/index.ts";
import { type Storage, type StoredItem, withRetry } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { connectionHolder } from "./connection-holders.ts";
import { checkConnection } from "./connection-kinds.ts";
import type { KeyConnection, KeyDesk } from "./model.ts";
import { storedKeys } from "./records.ts";

/** A connection as it is stored: its secrets sealed, by name. */
export interface StoredConnection extends Omit<KeyConnection, "secrets"> {
  sealed: Record<string, string>;
}

type ConnectionDesk = Pick<KeyDesk, "connections" | "saveConnection" | "removeConnection" | "checkConnection">;

/** Services and devices that keep keys, as administrators set them up. */
export function connectionDesk(context: OfficeContext): ConnectionDesk {
  const { records } = context.storage;
  const commit = (actor: Actor, operation: Parameters<typeof records.commit>[0], action: string, id: string) =>
    context.access.commitAudited(operation, {
      organisationId: actor.organisationId,
      actor: { personId: actor.personId, name: actor.name },
      at: context.clock().toISOString(),
      action,
      subject: id,
    });

  return {
    async connections(actor) {
      // Whoever links a key chooses among them; secrets are never shown to anybody.
      if (!may(actor, "administer") && !may(actor, "document.sign")) allow(actor, "document.seal");
      const { items } = await records.query<StoredConnection>(connectionsOf(actor.organisationId));
      return items.map(({ data }) => shown(data));
    },

    async saveConnection(actor, { id: given, ...input }) {
      allow(actor, "administer");
      const id = given ?? timeOrderedId(context.clock());
      const pk = connectionsOf(actor.organisationId);
      return withRetry(
        async () => {
          const stored =
            given === undefined ? undefined : await readConnection(context.storage, actor.organisationId, id);
          if (stored !== undefined && stored.data.kind !== input.kind) {
            throw new VanthuError("INVALID", {
              message: "Không đổi được loại của một kết nối đã có.",
              where: "kind",
              hint: "Thêm một kết nối mới.",
            });
          }
          const moves = stored !== undefined && movesElsewhere(stored.data.settings, input.settings);
          if (moves) await requireUnused(context, actor.organisationId, id);
          const kept = moves ? {} : stored?.data.sealed;
          const checked = checkConnection(input, Object.keys(kept ?? {}));
          // A secret goes to the address that it was entered for: whoever may change the address must not get to know it.
          const lost = moves
            ? Object.keys(stored.data.sealed).find((name) => checked.secrets?.[name] === undefined)
            : undefined;
          if (lost !== undefined) {
            throw new VanthuError("INVALID", {
              message: "Địa chỉ dịch vụ đã đổi nên phải nhập lại thông tin bí mật của kết nối.",
              where: `secrets.${lost}`,
              hint: "Thông tin đã lưu chỉ dùng cho địa chỉ cũ. Nhập lại rồi lưu.",
            });
          }
          const sealed = { ...kept };
          for (const [name, value] of Object.entries(checked.secrets ?? {}))
            sealed[name] = await context.secrets.seal(
              Buffer.from(value, "utf8"),
              purposeOf(actor.organisationId, id, name),
            );
          const { secrets: _secrets, ...rest } = checked;
          const data: StoredConnection = { ...rest, id, organisationId: actor.organisationId, sealed };
          const place = { pk, sk: id, data };
          await commit(
            actor,
            [stored === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: stored.rev }],
            "connection.save",
            id,
          );
          return shown(data);
        },
        { partition: pk },
      );
    },

    async removeConnection(actor, id) {
      allow(actor, "administer");
      const { rev } = await readConnection(context.storage, actor.organisationId, id);
      const using = (await storedKeys(context.storage, actor.organisationId)).filter(
        ({ data }) => data.connection?.id === id,
      );
      if (using.length > 0) {
        throw new VanthuError("INVALID", {
          message: `Còn ${using.length} khóa ký dùng kết nối này: ${using.map(({ data }) => data.label).join(", ")}.`,
          where: id,
          hint: "Gỡ các khóa đó trước, hoặc tắt kết nối.",
        });
      }
      await commit(
        actor,
        [{ op: "remove", pk: connectionsOf(actor.organisationId), sk: id, rev }],
        "connection.remove",
        id,
      );
    },

    async checkConnection(actor, id) {
      allow(actor, "administer");
      const { data: before } = await readConnection(context.storage, actor.organisationId, id);
      const problem = await problemOf(context, before);
      const pk = connectionsOf(actor.organisationId);
      return withRetry(
        async () => {
          const { data, rev } = await readConnection(context.storage, actor.organisationId, id);
          const { problem: _before, ...rest } = data;
          const checkedAt = context.clock().toISOString();
          const after = { ...rest, checkedAt, ...(problem === undefined ? {} : { problem }) };
          await records.commit([{ op: "update", pk, sk: id, rev, data: after }]);
          return shown(after);
        },
        { partition: pk },
      );
    },
  };
}

/** @throws NOT_FOUND */
export async function readConnection(
  storage: Storage,
  organisationId: string,
  id: string,
): Promise<StoredItem<StoredConnection>> {
  const item = await storage.records.get<StoredConnection>(connectionsOf(organisationId), id);
  if (item !== undefined) return item;
  throw new VanthuError("NOT_FOUND", {
    message: "Không có kết nối này.",
    where: id,
    hint: "Chọn kết nối khác, hoặc đề nghị quản trị viên thêm kết nối.",
  });
}

/** A secret of a connection; undefined when none was entered. @throws SECRET_UNREADABLE, SECRET_KEY_MISSING */
export async function secretOf(
  context: OfficeContext,
  connection: StoredConnection,
  name: string,
): Promise<string | undefined> {
  const sealed = connection.sealed[name];
  if (sealed === undefined) return undefined;
  const plain = await context.secrets.open(sealed, purposeOf(connection.organisationId, connection.id, name));
  return Buffer.from(plain).toString("utf8");
}

/** What is wrong with a connection, as far as it can be told without a person; undefined when it answers. */
async function problemOf(context: OfficeContext, connection: StoredConnection): Promise<string | undefined> {
  try {
    const { kind, settings } = connection;
    if (kind === "aws-kms" || kind === "pkcs11") {
      const holder = await connectionHolder(context, connection, {});
      await holder.identity();
    } else if (kind === "csc") {
      // 11.1: /info is for everybody.
      await cscSigner({ baseUrl: settings.baseUrl!, label: connection.name, accessToken: async () => "" }).info();
    } else await reachService({ baseUrl: settings.baseUrl!, label: connection.name, timeoutMs: 8_000 });
    return undefined;
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return error.message.replace(/ Văn bản chưa được ký\.$/, "");
  }
}

const ADDRESSES = ["baseUrl", "oauthUrl", "endpoint"];

/** Would secrets and tokens go to another machine than before? */
function movesElsewhere(before: Record<string, string>, after: Record<string, string>): boolean {
  const origins = (settings: Record<string, string>) =>
    ADDRESSES.flatMap((name) => {
      const address = settings[name]?.trim() ?? "";
      return address === "" ? [] : [URL.canParse(address) ? new URL(address).origin : address];
    });
  const known = origins(before);
  return origins(after).some((origin) => !known.includes(origin));
}

/** Keys carry tokens that their owners got for this service: these must not go elsewhere. @throws INVALID */
async function requireUnused(context: OfficeContext, organisationId: string, id: string): Promise<void> {
  const using = (await storedKeys(context.storage, organisationId)).filter(({ data }) => data.connection?.id === id);
  if (using.length === 0) return;
  throw new VanthuError("INVALID", {
    message: `Còn ${using.length} khóa ký dùng kết nối này nên không đổi được sang địa chỉ khác.`,
    where: "settings.baseUrl",
    hint: "Thêm kết nối mới với địa chỉ mới, liên kết lại các khóa rồi gỡ kết nối cũ.",
  });
}

function shown({ sealed, ...connection }: StoredConnection): KeyConnection {
  return { ...connection, secrets: Object.keys(sealed) };
}

function connectionsOf(organisationId: string): string {
  return `org/${organisationId}/key-connections`;
}

function purposeOf(organisationId: string, id: string, name: string): string {
  return `org/${organisationId}/connection/${id}/${name}`;
}
