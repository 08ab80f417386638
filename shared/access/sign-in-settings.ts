import { type Fault, VanthuError } from "../errors/index.ts";
import { type StoredItem, withRetry } from "../storage/index.ts";
import { auditOperations } from "./audit.ts";
import { eventOf, type IdentityContext, identityPartition } from "./identity-context.ts";
import type { SignInSettings, SignInWay } from "./identity-model.ts";
import type { Actor, Person, Role } from "./model.ts";
import { allow } from "./permissions.ts";

/**
 * What holds while an organisation has set nothing: every way is open to everybody, no second factor is demanded; two idle hours
 * or twelve hours end a session.
 */
const DEFAULT: SignInSettings = {
  closed: { password: [], passkey: [], provider: [], apiKey: [] },
  secondFactorRoles: [],
  idleMinutes: 120,
  sessionHours: 12,
  apiKeyDays: 365,
};

const WAY_WORDS: Record<SignInWay | "apiKey", string> = {
  password: "mật khẩu",
  passkey: "khóa truy cập (passkey)",
  provider: "tài khoản của nhà cung cấp định danh",
  apiKey: "khóa API",
};

/** Bounds of the numbers. */
const BOUNDS = { idleMinutes: [0, 1440], sessionHours: [1, 72], apiKeyDays: [1, 730] } as const;

/** Settings of an organisation. */
export async function readSignInSettings(
  context: Pick<IdentityContext, "records">,
  organisationId: string,
): Promise<SignInSettings> {
  return merged(await context.records.get<SignInSettings>(placeOf(organisationId), "sign-in"));
}

function merged(item: StoredItem<SignInSettings> | undefined): SignInSettings {
  return { ...DEFAULT, ...item?.data, closed: { ...DEFAULT.closed, ...item?.data.closed } };
}

/** Is a way open to somebody with these roles? */
export function wayOpen(settings: SignInSettings, roles: readonly Role[], way: SignInWay | "apiKey"): boolean {
  return !roles.some((role) => settings.closed[way].includes(role));
}

/** @throws SIGN_IN_WAY_REFUSED */
export function requireWay(settings: SignInSettings, roles: readonly Role[], way: SignInWay | "apiKey"): void {
  if (wayOpen(settings, roles, way)) return;
  throw new VanthuError("SIGN_IN_WAY_REFUSED", {
    message: `Cơ quan không cho vai trò của bạn dùng ${WAY_WORDS[way]}.`,
    hint: "Dùng cách đăng nhập khác, hoặc liên hệ người quản trị của cơ quan.",
  });
}

/** Does the organisation demand a second factor of somebody with these roles? */
export function demandsSecondFactor(settings: SignInSettings, roles: readonly Role[]): boolean {
  return roles.some((role) => settings.secondFactorRoles.includes(role));
}

/**
 * Changes the settings of the own organisation.
 * @throws FORBIDDEN, INVALID; also when the administrator would have no way left to come in again
 */
export async function changeSignInSettings(
  context: IdentityContext,
  actor: Actor,
  given: SignInSettings,
): Promise<SignInSettings> {
  allow(actor, "administer");
  const data = checked(given);
  await requireWayBack(context, actor, data);
  const pk = placeOf(actor.organisationId);
  await withRetry(async () => {
    const stored = await context.records.get<SignInSettings>(pk, "sign-in");
    const place = { pk, sk: "sign-in", data };
    await context.records.commit([
      stored === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: stored.rev },
      ...(await auditOperations(
        context.records,
        eventOf(context, actor.organisationId, actor, "settings.sign-in", actor.organisationId, {
          secondFactor: data.secondFactorRoles.join(" "),
          ...Object.fromEntries(Object.entries(data.closed).map(([way, roles]) => [`closed.${way}`, roles.join(" ")])),
          idleMinutes: String(data.idleMinutes),
          sessionHours: String(data.sessionHours),
        }),
      )),
    ]);
  });
  return data;
}

async function requireWayBack(context: IdentityContext, actor: Actor, settings: SignInSettings): Promise<void> {
  const { roles } = actor;
  if (wayOpen(settings, roles, "password")) return;
  const { items } = await context.records.query(identityPartition(actor.organisationId, actor.personId));
  const has = (prefix: string) => items.some(({ sk }) => sk.startsWith(prefix));
  if (wayOpen(settings, roles, "passkey") && has("passkey#")) return;
  if (wayOpen(settings, roles, "provider") && has("link#")) return;
  throw new VanthuError("INVALID", {
    message: "Với thiết lập này chính bạn sẽ không đăng nhập lại được.",
    where: "closed.password",
    hint: "Đăng ký khóa truy cập hoặc liên kết tài khoản của nhà cung cấp định danh cho mình trước, rồi mới đóng mật khẩu.",
  });
}

function checked(given: SignInSettings): SignInSettings {
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "INVALID", where, message });
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const value = given[name as keyof typeof BOUNDS];
    if (!Number.isInteger(value) || value < least || value > most)
      fault(name, `Phải là số nguyên từ ${least} đến ${most}.`);
  }
  if (given.idleMinutes > 0 && given.idleMinutes < 5) fault("idleMinutes", "Ít nhất 5 phút, hoặc 0 là không tính.");
  const roles = (where: string, list: readonly Role[]): Role[] => {
    const unique = [...new Set(list)];
    if (unique.length > 40 || unique.some((role) => !/^[a-z-]{1,40}$/.test(role))) fault(where, "Vai trò không đúng.");
    return unique.sort();
  };
  const settings: SignInSettings = {
    closed: {
      password: roles("closed.password", given.closed.password),
      passkey: roles("closed.passkey", given.closed.passkey),
      provider: roles("closed.provider", given.closed.provider),
      apiKey: roles("closed.apiKey", given.closed.apiKey),
    },
    secondFactorRoles: roles("secondFactorRoles", given.secondFactorRoles),
    idleMinutes: given.idleMinutes,
    sessionHours: given.sessionHours,
    apiKeyDays: given.apiKeyDays,
  };
  if (faults.length > 0)
    throw new VanthuError("INVALID", {
      message: "Thiết lập đăng nhập chưa hợp lệ.",
      where: faults[0]!.where!,
      faults,
    });
  return settings;
}

/** Does the person's organisation demand a second factor of the person? */
export async function secondFactorDemanded(context: IdentityContext, person: Person): Promise<boolean> {
  return demandsSecondFactor(await readSignInSettings(context, person.organisationId), person.roles);
}

function placeOf(organisationId: string): string {
  return `identity-settings#${organisationId}`;
}
