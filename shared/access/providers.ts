import { type Fault, VanthuError } from "../errors/index.ts";
import { type StoredItem, withRetry } from "../storage/index.ts";
import { auditOperations } from "./audit.ts";
import { eventOf, type IdentityContext, newToken } from "./identity-context.ts";
import type { Provider, ProviderChoice, ProviderInput } from "./identity-model.ts";
import type { Actor } from "./model.ts";
import { allow } from "./permissions.ts";
import { isProviderAddress, openProvider } from "./provider-client.ts";

const PROVIDERS = "identity-providers";
const MOST_OF_ONE = 10;
const CLAIMS = ["email", "preferred_username", "sub"];

/** A provider as it is stored: its secret sealed. */
export interface StoredProvider extends Omit<Provider, "hasSecret"> {
  sealedSecret?: string;
}

/** Providers, as administrators set them up. */
export interface ProviderDesk {
  /** Those of the own organisation. @throws FORBIDDEN */
  providers(actor: Actor): Promise<Provider[]>;
  /** What the sign-in page offers; nothing secret, of all organisations. */
  providerChoices(): Promise<ProviderChoice[]>;
  /** The issuer stays for good: people are linked by what it says. @throws FORBIDDEN, INVALID with every fault, NOT_FOUND */
  saveProvider(actor: Actor, input: ProviderInput & { id?: string }): Promise<Provider>;
  /** Nobody comes in by it any more. @throws FORBIDDEN, NOT_FOUND */
  removeProvider(actor: Actor, id: string): Promise<void>;
  /** Asks the provider what it says of itself. @throws FORBIDDEN, NOT_FOUND, PROVIDER_UNREACHABLE, PROVIDER_REFUSED */
  checkProvider(actor: Actor, id: string): Promise<void>;
}

/** A provider that people may come in by, enabled or not. @throws NOT_FOUND */
export async function readProvider(context: IdentityContext, id: string): Promise<StoredItem<StoredProvider>> {
  const item = /^[\w-]{1,60}$/.test(id) ? await context.records.get<StoredProvider>(PROVIDERS, id) : undefined;
  if (item) return item;
  throw new VanthuError("NOT_FOUND", { message: "Không có nhà cung cấp định danh này.", where: id });
}

/** All providers of one organisation. */
export async function providersOf(context: IdentityContext, organisationId: string): Promise<StoredProvider[]> {
  const { items } = await context.records.query<StoredProvider>(PROVIDERS);
  return items.map(({ data }) => data).filter((one) => one.organisationId === organisationId);
}

/** The secret that this program has at the provider. */
export async function secretOf(context: IdentityContext, provider: StoredProvider): Promise<string | undefined> {
  if (provider.sealedSecret === undefined) return undefined;
  const plain = await context.secrets.open(provider.sealedSecret, purposeOf(provider));
  return Buffer.from(plain).toString("utf8");
}

