import { BlockList, isIP } from "node:net";
import { vietnamDate } from "../calendar/index.ts";
import { type Fault, isVanthuError, VanthuError } from "../errors/index.ts";
import { type StoredItem, withRetry } from "../storage/index.ts";
import { auditOperations } from "./audit.ts";
import {
  clearAwayAfter,
  eventOf,
  type IdentityContext,
  inPerson,
  knownPerson,
  minutesLater,
  nameLine,
  newToken,
  readPerson,
  sha256Hex,
} from "./identity-context.ts";
import type { ApiKeyInput, ApiKeyView, SignInFrom } from "./identity-model.ts";
import type { Actor } from "./model.ts";
import { type Action, allow, may, PERMISSIONS } from "./permissions.ts";
import { actorFor } from "./posts.ts";
import { readSignInSettings, requireWay } from "./sign-in-settings.ts";

/** What every key begins with, so that people and scanners know a lost one. */
const API_KEY_PREFIX = "vanthu_";
/** Scopes that only the owner may give a key, never an administrator for another: with them a machine signs in somebody's place. */
export const SIGNING_SCOPES: readonly Action[] = ["document.sign", "document.seal"];

const SHOWN = API_KEY_PREFIX.length + 5;
const MOST_KEYS = 200;
/** Calls of one key in a minute, over all processes; each takes them in portions, so that few calls write. */
const CALLS_PER_MINUTE = 600;
const PORTION = 30;

/** A key as it is kept: only its hash, which is where it is found. */
interface StoredKey extends Omit<ApiKeyView, "lastUsedAt" | "lastAddress"> {
  organisationId: string;
  hash: string;
}

/** What is written when it is used. */
interface KeyUse {
  /** ISO instant at which the minute ends. */
  until: string;
  /** Calls of this minute that processes have taken. */
  taken: number;
  lastUsedAt: string;
  lastAddress?: string;
}

/** Keys of machines. */
export interface ApiKeys {
  /**
   * Who acts with a key: its owner's rights of this moment, narrowed to the key's scopes.
   * @throws API_KEY_REFUSED, TOO_MANY_ATTEMPTS, SIGN_IN_WAY_REFUSED
   */
  actorOfKey(key: string, from?: SignInFrom): Promise<{ actor: Actor; key: string }>;
  /** The own keys, and for an administrator those of everybody. */
  apiKeys(actor: Actor): Promise<ApiKeyView[]>;
  /** Answers the key itself, shown this once. @throws FORBIDDEN, INVALID with every fault, NOT_FOUND for the owner, SIGN_IN_WAY_REFUSED */
  createApiKey(actor: Actor, input: ApiKeyInput): Promise<{ key: string; view: ApiKeyView }>;
  /** By its owner or an administrator; for good. @throws NOT_FOUND */
  revokeApiKey(actor: Actor, id: string): Promise<void>;
}

/** Is it a key of ours, by its looks? */
export function isApiKey(token: string | undefined): token is string {
  return token?.startsWith(API_KEY_PREFIX) === true;
}

