import { createHash } from "node:crypto";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import { type StoredItem, type WriteOperation, withRetry } from "../storage/index.ts";
import { auditOperations } from "./audit.ts";
import {
  clearAwayAfter,
  eventOf,
  type IdentityContext,
  identityPartition,
  inPerson,
  knownPerson,
  minutesLater,
  newToken,
  readPerson,
  sha256Hex,
} from "./identity-context.ts";
import type { ExpectedIdentity, ProviderAnswer, ProviderLink, SignInFrom } from "./identity-model.ts";
import type { Actor, Person } from "./model.ts";
import { allow } from "./permissions.ts";
import { type Claims, openProvider, type ProviderClient, refused } from "./provider-client.ts";
import { providersOf, readProvider, type StoredProvider, secretOf } from "./providers.ts";
import { afterFirstFactor } from "./sign-in.ts";
import { attemptSucceeded, countAttempt } from "./sign-in-limits.ts";

/** Somebody who was sent to a provider has so long to come back. */
const STATE_MINUTES = 10;
/** What a provider says of itself is asked anew after so long. */
const METADATA_MS = 10 * 60_000;

/** Signing in by OpenID Connect providers. */
export interface SingleSignOn {
  /**
   * Where to send the browser. `browser` is a secret of this browser alone: kept in a cookie and given back with the answer, so that nobody
   * can make another's browser end a sign-in that it did not begin; state, nonce and PKCE verifier hang on it.
   *
   * @param redirectUri our own address for this provider's answers, as registered there
   * @param options.link the person who links the account there with the own here
   * @throws NOT_FOUND, FORBIDDEN for a provider that is switched off, PROVIDER_UNREACHABLE
   */
  beginProvider(
    providerId: string,
    redirectUri: string,
    options: { back: string; browser?: string; link?: Actor },
  ): Promise<{ address: string; browser: string }>;
  /**
   * Takes what the provider led the browser back with.
   * @throws PROVIDER_REFUSED, PROVIDER_UNREACHABLE, PROVIDER_UNKNOWN_PERSON, SIGN_IN_WAY_REFUSED, SIGN_IN_FAILED, TOO_MANY_ATTEMPTS
   */
  finishProvider(
    providerId: string,
    query: URLSearchParams,
    browser: string | undefined,
    options: { from?: SignInFrom; actor?: Actor },
  ): Promise<ProviderAnswer>;
  /** Where the session at the provider may be ended too. */
  providerLogout(providerId: string, returnTo: string): Promise<{ name: string; address: string } | undefined>;
  /** The own links, and of which providers there could be one. */
  links(actor: Actor): Promise<{ links: ProviderLink[]; providers: { id: string; name: string }[] }>;
  /** By the person, or of another by an administrator. @throws NOT_FOUND, FORBIDDEN */
  unlink(actor: Actor, providerId: string, personId?: string): Promise<void>;
  /** Links and written-down claims of a person, for administrators. @throws FORBIDDEN */
  linksOf(actor: Actor, personId: string): Promise<{ links: ProviderLink[]; expected: ExpectedIdentity[] }>;
  /**
   * By an administrator: writes down which value of the provider's claim is this person; of a provider that goes by `sub` that is the link
   * itself. An empty value takes it back. @throws FORBIDDEN, NOT_FOUND, INVALID, ALREADY_EXISTS
   */
  expectIdentity(actor: Actor, providerId: string, personId: string, value: string): Promise<void>;
}

interface State {
  providerId: string;
  redirectUri: string;
  back: string;
  /** sha256 of the browser's secret. */
  browser: string;
  link?: { organisationId: string; personId: string };
  endsAt: string;
}

interface Link {
  organisationId: string;
  personId: string;
}