/** Opens what administrators do with providers. */
export function providerDesk(context: IdentityContext): ProviderDesk {
  const { records } = context;
  const own = async (actor: Actor, id: string) => {
    const item = await readProvider(context, id);
    allow(actor, "administer", item.data.organisationId);
    return item;
  };

  return {
    async providers(actor) {
      allow(actor, "administer");
      return (await providersOf(context, actor.organisationId)).map(shown);
    },

    async providerChoices() {
      const { items } = await records.query<StoredProvider>(PROVIDERS, { limit: 200 });
      return items
        .filter(({ data }) => data.enabled)
        .map(({ data }) => ({ id: data.id, name: data.name }))
        .sort((a, b) => a.name.localeCompare(b.name, "vi"));
    },

    async saveProvider(actor, { id: given, ...input }) {
      allow(actor, "administer");
      const id = given ?? newToken().slice(0, 16);
      return withRetry(async () => {
        const stored = given === undefined ? undefined : await own(actor, given);
        const checked = checkedProvider(input, stored?.data);
        if (stored === undefined && (await providersOf(context, actor.organisationId)).length >= MOST_OF_ONE)
          throw new VanthuError("INVALID", {
            message: `Mỗi cơ quan khai tối đa ${MOST_OF_ONE} nhà cung cấp.`,
            where: "name",
          });
        const base = { id, organisationId: actor.organisationId };
        const secret = input.clientSecret;
        const sealedSecret = secret
          ? await context.secrets.seal(Buffer.from(secret, "utf8"), purposeOf(base))
          : stored?.data.sealedSecret;
        const data: StoredProvider = { ...checked, ...base, ...(sealedSecret === undefined ? {} : { sealedSecret }) };
        const place = { pk: PROVIDERS, sk: id, data };
        await records.commit([
          stored === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: stored.rev },
          ...(await auditOperations(
            records,
            eventOf(context, actor.organisationId, actor, "provider.save", id, {
              issuer: data.issuer,
              enabled: String(data.enabled),
              autoLink: String(data.autoLink),
            }),
          )),
        ]);
        return shown(data);
      });
    },

    async removeProvider(actor, id) {
      await withRetry(async () => {
        const item = await own(actor, id);
        await records.commit([
          { op: "remove", pk: item.pk, sk: item.sk, rev: item.rev },
          ...(await auditOperations(records, eventOf(context, actor.organisationId, actor, "provider.remove", id))),
        ]);
      });
    },

    async checkProvider(actor, id) {
      const { data } = await own(actor, id);
      await openProvider({ ...data, clientSecret: await secretOf(context, data) } as never, context.clock, context.ask);
    },
  };
}

function checkedProvider(
  input: ProviderInput,
  stored: StoredProvider | undefined,
): Omit<StoredProvider, "id" | "organisationId" | "sealedSecret"> {
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "INVALID", where, message });
  const name = input.name.normalize("NFC").replace(/\s+/g, " ").trim();
  if (name === "" || name.length > 80) fault("name", "Tên dài từ 1 đến 80 ký tự.");
  const issuer = input.issuer.trim();
  if (issuer.length > 500 || !isProviderAddress(issuer, true))
    fault("issuer", "Địa chỉ (issuer) phải bắt đầu bằng https://.");
  if (stored !== undefined && stored.issuer !== issuer)
    fault("issuer", "Không đổi được issuer: tài khoản đã liên kết theo nơi cũ. Thêm nhà cung cấp mới.");
  const clientId = input.clientId.trim();
  if (clientId === "" || clientId.length > 300) fault("clientId", "Mã ứng dụng (client id) dài từ 1 đến 300 ký tự.");
  if ((input.clientSecret ?? "").length > 2000) fault("clientSecret", "Mật khẩu ứng dụng quá dài.");
  if (!CLAIMS.includes(input.claim)) fault("claim", `Thông tin nhận người là một trong: ${CLAIMS.join(", ")}.`);
  const allowed = input.allowed;
  const values = [...new Set((allowed?.values ?? []).map((one) => one.trim()).filter((one) => one !== ""))];
  if (allowed !== undefined) {
    if (!/^[\w:./-]{1,100}$/.test(allowed.claim)) fault("allowed.claim", "Tên thông tin tổ chức không đúng.");
    if (values.length === 0 || values.length > 50 || values.some((one) => one.length > 200))
      fault("allowed.values", "Khai từ 1 đến 50 giá trị được vào.");
  }
  if (faults.length > 0)
    throw new VanthuError("INVALID", {
      message: "Nhà cung cấp định danh chưa khai đúng.",
      where: faults[0]!.where!,
      hint: "Sửa các trường được nêu rồi lưu lại.",
      faults,
    });
  return {
    name,
    issuer,
    clientId,
    claim: input.claim,
    ...(allowed === undefined ? {} : { allowed: { claim: allowed.claim, values } }),
    autoLink: input.autoLink,
    trustedFactor: input.trustedFactor,
    enabled: input.enabled,
  };
}

function shown({ sealedSecret, ...provider }: StoredProvider): Provider {
  return { ...provider, hasSecret: sealedSecret !== undefined };
}

function purposeOf(provider: { organisationId: string; id: string }): string {
  return `org/${provider.organisationId}/identity-provider/${provider.id}/clientSecret`;
}