/** Opens the keys of machines. */
export function openApiKeys(context: IdentityContext): ApiKeys {
  const { records, clock } = context;
  const portions = new Map<string, { until: number; left: number }>();

  const stored = async (actor: Actor, id: string): Promise<StoredItem<StoredKey>> => {
    const item = /^[\w-]{1,40}$/.test(id) ? await records.get<StoredKey>(keysOf(actor.organisationId), id) : undefined;
    if (item && (item.data.personId === actor.personId || may(actor, "administer"))) return item;
    throw new VanthuError("NOT_FOUND", { message: "Không có khóa API này.", where: id });
  };

  /** Takes one call of the minute; writes when a new portion is needed, and with it when the key was last used. */
  const takeCall = async (id: string, from: SignInFrom | undefined): Promise<void> => {
    const now = clock();
    const kept = portions.get(id);
    if (kept && kept.until > now.getTime() && kept.left > 0) {
      kept.left -= 1;
      return;
    }
    const pk = `api-key-use#${id}`;
    const until = await withRetry(async () => {
      const item = await records.get<KeyUse>(pk, "use");
      const running = item !== undefined && Date.parse(item.data.until) > now.getTime();
      const taken = running ? item.data.taken : 0;
      if (taken >= CALLS_PER_MINUTE)
        throw new VanthuError("TOO_MANY_ATTEMPTS", {
          message: `Khóa API này gọi quá ${CALLS_PER_MINUTE} lần mỗi phút.`,
          hint: "Chờ hết phút rồi gọi tiếp, hoặc gộp các lần gọi.",
        });
      const data: KeyUse = {
        until: running ? item.data.until : minutesLater(now, 1),
        taken: taken + PORTION,
        lastUsedAt: now.toISOString(),
        ...(from?.address === undefined ? {} : { lastAddress: from.address.slice(0, 64) }),
      };
      const place = { pk, sk: "use", data };
      await records.commit([
        item === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: item.rev },
      ]);
      return Date.parse(data.until);
    });
    if (portions.size > 5_000) portions.clear();
    portions.set(id, { until, left: PORTION - 1 });
  };

  const viewOf = async ({ data }: StoredItem<StoredKey>): Promise<ApiKeyView> => {
    const { hash: _hash, organisationId: _organisationId, ...view } = data;
    const use = await records.get<KeyUse>(`api-key-use#${data.id}`, "use");
    return {
      ...view,
      ...(use === undefined ? {} : { lastUsedAt: use.data.lastUsedAt }),
      ...(use?.data.lastAddress === undefined ? {} : { lastAddress: use.data.lastAddress }),
    };
  };

  return {
    async actorOfKey(key, from) {
      if (!/^vanthu_[A-Za-z0-9_-]{43}$/.test(key)) throw refused("Khóa API không đúng dạng.");
      const found = await records.get<{ organisationId: string; id: string }>(`api-key#${sha256Hex(key)}`, "key");
      const item = found && (await records.get<StoredKey>(keysOf(found.data.organisationId), found.data.id));
      if (!item) throw refused("Khóa API không có trong hệ thống.");
      const { data } = item;
      if (data.revokedAt !== undefined) throw refused("Khóa API đã bị thu hồi.");
      if (Date.parse(data.expiresAt) <= clock().getTime()) throw refused("Khóa API đã hết hạn.");
      if (data.addresses.length > 0 && !within(data.addresses, from?.address))
        throw refused("Khóa API không được dùng từ địa chỉ mạng này.");
      const { person } = await knownPerson(context, data.organisationId, data.personId).catch((error) => {
        throw isVanthuError(error) && error.code === "SIGN_IN_FAILED"
          ? refused("Người đứng tên khóa API đã ngừng hoạt động.")
          : error;
      });
      requireWay(await readSignInSettings(context, data.organisationId), person.roles, "apiKey");
      await takeCall(data.id, from);
      const actor = actorFor(person, vietnamDate(clock()));
      return {
        actor: { ...actor, apiKey: { id: data.id, scopes: data.scopes } },
        key: `${data.name} (${data.id})`,
      };
    },

    async apiKeys(actor) {
      inPerson(actor);
      const all = (await records.query<StoredKey>(keysOf(actor.organisationId))).items;
      const mine = may(actor, "administer") ? all : all.filter(({ data }) => data.personId === actor.personId);
      return (await Promise.all(mine.map(viewOf))).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    },

    async createApiKey(actor, input) {
      inPerson(actor);
      const personId = input.personId ?? actor.personId;
      const other = personId !== actor.personId;
      if (other) allow(actor, "administer");
      const owner = await readPerson(context, actor.organisationId, personId);
      const settings = await readSignInSettings(context, actor.organisationId);
      requireWay(settings, owner.roles, "apiKey");
      const name = nameLine(input.name, "name", "Tên khóa API", 80);
      const { scopes, addresses } = checked(input, settings.apiKeyDays, actorFor(owner, vietnamDate(clock())), actor);
      const key = `${API_KEY_PREFIX}${newToken()}`;
      const now = clock();
      const data: StoredKey = {
        id: newToken().slice(0, 16),
        organisationId: actor.organisationId,
        personId,
        hash: sha256Hex(key),
        name,
        start: key.slice(0, SHOWN),
        scopes,
        addresses,
        createdAt: now.toISOString(),
        createdBy: actor.name,
        expiresAt: minutesLater(now, input.days * 1440),
      };
      await withRetry(async () => {
        const { items } = await records.query<StoredKey>(keysOf(actor.organisationId));
        if (items.filter((one) => one.data.revokedAt === undefined).length >= MOST_KEYS)
          throw new VanthuError("INVALID", {
            message: `Cơ quan đã có ${MOST_KEYS} khóa API đang dùng.`,
            where: "name",
          });
        await records.commit([
          { op: "insert", pk: keysOf(actor.organisationId), sk: data.id, data },
          {
            op: "insert",
            pk: `api-key#${data.hash}`,
            sk: "key",
            data: { organisationId: actor.organisationId, id: data.id },
            expiresAt: clearAwayAfter(input.days * 1440),
          },
          ...(await auditOperations(
            records,
            eventOf(context, actor.organisationId, actor, "api-key.create", data.id, {
              name,
              owner: owner.name,
              scopes: scopes.join(" "),
              expiresAt: data.expiresAt,
            }),
          )),
        ]);
      });
      const { hash: _hash, organisationId: _organisationId, ...view } = data;
      return { key, view };
    },

    async revokeApiKey(actor, id) {
      inPerson(actor);
      await withRetry(async () => {
        const item = await stored(actor, id);
        if (item.data.revokedAt !== undefined) return;
        const found = await records.get(`api-key#${item.data.hash}`, "key");
        await records.commit([
          {
            op: "update",
            pk: item.pk,
            sk: item.sk,
            rev: item.rev,
            data: { ...item.data, revokedAt: clock().toISOString() },
          },
          ...(found ? [{ op: "remove" as const, pk: found.pk, sk: found.sk, rev: found.rev }] : []),
          ...(await auditOperations(
            records,
            eventOf(context, actor.organisationId, actor, "api-key.revoke", id, { name: item.data.name }),
          )),
        ]);
      });
    },
  };
}