/** Opens signing in by providers. */
export function openSingleSignOn(context: IdentityContext): SingleSignOn {
  const { records, clock } = context;
  const known = new Map<string, { until: number; client: Promise<ProviderClient> }>();

  /** The client of a provider; what the provider says of itself is remembered for some minutes. */
  const clientOf = async ({ data, rev }: StoredItem<StoredProvider>): Promise<ProviderClient> => {
    const key = `${data.id}/${rev}`;
    const kept = known.get(key);
    if (kept && kept.until > Date.now()) return kept.client;
    const clientSecret = await secretOf(context, data);
    const client = openProvider(
      { ...data, ...(clientSecret === undefined ? {} : { clientSecret }) },
      clock,
      context.ask,
    );
    if (known.size > 100) known.clear();
    known.set(key, { until: Date.now() + METADATA_MS, client });
    client.catch(() => known.delete(key));
    return client;
  };

  const openFor = async (providerId: string): Promise<StoredItem<StoredProvider>> => {
    const item = await readProvider(context, providerId);
    if (item.data.enabled) return item;
    throw new VanthuError("FORBIDDEN", {
      message: `Cơ quan đã tắt đăng nhập qua ${item.data.name}.`,
      where: providerId,
    });
  };

  const takeState = async (state: string | null, providerId: string, browser: string | undefined): Promise<State> => {
    const name = (await readProvider(context, providerId)).data.name;
    const pk = `provider-state#${sha256Hex(state ?? "")}`;
    const item = state ? await records.get<State>(pk, "state") : undefined;
    if (!item || Date.parse(item.data.endsAt) <= clock().getTime())
      throw refused(name, "lượt đăng nhập này không có, đã dùng hoặc đã hết hạn (state)");
    // Taken away before anything else: a state is good once, whatever comes of it.
    try {
      await records.commit([{ op: "remove", pk, sk: "state", rev: item.rev }]);
    } catch (error) {
      if (isVanthuError(error) && error.code === "CONFLICT") throw refused(name, "lượt đăng nhập này đã dùng (state)");
      throw error;
    }
    if (item.data.providerId !== providerId)
      throw refused(name, "trả lời đến từ nhà cung cấp khác với nơi đã hỏi (issuer mix-up)");
    if (browser === undefined || item.data.browser !== sha256Hex(browser))
      throw refused(name, "trình duyệt này không bắt đầu lượt đăng nhập đó");
    return item.data;
  };

  const linkItem = (providerId: string, subject: string) =>
    records.get<Link>(linkPartition(providerId), subjectKey(subject));

  /** What linking writes: to be found by the subject and by the person. @throws ALREADY_EXISTS */
  const linking = async (
    provider: StoredProvider,
    person: Person,
    subject: string,
    label: string,
    by: { personId: string; name: string },
  ): Promise<ProviderLink> => {
    const link: ProviderLink = {
      providerId: provider.id,
      providerName: provider.name,
      personId: person.id,
      subject,
      label: label.slice(0, 200),
      linkedAt: clock().toISOString(),
    };
    await withRetry(async () => {
      const taken = await linkItem(provider.id, subject);
      if (taken && taken.data.personId !== person.id)
        throw new VanthuError("ALREADY_EXISTS", {
          message: `Tài khoản ${provider.name} này đã liên kết với người khác.`,
          where: provider.name,
          hint: "Người kia hoặc người quản trị bỏ liên kết trước.",
        });
      const pk = identityPartition(person.organisationId, person.id);
      const own = await records.get<ProviderLink>(pk, `link#${provider.id}`);
      if (own && own.data.subject !== subject)
        throw new VanthuError("ALREADY_EXISTS", {
          message: `Bạn đã liên kết một tài khoản ${provider.name} khác.`,
          where: provider.name,
          hint: "Bỏ liên kết cũ rồi liên kết lại.",
        });
      if (taken && own) return;
      const owner: Link = { organisationId: person.organisationId, personId: person.id };
      await records.commit([
        ...(taken
          ? []
          : [{ op: "insert" as const, pk: linkPartition(provider.id), sk: subjectKey(subject), data: owner }]),
        ...(own ? [] : [{ op: "insert" as const, pk, sk: `link#${provider.id}`, data: link }]),
        ...(await auditOperations(
          records,
          eventOf(context, person.organisationId, by, "provider.link", person.id, { provider: provider.name }),
        )),
      ]);
    });
    return link;
  };

  /** The person for whom an administrator wrote the claim down, if the provider may link by itself and vouches for the value. */
  const expectedPerson = async (provider: StoredProvider, claims: Claims): Promise<Person | undefined> => {
    if (!provider.autoLink) return undefined;
    const value = claims[provider.claim];
    if (typeof value !== "string" || value === "") return undefined;
    if (provider.claim === "email" && claims.email_verified !== true) return undefined;
    const item = await records.get<ExpectedIdentity>(expectedPartition(provider.id), valueKey(value));
    return item && (await knownPerson(context, provider.organisationId, item.data.personId)).person;
  };

  return {
    async beginProvider(providerId, redirectUri, { back, browser: had, link }) {
      if (link !== undefined) inPerson(link);
      const item = await openFor(providerId);
      if (link !== undefined && link.organisationId !== item.data.organisationId)
        throw new VanthuError("NOT_FOUND", { message: "Không có nhà cung cấp định danh này.", where: providerId });
      const browser = had !== undefined && /^[A-Za-z0-9_-]{43}$/.test(had) ? had : newToken();
      const state = newToken();
      const client = await clientOf(item);
      const data: State = {
        providerId,
        redirectUri,
        back,
        browser: sha256Hex(browser),
        ...(link === undefined ? {} : { link: { organisationId: link.organisationId, personId: link.personId } }),
        endsAt: minutesLater(clock(), STATE_MINUTES),
      };
      const pk = `provider-state#${sha256Hex(state)}`;
      await records.commit([{ op: "insert", pk, sk: "state", data, expiresAt: clearAwayAfter(STATE_MINUTES) }]);
      return {
        browser,
        address: await client.authorizationAddress({ redirectUri, state, ...secretsOf(browser, state) }),
      };
    },

    async finishProvider(providerId, query, browser, { from, actor }) {
      await countAttempt(records, from?.address, clock());
      const state = query.get("state");
      const begun = await takeState(state, providerId, browser);
      const item = await openFor(providerId);
      const provider = item.data;
      const client = await clientOf(item);
      const address = new URL(begun.redirectUri);
      address.search = query.toString();
      const claims = await client.claims(address, { state: state!, ...secretsOf(browser!, state!) });
      requireAllowed(provider, claims);
      const label = labelOf(claims);

      if (begun.link !== undefined) {
        if (actor === undefined || actor.personId !== begun.link.personId)
          throw refused(provider.name, "người đang đăng nhập không phải người đã bắt đầu liên kết");
        const { person } = await knownPerson(context, begun.link.organisationId, begun.link.personId);
        const link = await linking(provider, person, claims.sub, label, actor);
        await attemptSucceeded(records, from?.address);
        return { purpose: "link", back: begun.back, link };
      }

      let found = (await linkItem(providerId, claims.sub))?.data;
      if (found === undefined) {
        const person = await expectedPerson(provider, claims);
        if (person === undefined) throw unknownPerson(provider, label);
        await linking(provider, person, claims.sub, label, { personId: person.id, name: person.name });
        found = { organisationId: person.organisationId, personId: person.id };
      }
      const { account } = await knownPerson(context, found.organisationId, found.personId);
      const step = await afterFirstFactor(context, {
        ...found,
        generation: account.data.generation,
        way: "provider",
        providerId,
        trusted: provider.trustedFactor,
        ...(from === undefined ? {} : { from }),
      });
      await attemptSucceeded(records, from?.address);
      return { purpose: "sign-in", back: begun.back, step };
    },

    async providerLogout(providerId, returnTo) {
      try {
        const item = await openFor(providerId);
        const address = (await clientOf(item)).logoutAddress(returnTo);
        return address === undefined ? undefined : { name: item.data.name, address };
      } catch (error) {
        // Signed out here already; a provider that is away takes nothing of that back.
        if (isVanthuError(error)) return undefined;
        throw error;
      }
    },

    async links(actor) {
      inPerson(actor);
      const links = await linksOfPerson(context, actor.organisationId, actor.personId);
      const providers = (await providersOf(context, actor.organisationId)).filter(({ enabled }) => enabled);
      return { links, providers: providers.map(({ id, name }) => ({ id, name })) };
    },

    async unlink(actor, providerId, personId = actor.personId) {
      if (personId === actor.personId) inPerson(actor);
      else allow(actor, "administer");
      await withRetry(async () => {
        const pk = identityPartition(actor.organisationId, personId);
        const own = await records.get<ProviderLink>(pk, `link#${providerId}`);
        if (!own) throw new VanthuError("NOT_FOUND", { message: "Không có liên kết này.", where: providerId });
        const taken = await linkItem(providerId, own.data.subject);
        await records.commit([
          ...[own, ...(taken ? [taken] : [])].map(
            (one): WriteOperation => ({ op: "remove", pk: one.pk, sk: one.sk, rev: one.rev }),
          ),
          ...(await auditOperations(
            records,
            eventOf(context, actor.organisationId, actor, "provider.unlink", personId, {
              provider: own.data.providerName,
            }),
          )),
        ]);
      });
    },

    async linksOf(actor, personId) {
      allow(actor, "administer");
      await readPerson(context, actor.organisationId, personId);
      const providers = await providersOf(context, actor.organisationId);
      const expected = await Promise.all(
        providers.map(async ({ id }) => (await records.query<ExpectedIdentity>(expectedPartition(id))).items),
      );
      return {
        links: await linksOfPerson(context, actor.organisationId, personId),
        expected: expected.flat().flatMap(({ data }) => (data.personId === personId ? [data] : [])),
      };
    },

    async expectIdentity(actor, providerId, personId, given) {
      const { data: provider } = await readProvider(context, providerId);
      allow(actor, "administer", provider.organisationId);
      const person = await readPerson(context, actor.organisationId, personId);
      const value = given.trim();
      if (value.length > 255 || (value !== "" && provider.claim === "email" && !/^[^\s@]+@[^\s@]+$/.test(value)))
        throw new VanthuError("INVALID", { message: "Giá trị không đúng (email hoặc mã tài khoản).", where: "value" });
      if (provider.claim === "sub" && value !== "") {
        await linking(provider, person, value, value, actor);
        return;
      }
      const pk = expectedPartition(providerId);
      await withRetry(async () => {
        const { items } = await records.query<ExpectedIdentity>(pk);
        const before = items.filter(({ data }) => data.personId === personId);
        const taken = items.find(({ sk }) => value !== "" && sk === valueKey(value));
        if (taken && taken.data.personId !== personId)
          throw new VanthuError("ALREADY_EXISTS", { message: "Giá trị này đã ghi cho người khác.", where: "value" });
        const data: ExpectedIdentity = { providerId, personId, value };
        await records.commit([
          ...before
            .filter(({ sk }) => sk !== taken?.sk)
            .map((one): WriteOperation => ({ op: "remove", pk: one.pk, sk: one.sk, rev: one.rev })),
          ...(value === "" || taken ? [] : [{ op: "insert" as const, pk, sk: valueKey(value), data }]),
          ...(await auditOperations(
            records,
            eventOf(context, actor.organisationId, actor, "provider.expect", personId, { provider: provider.name }),
          )),
        ]);
      });
    },
  };
}

async function linksOfPerson(context: IdentityContext, organisationId: string, personId: string) {
  const pk = identityPartition(organisationId, personId);
  return (await context.records.query<ProviderLink>(pk, { prefix: "link#" })).items.map(({ data }) => data);
}

/** Only people of the organisations that the administrator named. @throws PROVIDER_UNKNOWN_PERSON */
function requireAllowed(provider: StoredProvider, claims: Claims): void {
  if (provider.allowed === undefined) return;
  const said = [claims[provider.allowed.claim]].flat().map(String);
  if (said.some((one) => provider.allowed!.values.includes(one))) return;
  throw new VanthuError("PROVIDER_UNKNOWN_PERSON", {
    message: `Tài khoản ${provider.name} này không thuộc tổ chức được phép đăng nhập.`,
    where: provider.allowed.claim,
    hint: "Chọn đúng tài khoản công vụ, hoặc liên hệ người quản trị của cơ quan.",
  });
}

function unknownPerson(provider: StoredProvider, label: string): VanthuError {
  return new VanthuError("PROVIDER_UNKNOWN_PERSON", {
    message: `Tài khoản ${provider.name} (${label}) chưa liên kết với người dùng nào ở đây.`,
    where: provider.name,
    hint: "Đăng nhập bằng mật khẩu rồi liên kết ở Tài khoản của tôi, hoặc nhờ người quản trị ghi tài khoản này cho mình.",
  });
}

/** What a person is called at the provider, for people to read. */
function labelOf(claims: Claims): string {
  const name = [claims.email, claims.preferred_username, claims.name].find(
    (one) => typeof one === "string" && one !== "",
  );
  return String(name ?? claims.sub).slice(0, 200);
}

/** Nonce and PKCE verifier come from what only this browser has, so the store holds nothing to redeem a stolen code with. */
function secretsOf(browser: string, state: string): { nonce: string; verifier: string } {
  const derived = (what: string) => createHash("sha256").update(`${what}/${browser}/${state}`).digest("base64url");
  return { nonce: derived("nonce"), verifier: derived("verifier") };
}

function linkPartition(providerId: string): string {
  return `identity-link#${providerId}`;
}

function subjectKey(subject: string): string {
  return `sub#${sha256Hex(subject)}`;
}

function expectedPartition(providerId: string): string {
  return `identity-expected#${providerId}`;
}

/** E-mail addresses and user names are told apart without case. */
function valueKey(value: string): string {
  return sha256Hex(value.trim().toLowerCase());
}