/** Scopes that a person may give a key of the own now: what the roles allow. For forms. */
export function scopesFor(actor: Actor): Action[] {
  return (Object.keys(PERMISSIONS) as Action[]).filter((action) => may(actor, action));
}

function checked(
  input: ApiKeyInput,
  mostDays: number,
  owner: Actor,
  maker: Actor,
): { scopes: string[]; addresses: string[] } {
  const other = owner.personId !== maker.personId;
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "INVALID", where, message });
  const scopes = [...new Set(input.scopes)];
  if (scopes.length === 0) fault("scopes", "Chọn ít nhất một việc mà khóa được làm.");
  for (const scope of scopes) {
    if (!Object.hasOwn(PERMISSIONS, scope)) fault("scopes", `Không có việc “${scope.slice(0, 60)}”.`);
    else if (!may(owner, scope as Action))
      fault("scopes", `Người đứng tên không có quyền ${PERMISSIONS[scope as Action].label}.`);
    // With a key made in another's name nobody shall come to what is not theirs; signing is the person's own in any case.
    else if (other && (SIGNING_SCOPES.includes(scope as Action) || !may(maker, scope as Action)))
      fault("scopes", `Quyền ${PERMISSIONS[scope as Action].label} chỉ chính người đó cho khóa của mình được.`);
  }
  if (!Number.isInteger(input.days) || input.days < 1 || input.days > mostDays)
    fault("days", `Thời hạn từ 1 đến ${mostDays} ngày.`);
  const addresses = [...new Set((input.addresses ?? []).map((one) => one.trim()).filter((one) => one !== ""))];
  if (addresses.length > 20) fault("addresses", "Tối đa 20 dải địa chỉ.");
  for (const range of addresses)
    if (rangeOf(range) === undefined)
      fault("addresses", `“${range.slice(0, 60)}” không phải địa chỉ hoặc dải địa chỉ IP.`);
  if (faults.length > 0)
    throw new VanthuError("INVALID", {
      message: "Khóa API chưa khai đúng.",
      where: faults[0]!.where!,
      hint: "Sửa các trường được nêu rồi tạo lại.",
      faults,
    });
  return { scopes, addresses };
}

function rangeOf(text: string): { address: string; bits: number; family: "ipv4" | "ipv6" } | undefined {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return undefined;
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  return length >= 0 && length <= most ? { address, bits: length, family: version === 4 ? "ipv4" : "ipv6" } : undefined;
}

function within(ranges: readonly string[], address: string | undefined): boolean {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, "").split("%")[0];
  if (plain === undefined || isIP(plain) === 0) return false;
  const list = new BlockList();
  for (const text of ranges) {
    const range = rangeOf(text);
    if (range) list.addSubnet(range.address, range.bits, range.family);
  }
  return list.check(plain, isIP(plain) === 4 ? "ipv4" : "ipv6");
}

function refused(message: string): VanthuError {
  return new VanthuError("API_KEY_REFUSED", {
    message,
    hint: "Kiểm tra khóa ở trang Khóa API, hoặc tạo khóa mới.",
  });
}

function keysOf(organisationId: string): string {
  return `api-keys#${organisationId}`;
}
